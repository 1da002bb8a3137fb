#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

AdwDialog *cy_preferences_dialog_new (CyContext  *context,
                                      const char *page);

G_END_DECLS
