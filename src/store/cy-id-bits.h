#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CyIdBits:
 *
 * A set of row ids, a bit for each id from 0 to the largest: 125 kB for a million. Shared
 * between threads once it is filled.
 */
typedef struct {
  gatomicrefcount refs;
  guint64 *words;
  gsize n_words;
} CyIdBits;

CyIdBits *cy_id_bits_new       (void);
CyIdBits *cy_id_bits_ref       (CyIdBits       *bits);
void      cy_id_bits_unref     (CyIdBits       *bits);
void      cy_id_bits_grow      (CyIdBits       *bits,
                                guint32         id);
void      cy_id_bits_union     (CyIdBits       *bits,
                                const CyIdBits *other);
void      cy_id_bits_intersect (CyIdBits       *bits,
                                const CyIdBits *other);
gsize     cy_id_bits_count     (const CyIdBits *bits);

static inline void
cy_id_bits_add (CyIdBits *bits,
                guint32   id)
{
  if (G_UNLIKELY (id / 64 >= bits->n_words))
    cy_id_bits_grow (bits, id);
  bits->words[id / 64] |= (guint64) 1 << (id % 64);
}

static inline void
cy_id_bits_remove (CyIdBits *bits,
                   guint32   id)
{
  if (id / 64 < bits->n_words)
    bits->words[id / 64] &= ~((guint64) 1 << (id % 64));
}

static inline gboolean
cy_id_bits_has (const CyIdBits *bits,
                guint32         id)
{
  return id / 64 < bits->n_words && (bits->words[id / 64] >> (id % 64) & 1) != 0;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyIdBits, cy_id_bits_unref)

G_END_DECLS
