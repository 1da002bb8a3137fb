#include "roster-watch.h"

#include "cy-child-store.h"
#include "cy-person-store.h"
#include "text/cy-text.h"

/* The roster as a list model: what it tells of changes. */

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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/roster-list/" name, RosterFixture, NULL, roster_set_up, func, roster_tear_down)
  ADD ("changes-are-told-truly", test_changes_are_told_truly);
  ADD ("one-change-is-told-as-one", test_one_change_is_told_as_one);
  ADD ("the-row-in-sight-stays", test_the_row_in_sight_stays);
  ADD ("late-answers-are-dropped", test_late_answers_are_dropped);
  ADD ("a-failure-is-told", test_a_failure_is_told);
#undef ADD

  return g_test_run ();
}
