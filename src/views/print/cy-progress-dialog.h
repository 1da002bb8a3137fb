#pragma once

#include <adwaita.h>

#include "print/cy-report-job.h"

G_BEGIN_DECLS

#define CY_TYPE_PROGRESS_DIALOG (cy_progress_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CyProgressDialog, cy_progress_dialog, CY, PROGRESS_DIALOG, AdwDialog)

CyProgressDialog *cy_progress_dialog_new  (const char       *heading,
                                           CyReportJob      *job,
                                           GCancellable     *cancellable);
void              cy_progress_dialog_wait (CyProgressDialog *self,
                                           GtkWidget        *parent);
void              cy_progress_dialog_done (CyProgressDialog *self);

G_END_DECLS
