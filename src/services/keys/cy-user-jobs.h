#pragma once

#include "cy-conn.h"
#include "cy-user-store.h"

G_BEGIN_DECLS

/* Jobs on the list of users; their data is a #CyUserJob, of which each takes what it needs. */

typedef struct {
  gint64 id;
  const char *slot;
  const char *name;
  CyUserRole role;
  gboolean counsellor;
} CyUserJob;

gpointer cy_user_job_list       (CyConn        *conn,
                                 gpointer       data,
                                 GCancellable  *cancellable,
                                 GError       **error);
gpointer cy_user_job_load       (CyConn        *conn,
                                 gpointer       data,
                                 GCancellable  *cancellable,
                                 GError       **error);
gpointer cy_user_job_insert     (CyConn        *conn,
                                 gpointer       data,
                                 GCancellable  *cancellable,
                                 GError       **error);
gpointer cy_user_job_attach     (CyConn        *conn,
                                 gpointer       data,
                                 GCancellable  *cancellable,
                                 GError       **error);
gpointer cy_user_job_counsellor (CyConn        *conn,
                                 gpointer       data,
                                 GCancellable  *cancellable,
                                 GError       **error);
gpointer cy_user_job_take_away  (CyConn        *conn,
                                 gpointer       data,
                                 GCancellable  *cancellable,
                                 GError       **error);

G_END_DECLS
