#define G_LOG_DOMAIN "cy-conn"

#include "config.h"

#include "cy-conn.h"

#include <sqlite3.h>
#include <string.h>

/* The progress handler looks at the cancellable this often, in virtual machine steps: some
 * tens of microseconds of work. */
#define STEPS_PER_POLL 4000

struct _CyStmt {
  CyConn *conn;
  sqlite3_stmt *handle;
};

struct _CyConn {
  sqlite3 *handle;
  GHashTable *statements;       /* the SQL text → CyStmt, both owned */
  GCancellable *cancellable;    /* of the running job; not owned */
  gint64 batch;                 /* of the last transaction that was begun for writing */
  gint64 actor;                 /* the id of the user who writes; 0 for the program itself */
  CyConnUpdate update;
  gpointer update_data;
  gboolean trace;
};

static void
cy_stmt_free (CyStmt *st)
{
  sqlite3_finalize (st->handle);
  g_free (st);
}

/* Errors */

static CyStoreError
code_of (int result)
{
  switch (result & 0xff)
    {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return CY_STORE_ERROR_DAMAGED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return CY_STORE_ERROR_IN_USE;
    case SQLITE_FULL:
      return CY_STORE_ERROR_FULL;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return CY_STORE_ERROR_READ_ONLY;
    case SQLITE_IOERR:
      return CY_STORE_ERROR_IO;
    case SQLITE_CONSTRAINT:
      return CY_STORE_ERROR_CONSTRAINT;
    default:
      return CY_STORE_ERROR_FAILED;
    }
}

static void
set_error (CyConn  *conn,
           int      result,
           GError **error)
{
  if (result == SQLITE_INTERRUPT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Operation was cancelled");
      return;
    }

  g_set_error (error, CY_STORE_ERROR, code_of (result), "%s (%d)",
               conn->handle != NULL ? sqlite3_errmsg (conn->handle) : sqlite3_errstr (result),
               conn->handle != NULL ? sqlite3_extended_errcode (conn->handle) : result);
}

/* Functions for defaults and triggers */

static void
sql_now (sqlite3_context *context,
         int              n_args,
         sqlite3_value  **args)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *text = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");

  sqlite3_result_text (context, text, -1, SQLITE_TRANSIENT);
}

static void
sql_actor (sqlite3_context *context,
           int              n_args,
           sqlite3_value  **args)
{
  CyConn *conn = sqlite3_user_data (context);

  if (conn->actor != 0)
    sqlite3_result_int64 (context, conn->actor);
  else
    sqlite3_result_null (context);
}

static void
sql_batch (sqlite3_context *context,
           int              n_args,
           sqlite3_value  **args)
{
  CyConn *conn = sqlite3_user_data (context);

  sqlite3_result_int64 (context, conn->batch);
}

static void
sql_uid (sqlite3_context *context,
         int              n_args,
         sqlite3_value  **args)
{
  CyUid uid;

  cy_uid_new (&uid);
  sqlite3_result_blob (context, uid.bytes, sizeof uid.bytes, SQLITE_TRANSIENT);
}

static int
add_functions (CyConn *conn)
{
  /* INNOCUOUS: these may be called from the schema although it is not trusted. */
  const int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS;
  int result;

  result = sqlite3_create_function_v2 (conn->handle, "cy_now", 0, flags, conn, sql_now, NULL, NULL, NULL);
  if (result == SQLITE_OK)
    result = sqlite3_create_function_v2 (conn->handle, "cy_actor", 0, flags, conn, sql_actor, NULL, NULL, NULL);
  if (result == SQLITE_OK)
    result = sqlite3_create_function_v2 (conn->handle, "cy_batch", 0, flags, conn, sql_batch, NULL, NULL, NULL);
  if (result == SQLITE_OK)
    result = sqlite3_create_function_v2 (conn->handle, "cy_uid", 0, flags, conn, sql_uid, NULL, NULL, NULL);

  return result;
}

/* Hooks */

static int
progress_cb (gpointer user_data)
{
  CyConn *conn = user_data;

  return conn->cancellable != NULL && g_cancellable_is_cancelled (conn->cancellable);
}

static void
update_cb (gpointer      user_data,
           int           operation,
           const char   *database,
           const char   *table,
           sqlite3_int64 id)
{
  CyConn *conn = user_data;

  if (conn->update != NULL)
    conn->update (table, id, conn->update_data);
}

/* With CHUYAN_SQL set, each statement is printed with the time it took. Its values are not
 * shown: they are people's data. */
static int
trace_cb (unsigned      mask,
          gpointer      user_data,
          gpointer      statement,
          gpointer      nanoseconds)
{
  g_printerr ("sql %8.3f ms  %s\n", *(sqlite3_int64 *) nanoseconds / 1e6, sqlite3_sql (statement));
  return 0;
}

/* Opening */

static gboolean
apply_key (CyConn        *conn,
           const guint8  *key,
           GError       **error)
{
  /* The form x'…' is a raw key: no derivation. It is wiped from the stack afterwards. */
  char text[2 + 2 * CY_CONN_KEY_SIZE + 2];
  char *p = text;
  int result;

  p += g_snprintf (p, 3, "x'");
  for (int i = 0; i < CY_CONN_KEY_SIZE; i++)
    p += g_snprintf (p, 3, "%02x", key[i]);
  *p++ = '\'';
  *p = '\0';

  result = sqlite3_key (conn->handle, text, (int) (p - text));
  explicit_bzero (text, sizeof text);
  if (result != SQLITE_OK)
    {
      set_error (conn, result, error);
      return FALSE;
    }

  return TRUE;
}

/**
 * cy_conn_open:
 * @path: the database file
 * @key: (nullable): the raw key, %CY_CONN_KEY_SIZE bytes; %NULL for an unencrypted file
 * @flags: how to open
 *
 * Opens a database with the settings that all of them have: foreign keys on, temporary
 * tables in memory, WAL with full synchronisation, and a schema that is not trusted.
 *
 * The first page is read at once, so that a wrong key or a damaged file shows here.
 *
 * Returns: (transfer full) (nullable): the connection, or %NULL with @error set
 */
CyConn *
cy_conn_open (const char    *path,
              const guint8  *key,
              CyConnFlags    flags,
              GError       **error)
{
  g_autoptr (CyConn) conn = g_new0 (CyConn, 1);
  int open_flags = SQLITE_OPEN_NOMUTEX;
  int result;

  g_return_val_if_fail (path != NULL, NULL);

  open_flags |= flags & CY_CONN_WRITABLE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  if (flags & CY_CONN_CREATE)
    open_flags |= SQLITE_OPEN_CREATE;

  conn->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cy_stmt_free);
  conn->trace = g_getenv ("CHUYAN_SQL") != NULL;

  result = sqlite3_open_v2 (path, &conn->handle, open_flags, NULL);
  if (result != SQLITE_OK)
    {
      set_error (conn, result, error);
      return NULL;
    }

  sqlite3_extended_result_codes (conn->handle, 1);
  sqlite3_db_config (conn->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_progress_handler (conn->handle, STEPS_PER_POLL, progress_cb, conn);
  if (flags & CY_CONN_WRITABLE)
    sqlite3_update_hook (conn->handle, update_cb, conn);
  if (conn->trace)
    sqlite3_trace_v2 (conn->handle, SQLITE_TRACE_PROFILE, trace_cb, conn);

  if (key != NULL && !apply_key (conn, key, error))
    return NULL;

  if (!cy_conn_script (conn,
                       "PRAGMA temp_store = MEMORY;"
                       "PRAGMA trusted_schema = OFF;"
                       "PRAGMA foreign_keys = ON;"
                       "SELECT count(*) FROM sqlite_schema;",
                       error))
    return NULL;
  if (flags & CY_CONN_WRITABLE &&
      !cy_conn_script (conn, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;", error))
    return NULL;

  result = add_functions (conn);
  if (result != SQLITE_OK)
    {
      set_error (conn, result, error);
      return NULL;
    }

  return g_steal_pointer (&conn);
}

/**
 * cy_conn_close:
 * @conn: (transfer full) (nullable): a connection
 */
void
cy_conn_close (CyConn *conn)
{
  if (conn == NULL)
    return;

  g_clear_pointer (&conn->statements, g_hash_table_unref);
  if (conn->handle != NULL && sqlite3_close (conn->handle) != SQLITE_OK)
    g_critical ("A connection was closed with statements still open");
  g_free (conn);
}

/* Transactions */

/**
 * cy_conn_begin:
 * @writing: whether the transaction takes the write lock at once
 *
 * Begins a transaction. One for writing gets a batch number, under which the change record
 * keeps all that it does together; the number is the time in microseconds since 1970,
 * moved on where the clock does not.
 *
 * Returns: whether it has begun
 */
gboolean
cy_conn_begin (CyConn    *conn,
               gboolean   writing,
               GError   **error)
{
  if (writing)
    conn->batch = MAX (g_get_real_time (), conn->batch + 1);

  return cy_conn_script (conn, writing ? "BEGIN IMMEDIATE" : "BEGIN", error);
}

/** cy_conn_commit: Returns: whether all of the transaction is on the disk */
gboolean
cy_conn_commit (CyConn  *conn,
                GError **error)
{
  return cy_conn_script (conn, "COMMIT", error);
}

/**
 * cy_conn_rollback:
 *
 * Takes the transaction back. Some failures (a full disk) have done so already; then this
 * does nothing.
 */
void
cy_conn_rollback (CyConn *conn)
{
  if (!sqlite3_get_autocommit (conn->handle))
    cy_conn_script (conn, "ROLLBACK", NULL);
}

/**
 * cy_conn_get_batch:
 *
 * Returns: the number under which the change record keeps the running transaction
 */
gint64
cy_conn_get_batch (CyConn *conn)
{
  return conn->batch;
}

/* Statements */

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
      set_error (conn, result, error);
      return NULL;
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
      set_error (conn, result, error);
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
    set_error (st->conn, result, error);
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

/**
 * cy_conn_set_actor:
 * @user_id: the id of the user in whose name is written from now on; 0 for the program
 */
void
cy_conn_set_actor (CyConn *conn,
                   gint64  user_id)
{
  conn->actor = user_id;
}

gint64
cy_conn_get_actor (CyConn *conn)
{
  return conn->actor;
}

/**
 * cy_conn_set_cancellable:
 * @cancellable: (nullable) (transfer none): what interrupts the statements; it must live
 *   until it is replaced
 */
void
cy_conn_set_cancellable (CyConn       *conn,
                         GCancellable *cancellable)
{
  conn->cancellable = cancellable;
}

/**
 * cy_conn_set_update_hook:
 * @func: (nullable): called for each changed row, which is not yet committed; must not use
 *   the connection
 */
void
cy_conn_set_update_hook (CyConn       *conn,
                         CyConnUpdate  func,
                         gpointer      user_data)
{
  conn->update = func;
  conn->update_data = user_data;
}
