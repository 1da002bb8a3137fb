#define G_LOG_DOMAIN "cy-flag-store"

#include "config.h"

#include "cy-flag-store.h"

#include "cy-columns.h"

void
cy_flag_free (CyFlag *flag)
{
  if (flag == NULL)
    return;

  g_free (flag->code);
  g_free (flag->detail);
  g_free (flag->created_at);
  g_free (flag->resolved_at);
  g_free (flag);
}

/**
 * cy_flag_raise:
 * @child_id: the child
 * @code: one of cy-flag.h
 * @detail: (nullable): what was read, or a note
 *
 * Raises a flag. One that is open already stays as it is.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_flag_raise (CyConn      *conn,
               gint64       child_id,
               const char  *code,
               const char  *detail,
               GError     **error)
{
  return cy_conn_run (conn, error,
                      "INSERT INTO flag (child_id, code, detail) SELECT ?1, ?2, ?3 "
                      "WHERE NOT EXISTS (SELECT 1 FROM flag WHERE child_id = ?1 AND code = ?2 "
                      "                  AND resolved_at IS NULL AND deleted_at IS NULL)",
                      "itt", child_id, code, detail);
}

/** cy_flag_resolve: Resolves a child's open flags of one code. Returns: whether it succeeded */
gboolean
cy_flag_resolve (CyConn      *conn,
                 gint64       child_id,
                 const char  *code,
                 GError     **error)
{
  return cy_conn_run (conn, error,
                      "UPDATE flag SET resolved_at = cy_now (), resolved_by = cy_actor (), " CY_SQL_TOUCH " "
                      "WHERE child_id = ? AND code = ? AND resolved_at IS NULL AND deleted_at IS NULL",
                      "it", child_id, code);
}

/**
 * cy_flag_resolve_one:
 *
 * Resolves a flag. Fails with %CY_STORE_ERROR_NOT_FOUND when it is not open.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_flag_resolve_one (CyConn  *conn,
                     gint64   flag_id,
                     GError **error)
{
  if (!cy_conn_run (conn, error,
                    "UPDATE flag SET resolved_at = cy_now (), resolved_by = cy_actor (), " CY_SQL_TOUCH " "
                    "WHERE id = ? AND resolved_at IS NULL AND deleted_at IS NULL", "i", flag_id))
    return FALSE;

  return cy_conn_n_changed (conn) > 0 || cy_store_not_found (error, "flag");
}

/**
 * cy_flag_list:
 * @with_resolved: whether those that are resolved come too, after the open ones
 *
 * Returns: (transfer full) (element-type CyFlag) (nullable): a child's flags, newest first,
 *   or %NULL with @error set
 */
GPtrArray *
cy_flag_list (CyConn    *conn,
              gint64     child_id,
              gboolean   with_resolved,
              GError   **error)
{
  g_autoptr (GPtrArray) flags = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_flag_free);
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error,
                              with_resolved
                              ? "SELECT id, child_id, code, detail, created_at, resolved_at FROM flag "
                                "WHERE child_id = ? AND deleted_at IS NULL ORDER BY resolved_at IS NOT NULL, id DESC"
                              : "SELECT id, child_id, code, detail, created_at, resolved_at FROM flag "
                                "WHERE child_id = ? AND resolved_at IS NULL AND deleted_at IS NULL ORDER BY id DESC",
                              "i", child_id);

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      CyFlag *flag = g_new0 (CyFlag, 1);

      flag->id = cy_stmt_int64 (st, 0);
      flag->child_id = cy_stmt_int64 (st, 1);
      flag->code = cy_stmt_dup_text (st, 2);
      flag->detail = cy_stmt_dup_text (st, 3);
      flag->created_at = cy_stmt_dup_text (st, 4);
      flag->resolved_at = cy_stmt_dup_text (st, 5);
      g_ptr_array_add (flags, flag);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&flags);
}
