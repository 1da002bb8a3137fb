#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_CHILD_PICKER (cy_child_picker_get_type ())
G_DECLARE_FINAL_TYPE (CyChildPicker, cy_child_picker, CY, CHILD_PICKER, GtkBox)

void          cy_child_picker_set_context  (CyChildPicker *self,
                                            CyContext     *context);
void          cy_child_picker_set_children (CyChildPicker *self,
                                            const gint64  *ids,
                                            guint          n_ids);
const gint64 *cy_child_picker_get_children (CyChildPicker *self,
                                            guint         *n_ids);
char         *cy_child_picker_dup_name     (CyChildPicker *self);

G_END_DECLS
