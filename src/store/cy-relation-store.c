#define G_LOG_DOMAIN "cy-relation-store"

#include "config.h"

#include "cy-relation-store.h"

#include "cy-columns.h"
#include "cy-person-check.h"
#include "cy-person-table.h"

static const CyColumn columns[] = {
  CY_COLUMN (CyRelation, child_id, CY_COLUMN_REFERENCE),
  CY_COLUMN (CyRelation, person_id, CY_COLUMN_REFERENCE),
  CY_COLUMN (CyRelation, kin, CY_COLUMN_TEXT),
  CY_COLUMN (CyRelation, role, CY_COLUMN_INT),
  CY_COLUMN (CyRelation, is_primary, CY_COLUMN_INT),
  { "from_date", CY_COLUMN_DAY, G_STRUCT_OFFSET (CyRelation, from) },
  { "to_date", CY_COLUMN_DAY, G_STRUCT_OFFSET (CyRelation, to) },
  { NULL },
};

static const CyTable relation_table = { "relation", columns };

static gboolean
refuse_reversed (const CyRelation  *relation,
                 GError           **error)
{
  if (cy_dates_check (relation->from, relation->to) == CY_CHECK_OK)
    return TRUE;

  g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_CONSTRAINT, "A relation ends before it begins");
  return FALSE;
}

/* One primary guardian at a time: fails with EXISTS where there is another. */
static gboolean
refuse_second_primary (CyConn            *conn,
                       const CyRelation  *relation,
                       GError           **error)
{
  gint64 other;

  if (!relation->is_primary || relation->to != CY_DAY_NONE)
    return TRUE;
  if (!cy_conn_int64 (conn, error, &other,
                      "SELECT id FROM relation WHERE child_id = ? AND is_primary AND to_date IS NULL "
                      "  AND deleted_at IS NULL AND id <> ?", "ii", relation->child_id, relation->id))
    return FALSE;
  if (other == 0)
    return TRUE;

  g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_EXISTS, "The child has a primary guardian already");
  return FALSE;
}

/**
 * cy_relation_insert:
 * @relation: what a person is to a child
 *
 * Fails with %CY_STORE_ERROR_EXISTS for a second primary guardian at a time.
 *
 * Returns: the id, or 0 with @error set
 */
gint64
cy_relation_insert (CyConn            *conn,
                    const CyRelation  *relation,
                    GError           **error)
{
  if (!refuse_reversed (relation, error) || !refuse_second_primary (conn, relation, error))
    return 0;

  return cy_columns_insert (conn, &relation_table, relation, 0, error);
}

/** cy_relation_update: Writes what was changed of a relation. Returns: whether it succeeded */
gboolean
cy_relation_update (CyConn            *conn,
                    const CyRelation  *relation,
                    GError           **error)
{
  g_autoptr (CyRelation) stored = cy_relation_new ();

  return cy_columns_load (conn, &relation_table, relation->id, stored, error) &&
         refuse_reversed (relation, error) && refuse_second_primary (conn, relation, error) &&
         cy_columns_update (conn, &relation_table, stored, relation, relation->id, error);
}

/** cy_relation_bin: Puts a relation in the bin. Returns: whether it succeeded */
gboolean
cy_relation_bin (CyConn  *conn,
                 gint64   id,
                 GError **error)
{
  return cy_columns_delete (conn, "relation", id, TRUE, error);
}

/**
 * cy_relation_list:
 *
 * Returns: (transfer full) (element-type CyRelation) (nullable): a child's relations with
 *   their persons: parents first, then the primary guardian, the others, siblings last;
 *   %NULL with @error set
 */
GPtrArray *
cy_relation_list (CyConn  *conn,
                  gint64   child_id,
                  GError **error)
{
  g_autofree char *list = cy_columns_list (&relation_table, "r");
  g_autofree char *persons = cy_columns_list (&cy_person_table, "p");
  g_autofree char *sql =
    g_strdup_printf ("SELECT r.id, %s, p.id, p.uid, p.deleted_at IS NOT NULL, %s "
                     "FROM relation AS r JOIN person AS p ON p.id = r.person_id "
                     "WHERE r.child_id = ? AND r.deleted_at IS NULL AND p.deleted_at IS NULL "
                     "ORDER BY r.role = 4, r.role, r.is_primary DESC, r.to_date IS NOT NULL, r.id", list, persons);
  g_autoptr (GPtrArray) relations = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_relation_free);
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error, sql, "i", child_id);

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      CyRelation *relation = cy_relation_new ();
      int next;

      relation->id = cy_stmt_int64 (st, 0);
      next = cy_columns_read (st, 1, &relation_table, relation);
      relation->person = cy_person_new ();
      cy_person_read (st, next, relation->person);
      g_ptr_array_add (relations, relation);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  for (guint i = 0; i < relations->len; i++)
    {
      CyRelation *relation = g_ptr_array_index (relations, i);

      relation->person->revision = cy_columns_revision (conn, "person", relation->person_id, &local);
    }

  return g_steal_pointer (&relations);
}

/**
 * cy_relation_set_primary:
 * @id: the relation of who shall be the primary guardian
 *
 * Makes a guardian the primary one in the place of the present one.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_relation_set_primary (CyConn  *conn,
                         gint64   id,
                         GError **error)
{
  return cy_conn_run (conn, error,
                      "UPDATE relation SET is_primary = 0, " CY_SQL_TOUCH " "
                      "WHERE child_id = (SELECT child_id FROM relation WHERE id = ?1) AND id <> ?1 "
                      "  AND is_primary AND deleted_at IS NULL", "i", id) &&
         cy_conn_run (conn, error,
                      "UPDATE relation SET is_primary = 1, " CY_SQL_TOUCH " WHERE id = ? AND NOT is_primary",
                      "i", id);
}
