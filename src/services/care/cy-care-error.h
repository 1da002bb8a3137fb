#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CyCareError:
 * @CY_CARE_ERROR_NO_CHILD: nobody takes part
 * @CY_CARE_ERROR_NO_DATE: a date is missing
 * @CY_CARE_ERROR_FUTURE: it lies in the future
 * @CY_CARE_ERROR_BAD_TIME: no time of day
 * @CY_CARE_ERROR_BAD_DATES: an end before its start
 * @CY_CARE_ERROR_RESTRICTED: a restricted text was to be written without the key of the
 *   counselling notes
 * @CY_CARE_ERROR_TOO_MANY: more children than one contact can be with
 *
 * Why care could not be planned or logged. Messages hold no personal data.
 */
typedef enum {
  CY_CARE_ERROR_NO_CHILD,
  CY_CARE_ERROR_NO_DATE,
  CY_CARE_ERROR_FUTURE,
  CY_CARE_ERROR_BAD_TIME,
  CY_CARE_ERROR_BAD_DATES,
  CY_CARE_ERROR_RESTRICTED,
  CY_CARE_ERROR_TOO_MANY,
} CyCareError;

#define CY_CARE_ERROR (cy_care_error_quark ())
GQuark cy_care_error_quark (void);

G_END_DECLS
