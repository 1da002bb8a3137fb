#define G_LOG_DOMAIN "cy-people-names"

#include "config.h"

#include "text/cy-people-names.h"

#include <glib/gi18n.h>

#include "cy-flag.h"

/** cy_name_sex: Returns: (transfer none): "male", "female", or an empty text where it is not known */
const char *
cy_name_sex (CySex sex)
{
  switch (sex)
    {
    case CY_SEX_MALE:
      return _("Male");
    case CY_SEX_FEMALE:
      return _("Female");
    case CY_SEX_UNKNOWN:
    default:
      return "";
    }
}

/** cy_name_child_sex: Returns: (transfer none): "boy", "girl", or an empty text where it is not known */
const char *
cy_name_child_sex (CySex sex)
{
  switch (sex)
    {
    case CY_SEX_MALE:
      return _("Boy");
    case CY_SEX_FEMALE:
      return _("Girl");
    case CY_SEX_UNKNOWN:
    default:
      return "";
    }
}

static const char * const kin_names[CY_KIN_COUNT] = {
  [CY_KIN_FATHER] = N_("Father"),
  [CY_KIN_MOTHER] = N_("Mother"),
  [CY_KIN_PATERNAL_GRANDFATHER] = N_("Father’s father"),
  [CY_KIN_PATERNAL_GRANDMOTHER] = N_("Father’s mother"),
  [CY_KIN_MATERNAL_GRANDFATHER] = N_("Mother’s father"),
  [CY_KIN_MATERNAL_GRANDMOTHER] = N_("Mother’s mother"),
  [CY_KIN_GREAT_GRANDPARENT] = N_("Great-grandparent"),
  [CY_KIN_FATHERS_ELDER_BROTHER] = N_("Father’s elder brother"),
  [CY_KIN_FATHERS_ELDER_BROTHERS_WIFE] = N_("Wife of father’s elder brother"),
  [CY_KIN_FATHERS_YOUNGER_BROTHER] = N_("Father’s younger brother"),
  [CY_KIN_FATHERS_YOUNGER_BROTHERS_WIFE] = N_("Wife of father’s younger brother"),
  [CY_KIN_FATHERS_SISTER] = N_("Father’s sister"),
  [CY_KIN_FATHERS_SISTERS_HUSBAND] = N_("Husband of father’s sister"),
  [CY_KIN_MOTHERS_BROTHER] = N_("Mother’s brother"),
  [CY_KIN_MOTHERS_BROTHERS_WIFE] = N_("Wife of mother’s brother"),
  [CY_KIN_MOTHERS_SISTER] = N_("Mother’s sister"),
  [CY_KIN_MOTHERS_SISTERS_HUSBAND] = N_("Husband of mother’s sister"),
  [CY_KIN_ELDER_BROTHER] = N_("Elder brother"),
  [CY_KIN_ELDER_SISTER] = N_("Elder sister"),
  [CY_KIN_YOUNGER_BROTHER] = N_("Younger brother"),
  [CY_KIN_YOUNGER_SISTER] = N_("Younger sister"),
  [CY_KIN_STEPFATHER] = N_("Stepfather"),
  [CY_KIN_STEPMOTHER] = N_("Stepmother"),
  [CY_KIN_ADOPTIVE_FATHER] = N_("Adoptive father"),
  [CY_KIN_ADOPTIVE_MOTHER] = N_("Adoptive mother"),
  [CY_KIN_OTHER_RELATIVE] = N_("Relative"),
  [CY_KIN_NEIGHBOUR] = N_("Neighbour"),
  [CY_KIN_TEACHER] = N_("Teacher"),
  [CY_KIN_OTHER] = N_("Other"),
};

/**
 * cy_name_kin:
 * @kin: (nullable): a key of cy-kin.h or what people wrote
 *
 * Returns: (transfer none): the word for it; @kin itself where it is free text, empty for none
 */
const char *
cy_name_kin (const char *kin)
{
  CyKin value;

  if (kin == NULL)
    return "";

  return cy_kin_from_key (kin, &value) ? _(kin_names[value]) : kin;
}

/** cy_name_relation_role: Returns: (transfer none): what the person does for the child */
const char *
cy_name_relation_role (CyRelationRole role)
{
  switch (role)
    {
    case CY_RELATION_PARENT:
      return _("Parent");
    case CY_RELATION_GUARDIAN:
      return _("Guardian");
    case CY_RELATION_TEMPORARY:
      return _("Temporary guardian");
    case CY_RELATION_EMERGENCY:
      return _("Emergency contact");
    case CY_RELATION_SIBLING:
      return _("Sibling");
    default:
      return "";
    }
}

/** cy_name_profile: Returns: (transfer none): whether a child counts as left behind, in words */
const char *
cy_name_profile (CyProfileResult result)
{
  switch (result)
    {
    case CY_PROFILE_LEFT_BEHIND:
      return _("Left behind");
    case CY_PROFILE_NOT_LEFT_BEHIND:
      return _("Not left behind");
    case CY_PROFILE_UNKNOWN:
    default:
      return _("Not known");
    }
}

/** cy_name_guardianship: Returns: (transfer none): who looks after a child, in words */
const char *
cy_name_guardianship (CyGuardianship guardianship)
{
  switch (guardianship)
    {
    case CY_GUARDIANSHIP_PARENTS:
      return _("Both parents");
    case CY_GUARDIANSHIP_ONE_PARENT:
      return _("One parent");
    case CY_GUARDIANSHIP_GRANDPARENTS:
      return _("Grandparents");
    case CY_GUARDIANSHIP_RELATIVES:
      return _("Relatives");
    case CY_GUARDIANSHIP_OTHERS:
      return _("Someone who is no relative");
    case CY_GUARDIANSHIP_INSTITUTION:
      return _("A school or home");
    case CY_GUARDIANSHIP_NOBODY:
      return _("Nobody");
    case CY_GUARDIANSHIP_UNKNOWN:
    default:
      return _("Not known");
    }
}

/** cy_name_care_kind: Returns: (transfer none): what has been settled for the care of a child, in words */
const char *
cy_name_care_kind (CyCareKind kind)
{
  switch (kind)
    {
    case CY_CARE_KIND_PARENT:
      return _("With a parent");
    case CY_CARE_KIND_GRANDPARENTS:
      return _("With grandparents");
    case CY_CARE_KIND_RELATIVES:
      return _("With relatives");
    case CY_CARE_KIND_ENTRUSTED:
      return _("Entrusted by a written agreement");
    case CY_CARE_KIND_SCHOOL:
      return _("Boards at school");
    case CY_CARE_KIND_INSTITUTION:
      return _("In a home");
    case CY_CARE_KIND_NOBODY:
      return _("Nobody looks after the child");
    default:
      return "";
    }
}

/** cy_name_unit_kind: Returns: (transfer none): the word for a kind of unit */
const char *
cy_name_unit_kind (CyUnitKind kind)
{
  switch (kind)
    {
    case CY_UNIT_CITY:
      return _("City");
    case CY_UNIT_COUNTY:
      return _("County");
    case CY_UNIT_TOWNSHIP:
      return _("Township");
    case CY_UNIT_VILLAGE:
      return _("Village");
    case CY_UNIT_SCHOOL:
      return _("School");
    case CY_UNIT_CLASS:
      return _("Class");
    case CY_UNIT_HOME:
      return _("Children’s Home");
    default:
      return "";
    }
}

/** cy_name_poor: @poor: a set of #CyPoorFamily. Returns: (transfer full): its words, empty for none */
char *
cy_name_poor (guint poor)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  if (poor & CY_POOR_REGISTERED)
    g_strv_builder_add (builder, _("Registered poor household"));
  if (poor & CY_POOR_ALLOWANCE)
    g_strv_builder_add (builder, _("Minimum living allowance"));
  if (poor & CY_POOR_DESTITUTE)
    g_strv_builder_add (builder, _("Destitute household"));
  if (poor & CY_POOR_MARTYR)
    g_strv_builder_add (builder, _("Martyr’s family"));
  words = g_strv_builder_unref_to_strv (builder);

  /* Translators: between the words of a list. */
  return g_strjoinv (C_("list", ", "), words);
}

typedef struct {
  const char *code;
  const char *name;
  const char *explanation;
} FlagWords;

static const FlagWords flag_words[] = {
  { CY_FLAG_ID_DAMAGED, N_("ID number damaged"),
    N_("The spreadsheet turned the ID number into a quantity and lost its last digits, so it was left out. "
       "Enter it from the card or the household book.") },
  { CY_FLAG_ID_CHECKSUM, N_("ID number mistyped"),
    N_("The last character of the ID number does not fit the others: at least one digit is wrong.") },
  { CY_FLAG_BIRTH_MISMATCH, N_("Birth date differs"),
    N_("The birth date is not the one in the ID number.") },
  { CY_FLAG_SEX_MISMATCH, N_("Sex differs"),
    N_("The sex is not the one in the ID number.") },
  { CY_FLAG_OVER_AGE, N_("18 or older"),
    N_("By the birth date this is no child any more. The birth date is wrong, or the child has left the roll.") },
  { CY_FLAG_PHONE_INVALID, N_("Phone number invalid"),
    N_("A phone number has too few or too many digits, or cannot exist.") },
  { CY_FLAG_POSSIBLE_DUPLICATE, N_("Perhaps entered twice"),
    N_("Another child has the same name and the same birth date or village.") },
  { CY_FLAG_LACK_SCHOOLING, N_("Lacks schooling"), N_("One of the five lacks: the child falls behind or stays away from school.") },
  { CY_FLAG_LACK_SUPPORT, N_("Lacks daily support"), N_("One of the five lacks: food, clothes or a home are wanting.") },
  { CY_FLAG_LACK_BALANCE, N_("Lacks inner balance"), N_("One of the five lacks: the child is troubled.") },
  { CY_FLAG_LACK_AFFECTION, N_("Lacks family affection"), N_("One of the five lacks: the child misses its parents.") },
  { CY_FLAG_LACK_SAFETY, N_("Lacks safety"), N_("One of the five lacks: nobody keeps the child out of danger.") },
  { CY_FLAG_DROPPED_OUT, N_("Dropped out of school"), N_("The child does not go to school.") },
  { CY_FLAG_HARDSHIP, N_("Family in hardship"), N_("The family cannot meet its needs.") },
  { CY_FLAG_GUARDIAN_MISSING, N_("Guardian missing"), N_("No guardian can be found or reached.") },
  { CY_FLAG_NO_GUARDIAN, N_("Nobody raises the child"),
    N_("Nobody in fact looks after the child. This must be acted on at once.") },
  { CY_FLAG_DISABLED, N_("Disabled"), N_("The child is disabled.") },
  { CY_FLAG_NO_HUKOU, N_("No household registration"), N_("The child is in no household register.") },
  { CY_FLAG_ABUSE, N_("Harmed or abused"), N_("This must be reported to the police and acted on at once.") },
};

static const FlagWords *
words_of (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (flag_words); i++)
    if (g_strcmp0 (flag_words[i].code, code) == 0)
      return &flag_words[i];

  return NULL;
}

/** cy_name_flag: @code: a code of cy-flag.h. Returns: (transfer none): a few words for it; @code where it is unknown */
const char *
cy_name_flag (const char *code)
{
  const FlagWords *words = words_of (code);

  return words != NULL ? _(words->name) : code;
}

/** cy_explain_flag: @code: a code of cy-flag.h. Returns: (transfer none): what it means and what to do, or empty */
const char *
cy_explain_flag (const char *code)
{
  const FlagWords *words = words_of (code);

  return words != NULL ? _(words->explanation) : "";
}
