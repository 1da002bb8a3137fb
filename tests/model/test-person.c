#include "cy-flag.h"
#include "cy-kin.h"
#include "cy-person-check.h"

#define TODAY (cy_day_from_ymd (2026, 9, 10))

static void
test_kin_words (void)
{
  static const struct { const char *text; CyKin kin; } words[] = {
    { "爷爷", CY_KIN_PATERNAL_GRANDFATHER }, { "祖父", CY_KIN_PATERNAL_GRANDFATHER },
    { "奶 奶", CY_KIN_PATERNAL_GRANDMOTHER }, { "外婆", CY_KIN_MATERNAL_GRANDMOTHER },
    { "姥姥", CY_KIN_MATERNAL_GRANDMOTHER }, { "外公", CY_KIN_MATERNAL_GRANDFATHER },
    { "姑媽", CY_KIN_FATHERS_SISTER }, { "父親", CY_KIN_FATHER }, { "妈妈", CY_KIN_MOTHER },
    { "Mother", CY_KIN_MOTHER }, { "阿姨", CY_KIN_MOTHERS_SISTER },
  };
  GHashTable *seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      CyKin kin;

      g_assert_true (cy_kin_from_text (words[i].text, &kin));
      g_assert_cmpint (kin, ==, words[i].kin);
    }
  g_assert_false (cy_kin_from_text ("张三", NULL));
  g_assert_false (cy_kin_from_text ("", NULL));

  /* Keys are their own recognised words, and no two kins share one. */
  for (guint i = 0; i < CY_KIN_COUNT; i++)
    {
      CyKin kin;

      g_assert_true (cy_kin_from_text (cy_kin_to_key (i), &kin));
      g_assert_cmpint (kin, ==, i);
      g_assert_true (g_hash_table_add (seen, (gpointer) cy_kin_to_key (i)));
    }
  g_hash_table_unref (seen);
}

static void
test_person_checks (void)
{
  g_autoptr (CyPerson) person = cy_person_new ();
  g_autoptr (CyPerson) copy = NULL;

  g_assert_cmpint (cy_person_check (person, TODAY), ==, CY_CHECK_NAME_MISSING);

  person->name = g_strdup ("李明朗");
  person->is_child = TRUE;
  person->id_number = g_strdup ("150902202208186685");
  person->birth = cy_day_from_ymd (2022, 8, 18);
  person->sex = CY_SEX_FEMALE;
  g_assert_cmpint (cy_person_check (person, TODAY), ==, CY_CHECK_OK);

  copy = cy_person_copy (person);
  copy->birth = cy_day_from_ymd (2022, 8, 1);
  g_assert_cmpint (cy_person_check (copy, TODAY), ==, CY_CHECK_BIRTH_MISMATCH);
  copy->birth_precision = CY_DATE_MONTH;
  g_assert_cmpint (cy_person_check (copy, TODAY), ==, CY_CHECK_OK);
  copy->sex = CY_SEX_MALE;
  g_assert_cmpint (cy_person_check (copy, TODAY), ==, CY_CHECK_SEX_MISMATCH);

  g_clear_pointer (&copy->id_number, g_free);
  copy->birth_precision = CY_DATE_DAY;
  copy->birth = TODAY + 1;
  g_assert_cmpint (cy_person_check (copy, TODAY), ==, CY_CHECK_BIRTH_FUTURE);
  copy->birth = cy_day_from_ymd (2008, 9, 10);
  g_assert_cmpint (cy_person_check (copy, TODAY), ==, CY_CHECK_OVER_AGE);
  copy->birth = cy_day_from_ymd (2008, 9, 11);
  copy->phone = g_strdup ("136938831");
  g_assert_cmpint (cy_person_check (copy, TODAY), ==, CY_CHECK_PHONE_INVALID);
  g_assert_cmpstr (cy_check_to_flag (CY_CHECK_PHONE_INVALID), ==, CY_FLAG_PHONE_INVALID);
}

static void
test_relation_checks (void)
{
  g_autoptr (CyPerson) child = cy_person_new ();
  g_autoptr (CyPerson) other = cy_person_new ();
  g_autoptr (CyRelation) relation = cy_relation_new ();

  child->birth = cy_day_from_ymd (2015, 1, 1);
  other->birth = cy_day_from_ymd (2010, 1, 1);
  relation->role = CY_RELATION_GUARDIAN;
  g_assert_cmpint (cy_relation_check (child, other, relation, TODAY), ==, CY_CHECK_GUARDIAN_UNDER_AGE);
  relation->role = CY_RELATION_PARENT;
  g_assert_cmpint (cy_relation_check (child, other, relation, TODAY), ==, CY_CHECK_PARENT_TOO_YOUNG);
  other->birth = CY_DAY_NONE;
  relation->from = TODAY;
  relation->to = TODAY - 1;
  g_assert_cmpint (cy_relation_check (child, other, relation, TODAY), ==, CY_CHECK_DATES_REVERSED);
}

static void
test_flag_codes (void)
{
  g_assert_true (cy_flag_is_problem (CY_FLAG_POSSIBLE_DUPLICATE));
  g_assert_false (cy_flag_is_problem (CY_FLAG_LACK_SCHOOLING));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/person/kin-words", test_kin_words);
  g_test_add_func ("/person/checks", test_person_checks);
  g_test_add_func ("/person/relation-checks", test_relation_checks);
  g_test_add_func ("/person/flag-codes", test_flag_codes);
  return g_test_run ();
}
