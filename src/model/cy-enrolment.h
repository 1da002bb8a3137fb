#pragma once

#include "cy-day.h"

G_BEGIN_DECLS

/**
 * CyEnrolment:
 * @id: 0 while it is not stored
 * @scheme_id: the scheme
 * @child_id: the child
 * @from: its first day
 * @to: its last day, %CY_DAY_NONE while it goes on
 *
 * A child's time in a scheme.
 */
typedef struct {
  gint64 id;
  gint64 scheme_id;
  gint64 child_id;
  CyDay from;
  CyDay to;
} CyEnrolment;

/**
 * CyPause:
 * @id: 0 while it is not stored
 * @child_id: the child
 * @from: its first day
 * @to: its last day
 * @reason: (nullable): why
 *
 * Days on which nothing is owed to a child: it is with its parents, or ill.
 */
typedef struct {
  gint64 id;
  gint64 child_id;
  CyDay from;
  CyDay to;
  char *reason;
} CyPause;

CyPause *cy_pause_new  (gint64      child_id,
                        CyDay       from,
                        CyDay       to,
                        const char *reason);
void     cy_pause_free (CyPause    *pause);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyPause, cy_pause_free)

G_END_DECLS
