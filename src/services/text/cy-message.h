#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *cy_message_for_error (const GError *error);

G_END_DECLS
