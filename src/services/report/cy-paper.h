#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CyPaper:
 *
 * A document for A4 paper: texts and form tables in reading order, flowed over pages with a
 * numbered footer. It knows nothing of children; reports fill it. It is laid out once and
 * then drawn page by page on any cairo context, so that a PDF and a printed page are the same.
 *
 * Lengths are points (1/72 inch). A paper belongs to one thread at a time.
 */
typedef struct _CyPaper CyPaper;

/**
 * CyPaperTable:
 *
 * A table of a paper: cells that may span columns and rows, ruled as official forms are. Long
 * texts wrap and make the row taller, over pages if need be; nothing is cut.
 */
typedef struct _CyPaperTable CyPaperTable;

/**
 * CyPaperStyle:
 * @CY_PAPER_TITLE: the document's title, centred
 * @CY_PAPER_SUBTITLE: a line below the title, centred
 * @CY_PAPER_HEADING: over a section; stays on the page of what follows
 * @CY_PAPER_BODY: a paragraph
 * @CY_PAPER_SMALL: a note
 */
typedef enum {
  CY_PAPER_TITLE,
  CY_PAPER_SUBTITLE,
  CY_PAPER_HEADING,
  CY_PAPER_BODY,
  CY_PAPER_SMALL,
} CyPaperStyle;

/**
 * CyCellFlags:
 * @CY_CELL_VALUE: what is known: serif, to the left
 * @CY_CELL_LABEL: what is asked: sans, centred, on a light ground
 * @CY_CELL_CENTRE: centred
 * @CY_CELL_RIGHT: to the right
 * @CY_CELL_BOLD: heavier
 * @CY_CELL_VERTICAL: one character below the other; scripts other than Chinese are turned
 * @CY_CELL_BLANK: when empty, a fine line to write on
 * @CY_CELL_BAND: over a group of rows: bold, to the left, on a light ground, and on the page of the row below it
 * @CY_CELL_FIGURE: a large number, centred
 * @CY_CELL_TOP: text starts at the top
 * @CY_CELL_FAINT: grey, for a hint that a pen may cover
 * @CY_CELL_OPEN: without a border
 */
typedef enum {
  CY_CELL_VALUE = 0,
  CY_CELL_LABEL = 1 << 0,
  CY_CELL_CENTRE = 1 << 1,
  CY_CELL_RIGHT = 1 << 2,
  CY_CELL_BOLD = 1 << 3,
  CY_CELL_VERTICAL = 1 << 4,
  CY_CELL_BLANK = 1 << 5,
  CY_CELL_BAND = 1 << 6,
  CY_CELL_FIGURE = 1 << 7,
  CY_CELL_TOP = 1 << 8,
  CY_CELL_FAINT = 1 << 9,
  CY_CELL_OPEN = 1 << 10,
} CyCellFlags;

/**
 * CyPaperProgress:
 * @fraction: how much is done, 0 to 1
 *
 * Called now and then from the thread that does the work.
 */
typedef void (*CyPaperProgress) (double   fraction,
                                 gpointer user_data);

CyPaper      *cy_paper_new            (const char       *title,
                                       const char       *language,
                                       gboolean          landscape);
void          cy_paper_free           (CyPaper          *paper);
void          cy_paper_set_footer     (CyPaper          *paper,
                                       const char       *left,
                                       const char       *right,
                                       const char       *number_format);
void          cy_paper_add_text       (CyPaper          *paper,
                                       CyPaperStyle      style,
                                       const char       *text);
void          cy_paper_add_space      (CyPaper          *paper,
                                       double            height);
void          cy_paper_add_page_break (CyPaper          *paper,
                                       const char       *bookmark);
CyPaperTable *cy_paper_add_table      (CyPaper          *paper,
                                       const double     *widths,
                                       guint             n_columns);

void          cy_paper_table_set_size   (CyPaperTable   *table,
                                         double          font_size);
void          cy_paper_table_set_header (CyPaperTable   *table,
                                         guint           n_rows);
void          cy_paper_table_add_row    (CyPaperTable   *table,
                                         double          min_height);
void          cy_paper_table_add_cell   (CyPaperTable   *table,
                                         const char     *text,
                                         guint           columns,
                                         guint           rows,
                                         CyCellFlags     flags);

gboolean      cy_paper_lay_out        (CyPaper          *paper,
                                       CyPaperProgress   progress,
                                       gpointer          progress_data,
                                       GCancellable     *cancellable,
                                       GError          **error);
guint         cy_paper_get_n_pages    (CyPaper          *paper);
void          cy_paper_get_size       (CyPaper          *paper,
                                       double           *width,
                                       double           *height);
void          cy_paper_draw_page      (CyPaper          *paper,
                                       guint             page,
                                       cairo_t          *cr);
gboolean      cy_paper_write_pdf      (CyPaper          *paper,
                                       GOutputStream    *stream,
                                       CyPaperProgress   progress,
                                       gpointer          progress_data,
                                       GCancellable     *cancellable,
                                       GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyPaper, cy_paper_free)

G_END_DECLS
