#define G_LOG_DOMAIN "cy-today"

#include "config.h"

#include "cy-today-row.h"
#include "common/cy-words.h"
#include "cy-follow-up-store.h"
#include "text/cy-names.h"
#include "text/cy-people-names.h"

#include <glib/gi18n.h>

struct _CyTodayRow {
  GtkBox parent_instance;

  /* Template */
  AdwAvatar *avatar;
  GtkLabel *name_label;
  GtkLabel *place_label;
  GtkLabel *when_label;
  GtkLabel *text_label;
  GtkButton *done_button;
  GtkButton *log_button;

  /* Owned */
  CyContext *context;
  CyTodayItem *item;
};

G_DEFINE_FINAL_TYPE (CyTodayRow, cy_today_row, GTK_TYPE_BOX)

/* "Today", "tomorrow", or the date. */
static char *
day_in_words (CyDay day,
              CyDay today)
{
  switch (day - today)
    {
    case 0:
      return g_strdup (_("Today"));
    case 1:
      return g_strdup (_("Tomorrow"));
    case -1:
      return g_strdup (_("Yesterday"));
    default:
      return cy_words_day_near (day, today);
    }
}

static char *
when_in_words (const CyAgendaRow   *row,
               const CyAgendaTexts *texts,
               CyDay                today)
{
  switch (row->what)
    {
    case CY_AGENDA_IS_CONTACT_DUE:
      return cy_words_due (row->day, today);
    case CY_AGENDA_IS_FOLLOW_UP:
      return row->day < today ? cy_words_due (row->day, today) : day_in_words (row->day, today);
    case CY_AGENDA_IS_FLAG:
      return g_strdup (texts->text != NULL ? cy_name_flag (texts->text) : "");
    case CY_AGENDA_IS_BIRTHDAY:
    case CY_AGENDA_IS_LUNAR_BIRTHDAY:
    case CY_AGENDA_IS_CONTACT:
    default:
      return day_in_words (row->day, today);
    }
}

static char *
birthday_in_words (const CyAgendaRow *row)
{
  gboolean lunar = row->what == CY_AGENDA_IS_LUNAR_BIRTHDAY;

  if (row->count <= 0)
    return g_strdup (lunar ? _("birthday in the lunar calendar") : _("birthday"));
  /* Translators: %d is the age on that birthday */
  if (lunar)
    return g_strdup_printf (ngettext ("%d year old, birthday in the lunar calendar",
                                      "%d years old, birthday in the lunar calendar", row->count), row->count);

  return g_strdup_printf (ngettext ("%d year old, birthday", "%d years old, birthday", row->count), row->count);
}

static char *
contact_in_words (const CyAgendaRow *row)
{
  g_autofree char *kind = cy_name_contact_kinds (row->kinds);
  g_autoptr (GString) text = g_string_new (kind);

  if (row->count > 1)
    g_string_append_printf (text, ngettext (", with %d other", ", with %d others", row->count - 1), row->count - 1);
  if (!row->reached)
    g_string_append (text, _(", not reached"));

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static char *
text_in_words (const CyAgendaRow   *row,
               const CyAgendaTexts *texts)
{
  switch (row->what)
    {
    case CY_AGENDA_IS_CONTACT_DUE:
      /* Translators: how many of the contacts that a scheme asks for have been made */
      if (row->count > 1)
        return g_strdup_printf (_("%d of %d · %s"), row->done, row->count, texts->text);
      return g_strdup (texts->text);
    case CY_AGENDA_IS_FOLLOW_UP:
      return g_strdup (texts->text);
    case CY_AGENDA_IS_BIRTHDAY:
    case CY_AGENDA_IS_LUNAR_BIRTHDAY:
      return birthday_in_words (row);
    case CY_AGENDA_IS_FLAG:
      if (row->count > 1)
        return g_strdup_printf (ngettext ("and %d other problem", "and %d other problems", row->count - 1),
                                row->count - 1);
      return NULL;
    case CY_AGENDA_IS_CONTACT:
    default:
      return contact_in_words (row);
    }
}

static void
set_label (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
}

/* Colour says what the words say too. */
static void
set_pressing (GtkLabel          *label,
              const CyAgendaRow *row)
{
  gboolean pressing = row->what == CY_AGENDA_IS_CONTACT_DUE || row->what == CY_AGENDA_IS_FOLLOW_UP;

  gtk_widget_remove_css_class (GTK_WIDGET (label), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (label), "warning");
  if (pressing && row->state == CY_DUE_OVERDUE)
    gtk_widget_add_css_class (GTK_WIDGET (label), "error");
  else if (row->what == CY_AGENDA_IS_FLAG)
    gtk_widget_add_css_class (GTK_WIDGET (label), "warning");
}

/* In a narrow window there is no room for all of a label. Its text is asked for when somebody points at it: for each
 * text that it is given beforehand GTK looks for what lies under the pointer, in the whole window. */
static gboolean
tooltip_cb (GtkLabel   *label,
            int         x,
            int         y,
            gboolean    keyboard,
            GtkTooltip *tooltip)
{
  const char *text = gtk_label_get_label (label);

  gtk_tooltip_set_text (tooltip, text);
  return text[0] != '\0';
}

static void
log_cb (CyTodayRow *self)
{
  const CyAgendaRow *row = cy_today_item_get_row (self->item);
  gint64 child_id = row->child_id;

  cy_context_log_contact (self->context, &child_id, 1, row->what == CY_AGENDA_IS_CONTACT_DUE ? row->kinds : 0);
}

static void
log_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  log_cb (CY_TODAY_ROW (widget));
}

/* Marking a follow-up done */

typedef struct {
  gint64 id;
  gboolean done;
} Done;

static gpointer
done_job (CyConn        *conn,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  const Done *done = data;

  cy_follow_up_set_done (conn, done->id, done->done, error);
  return NULL;
}

typedef struct {
  CyContext *context;
  Done done;
} DoneRequest;

static void
done_request_free (DoneRequest *request)
{
  g_object_unref (request->context);
  g_free (request);
}

static void submit_done (CyContext *context,
                         gint64     id,
                         gboolean   done);

static void
undo_done_cb (AdwToast    *toast,
              DoneRequest *request)
{
  submit_done (request->context, request->done.id, FALSE);
}

static void
done_closure_free (gpointer  data,
                   GClosure *closure)
{
  done_request_free (data);
}

static void
done_submitted_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  DoneRequest *request = user_data;
  g_autoptr (GError) error = NULL;
  AdwToast *toast;

  cy_db_submit_finish (CY_DB (source), result, &error);
  if (error != NULL || !request->done.done)
    {
      cy_context_error (request->context, error);
      done_request_free (request);
      return;
    }

  toast = adw_toast_new (_("Follow-up done"));
  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_done_cb), request, done_closure_free, 0);
  cy_context_toast (request->context, toast);
}

static void
submit_done (CyContext *context,
             gint64     id,
             gboolean   done)
{
  CyDb *db = cy_context_get_db (context);
  DoneRequest *request;

  if (db == NULL)
    return;

  request = g_new0 (DoneRequest, 1);
  request->context = g_object_ref (context);
  request->done = (Done) { .id = id, .done = done };
  cy_db_submit (db, CY_DB_WRITE, done_job, g_memdup2 (&request->done, sizeof request->done), g_free, NULL, NULL,
                done_submitted_cb, request);
}

static void
done_cb (CyTodayRow *self)
{
  submit_done (self->context, cy_today_item_get_row (self->item)->ref, TRUE);
}

/* Overrides */

static void
cy_today_row_dispose (GObject *object)
{
  CyTodayRow *self = CY_TODAY_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CY_TYPE_TODAY_ROW);
  g_clear_object (&self->context);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (cy_today_row_parent_class)->dispose (object);
}

static void
cy_today_row_class_init (CyTodayRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cy_today_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/today/cy-today-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CyTodayRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, CyTodayRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, CyTodayRow, place_label);
  gtk_widget_class_bind_template_child (widget_class, CyTodayRow, when_label);
  gtk_widget_class_bind_template_child (widget_class, CyTodayRow, text_label);
  gtk_widget_class_bind_template_child (widget_class, CyTodayRow, done_button);
  gtk_widget_class_bind_template_child (widget_class, CyTodayRow, log_button);
  gtk_widget_class_bind_template_callback (widget_class, tooltip_cb);
  gtk_widget_class_bind_template_callback (widget_class, log_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);

  gtk_widget_class_install_action (widget_class, "row.log", NULL, log_action);
}

static void
cy_today_row_init (CyTodayRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/** cy_today_row_new: Returns: (transfer none) (type CyTodayRow): a row without an item, floating */
GtkWidget *
cy_today_row_new (CyContext *context)
{
  CyTodayRow *self = g_object_new (CY_TYPE_TODAY_ROW, NULL);

  self->context = g_object_ref (context);

  return GTK_WIDGET (self);
}

/** cy_today_row_set_item: @item: what the row shows; its texts have been read */
void
cy_today_row_set_item (CyTodayRow  *self,
                       CyTodayItem *item)
{
  const CyAgendaRow *row;
  const CyAgendaTexts *texts;
  g_autofree char *when = NULL;
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  g_return_if_fail (CY_IS_TODAY_ROW (self));

  g_set_object (&self->item, item);
  row = cy_today_item_get_row (item);
  texts = cy_today_item_get_texts (item);
  when = when_in_words (row, texts, cy_today_item_get_today (item));
  text = text_in_words (row, texts);
  adw_avatar_set_text (self->avatar, texts->name);
  set_label (self->name_label, texts->name);
  set_label (self->place_label, texts->place);
  set_label (self->when_label, when);
  set_label (self->text_label, text);
  set_pressing (self->when_label, row);

  gtk_widget_set_visible (GTK_WIDGET (self->done_button), row->what == CY_AGENDA_IS_FOLLOW_UP);
  gtk_widget_set_visible (GTK_WIDGET (self->log_button),
                          row->what == CY_AGENDA_IS_CONTACT_DUE || row->what == CY_AGENDA_IS_FOLLOW_UP);
  /* Translators: %s is the child's name */
  label = g_strdup_printf (_("Log a contact with %s"), texts->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->log_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/** cy_today_row_get_item: Returns: (transfer none) (nullable): what the row shows */
CyTodayItem *
cy_today_row_get_item (CyTodayRow *self)
{
  g_return_val_if_fail (CY_IS_TODAY_ROW (self), NULL);

  return self->item;
}

/** cy_today_row_dup_label: Returns: (transfer full): what a screen reader says of the row */
char *
cy_today_row_dup_label (CyTodayRow *self)
{
  const char *parts[5] = { NULL };
  guint n = 0;

  g_return_val_if_fail (CY_IS_TODAY_ROW (self), NULL);

  parts[n++] = gtk_label_get_label (self->name_label);
  for (guint i = 0; i < 3; i++)
    {
      GtkLabel *labels[] = { self->when_label, self->text_label, self->place_label };
      const char *text = gtk_label_get_label (labels[i]);

      if (text[0] != '\0')
        parts[n++] = text;
    }

  return g_strjoinv (", ", (char **) parts);
}
