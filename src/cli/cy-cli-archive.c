#define G_LOG_DOMAIN "chuyanctl"

#include "config.h"

#include "cy-cli.h"

#include "demo/cy-demo.h"

#include "cy-child-store.h"
#include "keys/cy-password.h"

#include <glib/gi18n.h>
#include <unistd.h>

#define DEMO_CHILDREN 300

/* Creating */

static gboolean
create_archive (CyCli       *cli,
                const char  *user,
                const char  *password,
                char       **recovery_code,
                GError     **error)
{
  return cy_archive_create (cli->archive_path, user != NULL ? user : g_get_real_name (), password, recovery_code, error);
}

/**
 * cy_cli_create:
 *
 * `create [--user NAME]`: makes an archive and prints its recovery code, once.
 */
int
cy_cli_create (CyCli  *cli,
               int     argc,
               char  **argv)
{
  g_autofree char *user = NULL;
  char *password, *recovery_code;
  gboolean created;
  g_autoptr (GError) error = NULL;
  GOptionEntry entries[] = {
    { "user", 0, 0, G_OPTION_ARG_STRING, &user, NULL, NULL },
    { NULL }
  };

  if (!cy_cli_parse (&argc, &argv, entries, 0, 0))
    return CY_CLI_USAGE;

  password = cy_cli_read_password (cli, TRUE, &error);
  if (password == NULL)
    return cy_cli_fail (cli, error);

  created = create_archive (cli, user, password, &recovery_code, &error);
  cy_password_free (password);
  if (!created)
    return cy_cli_fail (cli, error);

  if (cli->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      cy_cli_json_text (builder, "archive", cli->archive_path);
      cy_cli_json_text (builder, "recovery_code", recovery_code);
      json_builder_end_object (builder);
      cy_cli_print_json (builder);
    }
  else
    g_print (_("The archive is made: %s\n"
                "Its recovery code, which opens it when the password is lost:\n\n"
                "    %s\n\n"
                "Write it down and keep it in a safe place. It is not shown again.\n"),
             cli->archive_path, recovery_code);
  cy_password_free (recovery_code);

  return CY_CLI_DONE;
}

/* The demo */

static gpointer
count_children (CyConn        *conn,
                gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  gint64 n_children;

  return cy_child_count (conn, &n_children, error) ? GSIZE_TO_POINTER (n_children) : NULL;
}

static gpointer
demo_step (CyConn        *conn,
           gpointer       demo,
           GCancellable  *cancellable,
           GError       **error)
{
  return cy_demo_step (demo, conn, error) ? demo : NULL;
}

static gboolean
fill_with_demo (CyDb    *db,
                CyDemo  *demo,
                GError **error)
{
  gboolean shown = isatty (STDERR_FILENO);

  while (!cy_demo_is_done (demo))
    {
      if (cy_db_run (db, CY_DB_WRITE, demo_step, demo, NULL, error) == NULL)
        return FALSE;
      if (shown)
        g_printerr ("\r%u", cy_demo_get_children (demo));
    }
  if (shown)
    g_printerr ("\r");

  return TRUE;
}

/* A missing archive is made first, with the password that then opens it. */
static CyDb *
open_or_create (CyCli *cli)
{
  char *password, *recovery_code = NULL;
  g_autoptr (GError) error = NULL;
  gboolean open;

  if (g_file_test (cli->archive_path, G_FILE_TEST_EXISTS))
    return cy_cli_open (cli);

  password = cy_cli_read_password (cli, TRUE, &error);
  open = password != NULL && create_archive (cli, NULL, password, &recovery_code, &error) &&
         (cli->archive = cy_archive_open (cli->archive_path, &error)) != NULL &&
         cy_archive_unlock (cli->archive, password, &error);
  cy_password_free (password);
  cy_password_free (recovery_code);
  if (!open)
    {
      cy_cli_fail (cli, error);
      return NULL;
    }

  return cy_archive_get_db (cli->archive);
}

/**
 * cy_cli_demo:
 *
 * `demo [--children N] [--seed S]`: fills an archive without children with fictional ones.
 */
int
cy_cli_demo (CyCli  *cli,
             int     argc,
             char  **argv)
{
  g_autoptr (CyDemo) demo = NULL;
  g_autoptr (GError) error = NULL;
  int n_children = DEMO_CHILDREN;
  int seed = 1;
  CyDb *db;
  GOptionEntry entries[] = {
    { "children", 0, 0, G_OPTION_ARG_INT, &n_children, NULL, NULL },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, NULL, NULL },
    { NULL }
  };

  if (!cy_cli_parse (&argc, &argv, entries, 0, 0))
    return CY_CLI_USAGE;
  if (n_children < 1)
    return cy_cli_usage (_("demo: --children takes a number from 1"));

  db = open_or_create (cli);
  if (db == NULL)
    return CY_CLI_FAILED;
  if (cy_db_run (db, CY_DB_READ, count_children, NULL, NULL, &error) != NULL)
    g_set_error_literal (&error, CY_CLI_ERROR, CY_CLI_ERROR_NOT_EMPTY,
                         _("There are children in this archive. Fictional ones are only added to an empty archive."));

  demo = cy_demo_new ((guint) n_children, (guint32) seed, cli->today);
  if (error != NULL || !fill_with_demo (db, demo, &error))
    return cy_cli_fail (cli, error);

  if (cli->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      cy_cli_json_int (builder, "children", cy_demo_get_children (demo));
      cy_cli_json_int (builder, "contacts", cy_demo_get_contacts (demo));
      json_builder_end_object (builder);
      cy_cli_print_json (builder);
    }
  else
    g_print (_("%u children and %u contacts, all of them fictional.\n"),
             cy_demo_get_children (demo), cy_demo_get_contacts (demo));

  return CY_CLI_DONE;
}

/* Checking */

static gpointer
check_job (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  return cy_conn_check (conn, error);
}

/* Adds what is wrong with a database to @problems. */
static gboolean
check_database (CyDb         *db,
                GStrvBuilder *problems,
                GError      **error)
{
  g_auto (GStrv) found = db != NULL ? cy_db_run (db, CY_DB_READ, check_job, NULL, NULL, error) : NULL;

  if (db == NULL)
    return TRUE;
  if (found == NULL)
    return FALSE;
  g_strv_builder_addv (problems, (const char **) found);

  return TRUE;
}

/**
 * cy_cli_check:
 *
 * `check`: verifies the databases that the password opens: every page, the structure, the
 * references.
 */
int
cy_cli_check (CyCli  *cli,
              int     argc,
              char  **argv)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) problems = NULL;
  g_autoptr (GError) error = NULL;

  if (!cy_cli_parse (&argc, &argv, NULL, 0, 0))
    return CY_CLI_USAGE;
  if (cy_cli_open (cli) == NULL)
    return CY_CLI_FAILED;
  if (!check_database (cy_archive_get_db (cli->archive), builder, &error) ||
      !check_database (cy_archive_get_counselling_db (cli->archive), builder, &error))
    return cy_cli_fail (cli, error);

  problems = g_strv_builder_end (builder);
  if (cli->json)
    {
      g_autoptr (JsonBuilder) json = json_builder_new ();

      json_builder_begin_object (json);
      json_builder_set_member_name (json, "ok");
      json_builder_add_boolean_value (json, problems[0] == NULL);
      cy_cli_json_strings (json, "problems", (const char * const *) problems);
      json_builder_end_object (json);
      cy_cli_print_json (json);
    }
  else if (problems[0] == NULL)
    g_print (_("The archive is whole.\n"));
  else
    for (guint i = 0; problems[i] != NULL; i++)
      g_print ("%s\n", problems[i]);

  return problems[0] == NULL ? CY_CLI_DONE : CY_CLI_FAILED;
}
