#pragma once

#include "today/cy-today-filler.h"

G_BEGIN_DECLS

void     cy_today_list_set_up     (GtkListView   *list,
                                   CyTodayFiller *filler);
void     cy_today_list_set_groups (GtkListView *list,
                                   GListModel  *groups);
gboolean cy_today_list_is_at_top  (GtkListView *list);
void     cy_today_list_to_top     (GtkListView *list);

G_END_DECLS
