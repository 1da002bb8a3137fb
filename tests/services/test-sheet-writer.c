#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "exchange/cy-sheet-writer.h"
#include "exchange/cy-sheet.h"

/* What a caller writes into a workbook is what a reader finds there, and none of it lies in a file
 * before the caller says where. */

#define N_ROWS 20000

static const double widths[] = { 10, 20, 30 };

static CyBook *
read_back (CySheetWriter *writer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cy_sheet_writer_finish (writer, &error);
  CyBook *book;

  g_assert_no_error (error);
  book = cy_book_read_bytes (bytes, "test.xlsx", NULL, &error);
  g_assert_no_error (error);

  return book;
}

static void
test_texts (void)
{
  static const char * const texts[] = {
    "李明朗", "<a href=\"x\">&amp; ]]>", "two\nlines", "bell\a and return\r", "_x0041_", "_x004", "__x0041__",
    "a quote ' and \"", "𠮷野家 ☂ 👩‍👧", "=1+1", "0138", "999901201503050016",
  };
  g_autoptr (CySheetWriter) writer = cy_sheet_writer_new ("Title");
  g_autoptr (CyBook) book = NULL;
  g_autofree char *beyond = g_strdup ("x\xef\xbf\xbfy\xef\xbf\xbez");
  g_autofree char *longest = g_strnfill (40000, 'a');
  const CySheet *sheet;
  const guint n = G_N_ELEMENTS (texts);

  cy_sheet_writer_add_sheet (writer, "A/B: [x]", widths, G_N_ELEMENTS (widths));
  for (guint i = 0; i < n; i++)
    {
      cy_sheet_writer_next_row (writer);
      cy_sheet_writer_add_text (writer, texts[i], CY_SHEET_STYLE_PLAIN);
      cy_sheet_writer_add_text (writer, NULL, CY_SHEET_STYLE_PLAIN);
      cy_sheet_writer_add_text (writer, texts[n - 1 - i], CY_SHEET_STYLE_HEADER);
    }
  cy_sheet_writer_next_row (writer);
  cy_sheet_writer_add_text (writer, beyond, CY_SHEET_STYLE_NOTE);
  cy_sheet_writer_add_text (writer, longest, CY_SHEET_STYLE_NOTE);
  /* A tab of the same name is no reason to lose a sheet. */
  cy_sheet_writer_add_sheet (writer, "A/B: [x]", widths, 1);
  cy_sheet_writer_next_row (writer);
  cy_sheet_writer_add_text (writer, "other", CY_SHEET_STYLE_TITLE);

  book = read_back (writer);
  g_assert_cmpuint (book->sheets->len, ==, 2);
  sheet = g_ptr_array_index (book->sheets, 0);
  g_assert_cmpstr (sheet->name, ==, "A B   x ");
  for (guint i = 0; i < n; i++)
    {
      const CyCell *cell = cy_sheet_cell (sheet, i, 0);

      g_assert_cmpint (cell->type, ==, CY_CELL_TEXT);
      g_assert_cmpstr (cell->text, ==, texts[i]);
      g_assert_cmpstr (cy_sheet_cell (sheet, i, 2)->text, ==, texts[n - 1 - i]);
    }
  g_assert_cmpstr (cy_sheet_cell (sheet, n, 0)->text, ==, "xyz");
  g_assert_cmpuint (strlen (cy_sheet_cell (sheet, n, 1)->text), ==, 32767);
  g_assert_cmpstr (cy_sheet_cell (g_ptr_array_index (book->sheets, 1), 0, 0)->text, ==, "other");
}

static void
test_numbers (void)
{
  g_autoptr (CySheetWriter) writer = cy_sheet_writer_new ("Title");
  g_autoptr (CyBook) book = NULL;
  const CySheet *sheet;

  cy_sheet_writer_add_sheet (writer, "Sums", widths, G_N_ELEMENTS (widths));
  cy_sheet_writer_next_row (writer);
  cy_sheet_writer_add_int (writer, -1234567890123, CY_SHEET_STYLE_TOTAL);
  cy_sheet_writer_add_share (writer, 1, 3, CY_SHEET_STYLE_PLAIN);
  cy_sheet_writer_add_share (writer, 0, 0, CY_SHEET_STYLE_PLAIN);

  book = read_back (writer);
  sheet = g_ptr_array_index (book->sheets, 0);
  g_assert_cmpfloat (cy_sheet_cell (sheet, 0, 0)->number, ==, -1234567890123.0);
  g_assert_cmpfloat_with_epsilon (cy_sheet_cell (sheet, 0, 1)->number, 1.0 / 3.0, 1e-15);
  g_assert_null (cy_sheet_cell (sheet, 0, 2));
}

static CySheetWriter *
write_many (void)
{
  CySheetWriter *writer = cy_sheet_writer_new ("Title");

  cy_sheet_writer_add_sheet (writer, "Many", widths, G_N_ELEMENTS (widths));
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Child %u of Bridge Village", i);

      cy_sheet_writer_next_row (writer);
      cy_sheet_writer_add_int (writer, i, CY_SHEET_STYLE_PLAIN);
      cy_sheet_writer_add_text (writer, name, CY_SHEET_STYLE_PLAIN);
      cy_sheet_writer_add_text (writer, i % 2 == 0 ? "even" : "odd", CY_SHEET_STYLE_PLAIN);
      if (i == 0)
        cy_sheet_writer_freeze (writer, 1);
    }

  return writer;
}

static void
test_many_rows (void)
{
  g_autoptr (CySheetWriter) writer = write_many ();
  g_autoptr (CyBook) book = read_back (writer);
  const CySheet *sheet = g_ptr_array_index (book->sheets, 0);

  g_assert_cmpuint (sheet->rows->len, ==, N_ROWS);
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Child %u of Bridge Village", i);

      g_assert_cmpfloat (cy_sheet_cell (sheet, i, 0)->number, ==, i);
      g_assert_cmpstr (cy_sheet_cell (sheet, i, 1)->text, ==, name);
      g_assert_cmpstr (cy_sheet_cell (sheet, i, 2)->text, ==, i % 2 == 0 ? "even" : "odd");
    }
}

/* Names of children do not go through temporary files: no file may become as large as the rows are. */
static void
test_rows_stay_in_memory (void)
{
  if (g_test_subprocess ())
    {
      struct rlimit limit = { 64 * 1024, 64 * 1024 };
      g_autoptr (CySheetWriter) writer = NULL;
      g_autoptr (CyBook) book = NULL;

      signal (SIGXFSZ, SIG_IGN);
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
      writer = write_many ();
      book = read_back (writer);
      g_assert_cmpuint (((CySheet *) g_ptr_array_index (book->sheets, 0))->rows->len, ==, N_ROWS);
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_too_many_rows (void)
{
  g_autoptr (CySheetWriter) writer = cy_sheet_writer_new ("Title");
  g_autoptr (GError) error = NULL;

  cy_sheet_writer_add_sheet (writer, "Many", widths, G_N_ELEMENTS (widths));
  for (guint i = 0; i < 1048577; i++)
    cy_sheet_writer_next_row (writer);
  cy_sheet_writer_add_text (writer, "one too many", CY_SHEET_STYLE_PLAIN);
  g_assert_null (cy_sheet_writer_finish (writer, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet-writer/texts", test_texts);
  g_test_add_func ("/sheet-writer/numbers", test_numbers);
  g_test_add_func ("/sheet-writer/many-rows", test_many_rows);
  g_test_add_func ("/sheet-writer/rows-stay-in-memory", test_rows_stay_in_memory);
  g_test_add_func ("/sheet-writer/too-many-rows", test_too_many_rows);
  return g_test_run ();
}
