#define G_LOG_DOMAIN "cy-import-dialog"

#include "config.h"

#include "import/cy-import-dialog.h"

#include <glib/gi18n.h>

#include "exchange/cy-import.h"
#include "import/cy-import-cells.h"
#include "import/cy-import-columns.h"
#include "import/cy-import-rows.h"
#include "text/cy-message.h"

/*
 * The import, step by step: a file, what its columns are, what is the matter with its rows,
 * the writing, the result. One plan goes through all steps. While a thread has it (plan_busy)
 * nothing here looks at it.
 */
struct _CyImportDialog {
  AdwDialog parent_instance;

  AdwNavigationView *pages;
  AdwToggleGroup *kind_group;
  GtkStack *file_stack;
  AdwStatusPage *file_status;
  CyImportColumns *columns;
  GtkWidget *check_button;
  AdwPreferencesGroup *summary_group;
  GtkLabel *summary;
  AdwSwitchRow *update_row;
  AdwToggleGroup *show_group;
  GtkWidget *show_box;
  GtkStack *rows_stack;
  GtkListView *list;
  GtkWidget *import_button;
  GtkProgressBar *progress_bar;
  AdwStatusPage *result_status;
  GtkWidget *undo_button;

  CyContext *context;
  GCancellable *cancellable;
  CyImportPlan *plan;
  gboolean plan_busy;
  CyImportRows *rows;
  guint progress_source;
  gint n_done;                  /* atomic: written by the database's thread */
  gint n_total;
  gint64 import_id;
};

typedef struct {
  CyImportDialog *dialog;       /* alive: each job holds a reference through its callback */
  CyImportPlan *plan;
  CyImportChoices *choices;
  gboolean update;
  char *path;
  CyImportKind kind;
  CyDay today;
} Job;

G_DEFINE_FINAL_TYPE (CyImportDialog, cy_import_dialog, ADW_TYPE_DIALOG)

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->choices, cy_import_choices_free);
  g_free (job->path);
  g_free (job);
}

static CyImportKind
chosen_kind (CyImportDialog *self)
{
  return adw_toggle_group_get_active (self->kind_group) == 1 ? CY_IMPORT_CONTACTS : CY_IMPORT_CHILDREN;
}

/* What was clicked is insensitive while work is under way, and loses the focus by that. */
static void
go_to (CyImportDialog *self,
       const char     *tag,
       GtkWidget      *focus)
{
  adw_navigation_view_push_by_tag (self->pages, tag);
  if (focus == NULL || !gtk_widget_grab_focus (focus))
    gtk_widget_child_focus (GTK_WIDGET (adw_navigation_view_get_visible_page (self->pages)), GTK_DIR_TAB_FORWARD);
}

static void
drop_plan (CyImportDialog *self)
{
  cy_import_rows_set_plan (self->rows, NULL);
  g_clear_pointer (&self->plan, cy_import_plan_free);
}

/* The first step: reading a file */

static void
show_file_error (CyImportDialog *self,
                 const GError   *error)
{
  g_autofree char *message = cy_message_for_error (error);

  adw_status_page_set_icon_name (self->file_status, "dialog-error-symbolic");
  adw_status_page_set_title (self->file_status, _("This File Cannot Be Imported"));
  adw_status_page_set_description (self->file_status, message);
}

static gboolean
has_used_sheet (const CyImportPlan *plan)
{
  for (guint i = 0; i < plan->sheets->len; i++)
    if (((CyImportSheet *) plan->sheets->pdata[i])->header_row != 0)
      return TRUE;

  return FALSE;
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  const Job *job = data;
  g_autoptr (GError) error = NULL;
  CyImportPlan *plan = cy_import_plan_new (job->path, job->kind, job->today, cancellable, &error);

  if (plan != NULL)
    g_task_return_pointer (task, plan, (GDestroyNotify) cy_import_plan_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
file_read (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  CyImportDialog *self = CY_IMPORT_DIALOG (source);
  g_autoptr (GError) error = NULL;
  CyImportPlan *plan = g_task_propagate_pointer (G_TASK (result), &error);

  gtk_stack_set_visible_child_name (self->file_stack, "choose");
  if (plan == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_file_error (self, error);
      return;
    }

  drop_plan (self);
  self->plan = plan;
  if (!has_used_sheet (plan))
    {
      g_set_error_literal (&error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_NO_HEADER, "no headings");
      show_file_error (self, error);
      return;
    }
  cy_import_columns_set_plan (self->columns, plan);
  go_to (self, "columns", NULL);
}

static void
read_file (CyImportDialog *self,
           GFile          *file)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (g_file_peek_path (file) == NULL)
    return;

  gtk_stack_set_visible_child_name (self->file_stack, "reading");
  job = g_new0 (Job, 1);
  job->path = g_strdup (g_file_peek_path (file));
  job->kind = chosen_kind (self);
  job->today = cy_context_get_today (self->context);
  task = g_task_new (self, self->cancellable, file_read, NULL);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, read_in_thread);
}

static void
file_chosen (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (CyImportDialog) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    read_file (self, file);
}

static void
choose_clicked (CyImportDialog *self)
{
  static const char * const suffixes[] = { "xlsx", "xlsm", "xls", "ods", "csv", "tsv", "txt" };
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) tables = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_file_filter_set_name (tables, _("Tables (.xlsx, .xls, .ods, .csv)"));
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (tables, suffixes[i]);
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, tables);
  g_list_store_append (filters, all);
  gtk_file_dialog_set_title (dialog, _("Choose a Table"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->cancellable, file_chosen,
                        g_object_ref (self));
}

static gboolean
file_dropped (GtkDropTarget  *target,
              const GValue   *value,
              double          x,
              double          y,
              CyImportDialog *self)
{
  if (!G_VALUE_HOLDS (value, G_TYPE_FILE))
    return FALSE;

  read_file (self, g_value_get_object (value));
  return TRUE;
}

/* The third step: what is the matter */

static gpointer
match (CyConn        *conn,
       gpointer       data,
       GCancellable  *cancellable,
       GError       **error)
{
  Job *job = data;

  cy_import_choices_apply (job->choices, job->plan);
  cy_import_plan_match (job->plan, conn, cancellable, error);

  return NULL;
}

static void
show_review (CyImportDialog *self)
{
  CyImportCounts counts;
  g_autofree char *words = cy_import_words_review (self->plan);
  g_autofree char *changed = NULL;

  cy_import_count (self->plan, &counts);
  changed = g_strdup_printf (ngettext ("%u child differs from the file", "%u children differ from the file",
                                       counts.n_changed), counts.n_changed);
  gtk_label_set_label (self->summary, words);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->update_row), changed);
  gtk_widget_set_visible (GTK_WIDGET (self->summary_group), counts.n_changed > 0);
  gtk_widget_set_sensitive (self->import_button, counts.n_added > 0 || counts.n_changed > 0);
  gtk_widget_set_visible (self->show_box, counts.n_errors + counts.n_warnings + counts.n_changed > 0);
  cy_import_rows_set_plan (self->rows, self->plan);
}

static void
matched (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (CyImportDialog) self = data;
  g_autoptr (GError) error = NULL;

  cy_db_submit_finish (CY_DB (source), result, &error);
  self->plan_busy = FALSE;
  gtk_widget_set_sensitive (self->check_button, TRUE);
  if (error != NULL)
    {
      cy_context_error (self->context, error);
      return;
    }
  show_review (self);
  go_to (self, "review", self->import_button);
}

static void
check_clicked (CyImportDialog *self)
{
  CyDb *db = cy_context_get_db (self->context);
  Job *job;

  if (db == NULL || self->plan == NULL || self->plan_busy)
    return;

  cy_import_rows_set_plan (self->rows, NULL);
  job = g_new0 (Job, 1);
  job->plan = self->plan;
  job->choices = cy_import_columns_dup_choices (self->columns);

  self->plan_busy = TRUE;
  gtk_widget_set_sensitive (self->check_button, FALSE);
  cy_db_submit (db, CY_DB_LONG, match, job, job_free, NULL, self->cancellable, matched, g_object_ref (self));
}

static void
show_changed (CyImportDialog *self)
{
  cy_import_rows_set_show (self->rows, adw_toggle_group_get_active (self->show_group));
}

static void
rows_changed (CyImportDialog *self)
{
  gtk_stack_set_visible_child_name (self->rows_stack,
                                    g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0 ? "rows" : "none");
}

/* The fourth step: writing */

static void
told_progress (guint    n_done,
               guint    n_rows,
               gpointer data)
{
  CyImportDialog *self = data;

  g_atomic_int_set (&self->n_total, (int) n_rows);
  g_atomic_int_set (&self->n_done, (int) n_done);
}

static gboolean
show_progress (gpointer data)
{
  CyImportDialog *self = data;
  int n_total = g_atomic_int_get (&self->n_total);

  if (n_total > 0)
    gtk_progress_bar_set_fraction (self->progress_bar, (double) g_atomic_int_get (&self->n_done) / n_total);
  else
    gtk_progress_bar_pulse (self->progress_bar);

  return G_SOURCE_CONTINUE;
}

static gpointer
apply (CyConn        *conn,
       gpointer       data,
       GCancellable  *cancellable,
       GError       **error)
{
  Job *job = data;
  g_autofree CyImportResult *result = g_new0 (CyImportResult, 1);

  if (!cy_import_plan_apply (job->plan, conn, job->update, told_progress, job->dialog, cancellable, result, error))
    return NULL;

  return g_steal_pointer (&result);
}

static void
show_result (CyImportDialog       *self,
             const CyImportResult *result)
{
  g_autofree char *words = cy_import_words_result (self->plan, result);

  self->import_id = result->import_id;
  adw_status_page_set_icon_name (self->result_status, "object-select-symbolic");
  adw_status_page_set_title (self->result_status, _("Import Finished"));
  adw_status_page_set_description (self->result_status, words);
  gtk_widget_set_visible (self->undo_button, result->import_id != 0);
  go_to (self, "result", NULL);
}

static void
applied (GObject      *source,
         GAsyncResult *async,
         gpointer      data)
{
  g_autoptr (CyImportDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree CyImportResult *result = cy_db_submit_finish (CY_DB (source), async, &error);

  self->plan_busy = FALSE;
  g_clear_handle_id (&self->progress_source, g_source_remove);
  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  if (result != NULL)
    {
      show_result (self, result);
      return;
    }

  adw_navigation_view_pop_to_tag (self->pages, "review");
  cy_import_rows_set_plan (self->rows, self->plan);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cy_context_error (self->context, error);
}

static void
import_clicked (CyImportDialog *self)
{
  CyDb *db = cy_context_get_db (self->context);
  Job *job;

  if (db == NULL || self->plan == NULL || self->plan_busy)
    return;

  cy_import_rows_set_plan (self->rows, NULL);
  job = g_new0 (Job, 1);
  job->dialog = self;
  job->plan = self->plan;
  job->update = adw_switch_row_get_active (self->update_row);
  self->plan_busy = TRUE;
  g_atomic_int_set (&self->n_done, 0);
  g_atomic_int_set (&self->n_total, 0);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  self->progress_source = g_timeout_add (100, show_progress, self);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  go_to (self, "progress", NULL);
  cy_db_submit (db, CY_DB_WRITE, apply, job, job_free, g_free, self->cancellable, applied, g_object_ref (self));
}

static void
cancel_clicked (CyImportDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

/* The last step: the result, which can be taken back */

static gpointer
undo (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  cy_import_undo (conn, *(gint64 *) data, error);
  return NULL;
}

static void
undone (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (CyImportDialog) self = data;
  g_autoptr (GError) error = NULL;

  cy_db_submit_finish (CY_DB (source), result, &error);
  if (error != NULL)
    {
      gtk_widget_set_sensitive (self->undo_button, TRUE);
      cy_context_error (self->context, error);
      return;
    }
  gtk_widget_set_visible (self->undo_button, FALSE);
  adw_status_page_set_icon_name (self->result_status, "edit-undo-symbolic");
  adw_status_page_set_title (self->result_status, _("Import Undone"));
  adw_status_page_set_description (self->result_status, _("The archive is as it was before"));
}

static void
undo_clicked (CyImportDialog *self)
{
  CyDb *db = cy_context_get_db (self->context);

  if (db == NULL || self->import_id == 0)
    return;

  gtk_widget_set_sensitive (self->undo_button, FALSE);
  cy_db_submit (db, CY_DB_WRITE, undo, g_memdup2 (&self->import_id, sizeof self->import_id), g_free, NULL, NULL,
                undone, g_object_ref (self));
}

static void
done_clicked (CyImportDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
closed (CyImportDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
cy_import_dialog_dispose (GObject *object)
{
  CyImportDialog *self = CY_IMPORT_DIALOG (object);

  g_clear_handle_id (&self->progress_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->rows != NULL)
    cy_import_rows_set_plan (self->rows, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CY_TYPE_IMPORT_DIALOG);

  G_OBJECT_CLASS (cy_import_dialog_parent_class)->dispose (object);
}

static void
cy_import_dialog_finalize (GObject *object)
{
  CyImportDialog *self = CY_IMPORT_DIALOG (object);

  g_clear_object (&self->rows);
  g_clear_object (&self->context);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->plan, cy_import_plan_free);

  G_OBJECT_CLASS (cy_import_dialog_parent_class)->finalize (object);
}

static void
cy_import_dialog_class_init (CyImportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CY_TYPE_IMPORT_COLUMNS);
  object_class->dispose = cy_import_dialog_dispose;
  object_class->finalize = cy_import_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/import/cy-import-dialog.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CyImportDialog, name)
  BIND (pages);
  BIND (kind_group);
  BIND (file_stack);
  BIND (file_status);
  BIND (columns);
  BIND (check_button);
  BIND (summary_group);
  BIND (summary);
  BIND (update_row);
  BIND (show_group);
  BIND (show_box);
  BIND (rows_stack);
  BIND (list);
  BIND (import_button);
  BIND (progress_bar);
  BIND (result_status);
  BIND (undo_button);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked);
  gtk_widget_class_bind_template_callback (widget_class, check_clicked);
  gtk_widget_class_bind_template_callback (widget_class, show_changed);
  gtk_widget_class_bind_template_callback (widget_class, import_clicked);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, undo_clicked);
  gtk_widget_class_bind_template_callback (widget_class, done_clicked);
  gtk_widget_class_bind_template_callback (widget_class, closed);
}

static void
cy_import_dialog_init (CyImportDialog *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);
  g_autoptr (GtkNoSelection) selection = NULL;
  g_autoptr (GtkListItemFactory) factory = cy_import_cells_factory ();

  self->cancellable = g_cancellable_new ();
  self->rows = cy_import_rows_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  gtk_list_view_set_factory (self->list, factory);
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (rows_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drop, "drop", G_CALLBACK (file_dropped), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->file_stack), GTK_EVENT_CONTROLLER (drop));
}

/**
 * cy_import_dialog_new:
 * @context: the context, unlocked
 * @file: (nullable): a table to begin with, such as one dropped on the window
 *
 * Returns: (transfer floating): the assistant
 */
AdwDialog *
cy_import_dialog_new (CyContext *context,
                      GFile     *file)
{
  CyImportDialog *self = g_object_new (CY_TYPE_IMPORT_DIALOG, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (context, "locking", G_CALLBACK (closed), self, G_CONNECT_SWAPPED);
  if (file != NULL)
    read_file (self, file);

  return ADW_DIALOG (self);
}
