#pragma once

#include <glib.h>

#include "cy-uid.h"

G_BEGIN_DECLS

/**
 * CyUserRole:
 * @CY_USER_MEMBER: does the work
 * @CY_USER_MANAGER: looks after the users as well
 *
 * Stored in archives: none changes its number.
 */
typedef enum {
  CY_USER_MEMBER = 0,
  CY_USER_MANAGER = 1,
} CyUserRole;

/**
 * CyUser:
 * @id: its id in care.db
 * @uid: its identity
 * @slot: (nullable): the key slot that its password opens; %NULL when taken away
 * @name: the person's name
 * @role: what the user may do
 * @counsellor: whether the user was given the key of the counselling notes
 * @gone: whether the user was taken away; kept for the names in the record
 */
typedef struct {
  gint64 id;
  CyUid uid;
  char *slot;
  char *name;
  CyUserRole role;
  gboolean counsellor;
  gboolean gone;
} CyUser;

void cy_user_free (CyUser *user);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyUser, cy_user_free)

G_END_DECLS
