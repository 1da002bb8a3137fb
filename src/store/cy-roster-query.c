#define G_LOG_DOMAIN "cy-roster-query"

#include "config.h"

#include "cy-roster-query.h"

#include "cy-roster-index-private.h"

#include <string.h>

/** cy_roster_query_new: Returns: (transfer full): a query for all children, by name */
CyRosterQuery *
cy_roster_query_new (void)
{
  CyRosterQuery *query = g_new0 (CyRosterQuery, 1);

  query->profile_result = CY_ROSTER_ANY;
  query->guardianship = CY_ROSTER_ANY;

  return query;
}

/** cy_roster_query_copy: Returns: (transfer full): a copy; the ids, which nobody changes, are shared */
CyRosterQuery *
cy_roster_query_copy (const CyRosterQuery *query)
{
  CyRosterQuery *copy = g_memdup2 (query, sizeof *query);

  copy->search = g_strdup (query->search);
  copy->flag = g_strdup (query->flag);
  if (query->ids != NULL)
    g_array_ref (query->ids);

  return copy;
}

void
cy_roster_query_free (CyRosterQuery *query)
{
  if (query == NULL)
    return;

  g_free (query->search);
  g_free (query->flag);
  g_clear_pointer (&query->ids, g_array_unref);
  g_free (query);
}

static gboolean
ids_equal (const GArray *a,
           const GArray *b)
{
  return a == b ||
         (a != NULL && b != NULL && a->len == b->len &&
          (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (gint64)) == 0));
}

/** cy_roster_query_equal: Returns: whether both ask the same */
gboolean
cy_roster_query_equal (const CyRosterQuery *a,
                       const CyRosterQuery *b)
{
  return g_strcmp0 (a->search, b->search) == 0 && a->unit_id == b->unit_id &&
         a->profile_result == b->profile_result && a->guardianship == b->guardianship &&
         g_strcmp0 (a->flag, b->flag) == 0 && ids_equal (a->ids, b->ids) && a->in_bin == b->in_bin &&
         a->sort == b->sort && a->descending == b->descending;
}

/* Filters */

static gpointer
make_unit_bits (CyRosterIndex  *index,
                CyConn         *conn,
                const char     *key,
                gconstpointer   data,
                GError        **error)
{
  const CyRosterQuery *query = data;
  g_autoptr (CyIdBits) bits = cy_id_bits_new ();

  if (!cy_roster_read_bits (cy_conn_query (conn, error,
                                           "WITH RECURSIVE under (id) AS "
                                           "  (VALUES (?) UNION "
                                           "   SELECT u.id FROM under JOIN unit AS u ON u.parent_id = under.id) "
                                           "SELECT c.id FROM under CROSS JOIN child AS c ON c.village_id = under.id "
                                           "UNION ALL "
                                           "SELECT c.id FROM under CROSS JOIN child AS c ON c.school_id = under.id "
                                           "UNION ALL "
                                           "SELECT c.id FROM under CROSS JOIN child AS c ON c.class_id = under.id",
                                           "i", query->unit_id),
                            bits, error))
    return NULL;

  return g_steal_pointer (&bits);
}

static gpointer
make_profile_bits (CyRosterIndex  *index,
                   CyConn         *conn,
                   const char     *key,
                   gconstpointer   data,
                   GError        **error)
{
  const CyRosterQuery *query = data;
  g_autoptr (CyIdBits) bits = cy_id_bits_new ();

  if (!cy_roster_read_bits (cy_conn_query (conn, error, "SELECT id FROM child WHERE profile_result = ?", "i",
                                           (gint64) query->profile_result),
                            bits, error))
    return NULL;

  return g_steal_pointer (&bits);
}

static gpointer
make_guardianship_bits (CyRosterIndex  *index,
                        CyConn         *conn,
                        const char     *key,
                        gconstpointer   data,
                        GError        **error)
{
  const CyRosterQuery *query = data;
  g_autoptr (CyIdBits) bits = cy_id_bits_new ();

  if (!cy_roster_read_bits (cy_conn_query (conn, error, "SELECT id FROM child WHERE guardianship = ?", "i",
                                           (gint64) query->guardianship),
                            bits, error))
    return NULL;

  return g_steal_pointer (&bits);
}

static gpointer
make_flag_bits (CyRosterIndex  *index,
                CyConn         *conn,
                const char     *key,
                gconstpointer   data,
                GError        **error)
{
  const CyRosterQuery *query = data;
  g_autoptr (CyIdBits) bits = cy_id_bits_new ();
  CyStmt *st;

  if (g_str_equal (query->flag, CY_ROSTER_ANY_FLAG))
    st = cy_conn_query (conn, error,
                        "SELECT child_id FROM flag INDEXED BY flag_code "
                        "WHERE resolved_at IS NULL AND deleted_at IS NULL",
                        NULL);
  else
    st = cy_conn_query (conn, error,
                        "SELECT child_id FROM flag INDEXED BY flag_code "
                        "WHERE code = ? AND resolved_at IS NULL AND deleted_at IS NULL",
                        "t", query->flag);

  return cy_roster_read_bits (st, bits, error) ? g_steal_pointer (&bits) : NULL;
}

static CyIdBits *
bits_of_ids (const GArray *ids)
{
  CyIdBits *bits = cy_id_bits_new ();

  for (guint i = 0; i < ids->len; i++)
    cy_id_bits_add (bits, (guint32) g_array_index (ids, gint64, i));

  return bits;
}

/* The sets of all that the query restricts. */
static gboolean
collect_sets (CyRosterIndex        *index,
              CyConn               *conn,
              const CyRosterQuery  *query,
              GPtrArray            *sets,
              GError              **error)
{
  const struct {
    gboolean wanted;
    char *key;
    CyRosterMake make;
  } filters[] = {
    { query->unit_id != 0, g_strdup_printf ("unit %" G_GINT64_FORMAT, query->unit_id), make_unit_bits },
    { query->profile_result >= 0, g_strdup_printf ("profile %d", query->profile_result), make_profile_bits },
    { query->guardianship >= 0, g_strdup_printf ("guardianship %d", query->guardianship), make_guardianship_bits },
    { query->flag != NULL, g_strdup_printf ("flag %s", query->flag != NULL ? query->flag : ""), make_flag_bits },
  };
  gboolean succeeded = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      if (succeeded && filters[i].wanted)
        {
          CyIdBits *bits = cy_roster_index_bits (index, conn, filters[i].key, filters[i].make, query, error);

          succeeded = bits != NULL;
          if (bits != NULL)
            g_ptr_array_add (sets, bits);
        }
      g_free (filters[i].key);
    }
  if (!succeeded)
    return FALSE;

  if (query->ids != NULL)
    g_ptr_array_add (sets, bits_of_ids (query->ids));
  if (query->search != NULL && query->search[strspn (query->search, " ")] != '\0')
    {
      CyIdBits *bits = cy_roster_search (index, conn, query->search, error);

      if (bits == NULL)
        return FALSE;
      g_ptr_array_add (sets, bits);
    }

  return TRUE;
}

/* The bin is small, and sorted as it is read. */
static GArray *
read_bin (CyConn        *conn,
          CyRosterSort   sort,
          GError       **error)
{
  static const char * const orders[CY_ROSTER_N_SORTS] = {
    [CY_ROSTER_BY_NAME] = "p.sort_key, p.id",
    [CY_ROSTER_BY_BIRTH] = "p.birth IS NULL, p.birth, p.id",
    [CY_ROSTER_BY_SEX] = "p.sex = 0, p.sex, p.sort_key, p.id",
    [CY_ROSTER_BY_VILLAGE] = "v.id IS NULL, v.sort_key, v.id, p.sort_key, p.id",
    [CY_ROSTER_BY_SCHOOL] = "s.id IS NULL, s.sort_key, s.id, k.id IS NULL, k.sort_key, k.id, p.sort_key, p.id",
    [CY_ROSTER_BY_CREATED] = "p.id",
  };
  g_autofree char *sql = g_strdup_printf ("SELECT p.id FROM person AS p INDEXED BY person_child_bin "
                                          "JOIN child AS c ON c.id = p.id "
                                          "LEFT JOIN unit AS v ON v.id = c.village_id "
                                          "LEFT JOIN unit AS s ON s.id = c.school_id "
                                          "LEFT JOIN unit AS k ON k.id = c.class_id "
                                          "WHERE p.is_child AND p.deleted_at IS NOT NULL ORDER BY %s",
                                          orders[sort]);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error, sql, NULL);

  while (st != NULL && cy_stmt_step (st, &local))
    {
      guint32 id = (guint32) cy_stmt_int64 (st, 0);

      g_array_append_val (ids, id);
    }
  if (st == NULL || local != NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&ids);
}

/* All sets as one, so that the pass over the order tests one bit for each child; %NULL for no
 * sets. */
static CyIdBits *
merge_sets (GPtrArray *sets)
{
  CyIdBits *merged;

  if (sets->len == 0)
    return NULL;
  if (sets->len == 1)
    return cy_id_bits_ref (g_ptr_array_index (sets, 0));

  merged = cy_id_bits_new ();
  cy_id_bits_union (merged, g_ptr_array_index (sets, 0));
  for (guint i = 1; i < sets->len; i++)
    cy_id_bits_intersect (merged, g_ptr_array_index (sets, i));

  return merged;
}

/* Those of @order who are in the set. Each is written and then counted or not: a branch that
 * is taken at random would cost more than the writing. */
static GArray *
pick (const GArray   *order,
      const CyIdBits *bits,
      gboolean        descending)
{
  const guint32 *from = (const guint32 *) order->data;
  guint most = bits != NULL ? (guint) MIN (cy_id_bits_count (bits), order->len) : order->len;
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (guint32), most + 1);
  guint32 *to;
  guint n = 0;

  g_array_set_size (ids, most + 1);
  to = (guint32 *) ids->data;
  for (guint i = 0; i < order->len; i++)
    {
      guint32 id = from[descending ? order->len - 1 - i : i];

      to[n] = id;
      n += bits == NULL || cy_id_bits_has (bits, id);
    }
  g_array_set_size (ids, n);

  return ids;
}

/**
 * cy_roster_index_query:
 *
 * Answers a query.
 *
 * Returns: (transfer full) (element-type guint32) (nullable): the ids of the children, in
 *   order, the caller's own; %NULL with @error set
 */
GArray *
cy_roster_index_query (CyRosterIndex        *index,
                       CyConn               *conn,
                       const CyRosterQuery  *query,
                       GError              **error)
{
  g_autoptr (GPtrArray) sets = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_id_bits_unref);
  g_autoptr (CyIdBits) bits = NULL;
  g_autoptr (GArray) order = NULL;

  order = query->in_bin ? read_bin (conn, query->sort, error)
                        : cy_roster_index_order (index, conn, query->sort, error);
  if (order == NULL || !collect_sets (index, conn, query, sets, error))
    return NULL;

  bits = merge_sets (sets);
  return pick (order, bits, query->descending);
}

/**
 * cy_roster_query_ids:
 *
 * Answers a single query, for those who ask once: the command line and reports.
 *
 * Returns: (transfer full) (element-type guint32) (nullable): the ids of the children, in
 *   order; %NULL with @error set
 */
GArray *
cy_roster_query_ids (CyConn               *conn,
                     const CyRosterQuery  *query,
                     GError              **error)
{
  g_autoptr (CyRosterIndex) index = cy_roster_index_new ();

  return cy_roster_index_query (index, conn, query, error);
}

/** cy_roster_query_has_head: Returns: whether the first children of a query are found without finding all */
gboolean
cy_roster_query_has_head (const CyRosterQuery *query)
{
  return (query->search == NULL || *query->search == '\0') && query->unit_id == 0 &&
         query->profile_result == CY_ROSTER_ANY && query->guardianship == CY_ROSTER_ANY && query->flag == NULL &&
         query->ids == NULL && !query->in_bin && query->sort == CY_ROSTER_BY_NAME && !query->descending;
}

/**
 * cy_roster_query_head:
 * @query: one that has a head
 * @n_ids: how many are wanted
 *
 * Answers the beginning of a query, for who shows it while the rest is on its way.
 *
 * Returns: (transfer full) (element-type guint32) (nullable): the first children, in order;
 *   %NULL with @error set
 */
GArray *
cy_roster_query_head (CyConn               *conn,
                      const CyRosterQuery  *query,
                      guint                 n_ids,
                      GError              **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GError) local = NULL;
  CyStmt *st;

  g_return_val_if_fail (cy_roster_query_has_head (query), NULL);

  st = cy_conn_query (conn, &local,
                      "SELECT id FROM person INDEXED BY person_child_name "
                      "WHERE is_child AND deleted_at IS NULL ORDER BY sort_key, id LIMIT ?",
                      "i", (gint64) n_ids);
  while (st != NULL && cy_stmt_step (st, &local))
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
