#pragma once

#include <glib.h>

G_BEGIN_DECLS

int roster_archive (const char *folder,
                    int         fd);

G_END_DECLS
