#define G_LOG_DOMAIN "cy-paper"

#include "config.h"

#include "cy-paper.h"
#include "cy-paper-private.h"

#include <cairo-pdf.h>

#define A4_SHORT 595.276
#define A4_LONG 841.890
#define MARGIN_SIDE 51.0        /* 18 mm */
#define MARGIN_TOP 51.0
#define MARGIN_BOTTOM 54.0
#define FOOTER_BASE 30.0        /* of the footer's text, from the lower edge */
#define FOOTER_SIZE 8.5

typedef enum {
  BLOCK_TEXT,
  BLOCK_SPACE,
  BLOCK_BREAK,
  BLOCK_TABLE,
} BlockKind;

typedef struct {
  BlockKind kind;
  CyPaperStyle style;
  const char *text;             /* of a text; of a break: what the page is called in the outline */
  double height;
  CyPaperTable *table;
} Block;

/* A part of a block on a page. */
typedef struct {
  guint block;
  guint page;
  guint from, to;               /* rows of a table */
  double y;
} Piece;

struct _CyPaper {
  CyPaperType type;
  char *title;
  char *footer_left;
  char *footer_right;
  char *number_format;
  GArray *blocks;
  GArray *pieces;               /* in the order of pages */
  GArray *first_pieces;         /* guint: for each page its first piece */
  double width, height;
};

static const struct {
  double size;
  gboolean sans, bold;
  PangoAlignment alignment;
  double above, below;
} styles[] = {
  [CY_PAPER_TITLE] = { 20, FALSE, TRUE, PANGO_ALIGN_CENTER, 0, 4 },
  [CY_PAPER_SUBTITLE] = { 10.5, FALSE, FALSE, PANGO_ALIGN_CENTER, 0, 8 },
  [CY_PAPER_HEADING] = { 11.5, TRUE, TRUE, PANGO_ALIGN_LEFT, 12, 5 },
  [CY_PAPER_BODY] = { 10.5, FALSE, FALSE, PANGO_ALIGN_LEFT, 0, 4 },
  [CY_PAPER_SMALL] = { 8.5, FALSE, FALSE, PANGO_ALIGN_LEFT, 3, 3 },
};

static void
block_clear (gpointer data)
{
  Block *block = data;

  g_clear_pointer (&block->table, cy_paper_table_free);
}

/**
 * cy_paper_new:
 * @title: the title in the file's properties; no name of a child belongs here
 * @language: (nullable): a locale such as `zh_TW`, which decides the forms of characters
 * @landscape: whether the long edge is below
 *
 * Returns: (transfer full): an empty A4 document
 */
CyPaper *
cy_paper_new (const char *title,
              const char *language,
              gboolean    landscape)
{
  CyPaper *paper = g_new0 (CyPaper, 1);

  cy_paper_type_init (&paper->type, language);
  paper->title = g_strdup (title);
  paper->width = landscape ? A4_LONG : A4_SHORT;
  paper->height = landscape ? A4_SHORT : A4_LONG;
  paper->blocks = g_array_new (FALSE, TRUE, sizeof (Block));
  g_array_set_clear_func (paper->blocks, block_clear);
  paper->pieces = g_array_new (FALSE, TRUE, sizeof (Piece));
  paper->first_pieces = g_array_new (FALSE, TRUE, sizeof (guint));

  return paper;
}

/** cy_paper_free: Frees a paper with its tables. */
void
cy_paper_free (CyPaper *paper)
{
  g_array_unref (paper->blocks);
  g_array_unref (paper->pieces);
  g_array_unref (paper->first_pieces);
  cy_paper_type_clear (&paper->type);
  g_free (paper->title);
  g_free (paper->footer_left);
  g_free (paper->footer_right);
  g_free (paper->number_format);
  g_free (paper);
}

/**
 * cy_paper_set_footer:
 * @left: (nullable): such as the office
 * @right: (nullable): such as the date
 * @number_format: (nullable): in which `{page}` and `{pages}` stand for the numbers
 *
 * Sets what stands below every page.
 */
void
cy_paper_set_footer (CyPaper    *paper,
                     const char *left,
                     const char *right,
                     const char *number_format)
{
  g_set_str (&paper->footer_left, left);
  g_set_str (&paper->footer_right, right);
  g_set_str (&paper->number_format, number_format);
}

/** cy_paper_add_text: Adds a paragraph; an empty one adds nothing. */
void
cy_paper_add_text (CyPaper      *paper,
                   CyPaperStyle  style,
                   const char   *text)
{
  Block block = { .kind = BLOCK_TEXT, .style = style, .text = cy_paper_type_keep (&paper->type, text) };

  if (block.text != NULL)
    g_array_append_val (paper->blocks, block);
}

/** cy_paper_add_space: Adds room, which the end of a page swallows. */
void
cy_paper_add_space (CyPaper *paper,
                    double   height)
{
  Block block = { .kind = BLOCK_SPACE, .height = height };

  g_array_append_val (paper->blocks, block);
}

/**
 * cy_paper_add_page_break:
 * @bookmark: (nullable): what the outline of a PDF calls what follows
 *
 * What follows begins a page; at the beginning of a page this adds only the bookmark.
 */
void
cy_paper_add_page_break (CyPaper    *paper,
                         const char *bookmark)
{
  Block block = { .kind = BLOCK_BREAK, .text = cy_paper_type_keep (&paper->type, bookmark) };

  g_array_append_val (paper->blocks, block);
}

/**
 * cy_paper_add_table:
 * @widths: (array length=n_columns): the columns' shares of the width
 *
 * Returns: (transfer none): a table without rows
 */
CyPaperTable *
cy_paper_add_table (CyPaper      *paper,
                    const double *widths,
                    guint         n_columns)
{
  Block block = { .kind = BLOCK_TABLE };

  block.table = cy_paper_table_new (&paper->type, widths, n_columns, paper->width - 2 * MARGIN_SIDE);
  g_array_append_val (paper->blocks, block);

  return block.table;
}

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
  return paper->height - MARGIN_TOP - MARGIN_BOTTOM;
}

static double
room (Flow *flow)
{
  return flow->paper->height - MARGIN_BOTTOM - flow->y;
}

static void
next_page (Flow *flow)
{
  guint first = flow->paper->pieces->len;

  flow->page++;
  flow->y = MARGIN_TOP;
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
  Piece piece = { .block = block, .page = flow->page, .from = from, .to = to, .y = flow->y };

  g_array_append_val (flow->paper->pieces, piece);
  flow->y += height;
  flow->n_on_page++;
}

static void
set_block_text (CyPaper     *paper,
                const Block *block)
{
  cy_paper_type_set (&paper->type, block->text, styles[block->style].sans, styles[block->style].bold,
                     styles[block->style].size, paper->width - 2 * MARGIN_SIDE, styles[block->style].alignment);
}

/* What a block must have on a page to begin there. */
static double
least_height (CyPaper *paper,
              guint    index)
{
  const Block *block;
  double height;

  if (index >= paper->blocks->len)
    return 0;

  block = &g_array_index (paper->blocks, Block, index);
  switch (block->kind)
    {
    case BLOCK_TEXT:
      height = block->height + styles[block->style].above + styles[block->style].below;
      return block->style == CY_PAPER_HEADING ? height + least_height (paper, index + 1) : height;
    case BLOCK_TABLE:
      {
        guint n_header = cy_paper_table_get_header (block->table);
        guint n_rows = cy_paper_table_get_n_rows (block->table);

        if (n_header == n_rows)
          return cy_paper_table_get_height (block->table, 0, n_header);
        return cy_paper_table_get_height (block->table, 0, cy_paper_table_get_unit (block->table, n_header));
      }
    case BLOCK_SPACE:
      return block->height + least_height (paper, index + 1);
    case BLOCK_BREAK:
    default:
      return 0;
    }
}

static void
flow_text (Flow  *flow,
           guint  index)
{
  const Block *block = &g_array_index (flow->paper->blocks, Block, index);

  if (flow->n_on_page > 0 && least_height (flow->paper, index) > room (flow))
    next_page (flow);
  if (flow->n_on_page > 0)
    flow->y += styles[block->style].above;
  put (flow, index, 0, 0, block->height + styles[block->style].below);
}

static void
flow_table (Flow  *flow,
            guint  index)
{
  CyPaperTable *table = g_array_index (flow->paper->blocks, Block, index).table;
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
      /* What no page holds together is divided between its rows. */
      if (to < n_rows &&
          header + cy_paper_table_get_height (table, to, cy_paper_table_get_unit (table, to)) > body_height (flow->paper))
        while (to < n_rows && height + cy_paper_table_get_height (table, to, to + 1) <= room (flow))
          {
            height += cy_paper_table_get_height (table, to, to + 1);
            to++;
          }
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
  Block *block = &g_array_index (paper->blocks, Block, index);

  set_block_text (paper, block);
  block->height = cy_paper_type_get_height (&paper->type);
  if (block->height > limit)
    {
      g_autofree char *first = NULL;
      gsize fits = cy_paper_type_fit (&paper->type, limit);
      Block rest = *block;

      if (block->text[fits] == '\0')
        return;

      first = g_strndup (block->text, fits);
      rest.text = cy_paper_type_keep (&paper->type, block->text + fits);
      block->text = cy_paper_type_keep (&paper->type, first);
      set_block_text (paper, block);
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
      Block *block = &g_array_index (paper->blocks, Block, i);

      if (block->kind == BLOCK_TABLE && !cy_paper_table_measure (block->table, body_height (paper), work, error))
        return FALSE;
      if (block->kind == BLOCK_TEXT)
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
  Flow flow = { .paper = paper, .y = MARGIN_TOP };
  guint none = 0;

  for (guint i = 0; i < paper->blocks->len; i++)
    {
      Block *block = &g_array_index (paper->blocks, Block, i);

      if (block->kind == BLOCK_TABLE)
        work.total += cy_paper_table_get_n_rows (block->table);
    }
  if (!measure (paper, &work, error))
    return FALSE;

  g_array_append_val (paper->first_pieces, none);
  for (guint i = 0; i < paper->blocks->len; i++)
    {
      const Block *block = &g_array_index (paper->blocks, Block, i);

      switch (block->kind)
        {
        case BLOCK_TEXT:
          flow_text (&flow, i);
          break;
        case BLOCK_TABLE:
          flow_table (&flow, i);
          break;
        case BLOCK_SPACE:
          if (flow.n_on_page > 0)
            flow.y += block->height;
          break;
        case BLOCK_BREAK:
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

/** cy_paper_get_n_pages: Returns: how many pages it has, at least one, after it was laid out */
guint
cy_paper_get_n_pages (CyPaper *paper)
{
  return paper->first_pieces->len;
}

/** cy_paper_get_size: Gives the size of its pages in points. */
void
cy_paper_get_size (CyPaper *paper,
                   double  *width,
                   double  *height)
{
  *width = paper->width;
  *height = paper->height;
}

/* Drawing */

static void
draw_footer_text (CyPaper        *paper,
                  cairo_t        *cr,
                  const char     *text,
                  PangoAlignment  alignment)
{
  if (text == NULL)
    return;

  cy_paper_type_set (&paper->type, text, FALSE, FALSE, FOOTER_SIZE, paper->width - 2 * MARGIN_SIDE, alignment);
  cairo_move_to (cr, MARGIN_SIDE, paper->height - FOOTER_BASE - cy_paper_type_get_height (&paper->type));
  pango_cairo_show_layout (cr, paper->type.layout);
}

static void
draw_footer (CyPaper *paper,
             guint    page,
             cairo_t *cr)
{
  cairo_set_source_rgb (cr, 0.25, 0.25, 0.25);
  draw_footer_text (paper, cr, paper->footer_left, PANGO_ALIGN_LEFT);
  draw_footer_text (paper, cr, paper->footer_right, PANGO_ALIGN_RIGHT);
  if (paper->number_format != NULL)
    {
      g_autoptr (GString) number = g_string_new (paper->number_format);
      g_autofree char *this_page = g_strdup_printf ("%u", page + 1);
      g_autofree char *all_pages = g_strdup_printf ("%u", cy_paper_get_n_pages (paper));

      g_string_replace (number, "{page}", this_page, 0);
      g_string_replace (number, "{pages}", all_pages, 0);
      draw_footer_text (paper, cr, number->str, PANGO_ALIGN_CENTER);
    }
}

static void
draw_piece (CyPaper     *paper,
            const Piece *piece,
            cairo_t     *cr)
{
  const Block *block = &g_array_index (paper->blocks, Block, piece->block);
  double y = piece->y;

  if (block->kind == BLOCK_TEXT)
    {
      set_block_text (paper, block);
      cairo_set_source_rgb (cr, 0, 0, 0);
      cairo_move_to (cr, MARGIN_SIDE, y);
      pango_cairo_show_layout (cr, paper->type.layout);
    }
  else if (block->kind == BLOCK_TABLE)
    {
      guint n_header = cy_paper_table_get_header (block->table);

      if (n_header > 0)
        cy_paper_table_draw (block->table, cr, MARGIN_SIDE, y, 0, n_header);
      if (piece->to > piece->from)
        cy_paper_table_draw (block->table, cr, MARGIN_SIDE, y + cy_paper_table_get_height (block->table, 0, n_header),
                             piece->from, piece->to);
    }
}

static const Piece *
piece_on (CyPaper *paper,
          guint    page,
          guint    index)
{
  index += g_array_index (paper->first_pieces, guint, page);
  if (index >= paper->pieces->len || g_array_index (paper->pieces, Piece, index).page != page)
    return NULL;

  return &g_array_index (paper->pieces, Piece, index);
}

/**
 * cy_paper_draw_page:
 * @page: from 0
 * @cr: whose unit is a point and whose origin is the paper's upper left corner
 *
 * Draws a page of a paper that was laid out.
 */
void
cy_paper_draw_page (CyPaper *paper,
                    guint    page,
                    cairo_t *cr)
{
  const Piece *piece;

  g_return_if_fail (page < cy_paper_get_n_pages (paper));

  for (guint i = 0; (piece = piece_on (paper, page, i)) != NULL; i++)
    draw_piece (paper, piece, cr);
  draw_footer (paper, page, cr);
}

/* PDF */

typedef struct {
  GOutputStream *stream;
  GCancellable *cancellable;
  GError *error;
} Sink;

static cairo_status_t
sink_write (void                *closure,
            const unsigned char *data,
            unsigned int         length)
{
  Sink *sink = closure;

  if (sink->error != NULL ||
      !g_output_stream_write_all (sink->stream, data, length, NULL, sink->cancellable, &sink->error))
    return CAIRO_STATUS_WRITE_ERROR;

  return CAIRO_STATUS_SUCCESS;
}

static void
add_bookmarks (CyPaper         *paper,
               guint            page,
               cairo_surface_t *surface)
{
  const Piece *piece;

  for (guint i = 0; (piece = piece_on (paper, page, i)) != NULL; i++)
    {
      const Block *block = &g_array_index (paper->blocks, Block, piece->block);
      g_autofree char *target = NULL;

      if (block->kind != BLOCK_BREAK || block->text == NULL)
        continue;
      target = g_strdup_printf ("page=%u", page + 1);
      cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, block->text, target, 0);
    }
}

static gboolean
draw_pages (CyPaper          *paper,
            cairo_surface_t  *surface,
            CyPaperWork      *work,
            Sink             *sink,
            GError          **error)
{
  cairo_t *cr = cairo_create (surface);
  gboolean ok = TRUE;

  work->total = cy_paper_get_n_pages (paper);
  for (guint i = 0; ok && i < cy_paper_get_n_pages (paper); i++)
    {
      cy_paper_draw_page (paper, i, cr);
      add_bookmarks (paper, i, surface);
      cairo_show_page (cr);
      if (work->progress != NULL)
        work->progress ((i + 1) / (double) work->total, work->data);
      ok = sink->error == NULL && !g_cancellable_set_error_if_cancelled (work->cancellable, error);
    }
  if (ok && cairo_status (cr) != CAIRO_STATUS_SUCCESS && sink->error == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Drawing failed: %s", cairo_status_to_string (cairo_status (cr)));
      ok = FALSE;
    }
  cairo_destroy (cr);

  return ok;
}

/**
 * cy_paper_write_pdf:
 * @stream: where it is written; it is left open
 * @progress: (nullable):
 * @cancellable: (nullable):
 * @error: %G_IO_ERROR with the cause
 *
 * Writes a paper that was laid out as a PDF with its fonts embedded and its text selectable.
 *
 * Returns: whether it was written whole
 */
gboolean
cy_paper_write_pdf (CyPaper          *paper,
                    GOutputStream    *stream,
                    CyPaperProgress   progress,
                    gpointer          progress_data,
                    GCancellable     *cancellable,
                    GError          **error)
{
  CyPaperWork work = { progress, progress_data, cancellable, 0, 0 };
  Sink sink = { stream, cancellable, NULL };
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (sink_write, &sink, paper->width, paper->height);
  gboolean ok;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, paper->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Chuyan " CY_VERSION);
  if (paper->footer_left != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, paper->footer_left);

  ok = draw_pages (paper, surface, &work, &sink, error);
  cairo_surface_finish (surface);
  if (ok && sink.error == NULL && cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Writing a PDF failed: %s",
                   cairo_status_to_string (cairo_surface_status (surface)));
      ok = FALSE;
    }
  cairo_surface_destroy (surface);

  if (sink.error != NULL)
    {
      if (error != NULL && *error == NULL)
        g_propagate_error (error, g_steal_pointer (&sink.error));
      g_clear_error (&sink.error);
      return FALSE;
    }

  return ok;
}
