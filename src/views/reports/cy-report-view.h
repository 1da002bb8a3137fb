#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CY_TYPE_REPORT_VIEW (cy_report_view_get_type ())
G_DECLARE_FINAL_TYPE (CyReportView, cy_report_view, CY, REPORT_VIEW, GtkBox)

void     cy_report_view_set_busy    (CyReportView *self);
void     cy_report_view_set_pdf     (CyReportView *self,
                                     GBytes       *pdf,
                                     gboolean      partial);
void     cy_report_view_set_error   (CyReportView *self,
                                     const GError *error);
gboolean cy_report_view_is_shown    (CyReportView *self);
guint    cy_report_view_get_n_pages (CyReportView *self);

G_END_DECLS
