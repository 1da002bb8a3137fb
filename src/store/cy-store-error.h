#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CyStoreError:
 * @CY_STORE_ERROR_FAILED: any other cause; the message is the database's own
 * @CY_STORE_ERROR_WRONG_KEY: the key or password does not open this archive
 * @CY_STORE_ERROR_NOT_ARCHIVE: the folder or file is no archive of this program
 * @CY_STORE_ERROR_NEWER: a newer version of the program wrote it
 * @CY_STORE_ERROR_DAMAGED: a part of the file does not verify
 * @CY_STORE_ERROR_IN_USE: another program holds the archive
 * @CY_STORE_ERROR_READ_ONLY: the folder may not be written
 * @CY_STORE_ERROR_FULL: the disk is full
 * @CY_STORE_ERROR_IO: the disk failed to read or write
 * @CY_STORE_ERROR_CONFLICT: what was to be changed has changed meanwhile
 * @CY_STORE_ERROR_CONSTRAINT: the record breaks a rule of the schema
 * @CY_STORE_ERROR_NOT_FOUND: there is no such record
 * @CY_STORE_ERROR_EXISTS: there is one already
 * @CY_STORE_ERROR_NOT_ALLOWED: this user may not
 *
 * Why a store or an archive refused. A code names a cause that the caller can act on; the
 * messages are for the developer, and cy_message_for_error() has the words for people.
 * Messages hold no personal data.
 */
typedef enum {
  CY_STORE_ERROR_FAILED,
  CY_STORE_ERROR_WRONG_KEY,
  CY_STORE_ERROR_NOT_ARCHIVE,
  CY_STORE_ERROR_NEWER,
  CY_STORE_ERROR_DAMAGED,
  CY_STORE_ERROR_IN_USE,
  CY_STORE_ERROR_READ_ONLY,
  CY_STORE_ERROR_FULL,
  CY_STORE_ERROR_IO,
  CY_STORE_ERROR_CONFLICT,
  CY_STORE_ERROR_CONSTRAINT,
  CY_STORE_ERROR_NOT_FOUND,
  CY_STORE_ERROR_EXISTS,
  CY_STORE_ERROR_NOT_ALLOWED,
} CyStoreError;

#define CY_STORE_ERROR (cy_store_error_quark ())
GQuark cy_store_error_quark (void);

G_END_DECLS
