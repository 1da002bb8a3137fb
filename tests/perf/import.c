#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

#include "cy-db.h"
#include "cy-history.h"
#include "cy-migrate.h"
#include "exchange/cy-import.h"

#include "figure.h"

/* Where the time of an import goes: import FILE [again | undo | redo]…. Prints seconds, those that a
 * processor worked, and the most memory that each step had. */

static const guint8 key[CY_CONN_KEY_SIZE] = "fictional key of thirty-two byte";

typedef struct {
  CyImportPlan *plan;
  CyImportResult result;
  gint64 batch;                 /* of the last step */
} Job;

static void
report (GTimer     *timer,
        const char *step,
        clock_t     since)
{
  g_print ("%-6s %6.2f s, %6.2f s of work, %4.0f MiB", step, g_timer_elapsed (timer, NULL),
           (double) (clock () - since) / CLOCKS_PER_SEC, memory_mib ("VmHWM"));
}

static gpointer
apply (CyConn        *conn,
       gpointer       data,
       GCancellable  *cancellable,
       GError       **error)
{
  Job *job = data;

  cy_import_plan_apply (job->plan, conn, TRUE, NULL, NULL, cancellable, &job->result, error);
  job->batch = cy_conn_get_batch (conn);
  return NULL;
}

static gpointer
undo (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  Job *job = data;

  cy_import_undo (conn, job->result.import_id, error);
  job->batch = cy_conn_get_batch (conn);
  return NULL;
}

/* Takes the last step back, whatever it was. */
static gpointer
redo (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  Job *job = data;

  cy_history_undo_batch (conn, job->batch, error);
  job->batch = cy_conn_get_batch (conn);
  return NULL;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("chuyan-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "care.db", NULL);
  g_autoptr (CyDb) db = NULL;
  g_autoptr (CyBook) book = NULL;
  g_autoptr (GTimer) timer = g_timer_new ();
  Job job = { 0 };
  clock_t since;

  if (argc < 2)
    return 2;
  if (!cy_migrate (path, key, CY_SCHEMA_CARE, &error) || (db = cy_db_open (path, key, &error)) == NULL)
    g_error ("%s", error->message);

  since = clock ();
  g_timer_start (timer);
  book = cy_book_read (argv[1], NULL, &error);
  g_assert_no_error (error);
  report (timer, "read", since);
  g_print ("\n");
  since = clock ();
  g_timer_start (timer);
  job.plan = cy_import_plan_new (argv[1], CY_IMPORT_CHILDREN, cy_day_from_iso ("2026-09-10"), NULL, &error);
  g_assert_no_error (error);
  report (timer, "plan", since);
  g_print (" (%u rows, %u clean)\n", job.plan->n_rows, job.plan->n_clean);

  for (int i = 1; i < argc; i++)
    {
      const char *step = i == 1 || g_str_equal (argv[i], "again") ? "apply" : argv[i];
      CyDbFunc func = g_str_equal (step, "undo") ? undo : g_str_equal (step, "redo") ? redo : apply;

      memory_forget_peak ();
      since = clock ();
      g_timer_start (timer);
      cy_db_run (db, CY_DB_WRITE, func, &job, NULL, &error);
      g_assert_no_error (error);
      report (timer, step, since);
      g_print (" (%u added, %u changed, %u same)\n", job.result.n_added, job.result.n_changed, job.result.n_same);
    }

  cy_import_plan_free (job.plan);
  g_clear_object (&db);
  g_remove (path);
  g_rmdir (folder);

  return 0;
}
