#define G_LOG_DOMAIN "cy-term-store"

#include "config.h"

#include "cy-term-store.h"

static gboolean
check (const CyTerm  *term,
       GError       **error)
{
  if (term->name != NULL && *term->name != '\0' && term->from != CY_DAY_NONE && term->to != CY_DAY_NONE &&
      term->to >= term->from)
    return TRUE;

  g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_CONSTRAINT, "A term needs a name and an end after its start");
  return FALSE;
}

/**
 * cy_term_list:
 *
 * Returns: (transfer full) (nullable) (element-type CyTerm): the terms and holidays that
 *   are not in the bin, by their first day
 */
GPtrArray *
cy_term_list (CyConn  *conn,
              GError **error)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_term_free);
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT id, kind, name, from_date, to_date, key FROM term "
                              "WHERE deleted_at IS NULL ORDER BY from_date, to_date, id",
                              NULL);

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      CyTerm *term = cy_term_new (cy_stmt_int (st, 1), cy_stmt_text (st, 2), cy_stmt_day (st, 3), cy_stmt_day (st, 4));

      term->id = cy_stmt_int64 (st, 0);
      term->key = cy_stmt_dup_text (st, 5);
      g_ptr_array_add (terms, term);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&terms);
}

/**
 * cy_term_insert:
 *
 * Returns: the id of the new term or holiday, 0 with @error set
 */
gint64
cy_term_insert (CyConn        *conn,
                const CyTerm  *term,
                GError       **error)
{
  if (!check (term, error) ||
      !cy_conn_run (conn, error, "INSERT INTO term (kind, name, from_date, to_date) VALUES (?, ?, ?, ?)", "itdd",
                    (gint64) term->kind, term->name, term->from, term->to))
    return 0;

  return cy_conn_last_id (conn);
}

/**
 * cy_term_propose:
 * @term: a term or holiday with a key
 *
 * Adds a term or holiday unless it was proposed before: people may have edited or removed
 * it since.
 *
 * Returns: whether it succeeded, be it that there was one already
 */
gboolean
cy_term_propose (CyConn        *conn,
                 const CyTerm  *term,
                 GError       **error)
{
  g_return_val_if_fail (term->key != NULL, FALSE);

  return check (term, error) &&
         cy_conn_run (conn, error,
                      "INSERT INTO term (key, kind, name, from_date, to_date) "
                      "SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM term WHERE key = ?1)",
                      "titdd",
                      term->key, (gint64) term->kind, term->name, term->from, term->to);
}

/** cy_term_update: Returns: whether the term or holiday with the id of @term has been changed to it */
gboolean
cy_term_update (CyConn        *conn,
                const CyTerm  *term,
                GError       **error)
{
  return check (term, error) &&
         cy_conn_run (conn, error,
                      "UPDATE term SET kind = ?, name = ?, from_date = ?, to_date = ?, " CY_SQL_TOUCH " WHERE id = ?",
                      "itddi", (gint64) term->kind, term->name, term->from, term->to, term->id);
}

/** cy_term_bin: Returns: whether it lies in the bin */
gboolean
cy_term_bin (CyConn  *conn,
             gint64   id,
             GError **error)
{
  return cy_conn_run (conn, error,
                      "UPDATE term SET deleted_at = cy_now(), " CY_SQL_TOUCH " WHERE id = ? AND deleted_at IS NULL",
                      "i", id);
}
