#pragma once

#include "cy-contact.h"
#include "cy-context.h"

G_BEGIN_DECLS

void  cy_contact_save_async  (CyContext            *context,
                              const CyContact      *contact,
                              gboolean              was_restricted,
                              const char           *form,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
gboolean cy_contact_save_finish (GAsyncResult      *result,
                              GError              **error);
void  cy_contact_save_toast  (CyContext            *context,
                              GAsyncResult         *result,
                              const char           *title);

void  cy_contact_open_async  (CyContext            *context,
                              gint64                contact_id,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
CyContact *cy_contact_open_finish (GAsyncResult    *result,
                              GError              **error);

G_END_DECLS
