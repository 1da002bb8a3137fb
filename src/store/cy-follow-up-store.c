#define G_LOG_DOMAIN "cy-follow-up-store"

#include "config.h"

#include "cy-follow-up-store.h"

/**
 * cy_follow_up_list:
 * @until: the last due day asked for, %CY_DAY_NONE for all
 * @child_id: of this child; 0 for all children
 * @with_done: whether those that are done are listed, too
 *
 * Returns: (transfer full) (nullable) (element-type CyFollowUp): follow-ups of children and
 *   contacts that are not in the bin, by due day
 */
GPtrArray *
cy_follow_up_list (CyConn    *conn,
                   CyDay      until,
                   gint64     child_id,
                   gboolean   with_done,
                   GError   **error)
{
  g_autoptr (GPtrArray) follow_ups = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_follow_up_free);
  g_autoptr (GError) local = NULL;
  /* The child is in the text of the statement: where it is a value that may be 0, all are read. */
  g_autofree char *sql =
    g_strdup_printf ("SELECT f.id, f.contact_id, f.child_id, f.due, f.text, f.done_at IS NOT NULL "
                     "FROM follow_up AS f JOIN person AS p ON p.id = f.child_id AND p.deleted_at IS NULL "
                     "LEFT JOIN contact AS c ON c.id = f.contact_id "
                     "WHERE f.deleted_at IS NULL AND c.deleted_at IS NULL AND (?1 IS NULL OR f.due <= ?1) "
                     "AND (f.done_at IS NULL OR ?2) AND %s ORDER BY f.due, f.id",
                     child_id != 0 ? "f.child_id = ?3" : "?3 = 0");
  CyStmt *st = cy_conn_query (conn, error, sql, "dii", until, (gint64) with_done, child_id);

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      CyFollowUp *f = cy_follow_up_new (cy_stmt_int64 (st, 2), cy_stmt_day (st, 3), cy_stmt_text (st, 4));

      f->id = cy_stmt_int64 (st, 0);
      f->contact_id = cy_stmt_int64 (st, 1);
      f->done = cy_stmt_int (st, 5) != 0;
      g_ptr_array_add (follow_ups, f);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&follow_ups);
}

/**
 * cy_follow_up_set_done:
 * @done: whether it has been done
 *
 * Returns: whether it succeeded
 */
gboolean
cy_follow_up_set_done (CyConn    *conn,
                       gint64     id,
                       gboolean   done,
                       GError   **error)
{
  if (done)
    return cy_conn_run (conn, error,
                        "UPDATE follow_up SET done_at = cy_now(), done_by = cy_actor(), " CY_SQL_TOUCH
                        " WHERE id = ? AND done_at IS NULL", "i", id);

  return cy_conn_run (conn, error,
                      "UPDATE follow_up SET done_at = NULL, done_by = NULL, " CY_SQL_TOUCH " WHERE id = ?", "i", id);
}
