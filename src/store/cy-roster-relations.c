#define G_LOG_DOMAIN "cy-roster-relations"

#include "config.h"

#include "cy-roster-relations.h"

/* A million children have three million relations, which as pairs of ids were 24 MB. They are kept
 * in the order of the persons, in blocks of few; in a block each pair is by how much its person
 * is after the one before, and how far its child is from the person. A family's members are mostly
 * added together, so that both numbers are small, and most of them take a byte:
 *
 *   block: the first person, where its bytes begin ──▶ 0 ±child  +person ±child  +person ±child …
 *
 * A number is written in groups of seven bits, the lowest first, all but the last with the eighth
 * bit set. One that may be negative is doubled, and less than zero made odd. */

#define PER_BLOCK 32

typedef struct {
  guint32 person;               /* the first one */
  guint32 start;                /* in the bytes */
} Block;

struct _CyRosterRelations {
  gatomicrefcount refs;
  GArray *blocks;               /* Block; after them one that is the end */
  GByteArray *bytes;
};

static void
put_number (GByteArray *bytes,
            guint64     number)
{
  guint8 groups[10];
  guint n = 0;

  for (; number >= 0x80; number >>= 7)
    groups[n++] = (guint8) (0x80 | (number & 0x7f));
  groups[n++] = (guint8) number;
  g_byte_array_append (bytes, groups, n);
}

static inline guint64
take_number (const guint8 **at)
{
  guint64 number = *(*at)++;

  if (number < 0x80)
    return number;

  number &= 0x7f;
  for (guint shift = 7;; shift += 7)
    {
      guint8 group = *(*at)++;

      number |= (guint64) (group & 0x7f) << shift;
      if (group < 0x80)
        return number;
    }
}

static void
put_pair (CyRosterRelations *relations,
          guint              n_before,
          guint32           *last,
          guint32            person,
          guint32            child)
{
  gint64 away = (gint64) child - person;

  if (n_before % PER_BLOCK == 0)
    {
      Block block = { person, relations->bytes->len };

      g_array_append_val (relations->blocks, block);
      *last = person;
    }
  put_number (relations->bytes, person - *last);
  put_number (relations->bytes, away < 0 ? 2 * (guint64) -away - 1 : 2 * (guint64) away);
  *last = person;
}

/**
 * cy_roster_relations_read:
 *
 * Returns: (transfer full) (nullable): all relations that are not in the bin, %NULL with @error set
 */
CyRosterRelations *
cy_roster_relations_read (CyConn  *conn,
                          GError **error)
{
  g_autoptr (CyRosterRelations) relations = g_new0 (CyRosterRelations, 1);
  g_autoptr (GError) local = NULL;
  Block end = { G_MAXUINT32, 0 };
  guint32 last = 0;
  guint n = 0;
  CyStmt *st;

  g_atomic_ref_count_init (&relations->refs);
  relations->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  relations->bytes = g_byte_array_new ();
  st = cy_conn_query (conn, error,
                      "SELECT person_id, child_id FROM relation INDEXED BY relation_person "
                      "WHERE deleted_at IS NULL ORDER BY person_id", NULL);
  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    put_pair (relations, n++, &last, (guint32) cy_stmt_int64 (st, 0), (guint32) cy_stmt_int64 (st, 1));
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  end.start = relations->bytes->len;
  g_array_append_val (relations->blocks, end);
  return g_steal_pointer (&relations);
}

CyRosterRelations *
cy_roster_relations_ref (CyRosterRelations *relations)
{
  g_atomic_ref_count_inc (&relations->refs);
  return relations;
}

void
cy_roster_relations_unref (CyRosterRelations *relations)
{
  if (relations == NULL || !g_atomic_ref_count_dec (&relations->refs))
    return;

  g_array_unref (relations->blocks);
  g_byte_array_unref (relations->bytes);
  g_free (relations);
}

/* Whether any of @bits is from @first to @last; in words, so that one beside them may say yes too. */
static gboolean
has_near (const CyIdBits *bits,
          guint32         first,
          guint32         last)
{
  gsize end = MIN ((gsize) last / 64 + 1, bits->n_words);

  for (gsize i = first / 64; i < end; i++)
    if (bits->words[i] != 0)
      return TRUE;

  return FALSE;
}

/**
 * cy_roster_relations_add_children:
 * @relatives: persons
 * @children: where their children are added
 */
void
cy_roster_relations_add_children (const CyRosterRelations *relations,
                                  const CyIdBits          *relatives,
                                  CyIdBits                *children)
{
  const Block *blocks = (const Block *) (gpointer) relations->blocks->data;

  /* A person's relations may go on in the next block, which then begins with the same person. */
  for (guint i = 0; i + 1 < relations->blocks->len; i++)
    {
      const guint8 *at = relations->bytes->data + blocks[i].start;
      const guint8 *end = relations->bytes->data + blocks[i + 1].start;
      guint32 person = blocks[i].person;

      if (!has_near (relatives, person, blocks[i + 1].person))
        continue;
      while (at < end)
        {
          guint64 away;

          person += (guint32) take_number (&at);
          away = take_number (&at);
          if (cy_id_bits_has (relatives, person))
            cy_id_bits_add (children, person + (guint32) ((away >> 1) ^ (0 - (away & 1))));
        }
    }
}

/** cy_roster_relations_size: Returns: how many bytes they take */
gsize
cy_roster_relations_size (const CyRosterRelations *relations)
{
  return relations->bytes->len + relations->blocks->len * sizeof (Block);
}
