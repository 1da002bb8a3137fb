#pragma once

#include "cy-keys-error.h"

G_BEGIN_DECLS

/** The fewest characters a password has. */
#define CY_PASSWORD_MIN 8

/**
 * CyPasswordStrength:
 * @CY_PASSWORD_TOO_SHORT: refused
 * @CY_PASSWORD_WEAK: quickly guessed
 * @CY_PASSWORD_FAIR: resists somebody who tries by hand
 * @CY_PASSWORD_STRONG: resists a machine for long
 *
 * How well a password resists guessing, roughly: a hint while it is typed.
 */
typedef enum {
  CY_PASSWORD_TOO_SHORT,
  CY_PASSWORD_WEAK,
  CY_PASSWORD_FAIR,
  CY_PASSWORD_STRONG,
} CyPasswordStrength;

char               *cy_password_read      (int          fd,
                                           GError     **error);
char               *cy_password_normalise (const char  *password);
void                cy_password_free      (char        *password);
gboolean            cy_password_check     (const char  *password,
                                           GError     **error);
CyPasswordStrength  cy_password_strength  (const char  *password);

G_END_DECLS
