#include "window-app.h"

#include "cy-main-view.h"
#include "today/cy-today-page.h"

/* Today, which is shown first where nothing else is wished, and then the roster: whoever begins the day with what is
 * due has both in memory. In a process of its own, since a peak of memory does not go down again. */

/** app_show_page: shows a page of the window, by its name */
void
app_show_page (App        *app,
               const char *name)
{
  cy_main_view_show_page (CY_MAIN_VIEW (app_find (app, CY_TYPE_MAIN_VIEW)), name);
  app_watch_roster (app);
}

/** app_has_today: Returns: whether Today shows what is due by now */
gboolean
app_has_today (gpointer data)
{
  GtkWidget *page = app_find (data, CY_TYPE_TODAY_PAGE);
  GtkWidget *stack = page != NULL ? find_widget (page, GTK_TYPE_STACK, "stack") : NULL;

  return stack != NULL && !cy_today_page_is_loading (CY_TODAY_PAGE (page)) &&
         g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (stack)), "loading") != 0;
}

/** app_n_today_rows: Returns: how many rows Today has */
guint
app_n_today_rows (App *app)
{
  GListModel *groups = cy_today_page_get_groups (CY_TODAY_PAGE (app_find (app, CY_TYPE_TODAY_PAGE)));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (groups); i++)
    {
      g_autoptr (GListModel) group = g_list_model_get_item (groups, i);

      n += g_list_model_get_n_items (group);
    }

  return n;
}

/** measure_today: from Unlock to Today, and then to the roster */
void
measure_today (App *app)
{
  gint64 pressed, shown;
  Watched watched;
  g_autofree char *cause = NULL;

  watch_idle (500);
  watch_reset ();
  pressed = g_get_monotonic_time ();
  app_unlock (app, "today");
  shown = watch_until (app_has_today, app, "Today");
  watch_idle (200);
  watch_read (&watched);
  cause = watch_cause (&watched.longest);
  figure ("Today, from the end of unlocking to its rows", (double) (shown - app->unlocked_at) / 1e6, "s", NULL);
  figure ("Today, from pressing Unlock to its rows", (double) (shown - pressed) / 1e6, "s", NULL);
  figure ("Today, longest stall while it opens", watched.longest.wall, "ms", cause);
  figure ("Today, its rows", app_n_today_rows (app), "", NULL);
  app_settle (app);
  app_memory ("Today");

  pressed = g_get_monotonic_time ();
  app_show_page (app, "children");
  shown = watch_until (app_rows_here, app, "the roster after Today");
  figure ("the roster after Today, its rows", (double) (shown - pressed) / 1e6, "s", NULL);
  app_settle (app);
  app_memory ("the roster after Today");
}
