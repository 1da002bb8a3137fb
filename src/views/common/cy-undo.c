#define G_LOG_DOMAIN "cy-undo"

#include "config.h"

#include "common/cy-undo.h"

#include <glib/gi18n.h>

#include "cy-history.h"

typedef struct {
  CyDbFunc func;
  gpointer data;
  GDestroyNotify data_free;
} Write;

typedef struct {
  CyContext *context;
  char *title;
  gint64 batch;
} Toast;

static void
write_free (gpointer data)
{
  Write *write = data;

  if (write->data_free != NULL)
    write->data_free (write->data);
  g_free (write);
}

static void
toast_free (gpointer data,
            GClosure *closure)
{
  Toast *toast = data;

  g_object_unref (toast->context);
  g_free (toast->title);
  g_free (toast);
}

static gpointer
run_write (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  Write *write = data;
  g_autoptr (GError) local = NULL;
  gint64 batch;

  write->func (conn, write->data, cancellable, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  batch = cy_conn_get_batch (conn);
  return g_memdup2 (&batch, sizeof batch);
}

static gpointer
run_undo (CyConn        *conn,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  cy_history_undo_batch (conn, *(gint64 *) data, error);
  return NULL;
}

static void
undone (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (CyContext) context = data;
  g_autoptr (GError) error = NULL;

  cy_db_submit_finish (CY_DB (source), result, &error);
  if (error != NULL)
    cy_context_error (context, error);
}

static void
undo (AdwToast *adw_toast,
      Toast    *toast)
{
  CyDb *db = cy_context_get_db (toast->context);

  if (db != NULL)
    cy_db_submit (db, CY_DB_WRITE, run_undo, g_memdup2 (&toast->batch, sizeof toast->batch), g_free, NULL, NULL,
                  undone, g_object_ref (toast->context));
}

/**
 * cy_undo_toast:
 * @title: what was done, plain text
 * @batch: the transaction that did it
 *
 * Says what was done, with a button that takes it back.
 */
void
cy_undo_toast (CyContext  *context,
               const char *title,
               gint64      batch)
{
  AdwToast *adw_toast = adw_toast_new (title);
  Toast *toast = g_new0 (Toast, 1);

  toast->context = g_object_ref (context);
  toast->batch = batch;
  adw_toast_set_use_markup (adw_toast, FALSE);
  adw_toast_set_button_label (adw_toast, _("_Undo"));
  adw_toast_set_timeout (adw_toast, 8);
  g_signal_connect_data (adw_toast, "button-clicked", G_CALLBACK (undo), toast, toast_free, 0);
  cy_context_toast (context, adw_toast);
}

static void
written (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Toast *toast = data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *batch = cy_db_submit_finish (CY_DB (source), result, &error);

  if (error != NULL)
    cy_context_error (toast->context, error);
  else if (toast->title != NULL)
    cy_undo_toast (toast->context, toast->title, *batch);
  toast_free (toast, NULL);
}

/**
 * cy_undo_write:
 * @title: (nullable): what will have been done, shown with a button to undo it
 * @func: the job; it fails by setting its error, and its result is not used
 * @data: (transfer full): for @func
 * @data_free: (nullable): frees @data
 *
 * Writes, then says so. An error goes to the context.
 */
void
cy_undo_write (CyContext      *context,
               const char     *title,
               CyDbFunc        func,
               gpointer        data,
               GDestroyNotify  data_free)
{
  CyDb *db = cy_context_get_db (context);
  Write *write = g_new0 (Write, 1);
  Toast *toast;

  write->func = func;
  write->data = data;
  write->data_free = data_free;
  if (db == NULL)
    {
      write_free (write);
      return;
    }

  toast = g_new0 (Toast, 1);
  toast->context = g_object_ref (context);
  toast->title = g_strdup (title);
  cy_db_submit (db, CY_DB_WRITE, run_write, write, write_free, g_free, NULL, written, toast);
}
