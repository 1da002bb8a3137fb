#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_SECURITY_PAGE (cy_security_page_get_type ())
G_DECLARE_FINAL_TYPE (CySecurityPage, cy_security_page, CY, SECURITY_PAGE, AdwPreferencesPage)

GtkWidget *cy_security_page_new (CyContext *context);

G_END_DECLS
