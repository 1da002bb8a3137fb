#define G_LOG_DOMAIN "cy-preferences"

#include "config.h"

#include "settings/cy-obligation-editor.h"

#include <glib/gi18n.h>

#include "care/cy-care-presets.h"
#include "common/cy-form.h"
#include "common/cy-rows.h"
#include "common/cy-undo.h"
#include "cy-scheme-store.h"
#include "text/cy-names.h"

/* The small form of an obligation. A name that is shown translated is stored only when it
 * has been changed. */
struct _CyObligationEditor {
  AdwDialog parent_instance;

  AdwEntryRow *name_row;
  AdwEntryRow *who_row;
  AdwComboRow *window_row;
  AdwSpinRow *days_row;
  AdwSpinRow *count_row;
  AdwPreferencesGroup *kinds_group;
  GtkWidget *source_group;
  AdwActionRow *source_row;
  GtkWidget *remove_group;
  GtkCheckButton *kinds[CY_CONTACT_KIND_COUNT];

  CyContext *context;
  CyObligation *obligation;
};

G_DEFINE_FINAL_TYPE (CyObligationEditor, cy_obligation_editor, ADW_TYPE_DIALOG)

static gpointer
save_job (CyConn        *conn,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  const CyObligation *obligation = data;

  if (obligation->id != 0)
    cy_obligation_update (conn, obligation, error);
  else
    cy_obligation_insert (conn, obligation, error);

  return NULL;
}

static gpointer
bin_job (CyConn        *conn,
         gpointer       id,
         GCancellable  *cancellable,
         GError       **error)
{
  cy_obligation_bin (conn, *(gint64 *) id, error);
  return NULL;
}

static CyContactKinds
chosen_kinds (CyObligationEditor *self)
{
  CyContactKinds kinds = 0;

  for (guint i = 0; i < CY_CONTACT_KIND_COUNT; i++)
    if (gtk_check_button_get_active (self->kinds[i]))
      kinds |= CY_CONTACT_KIND_BIT (i);

  return kinds;
}

static void
check_cb (CyObligationEditor *self)
{
  g_autofree char *name = cy_form_dup_text (self->name_row);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "obligation.save", name != NULL && chosen_kinds (self) != 0);
}

static void
window_cb (CyObligationEditor *self)
{
  gboolean rolling = adw_combo_row_get_selected (self->window_row) == CY_WINDOW_ROLLING;

  gtk_widget_set_visible (GTK_WIDGET (self->days_row), rolling);
  gtk_widget_set_visible (GTK_WIDGET (self->count_row), !rolling);
}

static void
take_text (AdwEntryRow  *row,
           const char   *shown,
           char        **field)
{
  g_autofree char *text = cy_form_dup_text (row);

  if (g_strcmp0 (text, shown) != 0)
    g_set_str (field, text);
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CyObligationEditor *self = CY_OBLIGATION_EDITOR (widget);
  CyObligation *obligation = cy_obligation_copy (self->obligation);

  take_text (self->name_row, cy_care_obligation_name (self->obligation), &obligation->name);
  take_text (self->who_row, cy_care_obligation_who (self->obligation), &obligation->who);
  obligation->kinds = chosen_kinds (self);
  obligation->window = adw_combo_row_get_selected (self->window_row);
  obligation->days = obligation->window == CY_WINDOW_ROLLING ? (int) adw_spin_row_get_value (self->days_row) : 0;
  obligation->count = obligation->window == CY_WINDOW_ROLLING ? 1 : (int) adw_spin_row_get_value (self->count_row);
  cy_undo_write (self->context, _("Obligation saved"), save_job, obligation, (GDestroyNotify) cy_obligation_free);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
remove_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CyObligationEditor *self = CY_OBLIGATION_EDITOR (widget);

  cy_undo_write (self->context, _("Obligation removed"), bin_job,
                 g_memdup2 (&self->obligation->id, sizeof self->obligation->id), g_free);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
cy_obligation_editor_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_OBLIGATION_EDITOR);
  G_OBJECT_CLASS (cy_obligation_editor_parent_class)->dispose (object);
}

static void
cy_obligation_editor_finalize (GObject *object)
{
  CyObligationEditor *self = CY_OBLIGATION_EDITOR (object);

  g_clear_object (&self->context);
  cy_obligation_free (self->obligation);

  G_OBJECT_CLASS (cy_obligation_editor_parent_class)->finalize (object);
}

static void
cy_obligation_editor_class_init (CyObligationEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_obligation_editor_dispose;
  object_class->finalize = cy_obligation_editor_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/settings/cy-obligation-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CyObligationEditor, name_row);
  gtk_widget_class_bind_template_child (widget_class, CyObligationEditor, who_row);
  gtk_widget_class_bind_template_child (widget_class, CyObligationEditor, window_row);
  gtk_widget_class_bind_template_child (widget_class, CyObligationEditor, days_row);
  gtk_widget_class_bind_template_child (widget_class, CyObligationEditor, count_row);
  gtk_widget_class_bind_template_child (widget_class, CyObligationEditor, kinds_group);
  gtk_widget_class_bind_template_child (widget_class, CyObligationEditor, source_group);
  gtk_widget_class_bind_template_child (widget_class, CyObligationEditor, source_row);
  gtk_widget_class_bind_template_child (widget_class, CyObligationEditor, remove_group);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
  gtk_widget_class_bind_template_callback (widget_class, window_cb);
  cy_form_install_cancel (widget_class, "obligation.cancel");
  gtk_widget_class_install_action (widget_class, "obligation.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "obligation.remove", NULL, remove_action);
}

static void
cy_obligation_editor_init (CyObligationEditor *self)
{
  g_autoptr (GtkStringList) windows = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (CyWindow window = 0; window < CY_WINDOW_COUNT; window++)
    gtk_string_list_append (windows, cy_care_window_name (window));
  adw_combo_row_set_model (self->window_row, G_LIST_MODEL (windows));

  for (guint i = 0; i < CY_CONTACT_KIND_COUNT; i++)
    {
      GtkWidget *row = cy_row_new (cy_name_contact_kind (i), NULL);
      GtkWidget *check = gtk_check_button_new ();

      self->kinds[i] = GTK_CHECK_BUTTON (check);
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      adw_preferences_group_add (self->kinds_group, row);
    }
}

static void
show (CyObligationEditor *self)
{
  const CyObligation *o = self->obligation;

  cy_form_set_text (self->name_row, cy_care_obligation_name (o));
  cy_form_set_text (self->who_row, cy_care_obligation_who (o));
  adw_combo_row_set_selected (self->window_row, o->window);
  adw_spin_row_set_value (self->days_row, o->days > 0 ? o->days : 14);
  adw_spin_row_set_value (self->count_row, o->count);
  for (guint i = 0; i < CY_CONTACT_KIND_COUNT; i++)
    {
      gtk_check_button_set_active (self->kinds[i], (o->kinds & CY_CONTACT_KIND_BIT (i)) != 0);
      g_signal_connect_object (self->kinds[i], "toggled", G_CALLBACK (check_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_widget_set_visible (self->source_group, o->source != NULL);
  if (o->source != NULL)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->source_row), o->source);
  gtk_widget_set_visible (self->remove_group, o->id != 0);
  window_cb (self);
  check_cb (self);
}

/**
 * cy_obligation_editor_new:
 * @scheme_id: whose
 * @obligation: (nullable): what to edit; without it one is added
 *
 * Returns: (transfer floating): the dialog, which saves by itself
 */
AdwDialog *
cy_obligation_editor_new (CyContext          *context,
                          gint64              scheme_id,
                          const CyObligation *obligation)
{
  CyObligationEditor *self = g_object_new (CY_TYPE_OBLIGATION_EDITOR, NULL);

  self->context = g_object_ref (context);
  self->obligation = obligation != NULL ? cy_obligation_copy (obligation) : cy_obligation_new ();
  self->obligation->scheme_id = scheme_id;
  show (self);

  return ADW_DIALOG (self);
}
