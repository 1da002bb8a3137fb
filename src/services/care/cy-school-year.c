#define G_LOG_DOMAIN "cy-school-year"

#include "config.h"

#include "care/cy-school-year.h"

#include "text/cy-lunar.h"

#include <glib/gi18n.h>

/*
 * The Chinese school year, as a start: each province sets its own dates, within a few days.
 *
 * It begins on September 1st. The winter holiday begins on the Saturday that is nearest to
 * two weeks before Spring Festival and ends on the day before the first Monday from the 13th
 * day after it on, when the Lantern Festival is over or at hand. The second term ends on the
 * first Friday of July; the summer holiday lasts until August 31st.
 */

enum { MONDAY = 1, FRIDAY = 5, SATURDAY = 6 };

/* The first day of the week's day @weekday from @day on. */
static CyDay
next_weekday (CyDay day,
              int   weekday)
{
  return day + (weekday - cy_day_weekday (day) + 7) % 7;
}

/**
 * cy_school_year_of:
 *
 * Returns: the calendar year in which the school year of @day begins
 */
int
cy_school_year_of (CyDay day)
{
  int y, m;

  cy_day_to_ymd (day, &y, &m, NULL);
  return m >= 9 ? y : y - 1;
}

/**
 * cy_school_year_terms:
 * @year: the calendar year in which it begins
 *
 * Returns: (transfer full) (element-type CyTerm): its first term, winter holiday, second
 *   term and summer holiday, without a day between them
 */
GPtrArray *
cy_school_year_terms (int year)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_term_free);
  CyDay spring_festival = cy_lunar_next (1, 1, cy_day_from_ymd (year + 1, 1, 15));
  CyDay first = cy_day_from_ymd (year, 9, 1);
  CyDay winter = next_weekday (spring_festival - 14 - 3, SATURDAY);
  CyDay second = next_weekday (spring_festival + 13, MONDAY);
  CyDay summer = next_weekday (cy_day_from_ymd (year + 1, 7, 1), FRIDAY) + 1;
  CyDay end = cy_day_from_ymd (year + 1, 8, 31);
  g_autofree char *first_name = NULL;
  g_autofree char *winter_name = NULL;
  g_autofree char *second_name = NULL;
  g_autofree char *summer_name = NULL;

  /* Translators: the first term of a school year, as 2026–2027 */
  first_name = g_strdup_printf (_("%d–%d, first term"), year, year + 1);
  /* Translators: the winter holiday of a year */
  winter_name = g_strdup_printf (_("Winter holiday %d"), year + 1);
  /* Translators: the second term of a school year, as 2026–2027 */
  second_name = g_strdup_printf (_("%d–%d, second term"), year, year + 1);
  /* Translators: the summer holiday of a year */
  summer_name = g_strdup_printf (_("Summer holiday %d"), year + 1);

  g_ptr_array_add (terms, cy_term_new (CY_TERM_TERM, first_name, first, winter - 1));
  g_ptr_array_add (terms, cy_term_new (CY_TERM_HOLIDAY, winter_name, winter, second - 1));
  g_ptr_array_add (terms, cy_term_new (CY_TERM_TERM, second_name, second, summer - 1));
  g_ptr_array_add (terms, cy_term_new (CY_TERM_HOLIDAY, summer_name, summer, end));

  return terms;
}

/**
 * cy_school_year_key:
 * @year: the calendar year in which the school year begins
 * @nth: 0 to 3, a place in cy_school_year_terms()
 *
 * Returns: (transfer full): what the term or holiday is known by: 2026-term-1
 */
char *
cy_school_year_key (int   year,
                    guint nth)
{
  static const char * const keys[] = { "term-1", "winter", "term-2", "summer" };

  g_return_val_if_fail (nth < G_N_ELEMENTS (keys), NULL);

  return g_strdup_printf ("%d-%s", year, keys[nth]);
}
