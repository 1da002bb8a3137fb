#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CY_TYPE_NEW_PASSWORD (cy_new_password_get_type ())
G_DECLARE_FINAL_TYPE (CyNewPassword, cy_new_password, CY, NEW_PASSWORD, AdwPreferencesGroup)

gboolean    cy_new_password_is_complete  (CyNewPassword *self);
const char *cy_new_password_get_text     (CyNewPassword *self);
void        cy_new_password_clear        (CyNewPassword *self);
void        cy_new_password_focus        (CyNewPassword *self);
void        cy_new_password_set_editable (CyNewPassword *self,
                                          gboolean       editable);

G_END_DECLS
