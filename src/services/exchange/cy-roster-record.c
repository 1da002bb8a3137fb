#define G_LOG_DOMAIN "cy-roster"

#include "config.h"

#include "cy-roster-record.h"

#include "cy-absence-store.h"
#include "cy-arrangement-store.h"
#include "cy-child-store.h"
#include "cy-import-value.h"
#include "cy-person-store.h"
#include "cy-relation-store.h"
#include "cy-unit-store.h"

#include <string.h>

static void
member_clear (CyFamilyMember *member)
{
  g_clear_pointer (&member->relation, cy_relation_free);
  g_clear_pointer (&member->absence, cy_absence_free);
}

void
cy_roster_record_clear (CyRosterRecord *record)
{
  for (guint i = 0; i < CY_FIELD_COUNT; i++)
    g_clear_pointer (&record->texts[i], g_free);
  g_clear_pointer (&record->person, cy_person_free);
  g_clear_pointer (&record->child, cy_child_free);
  member_clear (&record->guardian);
  member_clear (&record->father);
  member_clear (&record->mother);
}

/* Words */

/**
 * cy_roster_poor_text:
 * @poor: a set of #CyPoorFamily
 *
 * Returns: (transfer full) (nullable): the words of rosters for it
 */
char *
cy_roster_poor_text (guint poor)
{
  static const char *const words[] = { "建档立卡", "低保", "特困", "烈士家庭" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (poor & (1u << i))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "、" : "", words[i]);
  if (text->len > 0)
    return g_string_free (text, FALSE);

  g_string_free (text, TRUE);
  return NULL;
}

/**
 * cy_roster_unnamed:
 * @child: the child's name
 * @parent: %CY_FIELD_FATHER_NAME or %CY_FIELD_MOTHER_NAME
 *
 * A parent of whom a roster says where, but not who. A person has to have a name.
 *
 * Returns: (transfer full): what the parent is called until the name is known
 */
char *
cy_roster_unnamed (const char    *child,
                   CyImportField  parent)
{
  return g_strconcat (child, parent == CY_FIELD_FATHER_NAME ? "的父亲" : "的母亲", NULL);
}

/**
 * cy_roster_class_text:
 * @grade: (nullable): 三年级
 * @class_name: (nullable): 2班, or 三年级2班
 *
 * Returns: (transfer full) (nullable): the class with its grade
 */
char *
cy_roster_class_text (const char *grade,
                      const char *class_name)
{
  if (grade == NULL || class_name == NULL)
    return g_strdup (class_name != NULL ? class_name : grade);
  if (strstr (class_name, grade) != NULL || strstr (class_name, "年级") != NULL)
    return g_strdup (class_name);

  return g_strconcat (grade, class_name, NULL);
}

static const struct {
  const char *word;
  CyCareKind kind;
} care_words[] = {
  /* The first of each kind is the one that is written. */
  { "隔代监护", CY_CARE_KIND_GRANDPARENTS }, { "隔代", CY_CARE_KIND_GRANDPARENTS }, { "祖父母", CY_CARE_KIND_GRANDPARENTS },
  { "祖辈", CY_CARE_KIND_GRANDPARENTS }, { "爷爷", CY_CARE_KIND_GRANDPARENTS }, { "奶奶", CY_CARE_KIND_GRANDPARENTS },
  { "无人监护", CY_CARE_KIND_NOBODY }, { "无人", CY_CARE_KIND_NOBODY }, { "自我监护", CY_CARE_KIND_NOBODY }, { "独居", CY_CARE_KIND_NOBODY },
  { "亲属监护", CY_CARE_KIND_RELATIVES }, { "亲属", CY_CARE_KIND_RELATIVES }, { "亲戚", CY_CARE_KIND_RELATIVES },
  { "上代监护", CY_CARE_KIND_RELATIVES },
  { "委托照护", CY_CARE_KIND_ENTRUSTED }, { "委托", CY_CARE_KIND_ENTRUSTED }, { "朋友", CY_CARE_KIND_ENTRUSTED },
  { "学校寄宿", CY_CARE_KIND_SCHOOL }, { "寄宿", CY_CARE_KIND_SCHOOL }, { "学校", CY_CARE_KIND_SCHOOL },
  { "机构照料", CY_CARE_KIND_INSTITUTION }, { "机构", CY_CARE_KIND_INSTITUTION }, { "福利院", CY_CARE_KIND_INSTITUTION },
  { "父母监护", CY_CARE_KIND_PARENT }, { "单亲监护", CY_CARE_KIND_PARENT }, { "父亲", CY_CARE_KIND_PARENT },
  { "母亲", CY_CARE_KIND_PARENT }, { "父母", CY_CARE_KIND_PARENT },
};

/** cy_roster_care_word: Returns: the word of rosters for who looks after a child */
const char *
cy_roster_care_word (CyCareKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (care_words); i++)
    if (care_words[i].kind == kind)
      return care_words[i].word;

  return NULL;
}

/** cy_roster_read_care: @kind: (out): who looks after the child. Returns: whether @text says it */
gboolean
cy_roster_read_care (const char *text,
                     CyCareKind *kind)
{
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (care_words); i++)
    if (strstr (text, care_words[i].word) != NULL)
      {
        *kind = care_words[i].kind;
        return TRUE;
      }

  return FALSE;
}

/* Loading */

static void
set_text (CyRosterRecord *record,
          CyImportField   field,
          const char     *text)
{
  if (text != NULL && text[0] != '\0')
    record->texts[field] = g_strdup (text);
}

static gboolean
set_unit (CyRosterRecord  *record,
          CyConn          *conn,
          CyImportField    field,
          gint64           id,
          gint64          *parent_id,
          GError         **error)
{
  g_autoptr (CyUnit) unit = NULL;

  if (id == 0)
    return TRUE;
  unit = cy_unit_load (conn, id, error);
  if (unit == NULL)
    return FALSE;

  set_text (record, field, unit->name);
  if (parent_id != NULL)
    *parent_id = unit->parent_id;

  return TRUE;
}

static void
set_yes (CyRosterRecord *record,
         CyImportField   field,
         gboolean        yes)
{
  set_text (record, field, yes ? "是" : NULL);
}

static gboolean
set_child (CyRosterRecord  *record,
           CyConn          *conn,
           GError         **error)
{
  const CyPerson *p = record->person;
  const CyChild *c = record->child;
  gint64 town = 0;

  set_text (record, CY_FIELD_NAME, p->name);
  set_text (record, CY_FIELD_SEX, p->sex == CY_SEX_MALE ? "男" : p->sex == CY_SEX_FEMALE ? "女" : NULL);
  record->texts[CY_FIELD_BIRTH] = cy_value_date_text (p->birth, p->birth_precision);
  set_text (record, CY_FIELD_ID_NUMBER, p->id_number);
  set_text (record, CY_FIELD_ETHNICITY, p->ethnicity);
  set_text (record, CY_FIELD_HUKOU, p->hukou);
  set_text (record, CY_FIELD_ADDRESS, p->address);
  set_text (record, CY_FIELD_PHONE, p->phone);
  set_text (record, CY_FIELD_HEALTH, p->health);
  set_text (record, CY_FIELD_REMARKS, p->note);
  set_text (record, CY_FIELD_STUDENT_NUMBER, c->student_number);
  set_text (record, CY_FIELD_LODGING, c->lodging);
  set_text (record, CY_FIELD_CLASS_TEACHER, c->class_teacher);
  set_text (record, CY_FIELD_CLASS_TEACHER_PHONE, c->class_teacher_phone);
  set_text (record, CY_FIELD_MEDICAL_HISTORY, c->medical_history);
  set_text (record, CY_FIELD_CHARACTER, c->character);
  set_text (record, CY_FIELD_HOBBIES, c->hobbies);
  set_yes (record, CY_FIELD_DISABLED, c->disabled);
  set_yes (record, CY_FIELD_SINGLE_PARENT, c->single_parent);
  set_yes (record, CY_FIELD_ORPHAN, c->orphan);
  set_yes (record, CY_FIELD_FLOATING, c->floating);
  record->texts[CY_FIELD_POOR] = cy_roster_poor_text (c->poor);

  return set_unit (record, conn, CY_FIELD_VILLAGE, c->village_id, &town, error) &&
         set_unit (record, conn, CY_FIELD_TOWN, town, NULL, error) &&
         set_unit (record, conn, CY_FIELD_SCHOOL, c->school_id, NULL, error) &&
         set_unit (record, conn, CY_FIELD_CLASS, c->class_id, NULL, error);
}

static void
set_guardian (CyRosterRecord *record,
              CyDay           today)
{
  const CyRelation *r = record->guardian.relation;
  const CyPerson *p = r != NULL ? r->person : NULL;

  if (p == NULL)
    return;
  set_text (record, CY_FIELD_GUARDIAN_NAME, p->name);
  set_text (record, CY_FIELD_GUARDIAN_KIN, r->kin);
  set_text (record, CY_FIELD_GUARDIAN_PHONE, p->phone);
  set_text (record, CY_FIELD_GUARDIAN_ID, p->id_number);
  set_text (record, CY_FIELD_GUARDIAN_OCCUPATION, p->occupation);
  set_text (record, CY_FIELD_GUARDIAN_HEALTH, p->health);
  set_text (record, CY_FIELD_GUARDIAN_ADDRESS, p->address);
  if (p->birth != CY_DAY_NONE && p->birth <= today)
    record->texts[CY_FIELD_GUARDIAN_AGE] = g_strdup_printf ("%d", cy_day_age (p->birth, today));
}

static void
set_parent (CyRosterRecord        *record,
            const CyFamilyMember  *member,
            CyImportField          name)
{
  const CyPerson *p = member->relation != NULL ? member->relation->person : NULL;
  g_autofree char *unnamed = NULL;
  /* The mother's fields stand in the same order as the father's. */
  CyImportField offset = name - CY_FIELD_FATHER_NAME;

  if (p == NULL)
    return;
  unnamed = cy_roster_unnamed (record->person->name, name);
  if (g_strcmp0 (p->name, unnamed) != 0)
    set_text (record, name, p->name);
  set_text (record, CY_FIELD_FATHER_PHONE + offset, p->phone);
  set_text (record, CY_FIELD_FATHER_ID + offset, p->id_number);
  set_text (record, CY_FIELD_FATHER_OCCUPATION + offset, p->occupation);
  set_text (record, CY_FIELD_FATHER_EMPLOYER + offset, p->employer);
  set_text (record, CY_FIELD_FATHER_EMPLOYER_ADDRESS + offset, p->employer_address);
  set_text (record, CY_FIELD_FATHER_EMPLOYER_PHONE + offset, p->employer_phone);
  if (member->absence != NULL)
    {
      set_text (record, CY_FIELD_FATHER_PLACE + offset, member->absence->place);
      record->texts[CY_FIELD_FATHER_SINCE + offset] = cy_day_to_iso (member->absence->from);
    }
}

static gboolean
load_absence (CyConn          *conn,
              CyFamilyMember  *member,
              GError         **error)
{
  g_autoptr (GPtrArray) absences = NULL;
  CyAbsence *best = NULL;

  if (member->relation == NULL)
    return TRUE;
  absences = cy_absence_list (conn, member->relation->person_id, error);
  if (absences == NULL)
    return FALSE;

  /* The one that goes on, else the one that ended last. */
  for (guint i = 0; i < absences->len; i++)
    {
      CyAbsence *a = g_ptr_array_index (absences, i);

      if (best == NULL || (best->to != CY_DAY_NONE && (a->to == CY_DAY_NONE || a->to > best->to)))
        best = a;
    }
  if (best != NULL && best->to == CY_DAY_NONE)
    member->absence = cy_absence_copy (best);

  return TRUE;
}

static gboolean
is_mother (const CyRelation *relation)
{
  CyKin kin;

  if (cy_kin_from_key (relation->kin, &kin))
    return cy_kin_sex (kin) == CY_SEX_FEMALE;

  return relation->person->sex == CY_SEX_FEMALE;
}

static gboolean
load_family (CyRosterRecord  *record,
             CyConn          *conn,
             GError         **error)
{
  g_autoptr (GPtrArray) relations = cy_relation_list (conn, record->person->id, error);

  if (relations == NULL)
    return FALSE;

  for (guint i = 0; i < relations->len; i++)
    {
      const CyRelation *r = g_ptr_array_index (relations, i);
      CyFamilyMember *member = NULL;

      if (r->role == CY_RELATION_PARENT)
        member = is_mother (r) ? &record->mother : &record->father;
      else if ((r->role == CY_RELATION_GUARDIAN || r->role == CY_RELATION_TEMPORARY) && r->to == CY_DAY_NONE)
        member = &record->guardian;
      if (member != NULL && member->relation == NULL)
        member->relation = cy_relation_copy (r);
    }

  return load_absence (conn, &record->father, error) && load_absence (conn, &record->mother, error);
}

static gboolean
load_arrangement (CyRosterRecord  *record,
                  CyConn          *conn,
                  GError         **error)
{
  g_autoptr (GPtrArray) arrangements = cy_arrangement_list (conn, record->person->id, error);

  if (arrangements == NULL)
    return FALSE;
  for (guint i = 0; i < arrangements->len; i++)
    {
      const CyCareArrangement *a = g_ptr_array_index (arrangements, i);

      if (a->to == CY_DAY_NONE && record->texts[CY_FIELD_GUARDIANSHIP] == NULL)
        set_text (record, CY_FIELD_GUARDIANSHIP, cy_roster_care_word (a->kind));
    }

  return TRUE;
}

/**
 * cy_roster_record_load:
 * @today: for the guardian's age
 * @record: (out caller-allocates): the child as a row; clear it
 *
 * Returns: whether it succeeded
 */
gboolean
cy_roster_record_load (CyConn          *conn,
                       gint64           child_id,
                       CyDay            today,
                       CyRosterRecord  *record,
                       GError         **error)
{
  *record = (CyRosterRecord) { 0 };
  record->person = cy_person_load (conn, child_id, error);
  record->child = record->person != NULL ? cy_child_load (conn, child_id, error) : NULL;
  if (record->child == NULL || !set_child (record, conn, error) || !load_family (record, conn, error) ||
      !load_arrangement (record, conn, error))
    return FALSE;

  set_guardian (record, today);
  set_parent (record, &record->father, CY_FIELD_FATHER_NAME);
  set_parent (record, &record->mother, CY_FIELD_MOTHER_NAME);

  return TRUE;
}
