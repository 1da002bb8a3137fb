#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-value.h"

#include "text/cy-lunar.h"

#include "cy-width.h"

#include <string.h>

/* Dates as people write them. */

typedef struct {
  int values[8];
  int digits[8];                /* how many each number is written with */
  gunichar after[8];            /* what follows each number */
  guint n;
  gboolean lunar;
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

/* 二〇一五 → 2015, 十二 → 12, 二十五 → 25; make_plain() writes 廿 and 卅 out. */
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

/* The day of the lunar year that begins in @year, after January 20th; a leap month cannot be told from its twin. A
 * 30th that its month does not have is no date. */
static CyDay
day_of_lunar (int year,
              int month,
              int day_of_month)
{
  CyDay new_year = cy_lunar_next (1, 1, cy_day_from_ymd (year, 1, 15));
  CyDay day = cy_lunar_next (month, day_of_month, new_year);
  int month_then, day_then;

  if (!cy_lunar_from_day (day, &month_then, &day_then, NULL))
    return CY_DAY_NONE;

  return month_then == month && day_then == day_of_month ? day : CY_DAY_NONE;
}

static gboolean
set_date (const Numbers   *n,
          int              year,
          int              month,
          int              day,
          CyDay           *result,
          CyDatePrecision *precision)
{
  if (year < 1850 || year > 2200)
    return FALSE;

  *precision = month == 0 ? CY_DATE_YEAR : day == 0 ? CY_DATE_MONTH : CY_DATE_DAY;
  if (!n->lunar || month == 0)
    *result = cy_day_from_ymd (year, MAX (month, 1), month == 0 ? 1 : MAX (day, 1));
  else                                                  /* a lunar month is none of ours */
    *result = day > 0 ? day_of_lunar (year, month, day) : CY_DAY_NONE;

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
      return set_date (n, v / 10000, v / 100 % 100, v % 100, day, precision);
    case 6:
      if (v / 100 >= 1900 && v / 100 <= 2100 && v % 100 >= 1 && v % 100 <= 12)
        return set_date (n, v / 100, v % 100, 0, day, precision);
      return v % 100 != 0 && v / 100 % 100 != 0 &&
             set_date (n, full_year (v / 10000, today), v / 100 % 100, v % 100, day, precision);
    case 5:
      /* A spreadsheet's number of days, where a date lost its format: 1954 to 2064. */
      if (n->lunar || v < 20000 || v > 60000)
        return FALSE;
      *day = cy_day_from_ymd (1899, 12, 30) + v;
      *precision = CY_DATE_DAY;
      return TRUE;
    case 4:
      return v >= 1900 && set_date (n, v, 0, 0, day, precision);
    case 2:
      return n->after[0] == 0x5e74 && set_date (n, full_year (v, today), 0, 0, day, precision);
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
    return n->values[1] >= 1 && set_date (n, n->values[0], n->values[1], 0, day, precision);
  if (n->digits[0] == 4 && n->digits[1] == 4)           /* 2015.0305 */
    return set_date (n, n->values[0], n->values[1] / 100, n->values[1] % 100, day, precision);
  if (n->digits[0] <= 2 && n->after[0] == 0x5e74)       /* 15年3月 */
    return n->values[1] >= 1 && set_date (n, full_year (n->values[0], today), n->values[1], 0, day, precision);
  if (n->digits[0] <= 2 && n->digits[1] == 4 && n->values[0] >= 1)
    return set_date (n, n->values[1], n->values[0], 0, day, precision);

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
    return b >= 1 && n->digits[1] <= 2 && n->digits[2] <= 2 && set_date (n, a, b, c, day, precision);
  if (n->digits[0] > 2 || n->digits[1] > 2)
    return FALSE;
  if (n->digits[2] == 4)
    {
      /* The day and the month, in an order that only one of them over 12 gives away. */
      if (a < 1 || b < 1 || (a <= 12 && b <= 12 && a != b))
        return FALSE;
      return a > 12 ? set_date (n, c, b, a, day, precision) : set_date (n, c, a, b, day, precision);
    }
  if (n->digits[2] > 2 || b < 1 || c < 1)
    return FALSE;
  /* With a slash, 3/5/15 may be any order; 15.3.5 and 15年3月5日 begin with the year. */
  if (n->after[0] == '/' && a <= 12)
    return FALSE;

  return set_date (n, full_year (a, today), b, c, day, precision);
}

/* Writes what only Chinese words say in plain numbers, and takes out those that mark a date as lunar, with the brackets
 * around them.
 * Returns: whether it is lunar */
static gboolean
make_plain (GString *text)
{
  static const char * const lunar[][2] = {
    { "农历", "" }, { "農曆", "" }, { "阴历", "" }, { "陰曆", "" }, { "旧历", "" }, { "舊曆", "" },
    { "正月", "1月" }, { "冬月", "11月" }, { "腊月", "12月" }, { "臘月", "12月" }, { "初", "" },
  };
  static const char * const others[][2] = { { "()", "" }, { "（）", "" }, { "廿", "二十" }, { "卅", "三十" } };
  guint n = 0;

  if (g_str_is_ascii (text->str))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (lunar); i++)
    n += g_string_replace (text, lunar[i][0], lunar[i][1], 0);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_string_replace (text, others[i][0], others[i][1], 0);

  return n > 0;
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
 * A date whose order of day and month is anybody's guess is not read. One that is marked as
 * lunar (农历2015年3月5日, 2015年正月初五) is turned into the day on which it fell.
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
  g_autoptr (GString) plain = NULL;
  Numbers numbers;
  gboolean lunar, ok;

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
  plain = g_string_new (text);
  lunar = make_plain (plain);
  if (!take_numbers (plain->str, &numbers))
    return CY_READ_UNREADABLE;
  numbers.lunar = lunar;
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
