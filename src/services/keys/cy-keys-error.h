#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CyKeysError:
 * @CY_KEYS_ERROR_PASSWORD_SHORT: the password has fewer than %CY_PASSWORD_MIN characters
 * @CY_KEYS_ERROR_PASSWORD_TAKEN: the password already opens the archive for someone
 * @CY_KEYS_ERROR_CODE_DAMAGED: a recovery code with a letter wrong or missing
 * @CY_KEYS_ERROR_LAST_MANAGER: without this user nobody could look after the users
 * @CY_KEYS_ERROR_LAST_COUNSELLOR: without this user nobody could read the counselling notes
 * @CY_KEYS_ERROR_NAME_MISSING: a user needs a name
 * @CY_KEYS_ERROR_NO_MEMORY: the memory that a password is made to cost could not be had
 *
 * Why an operation on the keys of an archive was refused. What goes wrong with its files is
 * told by #CyStoreError.
 */
typedef enum {
  CY_KEYS_ERROR_PASSWORD_SHORT,
  CY_KEYS_ERROR_PASSWORD_TAKEN,
  CY_KEYS_ERROR_CODE_DAMAGED,
  CY_KEYS_ERROR_LAST_MANAGER,
  CY_KEYS_ERROR_LAST_COUNSELLOR,
  CY_KEYS_ERROR_NAME_MISSING,
  CY_KEYS_ERROR_NO_MEMORY,
} CyKeysError;

#define CY_KEYS_ERROR (cy_keys_error_quark ())
GQuark cy_keys_error_quark (void);

G_END_DECLS
