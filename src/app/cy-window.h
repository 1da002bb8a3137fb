#pragma once

#include "cy-application.h"

G_BEGIN_DECLS

#define CY_TYPE_WINDOW (cy_window_get_type ())
G_DECLARE_FINAL_TYPE (CyWindow, cy_window, CY, WINDOW, AdwApplicationWindow)

CyWindow *cy_window_new (CyApplication *application);

G_END_DECLS
