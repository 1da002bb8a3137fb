#define G_LOG_DOMAIN "cy-care"

#include "config.h"

#include "care/cy-care.h"

#include "cy-enrolment-store.h"

/* Enrolments and pauses */

/**
 * cy_care_enrol:
 * @child_ids: (nullable) (array length=n_children): the children; %NULL for all on the roll
 * @from: the first day
 *
 * Enrols children in a scheme. Those that are in it already stay as they are.
 *
 * Returns: how many have been enrolled, -1 with @error set
 */
gint64
cy_care_enrol (CyConn        *conn,
               gint64         scheme_id,
               const gint64  *child_ids,
               guint          n_children,
               CyDay          from,
               GError       **error)
{
  g_autoptr (GError) local = NULL;
  gint64 n = 0;

  if (from == CY_DAY_NONE)
    {
      g_set_error_literal (error, CY_CARE_ERROR, CY_CARE_ERROR_NO_DATE, "An enrolment needs its first day");
      return -1;
    }
  if (child_ids == NULL)
    return cy_enrolment_add_all (conn, scheme_id, from, error);

  for (guint i = 0; i < n_children; i++)
    {
      if (cy_enrolment_add (conn, scheme_id, child_ids[i], from, &local) != 0)
        n++;
      if (local == NULL)
        continue;
      g_propagate_error (error, g_steal_pointer (&local));
      return -1;
    }

  return n;
}

/**
 * cy_care_end:
 * @child_ids: (array length=n_children): the children
 * @to: the last day
 *
 * Ends what goes on after @to. An enrolment that begins later is taken back.
 *
 * Returns: how many enrolments have been ended, -1 with @error set
 */
gint64
cy_care_end (CyConn        *conn,
             gint64         scheme_id,
             const gint64  *child_ids,
             guint          n_children,
             CyDay          to,
             GError       **error)
{
  gint64 n = 0;

  if (to == CY_DAY_NONE)
    {
      g_set_error_literal (error, CY_CARE_ERROR, CY_CARE_ERROR_NO_DATE, "An enrolment ends on a day");
      return -1;
    }

  for (guint i = 0; i < n_children; i++)
    {
      g_autoptr (GArray) enrolments = cy_enrolment_list (conn, child_ids[i], error);

      if (enrolments == NULL)
        return -1;
      for (guint j = 0; j < enrolments->len; j++)
        {
          const CyEnrolment *e = &g_array_index (enrolments, CyEnrolment, j);

          if (e->scheme_id != scheme_id || (e->to != CY_DAY_NONE && e->to <= to))
            continue;
          if (e->from > to ? !cy_enrolment_bin (conn, e->id, error) : !cy_enrolment_end (conn, e->id, to, error))
            return -1;
          n++;
        }
    }

  return n;
}

/**
 * cy_care_pause:
 * @from: the first day
 * @to: the last day
 * @reason: (nullable): why
 *
 * Lets all of a child's obligations rest for some days.
 *
 * Returns: the id of the pause, 0 with @error set
 */
gint64
cy_care_pause (CyConn      *conn,
               gint64       child_id,
               CyDay        from,
               CyDay        to,
               const char  *reason,
               GError     **error)
{
  CyPause pause = { .child_id = child_id, .from = from, .to = to, .reason = (char *) reason };

  if (from == CY_DAY_NONE || to == CY_DAY_NONE)
    {
      g_set_error_literal (error, CY_CARE_ERROR, CY_CARE_ERROR_NO_DATE, "A pause needs its first and last day");
      return 0;
    }
  if (to < from)
    {
      g_set_error_literal (error, CY_CARE_ERROR, CY_CARE_ERROR_BAD_DATES, "A pause ends before it begins");
      return 0;
    }

  return cy_pause_insert (conn, &pause, error);
}
