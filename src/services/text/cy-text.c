#define G_LOG_DOMAIN "cy-text"

#include "config.h"

#include "cy-text.h"

#include <string.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

/* ICU's transliteration of a name costs 40 µs, and an import has a hundred thousand names
 * made of a few thousand characters. So what a character, or the pair a name begins with,
 * becomes is remembered. ICU's objects belong to one thread; each thread has its own. */

#define LONGEST 64              /* UTF-16 units of what is given to ICU at once */

typedef struct {
  UTransliterator *names;       /* Han to toned Latin, surnames read as surnames */
  UTransliterator *simplify;
  UTransliterator *plain;       /* toned Latin to ASCII */
  UCollator *collator;
  const UNormalizer2 *width_and_case;
  GHashTable *readings;         /* the beginning of a name, with ^ before it, or a character → pinyin */
  GHashTable *folds;            /* character → its folded form */
} Icu;

static void
icu_free (Icu *icu)
{
  g_clear_pointer (&icu->names, utrans_close);
  g_clear_pointer (&icu->simplify, utrans_close);
  g_clear_pointer (&icu->plain, utrans_close);
  g_clear_pointer (&icu->collator, ucol_close);
  g_clear_pointer (&icu->readings, g_hash_table_unref);
  g_clear_pointer (&icu->folds, g_hash_table_unref);
  g_free (icu);
}

static GPrivate thread_icu = G_PRIVATE_INIT ((GDestroyNotify) icu_free);

static UTransliterator *
open_transliterator (const char *name)
{
  UChar id[LONGEST];
  UErrorCode status = U_ZERO_ERROR;
  UTransliterator *transliterator;

  u_charsToUChars (name, id, (int32_t) strlen (name) + 1);
  transliterator = utrans_openU (id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
  if (U_FAILURE (status))
    g_critical ("ICU has no transliterator %s: %s", name, u_errorName (status));

  return transliterator;
}

static Icu *
get_icu (void)
{
  Icu *icu = g_private_get (&thread_icu);
  UErrorCode status = U_ZERO_ERROR;

  if (icu != NULL)
    return icu;

  icu = g_new0 (Icu, 1);
  icu->simplify = open_transliterator ("Traditional-Simplified");
  icu->plain = open_transliterator ("Latin-ASCII");
  icu->collator = ucol_open ("zh@collation=pinyin", &status);
  if (U_FAILURE (status))
    g_critical ("ICU has no Chinese collation: %s", u_errorName (status));
  status = U_ZERO_ERROR;
  icu->width_and_case = unorm2_getNFKCCasefoldInstance (&status);
  icu->readings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  icu->folds = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_private_set (&thread_icu, icu);

  return icu;
}

/* Opened when the first name is read: it takes a tenth of a second. */
static UTransliterator *
get_names (Icu *icu)
{
  if (icu->names == NULL)
    icu->names = open_transliterator ("Han-Latin/Names");

  return icu->names;
}

static char *
from_utf16 (const UChar *text,
            int32_t      length)
{
  return g_utf16_to_utf8 ((const gunichar2 *) text, length, NULL, NULL, NULL);
}

/* Text that ICU cannot take comes back as it is. */
static char *
transliterate (UTransliterator *transliterator,
               const char      *text)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar buffer[LONGEST * 8];
  int32_t length = 0, limit;

  u_strFromUTF8 (buffer, LONGEST, &length, text, -1, &status);
  if (U_FAILURE (status) || transliterator == NULL)
    return g_strdup (text);

  limit = length;
  utrans_transUChars (transliterator, buffer, &length, G_N_ELEMENTS (buffer), 0, &limit, &status);

  return U_SUCCESS (status) ? from_utf16 (buffer, length) : g_strdup (text);
}

/* Pinyin */

static gboolean
is_han (gunichar c)
{
  return g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;
}

/* The surnames that ICU reads by the two characters together: 令狐, 万俟, 澹台, 长孙. Any other
 * is read by itself, as the beginning of a name. */
static gboolean
begins_double_surname (gunichar c)
{
  return c == 0x4ee4 || c == 0x4e07 || c == 0x6fb9 || c == 0x957f;
}

/* "lǚ" becomes "lü": the tones go, the two dots are a letter of their own. */
static char *
without_tones (Icu        *icu,
               const char *toned)
{
  GString *text = g_string_new (NULL);
  g_autofree char *lower = g_utf8_strdown (toned, -1);
  g_autofree char *composed = g_utf8_normalize (lower, -1, G_NORMALIZE_DEFAULT_COMPOSE);

  for (const char *p = composed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0xfc || c == 0x1d6 || c == 0x1d8 || c == 0x1da || c == 0x1dc)
        g_string_append (text, "ü");
      else if (c < 0x80)
        g_string_append_c (text, (char) c);
      else
        {
          char one[8] = { 0 };
          g_autofree char *plain = NULL;

          g_unichar_to_utf8 (c, one);
          plain = transliterate (icu->plain, one);
          g_string_append (text, plain);
        }
    }

  return g_string_free (text, FALSE);
}

/* What @length bytes of Han become: "li ming". Transliterated after a character that is no
 * surname when they do not begin the name. */
static const char *
reading_of (Icu        *icu,
            const char *han,
            gsize       length,
            gboolean    begins)
{
  g_autofree char *key = g_strdup_printf ("%s%.*s", begins ? "^" : "", (int) length, han);
  const char *known = g_hash_table_lookup (icu->readings, key);
  g_autofree char *toned = NULL;
  char *reading;

  if (known != NULL)
    return known;

  if (begins)
    toned = transliterate (get_names (icu), key + 1);
  else
    {
      g_autofree char *after = g_strconcat ("一", key, NULL);
      g_autofree char *both = transliterate (get_names (icu), after);
      const char *space = strchr (both, ' ');

      toned = g_strdup (space != NULL ? space + 1 : both);
    }
  reading = without_tones (icu, g_strstrip (toned));
  g_hash_table_insert (icu->readings, g_steal_pointer (&key), reading);

  return reading;
}

static void
append_word (GString    *pinyin,
             const char *word)
{
  if (pinyin->len > 0 && pinyin->str[pinyin->len - 1] != ' ')
    g_string_append_c (pinyin, ' ');
  g_string_append (pinyin, word);
}

/**
 * cy_text_pinyin:
 * @name: (nullable): a person's name, in either script
 *
 * Romanises a name, a word for each character, without tones: 李明朗 gives "li ming lang",
 * 单雄 "shan xiong" as a surname is read, 吕 "lü". Latin letters are kept, in lower case.
 *
 * Returns: (transfer full): the pinyin; empty for %NULL
 */
char *
cy_text_pinyin (const char *name)
{
  Icu *icu = get_icu ();
  GString *pinyin = g_string_new (NULL);
  gboolean begins = TRUE;
  const char *p = name;

  while (p != NULL && *p != '\0')
    {
      gunichar c = g_utf8_get_char (p);
      const char *next = g_utf8_next_char (p);
      const char *end = next;

      if (is_han (c))
        {
          if (begins && begins_double_surname (c) && is_han (g_utf8_get_char (next)))
            end = g_utf8_next_char (next);
          append_word (pinyin, reading_of (icu, p, (gsize) (end - p), begins));
          begins = FALSE;
          p = end;
          continue;
        }

      if (g_unichar_isalnum (c))
        {
          g_autoptr (GString) latin = g_string_new (NULL);
          g_autofree char *plain = NULL;

          for (; g_unichar_isalnum (c = g_utf8_get_char (p)) && !is_han (c); p = g_utf8_next_char (p))
            g_string_append_unichar (latin, c);
          plain = without_tones (icu, latin->str);
          append_word (pinyin, plain);
          continue;
        }

      p = next;
    }

  return g_string_free (pinyin, FALSE);
}

/**
 * cy_text_sort_key:
 * @name: (nullable): a name
 *
 * Returns: (transfer full): bytes whose order is that of names in Chinese lists, by pinyin
 */
GBytes *
cy_text_sort_key (const char *name)
{
  Icu *icu = get_icu ();
  UErrorCode status = U_ZERO_ERROR;
  UChar text[LONGEST * 2];
  guint8 key[LONGEST * 16];
  int32_t length = 0, size;

  u_strFromUTF8WithSub (text, G_N_ELEMENTS (text), &length, name != NULL ? name : "", -1, 0xfffd, NULL, &status);
  length = MIN (length, (int32_t) G_N_ELEMENTS (text));
  size = ucol_getSortKey (icu->collator, text, length, key, sizeof key);
  size = MIN (size, (int32_t) sizeof key);

  return g_bytes_new (key, size > 0 ? (gsize) size - 1 : 0);
}

/* Folding */

/* Marks inside names that people leave out or type in several ways. */
static gboolean
is_skipped (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_ispunct (c) || c == 0xb7 || (c >= 0x200b && c <= 0x200f) || c == 0xfeff;
}

static const char *
fold_of (Icu      *icu,
         gunichar  c)
{
  const char *known = g_hash_table_lookup (icu->folds, GUINT_TO_POINTER (c));
  UErrorCode status = U_ZERO_ERROR;
  UChar from[4], to[LONGEST];
  int32_t length = 0;
  g_autofree char *narrow = NULL;
  char *fold;

  if (known != NULL)
    return known;

  u_strFromUTF32 (from, G_N_ELEMENTS (from), &length, (const UChar32 *) &c, 1, &status);
  length = unorm2_normalize (icu->width_and_case, from, length, to, G_N_ELEMENTS (to), &status);
  narrow = U_SUCCESS (status) ? from_utf16 (to, length) : g_ucs4_to_utf8 (&c, 1, NULL, NULL, NULL);
  fold = transliterate (icu->simplify, narrow);
  g_hash_table_insert (icu->folds, GUINT_TO_POINTER (c), fold);

  return fold;
}

/**
 * cy_text_fold:
 * @text: (nullable): a name or a part of one
 *
 * Brings what differs in writing only to one form: traditional characters to simplified,
 * full width to half, capitals to small; spaces and marks such as the dot in a long name
 * go. Works character by character, so that the fold of a part is part of the fold.
 *
 * Returns: (transfer full): the folded text; empty for %NULL
 */
char *
cy_text_fold (const char *text)
{
  Icu *icu = get_icu ();
  GString *folded = g_string_new (NULL);

  for (const char *p = text; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_skipped (c))
        continue;
      if (g_ascii_isalnum (c < 0x80 ? (char) c : '.'))
        g_string_append_c (folded, g_ascii_tolower ((char) c));
      else
        g_string_append (folded, fold_of (icu, c));
    }

  return g_string_free (folded, FALSE);
}

static gboolean
is_number (const char *word)
{
  return word[strspn (word, "0123456789")] == '\0';
}

/**
 * cy_text_search:
 * @typed: (nullable): what someone typed into a search
 *
 * A number may be typed or pasted in groups, as phones are shown: 139 1860 0730.
 *
 * Returns: (transfer full) (nullable): its words, folded, parted by a space, as the search of
 *   #CyRosterQuery takes them; %NULL when there is none
 */
char *
cy_text_search (const char *typed)
{
  GString *words = g_string_new (NULL);
  const char *start = typed;
  gboolean after_number = FALSE;

  for (const char *p = typed; p != NULL; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      g_autofree char *word = NULL;
      g_autofree char *folded = NULL;

      if (c != 0 && !g_unichar_isspace (c))
        continue;
      word = g_strndup (start, (gsize) (p - start));
      folded = cy_text_fold (word);
      if (folded[0] != '\0')
        {
          gboolean number = is_number (folded);

          if (words->len > 0 && !(after_number && number))
            g_string_append_c (words, ' ');
          g_string_append (words, folded);
          after_number = number;
        }
      start = p;
      if (c == 0)
        break;
    }

  return g_string_free (words, words->len == 0);
}

/* What the stores keep */

static char *
fold_if_other (const char *name)
{
  g_autofree char *folded = cy_text_fold (name);

  return g_strcmp0 (folded, name) != 0 ? g_steal_pointer (&folded) : NULL;
}

/**
 * cy_text_fill_person:
 * @person: a person with a name
 *
 * Fills in what follows from the name: pinyin, sort key, folded form. To be called before a
 * person is stored whose name is new or changed.
 */
void
cy_text_fill_person (CyPerson *person)
{
  g_free (person->pinyin);
  g_free (person->name_folded);
  g_clear_pointer (&person->sort_key, g_bytes_unref);

  person->pinyin = cy_text_pinyin (person->name);
  person->name_folded = fold_if_other (person->name);
  person->sort_key = cy_text_sort_key (person->name);
}

/**
 * cy_text_fill_unit:
 * @unit: a unit with a name
 *
 * Fills in what follows from the name.
 */
void
cy_text_fill_unit (CyUnit *unit)
{
  g_free (unit->name_folded);
  g_clear_pointer (&unit->sort_key, g_bytes_unref);

  unit->name_folded = fold_if_other (unit->name);
  unit->sort_key = cy_text_sort_key (unit->name);
}
