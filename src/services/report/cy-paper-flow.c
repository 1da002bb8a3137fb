#define G_LOG_DOMAIN "cy-paper"

#include "config.h"

#include "cy-paper-private.h"

/* Of a page: what is higher may be divided. */
#define KEEP_TOGETHER 0.3

/* Work */

/* cy_paper_work_step: One step more is done. FALSE with an error when it is wanted no longer. */
gboolean
cy_paper_work_step (CyPaperWork  *work,
                    GError      **error)
{
  work->done++;
  if (work->progress != NULL && work->done % 64 == 0)
    work->progress (MIN (1.0, work->done / (double) MAX (work->total, 1)), work->data);

  return !g_cancellable_set_error_if_cancelled (work->cancellable, error);
}

/* Laying out */

typedef struct {
  CyPaper *paper;
  guint page;
  double y;                     /* of the next piece, from the upper edge */
  guint n_on_page;
} Flow;

static double
body_height (CyPaper *paper)
{
  return paper->height - CY_PAPER_MARGIN_TOP - CY_PAPER_MARGIN_BOTTOM;
}

static double
room (Flow *flow)
{
  return flow->paper->height - CY_PAPER_MARGIN_BOTTOM - flow->y;
}

static void
next_page (Flow *flow)
{
  guint first = flow->paper->pieces->len;

  flow->page++;
  flow->y = CY_PAPER_MARGIN_TOP;
  flow->n_on_page = 0;
  g_array_append_val (flow->paper->first_pieces, first);
}

static void
put (Flow   *flow,
     guint   block,
     guint   from,
     guint   to,
     double  height)
{
  CyPaperPiece piece = { .block = block, .page = flow->page, .from = from, .to = to, .y = flow->y };

  g_array_append_val (flow->paper->pieces, piece);
  flow->y += height;
  flow->n_on_page++;
}

/* What a block must have on a page to begin there. */
static double
least_height (CyPaper *paper,
              guint    index)
{
  const CyPaperBlock *block;
  double height;

  if (index >= paper->blocks->len)
    return 0;

  block = &g_array_index (paper->blocks, CyPaperBlock, index);
  switch (block->kind)
    {
    case CY_PAPER_BLOCK_TEXT:
      height = block->height + cy_paper_look (block->style)->above + cy_paper_look (block->style)->below;
      return block->style == CY_PAPER_HEADING ? height + least_height (paper, index + 1) : height;
    case CY_PAPER_BLOCK_TABLE:
      {
        guint n_header = cy_paper_table_get_header (block->table);
        guint n_rows = cy_paper_table_get_n_rows (block->table);

        if (n_header == n_rows)
          return cy_paper_table_get_height (block->table, 0, n_header);
        return cy_paper_table_get_height (block->table, 0, cy_paper_table_get_unit (block->table, n_header));
      }
    case CY_PAPER_BLOCK_SPACE:
      return block->height + least_height (paper, index + 1);
    case CY_PAPER_BLOCK_BREAK:
    default:
      return 0;
    }
}

static void
flow_text (Flow  *flow,
           guint  index)
{
  const CyPaperBlock *block = &g_array_index (flow->paper->blocks, CyPaperBlock, index);

  if (flow->n_on_page > 0 && least_height (flow->paper, index) > room (flow))
    next_page (flow);
  if (flow->n_on_page > 0)
    flow->y += cy_paper_look (block->style)->above;
  put (flow, index, 0, 0, block->height + cy_paper_look (block->style)->below);
}

/* What is too high to be kept on one page without leaving much of the last one empty is divided
 * between its rows; a band does not stay behind alone. */
static guint
fill_page (Flow         *flow,
           CyPaperTable *table,
           guint         from,
           double       *height)
{
  guint n_rows = cy_paper_table_get_n_rows (table);
  guint to = from;

  if (from >= n_rows ||
      cy_paper_table_get_height (table, from, cy_paper_table_get_unit (table, from)) <
        KEEP_TOGETHER * body_height (flow->paper))
    return from;

  while (to < n_rows && *height + cy_paper_table_get_height (table, to, to + 1) <= room (flow))
    {
      *height += cy_paper_table_get_height (table, to, to + 1);
      to++;
    }
  while (to > from && cy_paper_table_row_at (table, to - 1)->band)
    {
      to--;
      *height -= cy_paper_table_get_height (table, to, to + 1);
    }

  return to;
}

static void
flow_table (Flow  *flow,
            guint  index)
{
  CyPaperTable *table = g_array_index (flow->paper->blocks, CyPaperBlock, index).table;
  guint n_rows = cy_paper_table_get_n_rows (table);
  guint n_header = cy_paper_table_get_header (table);
  double header = cy_paper_table_get_height (table, 0, n_header);
  guint from = n_header;

  if (n_rows == 0)
    return;

  if (flow->n_on_page > 0 && least_height (flow->paper, index) > room (flow))
    next_page (flow);

  do
    {
      double height = header;
      guint to = from;

      while (to < n_rows)
        {
          guint end = cy_paper_table_get_unit (table, to);
          double unit = cy_paper_table_get_height (table, to, end);

          if (height + unit > room (flow))
            break;
          height += unit;
          to = end;
        }
      to = fill_page (flow, table, to, &height);
      if (to == from && flow->n_on_page == 0 && from < n_rows)
        {
          height += cy_paper_table_get_height (table, from, from + 1);
          to = from + 1;
        }
      if (to > from || from == n_rows)
        put (flow, index, from, to, height);
      from = to;
      if (from < n_rows)
        next_page (flow);
    }
  while (from < n_rows);
}

/* A paragraph that is longer than a page becomes several. */
static void
split_text (CyPaper *paper,
            guint    index)
{
  double limit = body_height (paper) / 2;
  CyPaperBlock *block = &g_array_index (paper->blocks, CyPaperBlock, index);

  cy_paper_set_block_text (paper, block);
  block->height = cy_paper_type_get_height (&paper->type);
  if (block->height > limit)
    {
      g_autofree char *first = NULL;
      gsize fits = cy_paper_type_fit (&paper->type, limit);
      CyPaperBlock rest = *block;

      if (block->text[fits] == '\0')
        return;

      first = g_strndup (block->text, fits);
      rest.text = cy_paper_type_keep (&paper->type, block->text + fits);
      block->text = cy_paper_type_keep (&paper->type, first);
      cy_paper_set_block_text (paper, block);
      block->height = cy_paper_type_get_height (&paper->type);
      g_array_insert_val (paper->blocks, index + 1, rest);
    }
}

static gboolean
measure (CyPaper      *paper,
         CyPaperWork  *work,
         GError      **error)
{
  for (guint i = 0; i < paper->blocks->len; i++)
    {
      CyPaperBlock *block = &g_array_index (paper->blocks, CyPaperBlock, i);

      if (block->kind == CY_PAPER_BLOCK_TABLE && !cy_paper_table_measure (block->table, body_height (paper), work, error))
        return FALSE;
      if (block->kind == CY_PAPER_BLOCK_TEXT)
        split_text (paper, i);
      if (!cy_paper_work_step (work, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * cy_paper_lay_out:
 * @progress: (nullable):
 * @cancellable: (nullable):
 * @error: %G_IO_ERROR_CANCELLED only
 *
 * Divides everything that was added over pages. Nothing is added afterwards.
 *
 * Returns: whether it was not cancelled
 */
gboolean
cy_paper_lay_out (CyPaper          *paper,
                  CyPaperProgress   progress,
                  gpointer          progress_data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  CyPaperWork work = { progress, progress_data, cancellable, 0, paper->blocks->len };
  Flow flow = { .paper = paper, .y = CY_PAPER_MARGIN_TOP };
  guint none = 0;

  for (guint i = 0; i < paper->blocks->len; i++)
    {
      CyPaperBlock *block = &g_array_index (paper->blocks, CyPaperBlock, i);

      if (block->kind == CY_PAPER_BLOCK_TABLE)
        work.total += cy_paper_table_get_n_rows (block->table);
    }
  if (!measure (paper, &work, error))
    return FALSE;

  g_array_append_val (paper->first_pieces, none);
  for (guint i = 0; i < paper->blocks->len; i++)
    {
      const CyPaperBlock *block = &g_array_index (paper->blocks, CyPaperBlock, i);

      switch (block->kind)
        {
        case CY_PAPER_BLOCK_TEXT:
          flow_text (&flow, i);
          break;
        case CY_PAPER_BLOCK_TABLE:
          flow_table (&flow, i);
          break;
        case CY_PAPER_BLOCK_SPACE:
          if (flow.n_on_page > 0)
            flow.y += block->height;
          break;
        case CY_PAPER_BLOCK_BREAK:
        default:
          if (flow.n_on_page > 0)
            next_page (&flow);
          put (&flow, i, 0, 0, 0);
          flow.n_on_page = 0;
          break;
        }
    }

  return TRUE;
}
