#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

gboolean cy_bulk_insert_begin (CyConn  *conn,
                               GError **error);
gboolean cy_bulk_insert_end   (CyConn  *conn,
                               GError **error);
gboolean cy_bulk_insert_is_on (CyConn  *conn);

G_END_DECLS
