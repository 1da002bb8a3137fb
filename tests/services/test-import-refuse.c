#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "exchange/cy-import.h"
#include "text/cy-message.h"

/* Files that are no roster: each is refused for its own cause, with words for people. */

static void
refused (GBytes        *bytes,
         CyImportError  code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyImportPlan) plan =
    cy_import_plan_new_for_bytes (bytes, "名册", CY_IMPORT_CHILDREN, cy_day_from_ymd (2026, 9, 10), NULL, &error);
  g_autofree char *message = NULL;

  g_assert_null (plan);
  g_assert_error (error, CY_IMPORT_ERROR, (int) code);
  message = cy_message_for_error (error);
  g_assert_nonnull (message);
  g_assert_cmpstr (message, !=, error->message);
}

static void
refused_text (const char    *text,
              CyImportError  code)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  refused (bytes, code);
}

static GBytes *
fixture (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("CHUYAN_FIXTURES"), "rosters", name, NULL);
  g_autoptr (GError) error = NULL;
  char *content;
  gsize size;

  g_file_get_contents (path, &content, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (content, size);
}

typedef struct {
  const char *name;
  const char *content;
  gsize repeat;                 /* how often the content follows itself */
} Part;

static GBytes *
zip (const Part *parts,
     guint       n_parts,
     const char *options)
{
  struct archive *writer = archive_write_new ();
  gsize capacity = 16 * 1024 * 1024, used = 0;
  g_autofree guint8 *buffer = g_malloc (capacity);

  archive_write_set_format_zip (writer);
  if (options != NULL)
    {
      archive_write_set_options (writer, options);
      archive_write_set_passphrase (writer, "fictional");
    }
  archive_write_set_bytes_in_last_block (writer, 1);
  archive_write_open_memory (writer, buffer, capacity, &used);
  for (guint i = 0; i < n_parts; i++)
    {
      struct archive_entry *entry = archive_entry_new ();
      gsize length = strlen (parts[i].content);

      archive_entry_set_pathname (entry, parts[i].name);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_size (entry, (la_int64_t) (length * parts[i].repeat));
      archive_write_header (writer, entry);
      for (gsize j = 0; j < parts[i].repeat; j++)
        archive_write_data (writer, parts[i].content, length);
      archive_entry_free (entry);
    }
  archive_write_close (writer);
  archive_write_free (writer);

  return g_bytes_new (buffer, used);
}

#define WORKBOOK \
  "<workbook xmlns:r='r'><sheets><sheet name='A' sheetId='1' r:id='rId1'/></sheets></workbook>"
#define RELATIONS \
  "<Relationships><Relationship Id='rId1' Type='t/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"

static void
test_foreign (void)
{
  refused_text ("", CY_IMPORT_ERROR_EMPTY);
  refused_text ("\n\n  \n", CY_IMPORT_ERROR_EMPTY);
  refused_text ("%PDF-1.7\nfictional", CY_IMPORT_ERROR_FOREIGN);
  refused_text ("\x89PNG\r\n\x1a\n", CY_IMPORT_ERROR_FOREIGN);
  refused_text ("<?xml version='1.0'?><letter>Dear</letter>", CY_IMPORT_ERROR_FOREIGN);
  refused_text ("<html><body><p>No table</p></body></html>", CY_IMPORT_ERROR_FOREIGN);
  refused_text ("Dear all, a letter\nwithout a table\n", CY_IMPORT_ERROR_NO_HEADER);
  refused_text ("\x80\x81\xff\xfe\xfd\x80\x80\xff\xff\xff\xff\x80", CY_IMPORT_ERROR_ENCODING);
}

static void
test_binary (void)
{
  static const guint8 noise[] = { 0x13, 0x00, 0x02, 0x7f, 0x00, 0x00, 0x01, 0x09, 0x07, 0x01, 0x02, 0x03, 0x04 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (noise, sizeof noise);

  refused (bytes, CY_IMPORT_ERROR_FOREIGN);
}

static void
test_truncated (void)
{
  static const char *const names[] = { "school-form.xlsx", "survey.ods" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) whole = fixture (names[i]);
      g_autoptr (GBytes) half = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);
      g_autoptr (GError) error = NULL;

      g_assert_null (cy_book_read_bytes (half, "名册", NULL, &error));
      g_assert_true (g_error_matches (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_DAMAGED) ||
                     g_error_matches (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_FOREIGN));
    }
  {
    g_autoptr (GBytes) whole = fixture ("village-school.xls");
    g_autoptr (GBytes) start = g_bytes_new_from_bytes (whole, 0, 700);

    refused (start, CY_IMPORT_ERROR_DAMAGED);
  }
}

static void
test_encrypted (void)
{
  static const Part workbook[] = { { "xl/workbook.xml", WORKBOOK, 1 } };
  static const Part document[] = {
    { "META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='m'><manifest:file-entry><manifest:encryption-data/>"
                               "</manifest:file-entry></manifest:manifest>", 1 },
    { "content.xml", "noise", 1 },
  };
  g_autoptr (GBytes) zipped = zip (workbook, 1, "zip:encryption=traditional");
  g_autoptr (GBytes) ods = zip (document, 2, NULL);
  g_autoptr (GByteArray) ole = g_byte_array_new ();
  g_autoptr (GBytes) xlsx = NULL;

  refused (zipped, CY_IMPORT_ERROR_ENCRYPTED);
  refused (ods, CY_IMPORT_ERROR_ENCRYPTED);

  /* A compound file with a stream called EncryptionInfo: an .xlsx with a password. */
  g_byte_array_set_size (ole, 1024);
  memset (ole->data, 0, ole->len);
  memcpy (ole->data, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
  for (guint i = 0; i < strlen ("EncryptionInfo"); i++)
    ole->data[512 + 128 + 2 * i] = (guint8) "EncryptionInfo"[i];
  xlsx = g_byte_array_free_to_bytes (g_steal_pointer (&ole));
  refused (xlsx, CY_IMPORT_ERROR_ENCRYPTED);
}

/* A sheet of 300 megabytes of comments in a third of a megabyte. */
static void
test_bomb (void)
{
  g_autofree char *filler = g_strnfill (1024 * 1024, ' ');
  const Part parts[] = {
    { "xl/workbook.xml", WORKBOOK, 1 },
    { "xl/_rels/workbook.xml.rels", RELATIONS, 1 },
    { "xl/worksheets/sheet1.xml", filler, 300 },
  };
  g_autoptr (GBytes) bomb = NULL;

  memcpy (filler, "<a>", 3);
  memcpy (filler + 1024 * 1024 - 7, "<b></b>", 7);
  bomb = zip (parts, G_N_ELEMENTS (parts), NULL);
  g_assert_cmpuint (g_bytes_get_size (bomb), <, 1024 * 1024);
  refused (bomb, CY_IMPORT_ERROR_BOMB);
}

static void
test_entities (void)
{
  static const Part parts[] = {
    { "xl/workbook.xml", WORKBOOK, 1 },
    { "xl/_rels/workbook.xml.rels", RELATIONS, 1 },
    { "xl/worksheets/sheet1.xml",
      "<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
      "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>&x;&b;</t></is></c></row></sheetData></worksheet>", 1 },
  };
  g_autoptr (GBytes) bytes = zip (parts, 3, NULL);

  refused (bytes, CY_IMPORT_ERROR_DAMAGED);
}

static void
test_too_many_rows (void)
{
  static const Part parts[] = {
    { "xl/workbook.xml", WORKBOOK, 1 },
    { "xl/_rels/workbook.xml.rels", RELATIONS, 1 },
    { "xl/worksheets/sheet1.xml",
      "<worksheet><sheetData><row r='1048577'><c r='A1048577'><v>1</v></c></row></sheetData></worksheet>", 1 },
  };
  g_autoptr (GBytes) bytes = zip (parts, 3, NULL);

  refused (bytes, CY_IMPORT_ERROR_TOO_BIG);
}

static void
test_repeated_cells_stay_small (void)
{
  static const Part parts[] = {
    { "META-INF/manifest.xml", "<m/>", 1 },
    { "content.xml",
      "<o:d xmlns:o='o' xmlns:t='t' xmlns:x='x'><t:table t:name='A'>"
      "<t:table-row><t:table-cell><x:p>姓名</x:p></t:table-cell></t:table-row>"
      "<t:table-row t:number-rows-repeated='1000000'><t:table-cell t:number-columns-repeated='16384'><x:p>李明</x:p></t:table-cell>"
      "</t:table-row></t:table></o:d>", 1 },
  };
  g_autoptr (GBytes) bytes = zip (parts, 2, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CyBook) book = cy_book_read_bytes (bytes, "名册", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (book->n_cells, <, 12000000);
}

static void
test_zip_of_something_else (void)
{
  static const Part letter[] = { { "word/document.xml", "<w/>", 1 } };
  static const Part binary[] = { { "xl/workbook.bin", "x", 1 },
                                 { "_rels/.rels", "<Relationships><Relationship Id='r' Type='t/officeDocument' "
                                                  "Target='xl/workbook.bin'/></Relationships>", 1 } };
  g_autoptr (GBytes) first = zip (letter, 1, NULL);
  g_autoptr (GBytes) second = zip (binary, 2, NULL);

  refused (first, CY_IMPORT_ERROR_FOREIGN);
  refused (second, CY_IMPORT_ERROR_UNSUPPORTED);
}

static void
test_missing_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cy_book_read ("/nonexistent/roster.xlsx", NULL, &error));
  g_assert_error (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_OPEN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/refuse/foreign", test_foreign);
  g_test_add_func ("/import/refuse/binary", test_binary);
  g_test_add_func ("/import/refuse/truncated", test_truncated);
  g_test_add_func ("/import/refuse/encrypted", test_encrypted);
  g_test_add_func ("/import/refuse/bomb", test_bomb);
  g_test_add_func ("/import/refuse/entities", test_entities);
  g_test_add_func ("/import/refuse/too-many-rows", test_too_many_rows);
  g_test_add_func ("/import/refuse/repeated-cells", test_repeated_cells_stay_small);
  g_test_add_func ("/import/refuse/zip-of-something-else", test_zip_of_something_else);
  g_test_add_func ("/import/refuse/missing-file", test_missing_file);

  return g_test_run ();
}
