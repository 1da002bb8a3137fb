#define G_LOG_DOMAIN "cy-lunar"

#include "config.h"

#include "cy-lunar.h"

#include <math.h>
#include <stdio.h>
#include <unicode/ucal.h>

#define MS_PER_DAY 86400000.0

/* ICU's calendar is astronomical and reckons in China's time zone whatever its own is; the
 * days are handed over as noons in UTC. */
static UCalendar *
open_calendar (void)
{
  static const UChar utc[] = { 'U', 'T', 'C', 0 };
  UErrorCode status = U_ZERO_ERROR;
  UCalendar *calendar = ucal_open (utc, -1, "zh@calendar=chinese", UCAL_DEFAULT, &status);

  if (U_FAILURE (status))
    {
      g_critical ("ICU has no Chinese calendar: %s", u_errorName (status));
      return NULL;
    }

  return calendar;
}

static gboolean
set_day (UCalendar *calendar,
         CyDay      day)
{
  UErrorCode status = U_ZERO_ERROR;

  ucal_setMillis (calendar, day * MS_PER_DAY + MS_PER_DAY / 2, &status);
  return U_SUCCESS (status);
}

static int
get_field (UCalendar           *calendar,
           UCalendarDateFields  field)
{
  UErrorCode status = U_ZERO_ERROR;

  return ucal_get (calendar, field, &status);
}

/**
 * cy_lunar_from_day:
 * @day: a day
 * @month: (out): its month in the Chinese calendar, from 1
 * @day_of_month: (out): its day, from 1
 * @leap: (out) (optional): whether the month is a leap month
 *
 * Returns: whether @day is a day
 */
gboolean
cy_lunar_from_day (CyDay     day,
                   int      *month,
                   int      *day_of_month,
                   gboolean *leap)
{
  UCalendar *calendar;
  gboolean set;

  *month = *day_of_month = 0;
  if (day == CY_DAY_NONE)
    return FALSE;

  calendar = open_calendar ();
  set = calendar != NULL && set_day (calendar, day);
  if (set)
    {
      *month = get_field (calendar, UCAL_MONTH) + 1;
      *day_of_month = get_field (calendar, UCAL_DATE);
      if (leap != NULL)
        *leap = get_field (calendar, UCAL_IS_LEAP_MONTH) != 0;
    }
  if (calendar != NULL)
    ucal_close (calendar);

  return set;
}

/* The day of a plain (not leap) month; the 30th of a month of 29 days is its last. */
static CyDay
day_in_year (UCalendar *calendar,
             int        year,
             int        month,
             int        day_of_month)
{
  UErrorCode status = U_ZERO_ERROR;
  CyDay day;

  ucal_clear (calendar);
  ucal_set (calendar, UCAL_EXTENDED_YEAR, year);
  ucal_set (calendar, UCAL_MONTH, month - 1);
  ucal_set (calendar, UCAL_IS_LEAP_MONTH, 0);
  ucal_set (calendar, UCAL_DATE, 1);
  day = (CyDay) floor (ucal_getMillis (calendar, &status) / MS_PER_DAY);
  if (U_FAILURE (status))
    return CY_DAY_NONE;

  day_of_month = MIN (day_of_month, ucal_getLimit (calendar, UCAL_DATE, UCAL_ACTUAL_MAXIMUM, &status));
  return U_SUCCESS (status) ? day + day_of_month - 1 : CY_DAY_NONE;
}

/**
 * cy_lunar_next:
 * @month: a month of the Chinese calendar, from 1
 * @day_of_month: a day of it, from 1
 * @from: the first day that will do
 *
 * Returns: the next day on which the lunar date falls, on or after @from; %CY_DAY_NONE when
 *   there is no such date
 */
CyDay
cy_lunar_next (int   month,
               int   day_of_month,
               CyDay from)
{
  UCalendar *calendar;
  CyDay found = CY_DAY_NONE;

  if (month < 1 || month > 12 || day_of_month < 1 || day_of_month > 30 || from == CY_DAY_NONE)
    return CY_DAY_NONE;

  calendar = open_calendar ();
  if (calendar != NULL && set_day (calendar, from))
    {
      int year = get_field (calendar, UCAL_EXTENDED_YEAR);

      found = day_in_year (calendar, year, month, day_of_month);
      if (found != CY_DAY_NONE && found < from)
        found = day_in_year (calendar, year + 1, month, day_of_month);
    }
  if (calendar != NULL)
    ucal_close (calendar);

  return found;
}

/**
 * cy_lunar_next_birthday:
 * @lunar_birthday: (nullable): MM-DD of the Chinese calendar
 * @from: the first day that will do
 *
 * Returns: the next day on which it is kept, or %CY_DAY_NONE
 */
CyDay
cy_lunar_next_birthday (const char *lunar_birthday,
                        CyDay       from)
{
  int month, day;

  if (lunar_birthday == NULL || sscanf (lunar_birthday, "%2d-%2d", &month, &day) != 2)
    return CY_DAY_NONE;

  return cy_lunar_next (month, day, from);
}
