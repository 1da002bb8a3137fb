#pragma once

/* What the parts of the roster's index share. */

#include "cy-roster-groups.h"
#include "cy-roster-index.h"
#include "cy-roster-relations.h"

G_BEGIN_DECLS

/* Makes a value of the cache when it is missing. */
typedef gpointer (*CyRosterMake) (CyRosterIndex  *index,
                                  CyConn         *conn,
                                  const char     *key,
                                  gconstpointer   data,
                                  GError        **error);

/* The villages and schools: what their names are searched for. */
typedef struct {
  guint32 id;
  int kind;                     /* CyUnitKind */
  gsize name;                   /* where it begins in names */
} CyRosterUnit;

typedef struct {
  gatomicrefcount refs;
  GArray *units;                /* CyRosterUnit */
  GString *names;               /* folded, each with its zero byte */
} CyRosterUnits;

GArray         *cy_roster_order_make          (CyRosterIndex  *index,
                                               CyConn         *conn,
                                               CyRosterSort    sort,
                                               GError        **error);

GArray         *cy_roster_index_order         (CyRosterIndex  *index,
                                               CyConn         *conn,
                                               CyRosterSort    sort,
                                               GError        **error);
CyRosterGroups *cy_roster_index_groups        (CyRosterIndex  *index,
                                               CyConn         *conn,
                                               const char     *column,
                                               GError        **error);
CyRosterUnits  *cy_roster_index_units         (CyRosterIndex  *index,
                                               CyConn         *conn,
                                               GError        **error);
void            cy_roster_units_unref         (CyRosterUnits  *units);
CyRosterRelations *cy_roster_index_relations  (CyRosterIndex  *index,
                                               CyConn         *conn,
                                               GError        **error);
gboolean        cy_roster_index_knows_relations (CyRosterIndex *index);
gboolean        cy_roster_index_has_letters   (CyRosterIndex  *index,
                                               CyConn         *conn,
                                               gboolean       *has,
                                               GError        **error);
CyIdBits       *cy_roster_index_bits          (CyRosterIndex  *index,
                                               CyConn         *conn,
                                               const char     *key,
                                               CyRosterMake    make,
                                               gconstpointer   data,
                                               GError        **error);
CyIdBits       *cy_roster_index_peek          (CyRosterIndex  *index,
                                               const char     *key);
CyIdBits       *cy_roster_search              (CyRosterIndex  *index,
                                               CyConn         *conn,
                                               const char     *search,
                                               GError        **error);
gboolean        cy_roster_read_bits           (CyStmt         *st,
                                               CyIdBits       *bits,
                                               GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyRosterUnits, cy_roster_units_unref)

G_END_DECLS
