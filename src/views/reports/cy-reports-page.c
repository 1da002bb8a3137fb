#define G_LOG_DOMAIN "cy-reports"

#include "config.h"

#include "reports/cy-reports-page.h"

#include "care/cy-care-presets.h"
#include "common/cy-date-row.h"
#include "common/cy-words.h"
#include "cy-scheme-store.h"
#include "cy-setting-store.h"
#include "cy-term-store.h"
#include "cy-unit-store.h"
#include "print/cy-print.h"
#include "print/cy-report-job.h"
#include "reports/cy-period.h"
#include "reports/cy-report-view.h"

#include <glib/gi18n.h>

/* Someone who is choosing changes several things: the preview waits this long, in milliseconds. */
#define PREVIEW_DELAY 150

/* Cards of a whole archive are made when they are wanted; to look at, some are enough. */
#define PREVIEW_CARDS 5

struct _CyReportsPage {
  AdwNavigationPage parent_instance;

  /* Template */
  GtkCheckButton *card_button;
  GtkCheckButton *roster_button;
  GtkCheckButton *care_button;
  AdwComboRow *unit_row;
  AdwComboRow *scheme_row;
  AdwPreferencesGroup *period_group;
  AdwComboRow *period_row;
  CyDateRow *from_row;
  CyDateRow *to_row;
  AdwEntryRow *office_row;
  CyReportView *preview;
  GtkButton *workbook_button;

  /* Owned */
  CyContext *context;
  CyDb *db;
  GArray *unit_ids;             /* of the rows of unit_row; 0 for all */
  GArray *scheme_ids;
  GPtrArray *terms;
  GCancellable *cancellable;    /* of the preview that is being made */
  guint preview_id;
  gboolean filling;             /* rows are set by the page itself */
  gboolean stale;               /* the data have changed while the page was hidden */
};

G_DEFINE_FINAL_TYPE (CyReportsPage, cy_reports_page, ADW_TYPE_NAVIGATION_PAGE)

/* What is chosen */

static gint64
chosen_id (AdwComboRow *row,
           GArray      *ids)
{
  guint selected = adw_combo_row_get_selected (row);

  return selected < ids->len ? g_array_index (ids, gint64, selected) : 0;
}

/**
 * cy_reports_page_get_request:
 * @request: (out caller-allocates): what is chosen; it owns nothing
 */
void
cy_reports_page_get_request (CyReportsPage   *self,
                             CyReportRequest *request)
{
  *request = (CyReportRequest) {
    .kind = gtk_check_button_get_active (self->care_button) ? CY_REPORT_CARE :
            gtk_check_button_get_active (self->roster_button) ? CY_REPORT_ROSTER : CY_REPORT_CARD,
    .format = CY_REPORT_PDF,
    .unit_id = chosen_id (self->unit_row, self->unit_ids),
    .scheme_id = chosen_id (self->scheme_row, self->scheme_ids),
    .from = cy_date_row_get_day (self->from_row),
    .to = cy_date_row_get_day (self->to_row),
    .today = cy_context_get_today (self->context),
  };
}

/* The preview */

static void
previewed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CyReportsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = cy_report_job_run_finish (CY_REPORT_JOB (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->db == NULL)
    return;

  if (pdf != NULL)
    cy_report_view_set_pdf (self->preview, pdf, cy_report_job_is_cut (CY_REPORT_JOB (source)));
  else
    cy_report_view_set_error (self->preview, error);
}

static void
stop_preview (CyReportsPage *self)
{
  g_clear_handle_id (&self->preview_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
make_preview (gpointer user_data)
{
  CyReportsPage *self = user_data;
  g_autoptr (CyReportJob) job = NULL;
  CyReportRequest request;

  self->preview_id = 0;
  self->stale = FALSE;
  cy_reports_page_get_request (self, &request);
  if (request.kind == CY_REPORT_CARD)
    request.limit = PREVIEW_CARDS;
  self->cancellable = g_cancellable_new ();
  job = cy_report_job_new (&request);
  cy_report_job_run_async (job, self->db, NULL, self->cancellable, previewed_cb, g_object_ref (self));
}

static void
ask_preview (CyReportsPage *self)
{
  stop_preview (self);
  if (self->db == NULL)
    return;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      self->stale = TRUE;
      return;
    }

  cy_report_view_set_busy (self->preview);
  self->preview_id = g_timeout_add_once (PREVIEW_DELAY, make_preview, self);
}

static void
data_changed_cb (CyReportsPage *self)
{
  ask_preview (self);
}

static void
cy_reports_page_map (GtkWidget *widget)
{
  CyReportsPage *self = CY_REPORTS_PAGE (widget);

  GTK_WIDGET_CLASS (cy_reports_page_parent_class)->map (widget);
  if (self->stale)
    ask_preview (self);
}

/* The form */

static void
show_period (CyReportsPage *self)
{
  CyPeriod period = adw_combo_row_get_selected (self->period_row);
  CyDay today = cy_context_get_today (self->context);
  g_autofree char *words = NULL;
  CyDay from, to;

  gtk_widget_set_visible (GTK_WIDGET (self->from_row), period == CY_PERIOD_OWN);
  gtk_widget_set_visible (GTK_WIDGET (self->to_row), period == CY_PERIOD_OWN);
  if (cy_period_find (period, self->terms, today, &from, &to))
    {
      cy_date_row_set_day (self->from_row, from, CY_DATE_DAY);
      cy_date_row_set_day (self->to_row, to, CY_DATE_DAY);
      words = cy_words_period (from, to);
    }
  else if (period != CY_PERIOD_OWN)
    {
      cy_date_row_set_day (self->from_row, CY_DAY_NONE, CY_DATE_DAY);
      cy_date_row_set_day (self->to_row, today, CY_DATE_DAY);
      words = g_strdup (_("The calendar in Preferences has no such term"));
    }
  adw_preferences_group_set_description (self->period_group, words);
}

static void
changed_cb (CyReportsPage *self)
{
  if (self->filling || self->context == NULL)
    return;

  self->filling = TRUE;
  show_period (self);
  self->filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->period_group), gtk_check_button_get_active (self->care_button));
  gtk_widget_set_visible (GTK_WIDGET (self->workbook_button), !gtk_check_button_get_active (self->card_button));
  ask_preview (self);
}

static void
print_cb (CyReportsPage *self)
{
  CyReportRequest request;

  cy_reports_page_get_request (self, &request);
  cy_print_report (self->context, GTK_WIDGET (self), &request);
}

static void
save_pdf_cb (CyReportsPage *self)
{
  CyReportRequest request;

  cy_reports_page_get_request (self, &request);
  cy_save_report (self->context, GTK_WIDGET (self), &request);
}

static void
save_workbook_cb (CyReportsPage *self)
{
  CyReportRequest request;

  cy_reports_page_get_request (self, &request);
  request.format = CY_REPORT_XLSX;
  cy_save_report (self->context, GTK_WIDGET (self), &request);
}

/* The office's name, which stands on every report */

static gpointer
store_office (CyConn        *conn,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  const char *name = data;

  cy_setting_set_text (conn, CY_SETTING_OFFICE, *name != '\0' ? name : NULL, error);

  return NULL;
}

static void
office_stored_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (CyReportsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  cy_db_submit_finish (CY_DB (source), result, &error);
  if (error != NULL)
    cy_context_error (self->context, error);
  else
    ask_preview (self);
}

static void
office_cb (CyReportsPage *self)
{
  char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->office_row))));

  cy_db_submit (self->db, CY_DB_WRITE, store_office, name, g_free, NULL, NULL, office_stored_cb,
                g_object_ref (self));
}

/* What there is to choose from */

typedef struct {
  GPtrArray *units;
  GPtrArray *schemes;
  GPtrArray *terms;
  char *office;
} Choices;

static void
choices_free (gpointer data)
{
  Choices *choices = data;

  g_clear_pointer (&choices->units, g_ptr_array_unref);
  g_clear_pointer (&choices->schemes, g_ptr_array_unref);
  g_clear_pointer (&choices->terms, g_ptr_array_unref);
  g_free (choices->office);
  g_free (choices);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Choices, choices_free)

static gpointer
load_choices (CyConn        *conn,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (Choices) choices = g_new0 (Choices, 1);

  choices->units = cy_unit_list (conn, 0, 0, error);
  if (choices->units == NULL)
    return NULL;
  choices->schemes = cy_scheme_list (conn, FALSE, error);
  if (choices->schemes == NULL)
    return NULL;
  choices->terms = cy_term_list (conn, error);
  if (choices->terms == NULL)
    return NULL;
  if (!cy_setting_get_text (conn, CY_SETTING_OFFICE, &choices->office, error))
    return NULL;

  return g_steal_pointer (&choices);
}

static const char *
name_of_unit (GPtrArray *units,
              gint64     id)
{
  for (guint i = 0; i < units->len; i++)
    {
      const CyUnit *unit = g_ptr_array_index (units, i);

      if (unit->id == id)
        return unit->name;
    }

  return NULL;
}

static void
add_choice (GtkStringList *names,
            GArray        *ids,
            const char    *name,
            gint64         id)
{
  gtk_string_list_append (names, name);
  g_array_append_val (ids, id);
}

static void
fill_units (CyReportsPage *self,
            GPtrArray     *units)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_array_set_size (self->unit_ids, 0);
  add_choice (names, self->unit_ids, _("All"), 0);
  for (guint i = 0; i < units->len; i++)
    {
      const CyUnit *unit = g_ptr_array_index (units, i);
      const char *school = unit->kind == CY_UNIT_CLASS ? name_of_unit (units, unit->parent_id) : NULL;
      g_autofree char *both = school != NULL ? g_strdup_printf (C_("school and class", "%s, %s"), school, unit->name)
                                             : NULL;

      add_choice (names, self->unit_ids, both != NULL ? both : unit->name, unit->id);
    }
  adw_combo_row_set_model (self->unit_row, G_LIST_MODEL (names));
}

static void
fill_schemes (CyReportsPage *self,
              GPtrArray     *schemes)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_array_set_size (self->scheme_ids, 0);
  add_choice (names, self->scheme_ids, _("All"), 0);
  for (guint i = 0; i < schemes->len; i++)
    {
      const CyScheme *scheme = g_ptr_array_index (schemes, i);

      add_choice (names, self->scheme_ids, cy_care_scheme_name (scheme), scheme->id);
    }
  adw_combo_row_set_model (self->scheme_row, G_LIST_MODEL (names));
}

static void
choices_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (CyReportsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Choices) choices = cy_db_submit_finish (CY_DB (source), result, &error);

  if (self->db == NULL)
    return;
  if (choices == NULL)
    {
      cy_report_view_set_error (self->preview, error);
      return;
    }

  self->filling = TRUE;
  fill_units (self, choices->units);
  fill_schemes (self, choices->schemes);
  g_clear_pointer (&self->terms, g_ptr_array_unref);
  self->terms = g_steal_pointer (&choices->terms);
  gtk_editable_set_text (GTK_EDITABLE (self->office_row), choices->office != NULL ? choices->office : "");
  self->filling = FALSE;
  changed_cb (self);
}

static void
fill_periods (CyReportsPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < CY_PERIOD_COUNT; i++)
    gtk_string_list_append (names, cy_period_name (i));
  adw_combo_row_set_model (self->period_row, G_LIST_MODEL (names));
}

/* The object */

static void
cy_reports_page_dispose (GObject *object)
{
  CyReportsPage *self = CY_REPORTS_PAGE (object);

  stop_preview (self);
  g_clear_object (&self->context);
  g_clear_object (&self->db);
  gtk_widget_dispose_template (GTK_WIDGET (self), CY_TYPE_REPORTS_PAGE);

  G_OBJECT_CLASS (cy_reports_page_parent_class)->dispose (object);
}

static void
cy_reports_page_finalize (GObject *object)
{
  CyReportsPage *self = CY_REPORTS_PAGE (object);

  g_clear_pointer (&self->unit_ids, g_array_unref);
  g_clear_pointer (&self->scheme_ids, g_array_unref);
  g_clear_pointer (&self->terms, g_ptr_array_unref);

  G_OBJECT_CLASS (cy_reports_page_parent_class)->finalize (object);
}

static void
cy_reports_page_class_init (CyReportsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cy_reports_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = cy_reports_page_finalize;
  widget_class->map = cy_reports_page_map;

  g_type_ensure (CY_TYPE_DATE_ROW);
  g_type_ensure (CY_TYPE_REPORT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/reports/cy-reports-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CyReportsPage, card_button);
  gtk_widget_class_bind_template_child (widget_class, CyReportsPage, roster_button);
  gtk_widget_class_bind_template_child (widget_class, CyReportsPage, care_button);
  gtk_widget_class_bind_template_child (widget_class, CyReportsPage, unit_row);
  gtk_widget_class_bind_template_child (widget_class, CyReportsPage, scheme_row);
  gtk_widget_class_bind_template_child (widget_class, CyReportsPage, period_group);
  gtk_widget_class_bind_template_child (widget_class, CyReportsPage, period_row);
  gtk_widget_class_bind_template_child (widget_class, CyReportsPage, from_row);
  gtk_widget_class_bind_template_child (widget_class, CyReportsPage, to_row);
  gtk_widget_class_bind_template_child (widget_class, CyReportsPage, office_row);
  gtk_widget_class_bind_template_child (widget_class, CyReportsPage, preview);
  gtk_widget_class_bind_template_child (widget_class, CyReportsPage, workbook_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, print_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_pdf_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_workbook_cb);
  gtk_widget_class_bind_template_callback (widget_class, office_cb);
}

static void
cy_reports_page_init (CyReportsPage *self)
{
  self->unit_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->scheme_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_periods (self);
  gtk_widget_set_visible (GTK_WIDGET (self->period_group), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->workbook_button), FALSE);
  self->filling = FALSE;
}

/** cy_reports_page_new: Returns: (transfer floating): the page where reports are chosen, seen, printed and saved */
AdwNavigationPage *
cy_reports_page_new (CyContext *context)
{
  CyReportsPage *self = g_object_new (CY_TYPE_REPORTS_PAGE, NULL);

  self->context = g_object_ref (context);
  g_set_object (&self->db, cy_context_get_db (context));
  g_signal_connect_object (self->db, "changed", G_CALLBACK (data_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "notify::today", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  cy_db_submit (self->db, CY_DB_READ, load_choices, NULL, NULL, choices_free, cy_context_get_cancellable (context),
                choices_cb, g_object_ref (self));

  return ADW_NAVIGATION_PAGE (self);
}

/** cy_reports_page_is_shown: Returns: whether the preview shows what is chosen */
gboolean
cy_reports_page_is_shown (CyReportsPage *self)
{
  return self->preview_id == 0 && !self->stale && cy_report_view_is_shown (self->preview);
}
