#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CySex:
 *
 * The values are those of GB/T 2261.1 and are stored.
 */
typedef enum {
  CY_SEX_UNKNOWN = 0,
  CY_SEX_MALE = 1,
  CY_SEX_FEMALE = 2,
} CySex;

const char *cy_sex_to_key     (CySex       sex);
CySex       cy_sex_from_text  (const char *text);

G_END_DECLS
