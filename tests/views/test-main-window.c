#include "cy-application.h"
#include "cy-main-window.h"
#include "children/cy-child-page.h"
#include "children/cy-children-page.h"
#include "lock/cy-unlock-page.h"
#include "lock/cy-welcome-page.h"
#include "today/cy-today-page.h"
#include "view-fixture.h"

#include <string.h>
#include <unistd.h>

/* The real window in the real application, on an archive of its own. */

#define PASSWORD "correct horse"

typedef struct {
  ViewFixture view;
  CyApplication *application;
  CyMainWindow *window;
} Fixture;

static gboolean
is_active (gpointer window)
{
  return gtk_widget_get_mapped (window) && gtk_widget_get_width (window) > 0;
}

/* One for all tests: a process has one application. */
static CyApplication *
the_application (void)
{
  static CyApplication *application;
  g_autoptr (GError) error = NULL;

  if (application != NULL)
    return application;

  application = cy_application_new (NULL);
  cy_context_set_fixed_today (cy_application_get_context (application), cy_day_from_iso (VIEW_TODAY));
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  /* It goes on between two windows. */
  g_application_hold (G_APPLICATION (application));

  return application;
}

static void
set_up (Fixture       *f,
        gconstpointer  n_children)
{
  view_set_up (&f->view, n_children);
  /* The window opens the archive by itself, as a person would. */
  g_clear_object (&f->view.db);
  cy_context_set_archive (f->view.context, NULL);
  g_clear_object (&f->view.archive);

  f->application = the_application ();
  f->window = cy_main_window_new (f->application);
  gtk_window_present (GTK_WINDOW (f->window));
  view_wait (is_active, f->window);
}

static void
tear_down (Fixture       *f,
           gconstpointer  n_children)
{
  gtk_window_close (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  cy_context_set_archive (cy_application_get_context (f->application), NULL);
  view_tear_down (&f->view, n_children);
}

static gboolean
is_unlocked (gpointer window)
{
  return view_find (window, CY_TYPE_TODAY_PAGE, NULL) != NULL;
}

static gboolean
has_loaded (gpointer window)
{
  GtkWidget *page = view_find (window, CY_TYPE_TODAY_PAGE, NULL);

  return page != NULL && !cy_today_page_is_loading (CY_TODAY_PAGE (page));
}

static void
unlock (Fixture *f)
{
  cy_main_window_open_archive (f->window, f->view.path);
  cy_main_window_unlock (f->window, PASSWORD);
  view_wait (is_unlocked, f->window);
  view_wait (has_loaded, f->window);
}

static void
test_first_start (Fixture       *f,
                  gconstpointer  data)
{
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (f->window)), ==, "Chuyan");
  g_assert_null (view_find (GTK_WIDGET (f->window), CY_TYPE_TODAY_PAGE, NULL));
  g_assert_nonnull (view_find (GTK_WIDGET (f->window), CY_TYPE_WELCOME_PAGE, NULL));
}

/* As chuyanctl makes it, which knows nothing of the window's settings; activated, as by the desktop. */
static void
test_finds_the_archive_in_its_usual_place (Fixture       *f,
                                           gconstpointer  data)
{
  g_autofree char *usual = cy_archive_default_path ();
  g_autofree char *folder = g_path_get_dirname (usual);

  g_application_activate (G_APPLICATION (f->application));
  g_assert_nonnull (view_find (GTK_WIDGET (f->window), CY_TYPE_WELCOME_PAGE, NULL));

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink (f->view.path, usual), ==, 0);
  g_application_activate (G_APPLICATION (f->application));
  g_assert_nonnull (view_find (GTK_WIDGET (f->window), CY_TYPE_UNLOCK_PAGE, NULL));
  cy_main_window_unlock (f->window, PASSWORD);
  view_wait (has_loaded, f->window);
  g_assert_cmpint (unlink (usual), ==, 0);
}

static void
test_locked_window_tells_nothing (Fixture       *f,
                                  gconstpointer  data)
{
  cy_main_window_open_archive (f->window, f->view.path);

  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (f->window)), ==, "Chuyan");
  g_assert_nonnull (view_find (GTK_WIDGET (f->window), CY_TYPE_UNLOCK_PAGE, NULL));
  g_assert_false (cy_context_get_unlocked (cy_application_get_context (f->application)));
}

static void
test_no_archive (Fixture       *f,
                 gconstpointer  data)
{
  AdwDialog *dialog;

  cy_main_window_open_archive (f->window, f->view.folder);
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (f->window));
  g_assert_true (ADW_IS_ALERT_DIALOG (dialog));
  g_assert_nonnull (view_find (GTK_WIDGET (f->window), CY_TYPE_WELCOME_PAGE, NULL));
}

static void
test_opens_on_today (Fixture       *f,
                     gconstpointer  data)
{
  unlock (f);

  g_assert_nonnull (view_find (GTK_WIDGET (f->window), CY_TYPE_TODAY_PAGE, NULL));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (f->window)), ==, "Today – Chuyan");
}

static gboolean
shows_children (gpointer window)
{
  return view_find (window, CY_TYPE_CHILDREN_PAGE, NULL) != NULL;
}

/* And on nothing else: a page that nobody looks at would ask the archive, too. */
static void
test_opens_on_first_page (Fixture       *f,
                          gconstpointer  data)
{
  cy_main_window_set_first_page (f->window, "children");
  cy_main_window_open_archive (f->window, f->view.path);
  cy_main_window_unlock (f->window, PASSWORD);
  view_wait (shows_children, f->window);

  g_assert_null (view_find (GTK_WIDGET (f->window), CY_TYPE_TODAY_PAGE, NULL));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (f->window)), ==, "Children – Chuyan");
}

static gboolean
is_locked (gpointer window)
{
  return view_find (window, CY_TYPE_TODAY_PAGE, NULL) == NULL;
}

static void
test_locking_drops_pages (Fixture       *f,
                          gconstpointer  data)
{
  CyContext *context = cy_application_get_context (f->application);
  g_autoptr (GCancellable) cancellable = NULL;
  GtkWidget *page;

  unlock (f);
  page = view_find (GTK_WIDGET (f->window), CY_TYPE_TODAY_PAGE, NULL);
  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  cancellable = g_object_ref (cy_context_get_cancellable (context));

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.log-contact", NULL);
  g_assert_nonnull (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (f->window)));
  cy_context_request_lock (context);
  view_wait (is_locked, f->window);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_null (page);
  g_assert_null (cy_context_get_db (context));
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  g_assert_null (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (f->window)));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (f->window)), ==, "Chuyan");

  /* And back. */
  cy_main_window_unlock (f->window, PASSWORD);
  view_wait (is_unlocked, f->window);
}

/* The shortcut of a widget's own that an accelerator runs. */
static GtkShortcut *
find_shortcut (GtkWidget  *widget,
               const char *accel)
{
  g_autoptr (GtkShortcutTrigger) wanted = gtk_shortcut_trigger_parse_string (accel);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);

          if (gtk_shortcut_trigger_equal (gtk_shortcut_get_trigger (shortcut), wanted))
            return g_steal_pointer (&shortcut);
        }
    }

  return NULL;
}

static void
test_locks_from_a_dialog (Fixture       *f,
                          gconstpointer  data)
{
  static const char * const actions[] = { "win.preferences", "win.log-contact", "win.import", "win.add-child" };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autoptr (GtkShortcut) shortcut = NULL;
      AdwDialog *dialog;

      unlock (f);
      gtk_widget_activate_action (GTK_WIDGET (f->window), actions[i], NULL);
      dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (f->window));
      g_assert_nonnull (dialog);
      shortcut = find_shortcut (GTK_WIDGET (dialog), "<Control><Shift>l");
      g_assert_nonnull (shortcut);
      g_assert_true (gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, GTK_WIDGET (dialog), NULL));
      view_wait (is_locked, f->window);
      g_assert_null (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (f->window)));
    }
}

static void
test_idle_locks (Fixture       *f,
                 gconstpointer  data)
{
  CyContext *context = cy_application_get_context (f->application);

  unlock (f);
  cy_context_set_idle_minutes (context, 1);
  cy_context_check_idle (context, g_get_monotonic_time () + 50 * G_TIME_SPAN_SECOND);
  g_assert_true (cy_context_get_unlocked (context));
  cy_context_check_idle (context, g_get_monotonic_time () + 61 * G_TIME_SPAN_SECOND);
  g_assert_false (cy_context_get_unlocked (context));
}

/* Every key in the table has an action behind it, and every page its key. */
static void
test_keys_do_something (Fixture       *f,
                        gconstpointer  data)
{
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (GTK_APPLICATION (f->application));
  GtkWidgetClass *klass = GTK_WIDGET_GET_CLASS (f->window);

  g_assert_cmpuint (g_strv_length (actions), >=, 10);
  for (guint i = 0; actions[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (actions[i], "::", 2);
      const char *name = NULL;
      const char *property = NULL;
      const GVariantType *type = NULL;
      GType owner = G_TYPE_INVALID;
      gboolean found = FALSE;

      if (g_str_has_prefix (parts[0], "app."))
        found = g_action_map_lookup_action (G_ACTION_MAP (f->application), parts[0] + strlen ("app.")) != NULL;
      for (guint n = 0; !found && gtk_widget_class_query_action (klass, n, &owner, &name, &type, &property); n++)
        found = g_str_equal (name, parts[0]);
      if (!found)
        g_error ("nothing does %s", actions[i]);
    }

  unlock (f);
  for (guint i = 0; actions[i] != NULL; i++)
    {
      if (g_str_has_prefix (actions[i], "win.show-page::"))
        {
          const char *page = strstr (actions[i], "::") + 2;
          g_autofree char *before = g_strdup (gtk_window_get_title (GTK_WINDOW (f->window)));

          gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-page", "s", page);
          if (!g_str_equal (page, "today"))
            g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (f->window)), !=, before);
        }
    }
}

/* The arrow keys move the selection without opening a page: it may not stay where they left it. */
static void
test_sidebar_tells_the_page (Fixture       *f,
                             gconstpointer  data)
{
  GtkListBox *list;
  GtkListBoxRow *reports;

  unlock (f);
  list = GTK_LIST_BOX (view_find (GTK_WIDGET (f->window), GTK_TYPE_LIST_BOX, NULL));
  reports = gtk_list_box_get_row_at_index (list, 2);
  gtk_widget_grab_focus (GTK_WIDGET (reports));
  gtk_list_box_select_row (list, reports);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.next-part", NULL);
  g_assert_cmpint (gtk_list_box_row_get_index (gtk_list_box_get_selected_row (list)), ==, 0);
}

static void
test_edits_the_child_shown (Fixture       *f,
                            gconstpointer  data)
{
  CyContext *context = cy_application_get_context (f->application);
  GtkWidget *sidebar;
  GtkWidget *page;

  unlock (f);
  sidebar = view_find (GTK_WIDGET (f->window), GTK_TYPE_LIST_BOX, NULL);
  gtk_widget_child_focus (sidebar, GTK_DIR_TAB_FORWARD);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.edit-child", NULL);
  g_assert_null (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (f->window)));

  f->view.db = g_object_ref (cy_context_get_db (context));
  cy_context_open_child (context, view_int64 (&f->view, "SELECT min(id) FROM child"));
  g_clear_object (&f->view.db);
  page = view_wait_for (GTK_WIDGET (f->window), CY_TYPE_CHILD_PAGE, NULL);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (f->window)), page));
  view_wait_for (page, ADW_TYPE_VIEW_STACK, NULL);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.edit-child", NULL);
  g_assert_nonnull (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (f->window)));
}

static void
test_shortcuts_dialog (Fixture       *f,
                       gconstpointer  data)
{
  GtkWidget *row;

  g_action_group_activate_action (G_ACTION_GROUP (f->application), "shortcuts", NULL);
  row = view_wait_for (GTK_WIDGET (f->window), ADW_TYPE_ACTION_ROW, "Log a contact");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, "Ctrl+L");
}

int
main (int    argc,
      char **argv)
{
  adw_init ();
  g_test_init (&argc, &argv, NULL);

#define ADD(path, n, func) \
  g_test_add (path, Fixture, GUINT_TO_POINTER (n), set_up, func, tear_down)
  ADD ("/main-window/first-start", 0, test_first_start);
  ADD ("/main-window/usual-place", 12, test_finds_the_archive_in_its_usual_place);
  ADD ("/main-window/locked-window-tells-nothing", 0, test_locked_window_tells_nothing);
  ADD ("/main-window/no-archive", 0, test_no_archive);
  ADD ("/main-window/opens-on-today", 12, test_opens_on_today);
  ADD ("/main-window/opens-on-first-page", 12, test_opens_on_first_page);
  ADD ("/main-window/locking-drops-pages", 12, test_locking_drops_pages);
  ADD ("/main-window/locks-from-a-dialog", 0, test_locks_from_a_dialog);
  ADD ("/main-window/idle-locks", 0, test_idle_locks);
  ADD ("/main-window/keys-do-something", 12, test_keys_do_something);
  ADD ("/main-window/sidebar-tells-the-page", 12, test_sidebar_tells_the_page);
  ADD ("/main-window/edits-the-child-shown", 12, test_edits_the_child_shown);
  ADD ("/main-window/shortcuts-dialog", 0, test_shortcuts_dialog);

  return g_test_run ();
}
