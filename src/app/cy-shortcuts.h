#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void       cy_shortcuts_install    (GtkApplication *application);
AdwDialog *cy_shortcuts_dialog_new (void);

G_END_DECLS
