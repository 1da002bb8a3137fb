#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

/**
 * CyRosterGroups:
 *
 * The children of each village, or of each school or class: four bytes for each child.
 */
typedef struct _CyRosterGroups CyRosterGroups;

CyRosterGroups *cy_roster_groups_read  (CyConn               *conn,
                                        const char           *column,
                                        GError              **error);
CyRosterGroups *cy_roster_groups_ref   (CyRosterGroups       *groups);
void            cy_roster_groups_unref (CyRosterGroups       *groups);
const guint32  *cy_roster_groups_get   (const CyRosterGroups *groups,
                                        guint32               unit,
                                        guint                *n_ids);
guint32         cy_roster_groups_max   (const CyRosterGroups *groups);
gsize           cy_roster_groups_size  (const CyRosterGroups *groups);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyRosterGroups, cy_roster_groups_unref)

G_END_DECLS
