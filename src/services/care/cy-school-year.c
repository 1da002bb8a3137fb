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

enum {
  MONDAY = 1,
  FRIDAY = 5,
  SATURDAY = 6
};

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

/* What is added to the year of a key, the stored name, and the name to translate. */
typedef struct {
  const char *key;
  CyTermKind kind;
  int n_years;                  /* how many years the name tells */
  const char *name;
  const char *shown;
} Part;

static const Part parts[] = {
  /* Translators: the first term of a school year, as 2026–2027 */
  { "term-1", CY_TERM_TERM, 2, "%d–%d学年第一学期", N_("%d–%d, first term") },
  /* Translators: the winter holiday of a year */
  { "winter", CY_TERM_HOLIDAY, 1, "%d年寒假", N_("Winter holiday %d") },
  /* Translators: the second term of a school year, as 2026–2027 */
  { "term-2", CY_TERM_TERM, 2, "%d–%d学年第二学期", N_("%d–%d, second term") },
  /* Translators: the summer holiday of a year */
  { "summer", CY_TERM_HOLIDAY, 1, "%d年暑假", N_("Summer holiday %d") },
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

/* @pattern is one of the table's, or its translation. */
static char *
name_of (const Part *part,
         const char *pattern,
         int         year)
{
  return part->n_years == 2 ? g_strdup_printf (pattern, year, year + 1) : g_strdup_printf (pattern, year + 1);
}

#pragma GCC diagnostic pop

/**
 * cy_school_year_terms:
 * @year: the calendar year in which it begins
 *
 * Returns: (transfer full) (element-type CyTerm): its first term, winter holiday, second
 *   term and summer holiday, without a day between them; their keys and, in Chinese, names
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
  CyDay bounds[] = { first, winter, second, summer, cy_day_from_ymd (year + 1, 9, 1) };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *name = name_of (&parts[i], parts[i].name, year);
      CyTerm *term = cy_term_new (parts[i].kind, name, bounds[i], bounds[i + 1] - 1);

      term->key = g_strdup_printf ("%d-%s", year, parts[i].key);
      g_ptr_array_add (terms, term);
    }

  return terms;
}

/**
 * cy_school_term_name:
 *
 * Returns: (transfer full): the name to show: that of a proposed term or holiday in the
 *   reader's language, unless people have given it another one
 */
char *
cy_school_term_name (const CyTerm *term)
{
  for (guint i = 0; term->key != NULL && i < G_N_ELEMENTS (parts); i++)
    {
      int year = (int) g_ascii_strtoll (term->key, NULL, 10);
      g_autofree char *name = NULL;

      if (!g_str_has_suffix (term->key, parts[i].key))
        continue;
      name = name_of (&parts[i], parts[i].name, year);
      if (g_strcmp0 (name, term->name) == 0)
        return name_of (&parts[i], _(parts[i].shown), year);
    }

  return g_strdup (term->name);
}
