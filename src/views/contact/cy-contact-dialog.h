#pragma once

#include "cy-contact.h"
#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_CONTACT_DIALOG (cy_contact_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CyContactDialog, cy_contact_dialog, CY, CONTACT_DIALOG, AdwDialog)

AdwDialog *cy_contact_dialog_new      (CyContext       *context,
                                       const gint64    *child_ids,
                                       guint            n_child_ids,
                                       CyContactKinds   kinds);
AdwDialog *cy_contact_dialog_new_edit (CyContext       *context,
                                       gint64           contact_id);

G_END_DECLS
