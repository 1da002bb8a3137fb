#define G_LOG_DOMAIN "cy-reports"

#include "config.h"

#include "reports/cy-period.h"

#include "cy-term.h"

#include <glib/gi18n.h>

/** cy_period_name: Returns: (transfer none): what people call it */
const char *
cy_period_name (CyPeriod period)
{
  static const char * const names[] = {
    [CY_PERIOD_THIS_TERM] = N_("This term"),
    [CY_PERIOD_LAST_TERM] = N_("Last term"),
    [CY_PERIOD_THIS_MONTH] = N_("This month"),
    [CY_PERIOD_LAST_MONTH] = N_("Last month"),
    [CY_PERIOD_THIS_QUARTER] = N_("This quarter"),
    [CY_PERIOD_LAST_QUARTER] = N_("Last quarter"),
    [CY_PERIOD_THIS_YEAR] = N_("This year"),
    [CY_PERIOD_OWN] = N_("Other days"),
  };

  return _(names[period]);
}

/* @back terms before the one that @today is in. In a holiday the term before it is the one
 * people write about. */
static gboolean
find_term (GPtrArray *terms,
           CyDay      today,
           guint      back,
           CyDay     *from,
           CyDay     *to)
{
  CyDay before = today + 1;

  for (guint round = 0; round <= back; round++)
    {
      const CyTerm *found = NULL;

      for (guint i = 0; terms != NULL && i < terms->len; i++)
        {
          const CyTerm *term = g_ptr_array_index (terms, i);

          if (term->kind == CY_TERM_TERM && term->from < before && (found == NULL || term->from > found->from))
            found = term;
        }
      if (found == NULL)
        return FALSE;
      *from = before = found->from;
      *to = found->to;
    }

  return TRUE;
}

/* So many months from a month on; both may lie outside the year. */
static void
months_from (int    year,
             int    month,
             int    n_months,
             CyDay *from,
             CyDay *to)
{
  int first = year * 12 + month - 1;
  int next = first + n_months;

  *from = cy_day_from_ymd (first / 12, first % 12 + 1, 1);
  *to = cy_day_from_ymd (next / 12, next % 12 + 1, 1) - 1;
}

/**
 * cy_period_find:
 * @terms: (nullable) (element-type CyTerm): the archive's calendar
 * @from: (out): its first day
 * @to: (out): its last day
 *
 * Finds the days of a period, both included.
 *
 * Returns: %FALSE when the calendar has no such term, and for %CY_PERIOD_OWN
 */
gboolean
cy_period_find (CyPeriod   period,
                GPtrArray *terms,
                CyDay      today,
                CyDay     *from,
                CyDay     *to)
{
  int year, month, day;

  cy_day_to_ymd (today, &year, &month, &day);
  switch (period)
    {
    case CY_PERIOD_THIS_TERM:
      return find_term (terms, today, 0, from, to);
    case CY_PERIOD_LAST_TERM:
      return find_term (terms, today, 1, from, to);
    case CY_PERIOD_THIS_MONTH:
      months_from (year, month, 1, from, to);
      return TRUE;
    case CY_PERIOD_LAST_MONTH:
      months_from (year, month - 1, 1, from, to);
      return TRUE;
    case CY_PERIOD_THIS_QUARTER:
      months_from (year, (month - 1) / 3 * 3 + 1, 3, from, to);
      return TRUE;
    case CY_PERIOD_LAST_QUARTER:
      months_from (year, (month - 1) / 3 * 3 - 2, 3, from, to);
      return TRUE;
    case CY_PERIOD_THIS_YEAR:
      months_from (year, 1, 12, from, to);
      return TRUE;
    case CY_PERIOD_OWN:
    default:
      return FALSE;
    }
}
