#pragma once

#include "cy-context.h"
#include "report/cy-report.h"

G_BEGIN_DECLS

void cy_print_report (CyContext              *context,
                      GtkWidget              *parent,
                      const CyReportRequest  *request);
void cy_save_report  (CyContext              *context,
                      GtkWidget              *parent,
                      const CyReportRequest  *request);
void cy_print_cards  (CyContext              *context,
                      GtkWidget              *parent,
                      const gint64           *child_ids,
                      guint                   n_children);
void cy_save_cards   (CyContext              *context,
                      GtkWidget              *parent,
                      const gint64           *child_ids,
                      guint                   n_children);

G_END_DECLS
