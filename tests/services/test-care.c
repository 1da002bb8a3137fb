#include "care-fixture.h"

#include "cy-contact-store.h"
#include "cy-follow-up-store.h"
#include "cy-scheme-store.h"
#include "cy-term-store.h"

/* Care in the database: what is stored, what is read from it, and that both agree. */

/* As undoing its deletion does. */
static gboolean
restore (CyConn  *conn,
         gint64   contact_id,
         GError **error)
{
  return cy_conn_run (conn, error, "UPDATE contact SET deleted_at = NULL WHERE id = ?", "i", contact_id);
}

static void
test_logging_moves_the_due_day (CareFixture   *f,
                                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 child = add_child (f->conn);
  gint64 scheme = add_scheme (f->conn, "T14", CY_WINDOW_ROLLING, 14);
  g_autoptr (CyContact) talk = talk_with (child, "2026-09-10");
  g_autoptr (CyContact) stored = NULL;
  gint64 id;

  g_assert_cmpint (cy_care_enrol (f->conn, scheme, &child, 1, DAY ("2026-09-01"), &error), ==, 1);
  g_assert_cmpint (cy_care_enrol (f->conn, scheme, &child, 1, DAY ("2026-09-05"), &error), ==, 0);
  g_assert_no_error (error);
  assert_due (f->conn, child, "2026-09-10", "T14 open 2026-09-15");

  id = cy_care_log_contact (f->conn, talk, &error);
  g_assert_no_error (error);
  assert_due (f->conn, child, "2026-09-10", "T14 open 2026-09-24");

  /* A failed attempt is kept and does not count. */
  stored = cy_contact_load (f->conn, id, &error);
  g_assert_no_error (error);
  stored->reached = FALSE;
  g_assert_true (cy_care_edit_contact (f->conn, stored, &error));
  assert_due (f->conn, child, "2026-09-10", "T14 open 2026-09-15");
  stored->reached = TRUE;
  stored->date = DAY ("2026-09-09");
  g_assert_true (cy_care_edit_contact (f->conn, stored, &error));
  assert_due (f->conn, child, "2026-09-10", "T14 open 2026-09-23");

  g_assert_true (cy_contact_bin (f->conn, id, &error));
  assert_due (f->conn, child, "2026-09-10", "T14 open 2026-09-15");
  g_assert_true (restore (f->conn, id, &error));
  g_assert_cmpint (cy_care_pause (f->conn, child, DAY ("2026-09-10"), DAY ("2026-09-12"), "生病", &error), >, 0);
  assert_due (f->conn, child, "2026-09-15", "T14 open 2026-09-26");
  g_assert_no_error (error);
}

static void
test_one_entry_counts_for_siblings (CareFixture   *f,
                                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 children[] = { add_child (f->conn), add_child (f->conn), add_child (f->conn) };
  gint64 guardian = add_guardian (f->conn);
  gint64 scheme = add_scheme (f->conn, "M", CY_WINDOW_MONTH, 0);
  g_autoptr (CyContact) talk = talk_with (children[0], "2026-09-10");
  g_autoptr (CyContact) stored = NULL;
  g_autoptr (GPtrArray) follow_ups = NULL;
  g_autoptr (GPtrArray) after_edit = NULL;
  gint64 id;

  g_assert_cmpint (cy_care_enrol (f->conn, scheme, NULL, 0, DAY ("2026-09-01"), &error), ==, 3);
  cy_contact_add_participant (talk, children[1], TRUE);
  cy_contact_add_participant (talk, children[2], FALSE);
  cy_contact_add_participant (talk, guardian, TRUE);
  talk->follow_up_date = DAY ("2026-09-20");
  talk->follow_up_text = g_strdup ("再问一次作业");
  id = cy_care_log_contact (f->conn, talk, &error);
  g_assert_no_error (error);

  assert_due (f->conn, children[0], "2026-09-10", "M done 2026-09-30");
  assert_due (f->conn, children[1], "2026-09-10", "M done 2026-09-30");
  assert_due (f->conn, children[2], "2026-09-10", "M open 2026-09-30");
  follow_ups = cy_follow_up_list (f->conn, DAY ("2026-09-20"), 0, FALSE, &error);
  g_assert_cmpuint (follow_ups->len, ==, 3);

  /* One child is taken out, one follow-up is done: the others move to the new day. */
  g_assert_true (cy_follow_up_set_done (f->conn, ((CyFollowUp *) follow_ups->pdata[1])->id, TRUE, &error));
  stored = cy_contact_load (f->conn, id, &error);
  g_assert_cmpuint (stored->participants->len, ==, 4);
  g_assert_cmpstr (stored->follow_up_text, ==, "再问一次作业");
  g_array_remove_index (stored->participants, 0);
  stored->follow_up_date = DAY ("2026-09-25");
  g_assert_true (cy_care_edit_contact (f->conn, stored, &error));
  assert_due (f->conn, children[0], "2026-09-10", "M open 2026-09-30");
  after_edit = cy_follow_up_list (f->conn, CY_DAY_NONE, 0, TRUE, &error);
  g_assert_cmpuint (after_edit->len, ==, 2);
  g_assert_cmpint (((CyFollowUp *) after_edit->pdata[0])->due, ==, DAY ("2026-09-20"));
  g_assert_true (((CyFollowUp *) after_edit->pdata[0])->done);
  g_assert_cmpint (((CyFollowUp *) after_edit->pdata[1])->due, ==, DAY ("2026-09-25"));
  g_assert_no_error (error);
}

/* A contact with very many is written in bulk, and leaves the same behind. */
static void
test_an_event_for_many (CareFixture   *f,
                        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 first = add_child (f->conn);
  gint64 scheme = add_scheme (f->conn, "M", CY_WINDOW_MONTH, 0);
  g_autoptr (CyContact) event = talk_with (first, "2026-09-10");
  g_autoptr (CyContact) stored = NULL;
  g_autoptr (GPtrArray) follow_ups = NULL;
  const guint n = 100;
  gint64 id, n_wrong = -1, n_recorded, missed = 0;

  for (guint i = 1; i < n; i++)
    {
      gint64 child = add_child (f->conn);

      missed = i == 1 ? child : missed;
      cy_contact_add_participant (event, child, i != 1);
    }
  g_assert_cmpint (cy_care_enrol (f->conn, scheme, NULL, 0, DAY ("2026-09-01"), &error), ==, n);
  event->follow_up_date = DAY ("2026-09-20");
  id = cy_care_log_contact (f->conn, event, &error);
  g_assert_no_error (error);

  assert_due (f->conn, first, "2026-09-10", "M done 2026-09-30");
  assert_due (f->conn, missed, "2026-09-10", "M open 2026-09-30");
  stored = cy_contact_load (f->conn, id, &error);
  g_assert_cmpuint (stored->participants->len, ==, n);
  follow_ups = cy_follow_up_list (f->conn, DAY ("2026-09-20"), 0, FALSE, &error);
  g_assert_cmpuint (follow_ups->len, ==, n);
  g_assert_true (cy_contact_log_check (f->conn, &n_wrong, &error));
  g_assert_cmpint (n_wrong, ==, 0);
  g_assert_true (cy_conn_int64 (f->conn, &error, &n_recorded,
                                "SELECT count(*) FROM change WHERE tbl IN ('contact', 'participant', 'follow_up') AND op = 'I'",
                                NULL));
  g_assert_cmpint (n_recorded, ==, 1 + 2 * n);

  /* One more than may be. */
  for (guint i = 0; event->participants->len <= CY_CONTACT_MAX_PARTICIPANTS; i++)
    cy_contact_add_participant (event, 1000000 + i, TRUE);
  g_assert_cmpint (cy_care_log_contact (f->conn, event, &error), ==, 0);
  g_assert_error (error, CY_CARE_ERROR, CY_CARE_ERROR_TOO_MANY);
}

static void
test_children_off_the_roll_are_owed_nothing (CareFixture   *f,
                                             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 left = add_child (f->conn);
  gint64 binned = add_child (f->conn);
  gint64 scheme = add_scheme (f->conn, "M", CY_WINDOW_MONTH, 0);

  g_assert_cmpint (cy_care_enrol (f->conn, scheme, NULL, 0, DAY ("2026-09-01"), &error), ==, 2);
  cy_conn_run (f->conn, &error, "UPDATE child SET left_on = '2026-10-20' WHERE id = ?", "i", left);
  cy_conn_run (f->conn, &error, "UPDATE person SET deleted_at = cy_now() WHERE id = ?", "i", binned);
  g_assert_no_error (error);
  assert_due (f->conn, left, "2026-10-19", "M overdue 2026-09-30");
  assert_due (f->conn, left, "2026-10-20", "");
  assert_due (f->conn, binned, "2026-10-19", "");
  cy_conn_run (f->conn, &error, "UPDATE person SET deleted_at = NULL WHERE id = ?", "i", binned);
  assert_due (f->conn, binned, "2026-10-19", "M overdue 2026-09-30");

  /* And a scheme in the bin owes nothing. */
  g_assert_true (cy_scheme_bin (f->conn, scheme, &error));
  assert_due (f->conn, binned, "2026-10-19", "");
  g_assert_true (cy_scheme_restore (f->conn, scheme, &error));
  g_assert_cmpint (cy_care_end (f->conn, scheme, &binned, 1, DAY ("2026-10-18"), &error), ==, 1);
  assert_due (f->conn, binned, "2026-10-19", "");
  g_assert_no_error (error);
}

static void
test_a_restricted_text_stays_out (CareFixture   *f,
                                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 child = add_child (f->conn);
  g_autoptr (CyContact) talk = talk_with (child, "2026-09-10");
  g_autoptr (CyContact) logged = NULL;
  gint64 id;

  talk->level = CY_LEVEL_RESTRICTED;
  talk->text = g_strdup ("只有辅导员能看");
  g_assert_cmpint (cy_care_log_contact (f->conn, talk, &error), ==, 0);
  g_assert_error (error, CY_CARE_ERROR, CY_CARE_ERROR_RESTRICTED);
  g_clear_error (&error);
  g_assert_cmpint (cy_contact_insert (f->conn, talk, &error), ==, 0);
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_CONSTRAINT);
  g_clear_error (&error);

  g_clear_pointer (&talk->text, g_free);
  cy_uid_new (&talk->uid);
  id = cy_care_log_contact (f->conn, talk, &error);
  g_assert_no_error (error);
  logged = cy_contact_load (f->conn, id, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (&logged->uid, sizeof logged->uid, &talk->uid, sizeof talk->uid);
  g_assert_cmpint (count (f->conn, "SELECT count(*) FROM change WHERE after LIKE '%辅导员%' OR before LIKE '%辅导员%'"), ==, 0);
}

static void
test_bad_contacts_are_refused (CareFixture   *f,
                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 child = add_child (f->conn);
  g_autoptr (CyContact) talk = talk_with (child, "2026-09-10");

  talk->time = g_strdup ("24:00");
  g_assert_cmpint (cy_care_log_contact (f->conn, talk, &error), ==, 0);
  g_assert_error (error, CY_CARE_ERROR, CY_CARE_ERROR_BAD_TIME);
  g_clear_error (&error);
  g_set_str (&talk->time, "23:59");
  talk->date = CY_DAY_NONE;
  g_assert_cmpint (cy_care_log_contact (f->conn, talk, &error), ==, 0);
  g_assert_error (error, CY_CARE_ERROR, CY_CARE_ERROR_NO_DATE);
  g_clear_error (&error);
  talk->date = DAY ("2026-09-10");
  g_array_set_size (talk->participants, 0);
  g_assert_cmpint (cy_care_log_contact (f->conn, talk, &error), ==, 0);
  g_assert_error (error, CY_CARE_ERROR, CY_CARE_ERROR_NO_CHILD);
}

static void
test_the_timeline_comes_in_pages (CareFixture   *f,
                                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 child = add_child (f->conn);
  CyDay before = CY_DAY_NONE;
  gint64 before_id = 0;
  guint n = 0;

  for (int i = 0; i < 25; i++)
    {
      g_autoptr (CyContact) talk = talk_with (child, "2026-09-10");

      talk->date += i / 3;
      talk->reached = i % 4 != 0;
      g_assert_cmpint (cy_care_log_contact (f->conn, talk, &error), >, 0);
    }

  for (;;)
    {
      g_autoptr (GPtrArray) page = cy_contact_list_of_child (f->conn, child, before, before_id, 7, &error);

      g_assert_no_error (error);
      if (page->len == 0)
        break;
      for (guint i = 0; i < page->len; i++)
        {
          CyContact *c = page->pdata[i];

          g_assert_true (before == CY_DAY_NONE || c->date < before || (c->date == before && c->id < before_id));
          before = c->date;
          before_id = c->id;
          n++;
        }
    }
  g_assert_cmpuint (n, ==, 25);
}

/* The index that triggers keep is the same as one made anew, whatever people do. */
static void
test_the_log_follows_all_edits (CareFixture   *f,
                                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 children[4];
  gint64 n_wrong;

  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    children[i] = add_child (f->conn);

  for (int i = 0; i < 800; i++)
    {
      gint64 n_contacts = count (f->conn, "SELECT count(*) FROM contact");
      gint64 id = n_contacts > 0 ? g_test_rand_int_range (1, (int) n_contacts + 1) : 0;
      g_autoptr (CyContact) contact = NULL;

      switch (id == 0 ? 0 : g_test_rand_int_range (0, 8))
        {
        case 0:
        case 1:
          contact = talk_with (children[g_test_rand_int_range (0, 4)], "2026-09-10");
          contact->date += g_test_rand_int_range (-300, 300);
          contact->reached = g_test_rand_int_range (0, 4) > 0;
          cy_contact_add_participant (contact, children[g_test_rand_int_range (0, 4)], g_test_rand_int_range (0, 2));
          cy_contact_insert (f->conn, contact, &error);
          break;
        case 2:
          cy_contact_bin (f->conn, id, &error);
          break;
        case 3:
          restore (f->conn, id, &error);
          break;
        case 4:
          cy_conn_run (f->conn, &error, "UPDATE participant SET person_id = ? WHERE contact_id = ? AND NOT EXISTS "
                                        "(SELECT 1 FROM participant AS p WHERE p.contact_id = participant.contact_id AND p.id <> participant.id)",
                       "ii", children[g_test_rand_int_range (0, 4)], id);
          break;
        case 5:
          cy_conn_run (f->conn, &error, "DELETE FROM participant WHERE contact_id = ? AND attended = ?", "ii", id,
                       (gint64) g_test_rand_int_range (0, 2));
          break;
        default:
          contact = cy_contact_load (f->conn, id, &error);
          g_assert_no_error (error);
          g_array_set_size (contact->participants, 0);
          cy_contact_add_participant (contact, children[g_test_rand_int_range (0, 4)], g_test_rand_int_range (0, 3) > 0);
          cy_contact_add_participant (contact, children[g_test_rand_int_range (0, 4)], TRUE);
          contact->kind = (CyContactKind) g_test_rand_int_range (0, CY_CONTACT_KIND_COUNT);
          contact->date += g_test_rand_int_range (-3, 4);
          contact->reached = g_test_rand_int_range (0, 3) > 0;
          if (!cy_contact_update (f->conn, contact, &error))
            {
              g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND);
              g_clear_error (&error);
            }
        }
      g_assert_no_error (error);
      g_assert_true (cy_contact_log_check (f->conn, &n_wrong, &error));
      g_assert_cmpint (n_wrong, ==, 0);
    }
  g_assert_cmpint (count (f->conn, "SELECT count(*) FROM care_log"), >, 20);
}

static void
assert_same_rows (GArray *actual,
                  GArray *expected,
                  guint   first)
{
  g_assert_cmpuint (actual->len, ==, expected->len - first);
  for (guint i = 0; i < actual->len; i++)
    {
      const CyDueRow *a = &g_array_index (actual, CyDueRow, i);
      const CyDueRow *e = &g_array_index (expected, CyDueRow, first + i);

      g_assert_cmpint (cy_due_row_compare (a, e), ==, 0);
      g_assert_cmpint (a->required, ==, e->required);
      g_assert_cmpint (a->done, ==, e->done);
      g_assert_cmpstr (a->sources, ==, e->sources);
    }
}

/* Random facts go into the database and to the engine by hand: the lists are the same. */
static void
test_the_database_tells_what_the_engine_is_told (CareFixture   *f,
                                                 gconstpointer  data)
{
  const CyDay today = DAY ("2026-09-10");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) terms = NULL;
  g_autoptr (GPtrArray) schemes = NULL;
  g_autoptr (GPtrArray) obligations = g_ptr_array_new ();
  g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (CyDueRow));
  g_autoptr (GArray) rows = NULL;
  g_autoptr (CyCareEngine) engine = NULL;

  cy_care_install_presets (f->conn, &error);
  cy_care_propose_terms (f->conn, today, &error);
  g_assert_no_error (error);
  terms = cy_term_list (f->conn, &error);
  schemes = cy_scheme_list (f->conn, FALSE, &error);
  for (guint i = 0; i < schemes->len; i++)
    for (guint j = 0; j < ((CyScheme *) schemes->pdata[i])->obligations->len; j++)
      g_ptr_array_add (obligations, ((CyScheme *) schemes->pdata[i])->obligations->pdata[j]);
  engine = cy_care_engine_new (obligations, terms, today);

  for (int n = 0; n < 60; n++)
    {
      g_autoptr (GArray) enrolments = g_array_new (FALSE, FALSE, sizeof (CyCareEnrolment));
      g_autoptr (GArray) pauses = g_array_new (FALSE, FALSE, sizeof (CyCareSpan));
      g_autoptr (GArray) contacts = g_array_new (FALSE, FALSE, sizeof (CyCareContact));
      g_autoptr (GArray) one = NULL;
      guint first = expected->len;
      CyCareChild child = { .child_id = add_child (f->conn) };

      for (guint i = 0; i < schemes->len; i++)
        {
          CyCareEnrolment e = { ((CyScheme *) schemes->pdata[i])->id, today - g_test_rand_int_range (-20, 400), CY_DAY_NONE };

          if (g_test_rand_int_range (0, 2) == 0)
            continue;
          g_array_append_val (enrolments, e);
          cy_care_enrol (f->conn, e.scheme_id, &child.child_id, 1, e.from, &error);
        }
      for (int i = g_test_rand_int_range (0, 3), from = today - 100; i > 0; i--)
        {
          CyCareSpan span = { from + g_test_rand_int_range (0, 40), 0 };

          span.to = span.from + g_test_rand_int_range (0, 30);
          from = span.from;
          g_array_append_val (pauses, span);
          cy_care_pause (f->conn, child.child_id, span.from, span.to, NULL, &error);
        }
      for (CyDay day = today - g_test_rand_int_range (0, 300); day < today + 5; day += g_test_rand_int_range (0, 40))
        {
          CyCareContact c = { day, (CyContactKind) g_test_rand_int_range (0, CY_CONTACT_KIND_COUNT) };
          g_autoptr (CyContact) contact = talk_with (child.child_id, "2026-09-10");

          contact->date = day;
          contact->kind = c.kind;
          contact->reached = g_test_rand_int_range (0, 5) > 0;
          cy_care_log_contact (f->conn, contact, &error);
          if (contact->reached)
            g_array_append_val (contacts, c);
        }
      g_assert_no_error (error);

      child.enrolments = (CyCareEnrolment *) (gpointer) enrolments->data;
      child.n_enrolments = enrolments->len;
      child.pauses = (CyCareSpan *) (gpointer) pauses->data;
      child.n_pauses = pauses->len;
      child.contacts = (CyCareContact *) (gpointer) contacts->data;
      child.n_contacts = contacts->len;
      cy_care_engine_due (engine, &child, expected);

      one = cy_care_due (f->conn, today, child.child_id, &error);
      g_assert_no_error (error);
      assert_same_rows (one, expected, first);
    }

  rows = cy_care_due (f->conn, today, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, >, 100);
  assert_same_rows (rows, expected, 0);
}

static void
test_the_list_is_filtered_and_sorted (CareFixture   *f,
                                      gconstpointer  data)
{
  const CyDay today = DAY ("2026-09-10");
  CyDueRow some[] = {
    { 1, 1, today + 8, CY_DUE_OPEN, 1, 0, "A" },
    { 1, 2, today - 3, CY_DUE_OVERDUE, 1, 0, "B" },
    { 2, 1, today + 7, CY_DUE_SOON, 1, 0, "A" },
    { 2, 2, today + 20, CY_DUE_DONE, 1, 1, "B" },
    { 3, 1, today, CY_DUE_SOON, 1, 0, "A" },
  };
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CyDueRow));

  g_array_append_vals (rows, some, G_N_ELEMENTS (some));
  cy_care_due_keep_within (rows, today, 7);
  g_assert_cmpuint (rows->len, ==, 3);
  cy_care_due_sort (rows);
  g_assert_cmpint (g_array_index (rows, CyDueRow, 0).state, ==, CY_DUE_OVERDUE);
  g_assert_cmpint (g_array_index (rows, CyDueRow, 1).child_id, ==, 3);
}

static void
test_the_record_tells_what_was_done (CareFixture   *f,
                                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 child = add_child (f->conn);
  gint64 scheme = add_scheme (f->conn, "M", CY_WINDOW_MONTH, 0);
  g_autoptr (CyContact) talk = talk_with (child, "2026-09-10");
  g_autoptr (CyCareRecord) record = NULL;
  const CyCareTally *tally;

  cy_care_enrol (f->conn, scheme, NULL, 0, DAY ("2026-09-01"), &error);
  cy_care_log_contact (f->conn, talk, &error);
  record = cy_care_record (f->conn, DAY ("2026-09-01"), DAY ("2026-10-31"), DAY ("2026-11-05"), 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (record->tallies->len, ==, 1);
  tally = &g_array_index (record->tallies, CyCareTally, 0);
  g_assert_cmpint (tally->required, ==, 2);
  g_assert_cmpint (tally->done, ==, 1);
  g_assert_cmpint (tally->missed, ==, 1);
  g_assert_cmpint (g_array_index (record->dates, CyDay, tally->first_date), ==, DAY ("2026-09-10"));
  g_assert_null (cy_care_record (f->conn, DAY ("2026-09-02"), DAY ("2026-09-01"), DAY ("2026-11-05"), 0, &error));
  g_assert_error (error, CY_CARE_ERROR, CY_CARE_ERROR_BAD_DATES);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/care/" name, CareFixture, NULL, care_set_up, func, care_tear_down)
  ADD ("logging-moves-the-due-day", test_logging_moves_the_due_day);
  ADD ("one-entry-counts-for-siblings", test_one_entry_counts_for_siblings);
  ADD ("event-for-many", test_an_event_for_many);
  ADD ("off-the-roll", test_children_off_the_roll_are_owed_nothing);
  ADD ("restricted-text-stays-out", test_a_restricted_text_stays_out);
  ADD ("bad-contacts", test_bad_contacts_are_refused);
  ADD ("timeline-pages", test_the_timeline_comes_in_pages);
  ADD ("log-follows-edits", test_the_log_follows_all_edits);
  ADD ("database-and-engine-agree", test_the_database_tells_what_the_engine_is_told);
  ADD ("filter-and-sort", test_the_list_is_filtered_and_sorted);
  ADD ("record", test_the_record_tells_what_was_done);
  return g_test_run ();
}
