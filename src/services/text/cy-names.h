#pragma once

#include "cy-contact.h"
#include "cy-due.h"

G_BEGIN_DECLS

const char *cy_name_contact_kind  (CyContactKind    kind);
char       *cy_name_contact_kinds (CyContactKinds   kinds);
const char *cy_name_medium        (CyContactMedium  medium);
const char *cy_name_level         (CyContactLevel   level);
const char *cy_name_due_state     (CyDueState       state);

G_END_DECLS
