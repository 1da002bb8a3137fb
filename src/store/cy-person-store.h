#pragma once

#include "cy-conn.h"
#include "cy-person.h"

G_BEGIN_DECLS

gint64     cy_person_insert      (CyConn          *conn,
                                  const CyPerson  *person,
                                  GError         **error);
gboolean   cy_person_update      (CyConn          *conn,
                                  const CyPerson  *person,
                                  GError         **error);
CyPerson  *cy_person_load        (CyConn          *conn,
                                  gint64           id,
                                  GError         **error);
gint64     cy_person_id_of_uid   (CyConn          *conn,
                                  const CyUid     *uid,
                                  GError         **error);

G_END_DECLS
