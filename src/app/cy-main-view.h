#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_MAIN_VIEW (cy_main_view_get_type ())
G_DECLARE_FINAL_TYPE (CyMainView, cy_main_view, CY, MAIN_VIEW, AdwBreakpointBin)

GtkWidget  *cy_main_view_new        (CyContext  *context);
gboolean    cy_main_view_show_page  (CyMainView *self,
                                     const char *name);
void        cy_main_view_open_child (CyMainView *self,
                                     gint64      child_id);
void        cy_main_view_find       (CyMainView *self);
gboolean    cy_main_view_act        (CyMainView *self,
                                     const char *action);
void        cy_main_view_add_child  (CyMainView *self);
void        cy_main_view_next_part  (CyMainView *self);
const char *cy_main_view_get_title  (CyMainView *self);

G_END_DECLS
