#pragma once

#include <adwaita.h>

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_APPLICATION (cy_application_get_type ())
G_DECLARE_FINAL_TYPE (CyApplication, cy_application, CY, APPLICATION, AdwApplication)

CyApplication *cy_application_new         (const char    *application_id);

CyContext     *cy_application_get_context (CyApplication *self);
GSettings     *cy_application_get_settings (CyApplication *self);

G_END_DECLS
