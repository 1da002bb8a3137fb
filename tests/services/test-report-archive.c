#include "archive-fixture.h"

#include "cy-child-store.h"
#include "cy-setting-store.h"
#include "demo/cy-demo.h"
#include "exchange/cy-import.h"
#include "report/cy-card.h"
#include "report/cy-preview.h"
#include "report/cy-report.h"

#include <glib/gstdio.h>
#include <string.h>

/* Reports of an archive: what is read, where it is put, and that a roster comes back in. */

#define TODAY "2026-11-16"
#define N_CHILDREN 60

typedef struct {
  Fixture archive;
  CyArchive *open;
  CyDb *db;
} Setting;

static gpointer
fill_step (CyConn        *conn,
           gpointer       demo,
           GCancellable  *cancellable,
           GError       **error)
{
  return cy_demo_step (demo, conn, error) ? demo : NULL;
}

static void
set_up (Setting       *s,
        gconstpointer  data)
{
  g_autoptr (CyDemo) demo = cy_demo_new (N_CHILDREN, 3, cy_day_from_iso (TODAY));
  g_autoptr (GError) error = NULL;

  fixture_set_up (&s->archive, NULL);
  s->open = fixture_unlock (&s->archive, PASSWORD);
  s->db = cy_archive_get_db (s->open);
  while (!cy_demo_is_done (demo))
    {
      cy_db_run (s->db, CY_DB_WRITE, fill_step, demo, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
tear_down (Setting       *s,
           gconstpointer  data)
{
  cy_archive_lock (s->open);
  g_clear_object (&s->open);
  fixture_tear_down (&s->archive, NULL);
}

typedef struct {
  CyReportRequest request;
  char *path;
  CyPaperProgress progress;
  gpointer progress_data;
} Job;

static gpointer
write_report (CyConn        *conn,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  Job *job = data;

  return cy_report_write (conn, &job->request, job->path, job->progress, job->progress_data, cancellable, error)
         ? job : NULL;
}

static CyReportRequest
request_for (CyReportKind   kind,
             CyReportFormat format)
{
  return (CyReportRequest) { .kind = kind, .format = format, .from = cy_day_from_iso ("2026-03-01"), .to = CY_DAY_NONE,
                             .today = cy_day_from_iso (TODAY) };
}

/* Writes a report and returns its content. */
static GBytes *
written (Setting         *s,
         CyReportRequest  request)
{
  g_autofree char *name = cy_report_file_name (&request);
  g_autofree char *path = g_build_filename (s->archive.folder, name, NULL);
  g_autoptr (GError) error = NULL;
  Job job = { .request = request, .path = path };
  char *content = NULL;
  gsize size;

  cy_db_run (s->db, CY_DB_READ, write_report, &job, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &content, &size, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (content, size);
}

static char *
all_text (GBytes *pdf,
          guint  *n_pages)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyPreview) preview = cy_preview_new (pdf, &error);
  GString *all = g_string_new (NULL);

  g_assert_no_error (error);
  *n_pages = cy_preview_get_n_pages (preview);
  for (guint i = 0; i < *n_pages; i++)
    {
      g_autofree char *text = cy_preview_get_text (preview, i);

      g_string_append (all, text);
    }

  return g_string_free_and_steal (all);
}

static gpointer
set_office (CyConn        *conn,
            gpointer       name,
            GCancellable  *cancellable,
            GError       **error)
{
  cy_setting_set_text (conn, CY_SETTING_OFFICE, name, error);

  return NULL;
}

static gpointer
list_names (CyConn        *conn,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  CyStmt *st = cy_conn_query (conn, error, "SELECT name FROM person WHERE is_child AND deleted_at IS NULL", NULL);

  while (st != NULL && cy_stmt_step (st, error))
    g_ptr_array_add (names, cy_stmt_dup_text (st, 0));

  return g_steal_pointer (&names);
}

static void
test_every_child (Setting       *s,
                  gconstpointer  data)
{
  g_autoptr (GPtrArray) names = cy_db_run (s->db, CY_DB_READ, list_names, NULL, NULL, NULL);

  cy_db_run (s->db, CY_DB_WRITE, set_office, (gpointer) "禾田镇民政办公室", NULL, NULL);
  g_assert_cmpuint (names->len, ==, N_CHILDREN);
  for (CyReportKind kind = CY_REPORT_CARD; kind <= CY_REPORT_CARE; kind++)
    {
      g_autoptr (GBytes) pdf = written (s, request_for (kind, CY_REPORT_PDF));
      guint n_pages;
      g_autofree char *text = all_text (pdf, &n_pages);

      g_assert_nonnull (strstr (text, "禾田镇民政办公室"));
      if (kind == CY_REPORT_CARD)
        g_assert_cmpuint (n_pages, ==, N_CHILDREN);
      for (guint i = 0; kind != CY_REPORT_CARE && i < names->len; i++)
        g_assert_nonnull (strstr (text, g_ptr_array_index (names, i)));
    }
}

static gpointer
match_again (CyConn        *conn,
             gpointer       plan,
             GCancellable  *cancellable,
             GError       **error)
{
  return cy_import_plan_match (plan, conn, cancellable, error) ? plan : NULL;
}

/* What the roster says is what the archive says: an import of it would change nothing. */
static void
test_roster_comes_back (Setting       *s,
                        gconstpointer  data)
{
  g_autoptr (GBytes) bytes = written (s, request_for (CY_REPORT_ROSTER, CY_REPORT_XLSX));
  g_autoptr (GError) error = NULL;
  g_autoptr (CyImportPlan) plan = cy_import_plan_new_for_bytes (bytes, "roster.xlsx", CY_IMPORT_CHILDREN,
                                                                cy_day_from_iso (TODAY), NULL, &error);
  const CyImportSheet *sheet;

  g_assert_no_error (error);
  g_assert_cmpuint (plan->n_rows, ==, N_CHILDREN);
  cy_db_run (s->db, CY_DB_READ, match_again, plan, NULL, &error);
  g_assert_no_error (error);
  sheet = g_ptr_array_index (plan->sheets, 0);
  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const CyImportColumn *column = g_ptr_array_index (sheet->columns, i);

      if (column->field == CY_FIELD_IGNORED)
        g_error ("the column %s is not known again", column->heading);
    }
  for (guint i = 0; i < sheet->rows->len; i++)
    {
      const CyImportRow *row = &g_array_index (sheet->rows, CyImportRow, i);

      for (guint j = 0; row->changes != NULL && j < row->changes->len; j++)
        {
          const CyImportChange *change = g_ptr_array_index (row->changes, j);

          g_test_message ("row %u, %s: %s -> %s", row->number, cy_import_field_key (change->field), change->before,
                          change->after);
        }
      g_assert_cmpint (row->action, ==, CY_IMPORT_SAME);
    }
}

static gpointer
first_children (CyConn        *conn,
                gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  return cy_card_list_children (conn, 0, 0, cy_day_from_iso (TODAY), 3, error);
}

static void
test_chosen_children (Setting       *s,
                      gconstpointer  data)
{
  g_autoptr (GArray) ids = cy_db_run (s->db, CY_DB_READ, first_children, NULL, NULL, NULL);
  CyReportRequest request = request_for (CY_REPORT_CARD, CY_REPORT_PDF);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  Job job = { .path = (char *) "/nowhere" };
  gint64 nobody = 999999;
  guint n_pages;

  g_assert_cmpuint (ids->len, ==, 3);
  request.child_ids = ids;
  pdf = written (s, request);
  text = all_text (pdf, &n_pages);
  g_assert_cmpuint (n_pages, ==, 3);

  g_array_append_val (ids, nobody);
  job.request = request;
  g_assert_null (cy_db_run (s->db, CY_DB_READ, write_report, &job, NULL, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND);
}

static void
test_refusals (Setting       *s,
               gconstpointer  data)
{
  Job job = { .request = request_for (CY_REPORT_CARD, CY_REPORT_XLSX), .path = (char *) "/nowhere" };
  g_autoptr (GError) error = NULL;

  g_assert_null (cy_db_run (s->db, CY_DB_READ, write_report, &job, NULL, &error));
  g_assert_error (error, CY_REPORT_ERROR, CY_REPORT_ERROR_FORMAT);
  g_clear_error (&error);

  job.request = request_for (CY_REPORT_CARE, CY_REPORT_PDF);
  job.request.to = job.request.from - 1;
  g_assert_null (cy_db_run (s->db, CY_DB_READ, write_report, &job, NULL, &error));
  g_assert_error (error, CY_REPORT_ERROR, CY_REPORT_ERROR_PERIOD);
  g_clear_error (&error);

  job.request = request_for (CY_REPORT_ROSTER, CY_REPORT_PDF);
  job.path = (char *) "/no/such/folder/roster.pdf";
  g_assert_null (cy_db_run (s->db, CY_DB_READ, write_report, &job, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
cancel_half_way (double   fraction,
                 gpointer cancellable)
{
  if (fraction > 0.5)
    g_cancellable_cancel (cancellable);
}

static guint
n_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

/* Cancelled half-way: the file of before is as it was, and nothing lies beside it. */
static void
test_cancelled (Setting       *s,
                gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = g_build_filename (s->archive.folder, "cards.pdf", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  Job job = { .request = request_for (CY_REPORT_CARD, CY_REPORT_PDF), .path = path, .progress = cancel_half_way,
              .progress_data = cancellable };
  guint n_before;

  g_file_set_contents (path, "before", -1, NULL);
  n_before = n_files (s->archive.folder);
  g_assert_null (cy_db_run (s->db, CY_DB_READ, write_report, &job, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "before");
  g_assert_cmpuint (n_files (s->archive.folder), ==, n_before);
}

static void
test_names (void)
{
  CyReportRequest request = request_for (CY_REPORT_CARE, CY_REPORT_XLSX);
  g_autofree char *name = cy_report_file_name (&request);
  CyReportFormat format;

  g_assert_cmpstr (name, ==, "care-record-2026-11-16.xlsx");
  g_assert_true (cy_report_format_from_path ("a/B.PDF", &format));
  g_assert_cmpint (format, ==, CY_REPORT_PDF);
  g_assert_true (cy_report_format_from_path (name, &format));
  g_assert_cmpint (format, ==, CY_REPORT_XLSX);
  g_assert_false (cy_report_format_from_path ("roster.xls", &format));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/report-archive/" name, Setting, NULL, set_up, func, tear_down)
  ADD ("every-child", test_every_child);
  ADD ("roster-comes-back", test_roster_comes_back);
  ADD ("chosen-children", test_chosen_children);
  ADD ("refusals", test_refusals);
  ADD ("cancelled", test_cancelled);
  g_test_add_func ("/report-archive/names", test_names);

  return g_test_run ();
}
