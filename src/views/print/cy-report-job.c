#define G_LOG_DOMAIN "cy-print"

#include "config.h"

#include "cy-report-job.h"

/* One report in the making: read on a database thread, made on a thread of its own. */

struct _CyReportJob {
  GObject parent_instance;

  CyReportRequest *request;
  CyReport *report;             /* between reading and making */
  GFile *file;
  guint n_children;
  gint permille;                /* atomic: written by the working thread, read by the main one */
};

G_DEFINE_FINAL_TYPE (CyReportJob, cy_report_job, G_TYPE_OBJECT)

static void
cy_report_job_finalize (GObject *object)
{
  CyReportJob *self = CY_REPORT_JOB (object);

  g_clear_pointer (&self->request, cy_report_request_free);
  g_clear_pointer (&self->report, cy_report_free);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (cy_report_job_parent_class)->finalize (object);
}

static void
cy_report_job_class_init (CyReportJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cy_report_job_finalize;
}

static void
cy_report_job_init (CyReportJob *self)
{
}

/** cy_report_job_new: Returns: (transfer full): a job that makes one report, once */
CyReportJob *
cy_report_job_new (const CyReportRequest *request)
{
  CyReportJob *self = g_object_new (CY_TYPE_REPORT_JOB, NULL);

  self->request = cy_report_request_copy (request);

  return self;
}

/** cy_report_job_get_fraction: Returns: how much is done, 0 to 1 */
double
cy_report_job_get_fraction (CyReportJob *self)
{
  return g_atomic_int_get (&self->permille) / 1000.0;
}

/** cy_report_job_is_cut: Returns: whether a limit has probably left children out, once it has finished */
gboolean
cy_report_job_is_cut (CyReportJob *self)
{
  return self->request->limit > 0 && self->n_children == self->request->limit;
}

static void
set_fraction (double   fraction,
              gpointer user_data)
{
  CyReportJob *self = user_data;

  g_atomic_int_set (&self->permille, (int) (fraction * 1000));
}

static void
make (GTask        *task,
      gpointer      source,
      gpointer      data,
      GCancellable *cancellable)
{
  CyReportJob *self = source;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = cy_report_render (self->report, set_fraction, self, cancellable, &error);

  if (bytes == NULL || (self->file != NULL && !cy_report_save (bytes, self->file, cancellable, &error)))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
}

static gpointer
load (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  CyReportJob *self = data;

  return cy_report_load (conn, self->request, cancellable, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  CyReportJob *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->report = cy_db_submit_finish (CY_DB (source), result, &error);
  if (self->report == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->n_children = cy_report_get_n_children (self->report);
  g_task_run_in_thread (task, make);
}

/**
 * cy_report_job_run_async:
 * @file: (nullable): where it is saved; %NULL to have it in memory only
 * @cancellable: (nullable):
 *
 * Makes the report.
 */
void
cy_report_job_run_async (CyReportJob         *self,
                         CyDb                *db,
                         GFile               *file,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_set_object (&self->file, file);
  g_task_set_source_tag (task, cy_report_job_run_async);
  cy_db_submit (db, CY_DB_LONG, load, g_object_ref (self), g_object_unref, (GDestroyNotify) cy_report_free,
                cancellable, loaded_cb, g_steal_pointer (&task));
}

/**
 * cy_report_job_run_finish:
 * @error: as cy_report_write() has
 *
 * Returns: (transfer full) (nullable): the report's content
 */
GBytes *
cy_report_job_run_finish (CyReportJob   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
