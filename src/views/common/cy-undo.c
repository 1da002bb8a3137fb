#define G_LOG_DOMAIN "cy-undo"

#include "config.h"

#include "common/cy-undo.h"

#include <glib/gi18n.h>

#include "cy-history.h"

/* What is done to very many takes seconds. After so many milliseconds it is said that it goes on, and can
 * be given up. */
#define PATIENCE 1500

typedef struct {
  CyContext *context;
  GCancellable *cancellable;
  AdwToast *toast;              /* once patience is over */
  guint patience_id;
} Wait;

typedef struct {
  CyDbFunc func;
  gpointer data;
  GDestroyNotify data_free;
} Write;

typedef struct {
  CyContext *context;
  Wait *wait;                   /* while it is written */
  char *title;
  gint64 batch;
} Toast;

static gboolean
patience_cb (gpointer user_data)
{
  Wait *wait = user_data;

  wait->patience_id = 0;
  wait->toast = g_object_ref_sink (adw_toast_new (_("This takes a moment…")));
  adw_toast_set_timeout (wait->toast, 0);
  adw_toast_set_button_label (wait->toast, _("_Cancel"));
  g_signal_connect_object (wait->toast, "button-clicked", G_CALLBACK (g_cancellable_cancel), wait->cancellable,
                           G_CONNECT_SWAPPED);
  cy_context_toast (wait->context, g_object_ref (wait->toast));

  return G_SOURCE_REMOVE;
}

static Wait *
wait_new (CyContext *context)
{
  Wait *wait = g_new0 (Wait, 1);

  wait->context = g_object_ref (context);
  wait->cancellable = g_cancellable_new ();
  wait->patience_id = g_timeout_add (PATIENCE, patience_cb, wait);

  return wait;
}

static void
wait_end (Wait *wait)
{
  g_clear_handle_id (&wait->patience_id, g_source_remove);
  if (wait->toast != NULL)
    adw_toast_dismiss (wait->toast);
  g_clear_object (&wait->toast);
  g_object_unref (wait->cancellable);
  g_object_unref (wait->context);
  g_free (wait);
}

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
  Wait *wait = data;
  g_autoptr (GError) error = NULL;

  cy_db_submit_finish (CY_DB (source), result, &error);
  if (error != NULL)
    cy_context_error (wait->context, error);
  wait_end (wait);
}

static void
undo (AdwToast *adw_toast,
      Toast    *toast)
{
  CyDb *db = cy_context_get_db (toast->context);
  Wait *wait;

  if (db == NULL)
    return;

  wait = wait_new (toast->context);
  cy_db_submit (db, CY_DB_WRITE, run_undo, g_memdup2 (&toast->batch, sizeof toast->batch), g_free, NULL,
                wait->cancellable, undone, wait);
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

  wait_end (g_steal_pointer (&toast->wait));
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
 * Writes, then says so. An error goes to the context. What takes long says that it goes on, with a
 * button to give it up.
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
  toast->wait = wait_new (context);
  cy_db_submit (db, CY_DB_WRITE, run_write, write, write_free, g_free, toast->wait->cancellable, written, toast);
}
