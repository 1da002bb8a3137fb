#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

/* What is done to one child or to many. The ids are (element-type gint64) and not kept. */

void cy_bulk_enrol   (GtkWidget  *parent,
                      CyContext  *context,
                      GArray     *child_ids);
void cy_bulk_end     (GtkWidget  *parent,
                      CyContext  *context,
                      GArray     *child_ids);
void cy_bulk_pause   (GtkWidget  *parent,
                      CyContext  *context,
                      GArray     *child_ids);
void cy_bulk_move    (GtkWidget  *parent,
                      CyContext  *context,
                      GArray     *child_ids);
void cy_bulk_bin     (CyContext  *context,
                      GArray     *child_ids,
                      const char *name);
void cy_bulk_restore (CyContext  *context,
                      GArray     *child_ids,
                      const char *name);

G_END_DECLS
