#pragma once

#include "cy-roster-row.h"

G_BEGIN_DECLS

CyRosterRow *cy_roster_row_new      (gint64              id);
void         cy_roster_row_set_data (CyRosterRow        *row,
                                     const CyRosterData *data);
void         cy_roster_row_become   (CyRosterRow        *row,
                                     gint64              id,
                                     const CyRosterData *data);
void         cy_roster_row_tell     (CyRosterRow        *row);

G_END_DECLS
