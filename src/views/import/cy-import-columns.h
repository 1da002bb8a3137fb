#pragma once

#include <adwaita.h>

#include "exchange/cy-import.h"

G_BEGIN_DECLS

/**
 * CyImportChoices:
 *
 * What a person has changed about the sheets and columns of a plan.
 */
typedef struct _CyImportChoices CyImportChoices;

#define CY_TYPE_IMPORT_COLUMNS (cy_import_columns_get_type ())
G_DECLARE_FINAL_TYPE (CyImportColumns, cy_import_columns, CY, IMPORT_COLUMNS, AdwBin)

void             cy_import_columns_set_plan    (CyImportColumns        *self,
                                                const CyImportPlan     *plan);
CyImportChoices *cy_import_columns_dup_choices (CyImportColumns        *self);

void             cy_import_choices_apply       (const CyImportChoices  *choices,
                                                CyImportPlan           *plan);
void             cy_import_choices_free        (CyImportChoices        *choices);

G_END_DECLS
