#define G_LOG_DOMAIN "cy-window"

#include "config.h"

#include "cy-window.h"

struct _CyWindow {
  AdwApplicationWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (CyWindow, cy_window, ADW_TYPE_APPLICATION_WINDOW)

static void
cy_window_class_init (CyWindowClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), "/io/github/chuyan/Chuyan/app/cy-window.ui");
}

static void
cy_window_init (CyWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/** cy_window_new: Returns: (transfer none): the main window, owned by GTK */
CyWindow *
cy_window_new (CyApplication *application)
{
  return g_object_new (CY_TYPE_WINDOW, "application", application, NULL);
}
