#define G_LOG_DOMAIN "cy-main-window"

#include "config.h"

#include "cy-main-window-private.h"
#include "contact/cy-contact-dialog.h"
#include "import/cy-import-dialog.h"
#include "lock/cy-unlock-page.h"
#include "lock/cy-welcome-page.h"
#include "settings/cy-preferences-dialog.h"
#include "text/cy-message.h"

#include "cy-person-store.h"

#include <glib/gi18n.h>

/* The window has two faces: the lock page (no archive, or one that is locked) and the main
 * view. The main view exists only while the archive is unlocked. */

G_DEFINE_FINAL_TYPE (CyMainWindow, cy_main_window, ADW_TYPE_APPLICATION_WINDOW)

/** cy_main_window_get_view: Returns: (transfer none) (nullable): the main view, %NULL while locked */
CyMainView *
cy_main_window_get_view (CyMainWindow *self)
{
  return (CyMainView *) adw_bin_get_child (self->main_bin);
}

static void
close_dialogs (CyMainWindow *self)
{
  g_autoptr (GListModel) dialogs = adw_application_window_get_dialogs (ADW_APPLICATION_WINDOW (self));

  for (guint i = g_list_model_get_n_items (dialogs); i-- > 0;)
    {
      g_autoptr (AdwDialog) dialog = g_list_model_get_item (dialogs, i);

      adw_dialog_force_close (dialog);
    }
}

static void
update_title (CyMainWindow *self)
{
  CyMainView *view = cy_main_window_get_view (self);
  const char *page = view != NULL ? cy_main_view_get_title (view) : NULL;
  g_autofree char *title = NULL;

  /* A locked window tells nobody what it holds. */
  if (page == NULL)
    {
      gtk_window_set_title (GTK_WINDOW (self), _("Chuyan"));
      return;
    }

  /* Translators: the title of the window: the page, then the program */
  title = g_strdup_printf (_("%s – Chuyan"), page);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
show_main (CyMainWindow *self)
{
  g_autofree char *page = g_steal_pointer (&self->first_page);
  GtkWidget *view = cy_main_view_new (self->context);

  g_signal_connect_object (view, "notify::title", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->main_bin, view);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->main_bin));
  adw_navigation_view_replace (self->lock_pages, NULL, 0);

  if (page != NULL && cy_main_view_show_page (CY_MAIN_VIEW (view), page))
    return;

  /* The first page may be the file of a child, or a dialog: they come over Today. */
  cy_main_view_show_page (CY_MAIN_VIEW (view), "today");
  if (page != NULL)
    cy_context_open_page (self->context, page);
}

/* The lock pages */

static void
unlocked_archive_cb (CyMainWindow *self,
                     CyArchive    *archive)
{
  if (archive == cy_context_get_archive (self->context))
    cy_context_unlocked (self->context);
  else
    cy_context_set_archive (self->context, archive);
}

static AdwNavigationPage *welcome_page_new (CyMainWindow *self);

static void
create_wanted_cb (CyMainWindow *self)
{
  adw_navigation_view_push (self->lock_pages, welcome_page_new (self));
}

static AdwNavigationPage *
unlock_page_new (CyMainWindow *self)
{
  CyArchive *archive = cy_context_get_archive (self->context);
  gboolean held = archive != NULL && g_strcmp0 (cy_archive_get_path (archive), self->path) == 0;
  CyUnlockPage *page = held ? cy_unlock_page_new_for (archive) : cy_unlock_page_new (self->path);

  g_signal_connect_object (page, "unlocked", G_CALLBACK (unlocked_archive_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "create-wanted", G_CALLBACK (create_wanted_cb), self, G_CONNECT_SWAPPED);

  return ADW_NAVIGATION_PAGE (page);
}

static void
chosen_cb (CyMainWindow *self,
           const char   *path)
{
  cy_main_window_open_archive (self, path);
}

static AdwNavigationPage *
welcome_page_new (CyMainWindow *self)
{
  CyWelcomePage *page = cy_welcome_page_new ();

  g_signal_connect_object (page, "created", G_CALLBACK (unlocked_archive_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);

  return ADW_NAVIGATION_PAGE (page);
}

static void
show_lock (CyMainWindow *self)
{
  AdwNavigationPage *page = self->path != NULL ? unlock_page_new (self) : welcome_page_new (self);

  close_dialogs (self);
  adw_navigation_view_replace (self->lock_pages, &page, 1);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->lock_pages));
  adw_bin_set_child (self->main_bin, NULL);
  adw_toast_overlay_dismiss_all (self->toasts);
}

/* Context */

static void
unlocked_cb (CyMainWindow *self)
{
  if (cy_context_get_unlocked (self->context))
    show_main (self);
  else
    show_lock (self);

  cy_main_window_enable_actions (self);
  update_title (self);
}

static void
archive_cb (CyMainWindow *self)
{
  CyArchive *archive = cy_context_get_archive (self->context);

  if (archive == NULL)
    return;

  g_set_str (&self->path, cy_archive_get_path (archive));
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "last-archive", self->path);
}

static void
toast_cb (CyMainWindow *self,
          AdwToast     *toast)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self));

  /* Below a dialog nobody could reach the toast's button. */
  if (ADW_IS_PREFERENCES_DIALOG (dialog))
    adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (dialog), g_object_ref (toast));
  else
    adw_toast_overlay_add_toast (self->toasts, g_object_ref (toast));
}

static void
error_cb (CyMainWindow *self,
          GError       *error)
{
  g_autofree char *text = cy_message_for_error (error);
  AdwDialog *dialog = adw_alert_dialog_new (_("That did not work"), text);

  g_message ("%s: %s", g_quark_to_string (error->domain), error->message);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/** cy_main_window_show_preferences: @page: (nullable): the page to open on */
void
cy_main_window_show_preferences (CyMainWindow *self,
                                 const char   *page)
{
  adw_dialog_present (cy_preferences_dialog_new (self->context, page), GTK_WIDGET (self));
}

static gpointer
find_child (CyConn        *conn,
            gpointer       uid,
            GCancellable  *cancellable,
            GError       **error)
{
  return GSIZE_TO_POINTER (cy_person_id_of_uid (conn, uid, error));
}

static void
child_found_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (CyMainWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 id = (gint64) GPOINTER_TO_SIZE (cy_db_submit_finish (CY_DB (source), result, &error));

  if (error != NULL)
    cy_context_error (self->context, error);
  else if (id != 0)
    cy_context_open_child (self->context, id);
}

static void
open_page_cb (CyMainWindow *self,
              const char   *page)
{
  CyMainView *view = cy_main_window_get_view (self);
  CyUid uid;

  if (view == NULL || cy_main_view_show_page (view, page))
    return;

  /* A child's uid, as chuyanctl prints it, stands for its file. */
  if (cy_uid_from_string (page, &uid))
    {
      cy_db_submit (cy_context_get_db (self->context), CY_DB_READ, find_child, g_memdup2 (&uid, sizeof uid), g_free,
                    NULL, NULL, child_found_cb, g_object_ref (self));
      return;
    }

  if (g_strcmp0 (page, "log") == 0)
    cy_context_log_contact (self->context, NULL, 0, 0);
  else if (g_strcmp0 (page, "import") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.import", NULL);
  else if (g_strcmp0 (page, "shortcuts") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.shortcuts", NULL);
  else if (g_strcmp0 (page, "preferences") == 0)
    cy_main_window_show_preferences (self, NULL);
  else if (g_strcmp0 (page, "schemes") == 0)
    cy_main_window_show_preferences (self, page);
  else
    g_warning ("there is no page %s", page);
}

static void
open_child_cb (CyMainWindow *self,
               gint64        child_id)
{
  CyMainView *view = cy_main_window_get_view (self);

  if (view != NULL)
    cy_main_view_open_child (view, child_id);
}

static void
log_contact_cb (CyMainWindow *self,
                GArray       *child_ids,
                guint         kinds)
{
  adw_dialog_present (cy_contact_dialog_new (self->context, (const gint64 *) child_ids->data, child_ids->len, kinds),
                      GTK_WIDGET (self));
}

static void
edit_contact_cb (CyMainWindow *self,
                 gint64        contact_id)
{
  adw_dialog_present (cy_contact_dialog_new_edit (self->context, contact_id), GTK_WIDGET (self));
}

static void
lock_requested_cb (CyMainWindow *self)
{
  cy_context_lock (self->context);
}

/* A table that is dropped on the window is imported. */
static gboolean
file_dropped_cb (CyMainWindow *self,
                 const GValue *value)
{
  if (!cy_context_get_unlocked (self->context) || !G_VALUE_HOLDS (value, G_TYPE_FILE) ||
      adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    return FALSE;

  adw_dialog_present (cy_import_dialog_new (self->context, g_value_get_object (value)), GTK_WIDGET (self));
  return TRUE;
}

/* The idle time and the clock */

static gboolean
event_cb (GtkEventControllerLegacy *controller,
          GdkEvent                 *event,
          CyMainWindow             *self)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_MOTION_NOTIFY:
    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
    case GDK_TOUCH_BEGIN:
    case GDK_SCROLL:
      cy_context_touch (self->context);
      break;
    default:
      break;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
active_cb (CyMainWindow *self)
{
  if (self->context != NULL && gtk_window_is_active (GTK_WINDOW (self)))
    cy_context_update_today (self->context);
}

/* Overrides */

static gboolean
cy_main_window_close_request (GtkWindow *window)
{
  CyMainWindow *self = CY_MAIN_WINDOW (window);
  int width;
  int height;

  if (self->settings != NULL)
    {
      gtk_window_get_default_size (window, &width, &height);
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
      g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
    }
  cy_context_lock (self->context);

  return GTK_WINDOW_CLASS (cy_main_window_parent_class)->close_request (window);
}

/* Not earlier: when the program starts the archive is named after the window was made, and the page
 * that says there is none would be built and laid out for nobody. */
static void
cy_main_window_show (GtkWidget *widget)
{
  CyMainWindow *self = CY_MAIN_WINDOW (widget);

  if (cy_main_window_get_view (self) == NULL && adw_navigation_view_get_visible_page (self->lock_pages) == NULL)
    show_lock (self);

  GTK_WIDGET_CLASS (cy_main_window_parent_class)->show (widget);
}

static void
cy_main_window_dispose (GObject *object)
{
  CyMainWindow *self = CY_MAIN_WINDOW (object);

  g_clear_object (&self->context_signals);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->first_page, g_free);

  /* Its named outermost child belongs to the parent class, which lets go of it first. */
  G_OBJECT_CLASS (cy_main_window_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_MAIN_WINDOW);
}

/* A dialog keeps the keys pressed in it from the window, and each may show whole children. Its subclasses take
 * over what their class has when the first of them is made. */
static void
let_dialogs_lock (void)
{
  g_autoptr (GTypeClass) dialog_class = g_type_class_ref (ADW_TYPE_DIALOG);

  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (dialog_class), GDK_KEY_l, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "win.lock", NULL);
}

static void
cy_main_window_class_init (CyMainWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cy_main_window_dispose;
  widget_class->show = cy_main_window_show;
  GTK_WINDOW_CLASS (klass)->close_request = cy_main_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/app/cy-main-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CyMainWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, CyMainWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, CyMainWindow, lock_pages);
  gtk_widget_class_bind_template_child (widget_class, CyMainWindow, main_bin);
  gtk_widget_class_bind_template_callback (widget_class, active_cb);

  cy_main_window_install_actions (widget_class);
  let_dialogs_lock ();
}

static void
cy_main_window_init (CyMainWindow *self)
{
  GtkEventController *events = gtk_event_controller_legacy_new ();
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect (events, "event", G_CALLBACK (event_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), events);

  g_signal_connect_object (drop, "drop", G_CALLBACK (file_dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));

  self->context_signals = g_signal_group_new (CY_TYPE_CONTEXT);
  g_signal_group_connect_swapped (self->context_signals, "notify::unlocked", G_CALLBACK (unlocked_cb), self);
  g_signal_group_connect_swapped (self->context_signals, "notify::archive", G_CALLBACK (archive_cb), self);
  g_signal_group_connect_swapped (self->context_signals, "lock-requested", G_CALLBACK (lock_requested_cb), self);
  g_signal_group_connect_swapped (self->context_signals, "toast", G_CALLBACK (toast_cb), self);
  g_signal_group_connect_swapped (self->context_signals, "error-raised", G_CALLBACK (error_cb), self);
  g_signal_group_connect_swapped (self->context_signals, "open-child", G_CALLBACK (open_child_cb), self);
  g_signal_group_connect_swapped (self->context_signals, "open-page", G_CALLBACK (open_page_cb), self);
  g_signal_group_connect_swapped (self->context_signals, "log-contact", G_CALLBACK (log_contact_cb), self);
  g_signal_group_connect_swapped (self->context_signals, "edit-contact", G_CALLBACK (edit_contact_cb), self);
}

static void
restore_size (CyMainWindow *self)
{
  if (self->settings == NULL)
    return;

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

/**
 * cy_main_window_new:
 *
 * Returns: (transfer none): the main window, owned by GTK; unless the context's archive is unlocked it shows the
 *   lock page
 */
CyMainWindow *
cy_main_window_new (CyApplication *application)
{
  CyMainWindow *self = g_object_new (CY_TYPE_MAIN_WINDOW, "application", application, NULL);
  GSettings *settings = cy_application_get_settings (application);

  self->context = g_object_ref (cy_application_get_context (application));
  if (settings != NULL)
    self->settings = g_object_ref (settings);
  g_signal_group_set_target (self->context_signals, self->context);
  restore_size (self);
  if (cy_context_get_unlocked (self->context))
    show_main (self);
  cy_main_window_enable_actions (self);
  update_title (self);

  return self;
}

/**
 * cy_main_window_open_archive:
 * @path: the folder of an archive
 *
 * Asks for the password of an archive. The one that is open is locked first.
 */
void
cy_main_window_open_archive (CyMainWindow *self,
                             const char   *path)
{
  CyArchive *open = cy_context_get_archive (self->context);

  if (open != NULL && g_strcmp0 (cy_archive_get_path (open), path) == 0)
    return;

  /* Asking for a password that opens nothing would be of no use. */
  if (!cy_archive_is_archive (path))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CyArchive) none = cy_archive_open (path, &error);

      cy_context_error (self->context, error);
      return;
    }

  g_set_str (&self->path, path);
  if (cy_context_get_unlocked (self->context))
    cy_context_lock (self->context);
  else
    show_lock (self);
}

/**
 * cy_main_window_open_last_archive:
 *
 * Asks for the archive of the last time, or else for the one in the usual place (chuyanctl may
 * have made it), if none is open and it is there.
 */
void
cy_main_window_open_last_archive (CyMainWindow *self)
{
  g_autofree char *path = NULL;

  if (self->path != NULL)
    return;

  if (self->settings != NULL)
    path = g_settings_get_string (self->settings, "last-archive");
  if (path == NULL || path[0] == '\0' || !cy_archive_is_archive (path))
    {
      g_free (path);
      path = cy_archive_default_path ();
    }
  if (cy_archive_is_archive (path))
    cy_main_window_open_archive (self, path);
}

static void
unlock_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CyMainWindow) self = CY_MAIN_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  if (!cy_archive_unlock_finish (CY_ARCHIVE (source), result, &error))
    cy_context_error (self->context, error);
  else
    unlocked_archive_cb (self, CY_ARCHIVE (source));
}

/** cy_main_window_unlock: @password: opens the archive without asking; for pictures and tests */
void
cy_main_window_unlock (CyMainWindow *self,
                       const char   *password)
{
  CyArchive *held = cy_context_get_archive (self->context);
  g_autoptr (CyArchive) archive = NULL;
  g_autoptr (GError) error = NULL;

  if (self->path == NULL || cy_context_get_unlocked (self->context))
    return;

  if (held != NULL && g_strcmp0 (cy_archive_get_path (held), self->path) == 0)
    archive = g_object_ref (held);
  else
    archive = cy_archive_open (self->path, &error);
  if (archive != NULL)
    cy_archive_unlock_async (archive, password, NULL, unlock_cb, g_object_ref (self));
  else
    cy_context_error (self->context, error);
}

/** cy_main_window_set_first_page: @page: what is shown when the archive is next unlocked, or now */
void
cy_main_window_set_first_page (CyMainWindow *self,
                               const char   *page)
{
  if (cy_context_get_unlocked (self->context))
    {
      cy_context_open_page (self->context, page);
      return;
    }

  g_set_str (&self->first_page, page);
}
