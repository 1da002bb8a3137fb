#pragma once

#include "common/cy-date-row.h"
#include "contact/cy-child-picker.h"
#include "contact/cy-contact-dialog.h"
#include "contact/cy-contact-draft.h"

G_BEGIN_DECLS

struct _CyContactDialog {
  AdwDialog parent_instance;

  /* Template */
  AdwWindowTitle *title;
  AdwBanner *draft_banner;
  CyChildPicker *picker;
  AdwComboRow *kind_row;
  CyDateRow *date_row;
  AdwEntryRow *time_row;
  AdwSwitchRow *reached_row;
  GtkTextView *text_view;
  AdwComboRow *level_row;
  AdwComboRow *medium_row;
  AdwSpinRow *minutes_row;
  AdwExpanderRow *follow_up_row;
  CyDateRow *follow_up_date_row;
  AdwEntryRow *follow_up_text_row;
  GtkLabel *hint_label;

  /* Owned */
  CyContext *context;
  CyContactDraft *draft;
  CyContact *stored;            /* the contact that is edited, and what else it holds; or NULL */
  CyContact *start;             /* what the form showed before anything was typed */
  CyContactKind kinds[CY_CONTACT_KIND_COUNT];   /* in the order of the choice */

  gboolean filling;             /* the form is being filled in: nobody is typing */
  gboolean medium_chosen;       /* by a person, so it no longer follows the kind */
  gboolean saving;
};

CyContact      *cy_contact_dialog_read         (CyContactDialog *self);
void            cy_contact_dialog_fill         (CyContactDialog *self,
                                                const CyContact *contact);
void            cy_contact_dialog_fill_choices (CyContactDialog *self,
                                                CyContactKinds   first);
CyContactKind   cy_contact_dialog_get_kind     (CyContactDialog *self);
CyContactLevel  cy_contact_dialog_get_level    (CyContactDialog *self);
const char     *cy_contact_dialog_find_fault   (CyContactDialog *self,
                                                const CyContact *contact);
const char     *cy_contact_dialog_find_oddity  (CyContactDialog *self,
                                                const CyContact *contact);

G_END_DECLS
