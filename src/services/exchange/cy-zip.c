#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-error.h"
#include "cy-zip-private.h"

#include <archive.h>
#include <archive_entry.h>

/* Deflate makes zeros a thousand times smaller, and rows of a table seldom more than fifty
 * times. Small files may unpack to as much as they like: it does no harm. */
#define MAX_RATIO 250
#define HARMLESS_SIZE (64 * 1024 * 1024)
#define MAX_UNPACKED ((guint64) 2 * 1024 * 1024 * 1024)
#define MAX_ENTRIES 10000

typedef struct archive CyArchiveReader;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyArchiveReader, archive_read_free)

struct _CyZip {
  GBytes *bytes;
  GHashTable *names;
  guint64 n_unpacked;
};

static void
set_damaged (CyArchiveReader  *reader,
             GError          **error)
{
  g_set_error (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_DAMAGED, "The zip file is damaged (code %d)",
               archive_errno (reader));
}

static CyArchiveReader *
open_reader (CyZip   *zip,
             GError **error)
{
  g_autoptr (CyArchiveReader) reader = archive_read_new ();
  gsize size;
  const void *data = g_bytes_get_data (zip->bytes, &size);

  archive_read_support_format_zip (reader);
  if (archive_read_open_memory (reader, data, size) != ARCHIVE_OK)
    {
      set_damaged (reader, error);
      return NULL;
    }

  return g_steal_pointer (&reader);
}

/* The next entry, or NULL at the end (no error set) or when it fails. */
static struct archive_entry *
next_entry (CyArchiveReader  *reader,
            GError          **error)
{
  struct archive_entry *entry;
  int result = archive_read_next_header (reader, &entry);

  if (result == ARCHIVE_EOF)
    return NULL;
  if (result < ARCHIVE_WARN)
    {
      set_damaged (reader, error);
      return NULL;
    }

  return entry;
}

/**
 * cy_zip_open:
 *
 * Reads the list of what is in a zip file.
 *
 * Returns: (transfer full) (nullable): the zip file
 */
CyZip *
cy_zip_open (GBytes  *bytes,
             GError **error)
{
  g_autoptr (CyZip) zip = g_new0 (CyZip, 1);
  g_autoptr (CyArchiveReader) reader = NULL;
  g_autoptr (GError) local = NULL;
  struct archive_entry *entry;

  zip->bytes = g_bytes_ref (bytes);
  zip->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  reader = open_reader (zip, error);
  if (reader == NULL)
    return NULL;

  while ((entry = next_entry (reader, &local)) != NULL)
    {
      const char *name = archive_entry_pathname (entry);

      if (archive_entry_is_encrypted (entry))
        {
          g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_ENCRYPTED, "The zip file is encrypted");
          return NULL;
        }
      if (g_hash_table_size (zip->names) == MAX_ENTRIES)
        {
          g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_BOMB, "The zip file has too many entries");
          return NULL;
        }
      if (name != NULL)
        g_hash_table_add (zip->names, g_strdup (name));
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&zip);
}

void
cy_zip_free (CyZip *zip)
{
  if (zip == NULL)
    return;

  g_bytes_unref (zip->bytes);
  g_hash_table_unref (zip->names);
  g_free (zip);
}

/** cy_zip_has: Returns: whether there is an entry of that name */
gboolean
cy_zip_has (CyZip      *zip,
            const char *name)
{
  return g_hash_table_contains (zip->names, name);
}

static gboolean
is_bomb (CyZip *zip)
{
  return zip->n_unpacked > MAX_UNPACKED ||
         (zip->n_unpacked > HARMLESS_SIZE && zip->n_unpacked / MAX_RATIO > g_bytes_get_size (zip->bytes));
}

static gboolean
unpack (CyZip            *zip,
        CyArchiveReader  *reader,
        CyXml            *xml,
        GCancellable     *cancellable,
        GError          **error)
{
  for (;;)
    {
      const void *block;
      size_t size;
      la_int64_t offset;
      int result = archive_read_data_block (reader, &block, &size, &offset);

      if (result == ARCHIVE_EOF)
        return cy_xml_finish (xml, error);
      if (result < ARCHIVE_WARN)
        {
          set_damaged (reader, error);
          return FALSE;
        }
      zip->n_unpacked += size;
      if (is_bomb (zip))
        {
          g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_BOMB, "The zip file unpacks to too much");
          return FALSE;
        }
      if (g_cancellable_set_error_if_cancelled (cancellable, error) || !cy_xml_feed (xml, block, size, error))
        return FALSE;
    }
}

/**
 * cy_zip_parse:
 * @name: an entry
 *
 * Unpacks an entry and reads it as XML.
 *
 * Returns: whether all of it was read
 */
gboolean
cy_zip_parse (CyZip               *zip,
              const char          *name,
              const CyXmlHandler  *handler,
              gpointer             data,
              GCancellable        *cancellable,
              GError             **error)
{
  g_autoptr (CyArchiveReader) reader = open_reader (zip, error);
  g_autoptr (CyXml) xml = NULL;
  g_autoptr (GError) local = NULL;
  struct archive_entry *entry;

  if (reader == NULL)
    return FALSE;

  xml = cy_xml_new (handler, data);
  while ((entry = next_entry (reader, &local)) != NULL)
    if (g_strcmp0 (archive_entry_pathname (entry), name) == 0)
      return unpack (zip, reader, xml, cancellable, error);

  if (local == NULL)
    g_set_error_literal (&local, CY_IMPORT_ERROR, CY_IMPORT_ERROR_DAMAGED, "A part of the zip file is missing");
  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}
