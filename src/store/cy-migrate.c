#define G_LOG_DOMAIN "cy-migrate"

#include "config.h"

#include "cy-migrate-private.h"

#include "cy-change-triggers.h"
#include "cy-store-resources.h"

#include <glib/gstdio.h>

/* "CyCa" and "CyCo": what application_id says of the file's kind. */
static const CySchemaPlan plans[] = {
  [CY_SCHEMA_CARE] = { .application_id = 0x43794361, .version = 1, .folder = "care" },
  [CY_SCHEMA_COUNSELLING] = { .application_id = 0x4379436f, .version = 1, .folder = "counselling" },
};

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
apply_step (CyConn              *conn,
            const CySchemaPlan  *plan,
            int                  step,
            GError             **error)
{
  g_autofree char *path = NULL;
  g_autofree char *versions = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                                               plan->application_id, step);
  g_autoptr (GBytes) sql = NULL;

  if (plan->steps != NULL)
    return cy_conn_script (conn, plan->steps[step - 1], error) && cy_conn_script (conn, versions, error);

  path = g_strdup_printf ("/io/github/chuyan/Chuyan/schema/%s/%04d.sql", plan->folder, step);
  sql = g_resource_lookup_data (cy_store_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (sql == NULL)
    return FALSE;

  return cy_conn_script (conn, g_bytes_get_data (sql, NULL), error) &&
         cy_conn_script (conn, versions, error);
}

static gboolean
apply_steps (CyConn              *conn,
             const CySchemaPlan  *plan,
             int                  from,
             GError             **error)
{
  if (!cy_conn_begin (conn, TRUE, error))
    return FALSE;

  for (int step = from + 1; step <= plan->version; step++)
    if (!apply_step (conn, plan, step, error))
      goto fail;
  if (!cy_change_triggers_rebuild (conn, error) || !cy_conn_commit (conn, error))
    goto fail;

  return TRUE;

fail:
  cy_conn_rollback (conn);
  return FALSE;
}

/* What there is, read without touching it: 0 for nothing yet. */
static gboolean
current_version (const char          *path,
                 const guint8        *key,
                 const CySchemaPlan  *plan,
                 int                 *version,
                 GError             **error)
{
  g_autoptr (CyConn) conn = NULL;
  gint64 application_id, user_version, n_tables;
  GStatBuf info;

  *version = 0;
  if (g_stat (path, &info) < 0 || info.st_size == 0)
    return TRUE;

  conn = cy_conn_open (path, key, CY_CONN_WRITABLE | CY_CONN_AS_IS, error);
  if (conn == NULL || !read_versions (conn, &application_id, &user_version, &n_tables, error))
    return FALSE;

  if (n_tables > 0 && application_id != plan->application_id)
    {
      g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ARCHIVE, "The database is of another kind");
      return FALSE;
    }
  if (user_version > plan->version)
    {
      g_set_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NEWER,
                   "The database has version %" G_GINT64_FORMAT ", this program knows %d", user_version, plan->version);
      return FALSE;
    }

  *version = (int) user_version;
  return TRUE;
}

/** cy_migrate_by_plan: cy_migrate() by another plan than the program's own, for tests of migrations to come */
gboolean
cy_migrate_by_plan (const char          *path,
                    const guint8        *key,
                    const CySchemaPlan  *plan,
                    GError             **error)
{
  g_autoptr (CyConn) conn = NULL;
  g_autofree char *before = NULL;
  int version;

  if (!current_version (path, key, plan, &version, error))
    return FALSE;
  if (version == plan->version)
    return TRUE;

  conn = cy_conn_open (path, key, CY_CONN_WRITABLE | CY_CONN_CREATE, error);
  if (conn == NULL)
    return FALSE;
  before = g_strdup_printf ("%s.before-%d", path, plan->version);
  if (version > 0 && !cy_conn_copy (conn, before, key, error))
    return FALSE;

  return apply_steps (conn, plan, version, error);
}

/**
 * cy_migrate:
 * @path: the database file; made when it is missing
 * @key: (nullable): its raw key, %CY_CONN_KEY_SIZE bytes
 * @schema: which of the two databases it is
 *
 * Brings a database to the version of this program, in one transaction: it is either
 * brought up to date whole or left as it was. What was there before is kept beside it, as a
 * verified copy whose name ends in ".before-" and the version it was brought to.
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
  return cy_migrate_by_plan (path, key, &plans[schema], error);
}
