#include "roster-watch.h"

#include "cy-child-store.h"
#include "cy-person-store.h"
#include "text/cy-text.h"

/* The rows of the roster: when they are read, and what their cells show meanwhile. */

static void
test_rows_are_read_once (RosterFixture *f,
                         gconstpointer  data)
{
  g_autoptr (CyRoster) roster = cy_roster_new (f->db);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  CyRosterRow *again;

  wait_for (roster);
  for (guint i = 0; i < 205; i++)
    g_ptr_array_add (rows, g_list_model_get_item (G_LIST_MODEL (roster), i));
  again = g_list_model_get_item (G_LIST_MODEL (roster), 7);
  g_assert_true (again == g_ptr_array_index (rows, 7));
  g_object_unref (again);
  /* What is in sight at first comes with the answer. */
  g_assert_false (cy_roster_row_get_loading (g_ptr_array_index (rows, 0)));
  g_assert_true (cy_roster_row_get_loading (g_ptr_array_index (rows, 200)));
  for (guint i = 0; i < rows->len; i++)
    iterate_until_loaded (g_ptr_array_index (rows, i));

  for (guint i = 0; i < rows->len; i++)
    {
      CyRosterRow *row = g_ptr_array_index (rows, i);
      RosterRecord *record = NULL;

      for (guint k = 0; k < f->records->len && record == NULL; k++)
        if (g_array_index (f->records, RosterRecord, k).id == cy_roster_row_get_id (row))
          record = &g_array_index (f->records, RosterRecord, k);
      g_assert_cmpstr (cy_roster_row_get_name (row), ==, record->person->name);
      g_assert_cmpint (cy_roster_row_get_birth (row), ==, record->person->birth);
      g_assert_cmpstr (cy_roster_row_get_guardian_phone (row), ==, record->phone_of_relative);
      g_assert_cmpuint (cy_roster_row_get_n_flags (row), ==, record->flagged ? 1 : 0);
      if (record->child->village_id != 0)
        g_assert_cmpstr (cy_roster_row_get_village (row), ==, unit_of (f, record->child->village_id)->name);
    }

  /* Asked for again after they have died: nothing is read, they are there at once. */
  g_ptr_array_set_size (rows, 0);
  again = g_list_model_get_item (G_LIST_MODEL (roster), 100);
  g_assert_false (cy_roster_row_get_loading (again));
  g_object_unref (again);
}

static void
wait_for_phone (CyRosterRow *row,
                const char  *phone)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (g_strcmp0 (cy_roster_row_get_guardian_phone (row), phone) != 0 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (cy_roster_row_get_guardian_phone (row), ==, phone);
}

/* What the cell of a row shows: what the row was when it last told of itself. */
typedef struct {
  CyRosterRow *row;
  gint64 shown;                 /* id; 0 for an empty row */
} Cell;

static void
update_cell (CyRosterRow *row,
             Cell        *cell)
{
  cell->shown = cy_roster_row_get_loading (row) ? 0 : cy_roster_row_get_id (row);
}

static void
cell_clear (Cell *cell)
{
  g_signal_handlers_disconnect_by_data (cell->row, cell);
  g_object_unref (cell->row);
}

static GArray *
make_cells (CyRoster *roster,
            guint     n)
{
  GArray *cells = g_array_sized_new (FALSE, TRUE, sizeof (Cell), n);

  g_array_set_clear_func (cells, (GDestroyNotify) cell_clear);
  g_array_set_size (cells, n);
  for (guint i = 0; i < n; i++)
    g_array_index (cells, Cell, i).row = g_list_model_get_item (G_LIST_MODEL (roster), i);
  for (guint i = 0; i < n; i++)
    {
      Cell *cell = &g_array_index (cells, Cell, i);

      iterate_until_loaded (cell->row);
      g_signal_connect (cell->row, "changed", G_CALLBACK (update_cell), cell);
      update_cell (cell->row, cell);
    }

  return cells;
}

/* A cell in sight shows its own row's child, or nothing yet. */
static void
assert_true_cells (GArray *cells,
                   guint   first,
                   guint   n)
{
  for (guint i = first; i < first + n; i++)
    {
      const Cell *cell = &g_array_index (cells, Cell, i);

      g_assert_true (cell->shown == 0 || cell->shown == cy_roster_row_get_id (cell->row));
    }
}

/* When the rows become those of other children, no cell that is in sight shows the child from before; those out of
 * sight follow by and by. */
static void
test_cells_in_sight_are_true (RosterFixture *f,
                              gconstpointer  data)
{
  g_autoptr (CyRoster) roster = cy_roster_new (f->db);
  g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
  g_autoptr (GArray) cells = NULL;
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  guint n_shown = 0;

  cy_roster_set_view (roster, 0, 20);
  wait_for (roster);
  cells = make_cells (roster, 205);
  /* The last of these rows are past the end of what is found. */
  query->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < 150; i++)
    {
      gint64 id = cy_roster_get_id (roster, 2 * i + 1);

      g_array_append_val (query->ids, id);
    }
  cy_roster_set_query (roster, query);
  while (cy_roster_get_busy (roster))
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 20; i++)
    g_assert_cmpint (g_array_index (cells, Cell, i).shown, ==, cy_roster_get_id (roster, i));
  cy_roster_set_view (roster, 90, 20);
  assert_true_cells (cells, 90, 20);
  cy_roster_set_view (roster, 140, 20);
  assert_true_cells (cells, 140, 20);

  do
    {
      g_main_context_iteration (NULL, TRUE);
      for (n_shown = 0; n_shown < cells->len; n_shown++)
        {
          const Cell *cell = &g_array_index (cells, Cell, n_shown);

          if (cell->shown != (n_shown < 150 ? cy_roster_row_get_id (cell->row) : 0))
            break;
        }
    }
  while (n_shown < cells->len && g_get_monotonic_time () < end);
  g_assert_cmpuint (n_shown, ==, cells->len);
}

static gpointer
change_phones (CyConn        *conn,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  cy_conn_run (conn, error, "UPDATE person SET phone = ? WHERE NOT is_child", "t", data);
  return NULL;
}

/* After a change the rows out of sight are read by and by. Another question in the meantime lets none be forgotten,
 * and a row that somebody holds may outlive its place and its list. */
static void
test_waiting_rows_are_read (RosterFixture *f,
                            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
  g_autoptr (CyRosterRow) last = NULL;
  char phone[] = "13900001234";
  CyRoster *roster = cy_roster_new (f->db);
  guint n, n_called = 0;
  Watch watch;

  watch_init (&watch, roster);
  wait_for (roster);
  n = cy_roster_get_count (roster);
  for (guint i = 0; i < n; i++)
    iterate_until_loaded (watch.rows->pdata[i]);

  cy_db_run (f->db, CY_DB_WRITE, change_phones, phone, NULL, &error);
  g_assert_no_error (error);
  while (!cy_roster_get_busy (roster))
    g_main_context_iteration (NULL, TRUE);
  wait_for (roster);

  /* All but the last one, in the same places. */
  query->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i + 1 < n; i++)
    {
      gint64 id = cy_roster_get_id (roster, i);

      g_array_append_val (query->ids, id);
    }
  last = g_object_ref (watch.rows->pdata[n - 1]);
  cy_roster_set_query (roster, query);
  wait_for (roster);
  g_assert_cmpuint (cy_roster_get_count (roster), ==, n - 1);

  for (guint i = 0; i < n - 1; i++)
    if (cy_roster_row_get_guardian_phone (watch.rows->pdata[i]) != NULL)
      {
        wait_for_phone (watch.rows->pdata[i], phone);
        n_called++;
      }
  g_assert_cmpuint (n_called, >, 200);

  query->descending = TRUE;
  cy_roster_set_query (roster, query);
  wait_for (roster);
  assert_rows_in_place (&watch);
  watch_clear (&watch);
  g_object_unref (roster);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/roster-rows/" name, RosterFixture, NULL, roster_set_up, func, roster_tear_down)
  ADD ("rows-are-read-once", test_rows_are_read_once);
  ADD ("cells-in-sight-are-true", test_cells_in_sight_are_true);
  ADD ("waiting-rows-are-read", test_waiting_rows_are_read);
#undef ADD

  return g_test_run ();
}
