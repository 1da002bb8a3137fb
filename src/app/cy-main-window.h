#pragma once

#include "cy-application.h"

G_BEGIN_DECLS

#define CY_TYPE_MAIN_WINDOW (cy_main_window_get_type ())
G_DECLARE_FINAL_TYPE (CyMainWindow, cy_main_window, CY, MAIN_WINDOW, AdwApplicationWindow)

CyMainWindow *cy_main_window_new               (CyApplication *application);

void      cy_main_window_open_archive      (CyMainWindow      *self,
                                       const char    *path);
void      cy_main_window_open_last_archive (CyMainWindow      *self);
void      cy_main_window_unlock            (CyMainWindow      *self,
                                       const char    *password);
void      cy_main_window_set_first_page    (CyMainWindow      *self,
                                       const char    *page);

G_END_DECLS
