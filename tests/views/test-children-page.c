#include "../store/statements.h"
#include "children/cy-cell-label.h"
#include "children-fixture.h"
#include "children/cy-query-selection.h"
#include "common/cy-undo.h"
#include "cy-roster.h"

#define N_CHILDREN 60

static gboolean
is_loaded (gpointer row)
{
  return !cy_roster_row_get_loading (row);
}

static void
type_search (GtkWidget  *page,
             const char *text)
{
  GtkWidget *entry;

  gtk_widget_activate_action (page, "page.find", NULL);
  entry = view_wait_for (page, GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static gboolean
has_focus (gpointer view)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (view));

  return focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_COLUMN_VIEW) == view;
}

static void
test_lists_everybody (ViewFixture   *f,
                      gconstpointer  data)
{
  GtkWidget *page = show (f, 1200, 760);
  GListModel *model = model_of (page);
  g_autoptr (CyRosterRow) row = NULL;
  GtkWidget *view;

  wait_for_count (model, n_in_archive (f));
  row = g_list_model_get_item (model, 0);
  view_wait (is_loaded, row);
  view_wait_for (page, CY_TYPE_CELL_LABEL, cy_roster_row_get_name (row));
  view = view_find (page, GTK_TYPE_COLUMN_VIEW, NULL);
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_LABEL, "Children");
  view_wait (has_focus, view);
  view_picture (f, "children");
  g_signal_emit_by_name (view, "activate", 0u);
  g_assert_cmpint (f->opened_child, ==, cy_roster_row_get_id (row));
  g_assert_cmpuint (f->n_errors, ==, 0);
}

static void
test_search (ViewFixture   *f,
             gconstpointer  data)
{
  GtkWidget *page = show (f, 1200, 760);
  GListModel *model = model_of (page);
  g_autoptr (CyRosterRow) row = NULL;
  g_autofree char *name = NULL;

  wait_for_count (model, n_in_archive (f));
  row = g_list_model_get_item (model, 0);
  view_wait (is_loaded, row);
  name = g_strdup (cy_roster_row_get_name (row));
  type_search (page, name);
  wait_for_count (model, (guint) view_int64 (f, "SELECT count(*) FROM person AS a JOIN person AS b ON "
                                                "instr(b.name, a.name) AND b.is_child WHERE a.id = (SELECT id FROM "
                                                "person WHERE is_child ORDER BY sort_key, id LIMIT 1)"));
  view_picture (f, "children-search");

  g_signal_emit_by_name (view_find (page, GTK_TYPE_SEARCH_ENTRY, NULL), "next-match");
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (gtk_window_get_focus (GTK_WINDOW (f->window))), ==, "GtkColumnViewRowWidget");
  type_search (page, "qqqqqq");
  view_wait_for (page, ADW_TYPE_STATUS_PAGE, NULL);
  view_picture (f, "children-nobody");
  gtk_widget_activate_action (page, "children.clear", NULL);
  wait_for_count (model, n_in_archive (f));
}

static void
test_filter (ViewFixture   *f,
             gconstpointer  data)
{
  GtkWidget *page = show (f, 1200, 760);
  GListModel *model = model_of (page);
  guint n_all = n_in_archive (f);
  guint n_left = (guint) view_int64 (f, "SELECT count(*) FROM child WHERE profile_result = 2 AND deleted_at IS NULL");
  GtkWidget *split, *row, *pill;

  wait_for_count (model, n_all);
  g_assert_cmpuint (n_left, >, 0);
  g_assert_cmpuint (n_left, <, n_all);
  split = view_find (page, ADW_TYPE_OVERLAY_SPLIT_VIEW, NULL);
  adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (split), TRUE);
  row = view_wait_for (page, ADW_TYPE_COMBO_ROW, "Left Behind");
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 3);
  wait_for_count (model, n_left);
  view_picture (f, "children-filter");
  pill = view_wait_for (page, GTK_TYPE_BUTTON, "Remove the filter “Left behind”");
  g_signal_emit_by_name (pill, "clicked");
  wait_for_count (model, n_all);
}

static gboolean
is_sorted_by_age (gpointer model)
{
  g_autoptr (CyRosterRow) first = g_list_model_get_item (model, 0);
  g_autoptr (CyRosterRow) second = g_list_model_get_item (model, 1);

  return !cy_roster_row_get_loading (first) && !cy_roster_row_get_loading (second) &&
         cy_roster_row_get_birth (first) >= cy_roster_row_get_birth (second);
}

static void
test_sort (ViewFixture   *f,
           gconstpointer  data)
{
  GtkWidget *page = show (f, 1200, 760);
  GListModel *model = model_of (page);
  GtkColumnView *view = GTK_COLUMN_VIEW (view_find (page, GTK_TYPE_COLUMN_VIEW, NULL));
  GListModel *columns = gtk_column_view_get_columns (view);

  wait_for_count (model, n_in_archive (f));
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_title (column), "Age") == 0)
        gtk_column_view_sort_by_column (view, column, GTK_SORT_ASCENDING);
    }
  view_wait (is_sorted_by_age, model);
}

static void
test_bin_and_restore (ViewFixture   *f,
                      gconstpointer  data)
{
  GtkWidget *page = show (f, 1000, 760);
  GListModel *model = model_of (page);
  guint n_all = n_in_archive (f);

  wait_for_count (model, n_all);
  gtk_widget_activate_action (page, "children.select", NULL);
  cy_query_selection_toggle (CY_QUERY_SELECTION (model), 0);
  cy_query_selection_toggle (CY_QUERY_SELECTION (model), 2);
  view_picture (f, "children-select");
  gtk_widget_activate_action (page, "children.bin", NULL);
  wait_for_count (model, n_all - 2);
  g_assert_cmpuint (n_in_archive (f), ==, n_all - 2);

  gtk_widget_activate_action (page, "children.show-bin", NULL);
  wait_for_count (model, 2);
  view_picture (f, "children-bin");
  gtk_widget_activate_action (page, "children.select-all", NULL);
  gtk_widget_activate_action (page, "children.restore", NULL);
  view_wait_for (page, ADW_TYPE_STATUS_PAGE, NULL);
  g_assert_cmpuint (n_in_archive (f), ==, n_all);
  g_assert_cmpuint (f->n_errors, ==, 0);
}

/* Ranges and all; without a selection the ids are those of the whole list. */
static void
test_select_ranges (ViewFixture   *f,
                       gconstpointer  data)
{
  GtkWidget *page = show (f, 1000, 760);
  GListModel *model = model_of (page);
  guint n_all = n_in_archive (f);
  const guint n_few = 3;
  g_autoptr (GArray) ids = NULL;

  wait_for_count (model, n_all);
  gtk_widget_activate_action (page, "children.select", NULL);
  g_assert_true (gtk_selection_model_select_range (GTK_SELECTION_MODEL (model), 1, n_few, FALSE));
  g_assert_cmpuint (cy_query_selection_get_count (CY_QUERY_SELECTION (model)), ==, n_few);
  g_assert_false (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (model), 0));
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (model), n_few));
  g_assert_false (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (model), n_few + 1));

  gtk_widget_activate_action (page, "children.select-all", NULL);
  g_assert_cmpuint (cy_query_selection_get_count (CY_QUERY_SELECTION (model)), ==, n_all);
  g_assert_true (gtk_selection_model_unselect_range (GTK_SELECTION_MODEL (model), 2, G_MAXUINT - 1));
  g_assert_cmpuint (cy_query_selection_get_count (CY_QUERY_SELECTION (model)), ==, 2);
  ids = cy_query_selection_get_ids (CY_QUERY_SELECTION (model));
  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_false (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (model), n_all));

  gtk_widget_activate_action (page, "children.cancel-selection", NULL);
  g_assert_cmpuint (cy_query_selection_get_count (CY_QUERY_SELECTION (model)), ==, 0);
  g_clear_pointer (&ids, g_array_unref);
  ids = cy_query_selection_get_ids (CY_QUERY_SELECTION (model));
  g_assert_cmpuint (ids->len, ==, n_all);
}

static gpointer
add_crowd (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  static const char people[] =
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
    "INSERT INTO person (is_child, name, sort_key) SELECT 1, 'Child', x'01' FROM n";
  static const char children[] = "INSERT OR IGNORE INTO child (id) SELECT id FROM person WHERE is_child";

  if (cy_conn_run (conn, error, people, NULL))
    cy_conn_run (conn, error, children, NULL);
  statements_ignore (people);
  statements_ignore (children);
  return NULL;
}

/* A contact is logged for all who are selected; so many that it can only be a slip are refused in words. */
static void
test_log_for_selected (ViewFixture   *f,
                       gconstpointer  data)
{
  GtkWidget *page = show (f, 1000, 760);
  GListModel *model = model_of (page);
  guint n = n_in_archive (f);
  g_autoptr (GError) error = NULL;

  wait_for_count (model, n);
  gtk_widget_activate_action (page, "children.select-all", NULL);
  gtk_widget_activate_action (page, "children.log", NULL);
  g_assert_cmpuint (f->logged->len, ==, 1);
  g_assert_cmpuint (((GArray *) f->logged->pdata[0])->len, ==, n);
  g_assert_cmpuint (f->toasts->len, ==, 0);

  cy_db_run (f->db, CY_DB_WRITE, add_crowd, NULL, NULL, &error);
  g_assert_no_error (error);
  wait_for_count (model, n + 10000);
  gtk_widget_activate_action (page, "children.select-all", NULL);
  gtk_widget_activate_action (page, "children.log", NULL);
  g_assert_cmpuint (f->logged->len, ==, 1);
  g_assert_cmpuint (f->toasts->len, ==, 1);
  g_assert_cmpstr (adw_toast_get_title (f->toasts->pdata[0]), ==,
                   "A contact can be with at most 10,000 children. Choose fewer.");
}

/* Takes until it is given up. */
typedef struct {
  GMutex mutex;
  GCond cond;
} Endless;

static void
wake (GCancellable *cancellable,
      Endless      *endless)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&endless->mutex);

  g_cond_signal (&endless->cond);
}

static gpointer
write_endlessly (CyConn        *conn,
                 gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  Endless *endless = data;
  gulong id = g_cancellable_connect (cancellable, G_CALLBACK (wake), endless, NULL);

  cy_conn_run (conn, error, "UPDATE person SET name = 'Lost'", NULL);
  g_mutex_lock (&endless->mutex);
  while (!g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&endless->cond, &endless->mutex);
  g_mutex_unlock (&endless->mutex);
  g_cancellable_disconnect (cancellable, id);
  statements_ignore ("UPDATE person SET name = 'Lost'");
  g_cancellable_set_error_if_cancelled (cancellable, error);

  return NULL;
}

static gboolean
is_toasted (gpointer f)
{
  return ((ViewFixture *) f)->toasts->len > 0;
}

static gboolean
is_waiting (gpointer f)
{
  return ((ViewFixture *) f)->waiting != NULL;
}

static gpointer
write_nothing (CyConn        *conn,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  return NULL;
}

/* What takes long can be given up, and then nothing of it has been done. */
static void
test_give_up (ViewFixture   *f,
              gconstpointer  data)
{
  Endless endless;

  g_mutex_init (&endless.mutex);
  g_cond_init (&endless.cond);
  cy_undo_write (f->context, "Done", write_endlessly, &endless, NULL);
  view_wait (is_waiting, f);
  g_assert_cmpstr (adw_toast_get_button_label (f->waiting), ==, "_Cancel");
  g_signal_emit_by_name (f->waiting, "button-clicked");
  /* Comes after it. */
  cy_undo_write (f->context, "Next", write_nothing, NULL, NULL);
  view_wait (is_toasted, f);
  g_assert_cmpuint (f->toasts->len, ==, 1);
  g_assert_cmpstr (adw_toast_get_title (f->toasts->pdata[0]), ==, "Next");
  g_assert_cmpuint (f->n_errors, ==, 0);
  g_assert_cmpint (view_int64 (f, "SELECT count(*) FROM person WHERE name = 'Lost'"), ==, 0);
  g_mutex_clear (&endless.mutex);
  g_cond_clear (&endless.cond);
}

static gboolean
none_goes_on (gpointer data)
{
  return view_int64 (data, "SELECT count(*) FROM enrolment AS e JOIN scheme AS s ON s.id = e.scheme_id "
                           "WHERE e.deleted_at IS NULL AND e.to_date IS NULL "
                           "AND s.id = (SELECT min (scheme_id) FROM enrolment)") == 0;
}

/* A scheme comes to its end for all who are in it, at once. */
static void
test_end_a_scheme (ViewFixture   *f,
                   gconstpointer  data)
{
  GtkWidget *page = show (f, 1000, 760);
  GtkWidget *row, *alert;
  gint64 scheme = view_int64 (f, "SELECT min (scheme_id) FROM enrolment");

  wait_for_count (model_of (page), n_in_archive (f));
  g_assert_false (none_goes_on (f));
  gtk_widget_activate_action (page, "children.select-all", NULL);
  gtk_widget_activate_action (page, "children.end", NULL);
  row = view_wait_for (GTK_WIDGET (f->window), ADW_TYPE_COMBO_ROW, NULL);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), (guint) scheme - 1);
  view_picture (f, "children-end");
  alert = gtk_widget_get_ancestor (row, ADW_TYPE_ALERT_DIALOG);
  g_signal_emit_by_name (alert, "response::do", "do");
  adw_dialog_force_close (ADW_DIALOG (alert));
  view_wait (none_goes_on, f);
  g_assert_cmpuint (f->n_errors, ==, 0);
}

static void
test_undo (ViewFixture   *f,
           gconstpointer  data)
{
  GtkWidget *page = show (f, 1000, 760);
  GListModel *model = model_of (page);
  guint n_all = n_in_archive (f);

  wait_for_count (model, n_all);
  gtk_widget_activate_action (page, "children.select-all", NULL);
  gtk_widget_activate_action (page, "children.bin", NULL);
  wait_for_count (model, 0);
  g_assert_cmpuint (n_in_archive (f), ==, 0);
  while (f->toasts->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (f->toasts->pdata[0], "button-clicked");
  wait_for_count (model, n_all);
  g_assert_cmpuint (n_in_archive (f), ==, n_all);
}

static void
test_narrow (ViewFixture   *f,
             gconstpointer  data)
{
  GtkWidget *page = show (f, 360, 700);
  GtkWidget *view = view_wait_for (page, GTK_TYPE_LIST_VIEW, NULL);
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (view)));
  g_autoptr (CyRosterRow) row = NULL;

  wait_for_count (model, n_in_archive (f));
  row = g_list_model_get_item (model, 0);
  view_wait (is_loaded, row);
  view_wait_for (view, GTK_TYPE_LABEL, cy_roster_row_get_name (row));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (f->window)), <=, 360);
  view_picture (f, "children-narrow");
}

static void
test_empty (ViewFixture   *f,
            gconstpointer  data)
{
  GtkWidget *page = show (f, 1000, 700);

  view_wait_for (page, ADW_TYPE_STATUS_PAGE, NULL);
  view_wait_for (page, GTK_TYPE_BUTTON, "_Import a Roster…");
  view_picture (f, "children-empty");
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, n, func) \
  g_test_add ("/children-page/" name, ViewFixture, GUINT_TO_POINTER (n), view_set_up, func, view_tear_down)
  ADD ("lists-everybody", N_CHILDREN, test_lists_everybody);
  ADD ("search", N_CHILDREN, test_search);
  ADD ("filter", N_CHILDREN, test_filter);
  ADD ("sort", N_CHILDREN, test_sort);
  ADD ("bin-and-restore", N_CHILDREN, test_bin_and_restore);
  ADD ("select-ranges", N_CHILDREN, test_select_ranges);
  ADD ("log-for-selected", N_CHILDREN, test_log_for_selected);
  ADD ("give-up", N_CHILDREN, test_give_up);
  ADD ("end-a-scheme", N_CHILDREN, test_end_a_scheme);
  ADD ("undo", N_CHILDREN, test_undo);
  ADD ("narrow", N_CHILDREN, test_narrow);
  ADD ("empty", 0, test_empty);
  return g_test_run ();
}
