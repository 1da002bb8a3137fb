#define G_LOG_DOMAIN "cy-change-triggers"

#include "config.h"

#include "cy-change-triggers.h"

/* The triggers that write the change record.
 *
 * Every table that has a uid is recorded. Its triggers are made from its columns, so that a
 * new column is recorded without anybody thinking of it, and made anew by each migration:
 *
 *   insert   before and after are NULL: the row itself says what came
 *   update   before and after hold the columns that differ, as JSON objects
 *   delete   before holds the whole row
 *
 * Blobs are written in hexadecimal; updated_at and updated_by are left out, the record has
 * its own, and so are columns that the program finds from others. Where nothing else
 * differs nothing is recorded, and an update that names only such columns runs no trigger.
 */

static gboolean
is_bookkeeping (const char *column)
{
  return g_str_equal (column, "id") || g_str_equal (column, "uid") ||
         g_str_equal (column, "updated_at") || g_str_equal (column, "updated_by") ||
         g_str_equal (column, "profile_result") || g_str_equal (column, "guardianship");
}

/* A column as a value that JSON can hold: a blob as hexadecimal digits. */
static char *
json_value (const char *row,
            const char *column,
            const char *type)
{
  if (g_ascii_strcasecmp (type, "BLOB") == 0)
    return g_strdup_printf ("iif(%1$s.\"%2$s\" IS NULL, NULL, hex(%1$s.\"%2$s\"))", row, column);

  return g_strdup_printf ("%s.\"%s\"", row, column);
}

static gboolean
add_triggers (CyConn      *conn,
              const char  *table,
              GError     **error)
{
  g_autoptr (GString) columns = g_string_new (NULL);
  g_autoptr (GString) differs = g_string_new (NULL);
  g_autoptr (GString) values = g_string_new (NULL);
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error, "SELECT name, type FROM pragma_table_info(?)", "t", table);

  while (st != NULL && cy_stmt_step (st, &local))
    {
      const char *column = cy_stmt_text (st, 0);
      const char *type = cy_stmt_text (st, 1);
      g_autofree char *old_value = json_value ("old", column, type);
      g_autofree char *new_value = json_value ("new", column, type);

      g_string_append_printf (whole, "%s'%s', %s", whole->len > 0 ? ", " : "", column, old_value);
      if (is_bookkeeping (column))
        continue;
      g_string_append_printf (columns, "%s\"%s\"", columns->len > 0 ? ", " : "", column);
      g_string_append_printf (differs, "%sold.\"%s\" IS NOT new.\"%s\"",
                              differs->len > 0 ? " OR " : "", column, column);
      g_string_append_printf (values, "%sSELECT '%s' AS c, %s AS o, %s AS n",
                              values->len > 0 ? " UNION ALL " : "", column, old_value, new_value);
    }
  if (st == NULL || local != NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  sql = g_strdup_printf ("DROP TRIGGER IF EXISTS \"%1$s_inserted\";"
                         "DROP TRIGGER IF EXISTS \"%1$s_updated\";"
                         "DROP TRIGGER IF EXISTS \"%1$s_deleted\";"
                         "CREATE TRIGGER \"%1$s_inserted\" AFTER INSERT ON \"%1$s\" BEGIN"
                         "  INSERT INTO change (batch, at, by, tbl, row_id, op)"
                         "  VALUES (cy_batch(), cy_now(), cy_actor(), '%1$s', new.id, 'I'); END;"
                         "CREATE TRIGGER \"%1$s_updated\" AFTER UPDATE OF %5$s ON \"%1$s\" WHEN %2$s BEGIN"
                         "  INSERT INTO change (batch, at, by, tbl, row_id, op, before, after)"
                         "  SELECT cy_batch(), cy_now(), cy_actor(), '%1$s', new.id, 'U',"
                         "         json_group_object(c, o), json_group_object(c, n)"
                         "  FROM (%3$s) WHERE o IS NOT n; END;"
                         "CREATE TRIGGER \"%1$s_deleted\" AFTER DELETE ON \"%1$s\" BEGIN"
                         "  INSERT INTO change (batch, at, by, tbl, row_id, op, before)"
                         "  VALUES (cy_batch(), cy_now(), cy_actor(), '%1$s', old.id, 'D', json_object(%4$s)); END;",
                         table, differs->str, values->str, whole->str, columns->str);

  return cy_conn_script (conn, sql, error);
}

/**
 * cy_change_triggers_rebuild:
 * @conn: a connection in a transaction
 *
 * Makes the triggers of the change record anew for every table that has a uid. Does nothing
 * in a database without a change record.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_change_triggers_rebuild (CyConn  *conn,
                            GError **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT s.name FROM sqlite_schema AS s "
                              "WHERE s.type = 'table' "
                              "  AND EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'change') "
                              "  AND EXISTS (SELECT 1 FROM pragma_table_info(s.name) WHERE name = 'uid') "
                              "ORDER BY s.name",
                              NULL);

  while (st != NULL && cy_stmt_step (st, &local))
    g_ptr_array_add (tables, cy_stmt_dup_text (st, 0));
  if (st == NULL || local != NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  for (guint i = 0; i < tables->len; i++)
    if (!add_triggers (conn, g_ptr_array_index (tables, i), error))
      return FALSE;

  return TRUE;
}
