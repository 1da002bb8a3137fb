#pragma once

#include "cy-conn.h"
#include "cy-person.h"

G_BEGIN_DECLS

gint64     cy_unit_insert   (CyConn        *conn,
                             const CyUnit  *unit,
                             GError       **error);
CyUnit    *cy_unit_load     (CyConn        *conn,
                             gint64         id,
                             GError       **error);
GPtrArray *cy_unit_list     (CyConn        *conn,
                             CyUnitKind     kind,
                             gint64         parent_id,
                             GError       **error);
gint64     cy_unit_find     (CyConn        *conn,
                             CyUnitKind     kind,
                             gint64         parent_id,
                             const char    *name,
                             GError       **error);
gint64     cy_unit_ensure_filled (CyConn        *conn,
                                  const CyUnit  *unit,
                                  GError       **error);

G_END_DECLS
