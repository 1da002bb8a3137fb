#define G_LOG_DOMAIN "cy-today"

#include "config.h"

#include "today/cy-today-groups.h"
#include "today/cy-today-group.h"

/* How the sections of Today become those of other rows. */

static guint
find_group (GListStore        *groups,
            guint              from,
            const CyAgendaRow *row)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (groups));

  for (guint i = from; i < n; i++)
    {
      g_autoptr (CyTodayGroup) group = g_list_model_get_item (G_LIST_MODEL (groups), i);

      if (cy_today_group_takes (group, row))
        return i;
    }

  return n;
}

/* Rows are in the order of the groups: a group that is passed over has none any more. */
static void
show_group (GListStore *groups,
            guint       position,
            CyAgenda   *agenda,
            GArray     *rows,
            guint       first,
            guint       n_rows)
{
  const CyAgendaRow *like = &g_array_index (rows, CyAgendaRow, first);
  guint found = find_group (groups, position, like);
  g_autoptr (CyTodayGroup) group = NULL;

  if (found == g_list_model_get_n_items (G_LIST_MODEL (groups)))
    {
      group = cy_today_group_new (like);
      cy_today_group_set_rows (group, agenda, rows, first, n_rows);
      g_list_store_insert (groups, position, group);
      return;
    }

  if (found > position)
    g_list_store_splice (groups, position, found - position, NULL, 0);
  group = g_list_model_get_item (G_LIST_MODEL (groups), position);
  cy_today_group_set_rows (group, agenda, rows, first, n_rows);
}

static gboolean
same_group (const CyAgendaRow *a,
            const CyAgendaRow *b)
{
  return a->section == b->section && (a->section != CY_AGENDA_DUE || a->kinds == b->kinds);
}

/* The rows of a group stand together, so where it ends is found without looking at each. */
static guint
find_end (GArray *rows,
          guint   start)
{
  const CyAgendaRow *first = &g_array_index (rows, CyAgendaRow, start);
  guint end = rows->len;

  while (start + 1 < end)
    {
      guint middle = start + (end - start) / 2;

      if (same_group (first, &g_array_index (rows, CyAgendaRow, middle)))
        start = middle;
      else
        end = middle;
    }

  return end;
}

/**
 * cy_today_groups_show:
 * @groups: (element-type CyTodayGroup): the sections that are shown
 * @agenda: whose rows they are
 * @rows: (element-type CyAgendaRow): in order; nobody changes them any more
 *
 * Shows other rows, telling only what differs.
 */
void
cy_today_groups_show (GListStore *groups,
                      CyAgenda   *agenda,
                      GArray     *rows)
{
  guint position = 0;
  guint end;

  for (guint start = 0; start < rows->len; start = end)
    {
      end = find_end (rows, start);
      show_group (groups, position++, agenda, rows, start, end - start);
    }

  g_list_store_splice (groups, position,
                       g_list_model_get_n_items (G_LIST_MODEL (groups)) - position, NULL, 0);
}

/**
 * cy_today_groups_show_anew:
 *
 * Does what cy_today_groups_show() does, for rows of which nearly all are others: each change that is told by
 * itself would make cells that the next one throws away.
 */
void
cy_today_groups_show_anew (GListStore *groups,
                           CyAgenda   *agenda,
                           GArray     *rows)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  guint end;

  for (guint start = 0; start < rows->len; start = end)
    {
      CyTodayGroup *group = cy_today_group_new (&g_array_index (rows, CyAgendaRow, start));

      end = find_end (rows, start);
      cy_today_group_set_rows (group, agenda, rows, start, end - start);
      g_ptr_array_add (all, group);
    }

  g_list_store_remove_all (groups);
  g_list_store_splice (groups, 0, 0, all->pdata, all->len);
}
