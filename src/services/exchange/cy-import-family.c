#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-private.h"
#include "text/cy-text.h"

#include "cy-absence-store.h"
#include "cy-import-store.h"
#include "cy-person-store.h"
#include "cy-relation-store.h"

/* The guardian and the parents of a row: who is known is found again, who is not is added,
 * and what is said of the parents' work becomes their absence. */

/* The first year of somebody of that age; a year off is as near as an age can be. */
static CyDay
birth_of_age (const char *age,
              CyDay       today)
{
  gint64 years = age != NULL ? g_ascii_strtoll (age, NULL, 10) : 0;
  int year, month, day;

  if (years < 14 || years > 120)
    return CY_DAY_NONE;
  cy_day_to_ymd (today, &year, &month, &day);

  return cy_day_from_ymd (year - (int) years, 1, 1);
}

static void
set_guardian (const CyImportWriter *writer,
              char * const         *texts,
              CyPerson             *person)
{
  CyKin kin;

  take (&person->name, texts[CY_FIELD_GUARDIAN_NAME]);
  take (&person->phone, texts[CY_FIELD_GUARDIAN_PHONE]);
  take (&person->id_number, texts[CY_FIELD_GUARDIAN_ID]);
  take (&person->occupation, texts[CY_FIELD_GUARDIAN_OCCUPATION]);
  take (&person->health, texts[CY_FIELD_GUARDIAN_HEALTH]);
  take (&person->address, texts[CY_FIELD_GUARDIAN_ADDRESS]);
  if (cy_kin_from_key (texts[CY_FIELD_GUARDIAN_KIN], &kin) && cy_kin_sex (kin) != CY_SEX_UNKNOWN)
    person->sex = cy_kin_sex (kin);
  if (person->birth == CY_DAY_NONE || person->birth_precision == CY_DATE_YEAR)
    {
      CyDay birth = birth_of_age (texts[CY_FIELD_GUARDIAN_AGE], writer->plan->today);

      if (birth != CY_DAY_NONE)
        {
          person->birth = birth;
          person->birth_precision = CY_DATE_YEAR;
        }
    }
}

static void
set_parent (char * const  *texts,
            CyImportField  name,
            CyPerson      *person)
{
  CyImportField offset = name - CY_FIELD_FATHER_NAME;

  take (&person->name, texts[name]);
  take (&person->phone, texts[CY_FIELD_FATHER_PHONE + offset]);
  take (&person->id_number, texts[CY_FIELD_FATHER_ID + offset]);
  take (&person->occupation, texts[CY_FIELD_FATHER_OCCUPATION + offset]);
  take (&person->employer, texts[CY_FIELD_FATHER_EMPLOYER + offset]);
  take (&person->employer_address, texts[CY_FIELD_FATHER_EMPLOYER_ADDRESS + offset]);
  take (&person->employer_phone, texts[CY_FIELD_FATHER_EMPLOYER_PHONE + offset]);
  person->sex = name == CY_FIELD_FATHER_NAME ? CY_SEX_MALE : CY_SEX_FEMALE;
}

/* By the number, else by the name and the phone, as cy_import_find_adult() looks. */
static void
remember_adult (CyImportWriter *writer,
                const CyPerson *person,
                char           *key,
                gint64          id)
{
  if (person->id_number != NULL && person->phone != NULL)
    {
      char *phone_key = g_strdup_printf ("%s\n%s", person->name, person->phone);

      if (recall (writer->adults, phone_key) == 0)
        remember (writer->adults, phone_key, id);
      else
        g_free (phone_key);
    }
  if (key != NULL)
    remember (writer->adults, key, id);
}

static gint64
find_adult (CyImportWriter  *writer,
            const CyPerson  *person,
            GError         **error)
{
  g_autofree char *phone_key = NULL;

  if (!writer->strangers)
    return cy_import_find_adult (writer->conn, person->name, person->phone, person->id_number, error);
  if (person->id_number == NULL || person->phone == NULL)
    return 0;

  phone_key = g_strdup_printf ("%s\n%s", person->name, person->phone);
  return recall (writer->adults, phone_key);
}

/* Somebody who is in the archive, or in this file, is stored once. @family tells apart those
 * of whom only the name is known; without it they are somebody new each time. */
static gint64
ensure_adult (CyImportWriter  *writer,
              const CyPerson  *person,
              const char      *family,
              gboolean        *is_new,
              GError         **error)
{
  g_autofree char *key = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (CyPerson) filled = NULL;
  gint64 id;

  *is_new = FALSE;
  if (person->id_number != NULL)
    key = g_strdup_printf ("#%s", person->id_number);
  else if (person->phone != NULL)
    key = g_strdup_printf ("%s\n%s", person->name, person->phone);
  else if (family != NULL)
    key = g_strdup_printf ("%s\n%s", person->name, family);
  id = key != NULL ? recall (writer->adults, key) : 0;
  if (id != 0)
    return id;

  id = find_adult (writer, person, &local);
  if (id == 0 && local == NULL)
    {
      filled = cy_person_copy (person);
      cy_text_fill_person (filled);
      id = cy_person_insert (writer->conn, filled, &local);
      *is_new = TRUE;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return 0;
    }
  remember_adult (writer, person, g_steal_pointer (&key), id);

  return id;
}

static gboolean
add_relation (CyImportWriter  *writer,
              gint64           child_id,
              gint64           person_id,
              const char      *kin,
              CyRelationRole   role,
              GError         **error)
{
  CyRelation relation = {
    .child_id = child_id,
    .person_id = person_id,
    .kin = (char *) kin,
    .role = role,
    .is_primary = role == CY_RELATION_GUARDIAN,
    .from = CY_DAY_NONE,
    .to = CY_DAY_NONE,
  };

  return cy_relation_insert (writer->conn, &relation, error) != 0;
}

/* Whether a row says anything of a parent. */
static gboolean
mentions (char * const  *texts,
          CyImportField  name)
{
  for (CyImportField field = name; field <= name + (CY_FIELD_FATHER_OCCUPATION - CY_FIELD_FATHER_NAME); field++)
    if (texts[field] != NULL)
      return TRUE;

  return FALSE;
}

static gboolean
add_absence (CyImportWriter  *writer,
             gint64           person_id,
             char * const    *texts,
             CyImportField    name,
             GError         **error)
{
  CyImportField offset = name - CY_FIELD_FATHER_NAME;
  const char *since = texts[CY_FIELD_FATHER_SINCE + offset];
  const char *place = texts[CY_FIELD_FATHER_PLACE + offset];
  const char *employer = texts[CY_FIELD_FATHER_EMPLOYER + offset];
  CyAbsence absence = {
    .person_id = person_id,
    .from = since != NULL ? cy_day_from_iso (since) : CY_DAY_NONE,
    .to = CY_DAY_NONE,
    .place = (char *) place,
    .employer = (char *) employer,
  };

  if (place != NULL ? !cy_import_is_away (place) : since == NULL)
    return TRUE;

  return cy_absence_insert (writer->conn, &absence, error) != 0;
}

/* What the children of a family have in common, where their parents are only names. */
static char *
family_key (char * const *texts)
{
  if (texts[CY_FIELD_FATHER_NAME] == NULL || texts[CY_FIELD_MOTHER_NAME] == NULL)
    return NULL;

  return g_strdup_printf ("%s\n%s\n%s\n%s", texts[CY_FIELD_FATHER_NAME], texts[CY_FIELD_MOTHER_NAME],
                          texts[CY_FIELD_GUARDIAN_NAME] != NULL ? texts[CY_FIELD_GUARDIAN_NAME] : "",
                          texts[CY_FIELD_VILLAGE] != NULL ? texts[CY_FIELD_VILLAGE] : "");
}

static gboolean
add_parent (CyImportWriter  *writer,
            gint64           child_id,
            char * const    *texts,
            CyImportField    name,
            gint64          *person_id,
            GError         **error)
{
  g_autoptr (CyPerson) person = NULL;
  g_autofree char *family = NULL;
  gboolean is_new;

  *person_id = 0;
  if (!mentions (texts, name))
    return TRUE;

  person = cy_person_new ();
  set_parent (texts, name, person);
  if (person->name == NULL)
    person->name = cy_roster_unnamed (texts[CY_FIELD_NAME], name);
  else
    family = family_key (texts);
  *person_id = ensure_adult (writer, person, family, &is_new, error);

  return *person_id != 0 &&
         add_relation (writer, child_id, *person_id, cy_kin_to_key (name == CY_FIELD_FATHER_NAME ? CY_KIN_FATHER : CY_KIN_MOTHER),
                       CY_RELATION_PARENT, error) &&
         (!is_new || add_absence (writer, *person_id, texts, name, error));
}

/* The guardian may be one of the parents. */
static gboolean
add_guardian (CyImportWriter  *writer,
              gint64           child_id,
              char * const    *texts,
              gint64           father_id,
              gint64           mother_id,
              GError         **error)
{
  const char *name = texts[CY_FIELD_GUARDIAN_NAME];
  const char *kin = texts[CY_FIELD_GUARDIAN_KIN];
  g_autoptr (CyPerson) person = NULL;
  gint64 id = 0;
  gboolean is_new;

  if (name == NULL)
    return TRUE;
  if (father_id != 0 && g_strcmp0 (name, texts[CY_FIELD_FATHER_NAME]) == 0)
    id = father_id;
  else if (mother_id != 0 && g_strcmp0 (name, texts[CY_FIELD_MOTHER_NAME]) == 0)
    id = mother_id;
  if (id != 0)
    kin = cy_kin_to_key (id == father_id ? CY_KIN_FATHER : CY_KIN_MOTHER);
  else
    {
      person = cy_person_new ();
      set_guardian (writer, texts, person);
      id = ensure_adult (writer, person, NULL, &is_new, error);
    }

  return id != 0 && add_relation (writer, child_id, id, kin, CY_RELATION_GUARDIAN, error);
}

static gboolean
update_adult (CyImportWriter  *writer,
              CyPerson        *person,
              GError         **error)
{
  cy_text_fill_person (person);
  return cy_person_update (writer->conn, person, error);
}

/* A guardian of another name is another person, who takes the place of the one before. */
static gboolean
update_guardian (CyImportWriter  *writer,
                 char * const    *texts,
                 CyRosterRecord  *stored,
                 GError         **error)
{
  CyRelation *relation = stored->guardian.relation;
  const char *name = texts[CY_FIELD_GUARDIAN_NAME];

  if (relation != NULL && (name == NULL || g_strcmp0 (name, relation->person->name) == 0))
    {
      g_autofree char *kept = g_strdup (relation->person->name);

      set_guardian (writer, texts, relation->person);
      take (&relation->person->name, kept);
      take (&relation->kin, texts[CY_FIELD_GUARDIAN_KIN]);
      return update_adult (writer, relation->person, error) && cy_relation_update (writer->conn, relation, error);
    }
  if (name == NULL)
    return TRUE;
  if (relation != NULL)
    {
      relation->to = relation->from != CY_DAY_NONE ? MAX (relation->from, writer->plan->today) : writer->plan->today;
      relation->is_primary = FALSE;
      if (!cy_relation_update (writer->conn, relation, error))
        return FALSE;
    }

  return add_guardian (writer, stored->person->id, texts,
                       stored->father.relation != NULL ? stored->father.relation->person_id : 0,
                       stored->mother.relation != NULL ? stored->mother.relation->person_id : 0, error);
}

static gboolean
update_parent (CyImportWriter  *writer,
               char * const    *texts,
               CyRosterRecord  *stored,
               CyFamilyMember  *member,
               CyImportField    name,
               GError         **error)
{
  CyImportField offset = name - CY_FIELD_FATHER_NAME;
  const char *place = texts[CY_FIELD_FATHER_PLACE + offset];
  gint64 unused;

  if (!mentions (texts, name))
    return TRUE;
  if (member->relation == NULL)
    return add_parent (writer, stored->person->id, texts, name, &unused, error);

  set_parent (texts, name, member->relation->person);
  if (!update_adult (writer, member->relation->person, error))
    return FALSE;
  if (member->absence == NULL)
    return add_absence (writer, member->relation->person_id, texts, name, error);
  if (place != NULL && !cy_import_is_away (place))
    {
      member->absence->to = MAX (writer->plan->today, member->absence->from);
      return cy_absence_update (writer->conn, member->absence, error);
    }

  take (&member->absence->place, place);
  take (&member->absence->employer, texts[CY_FIELD_FATHER_EMPLOYER + offset]);
  if (texts[CY_FIELD_FATHER_SINCE + offset] != NULL)
    member->absence->from = cy_day_from_iso (texts[CY_FIELD_FATHER_SINCE + offset]);

  return cy_absence_update (writer->conn, member->absence, error);
}

/**
 * cy_import_add_family:
 * @texts: what a row says
 *
 * Writes the parents and the guardian of a new child.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_import_add_family (CyImportWriter  *writer,
                      gint64           child_id,
                      char * const    *texts,
                      GError         **error)
{
  gint64 father_id, mother_id;

  return add_parent (writer, child_id, texts, CY_FIELD_FATHER_NAME, &father_id, error) &&
         add_parent (writer, child_id, texts, CY_FIELD_MOTHER_NAME, &mother_id, error) &&
         add_guardian (writer, child_id, texts, father_id, mother_id, error);
}

/**
 * cy_import_update_family:
 * @texts: what a row says
 * @stored: the child as the archive has it
 *
 * Brings the parents and the guardian of a child up to date.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_import_update_family (CyImportWriter  *writer,
                         char * const    *texts,
                         CyRosterRecord  *stored,
                         GError         **error)
{
  return update_parent (writer, texts, stored, &stored->father, CY_FIELD_FATHER_NAME, error) &&
         update_parent (writer, texts, stored, &stored->mother, CY_FIELD_MOTHER_NAME, error) &&
         update_guardian (writer, texts, stored, error);
}
