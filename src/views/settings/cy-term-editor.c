#define G_LOG_DOMAIN "cy-preferences"

#include "config.h"

#include "settings/cy-term-editor.h"

#include <glib/gi18n.h>

#include "care/cy-school-year.h"
#include "common/cy-date-row.h"
#include "common/cy-form.h"
#include "common/cy-undo.h"
#include "cy-term-store.h"

/* The small form of a term or holiday. A name that is shown translated is stored only when
 * it has been changed. */
struct _CyTermEditor {
  AdwDialog parent_instance;

  AdwComboRow *kind_row;
  AdwEntryRow *name_row;
  CyDateRow *from_row;
  CyDateRow *to_row;
  GtkWidget *remove_group;

  CyContext *context;
  CyTerm *term;                 /* as it was; NULL for a new one */
};

G_DEFINE_FINAL_TYPE (CyTermEditor, cy_term_editor, ADW_TYPE_DIALOG)

static gpointer
save_job (CyConn        *conn,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  const CyTerm *term = data;

  if (term->id != 0)
    cy_term_update (conn, term, error);
  else
    cy_term_insert (conn, term, error);

  return NULL;
}

static gpointer
bin_job (CyConn        *conn,
         gpointer       id,
         GCancellable  *cancellable,
         GError       **error)
{
  cy_term_bin (conn, *(gint64 *) id, error);
  return NULL;
}

static void
check_cb (CyTermEditor *self)
{
  g_autofree char *name = cy_form_dup_text (self->name_row);
  CyDay from = cy_date_row_get_day (self->from_row);
  CyDay to = cy_date_row_get_day (self->to_row);
  gboolean both = from != CY_DAY_NONE && to != CY_DAY_NONE;

  if (both)
    cy_form_set_state (GTK_WIDGET (self->to_row), to < from ? CY_FORM_ERROR : CY_FORM_FINE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "term.save", name != NULL && both && to >= from);
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CyTermEditor *self = CY_TERM_EDITOR (widget);
  g_autofree char *text = cy_form_dup_text (self->name_row);
  CyTerm *term = cy_term_new (adw_combo_row_get_selected (self->kind_row), text,
                              cy_date_row_get_day (self->from_row), cy_date_row_get_day (self->to_row));

  if (self->term != NULL)
    {
      g_autofree char *shown = cy_school_term_name (self->term);

      term->id = self->term->id;
      if (g_strcmp0 (text, shown) == 0)
        g_set_str (&term->name, self->term->name);
    }
  cy_undo_write (self->context, _("Dates saved"), save_job, term, (GDestroyNotify) cy_term_free);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
remove_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CyTermEditor *self = CY_TERM_EDITOR (widget);

  cy_undo_write (self->context, _("Dates removed"), bin_job, g_memdup2 (&self->term->id, sizeof self->term->id), g_free);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
cy_term_editor_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_TERM_EDITOR);
  G_OBJECT_CLASS (cy_term_editor_parent_class)->dispose (object);
}

static void
cy_term_editor_finalize (GObject *object)
{
  CyTermEditor *self = CY_TERM_EDITOR (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->term, cy_term_free);
  G_OBJECT_CLASS (cy_term_editor_parent_class)->finalize (object);
}

static void
cy_term_editor_class_init (CyTermEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CY_TYPE_DATE_ROW);
  object_class->dispose = cy_term_editor_dispose;
  object_class->finalize = cy_term_editor_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/settings/cy-term-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CyTermEditor, kind_row);
  gtk_widget_class_bind_template_child (widget_class, CyTermEditor, name_row);
  gtk_widget_class_bind_template_child (widget_class, CyTermEditor, from_row);
  gtk_widget_class_bind_template_child (widget_class, CyTermEditor, to_row);
  gtk_widget_class_bind_template_child (widget_class, CyTermEditor, remove_group);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
  cy_form_install_cancel (widget_class, "term.cancel");
  gtk_widget_class_install_action (widget_class, "term.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "term.remove", NULL, remove_action);
}

static void
cy_term_editor_init (CyTermEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cy_term_editor_new:
 * @term: (nullable): what to edit; without it one is added
 *
 * Returns: (transfer floating): the dialog, which saves by itself
 */
AdwDialog *
cy_term_editor_new (CyContext    *context,
                    const CyTerm *term)
{
  CyTermEditor *self = g_object_new (CY_TYPE_TERM_EDITOR, NULL);

  self->context = g_object_ref (context);
  gtk_widget_set_visible (self->remove_group, term != NULL);
  if (term != NULL)
    {
      g_autofree char *name = cy_school_term_name (term);

      self->term = cy_term_copy (term);
      adw_combo_row_set_selected (self->kind_row, term->kind);
      cy_form_set_text (self->name_row, name);
      cy_date_row_set_day (self->from_row, term->from, CY_DATE_DAY);
      cy_date_row_set_day (self->to_row, term->to, CY_DATE_DAY);
    }
  check_cb (self);

  return ADW_DIALOG (self);
}
