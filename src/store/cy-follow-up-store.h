#pragma once

#include "cy-conn.h"
#include "cy-follow-up.h"

G_BEGIN_DECLS

GPtrArray *cy_follow_up_list     (CyConn            *conn,
                                  CyDay              until,
                                  gint64             child_id,
                                  gboolean           with_done,
                                  GError           **error);
gboolean   cy_follow_up_set_done (CyConn            *conn,
                                  gint64             id,
                                  gboolean           done,
                                  GError           **error);

G_END_DECLS
