#pragma once

#include <adwaita.h>

#include "cy-day.h"

G_BEGIN_DECLS

#define CY_TYPE_DATE_ROW (cy_date_row_get_type ())
G_DECLARE_FINAL_TYPE (CyDateRow, cy_date_row, CY, DATE_ROW, AdwEntryRow)

GtkWidget       *cy_date_row_new           (const char      *title);
CyDay            cy_date_row_get_day       (CyDateRow       *self);
CyDatePrecision  cy_date_row_get_precision (CyDateRow       *self);
void             cy_date_row_set_day       (CyDateRow       *self,
                                            CyDay            day,
                                            CyDatePrecision  precision);
void             cy_date_row_set_coarse    (CyDateRow       *self,
                                            gboolean         coarse);
gboolean         cy_date_row_is_valid      (CyDateRow       *self);

gboolean         cy_date_row_parse         (const char      *text,
                                            gboolean         coarse,
                                            CyDay           *day,
                                            CyDatePrecision *precision);

G_END_DECLS
