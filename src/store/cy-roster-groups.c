#define G_LOG_DOMAIN "cy-roster-groups"

#include "config.h"

#include "cy-roster-groups.h"

typedef struct {
  guint32 unit;
  guint start;                  /* of its children; they end where those of the next begin */
} Group;

struct _CyRosterGroups {
  gatomicrefcount refs;
  GArray *ids;                  /* guint32 */
  GArray *groups;               /* Group, by unit; the last one is the end */
  guint32 max;
};

/**
 * cy_roster_groups_read:
 * @column: a column of child: village_id, school_id or class_id
 *
 * Reads which unit each child belongs to, from an index that covers it.
 *
 * Returns: (transfer full) (nullable): the groups, %NULL with @error set
 */
CyRosterGroups *
cy_roster_groups_read (CyConn      *conn,
                       const char  *column,
                       GError     **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id, %1$s FROM child WHERE %1$s IS NOT NULL ORDER BY %1$s", column);
  g_autoptr (CyRosterGroups) groups = g_new0 (CyRosterGroups, 1);
  g_autoptr (GError) local = NULL;
  Group end = { G_MAXUINT32, 0 };
  CyStmt *st;

  g_atomic_ref_count_init (&groups->refs);
  groups->ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  groups->groups = g_array_new (FALSE, FALSE, sizeof (Group));
  st = cy_conn_query (conn, error, sql, NULL);
  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      guint32 id = (guint32) cy_stmt_int64 (st, 0);
      Group group = { (guint32) cy_stmt_int64 (st, 1), groups->ids->len };

      if (groups->groups->len == 0 ||
          g_array_index (groups->groups, Group, groups->groups->len - 1).unit != group.unit)
        g_array_append_val (groups->groups, group);
      g_array_append_val (groups->ids, id);
      groups->max = MAX (groups->max, id);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  end.start = groups->ids->len;
  g_array_append_val (groups->groups, end);
  return g_steal_pointer (&groups);
}

CyRosterGroups *
cy_roster_groups_ref (CyRosterGroups *groups)
{
  g_atomic_ref_count_inc (&groups->refs);
  return groups;
}

void
cy_roster_groups_unref (CyRosterGroups *groups)
{
  if (groups == NULL || !g_atomic_ref_count_dec (&groups->refs))
    return;

  g_array_unref (groups->ids);
  g_array_unref (groups->groups);
  g_free (groups);
}

static int
compare_units (gconstpointer a,
               gconstpointer b)
{
  guint32 ua = ((const Group *) a)->unit, ub = ((const Group *) b)->unit;

  return (ua > ub) - (ua < ub);
}

/**
 * cy_roster_groups_get:
 * @n_ids: (out): how many
 *
 * Returns: (transfer none) (array length=n_ids): the children of a unit
 */
const guint32 *
cy_roster_groups_get (const CyRosterGroups *groups,
                      guint32               unit,
                      guint                *n_ids)
{
  const Group wanted = { unit, 0 };
  guint at;

  *n_ids = 0;
  if (!g_array_binary_search (groups->groups, &wanted, compare_units, &at) || at + 1 >= groups->groups->len)
    return NULL;

  *n_ids = g_array_index (groups->groups, Group, at + 1).start - g_array_index (groups->groups, Group, at).start;
  return &g_array_index (groups->ids, guint32, g_array_index (groups->groups, Group, at).start);
}

/** cy_roster_groups_max: Returns: the largest id of a child in any group, 0 when there is none */
guint32
cy_roster_groups_max (const CyRosterGroups *groups)
{
  return groups->max;
}

/** cy_roster_groups_size: Returns: how many bytes they take */
gsize
cy_roster_groups_size (const CyRosterGroups *groups)
{
  return groups->ids->len * sizeof (guint32) + groups->groups->len * sizeof (Group);
}
