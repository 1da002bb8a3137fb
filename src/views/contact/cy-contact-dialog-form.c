#define G_LOG_DOMAIN "cy-contact"

#include "config.h"

#include "cy-contact-dialog-private.h"
#include "text/cy-message.h"
#include "text/cy-names.h"

#include <glib/gi18n.h>

/* The form of the dialog: from widgets to a contact and back, and what is wrong with it. */

/* More than this long ago, or this many minutes, is more likely a slip than the truth. */
#define OLD_DAYS 366
#define LONG_MINUTES 480

static char *
dup_entry (GtkEditable *editable)
{
  char *text = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  if (text[0] != '\0')
    return text;

  g_free (text);
  return NULL;
}

static char *
dup_said (CyContactDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start;
  GtkTextIter end;
  char *text;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  if (text[0] != '\0')
    return text;

  g_free (text);
  return NULL;
}

/** cy_contact_dialog_get_kind: Returns: the kind that is chosen */
CyContactKind
cy_contact_dialog_get_kind (CyContactDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->kind_row);

  return self->kinds[MIN (selected, CY_CONTACT_KIND_COUNT - 1)];
}

/** cy_contact_dialog_get_level: Returns: the level that is chosen */
CyContactLevel
cy_contact_dialog_get_level (CyContactDialog *self)
{
  return (CyContactLevel) MIN (adw_combo_row_get_selected (self->level_row), CY_LEVEL_RESTRICTED);
}

/** cy_contact_dialog_read: Returns: (transfer full): what the form holds, complete or not */
CyContact *
cy_contact_dialog_read (CyContactDialog *self)
{
  CyContact *contact = self->stored != NULL ? cy_contact_copy (self->stored) : cy_contact_new ();
  guint n_ids;
  const gint64 *ids = cy_child_picker_get_children (self->picker, &n_ids);

  g_array_set_size (contact->participants, 0);
  for (guint i = 0; i < n_ids; i++)
    {
      /* At each key, and the picker has nobody twice. */
      CyParticipant participant = { ids[i], TRUE };

      g_array_append_val (contact->participants, participant);
    }

  contact->kind = cy_contact_dialog_get_kind (self);
  contact->medium = (CyContactMedium) adw_combo_row_get_selected (self->medium_row);
  contact->level = cy_contact_dialog_get_level (self);
  contact->date = cy_date_row_get_day (self->date_row);
  contact->reached = adw_switch_row_get_active (self->reached_row);
  contact->minutes = (int) adw_spin_row_get_value (self->minutes_row);
  g_free (contact->time);
  contact->time = dup_entry (GTK_EDITABLE (self->time_row));
  g_free (contact->text);
  contact->text = dup_said (self);

  contact->follow_up_date = CY_DAY_NONE;
  g_clear_pointer (&contact->follow_up_text, g_free);
  if (adw_expander_row_get_enable_expansion (self->follow_up_row))
    {
      contact->follow_up_date = cy_date_row_get_day (self->follow_up_date_row);
      contact->follow_up_text = dup_entry (GTK_EDITABLE (self->follow_up_text_row));
    }

  return contact;
}

static guint
position_of_kind (CyContactDialog *self,
                  CyContactKind    kind)
{
  for (guint i = 0; i < CY_CONTACT_KIND_COUNT; i++)
    {
      if (self->kinds[i] == kind)
        return i;
    }

  return 0;
}

/** cy_contact_dialog_fill: shows @contact; nobody is typing meanwhile */
void
cy_contact_dialog_fill (CyContactDialog *self,
           const CyContact *contact)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  self->filling = TRUE;
  for (guint i = 0; i < contact->participants->len; i++)
    g_array_append_val (ids, g_array_index (contact->participants, CyParticipant, i).person_id);
  cy_child_picker_set_children (self->picker, (const gint64 *) ids->data, ids->len);

  adw_combo_row_set_selected (self->kind_row, position_of_kind (self, contact->kind));
  adw_combo_row_set_selected (self->medium_row, contact->medium);
  adw_combo_row_set_selected (self->level_row, contact->level);
  cy_date_row_set_day (self->date_row, contact->date, CY_DATE_DAY);
  gtk_editable_set_text (GTK_EDITABLE (self->time_row), contact->time != NULL ? contact->time : "");
  adw_switch_row_set_active (self->reached_row, contact->reached);
  adw_spin_row_set_value (self->minutes_row, contact->minutes);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), contact->text != NULL ? contact->text : "", -1);

  adw_expander_row_set_enable_expansion (self->follow_up_row, contact->follow_up_date != CY_DAY_NONE);
  cy_date_row_set_day (self->follow_up_date_row, contact->follow_up_date, CY_DATE_DAY);
  gtk_editable_set_text (GTK_EDITABLE (self->follow_up_text_row),
                         contact->follow_up_text != NULL ? contact->follow_up_text : "");

  self->medium_chosen = contact->medium != cy_contact_kind_usual_medium (contact->kind);
  self->filling = FALSE;
}

/* What may not be, and what is odd */

/** cy_contact_dialog_find_fault: Returns: (nullable): why @contact may not be saved, in words */
const char *
cy_contact_dialog_find_fault (CyContactDialog *self,
            const CyContact *contact)
{
  CyDay today = cy_context_get_today (self->context);

  if (contact->participants->len == 0)
    return _("Choose the child it was with.");
  if (contact->participants->len > CY_CONTACT_MAX_PARTICIPANTS)
    return cy_message_too_many_children ();
  if (!cy_date_row_is_valid (self->date_row) || contact->date == CY_DAY_NONE)
    return _("Write the date as 2026-03-05.");
  if (contact->date > today)
    return _("A contact cannot be logged before it has been: the date is in the future.");
  if (contact->time != NULL && !cy_contact_time_is_valid (contact->time))
    return _("Write the time as 14:30, or leave it empty.");
  if (adw_expander_row_get_enable_expansion (self->follow_up_row) &&
      (!cy_date_row_is_valid (self->follow_up_date_row) || contact->follow_up_date == CY_DAY_NONE))
    return _("Write the day of the follow-up as 2026-03-05.");

  return NULL;
}

/** cy_contact_dialog_find_oddity: Returns: (nullable): what is odd about @contact, in words */
const char *
cy_contact_dialog_find_oddity (CyContactDialog *self,
             const CyContact *contact)
{
  CyDay today = cy_context_get_today (self->context);

  if (contact->date != CY_DAY_NONE && contact->date < today - OLD_DAYS)
    return _("That is more than a year ago. Is the date right?");
  if (contact->minutes > LONG_MINUTES)
    return _("That is more than eight hours. Are the minutes right?");
  if (contact->follow_up_date != CY_DAY_NONE && contact->follow_up_date < today)
    return _("The day of the follow-up has passed.");

  return NULL;
}

/** cy_contact_dialog_fill_choices: @first: the kinds that stand first */
void
cy_contact_dialog_fill_choices (CyContactDialog *self,
              CyContactKinds   first)
{
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) media = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) levels = gtk_string_list_new (NULL);
  guint n = 0;

  for (int pass = 0; pass < 2; pass++)
    {
      for (guint kind = 0; kind < CY_CONTACT_KIND_COUNT; kind++)
        {
          if (((first & CY_CONTACT_KIND_BIT (kind)) != 0) != (pass == 0))
            continue;
          self->kinds[n++] = (CyContactKind) kind;
          gtk_string_list_append (kinds, cy_name_contact_kind ((CyContactKind) kind));
        }
    }
  for (guint medium = 0; medium < CY_CONTACT_MEDIUM_COUNT; medium++)
    gtk_string_list_append (media, cy_name_medium ((CyContactMedium) medium));
  for (guint level = 0; level < CY_CONTACT_LEVEL_COUNT; level++)
    {
      if (level != CY_LEVEL_RESTRICTED || cy_context_get_counselling_db (self->context) != NULL)
        gtk_string_list_append (levels, cy_name_level ((CyContactLevel) level));
    }

  self->filling = TRUE;
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (kinds));
  adw_combo_row_set_model (self->medium_row, G_LIST_MODEL (media));
  adw_combo_row_set_model (self->level_row, G_LIST_MODEL (levels));
  self->filling = FALSE;
}
