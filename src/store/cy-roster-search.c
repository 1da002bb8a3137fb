#define G_LOG_DOMAIN "cy-roster-search"

#include "config.h"

#include "cy-roster-index-private.h"
#include "cy-search-store.h"
#include "cy-search-text.h"

#include <string.h>

/* The search: words that all must be found, each in a name, its pinyin, a number, or the
 * name of a village or school. cy-search-text.c says under which terms a child is found, and
 * cy-search-store.c reads who has a term as bits, so that a key costs about the same whether
 * it finds three children or three hundred thousand.
 *
 * A number grows by a digit with each key: who had all but the last digit is known from the
 * key before, and only the last four digits are looked up. */

/* Who has all the terms of a word may still not have the word: the terms may stand apart. So
 * few are looked at, row by row; among more, the one or two who are wrong do not matter, and
 * the next key leaves them out. */
#define MAX_LOOKED_AT 200

/* A single character is in the name of nearly every village: 村. */
#define LEAST_OF_UNIT 2

/* So many relatives are asked for their children one by one; for more, the relations of all
 * are read, unless they are at hand. */
#define FEW_RELATIVES 2000

/* So many units are asked for their children one by one; for more, the units of all children
 * are read, and kept. */
#define FEW_UNITS 24

static CyIdBits *
copy_bits (const CyIdBits *bits)
{
  CyIdBits *copy = cy_id_bits_new ();

  cy_id_bits_union (copy, bits);
  return copy;
}

/* Those who have all terms. */
static CyIdBits *
find_all (CyConn   *conn,
          char    **terms,
          GError  **error)
{
  g_autoptr (CyIdBits) all = cy_id_bits_new ();

  for (guint i = 0; terms[i] != NULL; i++)
    {
      g_autoptr (CyIdBits) found = i > 0 ? cy_id_bits_new () : cy_id_bits_ref (all);

      if (!cy_search_find (conn, terms[i], FALSE, found, error))
        return NULL;
      if (i > 0)
        cy_id_bits_intersect (all, found);
    }

  return g_steal_pointer (&all);
}

/* Takes those out for whom @sql, asked with an id and the word, has no row. */
static gboolean
look_at_each (CyConn      *conn,
              CyIdBits    *bits,
              const char  *sql,
              const char  *word,
              GError     **error)
{
  if (cy_id_bits_count (bits) > MAX_LOOKED_AT)
    return TRUE;

  for (gsize i = 0; i < bits->n_words; i++)
    for (guint64 left = bits->words[i]; left != 0; left &= left - 1)
      {
        gint64 has;

        if (!cy_conn_int64 (conn, error, &has, sql, "it", (gint64) (i * 64 + (gsize) __builtin_ctzll (left)), word))
          return FALSE;
        if (!has)
          bits->words[i] &= ~(left & -left);
      }

  return TRUE;
}

static gboolean
add_by_name (CyConn      *conn,
             const char  *word,
             CyIdBits    *bits,
             GError     **error)
{
  g_auto (GStrv) terms = cy_search_name_terms (word);
  g_autoptr (CyIdBits) found = find_all (conn, terms, error);

  if (found == NULL)
    return FALSE;
  if (g_strv_length (terms) > 1 &&
      !look_at_each (conn, found, "SELECT instr (lower (ifnull (name_folded, name)), ?2) > 0 FROM person WHERE id = ?1",
                     word, error))
    return FALSE;

  cy_id_bits_union (bits, found);
  return TRUE;
}

static gboolean
add_by_pinyin (CyConn      *conn,
               const char  *word,
               CyIdBits    *bits,
               GError     **error)
{
  gboolean prefix;
  g_autofree char *term = cy_search_pinyin_term (word, &prefix);

  return cy_search_find (conn, term, prefix, bits, error);
}

/* Numbers */

#define HAS_NUMBER \
  "SELECT instr (lower (ifnull (id_number, '')), ?2) > 0 OR instr (ifnull (phone, ''), ?2) > 0 " \
  "FROM person WHERE id = ?1"

/* The people in whose numbers the word is. @key is the word after a letter that says whose
 * numbers are meant. */
static gpointer
make_number_bits (CyRosterIndex  *index,
                  CyConn         *conn,
                  const char     *key,
                  gconstpointer   of_children,
                  GError        **error)
{
  const char *word = key + 1;
  g_auto (GStrv) terms = cy_search_digit_terms (word, of_children != NULL);
  g_autofree char *key_before = g_strndup (key, strlen (key) - 1);
  g_autoptr (CyIdBits) before = NULL;
  g_autoptr (CyIdBits) bits = NULL;

  if (terms[0] == NULL || terms[1] == NULL)
    return find_all (conn, terms, error);

  before = cy_roster_index_peek (index, key_before);
  if (before != NULL)
    {
      bits = cy_id_bits_new ();
      if (!cy_search_find (conn, terms[0], FALSE, bits, error))
        return NULL;
      cy_id_bits_intersect (bits, before);
    }
  else
    {
      bits = find_all (conn, terms, error);
      if (bits == NULL)
        return NULL;
    }

  return look_at_each (conn, bits, HAS_NUMBER, word, error) ? g_steal_pointer (&bits) : NULL;
}

static gboolean
add_own_numbers (CyRosterIndex  *index,
                 CyConn         *conn,
                 const char     *word,
                 CyIdBits       *bits,
                 GError        **error)
{
  g_autofree char *key = g_strconcat ("d", word, NULL);
  g_autoptr (CyIdBits) found = cy_roster_index_bits (index, conn, key, make_number_bits, GINT_TO_POINTER (TRUE), error);

  if (found == NULL)
    return FALSE;

  cy_id_bits_union (bits, found);
  return TRUE;
}

static gboolean
add_children_of_few (CyConn          *conn,
                     const CyIdBits  *relatives,
                     CyIdBits        *bits,
                     GError         **error)
{
  for (gsize i = 0; i < relatives->n_words; i++)
    for (guint64 left = relatives->words[i]; left != 0; left &= left - 1)
      if (!cy_roster_read_bits (cy_conn_query (conn, error,
                                               "SELECT child_id FROM relation "
                                               "WHERE person_id = ? AND deleted_at IS NULL",
                                               "i", (gint64) (i * 64 + (gsize) __builtin_ctzll (left))), bits, error))
        return FALSE;

  return TRUE;
}

/* A relative's number finds the children. */
static gboolean
add_relatives_numbers (CyRosterIndex  *index,
                       CyConn         *conn,
                       const char     *word,
                       CyIdBits       *bits,
                       GError        **error)
{
  g_autofree char *key = g_strconcat ("r", word, NULL);
  g_autoptr (CyIdBits) relatives = cy_roster_index_bits (index, conn, key, make_number_bits, NULL, error);
  g_autoptr (CyRosterRelations) relations = NULL;

  if (relatives == NULL)
    return FALSE;
  if (!cy_roster_index_knows_relations (index) && cy_id_bits_count (relatives) <= FEW_RELATIVES)
    return add_children_of_few (conn, relatives, bits, error);

  relations = cy_roster_index_relations (index, conn, error);
  if (relations == NULL)
    return FALSE;

  cy_roster_relations_add_children (relations, relatives, bits);
  return TRUE;
}

/* Villages and schools */

/* The units of a kind in whose name the word is. */
static GArray *
find_units (const CyRosterUnits *units,
            int                  kind,
            const char          *word)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < units->units->len; i++)
    {
      const CyRosterUnit *unit = &g_array_index (units->units, CyRosterUnit, i);

      if (unit->kind == kind && strstr (units->names->str + unit->name, word) != NULL)
        g_array_append_val (found, unit->id);
    }

  return found;
}

static gboolean
add_children_of (CyRosterIndex  *index,
                 CyConn         *conn,
                 const char     *column,
                 const GArray   *units,
                 CyIdBits       *bits,
                 GError        **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM child WHERE %s = ?", column);
  g_autoptr (CyRosterGroups) groups = NULL;

  if (units->len <= FEW_UNITS)
    {
      for (guint i = 0; i < units->len; i++)
        if (!cy_roster_read_bits (cy_conn_query (conn, error, sql, "i", (gint64) g_array_index (units, guint32, i)),
                                  bits, error))
          return FALSE;
      return TRUE;
    }

  groups = cy_roster_index_groups (index, conn, column, error);
  if (groups == NULL)
    return FALSE;
  for (guint i = 0; i < units->len; i++)
    {
      guint n;
      const guint32 *ids = cy_roster_groups_get (groups, g_array_index (units, guint32, i), &n);

      for (guint j = 0; j < n; j++)
        cy_id_bits_add (bits, ids[j]);
    }

  return TRUE;
}

static gboolean
add_by_unit (CyRosterIndex  *index,
             CyConn         *conn,
             const char     *word,
             CyIdBits       *bits,
             GError        **error)
{
  g_autoptr (CyRosterUnits) units = cy_roster_index_units (index, conn, error);
  g_autoptr (GArray) villages = NULL;
  g_autoptr (GArray) schools = NULL;

  if (units == NULL)
    return FALSE;

  villages = find_units (units, CY_UNIT_VILLAGE, word);
  schools = find_units (units, CY_UNIT_SCHOOL, word);

  return add_children_of (index, conn, "village_id", villages, bits, error) &&
         add_children_of (index, conn, "school_id", schools, bits, error);
}

/* Words */

static gboolean
is_number (const char *word)
{
  gsize digits = strspn (word, "0123456789");
  gsize length = digits > 0 && word[digits] == 'x' ? digits + 1 : digits;

  return length >= 3 && word[length] == '\0';
}

static gboolean
is_letters (const char *word)
{
  return word[strspn (word, "abcdefghijklmnopqrstuvwxyz")] == '\0';
}

static gpointer
make_word_bits (CyRosterIndex  *index,
                CyConn         *conn,
                const char     *key,
                gconstpointer   data,
                GError        **error)
{
  const char *word = data;
  g_autoptr (CyIdBits) bits = cy_id_bits_new ();
  gboolean has_letters, found;

  if (is_number (word))
    found = add_own_numbers (index, conn, word, bits, error) && add_relatives_numbers (index, conn, word, bits, error);
  else if (is_letters (word))
    found = add_by_pinyin (conn, word, bits, error) && cy_roster_index_has_letters (index, conn, &has_letters, error) &&
            (!has_letters || add_by_name (conn, word, bits, error));
  else
    found = add_by_name (conn, word, bits, error);
  if (found && !is_letters (word) && g_utf8_strlen (word, -1) >= LEAST_OF_UNIT)
    found = add_by_unit (index, conn, word, bits, error);

  return found ? g_steal_pointer (&bits) : NULL;
}

/* Small letters; "lü" as it is typed where there is no ü. */
static char *
clean_word (const char *word)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);
  g_auto (GStrv) parts = g_strsplit (lower, "ü", -1);

  return g_strjoinv ("v", parts);
}

/**
 * cy_roster_search:
 * @search: words parted by spaces, folded by cy_text_search()
 *
 * Returns: (transfer full) (nullable): the children in whom every word is found, along with
 *   others who are not on the roster; not to be changed. %NULL with @error set
 */
CyIdBits *
cy_roster_search (CyRosterIndex  *index,
                  CyConn         *conn,
                  const char     *search,
                  GError        **error)
{
  g_auto (GStrv) words = g_strsplit (search, " ", -1);
  g_autoptr (CyIdBits) all = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = clean_word (words[i]);
      g_autofree char *key = g_strconcat ("word ", word, NULL);
      g_autoptr (CyIdBits) bits = NULL;

      if (word[0] == '\0')
        continue;
      bits = cy_roster_index_bits (index, conn, key, make_word_bits, word, error);
      if (bits == NULL)
        return NULL;

      if (all == NULL)
        all = g_steal_pointer (&bits);
      else
        {
          g_autoptr (CyIdBits) both = copy_bits (all);

          cy_id_bits_intersect (both, bits);
          cy_id_bits_unref (all);
          all = g_steal_pointer (&both);
        }
    }

  return all != NULL ? g_steal_pointer (&all) : cy_id_bits_new ();
}
