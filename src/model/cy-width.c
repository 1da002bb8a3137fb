#include "config.h"

#include "cy-width.h"

/* Full-width forms U+FF01 to U+FF5E stand this far above their ASCII characters. */
#define FULL_WIDTH_OFFSET 0xfee0

/** cy_width_narrow: Returns: the half-width form of a full-width ASCII character or space, else @c */
gunichar
cy_width_narrow (gunichar c)
{
  if (c >= 0xff01 && c <= 0xff5e)
    return c - FULL_WIDTH_OFFSET;
  if (c == 0x3000)
    return ' ';

  return c;
}

/**
 * cy_width_is_space:
 *
 * Returns: whether @c is a space of any kind, or one of the invisible characters that come
 *   along when text is pasted (zero-width spaces, direction marks, the byte order mark)
 */
gboolean
cy_width_is_space (gunichar c)
{
  return g_unichar_isspace (c) || c == 0xa0 || c == 0x3000 || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x202a && c <= 0x202e) || c == 0x2060 || c == 0xfeff;
}

/**
 * cy_width_plain:
 * @text: (nullable): UTF-8
 *
 * For what is compared by its characters alone, such as numbers and keywords: half-width,
 * without any space.
 *
 * Returns: (transfer full): the plain form; empty for %NULL
 */
char *
cy_width_plain (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!cy_width_is_space (c))
        g_string_append_unichar (plain, cy_width_narrow (c));
    }

  return g_string_free (plain, FALSE);
}

/**
 * cy_width_tidy:
 * @text: (nullable): UTF-8
 *
 * For what is stored as people wrote it: spaces at both ends go, runs of them become one.
 *
 * Returns: (transfer full) (nullable): the tidy form, or %NULL when nothing is left
 */
char *
cy_width_tidy (const char *text)
{
  GString *tidy = g_string_new (NULL);
  gboolean gap = FALSE;

  for (const char *p = text; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (cy_width_is_space (c))
        {
          gap = tidy->len > 0;
          continue;
        }
      if (gap)
        g_string_append_c (tidy, ' ');
      gap = FALSE;
      g_string_append_unichar (tidy, c);
    }

  return g_string_free (tidy, tidy->len == 0);
}
