#include "config.h"

#include "cy-day.h"

#include <stdio.h>
#include <string.h>

/* The calendar arithmetic counts years from March, so that the leap day is the last day of
 * a year, and works in eras of 400 years (146,097 days), after which the Gregorian calendar
 * repeats. 719,468 is the number of days from 0000-03-01 to 1970-01-01. */
#define DAYS_PER_ERA 146097
#define EPOCH_OFFSET 719468

static gboolean
is_leap_year (int year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/**
 * cy_days_in_month:
 * @month: 1 to 12
 *
 * Returns: the number of days of the month
 */
int
cy_days_in_month (int year,
                  int month)
{
  static const guint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  g_return_val_if_fail (month >= 1 && month <= 12, 0);

  return month == 2 && is_leap_year (year) ? 29 : days[month - 1];
}

/**
 * cy_day_from_ymd:
 * @year: 1 to 9999
 *
 * Returns: the day, or %CY_DAY_NONE when there is no such date
 */
CyDay
cy_day_from_ymd (int year,
                 int month,
                 int day)
{
  int era, year_of_era, day_of_year, day_of_era;

  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > cy_days_in_month (year, month))
    return CY_DAY_NONE;

  if (month <= 2)
    year--;
  era = year / 400;
  year_of_era = year - era * 400;
  day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * DAYS_PER_ERA + day_of_era - EPOCH_OFFSET;
}

/**
 * cy_day_to_ymd:
 * @day: a day; not %CY_DAY_NONE
 * @year: (out) (optional): its year
 * @month: (out) (optional): its month, from 1
 * @day_of_month: (out) (optional): its day of the month, from 1
 *
 * Splits a day into the parts of its date.
 */
void
cy_day_to_ymd (CyDay  day,
               int   *year,
               int   *month,
               int   *day_of_month)
{
  int shifted = day + EPOCH_OFFSET;
  int era = (shifted >= 0 ? shifted : shifted - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
  int day_of_era = shifted - era * DAYS_PER_ERA;
  int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int shifted_month = (5 * day_of_year + 2) / 153;
  int m = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;

  g_return_if_fail (day != CY_DAY_NONE);

  if (year != NULL)
    *year = year_of_era + era * 400 + (m <= 2 ? 1 : 0);
  if (month != NULL)
    *month = m;
  if (day_of_month != NULL)
    *day_of_month = day_of_year - (153 * shifted_month + 2) / 5 + 1;
}

/**
 * cy_day_from_iso:
 * @text: (nullable): a date written YYYY-MM-DD
 *
 * Reads the stored form of a date. Dates as people write them are read by the import.
 *
 * Returns: the day, or %CY_DAY_NONE when @text is anything else
 */
CyDay
cy_day_from_iso (const char *text)
{
  int parts[3] = { 0 };

  if (text == NULL || strlen (text) != 10)
    return CY_DAY_NONE;

  for (int i = 0, part = 0; i < 10; i++)
    {
      if (i == 4 || i == 7)
        {
          if (text[i] != '-')
            return CY_DAY_NONE;
          part++;
          continue;
        }
      if (!g_ascii_isdigit (text[i]))
        return CY_DAY_NONE;
      parts[part] = parts[part] * 10 + (text[i] - '0');
    }

  return cy_day_from_ymd (parts[0], parts[1], parts[2]);
}

/**
 * cy_day_to_iso:
 *
 * Returns: (transfer full) (nullable): the date as YYYY-MM-DD, or %NULL for %CY_DAY_NONE
 */
char *
cy_day_to_iso (CyDay day)
{
  int y, m, d;

  if (day == CY_DAY_NONE)
    return NULL;

  cy_day_to_ymd (day, &y, &m, &d);
  return g_strdup_printf ("%04d-%02d-%02d", y, m, d);
}

/**
 * cy_day_today:
 *
 * The date on this machine's clock and in its time zone. Only the outermost layer asks for
 * it; everything below is handed its "today".
 */
CyDay
cy_day_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  int y, m, d;

  g_date_time_get_ymd (now, &y, &m, &d);
  return cy_day_from_ymd (y, m, d);
}

/**
 * cy_day_weekday:
 *
 * Returns: 1 for Monday to 7 for Sunday (ISO 8601)
 */
int
cy_day_weekday (CyDay day)
{
  int since_monday = (day + 3) % 7;     /* 1970-01-01 was a Thursday */

  return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

/**
 * cy_day_age:
 * @birth: the date of birth
 * @on: the day on which the age is asked
 *
 * Returns: completed years of age, negative before the birth. Someone born on February 29th
 *   completes a year on March 1st of common years.
 */
int
cy_day_age (CyDay birth,
            CyDay on)
{
  int by, bm, bd, y, m, d;

  cy_day_to_ymd (birth, &by, &bm, &bd);
  cy_day_to_ymd (on, &y, &m, &d);

  return y - by - (m < bm || (m == bm && d < bd) ? 1 : 0);
}
