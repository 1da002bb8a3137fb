#include "today-fixture.h"

#include "today/cy-today-cell.h"

#include <string.h>

/* What is in sight on Today says what the archive says: of the right child, in the right place. */

typedef struct {
  CyAgenda *agenda;
  GArray *rows;
} Reading;

static gpointer
texts_job (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Reading *reading = data;

  return cy_agenda_read_texts (conn, reading->agenda, reading->rows, error);
}

static CyAgendaTexts *
texts_of (ViewFixture       *f,
          const CyAgendaRow *row)
{
  g_autoptr (CyAgenda) agenda = cy_db_run (f->db, CY_DB_READ, agenda_job, NULL, NULL, NULL);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CyAgendaRow));
  g_autoptr (GPtrArray) texts = NULL;
  Reading reading = { agenda, rows };

  for (guint i = 0; i < agenda->rows->len && rows->len == 0; i++)
    {
      CyAgendaRow *each = &g_array_index (agenda->rows, CyAgendaRow, i);

      if (each->child_id == row->child_id && each->what == row->what && each->kinds == row->kinds &&
          (row->what == CY_AGENDA_IS_CONTACT_DUE || each->ref == row->ref))
        g_array_append_vals (rows, each, 1);
    }
  if (rows->len == 0)
    return NULL;

  texts = cy_db_run (f->db, CY_DB_READ, texts_job, &reading, NULL, NULL);
  return g_steal_pointer (&texts->pdata[0]);
}

static gboolean
in_view (GtkWidget *cell,
         GtkWidget *list)
{
  graphene_rect_t bounds;

  return gtk_widget_get_mapped (cell) && gtk_widget_get_height (cell) > 0 &&
         gtk_widget_compute_bounds (cell, list, &bounds) && bounds.origin.y + bounds.size.height > 0 &&
         bounds.origin.y < (float) gtk_widget_get_height (list);
}

typedef struct {
  ViewFixture *f;
  CyTodayPage *page;
  GtkWidget *list;
  CyTodayCell *first;           /* of those in view, or of those looked at so far */
  guint least;                  /* where it is to be, at least */
} View;

static gboolean
says_what_is (View        *view,
              CyTodayCell *cell)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (view->list)));
  g_autoptr (CyTodayItem) item = g_list_model_get_item (model, cy_today_cell_get_position (cell));
  const CyAgendaRow *row = item != NULL ? cy_today_item_get_row (item) : NULL;
  g_autoptr (CyAgendaTexts) texts = row != NULL ? texts_of (view->f, row) : NULL;
  g_autofree char *label = NULL;

  if (texts == NULL || cy_today_cell_get_row (cell) == NULL ||
      !cy_agenda_row_equal (row, cy_today_item_get_row (cy_today_cell_get_item (cell))))
    return FALSE;

  label = cy_today_row_dup_label (cy_today_cell_get_row (cell));
  return g_str_has_prefix (label, texts->name) && (texts->place == NULL || strstr (label, texts->place) != NULL) &&
         (row->what != CY_AGENDA_IS_CONTACT_DUE || strstr (label, texts->text) != NULL) &&
         gtk_widget_get_mapped (GTK_WIDGET (cy_today_cell_get_row (cell)));
}

static gboolean
all_right_below (View      *view,
                 GtkWidget *widget,
                 guint     *n)
{
  if (CY_IS_TODAY_CELL (widget))
    {
      if (!in_view (widget, view->list))
        return TRUE;
      if (view->first == NULL || cy_today_cell_get_position (CY_TODAY_CELL (widget)) <
          cy_today_cell_get_position (view->first))
        view->first = CY_TODAY_CELL (widget);
      (*n)++;
      return says_what_is (view, CY_TODAY_CELL (widget));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (!all_right_below (view, child, n))
      return FALSE;

  return TRUE;
}

/* Rather nothing than what stood there before. */
static void
assert_nothing_else (GtkWidget *widget)
{
  GtkWidget *row = CY_IS_TODAY_CELL (widget) ? gtk_widget_get_first_child (widget) : NULL;

  if (row != NULL && gtk_widget_get_child_visible (row))
    g_assert_true (cy_today_row_get_item (CY_TODAY_ROW (row)) == cy_today_cell_get_item (CY_TODAY_CELL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    assert_nothing_else (child);
}

static gboolean
all_right (gpointer data)
{
  View *view = data;
  guint n = 0;

  assert_nothing_else (view->list);
  view->first = NULL;
  return !cy_today_page_is_loading (view->page) && all_right_below (view, view->list, &n) && n >= 3 &&
         cy_today_cell_get_position (view->first) >= view->least;
}

static gboolean
is_at_top (gpointer data)
{
  const View *view = data;

  return gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view->list))) == 0;
}

static gpointer
rename_job (CyConn        *conn,
            gpointer       child_id,
            GCancellable  *cancellable,
            GError       **error)
{
  cy_conn_run (conn, error, "UPDATE person SET name = '另名' WHERE id = ?", "i", (gint64) GPOINTER_TO_SIZE (child_id));
  return NULL;
}

static guint
n_shown (View *view)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (view->list))));
}

static void
test_rows_in_sight (ViewFixture   *f,
                    gconstpointer  data)
{
  CyTodayPage *page = open_page (f);
  View view = { f, page, view_wait_for (GTK_WIDGET (page), GTK_TYPE_LIST_VIEW, NULL), NULL, 0 };
  GtkDropDown *places = GTK_DROP_DOWN (view_wait_for (GTK_WIDGET (page), GTK_TYPE_DROP_DOWN, NULL));
  guint n_all = n_shown (&view);
  CyAgendaRow row;

  g_assert_cmpuint (n_all, >, 400);
  view_wait (all_right, &view);
  g_assert_cmpuint (cy_today_cell_get_position (view.first), ==, 0);

  /* By jumps, from where the list has rows ready to where it has none. */
  for (guint i = 1; i <= 4; i++)
    {
      gtk_list_view_scroll_to (GTK_LIST_VIEW (view.list), n_all * i / 4 - 1, GTK_LIST_SCROLL_NONE, NULL);
      view.least = n_all * i / 4 - 40;
      view_wait (all_right, &view);
    }
  view.least = 0;

  /* Another place, from where one is: its beginning is shown. */
  gtk_drop_down_set_selected (places, 1);
  g_assert_false (all_right (&view));
  view_wait (is_at_top, &view);
  view_wait (all_right, &view);
  g_assert_cmpuint (n_shown (&view), <, n_all);
  g_assert_cmpuint (cy_today_cell_get_position (view.first), ==, 0);
  gtk_drop_down_set_selected (places, 0);
  view_wait (all_right, &view);
  g_assert_cmpuint (n_shown (&view), ==, n_all);

  /* A name that is corrected, and a contact that is logged. */
  row = *cy_today_item_get_row (cy_today_cell_get_item (view.first));
  cy_db_run (f->db, CY_DB_WRITE, rename_job, GSIZE_TO_POINTER ((gsize) row.child_id), NULL, NULL);
  g_assert_false (all_right (&view));
  view_wait (all_right, &view);
  cy_db_run (f->db, CY_DB_WRITE, log_job, &row, NULL, NULL);
  g_assert_false (all_right (&view));
  view_wait (all_right, &view);
}

static gpointer
alter_job (CyConn        *conn,
           gpointer       sql,
           GCancellable  *cancellable,
           GError       **error)
{
  cy_conn_run (conn, error, sql, NULL);
  return NULL;
}

/* Breaks what only the texts of lines need, or mends it. */
static void
alter (ViewFixture *f,
       const char  *sql)
{
  g_autoptr (GError) error = NULL;

  cy_db_run (f->db, CY_DB_WRITE, alter_job, (gpointer) sql, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
has_told (gpointer f)
{
  return ((ViewFixture *) f)->n_errors > 0;
}

/* Texts that could not be read are told of once, and asked for again when somebody scrolls. */
static void
test_after_a_failure (ViewFixture   *f,
                      gconstpointer  data)
{
  CyTodayPage *page;
  View view = { f };

  alter (f, "ALTER TABLE child RENAME COLUMN class_id TO class_broken");
  page = open_page (f);
  view.page = page;
  view.list = view_wait_for (GTK_WIDGET (page), GTK_TYPE_LIST_VIEW, NULL);
  view_wait (has_told, f);
  alter (f, "ALTER TABLE child RENAME COLUMN class_broken TO class_id");
  g_assert_false (all_right (&view));

  /* So little that the same lines stay in sight. */
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view.list)), 1);
  view_wait (all_right, &view);
  g_assert_cmpuint (cy_today_cell_get_position (view.first), ==, 0);
  g_assert_cmpuint (f->n_errors, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/today/rows-in-sight", ViewFixture, GUINT_TO_POINTER (1500), view_set_up, test_rows_in_sight,
              view_tear_down);
  g_test_add ("/today/after-a-failure", ViewFixture, GUINT_TO_POINTER (1500), view_set_up, test_after_a_failure,
              view_tear_down);

  return g_test_run ();
}
