#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_TODAY_PAGE (cy_today_page_get_type ())
G_DECLARE_FINAL_TYPE (CyTodayPage, cy_today_page, CY, TODAY_PAGE, AdwNavigationPage)

AdwNavigationPage *cy_today_page_new          (CyContext   *context);
GListModel        *cy_today_page_get_groups   (CyTodayPage *self);
gboolean           cy_today_page_is_loading   (CyTodayPage *self);

G_END_DECLS
