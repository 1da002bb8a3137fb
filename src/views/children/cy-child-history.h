#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_CHILD_HISTORY (cy_child_history_get_type ())
G_DECLARE_FINAL_TYPE (CyChildHistory, cy_child_history, CY, CHILD_HISTORY, AdwBin)

void cy_child_history_show (CyChildHistory *self,
                            CyContext      *context,
                            gint64          child_id);

G_END_DECLS
