#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *cy_row_new          (const char          *title,
                                const char          *subtitle);
GtkWidget *cy_row_add_button   (GtkWidget           *row,
                                const char          *icon_name,
                                const char          *label,
                                GCallback            clicked,
                                gpointer             object);
GtkWidget *cy_fact_row_new     (const char          *title,
                                const char          *value);
GtkWidget *cy_pill_new         (const char          *text,
                                const char          *css_class);
GtkWidget *cy_group_new        (AdwPreferencesPage  *page,
                                const char          *title,
                                const char          *description);
GtkWidget *cy_group_add_button (GtkWidget           *group,
                                const char          *icon_name,
                                const char          *label,
                                GCallback            clicked,
                                gpointer             object);

G_END_DECLS
