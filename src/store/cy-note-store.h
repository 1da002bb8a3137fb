#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

/* The text of restricted contacts. These functions take a connection to counselling.db; the
 * contact itself is in care.db, whose text column stays NULL. */

gboolean cy_note_save   (CyConn       *conn,
                         const CyUid  *contact_uid,
                         const char   *text,
                         GError      **error);
gboolean cy_note_load   (CyConn       *conn,
                         const CyUid  *contact_uid,
                         char        **text,
                         GError      **error);
gboolean cy_note_remove (CyConn       *conn,
                         const CyUid  *contact_uid,
                         GError      **error);

G_END_DECLS
