#pragma once

#include <gio/gio.h>

#include "today/cy-agenda.h"
#include "today/cy-today-item.h"

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

G_END_DECLS
