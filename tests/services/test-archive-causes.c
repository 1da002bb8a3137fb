#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive-fixture.h"
#include "keys/cy-password.h"

/* Everything that keeps an archive from opening or being written: each is told by its cause,
 * and nothing is written or lost. */

/* The disk under archive.json, made to fail: the linker leads these calls here. */

ssize_t __real_write  (int fd, const void *data, size_t size);
int     __real_fsync  (int fd);
int     __real_rename (const char *from, const char *to);
ssize_t __wrap_write  (int fd, const void *data, size_t size);
int     __wrap_fsync  (int fd);
int     __wrap_rename (const char *from, const char *to);

static struct {
  int code;                     /* an errno; 0 while nothing fails */
  guint nth;
  guint count;
} fault;

static gboolean
fails (const char *name)
{
  if (fault.code == 0 || (strstr (name, "archive.json") == NULL && !g_str_has_suffix (name, ".chuyan")))
    return FALSE;

  errno = fault.code;
  return ++fault.count == fault.nth;
}

static gboolean
fails_on (int fd)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree char *name = fault.code != 0 ? g_file_read_link (link, NULL) : NULL;

  return name != NULL && fails (name);
}

ssize_t
__wrap_write (int         fd,
              const void *data,
              size_t      size)
{
  if (!fails_on (fd))
    return __real_write (fd, data, size);

  size = size / 2;
  if (__real_write (fd, data, size) < 0)
    g_assert_not_reached ();
  errno = fault.code;
  return -1;
}

int
__wrap_fsync (int fd)
{
  return fails_on (fd) ? -1 : __real_fsync (fd);
}

int
__wrap_rename (const char *from,
               const char *to)
{
  return fails (to) ? -1 : __real_rename (from, to);
}

/* Opening */

static void
assert_does_not_open (const char *path,
                      int         code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cy_archive_open (path, &error));
  g_assert_error (error, CY_STORE_ERROR, code);
}

static void
assert_does_not_unlock (Fixture    *f,
                        const char *password,
                        int         code)
{
  g_autofree char *before = fixture_state (f);
  g_autofree char *after = NULL;
  g_autoptr (CyArchive) archive = fixture_open (f);
  g_autoptr (GError) error = NULL;

  g_assert_false (cy_archive_unlock (archive, password, &error));
  g_assert_error (error, CY_STORE_ERROR, code);
  g_assert_true (cy_archive_is_locked (archive));
  g_clear_object (&archive);
  after = fixture_state (f);
  g_assert_cmpstr (before, ==, after);
}

static char *
read_keys (Fixture *f)
{
  g_autofree char *path = fixture_file (f, "archive.json");
  char *text;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
write_file (Fixture    *f,
            const char *name,
            const char *data,
            gsize       size)
{
  g_autofree char *path = fixture_file (f, name);

  g_assert_true (g_file_set_contents_full (path, data, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
write_keys (Fixture    *f,
            const char *text)
{
  write_file (f, "archive.json", text, strlen (text));
}

static void
test_not_an_archive (Fixture       *f,
                     gconstpointer  data)
{
  g_autofree char *nowhere = g_build_filename (f->folder, "nowhere", NULL);
  g_autofree char *empty = g_build_filename (f->folder, "empty", NULL);
  g_autofree char *file = fixture_file (f, "care.db");
  g_autoptr (GDir) dir = NULL;

  assert_does_not_open (nowhere, CY_STORE_ERROR_NOT_FOUND);
  g_assert_cmpint (g_mkdir (empty, 0700), ==, 0);
  assert_does_not_open (empty, CY_STORE_ERROR_NOT_ARCHIVE);
  dir = g_dir_open (empty, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
  assert_does_not_open (file, CY_STORE_ERROR_NOT_ARCHIVE);

  write_keys (f, "{ \"name\": \"a web page\", \"version\": \"1\" }");
  assert_does_not_open (f->path, CY_STORE_ERROR_NOT_ARCHIVE);
}

static char *
replace (const char *text,
         const char *old_part,
         const char *new_part)
{
  GString *changed = g_string_new (text);

  g_assert_cmpuint (g_string_replace (changed, old_part, new_part, 1), ==, 1);
  return g_string_free (changed, FALSE);
}

static void
test_newer (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *keys = read_keys (f);
  g_autofree char *newer = replace (keys, "\"version\" : 1", "\"version\" : 2");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  write_keys (f, newer);
  before = fixture_state (f);
  assert_does_not_open (f->path, CY_STORE_ERROR_NEWER);
  after = fixture_state (f);
  g_assert_cmpstr (before, ==, after);
}

static gpointer
version_job (CyConn        *conn,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  cy_conn_script (conn, "PRAGMA user_version = 99", error);
  return NULL;
}

static void
test_newer_database (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr (CyArchive) archive = fixture_unlock (f, PASSWORD);
  g_autoptr (GError) error = NULL;

  cy_db_run (cy_archive_get_db (archive), CY_DB_WRITE, version_job, NULL, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&archive);
  assert_does_not_unlock (f, PASSWORD, CY_STORE_ERROR_NEWER);
}

/* archive.json cut off anywhere, or with any letter changed: it is told as damaged or the
 * password opens nothing; it never opens as something else, and never crashes. */
static void
test_damaged_keys (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *keys = read_keys (f);
  gsize length = strlen (keys);

  for (gsize cut = 0; cut < length - 1; cut += 13)
    {
      write_file (f, "archive.json", keys, cut);
      assert_does_not_open (f->path, CY_STORE_ERROR_DAMAGED);
    }

  for (gsize at = 0; at < length; at += 7)
    {
      g_autofree char *changed = g_strdup (keys);
      g_autoptr (CyArchive) archive = NULL;
      g_autoptr (GError) error = NULL;

      changed[at] = changed[at] == 'x' ? 'y' : 'x';
      write_keys (f, changed);
      archive = cy_archive_open (f->path, &error);
      if (archive != NULL && cy_archive_unlock (archive, PASSWORD, &error))
        continue;               /* a blank, or a part of the recovery slot */
      g_assert_true (g_error_matches (error, CY_STORE_ERROR, CY_STORE_ERROR_DAMAGED) ||
                     g_error_matches (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ARCHIVE) ||
                     g_error_matches (error, CY_STORE_ERROR, CY_STORE_ERROR_WRONG_KEY));
    }

  write_keys (f, keys);
  g_assert_true (fixture_opens (f, PASSWORD));
}

/* A file must not make the program spend hours or all memory on a password. */
static void
test_greedy_keys (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *keys = read_keys (f);
  g_autofree char *memory = replace (keys, "\"memory\" : 16384", "\"memory\" : 1000000000000");
  g_autofree char *negative = replace (keys, "\"memory\" : 16384", "\"memory\" : -1");
  g_autofree char *passes = replace (keys, "\"ops\" : 1", "\"ops\" : 1000000");
  g_autofree char *deep = g_strnfill (200000, '[');

  write_keys (f, memory);
  assert_does_not_open (f->path, CY_STORE_ERROR_DAMAGED);
  write_keys (f, negative);
  assert_does_not_open (f->path, CY_STORE_ERROR_DAMAGED);
  write_keys (f, passes);
  assert_does_not_open (f->path, CY_STORE_ERROR_DAMAGED);
  write_keys (f, deep);
  assert_does_not_open (f->path, CY_STORE_ERROR_DAMAGED);
}

/* A key slot of another archive, put into this one, opens nothing. */
static void
test_a_slot_of_another_archive (Fixture       *f,
                                gconstpointer  data)
{
  g_autofree char *keys = read_keys (f);
  g_autofree char *other = g_build_filename (f->folder, "other.chuyan", NULL);
  g_autofree char *other_keys_path = g_build_filename (other, "archive.json", NULL);
  g_autofree char *other_keys = NULL;
  g_autofree char *mixed = NULL;
  g_autoptr (GError) error = NULL;
  char *code = NULL;

  g_assert_true (cy_archive_create_with_kdf (other, "Mallory", "mallorys own", &QUICK_KDF, &code, &error));
  cy_password_free (code);
  g_assert_true (g_file_get_contents (other_keys_path, &other_keys, NULL, NULL));
  mixed = g_strdup_printf ("%.*s%s", (int) (strstr (keys, "\"slots\"") - keys), keys, strstr (other_keys, "\"slots\""));
  write_keys (f, mixed);
  assert_does_not_unlock (f, "mallorys own", CY_STORE_ERROR_WRONG_KEY);
}

static void
test_wrong_passwords (Fixture       *f,
                      gconstpointer  data)
{
  assert_does_not_unlock (f, "correct horsf", CY_STORE_ERROR_WRONG_KEY);
  assert_does_not_unlock (f, "", CY_STORE_ERROR_WRONG_KEY);
  assert_does_not_unlock (f, "\xff\xfe", CY_STORE_ERROR_WRONG_KEY);
}

/* A database that is gone is not made anew: that would hide the loss. */
static void
test_missing_database (Fixture       *f,
                       gconstpointer  data)
{
  static const char *const names[] = { "care.db", "counselling.db" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = fixture_file (f, names[i]);
      g_autofree char *contents = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
      g_assert_cmpint (g_unlink (path), ==, 0);
      assert_does_not_unlock (f, PASSWORD, CY_STORE_ERROR_DAMAGED);
      write_file (f, names[i], "", 0);
      assert_does_not_unlock (f, PASSWORD, CY_STORE_ERROR_DAMAGED);

      contents[500] ^= 1;
      write_file (f, names[i], contents, size);
      assert_does_not_unlock (f, PASSWORD, CY_STORE_ERROR_DAMAGED);
      contents[500] ^= 1;
      write_file (f, names[i], contents, size);
    }
  g_assert_true (fixture_opens (f, PASSWORD));
}

/* A folder that may not be written. Root may write anything, so this is done by nobody. */
static void
test_read_only_folder (void)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  if (geteuid () == 0 && (setgid (65534) < 0 || setuid (65534) < 0))
    {
      g_test_skip ("root cannot become somebody else here");
      return;
    }

  {
    Fixture f = { 0 };
    g_autofree char *inner = NULL;
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;
    g_autofree char *code = NULL;
    g_autoptr (GError) error = NULL;

    fixture_set_up (&f, NULL);
    inner = g_build_filename (f.path, "inner.chuyan", NULL);
    before = fixture_state (&f);
    g_assert_cmpint (g_chmod (f.path, 0500), ==, 0);
    assert_does_not_open (f.path, CY_STORE_ERROR_READ_ONLY);
    g_assert_false (cy_archive_create_with_kdf (inner, "Wang", "another one", &QUICK_KDF, &code, &error));
    g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_READ_ONLY);
    after = fixture_state (&f);
    g_assert_cmpstr (before, ==, after);
    g_assert_cmpint (g_chmod (f.path, 0700), ==, 0);
    g_assert_true (fixture_opens (&f, PASSWORD));
    fixture_tear_down (&f, NULL);
  }
}

/* A full or failing disk while the keys are written */

typedef gboolean (*Change) (CyArchive *archive, GError **error);

static gboolean
change_password (CyArchive  *archive,
                 GError    **error)
{
  return cy_archive_change_password (archive, PASSWORD, "a new password", error);
}

static gboolean
add_user (CyArchive  *archive,
          GError    **error)
{
  return cy_archive_add_user (archive, "Wang", "a new password", CY_USER_MEMBER, FALSE, error) != 0;
}

static void
check_change (Fixture  *f,
              Change    change,
              gboolean  old_opens_after)
{
  g_autofree char *keys = read_keys (f);
  guint n_failed = 0;

  for (guint nth = 1;; nth++)
    {
      g_autoptr (CyArchive) archive = fixture_unlock (f, PASSWORD);
      g_autoptr (GError) error = NULL;
      g_autofree char *now = NULL;
      g_autofree char *left_over = fixture_file (f, "archive.json.new");
      int cause = nth % 2 == 0 ? CY_STORE_ERROR_IO : CY_STORE_ERROR_FULL;
      gboolean changed;
      guint count;

      fault.code = nth % 2 == 0 ? EIO : ENOSPC;
      fault.nth = nth;
      fault.count = 0;
      changed = change (archive, &error);
      count = fault.count;
      fault.code = 0;

      g_assert_false (g_file_test (left_over, G_FILE_TEST_EXISTS));
      now = read_keys (f);
      g_assert_cmpint (g_str_equal (now, keys), ==, !changed);
      if (!changed)
        {
          g_autoptr (GPtrArray) users = cy_archive_list_users (archive, NULL);

          n_failed++;
          g_assert_error (error, CY_STORE_ERROR, cause);
          g_assert_cmpuint (users->len, ==, 1);

          /* The archive in hand has not taken the change over either. */
          g_clear_error (&error);
          g_assert_true (cy_archive_set_password (archive, 1, "yet another one", &error));
          g_assert_no_error (error);
        }
      g_clear_object (&archive);
      if (changed)
        {
          g_assert_true (fixture_opens (f, "a new password"));
          g_assert_cmpint (fixture_opens (f, PASSWORD), ==, old_opens_after);
        }
      else
        g_assert_false (fixture_opens (f, "a new password"));

      write_keys (f, keys);
      if (count < nth)
        break;
    }
  g_assert_cmpuint (n_failed, >=, 3);
}

static void
test_disk_fails_under_a_password (Fixture       *f,
                                  gconstpointer  data)
{
  check_change (f, change_password, FALSE);
}

static void
test_disk_fails_under_a_user (Fixture       *f,
                              gconstpointer  data)
{
  check_change (f, add_user, TRUE);
}

/* Whatever fails while an archive is made, no part of one is left. */
static void
test_disk_fails_under_creation (Fixture       *f,
                                gconstpointer  data)
{
  for (guint nth = 1;; nth++)
    {
      g_autofree char *path = g_strdup_printf ("%s/made-%u.chuyan", f->folder, nth);
      g_autoptr (GDir) dir = NULL;
      g_autoptr (GError) error = NULL;
      const char *name;
      gboolean made;
      guint count;
      char *code = NULL;

      fault.code = ENOSPC;
      fault.nth = nth;
      fault.count = 0;
      made = cy_archive_create_with_kdf (path, "Wang", "another one", &QUICK_KDF, &code, &error);
      count = fault.count;
      fault.code = 0;
      cy_password_free (code);

      if (made)
        {
          g_assert_no_error (error);
          remove_tree (path);
        }
      else
        g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_FULL);
      dir = g_dir_open (f->folder, 0, NULL);
      while ((name = g_dir_read_name (dir)) != NULL)
        g_assert_cmpstr (name, ==, "office.chuyan");
      if (count < nth)
        break;
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/causes/" name, Fixture, argv[0], fixture_set_up, func, fixture_tear_down)
  ADD ("not-an-archive", test_not_an_archive);
  ADD ("newer", test_newer);
  ADD ("newer-database", test_newer_database);
  ADD ("damaged-keys", test_damaged_keys);
  ADD ("greedy-keys", test_greedy_keys);
  ADD ("a-slot-of-another-archive", test_a_slot_of_another_archive);
  ADD ("wrong-passwords", test_wrong_passwords);
  ADD ("missing-database", test_missing_database);
  ADD ("disk-fails-under-a-password", test_disk_fails_under_a_password);
  ADD ("disk-fails-under-a-user", test_disk_fails_under_a_user);
  ADD ("disk-fails-under-creation", test_disk_fails_under_creation);
  g_test_add_func ("/causes/read-only-folder", test_read_only_folder);
  return g_test_run ();
}
