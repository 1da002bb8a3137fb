#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

/* What somebody has typed into a form and not yet saved, one for each user and form. Both
 * databases have drafts: the draft of a restricted note belongs into counselling.db, and
 * the functions are called with a connection to it. */

gboolean cy_draft_save   (CyConn      *conn,
                          gint64       user_id,
                          const char  *form,
                          const char  *payload,
                          GError     **error);
gboolean cy_draft_load   (CyConn      *conn,
                          gint64       user_id,
                          const char  *form,
                          char       **payload,
                          char       **saved_at,
                          GError     **error);
gboolean cy_draft_delete (CyConn      *conn,
                          gint64       user_id,
                          const char  *form,
                          GError     **error);

G_END_DECLS
