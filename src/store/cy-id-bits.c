#include "config.h"

#include "cy-id-bits.h"

#include <string.h>

/** cy_id_bits_new: Returns: (transfer full): an empty set */
CyIdBits *
cy_id_bits_new (void)
{
  CyIdBits *bits = g_new0 (CyIdBits, 1);

  g_atomic_ref_count_init (&bits->refs);
  return bits;
}

CyIdBits *
cy_id_bits_ref (CyIdBits *bits)
{
  g_atomic_ref_count_inc (&bits->refs);
  return bits;
}

void
cy_id_bits_unref (CyIdBits *bits)
{
  if (bits == NULL || !g_atomic_ref_count_dec (&bits->refs))
    return;

  g_free (bits->words);
  g_free (bits);
}

/** cy_id_bits_grow: Makes room for @id. */
void
cy_id_bits_grow (CyIdBits *bits,
                 guint32   id)
{
  gsize n_words = MAX ((gsize) id / 64 + 1, bits->n_words * 2);

  if (id / 64 < bits->n_words)
    return;

  bits->words = g_renew (guint64, bits->words, n_words);
  memset (bits->words + bits->n_words, 0, (n_words - bits->n_words) * sizeof (guint64));
  bits->n_words = n_words;
}

/** cy_id_bits_union: Adds what is in @other. */
void
cy_id_bits_union (CyIdBits       *bits,
                  const CyIdBits *other)
{
  if (other->n_words > bits->n_words)
    cy_id_bits_grow (bits, (guint32) (other->n_words * 64 - 1));
  for (gsize i = 0; i < other->n_words; i++)
    bits->words[i] |= other->words[i];
}

/** cy_id_bits_intersect: Takes out what is not in @other. */
void
cy_id_bits_intersect (CyIdBits       *bits,
                      const CyIdBits *other)
{
  for (gsize i = 0; i < bits->n_words; i++)
    bits->words[i] &= i < other->n_words ? other->words[i] : 0;
}

/** cy_id_bits_count: Returns: how many ids are in the set */
gsize
cy_id_bits_count (const CyIdBits *bits)
{
  gsize n = 0;

  for (gsize i = 0; i < bits->n_words; i++)
    n += (gsize) __builtin_popcountll (bits->words[i]);

  return n;
}
