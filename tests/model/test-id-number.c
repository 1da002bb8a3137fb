#include "cy-id-number.h"

#include <string.h>

/* The numbers are made up; 11010519491231002X is the example of GB 11643 itself. */

static void
assert_reads (const char *text,
              const char *number,
              const char *birth,
              CySex       sex)
{
  CyIdNumber id;
  g_autofree char *iso = NULL;

  g_assert_cmpint (cy_id_number_read (text, &id), ==, CY_ID_OK);
  g_assert_cmpstr (id.number, ==, number);
  iso = cy_day_to_iso (id.birth);
  g_assert_cmpstr (iso, ==, birth);
  g_assert_cmpint (id.sex, ==, sex);
}

static CyIdResult
result_of (const char *text)
{
  CyIdNumber id;

  return cy_id_number_read (text, &id);
}

static void
test_forms (void)
{
  assert_reads ("11010519491231002X", "11010519491231002X", "1949-12-31", CY_SEX_FEMALE);
  assert_reads ("11010519491231002x", "11010519491231002X", "1949-12-31", CY_SEX_FEMALE);
  assert_reads ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X", "1949-12-31", CY_SEX_FEMALE);
  assert_reads ("'110105 19491231　002X ", "11010519491231002X", "1949-12-31", CY_SEX_FEMALE);
  assert_reads ("150902202208186685", "150902202208186685", "2022-08-18", CY_SEX_FEMALE);
  assert_reads ("110105491231002", "110105491231002", "1949-12-31", CY_SEX_FEMALE);
}

static void
test_faults (void)
{
  CyIdNumber id;

  g_assert_cmpint (result_of (NULL), ==, CY_ID_EMPTY);
  g_assert_cmpint (result_of (" 　"), ==, CY_ID_EMPTY);
  g_assert_cmpint (result_of ("1101051949123100"), ==, CY_ID_LENGTH);
  g_assert_cmpint (result_of ("11010519491231002A"), ==, CY_ID_LENGTH);
  g_assert_cmpint (result_of ("无"), ==, CY_ID_LENGTH);
  g_assert_cmpint (result_of ("110105491331002"), ==, CY_ID_DATE);
  g_assert_cmpint (result_of ("110105194902300021"), ==, CY_ID_DATE);

  g_assert_cmpint (cy_id_number_read ("440524201909139941", &id), ==, CY_ID_CHECKSUM);
  g_assert_cmpstr (id.number, ==, "440524201909139941");
  g_assert_cmpint (id.birth, ==, cy_day_from_ymd (2019, 9, 13));
}

static void
test_damaged (void)
{
  static const char * const damaged[] = { "4.4E+17", "5.11827E+17", "４.40524E+17", "4.40524201412096e17",
                                          "440524201412096000", "440524201412096000.0", NULL };
  static const char * const sound[] = { "440524201412096", "11010519491231002X", "E+17", "4.4", "", NULL };

  for (guint i = 0; damaged[i] != NULL; i++)
    {
      CyIdNumber id;

      g_assert_cmpint (cy_id_number_read (damaged[i], &id), ==, CY_ID_DAMAGED);
      g_assert_cmpstr (id.number, ==, "");
    }
  for (guint i = 0; sound[i] != NULL; i++)
    {
      CyIdNumber id;

      g_assert_cmpint (cy_id_number_read (sound[i], &id), !=, CY_ID_DAMAGED);
    }
}

/* Every single mistyped digit and every swap of neighbours is noticed: what the check
 * character is for. */
static void
test_check_character_notices_slips (void)
{
  for (int n = 0; n < 200; n++)
    {
      char number[CY_ID_NUMBER_SIZE];
      int at = g_test_rand_int_range (14, 17);
      char was;

      g_snprintf (number, sizeof number, "511402%04d%02d%02d%03d", g_test_rand_int_range (1990, 2026),
                  g_test_rand_int_range (1, 13), g_test_rand_int_range (1, 29), g_test_rand_int_range (0, 1000));
      number[17] = cy_id_number_check_char (number);
      number[18] = '\0';
      g_assert_cmpint (result_of (number), ==, CY_ID_OK);

      was = number[at];
      number[at] = (char) ('0' + (was - '0' + g_test_rand_int_range (1, 10)) % 10);
      g_assert_cmpint (result_of (number), !=, CY_ID_OK);
      number[at] = was;

      if (number[14] == number[15])
        continue;
      was = number[14];
      number[14] = number[15];
      number[15] = was;
      g_assert_cmpint (result_of (number), !=, CY_ID_OK);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id-number/forms", test_forms);
  g_test_add_func ("/id-number/faults", test_faults);
  g_test_add_func ("/id-number/damaged", test_damaged);
  g_test_add_func ("/id-number/check-character-notices-slips", test_check_character_notices_slips);
  return g_test_run ();
}
