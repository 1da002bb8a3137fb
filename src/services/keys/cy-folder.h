#pragma once

#include <glib.h>

#include "cy-store-error.h"

G_BEGIN_DECLS

/* The names inside an archive's folder. */
#define CY_FOLDER_KEYS "archive.json"
#define CY_FOLDER_CARE "care.db"
#define CY_FOLDER_COUNSELLING "counselling.db"
#define CY_FOLDER_LOCK "lock"

gboolean  cy_folder_write          (const char  *folder,
                                    const char  *name,
                                    GBytes      *contents,
                                    GError     **error);
GBytes   *cy_folder_read           (const char  *folder,
                                    const char  *name,
                                    gsize        max_size,
                                    GError     **error);
void      cy_folder_remove         (const char  *folder);
gboolean  cy_folder_sync           (const char  *folder,
                                    GError     **error);
void      cy_folder_set_io_error   (GError     **error,
                                    int          code,
                                    const char  *what);

G_END_DECLS
