#define G_LOG_DOMAIN "cy-exchange"

#include "config.h"

#include "cy-sheet-part.h"

#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>
#include <string.h>

/* The parts of a workbook that hold what people wrote.
 *
 * libxlsxwriter makes the workbook around them: styles, widths, what a page looks like. Its cells
 * would be a tree of nodes in memory and then files in the folder for temporary files, in which
 * names of children must not lie. So it makes a workbook without rows, and the rows are put into
 * it here, on the way from one zip file to another, both in memory. */

#define BLOCK (256 * 1024)

typedef struct archive CyArchiveReader;
typedef struct archive CyArchiveWriter;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyArchiveReader, archive_read_free)

/** cy_part_new: Returns: (transfer full): a part with nothing in it */
CyPart *
cy_part_new (void)
{
  CyPart *part = g_new0 (CyPart, 1);

  part->text = g_string_sized_new (BLOCK + BLOCK / 8);
  part->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  return part;
}

/** cy_part_free: @part: (transfer full): no longer needed */
void
cy_part_free (CyPart *part)
{
  g_string_free (part->text, TRUE);
  g_ptr_array_unref (part->blocks);
  g_free (part->head);
  g_free (part->range);
  g_free (part);
}

/* Deflates, or inflates what was deflated here, which cannot fail. */
static GBytes *
convert (GConverter *converter,
         gconstpointer data,
         gsize       size)
{
  g_autoptr (GConverter) owned = converter;
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  GBytes *converted = g_converter_convert_bytes (owned, bytes, &error);

  if (converted == NULL)
    g_error ("A part of a workbook could not be kept: %s", error->message);

  return converted;
}

/** cy_part_settle: keeps @text in its short form where it has become long; to be called now and then */
void
cy_part_settle (CyPart *part)
{
  if (part->text->len < BLOCK)
    return;

  g_ptr_array_add (part->blocks,
                   convert (G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, 1)), part->text->str,
                            part->text->len));
  part->size += part->text->len;
  g_string_truncate (part->text, 0);
}

/* Reading the workbook without rows */

static gboolean
failed (struct archive *archive,
        GError        **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "A workbook could not be put together (code %d)", archive_errno (archive));
  return FALSE;
}

static CyArchiveReader *
open_workbook (GBytes  *workbook,
               GError **error)
{
  g_autoptr (CyArchiveReader) reader = archive_read_new ();
  gsize size;
  const void *data = g_bytes_get_data (workbook, &size);

  archive_read_support_format_zip (reader);
  if (archive_read_open_memory (reader, data, size) == ARCHIVE_OK)
    return g_steal_pointer (&reader);

  failed (reader, error);
  return NULL;
}

static GString *
read_entry (CyArchiveReader  *reader,
            GError          **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[8192];
  la_ssize_t n;

  while ((n = archive_read_data (reader, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  if (n == 0)
    return g_steal_pointer (&text);

  failed (reader, error);
  return NULL;
}

/**
 * cy_parts_read:
 * @workbook: an .xlsx file's content
 * @name: a part of it
 *
 * Returns: (transfer full) (nullable): the part's text
 */
char *
cy_parts_read (GBytes      *workbook,
               const char  *name,
               GError     **error)
{
  g_autoptr (CyArchiveReader) reader = open_workbook (workbook, error);
  struct archive_entry *entry;

  while (reader != NULL && archive_read_next_header (reader, &entry) == ARCHIVE_OK)
    if (g_strcmp0 (archive_entry_pathname (entry), name) == 0)
      {
        GString *text = read_entry (reader, error);

        return text != NULL ? g_string_free_and_steal (text) : NULL;
      }
  if (reader != NULL)
    failed (reader, error);

  return NULL;
}

/* Writing it with them */

static la_ssize_t
take_output (struct archive *writer,
             void           *data,
             const void     *buffer,
             size_t          size)
{
  g_byte_array_append (data, buffer, (guint) size);
  return (la_ssize_t) size;
}

static gboolean
write_data (CyArchiveWriter  *writer,
            gconstpointer     data,
            gsize             size,
            GError          **error)
{
  return size == 0 || archive_write_data (writer, data, size) == (la_ssize_t) size || failed (writer, error);
}

static gboolean
begin_entry (CyArchiveWriter  *writer,
             const char       *name,
             guint64           size,
             GError          **error)
{
  struct archive_entry *entry = archive_entry_new ();
  int result;

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_size (entry, (la_int64_t) size);
  result = archive_write_header (writer, entry);
  archive_entry_free (entry);

  return result == ARCHIVE_OK || failed (writer, error);
}

static gboolean
write_part (CyArchiveWriter  *writer,
            const char       *name,
            const char       *head,
            CyPart           *part,
            const char       *tail,
            GError          **error)
{
  if (!begin_entry (writer, name, strlen (head) + part->size + part->text->len + strlen (tail), error) ||
      !write_data (writer, head, strlen (head), error))
    return FALSE;

  for (guint i = 0; i < part->blocks->len; i++)
    {
      GBytes *block = g_ptr_array_index (part->blocks, i);
      g_autoptr (GBytes) text = convert (G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW)),
                                         g_bytes_get_data (block, NULL), g_bytes_get_size (block));

      if (!write_data (writer, g_bytes_get_data (text, NULL), g_bytes_get_size (text), error))
        return FALSE;
    }

  return write_data (writer, part->text->str, part->text->len, error) && write_data (writer, tail, strlen (tail), error);
}

/* Puts @replacement in place of what stands from @from to @to in @text, both included. */
static gboolean
replace (GString    *text,
         const char *from,
         const char *to,
         const char *replacement)
{
  char *start = strstr (text->str, from);
  char *end = start != NULL ? strstr (start, to) : NULL;
  gssize at;

  if (end == NULL)
    return FALSE;

  at = start - text->str;
  g_string_erase (text, at, end + strlen (to) - start);
  g_string_insert (text, at, replacement);
  return TRUE;
}

/* A sheet's rows go where the workbook has some of its own or none; another part is replaced. */
static gboolean
write_replaced (CyArchiveWriter  *writer,
                const char       *name,
                GString          *text,
                CyPart           *part,
                GError          **error)
{
  static const char rows[] = "<sheetData>";
  g_autofree char *dimension = NULL;
  g_autofree char *head = NULL;
  char *at;

  if (part->range == NULL)
    return write_part (writer, name, part->head != NULL ? part->head : "", part, "", error);

  dimension = g_strdup_printf ("<dimension ref=\"%s\"/>", part->range);
  replace (text, "<dimension ", "/>", dimension);
  if (!replace (text, "<sheetData/", ">", "<sheetData></sheetData>") &&
      !replace (text, rows, "</sheetData>", "<sheetData></sheetData>"))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "A sheet has no place for rows");
      return FALSE;
    }

  at = strstr (text->str, rows) + strlen (rows);
  head = g_strndup (text->str, (gsize) (at - text->str));
  return write_part (writer, name, head, part, at, error);
}

static gboolean
write_entries (CyArchiveReader  *reader,
               CyArchiveWriter  *writer,
               GHashTable       *parts,
               GError          **error)
{
  struct archive_entry *entry;
  guint n_replaced = 0;
  int result;

  while ((result = archive_read_next_header (reader, &entry)) == ARCHIVE_OK)
    {
      const char *name = archive_entry_pathname (entry);
      CyPart *part = g_hash_table_lookup (parts, name);
      g_autoptr (GString) text = read_entry (reader, error);

      if (text == NULL)
        return FALSE;
      if (part != NULL && !write_replaced (writer, name, text, part, error))
        return FALSE;
      if (part == NULL &&
          (!begin_entry (writer, name, text->len, error) || !write_data (writer, text->str, text->len, error)))
        return FALSE;
      n_replaced += part != NULL;
    }

  return (result == ARCHIVE_EOF && n_replaced == g_hash_table_size (parts)) || failed (reader, error);
}

/**
 * cy_parts_pack:
 * @workbook: an .xlsx file's content
 * @parts: (element-type utf8 CyPart): what takes the place of parts of that name: the rows of a
 *   sheet, where it has a range, else all of the part
 *
 * Returns: (transfer full) (nullable): the content of the .xlsx file that has them
 */
GBytes *
cy_parts_pack (GBytes      *workbook,
               GHashTable  *parts,
               GError     **error)
{
  g_autoptr (CyArchiveReader) reader = open_workbook (workbook, error);
  g_autoptr (GByteArray) output = g_byte_array_new ();
  CyArchiveWriter *writer;
  gboolean written;

  if (reader == NULL)
    return NULL;

  writer = archive_write_new ();
  archive_write_set_format_zip (writer);
  archive_write_set_bytes_per_block (writer, 0);
  written = archive_write_open2 (writer, output, NULL, take_output, NULL, NULL) == ARCHIVE_OK || failed (writer, error);
  written = written && write_entries (reader, writer, parts, error);
  written = written && (archive_write_close (writer) == ARCHIVE_OK || failed (writer, error));
  archive_write_free (writer);

  return written ? g_byte_array_free_to_bytes (g_steal_pointer (&output)) : NULL;
}
