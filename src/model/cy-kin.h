#pragma once

#include <glib.h>

#include "cy-sex.h"

G_BEGIN_DECLS

/**
 * CyKin:
 *
 * What someone is to a child. Stored as its key, a Chinese word (cy_kin_to_key()); what is
 * none of these is stored as people wrote it.
 */
typedef enum {
  CY_KIN_FATHER,
  CY_KIN_MOTHER,
  CY_KIN_PATERNAL_GRANDFATHER,
  CY_KIN_PATERNAL_GRANDMOTHER,
  CY_KIN_MATERNAL_GRANDFATHER,
  CY_KIN_MATERNAL_GRANDMOTHER,
  CY_KIN_GREAT_GRANDPARENT,
  CY_KIN_FATHERS_ELDER_BROTHER,
  CY_KIN_FATHERS_ELDER_BROTHERS_WIFE,
  CY_KIN_FATHERS_YOUNGER_BROTHER,
  CY_KIN_FATHERS_YOUNGER_BROTHERS_WIFE,
  CY_KIN_FATHERS_SISTER,
  CY_KIN_FATHERS_SISTERS_HUSBAND,
  CY_KIN_MOTHERS_BROTHER,
  CY_KIN_MOTHERS_BROTHERS_WIFE,
  CY_KIN_MOTHERS_SISTER,
  CY_KIN_MOTHERS_SISTERS_HUSBAND,
  CY_KIN_ELDER_BROTHER,
  CY_KIN_ELDER_SISTER,
  CY_KIN_YOUNGER_BROTHER,
  CY_KIN_YOUNGER_SISTER,
  CY_KIN_STEPFATHER,
  CY_KIN_STEPMOTHER,
  CY_KIN_ADOPTIVE_FATHER,
  CY_KIN_ADOPTIVE_MOTHER,
  CY_KIN_OTHER_RELATIVE,
  CY_KIN_NEIGHBOUR,
  CY_KIN_TEACHER,
  CY_KIN_OTHER,
} CyKin;

#define CY_KIN_COUNT 29

const char *cy_kin_to_key        (CyKin       kin);
gboolean    cy_kin_from_key      (const char *key,
                                  CyKin      *kin);
gboolean    cy_kin_from_text     (const char *text,
                                  CyKin      *kin);
CySex       cy_kin_sex           (CyKin       kin);
gboolean    cy_kin_is_parent     (CyKin       kin);
gboolean    cy_kin_is_grandparent (CyKin      kin);
gboolean    cy_kin_is_relative   (CyKin       kin);

G_END_DECLS
