#pragma once

#include "cy-conn.h"
#include "cy-id-bits.h"

G_BEGIN_DECLS

gboolean cy_search_settle      (CyConn      *conn,
                                GError     **error);
gboolean cy_search_find        (CyConn      *conn,
                                const char  *term,
                                gboolean     prefix,
                                CyIdBits    *bits,
                                GError     **error);
gboolean cy_search_has_letters (CyConn      *conn,
                                gboolean    *has,
                                GError     **error);
gboolean cy_search_warm        (CyConn      *conn,
                                GError     **error);

G_END_DECLS
