#pragma once

#include "cy-conn.h"
#include "cy-person.h"

G_BEGIN_DECLS

gint64     cy_relation_insert      (CyConn            *conn,
                                    const CyRelation  *relation,
                                    GError           **error);
gboolean   cy_relation_update      (CyConn            *conn,
                                    const CyRelation  *relation,
                                    GError           **error);
gboolean   cy_relation_bin         (CyConn            *conn,
                                    gint64             id,
                                    GError           **error);
GPtrArray *cy_relation_list        (CyConn            *conn,
                                    gint64             child_id,
                                    GError           **error);
gboolean   cy_relation_set_primary (CyConn            *conn,
                                    gint64             id,
                                    GError           **error);

G_END_DECLS
