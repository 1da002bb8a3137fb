#include "statements.h"

#include "../database.h"
#include "cy-conn-private.h"

#include <string.h>

/* Which statements the program runs in a test, from every connection and thread, what they
 * cost, and how SQLite means to do them. Counts, not times: they are the same on a busy
 * machine. */

static GMutex mutex;
static GHashTable *seen;        /* statement → GUINT_TO_POINTER (whether it is of counselling.db) */
static StatementCount total;

/* The tables that grow with the children. */
static const char * const large_tables[] = {
  "absence", "care_arrangement", "care_log", "change", "child", "contact", "enrolment", "flag", "follow_up",
  "note", "participant", "pause", "person", "relation", "search",
};

/* What may go through a large table from its beginning to its end, and why. Each reads an
 * index that has all it wants, once, on a reader's thread. */
static const struct {
  const char *plan;             /* begins so */
  const char *statement;        /* is contained in the statement */
} allowed[] = {
  /* The roster's orders and what is at hand for the search: a vector of all ids, kept. */
  { "SCAN person USING COVERING INDEX person_child_name", "ORDER BY sort_key, id" },
  { "SCAN person USING COVERING INDEX person_child_birth", "birth IS NULL" },
  { "SCAN person USING COVERING INDEX person_child_birth", "birth IS NOT NULL" },
  { "SCAN relation USING COVERING INDEX relation_person", "SELECT person_id, child_id FROM relation" },
  { "SCAN child USING COVERING INDEX child_village", "SELECT id, village_id FROM child" },
  { "SCAN child USING COVERING INDEX child_school", "SELECT id, school_id FROM child" },
  { "SCAN child USING COVERING INDEX child_class", "SELECT id, class_id FROM child" },
  /* The due list of all children: one function over everything that is owed and done. */
  { "SCAN enrolment USING COVERING INDEX enrolment_child", "ORDER BY child_id, scheme_id, from_date" },
  { "SCAN pause USING COVERING INDEX pause_child", "ORDER BY child_id, from_date" },
  { "SCAN care_log", "SELECT child_id, day, kind FROM care_log ORDER BY child_id, day" },
  { "SCAN child USING COVERING INDEX child_left", "left_on IS NOT NULL" },
  /* Another definition of who is left behind concerns every child. */
  { "SCAN child USING COVERING INDEX", "INSERT OR IGNORE INTO child_stale SELECT id FROM child" },
  /* Whoever keeps a birthday of the Chinese calendar, and what is open: indexes of these alone. */
  { "SCAN person USING COVERING INDEX person_child_lunar", "lunar_birthday IS NOT NULL" },
  { "SCAN flag USING COVERING INDEX flag_code", "resolved_at IS NULL" },
  /* They end with the first row that there is. */
  { "SCAN child USING COVERING INDEX", "EXISTS (SELECT 1 FROM child)" },
  { "SCAN person USING COVERING INDEX", "EXISTS (SELECT 1 FROM person WHERE is_child AND deleted_at IS NULL)" },
  { "SCAN person", "EXISTS (SELECT 1 FROM person WHERE NOT is_child AND deleted_at IS NULL)" },
  { "SCAN enrolment USING COVERING INDEX enrolment_child", "EXISTS (SELECT 1 FROM enrolment" },
  /* In the settings: how many are enrolled in a scheme, and enrolling all children. */
  { "SCAN p USING COVERING INDEX person_child_sex", "NOT EXISTS (SELECT 1 FROM enrolment AS e" },
  { "SCAN e USING COVERING INDEX enrolment_child", "count(DISTINCT e.child_id)" },
  /* SQLite looks for broken references to a new row only where there are any. */
  { "SCAN enrolment USING COVERING INDEX", "INSERT INTO scheme" },
};

static int
trace_cb (unsigned  mask,
          void     *user_data,
          void     *statement,
          void     *detail)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  const char *sql = sqlite3_sql (statement);
  const char *file = sqlite3_db_filename (sqlite3_db_handle (statement), "main");

  if (mask == SQLITE_TRACE_ROW)
    total.rows++;
  else if (mask == SQLITE_TRACE_PROFILE)
    {
      total.scanned += (guint64) sqlite3_stmt_status (statement, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
      total.steps += (guint64) sqlite3_stmt_status (statement, SQLITE_STMTSTATUS_VM_STEP, 1);
    }
  /* A trigger tells its name as a comment. */
  else if (!g_str_has_prefix (detail, "--"))
    {
      total.statements++;
      if (sql != NULL && !g_hash_table_contains (seen, sql))
        g_hash_table_insert (seen, g_strdup (sql),
                             GUINT_TO_POINTER (file != NULL && g_str_has_suffix (file, "counselling.db")));
    }

  return 0;
}

static int
opened_cb (sqlite3                    *handle,
           const char                **message,
           const sqlite3_api_routines *api)
{
  return sqlite3_trace_v2 (handle, SQLITE_TRACE_STMT | SQLITE_TRACE_ROW | SQLITE_TRACE_PROFILE, trace_cb, NULL);
}

/** statements_watch: follows the connections that are opened from now on; harmless when done before */
void
statements_watch (void)
{
  if (seen != NULL)
    return;

  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sqlite3_auto_extension ((void (*) (void)) opened_cb);
}

/** statements_ignore: @sql: a statement of the test itself, whose plan does not matter */
void
statements_ignore (const char *sql)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  g_hash_table_remove (seen, sql);
}

/** statements_reset: begins to count anew; which statements were seen is kept */
void
statements_reset (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  total = (StatementCount) { 0 };
}

/** statements_get_count: what was run since statements_reset() */
void
statements_get_count (StatementCount *count)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  *count = total;
}

/* Plans */

/* A plan names a table as the statement does: "SCAN p" of "FROM person AS p". */
static char *
table_of (const char *sql,
          const char *plan)
{
  g_auto (GStrv) words = g_strsplit (plan, " ", 3);
  g_autofree char *pattern = g_strdup_printf ("(\\w+) AS %s\\b", words[1]);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, sql, 0, &match) ? g_match_info_fetch (match, 1) : g_strdup (words[1]);
}

static gboolean
is_large (const char *table)
{
  for (guint i = 0; i < G_N_ELEMENTS (large_tables); i++)
    if (g_str_equal (table, large_tables[i]))
      return TRUE;

  return FALSE;
}

static gboolean
is_allowed (const char *sql,
            const char *plan)
{
  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    if (g_str_has_prefix (plan, allowed[i].plan) && strstr (sql, allowed[i].statement) != NULL)
      return TRUE;

  return FALSE;
}

/* Returns how many large tables the statement, with the triggers it sets off, would go through. */
static guint
count_scans (CyConn     *conn,
             const char *sql)
{
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  sqlite3_stmt *st = NULL;
  guint n = 0;

  /* What was made for the moment, as by ATTACH, is not here. */
  if (sqlite3_prepare_v2 (conn->handle, explain, -1, &st, NULL) != SQLITE_OK)
    return 0;

  while (sqlite3_step (st) == SQLITE_ROW)
    {
      const char *plan = (const char *) sqlite3_column_text (st, 3);
      g_autofree char *table = NULL;

      if (!g_str_has_prefix (plan, "SCAN "))
        continue;
      table = table_of (sql, plan);
      if (!is_large (table) || is_allowed (sql, plan))
        continue;
      g_test_message ("%s of %s in: %s", plan, table, sql);
      n++;
    }
  sqlite3_finalize (st);

  return n;
}

static CyConn *
open_empty (const char *folder,
            const char *name,
            CySchema    schema)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  CyConn *conn;

  cy_migrate (path, NULL, schema, &error);
  g_assert_no_error (error);
  conn = cy_conn_open (path, NULL, CY_CONN_WRITABLE, &error);
  g_assert_no_error (error);
  sqlite3_db_config (conn->handle, SQLITE_DBCONFIG_TRIGGER_EQP, 1, NULL);

  return conn;
}

static gboolean
is_plain (const char *sql)
{
  static const char * const verbs[] = { "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "VALUES" };

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_has_prefix (sql, verbs[i]))
      return TRUE;

  return FALSE;
}

/**
 * statements_assert_planned:
 *
 * Fails when one of the statements seen so far would go through a large table, on a database
 * that has never been analysed, as those of people are; and forgets them.
 */
void
statements_assert_planned (void)
{
  g_autofree char *folder = g_dir_make_tmp ("chuyan-plans-XXXXXX", NULL);
  g_autoptr (CyConn) care = open_empty (folder, "care.db", CY_SCHEMA_CARE);
  g_autoptr (CyConn) counselling = open_empty (folder, "counselling.db", CY_SCHEMA_COUNSELLING);
  g_autoptr (GHashTable) statements = NULL;
  GHashTableIter iter;
  gpointer sql, of_counselling;
  guint n = 0;

  g_mutex_lock (&mutex);
  statements = g_steal_pointer (&seen);
  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_unlock (&mutex);

  g_hash_table_iter_init (&iter, statements);
  while (g_hash_table_iter_next (&iter, &sql, &of_counselling))
    if (is_plain (sql))
      n += count_scans (of_counselling != NULL ? counselling : care, sql);

  g_clear_pointer (&care, cy_conn_close);
  g_clear_pointer (&counselling, cy_conn_close);
  test_folder_remove (folder);
  if (n > 0)
    g_test_fail_printf ("%u plans go through a large table", n);
}
