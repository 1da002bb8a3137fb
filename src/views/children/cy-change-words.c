#define G_LOG_DOMAIN "cy-change-words"

#include "config.h"

#include "children/cy-change-words.h"

#include <glib/gi18n.h>

#include "common/cy-words.h"
#include "text/cy-names.h"
#include "text/cy-people-names.h"

/* The change record in the words of those who look after children. */

typedef struct {
  const char *table;
  const char *added;
  const char *changed;
  const char *deleted;
  const char *restored;
} TableWords;

static const TableWords tables[] = {
  { "person", N_("Record created"), N_("Details changed"), N_("Moved to the bin"), N_("Restored from the bin") },
  { "child", N_("Record created"), N_("Details changed"), N_("Moved to the bin"), N_("Restored from the bin") },
  { "relation", N_("Family member added"), N_("Family tie changed"), N_("Family member removed"),
    N_("Family member restored") },
  { "absence", N_("Time away added"), N_("Time away changed"), N_("Time away removed"), N_("Time away restored") },
  { "care_arrangement", N_("Care arrangement added"), N_("Care arrangement changed"), N_("Care arrangement removed"),
    N_("Care arrangement restored") },
  { "enrolment", N_("Enrolled in a scheme"), N_("Enrolment changed"), N_("Enrolment removed"),
    N_("Enrolment restored") },
  { "pause", N_("Pause added"), N_("Pause changed"), N_("Pause removed"), N_("Pause restored") },
  { "contact", N_("Contact logged"), N_("Contact changed"), N_("Contact deleted"), N_("Contact restored") },
  { "participant", N_("Took part in a contact"), N_("Part in a contact changed"), N_("Taken out of a contact"),
    N_("Put back into a contact") },
  { "follow_up", N_("Follow-up added"), N_("Follow-up changed"), N_("Follow-up removed"), N_("Follow-up restored") },
  { "flag", N_("Flag raised"), N_("Flag changed"), N_("Flag removed"), N_("Flag restored") },
};

typedef enum {
  TEXT,
  YES_NO,
  DAY,
  SEX,
  ROLE,
  KIN,
  KIND,
  MEDIUM,
  LEVEL,
  POOR,
  PROFILE,
  GUARDIANSHIP,
  FLAG,
  MOMENT,
} Values;

typedef struct {
  const char *field;
  const char *name;
  Values values;
} FieldWords;

static const FieldWords fields[] = {
  { "name", N_("Name"), TEXT },
  { "sex", N_("Sex"), SEX },
  { "birth", N_("Birth date"), DAY },
  { "lunar_birthday", N_("Lunar birthday"), TEXT },
  { "id_number", N_("ID number"), TEXT },
  { "hukou", N_("Household registration"), TEXT },
  { "ethnicity", N_("Ethnicity"), TEXT },
  { "phone", N_("Phone"), TEXT },
  { "address", N_("Address"), TEXT },
  { "occupation", N_("Occupation"), TEXT },
  { "employer", N_("Employer"), TEXT },
  { "employer_address", N_("Employer’s address"), TEXT },
  { "employer_phone", N_("Employer’s phone"), TEXT },
  { "health", N_("Health"), TEXT },
  { "note", N_("Note"), TEXT },
  { "village_id", N_("Village"), TEXT },
  { "school_id", N_("School"), TEXT },
  { "class_id", N_("Class"), TEXT },
  { "class_teacher", N_("Class teacher"), TEXT },
  { "class_teacher_phone", N_("Class teacher’s phone"), TEXT },
  { "student_number", N_("Student number"), TEXT },
  { "character", N_("Character"), TEXT },
  { "hobbies", N_("Hobbies"), TEXT },
  { "medical_history", N_("Medical history"), TEXT },
  { "lodging", N_("Boarding or way to school"), TEXT },
  { "disabled", N_("Disabled"), YES_NO },
  { "single_parent", N_("Single-parent family"), YES_NO },
  { "orphan", N_("Orphan"), YES_NO },
  { "floating", N_("Moves with the parents"), YES_NO },
  { "poor", N_("Family in hardship"), POOR },
  { "enrolled_on", N_("On the roll since"), DAY },
  { "left_on", N_("Left the roll"), DAY },
  { "profile_result", N_("Left behind"), PROFILE },
  { "guardianship", N_("Guardianship"), GUARDIANSHIP },
  { "kin", N_("Relation"), KIN },
  { "role", N_("Part"), ROLE },
  { "is_primary", N_("Main guardian"), YES_NO },
  { "from_date", N_("From"), DAY },
  { "to_date", N_("To"), DAY },
  { "place", N_("Place"), TEXT },
  { "reason", N_("Reason"), TEXT },
  { "kind", N_("Kind"), KIND },
  { "medium", N_("How"), MEDIUM },
  { "date", N_("Date"), DAY },
  { "time", N_("Time"), TEXT },
  { "reached", N_("Reached"), YES_NO },
  { "minutes", N_("Minutes"), TEXT },
  { "text", N_("Note"), TEXT },
  { "level", N_("Confidentiality"), LEVEL },
  { "contact_by", N_("Done by"), TEXT },
  { "attended", N_("Took part"), YES_NO },
  { "due", N_("Due"), DAY },
  { "done_at", N_("Done"), MOMENT },
  { "code", N_("Flag"), FLAG },
  { "detail", N_("Detail"), TEXT },
  { "resolved_at", N_("Settled"), MOMENT },
  { "guardian_id", N_("Guardian"), TEXT },
};

static const TableWords *
table_words (const char *table)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_strcmp0 (tables[i].table, table) == 0)
      return &tables[i];

  return NULL;
}

static const FieldWords *
field_words (const char *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].field, field))
      return &fields[i];

  return NULL;
}

static const CyFieldChange *
find_field (const CyChange *change,
            const char     *field)
{
  for (guint i = 0; i < change->fields->len; i++)
    {
      const CyFieldChange *candidate = change->fields->pdata[i];

      if (g_str_equal (candidate->field, field))
        return candidate;
    }

  return NULL;
}

static char *
value_words (const char *table,
             Values      values,
             const char *value)
{
  int number = value != NULL ? (int) g_ascii_strtoll (value, NULL, 10) : 0;

  if (value == NULL || *value == '\0')
    return g_strdup (values == YES_NO ? _("No") : "–");

  switch (values)
    {
    case YES_NO:
      return g_strdup (number != 0 ? _("Yes") : _("No"));
    case DAY:
      return cy_day_from_iso (value) != CY_DAY_NONE ? cy_words_day (cy_day_from_iso (value), CY_DATE_DAY)
                                                    : g_strdup (value);
    case SEX:
      return g_strdup (number != 0 ? cy_name_sex (number) : "–");
    case ROLE:
      return g_strdup (cy_name_relation_role (number));
    case KIN:
      return g_strdup (cy_name_kin (value));
    case KIND:
      if (g_str_equal (table, "contact"))
        return g_strdup (number >= 0 && number < CY_CONTACT_KIND_COUNT ? cy_name_contact_kind (number) : value);
      return g_strdup (cy_name_care_kind (number));
    case MEDIUM:
      return g_strdup (number >= 0 && number < CY_CONTACT_MEDIUM_COUNT ? cy_name_medium (number) : value);
    case LEVEL:
      return g_strdup (number >= 0 && number < CY_CONTACT_LEVEL_COUNT ? cy_name_level (number) : value);
    case POOR:
      return number != 0 ? cy_name_poor (number) : g_strdup ("–");
    case PROFILE:
      return g_strdup (cy_name_profile (number));
    case GUARDIANSHIP:
      return g_strdup (cy_name_guardianship (number));
    case FLAG:
      return g_strdup (cy_name_flag (value));
    case MOMENT:
      return g_strdup (_("Yes"));
    case TEXT:
    default:
      return g_strdup (value);
    }
}

/** cy_change_words_skip: Returns: whether @change tells a person nothing: it only follows from another */
gboolean
cy_change_words_skip (const CyChange *change)
{
  if (table_words (change->table) == NULL)
    return TRUE;
  /* The two halves of a child's record come and go together. */
  if (g_str_equal (change->table, "child") &&
      (change->op == CY_CHANGE_INSERT || find_field (change, "deleted_at") != NULL))
    return TRUE;
  if (change->op != CY_CHANGE_UPDATE)
    return FALSE;

  for (guint i = 0; i < change->fields->len; i++)
    {
      const CyFieldChange *field = change->fields->pdata[i];

      if (g_str_equal (field->field, "deleted_at") || field_words (field->field) != NULL)
        return FALSE;
    }
  return TRUE;
}

/** cy_change_words_title: @child_id: whose file it is. Returns: (transfer full): what happened, in a few words */
char *
cy_change_words_title (const CyChange *change,
                       gint64          child_id)
{
  const TableWords *words = table_words (change->table);
  const CyFieldChange *deleted = find_field (change, "deleted_at");
  const char *title = words->changed;

  if (change->op == CY_CHANGE_INSERT)
    title = words->added;
  else if (change->op == CY_CHANGE_DELETE || (deleted != NULL && deleted->after != NULL))
    title = words->deleted;
  else if (deleted != NULL)
    title = words->restored;
  else if (g_str_equal (change->table, "flag") && find_field (change, "resolved_at") != NULL)
    title = N_("Flag settled");
  else if (g_str_equal (change->table, "follow_up") && find_field (change, "done_at") != NULL)
    title = N_("Follow-up done");

  if (change->subject == NULL || change->row_id == child_id)
    return g_strdup (_(title));

  return g_strdup_printf ("%s: %s", _(title),
                          g_str_equal (change->table, "flag") ? cy_name_flag (change->subject) : change->subject);
}

/** cy_change_words_detail: Returns: (transfer full): a line for each field that changed, "Phone: 1 → 2"; may be empty */
char *
cy_change_words_detail (const CyChange *change)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < change->fields->len; i++)
    {
      const CyFieldChange *field = change->fields->pdata[i];
      const FieldWords *words = field_words (field->field);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      if (words == NULL || words->values == MOMENT)
        continue;
      before = value_words (change->table, words->values, field->before);
      after = value_words (change->table, words->values, field->after);
      /* Translators: a field, what it held, what it holds now. */
      g_string_append_printf (lines, _("%s: %s → %s"), _(words->name), before, after);
      g_string_append_c (lines, '\n');
    }
  if (lines->len > 0)
    g_string_truncate (lines, lines->len - 1);

  return g_string_free_and_steal (g_steal_pointer (&lines));
}
