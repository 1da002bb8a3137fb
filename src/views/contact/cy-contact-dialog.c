#define G_LOG_DOMAIN "cy-contact"

#include "config.h"

#include "cy-contact-dialog-private.h"
#include "contact/cy-contact-save.h"
#include "text/cy-names.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (CyContactDialog, cy_contact_dialog, ADW_TYPE_DIALOG)

static void
update_hint (CyContactDialog *self)
{
  g_autoptr (CyContact) contact = cy_contact_dialog_read (self);
  const char *fault = cy_contact_dialog_find_fault (self, contact);
  const char *oddity = fault == NULL ? cy_contact_dialog_find_oddity (self, contact) : NULL;
  const char *shown = fault != NULL ? fault : oddity;
  gboolean future = contact->date != CY_DAY_NONE && contact->date > cy_context_get_today (self->context);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "contact.save", fault == NULL && !self->saving);
  gtk_label_set_label (self->hint_label, shown != NULL ? shown : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), shown != NULL);
  if (oddity != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->hint_label), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->hint_label), "warning");
  if (future)
    gtk_widget_add_css_class (GTK_WIDGET (self->date_row), "error");
  else if (cy_date_row_is_valid (self->date_row))
    gtk_widget_remove_css_class (GTK_WIDGET (self->date_row), "error");
}

static void
explain_level (CyContactDialog *self)
{
  static const char *const words[] = {
    N_("Everyone who can open this archive; it may stand in reports"),
    N_("Everyone who can open this archive; it is left out of what goes to others"),
    N_("Counsellors only; it is kept under a key of its own and stands nowhere else"),
  };

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->level_row), _(words[cy_contact_dialog_get_level (self)]));
}

static void
show (CyContactDialog *self,
      const CyContact *contact)
{
  cy_contact_dialog_fill (self, contact);
  explain_level (self);
  update_hint (self);
}

/* What a person does */

/* Everything that is typed ends here. */
static void
changed_cb (CyContactDialog *self)
{
  if (self->filling || self->saving)
    return;

  update_hint (self);
  cy_contact_draft_update (self->draft, cy_contact_dialog_read (self));
}

static void
children_cb (CyContactDialog *self)
{
  changed_cb (self);
}

static void
kind_cb (CyContactDialog *self)
{
  if (self->filling)
    return;

  if (!self->medium_chosen)
    {
      self->filling = TRUE;
      adw_combo_row_set_selected (self->medium_row, cy_contact_kind_usual_medium (cy_contact_dialog_get_kind (self)));
      self->filling = FALSE;
    }
  changed_cb (self);
}

static void
medium_cb (CyContactDialog *self)
{
  if (self->filling)
    return;

  self->medium_chosen = TRUE;
  changed_cb (self);
}

static void
level_cb (CyContactDialog *self)
{
  explain_level (self);
  changed_cb (self);
}

static void
follow_up_cb (CyContactDialog *self)
{
  if (self->filling)
    return;

  if (adw_expander_row_get_enable_expansion (self->follow_up_row))
    {
      adw_expander_row_set_expanded (self->follow_up_row, TRUE);
      if (cy_date_row_get_day (self->follow_up_date_row) == CY_DAY_NONE)
        cy_date_row_set_day (self->follow_up_date_row, cy_context_get_today (self->context) + 7, CY_DATE_DAY);
    }
  changed_cb (self);
}

static void
discard_cb (CyContactDialog *self)
{
  cy_contact_draft_discard (self->draft);
  adw_banner_set_revealed (self->draft_banner, FALSE);
  show (self, self->start);
}

static void
draft_changed_cb (CyContactDialog *self)
{
  g_autofree char *words = cy_contact_draft_dup_words (self->draft);

  adw_window_title_set_subtitle (self->title, words);
}

static void
focus_first (CyContactDialog *self)
{
  guint n_ids;

  cy_child_picker_get_children (self->picker, &n_ids);
  adw_dialog_set_focus (ADW_DIALOG (self),
                        n_ids > 0 ? GTK_WIDGET (self->text_view) : GTK_WIDGET (self->picker));
}

/* Saving */

static char *
describe (CyContactDialog *self)
{
  const char *kind = cy_name_contact_kind (cy_contact_dialog_get_kind (self));
  g_autofree char *name = cy_child_picker_dup_name (self->picker);
  guint n_ids;

  if (!adw_switch_row_get_active (self->reached_row))
    return g_strdup (_("Attempt noted; it does not count as a contact"));

  cy_child_picker_get_children (self->picker, &n_ids);
  if (name != NULL)
    /* Translators: a kind of contact, then the child's name, as "Talk with 李明朗 logged" */
    return g_strdup_printf (_("%s with %s logged"), kind, name);

  /* Translators: a kind of contact, then how many children */
  return g_strdup_printf (ngettext ("%s with %u child logged", "%s with %u children logged", n_ids), kind, n_ids);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CyContactDialog) self = CY_CONTACT_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  self->saving = FALSE;
  if (!cy_contact_save_finish (result, &error))
    {
      /* The form stays as it is, and its draft too. */
      cy_context_error (self->context, error);
      update_hint (self);
      changed_cb (self);
      return;
    }

  words = describe (self);
  cy_contact_draft_forget (self->draft);
  cy_contact_save_toast (self->context, result, words);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CyContactDialog *self = CY_CONTACT_DIALOG (widget);
  g_autoptr (CyContact) contact = cy_contact_dialog_read (self);

  if (self->saving || cy_contact_dialog_find_fault (self, contact) != NULL)
    return;

  self->saving = TRUE;
  update_hint (self);
  cy_contact_save_async (self->context, contact,
                         self->stored != NULL && self->stored->level == CY_LEVEL_RESTRICTED,
                         cy_contact_draft_get_form (self->draft), saved_cb, g_object_ref (self));
}

/* Opening */

static void
announce_draft (CyContactDialog *self,
                const char      *saved_at)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_iso8601 (saved_at, NULL);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  /* Translators: a format of g_date_time_format(): day, month and time */
  g_autofree char *when =
    local != NULL ? g_date_time_format (local, C_("date format", "%-d %B, %H:%M")) : g_strdup ("");
  g_autofree char *words = g_strdup_printf (_("The draft of %s"), when);

  adw_banner_set_title (self->draft_banner, words);
  adw_banner_set_revealed (self->draft_banner, TRUE);
}

static void
draft_loaded_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (CyContactDialog) self = CY_CONTACT_DIALOG (user_data);
  g_autofree char *saved_at = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CyContact) typed = NULL;

  if (!cy_contact_draft_load_finish (self->draft, result, &typed, &saved_at, &error))
    {
      cy_context_error (self->context, error);
      return;
    }

  /* Whoever types faster than the disk answers keeps what was typed. */
  if (typed == NULL || cy_contact_draft_get_state (self->draft) != CY_DRAFT_NONE)
    return;

  show (self, typed);
  announce_draft (self, saved_at);
  focus_first (self);
}

static void
begin (CyContactDialog *self,
       const char      *form,
       const CyContact *start)
{
  self->start = cy_contact_copy (start);
  self->draft = cy_contact_draft_new (self->context, form);
  g_signal_connect_object (self->draft, "changed", G_CALLBACK (draft_changed_cb), self, G_CONNECT_SWAPPED);
  show (self, start);
  focus_first (self);
  cy_contact_draft_load_async (self->draft, draft_loaded_cb, g_object_ref (self));
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CyContactDialog) self = CY_CONTACT_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *form = NULL;

  self->stored = cy_contact_open_finish (result, &error);
  if (self->stored == NULL)
    {
      cy_context_error (self->context, error);
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }

  gtk_widget_set_sensitive (adw_dialog_get_child (ADW_DIALOG (self)), TRUE);
  form = g_strdup_printf ("contact:edit:%" G_GINT64_FORMAT, self->stored->id);
  begin (self, form, self->stored);
}

static void
flush_cb (CyContactDialog *self)
{
  /* What is being saved will be, also when the archive is about to close. A restricted text
   * goes to two databases, of which the second may already refuse. */
  if (self->saving && cy_contact_dialog_get_level (self) != CY_LEVEL_RESTRICTED)
    return;

  if (self->draft != NULL)
    cy_contact_draft_flush (self->draft);
}

/* Overrides */

static void
cy_contact_dialog_dispose (GObject *object)
{
  CyContactDialog *self = CY_CONTACT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CY_TYPE_CONTACT_DIALOG);
  g_clear_object (&self->draft);
  g_clear_pointer (&self->stored, cy_contact_free);
  g_clear_pointer (&self->start, cy_contact_free);

  G_OBJECT_CLASS (cy_contact_dialog_parent_class)->dispose (object);
}

static void
cy_contact_dialog_finalize (GObject *object)
{
  CyContactDialog *self = CY_CONTACT_DIALOG (object);

  g_clear_object (&self->context);

  G_OBJECT_CLASS (cy_contact_dialog_parent_class)->finalize (object);
}

static void
cy_contact_dialog_class_init (CyContactDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_contact_dialog_dispose;
  object_class->finalize = cy_contact_dialog_finalize;

  g_type_ensure (CY_TYPE_CHILD_PICKER);
  g_type_ensure (CY_TYPE_DATE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/contact/cy-contact-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CyContactDialog, title);
  gtk_widget_class_bind_template_child (widget_class, CyContactDialog, draft_banner);
  gtk_widget_class_bind_template_child (widget_class, CyContactDialog, picker);
  gtk_widget_class_bind_template_child (widget_class, CyContactDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, CyContactDialog, date_row);
  gtk_widget_class_bind_template_child (widget_class, CyContactDialog, time_row);
  gtk_widget_class_bind_template_child (widget_class, CyContactDialog, reached_row);
  gtk_widget_class_bind_template_child (widget_class, CyContactDialog, text_view);
  gtk_widget_class_bind_template_child (widget_class, CyContactDialog, level_row);
  gtk_widget_class_bind_template_child (widget_class, CyContactDialog, medium_row);
  gtk_widget_class_bind_template_child (widget_class, CyContactDialog, minutes_row);
  gtk_widget_class_bind_template_child (widget_class, CyContactDialog, follow_up_row);
  gtk_widget_class_bind_template_child (widget_class, CyContactDialog, follow_up_date_row);
  gtk_widget_class_bind_template_child (widget_class, CyContactDialog, follow_up_text_row);
  gtk_widget_class_bind_template_child (widget_class, CyContactDialog, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, children_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, medium_cb);
  gtk_widget_class_bind_template_callback (widget_class, level_cb);
  gtk_widget_class_bind_template_callback (widget_class, follow_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);

  gtk_widget_class_install_action (widget_class, "contact.save", NULL, save_action);
}

static void
add_shortcuts (CyContactDialog *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  /* Before the text, which would take the key for a new line. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>Return|<Control>KP_Enter|<Control>s"),
                      gtk_named_action_new ("contact.save")));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
cy_contact_dialog_init (CyContactDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_shortcuts (self);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text_view), "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "closed", G_CALLBACK (flush_cb), NULL);
}

static CyContactDialog *
dialog_new (CyContext      *context,
            CyContactKinds  kinds)
{
  CyContactDialog *self = g_object_new (CY_TYPE_CONTACT_DIALOG, NULL);

  self->context = g_object_ref (context);
  cy_child_picker_set_context (self->picker, context);
  cy_contact_dialog_fill_choices (self, kinds);
  g_signal_connect_object (context, "locking", G_CALLBACK (flush_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * cy_contact_dialog_new:
 * @child_ids: (array length=n_child_ids) (nullable): the children it was with, where known
 * @kinds: the kinds to choose from first; 0 for any
 *
 * Makes the dialog that logs a contact. A draft that was left before, of the same start, is
 * in it again.
 *
 * Returns: (transfer none) (type CyContactDialog): the dialog, floating
 */
AdwDialog *
cy_contact_dialog_new (CyContext      *context,
                       const gint64   *child_ids,
                       guint           n_child_ids,
                       CyContactKinds  kinds)
{
  CyContactDialog *self = dialog_new (context, kinds);
  g_autoptr (CyContact) start = cy_contact_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *form = NULL;

  start->kind = self->kinds[0];
  start->medium = cy_contact_kind_usual_medium (start->kind);
  start->date = cy_context_get_today (context);
  start->time = g_date_time_format (now, "%H:%M");
  start->reached = TRUE;
  for (guint i = 0; i < n_child_ids; i++)
    cy_contact_add_participant (start, child_ids[i], TRUE);

  if (n_child_ids == 1)
    form = g_strdup_printf ("contact:child:%" G_GINT64_FORMAT, child_ids[0]);
  begin (self, form != NULL ? form : "contact", start);

  return ADW_DIALOG (self);
}

/** cy_contact_dialog_new_edit: Returns: (transfer none) (type CyContactDialog): the dialog on a stored contact */
AdwDialog *
cy_contact_dialog_new_edit (CyContext *context,
                            gint64     contact_id)
{
  CyContactDialog *self = dialog_new (context, 0);

  adw_window_title_set_title (self->title, _("Edit the Contact"));
  adw_dialog_set_title (ADW_DIALOG (self), _("Edit the Contact"));
  gtk_widget_set_sensitive (adw_dialog_get_child (ADW_DIALOG (self)), FALSE);
  cy_contact_open_async (context, contact_id, opened_cb, g_object_ref (self));

  return ADW_DIALOG (self);
}
