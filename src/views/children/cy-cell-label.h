#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** CyCellColumn: how wide the texts of a column are. */
typedef struct _CyCellColumn CyCellColumn;

CyCellColumn *cy_cell_column_new   (void);
CyCellColumn *cy_cell_column_ref   (CyCellColumn *column);
void          cy_cell_column_unref (CyCellColumn *column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyCellColumn, cy_cell_column_unref)

#define CY_TYPE_CELL_LABEL (cy_cell_label_get_type ())
G_DECLARE_FINAL_TYPE (CyCellLabel, cy_cell_label, CY, CELL_LABEL, GtkWidget)

GtkWidget  *cy_cell_label_new      (CyCellColumn *column);
const char *cy_cell_label_get_text (CyCellLabel  *label);
void        cy_cell_label_set_text (CyCellLabel  *label,
                                    const char   *text);

G_END_DECLS
