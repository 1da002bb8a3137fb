#define G_LOG_DOMAIN "cy-search-text"

#include "config.h"

#include "cy-search-text.h"

#include <string.h>

/* What is indexed, for a child 李明朗, "li ming lang", with number and phone:
 *
 *   search_name    every run of one to three characters: 李 明 朗 李明 明朗 李明朗, so that any
 *                  part of a name is one word, looked up at once. A longer part is the words
 *                  of its runs of three; whether they stand in this order is checked after.
 *   search_pinyin  what follows each syllable: liminglang minglang lang, and the initials:
 *                  lml ml l. Searched by prefix. For ü there is u and v.
 *   search_digits  every run of four digits, and the last three marked with "t". The runs of
 *                  relatives are marked with "r": a relative's phone finds the child.
 *
 * Words are parted by a space; the tables' tokenizer splits there and nowhere else. */

#define NAME_RUN 3
#define DIGIT_RUN 4
#define TAIL "t"
#define RELATIVE "r"

static void
append_word (GString    *words,
             const char *mark,
             const char *start,
             gsize       length)
{
  if (words->len > 0)
    g_string_append_c (words, ' ');
  g_string_append (words, mark);
  g_string_append_len (words, start, (gssize) length);
}

/**
 * cy_search_name_words:
 * @folded: (nullable): a name as cy_text_fold() gives it
 *
 * Returns: (transfer full): the words of a name
 */
char *
cy_search_name_words (const char *folded)
{
  GString *words = g_string_new (NULL);

  for (const char *start = folded; start != NULL && *start != '\0'; start = g_utf8_next_char (start))
    {
      const char *end = start;

      for (int n = 0; n < NAME_RUN && *end != '\0'; n++)
        {
          end = g_utf8_next_char (end);
          append_word (words, "", start, (gsize) (end - start));
        }
    }

  return g_string_free (words, FALSE);
}

/* "lü xiao" with its ü written as @v. */
static char *
with_v (const char *pinyin,
        const char *v)
{
  g_auto (GStrv) parts = g_strsplit (pinyin, "ü", -1);

  return g_strjoinv (v, parts);
}

static void
append_pinyin (GString    *words,
               const char *pinyin)
{
  g_auto (GStrv) syllables = g_strsplit (pinyin, " ", -1);

  for (guint i = 0; syllables[i] != NULL; i++)
    {
      g_autofree char *rest = g_strjoinv ("", syllables + i);

      if (rest[0] != '\0')
        append_word (words, "", rest, strlen (rest));
    }
}

/**
 * cy_search_pinyin_words:
 * @pinyin: (nullable): as cy_text_pinyin() gives it
 *
 * Returns: (transfer full): the words of a romanised name
 */
char *
cy_search_pinyin_words (const char *pinyin)
{
  GString *words = g_string_new (NULL);
  g_autoptr (GString) initials = g_string_new (NULL);
  g_autofree char *plain = NULL;

  if (pinyin == NULL || pinyin[0] == '\0')
    return g_string_free (words, FALSE);

  plain = with_v (pinyin, "u");
  append_pinyin (words, plain);
  if (strstr (pinyin, "ü") != NULL)
    {
      g_autofree char *v = with_v (pinyin, "v");

      append_pinyin (words, v);
    }

  for (const char *p = plain; *p != '\0'; p++)
    if (*p != ' ' && (p == plain || p[-1] == ' '))
      g_string_append_c (initials, *p);
  /* The last initial alone is the beginning of its syllable. */
  for (gsize i = 0; i + 1 < initials->len; i++)
    append_word (words, "", initials->str + i, initials->len - i);

  return g_string_free (words, FALSE);
}

static void
append_digits (GString    *words,
               const char *digits,
               gsize       length,
               gboolean    is_child)
{
  for (gsize i = 0; i + DIGIT_RUN <= length; i++)
    append_word (words, is_child ? "" : RELATIVE, digits + i, DIGIT_RUN);
  if (length >= DIGIT_RUN)
    append_word (words, TAIL, digits + length - DIGIT_RUN + 1, DIGIT_RUN - 1);
}

/**
 * cy_search_digit_words:
 * @id_number: (nullable): an identity number
 * @phones: (nullable): phones in their stored form
 * @is_child: whether they are a child's own
 *
 * Returns: (transfer full): the words of a person's numbers
 */
char *
cy_search_digit_words (const char *id_number,
                       const char *phones,
                       gboolean    is_child)
{
  GString *words = g_string_new (NULL);
  g_auto (GStrv) parts = g_strsplit (phones != NULL ? phones : "", " ", -1);

  if (id_number != NULL)
    {
      g_autofree char *lower = g_ascii_strdown (id_number, -1);

      append_digits (words, lower, strlen (lower), is_child);
    }
  for (guint i = 0; parts[i] != NULL; i++)
    append_digits (words, parts[i], strcspn (parts[i], "-"), is_child);

  return g_string_free (words, FALSE);
}

/* Queries. Each word goes between quotation marks, within which nothing has a meaning but
 * the mark itself, and folded text has none. */

static void
append_phrase (GString    *query,
               const char *mark,
               const char *start,
               gsize       length)
{
  g_string_append_printf (query, "%s\"%s%.*s\"", query->len > 0 ? " AND " : "", mark, (int) length, start);
}

/**
 * cy_search_name_query:
 * @folded: a part of a name, folded; not empty
 * @exact: (out): whether all it finds have the part; else they must be looked at
 *
 * Returns: (transfer full): the query to search_name
 */
char *
cy_search_name_query (const char *folded,
                      gboolean   *exact)
{
  GString *query = g_string_new (NULL);
  glong length = g_utf8_strlen (folded, -1);

  *exact = length <= NAME_RUN;
  if (*exact)
    {
      append_phrase (query, "", folded, strlen (folded));
      return g_string_free (query, FALSE);
    }

  for (glong i = 0; i + NAME_RUN <= length; i++, folded = g_utf8_next_char (folded))
    append_phrase (query, "", folded, (gsize) (g_utf8_offset_to_pointer (folded, NAME_RUN) - folded));

  return g_string_free (query, FALSE);
}

/**
 * cy_search_pinyin_query:
 * @letters: small letters, without spaces; not empty
 *
 * Returns: (transfer full): the query to search_pinyin
 */
char *
cy_search_pinyin_query (const char *letters)
{
  return g_strdup_printf ("\"%s\" *", letters);
}

/**
 * cy_search_digit_query:
 * @digits: at least three digits, perhaps with a last x
 * @of_children: %TRUE for the numbers of children, %FALSE for those of their relatives
 * @exact: (out): whether all it finds have the digits; else they must be looked at
 *
 * Three digits find the ends of numbers, more of them any part.
 *
 * Returns: (transfer full) (nullable): the query to search_digits, or %NULL when so few
 *   digits find nobody
 */
char *
cy_search_digit_query (const char *digits,
                       gboolean    of_children,
                       gboolean   *exact)
{
  GString *query;
  gsize length = strlen (digits);
  const char *mark = of_children ? "" : RELATIVE;

  *exact = TRUE;
  if (length < DIGIT_RUN - 1)
    return NULL;
  if (length == DIGIT_RUN - 1)
    return g_strdup_printf ("\"" TAIL "%s\"", digits);
  if (length == DIGIT_RUN)
    return g_strdup_printf ("\"%s%s\"", mark, digits);

  /* The last digits tell people apart, the first ones hardly do. */
  *exact = FALSE;
  query = g_string_new (NULL);
  append_phrase (query, mark, digits + length - DIGIT_RUN, DIGIT_RUN);
  append_phrase (query, mark, digits + (length >= 2 * DIGIT_RUN ? length - 2 * DIGIT_RUN : 0), DIGIT_RUN);

  return g_string_free (query, FALSE);
}
