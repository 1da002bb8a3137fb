#pragma once

#include <gio/gio.h>

#include "today/cy-agenda.h"

G_BEGIN_DECLS

#define CY_TYPE_TODAY_GROUP (cy_today_group_get_type ())
G_DECLARE_FINAL_TYPE (CyTodayGroup, cy_today_group, CY, TODAY_GROUP, GObject)

CyTodayGroup      *cy_today_group_new       (const CyAgendaRow *like);
gboolean           cy_today_group_takes     (CyTodayGroup      *self,
                                             const CyAgendaRow *row);
void               cy_today_group_set_rows  (CyTodayGroup      *self,
                                             CyAgenda          *agenda,
                                             GArray            *rows,
                                             guint              first,
                                             guint              n_rows);
guint              cy_today_group_get_n_due (CyTodayGroup      *self,
                                             CyDueState         state);
const char        *cy_today_group_get_title (CyTodayGroup      *self);
CyAgendaSection    cy_today_group_get_section (CyTodayGroup    *self);
char              *cy_today_group_dup_count (CyTodayGroup      *self);

#define CY_TYPE_TODAY_ITEM (cy_today_item_get_type ())
G_DECLARE_FINAL_TYPE (CyTodayItem, cy_today_item, CY, TODAY_ITEM, GObject)

const CyAgendaRow *cy_today_item_get_row    (CyTodayItem       *self);
CyTodayGroup      *cy_today_item_get_group  (CyTodayItem       *self);
CyDay              cy_today_item_get_today  (CyTodayItem       *self);

G_END_DECLS
