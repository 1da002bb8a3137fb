#define G_LOG_DOMAIN "cy-store"

#include "config.h"

#include "cy-user-store.h"

#define COLUMNS "id, uid, slot, name, role, counsellor, deleted_at IS NOT NULL"

static CyUser *
read_user (CyStmt *st)
{
  CyUser *user = g_new0 (CyUser, 1);

  user->id = cy_stmt_int64 (st, 0);
  cy_stmt_uid (st, 1, &user->uid);
  user->slot = cy_stmt_dup_text (st, 2);
  user->name = cy_stmt_dup_text (st, 3);
  user->role = cy_stmt_int (st, 4) == CY_USER_MANAGER ? CY_USER_MANAGER : CY_USER_MEMBER;
  user->counsellor = cy_stmt_int (st, 5) != 0;
  user->gone = cy_stmt_int (st, 6) != 0;

  return user;
}

static CyUser *
read_one (CyStmt  *st,
          GError **error)
{
  g_autoptr (GError) local = NULL;
  CyUser *user = NULL;

  if (st == NULL)
    return NULL;

  if (cy_stmt_step (st, &local))
    {
      user = read_user (st);
      cy_stmt_reset (st);
    }
  else if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND, "There is no such user");

  return user;
}

/* An update of one user who is still there. */
static gboolean
changed_one (CyConn  *conn,
             GError **error)
{
  if (cy_conn_n_changed (conn) > 0)
    return TRUE;

  g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND, "There is no such user");
  return FALSE;
}

/**
 * cy_user_insert:
 * @slot: the id of the key slot that the user's password opens
 * @name: the person's name
 *
 * Returns: the new user's id, 0 with @error set
 */
gint64
cy_user_insert (CyConn      *conn,
                const char  *slot,
                const char  *name,
                CyUserRole   role,
                gboolean     counsellor,
                GError     **error)
{
  if (!cy_conn_run (conn, error, "INSERT INTO user (slot, name, role, counsellor) VALUES (?, ?, ?, ?)", "ttii",
                    slot, name, (gint64) role, (gint64) (counsellor != FALSE)))
    return 0;

  return cy_conn_last_id (conn);
}

/** cy_user_load: Returns: (transfer full) (nullable): a user, also one who was taken away; %NULL with @error set */
CyUser *
cy_user_load (CyConn  *conn,
              gint64   id,
              GError **error)
{
  return read_one (cy_conn_query (conn, error, "SELECT " COLUMNS " FROM user WHERE id = ?", "i", id), error);
}

/** cy_user_load_by_slot: Returns: (transfer full) (nullable): the user of a key slot; %NULL with @error set */
CyUser *
cy_user_load_by_slot (CyConn      *conn,
                      const char  *slot,
                      GError     **error)
{
  return read_one (cy_conn_query (conn, error, "SELECT " COLUMNS " FROM user WHERE slot = ?", "t", slot), error);
}

/**
 * cy_user_list:
 *
 * Returns: (transfer full) (nullable) (element-type CyUser): all users, also those who were
 *   taken away, in the order in which they came; %NULL with @error set
 */
GPtrArray *
cy_user_list (CyConn  *conn,
              GError **error)
{
  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_user_free);
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, &local, "SELECT " COLUMNS " FROM user ORDER BY id", NULL);

  while (st != NULL && cy_stmt_step (st, &local))
    g_ptr_array_add (users, read_user (st));
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&users);
}

/**
 * cy_user_set_counsellor:
 *
 * Notes whether a user was given the counselling key. The key itself is in archive.json.
 */
gboolean
cy_user_set_counsellor (CyConn    *conn,
                        gint64     id,
                        gboolean   counsellor,
                        GError   **error)
{
  return cy_conn_run (conn, error, "UPDATE user SET counsellor = ?, " CY_SQL_TOUCH " WHERE id = ?", "ii",
                      (gint64) (counsellor != FALSE), id) &&
         changed_one (conn, error);
}

/**
 * cy_user_take_away:
 *
 * Takes a user away. The row stays: the record goes on naming who wrote what.
 */
gboolean
cy_user_take_away (CyConn  *conn,
                   gint64   id,
                   GError **error)
{
  return cy_conn_run (conn, error,
                      "UPDATE user SET slot = NULL, counsellor = 0, deleted_at = cy_now(), " CY_SQL_TOUCH " WHERE id = ?",
                      "i", id) &&
         changed_one (conn, error);
}
