#pragma once

#include "cy-roster-index.h"
#include "cy-roster-pages.h"
#include "cy-roster.h"

G_BEGIN_DECLS

struct _CyRoster {
  GObject parent_instance;

  CyDb *db;
  CyRosterIndex *index;
  CyRosterQuery *query;

  GArray *ids;                  /* guint32, in the order shown */
  guint n_told;                 /* rows that views know of: more or less for a moment */
  guint settle_source;
  guint generation;             /* of the query */
  GCancellable *cancellable;    /* of the query that runs */
  GCancellable *preparing;      /* of what is read for the search, once that has begun */
  gboolean busy;

  gboolean failed;              /* the last question */
  gboolean answered;            /* wholly, at least once */
  gboolean anew;                /* another query's answer is on its way */
  CyRosterPages *pages;
};

void cy_roster_take_ids (CyRoster *roster,
                         GArray   *ids,
                         gboolean  anew);

G_END_DECLS
