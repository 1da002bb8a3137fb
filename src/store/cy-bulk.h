#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

gboolean cy_bulk_begin  (CyConn  *conn,
                         GError **error);
gboolean cy_bulk_finish (CyConn  *conn,
                         GError **error);

G_END_DECLS
