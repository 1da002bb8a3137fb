#pragma once

#include "cy-day.h"
#include "cy-contact-kind.h"
#include "cy-id-number.h"

#include "cy-sheet.h"

G_BEGIN_DECLS

/**
 * CyReadResult:
 * @CY_READ_EMPTY: nothing is written, or a word for nothing such as 无 or "-"
 * @CY_READ_OK: it was read
 * @CY_READ_UNREADABLE: something is written that cannot be read
 */
typedef enum {
  CY_READ_EMPTY,
  CY_READ_OK,
  CY_READ_UNREADABLE,
} CyReadResult;

gboolean      cy_value_is_nothing (const char      *text);
CyReadResult  cy_value_read_date  (const CyCell    *cell,
                                   CyDay            today,
                                   CyDay           *day,
                                   CyDatePrecision *precision);
char         *cy_value_date_text  (CyDay            day,
                                   CyDatePrecision  precision);
CyIdResult    cy_value_read_id    (const CyCell    *cell,
                                   CyIdNumber      *id);
char         *cy_value_text       (const CyCell    *cell);
char         *cy_value_note       (const CyCell    *cell);
char         *cy_value_name       (const CyCell    *cell);
char         *cy_value_phone      (const CyCell    *cell,
                                   gboolean        *valid);
CyReadResult  cy_value_read_yes   (const char      *text,
                                   gboolean        *yes);
guint         cy_value_read_poor  (const char      *text,
                                   const char      *heading);
gboolean      cy_value_read_kind  (const char      *text,
                                   CyContactKind   *kind);

G_END_DECLS
