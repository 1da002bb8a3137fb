#define G_LOG_DOMAIN "cy-paper"

#include "config.h"

#include "cy-paper.h"
#include "cy-paper-private.h"

#define A4_SHORT 595.276
#define A4_LONG 841.890
#define FOOTER_BASE 30.0        /* of the footer's text, from the lower edge */
#define FOOTER_SIZE 8.5

static const CyPaperLook looks[] = {
  [CY_PAPER_TITLE] = { 20, FALSE, TRUE, PANGO_ALIGN_CENTER, 0, 4 },
  [CY_PAPER_SUBTITLE] = { 10.5, FALSE, FALSE, PANGO_ALIGN_CENTER, 0, 8 },
  [CY_PAPER_HEADING] = { 11.5, TRUE, TRUE, PANGO_ALIGN_LEFT, 12, 5 },
  [CY_PAPER_BODY] = { 10.5, FALSE, FALSE, PANGO_ALIGN_LEFT, 0, 4 },
  [CY_PAPER_SMALL] = { 8.5, FALSE, FALSE, PANGO_ALIGN_LEFT, 3, 3 },
};

static void
block_clear (gpointer data)
{
  CyPaperBlock *block = data;

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
  paper->blocks = g_array_new (FALSE, TRUE, sizeof (CyPaperBlock));
  g_array_set_clear_func (paper->blocks, block_clear);
  paper->pieces = g_array_new (FALSE, TRUE, sizeof (CyPaperPiece));
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
  CyPaperBlock block = { .kind = CY_PAPER_BLOCK_TEXT, .style = style, .text = cy_paper_type_keep (&paper->type, text) };

  if (block.text != NULL)
    g_array_append_val (paper->blocks, block);
}

/** cy_paper_add_space: Adds room, which the end of a page swallows. */
void
cy_paper_add_space (CyPaper *paper,
                    double   height)
{
  CyPaperBlock block = { .kind = CY_PAPER_BLOCK_SPACE, .height = height };

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
  CyPaperBlock block = { .kind = CY_PAPER_BLOCK_BREAK, .text = cy_paper_type_keep (&paper->type, bookmark) };

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
  CyPaperBlock block = { .kind = CY_PAPER_BLOCK_TABLE };

  block.table = cy_paper_table_new (&paper->type, widths, n_columns, paper->width - 2 * CY_PAPER_MARGIN_SIDE);
  g_array_append_val (paper->blocks, block);

  return block.table;
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

/* cy_paper_look: Returns: how paragraphs of a style are set */
const CyPaperLook *
cy_paper_look (CyPaperStyle style)
{
  return &looks[style];
}

/* cy_paper_set_block_text: Sets a paragraph's text, for measuring or for drawing. */
void
cy_paper_set_block_text (CyPaper            *paper,
                         const CyPaperBlock *block)
{
  cy_paper_type_set (&paper->type, block->text, cy_paper_look (block->style)->sans, cy_paper_look (block->style)->bold,
                     cy_paper_look (block->style)->size, paper->width - 2 * CY_PAPER_MARGIN_SIDE, cy_paper_look (block->style)->alignment);
}

/* cy_paper_piece_on: Returns: (nullable): the @index-th piece on a page */
const CyPaperPiece *
cy_paper_piece_on (CyPaper *paper,
                   guint    page,
                   guint    index)
{
  index += g_array_index (paper->first_pieces, guint, page);
  if (index >= paper->pieces->len || g_array_index (paper->pieces, CyPaperPiece, index).page != page)
    return NULL;

  return &g_array_index (paper->pieces, CyPaperPiece, index);
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

  cy_paper_type_set (&paper->type, text, FALSE, FALSE, FOOTER_SIZE, paper->width - 2 * CY_PAPER_MARGIN_SIDE, alignment);
  cairo_move_to (cr, CY_PAPER_MARGIN_SIDE, paper->height - FOOTER_BASE - cy_paper_type_get_height (&paper->type));
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
            const CyPaperPiece *piece,
            cairo_t     *cr)
{
  const CyPaperBlock *block = &g_array_index (paper->blocks, CyPaperBlock, piece->block);
  double y = piece->y;

  if (block->kind == CY_PAPER_BLOCK_TEXT)
    {
      cy_paper_set_block_text (paper, block);
      cairo_set_source_rgb (cr, 0, 0, 0);
      cairo_move_to (cr, CY_PAPER_MARGIN_SIDE, y);
      pango_cairo_show_layout (cr, paper->type.layout);
    }
  else if (block->kind == CY_PAPER_BLOCK_TABLE)
    {
      guint n_header = cy_paper_table_get_header (block->table);

      if (n_header > 0)
        cy_paper_table_draw (block->table, cr, CY_PAPER_MARGIN_SIDE, y, 0, n_header);
      if (piece->to > piece->from)
        cy_paper_table_draw (block->table, cr, CY_PAPER_MARGIN_SIDE, y + cy_paper_table_get_height (block->table, 0, n_header),
                             piece->from, piece->to);
    }
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
  const CyPaperPiece *piece;

  g_return_if_fail (page < cy_paper_get_n_pages (paper));

  for (guint i = 0; (piece = cy_paper_piece_on (paper, page, i)) != NULL; i++)
    draw_piece (paper, piece, cr);
  draw_footer (paper, page, cr);
}
