#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-error.h"

#include <glib/gi18n.h>

G_DEFINE_QUARK (cy-import-error-quark, cy_import_error)

/**
 * cy_import_error_message:
 * @code: a code of %CY_IMPORT_ERROR
 *
 * Returns: (transfer none): the cause and what to do about it, to be translated
 */
const char *
cy_import_error_message (CyImportError code)
{
  switch (code)
    {
    case CY_IMPORT_ERROR_OPEN:
      return N_("The file cannot be opened. Check that it is still there and that you may read it.");
    case CY_IMPORT_ERROR_EMPTY:
      return N_("The file is empty.");
    case CY_IMPORT_ERROR_FOREIGN:
      return N_("This file is not a table. Choose an Excel (.xlsx, .xls), OpenDocument (.ods) or text (.csv) file.");
    case CY_IMPORT_ERROR_UNSUPPORTED:
      return N_("This kind of table cannot be read. Save it as .xlsx in the program it comes from and try again.");
    case CY_IMPORT_ERROR_DAMAGED:
      return N_("The file is damaged or incomplete. Ask for it again, or open and save it in a spreadsheet program.");
    case CY_IMPORT_ERROR_ENCRYPTED:
      return N_("The file is protected by a password. Save it without a password and try again.");
    case CY_IMPORT_ERROR_ENCODING:
      return N_("The text of the file cannot be read. Save it as .xlsx or as CSV in UTF-8 and try again.");
    case CY_IMPORT_ERROR_TOO_BIG:
      return N_("The file is too big. Split it into several files.");
    case CY_IMPORT_ERROR_BOMB:
      return N_("The file unpacks to far more than its size allows for, so it was refused. "
               "It may have been made to do harm.");
    case CY_IMPORT_ERROR_NO_HEADER:
      return N_("No column headings were found. The table needs a row that names its columns, such as 姓名 and 身份证号.");
    case CY_IMPORT_ERROR_NO_SHEET:
      return N_("The file has no sheet of that name.");
    case CY_IMPORT_ERROR_USED:
      return N_("This import can no longer be undone as a whole: contacts have been logged with its children since. "
               "Move the children to the bin one by one instead.");
    case CY_IMPORT_ERROR_FAILED:
    default:
      return N_("The file could not be imported.");
    }
}
