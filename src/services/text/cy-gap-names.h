#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *cy_name_gap (const char *key);

G_END_DECLS
