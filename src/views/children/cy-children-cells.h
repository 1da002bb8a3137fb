#pragma once

#include "children/cy-children-due.h"
#include "children/cy-query-selection.h"
#include "cy-roster-row.h"

G_BEGIN_DECLS

/** CyChildCell: a column of the roster, and %CY_CHILD_CELL_LINES for the row of the narrow list. */
typedef enum {
  CY_CHILD_CELL_CHECK,
  CY_CHILD_CELL_NAME,
  CY_CHILD_CELL_SEX,
  CY_CHILD_CELL_AGE,
  CY_CHILD_CELL_VILLAGE,
  CY_CHILD_CELL_SCHOOL,
  CY_CHILD_CELL_GUARDIAN,
  CY_CHILD_CELL_PROFILE,
  CY_CHILD_CELL_DUE,
  CY_CHILD_CELL_FLAGS,
  CY_CHILD_CELL_LINES,
} CyChildCell;

GtkListItemFactory *cy_children_cells_factory     (CyChildCell        cell,
                                                   CyContext         *context,
                                                   CyChildrenDue     *due,
                                                   CyQuerySelection  *selection);
GtkListItemFactory *cy_children_cells_row_factory (CyContext         *context);
char               *cy_children_cells_dup_label   (CyRosterRow       *row,
                                                   CyDay              today);

G_END_DECLS
