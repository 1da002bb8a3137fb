#include "today-fixture.h"

#include "cy-enrolment-store.h"
#include "cy-scheme-store.h"
#include "today/cy-today-group.h"
#include "today/cy-today-row.h"

/* The page that opens by default, on an archive of fictional families. */

static gpointer
due_job (CyConn        *conn,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  return cy_care_due (conn, TODAY, 0, error);
}

static GArray *
due (ViewFixture *f)
{
  g_autoptr (GError) error = NULL;
  GArray *rows = cy_db_run (f->db, CY_DB_READ, due_job, NULL, NULL, &error);

  g_assert_no_error (error);
  return rows;
}

static CyTodayItem *
first_due (CyTodayPage *page)
{
  GListModel *groups = cy_today_page_get_groups (page);

  for (guint i = 0; i < g_list_model_get_n_items (groups); i++)
    {
      g_autoptr (CyTodayGroup) group = g_list_model_get_item (groups, i);

      if (cy_today_group_get_section (group) == CY_AGENDA_DUE)
        return g_list_model_get_item (G_LIST_MODEL (group), 0);
    }

  return NULL;
}

/* The page says what the engine says, no more and no less. */
static void
test_rows_are_the_engines (ViewFixture   *f,
                           gconstpointer  data)
{
  CyTodayPage *page = open_page (f);
  GListModel *groups = cy_today_page_get_groups (page);
  g_autoptr (GArray) rows = due (f);
  g_autoptr (GHashTable) expected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  CyAgendaSection before = CY_AGENDA_FOLLOW_UP;

  for (guint i = 0; i < rows->len; i++)
    {
      const CyDueRow *row = &g_array_index (rows, CyDueRow, i);

      if (row->state == CY_DUE_OVERDUE || row->state == CY_DUE_SOON)
        g_hash_table_add (expected,
                          g_strdup_printf ("%" G_GINT64_FORMAT " %x %d", row->child_id, row->kinds, row->due));
    }
  g_assert_cmpuint (g_hash_table_size (expected), >, 0);

  for (guint i = 0; i < g_list_model_get_n_items (groups); i++)
    {
      g_autoptr (CyTodayGroup) group = g_list_model_get_item (groups, i);
      CyDay last = G_MININT32;

      g_assert_cmpint (cy_today_group_get_section (group), >=, before);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (group)), >, 0);
      before = cy_today_group_get_section (group);
      for (guint j = 0; before == CY_AGENDA_DUE && j < g_list_model_get_n_items (G_LIST_MODEL (group)); j++)
        {
          g_autoptr (CyTodayItem) item = g_list_model_get_item (G_LIST_MODEL (group), j);
          const CyAgendaRow *row = cy_today_item_get_row (item);
          g_autofree char *key = g_strdup_printf ("%u %x %d", row->child_id, row->kinds, row->day);

          g_assert_true (g_hash_table_remove (expected, key));
          g_assert_cmpint (row->day, >=, last);
          last = row->day;
        }
    }
  g_assert_cmpuint (g_hash_table_size (expected), ==, 0);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static gboolean
is_in_sight (gpointer label)
{
  GtkWidget *list = gtk_widget_get_ancestor (label, GTK_TYPE_LIST_VIEW);
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (label, list, &bounds) && bounds.origin.y >= 0;
}

static void
test_heading_and_row (ViewFixture   *f,
                      gconstpointer  data)
{
  CyTodayPage *page = open_page (f);
  g_autoptr (CyTodayItem) first = first_due (page);
  GtkWidget *row = view_wait_for (GTK_WIDGET (page), CY_TYPE_TODAY_ROW, NULL);
  CyTodayItem *item = cy_today_row_get_item (CY_TODAY_ROW (row));
  GtkWidget *button = view_wait_for (GTK_WIDGET (page), GTK_TYPE_BUTTON, "Log");
  const char *title = cy_today_group_get_title (cy_today_item_get_group (item));
  GtkWidget *list = view_wait_for (GTK_WIDGET (page), GTK_TYPE_LIST_VIEW, NULL);
  GtkWidget *heading = view_wait_for (list, GTK_TYPE_LABEL, title);
  g_autoptr (GtkTooltip) tooltip = NULL;
  g_autofree char *label = NULL;
  g_autofree char *log = NULL;
  GtkWidget *place;
  gboolean tells = FALSE;

  g_assert_true (cy_agenda_row_equal (cy_today_item_get_row (item), cy_today_item_get_row (first)));
  view_wait (is_in_sight, heading);
  g_assert_true (is_mapped (row));
  label = cy_today_row_dup_label (CY_TODAY_ROW (row));
  log = g_strdup_printf ("Log a contact with %s", cy_today_item_get_texts (item)->name);
  g_assert_true (g_str_has_prefix (label, cy_today_item_get_texts (item)->name));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, log);

  /* Where there is no room for all of it, pointing at it tells the rest. */
  place = view_wait_for (row, GTK_TYPE_LABEL, cy_today_item_get_texts (item)->place);
  tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  g_assert_true (gtk_widget_get_has_tooltip (place));
  g_signal_emit_by_name (place, "query-tooltip", 1, 1, FALSE, tooltip, &tells);
  g_assert_true (tells);

  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (f->logged->len, ==, 1);
}

typedef struct {
  CyTodayPage *page;
  gint64 child_id;
  CyContactKinds kinds;
} Sought;

static gboolean
is_gone (gpointer data)
{
  const Sought *sought = data;
  GListModel *groups = cy_today_page_get_groups (sought->page);

  if (cy_today_page_is_loading (sought->page))
    return FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (groups); i++)
    {
      g_autoptr (CyTodayGroup) group = g_list_model_get_item (groups, i);

      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (group)); j++)
        {
          g_autoptr (CyTodayItem) item = g_list_model_get_item (G_LIST_MODEL (group), j);
          const CyAgendaRow *row = cy_today_item_get_row (item);

          if (row->section == CY_AGENDA_DUE && row->child_id == sought->child_id && row->kinds == sought->kinds)
            return FALSE;
        }
    }

  return TRUE;
}

typedef struct {
  guint n_signals;
  guint removed;
  guint added;
} Changes;

static void
count_changes (Changes *changes,
               guint    position,
               guint    removed,
               guint    added)
{
  changes->n_signals++;
  changes->removed += removed;
  changes->added += added;
}

/* What is logged goes from the list at once, and only that. */
static void
test_logging_removes_the_row (ViewFixture   *f,
                              gconstpointer  data)
{
  CyTodayPage *page = open_page (f);
  CyTodayItem *item = NULL;
  GListModel *groups = cy_today_page_get_groups (page);
  Sought sought = { .page = page };
  Changes changes = { 0 };
  g_autoptr (CyTodayGroup) group = NULL;
  CyAgendaRow row;

  /* A row that one contact settles. */
  for (guint i = 0; item == NULL && i < g_list_model_get_n_items (groups); i++)
    {
      g_autoptr (CyTodayGroup) each = g_list_model_get_item (groups, i);

      for (guint j = 0; item == NULL && j < g_list_model_get_n_items (G_LIST_MODEL (each)); j++)
        {
          g_autoptr (CyTodayItem) candidate = g_list_model_get_item (G_LIST_MODEL (each), j);
          const CyAgendaRow *it = cy_today_item_get_row (candidate);

          if (it->section == CY_AGENDA_DUE && it->count == 1 && g_list_model_get_n_items (G_LIST_MODEL (each)) > 1)
            item = g_steal_pointer (&candidate);
        }
    }
  g_assert_nonnull (item);
  row = *cy_today_item_get_row (item);
  group = g_object_ref (cy_today_item_get_group (item));
  sought.child_id = row.child_id;
  sought.kinds = row.kinds;
  g_signal_connect_swapped (group, "items-changed", G_CALLBACK (count_changes), &changes);

  cy_db_run (f->db, CY_DB_WRITE, log_job, &row, NULL, NULL);
  view_wait (is_gone, &sought);

  g_assert_cmpuint (changes.n_signals, ==, 1);
  g_assert_cmpuint (changes.removed, ==, 1);
  g_assert_cmpuint (changes.added, ==, 0);
  g_signal_handlers_disconnect_by_data (group, &changes);
  g_object_unref (item);
}

static void
test_another_day (ViewFixture   *f,
                  gconstpointer  data)
{
  CyTodayPage *page = open_page (f);
  g_autoptr (CyTodayItem) before = first_due (page);
  g_autoptr (CyTodayItem) after = NULL;

  cy_context_set_fixed_today (f->context, TODAY + 1);
  g_assert_true (cy_today_page_is_loading (page));
  view_wait (is_ready, page);

  after = first_due (page);
  g_assert_cmpint (cy_today_item_get_today (before), ==, TODAY);
  g_assert_cmpint (cy_today_item_get_today (after), ==, TODAY + 1);
}

/* What the list tells is what a view makes of it, at each moment. */

static void
follow (GListModel *group,
        guint       position,
        guint       removed,
        guint       added,
        GPtrArray  *mirror)
{
  g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror, (int) (position + i), g_list_model_get_item (group, position + i));

  g_assert_cmpuint (g_list_model_get_n_items (group), ==, mirror->len);
  for (guint i = 0; i < mirror->len; i++)
    {
      g_autoptr (CyTodayItem) item = g_list_model_get_item (group, i);

      g_assert_true (cy_agenda_row_equal (cy_today_item_get_row (item),
                                          cy_today_item_get_row (mirror->pdata[i])));
    }
  g_assert_null (g_list_model_get_item (group, mirror->len));
}

static void
test_exchange (ViewFixture   *f,
               gconstpointer  data)
{
  /* Rows of whose position the remainder by the first is the second stay away. */
  static const guint away[][2] = { { 1000, 5 }, { 2, 0 }, { 1000, 1000 }, { 3, 1 }, { 2, 1 }, { 1, 0 }, { 1000, 0 } };
  g_autoptr (CyAgenda) agenda = cy_db_run (f->db, CY_DB_READ, agenda_job, NULL, NULL, NULL);
  g_autoptr (CyTodayGroup) group = cy_today_group_new (&g_array_index (agenda->rows, CyAgendaRow, 0));
  g_autoptr (GPtrArray) mirror = g_ptr_array_new_with_free_func (g_object_unref);

  g_assert_cmpuint (agenda->rows->len, >, 4 * 64);
  g_signal_connect (group, "items-changed", G_CALLBACK (follow), mirror);
  for (guint i = 0; i < G_N_ELEMENTS (away); i++)
    {
      g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CyAgendaRow));

      for (guint j = 0; j < agenda->rows->len; j++)
        if (j % away[i][0] != away[i][1])
          g_array_append_val (rows, g_array_index (agenda->rows, CyAgendaRow, j));
      cy_today_group_set_rows (group, agenda, rows, 0, rows->len);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (group)), ==, rows->len);
      g_assert_cmpuint (mirror->len, ==, rows->len);
      for (guint j = 0; j < rows->len; j++)
        g_assert_true (cy_agenda_row_equal (cy_today_item_get_row (mirror->pdata[j]),
                                            &g_array_index (rows, CyAgendaRow, j)));
    }
  g_signal_handlers_disconnect_by_data (group, mirror);
}

static guint
n_rows_of (CyTodayPage *page,
           gint64       place_id)
{
  GListModel *groups = cy_today_page_get_groups (page);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (groups); i++)
    {
      g_autoptr (CyTodayGroup) group = g_list_model_get_item (groups, i);

      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (group)); j++)
        {
          g_autoptr (CyTodayItem) item = g_list_model_get_item (G_LIST_MODEL (group), j);
          const CyAgendaRow *row = cy_today_item_get_row (item);

          n += place_id == 0 || row->school_id == place_id || row->village_id == place_id;
        }
    }

  return n;
}

/* One place shows its rows and no others; all places are all rows again. */
static void
test_one_place (ViewFixture   *f,
                gconstpointer  data)
{
  CyTodayPage *page = open_page (f);
  g_autoptr (CyAgenda) agenda = cy_db_run (f->db, CY_DB_READ, agenda_job, NULL, NULL, NULL);
  GtkWidget *places = view_wait_for (GTK_WIDGET (page), GTK_TYPE_DROP_DOWN, NULL);
  guint n_all = n_rows_of (page, 0);

  g_assert_cmpuint (n_all, ==, agenda->rows->len);
  for (guint i = 0; i < agenda->places->len; i++)
    {
      gint64 id = g_array_index (agenda->places, CyAgendaPlace, i).id;
      guint n_here;

      gtk_drop_down_set_selected (GTK_DROP_DOWN (places), 0);
      g_assert_cmpuint (n_rows_of (page, 0), ==, n_all);
      n_here = n_rows_of (page, id);
      g_assert_cmpuint (n_here, >, 0);
      gtk_drop_down_set_selected (GTK_DROP_DOWN (places), i + 1);
      g_assert_cmpuint (n_rows_of (page, id), ==, n_here);
      g_assert_cmpuint (n_rows_of (page, 0), ==, n_here);
    }
}

static void
test_no_children (ViewFixture   *f,
                  gconstpointer  data)
{
  CyTodayPage *page = open_page (f);

  view_wait_for (GTK_WIDGET (page), ADW_TYPE_STATUS_PAGE, NULL);
  view_wait_for (GTK_WIDGET (page), GTK_TYPE_LABEL, "No Children Yet");
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(path, n, func) \
  g_test_add (path, ViewFixture, GUINT_TO_POINTER (n), view_set_up, func, view_tear_down)
  ADD ("/today/rows-are-the-engines", 40, test_rows_are_the_engines);
  ADD ("/today/heading-and-row", 40, test_heading_and_row);
  ADD ("/today/logging-removes-the-row", 40, test_logging_removes_the_row);
  ADD ("/today/another-day", 40, test_another_day);
  ADD ("/today/exchange", 1000, test_exchange);
  ADD ("/today/one-place", 40, test_one_place);
  ADD ("/today/no-children", 0, test_no_children);

  return g_test_run ();
}
