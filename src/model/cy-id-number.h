#pragma once

#include <glib.h>

#include "cy-day.h"
#include "cy-sex.h"

G_BEGIN_DECLS

/** The room that a normalised number needs, with its end. */
#define CY_ID_NUMBER_SIZE 19

/**
 * CyIdResult:
 * @CY_ID_OK: a resident identity number whose parts agree
 * @CY_ID_EMPTY: nothing is written
 * @CY_ID_DAMAGED: a spreadsheet took it for a quantity and lost its last digits
 * @CY_ID_LENGTH: not 18 characters (or 15, the old form), or other characters than digits
 * @CY_ID_DATE: the eight digits of the birth are no date
 * @CY_ID_CHECKSUM: the last character does not fit the others: a digit is mistyped
 *
 * What is found in an identity number.
 */
typedef enum {
  CY_ID_OK,
  CY_ID_EMPTY,
  CY_ID_DAMAGED,
  CY_ID_LENGTH,
  CY_ID_DATE,
  CY_ID_CHECKSUM,
} CyIdResult;

/**
 * CyIdNumber:
 * @result: what is found
 * @number: the number in its stored form: half-width, upper case, without spaces; empty
 *   where nothing is written or nothing of it is usable (damaged)
 * @birth: the birth it names, %CY_DAY_NONE where it names none; set for a wrong checksum too
 * @sex: the sex it names, where @birth is set
 * @old_form: whether it has 15 digits, as issued before October 1999
 */
typedef struct {
  CyIdResult result;
  char number[CY_ID_NUMBER_SIZE];
  CyDay birth;
  CySex sex;
  gboolean old_form;
} CyIdNumber;

CyIdResult cy_id_number_read       (const char *text,
                                    CyIdNumber *id);
char       cy_id_number_check_char (const char *digits);

G_END_DECLS
