#define G_LOG_DOMAIN "cy-child-editor"

#include "config.h"

#include "children/cy-child-editor-private.h"

#include <glib/gi18n.h>

#include "common/cy-form.h"
#include "common/cy-words.h"
#include "cy-id-number.h"
#include "cy-person-check.h"
#include "cy-phone.h"
#include "text/cy-people-names.h"

/* The rows of the form, and the fields of those that hold a plain text. */

typedef enum {
  NO_TEXT,
  OF_PERSON,
  OF_CHILD,
} Owner;

typedef struct {
  const char *name;
  gsize row;
  Owner owner;
  gsize field;
} Row;

#define ROW(name) { #name, G_STRUCT_OFFSET (CyChildEditor, name), NO_TEXT, 0 }
#define PERSON(name, field) \
  { #name, G_STRUCT_OFFSET (CyChildEditor, name), OF_PERSON, G_STRUCT_OFFSET (CyPerson, field) }
#define CHILD(name, field) { #name, G_STRUCT_OFFSET (CyChildEditor, name), OF_CHILD, G_STRUCT_OFFSET (CyChild, field) }

static const Row rows[] = {
  PERSON (name_row, name),
  ROW (id_row),
  ROW (sex_row),
  ROW (birth_row),
  PERSON (lunar_row, lunar_birthday),
  PERSON (ethnicity_row, ethnicity),
  PERSON (address_row, address),
  ROW (village_row),
  PERSON (hukou_row, hukou),
  ROW (phone_row),
  ROW (school_row),
  ROW (class_row),
  CHILD (teacher_row, class_teacher),
  ROW (teacher_phone_row),
  CHILD (student_number_row, student_number),
  CHILD (lodging_row, lodging),
  CHILD (character_row, character),
  CHILD (hobbies_row, hobbies),
  PERSON (health_row, health),
  CHILD (medical_row, medical_history),
  PERSON (note_row, note),
  ROW (disabled_row),
  ROW (single_row),
  ROW (orphan_row),
  ROW (floating_row),
  ROW (poor_registered_row),
  ROW (poor_allowance_row),
  ROW (poor_destitute_row),
  ROW (poor_martyr_row),
  ROW (enrolled_row),
  ROW (left_row),
};

#define ROW_WIDGET(self, i) (G_STRUCT_MEMBER (GtkWidget *, (self), rows[i].row))

/* Binds every row of the table as a child of the template. */
void
cy_child_editor_bind_rows (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_class_bind_template_child_full (widget_class, rows[i].name, FALSE, rows[i].row);
}

static char **
text_field (guint     i,
            CyPerson *person,
            CyChild  *child)
{
  if (rows[i].owner == OF_PERSON)
    return &G_STRUCT_MEMBER (char *, person, rows[i].field);

  return &G_STRUCT_MEMBER (char *, child, rows[i].field);
}

/* Fills the form from what was loaded. */
void
cy_child_editor_show (CyChildEditor *self)
{
  CyPerson *person = self->person;
  CyChild *child = self->child;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].owner != NO_TEXT)
      cy_form_set_text (ADW_ENTRY_ROW (ROW_WIDGET (self, i)), *text_field (i, person, child));

  cy_form_set_text (self->id_row, person->id_number);
  adw_combo_row_set_selected (self->sex_row, person->sex);
  cy_date_row_set_day (self->birth_row, person->birth, person->birth_precision);
  cy_form_set_phones (self->phone_row, person->phone);
  cy_form_set_phones (self->teacher_phone_row, child->class_teacher_phone);
  cy_unit_row_set_id (self->village_row, child->village_id);
  cy_unit_row_set_id (self->school_row, child->school_id);
  cy_unit_row_set_parent (self->class_row, child->school_id);
  cy_unit_row_set_id (self->class_row, child->class_id);
  adw_switch_row_set_active (self->disabled_row, child->disabled);
  adw_switch_row_set_active (self->single_row, child->single_parent);
  adw_switch_row_set_active (self->orphan_row, child->orphan);
  adw_switch_row_set_active (self->floating_row, child->floating);
  adw_switch_row_set_active (self->poor_registered_row, child->poor & CY_POOR_REGISTERED);
  adw_switch_row_set_active (self->poor_allowance_row, child->poor & CY_POOR_ALLOWANCE);
  adw_switch_row_set_active (self->poor_destitute_row, child->poor & CY_POOR_DESTITUTE);
  adw_switch_row_set_active (self->poor_martyr_row, child->poor & CY_POOR_MARTYR);
  cy_date_row_set_day (self->enrolled_row, child->enrolled_on, CY_DATE_DAY);
  cy_date_row_set_day (self->left_row, child->left_on, CY_DATE_DAY);
}

/* Lunar birthdays are stored as MM-DD; people type 8-15 or 8月15. */
static gboolean
read_lunar (AdwEntryRow  *row,
            char        **value)
{
  g_autofree char *text = cy_form_dup_text (row);
  int parts[2] = { 0, 0 };
  guint part = 0;
  gboolean in_number = FALSE;

  g_clear_pointer (value, g_free);
  if (text == NULL)
    return TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      int digit = g_unichar_digit_value (g_utf8_get_char (p));

      if (digit >= 0 && part < 2)
        {
          parts[part] = parts[part] * 10 + digit;
          in_number = TRUE;
        }
      else if (digit >= 0)
        return FALSE;
      else if (in_number)
        {
          part++;
          in_number = FALSE;
        }
    }
  if (parts[0] < 1 || parts[0] > 12 || parts[1] < 1 || parts[1] > 30)
    return FALSE;

  *value = g_strdup_printf ("%02d-%02d", parts[0], parts[1]);
  return TRUE;
}

/* Puts what stands in the form into @person and @child; ids of new units stay 0. */
void
cy_child_editor_take (CyChildEditor *self,
                      CyPerson      *person,
                      CyChild       *child)
{
  CyIdNumber id;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].owner != NO_TEXT)
      cy_form_take_text (ADW_ENTRY_ROW (ROW_WIDGET (self, i)), text_field (i, person, child));

  read_lunar (self->lunar_row, &person->lunar_birthday);
  cy_id_number_read (gtk_editable_get_text (GTK_EDITABLE (self->id_row)), &id);
  g_set_str (&person->id_number, id.number[0] != '\0' ? id.number : NULL);
  person->is_child = TRUE;
  person->sex = adw_combo_row_get_selected (self->sex_row);
  person->birth = cy_date_row_get_day (self->birth_row);
  person->birth_precision = cy_date_row_get_precision (self->birth_row);
  cy_form_take_phones (self->phone_row, &person->phone);
  cy_form_take_phones (self->teacher_phone_row, &child->class_teacher_phone);
  child->village_id = cy_unit_row_get_id (self->village_row);
  child->school_id = cy_unit_row_get_id (self->school_row);
  child->class_id = cy_unit_row_get_id (self->class_row);
  child->disabled = adw_switch_row_get_active (self->disabled_row);
  child->single_parent = adw_switch_row_get_active (self->single_row);
  child->orphan = adw_switch_row_get_active (self->orphan_row);
  child->floating = adw_switch_row_get_active (self->floating_row);
  child->poor = (adw_switch_row_get_active (self->poor_registered_row) ? CY_POOR_REGISTERED : 0) |
                (adw_switch_row_get_active (self->poor_allowance_row) ? CY_POOR_ALLOWANCE : 0) |
                (adw_switch_row_get_active (self->poor_destitute_row) ? CY_POOR_DESTITUTE : 0) |
                (adw_switch_row_get_active (self->poor_martyr_row) ? CY_POOR_MARTYR : 0);
  child->enrolled_on = cy_date_row_get_day (self->enrolled_row);
  child->left_on = cy_date_row_get_day (self->left_row);
}

/* A relative in a draft: what the form of a new child asks for most. */
#define RELATIVE_TYPE "(msmsibmsmsmsmsmsbmsii)"

static GVariant *
pack_relative (const CyRelative *relative)
{
  const CyRelation *relation = relative->relation;
  const CyPerson *person = relation->person;
  const CyAbsence *absence = relative->absence;

  return g_variant_new (RELATIVE_TYPE, person->name, relation->kin, (gint32) relation->role, relation->is_primary,
                        person->phone, person->address, person->occupation, person->employer, person->health,
                        absence != NULL, absence != NULL ? absence->place : NULL,
                        absence != NULL ? absence->from : CY_DAY_NONE, absence != NULL ? absence->to : CY_DAY_NONE);
}

static CyRelative *
unpack_relative (GVariant *packed)
{
  CyRelative *relative = cy_relative_new (NULL, NULL);
  CyRelation *relation = relative->relation;
  CyPerson *person = relation->person;
  g_autofree char *place = NULL;
  gboolean away;
  gint32 role, from, to;

  g_variant_get (packed, RELATIVE_TYPE, &person->name, &relation->kin, &role, &relation->is_primary, &person->phone,
                 &person->address, &person->occupation, &person->employer, &person->health, &away, &place, &from, &to);
  relation->role = role;
  if (away)
    {
      relative->absence = cy_absence_new ();
      relative->absence->place = g_steal_pointer (&place);
      relative->absence->from = from;
      relative->absence->to = to;
    }

  return relative;
}

/* The whole form as it stands, to compare and to keep as a draft. */
GVariant *
cy_child_editor_pack (CyChildEditor *self)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  GVariantBuilder relatives;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *row = ROW_WIDGET (self, i);

      if (ADW_IS_ENTRY_ROW (row))
        g_variant_dict_insert (&dict, rows[i].name, "s", gtk_editable_get_text (GTK_EDITABLE (row)));
      else if (ADW_IS_COMBO_ROW (row))
        g_variant_dict_insert (&dict, rows[i].name, "u", adw_combo_row_get_selected (ADW_COMBO_ROW (row)));
      else
        g_variant_dict_insert (&dict, rows[i].name, "b", adw_switch_row_get_active (ADW_SWITCH_ROW (row)));
    }

  g_variant_builder_init (&relatives, G_VARIANT_TYPE ("a" RELATIVE_TYPE));
  for (guint i = 0; i < self->relatives->len; i++)
    g_variant_builder_add_value (&relatives, pack_relative (self->relatives->pdata[i]));
  g_variant_dict_insert_value (&dict, "relatives", g_variant_builder_end (&relatives));

  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* Puts a draft into the form. */
void
cy_child_editor_unpack (CyChildEditor *self,
                        GVariant      *form)
{
  g_autoptr (GVariant) relatives = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *row = ROW_WIDGET (self, i);
      const char *text;
      guint32 selected;
      gboolean active;

      if (ADW_IS_ENTRY_ROW (row) && g_variant_lookup (form, rows[i].name, "&s", &text))
        gtk_editable_set_text (GTK_EDITABLE (row), text);
      else if (ADW_IS_COMBO_ROW (row) && g_variant_lookup (form, rows[i].name, "u", &selected))
        adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
      else if (ADW_IS_SWITCH_ROW (row) && g_variant_lookup (form, rows[i].name, "b", &active))
        adw_switch_row_set_active (ADW_SWITCH_ROW (row), active);
    }

  relatives = g_variant_lookup_value (form, "relatives", G_VARIANT_TYPE ("a" RELATIVE_TYPE));
  if (relatives == NULL)
    return;

  g_ptr_array_set_size (self->relatives, 0);
  for (gsize i = 0; i < g_variant_n_children (relatives); i++)
    {
      g_autoptr (GVariant) packed = g_variant_get_child_value (relatives, i);

      g_ptr_array_add (self->relatives, unpack_relative (packed));
    }
  cy_child_editor_show_relatives (self);
}

static void
hint (CyChildEditor *self,
      const char    *text,
      CyFormState    state)
{
  gtk_label_set_label (self->id_hint, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->id_hint), text != NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->id_hint), "warning");
  gtk_widget_remove_css_class (GTK_WIDGET (self->id_hint), "success");
  if (text != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->id_hint), state == CY_FORM_FINE ? "success" : "warning");
  cy_form_set_state (GTK_WIDGET (self->id_row), state);
}

static void
compare_with_id (CyChildEditor    *self,
                 const CyIdNumber *id)
{
  guint sex = adw_combo_row_get_selected (self->sex_row);
  CyDay birth = cy_date_row_get_day (self->birth_row);
  CyDatePrecision precision = cy_date_row_get_precision (self->birth_row);
  gboolean birth_differs = birth != CY_DAY_NONE && birth != id->birth && precision == CY_DATE_DAY;
  gboolean sex_differs = sex != CY_SEX_UNKNOWN && sex != id->sex;
  g_autofree char *named = cy_words_day (id->birth, CY_DATE_DAY);
  g_autofree char *text = NULL;

  if (birth_differs && sex_differs)
    text = g_strdup_printf (_("The number names another sex and another birth date: %s"), named);
  else if (birth_differs)
    text = g_strdup_printf (_("The number names another birth date: %s"), named);
  else if (sex_differs)
    text = g_strdup_printf (_("The number is that of a %s"), id->sex == CY_SEX_MALE ? _("boy") : _("girl"));

  if (text != NULL)
    hint (self, text, CY_FORM_WARNING);
  else
    hint (self, _("Valid; it gives the birth date and the sex"), CY_FORM_FINE);
}

/* A valid number fills in what is still empty, and says what differs. */
static void
show_id_hint (CyChildEditor *self,
              gboolean       fill)
{
  CyIdNumber id;

  switch (cy_id_number_read (gtk_editable_get_text (GTK_EDITABLE (self->id_row)), &id))
    {
    case CY_ID_EMPTY:
      hint (self, NULL, CY_FORM_FINE);
      return;
    case CY_ID_DAMAGED:
      hint (self, _("A spreadsheet has damaged this number: its last digits are lost"), CY_FORM_WARNING);
      return;
    case CY_ID_LENGTH:
      hint (self, _("An ID number has 18 characters"), CY_FORM_WARNING);
      return;
    case CY_ID_DATE:
      hint (self, _("The digits of the birth date are no date"), CY_FORM_WARNING);
      return;
    case CY_ID_CHECKSUM:
      hint (self, _("The last character does not fit: at least one digit is mistyped"), CY_FORM_WARNING);
      return;
    case CY_ID_OK:
    default:
      break;
    }

  if (fill && (cy_date_row_get_day (self->birth_row) == CY_DAY_NONE ||
               cy_date_row_get_precision (self->birth_row) != CY_DATE_DAY))
    cy_date_row_set_day (self->birth_row, id.birth, CY_DATE_DAY);
  if (fill && adw_combo_row_get_selected (self->sex_row) == CY_SEX_UNKNOWN)
    adw_combo_row_set_selected (self->sex_row, id.sex);
  compare_with_id (self, &id);
}

/* The ID number has been typed on. */
void
cy_child_editor_id_changed (CyChildEditor *self)
{
  show_id_hint (self, !self->loading);
}

static gboolean
phones_are_valid (AdwEntryRow *row)
{
  g_autofree char *text = cy_form_dup_text (row);
  gboolean valid = TRUE;

  g_free (text != NULL ? cy_phone_normalise (text, &valid) : NULL);
  cy_form_set_state (GTK_WIDGET (row), valid ? CY_FORM_FINE : CY_FORM_WARNING);

  return valid;
}

static void
refuse (gpointer    row,
        GtkWidget **first)
{
  cy_form_set_state (row, CY_FORM_ERROR);
  if (*first == NULL)
    *first = row;
}

/* Marks what is implausible or impossible; @first is the first row that cannot be saved. */
gboolean
cy_child_editor_check (CyChildEditor  *self,
                       GtkWidget     **first)
{
  g_autofree char *name = cy_form_dup_text (self->name_row);
  g_autofree char *lunar = NULL;
  CyDay birth = cy_date_row_get_day (self->birth_row);
  CyDay today = cy_context_get_today (self->context);
  gboolean reversed = cy_dates_check (cy_date_row_get_day (self->enrolled_row),
                                      cy_date_row_get_day (self->left_row)) != CY_CHECK_OK;

  *first = NULL;
  phones_are_valid (self->phone_row);
  phones_are_valid (self->teacher_phone_row);
  show_id_hint (self, FALSE);

  cy_form_set_state (GTK_WIDGET (self->name_row), CY_FORM_FINE);
  if (name == NULL)
    refuse (self->name_row, first);
  cy_form_set_state (GTK_WIDGET (self->birth_row), CY_FORM_FINE);
  if (!cy_date_row_is_valid (self->birth_row) || (birth != CY_DAY_NONE && birth > today))
    refuse (self->birth_row, first);
  else if (birth != CY_DAY_NONE && cy_day_age (birth, today) >= CY_CHILD_AGE_LIMIT)
    cy_form_set_state (GTK_WIDGET (self->birth_row), CY_FORM_WARNING);
  cy_form_set_state (GTK_WIDGET (self->lunar_row), CY_FORM_FINE);
  if (!read_lunar (self->lunar_row, &lunar))
    refuse (self->lunar_row, first);
  cy_form_set_state (GTK_WIDGET (self->enrolled_row), CY_FORM_FINE);
  if (!cy_date_row_is_valid (self->enrolled_row))
    refuse (self->enrolled_row, first);
  cy_form_set_state (GTK_WIDGET (self->left_row), CY_FORM_FINE);
  if (!cy_date_row_is_valid (self->left_row) || reversed)
    refuse (self->left_row, first);

  return *first == NULL;
}

static void
edit_relative_done (CyRelativeEditor *editor,
                    CyChildEditor    *self)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (editor), "index"));
  CyRelative *relative = cy_relative_editor_dup_relative (editor);

  if (index < self->relatives->len)
    {
      cy_relative_free (self->relatives->pdata[index]);
      self->relatives->pdata[index] = relative;
    }
  else
    g_ptr_array_add (self->relatives, relative);

  /* One main guardian at a time: the one just chosen. */
  for (guint i = 0; relative->relation->is_primary && i < self->relatives->len; i++)
    if (self->relatives->pdata[i] != relative)
      ((CyRelative *) self->relatives->pdata[i])->relation->is_primary = FALSE;
  cy_child_editor_show_relatives (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "editor.changed", NULL);
}

static void
edit_relative_removed (CyRelativeEditor *editor,
                       CyChildEditor    *self)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (editor), "index"));

  if (index < self->relatives->len)
    g_ptr_array_remove_index (self->relatives, index);
  cy_child_editor_show_relatives (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "editor.changed", NULL);
}

static void
edit_relative (CyChildEditor *self,
               GtkWidget     *row)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "index"));
  CyRelativeEditor *editor = cy_relative_editor_new (cy_context_get_today (self->context),
                                                     index < self->relatives->len ? self->relatives->pdata[index]
                                                                                  : NULL);

  g_object_set_data (G_OBJECT (editor), "index", GUINT_TO_POINTER (index));
  g_signal_connect_object (editor, "done", G_CALLBACK (edit_relative_done), self, 0);
  g_signal_connect_object (editor, "removed", G_CALLBACK (edit_relative_removed), self, 0);
  adw_dialog_present (ADW_DIALOG (editor), GTK_WIDGET (self));
}

static void
add_relative_row (CyChildEditor *self,
                  guint          index,
                  const char    *title,
                  const char    *subtitle,
                  const char    *icon)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "index", GUINT_TO_POINTER (index));
  g_signal_connect_object (row, "activated", G_CALLBACK (edit_relative), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->family_group, row);
  g_ptr_array_add (self->relative_rows, row);
}

/* The people of a new child, and a row to add one. */
void
cy_child_editor_show_relatives (CyChildEditor *self)
{
  for (guint i = 0; i < self->relative_rows->len; i++)
    adw_preferences_group_remove (self->family_group, self->relative_rows->pdata[i]);
  g_ptr_array_set_size (self->relative_rows, 0);

  for (guint i = 0; i < self->relatives->len; i++)
    {
      const CyRelation *relation = ((CyRelative *) self->relatives->pdata[i])->relation;
      g_autofree char *subtitle = g_strjoin (" · ",
                                             relation->kin != NULL ? cy_name_kin (relation->kin)
                                                                   : cy_name_relation_role (relation->role),
                                             relation->is_primary ? _("Main guardian") : NULL, NULL);

      add_relative_row (self, i, relation->person->name, subtitle, "document-edit-symbolic");
    }
  add_relative_row (self, self->relatives->len, _("Add a Parent or Guardian…"), "", "list-add-symbolic");
}
