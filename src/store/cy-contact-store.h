#pragma once

#include "cy-conn.h"
#include "cy-contact.h"

G_BEGIN_DECLS

CyContact *cy_contact_load          (CyConn           *conn,
                                     gint64            id,
                                     GError          **error);
GPtrArray *cy_contact_list_of_child (CyConn           *conn,
                                     gint64            child_id,
                                     CyDay             before_date,
                                     gint64            before_id,
                                     guint             limit,
                                     GError          **error);

gint64     cy_contact_insert        (CyConn           *conn,
                                     const CyContact  *contact,
                                     GError          **error);
gboolean   cy_contact_update        (CyConn           *conn,
                                     const CyContact  *contact,
                                     GError          **error);
gboolean   cy_contact_bin           (CyConn           *conn,
                                     gint64            id,
                                     GError          **error);

gboolean   cy_contact_log_check     (CyConn           *conn,
                                     gint64           *n_wrong,
                                     GError          **error);

G_END_DECLS
