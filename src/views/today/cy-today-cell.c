#define G_LOG_DOMAIN "cy-today"

#include "config.h"

#include "today/cy-today-cell.h"

/* What stands for a line in the list. A list holds two hundred of these ready for the dozen in sight, and to make and
 * lay out all that is on a line takes a hundred times as long as this: the row is put into it when it comes near
 * (cy-today-filler.c). Until then, and while its row still shows another line, it is empty and as high as the others. */

struct _CyTodayCell {
  GtkWidget parent_instance;

  GtkListItem *list_item;       /* whose child it is */
  CyTodayItem *item;            /* what it stands for */
  CyTodayRow *row;              /* its child; NULL before it has come near */
  guint version;                /* of the texts that it was filled with */
  int height;                   /* of the rows there are, in pixels */
};

G_DEFINE_FINAL_TYPE (CyTodayCell, cy_today_cell, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
cy_today_cell_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
cy_today_cell_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  CyTodayCell *self = CY_TODAY_CELL (widget);

  if (self->row != NULL)
    gtk_widget_measure (GTK_WIDGET (self->row), orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = MAX (*minimum, self->height);
      *natural = MAX (*natural, self->height);
    }
}

static void
cy_today_cell_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  CyTodayCell *self = CY_TODAY_CELL (widget);

  if (self->row != NULL)
    gtk_widget_allocate (GTK_WIDGET (self->row), width, height, -1, NULL);
}

static void
cy_today_cell_dispose (GObject *object)
{
  CyTodayCell *self = CY_TODAY_CELL (object);

  if (self->row != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->row)));
  g_clear_object (&self->item);

  G_OBJECT_CLASS (cy_today_cell_parent_class)->dispose (object);
}

static void
cy_today_cell_class_init (CyTodayCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cy_today_cell_dispose;
  widget_class->get_request_mode = cy_today_cell_get_request_mode;
  widget_class->measure = cy_today_cell_measure;
  widget_class->size_allocate = cy_today_cell_size_allocate;
}

static void
cy_today_cell_init (CyTodayCell *self)
{
}

/** cy_today_cell_new: Returns: (transfer none) (type CyTodayCell): an empty cell, the child of @list_item, floating */
GtkWidget *
cy_today_cell_new (GtkListItem *list_item)
{
  CyTodayCell *self = g_object_new (CY_TYPE_TODAY_CELL, NULL);

  self->list_item = list_item;

  return GTK_WIDGET (self);
}

/** cy_today_cell_set_item: @item: (nullable): what it stands for; a row that it has shows another from now on */
void
cy_today_cell_set_item (CyTodayCell *self,
                        CyTodayItem *item)
{
  g_return_if_fail (CY_IS_TODAY_CELL (self));

  if (!g_set_object (&self->item, item))
    return;

  if (self->row != NULL)
    gtk_widget_set_child_visible (GTK_WIDGET (self->row), cy_today_cell_is_filled (self));
  /* Nobody is to hear the name of the child who stood here. */
  if (!cy_today_cell_is_filled (self))
    gtk_list_item_set_accessible_label (self->list_item, "");
}

/** cy_today_cell_get_item: Returns: (transfer none) (nullable): what it stands for */
CyTodayItem *
cy_today_cell_get_item (CyTodayCell *self)
{
  g_return_val_if_fail (CY_IS_TODAY_CELL (self), NULL);

  return self->item;
}

/** cy_today_cell_get_row: Returns: (transfer none) (nullable): the row that it shows */
CyTodayRow *
cy_today_cell_get_row (CyTodayCell *self)
{
  g_return_val_if_fail (CY_IS_TODAY_CELL (self), NULL);

  return cy_today_cell_is_filled (self) ? self->row : NULL;
}

/** cy_today_cell_has_row: Returns: whether it needs none to be filled with */
gboolean
cy_today_cell_has_row (CyTodayCell *self)
{
  g_return_val_if_fail (CY_IS_TODAY_CELL (self), FALSE);

  return self->row != NULL;
}

/** cy_today_cell_steal_row: Returns: (transfer full) (nullable): the row that it has, but does not show, for another cell */
CyTodayRow *
cy_today_cell_steal_row (CyTodayCell *self)
{
  CyTodayRow *row;

  g_return_val_if_fail (CY_IS_TODAY_CELL (self), NULL);

  if (self->row == NULL || cy_today_cell_is_filled (self))
    return NULL;

  row = g_object_ref (g_steal_pointer (&self->row));
  gtk_widget_unparent (GTK_WIDGET (row));

  return row;
}

/** cy_today_cell_is_filled: Returns: whether its row shows its item */
gboolean
cy_today_cell_is_filled (CyTodayCell *self)
{
  g_return_val_if_fail (CY_IS_TODAY_CELL (self), FALSE);

  return self->row != NULL && self->item != NULL && cy_today_row_get_item (self->row) == self->item;
}

/** cy_today_cell_is_current: Returns: whether its row shows the texts that its item has now */
gboolean
cy_today_cell_is_current (CyTodayCell *self)
{
  g_return_val_if_fail (CY_IS_TODAY_CELL (self), FALSE);

  return cy_today_cell_is_filled (self) && self->version == cy_today_item_get_version (self->item);
}

/**
 * cy_today_cell_fill:
 * @row: (transfer full) (nullable): the row to use when it has none
 *
 * Shows the item, whose texts have been read.
 */
void
cy_today_cell_fill (CyTodayCell *self,
                    CyTodayRow  *row)
{
  g_autofree char *label = NULL;

  g_return_if_fail (CY_IS_TODAY_CELL (self));

  if (self->row == NULL)
    {
      self->row = row;
      gtk_widget_set_parent (GTK_WIDGET (row), GTK_WIDGET (self));
      g_object_unref (row);
    }
  cy_today_row_set_item (self->row, self->item);
  gtk_widget_set_child_visible (GTK_WIDGET (self->row), TRUE);
  self->version = cy_today_item_get_version (self->item);
  label = cy_today_row_dup_label (self->row);
  gtk_list_item_set_accessible_label (self->list_item, label);
}

/** cy_today_cell_set_height: @height: how high it is at least, in pixels */
void
cy_today_cell_set_height (CyTodayCell *self,
                          int          height)
{
  g_return_if_fail (CY_IS_TODAY_CELL (self));

  if (self->height == height)
    return;

  self->height = height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/** cy_today_cell_get_position: Returns: its place in the list */
guint
cy_today_cell_get_position (CyTodayCell *self)
{
  g_return_val_if_fail (CY_IS_TODAY_CELL (self), GTK_INVALID_LIST_POSITION);

  return gtk_list_item_get_position (self->list_item);
}
