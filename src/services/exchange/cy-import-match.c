#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-private.h"
#include "cy-roster-record.h"

#include "cy-id-number.h"
#include "cy-import-store.h"

#include <string.h>

/* Who of a roster is in the archive already, and what the roster says differently.
 *
 * A child is known by its identity number. Without one on either side, the same name and
 * birth and the same guardian (or, where neither is known, the same village) make the same
 * child; anything less is a possible duplicate. Two rows are never the same child. */

typedef struct {
  CyImportPlan *plan;
  CyConn *conn;
  GHashTable *claimed;          /* the children that rows have been found to be */
} Match;

/* A guardian who is a parent is told of once, be it in whichever columns. */
static void
join_guardian (char          **texts,
               CyImportField   parent,
               CyKin           kin)
{
  static const struct {
    CyImportField guardian, parent;
  } pairs[] = {
    { CY_FIELD_GUARDIAN_PHONE, CY_FIELD_FATHER_PHONE },
    { CY_FIELD_GUARDIAN_ID, CY_FIELD_FATHER_ID },
    { CY_FIELD_GUARDIAN_OCCUPATION, CY_FIELD_FATHER_OCCUPATION },
  };
  CyImportField offset = parent - CY_FIELD_FATHER_NAME;
  const char *name = texts[CY_FIELD_GUARDIAN_NAME];

  if (texts[parent] == NULL && g_strcmp0 (texts[CY_FIELD_GUARDIAN_KIN], cy_kin_to_key (kin)) == 0)
    texts[parent] = g_strdup (name);
  if (g_strcmp0 (texts[parent], name) != 0)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      char **theirs = &texts[pairs[i].parent + offset];

      if (*theirs == NULL)
        *theirs = g_strdup (texts[pairs[i].guardian]);
      g_free (texts[pairs[i].guardian]);
      texts[pairs[i].guardian] = g_strdup (*theirs);
    }
}

static void
canonicalise (CyImportRecord *record)
{
  char **texts = record->texts;

  if (record->sex != CY_SEX_UNKNOWN)
    texts[CY_FIELD_SEX] = g_strdup (record->sex == CY_SEX_MALE ? "男" : "女");
  texts[CY_FIELD_BIRTH] = cy_value_date_text (record->birth, record->birth_precision);
  if (record->id.result != CY_ID_EMPTY && record->id.number[0] != '\0' && record->id.result != CY_ID_DAMAGED)
    texts[CY_FIELD_ID_NUMBER] = g_strdup (record->id.number);

  g_free (texts[CY_FIELD_POOR]);
  texts[CY_FIELD_POOR] = cy_roster_poor_text (record->poor);
  for (CyImportField field = CY_FIELD_DISABLED; field <= CY_FIELD_FLOATING; field++)
    {
      g_free (texts[field]);
      texts[field] = record->flags[field] == 0 ? NULL : g_strdup (record->flags[field] == 2 ? "是" : "否");
    }
  {
    char *class_text = cy_roster_class_text (texts[CY_FIELD_GRADE], texts[CY_FIELD_CLASS]);

    g_free (texts[CY_FIELD_CLASS]);
    texts[CY_FIELD_CLASS] = class_text;
    g_clear_pointer (&texts[CY_FIELD_GRADE], g_free);
  }
  if (texts[CY_FIELD_PAIRING] != NULL)
    {
      g_autofree char *line = g_strconcat ("结对帮扶人：", texts[CY_FIELD_PAIRING], NULL);
      char *note = texts[CY_FIELD_REMARKS] == NULL ? g_strdup (line)
                   : strstr (texts[CY_FIELD_REMARKS], line) != NULL ? g_strdup (texts[CY_FIELD_REMARKS])
                   : g_strconcat (texts[CY_FIELD_REMARKS], "\n", line, NULL);

      g_free (texts[CY_FIELD_REMARKS]);
      texts[CY_FIELD_REMARKS] = note;
      g_clear_pointer (&texts[CY_FIELD_PAIRING], g_free);
    }
  /* Nobody has a phone or a trade without being somebody. */
  if (texts[CY_FIELD_GUARDIAN_NAME] == NULL)
    for (CyImportField field = CY_FIELD_GUARDIAN_KIN; field <= CY_FIELD_GUARDIAN_ADDRESS; field++)
      g_clear_pointer (&texts[field], g_free);
  else
    {
      join_guardian (texts, CY_FIELD_FATHER_NAME, CY_KIN_FATHER);
      join_guardian (texts, CY_FIELD_MOTHER_NAME, CY_KIN_MOTHER);
    }
}

/**
 * cy_import_read_whole:
 *
 * Reads a row with all it says, in the form in which the archive keeps it.
 */
void
cy_import_read_whole (const CyImportPlan  *plan,
                      const CyImportSheet *sheet,
                      guint                index,
                      CyImportRecord      *record)
{
  cy_import_read_child (plan, sheet, index, TRUE, record);
  canonicalise (record);
}

/* Finding */

static char *
other_form (const CyIdNumber *id)
{
  char number[CY_ID_NUMBER_SIZE];

  if (id->old_form)
    {
      g_snprintf (number, sizeof number, "%.6s19%.9s", id->number, id->number + 6);
      number[17] = cy_id_number_check_char (number);
      number[18] = '\0';
      return g_strdup (number);
    }
  if (strlen (id->number) != 18 || strncmp (id->number + 6, "19", 2) != 0)
    return NULL;

  return g_strdup_printf ("%.6s%.9s", id->number, id->number + 8);
}

static gboolean
same_birth (const CyNamesake     *namesake,
            const CyImportRecord *record)
{
  CyDatePrecision precision = MAX (namesake->birth_precision, record->birth_precision);
  g_autofree char *a = cy_value_date_text (namesake->birth, precision);
  g_autofree char *b = cy_value_date_text (record->birth, precision);

  return a != NULL && g_strcmp0 (a, b) == 0;
}

/* How well a namesake fits: 2 is the same child, 1 may be, 0 is not. */
static guint
fits (const CyNamesake     *namesake,
      const CyImportRecord *record)
{
  const char *guardian = record->texts[CY_FIELD_GUARDIAN_NAME];
  gboolean guardian_known = guardian != NULL && namesake->guardian != NULL;
  gboolean same_guardian = guardian_known && g_str_equal (guardian, namesake->guardian);
  gboolean birth_known = namesake->birth != CY_DAY_NONE && record->birth != CY_DAY_NONE;
  gboolean births_agree = same_birth (namesake, record);

  if (namesake->id_number != NULL && record->id.result == CY_ID_OK)
    {
      CyIdNumber id;

      if (cy_id_number_read (namesake->id_number, &id) == CY_ID_OK)
        return births_agree && same_guardian ? 1 : 0;
    }
  if (birth_known && !births_agree)
    return 0;
  if (births_agree)
    return same_guardian || !guardian_known ? 2 : 1;

  if (same_guardian)
    return 2;

  /* Of some children a roster has no more than the name and the village. */
  return !birth_known && !guardian_known && g_strcmp0 (namesake->village, record->texts[CY_FIELD_VILLAGE]) == 0
         ? (namesake->birth == record->birth ? 2 : 1) : 0;
}

static gboolean
find_child (Match           *match,
            CyImportRecord  *record,
            CyImportRow     *row,
            GError         **error)
{
  g_autoptr (GPtrArray) namesakes = NULL;
  g_autoptr (GError) local = NULL;
  gboolean possible = FALSE;

  row->child_id = 0;
  if (record->id.birth != CY_DAY_NONE && record->id.number[0] != '\0')
    {
      g_autofree char *other = other_form (&record->id);

      row->child_id = cy_import_child_of_id_number (match->conn, record->id.number, other, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  if (row->child_id != 0 && !g_hash_table_contains (match->claimed, &row->child_id))
    return TRUE;

  row->child_id = 0;
  namesakes = cy_import_namesakes (match->conn, record->texts[CY_FIELD_NAME], error);
  if (namesakes == NULL)
    return FALSE;
  for (guint i = 0; i < namesakes->len && row->child_id == 0; i++)
    {
      const CyNamesake *namesake = g_ptr_array_index (namesakes, i);
      guint fit = fits (namesake, record);

      if (fit == 2 && !g_hash_table_contains (match->claimed, &namesake->id))
        row->child_id = namesake->id;
      else if (fit == 1)
        possible = TRUE;
    }
  if (row->child_id == 0 && possible)
    row->problems |= CY_PROBLEM_POSSIBLE_DUPLICATE;

  return TRUE;
}

/* Comparing */

static gboolean
texts_agree (CyImportField  field,
             const char    *before,
             const char    *after)
{
  if (g_strcmp0 (before, after) == 0)
    return TRUE;
  if (before == NULL)
    return FALSE;
  /* An age is a year older a year later, and the same person. */
  if (field == CY_FIELD_GUARDIAN_AGE)
    return ABS (g_ascii_strtoll (before, NULL, 10) - g_ascii_strtoll (after, NULL, 10)) <= 1;
  /* 2015-03 is no news where 2015-03-05 is known. */
  if (field == CY_FIELD_BIRTH)
    return g_str_has_prefix (before, after);

  return FALSE;
}

static gboolean
is_compared (CyImportField field)
{
  return field >= CY_FIELD_NAME && field <= CY_FIELD_REMARKS && field != CY_FIELD_GRADE && field != CY_FIELD_PAIRING &&
         field != CY_FIELD_PARENTS_NAME && field != CY_FIELD_PARENTS_PHONE && field != CY_FIELD_PARENTS_PLACE;
}

/* What was not written down as "no" is no change when a roster says no. */
static gboolean
says_no (CyImportField field,
         const char   *before,
         const char   *after)
{
  return field >= CY_FIELD_DISABLED && field <= CY_FIELD_FLOATING && before == NULL && g_str_equal (after, "否");
}

/* Where a parent at home works is not kept as an absence. */
static gboolean
is_at_home (CyImportField field,
            const char   *before,
            const char   *after)
{
  return (field == CY_FIELD_FATHER_PLACE || field == CY_FIELD_MOTHER_PLACE) && before == NULL &&
         !cy_import_is_away (after);
}

/**
 * cy_import_is_away:
 * @place: (nullable): where a parent works
 *
 * Returns: whether that is away from home: not 在家, 务农, 已故, …
 */
gboolean
cy_import_is_away (const char *place)
{
  static const char *const words[] = { "在家", "家中", "家里", "务农", "本村", "本地", "未外出", "无外出", "已故", "去世", "死亡", "亡故", "病故",
                                       "离世", "at home", "deceased" };

  if (place == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (place, words[i]) != NULL)
      return FALSE;

  return TRUE;
}

static gboolean
compare (Match                *match,
         const CyImportRecord *record,
         CyImportRow          *row,
         GError              **error)
{
  g_auto (CyRosterRecord) stored = { 0 };

  if (!cy_roster_record_load (match->conn, row->child_id, match->plan->today, &stored, error))
    return FALSE;

  row->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_import_change_free);
  for (CyImportField field = CY_FIELD_NAME; field <= CY_FIELD_REMARKS; field++)
    {
      const char *before = stored.texts[field];
      const char *after = record->texts[field];
      CyImportChange *change;

      if (after == NULL || !is_compared (field) || texts_agree (field, before, after) ||
          says_no (field, before, after) || is_at_home (field, before, after))
        continue;
      if (field == CY_FIELD_GUARDIANSHIP)
        {
          CyCareKind kind;

          if (!cy_roster_read_care (after, &kind) || g_strcmp0 (cy_roster_care_word (kind), before) == 0)
            continue;
        }
      change = g_new0 (CyImportChange, 1);
      change->field = field;
      change->before = g_strdup (before);
      change->after = g_strdup (after);
      g_ptr_array_add (row->changes, change);
    }
  row->action = row->changes->len > 0 ? CY_IMPORT_CHANGED : CY_IMPORT_SAME;

  return TRUE;
}

static gboolean
match_row (Match                *match,
           const CyImportSheet  *sheet,
           CyImportRow          *row,
           gboolean              any,
           GError              **error)
{
  g_auto (CyImportRecord) record = { 0 };

  g_clear_pointer (&row->changes, g_ptr_array_unref);
  row->child_id = 0;
  if (row->problems & CY_PROBLEM_ERRORS)
    {
      row->action = CY_IMPORT_REFUSED;
      return TRUE;
    }
  row->action = CY_IMPORT_ADD;
  if (!any)
    return TRUE;

  cy_import_read_whole (match->plan, sheet, row->index, &record);
  if (!find_child (match, &record, row, error))
    return FALSE;
  if (row->child_id == 0)
    return TRUE;

  g_hash_table_add (match->claimed, g_memdup2 (&row->child_id, sizeof row->child_id));

  return compare (match, &record, row, error);
}

static gboolean
match_children (CyImportPlan  *plan,
                CyConn        *conn,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (GHashTable) claimed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Match match = { plan, conn, claimed };
  gboolean any;

  if (!cy_import_has_children (conn, &any, error))
    return FALSE;

  for (guint i = 0; i < plan->sheets->len; i++)
    {
      const CyImportSheet *sheet = g_ptr_array_index (plan->sheets, i);

      for (guint j = 0; sheet->used && j < sheet->rows->len; j++)
        {
          if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
              !match_row (&match, sheet, &g_array_index (sheet->rows, CyImportRow, j), any, error))
            return FALSE;
        }
    }

  return TRUE;
}

/* Whether the archive still is what the plan was matched with. */
static gboolean
is_matched (const CyImportPlan *plan,
            const CyImportMark *now)
{
  return now->change != 0 && plan->matched.change == now->change && plan->matched.batch == now->batch;
}

/**
 * cy_import_plan_match:
 * @conn: a connection in a transaction, for reading at least
 *
 * Finds what of the file the archive has already, and in what it differs. For contacts it
 * also finds whose they are, which may add errors to rows. Does nothing while the archive is as
 * it was when this was done before.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_import_plan_match (CyImportPlan  *plan,
                      CyConn        *conn,
                      GCancellable  *cancellable,
                      GError       **error)
{
  CyImportMark now;
  gboolean ok;

  if (!cy_import_mark (conn, &now, error))
    return FALSE;
  if (is_matched (plan, &now))
    return TRUE;

  ok = plan->kind == CY_IMPORT_CHILDREN ? match_children (plan, conn, cancellable, error)
       : cy_import_match_contacts (plan, conn, cancellable, error);
  plan->matched = ok ? now : (CyImportMark) { 0 };
  cy_import_plan_count (plan);

  return ok;
}
