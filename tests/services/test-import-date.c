#include "exchange/cy-import-value.h"

/* What people write in a cell, and the date they mean. */
typedef struct {
  const char *text;
  const char *meant;            /* NULL: not to be guessed */
} Case;

static void
check (const Case *cases,
       guint       n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    {
      CyCell cell = { .type = CY_CELL_TEXT, .text = (char *) cases[i].text };
      CyDay day;
      CyDatePrecision precision;
      CyReadResult result = cy_value_read_date (&cell, cy_day_from_ymd (2026, 9, 10), &day, &precision);
      g_autofree char *read = result == CY_READ_OK ? cy_value_date_text (day, precision) : NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (read, ==, cases[i].meant);
      g_assert_cmpint (result, ==, cases[i].meant != NULL ? CY_READ_OK : CY_READ_UNREADABLE);
    }
}

static void
test_forms (void)
{
  static const Case cases[] = {
    { "2015-03-05", "2015-03-05" },
    { "2015/3/5", "2015-03-05" },
    { "2015.3.5", "2015-03-05" },
    { "2015.03.05", "2015-03-05" },
    { "2015年3月5日", "2015-03-05" },
    { "２０１５年３月５日", "2015-03-05" },
    { " 2015 年 3 月 5 日 ", "2015-03-05" },
    { "20150305", "2015-03-05" },
    { "15.3.5", "2015-03-05" },
    { "2015年3月", "2015-03" },
    { "2015.03", "2015-03" },
    { "201503", "2015-03" },
    { "2015年", "2015" },
    { "42068", "2015-03-05" },
    { "2016-02-29", "2016-02-29" },
    { "2015-02-29", NULL },
    { "2015-13-01", NULL },
    { "3/5/15", NULL },
    { "去年", NULL },
  };

  check (cases, G_N_ELEMENTS (cases));
}

/* The days on which the festivals fell are the oracle: New Year, New Year's Eve, the middle
 * of autumn, the Dragon Boat Festival of a year with a leap month before it, and Little New Year in the
 * north (腊月廿三). Some years end with a 29th. The second months ended the day before the new moons of
 * 2015-04-19 and 2017-03-28, Beijing time. */
static void
test_lunar (void)
{
  static const Case cases[] = {
    { "农历2015年1月1日", "2015-02-19" },
    { "2014-12-30（农历）", "2015-02-18" },
    { "農曆2015年8月15日", "2015-09-27" },
    { "阴历2020.5.5", "2020-06-25" },
    { "农历2015年", "2015" },
    { "农历2015年8月", NULL },
    { "（阴历）2015-01-01", "2015-02-19" },
    { "(農曆)2015.1.1", "2015-02-19" },
    { "2015年1月1日（旧历）", "2015-02-19" },
    { "2015年正月初一", "2015-02-19" },
    { "二〇一五年正月初一", "2015-02-19" },
    { "2014年腊月三十", "2015-02-18" },
    { "农历二〇一四年腊月廿三", "2015-02-11" },
    { "二〇一五年三月廿五日", "2015-03-25" },
    { "农历2015年2月29日", "2015-04-17" },
    { "农历2017年2月30日", "2017-03-27" },
    { "2015年腊月廿九", "2016-02-07" },
    { "2015年腊月三十", NULL },
    { "2024年腊月三十", NULL },
    { "农历2015年13月1日", NULL },
    { "农历42068", NULL },
  };

  check (cases, G_N_ELEMENTS (cases));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-date/forms", test_forms);
  g_test_add_func ("/import-date/lunar", test_lunar);
  return g_test_run ();
}
