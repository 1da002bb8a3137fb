#include "view-fixture.h"

#include "children/cy-cell-label.h"

#include <glib/gstdio.h>

#include "../store/statements.h"
#include "demo/cy-demo.h"
#include "keys/cy-archive-private.h"
#include "keys/cy-key.h"

/* Nothing here sleeps: every wait turns the main loop until its condition holds or the time
 * is up. */
#define TIMEOUT (20 * G_USEC_PER_SEC)

static const CyKdf quick = { .ops = 1, .memory = 16 * 1024 };

static gpointer
fill_step (CyConn        *conn,
           gpointer       demo,
           GCancellable  *cancellable,
           GError       **error)
{
  return cy_demo_step (demo, conn, error) ? demo : NULL;
}

static void
fill (CyDb  *db,
      guint  n_children,
      CyDay  today)
{
  g_autoptr (CyDemo) demo = cy_demo_new (n_children, 1, today);
  g_autoptr (GError) error = NULL;

  while (!cy_demo_is_done (demo))
    {
      cy_db_run (db, CY_DB_WRITE, fill_step, demo, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
keep_toast (ViewFixture *f,
            AdwToast    *toast)
{
  /* That something takes long depends on the machine. */
  if (adw_toast_get_timeout (toast) == 0)
    g_set_object (&f->waiting, toast);
  else
    g_ptr_array_add (f->toasts, g_object_ref (toast));
}

static void
keep_logged (ViewFixture *f,
             GArray      *ids,
             guint        kinds)
{
  g_ptr_array_add (f->logged, g_array_ref (ids));
}

static void
keep_opened (ViewFixture *f,
             gint64       child_id)
{
  f->opened_child = child_id;
}

static void
keep_error (ViewFixture  *f,
            const GError *error)
{
  f->n_errors++;
  g_test_message ("error: %s", error->message);
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/chuyan/Chuyan/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/** view_set_up: @n_children: how many fictional children, as GUINT_TO_POINTER() */
void
view_set_up (ViewFixture   *f,
             gconstpointer  n_children)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  CyDay today = cy_day_from_iso (VIEW_TODAY);

  statements_watch ();
  f->folder = g_dir_make_tmp ("chuyan-view-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "test.chuyan", NULL);
  cy_archive_create_with_kdf (f->path, "陈老师", "correct horse", &quick, &code, &error);
  g_assert_no_error (error);
  f->archive = cy_archive_open (f->path, &error);
  g_assert_no_error (error);
  cy_archive_unlock (f->archive, "correct horse", &error);
  g_assert_no_error (error);

  f->context = cy_context_new ();
  cy_context_set_fixed_today (f->context, today);
  cy_context_set_archive (f->context, f->archive);
  f->db = g_object_ref (cy_context_get_db (f->context));
  if (n_children != NULL)
    fill (f->db, GPOINTER_TO_UINT (n_children), today);

  f->toasts = g_ptr_array_new_with_free_func (g_object_unref);
  f->logged = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_signal_connect_swapped (f->context, "toast", G_CALLBACK (keep_toast), f);
  g_signal_connect_swapped (f->context, "log-contact", G_CALLBACK (keep_logged), f);
  g_signal_connect_swapped (f->context, "open-child", G_CALLBACK (keep_opened), f);
  g_signal_connect_swapped (f->context, "error-raised", G_CALLBACK (keep_error), f);

  load_style ();
  g_object_set (gtk_settings_get_default (), "gtk-decoration-layout", "appmenu:close", NULL);
  f->window = GTK_WINDOW (adw_window_new ());
  f->pages = ADW_NAVIGATION_VIEW (adw_navigation_view_new ());
  adw_window_set_content (ADW_WINDOW (f->window), GTK_WIDGET (f->pages));
}

/** view_remove_folder: removes a folder and all that is in it */
void
view_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        view_remove_folder (child);
      else
        g_remove (child);
    }
  g_rmdir (path);
}

/** view_tear_down: closes the window and removes the archive */
void
view_tear_down (ViewFixture   *f,
                gconstpointer  n_children)
{
  gtk_window_destroy (f->window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_handlers_disconnect_by_data (f->context, f);
  g_clear_object (&f->db);
  cy_context_lock (f->context);
  g_clear_object (&f->context);
  g_clear_object (&f->archive);
  g_clear_pointer (&f->toasts, g_ptr_array_unref);
  g_clear_object (&f->waiting);
  g_clear_pointer (&f->logged, g_ptr_array_unref);
  view_remove_folder (f->folder);
  g_clear_pointer (&f->folder, g_free);
  g_clear_pointer (&f->path, g_free);
  /* No statement of any view goes through all children. */
  statements_assert_planned ();
}

/** view_wait: turns the main loop until @condition holds; fails the test when it does not in time */
void
view_wait (ViewCondition condition,
           gpointer      data)
{
  gint64 end = g_get_monotonic_time () + TIMEOUT;

  while (!condition (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
}

static const char *
text_of (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (CY_IS_CELL_LABEL (widget))
    return cy_cell_label_get_text (CY_CELL_LABEL (widget));
  if (ADW_IS_PREFERENCES_ROW (widget))
    return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    return gtk_button_get_label (GTK_BUTTON (widget));

  return gtk_widget_get_tooltip_text (widget);
}

/**
 * view_find:
 * @root: where to look
 * @type: what to look for
 * @text: (nullable): its label, title or tooltip
 *
 * Returns: (nullable): the first mapped widget of that kind
 */
GtkWidget *
view_find (GtkWidget  *root,
           GType       type,
           const char *text)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && gtk_widget_get_mapped (root) &&
      (text == NULL || g_strcmp0 (text_of (root), text) == 0))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = view_find (child, type, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/** view_wait_for: Returns: what view_find() finds, as soon as it is there */
GtkWidget *
view_wait_for (GtkWidget  *root,
               GType       type,
               const char *text)
{
  gint64 end = g_get_monotonic_time () + TIMEOUT;
  GtkWidget *found;

  while ((found = view_find (root, type, text)) == NULL)
    {
      if (g_get_monotonic_time () >= end)
        g_error ("no %s “%s”", g_type_name (type), text != NULL ? text : "");
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }

  return found;
}

static gpointer
read_int64 (CyConn        *conn,
            gpointer       sql,
            GCancellable  *cancellable,
            GError       **error)
{
  gint64 value = 0;

  cy_conn_int64 (conn, error, &value, sql, NULL);
  return g_memdup2 (&value, sizeof value);
}

/** view_int64: Returns: the number that @sql selects, for what a view is to have done */
gint64
view_int64 (ViewFixture *f,
            const char  *sql)
{
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *value = cy_db_run (f->db, CY_DB_READ, read_int64, (gpointer) sql, NULL, &error);

  g_assert_no_error (error);
  statements_ignore (sql);
  return *value;
}

static gboolean
is_mapped (gpointer window)
{
  return gtk_widget_get_mapped (window) && gtk_widget_get_width (window) > 0;
}

/** view_present: shows the window in that size */
void
view_present (ViewFixture *f,
              int          width,
              int          height)
{
  gtk_window_set_default_size (f->window, width, height);
  gtk_window_present (f->window);
  view_wait (is_mapped, f->window);
}

static gboolean
time_is_up (gpointer end)
{
  return g_get_monotonic_time () >= *(gint64 *) end;
}

/** view_picture: saves what the window shows where CHUYAN_PICTURES says, to be looked at */
void
view_picture (ViewFixture *f,
              const char  *name)
{
  const char *folder = g_getenv ("CHUYAN_PICTURES");
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = NULL;
  gint64 end = g_get_monotonic_time () + 600000;

  if (folder == NULL)
    return;

  view_wait (time_is_up, &end);
  paintable = gtk_widget_paintable_new (GTK_WIDGET (f->window));
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (GTK_WIDGET (f->window)),
                          gtk_widget_get_height (GTK_WIDGET (f->window)));
  node = gtk_snapshot_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (f->window)), node, NULL);
  path = g_strdup_printf ("%s/%s.png", folder, name);
  gdk_texture_save_to_png (texture, path);
}
