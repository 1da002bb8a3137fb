#pragma once

#include <adwaita.h>

#include "keys/cy-archive.h"

G_BEGIN_DECLS

#define CY_TYPE_UNLOCK_PAGE (cy_unlock_page_get_type ())
G_DECLARE_FINAL_TYPE (CyUnlockPage, cy_unlock_page, CY, UNLOCK_PAGE, AdwNavigationPage)

CyUnlockPage *cy_unlock_page_new         (const char   *path);
CyUnlockPage *cy_unlock_page_new_for     (CyArchive    *archive);
void          cy_unlock_page_set_path    (CyUnlockPage *self,
                                          const char   *path);
void          cy_unlock_page_show_error  (CyUnlockPage *self,
                                          const GError *error);

G_END_DECLS
