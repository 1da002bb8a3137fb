#pragma once

#include "cy-context.h"
#include "report/cy-report.h"

G_BEGIN_DECLS

#define CY_TYPE_REPORTS_PAGE (cy_reports_page_get_type ())
G_DECLARE_FINAL_TYPE (CyReportsPage, cy_reports_page, CY, REPORTS_PAGE, AdwNavigationPage)

AdwNavigationPage *cy_reports_page_new         (CyContext       *context);
void               cy_reports_page_get_request (CyReportsPage   *self,
                                                CyReportRequest *request);
gboolean           cy_reports_page_is_shown    (CyReportsPage   *self);

G_END_DECLS
