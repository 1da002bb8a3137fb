#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "archive-fixture.h"
#include "care/cy-care-presets.h"
#include "keys/cy-password.h"
#include "keys/cy-recovery-code.h"

static CyUser *
find_user (GPtrArray *users,
           gint64     id)
{
  for (guint i = 0; i < users->len; i++)
    if (((CyUser *) users->pdata[i])->id == id)
      return users->pdata[i];

  return NULL;
}

static void
test_password_opens (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr (CyArchive) archive = fixture_unlock (f, PASSWORD);
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
  g_assert_cmpstr (user->name, ==, "Lin Xiaohe");
  g_assert_cmpint (user->role, ==, CY_USER_MANAGER);
  g_assert_true (user->counsellor);
  g_assert_cmpint (user->id, ==, cy_archive_get_user_id (archive));

  cy_archive_lock (archive);
  g_assert_true (cy_archive_is_locked (archive));
  g_assert_null (cy_archive_get_counselling_db (archive));
  g_assert_cmpint (cy_archive_get_user_id (archive), ==, 0);
  g_assert_null (cy_archive_list_users (archive, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  cy_archive_unlock (archive, PASSWORD, &error);
  g_assert_no_error (error);
}

static void
note_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (*result == NULL && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_nonnull (*result);
}

static void
test_unlocking_on_a_thread (Fixture       *f,
                            gconstpointer  data)
{
  g_autoptr (CyArchive) archive = fixture_open (f);
  g_autoptr (GAsyncResult) wrong = NULL;
  g_autoptr (GAsyncResult) right = NULL;
  g_autoptr (GError) error = NULL;

  cy_archive_unlock_async (archive, "wrong horse", NULL, note_result, &wrong);
  wait_for (&wrong);
  g_assert_false (cy_archive_unlock_finish (archive, wrong, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_WRONG_KEY);
  g_clear_error (&error);

  cy_archive_unlock_async (archive, PASSWORD, NULL, note_result, &right);
  wait_for (&right);
  g_assert_true (cy_archive_unlock_finish (archive, right, &error));
  g_assert_no_error (error);
  g_assert_false (cy_archive_is_locked (archive));
}

static gpointer
count_job (CyConn        *conn,
           gpointer       sql,
           GCancellable  *cancellable,
           GError       **error)
{
  gint64 n;

  cy_conn_int64 (conn, error, &n, sql, NULL);
  return GSIZE_TO_POINTER (n);
}

static gint64
count (CyArchive  *archive,
       const char *sql)
{
  g_autoptr (GError) error = NULL;
  gpointer n = cy_db_run (cy_archive_get_db (archive), CY_DB_READ, count_job, (gpointer) sql, NULL, &error);

  g_assert_no_error (error);
  return (gint64) GPOINTER_TO_SIZE (n);
}

/* What every archive starts with, written by nobody. */
static void
test_a_new_archive_is_furnished (Fixture       *f,
                                 gconstpointer  data)
{
  g_autoptr (CyArchive) archive = fixture_unlock (f, PASSWORD);

  g_assert_cmpint (count (archive, "SELECT count(*) FROM scheme"), >, 0);
  g_assert_cmpint (count (archive, "SELECT count(*) FROM obligation"), >, 0);
  g_assert_cmpint (count (archive, "SELECT count(*) FROM term"), >, 0);
  g_assert_cmpint (count (archive, "SELECT count(*) FROM definition_profile"), >=, 4);
  g_assert_cmpint (count (archive, "SELECT count(*) FROM scheme WHERE created_by IS NOT NULL"), ==, 0);
}

static void
test_only_the_owner_may_read (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr (CyArchive) archive = fixture_unlock (f, PASSWORD);
  g_autoptr (GDir) dir = g_dir_open (f->path, 0, NULL);
  const char *name;
  GStatBuf info;

  g_assert_cmpint (g_stat (f->path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0700);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = fixture_file (f, name);

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmphex (info.st_mode & 0777, ==, 0600);
    }
}

/* Nothing in the folder can be read without a key: no name, no table, no text. */
static void
test_nothing_is_in_the_clear (Fixture       *f,
                              gconstpointer  data)
{
  static const char * const files[] = { "archive.json", "care.db", "counselling.db" };
  static const char * const words[] = { "Lin Xiaohe", PASSWORD, "SQLite format", "scheme", "person" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = fixture_file (f, files[i]);
      g_autofree char *contents = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
      for (guint w = 0; w < G_N_ELEMENTS (words); w++)
        g_assert_null (memmem (contents, size, words[w], strlen (words[w])));
    }
}

static void
test_creating_refuses (Fixture       *f,
                       gconstpointer  data)
{
  g_autofree char *other = g_build_filename (f->folder, "other.chuyan", NULL);
  g_autofree char *before = fixture_state (f);
  g_autofree char *after = NULL;
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_assert_false (cy_archive_create_with_kdf (f->path, "Wang", "another one", &QUICK_KDF, &code, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  after = fixture_state (f);
  g_assert_cmpstr (before, ==, after);

  g_assert_false (cy_archive_create_with_kdf (other, "  ", "another one", &QUICK_KDF, &code, &error));
  g_assert_error (error, CY_KEYS_ERROR, CY_KEYS_ERROR_NAME_MISSING);
  g_clear_error (&error);
  g_assert_false (cy_archive_create_with_kdf (other, "Wang", "", &QUICK_KDF, &code, &error));
  g_assert_error (error, CY_KEYS_ERROR, CY_KEYS_ERROR_PASSWORD_SHORT);
  g_assert_null (code);

  dir = g_dir_open (f->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_cmpstr (name, ==, "office.chuyan");
}

static void
test_users_come_and_go (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 lin, wang, zhao;

  {
    g_autoptr (CyArchive) archive = fixture_unlock (f, PASSWORD);

    lin = cy_archive_get_user_id (archive);
    wang = cy_archive_add_user (archive, " Wang ", "wangs first", CY_USER_MEMBER, FALSE, &error);
    g_assert_no_error (error);
    zhao = cy_archive_add_user (archive, "Zhao", "zhaos first", CY_USER_MEMBER, TRUE, &error);
    g_assert_no_error (error);

    /* Whose password it is would be left to chance. */
    g_assert_cmpint (cy_archive_add_user (archive, "Qian", "zhaos first", CY_USER_MEMBER, FALSE, &error), ==, 0);
    g_assert_error (error, CY_KEYS_ERROR, CY_KEYS_ERROR_PASSWORD_TAKEN);
    g_clear_error (&error);
    g_assert_cmpint (cy_archive_add_user (archive, "Qian", f->code, CY_USER_MEMBER, FALSE, &error), ==, 0);
    g_assert_error (error, CY_KEYS_ERROR, CY_KEYS_ERROR_PASSWORD_TAKEN);
    g_clear_error (&error);
  }
  {
    g_autoptr (CyArchive) archive = fixture_unlock (f, "wangs first");
    g_autoptr (GPtrArray) users = cy_archive_list_users (archive, &error);

    g_assert_no_error (error);
    g_assert_cmpint (cy_archive_get_user_id (archive), ==, wang);
    g_assert_null (cy_archive_get_counselling_db (archive));
    g_assert_cmpuint (users->len, ==, 3);
    g_assert_cmpstr (find_user (users, wang)->name, ==, "Wang");
    g_assert_false (find_user (users, wang)->counsellor);
    g_assert_true (find_user (users, zhao)->counsellor);

    /* A member looks after nobody. */
    g_assert_cmpint (cy_archive_add_user (archive, "Sun", "suns first", CY_USER_MEMBER, FALSE, &error), ==, 0);
    g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ALLOWED);
    g_clear_error (&error);
    g_assert_false (cy_archive_remove_user (archive, zhao, &error));
    g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ALLOWED);
    g_clear_error (&error);
    g_assert_false (cy_archive_set_password (archive, lin, "not your business", &error));
    g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ALLOWED);
    g_clear_error (&error);
  }
  {
    g_autoptr (CyArchive) archive = fixture_unlock (f, "zhaos first");

    g_assert_nonnull (cy_archive_get_counselling_db (archive));
  }
  {
    g_autoptr (CyArchive) archive = fixture_unlock (f, PASSWORD);
    g_autoptr (GPtrArray) users = NULL;

    g_assert_false (cy_archive_remove_user (archive, lin, &error));
    g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ALLOWED);
    g_clear_error (&error);
    g_assert_true (cy_archive_remove_user (archive, zhao, &error));
    g_assert_no_error (error);
    users = cy_archive_list_users (archive, &error);
    g_assert_null (find_user (users, zhao));
    g_assert_cmpuint (users->len, ==, 2);
  }
  g_assert_false (fixture_opens (f, "zhaos first"));
  g_assert_true (fixture_opens (f, "wangs first"));
}

static void
test_changing_a_password (Fixture       *f,
                          gconstpointer  data)
{
  g_autoptr (CyArchive) archive = fixture_unlock (f, PASSWORD);
  g_autofree char *care = fixture_file (f, "care.db");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_before, n_after;

  cy_archive_lock (archive);
  g_assert_true (g_file_get_contents (care, &before, &n_before, NULL));
  g_assert_true (cy_archive_unlock (archive, PASSWORD, &error));

  g_assert_false (cy_archive_change_password (archive, "wrong horse", "a new password", &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_WRONG_KEY);
  g_clear_error (&error);
  g_assert_false (cy_archive_change_password (archive, PASSWORD, "short", &error));
  g_assert_error (error, CY_KEYS_ERROR, CY_KEYS_ERROR_PASSWORD_SHORT);
  g_clear_error (&error);
  g_assert_true (cy_archive_change_password (archive, PASSWORD, "a new password", &error));
  g_assert_no_error (error);
  g_clear_object (&archive);

  g_assert_false (fixture_opens (f, PASSWORD));
  archive = fixture_unlock (f, "a new password");
  g_assert_nonnull (cy_archive_get_counselling_db (archive));
  g_clear_object (&archive);

  /* Nothing was encrypted anew. */
  g_assert_true (g_file_get_contents (care, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
}

static void
test_recovery (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *sloppy = g_ascii_strdown (f->code, -1);
  g_autoptr (CyArchive) archive = NULL;
  g_autoptr (GError) error = NULL;
  char *renewed;

  /* As somebody copies it from paper. */
  g_strdelimit (sloppy, "-", ' ');
  archive = fixture_unlock (f, sloppy);
  g_assert_true (cy_archive_opened_by_recovery (archive));
  g_assert_nonnull (cy_archive_get_counselling_db (archive));
  g_assert_cmpint (cy_archive_get_user_id (archive), ==, 1);
  g_assert_true (cy_archive_set_password (archive, 1, "remembered now", &error));
  g_assert_no_error (error);
  g_assert_false (cy_archive_opened_by_recovery (archive));
  g_clear_object (&archive);

  g_assert_false (fixture_opens (f, PASSWORD));
  g_assert_true (fixture_opens (f, f->code));
  archive = fixture_unlock (f, "remembered now");
  g_assert_nonnull (cy_archive_get_counselling_db (archive));
  renewed = cy_archive_renew_recovery (archive, &error);
  g_assert_no_error (error);
  g_clear_object (&archive);

  g_assert_false (fixture_opens (f, f->code));
  g_assert_true (fixture_opens (f, renewed));
  cy_password_free (renewed);
}

static void
test_the_counselling_key (Fixture       *f,
                          gconstpointer  data)
{
  g_autoptr (CyArchive) archive = fixture_unlock (f, PASSWORD);
  g_autoptr (GError) error = NULL;
  gint64 wang = cy_archive_add_user (archive, "Wang", "wangs first", CY_USER_MANAGER, FALSE, &error);

  g_assert_false (cy_archive_withdraw_counselling (archive, 1, &error));
  g_assert_error (error, CY_KEYS_ERROR, CY_KEYS_ERROR_LAST_COUNSELLOR);
  g_clear_error (&error);

  /* A manager without the key can neither give it nor take it along. */
  g_clear_object (&archive);
  archive = fixture_unlock (f, "wangs first");
  g_assert_cmpint (cy_archive_add_user (archive, "Sun", "suns first", CY_USER_MEMBER, TRUE, &error), ==, 0);
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_false (cy_archive_give_counselling (archive, wang, "wangs first", &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_false (cy_archive_remove_user (archive, 1, &error));
  g_assert_error (error, CY_KEYS_ERROR, CY_KEYS_ERROR_LAST_COUNSELLOR);
  g_clear_error (&error);

  g_clear_object (&archive);
  archive = fixture_unlock (f, PASSWORD);
  g_assert_false (cy_archive_give_counselling (archive, wang, "not wangs", &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_WRONG_KEY);
  g_clear_error (&error);
  g_assert_true (cy_archive_give_counselling (archive, wang, "wangs first", &error));
  g_assert_no_error (error);

  g_clear_object (&archive);
  archive = fixture_unlock (f, "wangs first");
  g_assert_nonnull (cy_archive_get_counselling_db (archive));
  g_assert_true (cy_archive_withdraw_counselling (archive, 1, &error));
  g_assert_no_error (error);
  g_clear_object (&archive);
  archive = fixture_unlock (f, PASSWORD);
  g_assert_null (cy_archive_get_counselling_db (archive));

  /* A new password from a manager without the key would lose it for good. */
  g_assert_false (cy_archive_set_password (archive, wang, "wangs second", &error));
  g_assert_error (error, CY_KEYS_ERROR, CY_KEYS_ERROR_LAST_COUNSELLOR);
  g_clear_object (&archive);

  /* Nor does the recovery code bring back what was withdrawn. */
  archive = fixture_unlock (f, f->code);
  g_assert_null (cy_archive_get_counselling_db (archive));
}

/* A script may end its lines as it likes; what follows the line is not the password's. */
static void
test_a_password_is_one_line (void)
{
  static const struct
  {
    const char *text, *password;
  } cases[] = {
    { "eight characters\n", "eight characters" },
    { "eight characters\r\nmore", "eight characters" },
    { "eight characters", "eight characters" },
    { " with blanks \n", " with blanks " },
    { "\n", "" },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int ends[2];
      char *password;

      g_assert_cmpint (pipe (ends), ==, 0);
      g_assert_cmpint (write (ends[1], cases[i].text, strlen (cases[i].text)), >, 0);
      close (ends[1]);
      password = cy_password_read (ends[0], &error);
      close (ends[0]);
      g_assert_no_error (error);
      g_assert_cmpstr (password, ==, cases[i].password);
      cy_password_free (password);
    }
  g_assert_null (cy_password_read (-1, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_BADF);
}

static void
test_passwords (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *composed = cy_password_normalise ("caf\xc3\xa9 8888");
  g_autofree char *decomposed = cy_password_normalise ("cafe\xcc\x81 8888");

  g_assert_cmpstr (composed, ==, decomposed);
  g_assert_true (cy_password_check ("八个汉字就够长了", NULL));
  g_assert_false (cy_password_check ("七个汉字不够长", &error));
  g_assert_error (error, CY_KEYS_ERROR, CY_KEYS_ERROR_PASSWORD_SHORT);
  g_assert_false (cy_password_check ("\xff\xff\xff\xff\xff\xff\xff\xff\xff", NULL));

  g_assert_cmpint (cy_password_strength ("1234567"), ==, CY_PASSWORD_TOO_SHORT);
  g_assert_cmpint (cy_password_strength ("11111111"), ==, CY_PASSWORD_WEAK);
  g_assert_cmpint (cy_password_strength ("12345678"), ==, CY_PASSWORD_WEAK);
  g_assert_cmpint (cy_password_strength ("tractors"), <=, CY_PASSWORD_FAIR);
  g_assert_cmpint (cy_password_strength ("Blue-tractor, wet field 7"), ==, CY_PASSWORD_STRONG);
}

static void
test_recovery_codes (void)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *code = cy_recovery_code_new ();
      g_autofree char *again = cy_recovery_code_parse (code, NULL);
      g_auto (GStrv) groups = g_strsplit (code, "-", -1);
      g_autofree char *blanks = g_strjoinv (" – ", groups);
      g_autofree char *damaged = g_strdup (code);
      g_autoptr (GError) error = NULL;
      guint at = (guint) g_test_rand_int_range (0, (gint32) strlen (code));
      char *read;

      g_assert_cmpuint (strlen (code), ==, 8 * 4 + 7);
      g_assert_cmpstr (again, ==, code);
      read = cy_recovery_code_parse (blanks, NULL);
      g_assert_cmpstr (read, ==, code);
      g_free (read);

      /* A wrong letter is noticed, whichever it is. */
      if (damaged[at] == '-')
        continue;
      damaged[at] = damaged[at] == '7' ? '8' : '7';
      g_assert_null (cy_recovery_code_parse (damaged, &error));
      g_assert_error (error, CY_KEYS_ERROR, CY_KEYS_ERROR_CODE_DAMAGED);
      g_assert_false (cy_recovery_code_looks (damaged));
    }

  g_assert_false (cy_recovery_code_looks (""));
  g_assert_false (cy_recovery_code_looks ("correct horse"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/archive/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("password-opens", test_password_opens);
  ADD ("unlocking-on-a-thread", test_unlocking_on_a_thread);
  ADD ("a-new-archive-is-furnished", test_a_new_archive_is_furnished);
  ADD ("only-the-owner-may-read", test_only_the_owner_may_read);
  ADD ("nothing-is-in-the-clear", test_nothing_is_in_the_clear);
  ADD ("creating-refuses", test_creating_refuses);
  ADD ("users-come-and-go", test_users_come_and_go);
  ADD ("changing-a-password", test_changing_a_password);
  ADD ("recovery", test_recovery);
  ADD ("the-counselling-key", test_the_counselling_key);
  g_test_add_func ("/archive/a-password-is-one-line", test_a_password_is_one_line);
  g_test_add_func ("/archive/passwords", test_passwords);
  g_test_add_func ("/archive/recovery-codes", test_recovery_codes);
  return g_test_run ();
}
