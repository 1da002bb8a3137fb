#define G_LOG_DOMAIN "cy-child-editor"

#include "config.h"

#include "children/cy-child-editor-private.h"

#include <glib/gi18n.h>

#include "children/cy-child-save.h"
#include "common/cy-form.h"
#include "common/cy-undo.h"
#include "cy-child-store.h"
#include "cy-draft-store.h"
#include "cy-person-store.h"
#include "cy-store-error.h"
#include "cy-unit-store.h"
#include "text/cy-message.h"

/* How long after the last key the form is kept as a draft. */
#define DRAFT_DELAY_MS 800

typedef struct {
  gint64 child_id;
  gint64 user_id;
  char *form;
  char *payload;                /* the draft: kept, or NULL when it is to go */
  CyPerson *person;
  CyChild *child;
  GPtrArray *units;
} Job;

typedef struct {
  gint64 id;
  gint64 batch;
} Saved;

G_DEFINE_FINAL_TYPE (CyChildEditor, cy_child_editor, ADW_TYPE_DIALOG)

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->form);
  g_free (job->payload);
  cy_person_free (job->person);
  cy_child_free (job->child);
  g_clear_pointer (&job->units, g_ptr_array_unref);
  g_free (job);
}

static Job *
job_new (CyChildEditor *self)
{
  Job *job = g_new0 (Job, 1);

  job->child_id = self->child_id;
  job->user_id = cy_context_get_user_id (self->context);
  job->form = g_strdup_printf ("child:%" G_GINT64_FORMAT, self->child_id);

  return job;
}

static gpointer
load (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  const Job *wanted = data;
  Job *job = g_new0 (Job, 1);

  job->units = cy_unit_list (conn, 0, 0, error);
  if (job->units == NULL || !cy_draft_load (conn, wanted->user_id, wanted->form, &job->payload, NULL, error))
    goto fail;
  if (wanted->child_id == 0)
    return job;

  job->person = cy_person_load (conn, wanted->child_id, error);
  if (job->person != NULL)
    job->child = cy_child_load (conn, wanted->child_id, error);
  if (job->child != NULL)
    return job;

fail:
  job_free (job);
  return NULL;
}

static gpointer
keep_draft (CyConn        *conn,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  const Job *job = data;

  if (job->payload != NULL)
    cy_draft_save (conn, job->user_id, job->form, job->payload, error);
  else
    cy_draft_delete (conn, job->user_id, job->form, error);

  return NULL;
}

static gpointer
save (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  gint64 id = cy_child_save_run (conn, data, error);
  Saved *saved;

  if (id == 0)
    return NULL;

  saved = g_new0 (Saved, 1);
  saved->id = id;
  saved->batch = cy_conn_get_batch (conn);
  return saved;
}

static gboolean
is_dirty (CyChildEditor *self)
{
  g_autoptr (GVariant) form = NULL;

  if (self->loaded == NULL)
    return FALSE;

  form = cy_child_editor_pack (self);
  return !g_variant_equal (form, self->loaded);
}

/* Keeps what was typed, or forgets the draft when nothing was. */
static void
store_draft (CyChildEditor *self,
             gboolean       keep)
{
  CyDb *db = cy_context_get_db (self->context);
  Job *job;

  g_clear_handle_id (&self->draft_source, g_source_remove);
  if (db == NULL || (!keep && !self->has_draft))
    return;

  job = job_new (self);
  if (keep)
    {
      g_autoptr (GVariant) form = cy_child_editor_pack (self);

      job->payload = g_variant_print (form, TRUE);
    }
  self->has_draft = keep;
  cy_db_submit (db, CY_DB_WRITE, keep_draft, job, job_free, NULL, NULL, NULL, NULL);
}

static gboolean
draft_due (gpointer data)
{
  CyChildEditor *self = data;

  self->draft_source = 0;
  store_draft (self, is_dirty (self));
  return G_SOURCE_REMOVE;
}

static void
changed (CyChildEditor *self)
{
  GtkWidget *first;

  if (self->loading || self->saving)
    return;

  cy_unit_row_set_parent (self->class_row, cy_unit_row_get_id (self->school_row));
  cy_child_editor_check (self, &first);
  /* An empty name is pointed out when somebody wants to save. */
  cy_form_set_state (GTK_WIDGET (self->name_row), CY_FORM_FINE);
  g_clear_handle_id (&self->draft_source, g_source_remove);
  self->draft_source = g_timeout_add (DRAFT_DELAY_MS, draft_due, self);
}

static void
changed_cb (CyChildEditor *self)
{
  changed (self);
}

static void
id_changed_cb (CyChildEditor *self)
{
  cy_child_editor_id_changed (self);
  changed (self);
}

static void
close_now (CyChildEditor *self)
{
  g_clear_handle_id (&self->draft_source, g_source_remove);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
discard_answered (CyChildEditor *self,
                  const char    *response)
{
  if (!g_str_equal (response, "discard"))
    return;

  store_draft (self, FALSE);
  close_now (self);
}

static void
close_attempt_cb (CyChildEditor *self)
{
  AdwAlertDialog *alert;

  if (!is_dirty (self))
    {
      store_draft (self, FALSE);
      close_now (self);
      return;
    }

  alert = ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Discard What You Typed?"),
                                                  _("The changes have not been saved to the child’s file")));
  adw_alert_dialog_add_responses (alert, "cancel", _("_Keep Editing"), "discard", _("_Discard"), NULL);
  adw_alert_dialog_set_response_appearance (alert, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (alert, "cancel");
  g_signal_connect_object (alert, "response", G_CALLBACK (discard_answered), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (alert), GTK_WIDGET (self));
}

static void
focus_field (CyChildEditor *self)
{
  GtkWidget *rows[] = {
    [CY_CHILD_FIELD_NAME] = GTK_WIDGET (self->name_row),
    [CY_CHILD_FIELD_ID_NUMBER] = GTK_WIDGET (self->id_row),
    [CY_CHILD_FIELD_SEX] = GTK_WIDGET (self->sex_row),
    [CY_CHILD_FIELD_BIRTH] = GTK_WIDGET (self->birth_row),
    [CY_CHILD_FIELD_PHONE] = GTK_WIDGET (self->phone_row),
    [CY_CHILD_FIELD_ADDRESS] = GTK_WIDGET (self->address_row),
    [CY_CHILD_FIELD_VILLAGE] = GTK_WIDGET (self->village_row),
    [CY_CHILD_FIELD_SCHOOL] = GTK_WIDGET (self->school_row),
    [CY_CHILD_FIELD_HUKOU] = GTK_WIDGET (self->hukou_row),
    [CY_CHILD_FIELD_HEALTH] = GTK_WIDGET (self->health_row),
  };

  gtk_widget_grab_focus (rows[self->field]);
}

static void
show_loaded (CyChildEditor *self,
             Job           *job)
{
  g_autoptr (GVariant) draft = NULL;
  GtkWidget *first;

  self->loading = TRUE;
  g_clear_pointer (&self->units, g_ptr_array_unref);
  self->units = g_steal_pointer (&job->units);
  cy_unit_row_set_units (self->village_row, self->units);
  cy_unit_row_set_units (self->school_row, self->units);
  cy_unit_row_set_units (self->class_row, self->units);
  if (job->person != NULL)
    {
      cy_person_free (self->person);
      cy_child_free (self->child);
      self->person = g_steal_pointer (&job->person);
      self->child = g_steal_pointer (&job->child);
    }
  cy_child_editor_show (self);
  g_clear_pointer (&self->loaded, g_variant_unref);
  self->loaded = cy_child_editor_pack (self);

  if (job->payload != NULL)
    draft = g_variant_parse (G_VARIANT_TYPE_VARDICT, job->payload, NULL, NULL, NULL);
  if (draft != NULL)
    {
      cy_child_editor_unpack (self, draft);
      self->has_draft = TRUE;
      adw_banner_set_title (self->banner, _("What you had typed and not saved is back"));
      adw_banner_set_button_label (self->banner, _("_Discard It"));
      adw_banner_set_revealed (self->banner, TRUE);
    }
  self->loading = FALSE;
  if (self->child_id != 0 || draft != NULL)
    cy_child_editor_check (self, &first);
  gtk_widget_set_sensitive (GTK_WIDGET (self->page), TRUE);
  focus_field (self);
}

static void
loaded (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (CyChildEditor) self = data;
  g_autoptr (GError) error = NULL;
  Job *job = cy_db_submit_finish (CY_DB (source), result, &error);

  if (job != NULL)
    {
      show_loaded (self, job);
      job_free (job);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      cy_context_error (self->context, error);
      close_now (self);
    }
}

static void
reload (CyChildEditor *self)
{
  CyDb *db = cy_context_get_db (self->context);

  if (db != NULL)
    cy_db_submit (db, CY_DB_READ, load, job_new (self), job_free, job_free, self->cancellable, loaded,
                  g_object_ref (self));
}

static void
banner_clicked_cb (CyChildEditor *self)
{
  adw_banner_set_revealed (self->banner, FALSE);
  self->loading = TRUE;
  g_ptr_array_set_size (self->relatives, 0);
  cy_child_editor_show_relatives (self);
  cy_child_editor_show (self);
  self->loading = FALSE;
  store_draft (self, FALSE);
}

static void
conflict_answered (CyChildEditor *self,
                   const char    *response)
{
  if (!g_str_equal (response, "theirs"))
    return;

  store_draft (self, FALSE);
  reload (self);
}

static void
tell_conflict (CyChildEditor *self)
{
  AdwAlertDialog *alert =
    ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Somebody Else Changed This Child"),
                                            _("The record has changed since you opened it, so nothing was saved. "
                                              "Look at the record as it is now and enter your changes again, "
                                              "or keep your text to copy from it.")));

  adw_alert_dialog_add_responses (alert, "mine", _("_Keep My Text"), "theirs", _("_Show the Record"), NULL);
  adw_alert_dialog_set_response_appearance (alert, "theirs", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_close_response (alert, "mine");
  g_signal_connect_object (alert, "response", G_CALLBACK (conflict_answered), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (alert), GTK_WIDGET (self));
}

static void
tell_saved (CyChildEditor *self,
            const Saved   *saved)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
  g_autofree char *title = g_strdup_printf (self->child_id == 0 ? _("%s added") : _("%s saved"), name);

  cy_undo_toast (self->context, title, saved->batch);
  if (self->child_id == 0)
    cy_context_open_child (self->context, saved->id);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (CyChildEditor) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree Saved *saved = cy_db_submit_finish (CY_DB (source), result, &error);

  self->saving = FALSE;
  gtk_widget_set_can_target (GTK_WIDGET (self->page), TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "editor.save", TRUE);
  if (saved != NULL)
    {
      store_draft (self, FALSE);
      /* In this order: a form that closes gives the focus back to where it was opened. */
      close_now (self);
      tell_saved (self, saved);
    }
  else if (g_error_matches (error, CY_STORE_ERROR, CY_STORE_ERROR_CONFLICT))
    tell_conflict (self);
  else
    {
      g_autofree char *message = cy_message_for_error (error);
      AdwToast *toast = adw_toast_new (message);

      adw_toast_set_use_markup (toast, FALSE);
      adw_toast_overlay_add_toast (self->toasts, toast);
    }
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CyChildEditor *self = CY_CHILD_EDITOR (widget);
  CyDb *db = cy_context_get_db (self->context);
  CyChildSave *job;
  GtkWidget *first;

  if (db == NULL || self->saving || self->loaded == NULL)
    return;
  if (!cy_child_editor_check (self, &first))
    {
      gtk_widget_grab_focus (first);
      return;
    }

  job = g_new0 (CyChildSave, 1);
  job->person = cy_person_copy (self->person);
  job->child = cy_child_copy (self->child);
  cy_child_editor_take (self, job->person, job->child);
  job->village = cy_unit_row_dup_name (self->village_row);
  job->school = cy_unit_row_dup_name (self->school_row);
  job->class_name = cy_unit_row_dup_name (self->class_row);
  job->relatives = g_ptr_array_ref (self->relatives);
  job->today = cy_context_get_today (self->context);

  /* Not insensitive: the entry with the focus would lose it. */
  self->saving = TRUE;
  gtk_widget_set_can_target (GTK_WIDGET (self->page), FALSE);
  gtk_widget_action_set_enabled (widget, "editor.save", FALSE);
  cy_db_submit (db, CY_DB_WRITE, save, job, (GDestroyNotify) cy_child_save_free, g_free, NULL, saved_cb,
                g_object_ref (self));
}

static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  close_attempt_cb (CY_CHILD_EDITOR (widget));
}

static void
changed_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  changed (CY_CHILD_EDITOR (widget));
}

/* The archive is about to be locked: what was typed goes into the draft now. */
static void
locking (CyChildEditor *self)
{
  if (is_dirty (self))
    store_draft (self, TRUE);
  close_now (self);
}

static void
cy_child_editor_dispose (GObject *object)
{
  CyChildEditor *self = CY_CHILD_EDITOR (object);

  g_clear_handle_id (&self->draft_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), CY_TYPE_CHILD_EDITOR);

  G_OBJECT_CLASS (cy_child_editor_parent_class)->dispose (object);
}

static void
cy_child_editor_finalize (GObject *object)
{
  CyChildEditor *self = CY_CHILD_EDITOR (object);

  g_clear_object (&self->context);
  g_clear_object (&self->cancellable);
  cy_person_free (self->person);
  cy_child_free (self->child);
  g_clear_pointer (&self->units, g_ptr_array_unref);
  g_clear_pointer (&self->relatives, g_ptr_array_unref);
  g_clear_pointer (&self->relative_rows, g_ptr_array_unref);
  g_clear_pointer (&self->loaded, g_variant_unref);

  G_OBJECT_CLASS (cy_child_editor_parent_class)->finalize (object);
}

static void
cy_child_editor_class_init (CyChildEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CY_TYPE_DATE_ROW);
  g_type_ensure (CY_TYPE_UNIT_ROW);
  object_class->dispose = cy_child_editor_dispose;
  object_class->finalize = cy_child_editor_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chuyan/Chuyan/children/cy-child-editor.ui");
  cy_child_editor_bind_rows (widget_class);
  gtk_widget_class_bind_template_child (widget_class, CyChildEditor, save_button);
  gtk_widget_class_bind_template_child (widget_class, CyChildEditor, banner);
  gtk_widget_class_bind_template_child (widget_class, CyChildEditor, toasts);
  gtk_widget_class_bind_template_child (widget_class, CyChildEditor, page);
  gtk_widget_class_bind_template_child (widget_class, CyChildEditor, family_group);
  gtk_widget_class_bind_template_child (widget_class, CyChildEditor, id_hint);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, id_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_attempt_cb);
  gtk_widget_class_bind_template_callback (widget_class, banner_clicked_cb);
  gtk_widget_class_install_action (widget_class, "editor.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "editor.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "editor.changed", NULL, changed_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "editor.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "editor.save", NULL);
}

static void
cy_child_editor_init (CyChildEditor *self)
{
  self->cancellable = g_cancellable_new ();
  self->relatives = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_relative_free);
  self->relative_rows = g_ptr_array_new ();
  self->person = cy_person_new ();
  self->child = cy_child_new ();
  self->loading = TRUE;

  gtk_widget_init_template (GTK_WIDGET (self));
  cy_date_row_set_coarse (self->birth_row, TRUE);
  cy_unit_row_set_kind (self->village_row, CY_UNIT_VILLAGE);
  cy_unit_row_set_kind (self->school_row, CY_UNIT_SCHOOL);
  cy_unit_row_set_kind (self->class_row, CY_UNIT_CLASS);
  gtk_widget_set_sensitive (GTK_WIDGET (self->page), FALSE);
}

/**
 * cy_child_editor_new:
 * @context: the context
 * @child_id: whom to edit, 0 to add a child
 * @field: where to start
 *
 * What is typed is kept as a draft until it is saved or discarded.
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
cy_child_editor_new (CyContext    *context,
                     gint64        child_id,
                     CyChildField  field)
{
  CyChildEditor *self = g_object_new (CY_TYPE_CHILD_EDITOR, NULL);

  self->context = g_object_ref (context);
  self->child_id = child_id;
  self->field = field;
  if (child_id != 0)
    adw_dialog_set_title (ADW_DIALOG (self), _("Edit the Child"));
  else
    self->child->enrolled_on = cy_context_get_today (context);
  gtk_widget_set_visible (GTK_WIDGET (self->family_group), child_id == 0);
  cy_child_editor_show_relatives (self);
  g_signal_connect_object (context, "locking", G_CALLBACK (locking), self, G_CONNECT_SWAPPED);
  reload (self);

  return ADW_DIALOG (self);
}
