#pragma once

#include "cy-context.h"
#include "today/cy-today-group.h"

G_BEGIN_DECLS

#define CY_TYPE_TODAY_ROW (cy_today_row_get_type ())
G_DECLARE_FINAL_TYPE (CyTodayRow, cy_today_row, CY, TODAY_ROW, GtkBox)

GtkWidget *cy_today_row_new       (CyContext   *context);
void       cy_today_row_set_item  (CyTodayRow  *self,
                                   CyTodayItem *item);
CyTodayItem *cy_today_row_get_item (CyTodayRow *self);
char      *cy_today_row_dup_label (CyTodayRow  *self);

G_END_DECLS
