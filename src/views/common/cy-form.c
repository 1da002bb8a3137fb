#define G_LOG_DOMAIN "cy-form"

#include "config.h"

#include "common/cy-form.h"

#include "cy-phone.h"

/** cy_form_dup_text: Returns: (transfer full) (nullable): the text without spaces around it, %NULL where none is left */
char *
cy_form_dup_text (AdwEntryRow *row)
{
  char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  if (*text != '\0')
    return text;

  g_free (text);
  return NULL;
}

/** cy_form_set_text: @text: (nullable): what to show */
void
cy_form_set_text (AdwEntryRow *row,
                  const char  *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

/** cy_form_take_text: puts the text of @row into @field, %NULL for none */
void
cy_form_take_text (AdwEntryRow  *row,
                   char        **field)
{
  g_free (*field);
  *field = cy_form_dup_text (row);
}

/** cy_form_set_phones: @phones: (nullable): stored numbers, shown in the groups people read them in */
void
cy_form_set_phones (AdwEntryRow *row,
                    const char  *phones)
{
  g_autofree char *shown = phones != NULL ? cy_phone_display (phones) : NULL;

  cy_form_set_text (row, shown);
}

/** cy_form_take_phones: puts the numbers of @row into @field in their stored form, %NULL for none */
void
cy_form_take_phones (AdwEntryRow  *row,
                     char        **field)
{
  g_autofree char *text = cy_form_dup_text (row);
  gboolean valid;

  g_free (*field);
  *field = text != NULL ? cy_phone_normalise (text, &valid) : NULL;
}

/** cy_form_set_state: shows by colour, and says to a screen reader, what is the matter with @row */
void
cy_form_set_state (GtkWidget   *row,
                   CyFormState  state)
{
  gtk_widget_remove_css_class (row, "error");
  gtk_widget_remove_css_class (row, "warning");
  if (state == CY_FORM_ERROR)
    gtk_widget_add_css_class (row, "error");
  else if (state == CY_FORM_WARNING)
    gtk_widget_add_css_class (row, "warning");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               state == CY_FORM_ERROR ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  adw_dialog_close (ADW_DIALOG (widget));
}

/** cy_form_install_cancel: @dialog_class: of a subclass of #AdwDialog, which the action @action_name closes unsaved */
void
cy_form_install_cancel (GtkWidgetClass *dialog_class,
                        const char     *action_name)
{
  gtk_widget_class_install_action (dialog_class, action_name, NULL, cancel_action);
}
