#include <glib/gstdio.h>
#include <string.h>

#include "cy-draft-store.h"
#include "cy-history.h"
#include "cy-migrate.h"
#include "cy-note-store.h"
#include "cy-setting-store.h"
#include "cy-user-store.h"
#include "dump.h"

typedef struct {
  char *folder;
  CyConn *care;
  CyConn *counselling;
} Fixture;

static CyConn *
new_database (Fixture    *f,
              const char *name,
              CySchema    schema)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  CyConn *conn;

  cy_migrate (path, NULL, schema, &error);
  g_assert_no_error (error);
  conn = cy_conn_open (path, NULL, CY_CONN_WRITABLE, &error);
  g_assert_no_error (error);
  cy_conn_set_actor (conn, 1);

  return conn;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = g_dir_make_tmp ("chuyan-test-XXXXXX", NULL);
  f->care = new_database (f, "care.db", CY_SCHEMA_CARE);
  f->counselling = new_database (f, "counselling.db", CY_SCHEMA_COUNSELLING);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  cy_conn_close (f->care);
  cy_conn_close (f->counselling);
  dir = g_dir_open (f->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (f->folder);
  g_free (f->folder);
}

static gint64
begin (CyConn *conn)
{
  g_autoptr (GError) error = NULL;

  cy_conn_begin (conn, TRUE, &error);
  g_assert_no_error (error);
  return cy_conn_get_batch (conn);
}

static void
commit (CyConn *conn)
{
  g_autoptr (GError) error = NULL;

  cy_conn_commit (conn, &error);
  g_assert_no_error (error);
}

static void
script (CyConn     *conn,
        const char *sql)
{
  g_autoptr (GError) error = NULL;

  cy_conn_script (conn, sql, &error);
  g_assert_no_error (error);
}

/* Does one transaction and returns its number. */
static gint64
write_batch (CyConn     *conn,
             const char *sql)
{
  gint64 batch = begin (conn);

  script (conn, sql);
  commit (conn);
  return batch;
}

static gint64
undo (CyConn *conn,
      gint64  batch)
{
  g_autoptr (GError) error = NULL;
  gint64 own = begin (conn);

  cy_history_undo_batch (conn, batch, &error);
  g_assert_no_error (error);
  commit (conn);
  return own;
}

static void
assert_dump (CyConn     *conn,
             const char *expected)
{
  g_autofree char *now = dump_database (conn, FALSE);

  g_assert_cmpstr (now, ==, expected);
}

static void
assert_undo_refused (CyConn *conn,
                     gint64  batch,
                     int     code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = dump_database (conn, TRUE);
  g_autofree char *after = NULL;

  begin (conn);
  g_assert_false (cy_history_undo_batch (conn, batch, &error));
  g_assert_error (error, CY_STORE_ERROR, code);
  cy_conn_rollback (conn);
  after = dump_database (conn, TRUE);
  g_assert_cmpstr (before, ==, after);
}

#define FAMILY \
  "INSERT INTO unit (id, kind, name, sort_key) VALUES (1, 3, 'Bridge Village', x'01'), (2, 3, 'Mill Village', x'02');" \
  "INSERT INTO person (id, is_child, name, sort_key) VALUES (1, 1, 'Ming', x'05'), (2, 0, 'Grandmother Sun', x'06');" \
  "INSERT INTO child (id, village_id) VALUES (1, 1);" \
  "INSERT INTO relation (id, child_id, person_id, kin, role) VALUES (1, 1, 2, 'grandmother', 1);"

static void
test_history_names_what_changed (Fixture       *f,
                                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  CyChange *change;
  CyFieldChange *field;
  gint64 batch;

  begin (f->care);
  g_assert_cmpint (cy_user_insert (f->care, "slot", "Lin", CY_USER_MANAGER, TRUE, &error), ==, 1);
  commit (f->care);
  write_batch (f->care, FAMILY);
  batch = write_batch (f->care, "UPDATE child SET village_id = 2, lodging = 'boards', " CY_SQL_TOUCH " WHERE id = 1;"
                                "UPDATE person SET phone = '13800000000', photo = x'00ff' WHERE id = 2;"
                                "UPDATE person SET phone = '1' WHERE id = 999;");

  changes = cy_history_of_child (f->care, 1, 100, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (changes->len, ==, 6);

  change = changes->pdata[0];
  g_assert_cmpstr (change->table, ==, "person");
  g_assert_cmpstr (change->subject, ==, "Grandmother Sun");
  g_assert_cmpint (change->batch, ==, batch);
  change = changes->pdata[1];
  g_assert_cmpstr (change->table, ==, "child");
  g_assert_cmpint (change->op, ==, CY_CHANGE_UPDATE);
  g_assert_cmpstr (change->by_name, ==, "Lin");
  g_assert_cmpuint (change->fields->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      field = change->fields->pdata[i];
      if (g_str_equal (field->field, "village_id"))
        {
          g_assert_cmpstr (field->before, ==, "Bridge Village");
          g_assert_cmpstr (field->after, ==, "Mill Village");
        }
      else
        {
          g_assert_cmpstr (field->field, ==, "lodging");
          g_assert_null (field->before);
          g_assert_cmpstr (field->after, ==, "boards");
        }
    }
  change = changes->pdata[5];
  g_assert_cmpint (change->op, ==, CY_CHANGE_INSERT);
}

static void
test_undo_restores (Fixture       *f,
                    gconstpointer  data)
{
  g_autofree char *empty = dump_database (f->care, FALSE);
  g_autofree char *full = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *now = NULL;
  gint64 first, second, redo;

  first = write_batch (f->care, FAMILY);
  full = dump_database (f->care, FALSE);
  second = write_batch (f->care, "UPDATE person SET name = 'Ming''s \"double\" ☂', photo = x'00ff00', birth = '2015-03-05' WHERE id = 1;"
                                 "UPDATE person SET name = 'again' WHERE id = 1;"
                                 "DELETE FROM relation WHERE id = 1;"
                                 "UPDATE person SET deleted_at = cy_now() WHERE id = 2;"
                                 "INSERT INTO flag (child_id, code) VALUES (1, 'id_checksum');"
                                 "UPDATE flag SET detail = 'x';");
  changed = dump_database (f->care, FALSE);

  redo = undo (f->care, second);
  now = dump_database (f->care, FALSE);
  g_assert_cmpstr (now, ==, full);

  /* Undoing the undoing does it again. */
  redo = undo (f->care, redo);
  g_free (now);
  now = dump_database (f->care, FALSE);
  g_assert_cmpstr (now, ==, changed);

  undo (f->care, redo);
  undo (f->care, first);
  g_free (now);
  now = dump_database (f->care, FALSE);
  g_assert_cmpstr (now, ==, empty);
}

static void
test_undo_meets_later_work (Fixture       *f,
                            gconstpointer  data)
{
  gint64 family = write_batch (f->care, FAMILY);
  gint64 renamed = write_batch (f->care, "UPDATE person SET name = 'B', phone = '1' WHERE id = 1");
  gint64 other = write_batch (f->care, "UPDATE person SET health = 'good' WHERE id = 1");
  gint64 flagged, users;

  /* Another field of the same row does not stand in the way. */
  undo (f->care, renamed);
  assert_undo_refused (f->care, renamed, CY_STORE_ERROR_CONFLICT);

  /* The row itself does: what others wrote into it would be lost. */
  assert_undo_refused (f->care, family, CY_STORE_ERROR_CONFLICT);
  undo (f->care, other);

  /* Another record that refers to it does as well. */
  flagged = write_batch (f->care, "INSERT INTO flag (child_id, code) VALUES (1, 'poor')");
  assert_undo_refused (f->care, family, CY_STORE_ERROR_CONFLICT);
  undo (f->care, flagged);
  undo (f->care, family);
  assert_undo_refused (f->care, family, CY_STORE_ERROR_CONFLICT);
  assert_undo_refused (f->care, 1, CY_STORE_ERROR_NOT_FOUND);

  users = write_batch (f->care, "INSERT INTO user (name) VALUES ('Lin')");
  assert_undo_refused (f->care, users, CY_STORE_ERROR_NOT_ALLOWED);
}

/* A value of every kind that a column can hold. */
static char *
random_text (void)
{
  static const char * const texts[] = { "NULL", "''", "'plain'", "'quote '' and \"'", "'汉字 ☂'", "'{\"a\":1}'", "'12'", "'a\nb\\'" };

  return g_strdup (texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))]);
}

static char *
random_write (void)
{
  g_autofree char *text = random_text ();
  int a = g_test_rand_int_range (1, 12), b = g_test_rand_int_range (1, 12);

  switch (g_test_rand_int_range (0, 16))
    {
    case 0:
      return g_strdup_printf ("INSERT OR IGNORE INTO person (id, is_child, name, sort_key, note) VALUES (%d, 1, 'P', x'01', %s)", a, text);
    case 1:
      return g_strdup_printf ("INSERT OR IGNORE INTO child (id, character) SELECT id, %s FROM person WHERE id = %d", text, a);
    case 2:
      return g_strdup_printf ("UPDATE person SET note = %s, photo = x'00%02x', sex = %d WHERE id = %d", text, b, b, a);
    case 3:
      return g_strdup_printf ("UPDATE person SET photo = NULL, note = %s WHERE id = %d", text, a);
    case 4:
      return g_strdup_printf ("UPDATE child SET disabled = %d, lodging = %s WHERE id = %d", b, text, a);
    case 5:
      return g_strdup_printf ("INSERT OR IGNORE INTO contact (id, kind, date, text) VALUES (%d, 0, '2026-09-%02d', %s)", a, b, text);
    case 6:
      return g_strdup_printf ("INSERT OR IGNORE INTO participant (contact_id, person_id) "
                              "SELECT c.id, p.id FROM contact AS c, child AS p WHERE c.id = %d AND p.id = %d", a, b);
    case 7:
      return g_strdup_printf ("DELETE FROM participant WHERE contact_id = %d", a);
    case 8:
      return g_strdup_printf ("UPDATE contact SET date = '2026-10-%02d', reached = %d, kind = %d WHERE id = %d", b, b % 2, b, a);
    case 9:
      return g_strdup_printf ("UPDATE contact SET deleted_at = iif(deleted_at IS NULL, cy_now(), NULL) WHERE id = %d", a);
    case 10:
      return g_strdup_printf ("UPDATE person SET note = %s, health = iif(id %% 2, %s, health) WHERE id >= %d", text, text, a);
    case 11:
      return g_strdup_printf ("INSERT OR IGNORE INTO participant (contact_id, person_id) SELECT %d, id FROM child "
                              "WHERE EXISTS (SELECT 1 FROM contact WHERE id = %d)", a, a);
    case 12:
      return g_strdup_printf ("UPDATE participant SET attended = NOT attended WHERE person_id <= %d", a);
    case 13:
      return g_strdup_printf ("INSERT INTO unit (kind, name, sort_key, parent_id) "
                              "SELECT 3, name || %d, x'01', (SELECT max(id) FROM unit) FROM person WHERE id <= %d", a, b);
    case 14:
      return g_strdup ("DELETE FROM unit");
    case 15:
      return g_strdup_printf ("INSERT INTO flag (child_id, code, detail) SELECT id, 'code', %s FROM child WHERE id = %d", text, a);
    default:
      return g_strdup_printf ("DELETE FROM flag WHERE child_id = %d", a);
    }
}

/* Random transactions are taken back, the last first: each time the archive is what it was,
 * also the tables that triggers derive. What was taken back can be done again. */
static void
test_undo_is_exact (Fixture       *f,
                    gconstpointer  data)
{
  enum { N_BATCHES = 60 };
  gint64 batches[N_BATCHES];
  char *dumps[N_BATCHES];

  for (guint i = 0; i < N_BATCHES; i++)
    {
      dumps[i] = dump_database (f->care, FALSE);
      batches[i] = begin (f->care);
      for (int n = g_test_rand_int_range (1, 12); n > 0; n--)
        {
          g_autofree char *sql = random_write ();

          script (f->care, sql);
        }
      commit (f->care);
    }

  for (guint i = N_BATCHES; i-- > 0;)
    {
      g_autoptr (GError) error = NULL;
      gint64 n, undone;

      cy_conn_int64 (f->care, &error, &n, "SELECT count(*) FROM change WHERE batch = ?", "i", batches[i]);
      g_assert_no_error (error);
      if (n > 0)
        {
          undone = undo (f->care, batches[i]);
          assert_dump (f->care, dumps[i]);
          undone = undo (f->care, undone);
          if (i + 1 < N_BATCHES)
            assert_dump (f->care, dumps[i + 1]);
          undo (f->care, undone);
        }
      assert_dump (f->care, dumps[i]);
      if (i + 1 < N_BATCHES)
        g_free (dumps[i + 1]);
    }
  g_free (dumps[0]);
}

/* More changes than are reversed with one statement, of places that lie in each other. */
static void
test_undo_of_very_many (Fixture       *f,
                        gconstpointer  data)
{
  g_autofree char *empty = dump_database (f->care, FALSE);
  g_autofree char *full = NULL;
  g_autofree char *changed = NULL;
  gint64 filled, after, undone;

  filled = write_batch (f->care,
                        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) "
                        "INSERT INTO unit (id, kind, name, sort_key, parent_id) "
                        "SELECT i, 3, 'Place ' || i, x'01', nullif(i / 2, 0) FROM n");
  full = dump_database (f->care, FALSE);
  after = write_batch (f->care,
                       "UPDATE unit SET name = name || '!', address = 'A' WHERE id % 7 > 0;"
                       "UPDATE unit SET address = NULL WHERE id BETWEEN 10 AND 20;"
                       "UPDATE unit SET address = 'B' WHERE id BETWEEN 10 AND 4500;"
                       "DELETE FROM unit WHERE id > 4500;");
  changed = dump_database (f->care, FALSE);

  undone = undo (f->care, after);
  assert_dump (f->care, full);
  undone = undo (f->care, undone);
  assert_dump (f->care, changed);
  undo (f->care, undone);
  undone = undo (f->care, filled);
  assert_dump (f->care, empty);
  undo (f->care, undone);
  assert_dump (f->care, full);
}

/* A single row among many that somebody has changed, and one that somebody refers to. */
static void
test_undo_of_many_meets_later_work (Fixture       *f,
                                    gconstpointer  data)
{
  gint64 filled = write_batch (f->care,
                               "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) "
                               "INSERT INTO unit (id, kind, name, sort_key) SELECT i, 3, 'Place ' || i, x'01' FROM n");
  gint64 renamed = write_batch (f->care, "UPDATE unit SET name = name || '!'");
  gint64 other = write_batch (f->care, "UPDATE unit SET name = 'Other' WHERE id = 17");
  gint64 child;

  assert_undo_refused (f->care, renamed, CY_STORE_ERROR_CONFLICT);
  assert_undo_refused (f->care, filled, CY_STORE_ERROR_CONFLICT);
  undo (f->care, other);
  undo (f->care, renamed);

  /* What was done and taken back does not stand in the way, a reference does. */
  child = write_batch (f->care, "INSERT INTO person (id, is_child, name, sort_key) VALUES (1, 1, 'Ming', x'05');"
                                "INSERT INTO child (id, village_id) VALUES (1, 4711)");
  assert_undo_refused (f->care, filled, CY_STORE_ERROR_CONFLICT);
  undo (f->care, child);
  undo (f->care, filled);
}

static void
test_settings_and_drafts (Fixture       *f,
                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *payload = NULL;
  g_autofree char *saved_at = NULL;
  g_autofree char *nothing = NULL;

  g_assert_true (cy_setting_get_text (f->care, "office", &text, &error));
  g_assert_null (text);
  g_assert_true (cy_setting_set_text (f->care, "office", "Bridge Village", &error));
  g_assert_true (cy_setting_set_text (f->care, "office", "Mill Village", &error));
  g_assert_true (cy_setting_get_text (f->care, "office", &text, &error));
  g_assert_cmpstr (text, ==, "Mill Village");

  g_assert_true (cy_draft_save (f->care, 1, "contact", "{\"a\":1}", &error));
  g_assert_true (cy_draft_save (f->care, 1, "contact", "{\"a\":2}", &error));
  g_assert_true (cy_draft_save (f->care, 2, "contact", "{\"a\":3}", &error));
  g_assert_true (cy_draft_load (f->care, 1, "contact", &payload, &saved_at, &error));
  g_assert_cmpstr (payload, ==, "{\"a\":2}");
  g_assert_cmpuint (strlen (saved_at), ==, strlen ("2026-09-01T00:00:00Z"));
  g_assert_true (cy_draft_delete (f->care, 1, "contact", &error));
  g_assert_true (cy_draft_load (f->care, 1, "contact", &nothing, NULL, &error));
  g_assert_null (nothing);
  g_assert_no_error (error);
}

/* The text of a restricted note is in counselling.db, its draft and its history as well, and
 * nothing of it is anywhere in care.db. */
static void
test_restricted_text_stays_apart (Fixture       *f,
                                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *care = NULL;
  g_autofree char *counselling = NULL;
  g_autofree char *text = NULL;
  g_autofree char *gone = NULL;
  gint64 n_changes;
  CyStmt *st;
  CyUid uid;

  write_batch (f->care, FAMILY "INSERT INTO contact (id, kind, date, level) VALUES (1, 10, '2026-09-01', 2);");
  st = cy_conn_query (f->care, &error, "SELECT uid FROM contact WHERE id = 1", NULL);
  g_assert_true (cy_stmt_step (st, &error));
  cy_stmt_uid (st, 0, &uid);
  cy_stmt_reset (st);

  begin (f->counselling);
  g_assert_true (cy_draft_save (f->counselling, 1, "contact", "heron is afraid", &error));
  g_assert_true (cy_note_save (f->counselling, &uid, "heron is afraid of the dark", &error));
  g_assert_true (cy_note_save (f->counselling, &uid, "heron is afraid of dogs", &error));
  commit (f->counselling);

  g_assert_true (cy_note_load (f->counselling, &uid, &text, &error));
  g_assert_cmpstr (text, ==, "heron is afraid of dogs");
  care = dump_database (f->care, TRUE);
  g_assert_null (strstr (care, "heron"));
  counselling = dump_database (f->counselling, TRUE);
  g_assert_nonnull (strstr (counselling, "heron"));

  g_assert_true (cy_conn_int64 (f->counselling, &error, &n_changes,
                                "SELECT count(*) FROM change WHERE tbl = 'note' AND row_id = 1", NULL));
  g_assert_cmpint (n_changes, ==, 2);

  begin (f->counselling);
  g_assert_true (cy_note_remove (f->counselling, &uid, &error));
  commit (f->counselling);
  g_assert_true (cy_note_load (f->counselling, &uid, &gone, &error));
  g_assert_null (gone);
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/history/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("names-what-changed", test_history_names_what_changed);
  ADD ("undo-restores", test_undo_restores);
  ADD ("undo-meets-later-work", test_undo_meets_later_work);
  ADD ("undo-is-exact", test_undo_is_exact);
  ADD ("undo-of-very-many", test_undo_of_very_many);
  ADD ("undo-of-many-meets-later-work", test_undo_of_many_meets_later_work);
  ADD ("settings-and-drafts", test_settings_and_drafts);
  ADD ("restricted-text-stays-apart", test_restricted_text_stays_apart);
  return g_test_run ();
}
