#include "roster-fixture.h"

#include "cy-child-store.h"
#include "cy-person-store.h"
#include "cy-roster.h"
#include "text/cy-text.h"

/* The roster as a list model: what it tells of changes, and what it reads. */

/* A view that holds the row of each place, as it is told. */
typedef struct {
  CyRoster *roster;
  GPtrArray *rows;              /* CyRosterRow */
  guint n_signals;
  guint n_told;                 /* items removed and added, together */
} Watch;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Watch      *watch)
{
  g_assert_cmpuint (position + removed, <=, watch->rows->len);
  if (removed > 0)
    g_ptr_array_remove_range (watch->rows, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (watch->rows, (int) (position + i), g_list_model_get_item (model, position + i));
  g_assert_cmpuint (watch->rows->len, ==, g_list_model_get_n_items (model));
  watch->n_signals++;
  watch->n_told += removed + added;
}

static void
watch_init (Watch    *watch,
            CyRoster *roster)
{
  *watch = (Watch) { roster, g_ptr_array_new_with_free_func (g_object_unref) };
  g_signal_connect (roster, "items-changed", G_CALLBACK (items_changed_cb), watch);
}

static void
watch_clear (Watch *watch)
{
  g_signal_handlers_disconnect_by_data (watch->roster, watch);
  g_ptr_array_unref (watch->rows);
}

static gboolean
find (CyRoster *roster,
      gint64    id,
      guint    *position)
{
  for (*position = 0; *position < cy_roster_get_count (roster); (*position)++)
    if (cy_roster_get_id (roster, *position) == id)
      return TRUE;

  return FALSE;
}

/* Each place has the row of the child who stands there. */
static void
assert_rows_in_place (const Watch *watch)
{
  guint n_ids;
  const guint32 *ids = cy_roster_get_ids (watch->roster, &n_ids);

  g_assert_cmpuint (watch->rows->len, ==, n_ids);
  for (guint i = 0; i < n_ids; i++)
    g_assert_cmpint (cy_roster_row_get_id (watch->rows->pdata[i]), ==, ids[i]);
}

static void
wait_for (CyRoster *roster)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  /* Its end follows its answer a few rows at a time. */
  while ((cy_roster_get_busy (roster) ||
          g_list_model_get_n_items (G_LIST_MODEL (roster)) != cy_roster_get_count (roster)) &&
         g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (cy_roster_get_busy (roster));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (roster)), ==, cy_roster_get_count (roster));
}

static void
iterate_until_loaded (CyRosterRow *row)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (cy_roster_row_get_loading (row) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (cy_roster_row_get_loading (row));
}

static const char *
name_of (RosterFixture *f,
         gint64         id)
{
  for (guint i = 0; i < f->records->len; i++)
    if (g_array_index (f->records, RosterRecord, i).id == id)
      return g_array_index (f->records, RosterRecord, i).person->name;

  return NULL;
}

static void
test_changes_are_told_truly (RosterFixture *f,
                             gconstpointer  data)
{
  g_autoptr (CyRoster) roster = cy_roster_new (f->db);
  guint n_ids_before = 0;
  Watch watch;

  watch_init (&watch, roster);
  wait_for (roster);
  for (int i = 0; i < 60; i++)
    {
      g_autoptr (CyRosterQuery) query = random_query (f);
      g_autoptr (GArray) expected = slow_answer (f, query);
      guint n_ids;
      const guint32 *ids;

      cy_roster_set_view (roster, i % 5 == 0 ? n_ids_before / 2 : 0, 30);
      cy_roster_set_query (roster, query);
      /* Now and then the next question comes before the end of the list has followed. */
      while (cy_roster_get_busy (roster))
        g_main_context_iteration (NULL, TRUE);
      if (i % 3 != 0)
        {
          wait_for (roster);
          assert_rows_in_place (&watch);
        }
      ids = cy_roster_get_ids (roster, &n_ids);
      n_ids_before = n_ids;
      assert_same (query, expected, ids, n_ids);
    }
  wait_for (roster);
  assert_rows_in_place (&watch);
  for (guint i = 0; i < watch.rows->len; i += 20)
    {
      CyRosterRow *row = watch.rows->pdata[i];

      iterate_until_loaded (row);
      g_assert_cmpstr (cy_roster_row_get_name (row), ==, name_of (f, cy_roster_row_get_id (row)));
    }
  watch_clear (&watch);
}

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

typedef struct {
  gint64 id;
  const char *name;
} Renaming;

static gpointer
rename_child (CyConn        *conn,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  Renaming *renaming = data;
  g_autoptr (CyPerson) person = cy_person_load (conn, renaming->id, error);

  g_free (person->name);
  person->name = g_strdup (renaming->name);
  cy_text_fill_person (person);
  cy_person_update (conn, person, error);

  return NULL;
}

static void
wait_for_name (CyRosterRow *row,
               const char  *name)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (g_strcmp0 (cy_roster_row_get_name (row), name) != 0 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (cy_roster_row_get_name (row), ==, name);
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

/* A child that changes costs the view at most two items, wherever it goes. */
static void
test_one_change_is_told_as_one (RosterFixture *f,
                                gconstpointer  data)
{
  static const char * const names[] = { "啊啊", "做做", "明明", "啊啊" };
  g_autoptr (GError) error = NULL;
  g_autoptr (CyRoster) roster = cy_roster_new (f->db);
  g_autoptr (CyRosterRow) row = NULL;
  Watch watch;
  gint64 id;

  watch_init (&watch, roster);
  wait_for (roster);
  row = g_list_model_get_item (G_LIST_MODEL (roster), 500);
  id = cy_roster_row_get_id (row);
  iterate_until_loaded (row);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Renaming renaming = { id, names[i] };
      guint position;

      watch.n_told = 0;
      cy_db_run (f->db, CY_DB_WRITE, rename_child, &renaming, NULL, &error);
      g_assert_no_error (error);
      wait_for_name (row, names[i]);
      wait_for (roster);
      g_assert_cmpuint (watch.n_told, ==, 2);
      g_assert_true (find (roster, id, &position));
      g_assert_cmpint (cy_roster_row_get_id (watch.rows->pdata[position]), ==, id);
    }
  assert_rows_in_place (&watch);

  /* A change that moves nothing is told by the row alone. */
  {
    Renaming renaming = { id, "啊啊 " };

    watch.n_signals = 0;
    cy_db_run (f->db, CY_DB_WRITE, rename_child, &renaming, NULL, &error);
    wait_for_name (row, "啊啊 ");
    wait_for (roster);
    g_assert_cmpuint (watch.n_signals, ==, 0);
  }
  watch_clear (&watch);
}

static gpointer
bin_children (CyConn        *conn,
              gpointer       ids,
              GCancellable  *cancellable,
              GError       **error)
{
  GArray *array = ids;

  cy_child_bin (conn, (const gint64 *) (gpointer) array->data, array->len, error);
  return NULL;
}

/* However many children go, above and below: a row in sight stays the same row, and the view is not told of it. */
static void
test_the_row_in_sight_stays (RosterFixture *f,
                             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyRoster) roster = cy_roster_new (f->db);
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  CyRosterRow *seen;
  guint n, position;
  Watch watch;

  watch_init (&watch, roster);
  wait_for (roster);
  n = cy_roster_get_count (roster);
  seen = watch.rows->pdata[n / 2];
  cy_roster_set_view (roster, n / 2 - 1, 30);
  for (guint i = 0; i < n; i += 3)
    {
      gint64 id = cy_roster_get_id (roster, i);

      if (id != cy_roster_row_get_id (seen))
        g_array_append_val (gone, id);
    }
  cy_db_run (f->db, CY_DB_WRITE, bin_children, gone, NULL, &error);
  g_assert_no_error (error);
  while (cy_roster_get_count (roster) == n)
    g_main_context_iteration (NULL, TRUE);
  wait_for (roster);

  g_assert_cmpuint (cy_roster_get_count (roster), ==, n - gone->len);
  assert_rows_in_place (&watch);
  g_assert_true (find (roster, cy_roster_row_get_id (seen), &position));
  g_assert_true (watch.rows->pdata[position] == seen);
  watch_clear (&watch);
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

static gboolean
tick_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* The answer that a newer question has overtaken is not shown, and a roster may go while its
 * answers are on their way. */
static void
test_late_answers_are_dropped (RosterFixture *f,
                               gconstpointer  data)
{
  CyRoster *roster = cy_roster_new (f->db);
  g_autoptr (CyRosterQuery) last = NULL;
  g_autoptr (GArray) expected = NULL;
  const guint32 *ids;
  guint n_ids;
  gboolean over = FALSE;

  for (int i = 0; i < 30; i++)
    {
      g_clear_pointer (&last, cy_roster_query_free);
      last = random_query (f);
      cy_roster_set_query (roster, last);
    }
  expected = slow_answer (f, last);
  wait_for (roster);
  ids = cy_roster_get_ids (roster, &n_ids);
  assert_same (last, expected, ids, n_ids);

  for (guint i = 0; i < n_ids; i += 3)
    g_object_unref (g_list_model_get_item (G_LIST_MODEL (roster), i));
  last->descending = !last->descending;
  cy_roster_set_query (roster, last);
  g_object_unref (roster);
  g_timeout_add (50, tick_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
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

static gpointer
rename_table (CyConn        *conn,
              gpointer       sql,
              GCancellable  *cancellable,
              GError       **error)
{
  cy_conn_script (conn, sql, error);
  return NULL;
}

static void
failed_cb (CyRoster *roster,
           GError   *error,
           guint    *n_failed)
{
  g_assert_nonnull (error);
  (*n_failed)++;
}

/* What could not be read is told, and nobody is shown in place of those who were asked for. */
static void
test_a_failure_is_told (RosterFixture *f,
                        gconstpointer  data)
{
  g_autoptr (CyRoster) roster = cy_roster_new (f->db);
  g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
  g_autoptr (GArray) expected = NULL;
  g_autoptr (GError) error = NULL;
  const guint32 *ids;
  guint n_failed = 0, n_ids;

  g_signal_connect (roster, "failed", G_CALLBACK (failed_cb), &n_failed);
  wait_for (roster);
  cy_db_run (f->db, CY_DB_WRITE, rename_table, (gpointer) "ALTER TABLE flag RENAME TO lost", NULL, &error);
  g_assert_no_error (error);
  query->flag = g_strdup (CY_ROSTER_ANY_FLAG);
  cy_roster_set_query (roster, query);
  wait_for (roster);
  g_assert_cmpuint (n_failed, ==, 1);
  g_assert_true (cy_roster_get_failed (roster));
  g_assert_cmpuint (cy_roster_get_count (roster), ==, 0);

  cy_db_run (f->db, CY_DB_WRITE, rename_table, (gpointer) "ALTER TABLE lost RENAME TO flag", NULL, &error);
  g_assert_no_error (error);
  query->descending = TRUE;
  expected = slow_answer (f, query);
  cy_roster_set_query (roster, query);
  wait_for (roster);
  ids = cy_roster_get_ids (roster, &n_ids);
  assert_same (query, expected, ids, n_ids);
  g_assert_cmpuint (n_failed, ==, 1);
  g_assert_false (cy_roster_get_failed (roster));
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
#define ADD(name, func) g_test_add ("/roster-list/" name, RosterFixture, NULL, roster_set_up, func, roster_tear_down)
  ADD ("changes-are-told-truly", test_changes_are_told_truly);
  ADD ("rows-are-read-once", test_rows_are_read_once);
  ADD ("one-change-is-told-as-one", test_one_change_is_told_as_one);
  ADD ("the-row-in-sight-stays", test_the_row_in_sight_stays);
  ADD ("cells-in-sight-are-true", test_cells_in_sight_are_true);
  ADD ("late-answers-are-dropped", test_late_answers_are_dropped);
  ADD ("a-failure-is-told", test_a_failure_is_told);
  ADD ("waiting-rows-are-read", test_waiting_rows_are_read);
  return g_test_run ();
}
