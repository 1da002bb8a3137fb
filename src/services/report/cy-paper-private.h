#pragma once

#include <pango/pangocairo.h>

#include "cy-paper.h"

G_BEGIN_DECLS

/* What text is made with: one layout is used for all of a paper's texts in turn. */
typedef struct {
  PangoLayout *layout;
  GStringChunk *texts;
  GHashTable *heights;          /* of texts in cells: labels come again in each table */
  char *serif;                  /* lists of families, best first */
  char *sans;
  gboolean proportional;        /* quotation marks as Latin scripts have them, not as wide as a character */
} CyPaperType;

void          cy_paper_type_init         (CyPaperType    *type,
                                          const char     *language);
void          cy_paper_type_clear        (CyPaperType    *type);
const char   *cy_paper_type_keep         (CyPaperType    *type,
                                          const char     *text);
void          cy_paper_type_set          (CyPaperType    *type,
                                          const char     *text,
                                          gboolean        sans,
                                          gboolean        bold,
                                          double          size,
                                          double          width,
                                          PangoAlignment  alignment);
double        cy_paper_type_get_height   (CyPaperType    *type);
gsize         cy_paper_type_fit          (CyPaperType    *type,
                                          double          height);

/* How far the work has come, and whether it is still wanted. */
typedef struct {
  CyPaperProgress progress;
  gpointer data;
  GCancellable *cancellable;
  guint done, total;
} CyPaperWork;

gboolean      cy_paper_work_step         (CyPaperWork    *work,
                                          GError        **error);

CyPaperTable *cy_paper_table_new         (CyPaperType    *type,
                                          const double   *widths,
                                          guint           n_columns,
                                          double          width);
void          cy_paper_table_free        (CyPaperTable   *table);
GHashTable   *cy_paper_table_heights_new (void);
guint         cy_paper_table_get_n_rows  (CyPaperTable   *table);
guint         cy_paper_table_get_header  (CyPaperTable   *table);
gboolean      cy_paper_table_measure     (CyPaperTable   *table,
                                          double          page_height,
                                          CyPaperWork    *work,
                                          GError        **error);
double        cy_paper_table_get_height  (CyPaperTable   *table,
                                          guint           from,
                                          guint           to);
guint         cy_paper_table_get_unit    (CyPaperTable   *table,
                                          guint           from);
void          cy_paper_table_draw        (CyPaperTable   *table,
                                          cairo_t        *cr,
                                          double          x,
                                          double          y,
                                          guint           from,
                                          guint           to);

typedef struct {
  const char *text;             /* (nullable), kept by the type */
  guint16 column, n_columns, n_rows;
  guint16 flags;                /* CyCellFlags */
} CyPaperCell;

typedef struct {
  GArray *cells;                /* CyPaperCell, by column */
  double min_height;
  double height;
  gboolean joined;              /* a cell spans this row and the one above */
  gboolean band;
} CyPaperRow;

struct _CyPaperTable {
  CyPaperType *type;            /* of the paper */
  GPtrArray *rows;
  double *edges;                /* n_columns + 1, from the left margin */
  guint16 *covered;             /* for each column: how many rows below a cell still covers */
  guint n_columns;
  guint n_header;
  double font_size;
};

/* The room between a cell's border and its text. */
#define CY_PAPER_PAD_X 4.0
#define CY_PAPER_PAD_Y 3.5

CyPaperRow *cy_paper_table_row_at     (CyPaperTable      *table,
                                       guint              index);
double      cy_paper_table_cell_width (CyPaperTable      *table,
                                       const CyPaperCell *cell);
gboolean    cy_paper_table_set_text   (CyPaperTable      *table,
                                       const CyPaperCell *cell);

#define CY_PAPER_MARGIN_SIDE 51.0        /* 18 mm */
#define CY_PAPER_MARGIN_TOP 51.0
#define CY_PAPER_MARGIN_BOTTOM 54.0

typedef enum {
  CY_PAPER_BLOCK_TEXT,
  CY_PAPER_BLOCK_SPACE,
  CY_PAPER_BLOCK_BREAK,
  CY_PAPER_BLOCK_TABLE,
} CyPaperBlockKind;

typedef struct {
  CyPaperBlockKind kind;
  CyPaperStyle style;
  const char *text;             /* of a text; of a break: what the page is called in the outline */
  double height;
  CyPaperTable *table;
} CyPaperBlock;

/* A part of a block on a page. */
typedef struct {
  guint block;
  guint page;
  guint from, to;               /* rows of a table */
  double y;
} CyPaperPiece;

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

/* How a paragraph is set. */
typedef struct {
  double size;
  gboolean sans, bold;
  PangoAlignment alignment;
  double above, below;
} CyPaperLook;

const CyPaperLook  *cy_paper_look           (CyPaperStyle        style);
void                cy_paper_set_block_text (CyPaper            *paper,
                                             const CyPaperBlock *block);
const CyPaperPiece *cy_paper_piece_on       (CyPaper            *paper,
                                             guint               page,
                                             guint               index);

G_END_DECLS
