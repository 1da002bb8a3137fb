#define G_LOG_DOMAIN "cy-roster-search"

#include "config.h"

#include "cy-roster-index.h"
#include "cy-search-text.h"

#include <string.h>

/* The search: words that all must be found, each in a name, its pinyin, a number, or the
 * name of a village or school. cy-search-text.c says what is indexed. */

/* What a query to the index finds inexactly is looked at, up to so many; beyond that the
 * reader of the list types on. */
#define MAX_LOOKED_AT 4000

/* A single character is in the name of nearly every village: 村. */
#define LEAST_OF_UNIT 2

/* So many relatives are asked for their children one by one; for more, all relations are
 * gone through. */
#define FEW_RELATIVES 500

/* So many units are asked for their children one by one; for more, each child's unit is
 * looked at. */
#define FEW_UNITS 24

static gboolean
match (CyConn      *conn,
       const char  *sql,
       const char  *words,
       CyIdBits    *bits,
       GError     **error)
{
  return cy_roster_read_bits (cy_conn_query (conn, error, sql, "t", words), bits, error);
}

/* Keeps those of @found for whom @sql, asked with an id and the word, has a row. */
static gboolean
add_looked_at (CyConn          *conn,
               const CyIdBits  *found,
               const char      *sql,
               const char      *word,
               CyIdBits        *bits,
               GError         **error)
{
  gboolean look = cy_id_bits_count (found) <= MAX_LOOKED_AT;

  for (gsize i = 0; i < found->n_words; i++)
    for (guint64 left = found->words[i]; left != 0; left &= left - 1)
      {
        guint32 id = (guint32) (i * 64 + (gsize) __builtin_ctzll (left));
        gint64 has = 1;

        if (look && !cy_conn_int64 (conn, error, &has, sql, "it", (gint64) id, word))
          return FALSE;
        if (has)
          cy_id_bits_add (bits, id);
      }

  return TRUE;
}

static gboolean
add_by_name (CyConn      *conn,
             const char  *word,
             CyIdBits    *bits,
             GError     **error)
{
  static const char * const sql = "SELECT rowid FROM search_name WHERE search_name MATCH ?";
  gboolean exact;
  g_autofree char *query = cy_search_name_query (word, &exact);
  g_autoptr (CyIdBits) found = NULL;

  if (exact)
    return match (conn, sql, query, bits, error);

  found = cy_id_bits_new ();
  return match (conn, sql, query, found, error) &&
         add_looked_at (conn, found,
                        "SELECT instr (ifnull (name_folded, name), ?2) > 0 FROM person WHERE id = ?1",
                        word, bits, error);
}

static gboolean
add_by_pinyin (CyConn      *conn,
               const char  *word,
               CyIdBits    *bits,
               GError     **error)
{
  g_autofree char *query = cy_search_pinyin_query (word);

  return match (conn, "SELECT rowid FROM search_pinyin WHERE search_pinyin MATCH ?", query, bits, error);
}

#define HAS_NUMBER \
  "SELECT instr (lower (ifnull (id_number, '')), ?2) > 0 OR instr (ifnull (phone, ''), ?2) > 0 " \
  "FROM person WHERE id = ?1"

static gboolean
add_own_numbers (CyConn      *conn,
                 const char  *word,
                 CyIdBits    *bits,
                 GError     **error)
{
  static const char * const sql = "SELECT rowid FROM search_digits WHERE search_digits MATCH ?";
  gboolean exact;
  g_autofree char *query = cy_search_digit_query (word, TRUE, &exact);
  g_autoptr (CyIdBits) found = cy_id_bits_new ();

  if (query == NULL)
    return TRUE;
  if (exact)
    return match (conn, sql, query, bits, error);

  return match (conn, sql, query, found, error) && add_looked_at (conn, found, HAS_NUMBER, word, bits, error);
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

static gboolean
add_children_of_many (CyRosterIndex   *index,
                      CyConn          *conn,
                      const CyIdBits  *relatives,
                      CyIdBits        *bits,
                      GError         **error)
{
  g_autoptr (GArray) relations = cy_roster_index_relations (index, conn, error);

  if (relations == NULL)
    return FALSE;
  for (guint i = 0; i + 1 < relations->len; i += 2)
    if (cy_id_bits_has (relatives, g_array_index (relations, guint32, i)))
      cy_id_bits_add (bits, g_array_index (relations, guint32, i + 1));

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
  gboolean exact;
  g_autofree char *query = cy_search_digit_query (word, FALSE, &exact);
  g_autoptr (CyIdBits) found = cy_id_bits_new ();
  g_autoptr (CyIdBits) relatives = cy_id_bits_new ();

  if (query == NULL)
    return TRUE;
  if (!match (conn, "SELECT rowid FROM search_digits WHERE search_digits MATCH ?", query, found, error))
    return FALSE;
  if (!exact && !add_looked_at (conn, found, HAS_NUMBER, word, relatives, error))
    return FALSE;
  if (exact)
    cy_id_bits_union (relatives, found);

  return cy_id_bits_count (relatives) <= FEW_RELATIVES
         ? add_children_of_few (conn, relatives, bits, error)
         : add_children_of_many (index, conn, relatives, bits, error);
}

/* Villages and schools */

static GArray *
find_units (CyConn      *conn,
            int          kind,
            const char  *word,
            GError     **error)
{
  g_autoptr (GArray) units = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT id FROM unit "
                              "WHERE kind = ?1 AND instr (lower (ifnull (name_folded, name)), ?2) > 0 "
                              "AND deleted_at IS NULL", "it", (gint64) kind, word);

  while (st != NULL && cy_stmt_step (st, &local))
    {
      gint64 id = cy_stmt_int64 (st, 0);

      g_array_append_val (units, id);
    }
  if (st == NULL || local != NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&units);
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
  g_autoptr (GArray) unit_of = NULL;
  g_autoptr (CyIdBits) wanted = NULL;

  if (units->len <= FEW_UNITS)
    {
      for (guint i = 0; i < units->len; i++)
        if (!cy_roster_read_bits (cy_conn_query (conn, error, sql, "i", g_array_index (units, gint64, i)), bits, error))
          return FALSE;
      return TRUE;
    }

  unit_of = cy_roster_index_units (index, conn, column, error);
  if (unit_of == NULL)
    return FALSE;
  wanted = cy_id_bits_new ();
  for (guint i = 0; i < units->len; i++)
    cy_id_bits_add (wanted, (guint32) g_array_index (units, gint64, i));
  for (guint id = 0; id < unit_of->len; id++)
    if (cy_id_bits_has (wanted, g_array_index (unit_of, guint32, id)))
      cy_id_bits_add (bits, id);

  return TRUE;
}

static gboolean
add_by_unit (CyRosterIndex  *index,
             CyConn         *conn,
             const char     *word,
             CyIdBits       *bits,
             GError        **error)
{
  g_autoptr (GArray) villages = find_units (conn, CY_UNIT_VILLAGE, word, error);
  g_autoptr (GArray) schools = villages != NULL ? find_units (conn, CY_UNIT_SCHOOL, word, error) : NULL;

  return schools != NULL &&
         add_children_of (index, conn, "village_id", villages, bits, error) &&
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
  gboolean found;

  if (is_number (word))
    found = add_own_numbers (conn, word, bits, error) && add_relatives_numbers (index, conn, word, bits, error);
  else if (is_letters (word))
    found = add_by_pinyin (conn, word, bits, error) && add_by_name (conn, word, bits, error);
  else
    found = add_by_name (conn, word, bits, error);
  if (found && !is_letters (word) && g_utf8_strlen (word, -1) >= LEAST_OF_UNIT)
    found = add_by_unit (index, conn, word, bits, error);

  return found ? g_steal_pointer (&bits) : NULL;
}

/* Small letters; "lü" as it is typed where there is no ü. What has a meaning in a query to
 * the index goes. */
static char *
clean_word (const char *word)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);
  g_auto (GStrv) parts = g_strsplit (lower, "ü", -1);
  char *clean = g_strjoinv ("v", parts);
  char *end = clean;

  for (const char *p = clean; *p != '\0'; p++)
    if (*p != '"' && *p != '*')
      *end++ = *p;
  *end = '\0';

  return clean;
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
          g_autoptr (CyIdBits) both = cy_id_bits_new ();

          cy_id_bits_union (both, all);
          cy_id_bits_intersect (both, bits);
          cy_id_bits_unref (all);
          all = g_steal_pointer (&both);
        }
    }

  return all != NULL ? g_steal_pointer (&all) : cy_id_bits_new ();
}
