#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CyImportError:
 * @CY_IMPORT_ERROR_FAILED: any other cause
 * @CY_IMPORT_ERROR_OPEN: the file is missing or may not be read
 * @CY_IMPORT_ERROR_EMPTY: there is nothing in it
 * @CY_IMPORT_ERROR_FOREIGN: it is no table: a picture, a PDF, a program, …
 * @CY_IMPORT_ERROR_UNSUPPORTED: a table of a kind that is not read, such as .xlsb
 * @CY_IMPORT_ERROR_DAMAGED: it is broken or ends too early
 * @CY_IMPORT_ERROR_ENCRYPTED: it opens with a password only
 * @CY_IMPORT_ERROR_ENCODING: its text is in no encoding that is known
 * @CY_IMPORT_ERROR_TOO_BIG: it holds more than a sheet can
 * @CY_IMPORT_ERROR_BOMB: a small file that unpacks to a huge one
 * @CY_IMPORT_ERROR_NO_HEADER: no row names the columns that are needed
 * @CY_IMPORT_ERROR_NO_SHEET: there is no sheet of that name
 * @CY_IMPORT_ERROR_USED: contacts have been logged since, so that undoing would lose them
 *
 * Why a file is not read or an import not made. The messages are for the developer and hold
 * nothing of what the file says; cy_import_error_message() has the words for people.
 */
typedef enum {
  CY_IMPORT_ERROR_FAILED,
  CY_IMPORT_ERROR_OPEN,
  CY_IMPORT_ERROR_EMPTY,
  CY_IMPORT_ERROR_FOREIGN,
  CY_IMPORT_ERROR_UNSUPPORTED,
  CY_IMPORT_ERROR_DAMAGED,
  CY_IMPORT_ERROR_ENCRYPTED,
  CY_IMPORT_ERROR_ENCODING,
  CY_IMPORT_ERROR_TOO_BIG,
  CY_IMPORT_ERROR_BOMB,
  CY_IMPORT_ERROR_NO_HEADER,
  CY_IMPORT_ERROR_NO_SHEET,
  CY_IMPORT_ERROR_USED,
} CyImportError;

#define CY_IMPORT_ERROR (cy_import_error_quark ())
GQuark      cy_import_error_quark   (void);

const char *cy_import_error_message (CyImportError code);

G_END_DECLS
