#pragma once

#include "cy-conn.h"
#include "cy-person.h"

G_BEGIN_DECLS

gint64     cy_child_insert       (CyConn          *conn,
                                  const CyPerson  *person,
                                  const CyChild   *child,
                                  GError         **error);
gboolean   cy_child_update       (CyConn          *conn,
                                  const CyPerson  *person,
                                  const CyChild   *child,
                                  CyDay            today,
                                  GError         **error);
CyChild   *cy_child_load         (CyConn          *conn,
                                  gint64           id,
                                  GError         **error);
gboolean   cy_child_move         (CyConn          *conn,
                                  const gint64    *ids,
                                  guint            n_ids,
                                  gint64           school_id,
                                  gint64           class_id,
                                  GError         **error);
gboolean   cy_child_bin          (CyConn          *conn,
                                  const gint64    *ids,
                                  guint            n_ids,
                                  GError         **error);
gboolean   cy_child_restore      (CyConn          *conn,
                                  const gint64    *ids,
                                  guint            n_ids,
                                  GError         **error);
gboolean   cy_child_recheck      (CyConn          *conn,
                                  gint64           id,
                                  CyDay            today,
                                  GError         **error);
gboolean   cy_child_count        (CyConn          *conn,
                                  gint64          *n_children,
                                  GError         **error);
gboolean   cy_child_recheck_of   (CyConn          *conn,
                                  gint64           person_id,
                                  CyDay            today,
                                  GError         **error);

G_END_DECLS
