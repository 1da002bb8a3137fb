#pragma once

#include <glib.h>

G_BEGIN_DECLS

gunichar  cy_width_narrow   (gunichar    c);
gboolean  cy_width_is_space (gunichar    c);
char     *cy_width_plain    (const char *text);
char     *cy_width_tidy     (const char *text);

G_END_DECLS
