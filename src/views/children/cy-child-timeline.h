#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_CHILD_TIMELINE (cy_child_timeline_get_type ())
G_DECLARE_FINAL_TYPE (CyChildTimeline, cy_child_timeline, CY, CHILD_TIMELINE, AdwBin)

void cy_child_timeline_show (CyChildTimeline *self,
                             CyContext       *context,
                             gint64           child_id);

G_END_DECLS
