#include "config.h"

#include "cy-phone.h"
#include "cy-width.h"

#include <string.h>

static gboolean
is_digits (const char *text,
           gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;

  return TRUE;
}

/* Area codes: 010 and 02x have three digits, all others four. Local numbers have 7 or 8 and
 * begin with 2 to 8. */
static gboolean
is_landline (const char *digits,
             gsize       length)
{
  gsize area;

  if (length < 10 || digits[0] != '0' || digits[1] == '0')
    return FALSE;
  area = digits[1] == '1' || digits[1] == '2' ? 3 : 4;

  return (length == area + 7 || length == area + 8) && digits[area] >= '2' && digits[area] <= '8';
}

static gboolean
is_hotline (const char *digits,
            gsize       length)
{
  return length == 10 && (g_str_has_prefix (digits, "400") || g_str_has_prefix (digits, "800"));
}

/**
 * cy_phone_kind:
 * @phone: one number in its stored form, as cy_phone_normalise() gives it
 *
 * Returns: what kind of number it is
 */
CyPhoneKind
cy_phone_kind (const char *phone)
{
  const char *extension = strchr (phone, '-');
  gsize length = extension != NULL ? (gsize) (extension - phone) : strlen (phone);

  if (!is_digits (phone, length))
    return CY_PHONE_INVALID;
  if (extension != NULL)
    {
      gsize more = strlen (extension + 1);

      return more >= 1 && more <= 6 && is_digits (extension + 1, more) && is_landline (phone, length)
             ? CY_PHONE_LANDLINE : CY_PHONE_INVALID;
    }

  if (length == 11 && phone[0] == '1' && phone[1] >= '3')
    return CY_PHONE_MOBILE;
  if (is_landline (phone, length))
    return CY_PHONE_LANDLINE;
  if (is_hotline (phone, length))
    return CY_PHONE_HOTLINE;

  return CY_PHONE_INVALID;
}

/* The country code goes; what else stands between digits is gone already. */
static const char *
without_country (const char *digits)
{
  if (g_str_has_prefix (digits, "+"))
    digits++;
  if (g_str_has_prefix (digits, "0086"))
    digits += 4;
  else if (g_str_has_prefix (digits, "86") && strlen (digits) > 11)
    digits += 2;
  else if (g_str_has_prefix (digits, "86") && strlen (digits) == 11 && digits[2] != '1')
    digits += 2;

  return digits;
}

static gboolean
is_extension_mark (const char *p)
{
  return g_str_has_prefix (p, "转") || g_str_has_prefix (p, "轉") || g_str_has_prefix (p, "分机") ||
         g_str_has_prefix (p, "#") || g_ascii_strncasecmp (p, "ext", 3) == 0;
}

/* One number: its digits, with "-" before an extension. Land lines written 0512-12345678-801
 * have a third group. Characters that belong to no number make it invalid, but stay. */
static char *
clean_one (const char *part)
{
  GString *digits = g_string_new (NULL);
  guint groups = 0;
  gboolean in_extension = FALSE;
  const char *bare;
  char *clean;

  for (const char *p = part; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = cy_width_narrow (g_utf8_get_char (p));

      if (is_extension_mark (p) && digits->len > 0 && !in_extension)
        {
          g_string_append_c (digits, '-');
          in_extension = TRUE;
        }
      else if (c == '-' || c == 0x2013 || c == 0x2014 || c == 0x2010 || c == 0x2212)
        {
          groups++;
          if (groups == 2 && !in_extension && is_landline (digits->str, digits->len))
            {
              g_string_append_c (digits, '-');
              in_extension = TRUE;
            }
        }
      else if (cy_width_is_space (c) || c == '(' || c == ')' || c == '.' || c == 0xb7 || c == '\'')
        continue;
      else if (in_extension && !g_ascii_isdigit (c < 0x80 ? (char) c : 'x'))
        continue;
      else
        g_string_append_unichar (digits, c);
    }

  bare = without_country (digits->str);
  clean = g_strdup (bare);
  g_string_free (digits, TRUE);

  return clean;
}

static gboolean
is_separator (gunichar c)
{
  c = cy_width_narrow (c);
  return c == 0x3001 || c == ',' || c == ';' || c == '/' || c == '\\' || c == '|' || c == '\n';
}

/* A space parts two numbers only where each side is a number of its own: "138 1234 5678" is
 * one, "13812345678 13912345678" are two. */
static void
add_parts (GPtrArray  *parts,
           const char *text)
{
  g_autofree char *whole = clean_one (text);
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) tidy = g_string_new (NULL);
  gboolean each = TRUE;

  if (whole[0] == '\0')
    return;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (cy_width_is_space (g_utf8_get_char (p)))
      g_string_append_c (tidy, ' ');
    else
      g_string_append_unichar (tidy, g_utf8_get_char (p));
  words = g_strsplit (g_strstrip (tidy->str), " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = clean_one (words[i]);

      each = each && (words[i][0] == '\0' || cy_phone_kind (word) != CY_PHONE_INVALID);
    }
  if (!each || cy_phone_kind (whole) != CY_PHONE_INVALID)
    {
      g_ptr_array_add (parts, g_steal_pointer (&whole));
      return;
    }

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_ptr_array_add (parts, clean_one (words[i]));
}

/**
 * cy_phone_normalise:
 * @text: (nullable): one or several numbers as people write them
 * @valid: (out) (optional): whether each of them can be called; %TRUE when there is none
 *
 * Brings phone numbers to their stored form: digits only, an extension after "-", several
 * numbers separated by a space, each once. +86, spaces, dashes, brackets and full-width
 * forms are taken; numbers are parted by 、 , ; / and by spaces between whole numbers. What
 * is invalid is kept, so that it can be mended.
 *
 * Returns: (transfer full) (nullable): the numbers, or %NULL when there is none
 */
char *
cy_phone_normalise (const char *text,
                    gboolean   *valid)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) part = g_string_new (NULL);
  g_autoptr (GString) phones = g_string_new (NULL);
  gboolean all = TRUE;

  for (const char *p = text != NULL ? text : ""; ; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != 0 && !is_separator (c))
        {
          g_string_append_unichar (part, c);
          continue;
        }
      add_parts (parts, part->str);
      g_string_truncate (part, 0);
      if (c == 0)
        break;
    }

  for (guint i = 0; i < parts->len; i++)
    {
      const char *phone = g_ptr_array_index (parts, i);
      guint first;

      all = all && cy_phone_kind (phone) != CY_PHONE_INVALID;
      if (g_ptr_array_find_with_equal_func (parts, phone, g_str_equal, &first) && first < i)
        continue;
      g_string_append_printf (phones, "%s%s", phones->len > 0 ? " " : "", phone);
    }

  if (valid != NULL)
    *valid = all;

  return phones->len > 0 ? g_strdup (phones->str) : NULL;
}

/**
 * cy_phone_display:
 * @phones: (nullable): numbers in their stored form
 *
 * Writes numbers as they are read aloud: 138 1234 5678, 0512-1234 5678.
 *
 * Returns: (transfer full): the text, several numbers parted by 、; empty for none
 */
char *
cy_phone_display (const char *phones)
{
  g_auto (GStrv) parts = g_strsplit (phones != NULL ? phones : "", " ", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *p = parts[i];

      if (p[0] == '\0')
        continue;
      if (text->len > 0)
        g_string_append (text, "、");
      if (cy_phone_kind (p) == CY_PHONE_MOBILE)
        g_string_append_printf (text, "%.3s %.4s %s", p, p + 3, p + 7);
      else if (cy_phone_kind (p) == CY_PHONE_LANDLINE)
        {
          int area = p[1] == '1' || p[1] == '2' ? 3 : 4;

          g_string_append_printf (text, "%.*s-%s", area, p, p + area);
        }
      else
        g_string_append (text, p);
    }

  return g_string_free (text, FALSE);
}
