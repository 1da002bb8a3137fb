#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CyDay:
 *
 * A civil date in the proleptic Gregorian calendar, as the number of days since 1970-01-01.
 * Differences are days; %CY_DAY_NONE stands for "no date". No time zone is involved.
 */
typedef gint32 CyDay;

#define CY_DAY_NONE G_MININT32

/**
 * CyDatePrecision:
 * @CY_DATE_DAY: the day is known
 * @CY_DATE_MONTH: only the month is known; the day number stands for the 1st
 * @CY_DATE_YEAR: only the year is known; the day number stands for January 1st
 *
 * How much of a date is known. The values are stored and never change.
 */
typedef enum {
  CY_DATE_DAY = 0,
  CY_DATE_MONTH = 1,
  CY_DATE_YEAR = 2,
} CyDatePrecision;

CyDay    cy_day_from_ymd   (int          year,
                            int          month,
                            int          day);
void     cy_day_to_ymd     (CyDay        day,
                            int         *year,
                            int         *month,
                            int         *day_of_month);
CyDay    cy_day_from_iso   (const char  *text);
char    *cy_day_to_iso     (CyDay        day);
CyDay    cy_day_today      (void);
int      cy_day_weekday    (CyDay        day);
int      cy_day_age        (CyDay        birth,
                            CyDay        on);
int      cy_days_in_month  (int          year,
                            int          month);

G_END_DECLS
