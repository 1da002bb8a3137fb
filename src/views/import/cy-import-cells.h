#pragma once

#include <gtk/gtk.h>

#include "exchange/cy-import.h"

G_BEGIN_DECLS

GtkListItemFactory *cy_import_cells_factory (void);

char               *cy_import_words_review  (const CyImportPlan    *plan);
char               *cy_import_words_result  (const CyImportPlan    *plan,
                                             const CyImportResult  *result);

G_END_DECLS
