#pragma once

#include "cy-conn.h"
#include "cy-obligation.h"

G_BEGIN_DECLS

GPtrArray *cy_scheme_list        (CyConn              *conn,
                                  gboolean             binned,
                                  GError             **error);
CyScheme  *cy_scheme_load        (CyConn              *conn,
                                  gint64               id,
                                  GError             **error);
gint64     cy_scheme_find        (CyConn              *conn,
                                  const char          *key,
                                  GError             **error);
gint64     cy_scheme_insert      (CyConn              *conn,
                                  const CyScheme      *scheme,
                                  GError             **error);
gboolean   cy_scheme_update      (CyConn              *conn,
                                  const CyScheme      *scheme,
                                  GError             **error);
gboolean   cy_scheme_bin         (CyConn              *conn,
                                  gint64               id,
                                  GError             **error);
gboolean   cy_scheme_restore     (CyConn              *conn,
                                  gint64               id,
                                  GError             **error);
gboolean   cy_scheme_is_known    (CyConn              *conn,
                                  const char          *key,
                                  gboolean            *known,
                                  GError             **error);

gint64     cy_obligation_insert  (CyConn              *conn,
                                  const CyObligation  *obligation,
                                  GError             **error);
gboolean   cy_obligation_update  (CyConn              *conn,
                                  const CyObligation  *obligation,
                                  GError             **error);
gboolean   cy_obligation_bin     (CyConn              *conn,
                                  gint64               id,
                                  GError             **error);

G_END_DECLS
