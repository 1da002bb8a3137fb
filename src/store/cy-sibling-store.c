#define G_LOG_DOMAIN "cy-sibling-store"

#include "config.h"

#include "cy-sibling-store.h"

/* Siblings are linked by a relation in each of the two files. Others are found by what their
 * files have in common, and suggested; a suggestion that is refused leaves the two relations
 * in the bin, where they keep it from being made again. */

void
cy_sibling_free (CySibling *sibling)
{
  if (sibling == NULL)
    return;

  g_free (sibling->name);
  g_free (sibling->kin);
  g_free (sibling);
}

/* What the @other is to a child who was born on @birth. */
static const char *
kin_of (CyDay birth,
        CyDay other_birth,
        CySex other_sex)
{
  gboolean elder = other_birth < birth;

  if (birth == CY_DAY_NONE || other_birth == CY_DAY_NONE || birth == other_birth || other_sex == CY_SEX_UNKNOWN)
    return NULL;
  if (other_sex == CY_SEX_MALE)
    return cy_kin_to_key (elder ? CY_KIN_ELDER_BROTHER : CY_KIN_YOUNGER_BROTHER);

  return cy_kin_to_key (elder ? CY_KIN_ELDER_SISTER : CY_KIN_YOUNGER_SISTER);
}

/* A child may be found for several reasons; the strongest, which has the least number, is
 * told. ?1 is the child, 0 to 2 are the roles of parents and guardians, 4 that of siblings. */
#define FAMILY_SQL \
  "WITH own (person_id, role) AS (" \
  "  SELECT person_id, role FROM relation WHERE child_id = ?1 AND role <= 2 AND deleted_at IS NULL), " \
  "found (id, reason) AS (" \
  "  SELECT person_id, 0 FROM relation WHERE child_id = ?1 AND role = 4 AND deleted_at IS NULL " \
  "  UNION ALL " \
  "  SELECT r.child_id, iif (r.role = 0 AND own.role = 0, 1, 2) FROM own " \
  "  JOIN relation AS r ON r.person_id = own.person_id AND r.role <= 2 AND r.deleted_at IS NULL " \
  "  UNION ALL " \
  "  SELECT r.child_id, 3 FROM own JOIN person AS p ON p.id = own.person_id " \
  "  JOIN person AS q ON q.id_number = p.id_number AND q.id <> p.id AND q.deleted_at IS NULL " \
  "  JOIN relation AS r ON r.person_id = q.id AND r.role <= 2 AND r.deleted_at IS NULL " \
  "  UNION ALL " \
  "  SELECT r.child_id, 4 FROM own JOIN person AS p ON p.id = own.person_id " \
  "  JOIN person AS q ON q.name = p.name AND q.phone = p.phone AND q.id <> p.id AND q.deleted_at IS NULL " \
  "  JOIN relation AS r ON r.person_id = q.id AND r.role <= 2 AND r.deleted_at IS NULL) " \
  "SELECT c.id, c.uid, c.name, c.sex, c.birth, min (found.reason), me.birth " \
  "FROM found JOIN person AS c ON c.id = found.id JOIN person AS me ON me.id = ?1 " \
  "WHERE c.id <> ?1 AND c.is_child AND c.deleted_at IS NULL " \
  "  AND (found.reason = 0 OR NOT EXISTS (" \
  "    SELECT 1 FROM relation AS x WHERE x.child_id = ?1 AND x.person_id = c.id AND x.role = 4 " \
  "    AND x.deleted_at IS NOT NULL)) " \
  "GROUP BY c.id ORDER BY min (found.reason) > 0, c.birth IS NULL, c.birth, c.id"

/**
 * cy_sibling_list:
 *
 * Returns: (transfer full) (element-type CySibling) (nullable): a child's siblings, those who
 *   are linked first, the suggested ones after; each by age. %NULL with @error set
 */
GPtrArray *
cy_sibling_list (CyConn  *conn,
                 gint64   child_id,
                 GError **error)
{
  g_autoptr (GPtrArray) siblings = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_sibling_free);
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error, FAMILY_SQL, "i", child_id);

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      CySibling *sibling = g_new0 (CySibling, 1);

      sibling->id = cy_stmt_int64 (st, 0);
      cy_stmt_uid (st, 1, &sibling->uid);
      sibling->name = cy_stmt_dup_text (st, 2);
      sibling->sex = cy_stmt_int (st, 3);
      sibling->birth = cy_stmt_day (st, 4);
      sibling->reason = cy_stmt_int (st, 5);
      sibling->kin = g_strdup (kin_of (cy_stmt_day (st, 6), sibling->birth, sibling->sex));
      g_ptr_array_add (siblings, sibling);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&siblings);
}

static gboolean
relate (CyConn  *conn,
        gint64   child_id,
        gint64   other_id,
        GError **error)
{
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT a.birth, b.birth, b.sex FROM person AS a, person AS b "
                              "WHERE a.id = ? AND b.id = ?",
                              "ii", child_id, other_id);
  const char *kin = NULL;

  if (st == NULL)
    return FALSE;
  if (cy_stmt_step (st, error))
    {
      kin = kin_of (cy_stmt_day (st, 0), cy_stmt_day (st, 1), cy_stmt_int (st, 2));
      cy_stmt_reset (st);
    }

  return cy_conn_run (conn, error,
                      "UPDATE relation SET deleted_at = NULL, " CY_SQL_TOUCH " "
                      "WHERE child_id = ? AND person_id = ? AND role = 4 AND deleted_at IS NOT NULL", "ii",
                      child_id, other_id) &&
         cy_conn_run (conn, error,
                      "INSERT INTO relation (child_id, person_id, kin, role) SELECT ?1, ?2, ?3, 4 "
                      "WHERE NOT EXISTS (SELECT 1 FROM relation WHERE child_id = ?1 AND person_id = ?2 AND role = 4)",
                      "iit", child_id, other_id, kin);
}

/**
 * cy_sibling_link:
 *
 * Makes two children each other's siblings; also confirms a suggestion. Harmless when they
 * are already.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_sibling_link (CyConn  *conn,
                 gint64   child_id,
                 gint64   other_id,
                 GError **error)
{
  g_return_val_if_fail (child_id != other_id, FALSE);

  return relate (conn, child_id, other_id, error) && relate (conn, other_id, child_id, error);
}

static gboolean
unrelate (CyConn  *conn,
          gint64   child_id,
          gint64   other_id,
          GError **error)
{
  return cy_conn_run (conn, error,
                      "INSERT INTO relation (child_id, person_id, role) SELECT ?1, ?2, 4 "
                      "WHERE NOT EXISTS (SELECT 1 FROM relation WHERE child_id = ?1 AND person_id = ?2 AND role = 4)",
                      "ii", child_id, other_id) &&
         cy_conn_run (conn, error,
                      "UPDATE relation SET deleted_at = cy_now (), " CY_SQL_TOUCH " "
                      "WHERE child_id = ? AND person_id = ? AND role = 4 AND deleted_at IS NULL", "ii",
                      child_id, other_id);
}

/**
 * cy_sibling_unlink:
 *
 * Says that two children are no siblings: parts those who are linked, and refuses a
 * suggestion, which is not made again.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_sibling_unlink (CyConn  *conn,
                   gint64   child_id,
                   gint64   other_id,
                   GError **error)
{
  return unrelate (conn, child_id, other_id, error) && unrelate (conn, other_id, child_id, error);
}
