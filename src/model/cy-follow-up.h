#pragma once

#include "cy-day.h"

G_BEGIN_DECLS

/**
 * CyFollowUp:
 * @id: 0 while it is not stored
 * @contact_id: the contact it comes from, 0 for none
 * @child_id: for whom
 * @due: when to come back to it
 * @text: (nullable): what for
 * @done: whether that has been done
 *
 * Something to come back to.
 */
typedef struct {
  gint64 id;
  gint64 contact_id;
  gint64 child_id;
  CyDay due;
  char *text;
  gboolean done;
} CyFollowUp;

CyFollowUp *cy_follow_up_new  (gint64      child_id,
                               CyDay       due,
                               const char *text);
void        cy_follow_up_free (CyFollowUp *follow_up);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyFollowUp, cy_follow_up_free)

G_END_DECLS
