#define G_LOG_DOMAIN "cy-contact"

#include "config.h"

#include "cy-contact-draft.h"
#include "contact/cy-contact-form.h"
#include "cy-draft-store.h"

#include <glib/gi18n.h>

/* Keeps what is typed into a form a second after the last key. A restricted text is kept in
 * counselling.db and nowhere else; when the level changes, the draft moves.
 *
 * It says what is true: "saved" only after the database has said so, and only while nothing
 * has been typed since. */

#define DELAY_MS 1000

struct _CyContactDraft {
  GObject parent_instance;

  CyContext *context;
  char *form;
  CyContact *contact;           /* as it was typed last; its level says where it belongs */

  CyDraftState state;
  GDateTime *saved_at;
  guint delay;                  /* until it is written */
  guint generation;             /* of @contact */
  gboolean in_care;             /* the care database has, or may have, a draft */
  gboolean in_counselling;
};

G_DEFINE_FINAL_TYPE (CyContactDraft, cy_contact_draft, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_state (CyContactDraft *self,
           CyDraftState    state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Writing */

typedef struct {
  gint64 user_id;
  char *form;
  CyContact *contact;           /* NULL to delete */
} Writing;

static void
writing_free (Writing *writing)
{
  g_free (writing->form);
  cy_contact_free (writing->contact);
  g_free (writing);
}

static gpointer
write_job (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Writing *writing = data;
  g_autofree char *payload = writing->contact != NULL ? cy_contact_form_to_text (writing->contact) : NULL;

  if (payload != NULL)
    cy_draft_save (conn, writing->user_id, writing->form, payload, error);
  else
    cy_draft_delete (conn, writing->user_id, writing->form, error);

  return NULL;
}

static void
submit (CyContactDraft      *self,
        gboolean             restricted,
        const CyContact     *contact,
        GAsyncReadyCallback  callback,
        gpointer             user_data)
{
  CyDb *db = restricted ? cy_context_get_counselling_db (self->context) : cy_context_get_db (self->context);
  Writing *writing;

  if (db == NULL)
    return;

  writing = g_new0 (Writing, 1);
  writing->user_id = cy_context_get_user_id (self->context);
  writing->form = g_strdup (self->form);
  if (contact != NULL)
    writing->contact = cy_contact_copy (contact);
  /* Without the cancellable of the unlocked time: a draft is written even while locking. */
  cy_db_submit (db, CY_DB_WRITE, write_job, writing, (GDestroyNotify) writing_free, NULL, NULL, callback, user_data);
}

typedef struct {
  CyContactDraft *draft;
  guint generation;
} Written;

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autofree Written *written = user_data;
  g_autoptr (CyContactDraft) self = written->draft;
  g_autoptr (GError) error = NULL;

  cy_db_submit_finish (CY_DB (source), result, &error);
  if (written->generation != self->generation)
    return;

  if (error != NULL)
    {
      g_message ("a draft could not be kept: %s", error->message);
      set_state (self, CY_DRAFT_FAILED);
      return;
    }

  g_clear_pointer (&self->saved_at, g_date_time_unref);
  self->saved_at = g_date_time_new_now_local ();
  set_state (self, CY_DRAFT_SAVED);
}

static void
write_now (CyContactDraft *self)
{
  Written *written;
  gboolean restricted = self->contact != NULL && self->contact->level == CY_LEVEL_RESTRICTED;
  gboolean elsewhere = restricted ? self->in_care : self->in_counselling;

  g_clear_handle_id (&self->delay, g_source_remove);
  if (self->contact == NULL || cy_context_get_db (self->context) == NULL ||
      (restricted && cy_context_get_counselling_db (self->context) == NULL))
    return;

  written = g_new0 (Written, 1);
  written->draft = g_object_ref (self);
  written->generation = self->generation;
  submit (self, restricted, self->contact, written_cb, written);
  /* The draft that lies in the other database is out of date, and may not stay there. */
  if (elsewhere)
    submit (self, !restricted, NULL, NULL, NULL);
  self->in_care = !restricted;
  self->in_counselling = restricted;
}

static gboolean
delay_cb (gpointer user_data)
{
  CyContactDraft *self = CY_CONTACT_DRAFT (user_data);

  self->delay = 0;
  write_now (self);

  return G_SOURCE_REMOVE;
}

/* Overrides */

static void
cy_contact_draft_dispose (GObject *object)
{
  CyContactDraft *self = CY_CONTACT_DRAFT (object);

  g_clear_handle_id (&self->delay, g_source_remove);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (cy_contact_draft_parent_class)->dispose (object);
}

static void
cy_contact_draft_finalize (GObject *object)
{
  CyContactDraft *self = CY_CONTACT_DRAFT (object);

  g_clear_pointer (&self->form, g_free);
  g_clear_pointer (&self->contact, cy_contact_free);
  g_clear_pointer (&self->saved_at, g_date_time_unref);

  G_OBJECT_CLASS (cy_contact_draft_parent_class)->finalize (object);
}

static void
cy_contact_draft_class_init (CyContactDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cy_contact_draft_dispose;
  object_class->finalize = cy_contact_draft_finalize;

  /** CyContactDraft::changed: its state is another */
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cy_contact_draft_init (CyContactDraft *self)
{
}

/**
 * cy_contact_draft_new:
 * @form: the name of the form, one draft for each
 *
 * Returns: (transfer full): a keeper of drafts
 */
CyContactDraft *
cy_contact_draft_new (CyContext  *context,
                      const char *form)
{
  CyContactDraft *self = g_object_new (CY_TYPE_CONTACT_DRAFT, NULL);

  self->context = g_object_ref (context);
  self->form = g_strdup (form);

  return self;
}

/* Loading: counselling.db is asked first, as a draft is in one of the two. */

typedef struct {
  gboolean found;
  CyContact *contact;           /* NULL also where the draft is not understood */
  char *saved_at;
} Loaded;

static void
loaded_free (Loaded *loaded)
{
  cy_contact_free (loaded->contact);
  g_free (loaded->saved_at);
  g_free (loaded);
}

static gpointer
load_job (CyConn        *conn,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  const Writing *asked = data;
  Loaded *loaded = g_new0 (Loaded, 1);
  g_autofree char *payload = NULL;

  if (cy_draft_load (conn, asked->user_id, asked->form, &payload, &loaded->saved_at, error))
    {
      loaded->found = payload != NULL;
      loaded->contact = cy_contact_form_from_text (payload);
      return loaded;
    }

  loaded_free (loaded);
  return NULL;
}

static void ask (GTask    *task,
                 gboolean  restricted);

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  CyContactDraft *self = g_task_get_source_object (task);
  gboolean restricted = GPOINTER_TO_INT (g_task_get_task_data (task));
  GError *error = NULL;
  Loaded *loaded = cy_db_submit_finish (CY_DB (source), result, &error);

  if (loaded == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!loaded->found && restricted)
    {
      loaded_free (loaded);
      ask (g_steal_pointer (&task), FALSE);
      return;
    }

  if (loaded->found)
    {
      self->in_counselling = restricted;
      self->in_care = !restricted;
    }
  g_task_return_pointer (task, loaded, (GDestroyNotify) loaded_free);
}

static void
ask (GTask    *task,
     gboolean  restricted)
{
  CyContactDraft *self = g_task_get_source_object (task);
  CyDb *db = restricted ? cy_context_get_counselling_db (self->context) : cy_context_get_db (self->context);
  Writing *asked;

  if (db == NULL)
    {
      g_task_return_pointer (task, g_new0 (Loaded, 1), (GDestroyNotify) loaded_free);
      g_object_unref (task);
      return;
    }

  asked = g_new0 (Writing, 1);
  asked->user_id = cy_context_get_user_id (self->context);
  asked->form = g_strdup (self->form);
  g_task_set_task_data (task, GINT_TO_POINTER (restricted), NULL);
  cy_db_submit (db, CY_DB_READ, load_job, asked, (GDestroyNotify) writing_free, (GDestroyNotify) loaded_free,
                g_task_get_cancellable (task), loaded_cb, task);
}

/** cy_contact_draft_load_async: looks for a draft that was kept before */
void
cy_contact_draft_load_async (CyContactDraft      *self,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (self, cy_context_get_cancellable (self->context), callback, user_data);

  g_task_set_source_tag (task, cy_contact_draft_load_async);
  ask (task, cy_context_get_counselling_db (self->context) != NULL);
}

/**
 * cy_contact_draft_load_finish:
 * @contact: (out) (transfer full) (nullable): what was typed, or %NULL for no draft
 * @saved_at: (out) (transfer full) (nullable): when it was kept, in UTC
 *
 * Returns: whether it could be looked for
 */
gboolean
cy_contact_draft_load_finish (CyContactDraft  *self,
                              GAsyncResult    *result,
                              CyContact      **contact,
                              char           **saved_at,
                              GError         **error)
{
  Loaded *loaded = g_task_propagate_pointer (G_TASK (result), error);

  *contact = NULL;
  *saved_at = NULL;
  if (loaded == NULL)
    return FALSE;

  *contact = g_steal_pointer (&loaded->contact);
  *saved_at = g_steal_pointer (&loaded->saved_at);
  loaded_free (loaded);

  return TRUE;
}

/**
 * cy_contact_draft_update:
 * @contact: (transfer full): what the form holds now, complete or not
 *
 * Keeps it in place of what was typed before, in a moment.
 */
void
cy_contact_draft_update (CyContactDraft *self,
                         CyContact      *contact)
{
  g_return_if_fail (CY_IS_CONTACT_DRAFT (self));

  g_clear_pointer (&self->contact, cy_contact_free);
  self->contact = contact;
  self->generation++;
  g_clear_handle_id (&self->delay, g_source_remove);
  self->delay = g_timeout_add (DELAY_MS, delay_cb, self);
  set_state (self, CY_DRAFT_UNSAVED);
}

/** cy_contact_draft_flush: keeps at once what waits to be kept */
void
cy_contact_draft_flush (CyContactDraft *self)
{
  g_return_if_fail (CY_IS_CONTACT_DRAFT (self));

  if (self->delay != 0)
    write_now (self);
}

/** cy_contact_draft_forget: what was typed has been saved for good: there is nothing more to keep */
void
cy_contact_draft_forget (CyContactDraft *self)
{
  g_return_if_fail (CY_IS_CONTACT_DRAFT (self));

  g_clear_handle_id (&self->delay, g_source_remove);
  g_clear_pointer (&self->contact, cy_contact_free);
  self->generation++;
  /* Saving deletes the draft that there was, but one may have been written meanwhile. */
  if (self->in_care)
    submit (self, FALSE, NULL, NULL, NULL);
  if (self->in_counselling)
    submit (self, TRUE, NULL, NULL, NULL);
  self->in_counselling = FALSE;
  self->in_care = FALSE;
  set_state (self, CY_DRAFT_NONE);
}

/** cy_contact_draft_discard: throws the draft away, wherever it is */
void
cy_contact_draft_discard (CyContactDraft *self)
{
  g_return_if_fail (CY_IS_CONTACT_DRAFT (self));

  self->in_care = TRUE;
  cy_contact_draft_forget (self);
}

/** cy_contact_draft_get_state: Returns: what is kept of what was typed */
CyDraftState
cy_contact_draft_get_state (CyContactDraft *self)
{
  g_return_val_if_fail (CY_IS_CONTACT_DRAFT (self), CY_DRAFT_NONE);

  return self->state;
}

/** cy_contact_draft_dup_words: Returns: (transfer full): the state in words; empty for none */
char *
cy_contact_draft_dup_words (CyContactDraft *self)
{
  g_autofree char *time = NULL;

  g_return_val_if_fail (CY_IS_CONTACT_DRAFT (self), NULL);

  switch (self->state)
    {
    case CY_DRAFT_UNSAVED:
      return g_strdup (_("Not saved yet"));
    case CY_DRAFT_FAILED:
      return g_strdup (_("The draft could not be saved"));
    case CY_DRAFT_SAVED:
      time = g_date_time_format (self->saved_at, "%H:%M");
      /* Translators: %s is a time of day */
      return g_strdup_printf (_("Draft saved %s"), time);
    case CY_DRAFT_NONE:
    default:
      return g_strdup ("");
    }
}

/** cy_contact_draft_get_form: Returns: (transfer none): the name of the form */
const char *
cy_contact_draft_get_form (CyContactDraft *self)
{
  g_return_val_if_fail (CY_IS_CONTACT_DRAFT (self), NULL);

  return self->form;
}
