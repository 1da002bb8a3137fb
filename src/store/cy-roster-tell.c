#define G_LOG_DOMAIN "cy-roster"

#include "config.h"

#include "cy-roster-private.h"

#include "cy-id-bits.h"
#include "cy-list-diff.h"

/* How views are told that the roster's list is another. */

/* A view that is told that rows it holds have given way to others looks for them in all of
 * these. So the first of many are told alone, and the rest as an addition. */
#define MANY_ROWS 256

static void
tell (CyRoster *roster,
      guint     position,
      guint     removed,
      guint     added)
{
  roster->n_told += added - removed;
  g_list_model_items_changed (G_LIST_MODEL (roster), position, removed, added);
  if (removed != added)
    g_object_notify (G_OBJECT (roster), "n-items");
}

static void
exchange (CyRoster      *roster,
          guint          position,
          guint          removed,
          const guint32 *ids,
          guint          added)
{
  guint first = removed > 0 ? MIN (added, MANY_ROWS) : added;

  if (removed > 0)
    g_array_remove_range (roster->ids, position, removed);
  g_array_insert_vals (roster->ids, position, ids, first);
  tell (roster, position, removed, first);
  if (first == added)
    return;

  g_array_insert_vals (roster->ids, position + first, ids + first, added - first);
  tell (roster, position + first, 0, added - first);
}

/* For another question all rows make way. A view that is told so makes each of its widgets anew,
 * which is what takes the time; so the rows it holds become those of the children who stand in
 * their places now, and only the end of the list is told. Of that too a view makes or drops two
 * hundred rows of widgets for the thirty in sight: out of sight they come and go a few at a time,
 * a little later. A row past the end shows nothing. */

#define ROWS_AT_A_TIME 16
/* The next key may come first. */
#define SETTLE_MS 80
/* Further away no view holds any. */
#define FAR_AWAY 256

static void
tell_end (CyRoster *roster,
          guint     n_rows)
{
  if (n_rows > roster->n_told)
    tell (roster, roster->n_told, 0, n_rows - roster->n_told);
  else if (n_rows < roster->n_told)
    tell (roster, n_rows, roster->n_told - n_rows, 0);
}

static gboolean
settle_cb (gpointer user_data)
{
  CyRoster *roster = user_data;
  guint n = roster->ids->len, far = cy_roster_pages_get_first (roster->pages) + FAR_AWAY;

  if (roster->n_told < n && roster->n_told < far)
    tell_end (roster, MIN (n, roster->n_told + ROWS_AT_A_TIME));
  else if (roster->n_told > n && roster->n_told - n > ROWS_AT_A_TIME && roster->n_told <= far)
    tell_end (roster, roster->n_told - ROWS_AT_A_TIME);
  else
    tell_end (roster, n);
  roster->settle_source = roster->n_told != n ? g_idle_add_full (G_PRIORITY_LOW, settle_cb, roster, NULL) : 0;

  return G_SOURCE_REMOVE;
}

static void
settle_end (CyRoster *roster)
{
  g_clear_handle_id (&roster->settle_source, g_source_remove);
  tell_end (roster, roster->ids->len);
}

static void
exchange_rows (CyRoster *roster,
               GArray   *ids)
{
  g_autoptr (GArray) old = roster->ids;
  guint first = cy_roster_pages_get_first (roster->pages);
  guint in_view = first + cy_roster_pages_get_view (roster->pages);

  g_clear_handle_id (&roster->settle_source, g_source_remove);
  roster->ids = g_array_ref (ids);
  cy_roster_pages_exchange (roster->pages, old, roster->n_told);
  g_signal_emit_by_name (roster, "rows-exchanged");
  /* Where one has scrolled, places do not say what comes into sight. */
  if (first > 0)
    tell_end (roster, ids->len);
  else if (roster->n_told > ids->len)
    tell_end (roster, MIN (roster->n_told, MAX (ids->len, FAR_AWAY)));
  else
    tell_end (roster, MAX (roster->n_told, MIN (ids->len, in_view)));
  if (roster->n_told != ids->len)
    roster->settle_source = g_timeout_add_full (G_PRIORITY_LOW, SETTLE_MS, settle_cb, roster, NULL);
}

/* Lets a part of the list become what it is in @ids, the rest being so already. */
static void
exchange_part (CyRoster      *roster,
               guint          position,
               guint          n_old,
               const guint32 *ids,
               guint          n_new)
{
  CyListStep steps[CY_LIST_DIFF_STEPS];
  guint n_steps = cy_list_diff ((const guint32 *) roster->ids->data + position, n_old, ids, n_new, steps);

  for (guint i = 0; i < n_steps; i++)
    exchange (roster, position + steps[i].position, steps[i].removed, ids + steps[i].position, steps[i].added);
}

/* A row in view that stays: the list is exchanged around it, so that the view keeps its place. */
static gboolean
find_stay (CyRoster *roster,
           GArray   *ids,
           guint    *before,
           guint    *after)
{
  guint first = cy_roster_pages_get_first (roster->pages);
  guint end = MIN (first + cy_roster_pages_get_view (roster->pages), roster->ids->len);
  g_autoptr (CyIdBits) in_view = cy_id_bits_new ();

  for (guint i = first; i < end; i++)
    cy_id_bits_add (in_view, g_array_index (roster->ids, guint32, i));
  for (guint i = 0; i < ids->len && first < end; i++)
    {
      if (!cy_id_bits_has (in_view, g_array_index (ids, guint32, i)))
        continue;
      *after = i;
      for (*before = first; g_array_index (roster->ids, guint32, *before) != g_array_index (ids, guint32, i);)
        (*before)++;
      return TRUE;
    }

  return FALSE;
}

/* Takes the new order over, telling each step when the list is as the step says. */
void
cy_roster_take_ids (CyRoster *roster,
                    GArray   *ids,
                    gboolean  anew)
{
  const guint32 *new = (const guint32 *) ids->data;
  CyListStep steps[CY_LIST_DIFF_STEPS];
  guint n_steps, before, after;
  gboolean large;

  if (anew)
    {
      cy_roster_pages_set_order (roster->pages, ids);
      exchange_rows (roster, ids);
      return;
    }

  settle_end (roster);
  n_steps = cy_list_diff ((const guint32 *) roster->ids->data, roster->ids->len, new, ids->len, steps);
  large = n_steps == 1 && steps[0].removed > 0 && steps[0].added > MANY_ROWS;
  if (large && find_stay (roster, ids, &before, &after))
    {
      exchange_part (roster, before + 1, roster->ids->len - before - 1, new + after + 1, ids->len - after - 1);
      exchange_part (roster, 0, before, new, after);
    }
  else
    for (guint i = 0; i < n_steps; i++)
      exchange (roster, steps[i].position, steps[i].removed, new + steps[i].position, steps[i].added);
}
