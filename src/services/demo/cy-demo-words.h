#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CyDemoWords:
 *
 * A list of words to draw from. Where @weights is given, word i is drawn that often.
 */
typedef struct {
  const char * const *words;
  const guint8 *weights;        /* NULL: all alike */
  guint n_words;
} CyDemoWords;

extern const CyDemoWords cy_demo_surnames;
extern const CyDemoWords cy_demo_boys;
extern const CyDemoWords cy_demo_girls;
extern const CyDemoWords cy_demo_men;
extern const CyDemoWords cy_demo_women;
extern const CyDemoWords cy_demo_village_heads;
extern const CyDemoWords cy_demo_village_tails;
extern const CyDemoWords cy_demo_township_names;
extern const CyDemoWords cy_demo_school_words;
extern const CyDemoWords cy_demo_work_places;
extern const CyDemoWords cy_demo_trades;
extern const CyDemoWords cy_demo_hobbies;
extern const CyDemoWords cy_demo_characters;
extern const CyDemoWords cy_demo_talks;
extern const CyDemoWords cy_demo_visits;
extern const CyDemoWords cy_demo_calls;

const char *cy_demo_draw (const CyDemoWords *words,
                          GRand             *random);

G_END_DECLS
