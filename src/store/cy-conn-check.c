#define G_LOG_DOMAIN "cy-conn"

#include "config.h"

#include "cy-conn-private.h"

#include <glib/gstdio.h>
#include <string.h>

/* Checking a database and copying it whole. */

/* More of these tell nobody anything new. */
#define MAX_PROBLEMS 100

/* Pages that are copied between two looks at the cancellable. */
#define PAGES_PER_STEP 1000

/* Adds what a statement reports; its columns are joined. Rows that say "ok" are good news. */
static gboolean
collect (CyConn        *conn,
         const char    *what,
         const char    *sql,
         GStrvBuilder  *problems,
         GError       **error)
{
  gboolean told = conn->damaged;
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, &local, sql, NULL);

  while (st != NULL && cy_stmt_step (st, &local))
    {
      const char *text = cy_stmt_text (st, 0);
      g_autofree char *problem = NULL;

      if (g_strcmp0 (text, "ok") == 0)
        continue;
      problem = g_strdup_printf ("%s: %s", what, text);
      g_strv_builder_add (problems, problem);
      told = TRUE;
      /* SQLite's check goes on past a page that SQLCipher refused, which is then all it does. */
      conn->damaged = TRUE;
    }
  if (local == NULL)
    return TRUE;

  /* A page that does not verify stops the check: that is a finding and not a failure, and
   * what follows from it is none. */
  if (g_error_matches (local, CY_STORE_ERROR, CY_STORE_ERROR_DAMAGED))
    {
      g_autofree char *problem = g_strdup_printf ("%s: %s", what, local->message);

      if (!told)
        g_strv_builder_add (problems, problem);
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Whether the file alone is the database. SQLCipher's own check looks at the file and not at
 * the log, and a page that the log holds anew may be cut off in the file. */
static gboolean
log_is_empty (CyConn *conn)
{
  g_autofree char *path = g_strconcat (sqlite3_db_filename (conn->handle, "main"), "-wal", NULL);
  GStatBuf info;

  if (sqlite3_get_autocommit (conn->handle))
    cy_conn_script (conn, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);

  return g_stat (path, &info) < 0 || info.st_size == 0;
}

/**
 * cy_conn_check:
 * @conn: a connection
 *
 * Verifies a whole database: the seal of each page (SQLCipher's HMAC), the structure of
 * tables and indexes, and that every reference points to a row. Pages that hold nothing are
 * looked at only while there is no log, as after opening; every other page is in any case.
 *
 * Returns: (transfer full) (nullable): what is wrong, without personal data, an empty list
 *   when nothing is; %NULL with @error set when the check could not be done
 */
char **
cy_conn_check (CyConn  *conn,
               GError **error)
{
  g_autoptr (GStrvBuilder) problems = g_strv_builder_new ();

  if (conn->encrypted && log_is_empty (conn) && !collect (conn, "seal", "PRAGMA cipher_integrity_check", problems, error))
    return NULL;
  if (!collect (conn, "structure", "PRAGMA integrity_check(" G_STRINGIFY (MAX_PROBLEMS) ")", problems, error) ||
      !collect (conn, "reference",
                "SELECT \"table\" || ' ' || ifnull(rowid, '') || ' -> ' || parent FROM pragma_foreign_key_check() "
                "LIMIT " G_STRINGIFY (MAX_PROBLEMS),
                problems, error))
    return NULL;

  return g_strv_builder_end (problems);
}

static gboolean
copy_pages (CyConn  *conn,
            CyConn  *target,
            GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (target->handle, "main", conn->handle, "main");
  int result = SQLITE_OK;

  if (backup == NULL)
    {
      cy_conn_set_error (target, sqlite3_errcode (target->handle), error);
      return FALSE;
    }

  while (result == SQLITE_OK && !g_cancellable_is_cancelled (conn->cancellable))
    result = sqlite3_backup_step (backup, PAGES_PER_STEP);
  sqlite3_backup_finish (backup);
  if (result == SQLITE_DONE)
    return TRUE;

  if (!g_cancellable_set_error_if_cancelled (conn->cancellable, error))
    cy_conn_set_error (target, result, error);
  return FALSE;
}

static gboolean
verify (const char    *path,
        const guint8  *key,
        GError       **error)
{
  g_autoptr (CyConn) copy = cy_conn_open (path, key, CY_CONN_READ_ONLY, error);
  g_auto (GStrv) problems = copy != NULL ? cy_conn_check (copy, error) : NULL;

  if (problems == NULL)
    return FALSE;
  if (problems[0] == NULL)
    return TRUE;

  g_set_error (error, CY_STORE_ERROR, CY_STORE_ERROR_DAMAGED, "The copy does not verify: %s", problems[0]);
  return FALSE;
}

static gboolean
write_copy (CyConn        *conn,
            const char    *path,
            const guint8  *key,
            GError       **error)
{
  g_autoptr (CyConn) target = cy_conn_open (path, key, CY_CONN_WRITABLE | CY_CONN_CREATE, error);

  /* The copy is one file, without a log beside it. */
  return target != NULL &&
         cy_conn_script (target, "PRAGMA journal_mode = DELETE", error) &&
         copy_pages (conn, target, error) &&
         cy_conn_script (target, "PRAGMA journal_mode = DELETE", error);
}

/**
 * cy_conn_copy:
 * @conn: a connection, outside of a transaction
 * @path: the file to be, which replaces what is there
 * @key: (nullable): the raw key under which the copy is encrypted, as @conn is
 *
 * Copies a database to a file of its own and verifies the copy, which takes its place only
 * then.
 *
 * Returns: whether the copy is there and sound
 */
gboolean
cy_conn_copy (CyConn        *conn,
              const char    *path,
              const guint8  *key,
              GError       **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autofree char *journal = g_strconcat (part, "-journal", NULL);

  g_unlink (part);
  g_unlink (journal);
  if (write_copy (conn, part, key, error) && verify (part, key, error))
    {
      if (g_rename (part, path) == 0)
        return TRUE;
      g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_READ_ONLY, "The copy could not be put in its place");
    }

  g_unlink (part);
  g_unlink (journal);
  return FALSE;
}
