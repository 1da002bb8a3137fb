#define G_LOG_DOMAIN "cy-children-page"

#include "config.h"

#include "children/cy-children-page-private.h"

#include <glib/gi18n.h>

#include "children/cy-bulk.h"
#include "children/cy-child-editor.h"
#include "children/cy-children-cells.h"
#include "children/cy-filter-pill.h"
#include "cy-contact.h"
#include "print/cy-print.h"
#include "text/cy-message.h"

/*
 * The roster:
 *
 *   search, filters, sort ─→ CyRosterQuery ─→ CyRoster ─→ CyQuerySelection ─→ column view
 *                                                                          └→ list view (narrow)
 *
 * The roster finds its ids on a database thread and reads pages of rows as they come into
 * view, so that nothing here waits.
 */
G_DEFINE_FINAL_TYPE (CyChildrenPage, cy_children_page, ADW_TYPE_NAVIGATION_PAGE)

static const guint32 *
list_ids (GListModel *model,
          guint      *n_ids)
{
  return cy_roster_get_ids (CY_ROSTER (model), n_ids);
}

/* Pills: what the roster is narrowed to, each with a way out */

static void
pill_clicked (CyChildrenPage *self,
              GtkWidget      *pill)
{
  int facet = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (pill), "facet"));

  if (facet >= 0)
    cy_children_filter_clear (self->filter, facet);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "children.show-bin", NULL);
}

static void
add_pill (CyChildrenPage *self,
          const char     *words,
          int             facet)
{
  GtkWidget *pill = cy_filter_pill_new (words);

  g_object_set_data (G_OBJECT (pill), "facet", GINT_TO_POINTER (facet));
  g_signal_connect_object (pill, "clicked", G_CALLBACK (pill_clicked), self, G_CONNECT_SWAPPED);
  adw_wrap_box_append (self->pills, pill);
}

static void
show_pills (CyChildrenPage *self)
{
  GtkWidget *pill;

  while ((pill = gtk_widget_get_first_child (GTK_WIDGET (self->pills))) != NULL)
    adw_wrap_box_remove (self->pills, pill);
  if (self->in_bin)
    add_pill (self, _("In the bin"), -1);
  for (guint i = 0; i < CY_FILTER_N_FACETS; i++)
    {
      g_autofree char *words = cy_children_filter_dup_words (self->filter, i);

      if (words != NULL)
        add_pill (self, words, (int) i);
    }
  gtk_revealer_set_reveal_child (self->pills_revealer, gtk_widget_get_first_child (GTK_WIDGET (self->pills)) != NULL);
}

/* At first the keys go to the list: arrows move in it, letters search. */
static gboolean
focus_list (gpointer data)
{
  CyChildrenPage *self = data;
  gboolean narrow = gtk_widget_get_mapped (GTK_WIDGET (self->list));

  if (self->roster == NULL || gtk_search_bar_get_search_mode (self->search_bar))
    return G_SOURCE_REMOVE;
  /* A column view holds a list below its headers. */
  gtk_widget_grab_focus (narrow ? GTK_WIDGET (self->list) : gtk_widget_get_last_child (GTK_WIDGET (self->columns)));

  return G_SOURCE_REMOVE;
}

static void
first_mapped (CyChildrenPage *self)
{
  g_signal_handlers_disconnect_by_func (self->layout, first_mapped, self);
  /* Rows take the focus when they have been laid out. */
  g_idle_add_full (G_PRIORITY_LOW, focus_list, g_object_ref (self), g_object_unref);
}

static void
show_selection (CyChildrenPage *self)
{
  gboolean active = cy_query_selection_get_active (self->selection);
  guint n = cy_query_selection_get_count (self->selection);
  g_autofree char *count = g_strdup_printf (ngettext ("%'u selected", "%'u selected", n), n);
  GtkWidget *roll_buttons[] = { self->enrol_button, self->pause_button, self->bulk_button, self->bin_button };
  static const char * const actions[] = {
    "children.enrol",
    "children.end",
    "children.pause",
    "children.move",
    "children.bin",
    "children.restore",
  };

  gtk_widget_set_visible (self->header, !active);
  gtk_widget_set_visible (self->selection_header, active);
  adw_window_title_set_title (self->selection_title, n > 0 ? count : _("Select Children"));
  gtk_column_view_column_set_visible (self->column_check, active);
  gtk_action_bar_set_revealed (self->action_bar, active);
  for (guint i = 0; i < G_N_ELEMENTS (roll_buttons); i++)
    gtk_widget_set_visible (roll_buttons[i], !self->shown_in_bin);
  gtk_widget_set_visible (self->restore_button, self->shown_in_bin);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], n > 0);
  /* These are about the whole list while nobody selects. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "children.export", n > 0 || !active);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "children.print", n > 0 || !active);
}

static void
filter_changed_cb (CyChildrenPage *self)
{
  show_pills (self);
  cy_children_page_ask_anew (self);
}

static void
search_changed_cb (CyChildrenPage *self)
{
  if (g_set_str (&self->asked_words, gtk_editable_get_text (GTK_EDITABLE (self->search_entry))))
    cy_children_page_ask_anew (self);
}

/* The scrolled window would take the focus, and no row would have it. */
static void
go_to_rows_cb (CyChildrenPage *self)
{
  if (cy_roster_get_count (self->roster) == 0)
    return;
  cy_children_page_go_to_top (self, GTK_LIST_SCROLL_FOCUS);
  gtk_widget_grab_focus (GTK_WIDGET (cy_children_page_shown_view (self)));
}

static void
open_only_child (CyChildrenPage *self)
{
  if (cy_roster_get_count (self->roster) == 1)
    cy_context_open_child (self->context, cy_roster_get_id (self->roster, 0));
  else
    go_to_rows_cb (self);
}

/* Enter in the search opens the only child, or goes to the first. The entry may not yet have told of the last key. */
static void
search_activate_cb (CyChildrenPage *self)
{
  search_changed_cb (self);
  cy_children_page_when_answered (self, open_only_child);
}

static void
due_changed (CyChildrenPage *self)
{
  if (cy_children_filter_get_due_state (self->filter) != CY_DUE_ANY)
    cy_children_page_apply_query (self);
}

/* Who is due is not known: the list is no longer narrowed to them. */
static void
due_failed (CyChildrenPage *self)
{
  cy_children_filter_clear (self->filter, CY_FILTER_DUE);
}

static void
roster_failed (CyChildrenPage *self,
               GError         *error)
{
  cy_context_error (self->context, error);
}

static void
row_activated_cb (CyChildrenPage *self,
                  guint           position)
{
  if (cy_roster_get_id (self->roster, position) == 0)
    return;
  self->when_answered = NULL;
  if (cy_query_selection_get_active (self->selection))
    cy_query_selection_toggle (self->selection, position);
  else
    cy_context_open_child (self->context, cy_roster_get_id (self->roster, position));
}

/* Actions */

static void
children_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  CyChildrenPage *self = CY_CHILDREN_PAGE (widget);
  g_autoptr (GArray) ids = cy_query_selection_get_ids (self->selection);

  if (g_str_equal (name, "children.enrol"))
    cy_bulk_enrol (widget, self->context, ids);
  else if (g_str_equal (name, "children.end"))
    cy_bulk_end (widget, self->context, ids);
  else if (g_str_equal (name, "children.pause"))
    cy_bulk_pause (widget, self->context, ids);
  else if (g_str_equal (name, "children.move"))
    cy_bulk_move (widget, self->context, ids);
  else if (g_str_equal (name, "children.bin"))
    cy_bulk_bin (self->context, ids, NULL);
  else if (g_str_equal (name, "children.restore"))
    cy_bulk_restore (self->context, ids, NULL);

  if (g_str_equal (name, "children.bin") || g_str_equal (name, "children.restore"))
    cy_query_selection_set_active (self->selection, FALSE);
}

static void
print (CyChildrenPage *self)
{
  g_autoptr (GArray) ids = cy_query_selection_get_ids (self->selection);

  cy_print_cards (self->context, GTK_WIDGET (self), (const gint64 *) (gpointer) ids->data, ids->len);
}

static void
export (CyChildrenPage *self)
{
  g_autoptr (GArray) ids = cy_query_selection_get_ids (self->selection);
  CyReportRequest request = {
    .kind = CY_REPORT_ROSTER,
    .format = CY_REPORT_XLSX,
    .child_ids = ids,
    .from = CY_DAY_NONE,
    .to = CY_DAY_NONE,
    .today = cy_context_get_today (self->context),
  };

  cy_save_report (self->context, GTK_WIDGET (self), &request);
}

/* Of those who are selected, or of the whole list. */
static void
paper_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  CyChildrenPage *self = CY_CHILDREN_PAGE (widget);
  CyChildrenPageFunc func = g_str_equal (name, "children.print") ? print : export;

  if (cy_query_selection_get_active (self->selection))
    func (self);
  else
    cy_children_page_when_answered (self, func);
}

static void
log_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  CyChildrenPage *self = CY_CHILDREN_PAGE (widget);
  g_autoptr (GArray) ids = NULL;

  if (!cy_query_selection_get_active (self->selection))
    {
      cy_context_log_contact (self->context, NULL, 0, 0);
      return;
    }
  if (cy_query_selection_get_count (self->selection) > CY_CONTACT_MAX_PARTICIPANTS)
    {
      cy_context_toast (self->context, adw_toast_new (cy_message_too_many_children ()));
      return;
    }

  ids = cy_query_selection_get_ids (self->selection);
  cy_context_log_contact (self->context, (const gint64 *) (gpointer) ids->data, ids->len, 0);
}

static void
add_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  adw_dialog_present (cy_child_editor_new (CY_CHILDREN_PAGE (widget)->context, 0, CY_CHILD_FIELD_NAME), widget);
}

static void
import_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  cy_context_open_page (CY_CHILDREN_PAGE (widget)->context, "import");
}

static void
select_all (CyChildrenPage *self)
{
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
}

static void
select_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CyChildrenPage *self = CY_CHILDREN_PAGE (widget);

  self->when_answered = NULL;
  cy_query_selection_set_active (self->selection, !g_str_equal (name, "children.cancel-selection"));
  if (g_str_equal (name, "children.select-all"))
    cy_children_page_when_answered (self, select_all);
}

static void
find_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  gtk_search_bar_set_search_mode (CY_CHILDREN_PAGE (widget)->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (CY_CHILDREN_PAGE (widget)->search_entry));
}

static void
filter_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AdwOverlaySplitView *split = CY_CHILDREN_PAGE (widget)->split;

  adw_overlay_split_view_set_show_sidebar (split, !adw_overlay_split_view_get_show_sidebar (split));
}

static void
bin_view_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  CyChildrenPage *self = CY_CHILDREN_PAGE (widget);

  self->in_bin = !self->in_bin;
  filter_changed_cb (self);
}

static void
clear_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  CyChildrenPage *self = CY_CHILDREN_PAGE (widget);

  self->in_bin = FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  cy_children_filter_clear_all (self->filter);
}

static void
cy_children_page_dispose (GObject *object)
{
  CyChildrenPage *self = CY_CHILDREN_PAGE (object);

  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_clear_object (&self->roster);
  g_clear_object (&self->selection);
  g_clear_object (&self->due);
  g_clear_object (&self->context);
  gtk_widget_dispose_template (GTK_WIDGET (self), CY_TYPE_CHILDREN_PAGE);

  G_OBJECT_CLASS (cy_children_page_parent_class)->dispose (object);
}

static void
cy_children_page_finalize (GObject *object)
{
  g_free (CY_CHILDREN_PAGE (object)->asked_words);
  G_OBJECT_CLASS (cy_children_page_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const char * const bulk[] = {
    "children.enrol",
    "children.end",
    "children.pause",
    "children.move",
    "children.bin",
    "children.restore",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bulk); i++)
    gtk_widget_class_install_action (widget_class, bulk[i], NULL, children_action);
  gtk_widget_class_install_action (widget_class, "children.export", NULL, paper_action);
  gtk_widget_class_install_action (widget_class, "children.print", NULL, paper_action);
  gtk_widget_class_install_action (widget_class, "children.log", NULL, log_action);
  gtk_widget_class_install_action (widget_class, "children.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "children.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "children.select", NULL, select_action);
  gtk_widget_class_install_action (widget_class, "children.select-all", NULL, select_action);
  gtk_widget_class_install_action (widget_class, "children.cancel-selection", NULL, select_action);
  gtk_widget_class_install_action (widget_class, "children.filter", NULL, filter_action);
  gtk_widget_class_install_action (widget_class, "children.show-bin", NULL, bin_view_action);
  gtk_widget_class_install_action (widget_class, "children.clear", NULL, clear_action);
  gtk_widget_class_install_action (widget_class, "page.find", NULL, find_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "children.add", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, "children.select-all", NULL);
}

static void
cy_children_page_class_init (CyChildrenPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CY_TYPE_CHILDREN_FILTER);
  G_OBJECT_CLASS (klass)->dispose = cy_children_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = cy_children_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/children/cy-children-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CyChildrenPage, name)
  BIND (split);
  BIND (filter);
  BIND (header);
  BIND (selection_header);
  BIND (title);
  BIND (selection_title);
  BIND (search_bar);
  BIND (search_entry);
  BIND (pills_revealer);
  BIND (pills);
  BIND (stack);
  BIND (layout);
  BIND (columns);
  BIND (list);
  BIND (column_check);
  BIND (column_name);
  BIND (column_sex);
  BIND (column_age);
  BIND (column_village);
  BIND (column_school);
  BIND (column_guardian);
  BIND (column_profile);
  BIND (column_due);
  BIND (column_flags);
  BIND (action_bar);
  BIND (enrol_button);
  BIND (pause_button);
  BIND (bulk_button);
  BIND (restore_button);
  BIND (bin_button);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_to_rows_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  install_actions (widget_class);
}

static void
cy_children_page_init (CyChildrenPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
}

static void
set_up_columns (CyChildrenPage *self)
{
  /* In the order of CyChildCell. */
  GtkColumnViewColumn *columns[] = {
    self->column_check,
    self->column_name,
    self->column_sex,
    self->column_age,
    self->column_village,
    self->column_school,
    self->column_guardian,
    self->column_profile,
    self->column_due,
    self->column_flags,
  };
  g_autoptr (GtkListItemFactory) rows = cy_children_cells_row_factory (self->context);
  g_autoptr (GtkListItemFactory) lines = cy_children_cells_factory (CY_CHILD_CELL_LINES, self->context, self->due,
                                                                    self->selection);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GtkListItemFactory) factory = cy_children_cells_factory (i, self->context, self->due, self->selection);

      gtk_column_view_column_set_factory (columns[i], factory);
    }
  for (guint i = CY_CHILD_CELL_NAME; i <= CY_CHILD_CELL_SCHOOL; i++)
    {
      g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (NULL, NULL, NULL));

      gtk_column_view_column_set_sorter (columns[i], sorter);
    }
  gtk_column_view_set_row_factory (self->columns, rows);
  gtk_list_view_set_factory (self->list, lines);
  gtk_column_view_sort_by_column (self->columns, self->column_name, GTK_SORT_ASCENDING);
  g_signal_connect_object (gtk_column_view_get_sorter (self->columns), "changed", G_CALLBACK (cy_children_page_ask_anew),
                           self, G_CONNECT_SWAPPED);
}

/**
 * cy_children_page_new:
 * @context: the context, unlocked
 *
 * Returns: (transfer floating): the page
 */
AdwNavigationPage *
cy_children_page_new (CyContext *context)
{
  CyChildrenPage *self = g_object_new (CY_TYPE_CHILDREN_PAGE, NULL);

  self->context = g_object_ref (context);
  self->due = cy_children_due_new (context);
  self->roster = cy_roster_new (cy_context_get_db (context));
  self->selection = cy_query_selection_new (G_LIST_MODEL (self->roster), list_ids);
  set_up_columns (self);
  cy_children_page_follow_view (self);
  cy_children_filter_set_context (self->filter, context);

  g_signal_connect_object (self->roster, "items-changed", G_CALLBACK (cy_children_page_show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->roster, "failed", G_CALLBACK (roster_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->roster, "notify::busy", G_CALLBACK (cy_children_page_follow_answer), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (show_selection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::active", G_CALLBACK (show_selection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->layout, "map", G_CALLBACK (first_mapped), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->due, "changed", G_CALLBACK (due_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->due, "failed", G_CALLBACK (due_failed), self, G_CONNECT_SWAPPED);
  cy_children_page_apply_query (self);
  show_selection (self);

  return ADW_NAVIGATION_PAGE (self);
}
