#pragma once

#include "cy-conn.h"
#include "cy-person.h"

G_BEGIN_DECLS

gint64     cy_absence_insert  (CyConn           *conn,
                               const CyAbsence  *absence,
                               GError          **error);
gboolean   cy_absence_update  (CyConn           *conn,
                               const CyAbsence  *absence,
                               GError          **error);
gboolean   cy_absence_bin     (CyConn           *conn,
                               gint64            id,
                               GError          **error);
GPtrArray *cy_absence_list    (CyConn           *conn,
                               gint64            person_id,
                               GError          **error);

G_END_DECLS
