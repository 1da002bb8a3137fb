#define G_LOG_DOMAIN "cy-child-history"

#include "config.h"

#include "children/cy-child-history.h"

#include <glib/gi18n.h>

#include "children/cy-change-words.h"
#include "common/cy-rows.h"
#include "common/cy-words.h"

/*
 * Who changed what in a child's file, and when, a group for each day. It is read when the
 * page is first looked at and after each change.
 */
#define PAGE 100

struct _CyChildHistory {
  AdwBin parent_instance;

  AdwPreferencesPage *page;
  GPtrArray *groups;

  CyContext *context;
  gint64 child_id;
  guint limit;
  gboolean stale;
  GCancellable *cancellable;
};

typedef struct {
  gint64 child_id;
  guint limit;
} Wanted;

G_DEFINE_FINAL_TYPE (CyChildHistory, cy_child_history, ADW_TYPE_BIN)

static gpointer
load_history (CyConn        *conn,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  const Wanted *wanted = data;

  return cy_history_of_child (conn, wanted->child_id, wanted->limit, error);
}

static GtkWidget *
change_row_new (const CyChange *change,
                gint64          child_id,
                GDateTime      *at)
{
  g_autofree char *title = cy_change_words_title (change, child_id);
  g_autofree char *detail = cy_change_words_detail (change);
  g_autofree char *time = g_date_time_format (at, "%H:%M");
  GtkWidget *row = cy_row_new (title, detail);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *who = gtk_label_new (change->by_name != NULL ? change->by_name : _("The program"));
  GtkWidget *when = gtk_label_new (time);

  gtk_label_set_xalign (GTK_LABEL (who), 1);
  gtk_label_set_xalign (GTK_LABEL (when), 1);
  gtk_label_set_ellipsize (GTK_LABEL (who), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (who), 14);
  gtk_widget_add_css_class (when, "dimmed");
  gtk_widget_add_css_class (when, "numeric");
  gtk_widget_add_css_class (who, "caption");
  gtk_widget_add_css_class (when, "caption");
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (column), when);
  gtk_box_append (GTK_BOX (column), who);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), column);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);

  return row;
}

static void
clear (CyChildHistory *self)
{
  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, self->groups->pdata[i]);
  g_ptr_array_set_size (self->groups, 0);
}

static void reload (CyChildHistory *self);

static void
more_clicked (CyChildHistory *self)
{
  self->limit += PAGE;
  reload (self);
}

static void
add_more_button (CyChildHistory *self)
{
  GtkWidget *group = cy_group_new (self->page, NULL, NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("Show _Older"));

  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (more_clicked), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), button);
  g_ptr_array_add (self->groups, group);
}

static CyDay
day_of (GDateTime *at)
{
  return cy_day_from_ymd (g_date_time_get_year (at), g_date_time_get_month (at), g_date_time_get_day_of_month (at));
}

static void
show_changes (CyChildHistory *self,
              GPtrArray      *changes)
{
  GtkWidget *group = NULL;
  CyDay day = CY_DAY_NONE;

  clear (self);
  for (guint i = 0; i < changes->len; i++)
    {
      const CyChange *change = changes->pdata[i];
      g_autoptr (GDateTime) utc = NULL;
      g_autoptr (GDateTime) at = NULL;

      if (cy_change_words_skip (change))
        continue;
      utc = g_date_time_new_from_iso8601 (change->at, NULL);
      if (utc == NULL)
        continue;
      at = g_date_time_to_local (utc);
      if (group == NULL || day_of (at) != day)
        {
          g_autofree char *title = cy_words_day (day_of (at), CY_DATE_DAY);

          day = day_of (at);
          group = cy_group_new (self->page, title, NULL);
          g_ptr_array_add (self->groups, group);
        }
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), change_row_new (change, self->child_id, at));
    }
  if (changes->len >= self->limit)
    add_more_button (self);
}

static void
loaded (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (CyChildHistory) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = cy_db_submit_finish (CY_DB (source), result, &error);

  if (changes != NULL)
    show_changes (self, changes);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cy_context_error (self->context, error);
}

static void
reload (CyChildHistory *self)
{
  CyDb *db = cy_context_get_db (self->context);
  Wanted *wanted;

  self->stale = FALSE;
  if (db == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  wanted = g_new0 (Wanted, 1);
  wanted->child_id = self->child_id;
  wanted->limit = self->limit;
  cy_db_submit (db, CY_DB_READ, load_history, wanted, g_free, (GDestroyNotify) g_ptr_array_unref, self->cancellable,
                loaded, g_object_ref (self));
}

static void
cy_child_history_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cy_child_history_parent_class)->map (widget);
  if (CY_CHILD_HISTORY (widget)->stale)
    reload (CY_CHILD_HISTORY (widget));
}

static void
cy_child_history_dispose (GObject *object)
{
  CyChildHistory *self = CY_CHILD_HISTORY (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  g_clear_pointer (&self->groups, g_ptr_array_unref);

  G_OBJECT_CLASS (cy_child_history_parent_class)->dispose (object);
}

static void
cy_child_history_class_init (CyChildHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cy_child_history_dispose;
  GTK_WIDGET_CLASS (klass)->map = cy_child_history_map;
}

static void
cy_child_history_init (CyChildHistory *self)
{
  self->limit = PAGE;
  self->groups = g_ptr_array_new ();
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->page));
}

/** cy_child_history_show: shows the changes of @child_id's file, now or when it is next looked at */
void
cy_child_history_show (CyChildHistory *self,
                       CyContext      *context,
                       gint64          child_id)
{
  g_return_if_fail (CY_IS_CHILD_HISTORY (self));

  g_set_object (&self->context, context);
  self->child_id = child_id;
  self->stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    reload (self);
}
