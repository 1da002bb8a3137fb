#define G_LOG_DOMAIN "cy-enrolment-store"

#include "config.h"

#include "cy-enrolment-store.h"

/* An enrolment that goes on after a day stands in the way of a new one from that day. */
#define NOT_ENROLLED \
  "NOT EXISTS (SELECT 1 FROM enrolment AS e WHERE e.scheme_id = ?1 AND e.child_id = p.id " \
  "            AND (e.to_date IS NULL OR e.to_date >= ?2) AND e.deleted_at IS NULL)"

#define ON_THE_ROLL \
  "p.is_child AND p.deleted_at IS NULL " \
  "AND NOT EXISTS (SELECT 1 FROM child AS c WHERE c.id = p.id AND c.left_on IS NOT NULL AND c.left_on <= ?2)"

static gboolean
check_day (CyDay    day,
           GError **error)
{
  if (day != CY_DAY_NONE)
    return TRUE;

  g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_CONSTRAINT, "A date is missing");
  return FALSE;
}

/**
 * cy_enrolment_list:
 * @child_id: a child
 *
 * Returns: (transfer full) (nullable) (element-type CyEnrolment): the child's enrolments in
 *   schemes that are not in the bin, the latest first
 */
GArray *
cy_enrolment_list (CyConn  *conn,
                   gint64   child_id,
                   GError **error)
{
  g_autoptr (GArray) enrolments = g_array_new (FALSE, FALSE, sizeof (CyEnrolment));
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT e.id, e.scheme_id, e.child_id, e.from_date, e.to_date FROM enrolment AS e "
                              "JOIN scheme AS s ON s.id = e.scheme_id AND s.deleted_at IS NULL "
                              "WHERE e.child_id = ? AND e.deleted_at IS NULL ORDER BY e.from_date DESC, e.id DESC",
                              "i", child_id);

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      CyEnrolment e = {
        .id = cy_stmt_int64 (st, 0),
        .scheme_id = cy_stmt_int64 (st, 1),
        .child_id = cy_stmt_int64 (st, 2),
        .from = cy_stmt_day (st, 3),
        .to = cy_stmt_day (st, 4),
      };

      g_array_append_val (enrolments, e);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&enrolments);
}

/**
 * cy_enrolment_add:
 * @from: its first day
 *
 * Enrols a child, unless it is enrolled on @from or later already, or is not on the roll.
 *
 * Returns: the new enrolment's id; 0 when there was nothing to do, or with @error set
 */
gint64
cy_enrolment_add (CyConn  *conn,
                  gint64   scheme_id,
                  gint64   child_id,
                  CyDay    from,
                  GError **error)
{
  if (!check_day (from, error) ||
      !cy_conn_run (conn, error,
                    "INSERT INTO enrolment (scheme_id, child_id, from_date) SELECT ?1, p.id, ?2 FROM person AS p "
                    "WHERE p.id = ?3 AND " ON_THE_ROLL " AND " NOT_ENROLLED, "idi", scheme_id, from, child_id))
    return 0;

  return cy_conn_n_changed (conn) > 0 ? cy_conn_last_id (conn) : 0;
}

/**
 * cy_enrolment_add_all:
 * @from: their first day
 *
 * Enrols all children of the roll who are not enrolled on @from or later already.
 *
 * Returns: how many have been enrolled, -1 with @error set
 */
gint64
cy_enrolment_add_all (CyConn  *conn,
                      gint64   scheme_id,
                      CyDay    from,
                      GError **error)
{
  if (!check_day (from, error) ||
      !cy_conn_run (conn, error,
                    "INSERT INTO enrolment (scheme_id, child_id, from_date) SELECT ?1, p.id, ?2 FROM person AS p "
                    "WHERE " ON_THE_ROLL " AND " NOT_ENROLLED, "id", scheme_id, from))
    return -1;

  return cy_conn_n_changed (conn);
}

/**
 * cy_enrolment_count_others:
 * @n_children: (out): how many children cy_enrolment_add_all() would enrol
 *
 * Returns: whether they could be counted
 */
gboolean
cy_enrolment_count_others (CyConn  *conn,
                           gint64   scheme_id,
                           CyDay    from,
                           gint64  *n_children,
                           GError **error)
{
  return cy_conn_int64 (conn, error, n_children,
                        "SELECT count(*) FROM person AS p WHERE " ON_THE_ROLL " AND " NOT_ENROLLED,
                        "id", scheme_id, from);
}

/**
 * cy_enrolment_end:
 * @to: its last day, %CY_DAY_NONE to let it go on again
 *
 * Returns: whether it succeeded
 */
gboolean
cy_enrolment_end (CyConn  *conn,
                  gint64   id,
                  CyDay    to,
                  GError **error)
{
  return cy_conn_run (conn, error, "UPDATE enrolment SET to_date = ?, " CY_SQL_TOUCH " WHERE id = ?", "di", to, id);
}

/** cy_enrolment_bin: Returns: whether the enrolment counts as never made */
gboolean
cy_enrolment_bin (CyConn  *conn,
                  gint64   id,
                  GError **error)
{
  return cy_conn_run (conn, error,
                      "UPDATE enrolment SET deleted_at = cy_now(), " CY_SQL_TOUCH
                      " WHERE id = ? AND deleted_at IS NULL", "i", id);
}

/**
 * cy_enrolment_count:
 * @n_children: (out): how many children of the roll are in the scheme on @today or will be
 *
 * Returns: whether they could be counted
 */
gboolean
cy_enrolment_count (CyConn  *conn,
                    gint64   scheme_id,
                    CyDay    today,
                    gint64  *n_children,
                    GError **error)
{
  return cy_conn_int64 (conn, error, n_children,
                        "SELECT count(DISTINCT e.child_id) FROM enrolment AS e "
                        "JOIN person AS p ON p.id = e.child_id AND p.deleted_at IS NULL "
                        "WHERE e.scheme_id = ? AND e.deleted_at IS NULL AND (e.to_date IS NULL OR e.to_date >= ?)",
                        "id", scheme_id, today);
}

static gboolean
check_pause (const CyPause  *pause,
             GError        **error)
{
  if (pause->from != CY_DAY_NONE && pause->to != CY_DAY_NONE && pause->to >= pause->from)
    return TRUE;

  g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_CONSTRAINT, "A pause ends before it begins");
  return FALSE;
}

/**
 * cy_pause_list:
 * @child_id: a child
 *
 * Returns: (transfer full) (nullable) (element-type CyPause): the child's pauses, the
 *   latest first
 */
GPtrArray *
cy_pause_list (CyConn  *conn,
               gint64   child_id,
               GError **error)
{
  g_autoptr (GPtrArray) pauses = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_pause_free);
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT id, from_date, to_date, reason FROM pause "
                              "WHERE child_id = ? AND deleted_at IS NULL ORDER BY from_date DESC, id DESC",
                              "i", child_id);

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      CyPause *pause = cy_pause_new (child_id, cy_stmt_day (st, 1), cy_stmt_day (st, 2), cy_stmt_text (st, 3));

      pause->id = cy_stmt_int64 (st, 0);
      g_ptr_array_add (pauses, pause);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&pauses);
}

/** cy_pause_insert: Returns: the id of the new pause, 0 with @error set */
gint64
cy_pause_insert (CyConn         *conn,
                 const CyPause  *pause,
                 GError        **error)
{
  if (!check_pause (pause, error) ||
      !cy_conn_run (conn, error, "INSERT INTO pause (child_id, from_date, to_date, reason) VALUES (?, ?, ?, ?)", "iddt",
                    pause->child_id, pause->from, pause->to, pause->reason))
    return 0;

  return cy_conn_last_id (conn);
}

/** cy_pause_bin: Returns: whether the pause counts as never made */
gboolean
cy_pause_bin (CyConn  *conn,
              gint64   id,
              GError **error)
{
  return cy_conn_run (conn, error,
                      "UPDATE pause SET deleted_at = cy_now(), " CY_SQL_TOUCH " WHERE id = ? AND deleted_at IS NULL",
                      "i", id);
}
