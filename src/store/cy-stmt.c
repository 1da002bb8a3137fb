#define G_LOG_DOMAIN "cy-conn"

#include "config.h"

#include "cy-conn-private.h"

#include <string.h>

/* The statements of a connection: prepared once, bound, stepped and read. */

/* The program's own text has some hundred statements. */
#define MAX_STATEMENTS 1000

/** cy_stmt_free: for the table of statements that a connection keeps */
void
cy_stmt_free (CyStmt *st)
{
  sqlite3_finalize (st->handle);
  g_free (st);
}

/* With CHUYAN_SQL=plan, how SQLite means to do a statement is printed once: "SCAN" of a large
 * table is what to look for. */
static void
print_plan (CyConn     *conn,
            const char *sql)
{
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  sqlite3_stmt *handle = NULL;

  if (sqlite3_prepare_v2 (conn->handle, explain, -1, &handle, NULL) != SQLITE_OK)
    return;

  g_printerr ("sql plan %s\n", sql);
  while (sqlite3_step (handle) == SQLITE_ROW)
    g_printerr ("sql plan   %s\n", (const char *) sqlite3_column_text (handle, 3));
  sqlite3_finalize (handle);
}

static gboolean
is_idle (gpointer sql,
         gpointer st,
         gpointer user_data)
{
  return !sqlite3_stmt_busy (((CyStmt *) st)->handle);
}

static CyStmt *
prepare (CyConn      *conn,
         const char  *sql,
         GError     **error)
{
  CyStmt *st = g_hash_table_lookup (conn->statements, sql);
  sqlite3_stmt *handle = NULL;
  int result;

  if (st != NULL && !sqlite3_stmt_busy (st->handle))
    {
      cy_stmt_reset (st);
      return st;
    }
  /* A statement is used inside its own loop: programmer's error, and a confusing one. */
  g_return_val_if_fail (st == NULL, NULL);

  result = sqlite3_prepare_v3 (conn->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
  if (result != SQLITE_OK)
    {
      cy_conn_set_error (conn, result, error);
      return NULL;
    }

  if (conn->plans)
    print_plan (conn, sql);

  /* Texts that are put together (filters, undoing) must not pile up. */
  if (g_hash_table_size (conn->statements) >= MAX_STATEMENTS)
    {
      g_hash_table_remove_all (conn->inserts);
      g_hash_table_foreach_remove (conn->statements, is_idle, NULL);
    }

  st = g_new0 (CyStmt, 1);
  st->conn = conn;
  st->handle = handle;
  g_hash_table_insert (conn->statements, g_strdup (sql), st);

  return st;
}

/* The types of the values: 'i' gint64, 'n' gint64 with 0 for NULL, 't' text or NULL,
 * 'd' CyDay, 'u' const CyUid *, 'b' GBytes * or NULL. */
static void
bind_values (CyStmt     *st,
             const char *types,
             va_list     values)
{
  sqlite3_stmt *h = st->handle;

  if (types == NULL)
    types = "";
  g_return_if_fail (sqlite3_bind_parameter_count (h) == (int) strlen (types));

  for (int i = 1; types[i - 1] != '\0'; i++)
    {
      switch (types[i - 1])
        {
        case 'i':
          sqlite3_bind_int64 (h, i, va_arg (values, gint64));
          break;

        case 'n':
          {
            gint64 id = va_arg (values, gint64);

            if (id != 0)
              sqlite3_bind_int64 (h, i, id);
            break;
          }

        case 't':
          sqlite3_bind_text (h, i, va_arg (values, const char *), -1, SQLITE_TRANSIENT);
          break;

        case 'd':
          {
            g_autofree char *iso = cy_day_to_iso (va_arg (values, CyDay));

            sqlite3_bind_text (h, i, iso, -1, SQLITE_TRANSIENT);
            break;
          }

        case 'u':
          {
            const CyUid *uid = va_arg (values, const CyUid *);

            sqlite3_bind_blob (h, i, uid->bytes, sizeof uid->bytes, SQLITE_TRANSIENT);
            break;
          }

        case 'b':
          {
            GBytes *bytes = va_arg (values, GBytes *);
            gsize size = 0;
            const void *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

            if (bytes != NULL)
              sqlite3_bind_blob64 (h, i, data != NULL ? data : "", size, SQLITE_TRANSIENT);
            break;
          }

        default:
          g_return_if_reached ();
        }
    }
}

/**
 * cy_conn_query:
 * @sql: one statement; its text is the key under which it stays prepared
 * @types: (nullable): a letter for each value: `i` gint64, `n` gint64 whose 0 means NULL,
 *   `t` text, `d` #CyDay, `u` const #CyUid pointer, `b` #GBytes; pointers may be %NULL
 *   but for `u`
 * @...: the values. Integers are read as 64 bits wide: cast what is narrower
 *
 * Begins a statement.
 *
 * Returns: (transfer none) (nullable): the statement, before its first row
 */
CyStmt *
cy_conn_query (CyConn      *conn,
               GError     **error,
               const char  *sql,
               const char  *types,
               ...)
{
  CyStmt *st = prepare (conn, sql, error);
  va_list values;

  if (st == NULL)
    return NULL;

  va_start (values, types);
  bind_values (st, types, values);
  va_end (values);

  return st;
}

/**
 * cy_conn_run:
 * @sql: a statement without rows
 * @types: (nullable): see cy_conn_query()
 *
 * Runs a statement to its end.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_conn_run (CyConn      *conn,
             GError     **error,
             const char  *sql,
             const char  *types,
             ...)
{
  CyStmt *st = prepare (conn, sql, error);
  g_autoptr (GError) local = NULL;
  va_list values;

  if (st == NULL)
    return FALSE;

  va_start (values, types);
  bind_values (st, types, values);
  va_end (values);

  while (cy_stmt_step (st, &local))
    ;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

/**
 * cy_conn_int64:
 * @value: (out): the first column of the first row; 0 when there is no row
 * @sql: a statement
 * @types: (nullable): see cy_conn_query()
 *
 * Reads a single number.
 *
 * Returns: whether the statement succeeded
 */
gboolean
cy_conn_int64 (CyConn      *conn,
               GError     **error,
               gint64      *value,
               const char  *sql,
               const char  *types,
               ...)
{
  CyStmt *st = prepare (conn, sql, error);
  g_autoptr (GError) local = NULL;
  va_list values;

  *value = 0;
  if (st == NULL)
    return FALSE;

  va_start (values, types);
  bind_values (st, types, values);
  va_end (values);

  if (cy_stmt_step (st, &local))
    *value = cy_stmt_int64 (st, 0);
  cy_stmt_reset (st);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

/**
 * cy_conn_script:
 * @sql: statements that are part of the program's own text
 *
 * Runs fixed statements one after the other. Values never go into the text: they are bound
 * by cy_conn_run().
 *
 * Returns: whether all succeeded
 */
gboolean
cy_conn_script (CyConn      *conn,
                const char  *sql,
                GError     **error)
{
  int result = sqlite3_exec (conn->handle, sql, NULL, NULL, NULL);

  if (result != SQLITE_OK)
    {
      cy_conn_set_error (conn, result, error);
      return FALSE;
    }

  return TRUE;
}

/**
 * cy_conn_last_id:
 *
 * Returns: the id of the row inserted last
 */
gint64
cy_conn_last_id (CyConn *conn)
{
  return sqlite3_last_insert_rowid (conn->handle);
}

/**
 * cy_conn_n_changed:
 *
 * Returns: how many rows the last statement inserted, updated or deleted
 */
gint64
cy_conn_n_changed (CyConn *conn)
{
  return sqlite3_changes64 (conn->handle);
}

/**
 * cy_conn_prepare:
 * @sql: one statement; its text is the key under which it stays prepared
 *
 * Begins a statement whose values are bound one by one, for the code that makes statements
 * from lists of columns. All others use cy_conn_query().
 *
 * Returns: (transfer none) (nullable): the statement, all its values NULL
 */
CyStmt *
cy_conn_prepare (CyConn      *conn,
                 const char  *sql,
                 GError     **error)
{
  return prepare (conn, sql, error);
}

/**
 * cy_conn_recall_insert:
 * @table: what cy_conn_keep_insert() was given
 *
 * Returns: (transfer none) (nullable): the statement, all its values NULL; %NULL when none is kept
 */
CyStmt *
cy_conn_recall_insert (CyConn        *conn,
                       gconstpointer  table)
{
  return g_hash_table_lookup (conn->inserts, table);
}

/**
 * cy_conn_keep_insert:
 * @table: any address that stands for the table
 * @st: a statement without rows, which is always stepped to its end
 *
 * Keeps a statement under an address: finding it by its text costs as much as a twentieth of
 * writing a row.
 */
void
cy_conn_keep_insert (CyConn        *conn,
                     gconstpointer  table,
                     CyStmt        *st)
{
  g_hash_table_insert (conn->inserts, (gpointer) table, st);
}

/**
 * cy_stmt_bind_int64:
 * @parameter: which parameter, from 1
 */
void
cy_stmt_bind_int64 (CyStmt *st,
                    int     parameter,
                    gint64  value)
{
  sqlite3_bind_int64 (st->handle, parameter, value);
}

/**
 * cy_stmt_bind_text:
 * @parameter: which parameter, from 1
 * @text: (nullable): the text, which is copied
 */
void
cy_stmt_bind_text (CyStmt     *st,
                   int         parameter,
                   const char *text)
{
  sqlite3_bind_text (st->handle, parameter, text, -1, SQLITE_TRANSIENT);
}

/**
 * cy_stmt_bind_kept_text:
 * @parameter: which parameter, from 1
 * @text: (nullable): the text, which must stay until the statement has come to its end
 */
void
cy_stmt_bind_kept_text (CyStmt     *st,
                        int         parameter,
                        const char *text)
{
  sqlite3_bind_text (st->handle, parameter, text, -1, SQLITE_STATIC);
}

/**
 * cy_stmt_bind_bytes:
 * @parameter: which parameter, from 1
 * @bytes: (nullable): the bytes, which are copied
 */
void
cy_stmt_bind_bytes (CyStmt *st,
                    int     parameter,
                    GBytes *bytes)
{
  gsize size = 0;
  const void *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (bytes != NULL)
    sqlite3_bind_blob64 (st->handle, parameter, data != NULL ? data : "", size, SQLITE_TRANSIENT);
  else
    sqlite3_bind_null (st->handle, parameter);
}

/**
 * cy_stmt_step:
 *
 * Goes to the next row.
 *
 * Returns: %TRUE with a row; %FALSE at the end, or on failure with @error set
 */
gboolean
cy_stmt_step (CyStmt  *st,
              GError **error)
{
  int result;

  g_return_val_if_fail (st != NULL, FALSE);

  result = sqlite3_step (st->handle);
  if (result == SQLITE_ROW)
    return TRUE;

  if (result != SQLITE_DONE)
    cy_conn_set_error (st->conn, result, error);
  cy_stmt_reset (st);

  return FALSE;
}

/**
 * cy_stmt_reset:
 *
 * Ends a statement before its last row, and forgets its values.
 */
void
cy_stmt_reset (CyStmt *st)
{
  sqlite3_reset (st->handle);
  sqlite3_clear_bindings (st->handle);
}

/** cy_stmt_is_null: Returns: whether the column is NULL */
gboolean
cy_stmt_is_null (CyStmt *st,
                 int     column)
{
  return sqlite3_column_type (st->handle, column) == SQLITE_NULL;
}

/** cy_stmt_int64: Returns: the column's number, 0 for NULL */
gint64
cy_stmt_int64 (CyStmt *st,
               int     column)
{
  return sqlite3_column_int64 (st->handle, column);
}

/** cy_stmt_int: Returns: the column's number, 0 for NULL */
int
cy_stmt_int (CyStmt *st,
             int     column)
{
  return sqlite3_column_int (st->handle, column);
}

/** cy_stmt_text: Returns: (transfer none) (nullable): the column's text, until the next step */
const char *
cy_stmt_text (CyStmt *st,
              int     column)
{
  return (const char *) sqlite3_column_text (st->handle, column);
}

/** cy_stmt_dup_text: Returns: (transfer full) (nullable): the column's text */
char *
cy_stmt_dup_text (CyStmt *st,
                  int     column)
{
  return g_strdup (cy_stmt_text (st, column));
}

/** cy_stmt_day: Returns: the column's ISO date, %CY_DAY_NONE for NULL */
CyDay
cy_stmt_day (CyStmt *st,
             int     column)
{
  return cy_day_from_iso (cy_stmt_text (st, column));
}

/** cy_stmt_dup_blob: Returns: (transfer full) (nullable): the column's bytes */
GBytes *
cy_stmt_dup_blob (CyStmt *st,
                  int     column)
{
  const void *data = sqlite3_column_blob (st->handle, column);

  if (cy_stmt_is_null (st, column))
    return NULL;

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (st->handle, column));
}

/**
 * cy_stmt_blob:
 * @size: (out): how many bytes
 *
 * Returns: (transfer none) (nullable) (array length=size): the column's bytes, until the next step
 */
const guint8 *
cy_stmt_blob (CyStmt *st,
              int     column,
              gsize  *size)
{
  const guint8 *data = sqlite3_column_blob (st->handle, column);

  *size = (gsize) sqlite3_column_bytes (st->handle, column);
  return data;
}

/**
 * cy_stmt_uid:
 * @uid: (out caller-allocates): the column's identity, all zeros for NULL
 */
void
cy_stmt_uid (CyStmt *st,
             int     column,
             CyUid  *uid)
{
  const void *data = sqlite3_column_blob (st->handle, column);

  memset (uid, 0, sizeof *uid);
  if (sqlite3_column_bytes (st->handle, column) == CY_UID_SIZE)
    memcpy (uid->bytes, data, CY_UID_SIZE);
}
