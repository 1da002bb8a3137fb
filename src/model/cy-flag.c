#include "config.h"

#include "cy-flag.h"

/* Data problems first. */
#define N_PROBLEMS 7

static const char * const codes[] = {
  CY_FLAG_ID_DAMAGED,
  CY_FLAG_ID_CHECKSUM,
  CY_FLAG_BIRTH_MISMATCH,
  CY_FLAG_SEX_MISMATCH,
  CY_FLAG_OVER_AGE,
  CY_FLAG_PHONE_INVALID,
  CY_FLAG_POSSIBLE_DUPLICATE,
  CY_FLAG_LACK_SCHOOLING,
  CY_FLAG_LACK_SUPPORT,
  CY_FLAG_LACK_BALANCE,
  CY_FLAG_LACK_AFFECTION,
  CY_FLAG_LACK_SAFETY,
  CY_FLAG_DROPPED_OUT,
  CY_FLAG_HARDSHIP,
  CY_FLAG_GUARDIAN_MISSING,
  CY_FLAG_NO_GUARDIAN,
  CY_FLAG_DISABLED,
  CY_FLAG_NO_HUKOU,
  CY_FLAG_ABUSE,
  NULL,
};

/** cy_flag_codes: Returns: (transfer none): every code, data problems first */
const char * const *
cy_flag_codes (void)
{
  return codes;
}

/** cy_flag_is_problem: Returns: whether it is a problem of the data, not a risk to the child */
gboolean
cy_flag_is_problem (const char *code)
{
  for (guint i = 0; i < N_PROBLEMS; i++)
    if (g_strcmp0 (code, codes[i]) == 0)
      return TRUE;

  return FALSE;
}

/** cy_flag_is_urgent: Returns: whether the sources want it acted on at once (mandatory report) */
gboolean
cy_flag_is_urgent (const char *code)
{
  return g_strcmp0 (code, CY_FLAG_ABUSE) == 0 || g_strcmp0 (code, CY_FLAG_NO_GUARDIAN) == 0;
}
