#define G_LOG_DOMAIN "cy-roster-read"

#include "config.h"

#include "cy-roster-row.h"

/* The guardian shown is the primary one, else the first; a parent where there is no other. */
#define ROW_SQL \
  "SELECT p.uid, p.name, p.pinyin, p.sex, p.birth, p.birth_precision, p.id_number, " \
  "  v.name, s.name, k.name, c.profile_result, " \
  "  (SELECT count(*) FROM flag AS f WHERE f.child_id = p.id AND f.resolved_at IS NULL AND f.deleted_at IS NULL), " \
  "  g.name, g.phone " \
  "FROM person AS p JOIN child AS c ON c.id = p.id " \
  "LEFT JOIN unit AS v ON v.id = c.village_id " \
  "LEFT JOIN unit AS s ON s.id = c.school_id " \
  "LEFT JOIN unit AS k ON k.id = c.class_id " \
  "LEFT JOIN relation AS r ON r.id = " \
  "  (SELECT q.id FROM relation AS q JOIN person AS w ON w.id = q.person_id " \
  "   WHERE q.child_id = p.id AND q.role IN (0, 1, 2) AND q.to_date IS NULL " \
  "     AND q.deleted_at IS NULL AND w.deleted_at IS NULL " \
  "   ORDER BY q.is_primary DESC, q.role = 0, q.role, q.id LIMIT 1) " \
  "LEFT JOIN person AS g ON g.id = r.person_id " \
  "WHERE p.id = ?"

static CyRosterData *
read_row (CyStmt *st,
          gint64  id)
{
  CyRosterData *data = g_new0 (CyRosterData, 1);

  data->id = id;
  cy_stmt_uid (st, 0, &data->uid);
  data->name = cy_stmt_dup_text (st, 1);
  data->pinyin = cy_stmt_dup_text (st, 2);
  data->sex = cy_stmt_int (st, 3);
  data->birth = cy_stmt_day (st, 4);
  data->birth_precision = cy_stmt_int (st, 5);
  data->id_number = cy_stmt_dup_text (st, 6);
  data->village = cy_stmt_dup_text (st, 7);
  data->school = cy_stmt_dup_text (st, 8);
  data->class_name = cy_stmt_dup_text (st, 9);
  data->profile_result = cy_stmt_int (st, 10);
  data->n_flags = (guint) cy_stmt_int (st, 11);
  data->guardian = cy_stmt_dup_text (st, 12);
  data->guardian_phone = cy_stmt_dup_text (st, 13);

  return data;
}

/**
 * cy_roster_read_rows:
 * @ids: (array length=n_ids): children
 *
 * Reads what the roster shows of children, each by primary key. Children who are gone are
 * left out.
 *
 * Returns: (transfer full) (element-type CyRosterData) (nullable): the rows in the order of
 *   @ids; %NULL with @error set
 */
GPtrArray *
cy_roster_read_rows (CyConn         *conn,
                     const guint32  *ids,
                     guint           n_ids,
                     GError        **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_roster_data_free);

  for (guint i = 0; i < n_ids; i++)
    {
      g_autoptr (GError) local = NULL;
      CyStmt *st = cy_conn_query (conn, error, ROW_SQL, "i", (gint64) ids[i]);

      if (st == NULL)
        return NULL;
      if (cy_stmt_step (st, &local))
        {
          g_ptr_array_add (rows, read_row (st, ids[i]));
          cy_stmt_reset (st);
        }
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }

  return g_steal_pointer (&rows);
}
