#define G_LOG_DOMAIN "cy-care-calendar"

#include "config.h"

#include "care/cy-care-calendar.h"

struct _CyCareCalendar {
  GArray *spans[2];             /* of CyCareSpan, by CyTermKind; in the order of their first days */
};

static int
compare_spans (gconstpointer a,
               gconstpointer b)
{
  const CyCareSpan *x = a;
  const CyCareSpan *y = b;

  if (x->from != y->from)
    return x->from < y->from ? -1 : 1;

  return x->to < y->to ? -1 : x->to > y->to;
}

/**
 * cy_care_calendar_new:
 * @terms: (element-type CyTerm): the terms and holidays, in any order
 *
 * Returns: (transfer full): a calendar with copies of the dates
 */
CyCareCalendar *
cy_care_calendar_new (GPtrArray *terms)
{
  CyCareCalendar *calendar = g_new0 (CyCareCalendar, 1);

  for (guint i = 0; i < G_N_ELEMENTS (calendar->spans); i++)
    calendar->spans[i] = g_array_new (FALSE, FALSE, sizeof (CyCareSpan));

  for (guint i = 0; i < terms->len; i++)
    {
      const CyTerm *term = g_ptr_array_index (terms, i);
      CyCareSpan span = { term->from, term->to };

      g_array_append_val (calendar->spans[term->kind == CY_TERM_HOLIDAY], span);
    }

  for (guint i = 0; i < G_N_ELEMENTS (calendar->spans); i++)
    g_array_sort (calendar->spans[i], compare_spans);

  return calendar;
}

/**
 * cy_care_calendar_free:
 * @calendar: (transfer full) (nullable): a calendar
 */
void
cy_care_calendar_free (CyCareCalendar *calendar)
{
  if (calendar == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (calendar->spans); i++)
    g_array_unref (calendar->spans[i]);
  g_free (calendar);
}

/* The months [@first, @first + @n) of a year. */
static CyCareSpan
months (int year,
        int first,
        int n)
{
  int last = first + n - 1;

  return (CyCareSpan) { cy_day_from_ymd (year, first, 1), cy_day_from_ymd (year, last, cy_days_in_month (year, last)) };
}

static const GArray *
dated_spans (const CyCareCalendar *calendar,
             CyWindow              window)
{
  return calendar->spans[window == CY_WINDOW_HOLIDAY];
}

/**
 * cy_care_calendar_at:
 * @window: any window but a rolling one
 * @day: a day
 * @span: (out): the days of the window that @day lies in
 *
 * Where dates of terms overlap, the one that began last is meant.
 *
 * Returns: whether there is one: between two terms or holidays there is none
 */
gboolean
cy_care_calendar_at (const CyCareCalendar *calendar,
                     CyWindow              window,
                     CyDay                 day,
                     CyCareSpan           *span)
{
  int y, m;

  cy_day_to_ymd (day, &y, &m, NULL);
  switch (window)
    {
    case CY_WINDOW_WEEK:
      span->from = day - (cy_day_weekday (day) - 1);
      span->to = span->from + 6;
      return TRUE;
    case CY_WINDOW_MONTH:
      *span = months (y, m, 1);
      return TRUE;
    case CY_WINDOW_QUARTER:
      *span = months (y, (m - 1) / 3 * 3 + 1, 3);
      return TRUE;
    case CY_WINDOW_HALF_YEAR:
      *span = months (y, m <= 6 ? 1 : 7, 6);
      return TRUE;
    case CY_WINDOW_YEAR:
      *span = months (y, 1, 12);
      return TRUE;

    case CY_WINDOW_TERM:
    case CY_WINDOW_HOLIDAY:
      for (guint i = dated_spans (calendar, window)->len; i-- > 0;)
        {
          *span = g_array_index (dated_spans (calendar, window), CyCareSpan, i);
          if (span->from <= day && day <= span->to)
            return TRUE;
        }
      return FALSE;

    case CY_WINDOW_ROLLING:
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * cy_care_calendar_before:
 * @window: any window but a rolling one
 * @day: a day
 * @span: (out): the last window that ends before @day
 *
 * Returns: whether there is one
 */
gboolean
cy_care_calendar_before (const CyCareCalendar *calendar,
                         CyWindow              window,
                         CyDay                 day,
                         CyCareSpan           *span)
{
  gboolean found = FALSE;

  if (window != CY_WINDOW_TERM && window != CY_WINDOW_HOLIDAY)
    {
      cy_care_calendar_at (calendar, window, day, span);
      return cy_care_calendar_at (calendar, window, span->from - 1, span);
    }

  for (guint i = 0; i < dated_spans (calendar, window)->len; i++)
    {
      CyCareSpan s = g_array_index (dated_spans (calendar, window), CyCareSpan, i);

      if (s.to >= day || (found && s.to < span->to))
        continue;
      *span = s;
      found = TRUE;
    }

  return found;
}

/**
 * cy_care_calendar_after:
 * @window: any window but a rolling one
 * @day: a day
 * @span: (out): the first window that begins after @day
 *
 * Returns: whether there is one
 */
gboolean
cy_care_calendar_after (const CyCareCalendar *calendar,
                        CyWindow              window,
                        CyDay                 day,
                        CyCareSpan           *span)
{
  if (window != CY_WINDOW_TERM && window != CY_WINDOW_HOLIDAY)
    {
      cy_care_calendar_at (calendar, window, day, span);
      return cy_care_calendar_at (calendar, window, span->to + 1, span);
    }

  for (guint i = 0; i < dated_spans (calendar, window)->len; i++)
    {
      *span = g_array_index (dated_spans (calendar, window), CyCareSpan, i);
      if (span->from > day)
        return TRUE;
    }

  return FALSE;
}
