#define G_LOG_DOMAIN "cy-migrate"

#include "config.h"

#include "cy-change-triggers.h"
#include "cy-migrate.h"
#include "cy-store-resources.h"

/* "CyCa" and "CyCo": what application_id says of the file's kind. */
typedef struct {
  const char *folder;
  gint32 application_id;
  int version;
} Schema;

static const Schema schemas[] = {
  [CY_SCHEMA_CARE] = { "care", 0x43794361, 1 },
  [CY_SCHEMA_COUNSELLING] = { "counselling", 0x4379436f, 1 },
};

/**
 * cy_schema_version:
 *
 * Returns: the version that this program writes
 */
int
cy_schema_version (CySchema schema)
{
  return schemas[schema].version;
}

static gboolean
read_versions (CyConn  *conn,
               gint64  *application_id,
               gint64  *version,
               gint64  *n_tables,
               GError **error)
{
  return cy_conn_int64 (conn, error, application_id, "PRAGMA application_id", NULL) &&
         cy_conn_int64 (conn, error, version, "PRAGMA user_version", NULL) &&
         cy_conn_int64 (conn, error, n_tables, "SELECT count(*) FROM sqlite_schema", NULL);
}

static gboolean
apply_step (CyConn        *conn,
            const Schema  *schema,
            int            step,
            GError       **error)
{
  g_autofree char *path = g_strdup_printf ("/io/github/chuyan/Chuyan/schema/%s/%04d.sql", schema->folder, step);
  g_autofree char *versions = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                                               schema->application_id, step);
  g_autoptr (GBytes) sql = g_resource_lookup_data (cy_store_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (sql == NULL)
    return FALSE;

  return cy_conn_script (conn, g_bytes_get_data (sql, NULL), error) &&
         cy_conn_script (conn, versions, error);
}

static gboolean
apply_steps (CyConn        *conn,
             const Schema  *schema,
             int            from,
             GError       **error)
{
  if (!cy_conn_begin (conn, TRUE, error))
    return FALSE;

  for (int step = from + 1; step <= schema->version; step++)
    if (!apply_step (conn, schema, step, error))
      goto fail;
  if (!cy_change_triggers_rebuild (conn, error) || !cy_conn_commit (conn, error))
    goto fail;

  return TRUE;

fail:
  cy_conn_rollback (conn);
  return FALSE;
}

/**
 * cy_migrate:
 * @path: the database file; made when it is missing
 * @key: (nullable): its raw key, %CY_CONN_KEY_SIZE bytes
 * @schema: which of the two databases it is
 *
 * Brings a database to the version of this program, in one transaction: it is either
 * brought up to date whole or left as it was.
 *
 * Fails with %CY_STORE_ERROR_NOT_ARCHIVE for a file of another kind and
 * %CY_STORE_ERROR_NEWER for one that a newer version wrote; neither is touched.
 *
 * Returns: whether the database is up to date
 */
gboolean
cy_migrate (const char    *path,
            const guint8  *key,
            CySchema       schema,
            GError       **error)
{
  const Schema *target = &schemas[schema];
  g_autoptr (CyConn) conn = cy_conn_open (path, key, CY_CONN_WRITABLE | CY_CONN_CREATE, error);
  gint64 application_id, version, n_tables;

  if (conn == NULL || !read_versions (conn, &application_id, &version, &n_tables, error))
    return FALSE;

  if (n_tables > 0 && application_id != target->application_id)
    {
      g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ARCHIVE, "The database is of another kind");
      return FALSE;
    }
  if (version > target->version)
    {
      g_set_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NEWER,
                   "The database has version %" G_GINT64_FORMAT ", this program knows %d", version, target->version);
      return FALSE;
    }
  if (version == target->version)
    return TRUE;

  return apply_steps (conn, target, (int) version, error);
}
