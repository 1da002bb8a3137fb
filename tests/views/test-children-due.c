#include "care/cy-care.h"
#include "children-fixture.h"
#include "children/cy-children-due.h"
#include "children/cy-query-selection.h"
#include "cy-roster.h"

/* The roster while the children who are due are found, and after. */

#define N_CHILDREN 300

/* More than whose states are kept. */
#define MANY_CHILDREN 2200

static void
filter_due (GtkWidget  *page,
            CyDueState  state)
{
  GtkWidget *split = view_find (page, ADW_TYPE_OVERLAY_SPLIT_VIEW, NULL);

  adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (split), TRUE);
  adw_combo_row_set_selected (ADW_COMBO_ROW (view_wait_for (page, ADW_TYPE_COMBO_ROW, "Due")), state + 1);
}

static gpointer
list_due (CyConn        *conn,
          gpointer       state,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (GArray) rows = cy_care_due (conn, cy_day_from_iso (VIEW_TODAY), 0, error);
  g_autoptr (GHashTable) worst = g_hash_table_new (NULL, NULL);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer id, value;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const CyDueRow *row = &g_array_index (rows, CyDueRow, i);

      id = GSIZE_TO_POINTER (row->child_id);
      if (!g_hash_table_lookup_extended (worst, id, NULL, &value) || GPOINTER_TO_UINT (value) > row->state)
        g_hash_table_insert (worst, id, GUINT_TO_POINTER (row->state));
    }
  g_hash_table_iter_init (&iter, worst);
  while (g_hash_table_iter_next (&iter, &id, &value))
    if (value == state)
      {
        gint64 child_id = (gint64) GPOINTER_TO_SIZE (id);

        g_array_append_val (ids, child_id);
      }

  return ids;
}

/* The children whose worst state is @state. */
static GArray *
due_children (ViewFixture *f,
              CyDueState   state)
{
  g_autoptr (GError) error = NULL;
  GArray *ids = cy_db_run (f->db, CY_DB_READ, list_due, GUINT_TO_POINTER (state), NULL, &error);

  g_assert_no_error (error);
  return ids;
}

static gpointer
pause_child (CyConn        *conn,
             gpointer       child_id,
             GCancellable  *cancellable,
             GError       **error)
{
  CyDay today = cy_day_from_iso (VIEW_TODAY);

  cy_care_pause (conn, *(gint64 *) child_id, today, today + 30, "住院", error);
  return NULL;
}

static gboolean
is_scrolled (gpointer adjustment)
{
  return gtk_adjustment_get_value (adjustment) > 0;
}

static gboolean
can_scroll (gpointer adjustment)
{
  return gtk_adjustment_get_upper (adjustment) > 2 * gtk_adjustment_get_page_size (adjustment) &&
         gtk_adjustment_get_page_size (adjustment) > 0;
}

static gboolean
count_frame (GtkWidget     *page,
             GdkFrameClock *clock,
             gpointer       n_frames)
{
  (*(guint *) n_frames)++;
  return G_SOURCE_CONTINUE;
}

static gboolean
are_shown (gpointer n_frames)
{
  return *(guint *) n_frames >= 3;
}

/* What is on its way to the screen arrives. */
static void
wait_for_frames (GtkWidget *page)
{
  guint n_frames = 0;
  guint tick = gtk_widget_add_tick_callback (page, count_frame, &n_frames, NULL);

  view_wait (are_shown, &n_frames);
  gtk_widget_remove_tick_callback (page, tick);
}

/* Who goes through the overdue children one by one stays where the last of them stood. */
static void
test_keeps_place (ViewFixture   *f,
                      gconstpointer  data)
{
  GtkWidget *page = show (f, 1000, 500);
  GListModel *model = model_of (page);
  GtkAdjustment *adjustment;
  g_autoptr (GArray) ids = due_children (f, CY_DUE_OVERDUE);
  g_autoptr (GError) error = NULL;

  wait_for_count (model, n_in_archive (f));
  filter_due (page, CY_DUE_OVERDUE);
  wait_for_count (model, ids->len);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view_find (page, GTK_TYPE_COLUMN_VIEW, NULL)));
  view_wait (can_scroll, adjustment);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_page_size (adjustment));
  view_wait (is_scrolled, adjustment);

  cy_db_run (f->db, CY_DB_WRITE, pause_child, ids->data, NULL, &error);
  g_assert_no_error (error);
  wait_for_count (model, ids->len - 1);
  wait_for_frames (page);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 0);
  g_assert_cmpuint (f->n_errors, ==, 0);
}

/* Somebody else goes through the whole archive, and who is due has to wait. */
typedef struct {
  GMutex mutex;
  GCond cond;
  gboolean running;
  gboolean over;
} Other;

static gpointer
hold (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  Other *other = data;

  g_mutex_lock (&other->mutex);
  other->running = TRUE;
  while (!other->over)
    g_cond_wait (&other->cond, &other->mutex);
  g_mutex_unlock (&other->mutex);
  return NULL;
}

static gboolean
is_running (gpointer data)
{
  Other *other = data;
  gboolean running;

  g_mutex_lock (&other->mutex);
  running = other->running;
  g_mutex_unlock (&other->mutex);
  return running;
}

static void
other_begins (ViewFixture *f,
              Other       *other)
{
  g_mutex_init (&other->mutex);
  g_cond_init (&other->cond);
  cy_db_submit (f->db, CY_DB_LONG, hold, other, NULL, NULL, NULL, NULL, NULL);
  view_wait (is_running, other);
}

static void
other_ends (Other *other)
{
  g_mutex_lock (&other->mutex);
  other->over = TRUE;
  g_cond_signal (&other->cond);
  g_mutex_unlock (&other->mutex);
}

static const char *
subtitle (GtkWidget *page)
{
  return adw_window_title_get_subtitle (ADW_WINDOW_TITLE (view_find (page, ADW_TYPE_WINDOW_TITLE, NULL)));
}

static gboolean
says_searching (gpointer page)
{
  return g_str_equal (subtitle (page), "Searching…");
}

static gboolean
says_nothing_of_it (gpointer page)
{
  return !says_searching (page);
}

static gboolean
has_selection (gpointer model)
{
  return cy_query_selection_get_count (model) > 0;
}

/* All who are selected while the overdue are found are the overdue, not everybody. */
static void
test_select_all_waits (ViewFixture   *f,
                       gconstpointer  data)
{
  GtkWidget *page = show (f, 1000, 500);
  GListModel *model = model_of (page);
  g_autoptr (GArray) overdue = due_children (f, CY_DUE_OVERDUE);
  Other other = { 0 };
  guint n_all = n_in_archive (f);

  g_assert_cmpuint (overdue->len, >, 0);
  g_assert_cmpuint (overdue->len, <, n_all);
  wait_for_count (model, n_all);
  other_begins (f, &other);
  filter_due (page, CY_DUE_OVERDUE);
  view_wait (says_searching, page);
  view_picture (f, "children-finding");
  gtk_widget_activate_action (page, "children.select-all", NULL);
  gtk_widget_activate_action (page, "children.bin", NULL);
  g_assert_cmpuint (cy_query_selection_get_count (CY_QUERY_SELECTION (model)), ==, 0);
  g_assert_true (says_searching (page));
  view_picture (f, "children-finding-select");

  other_ends (&other);
  view_wait (has_selection, model);
  g_assert_cmpuint (cy_query_selection_get_count (CY_QUERY_SELECTION (model)), ==, overdue->len);
  g_assert_cmpuint (n_in_archive (f), ==, n_all);
  wait_for_count (model, overdue->len);
  view_wait (says_nothing_of_it, page);
  view_picture (f, "children-found");
}

/* What is asked next is not what the selection was meant for. */
static void
test_select_all_given_up (ViewFixture   *f,
                          gconstpointer  data)
{
  GtkWidget *page = show (f, 1000, 500);
  GListModel *model = model_of (page);
  Other other = { 0 };
  guint n_all = n_in_archive (f);

  wait_for_count (model, n_all);
  other_begins (f, &other);
  filter_due (page, CY_DUE_OVERDUE);
  gtk_widget_activate_action (page, "children.select-all", NULL);
  gtk_widget_activate_action (page, "children.clear", NULL);
  other_ends (&other);
  filter_due (page, CY_DUE_SOON);
  view_wait (says_nothing_of_it, page);
  wait_for_frames (page);
  g_assert_cmpuint (cy_query_selection_get_count (CY_QUERY_SELECTION (model)), ==, 0);
}

static gpointer
read_id_number (CyConn        *conn,
                gpointer       child_id,
                GCancellable  *cancellable,
                GError       **error)
{
  CyStmt *st = cy_conn_query (conn, error, "SELECT id_number FROM person WHERE id = ?", "i", *(gint64 *) child_id);
  char *number = cy_stmt_step (st, error) ? cy_stmt_dup_text (st, 0) : NULL;

  cy_stmt_reset (st);
  return number;
}

static gboolean
has_failed (gpointer data)
{
  return ((ViewFixture *) data)->n_errors > 0;
}

static gboolean
has_opened (gpointer data)
{
  return ((ViewFixture *) data)->opened_child != 0;
}

/* Enter is for the child who is looked for now, not for the one who was found before. */
static void
test_enter_waits (ViewFixture   *f,
                  gconstpointer  data)
{
  GtkWidget *page = show (f, 1000, 500);
  GListModel *model = model_of (page);
  GtkWidget *entry;
  g_autoptr (GArray) overdue = due_children (f, CY_DUE_OVERDUE);
  gint64 child = g_array_index (overdue, gint64, 0);
  g_autofree char *number = cy_db_run (f->db, CY_DB_READ, read_id_number, &child, NULL, NULL);
  Other other = { 0 };

  wait_for_count (model, n_in_archive (f));
  gtk_widget_activate_action (page, "page.find", NULL);
  entry = view_wait_for (page, GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), number);
  wait_for_count (model, 1);
  other_begins (f, &other);
  filter_due (page, CY_DUE_SOON);
  g_signal_emit_by_name (entry, "activate");
  wait_for_frames (page);
  g_assert_cmpint (f->opened_child, ==, 0);
  filter_due (page, CY_DUE_OVERDUE);
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpint (f->opened_child, ==, 0);

  other_ends (&other);
  view_wait (has_opened, f);
  g_assert_cmpint (f->opened_child, ==, child);
}

/* The list says that it is the bin, and offers to restore, when it is the bin. */
static void
test_bin_waits (ViewFixture   *f,
                gconstpointer  data)
{
  GtkWidget *page = show (f, 1000, 500);
  GListModel *model = model_of (page);
  AdwWindowTitle *title;
  Other other = { 0 };

  wait_for_count (model, n_in_archive (f));
  title = ADW_WINDOW_TITLE (view_find (page, ADW_TYPE_WINDOW_TITLE, NULL));
  other_begins (f, &other);
  filter_due (page, CY_DUE_OVERDUE);
  gtk_widget_activate_action (page, "children.show-bin", NULL);
  gtk_widget_activate_action (page, "children.select", NULL);
  cy_query_selection_toggle (CY_QUERY_SELECTION (model), 0);
  view_wait (says_searching, page);
  g_assert_cmpstr (adw_window_title_get_title (title), ==, "Children");
  g_assert_null (view_find (page, GTK_TYPE_BUTTON, "_Restore"));
  view_wait_for (page, GTK_TYPE_BUTTON, "Move to Bin");

  other_ends (&other);
  view_wait_for (page, ADW_TYPE_STATUS_PAGE, NULL);
  g_assert_cmpstr (adw_window_title_get_title (title), ==, "Bin");
  g_assert_cmpuint (cy_query_selection_get_count (CY_QUERY_SELECTION (model)), ==, 0);
}

static gpointer
run_sql (CyConn        *conn,
         gpointer       sql,
         GCancellable  *cancellable,
         GError       **error)
{
  cy_conn_run (conn, error, sql, NULL);
  return NULL;
}

/* Where it cannot be said who is due, the list goes back to what it was, and that is told once. */
static void
test_failure (ViewFixture   *f,
              gconstpointer  data)
{
  GtkWidget *page = show (f, 1000, 500);
  GListModel *model = model_of (page);
  guint n_all = n_in_archive (f);
  Other other = { 0 };
  g_autoptr (GError) error = NULL;

  wait_for_count (model, n_all);
  wait_for_frames (page);
  other_begins (f, &other);
  filter_due (page, CY_DUE_OVERDUE);
  view_wait_for (page, GTK_TYPE_BUTTON, "Remove the filter “Overdue”");
  cy_db_run (f->db, CY_DB_WRITE, run_sql, (gpointer) "ALTER TABLE term RENAME TO lost", NULL, &error);
  g_assert_no_error (error);
  other_ends (&other);
  view_wait (has_failed, f);
  wait_for_frames (page);
  g_assert_null (view_find (page, GTK_TYPE_BUTTON, "Remove the filter “Overdue”"));
  g_assert_false (says_searching (page));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n_all);
  gtk_widget_activate_action (page, "children.select-all", NULL);
  g_assert_cmpuint (cy_query_selection_get_count (CY_QUERY_SELECTION (model)), ==, n_all);
  g_assert_cmpuint (f->n_errors, ==, 1);

  cy_db_run (f->db, CY_DB_WRITE, run_sql, (gpointer) "ALTER TABLE lost RENAME TO term", NULL, &error);
  g_assert_no_error (error);
}

typedef struct {
  CyChildrenDue *due;
  GArray *overdue;
  gint64 first;
  gint64 end;
} Range;

/* Asks for the states of the children in @range. Returns: whether the overdue of them are known to be so */
static gboolean
is_known (gpointer data)
{
  const Range *range = data;
  gboolean known = TRUE;
  CyDueState state;

  for (gint64 id = range->first; id < range->end; id++)
    cy_children_due_get_state (range->due, id, &state);
  for (guint i = 0; i < range->overdue->len; i++)
    {
      gint64 id = g_array_index (range->overdue, gint64, i);

      if (id >= range->first && id < range->end)
        known = known && cy_children_due_get_state (range->due, id, &state) && state == CY_DUE_OVERDUE;
    }

  return known;
}

/* Who scrolls through many children does not see what is known of those in sight go and come again. */
static void
test_many_are_known (ViewFixture   *f,
                     gconstpointer  data)
{
  g_autoptr (CyChildrenDue) due = cy_children_due_new (f->context);
  g_autoptr (GArray) overdue = due_children (f, CY_DUE_OVERDUE);
  gint64 end = view_int64 (f, "SELECT max (id) FROM person WHERE is_child") + 1;
  Range before = { due, overdue, end / 2, end - 400 };
  Range in_sight = { due, overdue, 1, end / 2 };
  Range after = { due, overdue, end - 400, end };

  g_assert_false (is_known (&before));
  view_wait (is_known, &before);
  view_wait (is_known, &in_sight);
  view_wait (is_known, &after);
  g_assert_true (is_known (&in_sight));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, n, func) \
  g_test_add ("/children-due/" name, ViewFixture, GUINT_TO_POINTER (n), view_set_up, func, view_tear_down)
  ADD ("keeps-place", N_CHILDREN, test_keeps_place);
  ADD ("select-all-waits", N_CHILDREN, test_select_all_waits);
  ADD ("select-all-given-up", N_CHILDREN, test_select_all_given_up);
  ADD ("enter-waits", N_CHILDREN, test_enter_waits);
  ADD ("bin-waits", N_CHILDREN, test_bin_waits);
  ADD ("failure", N_CHILDREN, test_failure);
  ADD ("many-are-known", MANY_CHILDREN, test_many_are_known);
  return g_test_run ();
}
