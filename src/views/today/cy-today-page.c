#define G_LOG_DOMAIN "cy-today"

#include "config.h"

#include "cy-today-page.h"
#include "common/cy-words.h"
#include "text/cy-message.h"
#include "today/cy-agenda.h"
#include "today/cy-today-cell.h"
#include "today/cy-today-filler.h"
#include "today/cy-today-group.h"
#include "today/cy-today-groups.h"
#include "today/cy-today-list.h"
#include "today/cy-today-row.h"

#include <glib/gi18n.h>

/* The page asks for an agenda on a reader's thread when it is made, which is when it is first shown, and anew when
 * the day or the data change. One job runs at a time; what changes meanwhile is gathered for the next. */

struct _CyTodayPage {
  AdwNavigationPage parent_instance;

  /* Template */
  AdwWindowTitle *title;
  AdwClamp *filters;
  GtkLabel *counts_label;
  GtkDropDown *places;
  AdwBanner *enrol_banner;
  GtkStack *stack;
  AdwClamp *good_day;
  GtkListView *list;
  AdwStatusPage *failed_status;

  /* Owned */
  CyContext *context;
  CyDb *db;
  GListStore *groups;           /* CyTodayGroup */
  CyTodayFiller *filler;
  CyAgenda *agenda;
  GPtrArray *changes;           /* CyChangeSet since the agenda was asked for */
  GPtrArray *asked;             /* CyChangeSet of which the job that runs has been told */
  gint64 place_id;              /* what the filter shows; 0 for all */

  gboolean loading;
  gboolean stale;               /* everything is to be read, not only what has changed */
  gboolean filling;             /* the drop-down is being filled */
};

G_DEFINE_FINAL_TYPE (CyTodayPage, cy_today_page, ADW_TYPE_NAVIGATION_PAGE)

static void load (CyTodayPage *self);

/* Showing an agenda */

static GArray *
wanted_rows (CyTodayPage *self)
{
  GArray *wanted;

  if (self->place_id == 0)
    return g_array_ref (self->agenda->rows);

  wanted = g_array_new (FALSE, FALSE, sizeof (CyAgendaRow));
  for (guint i = 0; i < self->agenda->rows->len; i++)
    {
      const CyAgendaRow *row = &g_array_index (self->agenda->rows, CyAgendaRow, i);

      if (row->school_id == self->place_id || row->village_id == self->place_id)
        g_array_append_vals (wanted, row, 1);
    }

  return wanted;
}

static void
show_counts (CyTodayPage *self)
{
  guint n_overdue = 0;
  guint n_soon = 0;
  guint n_rows = 0;
  g_autofree char *overdue = NULL;
  g_autofree char *soon = NULL;
  g_autofree char *both = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->groups)); i++)
    {
      g_autoptr (CyTodayGroup) group = g_list_model_get_item (G_LIST_MODEL (self->groups), i);

      n_rows += g_list_model_get_n_items (G_LIST_MODEL (group));
      n_overdue += cy_today_group_get_n_due (group, CY_DUE_OVERDUE);
      n_soon += cy_today_group_get_n_due (group, CY_DUE_SOON);
    }

  overdue = g_strdup_printf (ngettext ("%u overdue", "%u overdue", n_overdue), n_overdue);
  soon = g_strdup_printf (ngettext ("%u soon", "%u soon", n_soon), n_soon);
  both = g_strdup_printf ("%s · %s", overdue, soon);
  gtk_label_set_label (self->counts_label, n_overdue > 0 && n_soon > 0 ? both : n_overdue > 0 ? overdue
                       : n_soon > 0 ? soon : _("Nothing due"));

  gtk_widget_set_visible (GTK_WIDGET (self->good_day),
                          n_overdue == 0 && n_soon == 0 && self->agenda->has_enrolled);
  adw_banner_set_revealed (self->enrol_banner, self->agenda->has_children && !self->agenda->has_enrolled);
  gtk_widget_set_visible (GTK_WIDGET (self->filters),
                          self->agenda->rows->len > 0 || self->agenda->places->len > 0);

  if (!self->agenda->has_children)
    gtk_stack_set_visible_child_name (self->stack, "new");
  else if (n_rows == 0)
    gtk_stack_set_visible_child_name (self->stack, "good");
  else
    gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
show_places (CyTodayPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  gtk_string_list_append (names, _("All places"));
  for (guint i = 0; i < self->agenda->places->len; i++)
    {
      const CyAgendaPlace *place = &g_array_index (self->agenda->places, CyAgendaPlace, i);

      gtk_string_list_append (names, place->name);
      if (place->id == self->place_id)
        selected = i + 1;
    }

  /* A place whose last row has gone is no place to stay in. */
  if (selected == 0)
    self->place_id = 0;
  self->filling = TRUE;
  gtk_drop_down_set_model (self->places, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->places, selected);
  self->filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->places), self->agenda->places->len > 1);
}

static gboolean
same_places (CyAgenda *a,
             CyAgenda *b)
{
  if (a->places->len != b->places->len)
    return FALSE;

  for (guint i = 0; i < a->places->len; i++)
    {
      const CyAgendaPlace *left = &g_array_index (a->places, CyAgendaPlace, i);
      const CyAgendaPlace *right = &g_array_index (b->places, CyAgendaPlace, i);

      if (left->id != right->id || g_strcmp0 (left->name, right->name) != 0)
        return FALSE;
    }

  return TRUE;
}

static void
show_date (CyTodayPage *self)
{
  CyDay today = cy_context_get_today (self->context);
  static const char *const weekdays[] = { N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"),
                                          N_("Friday"), N_("Saturday"), N_("Sunday") };
  g_autofree char *date = cy_words_day (today, CY_DATE_DAY);
  g_autofree char *subtitle = NULL;

  /* Translators: a weekday, then a date */
  subtitle = g_strdup_printf (C_("date", "%s, %s"), _(weekdays[cy_day_weekday (today) - 1]), date);
  adw_window_title_set_subtitle (self->title, subtitle);
}

static void
take_agenda (CyTodayPage *self,
             CyAgenda    *agenda)
{
  gboolean places_changed = self->agenda == NULL || !same_places (self->agenda, agenda);
  gboolean at_top = cy_today_list_is_at_top (self->list);
  g_autoptr (GArray) wanted = NULL;

  g_clear_pointer (&self->agenda, cy_agenda_unref);
  self->agenda = agenda;
  if (places_changed)
    show_places (self);
  wanted = wanted_rows (self);
  cy_today_groups_show (self->groups, agenda, wanted);
  cy_today_filler_set_agenda (self->filler, agenda);
  cy_today_list_set_groups (self->list, G_LIST_MODEL (self->groups));
  show_counts (self);
  if (at_top)
    cy_today_list_to_top (self->list);
}

/* Asking for an agenda */

typedef struct {
  CyDay today;
  CyAgenda *agenda;             /* to update; NULL to read everything */
  GPtrArray *changes;
} Question;

static void
question_free (Question *question)
{
  g_clear_pointer (&question->agenda, cy_agenda_unref);
  g_clear_pointer (&question->changes, g_ptr_array_unref);
  g_free (question);
}

static gpointer
agenda_job (CyConn        *conn,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Question *question = data;

  if (question->agenda == NULL)
    return cy_agenda_load (conn, question->today, error);

  return cy_agenda_update (conn, question->agenda, question->changes, error);
}

/* What came while an agenda was brought up to date may have been there when it read names. */
static void
tell_again (CyTodayPage *self)
{
  g_autoptr (GPtrArray) asked = g_steal_pointer (&self->asked);

  if (!self->agenda->is_partial || self->changes->len == 0)
    return;

  for (guint i = 0; i < asked->len; i++)
    g_ptr_array_add (self->changes, cy_change_set_ref (g_ptr_array_index (asked, i)));
}

static void
agenda_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CyTodayPage) self = CY_TODAY_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  CyAgenda *agenda = cy_db_submit_finish (CY_DB (source), result, &error);

  self->loading = FALSE;
  if (self->context == NULL)
    {
      g_clear_pointer (&agenda, cy_agenda_unref);
      return;
    }
  if (agenda != NULL)
    {
      take_agenda (self, agenda);
      tell_again (self);
      if (self->stale || self->changes->len > 0)
        load (self);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  message = cy_message_for_error (error);
  adw_status_page_set_description (self->failed_status, message);
  gtk_stack_set_visible_child_name (self->stack, "failed");
  self->stale = TRUE;
}

static void
load (CyTodayPage *self)
{
  Question *question;

  if (self->loading || !cy_context_get_unlocked (self->context))
    return;

  question = g_new0 (Question, 1);
  question->today = cy_context_get_today (self->context);
  if (self->agenda != NULL && !self->stale && self->agenda->today == question->today)
    question->agenda = cy_agenda_ref (self->agenda);
  question->changes = g_steal_pointer (&self->changes);
  g_clear_pointer (&self->asked, g_ptr_array_unref);
  self->asked = g_ptr_array_ref (question->changes);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_change_set_unref);
  self->stale = FALSE;
  self->loading = TRUE;
  cy_db_submit (self->db, CY_DB_LONG, agenda_job, question, (GDestroyNotify) question_free,
                (GDestroyNotify) cy_agenda_unref, cy_context_get_cancellable (self->context),
                agenda_cb, g_object_ref (self));
}

static void
changed_cb (CyTodayPage *self,
            CyChangeSet *changes)
{
  if (!cy_agenda_concerns (changes))
    return;

  g_ptr_array_add (self->changes, cy_change_set_ref (changes));
  load (self);
}

static void
today_cb (CyTodayPage *self)
{
  show_date (self);
  self->stale = TRUE;
  load (self);
}

static void
try_again_cb (CyTodayPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "loading");
  load (self);
}

/* What a person does */

static void
place_cb (CyTodayPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->places);
  g_autoptr (GArray) wanted = NULL;

  if (self->filling || self->agenda == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;

  self->place_id = selected > 0 ? g_array_index (self->agenda->places, CyAgendaPlace, selected - 1).id : 0;
  wanted = wanted_rows (self);
  cy_today_groups_show_anew (self->groups, self->agenda, wanted);
  show_counts (self);
  cy_today_list_to_top (self->list);
}

static void
activate_cb (CyTodayPage *self,
             guint        position)
{
  g_autoptr (CyTodayItem) item =
    g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->list)), position);
  const CyAgendaRow *row = cy_today_item_get_row (item);

  if (row->what == CY_AGENDA_IS_CONTACT)
    cy_context_edit_contact (self->context, row->ref);
  else
    cy_context_open_child (self->context, row->child_id);
}

static void
choose_scheme_cb (CyTodayPage *self)
{
  cy_context_open_page (self->context, "schemes");
}

/* The row that has the focus, or in which a button has it. */
static CyTodayRow *
focused_row (CyTodayPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)))
    return NULL;

  row = gtk_widget_get_ancestor (focus, CY_TYPE_TODAY_ROW);
  if (row != NULL)
    return CY_TODAY_ROW (row);

  row = gtk_widget_get_first_child (focus);
  return CY_IS_TODAY_CELL (row) ? cy_today_cell_get_row (CY_TODAY_CELL (row)) : NULL;
}

static void
log_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  CyTodayPage *self = CY_TODAY_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  CyTodayRow *row = NULL;

  /* A focus that is not seen, as after a start, means nobody. */
  if (GTK_IS_WINDOW (root) && gtk_window_get_focus_visible (GTK_WINDOW (root)))
    row = focused_row (self);
  if (row == NULL || !gtk_widget_activate_action (GTK_WIDGET (row), "row.log", NULL))
    cy_context_log_contact (self->context, NULL, 0, 0);
}

/* Overrides */

static void
cy_today_page_dispose (GObject *object)
{
  CyTodayPage *self = CY_TODAY_PAGE (object);

  g_clear_pointer (&self->filler, cy_today_filler_close);
  gtk_widget_dispose_template (GTK_WIDGET (self), CY_TYPE_TODAY_PAGE);
  g_clear_object (&self->groups);
  g_clear_pointer (&self->agenda, cy_agenda_unref);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_clear_pointer (&self->asked, g_ptr_array_unref);
  g_clear_object (&self->db);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (cy_today_page_parent_class)->dispose (object);
}

static void
cy_today_page_class_init (CyTodayPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cy_today_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/today/cy-today-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CyTodayPage, title);
  gtk_widget_class_bind_template_child (widget_class, CyTodayPage, filters);
  gtk_widget_class_bind_template_child (widget_class, CyTodayPage, counts_label);
  gtk_widget_class_bind_template_child (widget_class, CyTodayPage, places);
  gtk_widget_class_bind_template_child (widget_class, CyTodayPage, enrol_banner);
  gtk_widget_class_bind_template_child (widget_class, CyTodayPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CyTodayPage, good_day);
  gtk_widget_class_bind_template_child (widget_class, CyTodayPage, list);
  gtk_widget_class_bind_template_child (widget_class, CyTodayPage, failed_status);
  gtk_widget_class_bind_template_callback (widget_class, place_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_scheme_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);

  gtk_widget_class_install_action (widget_class, "page.log", NULL, log_action);
}

static void
cy_today_page_init (CyTodayPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->groups = g_list_store_new (CY_TYPE_TODAY_GROUP);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_change_set_unref);
}

/**
 * cy_today_page_new:
 * @context: with an unlocked archive
 *
 * Returns: (transfer none) (type CyTodayPage): who needs what now, floating
 */
AdwNavigationPage *
cy_today_page_new (CyContext *context)
{
  CyTodayPage *self = g_object_new (CY_TYPE_TODAY_PAGE, NULL);

  self->context = g_object_ref (context);
  self->db = g_object_ref (cy_context_get_db (context));
  self->filler = cy_today_filler_new (self->list, context);
  cy_today_list_set_up (self->list, self->filler);
  g_signal_connect_object (self->db, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "notify::today", G_CALLBACK (today_cb), self, G_CONNECT_SWAPPED);
  show_date (self);
  load (self);

  return ADW_NAVIGATION_PAGE (self);
}

/** cy_today_page_get_groups: Returns: (transfer none) (type GListModel): the sections, each a list of rows */
GListModel *
cy_today_page_get_groups (CyTodayPage *self)
{
  g_return_val_if_fail (CY_IS_TODAY_PAGE (self), NULL);

  return G_LIST_MODEL (self->groups);
}

/** cy_today_page_is_loading: Returns: whether a newer list is being made */
gboolean
cy_today_page_is_loading (CyTodayPage *self)
{
  g_return_val_if_fail (CY_IS_TODAY_PAGE (self), FALSE);

  return self->loading;
}
