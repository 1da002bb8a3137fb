#pragma once

#include "cy-contact-kind.h"
#include "cy-day.h"

G_BEGIN_DECLS

/**
 * CyDueState:
 * @CY_DUE_OVERDUE: the day has passed
 * @CY_DUE_SOON: the day is near
 * @CY_DUE_OPEN: there is time
 * @CY_DUE_DONE: the window's contacts have all been made
 *
 * How pressing something is, the worst first.
 */
typedef enum {
  CY_DUE_OVERDUE = 0,
  CY_DUE_SOON = 1,
  CY_DUE_OPEN = 2,
  CY_DUE_DONE = 3,
} CyDueState;

#define CY_DUE_STATE_COUNT 4

/**
 * CyDueRow:
 * @child_id: who needs it
 * @kinds: any contact of one of these kinds meets it
 * @due: the last day in time
 * @state: how pressing it is
 * @required: how many contacts are asked for
 * @done: how many of them have been made
 * @sources: the keys of the obligations that ask for it, in the order of the obligations,
 *   with a space between; lives as long as the program
 *
 * What one child needs. Derived by the care engine, never stored.
 */
typedef struct {
  gint64 child_id;
  CyContactKinds kinds;
  CyDay due;
  CyDueState state;
  int required;
  int done;
  const char *sources;
} CyDueRow;

const char  *cy_due_state_to_key    (CyDueState      state);
char       **cy_due_row_dup_sources (const CyDueRow *row);
int          cy_due_row_compare     (const CyDueRow *a,
                                     const CyDueRow *b);

G_END_DECLS
