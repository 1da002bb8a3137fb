#define _GNU_SOURCE             /* F_OFD_SETLK */
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "archive-fixture.h"
#include "keys/cy-password.h"

/* One program at a time holds an archive, also where Flatpak's document portal lends the folder.
 * The linker leads the locks through here. */

int __real_fcntl64 (int fd, int command, ...);
int __wrap_fcntl64 (int fd, int command, ...);

/* Flatpak's document portal keeps no two programs apart that it serves: it grants every lock. Before
 * 1.18.2 it knew none. */
int
__wrap_fcntl64 (int fd,
                int command,
                ...)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree char *name = command == F_OFD_SETLK ? g_file_read_link (link, NULL) : NULL;
  va_list arguments;
  gpointer argument;

  va_start (arguments, command);
  argument = va_arg (arguments, gpointer);
  va_end (arguments);

  if (name != NULL && strstr (name, "/doc/old/") != NULL)
    {
      errno = ENOSYS;
      return -1;
    }

  return name != NULL && strstr (name, "/doc/") != NULL ? 0 : __real_fcntl64 (fd, command, argument);
}

static void
assert_is_in_use (const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cy_archive_open (path, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_IN_USE);
}

static G_NORETURN void
hold_archive (const char *path)
{
  g_autoptr (CyArchive) archive = cy_archive_open (path, NULL);

  g_print ("%s\n", archive != NULL ? "held" : "refused");
  fflush (stdout);
  for (;;)
    pause ();
}

static void
check_second_program (Fixture    *f,
                      const char *program)
{
  g_autoptr (CyArchive) archive = fixture_open (f);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  /* In this program. */
  assert_is_in_use (f->path);
  cy_archive_unlock (archive, PASSWORD, &error);
  g_assert_no_error (error);
  assert_is_in_use (f->path);
  cy_archive_lock (archive);
  assert_is_in_use (f->path);
  g_clear_object (&archive);

  /* In another one, which then dies without a word. */
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--hold", f->path, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_cmpstr (line, ==, "held");
  assert_is_in_use (f->path);
  g_subprocess_send_signal (child, SIGKILL);
  g_assert_true (g_subprocess_wait (child, NULL, &error));
  g_assert_true (fixture_opens (f, PASSWORD));
}

static void
test_second_program (Fixture       *f,
                     gconstpointer  program)
{
  check_second_program (f, program);
}

/* The same where the portal lends the folder, and by whichever of its names. */
static void
test_second_program_in_a_lent_folder (Fixture       *f,
                                      gconstpointer  program)
{
  g_autofree char *lent = g_build_filename (g_get_user_runtime_dir (), "doc", "1a2b3c4d", NULL);
  g_autofree char *other = g_build_filename (g_get_user_runtime_dir (), "doc", "5e6f7081", NULL);
  g_autofree char *other_path = g_build_filename (other, "office.chuyan", NULL);
  g_autoptr (CyArchive) archive = NULL;

  g_assert_cmpint (g_mkdir_with_parents (lent, 0700), ==, 0);
  g_assert_cmpint (symlink (lent, other), ==, 0);
  g_free (f->path);
  cy_password_free (g_steal_pointer (&f->code));
  f->path = g_build_filename (lent, "office.chuyan", NULL);
  g_assert_true (cy_archive_create_with_kdf (f->path, "Lin Xiaohe", PASSWORD, &QUICK_KDF, &f->code, NULL));

  check_second_program (f, program);

  archive = fixture_open (f);
  assert_is_in_use (other_path);
  g_clear_object (&archive);
  g_assert_cmpint (unlink (other), ==, 0);
  remove_tree (lent);
}

/* Where files cannot be locked no archive is opened or made, nor a part of one left. */
static void
test_folder_without_locks (Fixture       *f,
                           gconstpointer  program)
{
  g_autofree char *lent = g_build_filename (g_get_user_runtime_dir (), "doc", "old", NULL);
  g_autofree char *made = g_build_filename (lent, "office.chuyan", NULL);
  g_autofree char *moved = g_build_filename (lent, "moved.chuyan", NULL);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  char *code = NULL;

  g_assert_cmpint (g_mkdir_with_parents (lent, 0700), ==, 0);
  g_assert_false (cy_archive_create_with_kdf (made, "Lin Xiaohe", PASSWORD, &QUICK_KDF, &code, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  dir = g_dir_open (lent, 0, NULL);
  g_assert_null (g_dir_read_name (dir));

  g_assert_cmpint (g_rename (f->path, moved), ==, 0);
  g_assert_null (cy_archive_open (moved, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_READ_ONLY);
  remove_tree (lent);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--hold"))
    hold_archive (argv[2]);

  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/archive-lock/" name, Fixture, argv[0], fixture_set_up, func, fixture_tear_down)
  ADD ("second-program", test_second_program);
  ADD ("second-program-in-a-lent-folder", test_second_program_in_a_lent_folder);
  ADD ("folder-without-locks", test_folder_without_locks);
  return g_test_run ();
}
