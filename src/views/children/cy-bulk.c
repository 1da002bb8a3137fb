#define G_LOG_DOMAIN "cy-bulk"

#include "config.h"

#include "children/cy-bulk.h"

#include <glib/gi18n.h>

#include "care/cy-care.h"
#include "children/cy-unit-row.h"
#include "common/cy-date-row.h"
#include "common/cy-form.h"
#include "common/cy-rows.h"
#include "common/cy-undo.h"
#include "common/cy-words.h"
#include "cy-child-store.h"
#include "cy-obligation.h"
#include "cy-scheme-store.h"
#include "cy-unit-store.h"
#include "text/cy-text.h"

/* A small question, then one transaction for all of them, with an undo. The ids may be a million: they are
 * handed on, never copied, and nobody changes them. */

typedef struct {
  CyContext *context;
  GArray *child_ids;
  GPtrArray *loaded;            /* CyScheme or CyUnit, to choose from */
  GWeakRef parent;
  AdwAlertDialog *alert;
  AdwComboRow *choice_row;
  CyUnitRow *school_row;
  CyUnitRow *class_row;
  CyDateRow *from_row;
  CyDateRow *to_row;
  AdwEntryRow *reason_row;
} Question;

typedef struct {
  GArray *child_ids;
  gint64 scheme_id;
  CyDay from;
  CyDay to;
  char *reason;
  char *school;
  char *class_name;
  gint64 school_id;
  gint64 class_id;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_array_unref (job->child_ids);
  g_free (job->reason);
  g_free (job->school);
  g_free (job->class_name);
  g_free (job);
}

static const gint64 *
ids_of (const Job *job)
{
  return (const gint64 *) (gpointer) job->child_ids->data;
}

static Question *
question_new (GtkWidget *parent,
              CyContext *context,
              GArray    *child_ids)
{
  Question *question = g_new0 (Question, 1);

  question->context = g_object_ref (context);
  question->child_ids = g_array_ref (child_ids);
  g_weak_ref_init (&question->parent, parent);

  return question;
}

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->context);
  g_array_unref (question->child_ids);
  g_clear_pointer (&question->loaded, g_ptr_array_unref);
  g_weak_ref_clear (&question->parent);
  g_free (question);
}

static Job *
job_new (Question *question)
{
  Job *job = g_new0 (Job, 1);

  job->child_ids = g_array_ref (question->child_ids);

  return job;
}

static GtkWidget *
form_new (Question   *question,
          const char *heading,
          const char *body,
          const char *verb,
          GCallback   answered)
{
  GtkWidget *list = gtk_list_box_new ();

  question->alert = ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));
  adw_alert_dialog_add_responses (question->alert, "cancel", _("_Cancel"), "do", verb, NULL);
  adw_alert_dialog_set_response_appearance (question->alert, "do", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (question->alert, "do");
  adw_alert_dialog_set_close_response (question->alert, "cancel");
  adw_alert_dialog_set_extra_child (question->alert, list);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  g_signal_connect_data (question->alert, "response", answered, question, question_free, 0);

  return list;
}

static void
present (Question *question)
{
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&question->parent);

  adw_dialog_present (ADW_DIALOG (question->alert), parent);
}

static CyDateRow *
add_date (GtkWidget  *list,
          const char *title,
          CyDay       day)
{
  GtkWidget *row = cy_date_row_new (title);

  cy_date_row_set_day (CY_DATE_ROW (row), day, CY_DATE_DAY);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return CY_DATE_ROW (row);
}

/* Schemes: enrolling, and ending it */

static gpointer
load_schemes (CyConn        *conn,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  return cy_scheme_list (conn, FALSE, error);
}

static gpointer
enrol (CyConn        *conn,
       gpointer       data,
       GCancellable  *cancellable,
       GError       **error)
{
  const Job *job = data;

  cy_care_enrol (conn, job->scheme_id, ids_of (job), job->child_ids->len, job->from, error);
  return NULL;
}

static gpointer
end (CyConn        *conn,
     gpointer       data,
     GCancellable  *cancellable,
     GError       **error)
{
  const Job *job = data;

  cy_care_end (conn, job->scheme_id, ids_of (job), job->child_ids->len, job->to, error);
  return NULL;
}

/* Returns: what is to be done, or %NULL when that is nothing */
static Job *
job_for_scheme (Question        *question,
                const char      *response,
                const CyScheme **scheme)
{
  guint selected = adw_combo_row_get_selected (question->choice_row);
  CyDay day = cy_date_row_get_day (question->from_row);
  Job *job;

  if (!g_str_equal (response, "do") || selected >= question->loaded->len || day == CY_DAY_NONE)
    return NULL;

  *scheme = question->loaded->pdata[selected];
  job = job_new (question);
  job->scheme_id = (*scheme)->id;
  job->from = job->to = day;

  return job;
}

static void
enrol_answered (AdwAlertDialog *alert,
                const char     *response,
                Question       *question)
{
  const CyScheme *scheme;
  Job *job = job_for_scheme (question, response, &scheme);
  g_autofree char *children = cy_words_children (question->child_ids->len);
  g_autofree char *title = NULL;

  if (job == NULL)
    return;

  /* Translators: children (as in "3 children"), the name of a scheme. */
  title = g_strdup_printf (_("%s enrolled in %s"), children, cy_care_scheme_name (scheme));
  cy_undo_write (question->context, title, enrol, job, job_free);
}

static void
end_answered (AdwAlertDialog *alert,
              const char     *response,
              Question       *question)
{
  const CyScheme *scheme;
  Job *job = job_for_scheme (question, response, &scheme);
  g_autofree char *children = cy_words_children (question->child_ids->len);
  g_autofree char *title = NULL;

  if (job == NULL)
    return;

  /* Translators: the name of a scheme, children (as in "3 children"). */
  title = g_strdup_printf (_("%s ended for %s"), cy_care_scheme_name (scheme), children);
  cy_undo_write (question->context, title, end, job, job_free);
}

/* Asks for a scheme and a day, once the schemes are there. */
static void
ask_for_scheme (Question     *question,
                GAsyncResult *result,
                const char   *heading,
                const char   *body,
                const char   *verb,
                const char   *day,
                GCallback     answered)
{
  CyDb *db = CY_DB (g_async_result_get_source_object (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *list;

  question->loaded = cy_db_submit_finish (db, result, &error);
  g_object_unref (db);
  if (question->loaded == NULL)
    {
      cy_context_error (question->context, error);
      question_free (question, NULL);
      return;
    }

  list = form_new (question, heading, body, verb, answered);
  for (guint i = 0; i < question->loaded->len; i++)
    gtk_string_list_append (names, cy_care_scheme_name (question->loaded->pdata[i]));
  question->choice_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (question->choice_row), _("Scheme"));
  adw_combo_row_set_use_subtitle (question->choice_row, TRUE);
  adw_combo_row_set_model (question->choice_row, G_LIST_MODEL (names));
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (question->choice_row));
  question->from_row = add_date (list, day, cy_context_get_today (question->context));
  present (question);
}

static void
ask_enrol (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Question *question = data;
  g_autofree char *children = cy_words_children (question->child_ids->len);
  g_autofree char *body = g_strdup_printf (_("From then on the scheme says what %s is owed"), children);

  ask_for_scheme (question, result, _("Enrol in a Scheme"), body, _("_Enrol"), _("From"), G_CALLBACK (enrol_answered));
}

static void
ask_end (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Question *question = data;
  g_autofree char *children = cy_words_children (question->child_ids->len);
  g_autofree char *body = g_strdup_printf (_("After that day the scheme asks for nothing more for %s"), children);

  ask_for_scheme (question, result, _("End a Scheme"), body, _("_End"), _("Last Day"), G_CALLBACK (end_answered));
}

static void
ask_after_loading (GtkWidget           *parent,
                   CyContext           *context,
                   GArray              *child_ids,
                   CyDbFunc             load,
                   GAsyncReadyCallback  loaded)
{
  CyDb *db = cy_context_get_db (context);

  if (db != NULL && child_ids->len > 0)
    cy_db_submit (db, CY_DB_READ, load, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL, loaded,
                  question_new (parent, context, child_ids));
}

/** cy_bulk_enrol: asks for a scheme and a first day, and enrols the children */
void
cy_bulk_enrol (GtkWidget *parent,
               CyContext *context,
               GArray    *child_ids)
{
  ask_after_loading (parent, context, child_ids, load_schemes, ask_enrol);
}

/** cy_bulk_end: asks for a scheme and a last day, and ends the children's enrolments in it */
void
cy_bulk_end (GtkWidget *parent,
             CyContext *context,
             GArray    *child_ids)
{
  ask_after_loading (parent, context, child_ids, load_schemes, ask_end);
}

/* Pausing */

static gpointer
pause_care (CyConn        *conn,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  const Job *job = data;

  for (guint i = 0; i < job->child_ids->len; i++)
    if (cy_care_pause (conn, ids_of (job)[i], job->from, job->to, job->reason, error) == 0)
      return NULL;

  return NULL;
}

static void
pause_answered (AdwAlertDialog *alert,
                const char     *response,
                Question       *question)
{
  CyDay from = cy_date_row_get_day (question->from_row);
  CyDay to = cy_date_row_get_day (question->to_row);
  g_autofree char *children = cy_words_children (question->child_ids->len);
  g_autofree char *title = NULL;
  Job *job;

  if (!g_str_equal (response, "do") || from == CY_DAY_NONE || to == CY_DAY_NONE || to < from)
    return;

  /* Translators: children (as in "3 children"). */
  title = g_strdup_printf (_("Care paused for %s"), children);
  job = job_new (question);
  job->from = from;
  job->to = to;
  job->reason = cy_form_dup_text (question->reason_row);
  cy_undo_write (question->context, title, pause_care, job, job_free);
}

static void
pause_dates_changed (Question *question)
{
  CyDay from = cy_date_row_get_day (question->from_row);
  CyDay to = cy_date_row_get_day (question->to_row);

  adw_alert_dialog_set_response_enabled (question->alert, "do",
                                         from != CY_DAY_NONE && to != CY_DAY_NONE && to >= from);
}

/** cy_bulk_pause: asks for the days on which nothing is owed to the children */
void
cy_bulk_pause (GtkWidget *parent,
               CyContext *context,
               GArray    *child_ids)
{
  CyDay today = cy_context_get_today (context);
  Question *question;
  GtkWidget *list;

  if (child_ids->len == 0)
    return;

  question = question_new (parent, context, child_ids);
  list = form_new (question, _("Pause Care"), _("Nothing is owed on these days, and due dates move on by them"),
                   _("_Pause"), G_CALLBACK (pause_answered));
  question->from_row = add_date (list, _("From"), today);
  question->to_row = add_date (list, _("To"), today + 13);
  question->reason_row = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_entry_row_set_activates_default (question->reason_row, TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (question->reason_row), _("Reason"));
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (question->reason_row));
  g_signal_connect_swapped (question->from_row, "notify::day", G_CALLBACK (pause_dates_changed), question);
  g_signal_connect_swapped (question->to_row, "notify::day", G_CALLBACK (pause_dates_changed), question);
  present (question);
}

/* Moving to a class */

static gpointer
load_units (CyConn        *conn,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return cy_unit_list (conn, 0, 0, error);
}

static gint64
unit_id (CyConn      *conn,
         CyUnitKind   kind,
         gint64       parent_id,
         const char  *name,
         gint64       id,
         GError     **error)
{
  g_autoptr (CyUnit) unit = NULL;

  if (id != 0 || name == NULL)
    return id;

  unit = cy_unit_new ();
  unit->kind = kind;
  unit->parent_id = parent_id;
  unit->name = g_strdup (name);
  cy_text_fill_unit (unit);

  return cy_unit_ensure_filled (conn, unit, error);
}

static gpointer
move (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  const Job *job = data;
  gint64 school_id = unit_id (conn, CY_UNIT_SCHOOL, 0, job->school, job->school_id, error);
  gint64 class_id = school_id != 0 || job->school == NULL
                      ? unit_id (conn, CY_UNIT_CLASS, school_id, job->class_name, job->class_id, error)
                      : 0;

  if ((job->school != NULL && school_id == 0) || (job->class_name != NULL && class_id == 0))
    return NULL;

  cy_child_move (conn, ids_of (job), job->child_ids->len, school_id, class_id, error);
  return NULL;
}

static void
move_answered (AdwAlertDialog *alert,
               const char     *response,
               Question       *question)
{
  g_autofree char *children = cy_words_children (question->child_ids->len);
  g_autofree char *title = NULL;
  Job *job;

  if (!g_str_equal (response, "do"))
    return;

  job = job_new (question);
  job->school = cy_unit_row_dup_name (question->school_row);
  job->school_id = cy_unit_row_get_id (question->school_row);
  job->class_name = cy_unit_row_dup_name (question->class_row);
  job->class_id = cy_unit_row_get_id (question->class_row);
  /* Translators: children (as in "3 children"). */
  title = g_strdup_printf (_("%s moved"), children);
  cy_undo_write (question->context, title, move, job, job_free);
}

static void
school_changed (Question *question)
{
  cy_unit_row_set_parent (question->class_row, cy_unit_row_get_id (question->school_row));
}

static CyUnitRow *
add_unit (GtkWidget  *list,
          const char *title,
          CyUnitKind  kind,
          GPtrArray  *units)
{
  CyUnitRow *row = g_object_new (CY_TYPE_UNIT_ROW, "title", title, NULL);

  cy_unit_row_set_kind (row, kind);
  cy_unit_row_set_units (row, units);
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (row));
  return row;
}

static void
units_loaded (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *children = cy_words_children (question->child_ids->len);
  GtkWidget *list;

  question->loaded = cy_db_submit_finish (CY_DB (source), result, &error);
  if (question->loaded == NULL)
    {
      cy_context_error (question->context, error);
      question_free (question, NULL);
      return;
    }

  list = form_new (question, _("Move to a Class"), children, _("_Move"), G_CALLBACK (move_answered));
  question->school_row = add_unit (list, _("School"), CY_UNIT_SCHOOL, question->loaded);
  question->class_row = add_unit (list, _("Class"), CY_UNIT_CLASS, question->loaded);
  g_signal_connect_swapped (question->school_row, "changed", G_CALLBACK (school_changed), question);
  present (question);
}

/** cy_bulk_move: asks for a school and a class, and puts the children there */
void
cy_bulk_move (GtkWidget *parent,
              CyContext *context,
              GArray    *child_ids)
{
  ask_after_loading (parent, context, child_ids, load_units, units_loaded);
}
