#include <gio/gio.h>

#include "care/cy-care-error.h"
#include "cy-store-error.h"
#include "exchange/cy-import-error.h"
#include "keys/cy-keys-error.h"
#include "report/cy-report.h"
#include "text/cy-message.h"

static char *
message_for (GQuark domain,
             int    code)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "words for developers only");

  return cy_message_for_error (error);
}

/* Every cause has words of its own: whole sentences, and never those of the developer. */
static void
check_domain (GQuark domain,
              int    first,
              int    n_codes)
{
  g_autofree char *unknown = message_for (g_quark_from_static_string ("no-such-domain"), 0);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int code = first; code < n_codes; code++)
    {
      char *message = message_for (domain, code);

      g_assert_true (g_utf8_validate (message, -1, NULL));
      g_assert_true (g_str_has_suffix (message, ".") || g_str_has_suffix (message, "”."));
      g_assert_cmpstr (message, !=, unknown);
      g_assert_null (strstr (message, "developers"));
      g_assert_true (g_hash_table_add (seen, message));
    }
}

static void
test_every_cause_has_words (void)
{
  check_domain (CY_STORE_ERROR, 0, CY_STORE_ERROR_NOT_ALLOWED + 1);
  check_domain (CY_KEYS_ERROR, 0, CY_KEYS_ERROR_NAME_MISSING + 1);
  check_domain (CY_CARE_ERROR, 0, CY_CARE_ERROR_RESTRICTED + 1);
  check_domain (CY_REPORT_ERROR, 0, CY_REPORT_ERROR_NO_PREVIEW + 1);
  check_domain (CY_IMPORT_ERROR, 0, CY_IMPORT_ERROR_USED + 1);
}

static void
test_errors_of_the_system (void)
{
  static const int io[] = { G_IO_ERROR_NOT_FOUND, G_IO_ERROR_EXISTS, G_IO_ERROR_PERMISSION_DENIED, G_IO_ERROR_NO_SPACE,
                            G_IO_ERROR_CANCELLED, G_IO_ERROR_IS_DIRECTORY, G_IO_ERROR_CLOSED };
  static const int file[] = { G_FILE_ERROR_NOENT, G_FILE_ERROR_EXIST, G_FILE_ERROR_ACCES, G_FILE_ERROR_NOSPC };
  g_autofree char *unknown = message_for (g_quark_from_static_string ("no-such-domain"), 0);

  for (guint i = 0; i < G_N_ELEMENTS (io); i++)
    {
      g_autofree char *message = message_for (G_IO_ERROR, io[i]);

      g_assert_cmpstr (message, !=, unknown);
    }
  for (guint i = 0; i < G_N_ELEMENTS (file); i++)
    {
      g_autofree char *as_file = message_for (G_FILE_ERROR, file[i]);
      g_autofree char *as_io = message_for (G_IO_ERROR, io[i]);

      g_assert_cmpstr (as_file, ==, as_io);
    }
}

/* A code of a later version, or of a library, still says something. */
static void
test_what_is_unknown (void)
{
  g_autofree char *later = message_for (CY_STORE_ERROR, 9999);
  g_autofree char *negative = message_for (CY_STORE_ERROR, -1);
  g_autofree char *library = message_for (G_MARKUP_ERROR, 0);

  g_assert_cmpstr (later, ==, negative);
  g_assert_cmpstr (later, ==, library);
  g_assert_cmpuint (strlen (later), >, 10);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/every-cause-has-words", test_every_cause_has_words);
  g_test_add_func ("/message/errors-of-the-system", test_errors_of_the_system);
  g_test_add_func ("/message/what-is-unknown", test_what_is_unknown);
  return g_test_run ();
}
