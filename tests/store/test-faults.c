#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

#include "cy-db.h"
#include "cy-migrate-private.h"
#include "dump.h"
#include "fault-vfs.h"

/* What becomes of the data when the disk fails, the machine goes down or a page rots. */

static const guint8 key[CY_CONN_KEY_SIZE] = "fictional key of thirty-two byte";

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
script (CyConn     *conn,
        const char *sql)
{
  g_autoptr (GError) error = NULL;

  cy_conn_script (conn, sql, &error);
  g_assert_no_error (error);
}

static CyConn *
open_conn (const char *path)
{
  g_autoptr (GError) error = NULL;
  CyConn *conn = cy_conn_open (path, key, CY_CONN_WRITABLE, &error);

  g_assert_no_error (error);
  return conn;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyConn) conn = NULL;

  fault_vfs_install ();
  f->folder = g_dir_make_tmp ("chuyan-test-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "care.db", NULL);
  cy_migrate (f->path, key, CY_SCHEMA_CARE, &error);
  g_assert_no_error (error);
  conn = open_conn (f->path);
  script (conn, "INSERT INTO unit (kind, name, sort_key) "
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120) "
                "SELECT 3, 'Village ' || i, x'00' FROM n");
}

static void
remove_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  remove_files (f->folder);
  g_rmdir (f->folder);
  g_free (f->folder);
  g_free (f->path);
}

/* The database as it is after everything is over: what it holds, as a hash, if it is sound. */
static char *
dump_file (const char *path)
{
  g_autoptr (CyConn) conn = open_conn (path);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) problems = cy_conn_check (conn, &error);
  g_autofree char *dump = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (problems[0], ==, NULL);
  dump = dump_database (conn, FALSE);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, dump, -1);
}

static void
save (const char *path,
      char      **contents,
      gsize      *size)
{
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, contents, size, &error);
  g_assert_no_error (error);
}

static void
restore (Fixture    *f,
         const char *contents,
         gsize       size)
{
  g_autoptr (GError) error = NULL;

  remove_files (f->folder);
  g_file_set_contents_full (f->path, contents, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* Which operation fails: with the real schema there are some 150, so not each of them. */
#define STEP(lasting) ((lasting) ? 7 : 3)

/* Changes and removes many rows, in tables with triggers and derived tables. */
#define MUCH_WORK \
  "UPDATE unit SET name = name || ' (renamed with many letters, so that pages split)';" \
  "INSERT INTO person (id, uid, created_at, is_child, name, sort_key)" \
  "  SELECT id, CAST(format('%016d', id) AS BLOB), 'today', 1, 'Child ' || id, x'01' FROM unit WHERE id <= 40;" \
  "INSERT INTO child (id, uid, created_at, village_id)" \
  "  SELECT id, CAST(format('%016d', id) AS BLOB), 'today', id FROM person;" \
  "DELETE FROM unit WHERE id > 100;"

/* Returns whether the work is said to be on the disk. */
static gboolean
try_work (Fixture  *f,
          GError  **error)
{
  g_autoptr (CyConn) conn = cy_conn_open (f->path, key, CY_CONN_WRITABLE, error);

  if (conn == NULL || !cy_conn_begin (conn, TRUE, error))
    return FALSE;
  if (cy_conn_script (conn, MUCH_WORK, error) && cy_conn_commit (conn, error))
    return TRUE;

  cy_conn_rollback (conn);
  return FALSE;
}

static void
check_faults (Fixture   *f,
              FaultKind  kind,
              gboolean   lasting)
{
  g_autofree char *contents = NULL;
  g_autofree char *old_dump = dump_file (f->path);
  g_autofree char *new_dump = NULL;
  guint n_old = 0, n_new = 0;
  gsize size;

  save (f->path, &contents, &size);
  g_assert_true (try_work (f, NULL));
  new_dump = dump_file (f->path);
  g_assert_cmpstr (old_dump, !=, new_dump);

  for (guint nth = (guint) g_test_rand_int_range (1, STEP (lasting) + 1);; nth += STEP (lasting))
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *now = NULL;
      gboolean done;
      guint count;

      restore (f, contents, size);
      fault_vfs_arm (kind, nth, lasting);
      done = try_work (f, &error);
      count = fault_vfs_disarm ();

      now = dump_file (f->path);
      if (done)
        g_assert_cmpstr (now, ==, new_dump);
      else
        {
          g_assert_true (g_str_equal (now, old_dump) || g_str_equal (now, new_dump));
          g_assert_true (error->domain == CY_STORE_ERROR);
          g_assert_true (error->code == CY_STORE_ERROR_FULL || error->code == CY_STORE_ERROR_IO);
        }
      if (g_str_equal (now, old_dump))
        n_old++;
      else
        n_new++;
      if (count < nth)
        break;
    }

  g_test_message ("%u times the old, %u times the new", n_old, n_new);
  g_assert_cmpuint (n_old, >, 5);
  g_assert_cmpuint (n_new, >, 1);
}

static void
test_full_once (Fixture       *f,
                gconstpointer  data)
{
  check_faults (f, FAULT_FULL, FALSE);
}

static void
test_full_from_then_on (Fixture       *f,
                        gconstpointer  data)
{
  check_faults (f, FAULT_FULL, TRUE);
}

static void
test_failing_once (Fixture       *f,
                   gconstpointer  data)
{
  check_faults (f, FAULT_IO, FALSE);
}

static void
test_failing_from_then_on (Fixture       *f,
                           gconstpointer  data)
{
  check_faults (f, FAULT_IO, TRUE);
}

/* A full disk, told as one. */
static void
test_full_disk_is_told (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr (CyConn) conn = open_conn (f->path);
  g_autoptr (GError) error = NULL;

  g_assert_true (cy_conn_begin (conn, TRUE, &error));
  g_assert_true (cy_conn_script (conn, MUCH_WORK, &error));
  fault_vfs_arm (FAULT_FULL, 1, TRUE);
  g_assert_false (cy_conn_commit (conn, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_FULL);
  fault_vfs_disarm ();
  cy_conn_rollback (conn);

  /* There is room again: the same connection goes on. */
  g_clear_error (&error);
  g_assert_true (cy_conn_begin (conn, TRUE, &error));
  g_assert_true (cy_conn_script (conn, MUCH_WORK, &error));
  g_assert_true (cy_conn_commit (conn, &error));
  g_assert_no_error (error);
}

/* Rot */

static gboolean
reads_whole (const char  *path,
             GError     **error)
{
  g_autoptr (CyConn) conn = cy_conn_open (path, key, CY_CONN_READ_ONLY, error);

  return conn != NULL && cy_conn_script (conn, "SELECT count(*), max(name) FROM unit NOT INDEXED;", error) &&
         cy_conn_script (conn, "SELECT sum(length(before)) FROM change NOT INDEXED;", error);
}

/* One flipped bit in any page is noticed by the check; what is read of a damaged page is an
 * error and never other data. */
static void
test_damaged_pages (Fixture       *f,
                    gconstpointer  data)
{
  enum { PAGE = 4096 };
  g_autofree char *contents = NULL;
  gsize size;
  guint n_told = 0;

  save (f->path, &contents, &size);
  g_assert_cmpuint (size % PAGE, ==, 0);
  for (gsize page = 0; page < size / PAGE; page++)
    {
      gsize at = page * PAGE + (gsize) g_test_rand_int_range (page == 0 ? 100 : 0, PAGE);
      g_autoptr (CyConn) conn = NULL;
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) problems = NULL;

      contents[at] ^= 0x10;
      restore (f, contents, size);
      contents[at] ^= 0x10;

      if (!reads_whole (f->path, &error))
        {
          n_told++;
          g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_DAMAGED);
          g_clear_error (&error);
        }
      conn = cy_conn_open (f->path, key, CY_CONN_READ_ONLY, &error);
      if (conn == NULL)
        {
          g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_DAMAGED);
          continue;
        }
      problems = cy_conn_check (conn, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_strv_length (problems), >, 0);
    }
  g_assert_cmpuint (n_told, >, 3);
}

static void
test_broken_references (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr (CyConn) conn = open_conn (f->path);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) problems = NULL;

  script (conn, "PRAGMA foreign_keys = OFF; UPDATE unit SET parent_id = 9999 WHERE id = 7;");
  problems = cy_conn_check (conn, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (problems), ==, 1);
  g_assert_cmpstr (problems[0], ==, "reference: unit 7 -> unit");
}

/* Power cuts: a child process that is killed. */

static void
run_child (const char *path)
{
  g_autoptr (CyConn) conn = open_conn (path);
  g_autoptr (GError) error = NULL;

  for (guint i = 1;; i++)
    {
      g_assert_true (cy_conn_begin (conn, TRUE, &error));
      g_assert_true (cy_conn_run (conn, &error, "INSERT INTO unit (id, kind, name, sort_key) VALUES (?, 4, 'School', x'00')",
                                  "i", (gint64) (1000 + 2 * i)));
      /* Between the two the process may go. */
      g_assert_true (cy_conn_run (conn, &error, "UPDATE unit SET name = name || '.' WHERE id <= 120", NULL));
      g_assert_true (cy_conn_run (conn, &error, "INSERT INTO unit (id, kind, name, sort_key) VALUES (?, 5, 'Class', x'00')",
                                  "i", (gint64) (1001 + 2 * i)));
      g_assert_true (cy_conn_commit (conn, &error));
      g_print ("committed\n");
      fflush (stdout);
    }
}

static void
test_killed_while_writing (Fixture       *f,
                           gconstpointer  program)
{
  for (guint round = 0; round < 6; round++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) child = NULL;
      g_autoptr (GDataInputStream) output = NULL;
      g_autoptr (CyConn) conn = NULL;
      g_autofree char *dump = NULL;
      gint64 n_before, n_schools, n_classes, n_dots;
      guint n_told = 0;
      char *line;

      /* Counted before the child begins: it may be quick. */
      conn = open_conn (f->path);
      g_assert_true (cy_conn_int64 (conn, &error, &n_before, "SELECT count(*) FROM unit WHERE kind = 4", NULL));
      g_clear_pointer (&conn, cy_conn_close);

      child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--child", f->path, NULL);
      g_assert_no_error (error);
      output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
      for (guint n = 0; n < 3 + round; n++)
        {
          line = g_data_input_stream_read_line (output, NULL, NULL, &error);
          g_assert_no_error (error);
          g_assert_cmpstr (line, ==, "committed");
          g_free (line);
          n_told++;
        }
      g_subprocess_send_signal (child, SIGKILL);
      while ((line = g_data_input_stream_read_line (output, NULL, NULL, NULL)) != NULL)
        {
          g_free (line);
          n_told++;
        }
      g_assert_true (g_subprocess_wait (child, NULL, &error));

      /* All that was told to be saved is there, and nothing by halves. */
      dump = dump_file (f->path);
      conn = open_conn (f->path);
      g_assert_true (cy_conn_int64 (conn, &error, &n_schools, "SELECT count(*) FROM unit WHERE kind = 4", NULL));
      g_assert_true (cy_conn_int64 (conn, &error, &n_classes, "SELECT count(*) FROM unit WHERE kind = 5", NULL));
      g_assert_true (cy_conn_int64 (conn, &error, &n_dots,
                                    "SELECT length(name) - length(rtrim(name, '.')) FROM unit WHERE id = 120", NULL));
      g_assert_cmpint (n_schools, >=, n_before + n_told);
      g_assert_cmpint (n_schools, ==, n_classes);
      g_assert_cmpint (n_schools, ==, n_dots);
      script (conn, "DELETE FROM unit WHERE id > 1000; UPDATE unit SET name = rtrim(name, '.');");
    }
}

/* Migrations */

static const char *const fake_steps[] = {
  "CREATE TABLE village (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;"
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) "
  "INSERT INTO village (name) SELECT 'Village ' || i FROM n;",
  "ALTER TABLE village ADD COLUMN people INTEGER; UPDATE village SET people = 100 * id;",
  "CREATE TABLE broken (id INTEGER PRIMARY KEY) STRICT; INSERT INTO village (name) VALUES (NULL);",
};

static const CySchemaPlan first = { .application_id = 0x43795465, .version = 1, .steps = fake_steps };
static const CySchemaPlan second = { .application_id = 0x43795465, .version = 2, .steps = fake_steps };
static const CySchemaPlan broken = { .application_id = 0x43795465, .version = 3, .steps = fake_steps };
static const CySchemaPlan foreign = { .application_id = 0x43794361, .version = 2, .steps = fake_steps };

static void
test_migrating_keeps_a_copy (Fixture       *f,
                             gconstpointer  data)
{
  g_autofree char *copy = g_strconcat (f->path, ".before-2", NULL);
  g_autofree char *second_copy = g_strconcat (f->path, ".before-3", NULL);
  g_autofree char *old_dump = NULL;
  g_autofree char *new_dump = NULL;
  g_autofree char *copied = NULL;
  g_autofree char *now = NULL;
  g_autoptr (GError) error = NULL;

  remove_files (f->folder);
  g_assert_true (cy_migrate_by_plan (f->path, key, &first, &error));
  g_assert_no_error (error);
  old_dump = dump_file (f->path);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));

  g_assert_true (cy_migrate_by_plan (f->path, key, &second, &error));
  g_assert_no_error (error);
  new_dump = dump_file (f->path);
  g_assert_cmpstr (new_dump, !=, old_dump);
  copied = dump_file (copy);
  g_assert_cmpstr (copied, ==, old_dump);

  /* A step that fails leaves all as it was. */
  g_assert_false (cy_migrate_by_plan (f->path, key, &broken, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_CONSTRAINT);
  g_clear_error (&error);
  now = dump_file (f->path);
  g_assert_cmpstr (now, ==, new_dump);
  g_clear_pointer (&copied, g_free);
  copied = dump_file (second_copy);
  g_assert_cmpstr (copied, ==, new_dump);
}

/* A newer or foreign database is refused and its bytes stay as they are. */
static void
test_migrating_refuses (Fixture       *f,
                        gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  gsize n_before, n_after;

  remove_files (f->folder);
  g_assert_true (cy_migrate_by_plan (f->path, key, &second, &error));
  save (f->path, &before, &n_before);
  g_assert_false (cy_migrate_by_plan (f->path, key, &first, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NEWER);
  g_clear_error (&error);
  g_assert_false (cy_migrate_by_plan (f->path, key, &foreign, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ARCHIVE);
  save (f->path, &after, &n_after);
  g_assert_cmpmem (before, n_before, after, n_after);

  dir = g_dir_open (f->folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "care.db");
  g_assert_null (g_dir_read_name (dir));
}

static void
test_migrating_on_a_failing_disk (Fixture       *f,
                                  gconstpointer  data)
{
  g_autofree char *copy = g_strconcat (f->path, ".before-2", NULL);
  g_autofree char *contents = NULL;
  g_autofree char *old_dump = NULL;
  g_autofree char *new_dump = NULL;
  guint n_failed = 0;
  gsize size;

  remove_files (f->folder);
  g_assert_true (cy_migrate_by_plan (f->path, key, &first, NULL));
  save (f->path, &contents, &size);
  old_dump = dump_file (f->path);
  g_assert_true (cy_migrate_by_plan (f->path, key, &second, NULL));
  new_dump = dump_file (f->path);

  for (guint nth = 1;; nth++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *now = NULL;
      gboolean done;
      guint count;

      restore (f, contents, size);
      fault_vfs_arm (nth % 2 == 0 ? FAULT_FULL : FAULT_IO, nth, TRUE);
      done = cy_migrate_by_plan (f->path, key, &second, &error);
      count = fault_vfs_disarm ();

      now = dump_file (f->path);
      g_assert_true (g_str_equal (now, new_dump) || (!done && g_str_equal (now, old_dump)));
      if (g_file_test (copy, G_FILE_TEST_EXISTS))
        {
          g_autofree char *copied = dump_file (copy);

          g_assert_cmpstr (copied, ==, old_dump);
        }
      else
        g_assert_cmpstr (now, ==, old_dump);
      n_failed += !done;
      if (count < nth)
        break;
    }
  g_assert_cmpuint (n_failed, >, 5);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    {
      run_child (argv[2]);
      return 0;
    }

  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/faults/" name, Fixture, argv[0], set_up, func, tear_down)
  ADD ("full-once", test_full_once);
  ADD ("full-from-then-on", test_full_from_then_on);
  ADD ("failing-once", test_failing_once);
  ADD ("failing-from-then-on", test_failing_from_then_on);
  ADD ("full-disk-is-told", test_full_disk_is_told);
  ADD ("damaged-pages", test_damaged_pages);
  ADD ("broken-references", test_broken_references);
  ADD ("killed-while-writing", test_killed_while_writing);
  ADD ("migrating-keeps-a-copy", test_migrating_keeps_a_copy);
  ADD ("migrating-refuses", test_migrating_refuses);
  ADD ("migrating-on-a-failing-disk", test_migrating_on_a_failing_disk);
  return g_test_run ();
}
