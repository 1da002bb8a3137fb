#define G_LOG_DOMAIN "cy-children-page"

#include "config.h"

#include "children/cy-children-page-private.h"

#include <glib/gi18n.h>

#include "common/cy-words.h"
#include "text/cy-text.h"

/* What the page asks of the roster, and whether what is shown is the answer. The rows of the last answer stay until
 * the next is there, and are other children than those the pills speak of: what is meant for the answer waits. */

/* An answer that takes longer is said to be on its way. */
#define PATIENCE_MS 300

static const char *
typed (CyChildrenPage *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
}

static gboolean
is_narrowed (CyChildrenPage *self)
{
  return *typed (self) != '\0' || gtk_widget_get_first_child (GTK_WIDGET (self->pills)) != NULL;
}

static gboolean
is_pending (CyChildrenPage *self)
{
  return self->finding || cy_roster_get_busy (self->roster);
}

/* Sorting: the headers carry sorters so that they can be clicked; the query does the work. */

static void
apply_sort (CyChildrenPage *self,
            CyRosterQuery  *query)
{
  GtkColumnViewSorter *sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (self->columns));
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (sorter);
  gboolean descending = gtk_column_view_sorter_get_primary_sort_order (sorter) == GTK_SORT_DESCENDING;

  query->sort = CY_ROSTER_BY_NAME;
  query->descending = descending;
  if (column == self->column_sex)
    query->sort = CY_ROSTER_BY_SEX;
  else if (column == self->column_village)
    query->sort = CY_ROSTER_BY_VILLAGE;
  else if (column == self->column_school)
    query->sort = CY_ROSTER_BY_SCHOOL;
  else if (column == self->column_age)
    {
      /* The youngest was born last. */
      query->sort = CY_ROSTER_BY_BIRTH;
      query->descending = !descending;
    }
}

/* Asks for what is chosen; also when that is others now than it was. */
void
cy_children_page_apply_query (CyChildrenPage *self)
{
  g_autoptr (CyRosterQuery) query = NULL;
  int due_state;

  /* The template's parts still tell of changes while they go. */
  if (self->roster == NULL)
    return;

  query = cy_roster_query_new ();
  due_state = cy_children_filter_get_due_state (self->filter);
  query->search = cy_text_search (typed (self));
  query->in_bin = self->in_bin;
  cy_children_filter_apply (self->filter, query);
  if (due_state != CY_DUE_ANY)
    query->ids = cy_children_due_list (self->due, due_state);
  self->finding = due_state != CY_DUE_ANY && query->ids == NULL;
  if (!self->finding)
    {
      apply_sort (self, query);
      cy_roster_set_query (self->roster, query);
    }
  self->asked_anew = self->asked_anew && is_pending (self);
  cy_children_page_follow_answer (self);
}

/* For the person, who looks at the answer from its first row on. */
void
cy_children_page_ask_anew (CyChildrenPage *self)
{
  self->asked_anew = TRUE;
  self->when_answered = NULL;
  cy_children_page_apply_query (self);
}

/* Calls @func as soon as the list is the answer, unless something else is asked first. */
void
cy_children_page_when_answered (CyChildrenPage     *self,
                                CyChildrenPageFunc  func)
{
  self->when_answered = func;
  cy_children_page_follow_answer (self);
}

/* What is shown instead of an empty list, and the counts */

static gboolean
out_of_patience (gpointer data)
{
  CyChildrenPage *self = data;

  self->patience_source = 0;
  self->slow = TRUE;
  cy_children_page_show_state (self);

  return G_SOURCE_REMOVE;
}

static void
show_words (CyChildrenPage *self,
            guint           n)
{
  g_autofree char *count = cy_words_children (n);

  if (!is_pending (self))
    {
      g_clear_handle_id (&self->patience_source, g_source_remove);
      self->slow = FALSE;
    }
  else if (!self->slow && self->patience_source == 0)
    self->patience_source = g_timeout_add (PATIENCE_MS, out_of_patience, self);

  adw_window_title_set_title (self->title, self->shown_in_bin ? _("Bin") : _("Children"));
  adw_window_title_set_subtitle (self->selection_title, self->slow ? _("Searching…") : "");
  if (self->slow)
    adw_window_title_set_subtitle (self->title, _("Searching…"));
  else if (!is_pending (self))
    adw_window_title_set_subtitle (self->title, n > 0 || (is_narrowed (self) && !cy_roster_get_failed (self->roster))
                                                  ? count : "");
}

void
cy_children_page_show_state (CyChildrenPage *self)
{
  guint n;

  if (self->roster == NULL)
    return;

  n = cy_roster_get_count (self->roster);
  show_words (self, n);
  if (n > 0 || cy_roster_get_failed (self->roster))
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (is_pending (self))
    return;
  else if (self->in_bin && *typed (self) == '\0')
    gtk_stack_set_visible_child_name (self->stack, "bin-empty");
  else
    gtk_stack_set_visible_child_name (self->stack, is_narrowed (self) ? "none" : "empty");
}

/* Other rows than before are looked at from the first on. */
static void
show_first_row (CyChildrenPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->roster)) > 0 &&
      gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (cy_children_page_shown_view (self))) > 0)
    cy_children_page_go_to_top (self, GTK_LIST_SCROLL_NONE);
}

/* Does what waits for the answer, when it is there. */
void
cy_children_page_follow_answer (CyChildrenPage *self)
{
  CyChildrenPageFunc func = self->when_answered;

  if (!is_pending (self) && self->shown_in_bin != self->in_bin)
    {
      self->shown_in_bin = self->in_bin;
      cy_query_selection_set_active (self->selection, FALSE);
    }
  cy_children_page_show_state (self);
  if (is_pending (self))
    return;

  if (self->asked_anew)
    show_first_row (self);
  self->asked_anew = FALSE;
  self->when_answered = NULL;
  if (func != NULL && !cy_roster_get_failed (self->roster))
    func (self);
}
