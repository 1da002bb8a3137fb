#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_RISK_EDITOR (cy_risk_editor_get_type ())
G_DECLARE_FINAL_TYPE (CyRiskEditor, cy_risk_editor, CY, RISK_EDITOR, AdwDialog)

AdwDialog *cy_risk_editor_new (CyContext           *context,
                               gint64               child_id,
                               const char * const  *raised);

G_END_DECLS
