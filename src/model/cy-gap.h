#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CyGap:
 *
 * What the contact card and the ledger want to know of a child and may be missing in its
 * file. A gap is shown and never keeps anything from being printed.
 */
typedef enum {
  CY_GAP_SEX,
  CY_GAP_BIRTH,
  CY_GAP_ID_NUMBER,
  CY_GAP_ADDRESS,
  CY_GAP_PHONE,
  CY_GAP_VILLAGE,
  CY_GAP_SCHOOL,
  CY_GAP_CLASS,
  CY_GAP_CLASS_TEACHER,
  CY_GAP_CHARACTER,
  CY_GAP_HOBBIES,
  CY_GAP_MEDICAL_HISTORY,
  CY_GAP_FATHER,
  CY_GAP_FATHER_PHONE,
  CY_GAP_FATHER_WORK,
  CY_GAP_MOTHER,
  CY_GAP_MOTHER_PHONE,
  CY_GAP_MOTHER_WORK,
  CY_GAP_GUARDIAN,
  CY_GAP_GUARDIAN_PHONE,
  CY_GAP_GUARDIAN_ADDRESS,
  CY_GAP_GUARDIAN_OCCUPATION,
  CY_GAP_GUARDIAN_HEALTH,
  CY_GAP_GUARDIAN_AGE,
} CyGap;

#define CY_GAP_COUNT 24

const char *cy_gap_to_key (CyGap gap);

G_END_DECLS
