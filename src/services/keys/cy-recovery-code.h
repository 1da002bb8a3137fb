#pragma once

#include "cy-keys-error.h"

G_BEGIN_DECLS

char     *cy_recovery_code_new   (void);
gboolean  cy_recovery_code_looks (const char  *text);
char     *cy_recovery_code_parse (const char  *text,
                                  GError     **error);

G_END_DECLS
