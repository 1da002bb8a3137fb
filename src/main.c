#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "cy-application.h"

/* Set by a build that runs from its own folder, where nothing is installed. */
static const char *
locale_directory (void)
{
  const char *directory = g_getenv ("CHUYAN_LOCALEDIR");

  return directory != NULL ? directory : LOCALEDIR;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (CyApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_directory ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = cy_application_new (APP_ID);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
