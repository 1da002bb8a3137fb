#include "config.h"

#include "cy-follow-up.h"

/** cy_follow_up_new: Returns: (transfer full): a follow-up that is not stored yet */
CyFollowUp *
cy_follow_up_new (gint64      child_id,
                  CyDay       due,
                  const char *text)
{
  CyFollowUp *follow_up = g_new0 (CyFollowUp, 1);

  follow_up->child_id = child_id;
  follow_up->due = due;
  follow_up->text = g_strdup (text);

  return follow_up;
}

/**
 * cy_follow_up_free:
 * @follow_up: (transfer full) (nullable): a follow-up
 */
void
cy_follow_up_free (CyFollowUp *follow_up)
{
  if (follow_up == NULL)
    return;

  g_free (follow_up->text);
  g_free (follow_up);
}
