#define G_LOG_DOMAIN "cy-exchange"

#include "config.h"

#include "cy-sheet-writer.h"

#include <stdlib.h>
#include <xlsxwriter.h>

/* What spreadsheets allow. */
#define MAX_SHEET_NAME 31
#define MAX_CELL_TEXT 32767

struct _CySheetWriter {
  lxw_workbook *workbook;
  lxw_worksheet *sheet;
  lxw_format *texts[CY_SHEET_STYLE_COUNT];
  lxw_format *numbers[CY_SHEET_STYLE_COUNT];
  lxw_format *shares[CY_SHEET_STYLE_COUNT];
  const char *buffer;           /* filled when the workbook is closed */
  size_t size;
  lxw_error error;              /* the first */
  gint64 row;                   /* -1 before the first */
  guint column;
  guint n_columns;
};

static lxw_format *
make_format (CySheetWriter *writer,
             CySheetStyle   style,
             const char    *number)
{
  lxw_format *format = workbook_add_format (writer->workbook);

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
  lxw_workbook_options options = { .output_buffer = &writer->buffer, .output_buffer_size = &writer->size };
  lxw_doc_properties properties = { .title = (char *) title, .company = (char *) "Chuyan" };

  writer->workbook = workbook_new_opt (NULL, &options);
  workbook_set_properties (writer->workbook, &properties);
  for (guint i = 0; i < CY_SHEET_STYLE_COUNT; i++)
    {
      /* "@" keeps an ID or phone number a text when someone edits the cell. */
      writer->texts[i] = make_format (writer, i, "@");
      writer->numbers[i] = make_format (writer, i, "0");
      writer->shares[i] = make_format (writer, i, "0%");
    }
  writer->row = -1;

  return writer;
}

/** cy_sheet_writer_free: Frees a writer; what was not finished is lost. */
void
cy_sheet_writer_free (CySheetWriter *writer)
{
  if (writer->workbook != NULL)
    lxw_workbook_free (writer->workbook);
  free ((char *) writer->buffer);
  g_free (writer);
}

static void
note (CySheetWriter *writer,
      lxw_error      error)
{
  if (writer->error == LXW_NO_ERROR && error != LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
    writer->error = error;
}

/* As much of @text as the limit allows, in whole characters. */
static char *
shortened (const char *text,
           glong       limit)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return g_utf8_strlen (valid, -1) > limit ? g_utf8_substring (valid, 0, limit) : g_steal_pointer (&valid);
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
  g_autofree char *tab = shortened (name, MAX_SHEET_NAME);

  g_strdelimit (tab, "[]:*?/\\'", ' ');
  writer->sheet = workbook_add_worksheet (writer->workbook, tab);
  if (writer->sheet == NULL)
    writer->sheet = workbook_add_worksheet (writer->workbook, NULL);
  writer->row = -1;
  writer->column = 0;
  writer->n_columns = n_columns;

  for (guint i = 0; i < n_columns; i++)
    note (writer, worksheet_set_column (writer->sheet, i, i, widths[i], NULL));
  worksheet_set_paper (writer->sheet, 9);
  worksheet_fit_to_pages (writer->sheet, 1, 0);
  worksheet_set_footer (writer->sheet, "&C&P / &N");
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
  worksheet_freeze_panes (writer->sheet, writer->row + 1, n_columns);
  note (writer, worksheet_repeat_rows (writer->sheet, writer->row, writer->row));
}

/** cy_sheet_writer_next_row: Begins a row. */
void
cy_sheet_writer_next_row (CySheetWriter *writer)
{
  writer->row++;
  writer->column = 0;
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
  lxw_format *format = writer->texts[style];

  if (text == NULL || *text == '\0')
    {
      note (writer, worksheet_write_blank (writer->sheet, writer->row, writer->column++, format));
    }
  else
    {
      g_autofree char *fits = shortened (text, MAX_CELL_TEXT);

      note (writer, worksheet_write_string (writer->sheet, writer->row, writer->column++, fits, format));
    }
}

/** cy_sheet_writer_add_int: Writes a whole number in the next cell of the row. */
void
cy_sheet_writer_add_int (CySheetWriter *writer,
                         gint64         value,
                         CySheetStyle   style)
{
  note (writer, worksheet_write_number (writer->sheet, writer->row, writer->column++, (double) value,
                                        writer->numbers[style]));
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
    note (writer, worksheet_write_number (writer->sheet, writer->row, writer->column++, part / (double) whole,
                                          writer->shares[style]));
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
  gpointer content;

  note (writer, workbook_close (g_steal_pointer (&writer->workbook)));
  if (writer->error != LXW_NO_ERROR)
    {
      g_set_error_literal (error, G_IO_ERROR,
                           writer->error == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE ? G_IO_ERROR_INVALID_ARGUMENT
                                                                                   : G_IO_ERROR_FAILED,
                           lxw_strerror (writer->error));
      return NULL;
    }

  content = (gpointer) g_steal_pointer (&writer->buffer);

  return g_bytes_new_with_free_func (content, writer->size, free, content);
}
