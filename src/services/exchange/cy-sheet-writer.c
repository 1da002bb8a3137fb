#define G_LOG_DOMAIN "cy-exchange"

#include "config.h"

#include "cy-sheet-writer.h"

#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "cy-sheet-part.h"

/* What spreadsheets allow. */
#define MAX_ROWS 1048576
#define MAX_COLUMNS 16384
#define MAX_SHEET_NAME 31
#define MAX_CELL_TEXT 32767

/* Texts that are looked for among those before: schools, villages, words for relatives. A roster
 * has many more, of which each stands there once. */
#define MAX_KNOWN 100000

/* A cell's look is one of these of one of the styles. */
typedef enum {
  LOOK_TEXT,                    /* "@" keeps an ID or phone number a text when someone edits the cell */
  LOOK_NUMBER,
  LOOK_SHARE,
} Look;

#define N_LOOKS 3

static const char * const look_formats[N_LOOKS] = { "@", "0", "0%" };

typedef struct {
  char *name;
  double *widths;
  guint n_columns;
  gboolean frozen;
  guint frozen_row;
  guint frozen_columns;
  CyPart *rows;
  guint n_columns_used;
  guint n_rows;
} Sheet;

struct _CySheetWriter {
  char *title;
  GPtrArray *sheets;            /* Sheet */
  CyPart *strings;
  GHashTable *known;            /* text → its index among the strings */
  guint n_strings;
  guint64 n_texts;
  GPtrArray *column_names;      /* A, B, … */
  guint styles[N_LOOKS][CY_SHEET_STYLE_COUNT];  /* their indexes in the workbook */
  gint64 row;                   /* -1 before the first */
  guint column;
  gboolean too_large;
  GError *error;                /* the first */
};

static void
sheet_free (gpointer data)
{
  Sheet *sheet = data;

  g_free (sheet->name);
  g_free (sheet->widths);
  cy_part_free (sheet->rows);
  g_free (sheet);
}

static Sheet *
last_sheet (CySheetWriter *writer)
{
  return g_ptr_array_index (writer->sheets, writer->sheets->len - 1);
}

/* The workbook without rows */

static lxw_format *
make_format (lxw_workbook *workbook,
             CySheetStyle  style,
             const char   *number)
{
  lxw_format *format = workbook_add_format (workbook);

  format_set_num_format (format, number);
  format_set_align (format, LXW_ALIGN_VERTICAL_CENTER);
  switch (style)
    {
    case CY_SHEET_STYLE_TITLE:
      format_set_bold (format);
      format_set_font_size (format, 16);
      break;
    case CY_SHEET_STYLE_NOTE:
      format_set_font_color (format, 0x5e5c64);
      break;
    case CY_SHEET_STYLE_HEADER:
      format_set_bold (format);
      format_set_border (format, LXW_BORDER_THIN);
      format_set_bg_color (format, 0xf0f0f0);
      format_set_align (format, LXW_ALIGN_CENTER);
      format_set_text_wrap (format);
      break;
    case CY_SHEET_STYLE_TOTAL:
      format_set_bold (format);
      format_set_border (format, LXW_BORDER_THIN);
      break;
    case CY_SHEET_STYLE_PLAIN:
    default:
      format_set_border (format, LXW_BORDER_THIN);
      break;
    }

  return format;
}

/* As much of @text as the limit allows, in whole characters. */
static char *
shortened (const char *text,
           glong       limit)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return g_utf8_strlen (valid, -1) > limit ? g_utf8_substring (valid, 0, limit) : g_steal_pointer (&valid);
}

static lxw_worksheet *
make_sheet (lxw_workbook *workbook,
            const Sheet  *sheet)
{
  lxw_worksheet *made = workbook_add_worksheet (workbook, sheet->name);

  if (made == NULL)
    made = workbook_add_worksheet (workbook, NULL);

  for (guint i = 0; i < sheet->n_columns; i++)
    worksheet_set_column (made, i, i, sheet->widths[i], NULL);
  worksheet_set_paper (made, 9);
  worksheet_fit_to_pages (made, 1, 0);
  worksheet_set_footer (made, "&C&P / &N");
  if (sheet->frozen)
    {
      worksheet_freeze_panes (made, sheet->frozen_row + 1, sheet->frozen_columns);
      worksheet_repeat_rows (made, sheet->frozen_row, sheet->frozen_row);
    }

  return made;
}

/* A cell of each look, by which the looks are in the workbook, and their indexes can be read. */
static void
make_samples (lxw_workbook  *workbook,
              lxw_worksheet *sheet)
{
  lxw_col_t column = 0;

  for (guint look = 0; look < N_LOOKS; look++)
    for (guint style = 0; style < CY_SHEET_STYLE_COUNT; style++)
      worksheet_write_blank (sheet, 0, column++, make_format (workbook, style, look_formats[look]));
  worksheet_write_string (sheet, 0, column, "Sample", NULL);
}

/* Nothing that belongs to a person is in it: it goes through temporary files. */
static GBytes *
make_workbook (CySheetWriter  *writer,
               GError        **error)
{
  const char *buffer = NULL;
  size_t size = 0;
  lxw_workbook_options options = { .output_buffer = &buffer, .output_buffer_size = &size };
  lxw_doc_properties properties = { .title = writer->title, .company = (char *) "Chuyan" };
  lxw_workbook *workbook = workbook_new_opt (NULL, &options);
  lxw_worksheet *first = NULL;
  lxw_error result;

  workbook_set_properties (workbook, &properties);
  for (guint i = 0; i < writer->sheets->len; i++)
    {
      lxw_worksheet *made = make_sheet (workbook, g_ptr_array_index (writer->sheets, i));

      first = i == 0 ? made : first;
    }
  make_samples (workbook, first != NULL ? first : workbook_add_worksheet (workbook, NULL));
  result = workbook_close (workbook);
  if (result == LXW_NO_ERROR)
    return g_bytes_new_with_free_func (buffer, size, free, (gpointer) buffer);

  free ((gpointer) buffer);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, lxw_strerror (result));
  return NULL;
}

static gboolean
read_styles (CySheetWriter  *writer,
             GError        **error)
{
  g_autoptr (GBytes) workbook = make_workbook (writer, error);
  g_autofree char *sheet = workbook != NULL ? cy_parts_read (workbook, "xl/worksheets/sheet1.xml", error) : NULL;
  const char *at = sheet != NULL ? strstr (sheet, "<sheetData>") : NULL;

  for (guint i = 0; at != NULL && i < N_LOOKS * CY_SHEET_STYLE_COUNT; i++)
    {
      at = strstr (at, " s=\"");
      if (at == NULL)
        break;
      at += strlen (" s=\"");
      writer->styles[i / CY_SHEET_STYLE_COUNT][i % CY_SHEET_STYLE_COUNT] = (guint) g_ascii_strtoull (at, NULL, 10);
    }
  if (at == NULL && sheet != NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "A workbook has no styles");

  return at != NULL;
}

/**
 * cy_sheet_writer_new:
 * @title: the title in the file's properties; no name of a child belongs here
 *
 * Returns: (transfer full): a workbook without sheets
 */
CySheetWriter *
cy_sheet_writer_new (const char *title)
{
  CySheetWriter *writer = g_new0 (CySheetWriter, 1);

  writer->title = g_strdup (title);
  writer->sheets = g_ptr_array_new_with_free_func (sheet_free);
  writer->strings = cy_part_new ();
  writer->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  writer->column_names = g_ptr_array_new_with_free_func (g_free);
  writer->row = -1;
  read_styles (writer, &writer->error);

  return writer;
}

/** cy_sheet_writer_free: Frees a writer; what was not finished is lost. */
void
cy_sheet_writer_free (CySheetWriter *writer)
{
  g_free (writer->title);
  g_ptr_array_unref (writer->sheets);
  cy_part_free (writer->strings);
  g_hash_table_unref (writer->known);
  g_ptr_array_unref (writer->column_names);
  g_clear_error (&writer->error);
  g_free (writer);
}

/* Rows */

static const char *
column_name (CySheetWriter *writer,
             guint          column)
{
  while (writer->column_names->len <= column)
    {
      char name[LXW_MAX_COL_NAME_LENGTH];

      lxw_col_to_name (name, (lxw_col_t) writer->column_names->len, FALSE);
      g_ptr_array_add (writer->column_names, g_strdup (name));
    }

  return g_ptr_array_index (writer->column_names, column);
}

static void
append_number (GString *text,
               guint64  number)
{
  char digits[24];
  guint at = sizeof digits;

  do
    digits[--at] = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  g_string_append_len (text, digits + at, (gssize) (sizeof digits - at));
}

static void
end_row (CySheetWriter *writer)
{
  Sheet *sheet;

  if (writer->sheets->len == 0 || writer->row < 0)
    return;

  sheet = last_sheet (writer);
  g_string_append (sheet->rows->text, "</row>");
  sheet->n_rows = (guint) writer->row + 1;
  cy_part_settle (sheet->rows);
  cy_part_settle (writer->strings);
}

/* Begins the next cell: <c r="A1" s="2" */
static GString *
begin_cell (CySheetWriter *writer,
            Look           look,
            CySheetStyle   style)
{
  Sheet *sheet = last_sheet (writer);
  GString *text = sheet->rows->text;

  writer->too_large = writer->too_large || writer->row >= MAX_ROWS || writer->column >= MAX_COLUMNS;
  g_string_append (text, "<c r=\"");
  g_string_append (text, column_name (writer, writer->column));
  append_number (text, (guint64) writer->row + 1);
  g_string_append (text, "\" s=\"");
  append_number (text, writer->styles[look][style]);
  g_string_append_c (text, '"');
  writer->column++;
  sheet->n_columns_used = MAX (sheet->n_columns_used, writer->column);

  return text;
}

/* A character that XML cannot hold is written _x000B_, and what looks like one _x005F_x000B_. */
static gboolean
looks_escaped (const char *text)
{
  return text[0] == '_' && text[1] == 'x' && g_ascii_isxdigit (text[2]) && g_ascii_isxdigit (text[3]) &&
         g_ascii_isxdigit (text[4]) && g_ascii_isxdigit (text[5]) && text[6] == '_';
}

static void
append_escaped (GString    *xml,
                const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      guchar c = (guchar) *p;

      if (c == '&')
        g_string_append (xml, "&amp;");
      else if (c == '<')
        g_string_append (xml, "&lt;");
      else if (c == '>')
        g_string_append (xml, "&gt;");
      else if (c < 0x20 && c != '\n' && c != '\t')
        g_string_append_printf (xml, "_x%04X_", c);
      else if (c == '_' && looks_escaped (p))
        g_string_append (xml, "_x005F_");
      else if (c == 0xef && (g_str_has_prefix (p, "\xef\xbf\xbe") || g_str_has_prefix (p, "\xef\xbf\xbf")))
        p += 2;
      else
        g_string_append_c (xml, *p);
    }
}

static gboolean
has_outer_space (const char *text)
{
  return g_ascii_isspace (text[0]) || g_ascii_isspace (text[strlen (text) - 1]);
}

/* The index of a text among the workbook's. */
static guint
string_of (CySheetWriter *writer,
           const char    *text)
{
  GString *xml = writer->strings->text;
  gpointer index;

  writer->n_texts++;
  if (g_hash_table_lookup_extended (writer->known, text, NULL, &index))
    return GPOINTER_TO_UINT (index);

  if (g_hash_table_size (writer->known) < MAX_KNOWN)
    g_hash_table_insert (writer->known, g_strdup (text), GUINT_TO_POINTER (writer->n_strings));
  g_string_append (xml, has_outer_space (text) ? "<si><t xml:space=\"preserve\">" : "<si><t>");
  append_escaped (xml, text);
  g_string_append (xml, "</t></si>");

  return writer->n_strings++;
}

/**
 * cy_sheet_writer_add_sheet:
 * @name: what its tab says; what a tab may not hold is left out
 * @widths: (array length=n_columns): in characters
 *
 * Begins a sheet, which is printed on A4, as wide as the page.
 */
void
cy_sheet_writer_add_sheet (CySheetWriter *writer,
                           const char    *name,
                           const double  *widths,
                           guint          n_columns)
{
  Sheet *sheet = g_new0 (Sheet, 1);

  end_row (writer);
  sheet->name = shortened (name, MAX_SHEET_NAME);
  g_strdelimit (sheet->name, "[]:*?/\\'", ' ');
  sheet->widths = g_memdup2 (widths, n_columns * sizeof *widths);
  sheet->n_columns = n_columns;
  sheet->rows = cy_part_new ();
  g_ptr_array_add (writer->sheets, sheet);
  writer->row = -1;
  writer->column = 0;
}

/**
 * cy_sheet_writer_freeze:
 * @n_columns: how many columns stay as well
 *
 * The rows up to this one stay in view when the sheet is scrolled, and this one is repeated on
 * every printed page.
 */
void
cy_sheet_writer_freeze (CySheetWriter *writer,
                        guint          n_columns)
{
  Sheet *sheet = last_sheet (writer);

  sheet->frozen = TRUE;
  sheet->frozen_row = (guint) writer->row;
  sheet->frozen_columns = n_columns;
}

/** cy_sheet_writer_next_row: Begins a row. */
void
cy_sheet_writer_next_row (CySheetWriter *writer)
{
  GString *text = last_sheet (writer)->rows->text;

  end_row (writer);
  writer->row++;
  writer->column = 0;
  g_string_append (text, "<row r=\"");
  append_number (text, (guint64) writer->row + 1);
  g_string_append (text, "\">");
}

/**
 * cy_sheet_writer_add_text:
 * @text: (nullable): never read as a number, a date or a formula
 *
 * Writes the next cell of the row.
 */
void
cy_sheet_writer_add_text (CySheetWriter *writer,
                          const char    *text,
                          CySheetStyle   style)
{
  GString *cell = begin_cell (writer, LOOK_TEXT, style);
  g_autofree char *fits = text != NULL ? shortened (text, MAX_CELL_TEXT) : NULL;

  if (fits == NULL || *fits == '\0')
    {
      g_string_append (cell, "/>");
      return;
    }

  g_string_append (cell, " t=\"s\"><v>");
  append_number (cell, string_of (writer, fits));
  g_string_append (cell, "</v></c>");
}

static void
add_number (CySheetWriter *writer,
            double         value,
            Look           look,
            CySheetStyle   style)
{
  GString *cell = begin_cell (writer, look, style);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (cell, "><v>");
  g_string_append (cell, g_ascii_formatd (number, sizeof number, "%.16g", value));
  g_string_append (cell, "</v></c>");
}

/** cy_sheet_writer_add_int: Writes a whole number in the next cell of the row. */
void
cy_sheet_writer_add_int (CySheetWriter *writer,
                         gint64         value,
                         CySheetStyle   style)
{
  add_number (writer, (double) value, LOOK_NUMBER, style);
}

/** cy_sheet_writer_add_share: Writes @part of @whole as a percentage; nothing of nothing is an empty cell. */
void
cy_sheet_writer_add_share (CySheetWriter *writer,
                           gint64         part,
                           gint64         whole,
                           CySheetStyle   style)
{
  if (whole <= 0)
    cy_sheet_writer_add_text (writer, NULL, style);
  else
    add_number (writer, (double) part / (double) whole, LOOK_SHARE, style);
}

/* Finishing */

static void
finish_strings (CySheetWriter *writer)
{
  writer->strings->head =
    g_strdup_printf ("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                     "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
                     "count=\"%" G_GUINT64_FORMAT "\" uniqueCount=\"%u\">", writer->n_texts, writer->n_strings);
  g_string_append (writer->strings->text, "</sst>");
}

static GBytes *
pack (CySheetWriter  *writer,
      GError        **error)
{
  g_autoptr (GHashTable) parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GBytes) workbook = make_workbook (writer, error);

  if (workbook == NULL)
    return NULL;

  finish_strings (writer);
  g_hash_table_insert (parts, g_strdup ("xl/sharedStrings.xml"), writer->strings);
  for (guint i = 0; i < writer->sheets->len; i++)
    {
      Sheet *sheet = g_ptr_array_index (writer->sheets, i);

      sheet->rows->range = g_strdup_printf ("A1:%s%u", column_name (writer, MAX (sheet->n_columns_used, 1) - 1),
                                            MAX (sheet->n_rows, 1));
      g_hash_table_insert (parts, g_strdup_printf ("xl/worksheets/sheet%u.xml", i + 1), sheet->rows);
    }

  return cy_parts_pack (workbook, parts, error);
}

/**
 * cy_sheet_writer_finish:
 * @error: %G_IO_ERROR with the cause: %G_IO_ERROR_INVALID_ARGUMENT when a sheet has more rows
 *   than spreadsheets have
 *
 * Returns: (transfer full) (nullable): the file's content; the writer is of no more use
 */
GBytes *
cy_sheet_writer_finish (CySheetWriter  *writer,
                        GError        **error)
{
  end_row (writer);
  if (writer->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&writer->error));
      return NULL;
    }
  if (writer->too_large)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "A sheet has too many rows");
      return NULL;
    }

  return pack (writer, error);
}
