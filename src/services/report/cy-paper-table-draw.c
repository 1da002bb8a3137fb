#define G_LOG_DOMAIN "cy-paper"

#include "config.h"

#include "cy-paper-private.h"

#define GROUND 0.955
#define RULE 0.5
#define FRAME 1.1

typedef struct {
  double x, y, width, height;
} Box;

typedef void (*CellFunc) (CyPaperTable      *table,
                          const CyPaperCell *cell,
                          const Box         *box,
                          cairo_t           *cr);

static void
draw_ground (CyPaperTable      *table,
             const CyPaperCell *cell,
             const Box         *box,
             cairo_t           *cr)
{
  if (!(cell->flags & (CY_CELL_LABEL | CY_CELL_BAND)))
    return;

  cairo_set_source_rgb (cr, GROUND, GROUND, GROUND);
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_fill (cr);
}

static void
draw_border (CyPaperTable      *table,
             const CyPaperCell *cell,
             const Box         *box,
             cairo_t           *cr)
{
  if (cell->flags & CY_CELL_OPEN)
    return;

  cairo_set_source_rgb (cr, 0.25, 0.25, 0.25);
  cairo_set_line_width (cr, RULE);
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_stroke (cr);
}

/* Lines to write on, as many as the cell has room for. */
static void
draw_blank (CyPaperTable *table,
            const Box    *box,
            cairo_t      *cr)
{
  const double dots[] = { 0.6, 1.8 };
  const double step = 22;
  int n_lines = MAX (1, (int) (box->height / step));

  cairo_save (cr);
  cairo_set_source_rgb (cr, 0.6, 0.6, 0.6);
  cairo_set_line_width (cr, 0.4);
  cairo_set_dash (cr, dots, G_N_ELEMENTS (dots), 0);
  for (int i = 1; i <= n_lines; i++)
    {
      double y = box->y + box->height * i / n_lines - 5;

      cairo_move_to (cr, box->x + CY_PAPER_PAD_X + 1, y);
      cairo_line_to (cr, box->x + box->width - CY_PAPER_PAD_X - 1, y);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_text (CyPaperTable      *table,
           const CyPaperCell *cell,
           const Box         *box,
           cairo_t           *cr)
{
  gboolean turned;
  int width, height;
  double free_height;
  double grey = 0;

  if (cell->text == NULL)
    {
      if (cell->flags & CY_CELL_BLANK)
        draw_blank (table, box, cr);
      return;
    }

  turned = cy_paper_table_set_text (table, cell);
  pango_layout_get_size (table->type->layout, &width, &height);
  if (cell->flags & CY_CELL_FAINT)
    grey = 0.6;
  else if (cell->flags & CY_CELL_LABEL)
    grey = 0.15;

  cairo_save (cr);
  cairo_set_source_rgb (cr, grey, grey, grey);
  if (cell->flags & CY_CELL_VERTICAL)
    {
      cairo_translate (cr, box->x + box->width / 2, box->y + box->height / 2);
      if (turned)
        cairo_rotate (cr, -G_PI / 2);
      cairo_translate (cr, -pango_units_to_double (width) / 2, -pango_units_to_double (height) / 2);
    }
  else
    {
      free_height = box->height - pango_units_to_double (height);
      if (cell->flags & CY_CELL_TOP)
        free_height = MIN (free_height, 2 * CY_PAPER_PAD_Y);
      cairo_translate (cr, box->x + (box->width - pango_units_to_double (pango_layout_get_width (table->type->layout))) / 2,
                       box->y + free_height / 2);
    }
  cairo_move_to (cr, 0, 0);
  pango_cairo_show_layout (cr, table->type->layout);
  cairo_restore (cr);
}

/* Calls @func for every cell that lies in these rows, even where it begins above them: a cell
 * over rows of two pages is drawn, text and all, on both. */
static void
foreach_cell (CyPaperTable *table,
              cairo_t      *cr,
              double        x,
              double        y,
              guint         from,
              guint         to,
              CellFunc      func)
{
  guint first = from;
  double row_y = y;

  while (first > 0 && cy_paper_table_row_at (table, first)->joined)
    first--;

  for (guint i = first; i < to; i++)
    {
      CyPaperRow *row = cy_paper_table_row_at (table, i);

      for (guint j = 0; j < row->cells->len; j++)
        {
          CyPaperCell *cell = &g_array_index (row->cells, CyPaperCell, j);
          guint end = MIN (i + cell->n_rows, to);
          Box box = {
            .x = x + table->edges[cell->column],
            .y = row_y,
            .width = cy_paper_table_cell_width (table, cell),
            .height = cy_paper_table_get_height (table, MAX (i, from), MAX (end, from)),
          };

          if (end > from)
            func (table, cell, &box, cr);
        }
      if (i >= from)
        row_y += row->height;
    }
}

/* cy_paper_table_draw: draws the rows from @from up to, not including, @to */
void
cy_paper_table_draw (CyPaperTable *table,
                     cairo_t      *cr,
                     double        x,
                     double        y,
                     guint         from,
                     guint         to)
{
  CyPaperRow *first = cy_paper_table_row_at (table, from);

  foreach_cell (table, cr, x, y, from, to, draw_ground);
  foreach_cell (table, cr, x, y, from, to, draw_border);
  foreach_cell (table, cr, x, y, from, to, draw_text);

  if (first->cells->len > 0 && g_array_index (first->cells, CyPaperCell, 0).flags & CY_CELL_OPEN)
    return;

  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, FRAME);
  cairo_rectangle (cr, x, y, table->edges[table->n_columns], cy_paper_table_get_height (table, from, to));
  cairo_stroke (cr);
}
