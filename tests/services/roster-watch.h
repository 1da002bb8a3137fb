#pragma once

#include "roster-fixture.h"

#include "cy-roster.h"

G_BEGIN_DECLS

/* A view that holds the row of each place, as it is told. */
typedef struct {
  CyRoster *roster;
  GPtrArray *rows;              /* CyRosterRow */
  guint n_signals;
  guint n_told;                 /* items removed and added, together */
} Watch;

static inline void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Watch      *watch)
{
  g_assert_cmpuint (position + removed, <=, watch->rows->len);
  if (removed > 0)
    g_ptr_array_remove_range (watch->rows, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (watch->rows, (int) (position + i), g_list_model_get_item (model, position + i));
  g_assert_cmpuint (watch->rows->len, ==, g_list_model_get_n_items (model));
  watch->n_signals++;
  watch->n_told += removed + added;
}

static inline void
watch_init (Watch    *watch,
            CyRoster *roster)
{
  *watch = (Watch) { roster, g_ptr_array_new_with_free_func (g_object_unref) };
  g_signal_connect (roster, "items-changed", G_CALLBACK (items_changed_cb), watch);
}

static inline void
watch_clear (Watch *watch)
{
  g_signal_handlers_disconnect_by_data (watch->roster, watch);
  g_ptr_array_unref (watch->rows);
}

static inline gboolean
find (CyRoster *roster,
      gint64    id,
      guint    *position)
{
  for (*position = 0; *position < cy_roster_get_count (roster); (*position)++)
    if (cy_roster_get_id (roster, *position) == id)
      return TRUE;

  return FALSE;
}

/* Each place has the row of the child who stands there. */
static inline void
assert_rows_in_place (const Watch *watch)
{
  guint n_ids;
  const guint32 *ids = cy_roster_get_ids (watch->roster, &n_ids);

  g_assert_cmpuint (watch->rows->len, ==, n_ids);
  for (guint i = 0; i < n_ids; i++)
    g_assert_cmpint (cy_roster_row_get_id (watch->rows->pdata[i]), ==, ids[i]);
}

static inline void
wait_for (CyRoster *roster)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  /* Its end follows its answer a few rows at a time. */
  while ((cy_roster_get_busy (roster) ||
          g_list_model_get_n_items (G_LIST_MODEL (roster)) != cy_roster_get_count (roster)) &&
         g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (cy_roster_get_busy (roster));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (roster)), ==, cy_roster_get_count (roster));
}

static inline void
iterate_until_loaded (CyRosterRow *row)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (cy_roster_row_get_loading (row) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (cy_roster_row_get_loading (row));
}

static inline const char *
name_of (RosterFixture *f,
         gint64         id)
{
  for (guint i = 0; i < f->records->len; i++)
    if (g_array_index (f->records, RosterRecord, i).id == id)
      return g_array_index (f->records, RosterRecord, i).person->name;

  return NULL;
}

G_END_DECLS
