#include "../database.h"
#include "cy-db.h"

typedef struct {
  char *folder;
  char *path;
  CyDb *db;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  f->path = test_database_new (&f->folder);
  f->db = cy_db_open (f->path, test_key, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->db);
  test_folder_remove (f->folder);
  g_free (f->path);
  g_free (f->folder);
}

static gpointer
add_unit (CyConn        *conn,
          gpointer       name,
          GCancellable  *cancellable,
          GError       **error)
{
  if (!cy_conn_run (conn, error, "INSERT INTO unit (kind, name, sort_key) VALUES (?, ?, x'00')", "it",
                    (gint64) 1, (const char *) name))
    return NULL;

  return GSIZE_TO_POINTER (cy_conn_last_id (conn));
}

static gpointer
add_unit_and_fail (CyConn        *conn,
                   gpointer       name,
                   GCancellable  *cancellable,
                   GError       **error)
{
  if (add_unit (conn, name, cancellable, error) != NULL)
    g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_CONFLICT, "second thoughts");

  return NULL;
}

static gpointer
rename_unit (CyConn        *conn,
             gpointer       id,
             GCancellable  *cancellable,
             GError       **error)
{
  cy_conn_run (conn, error, "UPDATE unit SET name = 'B', " CY_SQL_TOUCH " WHERE id = ?", "i", (gint64) GPOINTER_TO_SIZE (id));
  return NULL;
}

static gpointer
count_units (CyConn        *conn,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  gint64 n;

  cy_conn_int64 (conn, error, &n, "SELECT count(*) FROM unit", NULL);
  return GSIZE_TO_POINTER (n);
}

static gpointer
last_change (CyConn        *conn,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  CyStmt *st = cy_conn_query (conn, error, "SELECT op || ' ' || tbl || ' ' || ifnull(before, '') || ' ' || ifnull(after, '')"
                                           " || ' ' || ifnull(by, '') FROM change ORDER BY id DESC LIMIT 1", NULL);
  char *text = NULL;

  if (st != NULL && cy_stmt_step (st, error))
    {
      text = cy_stmt_dup_text (st, 0);
      cy_stmt_reset (st);
    }

  return text;
}

static void
count_changes (CyDb        *db,
               CyChangeSet *changes,
               guint       *n)
{
  g_assert_true (cy_change_set_has (changes, "unit"));
  g_assert_false (cy_change_set_has (changes, "person"));
  (*n)++;
}

static void
test_writes_commit_and_are_announced (Fixture       *f,
                                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  g_signal_connect (f->db, "changed", G_CALLBACK (count_changes), &n);
  g_assert_nonnull (cy_db_run (f->db, CY_DB_WRITE, add_unit, (gpointer) "A", NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (GPOINTER_TO_SIZE (cy_db_run (f->db, CY_DB_READ, count_units, NULL, NULL, &error)), ==, 1);

  while (n == 0 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (n, ==, 1);
}

static void
test_failure_leaves_nothing (Fixture       *f,
                             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cy_db_run (f->db, CY_DB_WRITE, add_unit_and_fail, (gpointer) "A", NULL, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpuint (GPOINTER_TO_SIZE (cy_db_run (f->db, CY_DB_READ, count_units, NULL, NULL, &error)), ==, 0);
  g_assert_no_error (error);
}

static void
test_readers_cannot_write (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cy_db_run (f->db, CY_DB_READ, add_unit, (gpointer) "A", NULL, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_READ_ONLY);
}

static void
test_changes_are_recorded (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *inserted = NULL;
  g_autofree char *updated = NULL;
  gpointer id;

  cy_db_set_actor (f->db, 7);
  id = cy_db_run (f->db, CY_DB_WRITE, add_unit, (gpointer) "A", NULL, &error);
  inserted = cy_db_run (f->db, CY_DB_READ, last_change, NULL, NULL, &error);
  g_assert_cmpstr (inserted, ==, "I unit   7");
  cy_db_run (f->db, CY_DB_WRITE, rename_unit, id, NULL, &error);
  g_assert_no_error (error);
  updated = cy_db_run (f->db, CY_DB_READ, last_change, NULL, NULL, &error);
  g_assert_cmpstr (updated, ==, "U unit {\"name\":\"A\"} {\"name\":\"B\"} 7");
}

static void
test_a_cancelled_job_does_nothing (Fixture       *f,
                                   gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (cy_db_run (f->db, CY_DB_WRITE, add_unit, (gpointer) "A", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Leaves its loop at the first row and forgets the statement. */
static gpointer
forget_a_statement (CyConn        *conn,
                    gpointer       data,
                    GCancellable  *cancellable,
                    GError       **error)
{
  CyStmt *st = cy_conn_query (conn, error, "SELECT id FROM unit", NULL);

  if (st != NULL)
    cy_stmt_step (st, error);
  return NULL;
}

/* A forgotten statement does not hold a reader to an old view of the data. */
static void
test_a_forgotten_statement (Fixture       *f,
                            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  cy_db_run (f->db, CY_DB_WRITE, add_unit, (gpointer) "A", NULL, &error);
  cy_db_run (f->db, CY_DB_WRITE, add_unit, (gpointer) "B", NULL, &error);
  for (guint i = 0; i < 8; i++)
    cy_db_run (f->db, CY_DB_READ, forget_a_statement, NULL, NULL, &error);
  cy_db_run (f->db, CY_DB_WRITE, add_unit, (gpointer) "C", NULL, &error);
  for (guint i = 0; i < 8; i++)
    g_assert_cmpuint (GPOINTER_TO_SIZE (cy_db_run (f->db, CY_DB_READ, count_units, NULL, NULL, &error)), ==, 3);
  g_assert_no_error (error);
}

static gpointer
count_forever (CyConn        *conn,
               gpointer       started,
               GCancellable  *cancellable,
               GError       **error)
{
  gint64 n;

  g_atomic_int_set ((gint *) started, 1);
  cy_conn_int64 (conn, error, &n, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
                 NULL);
  return NULL;
}

static gpointer
cancel_when_started (gpointer data)
{
  gpointer *both = data;

  while (!g_atomic_int_get ((gint *) both[0]))
    g_thread_yield ();
  g_cancellable_cancel (both[1]);
  return NULL;
}

/* A statement that would go on for ever ends when its job is cancelled. */
static void
test_cancelling_ends_a_statement (Fixture       *f,
                                  gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint started = 0;
  gpointer both[] = { &started, cancellable };
  GThread *thread = g_thread_new ("canceller", cancel_when_started, both);

  cy_db_run (f->db, CY_DB_READ, count_forever, &started, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
test_a_wrong_key_does_not_open (Fixture       *f,
                                gconstpointer  data)
{
  static const guint8 other[CY_CONN_KEY_SIZE] = "another key of thirty-two bytes.";
  g_autoptr (GError) error = NULL;

  g_assert_null (cy_db_open (f->path, other, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_DAMAGED);
}

/* Two jobs that run at the same time, each until it has seen the other. */
typedef struct {
  GMutex mutex;
  GCond cond;
  guint n_here, n_met, n_over;
} Meeting;

static gpointer
meet (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  Meeting *meeting = data;
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&meeting->mutex);

  meeting->n_here++;
  g_cond_broadcast (&meeting->cond);
  while (meeting->n_here < 2)
    if (!g_cond_wait_until (&meeting->cond, &meeting->mutex, end))
      return NULL;
  meeting->n_met++;

  return NULL;
}

static void
over_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GError) error = NULL;

  cy_db_submit_finish (CY_DB (source), result, &error);
  g_assert_no_error (error);
  ((Meeting *) data)->n_over++;
}

/* Whatever the lanes, two readers read: the one helps where the other is busy. */
static void
test_two_read_at_once (Fixture       *f,
                       gconstpointer  data)
{
  static const CyDbLane lanes[][2] = {
    { CY_DB_READ, CY_DB_READ },
    { CY_DB_PAGE, CY_DB_PAGE },
    { CY_DB_READ, CY_DB_PAGE },
    { CY_DB_LONG, CY_DB_READ },
    { CY_DB_LONG, CY_DB_PAGE },
  };

  for (guint i = 0; i < 40 * G_N_ELEMENTS (lanes); i++)
    {
      const CyDbLane *pair = lanes[i % G_N_ELEMENTS (lanes)];
      Meeting meeting = { 0 };

      g_mutex_init (&meeting.mutex);
      g_cond_init (&meeting.cond);
      for (guint k = 0; k < 2; k++)
        {
          cy_db_submit (f->db, pair[k], meet, &meeting, NULL, NULL, NULL, over_cb, &meeting);
          /* A long job begins when there is no page to read. */
          g_mutex_lock (&meeting.mutex);
          while (pair[k] == CY_DB_LONG && meeting.n_here == 0)
            g_cond_wait (&meeting.cond, &meeting.mutex);
          g_mutex_unlock (&meeting.mutex);
        }
      while (meeting.n_over < 2)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (meeting.n_met, ==, 2);
      g_cond_clear (&meeting.cond);
      g_mutex_clear (&meeting.mutex);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/db/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("writes-commit-and-are-announced", test_writes_commit_and_are_announced);
  ADD ("failure-leaves-nothing", test_failure_leaves_nothing);
  ADD ("readers-cannot-write", test_readers_cannot_write);
  ADD ("changes-are-recorded", test_changes_are_recorded);
  ADD ("a-cancelled-job-does-nothing", test_a_cancelled_job_does_nothing);
  ADD ("a-forgotten-statement", test_a_forgotten_statement);
  ADD ("cancelling-ends-a-statement", test_cancelling_ends_a_statement);
  ADD ("two-read-at-once", test_two_read_at_once);
  ADD ("a-wrong-key-does-not-open", test_a_wrong_key_does_not_open);
  return g_test_run ();
}
