#pragma once

#include "cy-conn.h"
#include "cy-contact.h"

G_BEGIN_DECLS

char      *cy_contact_form_to_text   (const CyContact  *contact);
CyContact *cy_contact_form_from_text (const char       *text);

/**
 * CyContactSaved:
 * @id: the contact
 * @batch: what cy_history_undo_batch() takes back
 */
typedef struct {
  gint64 id;
  gint64 batch;
} CyContactSaved;

CyContactSaved *cy_contact_form_save (CyConn           *conn,
                                      const CyContact  *contact,
                                      gint64            user_id,
                                      const char       *form,
                                      GError          **error);
gboolean        cy_contact_form_undo (CyConn           *conn,
                                      gint64            batch,
                                      gint64            user_id,
                                      const char       *form,
                                      const CyContact  *typed,
                                      GError          **error);

G_END_DECLS
