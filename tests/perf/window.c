#include "window-app.h"

#include "children/cy-children-page.h"
#include "keys/cy-password.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* window ARCHIVE: what a person waits for in the window, on an archive of any size. The password
 * is in CHUYAN_BENCH_PASSWORD. Each line that is printed is a figure as JSON. */

#define WIDTH 1200
#define HEIGHT 800

/* Telling */

/** app_memory: tells what this process holds; @when: what has been done before */
void
app_memory (const char *when)
{
  g_autofree char *peak = g_strdup_printf ("memory, peak, %s", when);
  g_autofree char *now = g_strdup_printf ("memory, of it its own then, %s", when);

  figure (peak, memory_mib ("VmHWM"), "MiB", NULL);
  figure (now, memory_mib ("RssAnon"), "MiB", NULL);
}

/** app_share: Returns: of how many steps one is done: all, or few with CHUYAN_BENCH_QUICK, which only tries it out */
guint
app_share (void)
{
  return g_getenv ("CHUYAN_BENCH_QUICK") != NULL ? 20 : 1;
}

/* Widgets */

/** find_widget: @name: (nullable): of its template. Returns: (nullable): the first such widget at or below @root */
GtkWidget *
find_widget (GtkWidget  *root,
             GType       type,
             const char *name)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type) &&
      (name == NULL || g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (root)), name) == 0))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/** app_find: Returns: (nullable): the first widget of that type in the window */
GtkWidget *
app_find (App   *app,
          GType  type)
{
  return find_widget (GTK_WIDGET (app->window), type, NULL);
}

/* The roster */

/** app_roster: Returns: (nullable): the list behind the page of children */
CyRoster *
app_roster (App *app)
{
  return watch_get_list ();
}

static gboolean
is_in_view (GtkListItem *item,
            GtkWidget   *view)
{
  GtkWidget *child = gtk_list_item_get_child (item);
  graphene_rect_t bounds;

  return child != NULL && gtk_widget_get_mapped (child) && gtk_widget_compute_bounds (child, view, &bounds) &&
         bounds.origin.y + bounds.size.height > 0 && bounds.origin.y < (float) gtk_widget_get_height (view);
}

/** app_n_loading: Returns: how many of the rows in view are still empty; G_MAXUINT when there is none in view */
guint
app_n_loading (App *app)
{
  GtkWidget *view = app_find (app, GTK_TYPE_COLUMN_VIEW);
  guint n = 0, n_seen = 0;

  for (guint i = 0; view != NULL && i < app->bound->len; i++)
    {
      GtkListItem *item = g_ptr_array_index (app->bound, i);

      /* A row past the end shows nothing, and is about to go. */
      if (!is_in_view (item, view) || cy_roster_row_get_id (CY_ROSTER_ROW (gtk_list_item_get_item (item))) < 0)
        continue;
      n_seen++;
      n += cy_roster_row_get_loading (CY_ROSTER_ROW (gtk_list_item_get_item (item)));
    }

  return n_seen > 0 ? n : G_MAXUINT;
}

/** app_rows_here: Returns: whether the list has its answer, and all rows in view are filled */
gboolean
app_rows_here (gpointer data)
{
  App *app = data;
  CyRoster *roster = app_roster (app);
  guint n;

  if (roster == NULL || cy_roster_get_busy (roster))
    return FALSE;

  n = app_n_loading (app);
  return n == 0 || (n == G_MAXUINT && cy_roster_get_count (roster) == 0);
}

static void
bound_cb (GtkListItemFactory *factory,
          GtkListItem        *item,
          App                *app)
{
  g_ptr_array_add (app->bound, item);
}

static void
unbound_cb (GtkListItemFactory *factory,
            GtkListItem        *item,
            App                *app)
{
  g_ptr_array_remove_fast (app->bound, item);
}

/* The page is made while the window's callbacks run: its factories are found as soon as it is there. */
static void
watch_columns (App *app)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (app_find (app, GTK_TYPE_COLUMN_VIEW));
  GtkWidget *page = app_find (app, CY_TYPE_CHILDREN_PAGE);
  GListModel *columns = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      GtkListItemFactory *factory = gtk_column_view_column_get_factory (column);

      watch_cells (factory);
      if (i != 1)
        continue;
      g_signal_connect (factory, "bind", G_CALLBACK (bound_cb), app);
      g_signal_connect (factory, "unbind", G_CALLBACK (unbound_cb), app);
    }
  watch_cells (gtk_column_view_get_row_factory (view));
  watch_cells (gtk_list_view_get_factory (GTK_LIST_VIEW (find_widget (page, GTK_TYPE_LIST_VIEW, "list"))));
}

/** app_watch_roster: times the cells of the page of children, once it is there */
void
app_watch_roster (App *app)
{
  if (app->watches_roster || app_find (app, GTK_TYPE_COLUMN_VIEW) == NULL)
    return;
  app->watches_roster = TRUE;
  watch_columns (app);
}

/* The window */

static void
unlocked_cb (App *app)
{
  if (app->unlocked_at == 0)
    app->unlocked_at = g_get_monotonic_time ();
  app_watch_roster (app);
}

static gboolean
is_shown (gpointer window)
{
  return gtk_widget_get_mapped (window) && gtk_widget_get_width (window) > 0;
}

/** app_open: shows the window, which asks for the archive's password */
void
app_open (App *app)
{
  g_autoptr (GError) error = NULL;

  if (app->application == NULL)
    {
      app->application = cy_application_new (NULL);
      if (!g_application_register (G_APPLICATION (app->application), NULL, &error))
        g_error ("%s", error->message);
      g_application_hold (G_APPLICATION (app->application));
      app->context = cy_application_get_context (app->application);
      app->bound = g_ptr_array_new ();
    }
  app->window = cy_main_window_new (app->application);
  gtk_window_set_default_size (GTK_WINDOW (app->window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (app->window));
  watch_frames (GTK_WIDGET (app->window));
  cy_main_window_open_archive (app->window, app->path);
  watch_until (is_shown, app->window, "the window");
  g_signal_connect_swapped (app->context, "notify::unlocked", G_CALLBACK (unlocked_cb), app);
}

/** app_unlock: types the password and presses Unlock; @first_page: what is shown then */
void
app_unlock (App        *app,
            const char *first_page)
{
  GtkWidget *row = find_widget (GTK_WIDGET (app->window), ADW_TYPE_PASSWORD_ENTRY_ROW, NULL);

  app->unlocked_at = 0;
  cy_main_window_set_first_page (app->window, first_page);
  gtk_editable_set_text (GTK_EDITABLE (row), app->password);
  g_signal_emit_by_name (row, "entry-activated");
}

/** app_close: closes the window and the archive, as a person would */
void
app_close (App *app)
{
  gtk_window_close (GTK_WINDOW (app->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  cy_context_set_archive (app->context, NULL);
  app->window = NULL;
}

/* The parts */

static const struct {
  const char *name;
  void (*measure) (App *app);
} parts[] = {
  { "opening", measure_opening },
  { "search", measure_search },
  { "scrolling", measure_scrolling },
  { "reference", measure_reference },
  { "acts", measure_acts },
};

/* All of them begin with the opening of the roster; but Today, where it is named, is a way of its own to open. */
static void
measure (App                *app,
         const char * const *names)
{
  if (g_strv_contains (names, "today"))
    {
      measure_today (app);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (i == 0 || names[0] == NULL || g_strv_contains (names, parts[i].name))
      parts[i].measure (app);
}

int
main (int    argc,
      char **argv)
{
  App app = { .password = g_getenv ("CHUYAN_BENCH_PASSWORD") };

  if (argc < 2 || app.password == NULL)
    {
      fprintf (stderr, "usage: CHUYAN_BENCH_PASSWORD=… window ARCHIVE [PART… | today]\n");
      return 2;
    }

  app.path = argv[1];
  adw_init ();
  watch_start ();
  watch_list (CY_TYPE_ROSTER);
  app_open (&app);
  measure (&app, (const char * const *) argv + 2);
  app_close (&app);

  return 0;
}
