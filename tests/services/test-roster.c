#include "roster-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "cy-child-store.h"
#include "cy-person-store.h"
#include "cy-roster-index.h"
#include "cy-roster-row.h"
#include "text/cy-text.h"

/* What is asked of the roster, compared with what a reader of all the records would find. */

static gpointer
ask_query (CyConn        *conn,
           gpointer       query,
           GCancellable  *cancellable,
           GError       **error)
{
  return cy_roster_query_ids (conn, query, error);
}

static void
test_answers_are_those_of_a_slow_reader (RosterFixture *f,
                                         gconstpointer  data)
{
  for (int i = 0; i < 400; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CyRosterQuery) query = random_query (f);
      g_autoptr (GArray) expected = slow_answer (f, query);
      g_autoptr (GArray) ids = cy_db_run (f->db, CY_DB_READ, ask_query, query, NULL, &error);

      g_assert_no_error (error);
      assert_same (query, expected, (const guint32 *) ids->data, ids->len);
    }
}

static guint
count_found (RosterFixture *f,
             const char    *typed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
  g_autoptr (GArray) ids = NULL;

  query->search = cy_text_search (typed);
  ids = cy_db_run (f->db, CY_DB_READ, ask_query, query, NULL, &error);
  g_assert_no_error (error);

  return ids->len;
}

static gpointer
add_li (CyConn        *conn,
        gpointer       data,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autoptr (CyPerson) person = cy_person_new ();
  g_autoptr (CyChild) child = cy_child_new ();

  person->name = g_strdup ("黎茗蕾");
  person->id_number = g_strdup ("99999920150101998X");
  cy_text_fill_person (person);

  return GSIZE_TO_POINTER (cy_child_insert (conn, person, child, error));
}

static gpointer
rename_li (CyConn        *conn,
           gpointer       id,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (CyPerson) person = cy_person_load (conn, (gint64) GPOINTER_TO_SIZE (id), error);

  g_free (person->name);
  person->name = g_strdup ("呂櫻");
  g_clear_pointer (&person->id_number, g_free);
  cy_text_fill_person (person);
  cy_person_update (conn, person, error);

  return NULL;
}

static gpointer
remove_li (CyConn        *conn,
           gpointer       id,
           GCancellable  *cancellable,
           GError       **error)
{
  cy_conn_run (conn, error, "DELETE FROM child WHERE id = ?", "i", (gint64) GPOINTER_TO_SIZE (id));
  cy_conn_run (conn, error, "DELETE FROM person WHERE id = ?", "i", (gint64) GPOINTER_TO_SIZE (id));

  return NULL;
}

/* The index follows what is written. */
static void
test_the_search_follows_changes (RosterFixture *f,
                                 gconstpointer  data)
{
  static const char * const before[] = { "黎茗蕾", "茗", "limingl", "lml 黎", "99998x", "98X", "９９９８Ｘ", NULL };
  static const char * const after[] = { "吕樱", "呂櫻", "櫻", "lvying", "luying", "ly 樱", NULL };
  g_autoptr (GError) error = NULL;
  gpointer id = cy_db_run (f->db, CY_DB_WRITE, add_li, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; before[i] != NULL; i++)
    if (i < 4)
      g_assert_cmpuint (count_found (f, before[i]), >=, 1);
  g_assert_cmpuint (count_found (f, "20150101998X"), ==, 1);
  g_assert_cmpuint (count_found (f, "茗"), ==, 1);

  cy_db_run (f->db, CY_DB_WRITE, rename_li, id, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; after[i] != NULL; i++)
    g_assert_cmpuint (count_found (f, after[i]), >=, 1);
  g_assert_cmpuint (count_found (f, "樱"), ==, 1);
  g_assert_cmpuint (count_found (f, "茗"), ==, 0);
  g_assert_cmpuint (count_found (f, "20150101998X"), ==, 0);

  cy_db_run (f->db, CY_DB_WRITE, remove_li, id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_found (f, "樱"), ==, 0);
}

/* A name with Latin letters */

static void
follow_alone (CyDb          *db,
              CyChangeSet   *changes,
              CyRosterIndex *index)
{
  cy_roster_index_follow (index, changes);
}

static gpointer
count_letters (CyConn        *conn,
               gpointer       index,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
  g_autoptr (GArray) ids = NULL;

  /* No syllable begins so: it is the name itself in which it is found. */
  query->search = cy_text_search ("nNa");
  ids = cy_roster_index_query (index, conn, query, error);

  return ids != NULL ? GUINT_TO_POINTER (ids->len) : NULL;
}

static gpointer
rename_anna (CyConn        *conn,
             gpointer       id,
             GCancellable  *cancellable,
             GError       **error)
{
  cy_conn_run (conn, error, "UPDATE person SET name = '黎Anna', name_folded = NULL, pinyin = 'li' WHERE id = ?", "i",
               (gint64) GPOINTER_TO_SIZE (id));
  return NULL;
}

static gpointer
rename_others (CyConn        *conn,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  cy_conn_run (conn, error, "UPDATE person SET name = '王燕', name_folded = NULL "
                            "WHERE is_child AND (name GLOB '*[A-Za-z]*' OR name_folded GLOB '*[A-Za-z]*')", NULL);
  return NULL;
}

static guint
n_with_letters (RosterFixture *f,
                CyRosterIndex *index)
{
  g_autoptr (GError) error = NULL;
  guint n;

  while (g_main_context_iteration (NULL, FALSE))
    ;
  n = GPOINTER_TO_UINT (cy_db_run (f->db, CY_DB_READ, count_letters, index, NULL, &error));
  g_assert_no_error (error);

  return n;
}

/* That no name has letters is known, until one has. */
static void
test_letters_in_a_name_are_found (RosterFixture *f,
                                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyRosterIndex) index = cy_roster_index_new ();
  gpointer id = cy_db_run (f->db, CY_DB_WRITE, add_li, NULL, NULL, &error);

  g_assert_no_error (error);
  cy_db_run (f->db, CY_DB_WRITE, rename_others, NULL, NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (f->db, "changed", G_CALLBACK (follow_alone), index);
  g_assert_cmpuint (n_with_letters (f, index), ==, 0);
  cy_db_run (f->db, CY_DB_WRITE, rename_anna, id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_with_letters (f, index), ==, 1);
  cy_db_run (f->db, CY_DB_WRITE, remove_li, id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_with_letters (f, index), ==, 0);
  g_signal_handlers_disconnect_by_data (f->db, index);
}

#define NEW_NAME "龘靐村"

static gpointer
rename_village (CyConn        *conn,
                gpointer       id,
                GCancellable  *cancellable,
                GError       **error)
{
  cy_conn_run (conn, error, "UPDATE unit SET name = '" NEW_NAME "', name_folded = NULL WHERE id = ?", "i",
               (gint64) GPOINTER_TO_SIZE (id));
  return NULL;
}

typedef struct {
  CyRosterIndex *index;
  GCancellable *cancellable;
  gboolean followed;
} Follower;

static void
follow (CyDb        *db,
        CyChangeSet *changes,
        Follower    *follower)
{
  g_assert_true (cy_roster_index_concerns (changes));
  g_cancellable_cancel (follower->cancellable);
  cy_roster_index_follow (follower->index, changes);
  follower->followed = TRUE;
}

static guint
count_in_snapshot (CyRosterIndex *index,
                   CyConn        *conn,
                   gboolean       in_bin)
{
  g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
  g_autoptr (GArray) ids = NULL;

  query->search = cy_text_search (NEW_NAME);
  query->in_bin = in_bin;
  ids = cy_roster_index_query (index, conn, query, NULL);

  return ids != NULL ? ids->len : 0;
}

/* A job that began before a commit sees what was before: the index does not keep it for the jobs after. */
static void
test_an_old_snapshot_is_not_kept (RosterFixture *f,
                                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyRosterIndex) index = cy_roster_index_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Follower follower = { index, cancellable, FALSE };
  CyConn *conn = cy_conn_open (f->path, test_key, CY_CONN_READ_ONLY, &error);
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  gint64 village;

  g_assert_no_error (error);
  cy_conn_begin (conn, FALSE, &error);
  cy_conn_int64 (conn, &error, &village,
                 "SELECT village_id FROM child WHERE village_id IS NOT NULL AND deleted_at IS NULL LIMIT 1", NULL);
  g_assert_no_error (error);
  cy_conn_set_cancellable (conn, cancellable);

  g_signal_connect (f->db, "changed", G_CALLBACK (follow), &follower);
  cy_db_run (f->db, CY_DB_WRITE, rename_village, GSIZE_TO_POINTER (village), NULL, &error);
  g_assert_no_error (error);
  while (!follower.followed && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (follower.followed);

  /* The bin is small: what is asked of it is over before anybody looks whether it is still wanted. */
  g_assert_cmpuint (count_in_snapshot (index, conn, TRUE), ==, 0);
  cy_conn_rollback (conn);
  cy_conn_set_cancellable (conn, NULL);

  cy_conn_begin (conn, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_in_snapshot (index, conn, FALSE), >, 0);
  cy_conn_rollback (conn);
  cy_conn_close (conn);
  g_signal_handlers_disconnect_by_data (f->db, &follower);
}

/* The same of whether any name has letters. */
static void
test_no_letters_of_an_old_snapshot (RosterFixture *f,
                                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyRosterIndex) index = cy_roster_index_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
  g_autoptr (GArray) in_bin = NULL;
  Follower follower = { index, cancellable, FALSE };
  gpointer id = cy_db_run (f->db, CY_DB_WRITE, add_li, NULL, NULL, &error);
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  CyConn *conn;
  gint64 n;

  g_assert_no_error (error);
  cy_db_run (f->db, CY_DB_WRITE, rename_others, NULL, NULL, &error);
  g_assert_no_error (error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  conn = cy_conn_open (f->path, test_key, CY_CONN_READ_ONLY, &error);
  g_assert_no_error (error);
  cy_conn_begin (conn, FALSE, &error);
  cy_conn_int64 (conn, &error, &n, "SELECT count(*) FROM scheme", NULL);
  g_assert_no_error (error);
  cy_conn_set_cancellable (conn, cancellable);

  g_signal_connect (f->db, "changed", G_CALLBACK (follow), &follower);
  cy_db_run (f->db, CY_DB_WRITE, rename_anna, id, NULL, &error);
  g_assert_no_error (error);
  while (!follower.followed && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (follower.followed);
  g_signal_handlers_disconnect_by_data (f->db, &follower);

  query->search = cy_text_search ("nNa");
  query->in_bin = TRUE;
  in_bin = cy_roster_index_query (index, conn, query, &error);
  g_assert_no_error (error);
  cy_conn_rollback (conn);
  cy_conn_close (conn);
  g_assert_cmpuint (n_with_letters (f, index), ==, 1);
}

/* What is typed cannot break the query. */
static void
test_any_text_may_be_typed (RosterFixture *f,
                            gconstpointer  data)
{
  static const char * const typed[] = { "\"", "*", "a\"b", "NEAR(", "AND", "a AND b", "-", "^", "李*", "()", ":",
                                        "words:王", "'", "%", "12", "1", "\xf0\x9f\x98\x80", "ü", "x", "t123", "r1234", NULL };

  for (guint i = 0; typed[i] != NULL; i++)
    count_found (f, typed[i]);
}

/* No statement of the roster reads a whole table: of each the plan is looked at. */
static void
test_no_table_is_scanned (RosterFixture *f,
                          gconstpointer  data)
{
  g_autofree char *log = g_build_filename (f->folder, "sql.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CyConn) conn = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_checked = 0;
  int saved = dup (STDERR_FILENO);
  int file = g_open (log, O_WRONLY | O_CREAT | O_TRUNC, 0600);

  g_setenv ("CHUYAN_SQL", "1", TRUE);
  conn = cy_conn_open (f->path, test_key, CY_CONN_READ_ONLY, &error);
  g_unsetenv ("CHUYAN_SQL");
  g_assert_no_error (error);
  dup2 (file, STDERR_FILENO);
  for (int i = 0; i < 200; i++)
    {
      g_autoptr (CyRosterQuery) query = random_query (f);
      g_autoptr (GArray) ids = NULL;
      g_autoptr (GPtrArray) rows = NULL;

      query->profile_result = i % 4 == 0 ? 1 : CY_ROSTER_ANY;
      query->guardianship = i % 5 == 0 ? 1 : CY_ROSTER_ANY;
      ids = cy_roster_query_ids (conn, query, &error);
      rows = ids != NULL ? cy_roster_read_rows (conn, (const guint32 *) ids->data, MIN (ids->len, 3), &error) : NULL;
    }
  fflush (stderr);
  dup2 (saved, STDERR_FILENO);
  close (saved);
  close (file);
  g_assert_no_error (error);

  g_clear_pointer (&conn, cy_conn_close);
  conn = cy_conn_open (f->path, test_key, CY_CONN_READ_ONLY, &error);
  g_assert_no_error (error);

  g_file_get_contents (log, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *sql = strstr (lines[i], " ms  ");
      g_autofree char *explain = NULL;
      CyStmt *st;

      if (sql == NULL || !(g_str_has_prefix (sql + 5, "SELECT") || g_str_has_prefix (sql + 5, "WITH")))
        continue;
      explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql + 5, NULL);
      st = cy_conn_prepare (conn, explain, &error);
      while (st != NULL && cy_stmt_step (st, &error))
        {
          const char *step = cy_stmt_text (st, 3);

          if (g_str_has_prefix (step, "SCAN") && strstr (step, "COVERING INDEX") == NULL &&
              strstr (step, "CONSTANT ROW") == NULL &&
              strstr (step, "SCAN under") == NULL && strstr (step, "SCAN unit") == NULL &&
              strstr (step, "person_child_bin") == NULL)
            g_error ("%s in %s", step, sql + 5);
        }
      g_assert_no_error (error);
      n_checked++;
    }
  g_assert_cmpuint (n_checked, >, 100);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/roster/" name, RosterFixture, NULL, roster_set_up, func, roster_tear_down)
  ADD ("answers-are-those-of-a-slow-reader", test_answers_are_those_of_a_slow_reader);
  ADD ("the-search-follows-changes", test_the_search_follows_changes);
  ADD ("letters-in-a-name-are-found", test_letters_in_a_name_are_found);
  ADD ("an-old-snapshot-is-not-kept", test_an_old_snapshot_is_not_kept);
  ADD ("no-letters-of-an-old-snapshot", test_no_letters_of_an_old_snapshot);
  ADD ("any-text-may-be-typed", test_any_text_may_be_typed);
  ADD ("no-table-is-scanned", test_no_table_is_scanned);
  return g_test_run ();
}
