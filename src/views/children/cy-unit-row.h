#pragma once

#include <adwaita.h>

#include "cy-person.h"

G_BEGIN_DECLS

#define CY_TYPE_UNIT_ROW (cy_unit_row_get_type ())
G_DECLARE_FINAL_TYPE (CyUnitRow, cy_unit_row, CY, UNIT_ROW, AdwEntryRow)

void        cy_unit_row_set_kind   (CyUnitRow  *self,
                                    CyUnitKind  kind);
void        cy_unit_row_set_units  (CyUnitRow  *self,
                                    GPtrArray  *units);
void        cy_unit_row_set_parent (CyUnitRow  *self,
                                    gint64      parent_id);
void        cy_unit_row_set_id     (CyUnitRow  *self,
                                    gint64      id);
gint64      cy_unit_row_get_id     (CyUnitRow  *self);
char       *cy_unit_row_dup_name   (CyUnitRow  *self);

G_END_DECLS
