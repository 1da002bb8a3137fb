#define G_LOG_DOMAIN "cy-filter-pill"

#include "config.h"

#include "children/cy-filter-pill.h"

#include <glib/gi18n.h>

/**
 * cy_filter_pill_new:
 * @words: what the roster is narrowed to, as people read it
 *
 * Returns: (transfer floating): a button with the words and a cross: a click is to take the
 *   filter away
 */
GtkWidget *
cy_filter_pill_new (const char *words)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (words);
  g_autofree char *name = g_strdup_printf (_("Remove the filter “%s”"), words);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "cy-filter-pill");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return button;
}
