#pragma once

#include "cy-context.h"
#include "cy-term.h"

G_BEGIN_DECLS

#define CY_TYPE_TERM_EDITOR (cy_term_editor_get_type ())
G_DECLARE_FINAL_TYPE (CyTermEditor, cy_term_editor, CY, TERM_EDITOR, AdwDialog)

AdwDialog *cy_term_editor_new (CyContext    *context,
                               const CyTerm *term);

G_END_DECLS
