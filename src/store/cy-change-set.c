#define G_LOG_DOMAIN "cy-db"

#include "config.h"

#include "cy-change-set-private.h"

/* More changed rows than this of one table are told as "many": the listener reloads. */
#define MAX_IDS 512

struct _CyChangeSet {
  gatomicrefcount refs;
  GHashTable *tables;           /* interned name → GArray of gint64, empty for "many" */
};

G_DEFINE_BOXED_TYPE (CyChangeSet, cy_change_set, cy_change_set_ref, cy_change_set_unref)

/* cy_change_set_new: Returns: (transfer full): a set without a change */
CyChangeSet *
cy_change_set_new (void)
{
  CyChangeSet *changes = g_new0 (CyChangeSet, 1);

  g_atomic_ref_count_init (&changes->refs);
  changes->tables = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, (GDestroyNotify) g_array_unref);

  return changes;
}

CyChangeSet *
cy_change_set_ref (CyChangeSet *changes)
{
  g_atomic_ref_count_inc (&changes->refs);
  return changes;
}

void
cy_change_set_unref (CyChangeSet *changes)
{
  if (!g_atomic_ref_count_dec (&changes->refs))
    return;

  g_hash_table_unref (changes->tables);
  g_free (changes);
}

/*
 * cy_change_set_note:
 *
 * Notes a changed row. The set of a transaction of a million rows stays small: past MAX_IDS the ids
 * are dropped and the array's emptiness says so.
 */
void
cy_change_set_note (CyChangeSet *changes,
                    const char  *table,
                    gint64       id)
{
  const char *name = g_intern_string (table);
  GArray *ids = g_hash_table_lookup (changes->tables, name);

  if (ids == NULL)
    {
      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (changes->tables, (gpointer) name, ids);
    }
  else if (ids->len == 0)
    return;
  else if (g_array_index (ids, gint64, ids->len - 1) == id)
    return;
  else if (ids->len == MAX_IDS)
    {
      g_array_set_size (ids, 0);
      return;
    }

  g_array_append_val (ids, id);
}

/* cy_change_set_is_empty: Returns: whether no row changed */
gboolean
cy_change_set_is_empty (CyChangeSet *changes)
{
  return g_hash_table_size (changes->tables) == 0;
}

/**
 * cy_change_set_has:
 *
 * Returns: whether rows of @table changed
 */
gboolean
cy_change_set_has (CyChangeSet *changes,
                   const char  *table)
{
  return g_hash_table_contains (changes->tables, g_intern_string (table));
}

/**
 * cy_change_set_ids:
 * @n_ids: (out): how many
 *
 * The changed rows of a table, where they are few enough to be named. A row that changed
 * several times may be named several times.
 *
 * Returns: (transfer none) (nullable) (array length=n_ids): the rows, or %NULL when the
 *   table is unchanged or too many rows are
 */
const gint64 *
cy_change_set_ids (CyChangeSet *changes,
                   const char  *table,
                   guint       *n_ids)
{
  GArray *ids = g_hash_table_lookup (changes->tables, g_intern_string (table));

  *n_ids = ids != NULL ? ids->len : 0;
  return *n_ids > 0 ? (const gint64 *) ids->data : NULL;
}
