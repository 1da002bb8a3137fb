#include "archive-fixture.h"

#include "keys/cy-password.h"

#include <glib/gstdio.h>

void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
fixture_set_up (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("chuyan-test-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "office.chuyan", NULL);
  cy_archive_create_with_kdf (f->path, "Lin Xiaohe", PASSWORD, &QUICK_KDF, &f->code, &error);
  g_assert_no_error (error);
}

void
fixture_tear_down (Fixture       *f,
                   gconstpointer  data)
{
  remove_tree (f->folder);
  g_free (f->folder);
  g_free (f->path);
  cy_password_free (f->code);
}

CyArchive *
fixture_open (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  CyArchive *archive = cy_archive_open (f->path, &error);

  g_assert_no_error (error);
  return archive;
}

CyArchive *
fixture_unlock (Fixture    *f,
                const char *password)
{
  g_autoptr (GError) error = NULL;
  CyArchive *archive = fixture_open (f);

  cy_archive_unlock (archive, password, &error);
  g_assert_no_error (error);
  return archive;
}

gboolean
fixture_opens (Fixture    *f,
               const char *password)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyArchive) archive = fixture_open (f);

  if (cy_archive_unlock (archive, password, &error))
    return TRUE;

  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_WRONG_KEY);
  g_assert_true (cy_archive_is_locked (archive));
  g_assert_null (cy_archive_get_db (archive));
  g_assert_null (cy_archive_get_counselling_db (archive));
  return FALSE;
}

char *
fixture_file (Fixture    *f,
              const char *name)
{
  return g_build_filename (f->path, name, NULL);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(char **) a, *(char **) b);
}

char *
fixture_state (Fixture *f)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (f->path, 0, NULL);
  GString *state = g_string_new (NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (!g_str_equal (name, "lock"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = fixture_file (f, names->pdata[i]);
      g_autofree char *contents = NULL;
      g_autofree char *hash = NULL;
      gsize size = 0;

      g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
      hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) contents, size);
      g_string_append_printf (state, "%s %" G_GSIZE_FORMAT " %s\n", (char *) names->pdata[i], size, hash);
    }

  return g_string_free (state, FALSE);
}
