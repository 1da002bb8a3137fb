#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_IMPORT_DIALOG (cy_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CyImportDialog, cy_import_dialog, CY, IMPORT_DIALOG, AdwDialog)

AdwDialog *cy_import_dialog_new (CyContext *context,
                                 GFile     *file);

G_END_DECLS
