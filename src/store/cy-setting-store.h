#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

/* What holds for the whole archive and everybody who uses it, such as the office's name.
 * What holds for one machine is in GSettings. */

gboolean cy_setting_get_text (CyConn      *conn,
                              const char  *key,
                              char       **value,
                              GError     **error);
gboolean cy_setting_set_text (CyConn      *conn,
                              const char  *key,
                              const char  *value,
                              GError     **error);

G_END_DECLS
