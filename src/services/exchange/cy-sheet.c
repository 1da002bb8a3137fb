#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-sheet-private.h"

#include <math.h>
#include <string.h>

/* A book of this many cells takes about a gigabyte. */
#define MAX_CELLS 24000000

/* The biggest file that is looked at. */
#define MAX_FILE_SIZE (512 * 1024 * 1024)

static void
cy_sheet_free (CySheet *sheet)
{
  g_free (sheet->name);
  g_array_unref (sheet->rows);
  g_array_unref (sheet->cells);
  g_array_unref (sheet->merges);
  g_free (sheet);
}

CyBook *
cy_book_new (void)
{
  CyBook *book = g_new0 (CyBook, 1);

  book->sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_sheet_free);
  book->texts = g_string_chunk_new (64 * 1024);

  return book;
}

/** cy_book_free: @book: (transfer full) (nullable): a book, which owns the texts of its cells */
void
cy_book_free (CyBook *book)
{
  if (book == NULL)
    return;

  g_ptr_array_unref (book->sheets);
  g_string_chunk_free (book->texts);
  g_free (book);
}

CySheet *
cy_book_add_sheet (CyBook     *book,
                   const char *name,
                   gboolean    hidden)
{
  CySheet *sheet = g_new0 (CySheet, 1);

  sheet->name = g_utf8_make_valid (name, -1);
  sheet->hidden = hidden;
  sheet->rows = g_array_new (FALSE, FALSE, sizeof (CySheetRow));
  sheet->cells = g_array_new (FALSE, FALSE, sizeof (CyCell));
  sheet->merges = g_array_new (FALSE, FALSE, sizeof (CyMerge));
  g_ptr_array_add (book->sheets, sheet);

  return sheet;
}

/* Keeps a text, which becomes valid UTF-8. */
char *
cy_book_text (CyBook     *book,
              const char *text,
              gssize      length)
{
  if (length < 0)
    length = (gssize) strlen (text);
  if (!g_utf8_validate (text, length, NULL))
    {
      g_autofree char *valid = g_utf8_make_valid (text, length);

      return g_string_chunk_insert (book->texts, valid);
    }

  return g_string_chunk_insert_len (book->texts, text, length);
}

/* Adds a cell. Rows come in order, as do the cells of a row; what comes out of order is a
 * damaged file's and is left out. @text is kept by the book already. */
gboolean
cy_sheet_add (CyBook      *book,
              CySheet     *sheet,
              guint        row,
              guint        column,
              CyCellType   type,
              const char  *text,
              double       number,
              GError     **error)
{
  CyCell cell = { .text = text, .number = number, .column = (guint16) column, .type = (guint8) type };
  CySheetRow *last = sheet->rows->len > 0 ? &g_array_index (sheet->rows, CySheetRow, sheet->rows->len - 1) : NULL;

  if (row > CY_SHEET_MAX_ROWS)
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_TOO_BIG, "The sheet has too many rows");
      return FALSE;
    }
  if (column >= CY_SHEET_MAX_COLUMNS || text[0] == '\0')
    return TRUE;
  if (++book->n_cells > MAX_CELLS)
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_TOO_BIG, "The file has too many cells");
      return FALSE;
    }

  if (last == NULL || last->number < row)
    {
      CySheetRow new_row = { .number = row, .first = sheet->cells->len, .n_cells = 0 };

      g_array_append_val (sheet->rows, new_row);
      last = &g_array_index (sheet->rows, CySheetRow, sheet->rows->len - 1);
    }
  else if (last->number > row)
    return TRUE;
  else if (last->n_cells > 0 && g_array_index (sheet->cells, CyCell, sheet->cells->len - 1).column >= column)
    return TRUE;

  g_array_append_val (sheet->cells, cell);
  last->n_cells++;

  return TRUE;
}

void
cy_sheet_add_merge (CySheet *sheet,
                    guint    top,
                    guint    left,
                    guint    bottom,
                    guint    right)
{
  CyMerge merge = { top, left, bottom, right };

  if (top == 0 || bottom < top || right < left || bottom > CY_SHEET_MAX_ROWS || left >= CY_SHEET_MAX_COLUMNS)
    return;
  /* Nobody merges by hand as often as this. */
  if (sheet->merges->len >= 200000)
    return;
  if (merge.top != merge.bottom || merge.left != merge.right)
    g_array_append_val (sheet->merges, merge);
}

/**
 * cy_sheet_cell:
 * @row_index: an index into the sheet's rows
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the cell, or %NULL where it is empty
 */
const CyCell *
cy_sheet_cell (const CySheet *sheet,
               guint          row_index,
               guint          column)
{
  const CySheetRow *row = &g_array_index (sheet->rows, CySheetRow, row_index);
  const CyCell *cells = &g_array_index (sheet->cells, CyCell, row->first);
  guint low = 0, high = row->n_cells;

  /* Most rows have every column, so the cell is where its number says. */
  if (column < row->n_cells && cells[column].column == column)
    return &cells[column];

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (cells[middle].column == column)
        return &cells[middle];
      if (cells[middle].column < column)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
}

/** cy_sheet_n_columns: Returns: one more than the number of the last column that is not empty */
guint
cy_sheet_n_columns (const CySheet *sheet)
{
  guint n = 0;

  for (guint i = 0; i < sheet->rows->len; i++)
    {
      const CySheetRow *row = &g_array_index (sheet->rows, CySheetRow, i);

      n = MAX (n, (guint) g_array_index (sheet->cells, CyCell, row->first + row->n_cells - 1).column + 1);
    }

  return n;
}

/* The day of a spreadsheet's serial number. The system of 1900 believes that 1900 was a leap
 * year: its 60 is a day that never was. */
CyDay
cy_serial_to_day (double   serial,
                  gboolean from_1904)
{
  double day = floor (serial);

  if (!(day >= (from_1904 ? 0 : 1)) || day > 2958465)
    return CY_DAY_NONE;
  if (from_1904)
    return cy_day_from_ymd (1904, 1, 1) + (CyDay) day;
  if (day < 60)
    day += 1;

  return cy_day_from_ymd (1899, 12, 30) + (CyDay) day;
}

/* Which format it is */

static gboolean
starts_with (const guint8 *data,
             gsize         size,
             const char   *magic,
             gsize         magic_size)
{
  return size >= magic_size && memcmp (data, magic, magic_size) == 0;
}

static gboolean
is_foreign (const guint8 *data,
            gsize         size)
{
  static const struct {
    const char *bytes;
    gsize size;
  } magics[] = {
    { "%PDF", 4 }, { "\x89PNG", 4 }, { "\xff\xd8\xff", 3 }, { "GIF8", 4 }, { "Rar!", 4 },
    { "7z\xbc\xaf", 4 }, { "\x1f\x8b", 2 }, { "\x7f" "ELF", 4 }, { "MZ\x90", 3 }, { "SQLite format", 13 },
    { "{\\rtf", 5 }, { "BZh", 3 }, { "\xfd" "7zXZ", 5 }, { "RIFF", 4 }, { "ID3", 3 }, { "II*\0", 4 }, { "MM\0*", 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (starts_with (data, size, magics[i].bytes, magics[i].size))
      return TRUE;

  return FALSE;
}

/* Whether text begins like a page or an XML document, and which; programs in use in offices
 * save such files under .xls. */
static const char *
markup_kind (const guint8 *data,
             gsize         size)
{
  g_autofree char *start = NULL;
  gsize skip = 0;

  if (starts_with (data, size, "\xef\xbb\xbf", 3))
    skip = 3;
  while (skip < size && g_ascii_isspace ((char) data[skip]))
    skip++;
  if (skip == size || data[skip] != '<')
    return NULL;

  start = g_ascii_strdown ((const char *) data + skip, (gssize) MIN (size - skip, 4096));
  if (strstr (start, "urn:schemas-microsoft-com:office:spreadsheet") != NULL && strstr (start, "<?xml") != NULL)
    return "xml";
  if (strstr (start, "<table") != NULL || strstr (start, "<html") != NULL || strstr (start, "<!doctype html") != NULL ||
      strstr (start, "<meta") != NULL || strstr (start, "<style") != NULL)
    return "html";

  return "markup";
}

static gboolean
read_any (CyBook        *book,
          GBytes        *bytes,
          const char    *name,
          GCancellable  *cancellable,
          GError       **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  const char *markup;

  if (size == 0)
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_EMPTY, "The file is empty");
      return FALSE;
    }
  if (starts_with (data, size, "PK\x03\x04", 4) || starts_with (data, size, "PK\x05\x06", 4))
    {
      g_autoptr (GError) local = NULL;

      if (cy_read_ods (book, bytes, cancellable, &local))
        return TRUE;
      if (local == NULL)
        return cy_read_xlsx (book, bytes, cancellable, error);
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (starts_with (data, size, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8))
    return cy_read_xls (book, bytes, cancellable, error);
  if (is_foreign (data, size))
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_FOREIGN, "The file is of another kind");
      return FALSE;
    }

  markup = markup_kind (data, size);
  if (g_strcmp0 (markup, "xml") == 0)
    return cy_read_xml2003 (book, bytes, cancellable, error);
  if (g_strcmp0 (markup, "html") == 0)
    return cy_read_html (book, bytes, name, error);
  if (markup != NULL)
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_FOREIGN, "The file is a document in XML");
      return FALSE;
    }

  return cy_read_csv (book, bytes, name, cancellable, error);
}

/**
 * cy_book_read_bytes:
 * @bytes: the contents of a file
 * @name: what a sheet is called whose format has no names
 *
 * Reads a table. The format is told by the contents, never by the name: .xlsx, .ods, .xls,
 * text with commas, tabs or semicolons in UTF-8, GB18030, UTF-16 or Big5, and tables of HTML
 * or Excel's XML of 2003 that call themselves .xls.
 *
 * Nothing in the file is executed, no entity of XML expanded, nothing fetched; what unpacks
 * to far more than it should is refused.
 *
 * Returns: (transfer full) (nullable): the book, or %NULL with an error of %CY_IMPORT_ERROR
 *   or %G_IO_ERROR_CANCELLED
 */
CyBook *
cy_book_read_bytes (GBytes        *bytes,
                    const char    *name,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (CyBook) book = cy_book_new ();
  gsize n_rows = 0;

  if (!read_any (book, bytes, name, cancellable, error))
    return NULL;

  for (guint i = 0; i < book->sheets->len; i++)
    n_rows += ((CySheet *) g_ptr_array_index (book->sheets, i))->rows->len;
  if (n_rows == 0)
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_EMPTY, "No cell of the file holds anything");
      return NULL;
    }

  return g_steal_pointer (&book);
}

/**
 * cy_book_read:
 * @path: a file
 *
 * Reads a table from a file, as cy_book_read_bytes() does. A sheet without a name of its own
 * is called as the file is.
 *
 * Returns: (transfer full) (nullable): the book, or %NULL with @error set
 */
CyBook *
cy_book_read (const char    *path,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (name);
  char *dot = strrchr (shown, '.');

  if (dot != NULL && dot != shown)
    *dot = '\0';

  file = g_mapped_file_new (path, FALSE, &local);
  if (file == NULL)
    {
      g_set_error (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_OPEN, "The file cannot be opened (%s code %d)",
                   g_quark_to_string (local->domain), local->code);
      return NULL;
    }
  if (g_mapped_file_get_length (file) > MAX_FILE_SIZE)
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_TOO_BIG, "The file is too big");
      return NULL;
    }

  bytes = g_mapped_file_get_bytes (file);

  return cy_book_read_bytes (bytes, shown, cancellable, error);
}
