#include <glib/gstdio.h>

#include "keys/cy-archive.h"
#include "keys/cy-archive-private.h"
#include "keys/cy-password.h"

/* Quick, for tests only. */
static const CyKdf quick = { .ops = 1, .memory = 16 * 1024 };

typedef struct {
  char *folder;
  char *path;
  char *code;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("chuyan-test-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "office.chuyan", NULL);
  cy_archive_create_with_kdf (f->path, "Lin", "correct horse", &quick, &f->code, &error);
  g_assert_no_error (error);
}

static void
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

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  remove_tree (f->folder);
  g_free (f->folder);
  g_free (f->path);
  cy_password_free (f->code);
}

static CyArchive *
open_archive (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  CyArchive *archive = cy_archive_open (f->path, &error);

  g_assert_no_error (error);
  return archive;
}

static CyArchive *
unlock (Fixture    *f,
        const char *password)
{
  g_autoptr (GError) error = NULL;
  CyArchive *archive = open_archive (f);

  cy_archive_unlock (archive, password, &error);
  g_assert_no_error (error);
  return archive;
}

static void
assert_refused (Fixture    *f,
                const char *password)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyArchive) archive = open_archive (f);

  g_assert_false (cy_archive_unlock (archive, password, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_WRONG_KEY);
  g_assert_true (cy_archive_is_locked (archive));
  g_assert_null (cy_archive_get_db (archive));
}

static void
test_password_opens (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr (CyArchive) archive = unlock (f, "correct horse");
  g_autoptr (GPtrArray) users = NULL;
  g_autoptr (GError) error = NULL;
  CyUser *user;

  g_assert_nonnull (cy_archive_get_db (archive));
  g_assert_nonnull (cy_archive_get_counselling_db (archive));
  g_assert_false (cy_archive_opened_by_recovery (archive));

  users = cy_archive_list_users (archive, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (users->len, ==, 1);
  user = users->pdata[0];
  g_assert_cmpstr (user->name, ==, "Lin");
  g_assert_cmpint (user->role, ==, CY_USER_MANAGER);
  g_assert_true (user->counsellor);
  g_assert_cmpint (user->id, ==, cy_archive_get_user_id (archive));

  cy_archive_lock (archive);
  g_assert_true (cy_archive_is_locked (archive));
  g_assert_null (cy_archive_get_counselling_db (archive));
  cy_archive_unlock (archive, "correct horse", &error);
  g_assert_no_error (error);
}

static void
test_wrong_password (Fixture       *f,
                     gconstpointer  data)
{
  assert_refused (f, "correct horsf");
  assert_refused (f, "");
  assert_refused (f, "\xff\xfe");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/archive/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("password-opens", test_password_opens);
  ADD ("wrong-password", test_wrong_password);
  return g_test_run ();
}
