#pragma once

#include <glib.h>

G_BEGIN_DECLS

char       *cy_message_for_error         (const GError *error);
const char *cy_message_too_many_children (void);

G_END_DECLS
