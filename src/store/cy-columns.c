#define G_LOG_DOMAIN "cy-columns"

#include "config.h"

#include "cy-columns.h"

#include <string.h>

/* The stores of people keep structs with many columns. A list of where each column stands
 * in the struct gives their statements, and an update writes only the columns that differ,
 * so that the change record says what was changed and nothing else. */

/* Room for the columns of the widest table. */
#define LIST_SIZE 512

static gconstpointer
field_of (gconstpointer   record,
          const CyColumn *column)
{
  return (const char *) record + column->offset;
}

/* The record's texts are not copied: the statement is run before the record can go. */
static void
bind_field (CyStmt         *st,
            int             parameter,
            gconstpointer   record,
            const CyColumn *column)
{
  gconstpointer field = field_of (record, column);

  switch (column->type)
    {
    case CY_COLUMN_TEXT:
      cy_stmt_bind_kept_text (st, parameter, *(char * const *) field);
      break;
    case CY_COLUMN_BYTES:
      cy_stmt_bind_bytes (st, parameter, *(GBytes * const *) field);
      break;
    case CY_COLUMN_REFERENCE:
      if (*(const gint64 *) field != 0)
        cy_stmt_bind_int64 (st, parameter, *(const gint64 *) field);
      break;
    case CY_COLUMN_INT64:
      cy_stmt_bind_int64 (st, parameter, *(const gint64 *) field);
      break;
    case CY_COLUMN_INT:
      cy_stmt_bind_int64 (st, parameter, *(const int *) field);
      break;
    case CY_COLUMN_DAY:
      {
        g_autofree char *iso = cy_day_to_iso (*(const CyDay *) field);

        cy_stmt_bind_text (st, parameter, iso);
        break;
      }
    default:
      g_return_if_reached ();
    }
}

static gboolean
fields_equal (gconstpointer   a,
              gconstpointer   b,
              const CyColumn *column)
{
  gconstpointer fa = field_of (a, column), fb = field_of (b, column);

  switch (column->type)
    {
    case CY_COLUMN_TEXT:
      return g_strcmp0 (*(char * const *) fa, *(char * const *) fb) == 0;
    case CY_COLUMN_BYTES:
      {
        GBytes *ba = *(GBytes * const *) fa, *bb = *(GBytes * const *) fb;

        return ba == bb || (ba != NULL && bb != NULL && g_bytes_equal (ba, bb));
      }
    case CY_COLUMN_REFERENCE:
    case CY_COLUMN_INT64:
      return *(const gint64 *) fa == *(const gint64 *) fb;
    case CY_COLUMN_INT:
      return *(const int *) fa == *(const int *) fb;
    case CY_COLUMN_DAY:
      return *(const CyDay *) fa == *(const CyDay *) fb;
    default:
      g_return_val_if_reached (TRUE);
    }
}

/* Runs a statement without rows. */
static gboolean
finish (CyStmt  *st,
        GError **error)
{
  g_autoptr (GError) local = NULL;

  while (cy_stmt_step (st, &local))
    ;
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
append_list (GString        *list,
             const CyTable  *table,
             const char     *alias)
{
  for (const CyColumn *c = table->columns; c->name != NULL; c++)
    {
      if (c != table->columns)
        g_string_append (list, ", ");
      if (alias != NULL)
        {
          g_string_append (list, alias);
          g_string_append_c (list, '.');
        }
      g_string_append (list, c->name);
    }
}

/**
 * cy_columns_list:
 * @alias: (nullable): the table's alias in the statement
 *
 * Returns: (transfer full): the columns for a SELECT, parted by commas
 */
char *
cy_columns_list (const CyTable *table,
                 const char    *alias)
{
  GString *list = g_string_sized_new (LIST_SIZE);

  append_list (list, table, alias);
  return g_string_free (list, FALSE);
}

static CyStmt *
insert_of (CyConn         *conn,
           const CyTable  *table,
           GError        **error)
{
  CyStmt *st = cy_conn_recall_insert (conn, table);
  g_autoptr (GString) sql = NULL;

  if (st != NULL)
    return st;

  sql = g_string_sized_new (2 * LIST_SIZE);
  g_string_append (sql, "INSERT INTO ");
  g_string_append (sql, table->name);
  g_string_append (sql, " (id, ");
  append_list (sql, table, NULL);
  g_string_append (sql, ") VALUES (?");
  for (const CyColumn *c = table->columns; c->name != NULL; c++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');

  st = cy_conn_prepare (conn, sql->str, error);
  if (st != NULL)
    cy_conn_keep_insert (conn, table, st);

  return st;
}

/**
 * cy_columns_insert:
 * @record: the struct
 * @id: the id it gets, 0 for the next one
 *
 * Returns: the id, or 0 with @error set
 */
gint64
cy_columns_insert (CyConn         *conn,
                   const CyTable  *table,
                   gconstpointer   record,
                   gint64          id,
                   GError        **error)
{
  CyStmt *st = insert_of (conn, table, error);
  int parameter = 2;

  if (st == NULL)
    return 0;

  if (id != 0)
    cy_stmt_bind_int64 (st, 1, id);
  for (const CyColumn *c = table->columns; c->name != NULL; c++)
    bind_field (st, parameter++, record, c);

  return finish (st, error) ? cy_conn_last_id (conn) : 0;
}

/**
 * cy_columns_update:
 * @before: the struct as it is stored
 * @after: the struct as it shall be
 * @id: the row
 *
 * Writes the columns that differ. Does nothing when none does.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_columns_update (CyConn         *conn,
                   const CyTable  *table,
                   gconstpointer   before,
                   gconstpointer   after,
                   gint64          id,
                   GError        **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  CyStmt *st;
  int parameter = 1;

  g_string_printf (sql, "UPDATE %s SET ", table->name);
  for (const CyColumn *c = table->columns; c->name != NULL; c++)
    if (!fields_equal (before, after, c))
      {
        g_string_append_printf (sql, "%s = ?, ", c->name);
        parameter++;
      }
  if (parameter == 1)
    return TRUE;

  g_string_append (sql, CY_SQL_TOUCH " WHERE id = ?");
  st = cy_conn_prepare (conn, sql->str, error);
  if (st == NULL)
    return FALSE;

  cy_stmt_bind_int64 (st, parameter, id);
  parameter = 1;
  for (const CyColumn *c = table->columns; c->name != NULL; c++)
    if (!fields_equal (before, after, c))
      bind_field (st, parameter++, after, c);

  return finish (st, error);
}

/**
 * cy_columns_read:
 * @first: the statement's column that holds the first of the table's
 * @record: an empty struct
 *
 * Fills a struct from a row that was selected with cy_columns_list().
 *
 * Returns: the statement's column after the last
 */
int
cy_columns_read (CyStmt        *st,
                 int            first,
                 const CyTable *table,
                 gpointer       record)
{
  for (const CyColumn *c = table->columns; c->name != NULL; c++, first++)
    {
      gpointer field = (gpointer) field_of (record, c);

      switch (c->type)
        {
        case CY_COLUMN_TEXT:
          *(char **) field = cy_stmt_dup_text (st, first);
          break;
        case CY_COLUMN_BYTES:
          *(GBytes **) field = cy_stmt_dup_blob (st, first);
          break;
        case CY_COLUMN_REFERENCE:
        case CY_COLUMN_INT64:
          *(gint64 *) field = cy_stmt_int64 (st, first);
          break;
        case CY_COLUMN_INT:
          *(int *) field = cy_stmt_int (st, first);
          break;
        case CY_COLUMN_DAY:
          *(CyDay *) field = cy_stmt_day (st, first);
          break;
        default:
          g_return_val_if_reached (first);
        }
    }

  return first;
}

/**
 * cy_columns_load:
 * @record: an empty struct
 *
 * Fills a struct from the row with an id. Fails with %CY_STORE_ERROR_NOT_FOUND when there is
 * no such row.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_columns_load (CyConn         *conn,
                 const CyTable  *table,
                 gint64          id,
                 gpointer        record,
                 GError        **error)
{
  g_autofree char *list = cy_columns_list (table, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE id = ?", list, table->name);
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error, sql, "i", id);

  if (st == NULL)
    return FALSE;

  if (cy_stmt_step (st, &local))
    {
      cy_columns_read (st, 0, table, record);
      cy_stmt_reset (st);
      return TRUE;
    }
  if (local == NULL)
    return cy_store_not_found (error, table->name);

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * cy_columns_delete:
 * @deleted: %TRUE to put the row in the bin, %FALSE to take it out
 *
 * Fails with %CY_STORE_ERROR_NOT_FOUND when there is no such row.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_columns_delete (CyConn      *conn,
                   const char  *table,
                   gint64       id,
                   gboolean     deleted,
                   GError     **error)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE %s SET deleted_at = %s, " CY_SQL_TOUCH " WHERE id = ?",
                                          table, deleted ? "ifnull (deleted_at, cy_now ())" : "NULL");

  if (!cy_conn_run (conn, error, sql, "i", id))
    return FALSE;

  return cy_conn_n_changed (conn) > 0 || cy_store_not_found (error, table);
}

/**
 * cy_columns_revision:
 *
 * The newest entry of the change record for a row. It grows with every change, however
 * quickly they follow each other.
 *
 * Returns: the revision; 0 for a row of which nothing is recorded, or with @error set
 */
gint64
cy_columns_revision (CyConn      *conn,
                     const char  *table,
                     gint64       id,
                     GError     **error)
{
  gint64 revision = 0;

  cy_conn_int64 (conn, error, &revision, "SELECT max(id) FROM change WHERE tbl = ? AND row_id = ?", "ti", table, id);
  return revision;
}

/** cy_store_not_found: Returns: %FALSE, with @error set */
gboolean
cy_store_not_found (GError     **error,
                    const char  *table)
{
  g_set_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND, "There is no such row in %s", table);
  return FALSE;
}

/** cy_store_conflict: Returns: %FALSE, with @error set */
gboolean
cy_store_conflict (GError     **error,
                   const char  *table)
{
  g_set_error (error, CY_STORE_ERROR, CY_STORE_ERROR_CONFLICT, "The row of %s has changed since it was loaded", table);
  return FALSE;
}
