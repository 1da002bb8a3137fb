#pragma once

#include "cy-person.h"
#include "test-store.h"

G_BEGIN_DECLS

#define TODAY (cy_day_from_ymd (2026, 9, 10))

void   people_set_up    (TestStore      *f,
                         gconstpointer   data);
void   people_tear_down (TestStore      *f,
                         gconstpointer   data);
gint64 add_child        (CyConn         *conn,
                         const char     *name,
                         CyDay           birth);
gint64 add_relative     (CyConn         *conn,
                         gint64          child_id,
                         const char     *name,
                         const char     *kin,
                         CyRelationRole  role,
                         gboolean        primary);
gint64 add_absence      (CyConn         *conn,
                         gint64          person_id,
                         CyDay           from,
                         CyDay           to);
void   relate           (CyConn         *conn,
                         gint64          child_id,
                         gint64          person_id,
                         CyRelationRole  role);
void   set_phone        (CyConn         *conn,
                         gint64          person_id,
                         const char     *phone);

G_END_DECLS
