#include "config.h"

#include "cy-person.h"

/* Plain structs that cross threads: each owns its texts. */

static GBytes *
ref_bytes (GBytes *bytes)
{
  return bytes != NULL ? g_bytes_ref (bytes) : NULL;
}

/** cy_person_new: Returns: (transfer full): a person of which nothing is known */
CyPerson *
cy_person_new (void)
{
  CyPerson *person = g_new0 (CyPerson, 1);

  person->birth = CY_DAY_NONE;

  return person;
}

/** cy_person_copy: Returns: (transfer full) (nullable): a copy of its own; %NULL for %NULL */
CyPerson *
cy_person_copy (const CyPerson *person)
{
  CyPerson *copy;

  if (person == NULL)
    return NULL;

  copy = g_memdup2 (person, sizeof *person);
  copy->name = g_strdup (person->name);
  copy->name_folded = g_strdup (person->name_folded);
  copy->pinyin = g_strdup (person->pinyin);
  copy->lunar_birthday = g_strdup (person->lunar_birthday);
  copy->id_number = g_strdup (person->id_number);
  copy->hukou = g_strdup (person->hukou);
  copy->ethnicity = g_strdup (person->ethnicity);
  copy->phone = g_strdup (person->phone);
  copy->address = g_strdup (person->address);
  copy->occupation = g_strdup (person->occupation);
  copy->employer = g_strdup (person->employer);
  copy->employer_address = g_strdup (person->employer_address);
  copy->employer_phone = g_strdup (person->employer_phone);
  copy->health = g_strdup (person->health);
  copy->note = g_strdup (person->note);
  copy->sort_key = ref_bytes (person->sort_key);

  return copy;
}

void
cy_person_free (CyPerson *person)
{
  if (person == NULL)
    return;

  g_free (person->name);
  g_free (person->name_folded);
  g_free (person->pinyin);
  g_free (person->lunar_birthday);
  g_free (person->id_number);
  g_free (person->hukou);
  g_free (person->ethnicity);
  g_free (person->phone);
  g_free (person->address);
  g_free (person->occupation);
  g_free (person->employer);
  g_free (person->employer_address);
  g_free (person->employer_phone);
  g_free (person->health);
  g_free (person->note);
  g_clear_pointer (&person->sort_key, g_bytes_unref);
  g_free (person);
}

/** cy_child_new: Returns: (transfer full): what a child has beside its person of which nothing is known */
CyChild *
cy_child_new (void)
{
  CyChild *child = g_new0 (CyChild, 1);

  child->enrolled_on = CY_DAY_NONE;
  child->left_on = CY_DAY_NONE;

  return child;
}

/** cy_child_copy: Returns: (transfer full) (nullable): a copy of its own; %NULL for %NULL */
CyChild *
cy_child_copy (const CyChild *child)
{
  CyChild *copy;

  if (child == NULL)
    return NULL;

  copy = g_memdup2 (child, sizeof *child);
  copy->class_teacher = g_strdup (child->class_teacher);
  copy->class_teacher_phone = g_strdup (child->class_teacher_phone);
  copy->student_number = g_strdup (child->student_number);
  copy->character = g_strdup (child->character);
  copy->hobbies = g_strdup (child->hobbies);
  copy->medical_history = g_strdup (child->medical_history);
  copy->lodging = g_strdup (child->lodging);

  return copy;
}

void
cy_child_free (CyChild *child)
{
  if (child == NULL)
    return;

  g_free (child->class_teacher);
  g_free (child->class_teacher_phone);
  g_free (child->student_number);
  g_free (child->character);
  g_free (child->hobbies);
  g_free (child->medical_history);
  g_free (child->lodging);
  g_free (child);
}

/** cy_relation_new: Returns: (transfer full): a relation of which nothing is known */
CyRelation *
cy_relation_new (void)
{
  CyRelation *relation = g_new0 (CyRelation, 1);

  relation->from = CY_DAY_NONE;
  relation->to = CY_DAY_NONE;

  return relation;
}

/** cy_relation_copy: Returns: (transfer full) (nullable): a copy of its own; %NULL for %NULL */
CyRelation *
cy_relation_copy (const CyRelation *relation)
{
  CyRelation *copy;

  if (relation == NULL)
    return NULL;

  copy = g_memdup2 (relation, sizeof *relation);
  copy->kin = g_strdup (relation->kin);
  copy->person = cy_person_copy (relation->person);

  return copy;
}

void
cy_relation_free (CyRelation *relation)
{
  if (relation == NULL)
    return;

  g_free (relation->kin);
  cy_person_free (relation->person);
  g_free (relation);
}

/** cy_absence_new: Returns: (transfer full): an absence of which nothing is known */
CyAbsence *
cy_absence_new (void)
{
  CyAbsence *absence = g_new0 (CyAbsence, 1);

  absence->from = CY_DAY_NONE;
  absence->to = CY_DAY_NONE;

  return absence;
}

/** cy_absence_copy: Returns: (transfer full) (nullable): a copy of its own; %NULL for %NULL */
CyAbsence *
cy_absence_copy (const CyAbsence *absence)
{
  CyAbsence *copy;

  if (absence == NULL)
    return NULL;

  copy = g_memdup2 (absence, sizeof *absence);
  copy->place = g_strdup (absence->place);
  copy->employer = g_strdup (absence->employer);
  copy->phone = g_strdup (absence->phone);
  copy->note = g_strdup (absence->note);

  return copy;
}

void
cy_absence_free (CyAbsence *absence)
{
  if (absence == NULL)
    return;

  g_free (absence->place);
  g_free (absence->employer);
  g_free (absence->phone);
  g_free (absence->note);
  g_free (absence);
}

/** cy_care_arrangement_new: Returns: (transfer full): a care arrangement of which nothing is known */
CyCareArrangement *
cy_care_arrangement_new (void)
{
  CyCareArrangement *arrangement = g_new0 (CyCareArrangement, 1);

  arrangement->from = CY_DAY_NONE;
  arrangement->to = CY_DAY_NONE;

  return arrangement;
}

/** cy_care_arrangement_copy: Returns: (transfer full) (nullable): a copy of its own; %NULL for %NULL */
CyCareArrangement *
cy_care_arrangement_copy (const CyCareArrangement *arrangement)
{
  CyCareArrangement *copy;

  if (arrangement == NULL)
    return NULL;

  copy = g_memdup2 (arrangement, sizeof *arrangement);
  copy->note = g_strdup (arrangement->note);

  return copy;
}

void
cy_care_arrangement_free (CyCareArrangement *arrangement)
{
  if (arrangement == NULL)
    return;

  g_free (arrangement->note);
  g_free (arrangement);
}

/** cy_unit_new: Returns: (transfer full): a unit of which nothing is known */
CyUnit *
cy_unit_new (void)
{
  CyUnit *unit = g_new0 (CyUnit, 1);

  return unit;
}

void
cy_unit_free (CyUnit *unit)
{
  if (unit == NULL)
    return;

  g_free (unit->name);
  g_free (unit->name_folded);
  g_free (unit->address);
  g_free (unit->equipment);
  g_clear_pointer (&unit->sort_key, g_bytes_unref);
  g_free (unit);
}
