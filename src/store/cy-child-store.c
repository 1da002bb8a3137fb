#define G_LOG_DOMAIN "cy-child-store"

#include "config.h"

#include "cy-child-store.h"

#include "cy-columns.h"
#include "cy-flag-store.h"
#include "cy-flag.h"
#include "cy-person-check.h"
#include "cy-person-store.h"

/* A child is a row of person and one of child, with the same id. */

#define TEXT(field) CY_COLUMN (CyChild, field, CY_COLUMN_TEXT)
#define NUMBER(field) CY_COLUMN (CyChild, field, CY_COLUMN_INT)
#define REFERENCE(field) CY_COLUMN (CyChild, field, CY_COLUMN_REFERENCE)

static const CyColumn columns[] = {
  REFERENCE (village_id),
  REFERENCE (school_id),
  REFERENCE (class_id),
  TEXT (class_teacher),
  TEXT (class_teacher_phone),
  TEXT (student_number),
  TEXT (character),
  TEXT (hobbies),
  TEXT (medical_history),
  TEXT (lodging),
  NUMBER (disabled),
  NUMBER (single_parent),
  NUMBER (orphan),
  NUMBER (floating),
  NUMBER (poor),
  CY_COLUMN (CyChild, enrolled_on, CY_COLUMN_DAY),
  CY_COLUMN (CyChild, left_on, CY_COLUMN_DAY),
  { NULL },
};

static const CyTable child_table = { "child", columns };

/**
 * cy_child_insert:
 * @person: the child's person, with a name; cy_text_fill_person() has filled it
 * @child: what only a child has
 *
 * Adds a child.
 *
 * Returns: the id, or 0 with @error set
 */
gint64
cy_child_insert (CyConn          *conn,
                 const CyPerson  *person,
                 const CyChild   *child,
                 GError         **error)
{
  CyPerson as_child = *person;
  gint64 id;

  as_child.is_child = TRUE;
  id = cy_person_insert (conn, &as_child, error);

  return id != 0 ? cy_columns_insert (conn, &child_table, child, id, error) : 0;
}

/**
 * cy_child_load:
 *
 * Loads what only a child has; its person is loaded with cy_person_load(). Fails with
 * %CY_STORE_ERROR_NOT_FOUND when there is no such child.
 *
 * Returns: (transfer full) (nullable): the child
 */
CyChild *
cy_child_load (CyConn  *conn,
               gint64   id,
               GError **error)
{
  g_autofree char *list = cy_columns_list (&child_table, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT id, profile_result, guardianship, %s FROM child WHERE id = ?", list);
  g_autoptr (CyChild) child = NULL;
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error, sql, "i", id);

  if (st == NULL)
    return NULL;

  if (cy_stmt_step (st, &local))
    {
      child = cy_child_new ();
      child->id = cy_stmt_int64 (st, 0);
      child->profile_result = cy_stmt_int (st, 1);
      child->guardianship = cy_stmt_int (st, 2);
      cy_columns_read (st, 3, &child_table, child);
      cy_stmt_reset (st);
      child->revision = cy_columns_revision (conn, "child", id, &local);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (child == NULL)
    cy_store_not_found (error, "child");

  return g_steal_pointer (&child);
}

/**
 * cy_child_update:
 * @person: a loaded person with changes
 * @child: the loaded child with changes
 * @today: the day of the change, for the checks
 *
 * Writes what was changed, and checks the data again: flags of problems that are mended are
 * resolved, new ones raised. Fails with %CY_STORE_ERROR_CONFLICT when somebody else has
 * changed the child since it was loaded.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_child_update (CyConn          *conn,
                 const CyPerson  *person,
                 const CyChild   *child,
                 CyDay            today,
                 GError         **error)
{
  g_autoptr (CyChild) stored = NULL;

  g_return_val_if_fail (person->id == child->id, FALSE);

  if (!cy_person_update (conn, person, error))
    return FALSE;
  stored = cy_child_load (conn, child->id, error);
  if (stored == NULL)
    return FALSE;
  if (child->revision != 0 && child->revision != stored->revision)
    return cy_store_conflict (error, "child");

  return cy_columns_update (conn, &child_table, stored, child, child->id, error) &&
         cy_child_recheck (conn, child->id, today, error);
}

/**
 * cy_child_move:
 * @ids: (array length=n_ids): children
 * @school_id: their school, 0 for none
 * @class_id: their class, 0 for none
 *
 * Puts children into a class. Nothing else of them changes, so that nothing is checked anew.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_child_move (CyConn        *conn,
               const gint64  *ids,
               guint          n_ids,
               gint64         school_id,
               gint64         class_id,
               GError       **error)
{
  for (guint i = 0; i < n_ids; i++)
    if (!cy_conn_run (conn, error,
                      "UPDATE child SET school_id = nullif(?1, 0), class_id = nullif(?2, 0), " CY_SQL_TOUCH " WHERE id = ?3 "
                      "AND (school_id IS NOT nullif(?1, 0) OR class_id IS NOT nullif(?2, 0))", "iii",
                      school_id, class_id, ids[i]))
      return FALSE;

  return TRUE;
}

/* The bin */

static gboolean
set_deleted (CyConn        *conn,
             const gint64  *ids,
             guint          n_ids,
             gboolean       deleted,
             GError       **error)
{
  for (guint i = 0; i < n_ids; i++)
    if (!cy_columns_delete (conn, "person", ids[i], deleted, error))
      return FALSE;

  return TRUE;
}

/**
 * cy_child_bin:
 *
 * Puts children in the bin, with all that belongs to them: it is found through the child.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_child_bin (CyConn        *conn,
              const gint64  *ids,
              guint          n_ids,
              GError       **error)
{
  return set_deleted (conn, ids, n_ids, TRUE, error);
}

/** cy_child_restore: Takes children out of the bin. Returns: whether it succeeded */
gboolean
cy_child_restore (CyConn        *conn,
                  const gint64  *ids,
                  guint          n_ids,
                  GError       **error)
{
  return set_deleted (conn, ids, n_ids, FALSE, error);
}

/* Data problems */

static gboolean
phones_are_valid (CyConn      *conn,
                  gint64       id,
                  CyDay        today,
                  gboolean    *valid,
                  GError     **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT p.phone FROM relation AS r JOIN person AS p ON p.id = r.person_id "
                              "WHERE r.child_id = ? AND r.deleted_at IS NULL AND p.deleted_at IS NULL "
                              "  AND p.phone IS NOT NULL", "i", id);

  *valid = TRUE;
  while (st != NULL && cy_stmt_step (st, &local))
    {
      CyPerson person = { .name = (char *) "", .phone = (char *) cy_stmt_text (st, 0), .birth = CY_DAY_NONE };

      if (cy_person_check (&person, today) & CY_CHECK_PHONE_INVALID)
        *valid = FALSE;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return st != NULL;
}

/* A number that a spreadsheet damaged was left out when it was imported: its flag stays
 * until a number is written in. */
static gboolean
still_damaged (const CyPerson *person)
{
  return person->id_number == NULL || person->id_number[0] == '\0';
}

/**
 * cy_child_recheck:
 * @id: a child
 * @today: the day of the check
 *
 * Checks a child's data anew, and its family's phones. Flags of data problems are raised and
 * resolved accordingly.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_child_recheck (CyConn  *conn,
                  gint64   id,
                  CyDay    today,
                  GError **error)
{
  static const CyCheck checks[] = { CY_CHECK_ID_DAMAGED, CY_CHECK_ID_CHECKSUM, CY_CHECK_BIRTH_MISMATCH,
                                    CY_CHECK_SEX_MISMATCH, CY_CHECK_OVER_AGE, CY_CHECK_PHONE_INVALID };
  g_autoptr (CyPerson) person = cy_person_load (conn, id, error);
  CyCheck found;
  gboolean valid;

  if (person == NULL || !phones_are_valid (conn, id, today, &valid, error))
    return FALSE;

  found = cy_person_check (person, today);
  if (!valid)
    found |= CY_CHECK_PHONE_INVALID;

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      const char *code = cy_check_to_flag (checks[i]);

      if (found & checks[i])
        {
          if (!cy_flag_raise (conn, id, code, NULL, error))
            return FALSE;
        }
      else if (checks[i] == CY_CHECK_ID_DAMAGED && still_damaged (person))
        continue;
      else if (!cy_flag_resolve (conn, id, code, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * cy_child_count:
 * @n_children: (out): how many children there are, those in the bin left out
 *
 * Returns: whether it succeeded
 */
gboolean
cy_child_count (CyConn  *conn,
                gint64  *n_children,
                GError **error)
{
  return cy_conn_int64 (conn, error, n_children,
                        "SELECT count(*) FROM person WHERE is_child AND deleted_at IS NULL", NULL);
}

/**
 * cy_child_recheck_of:
 * @person_id: a relative of children
 * @today: the day of the check
 *
 * Checks the data of all children of a relative anew: a phone that was mended is mended for
 * each of them.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_child_recheck_of (CyConn  *conn,
                     gint64   person_id,
                     CyDay    today,
                     GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT DISTINCT child_id FROM relation WHERE person_id = ? AND deleted_at IS NULL", "i",
                              person_id);

  while (st != NULL && cy_stmt_step (st, &local))
    {
      gint64 id = cy_stmt_int64 (st, 0);

      g_array_append_val (ids, id);
    }
  if (st == NULL || local != NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  for (guint i = 0; i < ids->len; i++)
    if (!cy_child_recheck (conn, g_array_index (ids, gint64, i), today, error))
      return FALSE;

  return TRUE;
}
