#define G_LOG_DOMAIN "cy-shortcuts"

#include "config.h"

#include "cy-shortcuts.h"

#include <glib/gi18n.h>

/* One table: what it lists is what is installed. */

typedef struct {
  const char *title;
  const char *action;           /* NULL for keys that a widget handles by itself */
  const char *accels[3];
} Shortcut;

typedef struct {
  const char *title;
  const Shortcut *shortcuts;
} Group;

static const Shortcut care[] = {
  { N_("Log a contact"), "win.log-contact", { "<Control>l" } },
  { N_("Save what is being written"), NULL, { "<Control>Return" } },
  { N_("Add a child"), "win.add-child", { "<Control>n" } },
  { N_("Edit the child"), "win.edit-child", { "<Control>e" } },
  { N_("Print the contact card"), "win.print-card", { "<Control>p" } },
  { N_("Find"), "win.find", { "<Control>f" } },
  { N_("Import a list"), "win.import", { "<Control>i" } },
  { NULL }
};

static const Shortcut pages[] = {
  { N_("Today"), "win.show-page::today", { "<Control>1", "<Alt>1" } },
  { N_("Children"), "win.show-page::children", { "<Control>2", "<Alt>2" } },
  { N_("Reports"), "win.show-page::reports", { "<Control>3", "<Alt>3" } },
  { N_("Back"), NULL, { "Escape", "<Alt>Left" } },
  { NULL }
};

static const Shortcut general[] = {
  { N_("Lock the archive"), "win.lock", { "<Control><Shift>l" } },
  { N_("Preferences"), "win.preferences", { "<Control>comma" } },
  { N_("Main menu"), NULL, { "F10" } },
  { N_("Keyboard shortcuts"), "app.shortcuts", { "<Control>question" } },
  { N_("Sidebar and page by turns"), "win.next-part", { "F6", "<Shift>F6" } },
  { N_("Close the window"), "window.close", { "<Control>w" } },
  { N_("Quit"), "app.quit", { "<Control>q" } },
  { NULL }
};

static const Group groups[] = {
  { N_("Care"), care },
  { N_("Pages"), pages },
  { N_("General"), general },
};

/** cy_shortcuts_install: gives the actions of @application and its windows their keys */
void
cy_shortcuts_install (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      for (const Shortcut *shortcut = groups[i].shortcuts; shortcut->title != NULL; shortcut++)
        {
          if (shortcut->action != NULL)
            gtk_application_set_accels_for_action (application, shortcut->action, (const char **) shortcut->accels);
        }
    }
}

/* The keys as they are printed on a keyboard, one box for each. */
static GtkWidget *
keys_new (const char *accel)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  guint key = 0;
  GdkModifierType modifiers = 0;
  g_autofree char *label = NULL;
  g_auto (GStrv) parts = NULL;

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  if (!gtk_accelerator_parse (accel, &key, &modifiers))
    return box;

  label = gtk_accelerator_get_label (key, modifiers);
  parts = g_strsplit (label, "+", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      GtkWidget *cap = gtk_label_new (parts[i][0] != '\0' ? parts[i] : "+");

      gtk_widget_add_css_class (cap, "key-cap");
      gtk_widget_set_valign (cap, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (box), cap);
      if (parts[i][0] == '\0')
        break;
    }

  return box;
}

static GtkWidget *
row_new (const Shortcut *shortcut)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *keys = keys_new (shortcut->accels[0]);
  guint key = 0;
  GdkModifierType modifiers = 0;
  g_autofree char *label = NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(shortcut->title));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), keys);

  gtk_accelerator_parse (shortcut->accels[0], &key, &modifiers);
  label = gtk_accelerator_get_label (key, modifiers);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, label, -1);

  return row;
}

/**
 * cy_shortcuts_dialog_new:
 *
 * The list of keyboard shortcuts. libadwaita has a dialog of this kind from 1.8 on, and
 * GTK's window for it is deprecated.
 *
 * Returns: (transfer none) (type CyShortcutsDialog): the dialog, floating
 */
AdwDialog *
cy_shortcuts_dialog_new (void)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      GtkWidget *group = adw_preferences_group_new ();

      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _(groups[i].title));
      for (const Shortcut *shortcut = groups[i].shortcuts; shortcut->title != NULL; shortcut++)
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row_new (shortcut));
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
    }

  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_title (dialog, _("Keyboard Shortcuts"));
  adw_dialog_set_content_width (dialog, 480);
  adw_dialog_set_content_height (dialog, 640);
  adw_dialog_set_child (dialog, view);

  return dialog;
}
