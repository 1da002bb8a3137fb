#define G_LOG_DOMAIN "cy-store"

#include "config.h"

#include "cy-draft-store.h"

/**
 * cy_draft_save:
 * @user_id: whose draft it is; 0 for a user who is unknown
 * @form: the form, such as "contact" or "child:" and a uid
 * @payload: what is typed, as the form's JSON
 *
 * Keeps a draft in place of the one before it.
 *
 * Returns: whether it is kept
 */
gboolean
cy_draft_save (CyConn      *conn,
               gint64       user_id,
               const char  *form,
               const char  *payload,
               GError     **error)
{
  return cy_conn_run (conn, error,
                      "INSERT INTO draft (user_id, form, payload) VALUES (?, ?, ?) "
                      "ON CONFLICT (user_id, form) DO UPDATE SET payload = excluded.payload, saved_at = cy_now()",
                      "itt", user_id, form, payload);
}

/**
 * cy_draft_load:
 * @payload: (out) (transfer full) (nullable): what was typed, %NULL when there is no draft
 * @saved_at: (out) (optional) (transfer full) (nullable): when, in UTC
 *
 * Returns: whether the archive could be read
 */
gboolean
cy_draft_load (CyConn      *conn,
               gint64       user_id,
               const char  *form,
               char       **payload,
               char       **saved_at,
               GError     **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, &local, "SELECT payload, saved_at FROM draft WHERE user_id = ? AND form = ?", "it",
                              user_id, form);

  *payload = NULL;
  if (saved_at != NULL)
    *saved_at = NULL;
  if (st != NULL && cy_stmt_step (st, &local))
    {
      *payload = cy_stmt_dup_text (st, 0);
      if (saved_at != NULL)
        *saved_at = cy_stmt_dup_text (st, 1);
      cy_stmt_reset (st);
    }
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/** cy_draft_delete: Returns: whether there is no such draft any more */
gboolean
cy_draft_delete (CyConn      *conn,
                 gint64       user_id,
                 const char  *form,
                 GError     **error)
{
  return cy_conn_run (conn, error, "DELETE FROM draft WHERE user_id = ? AND form = ?", "it", user_id, form);
}
