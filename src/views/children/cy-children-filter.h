#pragma once

#include "cy-context.h"
#include "cy-roster.h"

G_BEGIN_DECLS

/** In the due state of a filter: all children. */
#define CY_DUE_ANY (-1)

/**
 * CyFilterFacet: one of the things children are filtered by.
 */
typedef enum {
  CY_FILTER_DUE,
  CY_FILTER_PROFILE,
  CY_FILTER_GUARDIANSHIP,
  CY_FILTER_FLAG,
  CY_FILTER_UNIT,
} CyFilterFacet;

#define CY_FILTER_N_FACETS 5

#define CY_TYPE_CHILDREN_FILTER (cy_children_filter_get_type ())
G_DECLARE_FINAL_TYPE (CyChildrenFilter, cy_children_filter, CY, CHILDREN_FILTER, AdwBin)

void   cy_children_filter_set_context   (CyChildrenFilter  *self,
                                         CyContext         *context);
void   cy_children_filter_apply         (CyChildrenFilter  *self,
                                         CyRosterQuery     *query);
int    cy_children_filter_get_due_state (CyChildrenFilter  *self);
char  *cy_children_filter_dup_words     (CyChildrenFilter  *self,
                                         CyFilterFacet      facet);
void   cy_children_filter_clear         (CyChildrenFilter  *self,
                                         CyFilterFacet      facet);
void   cy_children_filter_clear_all     (CyChildrenFilter  *self);

G_END_DECLS
