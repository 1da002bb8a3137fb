#define G_LOG_DOMAIN "cy-keys"

#include "config.h"

#include "cy-user-jobs.h"

gpointer
cy_user_job_list (CyConn        *conn,
                  gpointer       data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  return cy_user_list (conn, error);
}

gpointer
cy_user_job_load (CyConn        *conn,
                  gpointer       data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  CyUserJob *job = data;

  return cy_user_load (conn, job->id, error);
}

gpointer
cy_user_job_insert (CyConn        *conn,
                    gpointer       data,
                    GCancellable  *cancellable,
                    GError       **error)
{
  CyUserJob *job = data;

  job->id = cy_user_insert (conn, job->slot, job->name, job->role, job->counsellor, error);
  return NULL;
}

/* Gives a user who lost the slot another one. */
gpointer
cy_user_job_attach (CyConn        *conn,
                    gpointer       data,
                    GCancellable  *cancellable,
                    GError       **error)
{
  CyUserJob *job = data;

  cy_conn_run (conn, error, "UPDATE user SET slot = ?, " CY_SQL_TOUCH " WHERE id = ? AND deleted_at IS NULL", "ti",
               job->slot, job->id);
  return NULL;
}

gpointer
cy_user_job_counsellor (CyConn        *conn,
                        gpointer       data,
                        GCancellable  *cancellable,
                        GError       **error)
{
  CyUserJob *job = data;

  cy_user_set_counsellor (conn, job->id, job->counsellor, error);
  return NULL;
}

gpointer
cy_user_job_take_away (CyConn        *conn,
                       gpointer       data,
                       GCancellable  *cancellable,
                       GError       **error)
{
  CyUserJob *job = data;

  cy_user_take_away (conn, job->id, error);
  return NULL;
}
