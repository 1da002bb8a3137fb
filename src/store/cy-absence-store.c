#define G_LOG_DOMAIN "cy-absence-store"

#include "config.h"

#include "cy-absence-store.h"

#include "cy-columns.h"
#include "cy-person-check.h"

static const CyColumn columns[] = {
  CY_COLUMN (CyAbsence, person_id, CY_COLUMN_REFERENCE),
  { "from_date", CY_COLUMN_DAY, G_STRUCT_OFFSET (CyAbsence, from) },
  { "to_date", CY_COLUMN_DAY, G_STRUCT_OFFSET (CyAbsence, to) },
  CY_COLUMN (CyAbsence, place, CY_COLUMN_TEXT),
  CY_COLUMN (CyAbsence, employer, CY_COLUMN_TEXT),
  CY_COLUMN (CyAbsence, phone, CY_COLUMN_TEXT),
  CY_COLUMN (CyAbsence, note, CY_COLUMN_TEXT),
  { NULL },
};

static const CyTable absence_table = { "absence", columns };

static gboolean
refuse_reversed (const CyAbsence  *absence,
                 GError          **error)
{
  if (cy_dates_check (absence->from, absence->to) == CY_CHECK_OK)
    return TRUE;

  g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_CONSTRAINT, "An absence ends before it begins");
  return FALSE;
}

static CyAbsence *
read_row (CyStmt *st)
{
  CyAbsence *absence = cy_absence_new ();

  absence->id = cy_stmt_int64 (st, 0);
  cy_columns_read (st, 1, &absence_table, absence);

  return absence;
}

/**
 * cy_absence_insert:
 *
 * Adds an absence. Fails with %CY_STORE_ERROR_CONSTRAINT when it ends before it begins.
 *
 * Returns: the id, or 0 with @error set
 */
gint64
cy_absence_insert (CyConn           *conn,
                   const CyAbsence  *absence,
                   GError          **error)
{
  if (!refuse_reversed (absence, error))
    return 0;

  return cy_columns_insert (conn, &absence_table, absence, 0, error);
}

/** cy_absence_update: Writes what was changed of an absence. Returns: whether it succeeded */
gboolean
cy_absence_update (CyConn           *conn,
                   const CyAbsence  *absence,
                   GError          **error)
{
  g_autoptr (CyAbsence) stored = cy_absence_new ();

  return refuse_reversed (absence, error) &&
         cy_columns_load (conn, &absence_table, absence->id, stored, error) &&
         cy_columns_update (conn, &absence_table, stored, absence, absence->id, error);
}

/** cy_absence_bin: Puts an absence in the bin. Returns: whether it succeeded */
gboolean
cy_absence_bin (CyConn  *conn,
                gint64   id,
                GError **error)
{
  return cy_columns_delete (conn, "absence", id, TRUE, error);
}

/**
 * cy_absence_list:
 *
 * Returns: (transfer full) (element-type CyAbsence) (nullable): a parent's absences, the newest
 *   first, or %NULL with @error set
 */
GPtrArray *
cy_absence_list (CyConn  *conn,
                 gint64   person_id,
                 GError **error)
{
  g_autofree char *list = cy_columns_list (&absence_table, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT id, %s FROM absence WHERE person_id = ? AND deleted_at IS NULL "
                                          "ORDER BY to_date IS NOT NULL, from_date DESC, id DESC", list);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_absence_free);
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error, sql, "i", person_id);

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
