#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Data problems: what the import or the editor found, until it is mended. */
#define CY_FLAG_ID_DAMAGED "id_damaged"
#define CY_FLAG_ID_CHECKSUM "id_checksum"
#define CY_FLAG_BIRTH_MISMATCH "birth_mismatch"
#define CY_FLAG_SEX_MISMATCH "sex_mismatch"
#define CY_FLAG_OVER_AGE "over_age"
#define CY_FLAG_PHONE_INVALID "phone_invalid"
#define CY_FLAG_POSSIBLE_DUPLICATE "possible_duplicate"

/* The five lacks (五失). */
#define CY_FLAG_LACK_SCHOOLING "lack_schooling"         /* 学业失教 */
#define CY_FLAG_LACK_SUPPORT "lack_support"             /* 生活失助 */
#define CY_FLAG_LACK_BALANCE "lack_balance"             /* 心理失衡 */
#define CY_FLAG_LACK_AFFECTION "lack_affection"         /* 亲情失落 */
#define CY_FLAG_LACK_SAFETY "lack_safety"               /* 安全失保 */

/* What a census screens for first, and what must be reported. */
#define CY_FLAG_DROPPED_OUT "dropped_out"
#define CY_FLAG_HARDSHIP "hardship"
#define CY_FLAG_GUARDIAN_MISSING "guardian_missing"
#define CY_FLAG_NO_GUARDIAN "no_guardian"               /* nobody in fact raises the child */
#define CY_FLAG_DISABLED "disabled"
#define CY_FLAG_NO_HUKOU "no_hukou"
#define CY_FLAG_ABUSE "abuse"                           /* harmed or abused: must be reported */

const char * const *cy_flag_codes      (void);
gboolean            cy_flag_is_problem (const char *code);
gboolean            cy_flag_is_urgent  (const char *code);

G_END_DECLS
