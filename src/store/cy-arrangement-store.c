#define G_LOG_DOMAIN "cy-arrangement-store"

#include "config.h"

#include "cy-arrangement-store.h"

#include "cy-columns.h"
#include "cy-person-check.h"

static const CyColumn columns[] = {
  CY_COLUMN (CyCareArrangement, child_id, CY_COLUMN_REFERENCE),
  CY_COLUMN (CyCareArrangement, kind, CY_COLUMN_INT),
  CY_COLUMN (CyCareArrangement, guardian_id, CY_COLUMN_REFERENCE),
  { "from_date", CY_COLUMN_DAY, G_STRUCT_OFFSET (CyCareArrangement, from) },
  { "to_date", CY_COLUMN_DAY, G_STRUCT_OFFSET (CyCareArrangement, to) },
  CY_COLUMN (CyCareArrangement, note, CY_COLUMN_TEXT),
  { NULL },
};

static const CyTable arrangement_table = { "care_arrangement", columns };

static gboolean
refuse_reversed (const CyCareArrangement  *arrangement,
                 GError                  **error)
{
  if (cy_dates_check (arrangement->from, arrangement->to) == CY_CHECK_OK)
    return TRUE;

  g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_CONSTRAINT, "A care arrangement ends before it begins");
  return FALSE;
}

static CyCareArrangement *
read_row (CyStmt *st)
{
  CyCareArrangement *arrangement = cy_care_arrangement_new ();

  arrangement->id = cy_stmt_int64 (st, 0);
  cy_columns_read (st, 1, &arrangement_table, arrangement);

  return arrangement;
}

/**
 * cy_arrangement_insert:
 *
 * Adds a care arrangement. Fails with %CY_STORE_ERROR_CONSTRAINT when it ends before it begins.
 *
 * Returns: the id, or 0 with @error set
 */
gint64
cy_arrangement_insert (CyConn                   *conn,
                       const CyCareArrangement  *arrangement,
                       GError                  **error)
{
  if (!refuse_reversed (arrangement, error))
    return 0;

  return cy_columns_insert (conn, &arrangement_table, arrangement, 0, error);
}

/** cy_arrangement_update: Writes what was changed of a care arrangement. Returns: whether it succeeded */
gboolean
cy_arrangement_update (CyConn                   *conn,
                       const CyCareArrangement  *arrangement,
                       GError                  **error)
{
  g_autoptr (CyCareArrangement) stored = cy_care_arrangement_new ();

  return refuse_reversed (arrangement, error) &&
         cy_columns_load (conn, &arrangement_table, arrangement->id, stored, error) &&
         cy_columns_update (conn, &arrangement_table, stored, arrangement, arrangement->id, error);
}

/** cy_arrangement_bin: Puts a care arrangement in the bin. Returns: whether it succeeded */
gboolean
cy_arrangement_bin (CyConn  *conn,
                    gint64   id,
                    GError **error)
{
  return cy_columns_delete (conn, "care_arrangement", id, TRUE, error);
}

/**
 * cy_arrangement_list:
 *
 * Returns: (transfer full) (element-type CyCareArrangement) (nullable): a child's care arrangements, the newest
 *   first, or %NULL with @error set
 */
GPtrArray *
cy_arrangement_list (CyConn  *conn,
                     gint64   child_id,
                     GError **error)
{
  g_autofree char *list = cy_columns_list (&arrangement_table, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT id, %s FROM care_arrangement "
                                          "WHERE child_id = ? AND deleted_at IS NULL "
                                          "ORDER BY to_date IS NOT NULL, from_date DESC, id DESC", list);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_care_arrangement_free);
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error, sql, "i", child_id);

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    g_ptr_array_add (rows, read_row (st));
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&rows);
}
