#pragma once

#include "cy-db.h"

G_BEGIN_DECLS

CyChangeSet *cy_change_set_new      (void);
void         cy_change_set_note     (CyChangeSet *changes,
                                     const char  *table,
                                     gint64       id);
gboolean     cy_change_set_is_empty (CyChangeSet *changes);

G_END_DECLS
