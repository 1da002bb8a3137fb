#define G_LOG_DOMAIN "chuyanctl"

#include "config.h"

#include "cy-cli.h"
#include "care/cy-care-presets.h"
#include "cy-profile-store.h"
#include "keys/cy-password.h"
#include "text/cy-message.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

static const CyCliCommand commands[] = {
  { "create", "[--user NAME]", N_("Make a new archive"), cy_cli_create },
  { "demo", "[--children N] [--seed S]", N_("Fill an empty archive with fictional people"), cy_cli_demo },
  { "check", NULL, N_("Check that the archive is whole"), cy_cli_check },
  { "import", "FILE [--as children|contacts] [--sheet NAME] [--dry-run] [--update]",
    N_("Take in a roster or a log of contacts"), cy_cli_import },
  { "children", "[--search TEXT] [--limit N]", N_("List or find children"), cy_cli_children },
  { "terms", NULL, N_("List the school terms and holidays"), cy_cli_terms },
  { "schemes", NULL, N_("List the schemes and their obligations"), cy_cli_schemes },
  { "enrol", "SCHEME (--all | --child UID…) [--from DATE]", N_("Enrol children in a scheme"), cy_cli_enrol },
  { "pause", "--child UID… --from DATE --to DATE [--reason TEXT]", N_("Pause what is owed to children"), cy_cli_pause },
  { "log", "--child UID… --kind KIND --date DATE [--not-reached] [--minutes N] [--text TEXT|-]",
    N_("Log a contact"), cy_cli_log },
  { "due", "[--within DAYS]", N_("Show which child needs what"), cy_cli_due },
  { "report", "card|roster|care [--child UID…] [--from DATE] [--to DATE] --out FILE.pdf|.xlsx",
    N_("Write a contact card, the roster or a care record"), cy_cli_report },
};

/* Help */

static void
print_help (void)
{
  g_print (_("Usage: chuyanctl [OPTION…] COMMAND [ARGUMENT…]\n\n"));
  g_print (_("Commands:\n"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %s%s%s\n      %s\n", commands[i].name, commands[i].arguments != NULL ? " " : "",
             commands[i].arguments != NULL ? commands[i].arguments : "", _(commands[i].summary));
  g_print (_("\nOptions for every command:\n"
              "  --archive DIR         the archive's folder\n"
              "  --today YYYY-MM-DD    work as on this day\n"
              "  --json                print one JSON object\n"
              "  --password-fd N       read the password from this file descriptor;\n"
              "                        without it, it is asked on the terminal\n"
              "  --help                show this help\n"
              "  --version             show the version\n"));
  g_print (_("\nIt exits with 0 when done, 1 when the command says what failed, 2 for wrong usage.\n"));
}

static const CyCliCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];

  return NULL;
}

static void
print_command_help (const CyCliCommand *command)
{
  g_print (_("Usage: chuyanctl [OPTION…] %s %s\n\n%s\n"), command->name,
           command->arguments != NULL ? command->arguments : "", _(command->summary));
}

/* Passwords */

static char *
ask_on_terminal (const char  *prompt,
                 GError     **error)
{
  struct termios shown, hidden;
  int fd = open ("/dev/tty", O_RDWR | O_CLOEXEC);
  char *line;

  if (fd < 0)
    {
      g_set_error_literal (error, CY_CLI_ERROR, CY_CLI_ERROR_NO_TERMINAL,
                           _("There is no terminal to ask for the password. Give it with --password-fd."));
      return NULL;
    }

  dprintf (fd, "%s", prompt);
  tcgetattr (fd, &shown);
  hidden = shown;
  hidden.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (fd, TCSAFLUSH, &hidden);
  line = cy_password_read (fd, error);
  tcsetattr (fd, TCSAFLUSH, &shown);
  dprintf (fd, "\n");
  close (fd);

  return line;
}

/**
 * cy_cli_read_password:
 * @twice: on a terminal, ask again and compare: for a new password
 *
 * Reads the password from the descriptor of --password-fd, up to the end of its first line,
 * or asks for it on the terminal without showing it.
 *
 * Returns: (transfer full) (nullable): the password, for cy_password_free()
 */
char *
cy_cli_read_password (CyCli     *cli,
                      gboolean   twice,
                      GError   **error)
{
  char *password, *again;
  gboolean equal;

  if (cli->password_fd >= 0)
    return cy_password_read (cli->password_fd, error);

  password = ask_on_terminal (_("Password: "), error);
  if (password == NULL || !twice)
    return password;

  again = ask_on_terminal (_("The same again: "), error);
  equal = g_strcmp0 (password, again) == 0;
  if (again != NULL && !equal)
    g_set_error_literal (error, CY_CLI_ERROR, CY_CLI_ERROR_PASSWORDS_DIFFER, _("The two passwords differ."));
  cy_password_free (again);
  if (equal)
    return password;

  cy_password_free (password);
  return NULL;
}

/* The archive */

static gpointer
refresh_job (CyConn        *conn,
             gpointer       today,
             GCancellable  *cancellable,
             GError       **error)
{
  if (cy_care_propose_terms (conn, GPOINTER_TO_INT (today), error))
    cy_profile_refresh (conn, GPOINTER_TO_INT (today), error);
  return NULL;
}

/**
 * cy_cli_open:
 *
 * Opens and unlocks the archive of this call. Failure has been told when it returns.
 *
 * Returns: (transfer none) (nullable): its database
 */
CyDb *
cy_cli_open (CyCli *cli)
{
  g_autoptr (GError) error = NULL;
  gboolean unlocked;
  char *password;

  cli->archive = cy_archive_open (cli->archive_path, &error);
  if (cli->archive == NULL)
    {
      cy_cli_fail (cli, error);
      return NULL;
    }

  password = cy_cli_read_password (cli, FALSE, &error);
  if (password == NULL)
    {
      cy_cli_fail (cli, error);
      return NULL;
    }

  unlocked = cy_archive_unlock (cli->archive, password, &error);
  cy_password_free (password);
  if (!unlocked)
    {
      cy_cli_fail (cli, error);
      return NULL;
    }

  /* Who counts as left behind depends on the day. On a full disk the command may still read. */
  cy_db_run (cy_archive_get_db (cli->archive), CY_DB_WRITE, refresh_job, GINT_TO_POINTER (cli->today), NULL, &error);
  if (error != NULL)
    g_info ("The children could not be brought up to the day: %s", error->message);

  return cy_archive_get_db (cli->archive);
}

/* Options */

/**
 * cy_cli_parse:
 * @argc: (inout): the number of arguments, the command's name among them
 * @argv: (inout): the arguments
 * @entries: (nullable): the command's options
 * @min_args: how many arguments it needs besides its options
 * @max_args: how many it takes; -1 for any number
 *
 * Reads the options of a command. Failure has been told when it returns.
 *
 * Returns: whether they were right
 */
gboolean
cy_cli_parse (int            *argc,
              char         ***argv,
              GOptionEntry   *entries,
              int             min_args,
              int             max_args)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_set_help_enabled (context, FALSE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      cy_cli_usage ("%s", error->message);
      return FALSE;
    }
  if (*argc - 1 < min_args)
    {
      cy_cli_usage (_("%s: an argument is missing"), (*argv)[0]);
      return FALSE;
    }
  if (max_args >= 0 && *argc - 1 > max_args)
    {
      cy_cli_usage (_("%s: “%s” is one argument too many"), (*argv)[0], (*argv)[max_args + 1]);
      return FALSE;
    }

  return TRUE;
}

/**
 * cy_cli_read_day:
 * @option: the option's name, for the message
 * @text: (nullable): what was given
 * @day: (out): the day; untouched when @text is %NULL
 *
 * Returns: whether @text is missing or a date; otherwise the failure has been told
 */
gboolean
cy_cli_read_day (const char *option,
                 const char *text,
                 CyDay      *day)
{
  CyDay read;

  if (text == NULL)
    return TRUE;

  read = cy_day_from_iso (text);
  if (read == CY_DAY_NONE)
    {
      cy_cli_usage (_("%s: “%s” is no date of the form YYYY-MM-DD"), option, text);
      return FALSE;
    }
  *day = read;

  return TRUE;
}

static gboolean
read_global_options (CyCli      *cli,
                     int        *argc,
                     char     ***argv,
                     gboolean   *help,
                     gboolean   *version)
{
  g_autofree char *today = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  GOptionEntry entries[] = {
    { "archive", 0, 0, G_OPTION_ARG_FILENAME, &cli->archive_path, NULL, NULL },
    { "today", 0, 0, G_OPTION_ARG_STRING, &today, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, NULL, NULL },
    { "password-fd", 0, 0, G_OPTION_ARG_INT, &cli->password_fd, NULL, NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, help, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, version, NULL, NULL },
    { NULL }
  };

  /* These stand before the command or after it; what is unknown here is the command's. */
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      cy_cli_usage ("%s", error->message);
      return FALSE;
    }

  return cy_cli_read_day ("--today", today, &cli->today);
}

/**
 * cy_cli_main:
 *
 * Does what the command line says.
 *
 * Returns: the exit status
 */
int
cy_cli_main (int    argc,
             char **argv)
{
  CyCli cli = { .today = cy_day_today (), .password_fd = -1 };
  g_auto (GStrv) copy = g_strdupv (argv);
  g_autofree char **rest = g_memdup2 (copy, sizeof (char *) * (gsize) (argc + 1));
  gboolean help = FALSE;
  gboolean version = FALSE;
  const CyCliCommand *command;
  int status;

  if (!read_global_options (&cli, &argc, &rest, &help, &version))
    return CY_CLI_USAGE;
  if (version)
    {
      g_print ("chuyanctl %s\n", CY_VERSION);
      return CY_CLI_DONE;
    }
  if (argc < 2)
    {
      if (!help)
        return cy_cli_usage (_("a command is missing; see chuyanctl --help"));
      print_help ();
      return CY_CLI_DONE;
    }

  command = find_command (rest[1]);
  if (command == NULL)
    return cy_cli_usage (_("there is no command “%s”; see chuyanctl --help"), rest[1]);
  if (help)
    {
      print_command_help (command);
      return CY_CLI_DONE;
    }

  if (cli.archive_path == NULL)
    cli.archive_path = cy_archive_default_path ();
  status = command->run (&cli, argc - 1, rest + 1);

  g_clear_object (&cli.archive);
  g_free (cli.archive_path);

  return status;
}
