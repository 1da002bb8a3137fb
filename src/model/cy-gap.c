#include "config.h"

#include "cy-gap.h"

/** cy_gap_to_key: Returns: the stable name of a gap */
const char *
cy_gap_to_key (CyGap gap)
{
  static const char * const keys[CY_GAP_COUNT] = {
    [CY_GAP_SEX] = "sex",
    [CY_GAP_BIRTH] = "birth",
    [CY_GAP_ID_NUMBER] = "id-number",
    [CY_GAP_ADDRESS] = "address",
    [CY_GAP_PHONE] = "phone",
    [CY_GAP_VILLAGE] = "village",
    [CY_GAP_SCHOOL] = "school",
    [CY_GAP_CLASS] = "class",
    [CY_GAP_CLASS_TEACHER] = "class-teacher",
    [CY_GAP_CHARACTER] = "character",
    [CY_GAP_HOBBIES] = "hobbies",
    [CY_GAP_MEDICAL_HISTORY] = "medical-history",
    [CY_GAP_FATHER] = "father",
    [CY_GAP_FATHER_PHONE] = "father-phone",
    [CY_GAP_FATHER_WORK] = "father-work",
    [CY_GAP_MOTHER] = "mother",
    [CY_GAP_MOTHER_PHONE] = "mother-phone",
    [CY_GAP_MOTHER_WORK] = "mother-work",
    [CY_GAP_GUARDIAN] = "guardian",
    [CY_GAP_GUARDIAN_PHONE] = "guardian-phone",
    [CY_GAP_GUARDIAN_ADDRESS] = "guardian-address",
    [CY_GAP_GUARDIAN_OCCUPATION] = "guardian-occupation",
    [CY_GAP_GUARDIAN_HEALTH] = "guardian-health",
    [CY_GAP_GUARDIAN_AGE] = "guardian-age",
  };

  g_return_val_if_fail ((guint) gap < CY_GAP_COUNT, NULL);

  return keys[gap];
}
