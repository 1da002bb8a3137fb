#pragma once

#include <adwaita.h>

#include "keys/cy-archive.h"

G_BEGIN_DECLS

#define CY_TYPE_WELCOME_PAGE (cy_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (CyWelcomePage, cy_welcome_page, CY, WELCOME_PAGE, AdwNavigationPage)

CyWelcomePage *cy_welcome_page_new      (void);
void           cy_welcome_page_set_path (CyWelcomePage *self,
                                         const char    *path);

G_END_DECLS
