#define G_LOG_DOMAIN "cy-scheme-store"

#include "config.h"

#include "cy-scheme-store.h"

static CyObligation *
read_obligation (CyStmt *st)
{
  CyObligation *o = cy_obligation_new ();

  o->id = cy_stmt_int64 (st, 0);
  o->scheme_id = cy_stmt_int64 (st, 1);
  o->key = cy_stmt_dup_text (st, 2);
  o->name = cy_stmt_dup_text (st, 3);
  o->kinds = (CyContactKinds) cy_stmt_int64 (st, 4);
  o->window = cy_stmt_int (st, 5);
  o->days = cy_stmt_int (st, 6);
  o->count = cy_stmt_int (st, 7);
  o->target = cy_stmt_int (st, 8);
  o->who = cy_stmt_dup_text (st, 9);
  o->source = cy_stmt_dup_text (st, 10);

  return o;
}

/* Hands each obligation to its scheme; both lists are in the order of the scheme's id. */
static gboolean
add_obligations (CyConn     *conn,
                 GPtrArray  *schemes,
                 GError    **error)
{
  g_autoptr (GError) local = NULL;
  guint i = 0;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT id, scheme_id, key, name, kinds, window, days, count, target, who, source "
                              "FROM obligation WHERE deleted_at IS NULL ORDER BY scheme_id, id", NULL);

  if (st == NULL)
    return FALSE;

  while (cy_stmt_step (st, &local))
    {
      gint64 scheme_id = cy_stmt_int64 (st, 1);
      CyScheme *scheme;

      while (i < schemes->len && ((CyScheme *) g_ptr_array_index (schemes, i))->id < scheme_id)
        i++;
      if (i == schemes->len)
        continue;
      scheme = g_ptr_array_index (schemes, i);
      if (scheme->id == scheme_id)
        g_ptr_array_add (scheme->obligations, read_obligation (st));
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

static GPtrArray *
list (CyConn  *conn,
      gint64   id,
      gboolean binned,
      GError **error)
{
  g_autoptr (GPtrArray) schemes = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_scheme_free);
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT id, key, name, source FROM scheme "
                              "WHERE (?1 = 0 OR id = ?1) AND (deleted_at IS NOT NULL) = ?2 ORDER BY id",
                              "ii", id, (gint64) (binned ? 1 : 0));

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      CyScheme *scheme = cy_scheme_new ();

      scheme->id = cy_stmt_int64 (st, 0);
      scheme->key = cy_stmt_dup_text (st, 1);
      scheme->name = cy_stmt_dup_text (st, 2);
      scheme->source = cy_stmt_dup_text (st, 3);
      g_ptr_array_add (schemes, scheme);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return add_obligations (conn, schemes, error) ? g_steal_pointer (&schemes) : NULL;
}

/**
 * cy_scheme_list:
 * @binned: whether those in the bin are asked for instead
 *
 * Returns: (transfer full) (nullable) (element-type CyScheme): the schemes with their
 *   obligations, in the order of their making
 */
GPtrArray *
cy_scheme_list (CyConn  *conn,
                gboolean binned,
                GError **error)
{
  return list (conn, 0, binned, error);
}

/**
 * cy_scheme_load:
 * @id: a scheme that is not in the bin
 *
 * Returns: (transfer full) (nullable): the scheme with its obligations
 */
CyScheme *
cy_scheme_load (CyConn  *conn,
                gint64   id,
                GError **error)
{
  g_autoptr (GPtrArray) schemes = list (conn, id, FALSE, error);

  if (schemes == NULL)
    return NULL;
  if (schemes->len == 0)
    {
      g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND, "There is no such scheme");
      return NULL;
    }

  return g_ptr_array_steal_index (schemes, 0);
}

/**
 * cy_scheme_find:
 * @key: the stable name of a scheme
 *
 * Returns: its id; 0 with @error set when there is none, or it lies in the bin
 */
gint64
cy_scheme_find (CyConn      *conn,
                const char  *key,
                GError     **error)
{
  gint64 id;

  if (!cy_conn_int64 (conn, error, &id, "SELECT id FROM scheme WHERE key = ? AND deleted_at IS NULL", "t", key))
    return 0;
  if (id == 0)
    g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND, "There is no such scheme");

  return id;
}

/**
 * cy_scheme_is_known:
 * @key: the stable name of a scheme
 * @known: (out): whether there is one of this name, be it in the bin
 *
 * Returns: whether it could be asked
 */
gboolean
cy_scheme_is_known (CyConn      *conn,
                    const char  *key,
                    gboolean    *known,
                    GError     **error)
{
  gint64 n;

  if (!cy_conn_int64 (conn, error, &n, "SELECT count(*) FROM scheme WHERE key = ?", "t", key))
    return FALSE;

  *known = n > 0;
  return TRUE;
}

/* A key for what people add themselves: the prefix and the next free number. */
static char *
free_key (CyConn      *conn,
          const char  *table_query,
          const char  *prefix,
          GError     **error)
{
  for (gint64 n = 1;; n++)
    {
      g_autofree char *key = g_strdup_printf ("%s-%" G_GINT64_FORMAT, prefix, n);
      gint64 taken;

      if (!cy_conn_int64 (conn, error, &taken, table_query, "t", key))
        return NULL;
      if (taken == 0)
        return g_steal_pointer (&key);
    }
}

static gboolean
check_scheme (const CyScheme  *scheme,
              GError         **error)
{
  if (scheme->name != NULL && *scheme->name != '\0')
    return TRUE;

  g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_CONSTRAINT, "A scheme needs a name");
  return FALSE;
}

/**
 * cy_scheme_insert:
 * @scheme: a scheme with its obligations; a scheme without a key is given one (own-1), and
 *   so are obligations (own-1-talk-1)
 *
 * Returns: the id of the new scheme, 0 with @error set
 */
gint64
cy_scheme_insert (CyConn          *conn,
                  const CyScheme  *scheme,
                  GError         **error)
{
  g_autofree char *key = g_strdup (scheme->key);
  gint64 id;

  if (!check_scheme (scheme, error))
    return 0;
  if (key == NULL)
    key = free_key (conn, "SELECT count(*) FROM scheme WHERE key = ?", "own", error);
  if (key == NULL ||
      !cy_conn_run (conn, error, "INSERT INTO scheme (key, name, source) VALUES (?, ?, ?)", "ttt",
                    key, scheme->name, scheme->source))
    return 0;

  id = cy_conn_last_id (conn);
  for (guint i = 0; i < scheme->obligations->len; i++)
    {
      g_autoptr (CyObligation) obligation = cy_obligation_copy (g_ptr_array_index (scheme->obligations, i));

      obligation->scheme_id = id;
      if (cy_obligation_insert (conn, obligation, error) == 0)
        return 0;
    }

  return id;
}

/** cy_scheme_update: Returns: whether name and source of the scheme have been changed; its obligations are not touched */
gboolean
cy_scheme_update (CyConn          *conn,
                  const CyScheme  *scheme,
                  GError         **error)
{
  return check_scheme (scheme, error) &&
         cy_conn_run (conn, error, "UPDATE scheme SET name = ?, source = ?, " CY_SQL_TOUCH " WHERE id = ?", "tti",
                      scheme->name, scheme->source, scheme->id);
}

/**
 * cy_scheme_bin:
 *
 * Puts a scheme into the bin. Its obligations and enrolments stay as they are, and count
 * again when it is restored.
 *
 * Returns: whether it lies in the bin
 */
gboolean
cy_scheme_bin (CyConn  *conn,
               gint64   id,
               GError **error)
{
  return cy_conn_run (conn, error,
                      "UPDATE scheme SET deleted_at = cy_now(), " CY_SQL_TOUCH " WHERE id = ? AND deleted_at IS NULL",
                      "i", id);
}

/** cy_scheme_restore: Returns: whether the scheme is out of the bin */
gboolean
cy_scheme_restore (CyConn  *conn,
                   gint64   id,
                   GError **error)
{
  return cy_conn_run (conn, error, "UPDATE scheme SET deleted_at = NULL, " CY_SQL_TOUCH " WHERE id = ?", "i", id);
}

static gboolean
check_obligation (const CyObligation  *obligation,
                  GError             **error)
{
  if (cy_obligation_is_valid (obligation))
    return TRUE;

  g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_CONSTRAINT, "An obligation needs a name, a kind and a window");
  return FALSE;
}

static char *
own_key (CyConn              *conn,
         const CyObligation  *obligation,
         GError             **error)
{
  CyContactKind kind = (CyContactKind) g_bit_nth_lsf (obligation->kinds, -1);
  g_autofree char *prefix = NULL;
  CyStmt *st = cy_conn_query (conn, error, "SELECT key FROM scheme WHERE id = ?", "i", obligation->scheme_id);
  g_autoptr (GError) local = NULL;

  if (st == NULL)
    return NULL;
  if (cy_stmt_step (st, &local))
    {
      prefix = g_strdup_printf ("%s-%s", cy_stmt_text (st, 0),
                                kind < CY_CONTACT_KIND_COUNT ? cy_contact_kind_to_key (kind) : "any");
      cy_stmt_reset (st);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (prefix == NULL)
    {
      g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND, "There is no such scheme");
      return NULL;
    }

  return free_key (conn, "SELECT count(*) FROM obligation WHERE key = ?", prefix, error);
}

/**
 * cy_obligation_insert:
 * @obligation: an obligation of an existing scheme; without a key it is given one
 *
 * Returns: its id, 0 with @error set
 */
gint64
cy_obligation_insert (CyConn              *conn,
                      const CyObligation  *obligation,
                      GError             **error)
{
  g_autoptr (CyObligation) o = cy_obligation_copy (obligation);

  if (o->key == NULL)
    {
      o->key = own_key (conn, o, error);
      if (o->key == NULL)
        return 0;
    }
  if (!check_obligation (o, error) ||
      !cy_conn_run (conn, error,
                    "INSERT INTO obligation (scheme_id, key, name, kinds, window, days, count, target, who, source) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "ittiiiiitt",
                    o->scheme_id, o->key, o->name, (gint64) o->kinds, (gint64) o->window,
                    (gint64) (o->window == CY_WINDOW_ROLLING ? o->days : 0), (gint64) o->count, (gint64) o->target,
                    o->who, o->source))
    return 0;

  return cy_conn_last_id (conn);
}

/** cy_obligation_update: Returns: whether all but the key and the scheme of the obligation has been changed */
gboolean
cy_obligation_update (CyConn              *conn,
                      const CyObligation  *o,
                      GError             **error)
{
  return check_obligation (o, error) &&
         cy_conn_run (conn, error,
                      "UPDATE obligation SET name = ?, kinds = ?, window = ?, days = ?, count = ?, target = ?, who = ?, "
                      "source = ?, " CY_SQL_TOUCH " WHERE id = ?", "tiiiiitti",
                      o->name, (gint64) o->kinds, (gint64) o->window,
                      (gint64) (o->window == CY_WINDOW_ROLLING ? o->days : 0), (gint64) o->count, (gint64) o->target,
                      o->who, o->source, o->id);
}

/** cy_obligation_bin: Returns: whether it lies in the bin */
gboolean
cy_obligation_bin (CyConn  *conn,
                   gint64   id,
                   GError **error)
{
  return cy_conn_run (conn, error,
                      "UPDATE obligation SET deleted_at = cy_now(), " CY_SQL_TOUCH " WHERE id = ? AND deleted_at IS NULL",
                      "i", id);
}
