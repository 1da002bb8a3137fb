#define G_LOG_DOMAIN "chuyanctl"

#include "config.h"

#include "cy-cli.h"

#include "report/cy-report.h"

#include <glib/gi18n.h>

typedef struct {
  CyReportRequest *request;
  char **children;
  CyReport *report;
} ReportJob;

static gpointer
load_report (CyConn        *conn,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  ReportJob *job = data;

  if (job->children != NULL)
    {
      job->request->child_ids = cy_cli_find_children (conn, job->children, error);
      if (job->request->child_ids == NULL)
        return NULL;
    }

  return cy_report_load (conn, job->request, cancellable, error);
}

static gboolean
read_kind (const char   *name,
           CyReportKind *kind)
{
  static const char * const names[] = {
    [CY_REPORT_CARD] = "card",
    [CY_REPORT_ROSTER] = "roster",
    [CY_REPORT_CARE] = "care",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      {
        *kind = i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
write_report (CyDb             *db,
              CyReportRequest  *request,
              char            **children,
              const char       *path,
              GError          **error)
{
  ReportJob job = { request, children };
  g_autoptr (CyReport) report = cy_db_run (db, CY_DB_READ, load_report, &job, NULL, error);
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GBytes) bytes = NULL;

  if (report == NULL)
    return FALSE;

  bytes = cy_report_render (report, NULL, NULL, NULL, error);
  return bytes != NULL && cy_report_save (bytes, file, NULL, error);
}

/** cy_cli_report: `report card|roster|care [--child UID…] [--from DATE] [--to DATE] --out FILE` */
int
cy_cli_report (CyCli  *cli,
               int     argc,
               char  **argv)
{
  CyReportRequest request = { .from = CY_DAY_NONE, .to = CY_DAY_NONE, .today = cli->today };
  g_auto (GStrv) children = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  gboolean written;
  CyDb *db;
  GOptionEntry entries[] = {
    { "child", 0, 0, G_OPTION_ARG_STRING_ARRAY, &children, NULL, NULL },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, NULL, NULL },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, NULL, NULL },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, NULL, NULL },
    { NULL }
  };

  if (!cy_cli_parse (&argc, &argv, entries, 1, 1) ||
      !cy_cli_read_day ("--from", from, &request.from) || !cy_cli_read_day ("--to", to, &request.to))
    return CY_CLI_USAGE;
  if (!read_kind (argv[1], &request.kind))
    return cy_cli_usage (_("report: “%s” is none of card, roster and care"), argv[1]);
  if (out == NULL)
    return cy_cli_usage (_("report: --out is needed"));
  if (!cy_report_format_from_path (out, &request.format))
    return cy_cli_usage (_("report: the name of the file must end in .pdf or .xlsx"));

  db = cy_cli_open (cli);
  if (db == NULL)
    return CY_CLI_FAILED;
  written = write_report (db, &request, children, out, &error);
  g_clear_pointer (&request.child_ids, g_array_unref);
  if (!written)
    return cy_cli_fail (cli, error);

  if (cli->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      cy_cli_json_text (builder, "file", out);
      json_builder_end_object (builder);
      cy_cli_print_json (builder);
    }

  return CY_CLI_DONE;
}
