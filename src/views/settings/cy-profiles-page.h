#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_PROFILES_PAGE (cy_profiles_page_get_type ())
G_DECLARE_FINAL_TYPE (CyProfilesPage, cy_profiles_page, CY, PROFILES_PAGE, AdwPreferencesPage)

GtkWidget *cy_profiles_page_new (CyContext *context);

G_END_DECLS
