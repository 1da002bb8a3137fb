#pragma once

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
CyRosterIndex *cy_roster_index_ref     (CyRosterIndex       *index);
void           cy_roster_index_unref   (CyRosterIndex       *index);
void           cy_roster_index_forget  (CyRosterIndex       *index);

GArray        *cy_roster_index_query   (CyRosterIndex       *index,
                                        CyConn              *conn,
                                        const CyRosterQuery *query,
                                        GError             **error);

/* For the parts of the index: a cached value made by a function when it is missing. */
typedef gpointer (*CyRosterMake) (CyRosterIndex  *index,
                                  CyConn         *conn,
                                  const char     *key,
                                  gconstpointer   data,
                                  GError        **error);

GArray        *cy_roster_index_order   (CyRosterIndex       *index,
                                        CyConn              *conn,
                                        CyRosterSort         sort,
                                        GError             **error);
GArray        *cy_roster_index_units   (CyRosterIndex       *index,
                                        CyConn              *conn,
                                        const char          *column,
                                        GError             **error);
GArray        *cy_roster_index_relations (CyRosterIndex    *index,
                                          CyConn           *conn,
                                          GError          **error);
CyIdBits      *cy_roster_index_bits    (CyRosterIndex       *index,
                                        CyConn              *conn,
                                        const char          *key,
                                        CyRosterMake         make,
                                        gconstpointer        data,
                                        GError             **error);
CyIdBits      *cy_roster_search        (CyRosterIndex       *index,
                                        CyConn              *conn,
                                        const char          *search,
                                        GError             **error);
gboolean       cy_roster_read_bits     (CyStmt              *st,
                                        CyIdBits            *bits,
                                        GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyRosterIndex, cy_roster_index_unref)

G_END_DECLS
