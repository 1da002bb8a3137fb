#define G_LOG_DOMAIN "cy-risk-editor"

#include "config.h"

#include "children/cy-risk-editor.h"

#include <glib/gi18n.h>

#include "common/cy-form.h"
#include "common/cy-undo.h"
#include "cy-flag-store.h"
#include "cy-flag.h"
#include "text/cy-people-names.h"

/* The small form of a risk that somebody has seen: which one, and what was seen. */
struct _CyRiskEditor {
  AdwDialog parent_instance;

  AdwPreferencesGroup *group;
  AdwComboRow *risk_row;
  AdwEntryRow *note_row;

  CyContext *context;
  gint64 child_id;
  GPtrArray *codes;             /* in the order of the row; the strings are cy-flag.h's */
};

typedef struct {
  gint64 child_id;
  const char *code;
  char *note;
} Risk;

G_DEFINE_FINAL_TYPE (CyRiskEditor, cy_risk_editor, ADW_TYPE_DIALOG)

static void
risk_free (gpointer data)
{
  Risk *risk = data;

  g_free (risk->note);
  g_free (risk);
}

static gpointer
save (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  const Risk *risk = data;

  cy_flag_raise (conn, risk->child_id, risk->code, risk->note, error);
  return NULL;
}

static const char *
selected_code (CyRiskEditor *self)
{
  return g_ptr_array_index (self->codes, adw_combo_row_get_selected (self->risk_row));
}

static void
risk_selected (CyRiskEditor *self)
{
  adw_preferences_group_set_description (self->group, cy_explain_flag (selected_code (self)));
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CyRiskEditor *self = CY_RISK_EDITOR (widget);
  Risk *risk = g_new0 (Risk, 1);

  risk->child_id = self->child_id;
  risk->code = selected_code (self);
  cy_form_take_text (self->note_row, &risk->note);
  cy_undo_write (self->context, _("Risk noted"), save, risk, risk_free);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
cy_risk_editor_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_RISK_EDITOR);
  G_OBJECT_CLASS (cy_risk_editor_parent_class)->dispose (object);
}

static void
cy_risk_editor_finalize (GObject *object)
{
  CyRiskEditor *self = CY_RISK_EDITOR (object);

  g_clear_object (&self->context);
  g_ptr_array_unref (self->codes);

  G_OBJECT_CLASS (cy_risk_editor_parent_class)->finalize (object);
}

static void
cy_risk_editor_class_init (CyRiskEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_risk_editor_dispose;
  object_class->finalize = cy_risk_editor_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/children/cy-risk-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CyRiskEditor, group);
  gtk_widget_class_bind_template_child (widget_class, CyRiskEditor, risk_row);
  gtk_widget_class_bind_template_child (widget_class, CyRiskEditor, note_row);
  cy_form_install_cancel (widget_class, "risk.cancel");
  gtk_widget_class_install_action (widget_class, "risk.save", NULL, save_action);
}

static void
cy_risk_editor_init (CyRiskEditor *self)
{
  self->codes = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cy_risk_editor_new:
 * @child_id: who is at risk
 * @raised: (array zero-terminated=1): the codes of the child's open flags, which are not offered again
 *
 * The risks are those of cy-flag.h that are no problems of the data.
 *
 * Returns: (transfer floating): the dialog, which saves by itself
 */
AdwDialog *
cy_risk_editor_new (CyContext          *context,
                    gint64              child_id,
                    const char * const *raised)
{
  CyRiskEditor *self = g_object_new (CY_TYPE_RISK_EDITOR, NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->context = g_object_ref (context);
  self->child_id = child_id;
  for (const char * const *code = cy_flag_codes (); *code != NULL; code++)
    {
      if (cy_flag_is_problem (*code) || g_strv_contains (raised, *code))
        continue;
      g_ptr_array_add (self->codes, (gpointer) *code);
      gtk_string_list_append (names, cy_name_flag (*code));
    }

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "risk.save", self->codes->len > 0);
  if (self->codes->len > 0)
    {
      adw_combo_row_set_model (self->risk_row, G_LIST_MODEL (names));
      g_signal_connect_object (self->risk_row, "notify::selected", G_CALLBACK (risk_selected), self, G_CONNECT_SWAPPED);
      risk_selected (self);
    }

  return ADW_DIALOG (self);
}
