#include "window-app.h"

#include "children/cy-child-page.h"
#include "children/cy-children-page.h"
#include "contact/cy-contact-dialog.h"
#include "today/cy-today-page.h"

/* What a person does in the window besides searching and scrolling. Of each act: from the key or click to the
 * frame that shows what came of it, and the longest stall until all is quiet again. What writes is only done
 * with CHUYAN_BENCH_WRITE, on a copy. */

typedef struct {
  App *app;
  GtkWidget *page;              /* what the act is to bring */
  AdwToast *toast;              /* the last one */
  guint n_toasts;
  guint n_changes;              /* of the archive */
  guint n_wanted;
} Act;

static gint64
act_begin (App *app)
{
  app_settle (app);
  watch_reset ();
  return g_get_monotonic_time ();
}

/* What follows the picture, as other pages that take up a change, is still the act's. */
static void
act_end (App            *app,
         const char     *name,
         gint64          start,
         WatchCondition  condition,
         gpointer        data)
{
  double shown = (double) (watch_until (condition, data, name) - start) / 1000;
  g_autofree char *stall = g_strdup_printf ("%s, longest stall", name);
  g_autofree char *cause = NULL;
  Watched watched;

  watch_idle (200);
  watch_read (&watched);
  cause = watch_cause (&watched.longest);
  figure (name, shown, "ms", NULL);
  figure (stall, watched.longest.wall, "ms", cause);
}

static gboolean
is_painted (gpointer data)
{
  return TRUE;
}

/* The roster */

static GtkWidget *
children_page (App *app)
{
  return app_find (app, CY_TYPE_CHILDREN_PAGE);
}

static void
sort (App *app)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (app_find (app, GTK_TYPE_COLUMN_VIEW));
  GListModel *columns = gtk_column_view_get_columns (view);
  g_autoptr (GtkColumnViewColumn) name = g_list_model_get_item (columns, 1);
  g_autoptr (GtkColumnViewColumn) school = g_list_model_get_item (columns, 5);
  gint64 start = act_begin (app);

  gtk_column_view_sort_by_column (view, school, GTK_SORT_ASCENDING);
  act_end (app, "another order, by school", start, app_rows_here, app);
  start = act_begin (app);
  gtk_column_view_sort_by_column (view, school, GTK_SORT_DESCENDING);
  act_end (app, "the order turned round", start, app_rows_here, app);
  start = act_begin (app);
  gtk_column_view_sort_by_column (view, name, GTK_SORT_ASCENDING);
  act_end (app, "back to the order by name", start, app_rows_here, app);
}

static void
filter (App *app)
{
  GtkWidget *row = find_widget (children_page (app), ADW_TYPE_COMBO_ROW, "profile_row");
  gint64 start = act_begin (app);

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  act_end (app, "a filter, left behind", start, app_rows_here, app);
  start = act_begin (app);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 0);
  act_end (app, "the filter taken away", start, app_rows_here, app);
}

static AdwDialog *
shown_dialog (App *app)
{
  return adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (app->window));
}

static gboolean
asks (gpointer data)
{
  AdwDialog *dialog = shown_dialog (data);

  return dialog != NULL && gtk_widget_get_mapped (GTK_WIDGET (dialog)) &&
         gtk_widget_get_height (GTK_WIDGET (dialog)) > 0;
}

static void
select_all (App *app)
{
  gint64 start = act_begin (app);

  gtk_widget_activate_action (children_page (app), "children.select-all", NULL);
  act_end (app, "all selected", start, is_painted, NULL);
}

static void
unselect (App *app)
{
  gint64 start = act_begin (app);

  gtk_widget_activate_action (children_page (app), "children.cancel-selection", NULL);
  act_end (app, "none selected", start, is_painted, NULL);
}

static void
ask (App *app)
{
  gint64 start = act_begin (app);

  gtk_widget_activate_action (children_page (app), "children.pause", NULL);
  act_end (app, "the question of a bulk action on all", start, asks, app);
}

/* The child's file */

static gboolean
has_file (gpointer data)
{
  GtkWidget *page = app_find (data, CY_TYPE_CHILD_PAGE);
  GtkWidget *stack = page != NULL ? find_widget (page, GTK_TYPE_STACK, "loading_stack") : NULL;

  return stack != NULL && g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (stack)), "file") == 0;
}

static void
open_file (App *app)
{
  gint64 id = cy_roster_get_id (app_roster (app), cy_roster_get_count (app_roster (app)) / 2);
  gint64 start = act_begin (app);

  cy_context_open_child (app->context, id);
  act_end (app, "a child's file", start, has_file, app);
}

/* Today */

static void
open_today (App *app)
{
  gint64 start = act_begin (app);
  GtkWidget *places;

  app_show_page (app, "today");
  act_end (app, "Today", start, app_has_today, app);
  figure ("Today, rows", app_n_today_rows (app), "", NULL);

  places = find_widget (app_find (app, CY_TYPE_TODAY_PAGE), GTK_TYPE_DROP_DOWN, "places");
  start = act_begin (app);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (places), 1);
  act_end (app, "Today, one place of it", start, is_painted, NULL);
  start = act_begin (app);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (places), 0);
  act_end (app, "Today, all places again", start, is_painted, NULL);
}

/* Logging a contact, while Today is on the screen and has to take it up */

static void
toast_cb (CyContext *context,
          AdwToast  *toast,
          Act       *act)
{
  /* One that stays says only that something goes on. */
  if (adw_toast_get_timeout (toast) == 0)
    return;

  act->n_toasts++;
  g_set_object (&act->toast, toast);
}

static void
changed_cb (CyDb        *db,
            CyChangeSet *set,
            Act         *act)
{
  act->n_changes++;
}

static gboolean
is_told (gpointer data)
{
  const Act *act = data;

  return act->n_toasts >= act->n_wanted;
}

static gboolean
is_taken_up (gpointer data)
{
  const Act *act = data;

  return is_told (data) && app_has_today (act->app);
}

static void
open_contact (App *app)
{
  gint64 id = cy_roster_get_id (app_roster (app), cy_roster_get_count (app_roster (app)) / 3);
  gint64 start = act_begin (app);

  cy_context_log_contact (app->context, &id, 1, 0);
  act_end (app, "the dialog of a contact", start, asks, app);
}

static void
save_contact (App *app,
              Act *act)
{
  GtkWidget *dialog = GTK_WIDGET (shown_dialog (app));
  GtkWidget *text = find_widget (dialog, GTK_TYPE_TEXT_VIEW, NULL);
  gint64 start;

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), "电话里说一切都好。", -1);
  start = act_begin (app);
  act->n_wanted = act->n_toasts + 1;
  gtk_widget_activate_action (dialog, "contact.save", NULL);
  act_end (app, "a contact saved, Today up to date", start, is_taken_up, act);
}

static gboolean
is_done_and_read (gpointer data)
{
  const Act *act = data;

  return is_told (data) && app_rows_here (act->app);
}

static void
pause_all (App *app,
           Act *act)
{
  AdwDialog *dialog = shown_dialog (app);
  gint64 start = act_begin (app);

  act->n_wanted = act->n_toasts + 1;
  g_signal_emit_by_name (dialog, "response::do", "do");
  adw_dialog_force_close (dialog);
  act_end (app, "a bulk action on all", start, is_done_and_read, act);
}

static gboolean
is_undone_and_read (gpointer data)
{
  const Act *act = data;

  return act->n_changes >= act->n_wanted && app_rows_here (act->app);
}

/* The button of the toast that told it. */
static void
undo_pause (App *app,
            Act *act)
{
  gint64 start = act_begin (app);

  act->n_wanted = act->n_changes + 1;
  g_signal_emit_by_name (act->toast, "button-clicked");
  act_end (app, "a bulk action on all, undone", start, is_undone_and_read, act);
}

/** measure_acts: what is done on the roster, in a child's file and on Today */
void
measure_acts (App *app)
{
  Act act = { .app = app };
  gboolean writes = g_getenv ("CHUYAN_BENCH_WRITE") != NULL;
  CyDb *db = cy_context_get_db (app->context);
  gulong toasts = g_signal_connect (app->context, "toast", G_CALLBACK (toast_cb), &act);
  gulong changes = g_signal_connect (db, "changed", G_CALLBACK (changed_cb), &act);

  sort (app);
  filter (app);
  open_file (app);
  open_today (app);
  app_memory ("with Today");
  open_contact (app);
  if (writes)
    save_contact (app, &act);
  else
    adw_dialog_force_close (shown_dialog (app));

  app_show_page (app, "children");
  select_all (app);
  ask (app);
  if (writes)
    {
      pause_all (app, &act);
      undo_pause (app, &act);
    }
  else
    adw_dialog_force_close (shown_dialog (app));
  unselect (app);
  g_signal_handler_disconnect (app->context, toasts);
  g_signal_handler_disconnect (db, changes);
  g_clear_object (&act.toast);
}
