#pragma once

#include "../database.h"

/* A fresh database of the first schema in a folder of its own, with one open connection in a
 * transaction. */
typedef struct {
  char *folder;
  char *path;
  CyConn *conn;
} TestStore;

static inline void
test_store_set_up (TestStore *f)
{
  g_autoptr (GError) error = NULL;

  f->path = test_database_new (&f->folder);
  f->conn = cy_conn_open (f->path, test_key, CY_CONN_WRITABLE, &error);
  g_assert_no_error (error);
  cy_conn_begin (f->conn, TRUE, &error);
  g_assert_no_error (error);
}

static inline void
test_store_tear_down (TestStore *f)
{
  if (f->conn != NULL)
    cy_conn_rollback (f->conn);
  g_clear_pointer (&f->conn, cy_conn_close);
  test_folder_remove (f->folder);
  g_free (f->path);
  g_free (f->folder);
}
