#pragma once

#include <gtk/gtk.h>

#include "report/cy-paper.h"

G_BEGIN_DECLS

#define CY_TYPE_PAPER_VIEW (cy_paper_view_get_type ())
G_DECLARE_FINAL_TYPE (CyPaperView, cy_paper_view, CY, PAPER_VIEW, GtkWidget)

void       cy_paper_view_set_paper (CyPaperView *self,
                                    CyPaper     *paper);

G_END_DECLS
