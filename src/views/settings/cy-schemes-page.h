#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_SCHEMES_PAGE (cy_schemes_page_get_type ())
G_DECLARE_FINAL_TYPE (CySchemesPage, cy_schemes_page, CY, SCHEMES_PAGE, AdwPreferencesPage)

GtkWidget *cy_schemes_page_new (CyContext *context);

G_END_DECLS
