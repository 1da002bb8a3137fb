#define G_LOG_DOMAIN "cy-arrangement-editor"

#include "config.h"

#include "children/cy-arrangement-editor.h"

#include <glib/gi18n.h>

#include "common/cy-date-row.h"
#include "common/cy-form.h"
#include "common/cy-undo.h"
#include "cy-arrangement-store.h"
#include "cy-person-check.h"
#include "text/cy-people-names.h"

/* The small form of a care arrangement: what the family or the office has settled. */
struct _CyArrangementEditor {
  AdwDialog parent_instance;

  AdwComboRow *kind_row;
  CyDateRow *from_row;
  CyDateRow *to_row;
  AdwEntryRow *note_row;
  GtkWidget *remove_group;

  CyContext *context;
  CyCareArrangement *arrangement;
};

G_DEFINE_FINAL_TYPE (CyArrangementEditor, cy_arrangement_editor, ADW_TYPE_DIALOG)

static gpointer
save (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  const CyCareArrangement *arrangement = data;

  if (arrangement->id != 0)
    cy_arrangement_update (conn, arrangement, error);
  else
    cy_arrangement_insert (conn, arrangement, error);

  return NULL;
}

static gpointer
bin (CyConn        *conn,
     gpointer       data,
     GCancellable  *cancellable,
     GError       **error)
{
  cy_arrangement_bin (conn, *(gint64 *) data, error);
  return NULL;
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CyArrangementEditor *self = CY_ARRANGEMENT_EDITOR (widget);
  CyDay from = cy_date_row_get_day (self->from_row);
  CyDay to = cy_date_row_get_day (self->to_row);
  CyCareArrangement *arrangement;

  if (!cy_date_row_is_valid (self->from_row) || !cy_date_row_is_valid (self->to_row))
    return;
  if (cy_dates_check (from, to) != CY_CHECK_OK)
    {
      cy_form_set_state (GTK_WIDGET (self->to_row), CY_FORM_ERROR);
      gtk_widget_grab_focus (GTK_WIDGET (self->to_row));
      return;
    }

  arrangement = cy_care_arrangement_copy (self->arrangement);
  arrangement->kind = adw_combo_row_get_selected (self->kind_row);
  arrangement->from = from;
  arrangement->to = to;
  cy_form_take_text (self->note_row, &arrangement->note);
  cy_undo_write (self->context, _("Care arrangement saved"), save, arrangement,
                 (GDestroyNotify) cy_care_arrangement_free);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
remove_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CyArrangementEditor *self = CY_ARRANGEMENT_EDITOR (widget);

  cy_undo_write (self->context, _("Care arrangement removed"), bin,
                 g_memdup2 (&self->arrangement->id, sizeof self->arrangement->id), g_free);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
cy_arrangement_editor_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_ARRANGEMENT_EDITOR);
  G_OBJECT_CLASS (cy_arrangement_editor_parent_class)->dispose (object);
}

static void
cy_arrangement_editor_finalize (GObject *object)
{
  CyArrangementEditor *self = CY_ARRANGEMENT_EDITOR (object);

  g_clear_object (&self->context);
  cy_care_arrangement_free (self->arrangement);

  G_OBJECT_CLASS (cy_arrangement_editor_parent_class)->finalize (object);
}

static void
cy_arrangement_editor_class_init (CyArrangementEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CY_TYPE_DATE_ROW);
  object_class->dispose = cy_arrangement_editor_dispose;
  object_class->finalize = cy_arrangement_editor_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chuyan/Chuyan/children/cy-arrangement-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CyArrangementEditor, kind_row);
  gtk_widget_class_bind_template_child (widget_class, CyArrangementEditor, from_row);
  gtk_widget_class_bind_template_child (widget_class, CyArrangementEditor, to_row);
  gtk_widget_class_bind_template_child (widget_class, CyArrangementEditor, note_row);
  gtk_widget_class_bind_template_child (widget_class, CyArrangementEditor, remove_group);
  cy_form_install_cancel (widget_class, "arrangement.cancel");
  gtk_widget_class_install_action (widget_class, "arrangement.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "arrangement.remove", NULL, remove_action);
}

static void
cy_arrangement_editor_init (CyArrangementEditor *self)
{
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = CY_CARE_KIND_PARENT; i <= CY_CARE_KIND_NOBODY; i++)
    gtk_string_list_append (kinds, cy_name_care_kind (i));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (kinds));
}

/**
 * cy_arrangement_editor_new:
 * @child_id: whose
 * @arrangement: (nullable): what to edit; without it one is added
 *
 * Returns: (transfer floating): the dialog, which saves by itself
 */
AdwDialog *
cy_arrangement_editor_new (CyContext               *context,
                           gint64                   child_id,
                           const CyCareArrangement *arrangement)
{
  CyArrangementEditor *self = g_object_new (CY_TYPE_ARRANGEMENT_EDITOR, NULL);

  self->context = g_object_ref (context);
  self->arrangement = arrangement != NULL ? cy_care_arrangement_copy (arrangement) : cy_care_arrangement_new ();
  self->arrangement->child_id = child_id;
  if (arrangement == NULL)
    self->arrangement->from = cy_context_get_today (context);
  adw_combo_row_set_selected (self->kind_row, self->arrangement->kind);
  cy_date_row_set_day (self->from_row, self->arrangement->from, CY_DATE_DAY);
  cy_date_row_set_day (self->to_row, self->arrangement->to, CY_DATE_DAY);
  cy_form_set_text (self->note_row, self->arrangement->note);
  gtk_widget_set_visible (self->remove_group, arrangement != NULL);

  return ADW_DIALOG (self);
}
