#define G_LOG_DOMAIN "cy-today"

#include "config.h"

#include "cy-today-list.h"
#include "today/cy-today-group.h"

/* How the list of Today makes its rows and headings. */

static void
setup_row_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *list_item,
              CyTodayFiller            *filler)
{
  gtk_list_item_set_child (list_item, cy_today_cell_new (list_item));
}

static void
bind_row_cb (GtkSignalListItemFactory *factory,
             GtkListItem              *list_item,
             CyTodayFiller            *filler)
{
  CyTodayCell *cell = CY_TODAY_CELL (gtk_list_item_get_child (list_item));

  cy_today_cell_set_item (cell, CY_TODAY_ITEM (gtk_list_item_get_item (list_item)));
  cy_today_filler_add (filler, cell);
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *list_item,
               CyTodayFiller            *filler)
{
  CyTodayCell *cell = CY_TODAY_CELL (gtk_list_item_get_child (list_item));

  cy_today_filler_remove (filler, cell);
  cy_today_cell_set_item (cell, NULL);
}

static void
setup_header_cb (GtkSignalListItemFactory *factory,
                 GtkListHeader            *header)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *count = gtk_label_new (NULL);

  gtk_widget_add_css_class (box, "today-header");
  gtk_widget_add_css_class (title, "title-4");
  gtk_widget_add_css_class (count, "dimmed");
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_valign (count, GTK_ALIGN_BASELINE_CENTER);
  gtk_widget_set_valign (title, GTK_ALIGN_BASELINE_CENTER);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), count);
  gtk_list_header_set_child (header, box);
}

static void
bind_header_cb (GtkSignalListItemFactory *factory,
                GtkListHeader            *header)
{
  CyTodayGroup *group = cy_today_item_get_group (CY_TODAY_ITEM (gtk_list_header_get_item (header)));
  GtkWidget *title = gtk_widget_get_first_child (gtk_list_header_get_child (header));
  GtkWidget *count = gtk_widget_get_next_sibling (title);
  GBinding *binding = g_object_bind_property (group, "count", count, "label", G_BINDING_SYNC_CREATE);

  gtk_label_set_label (GTK_LABEL (title), cy_today_group_get_title (group));
  g_object_set_data_full (G_OBJECT (header), "binding", g_object_ref (binding), g_object_unref);
}

static void
unbind_header_cb (GtkSignalListItemFactory *factory,
                  GtkListHeader            *header)
{
  GBinding *binding = g_object_get_data (G_OBJECT (header), "binding");

  if (binding != NULL)
    g_binding_unbind (binding);
  g_object_set_data (G_OBJECT (header), "binding", NULL);
}

static void
release_filler (gpointer  filler,
                GClosure *closure)
{
  cy_today_filler_unref (filler);
}

/** cy_today_list_set_up: lets @list make headings, and cells that @filler fills */
void
cy_today_list_set_up (GtkListView   *list,
                      CyTodayFiller *filler)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } callbacks[] = {
    { "setup", G_CALLBACK (setup_row_cb) },
    { "bind", G_CALLBACK (bind_row_cb) },
    { "unbind", G_CALLBACK (unbind_row_cb) },
  };
  g_autoptr (GtkListItemFactory) rows = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) headers = gtk_signal_list_item_factory_new ();

  for (guint i = 0; i < G_N_ELEMENTS (callbacks); i++)
    g_signal_connect_data (rows, callbacks[i].signal, callbacks[i].callback, cy_today_filler_ref (filler),
                           release_filler, 0);
  g_signal_connect (headers, "setup", G_CALLBACK (setup_header_cb), NULL);
  g_signal_connect (headers, "bind", G_CALLBACK (bind_header_cb), NULL);
  g_signal_connect (headers, "unbind", G_CALLBACK (unbind_header_cb), NULL);
  gtk_list_view_set_factory (list, rows);
  gtk_list_view_set_header_factory (list, headers);
}

/**
 * cy_today_list_set_groups:
 * @groups: a list of #CyTodayGroup
 *
 * Shows the groups one after another, each under its heading. Harmless when done before.
 */
void
cy_today_list_set_groups (GtkListView *list,
                          GListModel  *groups)
{
  GtkFlattenListModel *flat;
  g_autoptr (GtkNoSelection) selection = NULL;

  if (gtk_list_view_get_model (list) != NULL)
    return;

  flat = gtk_flatten_list_model_new (g_object_ref (groups));
  selection = gtk_no_selection_new (G_LIST_MODEL (flat));
  gtk_list_view_set_model (list, GTK_SELECTION_MODEL (selection));
}

/** cy_today_list_is_at_top: Returns: whether the beginning is in sight */
gboolean
cy_today_list_is_at_top (GtkListView *list)
{
  return gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list))) == 0;
}

/* A list keeps its first row at the top edge, and so the heading above it out of sight. */
static gboolean
to_top_cb (GtkWidget     *list,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  gboolean *laid_out = user_data;

  /* It does so when it is laid out, which comes after this in a frame: the next one will do. */
  if (!*laid_out)
    {
      *laid_out = gtk_widget_get_height (list) > 0;
      return G_SOURCE_CONTINUE;
    }

  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list)), 0);
  return G_SOURCE_REMOVE;
}

/** cy_today_list_to_top: brings the beginning in sight, with the first heading */
void
cy_today_list_to_top (GtkListView *list)
{
  GtkSelectionModel *model = gtk_list_view_get_model (list);

  /* Rows that came before the first one would stay above the edge, also while nobody looks. */
  if (model != NULL && g_list_model_get_n_items (G_LIST_MODEL (model)) > 0)
    gtk_list_view_scroll_to (list, 0, GTK_LIST_SCROLL_NONE, NULL);
  gtk_widget_add_tick_callback (GTK_WIDGET (list), to_top_cb, g_new0 (gboolean, 1), g_free);
}
