#include "config.h"

#include "cy-sex.h"
#include "cy-width.h"

/** cy_sex_to_key: Returns: "male", "female" or "" in chuyanctl's interface */
const char *
cy_sex_to_key (CySex sex)
{
  switch (sex)
    {
    case CY_SEX_MALE:
      return "male";
    case CY_SEX_FEMALE:
      return "female";
    case CY_SEX_UNKNOWN:
    default:
      return "";
    }
}

/**
 * cy_sex_from_text:
 * @text: (nullable): as people write it in rosters: 男, 女, 男孩, M, female, 1, 2, …
 *
 * Returns: the sex, %CY_SEX_UNKNOWN when @text says none
 */
CySex
cy_sex_from_text (const char *text)
{
  static const char * const male[] = { "男", "男孩", "男童", "男生", "男性", "m", "male", "boy", "1", NULL };
  static const char * const female[] = { "女", "女孩", "女童", "女生", "女性", "f", "female", "girl", "2", NULL };
  g_autofree char *plain = cy_width_plain (text);
  g_autofree char *lower = g_ascii_strdown (plain, -1);

  if (g_strv_contains (male, lower))
    return CY_SEX_MALE;
  if (g_strv_contains (female, lower))
    return CY_SEX_FEMALE;

  return CY_SEX_UNKNOWN;
}
