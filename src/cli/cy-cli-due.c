#define G_LOG_DOMAIN "chuyanctl"

#include "config.h"

#include "cy-cli.h"

#include "care/cy-care.h"
#include "text/cy-names.h"

#include "cy-person-store.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* The due list with the words that are printed for each row. */
typedef struct {
  CyDay today;
  int within;                   /* -1: all */
  GArray *rows;                 /* CyDueRow */
  GHashTable *people;           /* child id → CyPerson */
} DueJob;

static void
due_job_clear (DueJob *job)
{
  g_clear_pointer (&job->rows, g_array_unref);
  g_clear_pointer (&job->people, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DueJob, due_job_clear)

static gpointer
due_job (CyConn        *conn,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  DueJob *job = data;

  job->rows = cy_care_due (conn, job->today, 0, error);
  if (job->rows == NULL)
    return NULL;
  if (job->within >= 0)
    cy_care_due_keep_within (job->rows, job->today, job->within);
  cy_care_due_sort (job->rows);

  for (guint i = 0; i < job->rows->len; i++)
    {
      gint64 id = g_array_index (job->rows, CyDueRow, i).child_id;
      CyPerson *person;

      if (g_hash_table_contains (job->people, &id))
        continue;
      person = cy_person_load (conn, id, error);
      if (person == NULL)
        return NULL;
      g_hash_table_insert (job->people, &person->id, person);
    }

  return job;
}

static void
print_json_row (const CyDueRow *row,
                const CyPerson *person)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_auto (GStrv) sources = cy_due_row_dup_sources (row);
  char uid[CY_UID_STRING_SIZE];

  cy_uid_to_string (&person->uid, uid);
  json_builder_begin_object (builder);
  cy_cli_json_text (builder, "child", uid);
  cy_cli_json_text (builder, "name", person->name);
  cy_cli_json_kinds (builder, row->kinds);
  cy_cli_json_day (builder, "due", row->due);
  cy_cli_json_text (builder, "state", cy_due_state_to_key (row->state));
  cy_cli_json_int (builder, "required", row->required);
  cy_cli_json_int (builder, "done", row->done);
  cy_cli_json_strings (builder, "sources", (const char * const *) sources);
  json_builder_end_object (builder);
  cy_cli_write_json (builder);
}

static void
print_json (DueJob *job)
{
  g_autofree char *today = cy_day_to_iso (job->today);

  printf ("{\"today\":\"%s\",\"rows\":[", today);
  for (guint i = 0; i < job->rows->len; i++)
    {
      const CyDueRow *row = &g_array_index (job->rows, CyDueRow, i);

      if (i > 0)
        putchar (',');
      print_json_row (row, g_hash_table_lookup (job->people, &row->child_id));
    }
  puts ("]}");
}

static void
print_table (DueJob *job)
{
  const char * const headings[] = { _("Due"), _("State"), _("Child"), _("What"), _("Done"), NULL };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint i = 0; i < job->rows->len; i++)
    {
      const CyDueRow *row = &g_array_index (job->rows, CyDueRow, i);
      const CyPerson *person = g_hash_table_lookup (job->people, &row->child_id);
      char **cells = g_new0 (char *, G_N_ELEMENTS (headings));

      cells[0] = cy_day_to_iso (row->due);
      cells[1] = g_strdup (cy_name_due_state (row->state));
      cells[2] = g_strdup (person->name);
      cells[3] = cy_name_contact_kinds (row->kinds);
      cells[4] = g_strdup_printf ("%d/%d", row->done, row->required);
      g_ptr_array_add (rows, cells);
    }
  cy_cli_print_table (headings, rows);
}

/** cy_cli_due: `due [--within DAYS]`: which child needs what */
int
cy_cli_due (CyCli  *cli,
            int     argc,
            char  **argv)
{
  g_auto (DueJob) job = { .today = cli->today, .within = -1 };
  g_autoptr (GError) error = NULL;
  CyDb *db;
  GOptionEntry entries[] = {
    { "within", 0, 0, G_OPTION_ARG_INT, &job.within, NULL, NULL },
    { NULL }
  };

  if (!cy_cli_parse (&argc, &argv, entries, 0, 0))
    return CY_CLI_USAGE;
  db = cy_cli_open (cli);
  if (db == NULL)
    return CY_CLI_FAILED;

  job.people = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) cy_person_free);
  if (cy_db_run (db, CY_DB_READ, due_job, &job, NULL, &error) == NULL)
    return cy_cli_fail (cli, error);

  if (cli->json)
    print_json (&job);
  else
    print_table (&job);

  return CY_CLI_DONE;
}
