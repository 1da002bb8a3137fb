#include "text/cy-lunar.h"
#include "text/cy-text.h"

#include <string.h>
#include <unicode/utrans.h>
#include <unicode/ustring.h>

static void
assert_pinyin (const char *name,
               const char *pinyin)
{
  g_autofree char *read = cy_text_pinyin (name);

  g_assert_cmpstr (read, ==, pinyin);
}

static void
test_pinyin (void)
{
  assert_pinyin ("李明朗", "li ming lang");
  assert_pinyin ("单雄", "shan xiong");
  assert_pinyin ("曾小贤", "zeng xiao xian");
  assert_pinyin ("解晓东", "xie xiao dong");
  assert_pinyin ("仇英", "qiu ying");
  assert_pinyin ("区志明", "ou zhi ming");
  assert_pinyin ("查良", "zha liang");
  assert_pinyin ("尉迟恭", "yu chi gong");
  assert_pinyin ("万俟卨", "mo qi xie");
  assert_pinyin ("欧阳小云", "ou yang xiao yun");
  assert_pinyin ("吕布", "lü bu");
  assert_pinyin ("劉曉雲", "liu xiao yun");
  assert_pinyin ("李　明", "li ming");
  assert_pinyin ("阿依古丽·买买提", "a yi gu li mai mai ti");
  assert_pinyin ("Mary 王", "mary wang");
  assert_pinyin ("", "");
  assert_pinyin (NULL, "");
}

/* Remembering the readings of parts must not change what the whole name would read. */
static void
test_parts_read_as_the_whole (void)
{
  static const char * const surnames[] = {
    "单", "曾", "李", "欧阳", "尉迟", "解", "万", "朱", "长孙", "盖", "任", "令", "令狐", "澹台", "万俟", "上官", "区", "秘",
    "卜", "种", "重", "刀", "干", "葛", "过", "华", "纪", "牟", "粘", "繁", "仇", "召", "折", "舍", "沈", "隗", "莘", "燕",
    "尉", "乐", "员", "查", "翟", "太叔", "公孙", "单于", "皇甫", "澹", "长",
  };
  static const char * const given[] = {
    "长", "乐", "行", "重", "明", "朝", "阳", "俟", "单", "曾", "和", "都", "石", "狐", "台", "孙", "迟", "于", "甫", "种", "查",
  };
  UErrorCode status = U_ZERO_ERROR;
  UChar id[64];
  UTransliterator *whole;

  u_charsToUChars ("Han-Latin/Names; Latin-ASCII", id, 29);
  whole = utrans_openU (id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
  g_assert_true (U_SUCCESS (status));

  for (int n = 0; n < 2000; n++)
    {
      g_autofree char *name = g_strconcat (surnames[g_test_rand_int_range (0, G_N_ELEMENTS (surnames))],
                                           given[g_test_rand_int_range (0, G_N_ELEMENTS (given))],
                                           given[g_test_rand_int_range (0, G_N_ELEMENTS (given))], NULL);
      g_autofree char *read = cy_text_pinyin (name);
      UChar text[256];
      int32_t length, limit;
      g_autofree char *expected = NULL;

      u_strFromUTF8 (text, G_N_ELEMENTS (text), &length, name, -1, &status);
      limit = length;
      utrans_transUChars (whole, text, &length, G_N_ELEMENTS (text), 0, &limit, &status);
      g_assert_true (U_SUCCESS (status));
      expected = g_utf16_to_utf8 ((const gunichar2 *) text, length, NULL, NULL, NULL);
      g_assert_cmpstr (read, ==, expected);
    }
  utrans_close (whole);
}

static void
test_fold (void)
{
  static const struct { const char *text, *folded; } folds[] = {
    { "劉曉雲", "刘晓云" }, { "李 明", "李明" }, { "阿依古丽·买买提", "阿依古丽买买提" },
    { "ＭＡＲＹ　Ｗ", "maryw" }, { "１２３", "123" }, { "李明朗", "李明朗" }, { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (folds); i++)
    {
      g_autofree char *folded = cy_text_fold (folds[i].text);

      g_assert_cmpstr (folded, ==, folds[i].folded);
    }
}

static void
test_search_words (void)
{
  static const struct { const char *typed, *words; } searches[] = {
    { " 劉  曉雲 ", "刘 晓云" }, { "LML", "lml" }, { "１３８　王", "138 王" }, { "阿依古丽·买买提", "阿依古丽买买提" },
    { "  ", NULL }, { "", NULL }, { NULL, NULL }, { "· -", NULL },
    { "139 1860 0730", "13918600730" }, { "139-1860 李 12 34", "1391860 李 1234" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autofree char *words = cy_text_search (searches[i].typed);

      g_assert_cmpstr (words, ==, searches[i].words);
    }
}

static void
test_order (void)
{
  static const char * const names[] = { "安小云", "白露", "陈明", "李明", "李明朗", "王伟", "张三" };

  for (guint i = 0; i + 1 < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) a = cy_text_sort_key (names[i]);
      g_autoptr (GBytes) b = cy_text_sort_key (names[i + 1]);

      g_assert_cmpint (g_bytes_compare (a, b), <, 0);
    }
}

static void
test_fill (void)
{
  g_autoptr (CyPerson) person = cy_person_new ();

  person->name = g_strdup ("呂小雲");
  cy_text_fill_person (person);
  g_assert_cmpstr (person->pinyin, ==, "lü xiao yun");
  g_assert_cmpstr (person->name_folded, ==, "吕小云");
  g_assert_cmpuint (g_bytes_get_size (person->sort_key), >, 0);

  g_free (person->name);
  person->name = g_strdup ("吕小云");
  cy_text_fill_person (person);
  g_assert_null (person->name_folded);
}

static void
test_lunar (void)
{
  CyDay spring = cy_day_from_ymd (2026, 2, 17);
  gboolean leap;
  int month, day;

  g_assert_true (cy_lunar_from_day (spring, &month, &day, &leap));
  g_assert_cmpint (month, ==, 1);
  g_assert_cmpint (day, ==, 1);
  g_assert_false (leap);
  g_assert_true (cy_lunar_from_day (cy_day_from_ymd (2025, 7, 25), &month, &day, &leap));
  g_assert_cmpint (month, ==, 6);
  g_assert_true (leap);
  g_assert_true (cy_lunar_from_day (cy_day_from_ymd (2015, 9, 27), &month, &day, &leap));
  g_assert_cmpint (month, ==, 8);
  g_assert_cmpint (day, ==, 15);
  /* The Mid-Autumn Festival of 2026 is on September 25th, of 2027 on September 15th. */
  g_assert_cmpint (cy_lunar_next_birthday ("08-15", cy_day_from_ymd (2026, 1, 1)), ==, cy_day_from_ymd (2026, 9, 25));
  g_assert_cmpint (cy_lunar_next_birthday ("08-15", cy_day_from_ymd (2026, 9, 25)), ==, cy_day_from_ymd (2026, 9, 25));
  g_assert_cmpint (cy_lunar_next_birthday ("08-15", cy_day_from_ymd (2026, 9, 26)), ==, cy_day_from_ymd (2027, 9, 15));
  g_assert_cmpint (cy_lunar_next_birthday ("13-01", spring), ==, CY_DAY_NONE);
  g_assert_cmpint (cy_lunar_next_birthday (NULL, spring), ==, CY_DAY_NONE);
}

/* Whatever day is asked for: the birthday found is on or after it, less than 385 days away,
 * and has the lunar date. */
static void
test_lunar_returns (void)
{
  for (int n = 0; n < 60; n++)
    {
      int month = g_test_rand_int_range (1, 13), day = g_test_rand_int_range (1, 30);
      CyDay from = cy_day_from_ymd (2000, 1, 1) + g_test_rand_int_range (0, 20000);
      CyDay next = cy_lunar_next (month, day, from);
      int m, d;

      g_assert_cmpint (next, >=, from);
      g_assert_cmpint (next - from, <, 386);
      g_assert_true (cy_lunar_from_day (next, &m, &d, NULL));
      g_assert_cmpint (m, ==, month);
      g_assert_cmpint (d, ==, day);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/pinyin", test_pinyin);
  g_test_add_func ("/text/parts-read-as-the-whole", test_parts_read_as_the_whole);
  g_test_add_func ("/text/fold", test_fold);
  g_test_add_func ("/text/search-words", test_search_words);
  g_test_add_func ("/text/order", test_order);
  g_test_add_func ("/text/fill", test_fill);
  g_test_add_func ("/text/lunar", test_lunar);
  g_test_add_func ("/text/lunar-returns", test_lunar_returns);
  return g_test_run ();
}
