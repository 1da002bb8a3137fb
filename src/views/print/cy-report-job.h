#pragma once

#include "cy-db.h"
#include "report/cy-report.h"

G_BEGIN_DECLS

#define CY_TYPE_REPORT_JOB (cy_report_job_get_type ())
G_DECLARE_FINAL_TYPE (CyReportJob, cy_report_job, CY, REPORT_JOB, GObject)

CyReportJob *cy_report_job_new            (const CyReportRequest *request);
double       cy_report_job_get_fraction   (CyReportJob           *self);
gboolean     cy_report_job_is_cut         (CyReportJob           *self);
void         cy_report_job_run_async      (CyReportJob           *self,
                                           CyDb                  *db,
                                           GFile                 *file,
                                           GCancellable          *cancellable,
                                           GAsyncReadyCallback    callback,
                                           gpointer               user_data);
GBytes      *cy_report_job_run_finish     (CyReportJob           *self,
                                           GAsyncResult          *result,
                                           GError               **error);

G_END_DECLS
