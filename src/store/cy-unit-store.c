#define G_LOG_DOMAIN "cy-unit-store"

#include "config.h"

#include "cy-unit-store.h"

#include "cy-columns.h"

#include <string.h>

static const CyColumn columns[] = {
  CY_COLUMN (CyUnit, parent_id, CY_COLUMN_REFERENCE),
  CY_COLUMN (CyUnit, kind, CY_COLUMN_INT),
  CY_COLUMN (CyUnit, name, CY_COLUMN_TEXT),
  CY_COLUMN (CyUnit, name_folded, CY_COLUMN_TEXT),
  CY_COLUMN (CyUnit, sort_key, CY_COLUMN_BYTES),
  CY_COLUMN (CyUnit, address, CY_COLUMN_TEXT),
  CY_COLUMN (CyUnit, area_m2, CY_COLUMN_REFERENCE),
  CY_COLUMN (CyUnit, equipment, CY_COLUMN_TEXT),
  { NULL },
};

static const CyTable unit_table = { "unit", columns };

/**
 * cy_unit_insert:
 * @unit: a unit with a kind and a name; cy_text_fill_unit() has filled in what follows from
 *   the name, else it sorts by its characters
 *
 * Returns: the id, or 0 with @error set
 */
gint64
cy_unit_insert (CyConn        *conn,
                const CyUnit  *unit,
                GError       **error)
{
  CyUnit keyed = *unit;
  g_autoptr (GBytes) key = NULL;

  g_return_val_if_fail (unit->name != NULL, 0);

  if (keyed.sort_key == NULL)
    keyed.sort_key = key = g_bytes_new (unit->name, strlen (unit->name));

  return cy_columns_insert (conn, &unit_table, &keyed, 0, error);
}

static CyUnit *
read_unit (CyStmt *st)
{
  CyUnit *unit = cy_unit_new ();

  unit->id = cy_stmt_int64 (st, 0);
  cy_stmt_uid (st, 1, &unit->uid);
  cy_columns_read (st, 2, &unit_table, unit);

  return unit;
}

/**
 * cy_unit_load:
 *
 * Fails with %CY_STORE_ERROR_NOT_FOUND when there is no such unit.
 *
 * Returns: (transfer full) (nullable): the unit
 */
CyUnit *
cy_unit_load (CyConn  *conn,
              gint64   id,
              GError **error)
{
  g_autofree char *list = cy_columns_list (&unit_table, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT id, uid, %s FROM unit WHERE id = ?", list);
  g_autoptr (GError) local = NULL;
  CyUnit *unit = NULL;
  CyStmt *st = cy_conn_query (conn, error, sql, "i", id);

  if (st == NULL)
    return NULL;

  if (cy_stmt_step (st, &local))
    {
      unit = read_unit (st);
      cy_stmt_reset (st);
    }
  else if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    cy_store_not_found (error, "unit");

  return unit;
}

/**
 * cy_unit_list:
 * @kind: a kind, or 0 for all
 * @parent_id: the unit above, or 0 for all
 *
 * Returns: (transfer full) (element-type CyUnit) (nullable): the units by name, or %NULL
 *   with @error set
 */
GPtrArray *
cy_unit_list (CyConn      *conn,
              CyUnitKind   kind,
              gint64       parent_id,
              GError     **error)
{
  g_autofree char *list = cy_columns_list (&unit_table, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT id, uid, %s FROM unit "
                                          "WHERE (?1 = 0 OR kind = ?1) AND (?2 = 0 OR parent_id = ?2) "
                                          "  AND deleted_at IS NULL ORDER BY kind, sort_key, id", list);
  g_autoptr (GPtrArray) units = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_unit_free);
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error, sql, "ii", (gint64) kind, parent_id);

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    g_ptr_array_add (units, read_unit (st));
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&units);
}

/**
 * cy_unit_find:
 * @parent_id: the unit above, 0 for units without one
 *
 * Returns: the unit of that name, 0 when there is none or with @error set
 */
gint64
cy_unit_find (CyConn      *conn,
              CyUnitKind   kind,
              gint64       parent_id,
              const char  *name,
              GError     **error)
{
  gint64 id;

  cy_conn_int64 (conn, error, &id,
                 "SELECT id FROM unit WHERE kind = ? AND name = ? AND parent_id IS ? AND deleted_at IS NULL "
                 "ORDER BY id LIMIT 1",
                 "itn", (gint64) kind, name, parent_id);
  return id;
}

/**
 * cy_unit_ensure_filled:
 * @unit: a unit's kind, parent, name and what follows from the name
 *
 * Finds a unit by kind, parent and name, or adds it.
 *
 * Returns: its id, or 0 with @error set
 */
gint64
cy_unit_ensure_filled (CyConn        *conn,
                       const CyUnit  *unit,
                       GError       **error)
{
  g_autoptr (GError) local = NULL;
  gint64 id = cy_unit_find (conn, unit->kind, unit->parent_id, unit->name, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return 0;
    }

  return id != 0 ? id : cy_unit_insert (conn, unit, error);
}
