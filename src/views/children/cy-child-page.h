#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_CHILD_PAGE (cy_child_page_get_type ())
G_DECLARE_FINAL_TYPE (CyChildPage, cy_child_page, CY, CHILD_PAGE, AdwNavigationPage)

AdwNavigationPage *cy_child_page_new (CyContext *context,
                                      gint64     child_id);

G_END_DECLS
