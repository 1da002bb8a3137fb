#define G_LOG_DOMAIN "cy-relative-editor"

#include "config.h"

#include "children/cy-relative-editor.h"

#include <glib/gi18n.h>

#include "common/cy-date-row.h"
#include "common/cy-form.h"
#include "cy-id-number.h"
#include "cy-person-check.h"
#include "cy-phone.h"
#include "text/cy-people-names.h"

/*
 * The form of a parent, guardian or contact. It stores nothing: "done" and "removed" tell
 * the caller, which asks for what was entered.
 */
struct _CyRelativeEditor {
  AdwDialog parent_instance;

  AdwBanner *banner;
  AdwEntryRow *name_row;
  AdwComboRow *kin_row;
  AdwComboRow *role_row;
  AdwSwitchRow *primary_row;
  AdwEntryRow *phone_row;
  AdwEntryRow *address_row;
  AdwComboRow *sex_row;
  CyDateRow *birth_row;
  AdwEntryRow *id_row;
  AdwEntryRow *occupation_row;
  AdwEntryRow *employer_row;
  AdwEntryRow *employer_address_row;
  AdwEntryRow *employer_phone_row;
  AdwEntryRow *health_row;
  AdwSwitchRow *away_row;
  AdwEntryRow *place_row;
  CyDateRow *from_row;
  CyDateRow *to_row;
  GtkWidget *remove_group;

  CyDay today;
  CyRelative *relative;
  gboolean loading;
};

enum {
  DONE,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* In the order of the role row. */
static const CyRelationRole roles[] = {
  CY_RELATION_PARENT,
  CY_RELATION_GUARDIAN,
  CY_RELATION_TEMPORARY,
  CY_RELATION_EMERGENCY,
};

G_DEFINE_FINAL_TYPE (CyRelativeEditor, cy_relative_editor, ADW_TYPE_DIALOG)

/**
 * cy_relative_new:
 * @relation: (nullable): what to start from
 * @absence: (nullable): the latest time away
 *
 * Returns: (transfer full): copies of both, with a person in any case
 */
CyRelative *
cy_relative_new (const CyRelation *relation,
                 const CyAbsence  *absence)
{
  CyRelative *relative = g_new0 (CyRelative, 1);

  relative->relation = relation != NULL ? cy_relation_copy (relation) : cy_relation_new ();
  if (relative->relation->person == NULL)
    relative->relation->person = cy_person_new ();
  relative->absence = absence != NULL ? cy_absence_copy (absence) : NULL;
  relative->was_primary = relative->relation->id != 0 && relative->relation->is_primary;

  return relative;
}

/** cy_relative_free: frees @relative, which may be %NULL */
void
cy_relative_free (CyRelative *relative)
{
  if (relative == NULL)
    return;

  cy_relation_free (relative->relation);
  cy_absence_free (relative->absence);
  cy_absence_free (relative->ended);
  g_free (relative);
}

/* The kin rows: "not known", the kin, and last what is none of them. */
static void
fill_kin (CyRelativeEditor *self,
          const char       *kin)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint selected = 0;
  CyKin value;

  gtk_string_list_append (list, _("Not known"));
  for (guint i = 0; i < CY_KIN_COUNT; i++)
    gtk_string_list_append (list, cy_name_kin (cy_kin_to_key (i)));
  if (kin != NULL && cy_kin_from_key (kin, &value))
    selected = value + 1;
  else if (kin != NULL)
    {
      gtk_string_list_append (list, kin);
      selected = CY_KIN_COUNT + 1;
    }
  adw_combo_row_set_model (self->kin_row, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->kin_row, selected);
}

static const char *
chosen_kin (CyRelativeEditor *self)
{
  guint selected = adw_combo_row_get_selected (self->kin_row);

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return NULL;
  if (selected <= CY_KIN_COUNT)
    return cy_kin_to_key (selected - 1);

  return gtk_string_object_get_string (GTK_STRING_OBJECT (adw_combo_row_get_selected_item (self->kin_row)));
}

static gboolean
is_guardian_under_age (CyRelativeEditor *self)
{
  CyPerson child = { .birth = CY_DAY_NONE };
  CyPerson other = { .birth = cy_date_row_get_day (self->birth_row) };
  CyRelation relation = { .role = roles[adw_combo_row_get_selected (self->role_row)],
                          .from = CY_DAY_NONE, .to = CY_DAY_NONE };

  return (cy_relation_check (&child, &other, &relation, self->today) & CY_CHECK_GUARDIAN_UNDER_AGE) != 0;
}

static void
check (CyRelativeEditor *self)
{
  g_autofree char *phone = cy_form_dup_text (self->phone_row);
  gboolean phone_valid = TRUE;
  gboolean reversed = cy_dates_check (cy_date_row_get_day (self->from_row), cy_date_row_get_day (self->to_row)) != 0;
  const char *warning = NULL;
  CyDay birth = cy_date_row_get_day (self->birth_row);

  if (self->loading)
    return;

  g_free (phone != NULL ? cy_phone_normalise (phone, &phone_valid) : NULL);
  cy_form_set_state (GTK_WIDGET (self->phone_row), phone_valid ? CY_FORM_FINE : CY_FORM_WARNING);
  cy_form_set_state (GTK_WIDGET (self->to_row), reversed ? CY_FORM_ERROR : CY_FORM_FINE);

  if (reversed)
    warning = _("The return lies before the departure");
  else if (birth != CY_DAY_NONE && birth > self->today)
    warning = _("The birth date lies ahead");
  else if (is_guardian_under_age (self))
    warning = _("A guardian must be 18 or older");
  else if (!phone_valid)
    warning = _("The phone number has too few or too many digits");
  adw_banner_set_title (self->banner, warning != NULL ? warning : "");
  adw_banner_set_revealed (self->banner, warning != NULL);
}

static gboolean
is_complete (CyRelativeEditor *self)
{
  g_autofree char *name = cy_form_dup_text (self->name_row);
  CyDay birth = cy_date_row_get_day (self->birth_row);

  if (name == NULL)
    {
      cy_form_set_state (GTK_WIDGET (self->name_row), CY_FORM_ERROR);
      gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
      return FALSE;
    }
  if ((birth != CY_DAY_NONE && birth > self->today) || is_guardian_under_age (self))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->birth_row));
      return FALSE;
    }

  return cy_date_row_is_valid (self->birth_row) && cy_date_row_is_valid (self->from_row) &&
         cy_date_row_is_valid (self->to_row) &&
         cy_dates_check (cy_date_row_get_day (self->from_row), cy_date_row_get_day (self->to_row)) == CY_CHECK_OK;
}

static void
changed_cb (CyRelativeEditor *self)
{
  cy_form_set_state (GTK_WIDGET (self->name_row), CY_FORM_FINE);
  check (self);
}

static void
role_changed_cb (CyRelativeEditor *self)
{
  check (self);
}

/* A father is a parent, a grandmother most often the guardian; the sex follows as well. */
static void
kin_changed_cb (CyRelativeEditor *self)
{
  const char *key = chosen_kin (self);
  CyKin kin;

  if (self->loading || key == NULL || !cy_kin_from_key (key, &kin))
    return;

  if (cy_kin_is_parent (kin))
    adw_combo_row_set_selected (self->role_row, 0);
  else if (adw_combo_row_get_selected (self->role_row) == 0)
    adw_combo_row_set_selected (self->role_row, 1);
  if (cy_kin_sex (kin) != CY_SEX_UNKNOWN)
    adw_combo_row_set_selected (self->sex_row, cy_kin_sex (kin));
}

static void
id_changed_cb (CyRelativeEditor *self)
{
  CyIdNumber id;
  CyIdResult result = cy_id_number_read (gtk_editable_get_text (GTK_EDITABLE (self->id_row)), &id);

  cy_form_set_state (GTK_WIDGET (self->id_row),
                     result == CY_ID_OK || result == CY_ID_EMPTY ? CY_FORM_FINE : CY_FORM_WARNING);
  if (self->loading || result != CY_ID_OK)
    return;

  cy_date_row_set_day (self->birth_row, id.birth, CY_DATE_DAY);
  adw_combo_row_set_selected (self->sex_row, id.sex);
}

static void
done_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  if (!is_complete (CY_RELATIVE_EDITOR (widget)))
    return;

  g_signal_emit (widget, signals[DONE], 0);
  adw_dialog_close (ADW_DIALOG (widget));
}

static void
remove_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  g_signal_emit (widget, signals[REMOVED], 0);
  adw_dialog_close (ADW_DIALOG (widget));
}

static void
cy_relative_editor_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_RELATIVE_EDITOR);
  G_OBJECT_CLASS (cy_relative_editor_parent_class)->dispose (object);
}

static void
cy_relative_editor_finalize (GObject *object)
{
  cy_relative_free (CY_RELATIVE_EDITOR (object)->relative);
  G_OBJECT_CLASS (cy_relative_editor_parent_class)->finalize (object);
}

static void
cy_relative_editor_class_init (CyRelativeEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CY_TYPE_DATE_ROW);
  object_class->dispose = cy_relative_editor_dispose;
  object_class->finalize = cy_relative_editor_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chuyan/Chuyan/children/cy-relative-editor.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CyRelativeEditor, name)
  BIND (banner);
  BIND (name_row);
  BIND (kin_row);
  BIND (role_row);
  BIND (primary_row);
  BIND (phone_row);
  BIND (address_row);
  BIND (sex_row);
  BIND (birth_row);
  BIND (id_row);
  BIND (occupation_row);
  BIND (employer_row);
  BIND (employer_address_row);
  BIND (employer_phone_row);
  BIND (health_row);
  BIND (away_row);
  BIND (place_row);
  BIND (from_row);
  BIND (to_row);
  BIND (remove_group);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, role_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kin_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, id_changed_cb);
  cy_form_install_cancel (widget_class, "relative.cancel");
  gtk_widget_class_install_action (widget_class, "relative.done", NULL, done_action);
  gtk_widget_class_install_action (widget_class, "relative.remove", NULL, remove_action);

  signals[DONE] = g_signal_new ("done", CY_TYPE_RELATIVE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  signals[REMOVED] = g_signal_new ("removed", CY_TYPE_RELATIVE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
cy_relative_editor_init (CyRelativeEditor *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  self->loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  cy_date_row_set_coarse (self->birth_row, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    gtk_string_list_append (list, cy_name_relation_role (roles[i]));
  adw_combo_row_set_model (self->role_row, G_LIST_MODEL (list));
}

static void
load (CyRelativeEditor *self)
{
  const CyRelation *relation = self->relative->relation;
  const CyPerson *person = relation->person;
  const CyAbsence *absence = self->relative->absence;

  cy_form_set_text (self->name_row, person->name);
  fill_kin (self, relation->kin);
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i] == relation->role)
      adw_combo_row_set_selected (self->role_row, i);
  adw_switch_row_set_active (self->primary_row, relation->is_primary);
  cy_form_set_phones (self->phone_row, person->phone);
  cy_form_set_text (self->address_row, person->address);
  adw_combo_row_set_selected (self->sex_row, person->sex);
  cy_date_row_set_day (self->birth_row, person->birth, person->birth_precision);
  cy_form_set_text (self->id_row, person->id_number);
  cy_form_set_text (self->occupation_row, person->occupation);
  cy_form_set_text (self->employer_row, person->employer);
  cy_form_set_text (self->employer_address_row, person->employer_address);
  cy_form_set_phones (self->employer_phone_row, person->employer_phone);
  cy_form_set_text (self->health_row, person->health);
  adw_switch_row_set_active (self->away_row, absence != NULL);
  if (absence != NULL)
    {
      cy_form_set_text (self->place_row, absence->place);
      cy_date_row_set_day (self->from_row, absence->from, CY_DATE_DAY);
      cy_date_row_set_day (self->to_row, absence->to, CY_DATE_DAY);
    }
}

/**
 * cy_relative_editor_new:
 * @today: today
 * @relative: (nullable): whom to edit; without it somebody is added
 *
 * Emits "done" when the form is complete, and "removed".
 *
 * Returns: (transfer floating): the dialog
 */
CyRelativeEditor *
cy_relative_editor_new (CyDay             today,
                        const CyRelative *relative)
{
  CyRelativeEditor *self = g_object_new (CY_TYPE_RELATIVE_EDITOR, NULL);

  self->today = today;
  self->relative = cy_relative_new (relative != NULL ? relative->relation : NULL,
                                    relative != NULL ? relative->absence : NULL);
  load (self);
  self->loading = FALSE;
  gtk_widget_set_visible (self->remove_group, relative != NULL);
  if (relative == NULL)
    adw_dialog_set_title (ADW_DIALOG (self), _("Add a Parent or Guardian"));
  check (self);

  return self;
}

/** cy_relative_editor_dup_relative: Returns: (transfer full): what stands in the form */
CyRelative *
cy_relative_editor_dup_relative (CyRelativeEditor *self)
{
  CyRelative *relative;
  CyPerson *person;
  CyIdNumber id;

  g_return_val_if_fail (CY_IS_RELATIVE_EDITOR (self), NULL);

  relative = cy_relative_new (self->relative->relation, self->relative->absence);
  relative->was_primary = self->relative->was_primary;
  person = relative->relation->person;
  cy_form_take_text (self->name_row, &person->name);
  g_set_str (&relative->relation->kin, chosen_kin (self));
  relative->relation->role = roles[adw_combo_row_get_selected (self->role_row)];
  relative->relation->is_primary = adw_switch_row_get_active (self->primary_row);
  cy_form_take_phones (self->phone_row, &person->phone);
  cy_form_take_text (self->address_row, &person->address);
  person->sex = adw_combo_row_get_selected (self->sex_row);
  person->birth = cy_date_row_get_day (self->birth_row);
  person->birth_precision = cy_date_row_get_precision (self->birth_row);
  cy_id_number_read (gtk_editable_get_text (GTK_EDITABLE (self->id_row)), &id);
  g_set_str (&person->id_number, id.number[0] != '\0' ? id.number : NULL);
  cy_form_take_text (self->occupation_row, &person->occupation);
  cy_form_take_text (self->employer_row, &person->employer);
  cy_form_take_text (self->employer_address_row, &person->employer_address);
  cy_form_take_phones (self->employer_phone_row, &person->employer_phone);
  cy_form_take_text (self->health_row, &person->health);

  if (!adw_switch_row_get_active (self->away_row))
    {
      if (relative->absence != NULL && relative->absence->id != 0)
        relative->ended = g_steal_pointer (&relative->absence);
      g_clear_pointer (&relative->absence, cy_absence_free);
      return relative;
    }
  if (relative->absence == NULL)
    relative->absence = cy_absence_new ();
  cy_form_take_text (self->place_row, &relative->absence->place);
  relative->absence->from = cy_date_row_get_day (self->from_row);
  relative->absence->to = cy_date_row_get_day (self->to_row);

  return relative;
}
