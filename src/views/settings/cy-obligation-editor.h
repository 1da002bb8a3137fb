#pragma once

#include "cy-context.h"
#include "cy-obligation.h"

G_BEGIN_DECLS

#define CY_TYPE_OBLIGATION_EDITOR (cy_obligation_editor_get_type ())
G_DECLARE_FINAL_TYPE (CyObligationEditor, cy_obligation_editor, CY, OBLIGATION_EDITOR, AdwDialog)

AdwDialog *cy_obligation_editor_new (CyContext          *context,
                                     gint64              scheme_id,
                                     const CyObligation *obligation);

G_END_DECLS
