#pragma once

#include "cy-conn.h"
#include "cy-id-bits.h"

G_BEGIN_DECLS

/**
 * CyRosterRelations:
 *
 * Whose relative is whose. Not changed once it is read: any thread may use it.
 */
typedef struct _CyRosterRelations CyRosterRelations;

CyRosterRelations *cy_roster_relations_read         (CyConn                   *conn,
                                                     GError                  **error);
CyRosterRelations *cy_roster_relations_ref          (CyRosterRelations        *relations);
void               cy_roster_relations_unref        (CyRosterRelations        *relations);
void               cy_roster_relations_add_children (const CyRosterRelations  *relations,
                                                     const CyIdBits           *relatives,
                                                     CyIdBits                 *children);
gsize              cy_roster_relations_size         (const CyRosterRelations  *relations);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyRosterRelations, cy_roster_relations_unref)

G_END_DECLS
