#include "people-fixture.h"

#include "cy-absence-store.h"
#include "cy-arrangement-store.h"
#include "cy-child-store.h"
#include "cy-flag-store.h"
#include "cy-flag.h"
#include "cy-person-store.h"
#include "cy-relation-store.h"
#include "cy-unit-store.h"

static void
test_round_trip (TestStore     *f,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyPerson) person = cy_person_new ();
  g_autoptr (CyPerson) loaded = NULL;
  g_autoptr (CyChild) child = cy_child_new ();
  g_autoptr (CyChild) loaded_child = NULL;
  CyUnit village = { .kind = CY_UNIT_VILLAGE, .name = (char *) "茨竹村" };
  gint64 id;

  person->name = g_strdup ("李明朗");
  person->pinyin = g_strdup ("li ming lang");
  person->sort_key = g_bytes_new ("key", 3);
  person->sex = CY_SEX_MALE;
  person->birth = cy_day_from_ymd (2015, 3, 5);
  person->birth_precision = CY_DATE_MONTH;
  person->lunar_birthday = g_strdup ("01-15");
  person->id_number = g_strdup ("150902202208186685");
  person->phone = g_strdup ("13918600730");
  person->address = g_strdup ("茨竹村三组");
  child->village_id = cy_unit_ensure_filled (f->conn, &village, &error);
  child->hobbies = g_strdup ("画画");
  child->poor = CY_POOR_ALLOWANCE | CY_POOR_REGISTERED;
  child->enrolled_on = TODAY;
  id = cy_child_insert (f->conn, person, child, &error);
  g_assert_no_error (error);

  loaded = cy_person_load (f->conn, id, &error);
  loaded_child = cy_child_load (f->conn, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (loaded->name, ==, person->name);
  g_assert_cmpstr (loaded->pinyin, ==, person->pinyin);
  g_assert_true (g_bytes_equal (loaded->sort_key, person->sort_key));
  g_assert_true (loaded->is_child);
  g_assert_cmpint (loaded->birth, ==, person->birth);
  g_assert_cmpint (loaded->birth_precision, ==, CY_DATE_MONTH);
  g_assert_cmpstr (loaded->lunar_birthday, ==, "01-15");
  g_assert_cmpstr (loaded->address, ==, person->address);
  g_assert_cmpint (loaded_child->village_id, ==, child->village_id);
  g_assert_cmpstr (loaded_child->hobbies, ==, "画画");
  g_assert_cmpuint (loaded_child->poor, ==, child->poor);
  g_assert_cmpint (loaded_child->enrolled_on, ==, TODAY);
  g_assert_cmpint (loaded_child->left_on, ==, CY_DAY_NONE);
  g_assert_cmpint (cy_unit_ensure_filled (f->conn, &village, &error), ==, child->village_id);
}

static void
test_an_update_records_what_changed (TestStore     *f,
                                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = add_child (f->conn, "李明朗", cy_day_from_ymd (2015, 3, 5));
  g_autoptr (CyPerson) person = cy_person_load (f->conn, id, &error);
  g_autoptr (CyChild) child = cy_child_load (f->conn, id, &error);
  gint64 n_before, n_after;
  CyStmt *st;

  cy_conn_int64 (f->conn, &error, &n_before, "SELECT count(*) FROM change", NULL);
  g_free (person->address);
  person->address = g_strdup ("新村");
  g_assert_true (cy_child_update (f->conn, person, child, TODAY, &error));
  g_assert_no_error (error);
  cy_conn_int64 (f->conn, &error, &n_after, "SELECT count(*) FROM change", NULL);
  g_assert_cmpint (n_after, ==, n_before + 1);

  st = cy_conn_query (f->conn, &error, "SELECT tbl, before, after FROM change ORDER BY id DESC LIMIT 1", NULL);
  g_assert_true (cy_stmt_step (st, &error));
  g_assert_cmpstr (cy_stmt_text (st, 0), ==, "person");
  g_assert_cmpstr (cy_stmt_text (st, 1), ==, "{\"address\":null}");
  g_assert_cmpstr (cy_stmt_text (st, 2), ==, "{\"address\":\"新村\"}");
  cy_stmt_reset (st);
}

static void
test_a_stale_update_is_refused (TestStore     *f,
                                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = add_child (f->conn, "李明朗", cy_day_from_ymd (2015, 3, 5));
  g_autoptr (CyPerson) mine = cy_person_load (f->conn, id, &error);
  g_autoptr (CyPerson) theirs = cy_person_load (f->conn, id, &error);

  theirs->note = g_strdup ("一");
  g_assert_true (cy_person_update (f->conn, theirs, &error));
  mine->note = g_strdup ("二");
  g_assert_false (cy_person_update (f->conn, mine, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_CONFLICT);
}

static void
test_mending_resolves_flags (TestStore     *f,
                             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = add_child (f->conn, "李明朗", cy_day_from_ymd (2022, 8, 18));
  g_autoptr (CyPerson) person = NULL;
  g_autoptr (CyChild) child = cy_child_load (f->conn, id, &error);
  g_autoptr (GPtrArray) flags = NULL;

  cy_flag_raise (f->conn, id, CY_FLAG_ID_DAMAGED, "1.50902E+17", &error);
  cy_flag_raise (f->conn, id, CY_FLAG_ID_DAMAGED, "again", &error);
  cy_flag_raise (f->conn, id, CY_FLAG_ABUSE, NULL, &error);
  flags = cy_flag_list (f->conn, id, FALSE, &error);
  g_assert_cmpuint (flags->len, ==, 2);

  person = cy_person_load (f->conn, id, &error);
  person->note = g_strdup ("no number yet");
  g_assert_true (cy_child_update (f->conn, person, child, TODAY, &error));
  g_ptr_array_unref (flags);
  flags = cy_flag_list (f->conn, id, FALSE, &error);
  g_assert_cmpuint (flags->len, ==, 2);

  /* A wrong digit: one problem makes room for another. */
  cy_person_free (person);
  person = cy_person_load (f->conn, id, &error);
  person->id_number = g_strdup ("150902202208186686");
  g_assert_true (cy_child_update (f->conn, person, child, TODAY, &error));
  g_ptr_array_unref (flags);
  flags = cy_flag_list (f->conn, id, FALSE, &error);
  g_assert_cmpuint (flags->len, ==, 2);
  g_assert_cmpstr (((CyFlag *) g_ptr_array_index (flags, 0))->code, ==, CY_FLAG_ID_CHECKSUM);

  cy_person_free (person);
  person = cy_person_load (f->conn, id, &error);
  g_free (person->id_number);
  person->id_number = g_strdup ("150902202208186685");
  g_assert_true (cy_child_update (f->conn, person, child, TODAY, &error));
  g_assert_no_error (error);
  g_ptr_array_unref (flags);
  flags = cy_flag_list (f->conn, id, FALSE, &error);
  g_assert_cmpuint (flags->len, ==, 1);
  g_assert_cmpstr (((CyFlag *) g_ptr_array_index (flags, 0))->code, ==, CY_FLAG_ABUSE);
}

/* A guardian's wrong phone is a problem of each child, until it is mended. */
static void
test_mending_a_relative (TestStore     *f,
                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 children[2];
  gint64 guardian = 0;

  for (int i = 0; i < 2; i++)
    {
      children[i] = add_child (f->conn, "李明", cy_day_from_ymd (2015, 3, 5));
      if (i == 0)
        guardian = add_relative (f->conn, children[0], "王秀英", "祖母", CY_RELATION_GUARDIAN, TRUE);
      else
        relate (f->conn, children[1], guardian, CY_RELATION_GUARDIAN);
    }
  for (int mended = 0; mended < 2; mended++)
    {
      set_phone (f->conn, guardian, mended ? "13918600730" : "1391860073");
      g_assert_true (cy_child_recheck_of (f->conn, guardian, TODAY, &error));
      g_assert_no_error (error);
      for (int i = 0; i < 2; i++)
        {
          g_autoptr (GPtrArray) flags = cy_flag_list (f->conn, children[i], FALSE, &error);

          g_assert_cmpuint (flags->len, ==, mended ? 0 : 1);
        }
    }
}

static void
test_one_primary_guardian (TestStore     *f,
                           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) relations = NULL;
  gint64 id = add_child (f->conn, "李明朗", cy_day_from_ymd (2015, 3, 5));
  g_autoptr (CyRelation) second = cy_relation_new ();
  gint64 second_id;

  add_relative (f->conn, id, "李大山", "祖父", CY_RELATION_GUARDIAN, TRUE);
  second->child_id = id;
  second->person_id = add_relative (f->conn, id, "王秀英", "祖母", CY_RELATION_EMERGENCY, FALSE);
  second->role = CY_RELATION_GUARDIAN;
  second->is_primary = TRUE;
  g_assert_cmpint (cy_relation_insert (f->conn, second, &error), ==, 0);
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_EXISTS);
  g_clear_error (&error);

  second->is_primary = FALSE;
  second_id = cy_relation_insert (f->conn, second, &error);
  g_assert_true (cy_relation_set_primary (f->conn, second_id, &error));
  g_assert_no_error (error);
  relations = cy_relation_list (f->conn, id, &error);
  g_assert_cmpuint (relations->len, ==, 3);
  g_assert_cmpstr (((CyRelation *) g_ptr_array_index (relations, 0))->person->name, ==, "王秀英");
  g_assert_true (((CyRelation *) g_ptr_array_index (relations, 0))->is_primary);
}

static void
test_reversed_dates_are_refused (TestStore     *f,
                                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyAbsence) absence = cy_absence_new ();

  absence->person_id = add_child (f->conn, "李明朗", CY_DAY_NONE);
  absence->from = TODAY;
  absence->to = TODAY - 1;
  g_assert_cmpint (cy_absence_insert (f->conn, absence, &error), ==, 0);
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_CONSTRAINT);
}

/* Undoing an import deletes many; none of them may cost a pass over a table that refers to
 * persons or contacts. A partial index is of no use for that. */
static void
test_references_are_indexed (TestStore     *f,
                             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;
  CyStmt *st = cy_conn_query (f->conn, &error,
                              "SELECT t.name, k.\"from\", "
                              "  EXISTS (SELECT 1 FROM pragma_table_info(t.name) AS c "
                              "          WHERE c.name = k.\"from\" AND c.pk) OR "
                              "  EXISTS (SELECT 1 FROM pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS n "
                              "          WHERE NOT i.partial AND n.seqno = 0 AND n.name = k.\"from\") "
                              "FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS k "
                              "WHERE t.type = 'table' AND k.\"table\" IN ('person', 'contact')",
                              NULL);

  while (st != NULL && cy_stmt_step (st, &error))
    {
      if (!cy_stmt_int (st, 2))
        g_error ("%s.%s has no index of its own", cy_stmt_text (st, 0), cy_stmt_text (st, 1));
      n++;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n, >, 10);
}

static void
test_bin (TestStore     *f,
          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = add_child (f->conn, "李明朗", CY_DAY_NONE), missing = 4711;
  g_autoptr (CyPerson) binned = NULL;

  g_assert_true (cy_child_bin (f->conn, &id, 1, &error));
  binned = cy_person_load (f->conn, id, &error);
  g_assert_true (binned->deleted);
  g_assert_true (cy_child_restore (f->conn, &id, 1, &error));
  g_assert_no_error (error);
  g_assert_false (cy_child_bin (f->conn, &missing, 1, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND);
}

/* Whoever is there already is left alone, and so is all else. */
static void
test_move (TestStore     *f,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 ids[] = { add_child (f->conn, "李明朗", CY_DAY_NONE), add_child (f->conn, "李明月", CY_DAY_NONE) };
  g_autoptr (CyChild) moved = NULL;
  g_autoptr (CyChild) left = NULL;
  gint64 n;

  cy_conn_script (f->conn, "INSERT INTO unit (id, kind, name, sort_key) VALUES (1, 4, 'School', x'01'), (2, 5, 'Class', x'02')",
                  &error);
  g_assert_true (cy_child_move (f->conn, ids, 1, 1, 2, &error));
  g_assert_true (cy_child_move (f->conn, ids, 2, 1, 2, &error));
  moved = cy_child_load (f->conn, ids[1], &error);
  g_assert_cmpint (moved->school_id, ==, 1);
  g_assert_cmpint (moved->class_id, ==, 2);
  g_assert_true (cy_conn_int64 (f->conn, &error, &n, "SELECT count(*) FROM change WHERE tbl = 'child' AND op = 'U'", NULL));
  g_assert_cmpint (n, ==, 2);

  g_assert_true (cy_child_move (f->conn, ids, 1, 0, 0, &error));
  left = cy_child_load (f->conn, ids[0], &error);
  g_assert_cmpint (left->school_id, ==, 0);
  g_assert_cmpint (left->class_id, ==, 0);
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/people/" name, TestStore, NULL, people_set_up, func, people_tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("an-update-records-what-changed", test_an_update_records_what_changed);
  ADD ("a-stale-update-is-refused", test_a_stale_update_is_refused);
  ADD ("mending-resolves-flags", test_mending_resolves_flags);
  ADD ("mending-a-relative", test_mending_a_relative);
  ADD ("one-primary-guardian", test_one_primary_guardian);
  ADD ("reversed-dates-are-refused", test_reversed_dates_are_refused);
  ADD ("references-are-indexed", test_references_are_indexed);
  ADD ("bin", test_bin);
  ADD ("move", test_move);
  return g_test_run ();
}
