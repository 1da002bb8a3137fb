#pragma once

#include <gio/gio.h>

#include "cy-day.h"

G_BEGIN_DECLS

/** The most rows a sheet may have, and the most columns that are looked at. */
#define CY_SHEET_MAX_ROWS 1048576
#define CY_SHEET_MAX_COLUMNS 1024

/**
 * CyCellType:
 * @CY_CELL_TEXT: text
 * @CY_CELL_NUMBER: a number; its text is as it was stored
 * @CY_CELL_DATE: a date; the number is a #CyDay and the text its ISO form
 * @CY_CELL_BOOLEAN: the number is 0 or 1
 * @CY_CELL_ERROR: an error such as #N/A, which counts as nothing
 */
typedef enum {
  CY_CELL_TEXT,
  CY_CELL_NUMBER,
  CY_CELL_DATE,
  CY_CELL_BOOLEAN,
  CY_CELL_ERROR,
} CyCellType;

/**
 * CyCell:
 * @text: valid UTF-8, owned by the book
 * @number: see #CyCellType
 * @column: from 0
 *
 * A cell that is not empty.
 */
typedef struct {
  const char *text;
  double number;
  guint16 column;
  guint8 type;
} CyCell;

/**
 * CySheetRow:
 * @number: as the sheet shows it, from 1
 * @first: its first cell in the sheet's cells
 * @n_cells: how many cells it has
 *
 * A row with at least one cell. Cells are in the order of their columns.
 */
typedef struct {
  guint number;
  guint first;
  guint n_cells;
} CySheetRow;

/** CyMerge: merged cells, rows from 1 and columns from 0, all inclusive. */
typedef struct {
  guint top;
  guint left;
  guint bottom;
  guint right;
} CyMerge;

/**
 * CySheet:
 * @name: its name
 * @hidden: whether the program it comes from hides it
 * @rows: (element-type CySheetRow): in order
 * @cells: (element-type CyCell): of all rows
 * @merges: (element-type CyMerge): merged cells
 */
typedef struct {
  char *name;
  gboolean hidden;
  GArray *rows;
  GArray *cells;
  GArray *merges;
} CySheet;

/**
 * CyBook:
 * @sheets: (element-type CySheet): the sheets in their order
 *
 * What a table file holds, whichever its format.
 */
typedef struct {
  GPtrArray *sheets;
  GStringChunk *texts;
  guint64 n_cells;
} CyBook;

CyBook       *cy_book_read       (const char    *path,
                                  GCancellable  *cancellable,
                                  GError       **error);
CyBook       *cy_book_read_bytes (GBytes        *bytes,
                                  const char    *name,
                                  GCancellable  *cancellable,
                                  GError       **error);
void          cy_book_free       (CyBook        *book);

const CyCell *cy_sheet_cell      (const CySheet *sheet,
                                  guint          row_index,
                                  guint          column);
guint         cy_sheet_n_columns (const CySheet *sheet);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyBook, cy_book_free)

G_END_DECLS
