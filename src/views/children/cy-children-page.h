#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_CHILDREN_PAGE (cy_children_page_get_type ())
G_DECLARE_FINAL_TYPE (CyChildrenPage, cy_children_page, CY, CHILDREN_PAGE, AdwNavigationPage)

AdwNavigationPage *cy_children_page_new (CyContext *context);

G_END_DECLS
