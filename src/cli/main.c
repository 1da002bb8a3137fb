#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "cy-cli.h"

int
main (int    argc,
      char **argv)
{
  const char *directory = g_getenv ("CHUYAN_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, directory != NULL ? directory : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  return cy_cli_main (argc, argv);
}
