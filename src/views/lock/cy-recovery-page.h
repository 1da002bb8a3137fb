#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CY_TYPE_RECOVERY_PAGE (cy_recovery_page_get_type ())
G_DECLARE_FINAL_TYPE (CyRecoveryPage, cy_recovery_page, CY, RECOVERY_PAGE, AdwNavigationPage)

CyRecoveryPage *cy_recovery_page_new (const char *code,
                                      const char *archive_name);

G_END_DECLS
