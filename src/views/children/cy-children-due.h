#pragma once

#include "cy-context.h"
#include "cy-due.h"

G_BEGIN_DECLS

#define CY_TYPE_CHILDREN_DUE (cy_children_due_get_type ())
G_DECLARE_FINAL_TYPE (CyChildrenDue, cy_children_due, CY, CHILDREN_DUE, GObject)

CyChildrenDue *cy_children_due_new       (CyContext      *context);
gboolean       cy_children_due_get_state (CyChildrenDue  *self,
                                          gint64          child_id,
                                          CyDueState     *state);
GArray        *cy_children_due_list      (CyChildrenDue  *self,
                                          CyDueState      state);

G_END_DECLS
