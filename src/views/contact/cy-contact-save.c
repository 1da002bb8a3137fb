#define G_LOG_DOMAIN "cy-contact"

#include "config.h"

#include "cy-contact-save.h"
#include "contact/cy-contact-form.h"
#include "cy-contact-store.h"
#include "cy-history.h"
#include "cy-note-store.h"

#include <glib/gi18n.h>
#include <string.h>

/* Storing a contact across the two databases, and taking that back.
 *
 * A restricted text is stored first, under the uid that the contact will have, and the
 * contact after it: should the second fail, or the machine with it, a note is left that
 * belongs to nothing, which is better than a contact that has lost its text. When a contact
 * is no longer restricted, its note goes last, for the same reason. */

typedef struct {
  CyContext *context;
  CyContact *contact;           /* as it goes to care.db */
  char *note;                   /* as it goes to counselling.db; NULL for none */
  gboolean was_restricted;
  gint64 user_id;
  char *form;
  CyContact *typed;             /* the whole form, for the draft after an undo */
  CyContactSaved saved;
  gint64 note_batch;            /* 0 when counselling.db was left alone */
} Save;

static void
save_free (Save *save)
{
  g_clear_object (&save->context);
  g_clear_pointer (&save->contact, cy_contact_free);
  g_free (save->note);
  g_free (save->form);
  g_clear_pointer (&save->typed, cy_contact_free);
  g_free (save);
}

/* Saving. The steps share the task's data: only one runs at a time, and the main thread
 * leaves it alone until the task returns. */

static gpointer
note_job (CyConn        *conn,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  Save *save = data;

  save->note_batch = cy_conn_get_batch (conn);
  if (save->note != NULL)
    cy_note_save (conn, &save->contact->uid, save->note, error);
  else
    cy_note_remove (conn, &save->contact->uid, error);

  return NULL;
}

static gpointer
contact_job (CyConn        *conn,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  Save *save = data;
  g_autofree CyContactSaved *saved =
    cy_contact_form_save (conn, save->contact, save->user_id, save->form, error);

  if (saved != NULL)
    save->saved = *saved;

  return NULL;
}

static void
note_removed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;

  /* The contact is stored and nothing is lost; the note only lies there unseen. */
  cy_db_submit_finish (CY_DB (source), result, &error);
  if (error != NULL)
    g_message ("a note could not be removed: %s", error->message);

  g_task_return_boolean (task, TRUE);
}

static void
contact_saved_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Save *save = g_task_get_task_data (task);
  CyDb *counselling = cy_context_get_counselling_db (save->context);
  g_autoptr (GError) error = NULL;

  cy_db_submit_finish (CY_DB (source), result, &error);
  if (error == NULL && save->note == NULL && save->was_restricted && counselling != NULL)
    {
      cy_db_submit (counselling, CY_DB_WRITE, note_job, save, NULL, NULL, NULL, note_removed_cb,
                    g_steal_pointer (&task));
      return;
    }

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
save_contact (GTask *task)
{
  Save *save = g_task_get_task_data (task);
  CyDb *db = cy_context_get_db (save->context);

  if (db == NULL)
    {
      g_task_return_new_error_literal (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The archive is locked");
      g_object_unref (task);
      return;
    }

  cy_db_submit (db, CY_DB_WRITE, contact_job, save, NULL, NULL, NULL, contact_saved_cb, task);
}

static void
note_saved_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  cy_db_submit_finish (CY_DB (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    save_contact (g_steal_pointer (&task));
}

/**
 * cy_contact_save_async:
 * @contact: what is logged; with an id and a uid to change one that is stored
 * @was_restricted: whether its text is in counselling.db so far
 * @form: the draft that is let go with it
 *
 * Stores a contact, a restricted text in counselling.db alone.
 */
void
cy_contact_save_async (CyContext           *context,
                       const CyContact     *contact,
                       gboolean             was_restricted,
                       const char          *form,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  CyDb *counselling = cy_context_get_counselling_db (context);
  Save *save = g_new0 (Save, 1);

  save->context = g_object_ref (context);
  save->contact = cy_contact_copy (contact);
  save->was_restricted = was_restricted;
  save->user_id = cy_context_get_user_id (context);
  save->form = g_strdup (form);
  save->typed = cy_contact_copy (contact);
  if (contact->id == 0)
    cy_uid_new (&save->contact->uid);
  if (contact->level == CY_LEVEL_RESTRICTED)
    save->note = g_steal_pointer (&save->contact->text);
  g_task_set_source_tag (task, cy_contact_save_async);
  g_task_set_task_data (task, save, (GDestroyNotify) save_free);

  if (save->note == NULL)
    save_contact (task);
  else if (counselling == NULL)
    {
      g_task_return_new_error_literal (task, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ALLOWED,
                                       "This user has no key for confidential notes");
      g_object_unref (task);
    }
  else
    cy_db_submit (counselling, CY_DB_WRITE, note_job, save, NULL, NULL, NULL, note_saved_cb, task);
}

/** cy_contact_save_finish: Returns: whether the contact is stored */
gboolean
cy_contact_save_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Taking it back */

typedef struct {
  CyContext *context;
  gint64 batch;
  gint64 note_batch;
  gint64 user_id;
  char *form;
  CyContact *typed;
} Undo;

static void
undo_free (Undo *undo)
{
  g_clear_object (&undo->context);
  g_free (undo->form);
  cy_contact_free (undo->typed);
  g_free (undo);
}

static void
undo_closure_free (gpointer  data,
                   GClosure *closure)
{
  undo_free (data);
}

static gpointer
undo_note_job (CyConn        *conn,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  Undo *undo = data;

  cy_contact_form_undo (conn, undo->note_batch, undo->user_id, undo->form, undo->typed, error);
  return NULL;
}

static gpointer
undo_contact_job (CyConn        *conn,
                  gpointer       data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  Undo *undo = data;

  cy_contact_form_undo (conn, undo->batch, undo->user_id, undo->form, undo->note_batch != 0 ? NULL : undo->typed, error);
  return NULL;
}

static void
undone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CyContext) context = CY_CONTEXT (user_data);
  g_autoptr (GError) error = NULL;

  cy_db_submit_finish (CY_DB (source), result, &error);
  cy_context_error (context, error);
}

static Undo *
undo_copy (const Undo *undo)
{
  Undo *copy = g_memdup2 (undo, sizeof *undo);

  copy->context = g_object_ref (undo->context);
  copy->form = g_strdup (undo->form);
  copy->typed = cy_contact_copy (undo->typed);

  return copy;
}

static void
undo_cb (AdwToast *toast,
         Undo     *undo)
{
  CyDb *db = cy_context_get_db (undo->context);
  CyDb *counselling = cy_context_get_counselling_db (undo->context);

  if (db == NULL)
    return;

  cy_db_submit (db, CY_DB_WRITE, undo_contact_job, undo_copy (undo), (GDestroyNotify) undo_free, NULL, NULL,
                undone_cb, g_object_ref (undo->context));
  if (undo->note_batch != 0 && counselling != NULL)
    cy_db_submit (counselling, CY_DB_WRITE, undo_note_job, undo_copy (undo), (GDestroyNotify) undo_free, NULL, NULL,
                  undone_cb, g_object_ref (undo->context));
}

/**
 * cy_contact_save_toast:
 * @result: of a save that succeeded
 * @title: what to say
 *
 * Says that the contact is stored, with a button that takes it back. What was typed is then
 * a draft again.
 */
void
cy_contact_save_toast (CyContext    *context,
                       GAsyncResult *result,
                       const char   *title)
{
  const Save *save = g_task_get_task_data (G_TASK (result));
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  AdwToast *toast = adw_toast_new (escaped);
  Undo *undo = g_new0 (Undo, 1);

  undo->context = g_object_ref (context);
  undo->batch = save->saved.batch;
  undo->note_batch = save->note_batch;
  undo->user_id = save->user_id;
  undo->form = g_strdup (save->form);
  undo->typed = cy_contact_copy (save->typed);
  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), undo, undo_closure_free, 0);
  cy_context_toast (context, toast);
}

/* Opening one that is stored */

typedef struct {
  CyContext *context;
  gint64 id;
  CyContact *contact;
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_object (&opening->context);
  g_clear_pointer (&opening->contact, cy_contact_free);
  g_free (opening);
}

static gpointer
open_job (CyConn        *conn,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  Opening *opening = data;

  opening->contact = cy_contact_load (conn, opening->id, error);
  return NULL;
}

static gpointer
open_note_job (CyConn        *conn,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  Opening *opening = data;

  cy_note_load (conn, &opening->contact->uid, &opening->contact->text, error);
  return NULL;
}

static void
note_opened_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  cy_db_submit_finish (CY_DB (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&opening->contact), (GDestroyNotify) cy_contact_free);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Opening *opening = g_task_get_task_data (task);
  CyDb *counselling = cy_context_get_counselling_db (opening->context);
  GError *error = NULL;

  cy_db_submit_finish (CY_DB (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else if (opening->contact->level != CY_LEVEL_RESTRICTED)
    g_task_return_pointer (task, g_steal_pointer (&opening->contact), (GDestroyNotify) cy_contact_free);
  else if (counselling == NULL)
    g_task_return_new_error_literal (task, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ALLOWED,
                                     "This user has no key for confidential notes");
  else
    cy_db_submit (counselling, CY_DB_READ, open_note_job, opening, NULL, NULL, NULL, note_opened_cb,
                  g_steal_pointer (&task));
}

/** cy_contact_open_async: reads a contact, with the text of a restricted one */
void
cy_contact_open_async (CyContext           *context,
                       gint64               contact_id,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cy_context_get_cancellable (context), callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  opening->context = g_object_ref (context);
  opening->id = contact_id;
  g_task_set_source_tag (task, cy_contact_open_async);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  cy_db_submit (cy_context_get_db (context), CY_DB_READ, open_job, opening, NULL, NULL, NULL, opened_cb, task);
}

/** cy_contact_open_finish: Returns: (transfer full) (nullable): the contact, or %NULL with @error set */
CyContact *
cy_contact_open_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
