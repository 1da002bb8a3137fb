#define G_LOG_DOMAIN "cy-rows"

#include "config.h"

#include "common/cy-rows.h"

/* What people have typed is never taken for markup: every text here is plain. */

/** cy_row_new: @subtitle: (nullable): a second line. Returns: (transfer floating): a row of a list */
GtkWidget *
cy_row_new (const char *title,
            const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title != NULL ? title : "");
  if (subtitle != NULL && *subtitle != '\0')
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);

  return row;
}

static GtkWidget *
icon_button_new (const char *icon_name,
                 const char *label,
                 GCallback   clicked,
                 gpointer    object)
{
  GtkWidget *button = icon_name != NULL ? gtk_button_new_from_icon_name (icon_name) : gtk_button_new_with_label (label);

  if (icon_name != NULL)
    {
      gtk_widget_set_tooltip_text (button, label);
      gtk_widget_add_css_class (button, "flat");
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", clicked, object, G_CONNECT_SWAPPED);

  return button;
}

/**
 * cy_row_add_button:
 * @icon_name: (nullable): its icon; without it the button shows @label
 * @label: what it does
 * @clicked: called with @object and the button
 * @object: a GObject
 *
 * Returns: (transfer none): the button
 */
GtkWidget *
cy_row_add_button (GtkWidget  *row,
                   const char *icon_name,
                   const char *label,
                   GCallback   clicked,
                   gpointer    object)
{
  GtkWidget *button = icon_button_new (icon_name, label, clicked, object);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}

/** cy_fact_row_new: Returns: (transfer floating): a row with a small title and a value that can be copied */
GtkWidget *
cy_fact_row_new (const char *title,
                 const char *value)
{
  GtkWidget *row = cy_row_new (title, value);

  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "property");

  return row;
}

/**
 * cy_pill_new:
 * @text: a word or two
 * @css_class: (nullable): "error", "warning", "success" or "accent"
 *
 * Returns: (transfer floating): a small rounded label that tells a state
 */
GtkWidget *
cy_pill_new (const char *text,
             const char *css_class)
{
  GtkWidget *pill = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (pill), PANGO_ELLIPSIZE_END);
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (pill, "cy-pill");
  if (css_class != NULL)
    gtk_widget_add_css_class (pill, css_class);

  return pill;
}

/** cy_group_new: @description: (nullable). Returns: (transfer none): a group, already part of @page */
GtkWidget *
cy_group_new (AdwPreferencesPage *page,
              const char         *title,
              const char         *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  if (description != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));

  return group;
}

/** cy_group_add_button: Returns: (transfer none): a button beside the title of @group; see cy_row_add_button() */
GtkWidget *
cy_group_add_button (GtkWidget  *group,
                     const char *icon_name,
                     const char *label,
                     GCallback   clicked,
                     gpointer    object)
{
  GtkWidget *button = icon_button_new (icon_name, label, clicked, object);

  gtk_widget_add_css_class (button, "flat");
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), button);
  return button;
}
