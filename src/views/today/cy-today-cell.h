#pragma once

#include <gtk/gtk.h>

#include "today/cy-today-item.h"
#include "today/cy-today-row.h"

G_BEGIN_DECLS

#define CY_TYPE_TODAY_CELL (cy_today_cell_get_type ())
G_DECLARE_FINAL_TYPE (CyTodayCell, cy_today_cell, CY, TODAY_CELL, GtkWidget)

GtkWidget   *cy_today_cell_new        (GtkListItem *list_item);
void         cy_today_cell_set_item   (CyTodayCell *self,
                                       CyTodayItem *item);
CyTodayItem *cy_today_cell_get_item   (CyTodayCell *self);
CyTodayRow  *cy_today_cell_get_row    (CyTodayCell *self);
gboolean     cy_today_cell_has_row    (CyTodayCell *self);
CyTodayRow  *cy_today_cell_steal_row  (CyTodayCell *self);
gboolean     cy_today_cell_is_filled  (CyTodayCell *self);
gboolean     cy_today_cell_is_current (CyTodayCell *self);
void         cy_today_cell_fill       (CyTodayCell *self,
                                       CyTodayRow  *row);
void         cy_today_cell_set_height (CyTodayCell *self,
                                       int          height);
guint        cy_today_cell_get_position (CyTodayCell *self);

G_END_DECLS
