#pragma once

#include "cy-main-view.h"
#include "cy-main-window.h"

G_BEGIN_DECLS

struct _CyMainWindow {
  AdwApplicationWindow parent_instance;

  /* Template */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwNavigationView *lock_pages;
  AdwBin *main_bin;

  /* Owned */
  CyContext *context;
  GSettings *settings;
  GSignalGroup *context_signals;
  char *path;                   /* of the archive that the lock page asks for; NULL for none */
  char *first_page;             /* shown after the next unlock */
};

CyMainView *cy_main_window_get_view         (CyMainWindow   *self);
void        cy_main_window_show_preferences (CyMainWindow   *self,
                                             const char     *page);
void        cy_main_window_install_actions  (GtkWidgetClass *widget_class);
void        cy_main_window_enable_actions   (CyMainWindow   *self);

G_END_DECLS
