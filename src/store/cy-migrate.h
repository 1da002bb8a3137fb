#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

/**
 * CySchema:
 * @CY_SCHEMA_CARE: care.db, everything but counselling
 * @CY_SCHEMA_COUNSELLING: counselling.db, the confidential notes
 */
typedef enum {
  CY_SCHEMA_CARE,
  CY_SCHEMA_COUNSELLING,
} CySchema;

gboolean cy_migrate        (const char    *path,
                            const guint8  *key,
                            CySchema       schema,
                            GError       **error);

G_END_DECLS
