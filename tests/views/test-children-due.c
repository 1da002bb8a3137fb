#include "care/cy-care.h"
#include "children/cy-children-page.h"
#include "children/cy-query-selection.h"
#include "cy-roster.h"
#include "view-fixture.h"

/* The roster while the children who are due are found, and after. */

#define N_CHILDREN 300

typedef struct {
  GListModel *model;
  guint n;
} Count;

static gboolean
has_count (gpointer data)
{
  Count *count = data;

  return g_list_model_get_n_items (count->model) == count->n;
}

static void
wait_for_count (GListModel *model,
                guint       n)
{
  Count count = { model, n };

  view_wait (has_count, &count);
}

static GtkWidget *
show (ViewFixture *f,
      int          width,
      int          height)
{
  AdwNavigationPage *page = cy_children_page_new (f->context);

  adw_navigation_view_push (f->pages, page);
  view_present (f, width, height);
  return GTK_WIDGET (page);
}

static GListModel *
model_of (GtkWidget *page)
{
  GtkWidget *view = view_wait_for (page, GTK_TYPE_COLUMN_VIEW, NULL);

  return G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)));
}

static guint
n_in_archive (ViewFixture *f)
{
  return (guint) view_int64 (f, "SELECT count(*) FROM person WHERE is_child AND deleted_at IS NULL");
}

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

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, n, func) \
  g_test_add ("/children-due/" name, ViewFixture, GUINT_TO_POINTER (n), view_set_up, func, view_tear_down)
  ADD ("keeps-place", N_CHILDREN, test_keeps_place);
  return g_test_run ();
}
