#pragma once

#include "cy-conn.h"
#include "cy-person.h"

G_BEGIN_DECLS

gint64     cy_arrangement_insert  (CyConn                   *conn,
                                   const CyCareArrangement  *arrangement,
                                   GError                  **error);
gboolean   cy_arrangement_update  (CyConn                   *conn,
                                   const CyCareArrangement  *arrangement,
                                   GError                  **error);
gboolean   cy_arrangement_bin     (CyConn                   *conn,
                                   gint64                    id,
                                   GError                  **error);
GPtrArray *cy_arrangement_list    (CyConn                   *conn,
                                   gint64                    child_id,
                                   GError                  **error);

G_END_DECLS
