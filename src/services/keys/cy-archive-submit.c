#define G_LOG_DOMAIN "cy-keys"

#include "config.h"

#include "cy-archive-private.h"

/* What takes long because keys are derived, done on a thread. */

typedef struct {
  CyArchiveFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
} Submission;

static void
submission_free (Submission *submission)
{
  if (submission->data_free != NULL)
    submission->data_free (submission->data);
  g_free (submission);
}

static void
submit_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Submission *submission = task_data;
  GError *error = NULL;
  gpointer result = submission->func (source, submission->data, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, submission->result_free);
}

/**
 * cy_archive_submit:
 * @func: calls functions on users and passwords, on a thread
 * @data: (nullable): passed to @func
 * @data_free: (nullable): frees @data
 * @result_free: (nullable): frees the result when nobody takes it
 * @callback: called on the caller's main context
 *
 * Does on a thread what takes a derivation's time. The archive is not to be locked before it
 * has ended.
 */
void
cy_archive_submit (CyArchive           *archive,
                   CyArchiveFunc        func,
                   gpointer             data,
                   GDestroyNotify       data_free,
                   GDestroyNotify       result_free,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (archive, cancellable, callback, user_data);
  Submission *submission = g_new0 (Submission, 1);

  g_return_if_fail (CY_IS_ARCHIVE (archive));

  submission->func = func;
  submission->data = data;
  submission->data_free = data_free;
  submission->result_free = result_free;
  g_task_set_source_tag (task, cy_archive_submit);
  g_task_set_task_data (task, submission, (GDestroyNotify) submission_free);
  g_task_run_in_thread (task, submit_thread);
}

/** cy_archive_submit_finish: Returns: (nullable): what the function returned; owned by the caller as it says */
gpointer
cy_archive_submit_finish (CyArchive     *archive,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, archive), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
