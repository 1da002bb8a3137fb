#pragma once

#include "cy-conn.h"
#include "cy-paper.h"

G_BEGIN_DECLS

/**
 * CyReportKind:
 * @CY_REPORT_CARD: contact cards 联系卡, one page a child; PDF only
 * @CY_REPORT_ROSTER: the roster; as .xlsx it imports again
 * @CY_REPORT_CARE: the care record of a period
 */
typedef enum {
  CY_REPORT_CARD,
  CY_REPORT_ROSTER,
  CY_REPORT_CARE,
} CyReportKind;

typedef enum {
  CY_REPORT_PDF,
  CY_REPORT_XLSX,
} CyReportFormat;

/**
 * CyReportError:
 * @CY_REPORT_ERROR_FORMAT: this report is not made in that format, or the file's name says
 *   neither .pdf nor .xlsx
 * @CY_REPORT_ERROR_PERIOD: the period ends before it begins
 * @CY_REPORT_ERROR_NO_PREVIEW: the module that reads PDF files is not there; reports are made without it
 *
 * Why a report was not made. Other causes have the codes of #CyStoreError (reading) and
 * #GIOErrorEnum (writing).
 */
typedef enum {
  CY_REPORT_ERROR_FORMAT,
  CY_REPORT_ERROR_PERIOD,
  CY_REPORT_ERROR_NO_PREVIEW,
} CyReportError;

#define CY_REPORT_ERROR (cy_report_error_quark ())
GQuark cy_report_error_quark (void);

/** The setting with the name of the office, which stands on every report. */
#define CY_SETTING_OFFICE "office-name"

/**
 * CyReportRequest:
 * @child_ids: (nullable) (element-type gint64): of whom, in this order; %NULL for every child
 *   on the roll, by school or village, class and name
 * @unit_id: where @child_ids is %NULL: only the children of this village, school, class or of
 *   what lies in it; 0 for all
 * @scheme_id: where @child_ids is %NULL: only the children enrolled in this scheme; and of the
 *   care record only what it asks; 0 for all
 * @limit: where @child_ids is %NULL: so many children at most, for a look; 0 for all
 * @from, @to: of the care record: the period, both days included; %CY_DAY_NONE for the term
 *   that @today is in (else the 90 days before it), and for @today
 * @today: the day it is made on: ages count from it, and nothing after it is missed yet
 *
 * What is wanted.
 */
typedef struct {
  CyReportKind kind;
  CyReportFormat format;
  GArray *child_ids;
  gint64 unit_id;
  gint64 scheme_id;
  guint limit;
  CyDay from;
  CyDay to;
  CyDay today;
} CyReportRequest;

/**
 * CyReport:
 *
 * Everything a report says, read from the archive: it is loaded in a database job and made
 * into a file on any other thread, so that a long report holds up no reader.
 */
typedef struct _CyReport CyReport;

CyReportRequest *cy_report_request_copy (const CyReportRequest *request);
void      cy_report_request_free     (CyReportRequest        *request);

gboolean  cy_report_format_from_path (const char             *path,
                                      CyReportFormat         *format);
char     *cy_report_file_name        (const CyReportRequest  *request);

CyReport *cy_report_load             (CyConn                 *conn,
                                      const CyReportRequest  *request,
                                      GCancellable           *cancellable,
                                      GError                **error);
void      cy_report_free             (CyReport               *report);
guint     cy_report_get_n_children   (CyReport               *report);
GBytes   *cy_report_render           (CyReport               *report,
                                      CyPaperProgress         progress,
                                      gpointer                progress_data,
                                      GCancellable           *cancellable,
                                      GError                **error);
gboolean  cy_report_save             (GBytes                 *bytes,
                                      GFile                  *file,
                                      GCancellable           *cancellable,
                                      GError                **error);
gboolean  cy_report_write            (CyConn                 *conn,
                                      const CyReportRequest  *request,
                                      const char             *path,
                                      CyPaperProgress         progress,
                                      gpointer                progress_data,
                                      GCancellable           *cancellable,
                                      GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyReport, cy_report_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyReportRequest, cy_report_request_free)

G_END_DECLS
