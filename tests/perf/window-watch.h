#pragma once

#include <gtk/gtk.h>

/**
 * Turn:
 * @wall: how long the main loop did not come back to waiting, milliseconds
 * @cpu: how much of it the main thread spent on a processor
 * @update: what its frame took for callbacks of the clock
 * @layout: … for styles, sizes and places
 * @paint: … for drawing
 * @cells: how much of the turn was setting up, filling and emptying cells of lists
 * @items: … making the list's items
 * @n_cells: how many cells were filled
 * @n_items: how many items the list was asked for
 *
 * One turn of the main loop.
 */
typedef struct {
  double wall;
  double cpu;
  double update;
  double layout;
  double paint;
  double cells;
  double items;
  guint n_cells;
  guint n_items;
} Turn;

typedef struct {
  Turn longest;
  Turn ours;                    /* the turn in which our part was longest */
  guint n_turns;
  guint n_frames;               /* that were painted */
  guint n_items;
  guint n_cells;
  double cpu;                   /* of the whole process */
  double wall;
} Watched;

typedef gboolean (*WatchCondition) (gpointer data);

void     watch_start       (void);
void     watch_frames      (GtkWidget         *window);
void     watch_list        (GType              type);
void     watch_cells       (GtkListItemFactory *factory);
gpointer watch_get_list    (void);
void     watch_reset       (void);
void     watch_read        (Watched           *watched);
double   watch_ours        (const Turn        *turn);
char    *watch_cause       (const Turn        *turn);
gint64   watch_until       (WatchCondition     condition,
                            gpointer           data,
                            const char        *what);
void     watch_idle        (guint              ms);
