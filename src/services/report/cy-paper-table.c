#define G_LOG_DOMAIN "cy-paper"

#include "config.h"

#include "cy-paper-private.h"

#define TIGHT 0.86              /* the size of a label that needs two lines otherwise, and its narrower margin */

static void
row_free (gpointer data)
{
  CyPaperRow *row = data;

  g_array_unref (row->cells);
  g_free (row);
}

static CyPaperRow *
row_new (double min_height)
{
  CyPaperRow *row = g_new0 (CyPaperRow, 1);

  row->cells = g_array_new (FALSE, TRUE, sizeof (CyPaperCell));
  row->min_height = min_height;

  return row;
}

/* cy_paper_table_row_at: Returns: (transfer none): a row */
CyPaperRow *
cy_paper_table_row_at (CyPaperTable *table,
                       guint         index)
{
  return g_ptr_array_index (table->rows, index);
}

/* cy_paper_table_new: @widths are shares of @width. */
CyPaperTable *
cy_paper_table_new (CyPaperType  *type,
                    const double *widths,
                    guint         n_columns,
                    double        width)
{
  CyPaperTable *table = g_new0 (CyPaperTable, 1);
  double total = 0, x = 0;

  table->type = type;
  table->rows = g_ptr_array_new_with_free_func (row_free);
  table->n_columns = n_columns;
  table->font_size = 10;
  table->edges = g_new (double, n_columns + 1);
  table->covered = g_new0 (guint16, n_columns);

  for (guint i = 0; i < n_columns; i++)
    total += widths[i];
  for (guint i = 0; i < n_columns; i++)
    {
      table->edges[i] = x / total * width;
      x += widths[i];
    }
  table->edges[n_columns] = width;

  return table;
}

void
cy_paper_table_free (CyPaperTable *table)
{
  g_ptr_array_unref (table->rows);
  g_free (table->edges);
  g_free (table->covered);
  g_free (table);
}

guint
cy_paper_table_get_n_rows (CyPaperTable *table)
{
  return table->rows->len;
}

guint
cy_paper_table_get_header (CyPaperTable *table)
{
  return MIN (table->n_header, table->rows->len);
}

/** cy_paper_table_set_size: Sets the size of its texts in points; 10 by default. */
void
cy_paper_table_set_size (CyPaperTable *table,
                         double        font_size)
{
  table->font_size = font_size;
}

/** cy_paper_table_set_header: The first @n_rows rows stand at the top on every page. */
void
cy_paper_table_set_header (CyPaperTable *table,
                           guint         n_rows)
{
  table->n_header = n_rows;
}

/** cy_paper_table_add_row: Begins a row. @min_height is in points, 0 for what its texts need. */
void
cy_paper_table_add_row (CyPaperTable *table,
                        double        min_height)
{
  if (table->rows->len > 0)
    for (guint i = 0; i < table->n_columns; i++)
      if (table->covered[i] > 0)
        table->covered[i]--;

  g_ptr_array_add (table->rows, row_new (min_height));
}

/**
 * cy_paper_table_add_cell:
 * @text: (nullable): what stands in it; copied
 * @columns: how many columns it spans, at least 1; those beyond the last are left out
 * @rows: how many rows it spans, at least 1
 *
 * Adds a cell in the next columns of the row begun last that no cell above spans.
 */
void
cy_paper_table_add_cell (CyPaperTable *table,
                         const char   *text,
                         guint         columns,
                         guint         rows,
                         CyCellFlags   flags)
{
  CyPaperRow *row = cy_paper_table_row_at (table, table->rows->len - 1);
  CyPaperCell cell = { .text = cy_paper_type_keep (table->type, text), .n_rows = MAX (rows, 1), .flags = flags };
  guint column = 0;

  if (row->cells->len > 0)
    {
      CyPaperCell *last = &g_array_index (row->cells, CyPaperCell, row->cells->len - 1);

      column = last->column + last->n_columns;
    }
  while (column < table->n_columns && table->covered[column] > 0)
    column++;
  g_return_if_fail (column < table->n_columns);

  cell.column = column;
  cell.n_columns = CLAMP (columns, 1, table->n_columns - column);
  /* A cell covers the rows below its own: counted down as rows are added. */
  if (rows > 1)
    for (guint i = 0; i < cell.n_columns; i++)
      table->covered[column + i] = rows;
  if (flags & CY_CELL_BAND)
    row->band = TRUE;
  g_array_append_val (row->cells, cell);
}

/* Texts */

static double
cell_size (CyPaperTable      *table,
           const CyPaperCell *cell)
{
  if (cell->flags & CY_CELL_FIGURE)
    return table->font_size * 1.9;
  if (cell->flags & (CY_CELL_LABEL | CY_CELL_FAINT))
    return table->font_size * 0.92;

  return table->font_size;
}

/* cy_paper_table_cell_width: Returns: the width of a cell with its borders */
double
cy_paper_table_cell_width (CyPaperTable      *table,
                           const CyPaperCell *cell)
{
  return table->edges[cell->column + cell->n_columns] - table->edges[cell->column];
}

static gboolean
is_chinese (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_get_script (g_utf8_get_char (p)) == G_UNICODE_SCRIPT_HAN)
      return TRUE;

  return FALSE;
}

/* cy_paper_table_set_text: Sets the text of a cell. Returns: whether it is to be turned by a quarter */
gboolean
cy_paper_table_set_text (CyPaperTable      *table,
                         const CyPaperCell *cell)
{
  const CyCellFlags flags = cell->flags;
  gboolean sans = (flags & (CY_CELL_LABEL | CY_CELL_BAND | CY_CELL_FIGURE | CY_CELL_FAINT)) != 0;
  gboolean bold = (flags & (CY_CELL_BOLD | CY_CELL_BAND | CY_CELL_FIGURE)) != 0;
  PangoAlignment alignment = PANGO_ALIGN_LEFT;

  if (flags & CY_CELL_RIGHT)
    alignment = PANGO_ALIGN_RIGHT;
  else if (flags & (CY_CELL_CENTRE | CY_CELL_FIGURE | CY_CELL_FAINT) ||
           (flags & CY_CELL_LABEL && !(flags & CY_CELL_BAND)))
    alignment = PANGO_ALIGN_CENTER;

  if (flags & CY_CELL_VERTICAL && cell->text != NULL)
    {
      g_autoptr (GString) stacked = g_string_new (NULL);
      gboolean chinese = is_chinese (cell->text);

      for (const char *p = cell->text; chinese && *p != '\0'; p = g_utf8_next_char (p))
        {
          if (stacked->len > 0)
            g_string_append_c (stacked, '\n');
          g_string_append_unichar (stacked, g_utf8_get_char (p));
        }
      cy_paper_type_set (table->type, chinese ? stacked->str : cell->text, sans, bold, cell_size (table, cell), -1,
                         PANGO_ALIGN_CENTER);
      return !chinese;
    }

  cy_paper_type_set (table->type, cell->text, sans, bold, cell_size (table, cell),
                     cy_paper_table_cell_width (table, cell) - 2 * CY_PAPER_PAD_X, alignment);
  if (flags & CY_CELL_LABEL && cell->text != NULL && pango_layout_get_line_count (table->type->layout) > 1)
    cy_paper_type_set (table->type, cell->text, sans, bold, cell_size (table, cell) * TIGHT,
                       cy_paper_table_cell_width (table, cell) - CY_PAPER_PAD_X, alignment);

  return FALSE;
}

/* What the height of a text depends on. A text is kept once, so its address stands for it. */
typedef struct {
  const char *text;
  double width;
  double font_size;
  double height;
  guint flags;
} TextHeight;

static guint
text_height_hash (gconstpointer key)
{
  const TextHeight *h = key;

  return g_direct_hash (h->text) ^ h->flags ^ ((guint) (h->width * 16) << 8);
}

static gboolean
text_height_equal (gconstpointer a,
                   gconstpointer b)
{
  const TextHeight *x = a, *y = b;

  return x->text == y->text && x->flags == y->flags && x->width == y->width && x->font_size == y->font_size;
}

/* cy_paper_table_heights_new: Returns: (transfer full): a table of the heights that were measured */
GHashTable *
cy_paper_table_heights_new (void)
{
  return g_hash_table_new_full (text_height_hash, text_height_equal, g_free, NULL);
}

static double
text_height (CyPaperTable      *table,
             const CyPaperCell *cell)
{
  TextHeight key = {
    .text = cell->text,
    .width = cy_paper_table_cell_width (table, cell),
    .font_size = table->font_size,
    .flags = cell->flags,
  };
  const TextHeight *known;
  gboolean turned;
  int width, height;

  if (cell->text == NULL)
    return table->font_size * 1.45 + 2 * CY_PAPER_PAD_Y;
  known = g_hash_table_lookup (table->type->heights, &key);
  if (known != NULL)
    return known->height;

  turned = cy_paper_table_set_text (table, cell);
  pango_layout_get_size (table->type->layout, &width, &height);
  key.height = pango_units_to_double (turned ? width : height) + 2 * CY_PAPER_PAD_Y;
  g_hash_table_add (table->type->heights, g_memdup2 (&key, sizeof key));

  return key.height;
}

/* Measuring */

/* A row that no page can hold goes on in a row of its own below. */
static void
split_row (CyPaperTable *table,
           guint         index,
           double        page_height)
{
  CyPaperRow *row = cy_paper_table_row_at (table, index);
  CyPaperRow *rest = row_new (0);

  for (guint i = 0; i < row->cells->len; i++)
    {
      CyPaperCell *cell = &g_array_index (row->cells, CyPaperCell, i);
      CyPaperCell below = *cell;
      gsize fits;

      if (cell->n_rows > 1)
        {
          cell->n_rows++;
          rest->joined = TRUE;
          continue;
        }

      below.text = NULL;
      below.flags &= ~CY_CELL_BLANK;
      if (cell->text != NULL && text_height (table, cell) > page_height && !(cell->flags & CY_CELL_VERTICAL))
        {
          cy_paper_table_set_text (table, cell);
          fits = cy_paper_type_fit (table->type, page_height - 2 * CY_PAPER_PAD_Y);
          if (fits < strlen (cell->text))
            {
              g_autofree char *first = g_strndup (cell->text, fits);

              below.text = cy_paper_type_keep (table->type, cell->text + fits);
              cell->text = cy_paper_type_keep (table->type, first);
              cell->flags |= CY_CELL_TOP;
              below.flags |= CY_CELL_TOP;
            }
        }
      g_array_append_val (rest->cells, below);
    }

  for (guint above = index; above-- > 0 && cy_paper_table_row_at (table, above + 1)->joined;)
    for (guint i = 0; i < cy_paper_table_row_at (table, above)->cells->len; i++)
      {
        CyPaperCell *cell = &g_array_index (cy_paper_table_row_at (table, above)->cells, CyPaperCell, i);

        if (above + cell->n_rows > index)
          {
            cell->n_rows++;
            rest->joined = TRUE;
          }
      }

  g_ptr_array_insert (table->rows, index + 1, rest);
}

/* Says which rows one cell holds together. */
static void
join_rows (CyPaperTable *table,
           guint         index)
{
  CyPaperRow *row = cy_paper_table_row_at (table, index);

  for (guint i = 0; i < row->cells->len; i++)
    {
      CyPaperCell *cell = &g_array_index (row->cells, CyPaperCell, i);

      cell->n_rows = MIN (cell->n_rows, table->rows->len - index);
      for (guint j = 1; j < cell->n_rows; j++)
        cy_paper_table_row_at (table, index + j)->joined = TRUE;
    }
}

static void
measure_row (CyPaperTable *table,
             guint         index)
{
  CyPaperRow *row = cy_paper_table_row_at (table, index);

  row->height = row->min_height;
  for (guint i = 0; i < row->cells->len; i++)
    {
      CyPaperCell *cell = &g_array_index (row->cells, CyPaperCell, i);

      if (cell->n_rows == 1)
        row->height = MAX (row->height, text_height (table, cell));
    }
}

/* Cells over several rows: what they need beyond those rows' own heights is shared among them. */
static void
measure_spans (CyPaperTable *table,
               guint         index,
               double        page_height)
{
  CyPaperRow *row = cy_paper_table_row_at (table, index);

  for (guint i = 0; i < row->cells->len; i++)
    {
      CyPaperCell *cell = &g_array_index (row->cells, CyPaperCell, i);
      double missing;

      if (cell->n_rows < 2)
        continue;

      missing = MIN (text_height (table, cell), page_height) -
                cy_paper_table_get_height (table, index, index + cell->n_rows);
      for (guint j = 0; missing > 0 && j < cell->n_rows; j++)
        cy_paper_table_row_at (table, index + j)->height += missing / cell->n_rows;
    }
}

/*
 * cy_paper_table_measure:
 * @page_height: what a page holds, the repeated header included
 *
 * Gives every row its height, and splits those that are higher than a page.
 */
gboolean
cy_paper_table_measure (CyPaperTable  *table,
                        double         page_height,
                        CyPaperWork   *work,
                        GError       **error)
{
  double limit = page_height;

  for (guint i = 0; i < table->rows->len; i++)
    join_rows (table, i);

  for (guint i = 0; i < table->rows->len; i++)
    {
      measure_row (table, i);
      if (i == table->n_header)
        limit -= cy_paper_table_get_height (table, 0, i);
      if (i >= table->n_header && cy_paper_table_row_at (table, i)->height > limit)
        {
          split_row (table, i, limit);
          measure_row (table, i);
          work->total++;
        }
      if (!cy_paper_work_step (work, error))
        return FALSE;
    }

  for (guint i = 0; i < table->rows->len; i++)
    measure_spans (table, i, limit);

  return TRUE;
}

/* cy_paper_table_get_height: of the rows from @from up to, not including, @to */
double
cy_paper_table_get_height (CyPaperTable *table,
                           guint         from,
                           guint         to)
{
  double height = 0;

  for (guint i = from; i < to; i++)
    height += cy_paper_table_row_at (table, i)->height;

  return height;
}

/* cy_paper_table_get_unit: the row after those that are best kept on one page with @from:
 * what one cell spans, and what stands under a band */
guint
cy_paper_table_get_unit (CyPaperTable *table,
                         guint         from)
{
  guint to = from + 1;

  while (to < table->rows->len && (cy_paper_table_row_at (table, to)->joined || cy_paper_table_row_at (table, to - 1)->band))
    to++;

  return to;
}
