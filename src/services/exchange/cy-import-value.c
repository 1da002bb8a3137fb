#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-value.h"
#include "cy-import-field.h"

#include "cy-person.h"
#include "cy-phone.h"
#include "cy-width.h"

#include <math.h>
#include <string.h>

/* What people write into cells. */

static gboolean
is_one_of (const char         *text,
           const char * const *words)
{
  return g_strv_contains (words, text);
}

/**
 * cy_value_is_nothing:
 * @text: (nullable): without spaces around it
 *
 * Returns: whether it says that there is nothing, or nothing known
 */
gboolean
cy_value_is_nothing (const char *text)
{
  static const char *const words[] = {
    "", "-", "--", "---", "—", "——", "–", "/", "\\", "／", "×", "?", "？", ".", "。", "无", "無", "没有", "沒有", "暂无", "暫無", "不详", "不詳",
    "未知", "不明", "未填", "空", "none", "None", "NONE", "n/a", "N/A", "#N/A", "null", "NULL", "nil", "unknown", NULL,
  };

  return text == NULL || is_one_of (text, words);
}

/* A number as people see it: 20150305, not 2.0150305E7. */
static char *
number_text (const CyCell *cell)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (fabs (cell->number) < 1e15 && cell->number == floor (cell->number))
    return g_strdup_printf ("%.0f", cell->number);
  if (fabs (cell->number) < 1e15)
    return g_strdup (g_ascii_formatd (text, sizeof text, "%.12g", cell->number));

  return g_strdup (cell->text);
}

/* Most cells are tidy already: no space at either end, none doubled, none of the wide kind. */
static gboolean
is_tidy (const char *text)
{
  if (g_ascii_isspace (text[0]))
    return FALSE;
  for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
    if ((g_ascii_isspace (*p) && (*p != ' ' || p[1] == ' ' || p[1] == '\0')) || *p == 0xc2 || *p == 0xe2 ||
        (*p == 0xe3 && p[1] == 0x80) || *p == 0xef)
      return FALSE;

  return TRUE;
}

/**
 * cy_value_text:
 * @cell: (nullable): a cell
 *
 * Returns: (transfer full) (nullable): its text, tidy; %NULL when it says nothing
 */
char *
cy_value_text (const CyCell *cell)
{
  g_autofree char *tidy = NULL;

  if (cell == NULL || cell->type == CY_CELL_ERROR)
    return NULL;
  if (cell->type == CY_CELL_NUMBER)
    return number_text (cell);
  if (cell->type == CY_CELL_BOOLEAN)
    return g_strdup (cell->number != 0 ? "是" : "否");

  tidy = is_tidy (cell->text) ? g_strdup (cell->text) : cy_width_tidy (cell->text);

  return cy_value_is_nothing (tidy) ? NULL : g_steal_pointer (&tidy);
}

/**
 * cy_value_note:
 * @cell: (nullable): a cell
 *
 * Returns: (transfer full) (nullable): its text, tidy, with its lines kept
 */
char *
cy_value_note (const CyCell *cell)
{
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) note = NULL;

  if (cell == NULL || cell->type != CY_CELL_TEXT || strchr (cell->text, '\n') == NULL)
    return cy_value_text (cell);

  note = g_string_new (NULL);
  lines = g_strsplit (cell->text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *tidy = cy_width_tidy (lines[i]);

      if (tidy != NULL)
        g_string_append_printf (note, "%s%s", note->len > 0 ? "\n" : "", tidy);
    }

  return note->len > 0 ? g_string_free (g_steal_pointer (&note), FALSE) : NULL;
}

static gboolean
is_han (gunichar c)
{
  return g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;
}

static gboolean
is_middle_dot (gunichar c)
{
  return c == 0xb7 || c == 0x2022 || c == 0x2027 || c == 0x30fb || c == 0xff65 || c == 0x22c5 || c == 0x2219 || c == 0xff0e;
}

/**
 * cy_value_name:
 * @cell: (nullable): a cell
 *
 * Reads a name: spaces between Chinese characters go (李　明 is 李明), those between words
 * stay, and the dot inside a name of a minority becomes the middle dot.
 *
 * Returns: (transfer full) (nullable): the name, or %NULL when there is none
 */
char *
cy_value_name (const CyCell *cell)
{
  g_autofree char *text = cy_value_text (cell);
  g_autoptr (GString) name = NULL;
  gunichar last = 0;
  gboolean gap = FALSE;

  if (text == NULL)
    return NULL;

  name = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = cy_width_narrow (g_utf8_get_char (p));

      if (is_middle_dot (c))
        c = 0xb7;
      if (c == ' ' || c == '*')
        {
          gap = TRUE;
          continue;
        }
      if (gap && last != 0 && last != 0xb7 && c != 0xb7 && !(is_han (last) && is_han (c)))
        g_string_append_c (name, ' ');
      g_string_append_unichar (name, c);
      last = c;
      gap = FALSE;
    }

  return name->len > 0 ? g_string_free (g_steal_pointer (&name), FALSE) : NULL;
}

/* Dates */

typedef struct {
  int values[8];
  int digits[8];                /* how many each number is written with */
  gunichar after[8];            /* what follows each number */
  guint n;
} Numbers;

static int
han_digit (gunichar c)
{
  static const char *const digits = "〇一二三四五六七八九";
  int i = 0;

  if (c == 0x96f6 || c == 0x25cb || c == 0x25ef)        /* 零, ○ */
    return 0;
  for (const char *p = digits; *p != '\0'; p = g_utf8_next_char (p), i++)
    if (g_utf8_get_char (p) == c)
      return i;

  return -1;
}

/* 二〇一五 → 2015, 十二 → 12, 二十五 → 25, 廿 is left to others. */
static const char *
read_han_number (const char *p,
                 Numbers    *numbers)
{
  int value = 0, digit = 0, n = 0;
  gboolean ten = FALSE;

  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x5341)                                  /* 十 */
        {
          value = (n == 0 ? 1 : value) * 10;
          ten = TRUE;
          n = MAX (n, 1) + 1;
          continue;
        }
      digit = han_digit (c);
      if (digit < 0 || n > 4)
        break;
      value = ten ? value + digit : value * 10 + digit;
      n += !ten;
    }

  numbers->values[numbers->n] = value;
  numbers->digits[numbers->n] = n;
  return p;
}

static gboolean
is_date_separator (gunichar c)
{
  static const char *const separators = "-./年月日号號\\,_~、·–—−:T生出于於公历曆阳陽'";

  return cy_width_is_space (c) || g_utf8_strchr (separators, -1, c) != NULL;
}

/* Takes a text apart into numbers. FALSE when there is anything else in it. */
static gboolean
take_numbers (const char *text,
              Numbers    *numbers)
{
  const char *p = text;

  *numbers = (Numbers) { 0 };
  while (*p != '\0')
    {
      gunichar c = cy_width_narrow (g_utf8_get_char (p));

      if (numbers->n == G_N_ELEMENTS (numbers->values) - 1)
        return FALSE;
      if (c < 0x80 && g_ascii_isdigit ((char) c))
        {
          int value = 0, n = 0;

          for (; c < 0x80 && g_ascii_isdigit ((char) c) && n < 9; n++)
            {
              value = n < 8 ? value * 10 + (int) (c - '0') : value;
              p = g_utf8_next_char (p);
              c = cy_width_narrow (g_utf8_get_char (p));
            }
          numbers->values[numbers->n] = value;
          numbers->digits[numbers->n] = n;
          numbers->after[numbers->n++] = c;
        }
      else if (han_digit (c) >= 0 || c == 0x5341)
        {
          p = read_han_number (p, numbers);
          numbers->after[numbers->n++] = g_utf8_get_char (p);
        }
      else if (!is_date_separator (c))
        return FALSE;
      else
        p = g_utf8_next_char (p);
    }

  /* The time of day begins with the first number before a colon. */
  for (guint i = 0; i < numbers->n; i++)
    if (numbers->after[i] == ':')
      numbers->n = i;

  return numbers->n > 0;
}

static int
full_year (int   year,
           CyDay today)
{
  int this_year, month, day;

  cy_day_to_ymd (today, &this_year, &month, &day);
  return year <= this_year % 100 ? 2000 + year : 1900 + year;
}

static gboolean
set_date (int              year,
          int              month,
          int              day,
          CyDay           *result,
          CyDatePrecision *precision)
{
  if (year < 1850 || year > 2200)
    return FALSE;

  *precision = month == 0 ? CY_DATE_YEAR : day == 0 ? CY_DATE_MONTH : CY_DATE_DAY;
  *result = cy_day_from_ymd (year, MAX (month, 1), month == 0 ? 1 : MAX (day, 1));

  return *result != CY_DAY_NONE;
}

static gboolean
one_number (const Numbers   *n,
            CyDay            today,
            CyDay           *day,
            CyDatePrecision *precision)
{
  int v = n->values[0];

  switch (n->digits[0])
    {
    case 8:
      return set_date (v / 10000, v / 100 % 100, v % 100, day, precision);
    case 6:
      if (v / 100 >= 1900 && v / 100 <= 2100 && v % 100 >= 1 && v % 100 <= 12)
        return set_date (v / 100, v % 100, 0, day, precision);
      return v % 100 != 0 && v / 100 % 100 != 0 &&
             set_date (full_year (v / 10000, today), v / 100 % 100, v % 100, day, precision);
    case 5:
      /* A spreadsheet's number of days, where a date lost its format: 1954 to 2064. */
      if (v < 20000 || v > 60000)
        return FALSE;
      *day = cy_day_from_ymd (1899, 12, 30) + v;
      *precision = CY_DATE_DAY;
      return TRUE;
    case 4:
      return v >= 1900 && set_date (v, 0, 0, day, precision);
    case 2:
      return n->after[0] == 0x5e74 && set_date (full_year (v, today), 0, 0, day, precision);
    default:
      return FALSE;
    }
}

static gboolean
two_numbers (const Numbers   *n,
             CyDay            today,
             CyDay           *day,
             CyDatePrecision *precision)
{
  if (n->digits[0] == 4 && n->digits[1] <= 2)
    return n->values[1] >= 1 && set_date (n->values[0], n->values[1], 0, day, precision);
  if (n->digits[0] == 4 && n->digits[1] == 4)           /* 2015.0305 */
    return set_date (n->values[0], n->values[1] / 100, n->values[1] % 100, day, precision);
  if (n->digits[0] <= 2 && n->after[0] == 0x5e74)       /* 15年3月 */
    return n->values[1] >= 1 && set_date (full_year (n->values[0], today), n->values[1], 0, day, precision);
  if (n->digits[0] <= 2 && n->digits[1] == 4 && n->values[0] >= 1)
    return set_date (n->values[1], n->values[0], 0, day, precision);

  return FALSE;
}

static gboolean
three_numbers (const Numbers   *n,
               CyDay            today,
               CyDay           *day,
               CyDatePrecision *precision)
{
  int a = n->values[0], b = n->values[1], c = n->values[2];

  if (n->digits[0] == 4)
    return b >= 1 && n->digits[1] <= 2 && n->digits[2] <= 2 && set_date (a, b, c, day, precision);
  if (n->digits[0] > 2 || n->digits[1] > 2)
    return FALSE;
  if (n->digits[2] == 4)
    {
      /* The day and the month, in an order that only one of them over 12 gives away. */
      if (a < 1 || b < 1 || (a <= 12 && b <= 12 && a != b))
        return FALSE;
      return a > 12 ? set_date (c, b, a, day, precision) : set_date (c, a, b, day, precision);
    }
  if (n->digits[2] > 2 || b < 1 || c < 1)
    return FALSE;
  /* With a slash, 3/5/15 may be any order; 15.3.5 and 15年3月5日 begin with the year. */
  if (n->after[0] == '/' && a <= 12)
    return FALSE;

  return set_date (full_year (a, today), b, c, day, precision);
}

/**
 * cy_value_read_date:
 * @cell: (nullable): a cell
 * @today: for years of two digits, which lie in the hundred years up to it
 * @day: (out): the date; the first day of what is known of it
 * @precision: (out): how much is known
 *
 * Reads a date as people write it: 2015-03-05, 2015.3.5, 2015年3月5日, 20150305, 15.3.5, a
 * spreadsheet's serial number, 二〇一五年三月五日; 2015年3月, 201503 and 2015 as far as they go.
 * A date whose order of day and month is anybody's guess is not read.
 *
 * Returns: whether it was read
 */
CyReadResult
cy_value_read_date (const CyCell    *cell,
                    CyDay            today,
                    CyDay           *day,
                    CyDatePrecision *precision)
{
  g_autofree char *text = NULL;
  Numbers numbers;
  gboolean ok;

  *day = CY_DAY_NONE;
  *precision = CY_DATE_DAY;
  if (cell == NULL)
    return CY_READ_EMPTY;
  if (cell->type == CY_CELL_DATE && strlen (cell->text) == 10)
    {
      *day = (CyDay) cell->number;
      return CY_READ_OK;
    }

  text = cy_value_text (cell);
  if (text == NULL)
    return CY_READ_EMPTY;
  if (!take_numbers (text, &numbers))
    return CY_READ_UNREADABLE;
  /* As a quantity, 2015.1 was October or January. */
  if (cell->type == CY_CELL_NUMBER && numbers.n == 2 && numbers.digits[1] == 1 && numbers.values[1] == 1)
    numbers.n = 1;
  if (cell->type == CY_CELL_NUMBER && numbers.n == 2 && numbers.digits[0] == 5)
    numbers.n = 1;

  if (numbers.n == 1)
    ok = one_number (&numbers, today, day, precision);
  else if (numbers.n == 2)
    ok = two_numbers (&numbers, today, day, precision);
  else
    ok = numbers.n == 3 && three_numbers (&numbers, today, day, precision);

  if (!ok)
    *day = CY_DAY_NONE;
  return ok ? CY_READ_OK : CY_READ_UNREADABLE;
}

/**
 * cy_value_date_text:
 *
 * Returns: (transfer full) (nullable): the date as far as it is known: 2015-03-05, 2015-03
 *   or 2015
 */
char *
cy_value_date_text (CyDay           day,
                    CyDatePrecision precision)
{
  char *text = cy_day_to_iso (day);

  if (text != NULL && precision == CY_DATE_MONTH)
    text[strlen (text) - 3] = '\0';
  else if (text != NULL && precision == CY_DATE_YEAR)
    text[strlen (text) - 6] = '\0';

  return text;
}

/* Numbers */

/**
 * cy_value_read_id:
 * @cell: (nullable): a cell
 * @id: (out caller-allocates): what is found
 *
 * Reads a resident ID number. A number cell keeps 15 digits, so what is longer has lost its
 * end whatever it looks like. A text without any digit is a remark that there is no number.
 *
 * Returns: as cy_id_number_read() does
 */
CyIdResult
cy_value_read_id (const CyCell *cell,
                  CyIdNumber   *id)
{
  g_autofree char *text = NULL;

  *id = (CyIdNumber) { .result = CY_ID_EMPTY, .birth = CY_DAY_NONE };
  if (cell == NULL || cell->type == CY_CELL_ERROR)
    return CY_ID_EMPTY;
  if (cell->type == CY_CELL_NUMBER && fabs (cell->number) >= 1e15)
    return id->result = CY_ID_DAMAGED;

  text = cy_value_text (cell);
  if (text == NULL)
    return CY_ID_EMPTY;
  if (text[0] == '#' && strspn (text, "#") == strlen (text))
    return id->result = CY_ID_DAMAGED;
  if (cy_id_number_read (text, id) == CY_ID_LENGTH)
    {
      gboolean digits = FALSE;

      for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
        digits |= g_unichar_isdigit (g_utf8_get_char (p));
      if (!digits)
        *id = (CyIdNumber) { .result = CY_ID_EMPTY, .birth = CY_DAY_NONE };
    }

  return id->result;
}

/**
 * cy_value_phone:
 * @cell: (nullable): a cell
 * @valid: (out): whether each number in it can be called
 *
 * Returns: (transfer full) (nullable): the numbers as cy_phone_normalise() gives them
 */
char *
cy_value_phone (const CyCell *cell,
                gboolean     *valid)
{
  g_autofree char *text = NULL;

  *valid = TRUE;
  /* The plain case, a hundred thousand times a file. */
  if (cell != NULL && cell->type == CY_CELL_TEXT && cell->text[0] == '1' && cell->text[1] >= '3' &&
      strlen (cell->text) == 11 && strspn (cell->text, "0123456789") == 11)
    return g_strdup (cell->text);

  text = cy_value_text (cell);
  if (text == NULL)
    return NULL;

  return cy_phone_normalise (text, valid);
}

/* Words */

/**
 * cy_value_read_yes:
 * @text: (nullable): 是, 否, √, yes, 1, …
 *
 * Returns: whether it was read; a text that is none of these words means yes, but is not
 *   read: whoever writes 肢体残疾 under 是否残疾 says more than yes
 */
CyReadResult
cy_value_read_yes (const char *text,
                   gboolean   *yes)
{
  static const char *const yes_words[] = { "是", "有", "√", "✓", "✔", "对", "對", "y", "yes", "true", "1", "v", "o", "○", NULL };
  static const char *const no_words[] = { "否", "无", "無", "不", "不是", "没有", "沒有", "×", "✗", "n", "no", "false", "0", "x", "/", "-",
                                          "正常", "健康", "非", NULL };
  g_autofree char *plain = cy_width_plain (text);
  g_autofree char *lower = g_ascii_strdown (plain, -1);

  *yes = FALSE;
  if (lower[0] == '\0' || cy_value_is_nothing (lower))
    return CY_READ_EMPTY;
  if (is_one_of (lower, no_words))
    return CY_READ_OK;
  *yes = TRUE;

  return is_one_of (lower, yes_words) ? CY_READ_OK : CY_READ_UNREADABLE;
}

/**
 * cy_value_read_poor:
 * @text: (nullable): what a family is registered as: 建档立卡, 低保户, 是, …
 * @heading: (nullable): the column's heading, in its normal form, which says what 是 means
 *
 * Returns: a set of #CyPoorFamily
 */
guint
cy_value_read_poor (const char *text,
                    const char *heading)
{
  static const struct {
    const char *word;
    guint poor;
  } words[] = {
    { "建档立卡", CY_POOR_REGISTERED }, { "贫困户", CY_POOR_REGISTERED }, { "脱贫", CY_POOR_REGISTERED },
    { "监测", CY_POOR_REGISTERED }, { "建档", CY_POOR_REGISTERED }, { "低保", CY_POOR_ALLOWANCE },
    { "特困", CY_POOR_DESTITUTE }, { "五保", CY_POOR_DESTITUTE }, { "烈士", CY_POOR_MARTYR },
    { "registered", CY_POOR_REGISTERED }, { "allowance", CY_POOR_ALLOWANCE }, { "destitute", CY_POOR_DESTITUTE },
  };
  g_autofree char *plain = cy_heading_normalise (text);
  guint poor = CY_POOR_NONE;
  gboolean yes;

  if (plain[0] == '\0' || g_str_has_prefix (plain, "非"))
    return CY_POOR_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (plain, words[i].word) != NULL)
      poor |= words[i].poor;
  if (poor != CY_POOR_NONE || cy_value_read_yes (plain, &yes) != CY_READ_OK || !yes)
    return poor;

  for (guint i = 0; heading != NULL && i < G_N_ELEMENTS (words); i++)
    if (strstr (heading, words[i].word) != NULL)
      poor |= words[i].poor;

  return poor != CY_POOR_NONE ? poor : CY_POOR_REGISTERED;
}

/**
 * cy_value_read_kind:
 * @text: (nullable): 谈心, 家访, 打电话, home visit, …
 * @kind: (out): which it is
 *
 * Returns: whether it names one kind of contact
 */
gboolean
cy_value_read_kind (const char    *text,
                    CyContactKind *kind)
{
  /* The first word that is found decides, so those that say more come first. */
  static const struct {
    const char *word;
    CyContactKind kind;
  } words[] = {
    { "班主任", CY_CONTACT_TEACHER_CONTACT }, { "任课教师", CY_CONTACT_TEACHER_CONTACT }, { "与教师", CY_CONTACT_TEACHER_CONTACT },
    { "与老师", CY_CONTACT_TEACHER_CONTACT }, { "监护人", CY_CONTACT_GUARDIAN_CONTACT }, { "家长会", CY_CONTACT_MEETING },
    { "家长", CY_CONTACT_GUARDIAN_CONTACT }, { "心理", CY_CONTACT_COUNSELLING }, { "辅导", CY_CONTACT_COUNSELLING },
    { "咨询", CY_CONTACT_COUNSELLING }, { "疏导", CY_CONTACT_COUNSELLING }, { "视频", CY_CONTACT_VIDEO },
    { "家访", CY_CONTACT_HOME_VISIT }, { "走访", CY_CONTACT_HOME_VISIT }, { "上门", CY_CONTACT_HOME_VISIT },
    { "入户", CY_CONTACT_HOME_VISIT }, { "探访", CY_CONTACT_HOME_VISIT }, { "看望", CY_CONTACT_HOME_VISIT },
    { "慰问", CY_CONTACT_HOME_VISIT }, { "电话", CY_CONTACT_CALL }, { "通话", CY_CONTACT_CALL }, { "致电", CY_CONTACT_CALL },
    { "去电", CY_CONTACT_CALL }, { "电访", CY_CONTACT_CALL }, { "书信", CY_CONTACT_LETTER }, { "写信", CY_CONTACT_LETTER },
    { "信件", CY_CONTACT_LETTER }, { "家书", CY_CONTACT_LETTER }, { "谈心", CY_CONTACT_TALK }, { "谈话", CY_CONTACT_TALK },
    { "面谈", CY_CONTACT_TALK }, { "交谈", CY_CONTACT_TALK }, { "聊天", CY_CONTACT_TALK }, { "座谈", CY_CONTACT_MEETING },
    { "核查", CY_CONTACT_INFORMATION_CHECK }, { "核实", CY_CONTACT_INFORMATION_CHECK }, { "信息更新", CY_CONTACT_INFORMATION_CHECK },
    { "排查", CY_CONTACT_INFORMATION_CHECK }, { "帮扶", CY_CONTACT_HELP }, { "帮助", CY_CONTACT_HELP },
    { "资助", CY_CONTACT_HELP }, { "活动", CY_CONTACT_ACTIVITY }, { "总结", CY_CONTACT_SUMMARY }, { "小结", CY_CONTACT_SUMMARY },
    { "班会", CY_CONTACT_MEETING }, { "会议", CY_CONTACT_MEETING }, { "homevisit", CY_CONTACT_HOME_VISIT },
    { "visit", CY_CONTACT_HOME_VISIT }, { "guardian", CY_CONTACT_GUARDIAN_CONTACT }, { "parent", CY_CONTACT_GUARDIAN_CONTACT },
    { "teacher", CY_CONTACT_TEACHER_CONTACT }, { "video", CY_CONTACT_VIDEO }, { "phone", CY_CONTACT_CALL },
    { "call", CY_CONTACT_CALL }, { "letter", CY_CONTACT_LETTER }, { "counsel", CY_CONTACT_COUNSELLING },
    { "talk", CY_CONTACT_TALK }, { "chat", CY_CONTACT_TALK }, { "informationcheck", CY_CONTACT_INFORMATION_CHECK },
    { "help", CY_CONTACT_HELP }, { "activity", CY_CONTACT_ACTIVITY }, { "summary", CY_CONTACT_SUMMARY },
    { "meeting", CY_CONTACT_MEETING },
  };
  g_autofree char *tidy = cy_width_tidy (text);
  g_autofree char *lower = tidy != NULL ? g_ascii_strdown (tidy, -1) : NULL;
  g_autofree char *plain = NULL;

  if (lower == NULL)
    return FALSE;
  if (cy_contact_kind_from_key (lower, kind))
    return TRUE;

  plain = cy_heading_normalise (text);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (plain, words[i].word) != NULL)
      {
        *kind = words[i].kind;
        return TRUE;
      }
  if (g_str_equal (plain, "信") || g_str_equal (plain, "会") || g_str_equal (plain, "谈"))
    {
      *kind = g_str_equal (plain, "信") ? CY_CONTACT_LETTER : g_str_equal (plain, "会") ? CY_CONTACT_MEETING : CY_CONTACT_TALK;
      return TRUE;
    }

  return FALSE;
}
