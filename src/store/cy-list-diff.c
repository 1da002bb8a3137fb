#include "config.h"

#include "cy-list-diff.h"

#include <string.h>

/* One item has gone from the first place of a range to its last, or back. */
static gboolean
is_move_back (const guint32 *old,
              const guint32 *new,
              guint          length)
{
  return old[0] == new[length - 1] && memcmp (old + 1, new, (length - 1) * sizeof *old) == 0;
}

/**
 * cy_list_diff:
 * @old: (array length=n_old): the ids of a list as it is shown
 * @new: (array length=n_new): as it shall be shown
 * @steps: (out): what to tell its view, one after the other
 *
 * Finds the smallest telling of a change: what both lists begin and end with is left alone.
 * A single item that has moved, as when a name is corrected, is told as a removal and an
 * addition, since the range between its two places may be the whole list.
 *
 * Returns: how many steps
 */
guint
cy_list_diff (const guint32 *old,
              guint          n_old,
              const guint32 *new,
              guint          n_new,
              CyListStep     steps[static CY_LIST_DIFF_STEPS])
{
  guint n_least = MIN (n_old, n_new), prefix = 0, suffix = 0, length;

  while (prefix < n_least && old[prefix] == new[prefix])
    prefix++;
  if (prefix == n_old && prefix == n_new)
    return 0;
  while (suffix < n_least - prefix && old[n_old - 1 - suffix] == new[n_new - 1 - suffix])
    suffix++;

  length = n_old - prefix - suffix;
  if (n_old == n_new && length >= 2)
    {
      gboolean back = is_move_back (old + prefix, new + prefix, length);

      if (back || is_move_back (new + prefix, old + prefix, length))
        {
          steps[0] = (CyListStep) { back ? prefix : prefix + length - 1, 1, 0 };
          steps[1] = (CyListStep) { back ? prefix + length - 1 : prefix, 0, 1 };
          return 2;
        }
    }

  steps[0] = (CyListStep) { prefix, length, n_new - prefix - suffix };
  return 1;
}
