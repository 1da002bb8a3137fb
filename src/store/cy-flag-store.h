#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

/** CyFlag: an open or resolved flag of a child. */
typedef struct {
  gint64 id;
  gint64 child_id;
  char *code;
  char *detail;
  char *created_at;
  char *resolved_at;
} CyFlag;

void       cy_flag_free        (CyFlag      *flag);

gboolean   cy_flag_raise       (CyConn      *conn,
                                gint64       child_id,
                                const char  *code,
                                const char  *detail,
                                GError     **error);
gboolean   cy_flag_resolve     (CyConn      *conn,
                                gint64       child_id,
                                const char  *code,
                                GError     **error);
gboolean   cy_flag_resolve_one (CyConn      *conn,
                                gint64       flag_id,
                                GError     **error);
GPtrArray *cy_flag_list        (CyConn      *conn,
                                gint64       child_id,
                                gboolean     with_resolved,
                                GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyFlag, cy_flag_free)

G_END_DECLS
