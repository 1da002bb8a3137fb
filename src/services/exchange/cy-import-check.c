#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-private.h"

#include "cy-person-check.h"
#include "cy-phone.h"
#include "cy-width.h"

#include <string.h>

/* What is wrong with the rows of a roster. One finding may make another idle: a number whose
 * check character is wrong says nothing about birth and sex, and a row that is not taken in
 * needs no warnings. */

void
cy_import_record_clear (CyImportRecord *record)
{
  for (guint i = 0; i < CY_FIELD_COUNT; i++)
    g_clear_pointer (&record->texts[i], g_free);
}

/* Reading a row */

static gboolean
is_phone (CyImportField field)
{
  switch ((int) field)
    {
    case CY_FIELD_PHONE:
    case CY_FIELD_CLASS_TEACHER_PHONE:
    case CY_FIELD_GUARDIAN_PHONE:
    case CY_FIELD_FATHER_PHONE:
    case CY_FIELD_FATHER_EMPLOYER_PHONE:
    case CY_FIELD_MOTHER_PHONE:
    case CY_FIELD_MOTHER_EMPLOYER_PHONE:
    case CY_FIELD_PARENTS_PHONE:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_yes_or_no (CyImportField field)
{
  return field == CY_FIELD_DISABLED || field == CY_FIELD_SINGLE_PARENT || field == CY_FIELD_ORPHAN ||
         field == CY_FIELD_FLOATING;
}

static void
read_phones (const CyImportSheet *sheet,
             guint                index,
             gboolean             whole,
             CyImportRecord      *record)
{
  for (CyImportField field = 0; field < CY_FIELD_COUNT; field++)
    {
      const CyCell *cell;
      gboolean valid;

      if (!is_phone (field) || sheet->columns_of_field[field] < 0)
        continue;
      cell = cy_import_cell (sheet, index, field);
      record->texts[field] = cy_value_phone (cell, &valid);
      if (!valid)
        record->problems |= CY_PROBLEM_PHONE_INVALID;
    }
}

static void
read_identity (const CyImportPlan  *plan,
               const CyImportSheet *sheet,
               guint                index,
               CyImportRecord      *record)
{
  const CyCell *birth = cy_import_cell (sheet, index, CY_FIELD_BIRTH);
  CyReadResult read = cy_value_read_date (birth, plan->today, &record->birth, &record->birth_precision);
  g_autofree char *sex = cy_value_text (cy_import_cell (sheet, index, CY_FIELD_SEX));
  gboolean id_ok;

  record->sex = sex != NULL ? cy_sex_from_text (sex) : CY_SEX_UNKNOWN;
  if (read == CY_READ_UNREADABLE)
    record->problems |= CY_PROBLEM_BIRTH_UNREADABLE;

  cy_value_read_id (cy_import_cell (sheet, index, CY_FIELD_ID_NUMBER), &record->id);
  id_ok = record->id.result == CY_ID_OK && record->id.birth <= plan->today;
  if (record->id.result == CY_ID_DAMAGED)
    record->problems |= CY_PROBLEM_ID_DAMAGED;
  else if (record->id.result != CY_ID_EMPTY && !id_ok)
    record->problems |= CY_PROBLEM_ID_CHECKSUM;

  if (id_ok)
    {
      g_autofree char *written = cy_value_date_text (record->birth, record->birth_precision);
      g_autofree char *said = cy_value_date_text (record->id.birth, record->birth_precision);

      if (read == CY_READ_OK && g_strcmp0 (written, said) != 0)
        record->problems |= CY_PROBLEM_BIRTH_MISMATCH;
      if (record->sex != CY_SEX_UNKNOWN && record->sex != record->id.sex)
        record->problems |= CY_PROBLEM_SEX_MISMATCH;
      if (record->sex == CY_SEX_UNKNOWN)
        record->sex = record->id.sex;
      /* The number knows the day where the column knows the month, or nothing. */
      if (read == CY_READ_EMPTY || (record->birth_precision != CY_DATE_DAY && !(record->problems & CY_PROBLEM_BIRTH_MISMATCH)))
        {
          record->birth = record->id.birth;
          record->birth_precision = CY_DATE_DAY;
        }
    }

  if (record->birth == CY_DAY_NONE)
    return;
  if (record->birth > plan->today)
    record->problems |= CY_PROBLEM_BIRTH_FUTURE;
  else if (cy_day_age (record->birth, plan->today) >= CY_CHILD_AGE_LIMIT)
    record->problems |= CY_PROBLEM_OVER_AGE;
}

/* A class without its school, or a school that has the class in its name. */
static void
split_school (CyImportRecord *record)
{
  static const char *const ends[] = { "幼儿园", "幼兒園", "小学", "小學", "中学", "中學", "初中", "高中", "学校", "學校" };
  const char *school = record->texts[CY_FIELD_SCHOOL];
  const char *cut = NULL;

  if (school == NULL || record->texts[CY_FIELD_CLASS] != NULL || record->texts[CY_FIELD_GRADE] != NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      const char *at = g_strrstr (school, ends[i]);

      if (at != NULL && at + strlen (ends[i]) > cut)
        cut = at + strlen (ends[i]);
    }
  if (cut == NULL || cut[0] == '\0' || (strstr (cut, "班") == NULL && strstr (cut, "年级") == NULL && strstr (cut, "年級") == NULL))
    return;

  {
    const char *start = cut;
    g_autofree char *class_name = NULL;

    while (*start != '\0' && !g_unichar_isalnum (g_utf8_get_char (start)) && *start != '(' && !g_str_has_prefix (start, "（"))
      start = g_utf8_next_char (start);
    class_name = g_strdup (start);
    record->texts[CY_FIELD_CLASS] = g_steal_pointer (&class_name);
    record->texts[CY_FIELD_SCHOOL][cut - school] = '\0';
  }
}

/* One column for both parents: the father's name first, as it is custom. */
static void
split_parents (CyImportRecord *record)
{
  char **texts = record->texts;

  if (texts[CY_FIELD_PARENTS_NAME] != NULL && texts[CY_FIELD_FATHER_NAME] == NULL && texts[CY_FIELD_MOTHER_NAME] == NULL)
    {
      g_autofree char *plain = g_strdelimit (g_strdup (texts[CY_FIELD_PARENTS_NAME]), ",;/\n", ' ');
      g_autoptr (GString) spaced = g_string_new (plain);
      g_auto (GStrv) names = NULL;

      g_string_replace (spaced, "、", " ", 0);
      g_string_replace (spaced, "，", " ", 0);
      g_string_replace (spaced, "；", " ", 0);
      names = g_strsplit (spaced->str, " ", 2);
      if (names[0] != NULL && names[0][0] != '\0')
        texts[CY_FIELD_FATHER_NAME] = g_strdup (names[0]);
      if (names[0] != NULL && names[1] != NULL && g_strstrip (names[1])[0] != '\0')
        texts[CY_FIELD_MOTHER_NAME] = g_strdup (names[1]);
    }
  if (texts[CY_FIELD_PARENTS_PHONE] != NULL && texts[CY_FIELD_FATHER_PHONE] == NULL && texts[CY_FIELD_MOTHER_PHONE] == NULL)
    {
      g_auto (GStrv) phones = g_strsplit (texts[CY_FIELD_PARENTS_PHONE], " ", 2);

      texts[CY_FIELD_FATHER_PHONE] = g_strdup (phones[0]);
      if (phones[0] != NULL && phones[1] != NULL)
        texts[CY_FIELD_MOTHER_PHONE] = g_strdup (phones[1]);
    }
  if (texts[CY_FIELD_PARENTS_PLACE] != NULL && texts[CY_FIELD_FATHER_PLACE] == NULL && texts[CY_FIELD_MOTHER_PLACE] == NULL)
    {
      texts[CY_FIELD_FATHER_PLACE] = g_strdup (texts[CY_FIELD_PARENTS_PLACE]);
      texts[CY_FIELD_MOTHER_PLACE] = g_strdup (texts[CY_FIELD_PARENTS_PLACE]);
    }
}

static void
read_date_text (const CyImportPlan  *plan,
                const CyImportSheet *sheet,
                guint                index,
                CyImportField        field,
                CyImportRecord      *record)
{
  CyDay day;
  CyDatePrecision precision;

  if (cy_value_read_date (cy_import_cell (sheet, index, field), plan->today, &day, &precision) == CY_READ_OK)
    record->texts[field] = cy_day_to_iso (day);
}

static void
read_person_id (const CyImportSheet *sheet,
                guint                index,
                CyImportField        field,
                CyImportRecord      *record)
{
  CyIdNumber id;
  CyIdResult result = cy_value_read_id (cy_import_cell (sheet, index, field), &id);

  if (result != CY_ID_EMPTY && result != CY_ID_DAMAGED && id.number[0] != '\0')
    record->texts[field] = g_strdup (id.number);
}

/* A word under 家庭困难类型 that is about the child and not about its family. */
static void
take_poor (const CyImportSheet *sheet,
           const char          *text,
           CyImportRecord      *record)
{
  g_autofree char *heading = NULL;

  if (text == NULL)
    return;
  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const CyImportColumn *c = g_ptr_array_index (sheet->columns, i);

      if (c->field == CY_FIELD_POOR)
        heading = cy_heading_normalise (c->heading);
    }
  record->poor = cy_value_read_poor (text, heading);
  if (strstr (text, "孤儿") != NULL || strstr (text, "孤兒") != NULL)
    record->flags[CY_FIELD_ORPHAN] = 2;
  if (strstr (text, "残疾") != NULL || strstr (text, "殘疾") != NULL)
    record->flags[CY_FIELD_DISABLED] = 2;
  if (strstr (text, "单亲") != NULL || strstr (text, "單親") != NULL)
    record->flags[CY_FIELD_SINGLE_PARENT] = 2;
}

static void
read_others (const CyImportPlan  *plan,
             const CyImportSheet *sheet,
             guint                index,
             CyImportRecord      *record)
{
  for (CyImportField field = CY_FIELD_ETHNICITY; field <= CY_FIELD_REMARKS; field++)
    {
      const CyCell *cell = cy_import_cell (sheet, index, field);

      if (cell == NULL || is_phone (field))
        continue;
      switch ((int) field)
        {
        case CY_FIELD_GUARDIAN_ID:
        case CY_FIELD_FATHER_ID:
        case CY_FIELD_MOTHER_ID:
          read_person_id (sheet, index, field, record);
          break;
        case CY_FIELD_FATHER_SINCE:
        case CY_FIELD_MOTHER_SINCE:
          read_date_text (plan, sheet, index, field, record);
          break;
        case CY_FIELD_GUARDIAN_NAME:
        case CY_FIELD_FATHER_NAME:
        case CY_FIELD_MOTHER_NAME:
          record->texts[field] = cy_value_name (cell);
          break;
        case CY_FIELD_GUARDIAN_KIN:
          {
            g_autofree char *text = cy_value_text (cell);
            CyKin kin;

            record->texts[field] = cy_kin_from_text (text, &kin) ? g_strdup (cy_kin_to_key (kin)) : g_steal_pointer (&text);
            break;
          }
        case CY_FIELD_MEDICAL_HISTORY:
        case CY_FIELD_CHARACTER:
        case CY_FIELD_HOBBIES:
        case CY_FIELD_REMARKS:
          record->texts[field] = cy_value_note (cell);
          break;
        default:
          record->texts[field] = cy_value_text (cell);
          break;
        }
      if (is_yes_or_no (field))
        {
          gboolean yes;

          if (cy_value_read_yes (record->texts[field], &yes) != CY_READ_EMPTY)
            record->flags[field] = yes ? 2 : 1;
        }
    }

  take_poor (sheet, record->texts[CY_FIELD_POOR], record);
  split_school (record);
  split_parents (record);
}

/**
 * cy_import_read_child:
 * @whole: whether all is wanted, or only what the checks look at
 * @record: (out caller-allocates): what the row says; clear it
 *
 * Reads a row of a roster.
 */
void
cy_import_read_child (const CyImportPlan  *plan,
                      const CyImportSheet *sheet,
                      guint                index,
                      gboolean             whole,
                      CyImportRecord      *record)
{
  *record = (CyImportRecord) { .birth = CY_DAY_NONE, .id = { .birth = CY_DAY_NONE } };

  record->texts[CY_FIELD_NAME] = cy_value_name (cy_import_cell (sheet, index, CY_FIELD_NAME));
  if (record->texts[CY_FIELD_NAME] == NULL)
    record->problems |= CY_PROBLEM_NAME_MISSING;
  read_identity (plan, sheet, index, record);
  read_phones (sheet, index, whole, record);
  if (whole)
    read_others (plan, sheet, index, record);
  else
    record->texts[CY_FIELD_GUARDIAN_NAME] = cy_value_name (cy_import_cell (sheet, index, CY_FIELD_GUARDIAN_NAME));
}

/* The whole file */

typedef struct {
  GHashTable *ids;              /* numbers of the rows that are taken in */
  GHashTable *births;           /* "name birth" → GArray of Twin */
  GStringChunk *texts;
} Seen;

typedef struct {
  const char *id;               /* NULL where there is no valid number */
  const char *guardian;
  const char *phone;
} Twin;

/* The number as the 18 digits that it has or would have, so that the old form of 15 is known
 * as the same. NULL where it names no date, as the made-up ones that stand for "none". */
static const char *
comparable_id (const CyIdNumber *id,
               char              number[CY_ID_NUMBER_SIZE])
{
  if (id->birth == CY_DAY_NONE || id->number[0] == '\0')
    return NULL;
  if (!id->old_form)
    return id->number;

  g_snprintf (number, CY_ID_NUMBER_SIZE, "%.6s19%.9s", id->number, id->number + 6);
  number[17] = cy_id_number_check_char (number);
  number[18] = '\0';

  return number;
}

static gboolean
is_twin (const Twin *a,
         const Twin *b)
{
  /* Two sound numbers are two people, unless all else says that they are not. */
  if (a->id == NULL || b->id == NULL)
    return TRUE;

  return (a->guardian != NULL && g_strcmp0 (a->guardian, b->guardian) == 0) ||
         (a->phone != NULL && g_strcmp0 (a->phone, b->phone) == 0);
}

static void
look_for_twins (Seen           *seen,
                CyImportRecord *record)
{
  g_autofree char *birth = cy_value_date_text (record->birth, record->birth_precision);
  g_autofree char *key = NULL;
  GArray *others;
  Twin twin = { 0 };

  if (birth == NULL)
    return;

  key = g_strdup_printf ("%s %s", record->texts[CY_FIELD_NAME], birth);
  if (record->id.result == CY_ID_OK)
    twin.id = g_string_chunk_insert (seen->texts, record->id.number);
  if (record->texts[CY_FIELD_GUARDIAN_NAME] != NULL)
    twin.guardian = g_string_chunk_insert_const (seen->texts, record->texts[CY_FIELD_GUARDIAN_NAME]);
  if (record->texts[CY_FIELD_GUARDIAN_PHONE] != NULL)
    twin.phone = g_string_chunk_insert_const (seen->texts, record->texts[CY_FIELD_GUARDIAN_PHONE]);

  others = g_hash_table_lookup (seen->births, key);
  if (others == NULL)
    {
      others = g_array_new (FALSE, FALSE, sizeof (Twin));
      g_hash_table_insert (seen->births, g_string_chunk_insert (seen->texts, key), others);
    }
  for (guint i = 0; i < others->len && i < 100; i++)
    if (is_twin (&twin, &g_array_index (others, Twin, i)))
      record->problems |= CY_PROBLEM_POSSIBLE_DUPLICATE;
  g_array_append_val (others, twin);
}

static guint32
check_row (const CyImportPlan  *plan,
           const CyImportSheet *sheet,
           guint                index,
           Seen                *seen)
{
  g_auto (CyImportRecord) record = { 0 };
  char number[CY_ID_NUMBER_SIZE];
  const char *id;

  cy_import_read_child (plan, sheet, index, FALSE, &record);
  if (record.problems & CY_PROBLEM_ERRORS)
    return record.problems & CY_PROBLEM_ERRORS;

  id = comparable_id (&record.id, number);
  if (id != NULL)
    {
      if (g_hash_table_contains (seen->ids, id))
        return CY_PROBLEM_DUPLICATE_ID;
      g_hash_table_add (seen->ids, g_string_chunk_insert (seen->texts, id));
    }
  look_for_twins (seen, &record);

  return record.problems;
}

/**
 * cy_import_check_children:
 *
 * Checks every row of the sheets that are used, each against those before it.
 */
void
cy_import_check_children (CyImportPlan *plan)
{
  Seen seen = {
    .ids = g_hash_table_new (g_str_hash, g_str_equal),
    .births = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref),
    .texts = g_string_chunk_new (64 * 1024),
  };

  for (guint i = 0; i < plan->sheets->len; i++)
    {
      CyImportSheet *sheet = g_ptr_array_index (plan->sheets, i);

      for (guint j = 0; sheet->used && j < sheet->rows->len; j++)
        {
          CyImportRow *row = &g_array_index (sheet->rows, CyImportRow, j);

          row->problems = check_row (plan, sheet, row->index, &seen);
        }
    }

  g_hash_table_unref (seen.ids);
  g_hash_table_unref (seen.births);
  g_string_chunk_free (seen.texts);
}
