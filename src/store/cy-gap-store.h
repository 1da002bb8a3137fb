#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

GPtrArray *cy_gap_list (CyConn  *conn,
                        gint64   child_id,
                        GError **error);

G_END_DECLS
