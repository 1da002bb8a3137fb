#pragma once

#include <glib/gstdio.h>

#include "cy-conn.h"
#include "cy-migrate.h"

/* A fresh database of the first schema in a folder of its own, with one open connection in a
 * transaction. */
typedef struct {
  char *folder;
  char *path;
  CyConn *conn;
} TestStore;

static const guint8 test_store_key[CY_CONN_KEY_SIZE] = "fictional key of thirty-two byte";

static inline void
test_store_set_up (TestStore *f)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("chuyan-test-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "care.db", NULL);
  cy_migrate (f->path, test_store_key, CY_SCHEMA_CARE, &error);
  g_assert_no_error (error);
  f->conn = cy_conn_open (f->path, test_store_key, CY_CONN_WRITABLE, &error);
  g_assert_no_error (error);
  cy_conn_begin (f->conn, TRUE, &error);
  g_assert_no_error (error);
}

static inline void
test_store_tear_down (TestStore *f)
{
  static const char * const names[] = { "care.db", "care.db-wal", "care.db-shm" };

  if (f->conn != NULL)
    cy_conn_rollback (f->conn);
  g_clear_pointer (&f->conn, cy_conn_close);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (f->folder, names[i], NULL);

      g_remove (path);
    }
  g_rmdir (f->folder);
  g_free (f->path);
  g_free (f->folder);
}
