#define G_LOG_DOMAIN "cy-print"

#include "config.h"

#include "cy-progress-dialog.h"

/* What is quick needs no dialog: it comes up only after this many milliseconds. */
#define PATIENCE 500
#define TICK 80

struct _CyProgressDialog {
  AdwDialog parent_instance;

  /* Template */
  GtkLabel *heading;
  GtkProgressBar *bar;

  /* Owned */
  CyReportJob *job;
  GCancellable *cancellable;
  GtkWidget *parent;            /* where it comes up; NULL once it has */
  guint patience_id;
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (CyProgressDialog, cy_progress_dialog, ADW_TYPE_DIALOG)

static void
cancel_cb (CyProgressDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

static gboolean
tick_cb (gpointer user_data)
{
  CyProgressDialog *self = user_data;

  gtk_progress_bar_set_fraction (self->bar, cy_report_job_get_fraction (self->job));

  return G_SOURCE_CONTINUE;
}

static gboolean
patience_cb (gpointer user_data)
{
  CyProgressDialog *self = user_data;

  self->patience_id = 0;
  self->tick_id = g_timeout_add (TICK, tick_cb, self);
  adw_dialog_present (ADW_DIALOG (self), self->parent);
  g_clear_object (&self->parent);

  return G_SOURCE_REMOVE;
}

static void
cy_progress_dialog_dispose (GObject *object)
{
  CyProgressDialog *self = CY_PROGRESS_DIALOG (object);

  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->job);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->parent);
  gtk_widget_dispose_template (GTK_WIDGET (self), CY_TYPE_PROGRESS_DIALOG);

  G_OBJECT_CLASS (cy_progress_dialog_parent_class)->dispose (object);
}

static void
cy_progress_dialog_class_init (CyProgressDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cy_progress_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chuyan/Chuyan/print/cy-progress-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CyProgressDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, CyProgressDialog, bar);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
cy_progress_dialog_init (CyProgressDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/** cy_progress_dialog_new: Returns: (transfer full): how far @job is, with a button that cancels it */
CyProgressDialog *
cy_progress_dialog_new (const char   *heading,
                        CyReportJob  *job,
                        GCancellable *cancellable)
{
  CyProgressDialog *self = g_object_ref_sink (g_object_new (CY_TYPE_PROGRESS_DIALOG, "title", heading, NULL));

  gtk_label_set_label (self->heading, heading);
  g_set_object (&self->job, job);
  g_set_object (&self->cancellable, cancellable);

  return self;
}

/** cy_progress_dialog_wait: Comes up over @parent, if the work has not been done by then. */
void
cy_progress_dialog_wait (CyProgressDialog *self,
                         GtkWidget        *parent)
{
  g_set_object (&self->parent, parent);
  self->patience_id = g_timeout_add (PATIENCE, patience_cb, self);
}

/** cy_progress_dialog_done: The work has ended, one way or another: the dialog goes. */
void
cy_progress_dialog_done (CyProgressDialog *self)
{
  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (self->patience_id != 0)
    g_clear_handle_id (&self->patience_id, g_source_remove);
  else
    adw_dialog_force_close (ADW_DIALOG (self));
}
