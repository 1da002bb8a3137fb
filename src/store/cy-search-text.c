#define G_LOG_DOMAIN "cy-search-text"

#include "config.h"

#include "cy-search-text.h"

#include <string.h>

/* Under which terms a person is found. A letter says what a term is. For a child 李明朗,
 * "li ming lang", with number and phone:
 *
 *   n   every run of one to three characters: 李 明 朗 李明 明朗 李明朗, so that any part of a name
 *       is one term. A longer part is the terms of its runs of three; whether they stand in
 *       this order is checked after.
 *   p   the beginnings, up to five letters, of what follows each syllable (liminglang minglang
 *       lang) and of the initials (lml ml). For ü there is u and v.
 *   w   the same as a whole where it is longer, for what is typed beyond five letters.
 *   d   every run of four digits; t the last three. Of relatives these are r and s: a relative's
 *       phone finds the child.
 *
 * What is given here lies in the archives: another rule needs a migration that makes the
 * table search anew. */

#define NAME_RUN 3
#define PINYIN_RUN 5
#define DIGIT_RUN 4

static void
append_term (GString    *terms,
             char        mark,
             const char *start,
             gsize       length)
{
  if (terms->len > 0)
    g_string_append_c (terms, ' ');
  g_string_append_c (terms, mark);
  g_string_append_len (terms, start, (gssize) length);
}

/* Nobody types a space within a word, so that no run has one. */
static void
append_name (GString    *terms,
             const char *folded)
{
  g_autofree char *lower = g_ascii_strdown (folded, -1);

  for (const char *start = lower; *start != '\0'; start = g_utf8_next_char (start))
    {
      const char *end = start;

      for (int n = 0; n < NAME_RUN && *end != '\0' && *end != ' '; n++)
        {
          end = g_utf8_next_char (end);
          append_term (terms, 'n', start, (gsize) (end - start));
        }
    }
}

static void
append_letters (GString    *terms,
                const char *letters,
                gsize       length)
{
  for (gsize n = 1; n <= MIN (length, PINYIN_RUN); n++)
    append_term (terms, 'p', letters, n);
  if (length > PINYIN_RUN)
    append_term (terms, 'w', letters, length);
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
append_syllables (GString    *terms,
                  const char *pinyin)
{
  g_autofree char *joined = g_malloc (strlen (pinyin) + 1);
  g_autofree gsize *starts = g_new (gsize, strlen (pinyin) + 1);
  gsize length = 0, n_starts = 0;

  for (const char *p = pinyin; *p != '\0'; p++)
    {
      if (*p == ' ')
        continue;
      if (p == pinyin || p[-1] == ' ')
        starts[n_starts++] = length;
      joined[length++] = *p;
    }
  for (gsize i = 0; i < n_starts; i++)
    append_letters (terms, joined + starts[i], length - starts[i]);
}

static void
append_initials (GString    *terms,
                 const char *pinyin)
{
  g_autoptr (GString) initials = g_string_new (NULL);

  for (const char *p = pinyin; *p != '\0'; p++)
    if (*p != ' ' && (p == pinyin || p[-1] == ' '))
      g_string_append_c (initials, *p);
  /* The last initial alone is the beginning of its syllable. */
  for (gsize i = 0; i + 1 < initials->len; i++)
    append_letters (terms, initials->str + i, initials->len - i);
}

static void
append_pinyin (GString    *terms,
               const char *pinyin)
{
  g_autofree char *plain = NULL;

  if (strstr (pinyin, "ü") != NULL)
    {
      g_autofree char *v = with_v (pinyin, "v");

      append_syllables (terms, v);
      plain = with_v (pinyin, "u");
    }
  else
    {
      plain = g_strdup (pinyin);
    }
  append_syllables (terms, plain);
  append_initials (terms, plain);
}

static void
append_digits (GString    *terms,
               const char *digits,
               gsize       length,
               gboolean    is_child)
{
  for (gsize i = 0; i + DIGIT_RUN <= length; i++)
    append_term (terms, is_child ? 'd' : 'r', digits + i, DIGIT_RUN);
  if (length >= DIGIT_RUN)
    append_term (terms, is_child ? 't' : 's', digits + length - DIGIT_RUN + 1, DIGIT_RUN - 1);
}

static void
append_numbers (GString              *terms,
                const CySearchPerson *person)
{
  if (person->id_number != NULL)
    {
      g_autofree char *lower = g_ascii_strdown (person->id_number, -1);

      append_digits (terms, lower, strlen (lower), person->is_child);
    }
  for (const char *phone = person->phone; phone != NULL && *phone != '\0';)
    {
      append_digits (terms, phone, strcspn (phone, " -"), person->is_child);
      phone += strcspn (phone, " ");
      phone += strspn (phone, " ");
    }
}

/**
 * cy_search_terms:
 *
 * Returns: (transfer full): the terms under which a person is found, parted by a space; a
 *   term may be named more than once
 */
char *
cy_search_terms (const CySearchPerson *person)
{
  GString *terms = g_string_sized_new (256);

  if (person->is_child && person->name != NULL)
    append_name (terms, person->name);
  if (person->is_child && person->pinyin != NULL)
    append_pinyin (terms, person->pinyin);
  append_numbers (terms, person);

  return g_string_free (terms, FALSE);
}

/* What is typed */

static char *
make_term (char        mark,
           const char *start,
           gsize       length)
{
  return g_strdup_printf ("%c%.*s", mark, (int) length, start);
}

/**
 * cy_search_name_terms:
 * @folded: a part of a name, folded; not empty
 *
 * Returns: (transfer full): the terms that a child has in whose name it is. With a single
 *   term, those who have it are all of them; else they must be looked at
 */
char **
cy_search_name_terms (const char *folded)
{
  g_autoptr (GStrvBuilder) terms = g_strv_builder_new ();
  glong length = g_utf8_strlen (folded, -1);

  if (length <= NAME_RUN)
    g_strv_builder_take (terms, make_term ('n', folded, strlen (folded)));
  for (glong i = 0; length > NAME_RUN && i + NAME_RUN <= length; i++, folded = g_utf8_next_char (folded))
    g_strv_builder_take (terms, make_term ('n', folded, (gsize) (g_utf8_offset_to_pointer (folded, NAME_RUN) - folded)));

  return g_strv_builder_end (terms);
}

/**
 * cy_search_pinyin_term:
 * @letters: small letters, without spaces; not empty
 * @prefix: (out): whether the terms that begin so are meant
 *
 * Returns: (transfer full): the term of a child whose romanised name or its initials are so
 */
char *
cy_search_pinyin_term (const char *letters,
                       gboolean   *prefix)
{
  *prefix = strlen (letters) > PINYIN_RUN;

  return make_term (*prefix ? 'w' : 'p', letters, strlen (letters));
}

/**
 * cy_search_digit_terms:
 * @digits: at least three digits, perhaps with a last x
 * @of_children: %TRUE for the numbers of children, %FALSE for those of their relatives
 *
 * Three digits find the ends of numbers, more of them any part. The last digits, which tell
 * people apart, come first.
 *
 * Returns: (transfer full): the terms that a person has in whose numbers they are; none when
 *   so few digits find nobody. With a single term, those who have it are all of them; else
 *   they must be looked at
 */
char **
cy_search_digit_terms (const char *digits,
                       gboolean    of_children)
{
  g_autoptr (GStrvBuilder) terms = g_strv_builder_new ();
  gsize length = strlen (digits);

  if (length == DIGIT_RUN - 1)
    g_strv_builder_take (terms, make_term (of_children ? 't' : 's', digits, length));
  for (gsize end = length; end >= DIGIT_RUN; end--)
    g_strv_builder_take (terms, make_term (of_children ? 'd' : 'r', digits + end - DIGIT_RUN, DIGIT_RUN));

  return g_strv_builder_end (terms);
}
