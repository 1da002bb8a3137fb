#pragma once

#include "cy-conn.h"
#include "cy-term.h"

G_BEGIN_DECLS

GPtrArray *cy_term_list    (CyConn        *conn,
                            GError       **error);
gint64     cy_term_insert  (CyConn        *conn,
                            const CyTerm  *term,
                            GError       **error);
gboolean   cy_term_propose (CyConn        *conn,
                            const CyTerm  *term,
                            GError       **error);
gboolean   cy_term_update  (CyConn        *conn,
                            const CyTerm  *term,
                            GError       **error);
gboolean   cy_term_bin     (CyConn        *conn,
                            gint64         id,
                            GError       **error);

G_END_DECLS
