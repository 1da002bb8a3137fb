#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_TERMS_PAGE (cy_terms_page_get_type ())
G_DECLARE_FINAL_TYPE (CyTermsPage, cy_terms_page, CY, TERMS_PAGE, AdwPreferencesPage)

GtkWidget *cy_terms_page_new (CyContext *context);

G_END_DECLS
