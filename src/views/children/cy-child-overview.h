#pragma once

#include "children/cy-child-file.h"
#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_CHILD_OVERVIEW (cy_child_overview_get_type ())
G_DECLARE_FINAL_TYPE (CyChildOverview, cy_child_overview, CY, CHILD_OVERVIEW, AdwBin)

void cy_child_overview_show (CyChildOverview    *self,
                             CyContext          *context,
                             const CyChildFile  *file);

G_END_DECLS
