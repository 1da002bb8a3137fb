#define G_LOG_DOMAIN "cy-gap-store"

#include "config.h"

#include "cy-gap-store.h"

#include "cy-absence-store.h"
#include "cy-child-store.h"
#include "cy-gap.h"
#include "cy-person-store.h"
#include "cy-relation-store.h"

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[0] == '\0';
}

static void
add_if (GPtrArray *gaps,
        gboolean   missing,
        CyGap      gap)
{
  if (missing)
    g_ptr_array_add (gaps, (gpointer) cy_gap_to_key (gap));
}

static void
add_own (GPtrArray      *gaps,
         const CyPerson *person,
         const CyChild  *child)
{
  add_if (gaps, person->sex == CY_SEX_UNKNOWN, CY_GAP_SEX);
  add_if (gaps, person->birth == CY_DAY_NONE || person->birth_precision != CY_DATE_DAY, CY_GAP_BIRTH);
  add_if (gaps, is_blank (person->id_number), CY_GAP_ID_NUMBER);
  add_if (gaps, is_blank (person->address) && child->village_id == 0, CY_GAP_ADDRESS);
  add_if (gaps, child->village_id == 0, CY_GAP_VILLAGE);
  add_if (gaps, child->school_id == 0, CY_GAP_SCHOOL);
  add_if (gaps, child->school_id != 0 && child->class_id == 0, CY_GAP_CLASS);
  add_if (gaps, child->school_id != 0 && is_blank (child->class_teacher), CY_GAP_CLASS_TEACHER);
  add_if (gaps, is_blank (child->character), CY_GAP_CHARACTER);
  add_if (gaps, is_blank (child->hobbies), CY_GAP_HOBBIES);
  add_if (gaps, is_blank (child->medical_history), CY_GAP_MEDICAL_HISTORY);
}

/* Where a parent works is known from the parent or from the absence. */
static gboolean
work_is_known (CyConn          *conn,
               const CyPerson  *parent,
               GError         **error)
{
  g_autoptr (GPtrArray) absences = NULL;

  if (!is_blank (parent->employer) || !is_blank (parent->employer_address))
    return TRUE;

  absences = cy_absence_list (conn, parent->id, error);
  for (guint i = 0; absences != NULL && i < absences->len; i++)
    {
      const CyAbsence *absence = g_ptr_array_index (absences, i);

      if (!is_blank (absence->place) || !is_blank (absence->employer))
        return TRUE;
    }

  return FALSE;
}

static gboolean
add_parent (CyConn          *conn,
            GPtrArray       *gaps,
            const CyPerson  *parent,
            CyGap            missing,
            GError         **error)
{
  g_autoptr (GError) local = NULL;

  add_if (gaps, parent == NULL, missing);
  if (parent == NULL)
    return TRUE;

  add_if (gaps, is_blank (parent->phone), missing + 1);
  add_if (gaps, !work_is_known (conn, parent, &local), missing + 2);
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
add_guardian (GPtrArray      *gaps,
              const CyPerson *guardian)
{
  add_if (gaps, guardian == NULL, CY_GAP_GUARDIAN);
  if (guardian == NULL)
    return;

  add_if (gaps, is_blank (guardian->phone), CY_GAP_GUARDIAN_PHONE);
  add_if (gaps, is_blank (guardian->address), CY_GAP_GUARDIAN_ADDRESS);
  add_if (gaps, is_blank (guardian->occupation), CY_GAP_GUARDIAN_OCCUPATION);
  add_if (gaps, is_blank (guardian->health), CY_GAP_GUARDIAN_HEALTH);
  add_if (gaps, guardian->birth == CY_DAY_NONE, CY_GAP_GUARDIAN_AGE);
}

/**
 * cy_gap_list:
 *
 * What is missing of what the contact card and the ledger ask for. An orphan's parents and
 * the second parent of a child with one are not missed.
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the keys of the gaps (cy-gap.h),
 *   owned by the program; %NULL with @error set
 */
GPtrArray *
cy_gap_list (CyConn  *conn,
             gint64   child_id,
             GError **error)
{
  g_autoptr (CyPerson) person = cy_person_load (conn, child_id, error);
  g_autoptr (CyChild) child = person != NULL ? cy_child_load (conn, child_id, error) : NULL;
  g_autoptr (GPtrArray) relations = child != NULL ? cy_relation_list (conn, child_id, error) : NULL;
  g_autoptr (GPtrArray) gaps = g_ptr_array_new ();
  const CyPerson *father = NULL, *mother = NULL, *guardian = NULL;
  gboolean any_phone;

  if (relations == NULL)
    return NULL;

  any_phone = !is_blank (person->phone);
  for (guint i = 0; i < relations->len; i++)
    {
      const CyRelation *relation = g_ptr_array_index (relations, i);
      CyKin kin;
      gboolean known = cy_kin_from_text (relation->kin, &kin);

      any_phone = any_phone || !is_blank (relation->person->phone);
      if (relation->to != CY_DAY_NONE)
        continue;
      if (relation->role == CY_RELATION_PARENT && known && cy_kin_sex (kin) == CY_SEX_MALE && father == NULL)
        father = relation->person;
      if (relation->role == CY_RELATION_PARENT && known && cy_kin_sex (kin) == CY_SEX_FEMALE && mother == NULL)
        mother = relation->person;
      if ((relation->role == CY_RELATION_GUARDIAN || relation->role == CY_RELATION_TEMPORARY) &&
          (guardian == NULL || relation->is_primary))
        guardian = relation->person;
    }

  add_own (gaps, person, child);
  add_if (gaps, !any_phone, CY_GAP_PHONE);
  if (!child->orphan && !(child->single_parent && father == NULL && mother != NULL) &&
      !add_parent (conn, gaps, father, CY_GAP_FATHER, error))
    return NULL;
  if (!child->orphan && !(child->single_parent && mother == NULL && father != NULL) &&
      !add_parent (conn, gaps, mother, CY_GAP_MOTHER, error))
    return NULL;
  add_guardian (gaps, guardian);

  return g_steal_pointer (&gaps);
}
