#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CyPhoneKind:
 * @CY_PHONE_INVALID: no number that can be called in China
 * @CY_PHONE_MOBILE: 11 digits, 13… to 19…
 * @CY_PHONE_LANDLINE: an area code and 7 or 8 digits, perhaps an extension
 * @CY_PHONE_HOTLINE: 400 and 800 numbers; short ones such as 12355 are nobody's own
 */
typedef enum {
  CY_PHONE_INVALID,
  CY_PHONE_MOBILE,
  CY_PHONE_LANDLINE,
  CY_PHONE_HOTLINE,
} CyPhoneKind;

CyPhoneKind  cy_phone_kind      (const char *phone);
char        *cy_phone_normalise (const char *text,
                                 gboolean   *valid);
char        *cy_phone_display   (const char *phones);

G_END_DECLS
