#define G_LOG_DOMAIN "cy-today"

#include "config.h"

#include "today/cy-today-filler.h"

/* Fills the cells of Today's list that are in sight, and then those near it.
 *
 *   each frame, while a cell near the view is empty:
 *   cells in view, else those within a page of it ──▶ one request for their texts ──▶ page lane ──▶ items
 *   those that have texts ──▶ a row: the cell's own, else one that a cell far away does not show, else a new one
 *
 * Where a cell is, is known when the list has been laid out; so it is looked for at the beginning of the next frame.
 * The agenda being another, texts are read again, and the old ones are shown until the new ones are there. */

/* Before the list has been laid out for the first time. */
#define FIRST_VIEW 20
/* So long a frame may fill: what is in view comes in two or three frames where a row takes longer, and what is not
 * in view yet may wait, so that what moves on stays smooth. */
#define VIEW_US 12000
#define NEAR_US 3000
/* Of a row whose texts need no more; the first row tells more exactly. */
#define ROW_HEIGHT 60

struct _CyTodayFiller {
  guint n_refs;
  GtkListView *list;            /* NULL after the end */
  CyContext *context;
  CyDb *db;
  CyAgenda *agenda;
  guint generation;             /* of the agenda */
  GPtrArray *cells;             /* CyTodayCell that stand for an item, in any order */
  GtkAdjustment *adjustment;
  guint tick;
  int row_height;
  gboolean asking;
  gboolean failed;              /* the last request; told once */
};

static void schedule (CyTodayFiller *filler);

/** cy_today_filler_ref: Returns: (transfer full): @filler */
CyTodayFiller *
cy_today_filler_ref (CyTodayFiller *filler)
{
  filler->n_refs++;
  return filler;
}

/** cy_today_filler_unref: @filler: (transfer full) */
void
cy_today_filler_unref (CyTodayFiller *filler)
{
  if (--filler->n_refs > 0)
    return;

  g_clear_pointer (&filler->cells, g_ptr_array_unref);
  g_clear_pointer (&filler->agenda, cy_agenda_unref);
  g_clear_object (&filler->adjustment);
  g_clear_object (&filler->context);
  g_clear_object (&filler->db);
  g_free (filler);
}

/* Reading */

typedef struct {
  CyAgenda *agenda;
  GArray *rows;
} Question;

typedef struct {
  CyTodayFiller *filler;
  GPtrArray *items;             /* CyTodayItem, as the rows of the question */
  guint generation;
} Request;

static void
question_free (Question *question)
{
  cy_agenda_unref (question->agenda);
  g_array_unref (question->rows);
  g_free (question);
}

static gpointer
texts_job (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  Question *question = data;

  return cy_agenda_read_texts (conn, question->agenda, question->rows, error);
}

/* Until something can be read again, nobody is told of it a second time. */
static void
tell_failure (CyTodayFiller *filler,
              const GError  *error)
{
  if (!filler->failed && filler->list != NULL)
    cy_context_error (filler->context, error);
  filler->failed = TRUE;
}

static void
texts_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Request *request = user_data;
  CyTodayFiller *filler = request->filler;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts = cy_db_submit_finish (CY_DB (source), result, &error);

  filler->asking = FALSE;
  for (guint i = 0; i < request->items->len; i++)
    cy_today_item_set_texts (request->items->pdata[i], texts != NULL ? g_steal_pointer (&texts->pdata[i]) : NULL,
                             request->generation);
  if (texts != NULL)
    {
      filler->failed = FALSE;
      schedule (filler);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
           !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    tell_failure (filler, error);

  g_ptr_array_unref (request->items);
  g_free (request);
  cy_today_filler_unref (filler);
}

static gboolean
needs_texts (CyTodayFiller *filler,
             CyTodayCell   *cell)
{
  return cy_today_item_get_generation (cy_today_cell_get_item (cell)) != filler->generation;
}

static void
ask (CyTodayFiller *filler,
     GPtrArray     *cells)
{
  Question *question;
  Request *request;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CyAgendaRow));

  for (guint i = 0; i < cells->len; i++)
    {
      CyTodayItem *item = cy_today_cell_get_item (cells->pdata[i]);

      if (!needs_texts (filler, cells->pdata[i]))
        continue;
      g_ptr_array_add (items, g_object_ref (item));
      g_array_append_vals (rows, cy_today_item_get_row (item), 1);
    }
  if (filler->asking || items->len == 0)
    return;

  question = g_new0 (Question, 1);
  question->agenda = cy_agenda_ref (filler->agenda);
  question->rows = g_steal_pointer (&rows);
  request = g_new0 (Request, 1);
  request->filler = cy_today_filler_ref (filler);
  request->items = g_steal_pointer (&items);
  request->generation = filler->generation;
  filler->asking = TRUE;
  cy_db_submit (filler->db, CY_DB_PAGE, texts_job, question, (GDestroyNotify) question_free,
                (GDestroyNotify) g_ptr_array_unref, cy_context_get_cancellable (filler->context), texts_cb, request);
}

/* Filling */

/* How far a cell is from what is in view, in pages; 0 for one in view, less than 0 when it is not known. */
static double
distance_of (CyTodayFiller *filler,
             CyTodayCell   *cell)
{
  double page = MAX (gtk_widget_get_height (GTK_WIDGET (filler->list)), 1);
  graphene_rect_t bounds;

  if (gtk_widget_get_height (GTK_WIDGET (cell)) == 0 ||
      !gtk_widget_compute_bounds (GTK_WIDGET (cell), GTK_WIDGET (filler->list), &bounds))
    return cy_today_cell_get_position (cell) < FIRST_VIEW ? -1 : G_MAXDOUBLE;
  if (bounds.origin.y > page)
    return (bounds.origin.y - page) / page + 0.01;
  if (bounds.origin.y + bounds.size.height < 0)
    return -(bounds.origin.y + bounds.size.height) / page + 0.01;

  return 0;
}

/* A row that is there but shows something that has gone. */
static CyTodayRow *
find_spare_row (CyTodayFiller *filler,
                GPtrArray     *in_view,
                GPtrArray     *near)
{
  for (guint i = 0; i < filler->cells->len; i++)
    {
      CyTodayCell *cell = filler->cells->pdata[i];
      CyTodayRow *row;

      if (g_ptr_array_find (in_view, cell, NULL) || g_ptr_array_find (near, cell, NULL))
        continue;
      row = cy_today_cell_steal_row (cell);
      if (row != NULL)
        return row;
    }

  return g_object_ref_sink (CY_TODAY_ROW (cy_today_row_new (filler->context)));
}

static void
learn_height (CyTodayFiller *filler,
              CyTodayCell   *cell)
{
  int height;

  gtk_widget_measure (GTK_WIDGET (cell), GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  if (height <= filler->row_height)
    return;

  filler->row_height = height;
  for (guint i = 0; i < filler->cells->len; i++)
    cy_today_cell_set_height (filler->cells->pdata[i], height);
}

/* Returns: whether there was anything to fill */
static gboolean
fill (CyTodayFiller *filler,
      GPtrArray     *cells,
      gint64         most_us,
      GPtrArray     *in_view,
      GPtrArray     *near)
{
  gint64 end = g_get_monotonic_time () + most_us;
  gboolean filled = FALSE;

  for (guint i = 0; i < cells->len && (!filled || g_get_monotonic_time () < end); i++)
    {
      CyTodayCell *cell = cells->pdata[i];

      if (cy_today_item_get_texts (cy_today_cell_get_item (cell)) == NULL || cy_today_cell_is_current (cell))
        continue;
      cy_today_cell_fill (cell, cy_today_cell_has_row (cell) ? NULL : find_spare_row (filler, in_view, near));
      learn_height (filler, cell);
      filled = TRUE;
    }

  return filled;
}

/* What cannot be read is left as it is, until the list is shown again or scrolled: asking at once would not end. */
static gboolean
is_done (CyTodayFiller *filler,
         GPtrArray     *cells)
{
  for (guint i = 0; i < cells->len; i++)
    if (needs_texts (filler, cells->pdata[i]) ||
        (cy_today_item_get_texts (cy_today_cell_get_item (cells->pdata[i])) != NULL &&
         !cy_today_cell_is_current (cells->pdata[i])))
      return FALSE;

  return TRUE;
}

static gboolean
tick_cb (GtkWidget     *list,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  CyTodayFiller *filler = user_data;
  g_autoptr (GPtrArray) in_view = g_ptr_array_new ();
  g_autoptr (GPtrArray) near = g_ptr_array_new ();
  g_autoptr (GPtrArray) first = g_ptr_array_new ();

  for (guint i = 0; i < filler->cells->len; i++)
    {
      double distance = distance_of (filler, filler->cells->pdata[i]);

      if (distance <= 1)
        g_ptr_array_add (distance < 0 ? first : distance == 0 ? in_view : near, filler->cells->pdata[i]);
    }

  if (!fill (filler, in_view, VIEW_US, in_view, near))
    fill (filler, near, NEAR_US, in_view, near);
  ask (filler, in_view);
  ask (filler, near);
  ask (filler, first);
  if (gtk_widget_get_mapped (list) && (first->len > 0 || !is_done (filler, in_view) || !is_done (filler, near)))
    return G_SOURCE_CONTINUE;

  filler->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
schedule (CyTodayFiller *filler)
{
  if (filler->list != NULL && filler->agenda != NULL && filler->tick == 0 &&
      gtk_widget_get_mapped (GTK_WIDGET (filler->list)))
    filler->tick = gtk_widget_add_tick_callback (GTK_WIDGET (filler->list), tick_cb, filler, NULL);
}

/* Somebody looks at something else. */
static void
look_cb (CyTodayFiller *filler)
{
  if (filler->failed && !filler->asking)
    filler->generation++;
  schedule (filler);
}

/** cy_today_filler_add: @cell: stands for an item from now on, or for another one */
void
cy_today_filler_add (CyTodayFiller *filler,
                     CyTodayCell   *cell)
{
  cy_today_cell_set_height (cell, filler->row_height);
  g_ptr_array_add (filler->cells, cell);
  schedule (filler);
}

/** cy_today_filler_remove: @cell: stands for nothing any more */
void
cy_today_filler_remove (CyTodayFiller *filler,
                        CyTodayCell   *cell)
{
  g_ptr_array_remove_fast (filler->cells, cell);
}

/** cy_today_filler_set_agenda: @agenda: of which the items are now; the texts of all are read again */
void
cy_today_filler_set_agenda (CyTodayFiller *filler,
                            CyAgenda      *agenda)
{
  cy_agenda_ref (agenda);
  g_clear_pointer (&filler->agenda, cy_agenda_unref);
  filler->agenda = agenda;
  filler->generation++;
  schedule (filler);
}

static void
adjustment_cb (CyTodayFiller *filler)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (filler->list));

  if (adjustment == filler->adjustment)
    return;

  if (filler->adjustment != NULL)
    g_signal_handlers_disconnect_by_data (filler->adjustment, filler);
  g_set_object (&filler->adjustment, adjustment);
  if (adjustment == NULL)
    return;
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (look_cb), filler);
  g_signal_connect_swapped (adjustment, "changed", G_CALLBACK (schedule), filler);
}

/**
 * cy_today_filler_new:
 * @list: the list of Today
 * @context: with an unlocked archive
 *
 * Returns: (transfer full): what fills the list's cells; ended by cy_today_filler_close()
 */
CyTodayFiller *
cy_today_filler_new (GtkListView *list,
                     CyContext   *context)
{
  CyTodayFiller *filler = g_new0 (CyTodayFiller, 1);

  filler->n_refs = 1;
  filler->list = list;
  filler->context = g_object_ref (context);
  filler->db = g_object_ref (cy_context_get_db (context));
  filler->cells = g_ptr_array_new ();
  filler->row_height = ROW_HEIGHT;
  g_signal_connect_swapped (list, "map", G_CALLBACK (look_cb), filler);
  g_signal_connect_swapped (list, "notify::vadjustment", G_CALLBACK (adjustment_cb), filler);
  adjustment_cb (filler);

  return filler;
}

/** cy_today_filler_close: @filler: (transfer full): ends what fills; before the list is gone */
void
cy_today_filler_close (CyTodayFiller *filler)
{
  if (filler->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (filler->list), filler->tick);
  filler->tick = 0;
  g_signal_handlers_disconnect_by_data (filler->list, filler);
  if (filler->adjustment != NULL)
    g_signal_handlers_disconnect_by_data (filler->adjustment, filler);
  filler->list = NULL;
  cy_today_filler_unref (filler);
}
