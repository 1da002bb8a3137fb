#pragma once

#include "children/cy-children-due.h"
#include "children/cy-children-filter.h"
#include "children/cy-children-page.h"
#include "children/cy-query-selection.h"
#include "cy-roster.h"

G_BEGIN_DECLS

typedef void (*CyChildrenPageFunc) (CyChildrenPage *self);

struct _CyChildrenPage {
  AdwNavigationPage parent_instance;

  AdwOverlaySplitView *split;
  CyChildrenFilter *filter;
  GtkWidget *header;
  GtkWidget *selection_header;
  AdwWindowTitle *title;
  AdwWindowTitle *selection_title;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkRevealer *pills_revealer;
  AdwWrapBox *pills;
  GtkStack *stack;
  GtkStack *layout;
  GtkColumnView *columns;
  GtkListView *list;
  GtkColumnViewColumn *column_check;
  GtkColumnViewColumn *column_name;
  GtkColumnViewColumn *column_sex;
  GtkColumnViewColumn *column_age;
  GtkColumnViewColumn *column_village;
  GtkColumnViewColumn *column_school;
  GtkColumnViewColumn *column_guardian;
  GtkColumnViewColumn *column_profile;
  GtkColumnViewColumn *column_due;
  GtkColumnViewColumn *column_flags;
  GtkActionBar *action_bar;
  GtkWidget *enrol_button;
  GtkWidget *pause_button;
  GtkWidget *bulk_button;
  GtkWidget *restore_button;
  GtkWidget *bin_button;

  CyContext *context;
  CyRoster *roster;
  CyQuerySelection *selection;
  CyChildrenDue *due;

  /* What is asked for */
  gboolean in_bin;
  char *asked_words;
  gboolean asked_anew;          /* by the person, not by a change of the archive */
  gboolean finding;             /* those who are due, so that the roster is not asked yet */

  /* What is shown */
  gboolean shown_in_bin;
  gboolean slow;                /* the answer */
  guint patience_source;
  CyChildrenPageFunc when_answered;
};

void           cy_children_page_apply_query   (CyChildrenPage     *self);
void           cy_children_page_ask_anew      (CyChildrenPage     *self);
void           cy_children_page_when_answered (CyChildrenPage     *self,
                                               CyChildrenPageFunc  func);
void           cy_children_page_follow_answer (CyChildrenPage     *self);
void           cy_children_page_show_state    (CyChildrenPage     *self);

void           cy_children_page_follow_view (CyChildrenPage     *self);
GtkScrollable *cy_children_page_shown_view  (CyChildrenPage     *self);
void           cy_children_page_go_to_top   (CyChildrenPage     *self,
                                             GtkListScrollFlags  flags);

G_END_DECLS
