#pragma once

#include "cy-contact.h"
#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_CONTACT_DRAFT (cy_contact_draft_get_type ())
G_DECLARE_FINAL_TYPE (CyContactDraft, cy_contact_draft, CY, CONTACT_DRAFT, GObject)

/**
 * CyDraftState:
 * @CY_DRAFT_NONE: there is nothing to keep
 * @CY_DRAFT_UNSAVED: something was typed that is not kept yet
 * @CY_DRAFT_SAVED: everything typed is kept
 * @CY_DRAFT_FAILED: it could not be kept
 */
typedef enum {
  CY_DRAFT_NONE,
  CY_DRAFT_UNSAVED,
  CY_DRAFT_SAVED,
  CY_DRAFT_FAILED,
} CyDraftState;

CyContactDraft *cy_contact_draft_new           (CyContext           *context,
                                                const char          *form);
void            cy_contact_draft_load_async    (CyContactDraft      *self,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean        cy_contact_draft_load_finish   (CyContactDraft      *self,
                                                GAsyncResult        *result,
                                                CyContact          **contact,
                                                char               **saved_at,
                                                GError             **error);
void            cy_contact_draft_update        (CyContactDraft      *self,
                                                CyContact           *contact);
void            cy_contact_draft_flush         (CyContactDraft      *self);
void            cy_contact_draft_discard       (CyContactDraft      *self);
void            cy_contact_draft_forget        (CyContactDraft      *self);
CyDraftState    cy_contact_draft_get_state     (CyContactDraft      *self);
char           *cy_contact_draft_dup_words     (CyContactDraft      *self);
const char     *cy_contact_draft_get_form      (CyContactDraft      *self);

G_END_DECLS
