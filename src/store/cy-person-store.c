#define G_LOG_DOMAIN "cy-person-store"

#include "config.h"

#include "cy-person-store.h"

#include "cy-columns.h"
#include "cy-person-table.h"

#include <string.h>

#define TEXT(field) CY_COLUMN (CyPerson, field, CY_COLUMN_TEXT)
#define NUMBER(field) CY_COLUMN (CyPerson, field, CY_COLUMN_INT)

static const CyColumn columns[] = {
  NUMBER (is_child),
  NUMBER (is_staff),
  NUMBER (is_volunteer),
  TEXT (name),
  TEXT (name_folded),
  TEXT (pinyin),
  CY_COLUMN (CyPerson, sort_key, CY_COLUMN_BYTES),
  NUMBER (sex),
  CY_COLUMN (CyPerson, birth, CY_COLUMN_DAY),
  NUMBER (birth_precision),
  TEXT (lunar_birthday),
  TEXT (id_number),
  TEXT (hukou),
  TEXT (ethnicity),
  TEXT (phone),
  TEXT (address),
  TEXT (occupation),
  TEXT (employer),
  TEXT (employer_address),
  TEXT (employer_phone),
  TEXT (health),
  TEXT (note),
  { NULL },
};

const CyTable cy_person_table = { "person", columns };

/* A name that nobody has made a sort key for sorts by its characters. */
static gint64
insert (CyConn          *conn,
        const CyPerson  *person,
        GError         **error)
{
  g_autoptr (CyPerson) keyed = NULL;

  if (person->sort_key != NULL)
    return cy_columns_insert (conn, &cy_person_table, person, 0, error);

  keyed = cy_person_copy (person);
  keyed->sort_key = g_bytes_new (person->name, strlen (person->name));
  return cy_columns_insert (conn, &cy_person_table, keyed, 0, error);
}

/**
 * cy_person_insert:
 * @person: a person with a name; cy_text_fill_person() has filled in what follows from it
 *
 * Adds a person. Children are added with cy_child_insert().
 *
 * Returns: the id, or 0 with @error set
 */
gint64
cy_person_insert (CyConn          *conn,
                  const CyPerson  *person,
                  GError         **error)
{
  g_return_val_if_fail (person->name != NULL, 0);

  return insert (conn, person, error);
}

/**
 * cy_person_update:
 * @person: a loaded person with changes
 *
 * Writes what was changed. Fails with %CY_STORE_ERROR_CONFLICT when somebody else has
 * changed the person since it was loaded, unless its revision is 0.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_person_update (CyConn          *conn,
                  const CyPerson  *person,
                  GError         **error)
{
  g_autoptr (CyPerson) stored = cy_person_load (conn, person->id, error);

  if (stored == NULL)
    return FALSE;
  if (person->revision != 0 && person->revision != stored->revision)
    return cy_store_conflict (error, "person");

  return cy_columns_update (conn, &cy_person_table, stored, person, person->id, error);
}

/**
 * cy_person_load:
 *
 * Fails with %CY_STORE_ERROR_NOT_FOUND when there is no such person. A person in the bin is
 * found.
 *
 * Returns: (transfer full) (nullable): the person
 */
CyPerson *
cy_person_load (CyConn  *conn,
                gint64   id,
                GError **error)
{
  g_autofree char *list = cy_columns_list (&cy_person_table, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT id, uid, deleted_at IS NOT NULL, %s FROM person WHERE id = ?", list);
  g_autoptr (CyPerson) person = NULL;
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error, sql, "i", id);

  if (st == NULL)
    return NULL;

  if (cy_stmt_step (st, &local))
    {
      person = cy_person_new ();
      cy_person_read (st, 0, person);
      cy_stmt_reset (st);
      person->revision = cy_columns_revision (conn, "person", id, &local);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (person == NULL)
    cy_store_not_found (error, "person");

  return g_steal_pointer (&person);
}

/*
 * cy_person_read:
 *
 * Fills a person from a row whose columns from @first on are id, uid, whether it is in the
 * bin, and those of cy_person_table. Returns the column after them.
 */
int
cy_person_read (CyStmt   *st,
                int       first,
                CyPerson *person)
{
  person->id = cy_stmt_int64 (st, first);
  cy_stmt_uid (st, first + 1, &person->uid);
  person->deleted = cy_stmt_int (st, first + 2);

  return cy_columns_read (st, first + 3, &cy_person_table, person);
}

/**
 * cy_person_id_of_uid:
 *
 * Fails with %CY_STORE_ERROR_NOT_FOUND when nobody has the uid.
 *
 * Returns: the id, or 0 with @error set
 */
gint64
cy_person_id_of_uid (CyConn       *conn,
                     const CyUid  *uid,
                     GError      **error)
{
  gint64 id;

  if (!cy_conn_int64 (conn, error, &id, "SELECT id FROM person WHERE uid = ?", "u", uid))
    return 0;
  if (id == 0)
    cy_store_not_found (error, "person");

  return id;
}
