#define G_LOG_DOMAIN "cy-conn"

#include "config.h"

#include "cy-conn-private.h"
#include "cy-search-functions.h"

#include <errno.h>

/* The progress handler looks at the cancellable this often, in virtual machine steps: some
 * tens of microseconds of work. */
#define STEPS_PER_POLL 4000

#define BUSY_MS 2000

/* SQLite's file system for a file that one process holds: the archive's lock has seen to that. The
 * log's index is then kept in memory, not in a file shared with others, and no other process is
 * asked for locks; which Flatpak's document portal could not answer. All connections are opened
 * for writing, since the one that comes first takes the file for all of them. */
#define FILE_SYSTEM "unix-excl"

/* The cache that is kept between transactions, in bytes. */
#define KEPT_CACHE (32 * 1024 * 1024)

/* Errors */

static CyStoreError
code_of (CyConn *conn,
         int     result)
{
  int cause = conn->handle != NULL ? sqlite3_system_errno (conn->handle) : 0;

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
    case SQLITE_CANTOPEN:
      return cause == ENOENT ? CY_STORE_ERROR_NOT_FOUND : CY_STORE_ERROR_READ_ONLY;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return CY_STORE_ERROR_READ_ONLY;
    case SQLITE_IOERR:
      /* The shared memory and the log are grown by calls whose failure has no code of its own. */
      return cause == ENOSPC || cause == EDQUOT ? CY_STORE_ERROR_FULL : CY_STORE_ERROR_IO;
    case SQLITE_CONSTRAINT:
      return CY_STORE_ERROR_CONSTRAINT;
    default:
      return CY_STORE_ERROR_FAILED;
    }
}

/** cy_conn_set_error: tells what SQLite made of it: @result of its last function */
void
cy_conn_set_error (CyConn  *conn,
                   int      result,
                   GError **error)
{
  CyStoreError code;

  if (result == SQLITE_INTERRUPT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Operation was cancelled");
      return;
    }

  code = code_of (conn, result);
  if (code == CY_STORE_ERROR_DAMAGED)
    conn->damaged = TRUE;
  else if (code == CY_STORE_ERROR_FAILED && conn->damaged)
    code = CY_STORE_ERROR_DAMAGED;
  g_set_error (error, CY_STORE_ERROR, code, "%s (%d)",
               conn->handle != NULL ? sqlite3_errmsg (conn->handle) : sqlite3_errstr (result),
               conn->handle != NULL ? sqlite3_extended_errcode (conn->handle) : result);
}

/* Functions for defaults and triggers */

static void
sql_now (sqlite3_context *context,
         int              n_args,
         sqlite3_value  **args)
{
  CyConn *conn = sqlite3_user_data (context);
  gint64 second = g_get_real_time () / G_USEC_PER_SEC;

  /* Twice for each row that is written; the same text for a second's worth of them. */
  if (conn->now == NULL || conn->now_second != second)
    {
      g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (second);

      g_free (conn->now);
      conn->now = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
      conn->now_second = second;
    }

  sqlite3_result_text (context, conn->now, -1, SQLITE_TRANSIENT);
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

  return result == SQLITE_OK ? cy_search_functions_add (conn->handle) : result;
}

/* Hooks */

static int
progress_cb (gpointer conn)
{
  return cy_conn_is_cancelled (conn);
}

static void
update_cb (gpointer      user_data,
           int           operation,
           const char   *database,
           const char   *table,
           sqlite3_int64 id)
{
  CyConn *conn = user_data;

  if (conn->bulk)
    cy_bulk_insert_check (conn, operation, table, id);
  if (conn->update != NULL)
    conn->update (table, id, conn->update_data);
}

/* With CHUYAN_SQL set, each statement is printed with the time it took. Its values are not
 * shown: they are people's data. */
static int
trace_cb (unsigned      mask,
          gpointer      user_data,
          gpointer      statement,
          gpointer      detail)
{
  CyConn *conn = user_data;
  const char *sql = sqlite3_sql (statement);
  gint64 now = g_get_monotonic_time ();
  gint64 *start;

  if (mask == SQLITE_TRACE_STMT)
    {
      if (!g_hash_table_contains (conn->started, statement))
        g_hash_table_insert (conn->started, statement, g_memdup2 (&now, sizeof now));
      return 0;
    }

  /* SQLite's own times are whole milliseconds. */
  start = g_hash_table_lookup (conn->started, statement);
  if (start != NULL && !g_str_has_prefix (sql, "EXPLAIN QUERY PLAN"))
    g_printerr ("sql %8.3f ms  %s\n", (double) (now - *start) / 1000.0, sql);
  g_hash_table_remove (conn->started, statement);
  return 0;
}

/* Opening */

/* Before SQLite is used for the first time. It counts the memory of the whole process under
 * one lock, at each allocation; nothing here asks for that sum. */
static void
configure_sqlite (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
      g_once_init_leave (&done, 1);
    }
}

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
      cy_conn_set_error (conn, result, error);
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
 * tables in memory, WAL with full synchronisation, and a schema that is not
 * trusted. SQLCipher wipes its keys by itself; cipher_memory_security, which would wipe every
 * page as well, stays off, since it doubles the time of a search.
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
  int open_flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE;
  int result;

  g_return_val_if_fail (path != NULL, NULL);

  configure_sqlite ();
  if (flags & CY_CONN_CREATE)
    open_flags |= SQLITE_OPEN_CREATE;

  conn->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cy_stmt_free);
  conn->inserts = g_hash_table_new (NULL, NULL);
  conn->encrypted = key != NULL;
  conn->trace = g_getenv ("CHUYAN_SQL") != NULL;
  conn->started = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, g_free);
  conn->plans = g_strcmp0 (g_getenv ("CHUYAN_SQL"), "plan") == 0;

  result = sqlite3_open_v2 (path, &conn->handle, open_flags, FILE_SYSTEM);
  if (result != SQLITE_OK)
    {
      cy_conn_set_error (conn, result, error);
      return NULL;
    }

  sqlite3_extended_result_codes (conn->handle, 1);
  sqlite3_db_config (conn->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  /* Nobody else holds the archive; what there is to wait for is another thread of our own
   * that recovers or resets the log. */
  sqlite3_busy_timeout (conn->handle, BUSY_MS);
  sqlite3_progress_handler (conn->handle, STEPS_PER_POLL, progress_cb, conn);
  /* The log is a writer's. */
  if (!(flags & CY_CONN_WRITABLE))
    sqlite3_db_config (conn->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (flags & CY_CONN_WRITABLE)
    sqlite3_update_hook (conn->handle, update_cb, conn);
  if (conn->trace)
    sqlite3_trace_v2 (conn->handle, SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE, trace_cb, conn);

  /* What it would write on standard error comes back as an error. */
  if (key != NULL && (!cy_conn_script (conn, "PRAGMA cipher_log_level = NONE", error) || !apply_key (conn, key, error)))
    return NULL;

  if (!cy_conn_script (conn,
                       "PRAGMA temp_store = MEMORY;"
                       "PRAGMA trusted_schema = OFF;"
                       "PRAGMA cell_size_check = ON;"
                       "PRAGMA cache_size = -8192;"
                       "PRAGMA foreign_keys = ON;"
                       "SELECT count(*) FROM sqlite_schema;",
                       error))
    return NULL;
  if (!(flags & CY_CONN_WRITABLE) && !cy_conn_script (conn, "PRAGMA query_only = ON", error))
    return NULL;
  /* A large import wants its pages at hand (cy_conn_commit() gives them back), and its log is
   * not kept at its size. */
  if (flags & CY_CONN_WRITABLE && !(flags & CY_CONN_AS_IS) &&
      !cy_conn_script (conn,
                       "PRAGMA journal_mode = WAL;"
                       "PRAGMA synchronous = FULL;"
                       "PRAGMA journal_size_limit = 33554432;"
                       "PRAGMA cache_size = -262144;",
                       error))
    return NULL;

  result = add_functions (conn);
  if (result != SQLITE_OK)
    {
      cy_conn_set_error (conn, result, error);
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

  g_clear_pointer (&conn->inserts, g_hash_table_unref);
  g_clear_pointer (&conn->statements, g_hash_table_unref);
  if (conn->handle != NULL && sqlite3_close (conn->handle) != SQLITE_OK)
    g_critical ("A connection was closed with statements still open");
  g_clear_pointer (&conn->started, g_hash_table_unref);
  g_free (conn->now);
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

/* A job that leaves a loop early may forget its statement, which would hold the transaction's
 * view of the database beyond its end. */
static void
reset_statements (CyConn *conn)
{
  for (sqlite3_stmt *st = NULL; (st = sqlite3_next_stmt (conn->handle, st)) != NULL;)
    if (sqlite3_stmt_busy (st))
      sqlite3_reset (st);
}

/* After a large transaction the pages it went through are given back. */
static void
release_pages (CyConn *conn)
{
  int used = 0, highest = 0;

  if (sqlite3_db_status (conn->handle, SQLITE_DBSTATUS_CACHE_USED, &used, &highest, 0) == SQLITE_OK &&
      used > KEPT_CACHE)
    sqlite3_db_release_memory (conn->handle);
}

/** cy_conn_commit: Returns: whether all of the transaction is on the disk */
gboolean
cy_conn_commit (CyConn  *conn,
                GError **error)
{
  g_return_val_if_fail (!conn->bulk, FALSE);

  reset_statements (conn);
  if (!cy_conn_script (conn, "COMMIT", error))
    return FALSE;

  release_pages (conn);
  return TRUE;
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
  reset_statements (conn);
  cy_bulk_insert_leave (conn);
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

/**
 * cy_conn_references_hold:
 *
 * Asks, in a transaction that has put off its foreign keys (PRAGMA defer_foreign_keys), whether
 * all of them are met. One that is not makes the commit fail.
 *
 * Returns: whether each row that is referred to is there
 */
gboolean
cy_conn_references_hold (CyConn *conn)
{
  int unresolved = 0, highest = 0;

  return sqlite3_db_status (conn->handle, SQLITE_DBSTATUS_DEFERRED_FKS, &unresolved, &highest, 0) == SQLITE_OK &&
         unresolved == 0;
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

/** cy_conn_is_cancelled: Returns: whether nobody wants the running job any more */
gboolean
cy_conn_is_cancelled (CyConn *conn)
{
  return conn->cancellable != NULL && g_cancellable_is_cancelled (conn->cancellable);
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
