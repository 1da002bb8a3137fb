#define G_LOG_DOMAIN "cy-store"

#include "config.h"

#include "cy-note-store.h"

/**
 * cy_note_save:
 * @conn: a connection to counselling.db
 * @contact_uid: the contact
 * @text: what was said
 *
 * Keeps the text of a restricted contact, in place of the one before it.
 *
 * Returns: whether it is kept
 */
gboolean
cy_note_save (CyConn       *conn,
              const CyUid  *contact_uid,
              const char   *text,
              GError      **error)
{
  return cy_conn_run (conn, error,
                      "INSERT INTO note (contact_uid, text) VALUES (?, ?) "
                      "ON CONFLICT (contact_uid) DO UPDATE SET text = excluded.text, deleted_at = NULL, " CY_SQL_TOUCH,
                      "ut", contact_uid, text);
}

/**
 * cy_note_load:
 * @text: (out) (transfer full) (nullable): what was said, %NULL when nothing was written
 *
 * Returns: whether the archive could be read
 */
gboolean
cy_note_load (CyConn       *conn,
              const CyUid  *contact_uid,
              char        **text,
              GError      **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, &local, "SELECT text FROM note WHERE contact_uid = ? AND deleted_at IS NULL", "u",
                              contact_uid);

  *text = NULL;
  if (st != NULL && cy_stmt_step (st, &local))
    {
      *text = cy_stmt_dup_text (st, 0);
      cy_stmt_reset (st);
    }
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * cy_note_remove:
 *
 * Puts a note into the bin, from which cy_note_save() takes it back.
 *
 * Returns: whether there is no such note any more
 */
gboolean
cy_note_remove (CyConn       *conn,
                const CyUid  *contact_uid,
                GError      **error)
{
  return cy_conn_run (conn, error,
                      "UPDATE note SET deleted_at = cy_now(), " CY_SQL_TOUCH " "
                      "WHERE contact_uid = ? AND deleted_at IS NULL",
                      "u", contact_uid);
}
