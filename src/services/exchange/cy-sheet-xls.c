#define _GNU_SOURCE             /* memfd_create */
#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-sheet-private.h"

#include <freexl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The .xls of Excel 97 to 2003, through FreeXL, which reads a file by its path and gives all
 * dates as text. */

typedef const void CyXls;

static void
cy_xls_close (CyXls *xls)
{
  freexl_close (xls);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyXls, cy_xls_close)

/* Whether a name of the compound file's directory is in it, as UTF-16. An .xlsx with a
 * password is such a file with a stream called EncryptionInfo. */
static gboolean
has_stream (GBytes     *bytes,
            const char *name)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gsize length = 2 * strlen (name);
  g_autofree char *wide = g_malloc0 (length);

  for (gsize i = 0; i < length / 2; i++)
    wide[2 * i] = name[i];

  /* Entries of the directory are 128 bytes long, in sectors of 512. */
  for (gsize at = 512; at + 128 <= size; at += 128)
    if (memcmp (data + at, wide, length) == 0 && data[at + length] == 0 && data[at + length + 1] == 0)
      return TRUE;

  return FALSE;
}

static void
set_error (int      result,
           GError **error)
{
  g_set_error (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_DAMAGED, "The workbook is damaged (code %d)", result);
}

/* FreeXL wants a path: the bytes are put into a file in memory. On a disk they could outlive us. */
static CyXls *
open_bytes (GBytes  *bytes,
            GError **error)
{
  g_autofree char *path = NULL;
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);
  const void *xls = NULL;
  int fd = memfd_create ("workbook", MFD_CLOEXEC);
  int result;

  if (fd < 0)
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_FAILED, "No file in memory can be made");
      return NULL;
    }
  for (gsize done = 0; done < size;)
    {
      gssize n = write (fd, (const char *) data + done, size - done);

      if (n <= 0)
        {
          close (fd);
          g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_FAILED, "The file in memory cannot be written");
          return NULL;
        }
      done += (gsize) n;
    }

  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  result = freexl_open (path, &xls);
  close (fd);
  if (result != FREEXL_OK)
    {
      if (xls != NULL)
        freexl_close (xls);
      set_error (result, error);
      return NULL;
    }

  return xls;
}

static gboolean
add_date (CyBook      *book,
          CySheet     *sheet,
          guint        row,
          guint        column,
          const char  *text,
          GError     **error)
{
  g_autofree char *iso = g_strndup (text, 10);
  CyDay day = cy_day_from_iso (iso);

  if (day == CY_DAY_NONE)
    return cy_sheet_add (book, sheet, row, column, CY_CELL_TEXT, cy_book_text (book, text, -1), 0, error);

  return cy_sheet_add (book, sheet, row, column, CY_CELL_DATE, cy_book_text (book, iso, -1), day, error);
}

static gboolean
add_number (CyBook   *book,
            CySheet  *sheet,
            guint     row,
            guint     column,
            double    number,
            GError  **error)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.15g", number);
  return cy_sheet_add (book, sheet, row, column, CY_CELL_NUMBER, cy_book_text (book, text, -1), number, error);
}

static gboolean
read_cell (CyBook   *book,
           CySheet  *sheet,
           CyXls    *xls,
           guint     row,
           guint     column,
           GError  **error)
{
  FreeXL_CellValue value = { 0 };
  int result = freexl_get_cell_value (xls, row, (unsigned short) column, &value);

  if (result != FREEXL_OK)
    return TRUE;

  switch (value.type)
    {
    case FREEXL_CELL_INT:
      return add_number (book, sheet, row + 1, column, value.value.int_value, error);
    case FREEXL_CELL_DOUBLE:
      return add_number (book, sheet, row + 1, column, value.value.double_value, error);
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
      if (value.value.text_value == NULL)
        return TRUE;
      return cy_sheet_add (book, sheet, row + 1, column, CY_CELL_TEXT,
                           cy_book_text (book, value.value.text_value, -1), 0, error);
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
      return add_date (book, sheet, row + 1, column, value.value.text_value, error);
    default:
      return TRUE;
    }
}

static gboolean
read_sheet (CyBook          *book,
            CyXls           *xls,
            unsigned short   index,
            GCancellable    *cancellable,
            GError         **error)
{
  const char *name = NULL;
  unsigned int n_rows = 0;
  unsigned short n_columns = 0;
  CySheet *sheet;
  int result = freexl_select_active_worksheet (xls, index);

  if (result == FREEXL_OK)
    result = freexl_worksheet_dimensions (xls, &n_rows, &n_columns);
  if (result != FREEXL_OK)
    {
      set_error (result, error);
      return FALSE;
    }

  freexl_get_worksheet_name (xls, index, &name);
  sheet = cy_book_add_sheet (book, name != NULL ? name : "", FALSE);
  for (guint row = 0; row < n_rows; row++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint column = 0; column < n_columns; column++)
        if (!read_cell (book, sheet, xls, row, column, error))
          return FALSE;
    }

  return TRUE;
}

gboolean
cy_read_xls (CyBook        *book,
             GBytes        *bytes,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (CyXls) xls = NULL;
  unsigned int info = 0;
  unsigned int n_sheets = 0;

  if (has_stream (bytes, "EncryptionInfo") || has_stream (bytes, "EncryptedPackage"))
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_ENCRYPTED, "The workbook is encrypted");
      return FALSE;
    }
  if (!has_stream (bytes, "Workbook") && !has_stream (bytes, "Book"))
    {
      if (has_stream (bytes, "WordDocument") || has_stream (bytes, "PowerPoint Document"))
        g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_FOREIGN, "The file is another kind of document");
      else
        g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_DAMAGED, "The compound file holds no workbook");
      return FALSE;
    }

  xls = open_bytes (bytes, error);
  if (xls == NULL)
    return FALSE;
  if (freexl_get_info (xls, FREEXL_BIFF_PASSWORD, &info) == FREEXL_OK && info == FREEXL_BIFF_OBFUSCATED)
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_ENCRYPTED, "The workbook is encrypted");
      return FALSE;
    }
  if (freexl_get_info (xls, FREEXL_BIFF_SHEET_COUNT, &n_sheets) != FREEXL_OK || n_sheets == 0)
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_DAMAGED, "The workbook has no sheets");
      return FALSE;
    }

  for (guint i = 0; i < n_sheets; i++)
    if (!read_sheet (book, xls, (unsigned short) i, cancellable, error))
      return FALSE;

  return TRUE;
}
