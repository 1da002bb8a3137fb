#define G_LOG_DOMAIN "cy-import-cells"

#include "config.h"

#include "import/cy-import-cells.h"

#include <glib/gi18n.h>

#include "import/cy-import-rows.h"

/* How the rows of an import look, and the sentences about all of them. */

static void
row_set_up (GtkSignalListItemFactory *factory,
            GtkListItem              *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *labels[3];

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      labels[i] = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (labels[i]), 0);
      gtk_label_set_wrap (GTK_LABEL (labels[i]), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (labels[i]), PANGO_WRAP_WORD_CHAR);
      gtk_box_append (GTK_BOX (column), labels[i]);
    }
  gtk_widget_add_css_class (labels[1], "caption");
  gtk_widget_add_css_class (labels[1], "dimmed");
  gtk_widget_add_css_class (labels[2], "caption");
  gtk_widget_set_hexpand (column, TRUE);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), column);
  gtk_widget_add_css_class (box, "cy-import-row");
  gtk_list_item_set_child (item, box);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
row_bind (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item)
{
  CyImportItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *icon = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_next_sibling (icon));
  GtkWidget *place = gtk_widget_get_next_sibling (title);
  GtkWidget *detail = gtk_widget_get_next_sibling (place);
  const char *classes[] = { cy_import_item_get_class (item), NULL };
  g_autofree char *title_words = cy_import_item_dup_title (item);
  g_autofree char *place_words = cy_import_item_dup_place (item);
  g_autofree char *detail_words = cy_import_item_dup_detail (item);
  g_autofree char *label = g_strjoin (", ", place_words, title_words, NULL);

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), cy_import_item_get_icon (item));
  gtk_widget_set_css_classes (icon, classes);
  gtk_label_set_label (GTK_LABEL (title), title_words);
  gtk_label_set_label (GTK_LABEL (place), place_words);
  gtk_label_set_label (GTK_LABEL (detail), detail_words);
  gtk_widget_set_visible (detail, *detail_words != '\0');
  gtk_list_item_set_accessible_label (list_item, label);
  gtk_list_item_set_accessible_description (list_item, detail_words);
}

/** cy_import_cells_factory: Returns: (transfer full): makes the rows of a list of #CyImportItem */
GtkListItemFactory *
cy_import_cells_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (row_set_up), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (row_bind), NULL);

  return factory;
}

/** cy_import_words_review: Returns: (transfer full): what importing @plan would do */
char *
cy_import_words_review (const CyImportPlan *plan)
{
  CyImportCounts n;
  g_autoptr (GString) words = g_string_new (NULL);

  cy_import_count (plan, &n);
  g_string_append_printf (words,
                          plan->kind == CY_IMPORT_CONTACTS
                            ? ngettext ("%u contact will be added.", "%u contacts will be added.", n.n_added)
                            : ngettext ("%u child will be added.", "%u children will be added.", n.n_added),
                          n.n_added);
  if (n.n_same > 0)
    g_string_append_printf (words, ngettext (" %u is in the archive already.", " %u are in the archive already.",
                                             n.n_same), n.n_same);
  if (n.n_errors > 0)
    g_string_append_printf (words, ngettext (" %u row has an error and is left out.",
                                             " %u rows have errors and are left out.", n.n_errors), n.n_errors);
  if (n.n_warnings > 0)
    g_string_append_printf (words, ngettext (" %u row is taken in with a problem to mend.",
                                             " %u rows are taken in with problems to mend.", n.n_warnings),
                            n.n_warnings);

  return g_string_free_and_steal (g_steal_pointer (&words));
}

/** cy_import_words_result: Returns: (transfer full): what importing @plan has done, a line each */
char *
cy_import_words_result (const CyImportPlan   *plan,
                        const CyImportResult *result)
{
  CyImportCounts n;
  g_autoptr (GString) words = g_string_new (NULL);
  gboolean contacts = plan->kind == CY_IMPORT_CONTACTS;

  cy_import_count (plan, &n);
  g_string_append_printf (words, contacts ? ngettext ("%u contact added", "%u contacts added", result->n_added)
                                          : ngettext ("%u child added", "%u children added", result->n_added),
                          result->n_added);
  if (result->n_changed > 0)
    g_string_append_printf (words, ngettext ("\n%u brought up to date", "\n%u brought up to date", result->n_changed),
                            result->n_changed);
  if (result->n_same > 0)
    g_string_append_printf (words, ngettext ("\n%u was there already", "\n%u were there already", result->n_same),
                            result->n_same);
  if (result->n_refused > 0)
    g_string_append_printf (words, ngettext ("\n%u row left out", "\n%u rows left out", result->n_refused),
                            result->n_refused);
  if (n.n_warnings > 0 && !contacts)
    g_string_append_printf (words, ngettext ("\n%u child has a problem to mend: filter the roster by problems",
                                             "\n%u children have problems to mend: filter the roster by problems",
                                             n.n_warnings), n.n_warnings);

  return g_string_free_and_steal (g_steal_pointer (&words));
}
