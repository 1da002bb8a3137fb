#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

void cy_enrol_all (GtkWidget  *parent,
                   CyContext  *context,
                   gint64      scheme_id,
                   const char *scheme_name);

G_END_DECLS
