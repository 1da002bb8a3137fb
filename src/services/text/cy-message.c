#define G_LOG_DOMAIN "cy-text"

#include "config.h"

#include "cy-message.h"

#include "care/cy-care-error.h"
#include "exchange/cy-import-error.h"
#include "keys/cy-keys-error.h"
#include "report/cy-report.h"

#include "cy-contact.h"
#include "cy-store-error.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

/* What an error means to a person: its cause and what to do. An error's own message is for
 * developers, in English, and is not shown. */

static const char * const store_messages[] = {
  [CY_STORE_ERROR_FAILED] = N_("Something went wrong in the archive. Nothing was changed."),
  [CY_STORE_ERROR_WRONG_KEY] = N_("This password does not open the archive. Check the input method and Caps Lock, then try again."),
  [CY_STORE_ERROR_NOT_ARCHIVE] = N_("This is not an archive of Chuyan. Choose the folder whose name ends in “.chuyan”."),
  [CY_STORE_ERROR_NEWER] = N_("A newer version of Chuyan wrote this archive. Install the newest version to open it."),
  [CY_STORE_ERROR_DAMAGED] = N_("A part of the archive is damaged. Do not go on working in it; restore the last backup."),
  [CY_STORE_ERROR_IN_USE] = N_("The archive is open in another window or on another computer. Close it there, then try again."),
  [CY_STORE_ERROR_READ_ONLY] = N_("The archive’s folder cannot be written. Check its permissions, or move it to a place where you may write."),
  [CY_STORE_ERROR_FULL] = N_("The disk is full. Nothing was changed. Make room on it, then try again."),
  [CY_STORE_ERROR_IO] = N_("The disk could not be read or written. Check that it is connected and sound, then try again."),
  [CY_STORE_ERROR_CONFLICT] = N_("What you want to change has been changed meanwhile. Look at it again, then decide."),
  [CY_STORE_ERROR_CONSTRAINT] = N_("This cannot be saved, because it contradicts another record. Nothing was changed."),
  [CY_STORE_ERROR_NOT_FOUND] = N_("This does not exist any more."),
  [CY_STORE_ERROR_EXISTS] = N_("There is one already. Choose another name or place."),
  [CY_STORE_ERROR_NOT_ALLOWED] = N_("You may not do this. Ask a manager of the archive."),
};

static const char * const keys_messages[] = {
  [CY_KEYS_ERROR_PASSWORD_SHORT] = N_("The password is too short. Use at least eight characters."),
  [CY_KEYS_ERROR_PASSWORD_TAKEN] = N_("This password cannot be used here. Choose another one."),
  [CY_KEYS_ERROR_CODE_DAMAGED] = N_("A character of the recovery code is wrong or missing. Compare it with the paper."),
  [CY_KEYS_ERROR_LAST_MANAGER] = N_("This is the only manager. Make somebody else a manager first."),
  [CY_KEYS_ERROR_LAST_COUNSELLOR] = N_("Nobody else can read the counselling notes. Give somebody else the counselling key first."),
  [CY_KEYS_ERROR_NAME_MISSING] = N_("Enter a name."),
  [CY_KEYS_ERROR_NO_MEMORY] = N_("There is too little free memory to check a password. Close other programs and try again."),
};

G_STATIC_ASSERT (CY_CONTACT_MAX_PARTICIPANTS == 10000);

static const char * const care_messages[] = {
  [CY_CARE_ERROR_NO_CHILD] = N_("Choose at least one child."),
  [CY_CARE_ERROR_NO_DATE] = N_("Enter a date."),
  [CY_CARE_ERROR_FUTURE] = N_("This date lies in the future."),
  [CY_CARE_ERROR_BAD_TIME] = N_("Write the time as 14:30."),
  [CY_CARE_ERROR_BAD_DATES] = N_("The last day lies before the first. Check both dates."),
  [CY_CARE_ERROR_RESTRICTED] = N_("Only counsellors can write restricted notes. Choose another level, or ask a counsellor."),
  [CY_CARE_ERROR_TOO_MANY] = N_("A contact can be with at most 10,000 children. Choose fewer."),
};

static const char * const report_messages[] = {
  [CY_REPORT_ERROR_FORMAT] = N_("This report is not made in this format. Choose PDF."),
  [CY_REPORT_ERROR_PERIOD] = N_("The last day lies before the first. Check both dates."),
  [CY_REPORT_ERROR_NO_PREVIEW] = N_("The part of Chuyan that shows pages is missing. Reports can be saved without it; to see them here, install Chuyan again."),
};

static const char *
io_message (int code)
{
  switch (code)
    {
    case G_IO_ERROR_NOT_FOUND:
    case G_IO_ERROR_NOT_DIRECTORY:
    case G_IO_ERROR_NOT_MOUNTED:
      return N_("The file or folder does not exist any more.");
    case G_IO_ERROR_EXISTS:
    case G_IO_ERROR_NOT_EMPTY:
      return N_("There is a file or folder of this name already. Choose another name.");
    case G_IO_ERROR_IS_DIRECTORY:
    case G_IO_ERROR_NOT_REGULAR_FILE:
      return N_("This is a folder. Choose a file.");
    case G_IO_ERROR_FILENAME_TOO_LONG:
    case G_IO_ERROR_INVALID_FILENAME:
      return N_("This name cannot be used. Choose another one.");
    case G_IO_ERROR_PERMISSION_DENIED:
    case G_IO_ERROR_READ_ONLY:
      return N_("You may not read or write there. Choose another place.");
    case G_IO_ERROR_NO_SPACE:
      return N_("The disk is full. Nothing was changed. Make room on it, then try again.");
    case G_IO_ERROR_CANCELLED:
      return N_("This was cancelled. Nothing was changed.");
    case G_IO_ERROR_TIMED_OUT:
    case G_IO_ERROR_BUSY:
      return N_("This took too long. Try again.");
    case G_IO_ERROR_CLOSED:
      return N_("The archive is locked. Unlock it, then try again.");
    case G_IO_ERROR_INVALID_DATA:
    case G_IO_ERROR_NOT_SUPPORTED:
      return N_("This file cannot be read. It may be damaged or of another kind.");
    default:
      return NULL;
    }
}

static const char *
file_message (int code)
{
  switch (code)
    {
    case G_FILE_ERROR_NOENT:
    case G_FILE_ERROR_NOTDIR:
      return io_message (G_IO_ERROR_NOT_FOUND);
    case G_FILE_ERROR_EXIST:
      return io_message (G_IO_ERROR_EXISTS);
    case G_FILE_ERROR_ISDIR:
      return io_message (G_IO_ERROR_IS_DIRECTORY);
    case G_FILE_ERROR_NAMETOOLONG:
      return io_message (G_IO_ERROR_FILENAME_TOO_LONG);
    case G_FILE_ERROR_ACCES:
    case G_FILE_ERROR_PERM:
    case G_FILE_ERROR_ROFS:
      return io_message (G_IO_ERROR_PERMISSION_DENIED);
    case G_FILE_ERROR_NOSPC:
      return io_message (G_IO_ERROR_NO_SPACE);
    case G_FILE_ERROR_IO:
      return store_messages[CY_STORE_ERROR_IO];
    default:
      return NULL;
    }
}

static const char *
message_of (const GError *error)
{
  guint code = (guint) error->code;

  if (error->domain == CY_STORE_ERROR && code < G_N_ELEMENTS (store_messages))
    return store_messages[code];
  if (error->domain == CY_KEYS_ERROR && code < G_N_ELEMENTS (keys_messages))
    return keys_messages[code];
  if (error->domain == CY_CARE_ERROR && code < G_N_ELEMENTS (care_messages))
    return care_messages[code];
  if (error->domain == CY_REPORT_ERROR && code < G_N_ELEMENTS (report_messages))
    return report_messages[code];
  if (error->domain == CY_IMPORT_ERROR)
    return cy_import_error_message ((CyImportError) error->code);
  if (error->domain == G_IO_ERROR)
    return io_message (error->code);
  if (error->domain == G_FILE_ERROR)
    return file_message (error->code);

  return NULL;
}

/**
 * cy_message_for_error:
 * @error: an error of any service or of GLib
 *
 * Puts an error into the person's language: what happened and what to do about it. Services
 * with an error domain of their own add it to this file.
 *
 * Returns: (transfer full): one or two sentences
 */
char *
cy_message_for_error (const GError *error)
{
  const char *message;

  g_return_val_if_fail (error != NULL, NULL);

  message = message_of (error);
  if (message == NULL)
    g_debug ("No words for %s %d: %s", g_quark_to_string (error->domain), error->code, error->message);

  return g_strdup (message != NULL ? _(message) : _("Something went wrong. Nothing was changed."));
}

/** cy_message_too_many_children: Returns: (transfer none): with how many children a contact can be */
const char *
cy_message_too_many_children (void)
{
  return _(care_messages[CY_CARE_ERROR_TOO_MANY]);
}
