#pragma once

#include "cy-db.h"
#include "cy-id-bits.h"
#include "cy-roster-query.h"

G_BEGIN_DECLS

/**
 * CyRosterIndex:
 *
 * What queries over the roster have in common and is costly to read anew for each key that
 * is typed: the orders and the sets of filters and search words. Used by several threads.
 */
typedef struct _CyRosterIndex CyRosterIndex;

CyRosterIndex *cy_roster_index_new     (void);
CyRosterIndex *cy_roster_index_ref     (CyRosterIndex        *index);
void           cy_roster_index_unref   (CyRosterIndex        *index);
void           cy_roster_index_forget  (CyRosterIndex        *index);
gboolean       cy_roster_index_concerns (CyChangeSet         *changes);
void           cy_roster_index_follow  (CyRosterIndex        *index,
                                        CyChangeSet          *changes);
gsize          cy_roster_index_size    (CyRosterIndex        *index);

GArray        *cy_roster_index_query   (CyRosterIndex        *index,
                                        CyConn               *conn,
                                        const CyRosterQuery  *query,
                                        GError              **error);
gpointer       cy_roster_index_prepare (CyConn               *conn,
                                        gpointer              index,
                                        GCancellable         *cancellable,
                                        GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyRosterIndex, cy_roster_index_unref)

G_END_DECLS
