#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *cy_filter_pill_new (const char *words);

G_END_DECLS
