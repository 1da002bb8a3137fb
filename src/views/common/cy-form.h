#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * CyFormState:
 * @CY_FORM_FINE: nothing to say
 * @CY_FORM_WARNING: implausible; it may be saved all the same
 * @CY_FORM_ERROR: impossible; it cannot be saved
 */
typedef enum {
  CY_FORM_FINE,
  CY_FORM_WARNING,
  CY_FORM_ERROR,
} CyFormState;

char *cy_form_dup_text       (AdwEntryRow     *row);
void  cy_form_set_text       (AdwEntryRow     *row,
                              const char      *text);
void  cy_form_take_text      (AdwEntryRow     *row,
                              char           **field);
void  cy_form_set_phones     (AdwEntryRow     *row,
                              const char      *phones);
void  cy_form_take_phones    (AdwEntryRow     *row,
                              char           **field);
void  cy_form_set_state      (GtkWidget       *row,
                              CyFormState      state);
void  cy_form_install_cancel (GtkWidgetClass  *dialog_class,
                              const char      *action_name);

G_END_DECLS
