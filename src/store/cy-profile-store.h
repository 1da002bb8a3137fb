#pragma once

#include "cy-conn.h"
#include "cy-person.h"

G_BEGIN_DECLS

/**
 * CyProfile:
 * @key: (nullable): of a preset
 * @under_age: counts while younger than this, in years
 * @months: away this long at a stretch, or over six months in the year; 0 for any absence
 *
 * Who counts as a left-behind child. It differs from scheme to scheme.
 */
typedef struct {
  gint64 id;
  char *key;
  char *name;
  char *source;
  int under_age;
  CyProfileParents parents;
  int months;
  gboolean rural_only;
} CyProfile;

void       cy_profile_free       (CyProfile        *profile);

gboolean   cy_profile_install    (CyConn           *conn,
                                  GError          **error);
GPtrArray *cy_profile_list       (CyConn           *conn,
                                  GError          **error);
CyProfile *cy_profile_get_active (CyConn           *conn,
                                  GError          **error);
gboolean   cy_profile_set_active (CyConn           *conn,
                                  gint64            id,
                                  GError          **error);

gboolean   cy_profile_refresh    (CyConn           *conn,
                                  CyDay             today,
                                  GError          **error);
gboolean   cy_profile_settle     (CyConn           *conn,
                                  GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyProfile, cy_profile_free)

G_END_DECLS
