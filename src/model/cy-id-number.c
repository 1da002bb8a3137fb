#include "config.h"

#include "cy-id-number.h"
#include "cy-width.h"

#include <string.h>

/* GB 11643-1999: six digits of the place, eight of the birth, three of the sequence whose
 * last is odd for men, and a check character by ISO 7064, MOD 11-2. */
#define LENGTH 18
#define OLD_LENGTH 15

/* A spreadsheet keeps 15 digits of a quantity; the last three of an identity number become 0. */
#define LOST_DIGITS "000"

static gboolean
all_digits (const char *text,
            gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;

  return TRUE;
}

static int
number_at (const char *text,
           int         length)
{
  int number = 0;

  for (int i = 0; i < length; i++)
    number = number * 10 + (text[i] - '0');

  return number;
}

/**
 * cy_id_number_check_char:
 * @digits: at least the first 17 characters of a number, all digits
 *
 * Returns: the check character that belongs to them
 */
char
cy_id_number_check_char (const char *digits)
{
  static const guint8 weights[LENGTH - 1] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
  int sum = 0;

  for (int i = 0; i < LENGTH - 1; i++)
    sum += (digits[i] - '0') * weights[i];

  return "10X98765432"[sum % 11];
}

/* Half-width, upper case, without spaces and the apostrophe that marks text in a
 * spreadsheet; the multiplication sign and the Cyrillic letter that some type for X. */
static char *
normalise (const char *text)
{
  g_autofree char *plain = cy_width_plain (text);
  GString *number = g_string_new (NULL);

  for (const char *p = plain; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\'' || c == 0x2018 || c == 0x2019 || c == '`')
        continue;
      if (c == 0xd7 || c == 0x425 || c == 0x445)
        c = 'X';
      g_string_append_unichar (number, c < 0x80 ? (gunichar) g_ascii_toupper ((char) c) : c);
    }

  return g_string_free (number, FALSE);
}

static gboolean
is_quantity (const char *number)
{
  const char *exponent = strchr (number, 'E');
  const char *point = strchr (number, '.');

  if (exponent != NULL && exponent > number && g_ascii_isdigit (number[0]))
    {
      gsize mantissa = strspn (number, "0123456789.");
      gsize sign = number[mantissa + 1] == '+' ? 1 : 0;

      return number + mantissa == exponent && exponent[1 + sign] != '\0' &&
             all_digits (exponent + 1 + sign, strlen (exponent + 1 + sign));
    }

  return point != NULL && point - number >= OLD_LENGTH && all_digits (number, (gsize) (point - number)) &&
         strspn (point + 1, "0") == strlen (point + 1) && point - number > OLD_LENGTH;
}

static gboolean
lost_its_end (const char *number)
{
  return strlen (number) == LENGTH && all_digits (number, LENGTH) &&
         g_str_has_suffix (number, LOST_DIGITS) && cy_id_number_check_char (number) != '0';
}

/* Splits the birth off; the old form has two digits of the year, of the 20th century. */
static gboolean
read_birth (CyIdNumber *id)
{
  const char *p = id->number + 6;
  int year = id->old_form ? 1900 + number_at (p, 2) : number_at (p, 4);
  const char *rest = p + (id->old_form ? 2 : 4);
  char sequence_end = id->number[id->old_form ? OLD_LENGTH - 1 : LENGTH - 2];

  if (year < 1800)
    return FALSE;
  id->birth = cy_day_from_ymd (year, number_at (rest, 2), number_at (rest + 2, 2));
  if (id->birth == CY_DAY_NONE)
    return FALSE;
  id->sex = (sequence_end - '0') % 2 == 1 ? CY_SEX_MALE : CY_SEX_FEMALE;

  return TRUE;
}

/**
 * cy_id_number_read:
 * @text: (nullable): an identity number as people write it: full-width digits, a small x,
 *   spaces and the 15-digit form of before 1999 are taken
 * @id: (out caller-allocates): what is found
 *
 * Reads a resident identity number (GB 11643). A number that fails is still handed back in
 * its normal form, so that it can be kept and mended.
 *
 * Returns: the result, as in @id
 */
CyIdResult
cy_id_number_read (const char *text,
                   CyIdNumber *id)
{
  g_autofree char *number = normalise (text);
  gsize length = strlen (number);

  *id = (CyIdNumber) { .result = CY_ID_OK, .birth = CY_DAY_NONE };

  if (length == 0)
    return id->result = CY_ID_EMPTY;
  if (is_quantity (number) || lost_its_end (number))
    return id->result = CY_ID_DAMAGED;

  g_strlcpy (id->number, length < CY_ID_NUMBER_SIZE ? number : "", CY_ID_NUMBER_SIZE);
  id->old_form = length == OLD_LENGTH;
  if (id->old_form ? !all_digits (number, OLD_LENGTH)
      : length != LENGTH || !all_digits (number, LENGTH - 1) ||
        !(g_ascii_isdigit (number[LENGTH - 1]) || number[LENGTH - 1] == 'X'))
    return id->result = CY_ID_LENGTH;
  if (!read_birth (id))
    return id->result = CY_ID_DATE;
  if (!id->old_form && cy_id_number_check_char (number) != number[LENGTH - 1])
    return id->result = CY_ID_CHECKSUM;

  return id->result;
}
