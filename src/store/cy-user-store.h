#pragma once

#include "cy-conn.h"
#include "cy-user.h"

G_BEGIN_DECLS

gint64     cy_user_insert         (CyConn      *conn,
                                   const char  *slot,
                                   const char  *name,
                                   CyUserRole   role,
                                   gboolean     counsellor,
                                   GError     **error);
CyUser    *cy_user_load           (CyConn      *conn,
                                   gint64       id,
                                   GError     **error);
CyUser    *cy_user_load_by_slot   (CyConn      *conn,
                                   const char  *slot,
                                   GError     **error);
GPtrArray *cy_user_list           (CyConn      *conn,
                                   GError     **error);
gboolean   cy_user_set_counsellor (CyConn      *conn,
                                   gint64       id,
                                   gboolean     counsellor,
                                   GError     **error);
gboolean   cy_user_take_away      (CyConn      *conn,
                                   gint64       id,
                                   GError     **error);

G_END_DECLS
