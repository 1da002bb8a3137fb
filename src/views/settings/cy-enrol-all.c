#define G_LOG_DOMAIN "cy-preferences"

#include "config.h"

#include "settings/cy-enrol-all.h"

#include <glib/gi18n.h>

#include "care/cy-care.h"
#include "common/cy-date-row.h"
#include "common/cy-undo.h"
#include "cy-enrolment-store.h"

typedef struct {
  CyContext *context;
  gint64 scheme_id;
  char *scheme_name;
  GWeakRef parent;
  CyDateRow *from_row;
} Question;

typedef struct {
  gint64 scheme_id;
  CyDay from;
} Job;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->context);
  g_free (question->scheme_name);
  g_weak_ref_clear (&question->parent);
  g_free (question);
}

static gpointer
enrol_job (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Job *job = data;

  cy_care_enrol (conn, job->scheme_id, NULL, 0, job->from, error);
  return NULL;
}

static void
answered (AdwAlertDialog *alert,
          const char     *response,
          Question       *question)
{
  CyDay from = cy_date_row_get_day (question->from_row);
  g_autofree char *title = NULL;
  Job *job;

  if (!g_str_equal (response, "enrol") || from == CY_DAY_NONE)
    return;

  /* Translators: the name of a scheme. */
  title = g_strdup_printf (_("All children enrolled in %s"), question->scheme_name);
  job = g_new (Job, 1);
  *job = (Job) { question->scheme_id, from };
  cy_undo_write (question->context, title, enrol_job, job, g_free);
}

static void
date_changed (AdwAlertDialog *alert,
              GParamSpec     *pspec,
              CyDateRow      *row)
{
  adw_alert_dialog_set_response_enabled (alert, "enrol", cy_date_row_get_day (row) != CY_DAY_NONE);
}

static void
ask (Question *question,
     gint64    n_children)
{
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&question->parent);
  g_autofree char *body =
    g_strdup_printf (ngettext ("%d child on the roll is not enrolled yet. From that day on the scheme says what it is owed.",
                               "%d children on the roll are not enrolled yet. From that day on the scheme says what they "
                               "are owed.", (gulong) n_children), (int) n_children);
  AdwDialog *alert = adw_alert_dialog_new (_("Enrol All Children"), body);
  GtkWidget *list = gtk_list_box_new ();

  question->from_row = CY_DATE_ROW (cy_date_row_new (_("From")));
  cy_date_row_set_day (question->from_row, cy_context_get_today (question->context), CY_DATE_DAY);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (question->from_row));
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (alert), list);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert), "cancel", _("_Cancel"), "enrol", _("_Enrol"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (alert), "enrol", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (alert), "enrol");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "cancel");
  g_signal_connect_object (question->from_row, "notify::day", G_CALLBACK (date_changed), alert, G_CONNECT_SWAPPED);
  g_signal_connect_data (alert, "response", G_CALLBACK (answered), question, question_free, 0);
  adw_dialog_present (alert, parent);
}

static gpointer
count_job (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Job *job = data;
  gint64 n;

  return cy_enrolment_count_others (conn, job->scheme_id, job->from, &n, error) ? g_memdup2 (&n, sizeof n) : NULL;
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *n = cy_db_submit_finish (CY_DB (source), result, &error);

  if (n != NULL && *n > 0)
    {
      ask (question, *n);
      return;
    }

  if (n == NULL)
    cy_context_error (question->context, error);
  else
    cy_context_toast (question->context, adw_toast_new (_("All children are enrolled already")));
  question_free (question, NULL);
}

/**
 * cy_enrol_all:
 * @parent: where to ask
 * @scheme_name: its name to show
 *
 * Says how many children of the roll are not enrolled yet, asks for the first day, and
 * enrols them.
 */
void
cy_enrol_all (GtkWidget  *parent,
              CyContext  *context,
              gint64      scheme_id,
              const char *scheme_name)
{
  CyDb *db = cy_context_get_db (context);
  Question *question;
  Job *job;

  if (db == NULL)
    return;

  question = g_new0 (Question, 1);
  question->context = g_object_ref (context);
  question->scheme_id = scheme_id;
  question->scheme_name = g_strdup (scheme_name);
  g_weak_ref_init (&question->parent, parent);
  job = g_new (Job, 1);
  *job = (Job) { scheme_id, cy_context_get_today (context) };
  cy_db_submit (db, CY_DB_READ, count_job, job, g_free, g_free, NULL, counted_cb, question);
}
