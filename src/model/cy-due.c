#include "config.h"

#include "cy-due.h"

static const char * const state_keys[CY_DUE_STATE_COUNT] = { "overdue", "soon", "open", "done" };

/** cy_due_state_to_key: Returns: the name of the state in chuyanctl's interface */
const char *
cy_due_state_to_key (CyDueState state)
{
  g_return_val_if_fail ((guint) state < CY_DUE_STATE_COUNT, NULL);

  return state_keys[state];
}

/** cy_due_row_dup_sources: Returns: (transfer full): the keys of the obligations, one by one */
char **
cy_due_row_dup_sources (const CyDueRow *row)
{
  return g_strsplit (row->sources, " ", -1);
}

/**
 * cy_due_row_compare:
 *
 * The order of a due list: the most pressing first, then the earliest day; ties are broken
 * by child and kinds, so that the same facts always give the same list.
 *
 * Returns: less than, equal to or greater than 0
 */
int
cy_due_row_compare (const CyDueRow *a,
                    const CyDueRow *b)
{
  if (a->state != b->state)
    return a->state < b->state ? -1 : 1;
  if (a->due != b->due)
    return a->due < b->due ? -1 : 1;
  if (a->child_id != b->child_id)
    return a->child_id < b->child_id ? -1 : 1;
  if (a->kinds != b->kinds)
    return a->kinds < b->kinds ? -1 : 1;

  return 0;
}
