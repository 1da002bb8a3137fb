#pragma once

#include "cy-profile-store.h"

G_BEGIN_DECLS

CyDay cy_profile_day (CyConn  *conn,
                      GError **error);

G_END_DECLS
