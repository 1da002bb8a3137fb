#include <string.h>

#include "cy-uid.h"

static void
test_there_and_back (void)
{
  for (int i = 0; i < 1000; i++)
    {
      CyUid uid, again;
      char text[CY_UID_STRING_SIZE];

      cy_uid_new (&uid);
      cy_uid_to_string (&uid, text);
      g_assert_true (g_uuid_string_is_valid (text));
      g_assert_cmpint (text[14], ==, '7');
      g_assert_true (cy_uid_from_string (text, &again));
      g_assert_cmpmem (uid.bytes, CY_UID_SIZE, again.bytes, CY_UID_SIZE);
    }
}

static void
test_refuses_what_is_no_uid (void)
{
  CyUid uid;

  g_assert_false (cy_uid_from_string (NULL, &uid));
  g_assert_false (cy_uid_from_string ("", &uid));
  g_assert_false (cy_uid_from_string ("0190163d-8694-739b-aea5-966c26f8ad9", &uid));
  g_assert_false (cy_uid_from_string ("0190163d-8694-739b-aea5-966c26f8ad9g", &uid));
  g_assert_false (cy_uid_from_string ("0190163d+8694-739b-aea5-966c26f8ad91", &uid));
  g_assert_true (cy_uid_from_string ("0190163D-8694-739b-aea5-966c26f8ad91", &uid));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uid/there-and-back", test_there_and_back);
  g_test_add_func ("/uid/refuses-what-is-no-uid", test_refuses_what_is_no_uid);
  return g_test_run ();
}
