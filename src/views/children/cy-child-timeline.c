#define G_LOG_DOMAIN "cy-child-timeline"

#include "config.h"

#include "children/cy-child-timeline.h"

#include <glib/gi18n.h>

#include "common/cy-rows.h"
#include "common/cy-undo.h"
#include "common/cy-words.h"
#include "cy-contact-store.h"
#include "cy-contact.h"
#include "cy-follow-up-store.h"
#include "cy-follow-up.h"
#include "text/cy-names.h"

/*
 * What has been done for a child, the latest first, and what was to be come back to. Long
 * histories come in pages; after a change the same number of contacts is read again.
 */
#define PAGE 50

struct _CyChildTimeline {
  AdwBin parent_instance;

  GtkStack *stack;
  AdwPreferencesGroup *follow_ups_group;
  GtkListBox *follow_ups;
  GtkListBox *contacts;
  GtkWidget *more_button;

  CyContext *context;
  gint64 child_id;
  guint wanted;                 /* how many contacts are shown */
  GCancellable *cancellable;
};

typedef struct {
  gint64 child_id;
  guint limit;
  GPtrArray *contacts;          /* CyContact */
  GPtrArray *follow_ups;        /* CyFollowUp */
} Page;

G_DEFINE_FINAL_TYPE (CyChildTimeline, cy_child_timeline, ADW_TYPE_BIN)

static void
page_free (gpointer data)
{
  Page *page = data;

  g_clear_pointer (&page->contacts, g_ptr_array_unref);
  g_clear_pointer (&page->follow_ups, g_ptr_array_unref);
  g_free (page);
}

/* One more than is shown, to know whether there are older ones. */
static gpointer
load_page (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Page *wanted = data;
  Page *page = g_new0 (Page, 1);

  page->limit = wanted->limit;
  page->contacts = cy_contact_list_of_child (conn, wanted->child_id, CY_DAY_NONE, 0, wanted->limit + 1, error);
  if (page->contacts != NULL)
    page->follow_ups = cy_follow_up_list (conn, CY_DAY_NONE, wanted->child_id, FALSE, error);
  if (page->follow_ups != NULL)
    return page;

  page_free (page);
  return NULL;
}

static gpointer
bin_contact (CyConn        *conn,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  cy_contact_bin (conn, *(gint64 *) data, error);
  return NULL;
}

static gpointer
finish_follow_up (CyConn        *conn,
                  gpointer       data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  cy_follow_up_set_done (conn, *(gint64 *) data, TRUE, error);
  return NULL;
}

static gint64
row_id (GtkWidget *widget)
{
  gint64 *id = g_object_get_data (G_OBJECT (widget), "id");

  return *id;
}

static void
set_row_id (gpointer widget,
            gint64   id)
{
  g_object_set_data_full (G_OBJECT (widget), "id", g_memdup2 (&id, sizeof id), g_free);
}

static void
delete_clicked (CyChildTimeline *self,
                GtkWidget       *button)
{
  gint64 id = row_id (button);

  cy_undo_write (self->context, _("Contact moved to the bin"), bin_contact, g_memdup2 (&id, sizeof id), g_free);
}

static void
follow_up_toggled (CyChildTimeline *self,
                   GtkCheckButton  *check)
{
  gint64 id = row_id (GTK_WIDGET (check));

  if (gtk_check_button_get_active (check))
    cy_undo_write (self->context, _("Follow-up done"), finish_follow_up, g_memdup2 (&id, sizeof id), g_free);
}

static void
contact_activated (CyChildTimeline *self,
                   GtkListBoxRow   *row)
{
  cy_context_edit_contact (self->context, row_id (GTK_WIDGET (row)));
}

static void
log_clicked (CyChildTimeline *self)
{
  cy_context_log_contact (self->context, &self->child_id, 1, 0);
}

static void reload (CyChildTimeline *self);

static void
more_clicked (CyChildTimeline *self)
{
  self->wanted += PAGE;
  reload (self);
}

/* "12 March · by Chen Li · 20 minutes · with 2 others" */
static char *
contact_facts (CyChildTimeline *self,
               const CyContact *contact)
{
  g_autoptr (GString) facts = g_string_new (NULL);
  g_autofree char *day = cy_words_day_near (contact->date, cy_context_get_today (self->context));
  guint others = contact->participants->len > 0 ? contact->participants->len - 1 : 0;

  g_string_append (facts, day);
  if (contact->time != NULL)
    g_string_append_printf (facts, " %s", contact->time);
  if (contact->contact_by != NULL)
    g_string_append_printf (facts, " · %s", contact->contact_by);
  if (contact->minutes > 0)
    g_string_append_printf (facts, ngettext (" · %d minute", " · %d minutes", contact->minutes), contact->minutes);
  if (contact->medium != CY_MEDIUM_UNKNOWN)
    g_string_append_printf (facts, " · %s", cy_name_medium (contact->medium));
  if (others > 0)
    g_string_append_printf (facts, ngettext (" · with %u other", " · with %u others", others), others);

  return g_string_free_and_steal (g_steal_pointer (&facts));
}

static GtkWidget *
text_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
title_line (const CyContact *contact)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  gtk_box_append (GTK_BOX (line), text_label (cy_name_contact_kind (contact->kind), "heading"));
  if (!contact->reached)
    gtk_box_append (GTK_BOX (line), cy_pill_new (_("Not reached"), "warning"));
  if (contact->level != CY_LEVEL_ORDINARY)
    gtk_box_append (GTK_BOX (line), cy_pill_new (cy_name_level (contact->level), NULL));

  return line;
}

static GtkWidget *
contact_row_new (CyChildTimeline *self,
                 const CyContact *contact)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *icon = gtk_image_new_from_icon_name (cy_words_contact_icon (contact->kind));
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *facts = contact_facts (self, contact);
  g_autofree char *label = g_strdup_printf ("%s, %s%s%s", cy_name_contact_kind (contact->kind), facts,
                                            contact->reached ? "" : ", ", contact->reached ? "" : _("Not reached"));

  gtk_widget_add_css_class (icon, contact->reached ? "cy-kind" : "cy-kind-failed");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (column), title_line (contact));
  gtk_box_append (GTK_BOX (column), text_label (facts, "dimmed"));
  if (contact->text != NULL)
    gtk_box_append (GTK_BOX (column), text_label (contact->text, NULL));
  else if (contact->level == CY_LEVEL_RESTRICTED)
    gtk_box_append (GTK_BOX (column), text_label (_("The note is kept with the counsellor"), "dimmed"));
  gtk_widget_set_hexpand (column, TRUE);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, _("Delete the Contact"));
  set_row_id (button, contact->id);
  g_signal_connect_object (button, "clicked", G_CALLBACK (delete_clicked), self, G_CONNECT_SWAPPED);

  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), column);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (box, "cy-timeline-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  set_row_id (row, contact->id);

  return row;
}

static GtkWidget *
follow_up_row_new (CyChildTimeline  *self,
                   const CyFollowUp *follow_up)
{
  CyDay today = cy_context_get_today (self->context);
  g_autofree char *due = cy_words_due (follow_up->due, today);
  GtkWidget *row = cy_row_new (follow_up->text != NULL ? follow_up->text : _("Come back to this"), due);
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Done"), -1);
  set_row_id (check, follow_up->id);
  g_signal_connect_object (check, "toggled", G_CALLBACK (follow_up_toggled), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  if (follow_up->due < today)
    gtk_widget_add_css_class (row, "cy-overdue");

  return row;
}

static void
show_page (CyChildTimeline *self,
           const Page      *page)
{
  guint n = MIN (page->contacts->len, page->limit);

  gtk_list_box_remove_all (self->contacts);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->contacts, contact_row_new (self, page->contacts->pdata[i]));
  gtk_widget_set_visible (self->more_button, page->contacts->len > page->limit);

  gtk_list_box_remove_all (self->follow_ups);
  for (guint i = 0; i < page->follow_ups->len; i++)
    gtk_list_box_append (self->follow_ups, follow_up_row_new (self, page->follow_ups->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->follow_ups_group), page->follow_ups->len > 0);

  gtk_stack_set_visible_child_name (self->stack, n == 0 && page->follow_ups->len == 0 ? "empty" : "list");
}

static void
loaded (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (CyChildTimeline) self = data;
  g_autoptr (GError) error = NULL;
  Page *page = cy_db_submit_finish (CY_DB (source), result, &error);

  if (page != NULL)
    {
      show_page (self, page);
      page_free (page);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cy_context_error (self->context, error);
}

static void
reload (CyChildTimeline *self)
{
  CyDb *db = cy_context_get_db (self->context);
  Page *wanted;

  if (db == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  wanted = g_new0 (Page, 1);
  wanted->child_id = self->child_id;
  wanted->limit = self->wanted;
  cy_db_submit (db, CY_DB_READ, load_page, wanted, page_free, page_free, self->cancellable, loaded, g_object_ref (self));
}

static void
cy_child_timeline_dispose (GObject *object)
{
  CyChildTimeline *self = CY_CHILD_TIMELINE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (cy_child_timeline_parent_class)->dispose (object);
}

static void
cy_child_timeline_class_init (CyChildTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cy_child_timeline_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chuyan/Chuyan/children/cy-child-timeline.ui");
  gtk_widget_class_bind_template_child (widget_class, CyChildTimeline, stack);
  gtk_widget_class_bind_template_child (widget_class, CyChildTimeline, follow_ups_group);
  gtk_widget_class_bind_template_child (widget_class, CyChildTimeline, follow_ups);
  gtk_widget_class_bind_template_child (widget_class, CyChildTimeline, contacts);
  gtk_widget_class_bind_template_child (widget_class, CyChildTimeline, more_button);
  gtk_widget_class_bind_template_callback (widget_class, contact_activated);
  gtk_widget_class_bind_template_callback (widget_class, log_clicked);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked);
}

static void
cy_child_timeline_init (CyChildTimeline *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->wanted = PAGE;
}

/** cy_child_timeline_show: shows what has been done for @child_id, or reads it again */
void
cy_child_timeline_show (CyChildTimeline *self,
                        CyContext       *context,
                        gint64           child_id)
{
  g_return_if_fail (CY_IS_CHILD_TIMELINE (self));

  g_set_object (&self->context, context);
  self->child_id = child_id;
  reload (self);
}
