#define G_LOG_DOMAIN "cy-print"

#include "config.h"

#include "print/cy-print.h"
#include "print/cy-progress-dialog.h"
#include "print/cy-report-job.h"

#include <glib/gi18n.h>

/* Printing: the report is made as a PDF, then GTK's dialog asks for printer and pages and takes
 * it as it is: what is printed is what would have been saved. Nothing is left on the disk.
 * Saving: a file is asked for first, so that nobody waits in vain. */

typedef struct {
  CyContext *context;
  GtkWidget *parent;
  CyReportRequest *request;
  GCancellable *cancellable;
  CyReportJob *job;
  CyProgressDialog *progress;
  GtkPrintDialog *dialog;
  GFile *file;
  GBytes *bytes;
} Flow;

static Flow *
flow_new (CyContext             *context,
          GtkWidget             *parent,
          const CyReportRequest *request)
{
  Flow *flow = g_new0 (Flow, 1);

  flow->context = g_object_ref (context);
  flow->parent = g_object_ref (parent);
  flow->request = cy_report_request_copy (request);
  flow->cancellable = g_cancellable_new ();
  flow->job = cy_report_job_new (request);

  return flow;
}

static void
flow_free (Flow *flow)
{
  g_clear_object (&flow->context);
  g_clear_object (&flow->parent);
  g_clear_pointer (&flow->request, cy_report_request_free);
  g_clear_object (&flow->cancellable);
  g_clear_object (&flow->job);
  g_clear_object (&flow->progress);
  g_clear_object (&flow->dialog);
  g_clear_object (&flow->file);
  g_clear_pointer (&flow->bytes, g_bytes_unref);
  g_free (flow);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Flow, flow_free)

static void
flow_closure_free (gpointer  data,
                   GClosure *closure)
{
  flow_free (data);
}

static GtkWindow *
window_of (Flow *flow)
{
  GtkRoot *root = gtk_widget_get_root (flow->parent);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* Someone who cancels or dismisses a dialog knows it. */
static void
say_error (Flow         *flow,
           const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED) ||
      g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    return;

  cy_context_error (flow->context, error);
}

static void
make_report (Flow                *flow,
             const char          *heading,
             GAsyncReadyCallback  callback)
{
  CyDb *db = cy_context_get_db (flow->context);

  if (db == NULL)
    {
      flow_free (flow);
      return;
    }

  flow->progress = cy_progress_dialog_new (heading, flow->job, flow->cancellable);
  cy_progress_dialog_wait (flow->progress, flow->parent);
  cy_report_job_run_async (flow->job, db, flow->file, flow->cancellable, callback, flow);
}

/* Printing */

static void
print_failed (Flow *flow)
{
  /* What goes wrong between here and the printer has causes that only the printing system knows. */
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "Printing failed");

  cy_context_error (flow->context, error);
}

/* GTK's stream waits for the printing system when it is closed, by running the main loop: only
 * the main thread may do that. */
static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Flow) flow = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) ||
      !g_output_stream_close (G_OUTPUT_STREAM (source), flow->cancellable, &error))
    print_failed (flow);
  else
    cy_context_toast (flow->context, adw_toast_new (_("Sent to the printer")));
}

static void
send (GTask        *task,
      gpointer      source,
      gpointer      data,
      GCancellable *cancellable)
{
  GOutputStream *stream = source;
  GBytes *bytes = data;
  GError *error = NULL;
  gsize size;
  gconstpointer content = g_bytes_get_data (bytes, &size);

  if (g_output_stream_write_all (stream, content, size, NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The stream is a pipe whose other end the main loop empties: it is filled on another thread,
 * for it blocks when it is full. */
static void
print_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Flow) flow = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) stream = gtk_print_dialog_print_finish (GTK_PRINT_DIALOG (source), result, &error);
  g_autoptr (GTask) task = NULL;

  if (stream == NULL)
    {
      if (error != NULL)
        say_error (flow, error);
      return;
    }

  task = g_task_new (stream, flow->cancellable, sent_cb, flow);
  g_task_set_task_data (task, g_bytes_ref (flow->bytes), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, send);
  g_steal_pointer (&flow);
}

static void
printed_report_made_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (Flow) flow = user_data;
  g_autoptr (GError) error = NULL;

  cy_progress_dialog_done (flow->progress);
  flow->bytes = cy_report_job_run_finish (CY_REPORT_JOB (source), result, &error);
  if (flow->bytes == NULL)
    {
      say_error (flow, error);
      return;
    }

  flow->dialog = gtk_print_dialog_new ();
  gtk_print_dialog_set_title (flow->dialog, _("Print"));
  gtk_print_dialog_print (flow->dialog, window_of (flow), NULL, flow->cancellable, print_cb, flow);
  g_steal_pointer (&flow);
}

/**
 * cy_print_report:
 * @parent: what the dialogs come up over
 * @request: what to print; its format is PDF whatever it says
 *
 * Makes a report and asks for a printer. What goes wrong is said through @context.
 */
void
cy_print_report (CyContext             *context,
                 GtkWidget             *parent,
                 const CyReportRequest *request)
{
  CyReportRequest pdf = *request;

  pdf.format = CY_REPORT_PDF;
  make_report (flow_new (context, parent, &pdf), _("Making the Pages"), printed_report_made_cb);
}

/* Saving */

static void
open_folder_cb (Flow *flow)
{
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (flow->file);

  gtk_file_launcher_open_containing_folder (launcher, window_of (flow), NULL, NULL, NULL);
}

static void
say_saved (Flow *flow)
{
  g_autofree char *name = g_file_get_basename (flow->file);
  g_autofree char *shown = g_filename_display_name (name);
  /* TRANSLATORS: the name of a file that was written */
  g_autofree char *title = g_strdup_printf (_("“%s” was saved"), shown);
  AdwToast *toast = g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", title, NULL);

  adw_toast_set_button_label (toast, _("_Show in Folder"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (open_folder_cb), flow, flow_closure_free,
                         G_CONNECT_SWAPPED);
  cy_context_toast (flow->context, toast);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Flow) flow = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cy_report_job_run_finish (CY_REPORT_JOB (source), result, &error);

  cy_progress_dialog_done (flow->progress);
  if (bytes == NULL)
    say_error (flow, error);
  else
    say_saved (g_steal_pointer (&flow));
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (Flow) flow = user_data;
  g_autoptr (GError) error = NULL;

  flow->file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);
  if (flow->file == NULL)
    {
      say_error (flow, error);
      return;
    }

  make_report (g_steal_pointer (&flow), _("Saving the Report"), saved_cb);
}

static GListModel *
filters_for (CyReportFormat format)
{
  GListStore *filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (format == CY_REPORT_XLSX)
    {
      gtk_file_filter_set_name (filter, _("Workbooks"));
      gtk_file_filter_add_suffix (filter, "xlsx");
    }
  else
    {
      gtk_file_filter_set_name (filter, _("PDF documents"));
      gtk_file_filter_add_suffix (filter, "pdf");
    }
  g_list_store_append (filters, filter);

  return G_LIST_MODEL (filters);
}

/**
 * cy_save_report:
 * @parent: what the dialogs come up over
 * @request: what to save, and in which format
 *
 * Asks for a file and writes a report to it. What goes wrong is said through @context.
 */
void
cy_save_report (CyContext             *context,
                GtkWidget             *parent,
                const CyReportRequest *request)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListModel) filters = filters_for (request->format);
  g_autofree char *name = cy_report_file_name (request);
  Flow *flow = flow_new (context, parent, request);

  gtk_file_dialog_set_title (dialog, _("Save the Report"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_set_filters (dialog, filters);
  gtk_file_dialog_save (dialog, window_of (flow), flow->cancellable, file_chosen_cb, flow);
}

/* Contact cards */

static GArray *
ids_array (const gint64 *child_ids,
           guint         n_children)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (n_children > 0)
    g_array_append_vals (ids, child_ids, n_children);

  return ids;
}

/**
 * cy_print_cards:
 * @child_ids: (array length=n_children): whose; none prints an empty card to fill in by hand
 *
 * Prints the contact cards of children: the "Print…" of a child's file and of a selection.
 */
void
cy_print_cards (CyContext    *context,
                GtkWidget    *parent,
                const gint64 *child_ids,
                guint         n_children)
{
  g_autoptr (GArray) ids = ids_array (child_ids, n_children);
  CyReportRequest request = { .kind = CY_REPORT_CARD, .child_ids = ids, .from = CY_DAY_NONE, .to = CY_DAY_NONE,
                              .today = cy_context_get_today (context) };

  cy_print_report (context, parent, &request);
}

/**
 * cy_save_cards:
 * @child_ids: (array length=n_children): whose
 *
 * Saves the contact cards of children as one PDF: the "Save as PDF…" of a child's file and of a
 * selection.
 */
void
cy_save_cards (CyContext    *context,
               GtkWidget    *parent,
               const gint64 *child_ids,
               guint         n_children)
{
  g_autoptr (GArray) ids = ids_array (child_ids, n_children);
  CyReportRequest request = { .kind = CY_REPORT_CARD, .child_ids = ids, .from = CY_DAY_NONE, .to = CY_DAY_NONE,
                              .today = cy_context_get_today (context) };

  cy_save_report (context, parent, &request);
}
