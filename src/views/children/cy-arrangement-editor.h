#pragma once

#include "cy-context.h"
#include "cy-person.h"

G_BEGIN_DECLS

#define CY_TYPE_ARRANGEMENT_EDITOR (cy_arrangement_editor_get_type ())
G_DECLARE_FINAL_TYPE (CyArrangementEditor, cy_arrangement_editor, CY, ARRANGEMENT_EDITOR, AdwDialog)

AdwDialog *cy_arrangement_editor_new (CyContext                *context,
                                      gint64                    child_id,
                                      const CyCareArrangement  *arrangement);

G_END_DECLS
