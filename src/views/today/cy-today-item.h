#pragma once

#include <gio/gio.h>

#include "today/cy-agenda.h"

G_BEGIN_DECLS

typedef struct _CyTodayGroup CyTodayGroup;

#define CY_TYPE_TODAY_ITEM (cy_today_item_get_type ())
G_DECLARE_FINAL_TYPE (CyTodayItem, cy_today_item, CY, TODAY_ITEM, GObject)

CyTodayItem         *cy_today_item_new       (CyTodayGroup      *group,
                                              const CyAgendaRow *row,
                                              CyDay              today);
const CyAgendaRow   *cy_today_item_get_row   (CyTodayItem       *self);
CyTodayGroup        *cy_today_item_get_group (CyTodayItem       *self);
CyDay                cy_today_item_get_today (CyTodayItem       *self);
const CyAgendaTexts *cy_today_item_get_texts (CyTodayItem       *self);
void                 cy_today_item_set_texts (CyTodayItem       *self,
                                              CyAgendaTexts     *texts,
                                              guint              generation);
guint                cy_today_item_get_version    (CyTodayItem  *self);
guint                cy_today_item_get_generation (CyTodayItem  *self);

G_END_DECLS
