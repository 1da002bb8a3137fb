#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

gboolean cy_change_triggers_rebuild (CyConn  *conn,
                                     GError **error);

G_END_DECLS
