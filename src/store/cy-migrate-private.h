#pragma once

#include "cy-migrate.h"

G_BEGIN_DECLS

/**
 * CySchemaPlan:
 * @application_id: what the database says of its kind
 * @version: the version to reach
 * @folder: the folder of the steps in the program's resources
 * @steps: (nullable): the steps' texts, in place of the folder
 *
 * How a database comes to be what the program expects.
 */
typedef struct {
  gint32 application_id;
  int version;
  const char *folder;
  const char *const *steps;
} CySchemaPlan;

gboolean cy_migrate_by_plan (const char          *path,
                             const guint8        *key,
                             const CySchemaPlan  *plan,
                             GError             **error);

G_END_DECLS
