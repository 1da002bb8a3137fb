#pragma once

#include "children/cy-child-file.h"
#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_CHILD_FAMILY (cy_child_family_get_type ())
G_DECLARE_FINAL_TYPE (CyChildFamily, cy_child_family, CY, CHILD_FAMILY, AdwBin)

void cy_child_family_show (CyChildFamily      *self,
                           CyContext          *context,
                           const CyChildFile  *file);

G_END_DECLS
