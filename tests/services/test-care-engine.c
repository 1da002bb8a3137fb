#include "care-case.h"

/* Examples for each sentence of the care engine's rules. The random comparison with an
 * independent reading of them is in test-care-oracle.c. */

static void
test_rolling_counts_from_the_enrolment (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C1", BIT (TALK), CY_WINDOW_ROLLING, 14, 1);
  enrol (&c, 1, "2026-09-01", NULL);
  assert_due (&c, "2026-08-31", "");
  assert_due (&c, "2026-09-01", "open 2026-09-15 0/1 C1");
  assert_due (&c, "2026-09-11", "open 2026-09-15 0/1 C1");
  assert_due (&c, "2026-09-12", "soon 2026-09-15 0/1 C1");
  assert_due (&c, "2026-09-15", "soon 2026-09-15 0/1 C1");
  assert_due (&c, "2026-09-16", "overdue 2026-09-15 0/1 C1");
}

static void
test_rolling_counts_from_the_last_contact (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C1", BIT (TALK), CY_WINDOW_ROLLING, 14, 1);
  enrol (&c, 1, "2026-09-01", NULL);
  contact (&c, "2026-09-05", CY_CONTACT_TALK);
  contact (&c, "2026-09-08", CY_CONTACT_TALK);
  contact (&c, "2026-09-09", CY_CONTACT_CALL);
  assert_due (&c, "2026-09-10", "open 2026-09-22 2/1 C1");
  assert_due (&c, "2026-09-20", "soon 2026-09-22 1/1 C1");
  assert_due (&c, "2026-09-22", "soon 2026-09-22 0/1 C1");
}

static void
test_contacts_before_enrolment_and_after_today_do_not_count (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C1", BIT (TALK), CY_WINDOW_ROLLING, 14, 1);
  owe (&c, 1, "C3", BIT (CALL), CY_WINDOW_MONTH, 0, 1);
  enrol (&c, 1, "2026-09-03", NULL);
  contact (&c, "2026-09-02", CY_CONTACT_TALK);
  contact (&c, "2026-09-02", CY_CONTACT_CALL);
  contact (&c, "2026-09-11", CY_CONTACT_TALK);
  contact (&c, "2026-09-11", CY_CONTACT_CALL);
  assert_due (&c, "2026-09-10", "open 2026-09-17 0/1 C1; open 2026-09-30 0/1 C3");
  assert_due (&c, "2026-09-11", "open 2026-09-25 1/1 C1; done 2026-09-30 1/1 C3");
}

static void
test_a_contact_on_the_first_day_counts (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C3", BIT (TALK), CY_WINDOW_MONTH, 0, 1);
  enrol (&c, 1, "2026-09-01", NULL);
  contact (&c, "2026-09-01", CY_CONTACT_TALK);
  assert_due (&c, "2026-09-01", "done 2026-09-30 1/1 C3");
}

static void
test_paused_days_move_a_rolling_day (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C1", BIT (TALK), CY_WINDOW_ROLLING, 14, 1);
  enrol (&c, 1, "2026-09-01", NULL);
  pause_care (&c, "2026-09-05", "2026-09-09");
  pause_care (&c, "2026-09-08", "2026-09-10");
  pause_care (&c, "2026-09-06", "2026-09-07");
  assert_due (&c, "2026-09-04", "open 2026-09-15 0/1 C1");
  assert_due (&c, "2026-09-06", "open 2026-09-17 0/1 C1");
  assert_due (&c, "2026-09-11", "open 2026-09-21 0/1 C1");
  assert_due (&c, "2026-09-21", "soon 2026-09-21 0/1 C1");
  assert_due (&c, "2026-09-22", "overdue 2026-09-21 0/1 C1");
  /* Paused days before the last contact are over and done with. */
  contact (&c, "2026-09-12", CY_CONTACT_TALK);
  assert_due (&c, "2026-09-13", "open 2026-09-26 1/1 C1");
}

static void
test_nothing_presses_during_a_pause (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C1", BIT (TALK), CY_WINDOW_ROLLING, 14, 1);
  owe (&c, 1, "C2", BIT (CALL), CY_WINDOW_MONTH, 0, 1);
  enrol (&c, 1, "2026-08-01", NULL);
  assert_due (&c, "2026-09-25", "overdue 2026-08-15 0/1 C1; overdue 2026-08-31 0/1 C2");
  pause_care (&c, "2026-09-24", "2026-09-26");
  pause_care (&c, "2026-09-27", "2026-09-28");
  assert_due (&c, "2026-09-25", "open 2026-09-29 0/1 C1; open 2026-09-30 0/1 C2");
  assert_due (&c, "2026-09-29", "overdue 2026-08-20 0/1 C1; overdue 2026-08-31 0/1 C2");
}

static void
test_soon_is_at_most_a_quarter_and_a_week (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "ROLL3", BIT (TALK), CY_WINDOW_ROLLING, 3, 1);
  owe (&c, 1, "ROLL60", BIT (CALL), CY_WINDOW_ROLLING, 60, 1);
  owe (&c, 1, "WEEK", BIT (VIDEO), CY_WINDOW_WEEK, 0, 1);
  enrol (&c, 1, "2026-09-07", NULL);
  assert_due (&c, "2026-09-09", "open 2026-09-10 0/1 ROLL3; open 2026-11-06 0/1 ROLL60; open 2026-09-13 0/1 WEEK");
  assert_due (&c, "2026-09-10", "soon 2026-09-10 0/1 ROLL3; open 2026-11-06 0/1 ROLL60; open 2026-09-13 0/1 WEEK");
  assert_due (&c, "2026-09-12", "overdue 2026-09-10 0/1 ROLL3; open 2026-11-06 0/1 ROLL60; soon 2026-09-13 0/1 WEEK");
  contact (&c, "2026-10-29", CY_CONTACT_TALK);
  contact (&c, "2026-10-29", CY_CONTACT_VIDEO);
  contact (&c, "2026-10-20", CY_CONTACT_VIDEO);
  assert_due (&c, "2026-10-30", "open 2026-11-01 1/1 ROLL3; soon 2026-11-06 0/1 ROLL60; done 2026-11-01 1/1 WEEK");
}

static void
test_a_required_count_is_reached (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C5", BIT (TALK), CY_WINDOW_MONTH, 0, 2);
  enrol (&c, 1, "2026-09-01", NULL);
  contact (&c, "2026-09-02", CY_CONTACT_TALK);
  assert_due (&c, "2026-09-10", "open 2026-09-30 1/2 C5");
  assert_due (&c, "2026-09-23", "soon 2026-09-30 1/2 C5");
  contact (&c, "2026-09-02", CY_CONTACT_TALK);
  assert_due (&c, "2026-09-23", "done 2026-09-30 2/2 C5");
}

static void
test_a_missed_window_is_made_up_for_in_the_next (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C3", BIT (TALK), CY_WINDOW_MONTH, 0, 1);
  enrol (&c, 1, "2026-09-01", NULL);
  assert_due (&c, "2026-09-30", "soon 2026-09-30 0/1 C3");
  assert_due (&c, "2026-10-01", "overdue 2026-09-30 0/1 C3");
  contact (&c, "2026-10-05", CY_CONTACT_TALK);
  assert_due (&c, "2026-10-05", "done 2026-10-31 1/1 C3");
  assert_due (&c, "2026-11-01", "open 2026-11-30 0/1 C3");
}

static void
test_a_window_counts_when_half_of_it_is_enrolled (void)
{
  g_auto (Case) early = new_case ();
  g_auto (Case) late = new_case ();

  /* 15 of September's 30 days are half of them, 14 are not. */
  owe (&early, 1, "C3", BIT (TALK), CY_WINDOW_MONTH, 0, 1);
  enrol (&early, 1, "2026-09-16", NULL);
  assert_due (&early, "2026-09-16", "open 2026-09-30 0/1 C3");
  assert_due (&early, "2026-10-01", "overdue 2026-09-30 0/1 C3");

  owe (&late, 1, "C3", BIT (TALK), CY_WINDOW_MONTH, 0, 1);
  enrol (&late, 1, "2026-09-17", NULL);
  assert_due (&late, "2026-09-17", "");
  assert_due (&late, "2026-10-01", "open 2026-10-31 0/1 C3");
}

static void
test_a_wholly_paused_window_does_not_count (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C3", BIT (TALK), CY_WINDOW_MONTH, 0, 1);
  enrol (&c, 1, "2026-07-01", NULL);
  contact (&c, "2026-07-10", CY_CONTACT_TALK);
  pause_care (&c, "2026-08-01", "2026-08-20");
  pause_care (&c, "2026-08-21", "2026-08-31");
  assert_due (&c, "2026-08-15", "");
  /* The last window that counted is July, and it was met. */
  assert_due (&c, "2026-09-01", "open 2026-09-30 0/1 C3");
}

static void
test_a_partly_paused_window_counts (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C3", BIT (TALK), CY_WINDOW_MONTH, 0, 1);
  enrol (&c, 1, "2026-08-01", NULL);
  pause_care (&c, "2026-08-01", "2026-08-30");
  assert_due (&c, "2026-09-01", "overdue 2026-08-31 0/1 C3");
}

static void
test_between_terms_nothing_is_owed (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C6", BIT (HOME_VISIT), CY_WINDOW_TERM, 0, 1);
  owe (&c, 1, "C12", BIT (COUNSELLING), CY_WINDOW_HOLIDAY, 0, 1);
  enrol (&c, 1, "2026-09-01", NULL);
  term (&c, CY_TERM_TERM, "2026-09-01", "2027-01-22");
  term (&c, CY_TERM_HOLIDAY, "2027-01-24", "2027-02-20");
  term (&c, CY_TERM_TERM, "2027-02-22", "2027-07-02");
  assert_due (&c, "2026-12-01", "open 2027-01-22 0/1 C6");
  assert_due (&c, "2027-01-15", "soon 2027-01-22 0/1 C6");
  assert_due (&c, "2027-01-23", "");
  assert_due (&c, "2027-01-24", "open 2027-02-20 0/1 C12");
  assert_due (&c, "2027-02-14", "soon 2027-02-20 0/1 C12");
  assert_due (&c, "2027-02-21", "");
  assert_due (&c, "2027-02-22", "overdue 2027-01-22 0/1 C6");
}

static void
test_each_calendar_window (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "WEEK", BIT (TALK), CY_WINDOW_WEEK, 0, 1);
  owe (&c, 1, "MONTH", BIT (CALL), CY_WINDOW_MONTH, 0, 1);
  owe (&c, 1, "QUARTER", BIT (VIDEO), CY_WINDOW_QUARTER, 0, 1);
  owe (&c, 1, "HALF", BIT (LETTER), CY_WINDOW_HALF_YEAR, 0, 1);
  owe (&c, 1, "YEAR", BIT (SUMMARY), CY_WINDOW_YEAR, 0, 1);
  enrol (&c, 1, "2026-01-01", NULL);
  /* Thursday 2026-01-01 is in the week that began in 2025, of which 4 of 7 days are enrolled. */
  assert_due (&c, "2026-01-01", "open 2026-01-04 0/1 WEEK; open 2026-01-31 0/1 MONTH; open 2026-03-31 0/1 QUARTER; "
                                "open 2026-06-30 0/1 HALF; open 2026-12-31 0/1 YEAR");
  assert_due (&c, "2026-07-01", "overdue 2026-06-28 0/1 WEEK; overdue 2026-06-30 0/1 MONTH; overdue 2026-06-30 0/1 QUARTER; "
                                "overdue 2026-06-30 0/1 HALF; open 2026-12-31 0/1 YEAR");
}

static void
test_leap_day_is_in_its_window (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C3", BIT (TALK), CY_WINDOW_MONTH, 0, 1);
  enrol (&c, 1, "2028-02-01", NULL);
  contact (&c, "2028-02-29", CY_CONTACT_TALK);
  assert_due (&c, "2028-02-28", "soon 2028-02-29 0/1 C3");
  assert_due (&c, "2028-02-29", "done 2028-02-29 1/1 C3");
}

static void
test_any_of_several_kinds_qualifies (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C8", BIT (CALL) | BIT (VIDEO), CY_WINDOW_WEEK, 0, 1);
  enrol (&c, 1, "2026-09-07", NULL);
  contact (&c, "2026-09-08", CY_CONTACT_VIDEO);
  assert_due (&c, "2026-09-08", "done 2026-09-13 1/1 C8");
}

static void
test_obligations_of_the_same_kinds_make_one_row (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C1", BIT (TALK), CY_WINDOW_ROLLING, 14, 1);
  owe (&c, 2, "C3", BIT (TALK), CY_WINDOW_MONTH, 0, 1);
  owe (&c, 3, "C5", BIT (TALK), CY_WINDOW_MONTH, 0, 2);
  owe (&c, 3, "C8", BIT (TALK) | BIT (CALL), CY_WINDOW_WEEK, 0, 1);
  enrol (&c, 1, "2026-09-01", NULL);
  enrol (&c, 2, "2026-09-01", NULL);
  enrol (&c, 3, "2026-09-01", NULL);
  assert_due (&c, "2026-09-02", "open 2026-09-15 0/1 C1 C3 C5; open 2026-09-06 0/1 C8");
  /* The talk meets C3; C5 wants another one, and C1 is due again on the 17th. */
  contact (&c, "2026-09-03", CY_CONTACT_TALK);
  assert_due (&c, "2026-09-10", "open 2026-09-17 1/1 C1 C3 C5; open 2026-09-13 0/1 C8");
}

static void
test_what_is_met_is_not_due (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C1", BIT (TALK), CY_WINDOW_ROLLING, 14, 1);
  owe (&c, 2, "C3", BIT (TALK), CY_WINDOW_MONTH, 0, 1);
  enrol (&c, 1, "2026-09-01", NULL);
  enrol (&c, 2, "2026-09-01", NULL);
  contact (&c, "2026-09-25", CY_CONTACT_TALK);
  /* September's talk has been made: its last day is no date to worry about. */
  assert_due (&c, "2026-09-28", "open 2026-10-09 1/1 C1 C3");
}

static void
test_an_ended_enrolment_owes_nothing (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C1", BIT (TALK), CY_WINDOW_ROLLING, 14, 1);
  enrol (&c, 1, "2026-08-01", "2026-09-10");
  assert_due (&c, "2026-09-10", "overdue 2026-08-15 0/1 C1");
  assert_due (&c, "2026-09-11", "");
}

static void
test_enrolments_that_follow_each_other_are_one (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C1", BIT (TALK), CY_WINDOW_ROLLING, 14, 1);
  enrol (&c, 1, "2026-08-01", "2026-08-31");
  enrol (&c, 1, "2026-09-01", NULL);
  contact (&c, "2026-08-30", CY_CONTACT_TALK);
  assert_due (&c, "2026-09-05", "open 2026-09-13 1/1 C1");
}

static void
test_a_gap_between_enrolments_begins_anew (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C1", BIT (TALK), CY_WINDOW_ROLLING, 14, 1);
  enrol (&c, 1, "2026-08-01", "2026-08-30");
  enrol (&c, 1, "2026-09-01", NULL);
  contact (&c, "2026-08-30", CY_CONTACT_TALK);
  assert_due (&c, "2026-08-31", "");
  assert_due (&c, "2026-09-05", "open 2026-09-15 0/1 C1");
}

static void
test_groups_and_units_make_no_rows (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C4", BIT (MEETING), CY_WINDOW_MONTH, 0, 1)->target = CY_TARGET_GROUP;
  owe (&c, 1, "C15", BIT (MEETING), CY_WINDOW_MONTH, 0, 1)->target = CY_TARGET_UNIT;
  enrol (&c, 1, "2026-08-01", NULL);
  assert_due (&c, "2026-09-10", "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add_func ("/care-engine/" name, func)
  ADD ("rolling-counts-from-the-enrolment", test_rolling_counts_from_the_enrolment);
  ADD ("rolling-counts-from-the-last-contact", test_rolling_counts_from_the_last_contact);
  ADD ("contacts-before-enrolment-and-after-today", test_contacts_before_enrolment_and_after_today_do_not_count);
  ADD ("contact-on-the-first-day", test_a_contact_on_the_first_day_counts);
  ADD ("paused-days-move-a-rolling-day", test_paused_days_move_a_rolling_day);
  ADD ("nothing-presses-during-a-pause", test_nothing_presses_during_a_pause);
  ADD ("soon", test_soon_is_at_most_a_quarter_and_a_week);
  ADD ("required-count", test_a_required_count_is_reached);
  ADD ("missed-window-is-made-up-for", test_a_missed_window_is_made_up_for_in_the_next);
  ADD ("half-enrolled-window-counts", test_a_window_counts_when_half_of_it_is_enrolled);
  ADD ("wholly-paused-window", test_a_wholly_paused_window_does_not_count);
  ADD ("partly-paused-window", test_a_partly_paused_window_counts);
  ADD ("between-terms", test_between_terms_nothing_is_owed);
  ADD ("each-calendar-window", test_each_calendar_window);
  ADD ("leap-day", test_leap_day_is_in_its_window);
  ADD ("any-kind-qualifies", test_any_of_several_kinds_qualifies);
  ADD ("merging", test_obligations_of_the_same_kinds_make_one_row);
  ADD ("what-is-met-is-not-due", test_what_is_met_is_not_due);
  ADD ("ended-enrolment", test_an_ended_enrolment_owes_nothing);
  ADD ("following-enrolments", test_enrolments_that_follow_each_other_are_one);
  ADD ("gap-between-enrolments", test_a_gap_between_enrolments_begins_anew);
  ADD ("groups-and-units", test_groups_and_units_make_no_rows);
  return g_test_run ();
}
