#define G_LOG_DOMAIN "cy-roster-index"

#include "config.h"

#include "cy-roster-index-private.h"

#include "cy-search-store.h"

/* A query is answered from an order and some sets. The order is a vector of the ids of all
 * children of the roster, read from a covering index once; the sets are bits, one for each
 * filter and each word of the search. A pass over the order that tests the bits gives the
 * answer in the right order: a few milliseconds for a million.
 *
 * What a key of a search would wait for is read beforehand, on a thread of its own, by
 * cy_roster_index_prepare(): whose relative is whose, the villages and schools, and the children
 * of each.
 *
 * Everything is kept until cy_roster_index_follow(), which the owner calls with each change. A
 * thread still sees the archive as it was when its job began: what it then reads is not kept. The
 * owner cancels such jobs before it calls. */

/* So many sets are kept, those used last. A set of a million children and their families is
 * 350 kB. */
#define MAX_SETS 24

typedef struct {
  CyIdBits *bits;
  guint64 used;                 /* the higher, the later */
} Set;

struct _CyRosterIndex {
  gatomicrefcount refs;
  GMutex mutex;
  guint generation;
  GArray *orders[CY_ROSTER_N_SORTS];    /* of guint32 */
  GHashTable *groups;           /* column of child → CyRosterGroups */
  CyRosterUnits *units;
  CyRosterRelations *relations;
  enum { NOT_KNOWN, NO_LETTERS, LETTERS } names;
  GHashTable *sets;             /* key → Set */
  gboolean warm;                /* the search's table has been gone through */
  guint64 clock;
};

static void
set_free (Set *set)
{
  cy_id_bits_unref (set->bits);
  g_free (set);
}

/** cy_roster_index_new: Returns: (transfer full): an index that has read nothing yet */
CyRosterIndex *
cy_roster_index_new (void)
{
  CyRosterIndex *index = g_new0 (CyRosterIndex, 1);

  g_atomic_ref_count_init (&index->refs);
  g_mutex_init (&index->mutex);
  index->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cy_roster_groups_unref);
  index->sets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) set_free);

  return index;
}

CyRosterIndex *
cy_roster_index_ref (CyRosterIndex *index)
{
  g_atomic_ref_count_inc (&index->refs);
  return index;
}

void
cy_roster_index_unref (CyRosterIndex *index)
{
  if (index == NULL || !g_atomic_ref_count_dec (&index->refs))
    return;

  cy_roster_index_forget (index);
  g_clear_pointer (&index->groups, g_hash_table_unref);
  g_clear_pointer (&index->sets, g_hash_table_unref);
  g_mutex_clear (&index->mutex);
  g_free (index);
}

static void
forget_orders (CyRosterIndex *index)
{
  for (guint i = 0; i < CY_ROSTER_N_SORTS; i++)
    g_clear_pointer (&index->orders[i], g_array_unref);
}

/** cy_roster_index_forget: Drops all that was read. */
void
cy_roster_index_forget (CyRosterIndex *index)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&index->mutex);

  index->generation++;
  forget_orders (index);
  g_clear_pointer (&index->units, cy_roster_units_unref);
  g_clear_pointer (&index->relations, cy_roster_relations_unref);
  index->names = NOT_KNOWN;
  g_hash_table_remove_all (index->groups);
  g_hash_table_remove_all (index->sets);
}

/** cy_roster_index_concerns: Returns: whether what a commit changed concerns the roster at all */
gboolean
cy_roster_index_concerns (CyChangeSet *changes)
{
  static const char * const tables[] = { "person", "child", "unit", "relation", "flag" };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (cy_change_set_has (changes, tables[i]))
      return TRUE;

  return FALSE;
}

/**
 * cy_roster_index_follow:
 * @changes: what a commit changed, which cy_roster_index_concerns()
 *
 * Drops what a change may have made wrong. The jobs that read before it have been cancelled.
 */
void
cy_roster_index_follow (CyRosterIndex *index,
                        CyChangeSet   *changes)
{
  gboolean person = cy_change_set_has (changes, "person"), child = cy_change_set_has (changes, "child");
  gboolean unit = cy_change_set_has (changes, "unit"), relation = cy_change_set_has (changes, "relation");
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&index->mutex);

  index->generation++;
  if (person || child || unit)
    forget_orders (index);
  if (person)
    index->names = NOT_KNOWN;
  if (child)
    g_hash_table_remove_all (index->groups);
  if (unit)
    g_clear_pointer (&index->units, cy_roster_units_unref);
  if (relation)
    g_clear_pointer (&index->relations, cy_roster_relations_unref);
  g_hash_table_remove_all (index->sets);
}

/* Under the mutex: whether what was asked for in a generation is what the archive holds now. */
static gboolean
may_keep (CyRosterIndex *index,
          CyConn        *conn,
          guint          generation)
{
  return index->generation == generation && !cy_conn_is_cancelled (conn);
}

/** cy_roster_index_size: Returns: how many bytes all that is kept takes */
gsize
cy_roster_index_size (CyRosterIndex *index)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&index->mutex);
  GHashTableIter iter;
  gpointer value;
  gsize size = index->relations != NULL ? cy_roster_relations_size (index->relations) : 0;

  for (guint i = 0; i < CY_ROSTER_N_SORTS; i++)
    if (index->orders[i] != NULL)
      size += index->orders[i]->len * sizeof (guint32);
  g_hash_table_iter_init (&iter, index->groups);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    size += cy_roster_groups_size (value);
  g_hash_table_iter_init (&iter, index->sets);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    size += ((Set *) value)->bits->n_words * sizeof (guint64);

  return size;
}

/*
 * cy_roster_index_order:
 *
 * Returns the ids of the roster's children in ascending order of @sort, as a reference to an
 * array of guint32 that is not to be changed; NULL with the error set.
 */
GArray *
cy_roster_index_order (CyRosterIndex  *index,
                       CyConn         *conn,
                       CyRosterSort    sort,
                       GError        **error)
{
  GArray *order;
  guint generation;

  g_mutex_lock (&index->mutex);
  generation = index->generation;
  order = index->orders[sort] != NULL ? g_array_ref (index->orders[sort]) : NULL;
  g_mutex_unlock (&index->mutex);
  if (order != NULL)
    return order;

  order = cy_roster_order_make (index, conn, sort, error);
  if (order == NULL)
    return NULL;

  g_mutex_lock (&index->mutex);
  if (may_keep (index, conn, generation) && index->orders[sort] == NULL)
    index->orders[sort] = g_array_ref (order);
  g_mutex_unlock (&index->mutex);

  return order;
}

/*
 * cy_roster_index_groups:
 * @column: a column of child: village_id or school_id
 *
 * Returns a reference to the children of each unit, or NULL with the error set.
 */
CyRosterGroups *
cy_roster_index_groups (CyRosterIndex  *index,
                        CyConn         *conn,
                        const char     *column,
                        GError        **error)
{
  CyRosterGroups *groups;
  guint generation;

  g_mutex_lock (&index->mutex);
  generation = index->generation;
  groups = g_hash_table_lookup (index->groups, column);
  if (groups != NULL)
    cy_roster_groups_ref (groups);
  g_mutex_unlock (&index->mutex);
  if (groups != NULL)
    return groups;

  groups = cy_roster_groups_read (conn, column, error);
  if (groups == NULL)
    return NULL;

  g_mutex_lock (&index->mutex);
  if (may_keep (index, conn, generation))
    g_hash_table_replace (index->groups, g_strdup (column), cy_roster_groups_ref (groups));
  g_mutex_unlock (&index->mutex);

  return groups;
}

/* Villages and schools */

void
cy_roster_units_unref (CyRosterUnits *units)
{
  if (units == NULL || !g_atomic_ref_count_dec (&units->refs))
    return;

  g_array_unref (units->units);
  g_string_free (units->names, TRUE);
  g_free (units);
}

static CyRosterUnits *
read_units (CyConn  *conn,
            GError **error)
{
  g_autoptr (CyRosterUnits) units = g_new0 (CyRosterUnits, 1);
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT id, kind, lower (ifnull (name_folded, name)) FROM unit "
                              "WHERE kind IN (?, ?) AND deleted_at IS NULL", "ii",
                              (gint64) CY_UNIT_VILLAGE, (gint64) CY_UNIT_SCHOOL);

  g_atomic_ref_count_init (&units->refs);
  units->units = g_array_new (FALSE, FALSE, sizeof (CyRosterUnit));
  units->names = g_string_new (NULL);
  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      CyRosterUnit unit = { (guint32) cy_stmt_int64 (st, 0), cy_stmt_int (st, 1), units->names->len };

      g_array_append_val (units->units, unit);
      g_string_append (units->names, cy_stmt_text (st, 2));
      g_string_append_c (units->names, '\0');
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&units);
}

/*
 * cy_roster_index_units:
 *
 * Returns a reference to the villages and schools, or NULL with the error set.
 */
CyRosterUnits *
cy_roster_index_units (CyRosterIndex  *index,
                       CyConn         *conn,
                       GError        **error)
{
  CyRosterUnits *units;
  guint generation;

  g_mutex_lock (&index->mutex);
  generation = index->generation;
  units = index->units;
  if (units != NULL)
    g_atomic_ref_count_inc (&units->refs);
  g_mutex_unlock (&index->mutex);
  if (units != NULL)
    return units;

  units = read_units (conn, error);
  if (units == NULL)
    return NULL;

  g_mutex_lock (&index->mutex);
  if (may_keep (index, conn, generation) && index->units == NULL)
    {
      g_atomic_ref_count_inc (&units->refs);
      index->units = units;
    }
  g_mutex_unlock (&index->mutex);

  return units;
}

/* Relations */

/*
 * cy_roster_index_relations:
 *
 * Returns a reference to the relations, or NULL with the error set.
 */
CyRosterRelations *
cy_roster_index_relations (CyRosterIndex  *index,
                           CyConn         *conn,
                           GError        **error)
{
  CyRosterRelations *relations;
  guint generation;

  g_mutex_lock (&index->mutex);
  generation = index->generation;
  relations = index->relations != NULL ? cy_roster_relations_ref (index->relations) : NULL;
  g_mutex_unlock (&index->mutex);
  if (relations != NULL)
    return relations;

  relations = cy_roster_relations_read (conn, error);
  if (relations == NULL)
    return NULL;

  g_mutex_lock (&index->mutex);
  if (may_keep (index, conn, generation) && index->relations == NULL)
    index->relations = cy_roster_relations_ref (relations);
  g_mutex_unlock (&index->mutex);

  return relations;
}

/* cy_roster_index_knows_relations: Returns whether the relations are at hand. */
gboolean
cy_roster_index_knows_relations (CyRosterIndex *index)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&index->mutex);

  return index->relations != NULL;
}

/* Names */

/*
 * cy_roster_index_has_letters:
 * @has: (out): whether any child's name has a Latin letter in it
 *
 * Nearly no archive has such names, and a key of pinyin need not look for them in each block.
 * Returns whether it succeeded.
 */
gboolean
cy_roster_index_has_letters (CyRosterIndex  *index,
                             CyConn         *conn,
                             gboolean       *has,
                             GError        **error)
{
  guint generation;

  g_mutex_lock (&index->mutex);
  generation = index->generation;
  *has = index->names == LETTERS;
  if (index->names != NOT_KNOWN)
    {
      g_mutex_unlock (&index->mutex);
      return TRUE;
    }
  g_mutex_unlock (&index->mutex);

  if (!cy_search_has_letters (conn, has, error))
    return FALSE;

  g_mutex_lock (&index->mutex);
  if (may_keep (index, conn, generation))
    index->names = *has ? LETTERS : NO_LETTERS;
  g_mutex_unlock (&index->mutex);

  return TRUE;
}

/* Changes make few pages of the table cold. */
static void
warm_once (CyRosterIndex  *index,
           CyConn         *conn,
           GError        **error)
{
  gboolean warm;

  g_mutex_lock (&index->mutex);
  warm = index->warm;
  g_mutex_unlock (&index->mutex);
  if (warm || !cy_search_warm (conn, error))
    return;

  g_mutex_lock (&index->mutex);
  index->warm = TRUE;
  g_mutex_unlock (&index->mutex);
}

/**
 * cy_roster_index_prepare:
 * @index: the #CyRosterIndex
 *
 * Reads what a search would wait for: a job that the owner submits while nothing is asked.
 *
 * Returns: %NULL, with @error set on failure
 */
gpointer
cy_roster_index_prepare (CyConn        *conn,
                         gpointer       index,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr (CyRosterRelations) relations = cy_roster_index_relations (index, conn, error);
  g_autoptr (CyRosterGroups) villages = relations != NULL ? cy_roster_index_groups (index, conn, "village_id", error) : NULL;
  g_autoptr (CyRosterGroups) schools = villages != NULL ? cy_roster_index_groups (index, conn, "school_id", error) : NULL;
  g_autoptr (CyRosterUnits) units = schools != NULL ? cy_roster_index_units (index, conn, error) : NULL;
  gboolean has_letters;

  if (units != NULL && cy_roster_index_has_letters (index, conn, &has_letters, error))
    warm_once (index, conn, error);

  return NULL;
}

/* Sets */

/*
 * cy_roster_read_bits:
 * @st: (nullable): a statement whose first column is an id
 * @bits: the set they go to
 *
 * Returns whether the statement succeeded.
 */
gboolean
cy_roster_read_bits (CyStmt    *st,
                     CyIdBits  *bits,
                     GError   **error)
{
  g_autoptr (GError) local = NULL;

  if (st == NULL)
    return FALSE;

  while (cy_stmt_step (st, &local))
    cy_id_bits_add (bits, (guint32) cy_stmt_int64 (st, 0));
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Under the mutex. */
static void
drop_oldest_set (CyRosterIndex *index)
{
  GHashTableIter iter;
  gpointer key, value, oldest = NULL;
  guint64 used = G_MAXUINT64;

  g_hash_table_iter_init (&iter, index->sets);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (((Set *) value)->used < used)
      {
        oldest = key;
        used = ((Set *) value)->used;
      }
  g_hash_table_remove (index->sets, oldest);
}

/* Under the mutex. */
static CyIdBits *
look_up_set (CyRosterIndex *index,
             const char    *key)
{
  Set *set = g_hash_table_lookup (index->sets, key);

  if (set == NULL)
    return NULL;

  set->used = ++index->clock;
  return cy_id_bits_ref (set->bits);
}

/*
 * cy_roster_index_peek:
 *
 * Returns a reference to the set of that key, or NULL where it is not known.
 */
CyIdBits *
cy_roster_index_peek (CyRosterIndex *index,
                      const char    *key)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&index->mutex);

  return look_up_set (index, key);
}

/*
 * cy_roster_index_bits:
 * @key: what the set is
 * @make: makes it when it is not known
 * @data: (nullable): passed to @make
 *
 * Returns a reference to the set, which is not to be changed; NULL with the error set.
 */
CyIdBits *
cy_roster_index_bits (CyRosterIndex  *index,
                      CyConn         *conn,
                      const char     *key,
                      CyRosterMake    make,
                      gconstpointer   data,
                      GError        **error)
{
  CyIdBits *bits;
  guint generation;

  g_mutex_lock (&index->mutex);
  generation = index->generation;
  bits = look_up_set (index, key);
  g_mutex_unlock (&index->mutex);
  if (bits != NULL)
    return bits;

  bits = make (index, conn, key, data, error);
  if (bits == NULL)
    return NULL;

  g_mutex_lock (&index->mutex);
  if (may_keep (index, conn, generation))
    {
      Set *set = g_new0 (Set, 1);

      if (g_hash_table_size (index->sets) >= MAX_SETS)
        drop_oldest_set (index);
      set->bits = cy_id_bits_ref (bits);
      set->used = ++index->clock;
      g_hash_table_replace (index->sets, g_strdup (key), set);
    }
  g_mutex_unlock (&index->mutex);

  return bits;
}
