#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

gboolean cy_search_settle (CyConn  *conn,
                           GError **error);

G_END_DECLS
