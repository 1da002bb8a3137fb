#pragma once

#include "cy-conn.h"
#include "cy-enrolment.h"

G_BEGIN_DECLS

GArray    *cy_enrolment_list        (CyConn         *conn,
                                     gint64          child_id,
                                     GError        **error);
gint64     cy_enrolment_add         (CyConn         *conn,
                                     gint64          scheme_id,
                                     gint64          child_id,
                                     CyDay           from,
                                     GError        **error);
gint64     cy_enrolment_add_all     (CyConn         *conn,
                                     gint64          scheme_id,
                                     CyDay           from,
                                     GError        **error);
gboolean   cy_enrolment_count_others (CyConn        *conn,
                                     gint64          scheme_id,
                                     CyDay           from,
                                     gint64         *n_children,
                                     GError        **error);
gboolean   cy_enrolment_end         (CyConn         *conn,
                                     gint64          id,
                                     CyDay           to,
                                     GError        **error);
gboolean   cy_enrolment_bin         (CyConn         *conn,
                                     gint64          id,
                                     GError        **error);
gboolean   cy_enrolment_count       (CyConn         *conn,
                                     gint64          scheme_id,
                                     CyDay           today,
                                     gint64         *n_children,
                                     GError        **error);

GPtrArray *cy_pause_list            (CyConn         *conn,
                                     gint64          child_id,
                                     GError        **error);
gint64     cy_pause_insert          (CyConn         *conn,
                                     const CyPause  *pause,
                                     GError        **error);
gboolean   cy_pause_bin             (CyConn         *conn,
                                     gint64          id,
                                     GError        **error);

G_END_DECLS
