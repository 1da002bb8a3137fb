#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_SCHEME_PAGE (cy_scheme_page_get_type ())
G_DECLARE_FINAL_TYPE (CySchemePage, cy_scheme_page, CY, SCHEME_PAGE, AdwNavigationPage)

AdwNavigationPage *cy_scheme_page_new (CyContext *context,
                                       gint64     scheme_id);

G_END_DECLS
