#define G_LOG_DOMAIN "cy-main-window"

#include "config.h"

#include "cy-main-window-private.h"
#include "import/cy-import-dialog.h"

/* What the menu and the keys do. */

static void
log_contact_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  CyMainView *view = cy_main_window_get_view (CY_MAIN_WINDOW (widget));

  /* One at a time: the key is not a way to lose a form. */
  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (widget)) != NULL)
    return;

  /* A page may know with whom: a row that has the focus, the child whose file it is. */
  if (view == NULL || !cy_main_view_act (view, "page.log"))
    cy_context_log_contact (CY_MAIN_WINDOW (widget)->context, NULL, 0, 0);
}

static void
show_page_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  cy_context_open_page (CY_MAIN_WINDOW (widget)->context, g_variant_get_string (parameter, NULL));
}

static void
find_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CyMainView *view = cy_main_window_get_view (CY_MAIN_WINDOW (widget));

  if (view != NULL && adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (widget)) == NULL)
    cy_main_view_find (view);
}

static void
preferences_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (widget)) == NULL)
    cy_main_window_show_preferences (CY_MAIN_WINDOW (widget), NULL);
}

static void
add_child_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  CyMainView *view = cy_main_window_get_view (CY_MAIN_WINDOW (widget));

  if (view != NULL && adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (widget)) == NULL)
    cy_main_view_add_child (view);
}

/* The keys of a child's file, wherever in the window the focus is. */
static void
child_file_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  CyMainView *view = cy_main_window_get_view (CY_MAIN_WINDOW (widget));

  if (view != NULL && adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (widget)) == NULL)
    cy_main_view_act (view, g_str_equal (name, "win.edit-child") ? "child.edit" : "child.print");
}

static void
next_part_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  CyMainView *view = cy_main_window_get_view (CY_MAIN_WINDOW (widget));

  if (view != NULL && adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (widget)) == NULL)
    cy_main_view_next_part (view);
}

static void
import_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (widget)) == NULL)
    adw_dialog_present (cy_import_dialog_new (CY_MAIN_WINDOW (widget)->context, NULL), widget);
}

static void
lock_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  cy_context_request_lock (CY_MAIN_WINDOW (widget)->context);
}

/** cy_main_window_enable_actions: lets the actions that need an unlocked archive be done, or not */
void
cy_main_window_enable_actions (CyMainWindow *self)
{
  static const char * const names[] = { "win.log-contact", "win.show-page", "win.find", "win.lock", "win.preferences",
                                         "win.import", "win.next-part", "win.add-child", "win.edit-child",
                                         "win.print-card" };
  gboolean unlocked = cy_context_get_unlocked (self->context);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i], unlocked);
}

/** cy_main_window_install_actions: gives the class of the window its actions */
void
cy_main_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.log-contact", NULL, log_contact_action);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_action);
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_action);
  gtk_widget_class_install_action (widget_class, "win.add-child", NULL, add_child_action);
  gtk_widget_class_install_action (widget_class, "win.edit-child", NULL, child_file_action);
  gtk_widget_class_install_action (widget_class, "win.print-card", NULL, child_file_action);
  gtk_widget_class_install_action (widget_class, "win.next-part", NULL, next_part_action);
  gtk_widget_class_install_action (widget_class, "win.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "win.lock", NULL, lock_action);
}
