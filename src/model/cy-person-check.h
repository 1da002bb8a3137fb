#pragma once

#include "cy-person.h"

G_BEGIN_DECLS

/**
 * CyCheck:
 * @CY_CHECK_NAME_MISSING: refused: nobody without a name
 * @CY_CHECK_BIRTH_FUTURE: refused: born after today
 * @CY_CHECK_DATES_REVERSED: refused: ends before it begins
 * @CY_CHECK_GUARDIAN_UNDER_AGE: refused: a guardian is 18 or older (Civil Code, art. 17, 27)
 * @CY_CHECK_TWO_PRIMARY: refused: one primary guardian at a time
 * @CY_CHECK_ID_DAMAGED … @CY_CHECK_PHONE_INVALID: warned: data problems, kept as flags
 * @CY_CHECK_PARENT_TOO_YOUNG: warned: a parent less than 14 years older than the child
 *
 * What a check of what a person typed or imported has found; a set. What is impossible is
 * refused, what is implausible only warns.
 */
typedef enum {
  CY_CHECK_OK = 0,
  CY_CHECK_NAME_MISSING = 1 << 0,
  CY_CHECK_BIRTH_FUTURE = 1 << 1,
  CY_CHECK_DATES_REVERSED = 1 << 2,
  CY_CHECK_GUARDIAN_UNDER_AGE = 1 << 3,
  CY_CHECK_TWO_PRIMARY = 1 << 4,

  CY_CHECK_ID_DAMAGED = 1 << 8,
  CY_CHECK_ID_CHECKSUM = 1 << 9,
  CY_CHECK_BIRTH_MISMATCH = 1 << 10,
  CY_CHECK_SEX_MISMATCH = 1 << 11,
  CY_CHECK_OVER_AGE = 1 << 12,
  CY_CHECK_PHONE_INVALID = 1 << 13,
  CY_CHECK_PARENT_TOO_YOUNG = 1 << 14,
} CyCheck;

/** A child is warned of as over age from this birthday on. */
#define CY_CHILD_AGE_LIMIT 18
/** The least age of a guardian. */
#define CY_GUARDIAN_AGE 18

CyCheck     cy_person_check       (const CyPerson *person,
                                   CyDay           today);
CyCheck     cy_relation_check     (const CyPerson *child,
                                   const CyPerson *other,
                                   const CyRelation *relation,
                                   CyDay           today);
CyCheck     cy_dates_check        (CyDay           from,
                                   CyDay           to);
const char *cy_check_to_flag      (CyCheck         check);

G_END_DECLS
