#define G_LOG_DOMAIN "cy-roster-index"

#include "config.h"

#include "cy-roster-index.h"

/* A query is answered from an order and some sets. The order is a vector of the ids of all
 * children of the roster, read from a covering index once; the sets are bits, one for each
 * filter and each word of the search. A pass over the order that tests the bits gives the
 * answer in the right order: a few milliseconds for a million.
 *
 * Everything is kept until cy_roster_index_forget(), which the owner calls when children
 * have changed. What a thread read before that is not kept after it. */

/* Sets of so many words are kept; a word of a search is rarely typed twice. */
#define MAX_SETS 64

struct _CyRosterIndex {
  gatomicrefcount refs;
  GMutex mutex;
  guint generation;
  GArray *orders[CY_ROSTER_N_SORTS];    /* of guint32 */
  GHashTable *vectors;          /* name → GArray of guint32 */
  GHashTable *sets;             /* key → CyIdBits */
};

/** cy_roster_index_new: Returns: (transfer full): an index that has read nothing yet */
CyRosterIndex *
cy_roster_index_new (void)
{
  CyRosterIndex *index = g_new0 (CyRosterIndex, 1);

  g_atomic_ref_count_init (&index->refs);
  g_mutex_init (&index->mutex);
  index->vectors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  index->sets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cy_id_bits_unref);

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

  for (guint i = 0; i < CY_ROSTER_N_SORTS; i++)
    g_clear_pointer (&index->orders[i], g_array_unref);
  g_clear_pointer (&index->vectors, g_hash_table_unref);
  g_clear_pointer (&index->sets, g_hash_table_unref);
  g_mutex_clear (&index->mutex);
  g_free (index);
}

/** cy_roster_index_forget: Drops what was read: children have changed. */
void
cy_roster_index_forget (CyRosterIndex *index)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&index->mutex);

  index->generation++;
  for (guint i = 0; i < CY_ROSTER_N_SORTS; i++)
    g_clear_pointer (&index->orders[i], g_array_unref);
  g_hash_table_remove_all (index->vectors);
  g_hash_table_remove_all (index->sets);
}

/* Orders */

static GArray *
read_ids (CyStmt  *st,
          GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GError) local = NULL;

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      guint32 id = (guint32) cy_stmt_int64 (st, 0);

      g_array_append_val (ids, id);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&ids);
}

static GArray *
read_name_order (CyConn  *conn,
                 GError **error)
{
  return read_ids (cy_conn_query (conn, error,
                                  "SELECT id FROM person INDEXED BY person_child_name "
                                  "WHERE is_child AND deleted_at IS NULL ORDER BY sort_key, id", NULL), error);
}

/* Whose birth is unknown comes last. */
static GArray *
read_birth_order (CyConn  *conn,
                  GError **error)
{
  g_autoptr (GArray) known =
    read_ids (cy_conn_query (conn, error,
                             "SELECT id FROM person INDEXED BY person_child_birth "
                             "WHERE is_child AND deleted_at IS NULL AND birth IS NOT NULL ORDER BY birth, id", NULL),
              error);
  g_autoptr (GArray) unknown = NULL;

  if (known == NULL)
    return NULL;
  unknown = read_ids (cy_conn_query (conn, error,
                                     "SELECT id FROM person INDEXED BY person_child_birth "
                                     "WHERE is_child AND deleted_at IS NULL AND birth IS NULL ORDER BY id", NULL),
                      error);
  if (unknown == NULL)
    return NULL;

  g_array_append_vals (known, unknown->data, unknown->len);
  return g_steal_pointer (&known);
}

/* Children are numbered as they are added. */
static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  guint32 ia = *(const guint32 *) a, ib = *(const guint32 *) b;

  return (ia > ib) - (ia < ib);
}

/* The places of an order of units by name, from 1; 0 for none, which sorts last. */
static GHashTable *
read_ranks (CyConn      *conn,
            const char  *sql,
            guint       *n_ranks,
            GError     **error)
{
  g_autoptr (GHashTable) ranks = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) ids = read_ids (cy_conn_query (conn, error, sql, NULL), error);

  if (ids == NULL)
    return NULL;

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_insert (ranks, GUINT_TO_POINTER (g_array_index (ids, guint32, i)), GUINT_TO_POINTER (i));
  *n_ranks = ids->len;

  return g_steal_pointer (&ranks);
}

/* Sorts @order by the rank of each child's unit, children of one unit staying as they are. */
static GArray *
sort_by_unit (const GArray *order,
              const GArray *unit_of,
              GHashTable   *ranks,
              guint         n_ranks)
{
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (guint32), order->len);
  g_autofree guint *ends = g_new0 (guint, n_ranks + 2);
  g_autofree guint *rank_of = g_new (guint, order->len);

  g_array_set_size (sorted, order->len);
  for (guint i = 0; i < order->len; i++)
    {
      guint32 id = g_array_index (order, guint32, i);
      guint32 unit = id < unit_of->len ? g_array_index (unit_of, guint32, id) : 0;
      gpointer rank;

      rank_of[i] = unit != 0 && g_hash_table_lookup_extended (ranks, GUINT_TO_POINTER (unit), NULL, &rank)
                   ? GPOINTER_TO_UINT (rank) : n_ranks;
      ends[rank_of[i] + 1]++;
    }
  for (guint i = 0; i < n_ranks + 1; i++)
    ends[i + 1] += ends[i];
  for (guint i = 0; i < order->len; i++)
    g_array_index (sorted, guint32, ends[rank_of[i]]++) = g_array_index (order, guint32, i);

  return sorted;
}

static GArray *
make_unit_order (CyRosterIndex  *index,
                 CyConn         *conn,
                 const GArray   *order,
                 const char     *column,
                 const char     *units_sql,
                 GError        **error)
{
  g_autoptr (GArray) unit_of = cy_roster_index_units (index, conn, column, error);
  g_autoptr (GHashTable) ranks = NULL;
  guint n_ranks = 0;

  if (unit_of == NULL)
    return NULL;
  ranks = read_ranks (conn, units_sql, &n_ranks, error);

  return ranks != NULL ? sort_by_unit (order, unit_of, ranks, n_ranks) : NULL;
}

#define UNITS_BY_NAME(kind) "SELECT id FROM unit WHERE kind = " kind " ORDER BY sort_key, id"

static GArray *
make_school_order (CyRosterIndex  *index,
                   CyConn         *conn,
                   const GArray   *by_name,
                   GError        **error)
{
  g_autoptr (GArray) by_class = make_unit_order (index, conn, by_name, "class_id", UNITS_BY_NAME ("6"), error);

  return by_class != NULL ? make_unit_order (index, conn, by_class, "school_id", UNITS_BY_NAME ("5"), error) : NULL;
}

static GArray *
make_sex_order (CyConn        *conn,
                const GArray  *by_name,
                GError       **error)
{
  g_autoptr (GArray) order = g_array_sized_new (FALSE, FALSE, sizeof (guint32), by_name->len);
  g_autoptr (CyIdBits) male = cy_id_bits_new ();
  g_autoptr (CyIdBits) female = cy_id_bits_new ();
  CyIdBits *sexes[] = { male, female };

  for (int i = 0; i < 2; i++)
    if (!cy_roster_read_bits (cy_conn_query (conn, error,
                                             "SELECT id FROM person INDEXED BY person_child_sex "
                                             "WHERE is_child AND deleted_at IS NULL AND sex = ?", "i", (gint64) i + 1),
                              sexes[i], error))
      return NULL;

  for (int pass = 0; pass < 3; pass++)
    for (guint i = 0; i < by_name->len; i++)
      {
        guint32 id = g_array_index (by_name, guint32, i);
        int sex = cy_id_bits_has (sexes[0], id) ? 0 : cy_id_bits_has (sexes[1], id) ? 1 : 2;

        if (sex == pass)
          g_array_append_val (order, id);
      }

  return g_steal_pointer (&order);
}

static GArray *
make_order (CyRosterIndex  *index,
            CyConn         *conn,
            CyRosterSort    sort,
            GError        **error)
{
  g_autoptr (GArray) by_name = NULL;

  if (sort == CY_ROSTER_BY_NAME)
    return read_name_order (conn, error);
  if (sort == CY_ROSTER_BY_BIRTH)
    return read_birth_order (conn, error);

  by_name = cy_roster_index_order (index, conn, CY_ROSTER_BY_NAME, error);
  if (by_name == NULL)
    return NULL;

  switch (sort)
    {
    case CY_ROSTER_BY_SEX:
      return make_sex_order (conn, by_name, error);
    case CY_ROSTER_BY_VILLAGE:
      return make_unit_order (index, conn, by_name, "village_id", UNITS_BY_NAME ("4"), error);
    case CY_ROSTER_BY_SCHOOL:
      return make_school_order (index, conn, by_name, error);
    case CY_ROSTER_BY_NAME:
    case CY_ROSTER_BY_BIRTH:
    case CY_ROSTER_BY_CREATED:
    default:
      {
        GArray *order = g_array_copy (by_name);

        g_array_sort (order, compare_ids);
        return order;
      }
    }
}

/**
 * cy_roster_index_order:
 *
 * Returns: (transfer full) (element-type guint32) (nullable): the ids of the roster's
 *   children in ascending order of @sort, not to be changed; %NULL with @error set
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

  order = make_order (index, conn, sort, error);
  if (order == NULL)
    return NULL;

  g_mutex_lock (&index->mutex);
  if (index->generation == generation && index->orders[sort] == NULL)
    index->orders[sort] = g_array_ref (order);
  g_mutex_unlock (&index->mutex);

  return order;
}

/* Vectors */

static GArray *
read_units (CyConn      *conn,
            const char  *column,
            GError     **error)
{
  /* Each is answered by an index alone. */
  g_autofree char *sql = g_strdup_printf ("SELECT id, %1$s FROM child WHERE %1$s IS NOT NULL ORDER BY %1$s", column);
  g_autoptr (GArray) units = g_array_new (FALSE, TRUE, sizeof (guint32));
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error, sql, NULL);

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      guint id = (guint) cy_stmt_int64 (st, 0);

      if (id >= units->len)
        g_array_set_size (units, MAX (id + 1, units->len + units->len / 2));
      g_array_index (units, guint32, id) = (guint32) cy_stmt_int64 (st, 1);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&units);
}

static GArray *
read_relations (CyConn      *conn,
                const char  *name,
                GError     **error)
{
  g_autoptr (GArray) relations = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT person_id, child_id FROM relation INDEXED BY relation_person "
                              "WHERE deleted_at IS NULL", NULL);

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      guint32 pair[2] = { (guint32) cy_stmt_int64 (st, 0), (guint32) cy_stmt_int64 (st, 1) };

      g_array_append_vals (relations, pair, 2);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&relations);
}

/* The vector of that name, kept after the first reading. */
static GArray *
get_vector (CyRosterIndex  *index,
            CyConn         *conn,
            const char     *name,
            GArray       *(*read) (CyConn *, const char *, GError **),
            GError        **error)
{
  GArray *vector;
  guint generation;

  g_mutex_lock (&index->mutex);
  generation = index->generation;
  vector = g_hash_table_lookup (index->vectors, name);
  if (vector != NULL)
    g_array_ref (vector);
  g_mutex_unlock (&index->mutex);
  if (vector != NULL)
    return vector;

  vector = read (conn, name, error);
  if (vector == NULL)
    return NULL;

  g_mutex_lock (&index->mutex);
  if (index->generation == generation)
    g_hash_table_insert (index->vectors, g_strdup (name), g_array_ref (vector));
  g_mutex_unlock (&index->mutex);

  return vector;
}

/**
 * cy_roster_index_units:
 * @column: a column of child: village_id, school_id or class_id
 *
 * Returns: (transfer full) (element-type guint32) (nullable): each child's unit, by the
 *   child's id, 0 for none; %NULL with @error set
 */
GArray *
cy_roster_index_units (CyRosterIndex  *index,
                       CyConn         *conn,
                       const char     *column,
                       GError        **error)
{
  return get_vector (index, conn, column, read_units, error);
}

/**
 * cy_roster_index_relations:
 *
 * Returns: (transfer full) (element-type guint32) (nullable): of each relation the person and,
 *   after it, the child; %NULL with @error set
 */
GArray *
cy_roster_index_relations (CyRosterIndex  *index,
                           CyConn         *conn,
                           GError        **error)
{
  return get_vector (index, conn, "relation", read_relations, error);
}

/* Sets */

/**
 * cy_roster_read_bits:
 * @st: (nullable): a statement whose first column is an id
 * @bits: the set they go to
 *
 * Returns: whether the statement succeeded
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

/**
 * cy_roster_index_bits:
 * @key: what the set is
 * @make: makes it when it is not known
 * @data: (nullable): passed to @make
 *
 * Returns: (transfer full) (nullable): the set, not to be changed; %NULL with @error set
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
  bits = g_hash_table_lookup (index->sets, key);
  if (bits != NULL)
    cy_id_bits_ref (bits);
  g_mutex_unlock (&index->mutex);
  if (bits != NULL)
    return bits;

  bits = make (index, conn, key, data, error);
  if (bits == NULL)
    return NULL;

  g_mutex_lock (&index->mutex);
  if (index->generation == generation)
    {
      if (g_hash_table_size (index->sets) >= MAX_SETS)
        g_hash_table_remove_all (index->sets);
      g_hash_table_insert (index->sets, g_strdup (key), cy_id_bits_ref (bits));
    }
  g_mutex_unlock (&index->mutex);

  return bits;
}
