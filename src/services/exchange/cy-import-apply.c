#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-private.h"
#include "cy-roster-record.h"
#include "text/cy-text.h"

#include "cy-absence-store.h"
#include "cy-arrangement-store.h"
#include "cy-child-store.h"
#include "cy-flag-store.h"
#include "cy-import-store.h"
#include "cy-person-store.h"
#include "cy-relation-store.h"
#include "cy-unit-store.h"

#include <string.h>

/* Writing a roster: units, children, guardians, parents and what was wrong, all in the one
 * transaction of the caller. */

#define ROWS_PER_REPORT 200

typedef struct {
  CyImportPlan *plan;
  CyConn *conn;
  gboolean update;
  CyImportResult *result;
  GHashTable *units;            /* "kind parent name" → gint64 */
  GHashTable *adults;           /* who a person is in this file → gint64 */
} Apply;

static void
remember (GHashTable *table,
          char       *key,
          gint64      id)
{
  g_hash_table_insert (table, key, g_memdup2 (&id, sizeof id));
}

static gint64
recall (GHashTable *table,
        const char *key)
{
  const gint64 *id = g_hash_table_lookup (table, key);

  return id != NULL ? *id : 0;
}

/* Units */

/* The unit of that name. Where a roster names no township, a village or school that the
 * archive has under one is meant. */
static gint64
ensure_unit (Apply       *apply,
             CyUnitKind   kind,
             gint64       parent,
             const char  *name,
             GError     **error)
{
  g_autofree char *key = NULL;
  g_autoptr (CyUnit) unit = NULL;
  gint64 id;

  if (name == NULL)
    return 0;
  key = g_strdup_printf ("%d %" G_GINT64_FORMAT " %s", kind, parent, name);
  id = recall (apply->units, key);
  if (id != 0)
    return id;

  unit = cy_unit_new ();
  unit->kind = kind;
  unit->parent_id = parent;
  unit->name = g_strdup (name);
  cy_text_fill_unit (unit);
  id = cy_unit_ensure_filled (apply->conn, unit, error);
  if (id != 0)
    remember (apply->units, g_steal_pointer (&key), id);

  return id;
}

static gboolean
load_units (Apply   *apply,
            GError **error)
{
  g_autoptr (GPtrArray) units = cy_unit_list (apply->conn, 0, 0, error);

  if (units == NULL)
    return FALSE;

  for (guint i = 0; i < units->len; i++)
    {
      const CyUnit *unit = g_ptr_array_index (units, i);
      g_autofree char *bare = g_strdup_printf ("%d 0 %s", unit->kind, unit->name);

      remember (apply->units, g_strdup_printf ("%d %" G_GINT64_FORMAT " %s", unit->kind, unit->parent_id, unit->name), unit->id);
      if (unit->kind != CY_UNIT_CLASS && recall (apply->units, bare) == 0)
        remember (apply->units, g_steal_pointer (&bare), unit->id);
    }

  return TRUE;
}

/* Sets a child's units from what a row says. What it does not say stays. */
static gboolean
set_units (Apply          *apply,
           char * const   *texts,
           CyChild        *child,
           GError        **error)
{
  g_autoptr (GError) local = NULL;
  gint64 town = ensure_unit (apply, CY_UNIT_TOWNSHIP, 0, texts[CY_FIELD_TOWN], &local);
  gint64 village = local == NULL ? ensure_unit (apply, CY_UNIT_VILLAGE, town, texts[CY_FIELD_VILLAGE], &local) : 0;
  gint64 school = local == NULL ? ensure_unit (apply, CY_UNIT_SCHOOL, town, texts[CY_FIELD_SCHOOL], &local) : 0;
  gint64 class_id;

  if (village != 0)
    child->village_id = village;
  if (school != 0)
    child->school_id = school;
  class_id = local == NULL ? ensure_unit (apply, CY_UNIT_CLASS, child->school_id, texts[CY_FIELD_CLASS], &local) : 0;
  if (class_id != 0)
    child->class_id = class_id;
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The child */

static void
take (char       **target,
      const char  *text)
{
  if (text == NULL)
    return;

  g_free (*target);
  *target = g_strdup (text);
}

static void
set_child (const CyImportRecord *record,
           CyPerson             *person,
           CyChild              *child)
{
  char * const *texts = record->texts;
  const guint8 *flags = record->flags;

  take (&person->name, texts[CY_FIELD_NAME]);
  if (record->sex != CY_SEX_UNKNOWN)
    person->sex = record->sex;
  if (record->birth != CY_DAY_NONE &&
      (person->birth == CY_DAY_NONE || person->birth_precision >= record->birth_precision))
    {
      person->birth = record->birth;
      person->birth_precision = record->birth_precision;
    }
  take (&person->id_number, texts[CY_FIELD_ID_NUMBER]);
  take (&person->ethnicity, texts[CY_FIELD_ETHNICITY]);
  take (&person->hukou, texts[CY_FIELD_HUKOU]);
  take (&person->address, texts[CY_FIELD_ADDRESS]);
  take (&person->phone, texts[CY_FIELD_PHONE]);
  take (&person->health, texts[CY_FIELD_HEALTH]);
  take (&person->note, texts[CY_FIELD_REMARKS]);
  take (&child->student_number, texts[CY_FIELD_STUDENT_NUMBER]);
  take (&child->lodging, texts[CY_FIELD_LODGING]);
  take (&child->class_teacher, texts[CY_FIELD_CLASS_TEACHER]);
  take (&child->class_teacher_phone, texts[CY_FIELD_CLASS_TEACHER_PHONE]);
  take (&child->medical_history, texts[CY_FIELD_MEDICAL_HISTORY]);
  take (&child->character, texts[CY_FIELD_CHARACTER]);
  take (&child->hobbies, texts[CY_FIELD_HOBBIES]);
  if (flags[CY_FIELD_DISABLED] != 0)
    child->disabled = flags[CY_FIELD_DISABLED] == 2;
  if (flags[CY_FIELD_SINGLE_PARENT] != 0)
    child->single_parent = flags[CY_FIELD_SINGLE_PARENT] == 2;
  if (flags[CY_FIELD_ORPHAN] != 0)
    child->orphan = flags[CY_FIELD_ORPHAN] == 2;
  if (flags[CY_FIELD_FLOATING] != 0)
    child->floating = flags[CY_FIELD_FLOATING] == 2;
  if (record->poor != CY_POOR_NONE)
    child->poor = record->poor;
}

/* Adults */

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
set_guardian (const Apply          *apply,
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
      CyDay birth = birth_of_age (texts[CY_FIELD_GUARDIAN_AGE], apply->plan->today);

      if (birth != CY_DAY_NONE)
        {
          person->birth = birth;
          person->birth_precision = CY_DATE_YEAR;
        }
    }
}

static void
set_parent (char * const   *texts,
            CyImportField   name,
            CyPerson       *person)
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

/* Somebody who is in the archive, or in this file, is stored once. @family tells apart those
 * of whom only the name is known; without it they are somebody new each time. */
static gint64
ensure_adult (Apply           *apply,
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
  id = key != NULL ? recall (apply->adults, key) : 0;
  if (id != 0)
    return id;

  id = cy_import_find_adult (apply->conn, person->name, person->phone, person->id_number, &local);
  if (id == 0 && local == NULL)
    {
      filled = cy_person_copy (person);
      cy_text_fill_person (filled);
      id = cy_person_insert (apply->conn, filled, &local);
      *is_new = TRUE;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return 0;
    }
  if (key != NULL)
    remember (apply->adults, g_steal_pointer (&key), id);

  return id;
}

static gboolean
add_relation (Apply           *apply,
              gint64           child_id,
              gint64           person_id,
              const char      *kin,
              CyRelationRole   role,
              GError         **error)
{
  CyRelation relation = {
    .child_id = child_id, .person_id = person_id, .kin = (char *) kin, .role = role,
    .is_primary = role == CY_RELATION_GUARDIAN, .from = CY_DAY_NONE, .to = CY_DAY_NONE,
  };

  return cy_relation_insert (apply->conn, &relation, error) != 0;
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
add_absence (Apply           *apply,
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

  return cy_absence_insert (apply->conn, &absence, error) != 0;
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
add_parent (Apply           *apply,
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
  *person_id = ensure_adult (apply, person, family, &is_new, error);

  return *person_id != 0 &&
         add_relation (apply, child_id, *person_id, cy_kin_to_key (name == CY_FIELD_FATHER_NAME ? CY_KIN_FATHER : CY_KIN_MOTHER),
                       CY_RELATION_PARENT, error) &&
         (!is_new || add_absence (apply, *person_id, texts, name, error));
}

/* The guardian may be one of the parents. */
static gboolean
add_guardian (Apply           *apply,
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
      set_guardian (apply, texts, person);
      id = ensure_adult (apply, person, NULL, &is_new, error);
    }

  return id != 0 && add_relation (apply, child_id, id, kin, CY_RELATION_GUARDIAN, error);
}

/* Rows */

static gboolean
raise_flags (Apply        *apply,
             gint64        child_id,
             guint32       problems,
             GError      **error)
{
  for (guint bit = 0; bit < 32; bit++)
    if (problems & CY_PROBLEM_WARNINGS & (1u << bit))
      if (!cy_flag_raise (apply->conn, child_id, cy_import_problem_code ((CyImportProblem) (1u << bit)), NULL, error))
        return FALSE;

  return TRUE;
}

static gboolean
add_arrangement (Apply       *apply,
                 gint64       child_id,
                 const char  *text,
                 GError     **error)
{
  CyCareArrangement arrangement = { .child_id = child_id, .from = CY_DAY_NONE, .to = CY_DAY_NONE };

  return !cy_roster_read_care (text, &arrangement.kind) ||
         cy_arrangement_insert (apply->conn, &arrangement, error) != 0;
}

static gboolean
add_child (Apply                 *apply,
           const CyImportRecord  *record,
           CyImportRow           *row,
           GError               **error)
{
  g_autoptr (CyPerson) person = cy_person_new ();
  g_autoptr (CyChild) child = cy_child_new ();
  gint64 father_id, mother_id;

  set_child (record, person, child);
  cy_text_fill_person (person);
  if (!set_units (apply, record->texts, child, error))
    return FALSE;
  row->child_id = cy_child_insert (apply->conn, person, child, error);

  return row->child_id != 0 &&
         add_parent (apply, row->child_id, record->texts, CY_FIELD_FATHER_NAME, &father_id, error) &&
         add_parent (apply, row->child_id, record->texts, CY_FIELD_MOTHER_NAME, &mother_id, error) &&
         add_guardian (apply, row->child_id, record->texts, father_id, mother_id, error) &&
         add_arrangement (apply, row->child_id, record->texts[CY_FIELD_GUARDIANSHIP], error) &&
         raise_flags (apply, row->child_id, row->problems, error);
}

static gboolean
update_adult (Apply           *apply,
              CyPerson        *person,
              GError         **error)
{
  cy_text_fill_person (person);
  return cy_person_update (apply->conn, person, error);
}

/* A guardian of another name is another person, who takes the place of the one before. */
static gboolean
update_guardian (Apply                 *apply,
                 const CyImportRecord  *record,
                 CyRosterRecord        *stored,
                 GError               **error)
{
  CyRelation *relation = stored->guardian.relation;
  char * const *texts = record->texts;
  const char *name = texts[CY_FIELD_GUARDIAN_NAME];

  if (relation != NULL && (name == NULL || g_strcmp0 (name, relation->person->name) == 0))
    {
      g_autofree char *kept = g_strdup (relation->person->name);

      set_guardian (apply, texts, relation->person);
      take (&relation->person->name, kept);
      take (&relation->kin, texts[CY_FIELD_GUARDIAN_KIN]);
      return update_adult (apply, relation->person, error) && cy_relation_update (apply->conn, relation, error);
    }
  if (name == NULL)
    return TRUE;
  if (relation != NULL)
    {
      relation->to = relation->from != CY_DAY_NONE ? MAX (relation->from, apply->plan->today) : apply->plan->today;
      relation->is_primary = FALSE;
      if (!cy_relation_update (apply->conn, relation, error))
        return FALSE;
    }

  return add_guardian (apply, stored->person->id, texts,
                       stored->father.relation != NULL ? stored->father.relation->person_id : 0,
                       stored->mother.relation != NULL ? stored->mother.relation->person_id : 0, error);
}

static gboolean
update_parent (Apply                 *apply,
               const CyImportRecord  *record,
               CyRosterRecord        *stored,
               CyFamilyMember        *member,
               CyImportField          name,
               GError               **error)
{
  CyImportField offset = name - CY_FIELD_FATHER_NAME;
  char * const *texts = record->texts;
  const char *place = texts[CY_FIELD_FATHER_PLACE + offset];
  gint64 unused;

  if (!mentions (texts, name))
    return TRUE;
  if (member->relation == NULL)
    return add_parent (apply, stored->person->id, texts, name, &unused, error);

  set_parent (texts, name, member->relation->person);
  if (!update_adult (apply, member->relation->person, error))
    return FALSE;
  if (member->absence == NULL)
    return add_absence (apply, member->relation->person_id, texts, name, error);
  if (place != NULL && !cy_import_is_away (place))
    {
      member->absence->to = MAX (apply->plan->today, member->absence->from);
      return cy_absence_update (apply->conn, member->absence, error);
    }

  take (&member->absence->place, place);
  take (&member->absence->employer, texts[CY_FIELD_FATHER_EMPLOYER + offset]);
  if (texts[CY_FIELD_FATHER_SINCE + offset] != NULL)
    member->absence->from = cy_day_from_iso (texts[CY_FIELD_FATHER_SINCE + offset]);

  return cy_absence_update (apply->conn, member->absence, error);
}

static gboolean
update_child (Apply                 *apply,
              const CyImportRecord  *record,
              const CyImportRow     *row,
              GError               **error)
{
  g_auto (CyRosterRecord) stored = { 0 };

  if (!cy_roster_record_load (apply->conn, row->child_id, apply->plan->today, &stored, error))
    return FALSE;

  set_child (record, stored.person, stored.child);
  cy_text_fill_person (stored.person);

  return set_units (apply, record->texts, stored.child, error) &&
         update_parent (apply, record, &stored, &stored.father, CY_FIELD_FATHER_NAME, error) &&
         update_parent (apply, record, &stored, &stored.mother, CY_FIELD_MOTHER_NAME, error) &&
         update_guardian (apply, record, &stored, error) &&
         cy_child_update (apply->conn, stored.person, stored.child, apply->plan->today, error) &&
         raise_flags (apply, row->child_id, row->problems, error);
}

static gboolean
apply_row (Apply                *apply,
           const CyImportSheet  *sheet,
           CyImportRow          *row,
           GError              **error)
{
  g_auto (CyImportRecord) record = { 0 };

  switch (row->action)
    {
    case CY_IMPORT_REFUSED:
      apply->result->n_refused++;
      return TRUE;
    case CY_IMPORT_SAME:
      apply->result->n_same++;
      return TRUE;
    case CY_IMPORT_CHANGED:
      if (!apply->update)
        {
          apply->result->n_same++;
          return TRUE;
        }
      apply->result->n_changed++;
      cy_import_read_whole (apply->plan, sheet, row->index, &record);
      return update_child (apply, &record, row, error);
    case CY_IMPORT_ADD:
    default:
      apply->result->n_added++;
      cy_import_read_whole (apply->plan, sheet, row->index, &record);
      return add_child (apply, &record, row, error);
    }
}

static gboolean
apply_children (Apply             *apply,
                CyImportProgress   progress,
                gpointer           user_data,
                GCancellable      *cancellable,
                GError           **error)
{
  guint n_done = 0;

  if (!load_units (apply, error))
    return FALSE;

  for (guint i = 0; i < apply->plan->sheets->len; i++)
    {
      const CyImportSheet *sheet = g_ptr_array_index (apply->plan->sheets, i);

      for (guint j = 0; sheet->used && j < sheet->rows->len; j++)
        {
          if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
              !apply_row (apply, sheet, &g_array_index (sheet->rows, CyImportRow, j), error))
            return FALSE;
          if (++n_done % ROWS_PER_REPORT == 0 && progress != NULL)
            progress (n_done, apply->plan->n_rows, user_data);
        }
    }

  return TRUE;
}

/**
 * cy_import_plan_apply:
 * @conn: a connection in a transaction for writing
 * @update: whether rows that differ from the archive change it; else they are left alone
 * @progress: (nullable): told how far it is
 * @result: (out caller-allocates): what was done
 *
 * Writes what the plan holds. The plan is matched anew first, so that what was written
 * between looking and importing is not written twice. Problems become flags of their child.
 * The caller's transaction is to be rolled back when this fails.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_import_plan_apply (CyImportPlan      *plan,
                      CyConn            *conn,
                      gboolean           update,
                      CyImportProgress   progress,
                      gpointer           user_data,
                      GCancellable      *cancellable,
                      CyImportResult    *result,
                      GError           **error)
{
  Apply apply = { .plan = plan, .conn = conn, .update = update, .result = result };
  gboolean ok;

  *result = (CyImportResult) { 0 };
  if (!cy_import_plan_match (plan, conn, cancellable, error))
    return FALSE;

  if (plan->kind == CY_IMPORT_CONTACTS)
    ok = cy_import_apply_contacts (plan, conn, progress, user_data, cancellable, result, error);
  else
    {
      apply.units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      apply.adults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      ok = apply_children (&apply, progress, user_data, cancellable, error);
      g_hash_table_unref (apply.units);
      g_hash_table_unref (apply.adults);
    }
  if (!ok || result->n_added + result->n_changed == 0)
    return ok;

  result->import_id = cy_import_entry_insert (conn, plan->kind == CY_IMPORT_CHILDREN ? "children" : "contacts",
                                              plan->hash, plan->n_rows, result->n_added + result->n_changed, error);
  return result->import_id != 0;
}

/**
 * cy_import_undo:
 * @conn: a connection in a transaction for writing
 * @import_id: an import
 *
 * Takes back all that an import wrote. Fails with %CY_IMPORT_ERROR_USED when contacts have
 * been logged with its children since, and with %CY_STORE_ERROR_CONFLICT when somebody has
 * changed what it wrote.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_import_undo (CyConn  *conn,
                gint64   import_id,
                GError **error)
{
  gboolean used;

  if (cy_import_entry_undo (conn, import_id, &used, error))
    return TRUE;
  if (used)
    g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_USED, "Contacts have been logged with its children");

  return FALSE;
}
