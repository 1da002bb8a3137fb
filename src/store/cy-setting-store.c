#define G_LOG_DOMAIN "cy-store"

#include "config.h"

#include "cy-setting-store.h"

/**
 * cy_setting_get_text:
 * @value: (out) (transfer full) (nullable): what was set, %NULL when nothing was
 *
 * Returns: whether the archive could be read
 */
gboolean
cy_setting_get_text (CyConn      *conn,
                     const char  *key,
                     char       **value,
                     GError     **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, &local, "SELECT value FROM setting WHERE key = ? AND deleted_at IS NULL", "t", key);

  *value = NULL;
  if (st != NULL && cy_stmt_step (st, &local))
    {
      *value = cy_stmt_dup_text (st, 0);
      cy_stmt_reset (st);
    }
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * cy_setting_set_text:
 * @value: (nullable): the value, %NULL to set nothing any more
 *
 * Returns: whether it is set
 */
gboolean
cy_setting_set_text (CyConn      *conn,
                     const char  *key,
                     const char  *value,
                     GError     **error)
{
  return cy_conn_run (conn, error,
                      "INSERT INTO setting (key, value) VALUES (?1, ?2) "
                      "ON CONFLICT (key) DO UPDATE SET value = excluded.value, deleted_at = NULL, " CY_SQL_TOUCH " "
                      "WHERE value IS NOT excluded.value OR deleted_at IS NOT NULL",
                      "tt", key, value);
}
