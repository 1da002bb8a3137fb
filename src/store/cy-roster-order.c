#define G_LOG_DOMAIN "cy-roster-order"

#include "config.h"

#include "cy-roster-index-private.h"

/* The orders of the roster: the ids of all its children. Those by name and birth are read from
 * an index that covers them; the others are that by name, sorted further by what has few
 * values. */

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

/* Sorts @order by the place of each child's unit among @units, children of one unit staying as
 * they are; those of none come last. */
static GArray *
sort_by_unit (const GArray         *order,
              const CyRosterGroups *groups,
              const GArray         *units)
{
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (guint32), order->len);
  gsize n_ids = (gsize) cy_roster_groups_max (groups) + 1;
  g_autofree guint *rank_of = g_new (guint, n_ids);
  g_autofree guint *ends = g_new0 (guint, units->len + 2);

  for (gsize id = 0; id < n_ids; id++)
    rank_of[id] = units->len;
  for (guint rank = 0; rank < units->len; rank++)
    {
      guint n;
      const guint32 *ids = cy_roster_groups_get (groups, g_array_index (units, guint32, rank), &n);

      for (guint i = 0; i < n; i++)
        rank_of[ids[i]] = rank;
    }

  g_array_set_size (sorted, order->len);
  for (guint i = 0; i < order->len; i++)
    {
      guint32 id = g_array_index (order, guint32, i);

      ends[(id < n_ids ? rank_of[id] : units->len) + 1]++;
    }
  for (guint rank = 0; rank <= units->len; rank++)
    ends[rank + 1] += ends[rank];
  for (guint i = 0; i < order->len; i++)
    {
      guint32 id = g_array_index (order, guint32, i);

      g_array_index (sorted, guint32, ends[id < n_ids ? rank_of[id] : units->len]++) = id;
    }

  return sorted;
}

static GArray *
make_unit_order (CyConn                *conn,
                 const GArray          *order,
                 const CyRosterGroups  *groups,
                 int                    kind,
                 GError               **error)
{
  g_autoptr (GArray) units =
    read_ids (cy_conn_query (conn, error, "SELECT id FROM unit WHERE kind = ? ORDER BY sort_key, id", "i", (gint64) kind),
              error);

  return units != NULL ? sort_by_unit (order, groups, units) : NULL;
}

static GArray *
make_village_order (CyRosterIndex  *index,
                    CyConn         *conn,
                    const GArray   *by_name,
                    GError        **error)
{
  g_autoptr (CyRosterGroups) villages = cy_roster_index_groups (index, conn, "village_id", error);

  return villages != NULL ? make_unit_order (conn, by_name, villages, CY_UNIT_VILLAGE, error) : NULL;
}

/* The classes are wanted for this alone, and not kept. */
static GArray *
make_school_order (CyRosterIndex  *index,
                   CyConn         *conn,
                   const GArray   *by_name,
                   GError        **error)
{
  g_autoptr (CyRosterGroups) classes = cy_roster_groups_read (conn, "class_id", error);
  g_autoptr (CyRosterGroups) schools = NULL;
  g_autoptr (GArray) by_class = NULL;

  if (classes == NULL)
    return NULL;
  by_class = make_unit_order (conn, by_name, classes, CY_UNIT_CLASS, error);
  if (by_class == NULL)
    return NULL;
  schools = cy_roster_index_groups (index, conn, "school_id", error);

  return schools != NULL ? make_unit_order (conn, by_class, schools, CY_UNIT_SCHOOL, error) : NULL;
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

/*
 * cy_roster_order_make:
 *
 * Reads an order, or makes it from that by name. Returns a new array of guint32, or NULL with
 * the error set.
 */
GArray *
cy_roster_order_make (CyRosterIndex  *index,
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
      return make_village_order (index, conn, by_name, error);
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
