#include "archive-fixture.h"

/* What happens when the memory that Argon2id asks for cannot be had. */

int __real_crypto_pwhash (unsigned char *out, unsigned long long out_length, const char *password,
                          unsigned long long password_length, const unsigned char *salt, unsigned long long ops,
                          size_t memory, int algorithm);
int __wrap_crypto_pwhash (unsigned char *out, unsigned long long out_length, const char *password,
                          unsigned long long password_length, const unsigned char *salt, unsigned long long ops,
                          size_t memory, int algorithm);

static gboolean no_memory;

int
__wrap_crypto_pwhash (unsigned char       *out,
                      unsigned long long   out_length,
                      const char          *password,
                      unsigned long long   password_length,
                      const unsigned char *salt,
                      unsigned long long   ops,
                      size_t               memory,
                      int                  algorithm)
{
  if (no_memory)
    return -1;

  return __real_crypto_pwhash (out, out_length, password, password_length, salt, ops, memory, algorithm);
}

/* A right password is not called wrong when there was no memory to find out, nor a taken one free. */
static void
test_no_memory_for_a_password (Fixture       *f,
                               gconstpointer  data)
{
  g_autoptr (CyArchive) locked = fixture_open (f);
  g_autoptr (CyArchive) archive = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = fixture_state (f);
  g_autofree char *after = NULL;

  no_memory = TRUE;
  g_assert_false (cy_archive_unlock (locked, PASSWORD, &error));
  g_assert_error (error, CY_KEYS_ERROR, CY_KEYS_ERROR_NO_MEMORY);
  g_clear_error (&error);
  no_memory = FALSE;
  g_clear_object (&locked);

  archive = fixture_unlock (f, PASSWORD);
  no_memory = TRUE;
  g_assert_false (cy_archive_change_password (archive, PASSWORD, "another one", &error));
  g_assert_error (error, CY_KEYS_ERROR, CY_KEYS_ERROR_NO_MEMORY);
  g_clear_error (&error);
  g_assert_cmpint (cy_archive_add_user (archive, "Wang", PASSWORD, CY_USER_MANAGER, FALSE, &error), ==, 0);
  g_assert_error (error, CY_KEYS_ERROR, CY_KEYS_ERROR_NO_MEMORY);
  g_clear_error (&error);
  g_assert_null (cy_archive_renew_recovery (archive, &error));
  g_assert_error (error, CY_KEYS_ERROR, CY_KEYS_ERROR_NO_MEMORY);
  no_memory = FALSE;
  g_clear_object (&archive);

  after = fixture_state (f);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (fixture_opens (f, PASSWORD));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/memory/for-a-password", Fixture, NULL, fixture_set_up, test_no_memory_for_a_password, fixture_tear_down);
  return g_test_run ();
}
