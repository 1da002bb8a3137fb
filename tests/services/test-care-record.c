#include "care-case.h"

/* What a period asked for and got. */

static char *
record (Case       *c,
        const char *from,
        const char *to,
        const char *today)
{
  g_autoptr (CyCareEngine) engine = cy_care_engine_new (c->obligations, c->terms, DAY (today));
  g_autoptr (GArray) tallies = g_array_new (FALSE, FALSE, sizeof (CyCareTally));
  g_autoptr (GArray) dates = g_array_new (FALSE, FALSE, sizeof (CyDay));
  CyCareChild child = child_of (c);
  GString *text = g_string_new (NULL);

  cy_care_engine_record (engine, &child, DAY (from), DAY (to), tallies, dates);
  for (guint i = 0; i < tallies->len; i++)
    {
      const CyCareTally *t = &g_array_index (tallies, CyCareTally, i);
      const CyObligation *o = g_ptr_array_index (c->obligations, t->obligation);

      g_string_append_printf (text, "%s%s %d-%d-%d", i > 0 ? "; " : "", o->key, t->required, t->done, t->missed);
      for (int j = 0; j < t->done; j++)
        {
          g_autofree char *day = cy_day_to_iso (g_array_index (dates, CyDay, t->first_date + j));

          g_string_append_printf (text, " %s", day + 5);
        }
    }

  return g_string_free_and_steal (text);
}

#define assert_record(c, from, to, today, expected)        \
  G_STMT_START                                             \
  {                                                        \
    g_autofree char *actual = record (c, from, to, today); \
    g_assert_cmpstr (actual, ==, expected);                \
  }                                                        \
  G_STMT_END

static void
test_record_of_calendar_windows (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C5", BIT (TALK), CY_WINDOW_MONTH, 0, 2);
  enrol (&c, 1, "2026-09-01", "2027-01-31");
  contact (&c, "2026-08-31", CY_CONTACT_TALK);
  contact (&c, "2026-09-10", CY_CONTACT_TALK);
  contact (&c, "2026-09-20", CY_CONTACT_TALK);
  contact (&c, "2026-09-21", CY_CONTACT_CALL);
  contact (&c, "2026-10-08", CY_CONTACT_TALK);
  contact (&c, "2026-11-08", CY_CONTACT_TALK);
  assert_record (&c, "2026-09-01", "2026-09-30", "2026-12-01", "C5 2-2-0 09-10 09-20");
  assert_record (&c, "2026-09-01", "2026-11-30", "2026-12-01", "C5 6-4-2 09-10 09-20 10-08 11-08");
  /* November is not over. */
  assert_record (&c, "2026-09-01", "2026-11-30", "2026-11-30", "C5 6-4-1 09-10 09-20 10-08 11-08");
  /* December has not begun. */
  assert_record (&c, "2026-09-01", "2027-01-31", "2026-11-30", "C5 6-4-1 09-10 09-20 10-08 11-08");
  assert_record (&c, "2027-03-01", "2027-03-31", "2027-04-01", "");
}

static void
test_record_of_rolling_windows (void)
{
  g_auto (Case) c = new_case ();

  owe (&c, 1, "C1", BIT (TALK), CY_WINDOW_ROLLING, 14, 1);
  enrol (&c, 1, "2026-09-01", NULL);
  contact (&c, "2026-09-12", CY_CONTACT_TALK);
  contact (&c, "2026-10-20", CY_CONTACT_TALK);
  /* Due on the 26th, and again on October 10th; the talk of the 20th is in time for none. */
  assert_record (&c, "2026-09-01", "2026-09-30", "2026-10-31", "C1 2-1-1 09-12");
  assert_record (&c, "2026-09-01", "2026-09-30", "2026-09-26", "C1 2-1-0 09-12");
  assert_record (&c, "2026-10-01", "2026-10-31", "2026-11-30", "C1 2-1-1 10-20");
  /* With October 1st to 7th paused the second is due on the 17th. */
  pause_care (&c, "2026-10-01", "2026-10-07");
  assert_record (&c, "2026-10-01", "2026-10-16", "2026-11-30", "C1 1-0-0");
  assert_record (&c, "2026-10-01", "2026-10-17", "2026-11-30", "C1 1-0-1");
}

static void
test_a_missed_record_is_an_overdue_row (void)
{
  g_auto (Case) c = new_case ();

  /* On any day, a window that has just been missed in the record makes an overdue row. */
  owe (&c, 1, "W", BIT (TALK), CY_WINDOW_WEEK, 0, 1);
  enrol (&c, 1, "2026-09-07", NULL);
  assert_record (&c, "2026-09-07", "2026-09-13", "2026-09-13", "W 1-0-0");
  assert_due (&c, "2026-09-13", "soon 2026-09-13 0/1 W");
  assert_record (&c, "2026-09-07", "2026-09-13", "2026-09-14", "W 1-0-1");
  assert_due (&c, "2026-09-14", "overdue 2026-09-13 0/1 W");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add_func ("/care-record/" name, func)
  ADD ("calendar-windows", test_record_of_calendar_windows);
  ADD ("rolling-windows", test_record_of_rolling_windows);
  ADD ("missed-is-overdue", test_a_missed_record_is_an_overdue_row);
  return g_test_run ();
}
