#include "config.h"

#include "cy-enrolment.h"

/** cy_pause_new: Returns: (transfer full): a pause that is not stored yet */
CyPause *
cy_pause_new (gint64      child_id,
              CyDay       from,
              CyDay       to,
              const char *reason)
{
  CyPause *pause = g_new0 (CyPause, 1);

  pause->child_id = child_id;
  pause->from = from;
  pause->to = to;
  pause->reason = g_strdup (reason);

  return pause;
}

/**
 * cy_pause_free:
 * @pause: (transfer full) (nullable): a pause
 */
void
cy_pause_free (CyPause *pause)
{
  if (pause == NULL)
    return;

  g_free (pause->reason);
  g_free (pause);
}
