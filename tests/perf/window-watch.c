#include "window-watch.h"

#include <poll.h>
#include <time.h>

/* What the main loop does between two waits, and for whom.
 *
 * The loop's poll function tells when a turn begins and ends. Within a turn, emission hooks tell
 * when the phases of a frame begin and when a factory of cells is called; the list's get_item is
 * called through a function that counts. What a turn does outside frames is events, the answers
 * of database threads and what lists make of them. */

#define TIMEOUT_US (60 * G_USEC_PER_SEC)
/* Nothing on the screen differs when no frame follows what was waited for. */
#define NO_FRAME_US (60 * 1000)
#define LOOK_MS 5

typedef enum {
  PHASE_NONE,
  PHASE_UPDATE,
  PHASE_LAYOUT,
  PHASE_PAINT,
} Phase;

static struct {
  GPollFunc poll;
  gint64 turn_start;
  gint64 turn_cpu;
  Turn turn;
  Watched watched;
  gint64 reset_at;
  gint64 reset_cpu;

  GdkFrameClock *clock;
  Phase phase;
  gint64 phase_start;
  gboolean painting;
  gint64 painted_at;            /* when the last frame was done */
  WatchCondition condition;     /* looked at when a frame is done */
  gpointer data;
  gint64 met_at;
  gboolean looking;

  gint64 cells_start;
  guint cells_depth;

  gpointer list;
  gpointer (*get_item) (GListModel *, guint);
  guint (*get_n_items) (GListModel *);
} watch;

static gint64
cpu_time (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static double
ms_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000.0;
}

/** watch_ours: Returns: the milliseconds of a turn that are not GTK's styles, layout and drawing */
double
watch_ours (const Turn *turn)
{
  double frame = turn->update + turn->layout + turn->paint;

  return MAX (turn->wall - frame, 0) + turn->cells + turn->items;
}

static void
end_turn (void)
{
  Turn *turn = &watch.turn;

  if (watch.turn_start == 0)
    return;

  turn->wall = ms_since (watch.turn_start);
  turn->cpu = (double) (cpu_time (CLOCK_THREAD_CPUTIME_ID) - watch.turn_cpu) / 1000.0;
  watch.watched.n_turns++;
  watch.watched.n_items += turn->n_items;
  watch.watched.n_cells += turn->n_cells;
  if (turn->wall > watch.watched.longest.wall)
    watch.watched.longest = *turn;
  if (watch_ours (turn) > watch_ours (&watch.watched.ours))
    watch.watched.ours = *turn;
}

static void
begin_turn (void)
{
  watch.turn = (Turn) { 0 };
  watch.turn_start = g_get_monotonic_time ();
  watch.turn_cpu = cpu_time (CLOCK_THREAD_CPUTIME_ID);
}

static int
watching_poll (GPollFD *fds,
               guint    n_fds,
               int      timeout)
{
  int result;

  end_turn ();
  result = watch.poll (fds, n_fds, timeout);
  begin_turn ();

  return result;
}

/** watch_start: watches the default main context from now on */
void
watch_start (void)
{
  watch.poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, watching_poll);
}

/* Frames */

static void
end_phase (void)
{
  double took = ms_since (watch.phase_start);

  if (watch.phase == PHASE_UPDATE)
    watch.turn.update += took;
  else if (watch.phase == PHASE_LAYOUT)
    watch.turn.layout += took;
  else if (watch.phase == PHASE_PAINT)
    watch.turn.paint += took;
}

static gboolean
phase_cb (GSignalInvocationHint *hint,
          guint                  n_values,
          const GValue          *values,
          gpointer               data)
{
  if (g_value_get_object (values) != watch.clock)
    return TRUE;

  end_phase ();
  watch.phase = GPOINTER_TO_INT (data);
  watch.phase_start = g_get_monotonic_time ();
  if (watch.phase == PHASE_PAINT)
    watch.painting = TRUE;
  if (watch.phase != PHASE_NONE)
    return TRUE;

  if (watch.painting)
    {
      watch.painted_at = g_get_monotonic_time ();
      watch.watched.n_frames++;
      if (watch.condition != NULL && watch.met_at == 0 && watch.condition (watch.data))
        watch.met_at = watch.painted_at;
    }
  watch.painting = FALSE;

  return TRUE;
}

/** watch_frames: @window: realized; its frames are those that are watched */
void
watch_frames (GtkWidget *window)
{
  static const struct {
    const char *signal;
    Phase phase;
  } phases[] = {
    { "update", PHASE_UPDATE },
    { "layout", PHASE_LAYOUT },
    { "paint", PHASE_PAINT },
    { "after-paint", PHASE_NONE },
  };
  gboolean first = watch.clock == NULL;

  watch.clock = gtk_widget_get_frame_clock (window);
  for (guint i = 0; first && i < G_N_ELEMENTS (phases); i++)
    g_signal_add_emission_hook (g_signal_lookup (phases[i].signal, GDK_TYPE_FRAME_CLOCK), 0, phase_cb,
                                GINT_TO_POINTER (phases[i].phase), NULL);
}

/* The list's items */

static gpointer
get_item (GListModel *list,
          guint       position)
{
  gint64 start = g_get_monotonic_time ();
  gpointer item = watch.get_item (list, position);

  watch.list = list;
  watch.turn.n_items++;
  /* What the cells' callbacks ask for is counted with them. */
  if (watch.cells_depth == 0)
    watch.turn.items += ms_since (start);

  return item;
}

static guint
get_n_items (GListModel *list)
{
  watch.list = list;
  return watch.get_n_items (list);
}

/** watch_list: @type: a type of list models, whose items are counted from now on */
void
watch_list (GType type)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  GListModelInterface *iface = g_type_interface_peek (klass, G_TYPE_LIST_MODEL);

  watch.get_item = iface->get_item;
  watch.get_n_items = iface->get_n_items;
  iface->get_item = get_item;
  iface->get_n_items = get_n_items;
}

/** watch_get_list: Returns: (transfer none) (nullable): the list of that type that was asked last */
gpointer
watch_get_list (void)
{
  return watch.list;
}

static gboolean
cells_begin_cb (GSignalInvocationHint *hint,
                guint                  n_values,
                const GValue          *values,
                gpointer               data)
{
  if (g_object_get_data (g_value_get_object (values), "watched") == NULL)
    return TRUE;

  if (watch.cells_depth++ == 0)
    watch.cells_start = g_get_monotonic_time ();
  return TRUE;
}

static void
cells_end (void)
{
  if (--watch.cells_depth == 0)
    watch.turn.cells += ms_since (watch.cells_start);
}

static void
cells_filled (void)
{
  watch.turn.n_cells++;
  cells_end ();
}

/** watch_cells: @factory: a GtkSignalListItemFactory, whose callbacks are timed from now on */
void
watch_cells (GtkListItemFactory *factory)
{
  static const char * const callbacks[] = { "setup", "bind", "unbind", "teardown" };
  static gboolean hooked;

  if (factory == NULL || g_object_get_data (G_OBJECT (factory), "watched") != NULL)
    return;

  g_object_set_data (G_OBJECT (factory), "watched", factory);
  for (guint i = 0; i < G_N_ELEMENTS (callbacks); i++)
    {
      if (!hooked)
        g_signal_add_emission_hook (g_signal_lookup (callbacks[i], GTK_TYPE_SIGNAL_LIST_ITEM_FACTORY), 0,
                                    cells_begin_cb, NULL, NULL);
      g_signal_connect_after (factory, callbacks[i],
                              g_str_equal (callbacks[i], "bind") ? cells_filled : cells_end, NULL);
    }
  hooked = TRUE;
}

/* Reading */

/** watch_reset: forgets what was seen */
void
watch_reset (void)
{
  watch.watched = (Watched) { 0 };
  watch.reset_at = g_get_monotonic_time ();
  watch.reset_cpu = cpu_time (CLOCK_PROCESS_CPUTIME_ID);
}

/** watch_read: @watched: (out): what was seen since watch_reset() */
void
watch_read (Watched *watched)
{
  *watched = watch.watched;
  watched->wall = ms_since (watch.reset_at);
  watched->cpu = (double) (cpu_time (CLOCK_PROCESS_CPUTIME_ID) - watch.reset_cpu) / 1000.0;
}

/** watch_cause: Returns: (transfer full): what a turn consisted of, in words */
char *
watch_cause (const Turn *turn)
{
  double frame = turn->update + turn->layout + turn->paint;

  return g_strdup_printf ("%.1f ms (processor %.1f): callbacks of the clock %.1f, layout %.1f, drawing %.1f, "
                          "outside the frame %.1f; in it %u cells filled %.1f, %u items %.1f",
                          turn->wall, turn->cpu, turn->update, turn->layout, turn->paint,
                          MAX (turn->wall - frame, 0), turn->n_cells, turn->cells, turn->n_items, turn->items);
}

/* Waiting */

static gboolean
look_cb (gpointer data)
{
  watch.looking = TRUE;
  return G_SOURCE_CONTINUE;
}

/**
 * watch_until:
 * @condition: looked at after each frame, and when nothing is painted any more
 * @what: for the message when it never holds
 *
 * Runs the main loop until a frame has been painted in which @condition held.
 *
 * Returns: when that frame was done, in microseconds of the monotonic clock
 */
gint64
watch_until (WatchCondition  condition,
             gpointer        data,
             const char     *what)
{
  gint64 end = g_get_monotonic_time () + TIMEOUT_US;
  gint64 held_since = 0;
  guint source = g_timeout_add (LOOK_MS, look_cb, NULL);

  watch.condition = condition;
  watch.data = data;
  watch.met_at = 0;
  while (watch.met_at == 0)
    {
      gint64 now;

      watch.looking = FALSE;
      g_main_context_iteration (NULL, TRUE);
      if (!watch.looking || watch.met_at != 0)
        continue;
      now = g_get_monotonic_time ();
      if (now > end)
        g_error ("waited in vain: %s", what);
      if (!condition (data))
        held_since = 0;
      else if (held_since == 0)
        held_since = now;
      else if (now - held_since > NO_FRAME_US)
        watch.met_at = held_since;
    }
  watch.condition = NULL;
  g_source_remove (source);

  return watch.met_at;
}

static gboolean
over_cb (gpointer over)
{
  *(gboolean *) over = TRUE;
  return G_SOURCE_REMOVE;
}

/** watch_idle: runs the main loop for so many milliseconds */
void
watch_idle (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}
