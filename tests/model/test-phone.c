#include "cy-phone.h"

static void
assert_phone (const char *text,
              const char *phones,
              gboolean    valid)
{
  gboolean found;
  g_autofree char *read = cy_phone_normalise (text, &found);

  g_assert_cmpstr (read, ==, phones);
  g_assert_cmpint (found, ==, valid);
}

static void
test_forms (void)
{
  assert_phone (NULL, NULL, TRUE);
  assert_phone ("  ", NULL, TRUE);
  assert_phone ("13918600730", "13918600730", TRUE);
  assert_phone ("+86 139-1860-0730", "13918600730", TRUE);
  assert_phone ("0086 13918600730", "13918600730", TRUE);
  assert_phone ("8613918600730", "13918600730", TRUE);
  assert_phone ("１３９ １８６０ ０７３０", "13918600730", TRUE);
  assert_phone ("（0512）6234 5678", "051262345678", TRUE);
  assert_phone ("028-86234567", "02886234567", TRUE);
  assert_phone ("+86 28 8623 4567", "2886234567", FALSE);
  assert_phone ("0830-2345678-801", "08302345678-801", TRUE);
  assert_phone ("08302345678转801", "08302345678-801", TRUE);
  assert_phone ("400-123-4567", "4001234567", TRUE);
  assert_phone ("12355", "12355", FALSE);   /* a hotline, but nobody's own number */
}

static void
test_several (void)
{
  assert_phone ("13918600730、18683604455", "13918600730 18683604455", TRUE);
  assert_phone ("13918600730/18683604455", "13918600730 18683604455", TRUE);
  assert_phone ("13918600730 18683604455", "13918600730 18683604455", TRUE);
  assert_phone ("13918600730，0830-2345678", "13918600730 08302345678", TRUE);
  assert_phone ("13918600730;13918600730", "13918600730", TRUE);
}

static void
test_faults_are_kept (void)
{
  assert_phone ("136938831", "136938831", FALSE);
  assert_phone ("12918600730", "12918600730", FALSE);
  assert_phone ("139186007301", "139186007301", FALSE);
  assert_phone ("13918600730、1391860", "13918600730 1391860", FALSE);
  assert_phone ("无", "无", FALSE);
}

static void
test_display (void)
{
  g_autofree char *text = cy_phone_display ("13918600730 08302345678");
  g_autofree char *none = cy_phone_display (NULL);

  g_assert_cmpstr (text, ==, "139 1860 0730、0830-2345678");
  g_assert_cmpstr (none, ==, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phone/forms", test_forms);
  g_test_add_func ("/phone/several", test_several);
  g_test_add_func ("/phone/faults-are-kept", test_faults_are_kept);
  g_test_add_func ("/phone/display", test_display);
  return g_test_run ();
}
