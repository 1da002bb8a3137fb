#define G_LOG_DOMAIN "cy-application"

#include "config.h"

#include "cy-application.h"
#include "cy-window.h"

struct _CyApplication {
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (CyApplication, cy_application, ADW_TYPE_APPLICATION)

static void
cy_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (cy_window_new (CY_APPLICATION (application)));
  gtk_window_present (window);
}

static void
cy_application_class_init (CyApplicationClass *klass)
{
  G_APPLICATION_CLASS (klass)->activate = cy_application_activate;
}

static void
cy_application_init (CyApplication *self)
{
}

/** cy_application_new: Returns: (transfer full): the application, not yet registered */
CyApplication *
cy_application_new (void)
{
  return g_object_new (CY_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "resource-base-path", "/io/github/chuyan/Chuyan",
                       NULL);
}
