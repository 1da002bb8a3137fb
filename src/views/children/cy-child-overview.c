#define G_LOG_DOMAIN "cy-child-overview"

#include "config.h"

#include "children/cy-child-overview.h"

#include <glib/gi18n.h>

#include "children/cy-child-editor.h"
#include "common/cy-rows.h"
#include "common/cy-undo.h"
#include "common/cy-words.h"
#include "cy-enrolment-store.h"
#include "cy-enrolment.h"
#include "cy-flag-store.h"
#include "cy-flag.h"
#include "cy-phone.h"
#include "text/cy-gap-names.h"
#include "text/cy-names.h"
#include "text/cy-people-names.h"

/*
 * What a child needs now, what is wrong or missing in its file, and who it is. Rebuilt from
 * the file each time that changes.
 */
struct _CyChildOverview {
  AdwBin parent_instance;

  AdwPreferencesPage *page;
  GPtrArray *groups;

  CyContext *context;
  gint64 child_id;
};

G_DEFINE_FINAL_TYPE (CyChildOverview, cy_child_overview, ADW_TYPE_BIN)

static GtkWidget *
add_group (CyChildOverview *self,
           const char      *title,
           const char      *description)
{
  GtkWidget *group = cy_group_new (self->page, title, description);

  g_ptr_array_add (self->groups, group);
  return group;
}

static void
add_row (GtkWidget *group,
         GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static gint64
stored_id (GtkWidget *widget)
{
  return *(gint64 *) g_object_get_data (G_OBJECT (widget), "id");
}

static void
store_id (GtkWidget *widget,
          gint64     id)
{
  g_object_set_data_full (G_OBJECT (widget), "id", g_memdup2 (&id, sizeof id), g_free);
}

static void
log_due (CyChildOverview *self,
         GtkWidget       *button)
{
  guint kinds = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "kinds"));

  cy_context_log_contact (self->context, &self->child_id, 1, kinds);
}

static const char *
state_class (CyDueState state)
{
  switch (state)
    {
    case CY_DUE_OVERDUE:
      return "error";
    case CY_DUE_SOON:
      return "warning";
    case CY_DUE_DONE:
      return "success";
    case CY_DUE_OPEN:
    default:
      return NULL;
    }
}

static GtkWidget *
due_row_new (CyChildOverview *self,
             const CyDueRow  *due)
{
  g_autofree char *kinds = cy_name_contact_kinds (due->kinds);
  g_autofree char *when = cy_words_due (due->due, cy_context_get_today (self->context));
  g_autofree char *progress = due->required > 1 ? g_strdup_printf (_("%d of %d done"), due->done, due->required) : NULL;
  g_autofree char *subtitle = g_strjoin (" · ", due->state == CY_DUE_DONE ? _("Done for now") : when, progress, NULL);
  GtkWidget *row = cy_row_new (kinds, subtitle);
  GtkWidget *button;
  g_autofree char *label = g_strdup_printf (_("Log: %s"), kinds);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), cy_pill_new (cy_name_due_state (due->state), state_class (due->state)));
  button = cy_row_add_button (row, NULL, _("Log"), G_CALLBACK (log_due), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data (G_OBJECT (button), "kinds", GUINT_TO_POINTER (due->kinds));

  return row;
}

static gboolean
is_enrolled (const CyChildFile *file,
             CyDay              today)
{
  for (guint i = 0; i < file->enrolments->len; i++)
    {
      const CyChildEnrolment *enrolment = file->enrolments->pdata[i];

      if (enrolment->from <= today && (enrolment->to == CY_DAY_NONE || enrolment->to >= today))
        return TRUE;
    }

  return FALSE;
}

static void
enrol_clicked (CyChildOverview *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "child.enrol", NULL);
}

static void
pause_clicked (CyChildOverview *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "child.pause", NULL);
}

static void
show_due (CyChildOverview   *self,
          const CyChildFile *file)
{
  GtkWidget *group = add_group (self, _("Due"), NULL);
  GtkWidget *row;

  for (guint i = 0; i < file->due->len; i++)
    add_row (group, due_row_new (self, &g_array_index (file->due, CyDueRow, i)));
  if (file->due->len > 0)
    return;

  if (is_enrolled (file, cy_context_get_today (self->context)))
    {
      row = cy_row_new (_("Nothing is due"), _("All that the schemes ask for has been done"));
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("object-select-symbolic"));
    }
  else
    {
      row = cy_row_new (_("Not enrolled in a scheme"), _("A scheme says who is owed which contact how often"));
      cy_row_add_button (row, NULL, _("Enrol…"), G_CALLBACK (enrol_clicked), self);
    }
  add_row (group, row);
}

static gpointer
resolve_flag (CyConn        *conn,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  cy_flag_resolve_one (conn, *(gint64 *) data, error);
  return NULL;
}

static void
dismiss_flag (CyChildOverview *self,
              GtkWidget       *button)
{
  gint64 id = stored_id (button);

  cy_undo_write (self->context, _("Set aside"), resolve_flag, g_memdup2 (&id, sizeof id), g_free);
}

/* The field where a problem is mended; FALSE where it is mended elsewhere or not by typing. */
static gboolean
field_of_flag (const char   *code,
               CyChildField *field)
{
  static const struct {
    const char *code;
    CyChildField field;
  } fields[] = {
    { CY_FLAG_ID_DAMAGED, CY_CHILD_FIELD_ID_NUMBER },
    { CY_FLAG_ID_CHECKSUM, CY_CHILD_FIELD_ID_NUMBER },
    { CY_FLAG_BIRTH_MISMATCH, CY_CHILD_FIELD_BIRTH },
    { CY_FLAG_SEX_MISMATCH, CY_CHILD_FIELD_SEX },
    { CY_FLAG_OVER_AGE, CY_CHILD_FIELD_BIRTH },
    { CY_FLAG_PHONE_INVALID, CY_CHILD_FIELD_PHONE },
    { CY_FLAG_NO_HUKOU, CY_CHILD_FIELD_HUKOU },
    { CY_FLAG_DISABLED, CY_CHILD_FIELD_HEALTH },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (g_strcmp0 (fields[i].code, code) == 0)
        {
          *field = fields[i].field;
          return TRUE;
        }
    }

  return FALSE;
}

static void
mend_clicked (CyChildOverview *self,
              GtkWidget       *button)
{
  CyChildField field = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "field"));

  adw_dialog_present (cy_child_editor_new (self->context, self->child_id, field), GTK_WIDGET (self));
}

/* A problem's detail is what the file had, a risk's is what somebody has seen. */
static char *
detail_words (const CyFlag *flag)
{
  if (flag->detail == NULL || *flag->detail == '\0')
    return NULL;

  return cy_flag_is_problem (flag->code) ? g_strdup_printf (_("Read: %s"), flag->detail) : g_strdup (flag->detail);
}

static void
note_risk_clicked (CyChildOverview *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "child.note-risk", NULL);
}

static GtkWidget *
flag_row_new (CyChildOverview *self,
              const CyFlag    *flag)
{
  g_autofree char *detail = detail_words (flag);
  g_autofree char *subtitle = g_strjoin ("\n", cy_explain_flag (flag->code), detail, NULL);
  GtkWidget *row = cy_row_new (cy_name_flag (flag->code), subtitle);
  GtkWidget *icon = gtk_image_new_from_icon_name (cy_flag_is_urgent (flag->code) ? "dialog-error-symbolic"
                                                                                 : "dialog-warning-symbolic");
  g_autofree char *mend = g_strdup_printf (_("Mend: %s"), cy_name_flag (flag->code));
  g_autofree char *dismiss = g_strdup_printf (_("Set aside: %s"), cy_name_flag (flag->code));
  CyChildField field;
  GtkWidget *button;

  gtk_widget_add_css_class (icon, cy_flag_is_urgent (flag->code) ? "error" : "warning");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (field_of_flag (flag->code, &field))
    {
      button = cy_row_add_button (row, NULL, _("Mend…"), G_CALLBACK (mend_clicked), self);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, mend, -1);
      g_object_set_data (G_OBJECT (button), "field", GINT_TO_POINTER (field));
    }
  button = cy_row_add_button (row, "window-close-symbolic", _("Set Aside"), G_CALLBACK (dismiss_flag), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, dismiss, -1);
  store_id (button, flag->id);

  return row;
}

static void
show_flags (CyChildOverview   *self,
            const CyChildFile *file)
{
  GtkWidget *group;

  if (file->flags->len == 0)
    return;

  group = add_group (self, _("To Mend and to Watch"), NULL);
  cy_group_add_button (group, NULL, _("Note a Risk…"), G_CALLBACK (note_risk_clicked), self);
  for (guint i = 0; i < file->flags->len; i++)
    add_row (group, flag_row_new (self, file->flags->pdata[i]));
}

static void
add_fact (GtkWidget  *group,
          const char *title,
          const char *value)
{
  if (value != NULL && *value != '\0')
    add_row (group, cy_fact_row_new (title, value));
}

static char *
situation_words (const CyChild *child)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *poor = cy_name_poor (child->poor);
  g_auto (GStrv) words = NULL;

  if (child->disabled)
    g_strv_builder_add (builder, _("Disabled"));
  if (child->single_parent)
    g_strv_builder_add (builder, _("Single-parent family"));
  if (child->orphan)
    g_strv_builder_add (builder, _("Orphan"));
  if (child->floating)
    g_strv_builder_add (builder, _("Moves with the parents"));
  if (*poor != '\0')
    g_strv_builder_add (builder, poor);
  words = g_strv_builder_end (builder);

  return g_strjoinv (C_("list", ", "), words);
}

static void
edit_clicked (CyChildOverview *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "child.edit", NULL);
}

static void
show_facts (CyChildOverview   *self,
            const CyChildFile *file)
{
  const CyPerson *person = file->person;
  const CyChild *child = file->child;
  GtkWidget *group = add_group (self, _("About the Child"), NULL);
  g_autofree char *birth = cy_words_day (person->birth, person->birth_precision);
  g_autofree char *phone = person->phone != NULL ? cy_phone_display (person->phone) : NULL;
  g_autofree char *teacher_phone = child->class_teacher_phone != NULL ? cy_phone_display (child->class_teacher_phone)
                                                                      : NULL;
  g_autofree char *teacher = g_strjoin (" · ", child->class_teacher != NULL ? child->class_teacher : teacher_phone,
                                        child->class_teacher != NULL ? teacher_phone : NULL, NULL);
  g_autofree char *school = g_strjoin (" · ", file->school != NULL ? file->school : file->class_name,
                                       file->school != NULL ? file->class_name : NULL, NULL);
  g_autofree char *situation = situation_words (child);
  g_autofree char *since = cy_words_period (child->enrolled_on, child->left_on);

  cy_group_add_button (group, "document-edit-symbolic", _("Edit"), G_CALLBACK (edit_clicked), self);
  add_fact (group, _("Birth date"), birth);
  add_fact (group, _("Lunar birthday"), person->lunar_birthday);
  add_fact (group, _("ID number"), person->id_number);
  add_fact (group, _("Phone"), phone);
  add_fact (group, _("Village"), file->village);
  add_fact (group, _("Home address"), person->address);
  add_fact (group, _("Household registration"), person->hukou);
  add_fact (group, _("Ethnicity"), person->ethnicity);
  add_fact (group, _("School and class"), school);
  add_fact (group, _("Class teacher"), teacher);
  add_fact (group, _("Student number"), child->student_number);
  add_fact (group, _("Boarding or way to school"), child->lodging);
  add_fact (group, _("Left behind"), cy_name_profile (child->profile_result));
  add_fact (group, _("Looked after by"), cy_name_guardianship (child->guardianship));
  add_fact (group, _("Situation"), situation);
  add_fact (group, _("Character"), child->character);
  add_fact (group, _("Hobbies"), child->hobbies);
  add_fact (group, _("Health"), person->health);
  add_fact (group, _("Medical history"), child->medical_history);
  add_fact (group, _("Note"), person->note);
  add_fact (group, _("On the roll"), since);
}

static gpointer
end_enrolment (CyConn        *conn,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  const gint64 *job = data;

  cy_enrolment_end (conn, job[0], (CyDay) job[1], error);
  return NULL;
}

static void
end_clicked (CyChildOverview *self,
             GtkWidget       *button)
{
  gint64 job[2] = { stored_id (button), cy_context_get_today (self->context) };

  cy_undo_write (self->context, _("Enrolment ended"), end_enrolment, g_memdup2 (job, sizeof job), g_free);
}

static gpointer
remove_pause (CyConn        *conn,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  cy_pause_bin (conn, *(gint64 *) data, error);
  return NULL;
}

static void
remove_pause_clicked (CyChildOverview *self,
                      GtkWidget       *button)
{
  gint64 id = stored_id (button);

  cy_undo_write (self->context, _("Pause removed"), remove_pause, g_memdup2 (&id, sizeof id), g_free);
}

/* What is not known is listed, and hinders nothing. */
static void
show_gaps (CyChildOverview   *self,
           const CyChildFile *file)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  g_autofree char *list = NULL;
  g_autofree char *title = NULL;
  GtkWidget *group, *row;

  if (file->gaps->len == 0)
    return;

  for (guint i = 0; i < file->gaps->len; i++)
    g_strv_builder_add (builder, cy_name_gap (file->gaps->pdata[i]));
  words = g_strv_builder_end (builder);
  list = g_strjoinv (C_("list", ", "), words);
  title = g_strdup_printf (ngettext ("%u thing is not known", "%u things are not known", file->gaps->len),
                           file->gaps->len);
  group = add_group (self, _("Missing"), NULL);
  row = cy_row_new (title, list);
  cy_row_add_button (row, NULL, _("Fill In…"), G_CALLBACK (edit_clicked), self);
  add_row (group, row);
}

static void
show_schemes (CyChildOverview   *self,
              const CyChildFile *file)
{
  CyDay today = cy_context_get_today (self->context);
  GtkWidget *group = add_group (self, _("Schemes and Pauses"), NULL);
  GtkWidget *row;
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  for (guint i = 0; i < file->enrolments->len; i++)
    {
      const CyChildEnrolment *enrolment = file->enrolments->pdata[i];
      g_autofree char *period = cy_words_period (enrolment->from, enrolment->to);

      row = cy_row_new (enrolment->scheme_name, period);
      if (enrolment->to == CY_DAY_NONE || enrolment->to > today)
        store_id (cy_row_add_button (row, NULL, _("End"), G_CALLBACK (end_clicked), self), enrolment->id);
      add_row (group, row);
    }
  for (guint i = 0; i < file->pauses->len; i++)
    {
      const CyPause *pause = file->pauses->pdata[i];
      g_autofree char *period = cy_words_period (pause->from, pause->to);

      row = cy_row_new (pause->reason != NULL ? pause->reason : _("Paused"), period);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("media-playback-pause-symbolic"));
      store_id (cy_row_add_button (row, "user-trash-symbolic", _("Remove the Pause"),
                                   G_CALLBACK (remove_pause_clicked), self), pause->id);
      add_row (group, row);
    }

  row = gtk_button_new_with_label (_("Enrol…"));
  gtk_widget_add_css_class (row, "flat");
  g_signal_connect_object (row, "clicked", G_CALLBACK (enrol_clicked), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (buttons), row);
  row = gtk_button_new_with_label (_("Pause…"));
  gtk_widget_add_css_class (row, "flat");
  g_signal_connect_object (row, "clicked", G_CALLBACK (pause_clicked), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (buttons), row);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), buttons);
}

static void
cy_child_overview_dispose (GObject *object)
{
  CyChildOverview *self = CY_CHILD_OVERVIEW (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->groups, g_ptr_array_unref);

  G_OBJECT_CLASS (cy_child_overview_parent_class)->dispose (object);
}

static void
cy_child_overview_class_init (CyChildOverviewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cy_child_overview_dispose;
}

static void
cy_child_overview_init (CyChildOverview *self)
{
  self->groups = g_ptr_array_new ();
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->page));
}

/** cy_child_overview_show: shows @file, which is not kept */
void
cy_child_overview_show (CyChildOverview   *self,
                        CyContext         *context,
                        const CyChildFile *file)
{
  g_return_if_fail (CY_IS_CHILD_OVERVIEW (self));

  g_set_object (&self->context, context);
  self->child_id = file->person->id;
  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, self->groups->pdata[i]);
  g_ptr_array_set_size (self->groups, 0);

  show_due (self, file);
  show_flags (self, file);
  show_facts (self, file);
  show_gaps (self, file);
  show_schemes (self, file);
}
