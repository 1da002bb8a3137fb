#pragma once

#include <pango/pangocairo.h>

#include "cy-paper.h"

G_BEGIN_DECLS

/* What text is made with: one layout is used for all of a paper's texts in turn. */
typedef struct {
  PangoLayout *layout;
  GStringChunk *texts;
  char *serif;                  /* lists of families, best first */
  char *sans;
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

G_END_DECLS
