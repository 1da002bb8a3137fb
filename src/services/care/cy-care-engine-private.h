#pragma once

#include "care/cy-care-engine.h"

G_BEGIN_DECLS

/* One obligation, as the engine works with it. */
typedef struct {
  gint64 scheme_id;
  guint index;                  /* into the obligations */
  CyContactKinds kinds;
  CyWindow window;
  int days;
  int count;
} CyCareRule;

struct _CyCareEngine {
  GPtrArray *obligations;
  GArray *rules;                /* of CyCareRule, by scheme and then in the order of the obligations */
  CyCareCalendar *calendar;
  CyDay today;

  gboolean is_running[CY_WINDOW_COUNT];
  CyCareSpan running[CY_WINDOW_COUNT];

  GArray *findings;             /* of the child that is looked at: its memory is used again for the next */
  GArray *sources;
  GHashTable *source_index;     /* node and obligation → node */
};

int               cy_care_paused_days   (const CyCareChild *child,
                                         CyDay              from,
                                         CyDay              to);
int               cy_care_count         (const CyCareChild *child,
                                         CyContactKinds     kinds,
                                         CyDay              from,
                                         CyDay              to);
gboolean          cy_care_window_counts (const CyCareChild *child,
                                         CyCareSpan         enrolled,
                                         CyCareSpan         window);
guint             cy_care_next_stretch  (const CyCareChild *child,
                                         guint              i,
                                         CyCareSpan        *stretch);
const CyCareRule *cy_care_rules_of      (CyCareEngine      *engine,
                                         gint64             scheme_id,
                                         guint             *n_rules);

G_END_DECLS
