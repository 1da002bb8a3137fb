#include "reports/cy-reports-page.h"

#include "common/cy-date-row.h"
#include "cy-term.h"
#include "report/cy-preview.h"
#include "report/cy-report.h"
#include "reports/cy-period.h"
#include "reports/cy-report-view.h"
#include "view-fixture.h"

#include <glib/gstdio.h>

static CyReportsPage *
show (ViewFixture *f,
      int          width,
      int          height)
{
  AdwNavigationPage *page = cy_reports_page_new (f->context);

  adw_navigation_view_push (f->pages, page);
  view_present (f, width, height);

  return CY_REPORTS_PAGE (page);
}

static gboolean
is_shown (gpointer page)
{
  return cy_reports_page_is_shown (page);
}

static void
choose (CyReportsPage *page,
        const char    *title)
{
  GtkWidget *row = view_wait_for (GTK_WIDGET (page), ADW_TYPE_ACTION_ROW, title);

  adw_action_row_activate (ADW_ACTION_ROW (row));
}

static guint
n_pages (CyReportsPage *page)
{
  return cy_report_view_get_n_pages (CY_REPORT_VIEW (view_wait_for (GTK_WIDGET (page), CY_TYPE_REPORT_VIEW, NULL)));
}

static void
test_preview (ViewFixture   *f,
              gconstpointer  data)
{
  CyReportsPage *page = show (f, 1000, 760);
  CyReportRequest request;

  view_wait (is_shown, page);
  view_picture (f, "reports-card");
  g_assert_cmpuint (n_pages (page), ==, 5);
  cy_reports_page_get_request (page, &request);
  g_assert_cmpint (request.kind, ==, CY_REPORT_CARD);
  g_assert_cmpint (request.unit_id, ==, 0);
  g_assert_cmpint (request.scheme_id, ==, 0);

  choose (page, "_Roster");
  view_wait (is_shown, page);
  view_picture (f, "reports-roster");
  cy_reports_page_get_request (page, &request);
  g_assert_cmpint (request.kind, ==, CY_REPORT_ROSTER);

  choose (page, "Care R_ecord");
  view_wait (is_shown, page);
  view_picture (f, "reports-care");
  cy_reports_page_get_request (page, &request);
  g_assert_cmpint (request.kind, ==, CY_REPORT_CARE);
  g_assert_cmpint (request.to, >=, request.from);
  g_assert_cmpuint (f->n_errors, ==, 0);
}

/* At 360 pixels all is still there, one below the other. */
static void
test_narrow (ViewFixture   *f,
             gconstpointer  data)
{
  CyReportsPage *page = show (f, 360, 700);

  choose (page, "Care R_ecord");
  view_wait (is_shown, page);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (f->window)), <=, 360);
  view_picture (f, "reports-narrow");
}

static void
test_accessible (ViewFixture   *f,
                 gconstpointer  data)
{
  CyReportsPage *page = show (f, 1000, 760);
  GtkWidget *picture;

  view_wait (is_shown, page);
  picture = view_wait_for (GTK_WIDGET (page), GTK_TYPE_PICTURE, NULL);
  gtk_test_accessible_assert_property (picture, GTK_ACCESSIBLE_PROPERTY_LABEL, "Page 1 of the first 5");
  gtk_test_accessible_assert_property (view_wait_for (GTK_WIDGET (page), GTK_TYPE_CHECK_BUTTON, NULL),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Contact cards");
}

/* An office without children prints a card to fill in, a table without rows. */
static void
test_nobody (ViewFixture   *f,
             gconstpointer  data)
{
  CyReportsPage *page = show (f, 900, 700);

  view_wait (is_shown, page);
  g_assert_cmpuint (n_pages (page), ==, 1);
  choose (page, "Care R_ecord");
  view_wait (is_shown, page);
  g_assert_cmpuint (n_pages (page), ==, 1);
  g_assert_cmpuint (f->n_errors, ==, 0);
}

static GtkWindow *
dialog_window (ViewFixture *f,
               const char  *type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != f->window && g_str_equal (G_OBJECT_TYPE_NAME (window), type))
        return window;
    }

  return NULL;
}

static gboolean
has_print_dialog (gpointer f)
{
  return dialog_window (f, "GtkPrintUnixDialog") != NULL;
}

static gboolean
has_no_dialog (gpointer f)
{
  return !has_print_dialog (f);
}

static GtkWidget *
open_print_dialog (ViewFixture *f)
{
  CyReportsPage *page = show (f, 1000, 760);
  GtkWidget *label;

  view_wait (is_shown, page);
  label = view_wait_for (GTK_WIDGET (page), GTK_TYPE_LABEL, "Print…");
  g_signal_emit_by_name (gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON), "clicked");
  view_wait (has_print_dialog, f);

  return GTK_WIDGET (dialog_window (f, "GtkPrintUnixDialog"));
}

/* Leaving GTK's dialog says nothing. */
static void
test_print_left (ViewFixture   *f,
                 gconstpointer  data)
{
  GtkWidget *dialog = open_print_dialog (f);

  gtk_window_close (GTK_WINDOW (dialog));
  view_wait (has_no_dialog, f);
  g_assert_cmpuint (f->n_errors, ==, 0);
  g_assert_cmpuint (f->toasts->len, ==, 0);
}

static gboolean
has_printer (gpointer model)
{
  return g_list_model_get_n_items (model) > 0;
}

static gboolean
has_toast (gpointer f)
{
  return ((ViewFixture *) f)->toasts->len > 0;
}

static gboolean
is_sensitive (gpointer widget)
{
  return gtk_widget_is_sensitive (widget);
}

/* "Print to File" is the printer that is always there: what it gets is the whole PDF. */
static void
test_printed (ViewFixture   *f,
              gconstpointer  data)
{
  g_autofree char *before = g_get_current_dir ();
  g_autofree char *path = g_build_filename (f->folder, "output.pdf", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (CyPreview) preview = NULL;
  GtkSelectionModel *printers;
  GtkWidget *dialog, *button;
  gsize size;

  g_assert_cmpint (g_chdir (f->folder), ==, 0);
  dialog = open_print_dialog (f);
  printers = gtk_column_view_get_model (GTK_COLUMN_VIEW (view_wait_for (dialog, GTK_TYPE_COLUMN_VIEW, NULL)));
  view_wait (has_printer, printers);
  gtk_selection_model_select_item (printers, 0, TRUE);
  button = view_wait_for (dialog, GTK_TYPE_BUTTON, "_Print");
  view_wait (is_sensitive, button);
  g_signal_emit_by_name (button, "clicked");
  view_wait (has_toast, f);
  g_assert_cmpuint (f->n_errors, ==, 0);
  g_assert_cmpint (g_chdir (before), ==, 0);

  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  pdf = g_bytes_new_take (g_steal_pointer (&content), size);
  preview = cy_preview_new (pdf, NULL);
  g_assert_nonnull (preview);
  g_assert_cmpuint (cy_preview_get_n_pages (preview), ==, GPOINTER_TO_UINT (data));
}

static void
assert_period (CyPeriod    period,
               GPtrArray  *terms,
               const char *today,
               const char *from,
               const char *to)
{
  CyDay first, last;

  g_assert_true (cy_period_find (period, terms, cy_day_from_iso (today), &first, &last));
  g_assert_cmpint (first, ==, cy_day_from_iso (from));
  g_assert_cmpint (last, ==, cy_day_from_iso (to));
}

static void
test_periods (void)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_term_free);
  CyDay from, to;

  g_ptr_array_add (terms, cy_term_new (CY_TERM_TERM, "2", cy_day_from_iso ("2026-03-02"), cy_day_from_iso ("2026-07-10")));
  g_ptr_array_add (terms, cy_term_new (CY_TERM_HOLIDAY, "h", cy_day_from_iso ("2026-07-11"),
                                       cy_day_from_iso ("2026-08-31")));
  g_ptr_array_add (terms, cy_term_new (CY_TERM_TERM, "1", cy_day_from_iso ("2026-09-01"), cy_day_from_iso ("2027-01-24")));

  assert_period (CY_PERIOD_THIS_TERM, terms, "2026-11-16", "2026-09-01", "2027-01-24");
  assert_period (CY_PERIOD_LAST_TERM, terms, "2026-11-16", "2026-03-02", "2026-07-10");
  /* In the holidays people write about the term before. */
  assert_period (CY_PERIOD_THIS_TERM, terms, "2026-08-01", "2026-03-02", "2026-07-10");
  g_assert_false (cy_period_find (CY_PERIOD_LAST_TERM, terms, cy_day_from_iso ("2026-08-01"), &from, &to));
  g_assert_false (cy_period_find (CY_PERIOD_THIS_TERM, NULL, cy_day_from_iso ("2026-08-01"), &from, &to));
  assert_period (CY_PERIOD_THIS_MONTH, NULL, "2028-02-10", "2028-02-01", "2028-02-29");
  assert_period (CY_PERIOD_LAST_MONTH, NULL, "2026-01-31", "2025-12-01", "2025-12-31");
  assert_period (CY_PERIOD_THIS_QUARTER, NULL, "2026-11-16", "2026-10-01", "2026-12-31");
  assert_period (CY_PERIOD_LAST_QUARTER, NULL, "2026-02-16", "2025-10-01", "2025-12-31");
  assert_period (CY_PERIOD_THIS_YEAR, NULL, "2026-02-16", "2026-01-01", "2026-12-31");
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/reports-page/periods", test_periods);
#define ADD(name, n, func) \
  g_test_add ("/reports-page/" name, ViewFixture, GUINT_TO_POINTER (n), view_set_up, func, view_tear_down)
  ADD ("preview", 40, test_preview);
  ADD ("narrow", 20, test_narrow);
  ADD ("accessible", 20, test_accessible);
  ADD ("nobody", 0, test_nobody);
  ADD ("print-left", 20, test_print_left);
  ADD ("printed", 20, test_printed);
  return g_test_run ();
}
