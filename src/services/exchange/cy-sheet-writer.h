#pragma once

#include <gio/gio.h>

#include "cy-day.h"

G_BEGIN_DECLS

/**
 * CySheetWriter:
 *
 * Writes an .xlsx workbook row by row and hands over its content, for the caller to put into
 * place as a whole.
 */
typedef struct _CySheetWriter CySheetWriter;

/**
 * CySheetStyle:
 * @CY_SHEET_STYLE_PLAIN: a cell of the table
 * @CY_SHEET_STYLE_HEADER: a column's name
 * @CY_SHEET_STYLE_TITLE: over the whole sheet, without a border
 * @CY_SHEET_STYLE_NOTE: a line below the title, without a border
 * @CY_SHEET_STYLE_TOTAL: a sum
 */
typedef enum {
  CY_SHEET_STYLE_PLAIN,
  CY_SHEET_STYLE_HEADER,
  CY_SHEET_STYLE_TITLE,
  CY_SHEET_STYLE_NOTE,
  CY_SHEET_STYLE_TOTAL,
} CySheetStyle;

#define CY_SHEET_STYLE_COUNT 5

CySheetWriter *cy_sheet_writer_new       (const char     *title);
void           cy_sheet_writer_free      (CySheetWriter  *writer);
void           cy_sheet_writer_add_sheet (CySheetWriter  *writer,
                                          const char     *name,
                                          const double   *widths,
                                          guint           n_columns);
void           cy_sheet_writer_freeze    (CySheetWriter  *writer,
                                          guint           n_columns);
void           cy_sheet_writer_next_row  (CySheetWriter  *writer);
void           cy_sheet_writer_add_text  (CySheetWriter  *writer,
                                          const char     *text,
                                          CySheetStyle    style);
void           cy_sheet_writer_add_int   (CySheetWriter  *writer,
                                          gint64          value,
                                          CySheetStyle    style);
void           cy_sheet_writer_add_share (CySheetWriter  *writer,
                                          gint64          part,
                                          gint64          whole,
                                          CySheetStyle    style);
GBytes        *cy_sheet_writer_finish    (CySheetWriter  *writer,
                                          GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CySheetWriter, cy_sheet_writer_free)

G_END_DECLS
