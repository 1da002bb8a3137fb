#pragma once

#include <glib/gstdio.h>

#include "cy-conn.h"
#include "cy-migrate.h"

/* What tests of a database begin and end with. */

static const guint8 test_key[CY_CONN_KEY_SIZE] = "fictional key of thirty-two byte";

/* A fresh care.db in a folder of its own; @folder and the result are the caller's. */
static inline char *
test_database_new (char **folder)
{
  g_autoptr (GError) error = NULL;
  char *path;

  *folder = g_dir_make_tmp ("chuyan-test-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (*folder, "care.db", NULL);
  cy_migrate (path, test_key, CY_SCHEMA_CARE, &error);
  g_assert_no_error (error);

  return path;
}

/* Removes the folder and what is in it. */
static inline void
test_folder_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}
