#include <archive.h>
#include <archive_entry.h>
#include <glib.h>
#include <stdint.h>
#include <string.h>

/* Feeds fuzz-import.c with the rosters of the fixtures, changed at random but the same each
 * time: bytes flipped, cut out, doubled, put in from elsewhere. Of zip files the parts are
 * changed, and packed anew, so that the changes get past the checksums. Bounded in time. */

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

#define SECONDS 20
#define ROUNDS 60

static GBytes *
mutate (GRand  *rand,
        GBytes *bytes)
{
  static const char *const tokens[] = { "\"", "<", ">", "&x;", "]]>", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "\xff", "\0\0\0\0", "99999999999",
                                        "-1", "r=\"XFD1048577\"", "姓名", "\n", ",", "number-rows-repeated=\"9999999\"" };
  g_autoptr (GByteArray) array = g_byte_array_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  int n = g_rand_int_range (rand, 1, 6);

  g_byte_array_append (array, data, (guint) size);
  for (int i = 0; i < n && array->len > 4; i++)
    {
      guint at = (guint) g_rand_int_range (rand, 0, (gint32) array->len);
      guint length = (guint) g_rand_int_range (rand, 1, 64);
      const char *token = tokens[g_rand_int_range (rand, 0, G_N_ELEMENTS (tokens))];

      switch (g_rand_int_range (rand, 0, 5))
        {
        case 0:
          array->data[at] ^= (guint8) (1 << g_rand_int_range (rand, 0, 8));
          break;
        case 1:
          array->data[at] = (guint8) g_rand_int_range (rand, 0, 256);
          break;
        case 2:
          g_byte_array_remove_range (array, at, MIN (length, array->len - at));
          break;
        case 3:
          g_byte_array_set_size (array, MAX (at, 1));
          break;
        default:
          length = MIN ((guint) strlen (token), array->len - at);
          memcpy (array->data + at, token, length);
          break;
        }
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&array));
}

typedef struct {
  char *name;
  GBytes *content;
} Part;

static void
part_clear (Part *part)
{
  g_free (part->name);
  g_bytes_unref (part->content);
}

static GArray *
unpack (GBytes *bytes)
{
  struct archive *reader = archive_read_new ();
  struct archive_entry *entry;
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (Part));
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  g_array_set_clear_func (parts, (GDestroyNotify) part_clear);
  archive_read_support_format_zip (reader);
  archive_read_open_memory (reader, data, size);
  while (archive_read_next_header (reader, &entry) == ARCHIVE_OK)
    {
      g_autoptr (GByteArray) content = g_byte_array_new ();
      Part part = { .name = g_strdup (archive_entry_pathname (entry)) };
      guint8 buffer[4096];
      la_ssize_t n;

      while ((n = archive_read_data (reader, buffer, sizeof buffer)) > 0)
        g_byte_array_append (content, buffer, (guint) n);
      part.content = g_byte_array_free_to_bytes (g_steal_pointer (&content));
      g_array_append_val (parts, part);
    }
  archive_read_free (reader);

  return parts;
}

static GBytes *
pack (GArray *parts,
      guint   changed,
      GBytes *content)
{
  struct archive *writer = archive_write_new ();
  gsize capacity = 4 * 1024 * 1024, used = 0;
  g_autofree guint8 *buffer = g_malloc (capacity);

  archive_write_set_format_zip (writer);
  archive_write_set_options (writer, "zip:compression=store");
  archive_write_set_bytes_in_last_block (writer, 1);
  archive_write_open_memory (writer, buffer, capacity, &used);
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);
      struct archive_entry *entry = archive_entry_new ();
      gsize size;
      const void *data = g_bytes_get_data (i == changed ? content : part->content, &size);

      archive_entry_set_pathname (entry, part->name);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_size (entry, (la_int64_t) size);
      archive_write_header (writer, entry);
      archive_write_data (writer, data, size);
      archive_entry_free (entry);
    }
  archive_write_close (writer);
  archive_write_free (writer);

  return g_bytes_new (buffer, used);
}

static GBytes *
mutate_part (GRand  *rand,
             GBytes *bytes)
{
  g_autoptr (GArray) parts = unpack (bytes);
  guint changed = (guint) g_rand_int_range (rand, 0, (gint32) parts->len);
  g_autoptr (GBytes) content = mutate (rand, g_array_index (parts, Part, changed).content);

  return pack (parts, changed, content);
}

static void
test_mutations (gconstpointer data)
{
  const char *path = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260910);
  gint64 end = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
  gsize size;
  gboolean zip;

  g_file_get_contents (path, &content, &size, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new (content, size);
  zip = size > 4 && memcmp (content, "PK\x03\x04", 4) == 0;

  for (int i = 0; i < ROUNDS && g_get_monotonic_time () < end; i++)
    {
      g_autoptr (GBytes) changed = zip && i % 4 != 0 ? mutate_part (rand, bytes) : mutate (rand, bytes);
      gsize changed_size;
      const guint8 *changed_data = g_bytes_get_data (changed, &changed_size);

      LLVMFuzzerTestOneInput (changed_data, changed_size);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = g_build_filename (g_getenv ("CHUYAN_FIXTURES"), "rosters", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (!g_str_has_suffix (name, ".json"))
      {
        g_autofree char *test = g_strdup_printf ("/import/mutations/%s", name);

        g_ptr_array_add (names, g_build_filename (folder, name, NULL));
        g_test_add_data_func (test, g_ptr_array_index (names, names->len - 1), test_mutations);
      }

  return g_test_run ();
}
