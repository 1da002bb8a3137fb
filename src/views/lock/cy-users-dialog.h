#pragma once

#include <adwaita.h>

#include "keys/cy-archive.h"

G_BEGIN_DECLS

#define CY_TYPE_USERS_DIALOG (cy_users_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CyUsersDialog, cy_users_dialog, CY, USERS_DIALOG, AdwDialog)

AdwDialog *cy_users_dialog_new (CyArchive *archive);

G_END_DECLS
