#pragma once

#include <adwaita.h>

#include "keys/cy-archive.h"

G_BEGIN_DECLS

#define CY_TYPE_USER_PAGE (cy_user_page_get_type ())
G_DECLARE_FINAL_TYPE (CyUserPage, cy_user_page, CY, USER_PAGE, AdwNavigationPage)

CyUserPage *cy_user_page_new (CyArchive *archive);

G_END_DECLS
