#define G_LOG_DOMAIN "cy-child-save"

#include "config.h"

#include "children/cy-child-save.h"

#include "cy-absence-store.h"
#include "cy-child-store.h"
#include "cy-person-store.h"
#include "cy-relation-store.h"
#include "cy-unit-store.h"
#include "text/cy-text.h"

/* What the forms of a child write, each in the one transaction of its job. */

/** cy_child_save_free: frees @save, which may be %NULL */
void
cy_child_save_free (CyChildSave *save)
{
  if (save == NULL)
    return;

  cy_person_free (save->person);
  cy_child_free (save->child);
  g_free (save->village);
  g_free (save->school);
  g_free (save->class_name);
  g_clear_pointer (&save->relatives, g_ptr_array_unref);
  g_free (save);
}

static gboolean
ensure_unit (CyConn      *conn,
             CyUnitKind   kind,
             gint64       parent_id,
             const char  *name,
             gint64      *id,
             GError     **error)
{
  g_autoptr (CyUnit) unit = NULL;

  if (*id != 0 || name == NULL)
    return TRUE;

  unit = cy_unit_new ();
  unit->kind = kind;
  unit->parent_id = parent_id;
  unit->name = g_strdup (name);
  cy_text_fill_unit (unit);
  *id = cy_unit_ensure_filled (conn, unit, error);

  return *id != 0;
}

static gboolean
save_absence (CyConn            *conn,
              const CyRelative  *relative,
              gint64             person_id,
              CyDay              today,
              GError           **error)
{
  g_autoptr (CyAbsence) absence = NULL;

  if (relative->ended != NULL)
    {
      if (relative->ended->from != CY_DAY_NONE && relative->ended->from > today)
        return cy_absence_bin (conn, relative->ended->id, error);

      absence = cy_absence_copy (relative->ended);
      absence->to = today;
      return cy_absence_update (conn, absence, error);
    }
  if (relative->absence == NULL)
    return TRUE;

  absence = cy_absence_copy (relative->absence);
  absence->person_id = person_id;
  if (absence->id != 0)
    return cy_absence_update (conn, absence, error);

  return cy_absence_insert (conn, absence, error) != 0;
}

/**
 * cy_relative_save:
 * @child_id: whose relative
 * @relative: who and what; new where its ids are 0
 * @today: the day of the change
 *
 * Stores a parent, guardian or contact with the time away. A new main guardian takes the
 * place of the present one.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_relative_save (CyConn            *conn,
                  gint64             child_id,
                  const CyRelative  *relative,
                  CyDay              today,
                  GError           **error)
{
  g_autoptr (CyPerson) person = cy_person_copy (relative->relation->person);
  g_autoptr (CyRelation) relation = cy_relation_copy (relative->relation);
  gboolean primary = relation->is_primary;

  cy_text_fill_person (person);
  if (person->id == 0)
    person->id = cy_person_insert (conn, person, error);
  else if (!cy_person_update (conn, person, error))
    return FALSE;
  if (person->id == 0)
    return FALSE;

  relation->child_id = child_id;
  relation->person_id = person->id;
  relation->is_primary = primary && relative->was_primary;
  if (relation->id == 0)
    relation->id = cy_relation_insert (conn, relation, error);
  else if (!cy_relation_update (conn, relation, error))
    return FALSE;
  if (relation->id == 0)
    return FALSE;
  if (primary && !relative->was_primary && !cy_relation_set_primary (conn, relation->id, error))
    return FALSE;

  return save_absence (conn, relative, person->id, today, error) &&
         cy_child_recheck_of (conn, person->id, today, error);
}

/**
 * cy_child_save_run:
 * @save: the child; new where its id is 0
 *
 * Stores a child, its new units and the people of a new child, and checks the data.
 *
 * Returns: the child's id, or 0 with @error set
 */
gint64
cy_child_save_run (CyConn       *conn,
                   CyChildSave  *save,
                   GError      **error)
{
  CyChild *child = save->child;
  gint64 id = save->person->id;

  if (!ensure_unit (conn, CY_UNIT_VILLAGE, 0, save->village, &child->village_id, error) ||
      !ensure_unit (conn, CY_UNIT_SCHOOL, 0, save->school, &child->school_id, error) ||
      !ensure_unit (conn, CY_UNIT_CLASS, child->school_id, save->class_name, &child->class_id, error))
    return 0;

  cy_text_fill_person (save->person);
  if (id != 0)
    return cy_child_update (conn, save->person, child, save->today, error) ? id : 0;

  id = cy_child_insert (conn, save->person, child, error);
  if (id == 0)
    return 0;
  for (guint i = 0; i < save->relatives->len; i++)
    if (!cy_relative_save (conn, id, save->relatives->pdata[i], save->today, error))
      return 0;

  return cy_child_recheck (conn, id, save->today, error) ? id : 0;
}
