#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

GPtrArray *cy_roster_rows_load (CyConn        *conn,
                                GArray        *child_ids,
                                CyDay          today,
                                GCancellable  *cancellable,
                                GError       **error);
GBytes    *cy_roster_workbook  (GPtrArray     *rows,
                                GCancellable  *cancellable,
                                GError       **error);

G_END_DECLS
