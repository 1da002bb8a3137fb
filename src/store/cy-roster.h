#pragma once

#include "cy-db.h"
#include "cy-roster-query.h"
#include "cy-roster-row.h"

G_BEGIN_DECLS

#define CY_TYPE_ROSTER (cy_roster_get_type ())
G_DECLARE_FINAL_TYPE (CyRoster, cy_roster, CY, ROSTER, GObject)

CyRoster            *cy_roster_new        (CyDb                *db);
void                 cy_roster_set_query  (CyRoster            *roster,
                                           const CyRosterQuery *query);
void                 cy_roster_set_view   (CyRoster            *roster,
                                           guint                first,
                                           guint                n_rows);
gboolean             cy_roster_get_busy   (CyRoster            *roster);
gboolean             cy_roster_get_failed (CyRoster            *roster);
guint                cy_roster_get_count  (CyRoster            *roster);
gint64               cy_roster_get_id     (CyRoster            *roster,
                                           guint                position);
const guint32       *cy_roster_get_ids    (CyRoster            *roster,
                                           guint               *n_ids);

G_END_DECLS
