#define G_LOG_DOMAIN "chuyanctl"

#include "config.h"

#include "cy-cli.h"

#include "exchange/cy-import-words.h"
#include "exchange/cy-import.h"

#include <glib/gi18n.h>

typedef struct {
  CyImportPlan *plan;
  gboolean apply;
  gboolean update;
  CyImportResult result;
} ImportJob;

/* What the archive holds decides on matches and on the children of contacts, so the plan is
 * matched in the very transaction that applies it. */
static gpointer
import_job (CyConn        *conn,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  ImportJob *job = data;

  if (!cy_import_plan_match (job->plan, conn, cancellable, error))
    return NULL;
  if (job->apply &&
      !cy_import_plan_apply (job->plan, conn, job->update, NULL, NULL, cancellable, &job->result, error))
    return NULL;

  return job;
}

static void
json_findings (JsonBuilder  *builder,
               const char   *member,
               CyImportPlan *plan,
               gboolean      errors)
{
  g_autoptr (GArray) findings = cy_import_plan_findings (plan, errors);

  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++)
    {
      const CyImportFinding *finding = &g_array_index (findings, CyImportFinding, i);

      json_builder_begin_object (builder);
      cy_cli_json_text (builder, "sheet", finding->sheet);
      cy_cli_json_int (builder, "row", finding->row);
      cy_cli_json_text (builder, "code", cy_import_problem_code (finding->problem));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (ImportJob *job)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cy_cli_json_int (builder, "rows", job->plan->n_rows);
  cy_cli_json_int (builder, "clean", job->plan->n_clean);
  cy_cli_json_int (builder, "imported", job->result.n_added);
  cy_cli_json_int (builder, "updated", job->result.n_changed);
  cy_cli_json_int (builder, "unchanged", job->result.n_same);
  json_findings (builder, "errors", job->plan, TRUE);
  json_findings (builder, "warnings", job->plan, FALSE);
  json_builder_end_object (builder);
  cy_cli_print_json (builder);
}

static void
print_findings (CyImportPlan *plan,
                gboolean      errors)
{
  g_autoptr (GArray) findings = cy_import_plan_findings (plan, errors);

  for (guint i = 0; i < findings->len; i++)
    {
      const CyImportFinding *finding = &g_array_index (findings, CyImportFinding, i);

      g_print (errors ? _("%s, row %u: not taken: %s\n") : _("%s, row %u: to be mended: %s\n"),
               finding->sheet, finding->row, cy_name_import_problem (finding->problem));
    }
}

static void
print_text (ImportJob *job)
{
  print_findings (job->plan, TRUE);
  print_findings (job->plan, FALSE);
  g_print (ngettext ("%u row, %u of them without a problem.\n", "%u rows, %u of them without a problem.\n",
                     job->plan->n_rows), job->plan->n_rows, job->plan->n_clean);
  if (job->apply)
    g_print (_("%u added, %u brought up to date, %u already there.\n"),
             job->result.n_added, job->result.n_changed, job->result.n_same);
}

/* Reads a plan of the file, of one of its sheets where that is asked for. */
static CyImportPlan *
read_plan (CyCli         *cli,
           const char    *path,
           CyImportKind   kind,
           const char    *sheet,
           GError       **error)
{
  g_autoptr (CyImportPlan) plan = cy_import_plan_new (path, kind, cli->today, NULL, error);

  if (plan == NULL || (sheet != NULL && !cy_import_plan_use_only (plan, sheet, error)))
    return NULL;

  return g_steal_pointer (&plan);
}

/** cy_cli_import: `import FILE [--as children|contacts] [--sheet NAME] [--dry-run] [--update]` */
int
cy_cli_import (CyCli  *cli,
               int     argc,
               char  **argv)
{
  g_autofree char *as = NULL;
  g_autofree char *sheet = NULL;
  gboolean dry_run = FALSE;
  g_autoptr (CyImportPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  ImportJob job = { NULL };
  CyDb *db;
  GOptionEntry entries[] = {
    { "as", 0, 0, G_OPTION_ARG_STRING, &as, NULL, NULL },
    { "sheet", 0, 0, G_OPTION_ARG_STRING, &sheet, NULL, NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, NULL, NULL },
    { "update", 0, 0, G_OPTION_ARG_NONE, &job.update, NULL, NULL },
    { NULL }
  };

  if (!cy_cli_parse (&argc, &argv, entries, 1, 1))
    return CY_CLI_USAGE;
  if (as != NULL && !g_str_equal (as, "children") && !g_str_equal (as, "contacts"))
    return cy_cli_usage (_("import: --as takes children or contacts, not “%s”"), as);

  db = cy_cli_open (cli);
  if (db == NULL)
    return CY_CLI_FAILED;
  plan = read_plan (cli, argv[1], g_strcmp0 (as, "contacts") == 0 ? CY_IMPORT_CONTACTS : CY_IMPORT_CHILDREN,
                    sheet, &error);
  if (plan == NULL)
    return cy_cli_fail (cli, error);

  job.plan = plan;
  job.apply = !dry_run;
  if (cy_db_run (db, dry_run ? CY_DB_READ : CY_DB_WRITE, import_job, &job, NULL, &error) == NULL)
    return cy_cli_fail (cli, error);

  if (cli->json)
    print_json (&job);
  else
    print_text (&job);

  return CY_CLI_DONE;
}
