#define G_LOG_DOMAIN "cy-children-page"

#include "config.h"

#include "children/cy-children-page-private.h"

/* The page's two views of the roster, of which one is shown: the other would hold two hundred rows
 * ready for nobody. */

/* The one of the two views that is shown. */
GtkScrollable *
cy_children_page_shown_view (CyChildrenPage *self)
{
  gboolean narrow = g_strcmp0 (gtk_stack_get_visible_child_name (self->layout), "narrow") == 0;

  return narrow ? GTK_SCROLLABLE (self->list) : GTK_SCROLLABLE (self->columns);
}

static void
view_moved (CyChildrenPage *self,
            GtkAdjustment  *adjustment)
{
  double upper = gtk_adjustment_get_upper (adjustment);
  double n = self->roster != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->roster)) : 0;

  if (upper <= 0 || n == 0 || adjustment != gtk_scrollable_get_vadjustment (cy_children_page_shown_view (self)))
    return;

  /* Rows are of one height. */
  cy_roster_set_view (self->roster, (guint) (gtk_adjustment_get_value (adjustment) / upper * n),
                      (guint) (gtk_adjustment_get_page_size (adjustment) / upper * n) + 2);
}

/* Brings the first row in sight, and what @flags ask for. */
void
cy_children_page_go_to_top (CyChildrenPage     *self,
                            GtkListScrollFlags  flags)
{
  if (GTK_IS_LIST_VIEW (cy_children_page_shown_view (self)))
    gtk_list_view_scroll_to (self->list, 0, flags, NULL);
  else
    gtk_column_view_scroll_to (self->columns, 0, NULL, flags, NULL);
}

static void
rows_exchanged (CyChildrenPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->roster));

  if (cy_query_selection_get_active (self->selection) && n > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self->selection), 0, n);
}

static void
layout_changed (CyChildrenPage *self)
{
  GtkScrollable *view = cy_children_page_shown_view (self);
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);

  gtk_column_view_set_model (self->columns, GTK_WIDGET (view) == GTK_WIDGET (self->columns) ? model : NULL);
  gtk_list_view_set_model (self->list, GTK_WIDGET (view) == GTK_WIDGET (self->list) ? model : NULL);
}

static void
follow (CyChildrenPage *self,
        GtkScrollable  *view)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (view);

  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (view_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (view_moved), self, G_CONNECT_SWAPPED);
}

/* Gives the roster to the view that is shown, now and when it is the other, and tells it what is in sight. */
void
cy_children_page_follow_view (CyChildrenPage *self)
{
  g_signal_connect_object (self->roster, "rows-exchanged", G_CALLBACK (rows_exchanged), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->layout, "notify::visible-child", G_CALLBACK (layout_changed), self, G_CONNECT_SWAPPED);
  layout_changed (self);
  follow (self, GTK_SCROLLABLE (self->columns));
  follow (self, GTK_SCROLLABLE (self->list));
}
