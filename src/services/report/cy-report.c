#define G_LOG_DOMAIN "cy-report"

#include "config.h"

#include "cy-report.h"

#include "care/cy-care.h"
#include "cy-care-data.h"
#include "cy-roster-workbook.h"
#include "cy-scheme-store.h"
#include "cy-setting-store.h"
#include "cy-term-store.h"

/* From this many children on, the record is made for all and the others left out. */
#define FEW_CHILDREN 64
#define DAYS_WITHOUT_TERM 90

struct _CyReport {
  CyReportKind kind;
  CyReportFormat format;
  CyDay today;
  char *office;
  GPtrArray *cards;             /* of cards and of a roster's pages */
  GPtrArray *rows;              /* of a roster's workbook */
  CyCareData *care;
};

G_DEFINE_QUARK (cy-report-error-quark, cy_report_error)

/** cy_report_request_copy: Returns: (transfer full): a copy, which shares the ids */
CyReportRequest *
cy_report_request_copy (const CyReportRequest *request)
{
  CyReportRequest *copy = g_memdup2 (request, sizeof *request);

  if (copy->child_ids != NULL)
    g_array_ref (copy->child_ids);

  return copy;
}

/** cy_report_request_free: Frees a copy of a request. */
void
cy_report_request_free (CyReportRequest *request)
{
  g_clear_pointer (&request->child_ids, g_array_unref);
  g_free (request);
}

/**
 * cy_report_format_from_path:
 * @format: (out):
 *
 * Returns: whether the name says which format is wanted, by its ending
 */
gboolean
cy_report_format_from_path (const char     *path,
                            CyReportFormat *format)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  if (g_str_has_suffix (lower, ".pdf"))
    *format = CY_REPORT_PDF;
  else if (g_str_has_suffix (lower, ".xlsx"))
    *format = CY_REPORT_XLSX;
  else
    return FALSE;

  return TRUE;
}

/** cy_report_file_name: Returns: (transfer full): a name to propose, which names nobody */
char *
cy_report_file_name (const CyReportRequest *request)
{
  static const char * const stems[] = {
    [CY_REPORT_CARD] = "contact-cards",
    [CY_REPORT_ROSTER] = "roster",
    [CY_REPORT_CARE] = "care-record",
  };
  g_autofree char *day = cy_day_to_iso (request->today);

  return g_strdup_printf ("%s-%s.%s", stems[request->kind], day, request->format == CY_REPORT_XLSX ? "xlsx" : "pdf");
}

/* Loading */

/* The period that is meant where none is given. */
static gboolean
find_period (CyConn                 *conn,
             const CyReportRequest  *request,
             CyDay                  *from,
             CyDay                  *to,
             GError                **error)
{
  g_autoptr (GPtrArray) terms = NULL;

  *from = request->from;
  *to = request->to != CY_DAY_NONE ? request->to : request->today;
  if (*from == CY_DAY_NONE)
    {
      terms = cy_term_list (conn, error);
      if (terms == NULL)
        return FALSE;

      *from = *to - DAYS_WITHOUT_TERM;
      for (guint i = 0; i < terms->len; i++)
        {
          const CyTerm *term = g_ptr_array_index (terms, i);

          if (term->kind == CY_TERM_TERM && term->from <= *to && term->to >= *to)
            *from = term->from;
        }
    }

  if (*to < *from)
    {
      g_set_error_literal (error, CY_REPORT_ERROR, CY_REPORT_ERROR_PERIOD, "The period ends before it begins");
      return FALSE;
    }

  return TRUE;
}

static GPtrArray *
load_cards (CyConn        *conn,
            GArray        *ids,
            CyDay          today,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_card_free);

  for (guint i = 0; i < ids->len; i++)
    {
      CyCard *card;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      card = cy_card_load (conn, g_array_index (ids, gint64, i), today, error);
      if (card == NULL)
        return NULL;
      g_ptr_array_add (cards, card);
    }

  return g_steal_pointer (&cards);
}

/* Takes the tallies of one record that belong to the listed children and the wanted scheme. */
static void
take_tallies (CyCareData         *data,
              const CyCareRecord *record,
              GHashTable         *places,
              gint64              scheme_id)
{
  for (guint i = 0; i < record->tallies->len; i++)
    {
      const CyCareTally *tally = &g_array_index (record->tallies, CyCareTally, i);
      const CyObligation *obligation = g_ptr_array_index (record->obligations, tally->obligation);
      CyCareLine line = { .obligation = tally->obligation, .required = tally->required, .done = tally->done,
                          .missed = tally->missed, .first_date = data->dates->len };
      gpointer place;

      if (scheme_id != 0 && obligation->scheme_id != scheme_id)
        continue;
      if (!g_hash_table_lookup_extended (places, &tally->child_id, NULL, &place))
        continue;
      line.child = GPOINTER_TO_UINT (place);
      if (tally->done > 0)
        g_array_append_vals (data->dates, &g_array_index (record->dates, CyDay, tally->first_date), tally->done);
      g_array_append_val (data->lines, line);
    }
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const CyCareLine *first = a, *second = b;

  if (first->child != second->child)
    return first->child < second->child ? -1 : 1;

  return (first->obligation > second->obligation) - (first->obligation < second->obligation);
}

static gboolean
load_lines (CyConn                 *conn,
            const CyReportRequest  *request,
            GArray                 *ids,
            CyCareData             *data,
            GError                **error)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_int64_hash, g_int64_equal);
  gboolean few = ids->len > 0 && ids->len <= FEW_CHILDREN;

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_insert (places, &g_array_index (ids, gint64, i), GUINT_TO_POINTER (i));

  for (guint i = 0; i < (few ? ids->len : 1); i++)
    {
      g_autoptr (CyCareRecord) record = cy_care_record (conn, data->from, data->to, data->today,
                                                        few ? g_array_index (ids, gint64, i) : 0, error);

      if (record == NULL)
        return FALSE;
      if (i == 0)
        {
          g_ptr_array_unref (data->obligations);
          data->obligations = g_ptr_array_ref (record->obligations);
        }
      take_tallies (data, record, places, request->scheme_id);
    }
  g_array_sort (data->lines, compare_lines);

  return TRUE;
}

static CyCareData *
load_care (CyConn                 *conn,
           const CyReportRequest  *request,
           GArray                 *ids,
           GCancellable           *cancellable,
           GError                **error)
{
  g_autoptr (CyCareData) data = cy_care_data_new ();
  GPtrArray *cards, *schemes;

  data->today = request->today;
  if (!find_period (conn, request, &data->from, &data->to, error))
    return NULL;

  cards = load_cards (conn, ids, request->today, cancellable, error);
  if (cards == NULL)
    return NULL;
  g_ptr_array_unref (data->children);
  data->children = cards;
  schemes = cy_scheme_list (conn, FALSE, error);
  if (schemes == NULL)
    return NULL;
  g_ptr_array_unref (data->schemes);
  data->schemes = schemes;
  if (!load_lines (conn, request, ids, data, error))
    return NULL;

  return g_steal_pointer (&data);
}

/**
 * cy_report_load:
 * @conn: in a job
 * @cancellable: (nullable):
 * @error: %CY_REPORT_ERROR_FORMAT, %CY_REPORT_ERROR_PERIOD, %CY_STORE_ERROR_NOT_FOUND when a
 *   child is not there, or what the store says
 *
 * Reads everything that a report says.
 *
 * Returns: (transfer full) (nullable): the report, which needs the archive no longer
 */
CyReport *
cy_report_load (CyConn                 *conn,
                const CyReportRequest  *request,
                GCancellable           *cancellable,
                GError                **error)
{
  g_autoptr (CyReport) report = g_new0 (CyReport, 1);
  g_autoptr (GArray) ids = NULL;

  report->kind = request->kind;
  report->format = request->format;
  report->today = request->today;
  if (request->format == CY_REPORT_XLSX && request->kind == CY_REPORT_CARD)
    {
      g_set_error_literal (error, CY_REPORT_ERROR, CY_REPORT_ERROR_FORMAT, "Contact cards are PDF only");
      return NULL;
    }

  if (!cy_setting_get_text (conn, CY_SETTING_OFFICE, &report->office, error))
    return NULL;
  ids = request->child_ids != NULL ? g_array_ref (request->child_ids)
                                   : cy_card_list_children (conn, request->unit_id, request->scheme_id, request->today,
                                                            request->limit, error);
  if (ids == NULL)
    return NULL;

  if (request->kind == CY_REPORT_ROSTER && request->format == CY_REPORT_XLSX)
    report->rows = cy_roster_rows_load (conn, ids, request->today, cancellable, error);
  else if (request->kind == CY_REPORT_CARE)
    report->care = load_care (conn, request, ids, cancellable, error);
  else
    report->cards = load_cards (conn, ids, request->today, cancellable, error);
  if (report->care == NULL && report->cards == NULL && report->rows == NULL)
    return NULL;

  return g_steal_pointer (&report);
}

/** cy_report_free: Frees a report. */
void
cy_report_free (CyReport *report)
{
  g_free (report->office);
  g_clear_pointer (&report->cards, g_ptr_array_unref);
  g_clear_pointer (&report->rows, g_ptr_array_unref);
  g_clear_pointer (&report->care, cy_care_data_free);
  g_free (report);
}

/** cy_report_get_n_children: Returns: of how many children it speaks */
guint
cy_report_get_n_children (CyReport *report)
{
  if (report->care != NULL)
    return report->care->children->len;

  return report->rows != NULL ? report->rows->len : report->cards->len;
}

/* Making the file */

typedef struct {
  CyPaperProgress progress;
  gpointer data;
  double from, to;
} Part;

static void
part_progress (double   fraction,
               gpointer user_data)
{
  Part *part = user_data;

  if (part->progress != NULL)
    part->progress (part->from + fraction * (part->to - part->from), part->data);
}

static CyPaper *
make_paper (CyReport *report)
{
  switch (report->kind)
    {
    case CY_REPORT_CARD:
      return cy_card_form (report->cards, report->office, report->today);
    case CY_REPORT_ROSTER:
      return cy_roster_form (report->cards, report->office, report->today);
    case CY_REPORT_CARE:
    default:
      return cy_care_form (report->care, report->office);
    }
}

static GBytes *
render_pdf (CyReport         *report,
            CyPaperProgress   progress,
            gpointer          progress_data,
            GCancellable     *cancellable,
            GError          **error)
{
  g_autoptr (CyPaper) paper = make_paper (report);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  Part layout = { progress, progress_data, 0, 0.5 };
  Part drawing = { progress, progress_data, 0.5, 1 };

  if (!cy_paper_lay_out (paper, part_progress, &layout, cancellable, error) ||
      !cy_paper_write_pdf (paper, stream, part_progress, &drawing, cancellable, error) ||
      !g_output_stream_close (stream, cancellable, error))
    return NULL;

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

/**
 * cy_report_render:
 * @progress: (nullable): called on this thread
 * @cancellable: (nullable):
 * @error: %G_IO_ERROR with the cause
 *
 * Makes the report's file in memory. It may be called on any thread, by one at a time.
 *
 * Returns: (transfer full) (nullable): the file's content
 */
GBytes *
cy_report_render (CyReport         *report,
                  CyPaperProgress   progress,
                  gpointer          progress_data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  if (report->format == CY_REPORT_PDF)
    return render_pdf (report, progress, progress_data, cancellable, error);
  if (report->care != NULL)
    return cy_care_workbook (report->care, report->office, cancellable, error);

  return cy_roster_workbook (report->rows, cancellable, error);
}

/**
 * cy_report_save:
 * @cancellable: (nullable):
 * @error: %G_IO_ERROR with the cause: %G_IO_ERROR_NO_SPACE, %G_IO_ERROR_PERMISSION_DENIED, …
 *
 * Puts a report in its place. It is written beside it first: what was there stays as it was
 * until the new file is whole.
 *
 * Returns: whether it was written
 */
gboolean
cy_report_save (GBytes        *bytes,
                GFile         *file,
                GCancellable  *cancellable,
                GError       **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_file_replace_contents (file, data, size, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, cancellable,
                                  error);
}

/**
 * cy_report_write:
 * @conn: in a job
 * @path: the file, whose directory exists
 * @progress: (nullable): called on this thread
 * @cancellable: (nullable):
 * @error: as cy_report_load(), cy_report_render() and cy_report_save() have
 *
 * Loads, makes and saves a report in one go, for those who need not keep the reader free.
 *
 * Returns: whether the file was written
 */
gboolean
cy_report_write (CyConn                 *conn,
                 const CyReportRequest  *request,
                 const char             *path,
                 CyPaperProgress         progress,
                 gpointer                progress_data,
                 GCancellable           *cancellable,
                 GError                **error)
{
  g_autoptr (CyReport) report = cy_report_load (conn, request, cancellable, error);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = NULL;

  if (report == NULL)
    return FALSE;

  bytes = cy_report_render (report, progress, progress_data, cancellable, error);

  return bytes != NULL && cy_report_save (bytes, file, cancellable, error);
}
