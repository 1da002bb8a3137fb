#define G_LOG_DOMAIN "cy-gap-names"

#include "config.h"

#include "cy-gap-names.h"

#include "cy-gap.h"

#include <glib/gi18n.h>

/**
 * cy_name_gap:
 * @key: a key that cy_gap_list() gives
 *
 * Returns: (transfer none): what is not known, in words
 */
const char *
cy_name_gap (const char *key)
{
  static const char * const names[CY_GAP_COUNT] = {
    [CY_GAP_SEX] = NC_("gap", "Sex"),
    [CY_GAP_BIRTH] = NC_("gap", "Date of birth"),
    [CY_GAP_ID_NUMBER] = NC_("gap", "ID number"),
    [CY_GAP_ADDRESS] = NC_("gap", "Address"),
    [CY_GAP_PHONE] = NC_("gap", "A phone number"),
    [CY_GAP_VILLAGE] = NC_("gap", "Village"),
    [CY_GAP_SCHOOL] = NC_("gap", "School"),
    [CY_GAP_CLASS] = NC_("gap", "Class"),
    [CY_GAP_CLASS_TEACHER] = NC_("gap", "Class teacher"),
    [CY_GAP_CHARACTER] = NC_("gap", "Character"),
    [CY_GAP_HOBBIES] = NC_("gap", "Hobbies"),
    [CY_GAP_MEDICAL_HISTORY] = NC_("gap", "Medical history"),
    [CY_GAP_FATHER] = NC_("gap", "Father"),
    [CY_GAP_FATHER_PHONE] = NC_("gap", "Father’s phone"),
    [CY_GAP_FATHER_WORK] = NC_("gap", "Where the father works"),
    [CY_GAP_MOTHER] = NC_("gap", "Mother"),
    [CY_GAP_MOTHER_PHONE] = NC_("gap", "Mother’s phone"),
    [CY_GAP_MOTHER_WORK] = NC_("gap", "Where the mother works"),
    [CY_GAP_GUARDIAN] = NC_("gap", "Guardian"),
    [CY_GAP_GUARDIAN_PHONE] = NC_("gap", "Guardian’s phone"),
    [CY_GAP_GUARDIAN_ADDRESS] = NC_("gap", "Guardian’s address"),
    [CY_GAP_GUARDIAN_OCCUPATION] = NC_("gap", "Guardian’s occupation"),
    [CY_GAP_GUARDIAN_HEALTH] = NC_("gap", "Guardian’s health"),
    [CY_GAP_GUARDIAN_AGE] = NC_("gap", "Guardian’s age"),
  };

  for (guint gap = 0; gap < CY_GAP_COUNT; gap++)
    if (g_strcmp0 (key, cy_gap_to_key (gap)) == 0)
      return g_dpgettext2 (NULL, "gap", names[gap]);

  return key;
}
