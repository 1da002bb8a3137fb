#pragma once

#include <adwaita.h>

#include "keys/cy-archive.h"

G_BEGIN_DECLS

#define CY_TYPE_PASSWORD_PAGE (cy_password_page_get_type ())
G_DECLARE_FINAL_TYPE (CyPasswordPage, cy_password_page, CY, PASSWORD_PAGE, AdwNavigationPage)

CyPasswordPage *cy_password_page_new       (CyArchive  *archive);
CyPasswordPage *cy_password_page_new_for   (CyArchive  *archive,
                                            gint64      user_id,
                                            const char *name);
AdwDialog      *cy_password_dialog_new     (CyArchive  *archive);

G_END_DECLS
