#include "cy-day.h"

/* GLib's own calendar is the oracle. */
static void
test_agrees_with_gdate (void)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, 1, 1800);
  for (CyDay day = cy_day_from_ymd (1800, 1, 1); day < cy_day_from_ymd (2201, 1, 1); day++)
    {
      int y, m, d;

      cy_day_to_ymd (day, &y, &m, &d);
      g_assert_cmpint (y, ==, g_date_get_year (&date));
      g_assert_cmpint (m, ==, g_date_get_month (&date));
      g_assert_cmpint (d, ==, g_date_get_day (&date));
      g_assert_cmpint (cy_day_from_ymd (y, m, d), ==, day);
      g_assert_cmpint (cy_day_weekday (day), ==, g_date_get_weekday (&date));
      g_date_add_days (&date, 1);
    }
}

static void
test_refuses_what_is_no_date (void)
{
  static const char * const wrong[] = { "", "2015-2-03", "2015-02-29", "2015-13-01", "2015-00-10", "2015/02/03",
                                        "2015-02-03 ", "0000-01-01", "2015-02-0x", "２０１５-02-03" };

  g_assert_cmpint (cy_day_from_iso (NULL), ==, CY_DAY_NONE);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpint (cy_day_from_iso (wrong[i]), ==, CY_DAY_NONE);
  g_assert_cmpint (cy_day_from_iso ("2016-02-29"), !=, CY_DAY_NONE);
  g_assert_cmpint (cy_day_from_iso ("1970-01-01"), ==, 0);
}

static void
test_age (void)
{
  CyDay leap = cy_day_from_ymd (2012, 2, 29);

  g_assert_cmpint (cy_day_age (leap, cy_day_from_ymd (2025, 2, 28)), ==, 12);
  g_assert_cmpint (cy_day_age (leap, cy_day_from_ymd (2025, 3, 1)), ==, 13);
  g_assert_cmpint (cy_day_age (cy_day_from_ymd (2015, 9, 10), cy_day_from_ymd (2026, 9, 9)), ==, 10);
  g_assert_cmpint (cy_day_age (cy_day_from_ymd (2015, 9, 10), cy_day_from_ymd (2026, 9, 10)), ==, 11);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/day/agrees-with-gdate", test_agrees_with_gdate);
  g_test_add_func ("/day/refuses-what-is-no-date", test_refuses_what_is_no_date);
  g_test_add_func ("/day/age", test_age);
  return g_test_run ();
}
