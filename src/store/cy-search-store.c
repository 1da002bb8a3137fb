#define G_LOG_DOMAIN "cy-search-store"

#include "config.h"

#include "cy-search-store.h"

#include <string.h>

#include "cy-search-text.h"

/* The table search: for each term, and each block of ids, who has the term. Few are a list of
 * their places in the block, two bytes each; many are a bit for each place. So a term that a
 * third of a million children have is read in half a millisecond, where a full-text table
 * gives them out one by one.
 *
 * All numbers are little-endian. */

#define BLOCK_BITS 16
#define BLOCK_SIZE (1 << BLOCK_BITS)
#define BLOCK_WORDS (BLOCK_SIZE / 64)
/* From so many on, the bits are no longer than the list. */
#define MANY (BLOCK_SIZE / 16)

/* Reading */

static void
unpack (const guint8 *data,
        gsize         size,
        guint64      *words)
{
  if (size == BLOCK_SIZE / 8)
    for (gsize i = 0; i < BLOCK_WORDS; i++)
      {
        guint64 word;

        memcpy (&word, data + i * sizeof word, sizeof word);
        words[i] |= GUINT64_FROM_LE (word);
      }
  else
    for (gsize i = 0; i + 1 < size; i += 2)
      {
        guint place = data[i] | (guint) data[i + 1] << 8;

        words[place / 64] |= (guint64) 1 << (place % 64);
      }
}

static gboolean
find_in_block (CyConn      *conn,
               gint64       block,
               const char  *term,
               const char  *end,
               CyIdBits    *bits,
               GError     **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st = end != NULL
               ? cy_conn_query (conn, error, "SELECT ids FROM search WHERE block = ? AND term >= ? AND term < ?",
                                "itt", block, term, end)
               : cy_conn_query (conn, error, "SELECT ids FROM search WHERE block = ? AND term = ?", "it", block, term);

  if (st == NULL)
    return FALSE;

  while (cy_stmt_step (st, &local))
    {
      gsize size;
      const guint8 *data = cy_stmt_blob (st, 0, &size);

      unpack (data, size, bits->words + block * BLOCK_WORDS);
    }
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * cy_search_find:
 * @term: a term of cy-search-text.h; not empty
 * @prefix: whether all terms that begin so are meant; the last character of @term is ASCII then
 * @bits: the set to which those who have it are added
 *
 * Returns: whether it succeeded
 */
gboolean
cy_search_find (CyConn      *conn,
                const char  *term,
                gboolean     prefix,
                CyIdBits    *bits,
                GError     **error)
{
  g_autofree char *end = prefix ? g_strdup (term) : NULL;
  gint64 last;

  if (end != NULL)
    end[strlen (end) - 1]++;
  if (!cy_conn_int64 (conn, error, &last, "SELECT max (block) FROM search", NULL))
    return FALSE;

  cy_id_bits_grow (bits, (guint32) ((last + 1) * BLOCK_SIZE - 1));
  for (gint64 block = 0; block <= last; block++)
    if (!find_in_block (conn, block, term, end, bits, error))
      return FALSE;

  return TRUE;
}

/**
 * cy_search_has_letters:
 * @has: (out): whether the name of any child has a small Latin letter in it, as names are folded
 *
 * Returns: whether it succeeded
 */
gboolean
cy_search_has_letters (CyConn    *conn,
                       gboolean  *has,
                       GError   **error)
{
  gint64 last, found = 0;

  if (!cy_conn_int64 (conn, error, &last, "SELECT max (block) FROM search", NULL))
    return FALSE;

  /* A part of such a name begins with the letter; after z comes a brace. */
  for (gint64 block = 0; block <= last && !found; block++)
    if (!cy_conn_int64 (conn, error, &found,
                        "SELECT EXISTS (SELECT 1 FROM search WHERE block = ? AND term >= 'na' AND term < 'n{')", "i",
                        block))
      return FALSE;

  *has = found != 0;
  return TRUE;
}

/**
 * cy_search_warm:
 *
 * Goes through the table once, so that its pages are in the system's memory: from a disk a key
 * that looks into each block would wait for hundreds of them. Long lists and bits, which are most
 * of the table, stay where they are.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_search_warm (CyConn  *conn,
                GError **error)
{
  gint64 last, n;

  if (!cy_conn_int64 (conn, error, &last, "SELECT max (block) FROM search", NULL))
    return FALSE;

  for (gint64 block = 0; block <= last; block++)
    if (!cy_conn_int64 (conn, error, &n, "SELECT count (*) FROM search WHERE block = ?", "i", block))
      return FALSE;

  return TRUE;
}

/* Writing */

/* What happens to the terms of one block: who comes and who goes, in the order in which it
 * happens. */
typedef struct {
  gint64 number;
  GHashTable *terms;            /* term → GArray of guint32: the place, and after it a bit for coming */
} Block;

static void
note_terms (Block    *block,
            gint64    id,
            char     *terms,
            gboolean  comes)
{
  guint32 entry = (guint32) (id % BLOCK_SIZE) << 1 | comes;

  for (char *term = terms, *end; term != NULL && *term != '\0'; term = end)
    {
      GArray *entries;

      end = strchr (term, ' ');
      if (end != NULL)
        *end++ = '\0';
      entries = g_hash_table_lookup (block->terms, term);
      if (entries == NULL)
        {
          entries = g_array_sized_new (FALSE, FALSE, sizeof (guint32), 2);
          g_hash_table_insert (block->terms, g_strdup (term), entries);
        }
      /* A name like 欢欢 has a term twice. */
      if (entries->len == 0 || g_array_index (entries, guint32, entries->len - 1) != entry)
        g_array_append_val (entries, entry);
    }
}

static GBytes *
pack (const guint64 *words)
{
  guint8 *data = g_malloc (BLOCK_SIZE / 8);
  gsize n = 0, size = 0;

  for (gsize i = 0; i < BLOCK_WORDS; i++)
    n += (gsize) __builtin_popcountll (words[i]);

  for (gsize i = 0; i < BLOCK_WORDS && n >= MANY; i++)
    {
      guint64 word = GUINT64_TO_LE (words[i]);

      memcpy (data + size, &word, sizeof word);
      size += sizeof word;
    }
  for (gsize i = 0; i < BLOCK_WORDS && n < MANY; i++)
    for (guint64 left = words[i]; left != 0; left &= left - 1)
      {
        guint place = (guint) i * 64 + (guint) __builtin_ctzll (left);

        data[size++] = (guint8) place;
        data[size++] = (guint8) (place >> 8);
      }

  return g_bytes_new_take (g_realloc (data, size), size);
}

/* An import's people have the highest ids: they are put at the end of the list. */
static GBytes *
append (const guint8 *data,
        gsize         size,
        const GArray *entries)
{
  guint last = size >= 2 ? data[size - 2] | (guint) data[size - 1] << 8 : 0;
  guint8 *list, *end;

  if (size / 2 + entries->len >= MANY || (size >= 2 && g_array_index (entries, guint32, 0) >> 1 <= last))
    return NULL;

  list = g_malloc (size + 2 * entries->len);
  if (size > 0)
    memcpy (list, data, size);
  end = list + size;
  for (guint i = 0; i < entries->len; i++)
    {
      guint32 entry = g_array_index (entries, guint32, i);

      if (!(entry & 1))
        continue;
      *end++ = (guint8) (entry >> 1);
      *end++ = (guint8) (entry >> 9);
    }

  return g_bytes_new_take (list, (gsize) (end - list));
}

static GBytes *
merge (const guint8 *data,
       gsize         size,
       const GArray *entries)
{
  guint64 words[BLOCK_WORDS] = { 0 };

  unpack (data, size, words);
  for (guint i = 0; i < entries->len; i++)
    {
      guint32 entry = g_array_index (entries, guint32, i), place = entry >> 1;
      guint64 bit = (guint64) 1 << (place % 64);

      words[place / 64] = entry & 1 ? words[place / 64] | bit : words[place / 64] & ~bit;
    }

  return pack (words);
}

static gboolean
write_term (CyConn        *conn,
            gint64         block,
            gboolean       is_new,
            const char    *term,
            const GArray  *entries,
            GError       **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) ids = NULL;
  const guint8 *data = NULL;
  gsize size = 0;
  CyStmt *st = NULL;

  if (!is_new)
    {
      st = cy_conn_query (conn, error, "SELECT ids FROM search WHERE block = ? AND term = ?", "it", block, term);
      if (st == NULL)
        return FALSE;
      if (cy_stmt_step (st, &local))
        data = cy_stmt_blob (st, 0, &size);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }

  ids = append (data, size, entries);
  if (ids == NULL)
    ids = merge (data, size, entries);
  if (st != NULL)
    cy_stmt_reset (st);

  if (g_bytes_get_size (ids) == 0)
    return cy_conn_run (conn, error, "DELETE FROM search WHERE block = ? AND term = ?", "it", block, term);

  return cy_conn_run (conn, error, "INSERT OR REPLACE INTO search (block, term, ids) VALUES (?, ?, ?)", "itb", block,
                      term, ids);
}

static int
compare_terms (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* In the order of the table, so that a new block is written from its beginning to its end. */
static gboolean
write_block (CyConn  *conn,
             Block   *block,
             GError **error)
{
  guint n_terms;
  g_autofree gpointer *terms = g_hash_table_get_keys_as_array (block->terms, &n_terms);
  gint64 is_old;

  if (!cy_conn_int64 (conn, error, &is_old, "SELECT EXISTS (SELECT 1 FROM search WHERE block = ?)", "i", block->number))
    return FALSE;

  qsort (terms, n_terms, sizeof *terms, compare_terms);
  for (guint i = 0; i < n_terms; i++)
    if (!write_term (conn, block->number, !is_old, terms[i], g_hash_table_lookup (block->terms, terms[i]), error))
      return FALSE;
  g_hash_table_remove_all (block->terms);

  return TRUE;
}

/* The columns of a person from the third on: what cy_search_terms() is made of. */
static char *
read_terms (CyStmt *st)
{
  const CySearchPerson person = {
    .is_child = cy_stmt_int (st, 2),
    .name = cy_stmt_text (st, 3),
    .pinyin = cy_stmt_text (st, 4),
    .id_number = cy_stmt_text (st, 5),
    .phone = cy_stmt_text (st, 6),
  };

  return cy_search_terms (&person);
}

static gboolean
settle_stale (CyConn  *conn,
              Block   *block,
              GError **error)
{
  g_autoptr (GError) local = NULL;
  /* The one who is gone has no name. */
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT s.id, s.terms, p.is_child, ifnull (p.name_folded, p.name), p.pinyin, "
                              "  p.id_number, p.phone "
                              "FROM search_stale AS s LEFT JOIN person AS p ON p.id = s.id ORDER BY s.id", NULL);

  while (st != NULL && cy_stmt_step (st, &local))
    {
      gint64 id = cy_stmt_int64 (st, 0);
      g_autofree char *before = cy_stmt_dup_text (st, 1);
      g_autofree char *after = read_terms (st);

      if (id >> BLOCK_BITS != block->number)
        {
          if (!write_block (conn, block, error))
            {
              cy_stmt_reset (st);
              return FALSE;
            }
          block->number = id >> BLOCK_BITS;
        }
      note_terms (block, id, before, FALSE);
      note_terms (block, id, after, TRUE);
    }
  if (st == NULL || local != NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return write_block (conn, block, error);
}

/**
 * cy_search_settle:
 *
 * Takes the people that this transaction brought, changed or removed into the search. The
 * database's thread calls it before it commits. All at once: an import brings hundreds of
 * thousands, and each block is written once.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_search_settle (CyConn  *conn,
                  GError **error)
{
  Block block = { 0, NULL };
  gint64 any;
  gboolean settled;

  if (!cy_conn_int64 (conn, error, &any, "SELECT EXISTS (SELECT 1 FROM search_stale)", NULL))
    return FALSE;
  if (!any)
    return TRUE;

  block.terms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  settled = settle_stale (conn, &block, error);
  g_hash_table_unref (block.terms);

  return settled && cy_conn_run (conn, error, "DELETE FROM search_stale", NULL);
}
