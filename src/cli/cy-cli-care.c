#define G_LOG_DOMAIN "chuyanctl"

#include "config.h"

#include "cy-cli.h"

#include "care/cy-care.h"
#include "text/cy-names.h"

#include "cy-due.h"
#include "cy-enrolment-store.h"
#include "cy-person-store.h"
#include "cy-scheme-store.h"
#include "cy-term-store.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Terms */

static gpointer
list_terms (CyConn        *conn,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return cy_term_list (conn, error);
}

static void
json_terms (JsonBuilder *builder,
            const char  *member,
            GPtrArray   *terms,
            CyTermKind   kind)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; i < terms->len; i++)
    {
      const CyTerm *term = g_ptr_array_index (terms, i);

      if (term->kind != kind)
        continue;
      json_builder_begin_object (builder);
      cy_cli_json_text (builder, "name", term->name);
      cy_cli_json_day (builder, "from", term->from);
      cy_cli_json_day (builder, "to", term->to);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/** cy_cli_terms: `terms`: the school terms and holidays */
int
cy_cli_terms (CyCli  *cli,
              int     argc,
              char  **argv)
{
  g_autoptr (GPtrArray) terms = NULL;
  g_autoptr (GError) error = NULL;
  CyDb *db;

  if (!cy_cli_parse (&argc, &argv, NULL, 0, 0))
    return CY_CLI_USAGE;
  db = cy_cli_open (cli);
  if (db == NULL)
    return CY_CLI_FAILED;
  terms = cy_db_run (db, CY_DB_READ, list_terms, NULL, NULL, &error);
  if (terms == NULL)
    return cy_cli_fail (cli, error);

  if (cli->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      json_terms (builder, "terms", terms, CY_TERM_TERM);
      json_terms (builder, "holidays", terms, CY_TERM_HOLIDAY);
      json_builder_end_object (builder);
      cy_cli_print_json (builder);
    }
  else
    {
      const char * const headings[] = { _("Term or holiday"), _("From"), _("To"), NULL };
      g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

      for (guint i = 0; i < terms->len; i++)
        {
          const CyTerm *term = g_ptr_array_index (terms, i);
          g_autofree char *from = cy_day_to_iso (term->from);
          g_autofree char *to = cy_day_to_iso (term->to);

          g_ptr_array_add (rows, g_strdupv ((char *[]) { term->name, from, to, NULL }));
        }
      cy_cli_print_table (headings, rows);
    }

  return CY_CLI_DONE;
}

/* Schemes */

static gpointer
list_schemes (CyConn        *conn,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  return cy_scheme_list (conn, FALSE, error);
}

static void
json_scheme (JsonBuilder    *builder,
             const CyScheme *scheme)
{
  json_builder_begin_object (builder);
  cy_cli_json_text (builder, "key", scheme->key);
  cy_cli_json_text (builder, "name", scheme->name);
  cy_cli_json_text (builder, "source", scheme->source);
  json_builder_set_member_name (builder, "obligations");
  json_builder_begin_array (builder);
  for (guint i = 0; i < scheme->obligations->len; i++)
    {
      const CyObligation *obligation = g_ptr_array_index (scheme->obligations, i);

      json_builder_begin_object (builder);
      cy_cli_json_text (builder, "key", obligation->key);
      cy_cli_json_text (builder, "name", obligation->name);
      cy_cli_json_kinds (builder, obligation->kinds);
      cy_cli_json_text (builder, "window", cy_window_to_key (obligation->window));
      cy_cli_json_int (builder, "days", obligation->days);
      cy_cli_json_int (builder, "count", obligation->count);
      cy_cli_json_text (builder, "target", cy_target_to_key (obligation->target));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_scheme (const CyScheme *scheme)
{
  g_print ("%s  %s\n", scheme->key, scheme->name);
  for (guint i = 0; i < scheme->obligations->len; i++)
    {
      const CyObligation *obligation = g_ptr_array_index (scheme->obligations, i);
      g_autofree char *kinds = cy_name_contact_kinds (obligation->kinds);
      g_autofree char *days = obligation->window == CY_WINDOW_ROLLING
                              ? g_strdup_printf (" %d", obligation->days)
                              : g_strdup ("");

      g_print ("    %s  %s  %d × %s%s\n", obligation->key, kinds, obligation->count,
               cy_window_to_key (obligation->window), days);
    }
}

/** cy_cli_schemes: `schemes`: the schemes and their obligations */
int
cy_cli_schemes (CyCli  *cli,
                int     argc,
                char  **argv)
{
  g_autoptr (GPtrArray) schemes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  CyDb *db;

  if (!cy_cli_parse (&argc, &argv, NULL, 0, 0))
    return CY_CLI_USAGE;
  db = cy_cli_open (cli);
  if (db == NULL)
    return CY_CLI_FAILED;
  schemes = cy_db_run (db, CY_DB_READ, list_schemes, NULL, NULL, &error);
  if (schemes == NULL)
    return cy_cli_fail (cli, error);

  if (!cli->json)
    {
      g_ptr_array_foreach (schemes, (GFunc) (void (*) (void)) print_scheme, NULL);
      return CY_CLI_DONE;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "schemes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < schemes->len; i++)
    json_scheme (builder, g_ptr_array_index (schemes, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cy_cli_print_json (builder);

  return CY_CLI_DONE;
}

/* Children named on the command line */

/**
 * cy_cli_find_children:
 * @uids: (nullable) (array zero-terminated=1): what was given with --child
 *
 * Looks up children by their uids, in a job.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): their ids, or %NULL with @error
 */
GArray *
cy_cli_find_children (CyConn   *conn,
                      char    **uids,
                      GError  **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; uids != NULL && uids[i] != NULL; i++)
    {
      g_autoptr (GError) local = NULL;
      CyUid uid;
      gint64 id = cy_uid_from_string (uids[i], &uid) ? cy_person_id_of_uid (conn, &uid, &local) : 0;

      if (id == 0 && (local == NULL || g_error_matches (local, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND)))
        g_set_error (error, CY_CLI_ERROR, CY_CLI_ERROR_NO_CHILD, _("There is no child with the uid “%s”."), uids[i]);
      else if (id == 0)
        g_propagate_error (error, g_steal_pointer (&local));
      if (id == 0)
        return NULL;
      g_array_append_val (ids, id);
    }

  return g_steal_pointer (&ids);
}

/* Enrol */

typedef struct {
  const char *scheme;
  char **children;              /* NULL: all */
  CyDay from;
  gint64 n_enrolled;
  gint64 n_named;
} EnrolJob;

static gpointer
enrol_job (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  EnrolJob *job = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (GArray) ids = NULL;
  gint64 scheme = cy_scheme_find (conn, job->scheme, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (scheme == 0)
    {
      g_set_error (error, CY_CLI_ERROR, CY_CLI_ERROR_NO_SCHEME,
                   _("There is no scheme with the key “%s”; see chuyanctl schemes."), job->scheme);
      return NULL;
    }

  ids = cy_cli_find_children (conn, job->children, error);
  if (ids == NULL)
    return NULL;
  job->n_named = ids->len;
  job->n_enrolled = cy_care_enrol (conn, scheme, job->children != NULL ? (const gint64 *) ids->data : NULL,
                                   ids->len, job->from, error);

  return job->n_enrolled >= 0 ? job : NULL;
}

/** cy_cli_enrol: `enrol SCHEME (--all | --child UID…) [--from DATE]` */
int
cy_cli_enrol (CyCli  *cli,
              int     argc,
              char  **argv)
{
  g_auto (GStrv) children = NULL;
  g_autofree char *from = NULL;
  g_autoptr (GError) error = NULL;
  EnrolJob job = { .from = cli->today };
  gboolean all = FALSE;
  CyDb *db;
  GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, NULL, NULL },
    { "child", 0, 0, G_OPTION_ARG_STRING_ARRAY, &children, NULL, NULL },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, NULL, NULL },
    { NULL }
  };

  if (!cy_cli_parse (&argc, &argv, entries, 1, 1) || !cy_cli_read_day ("--from", from, &job.from))
    return CY_CLI_USAGE;
  if (all == (children != NULL))
    return cy_cli_usage (_("enrol: give either --all or --child"));

  db = cy_cli_open (cli);
  if (db == NULL)
    return CY_CLI_FAILED;
  job.scheme = argv[1];
  job.children = children;
  if (cy_db_run (db, CY_DB_WRITE, enrol_job, &job, NULL, &error) == NULL)
    return cy_cli_fail (cli, error);

  if (cli->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      cy_cli_json_int (builder, "enrolled", job.n_enrolled);
      json_builder_end_object (builder);
      cy_cli_print_json (builder);
    }
  else
    g_print (ngettext ("%u child enrolled.\n", "%u children enrolled.\n", (gulong) job.n_enrolled),
             (guint) job.n_enrolled);

  return CY_CLI_DONE;
}

/* Pause */

typedef struct {
  char **children;
  CyDay from;
  CyDay to;
  const char *reason;
} PauseJob;

static gpointer
pause_job (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  PauseJob *job = data;
  g_autoptr (GArray) ids = cy_cli_find_children (conn, job->children, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (cy_care_pause (conn, g_array_index (ids, gint64, i), job->from, job->to, job->reason, error) <= 0)
      return NULL;

  return ids != NULL ? job : NULL;
}

/** cy_cli_pause: `pause --child UID… --from DATE --to DATE [--reason TEXT]` */
int
cy_cli_pause (CyCli  *cli,
              int     argc,
              char  **argv)
{
  g_auto (GStrv) children = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;
  PauseJob job = { NULL };
  CyDb *db;
  GOptionEntry entries[] = {
    { "child", 0, 0, G_OPTION_ARG_STRING_ARRAY, &children, NULL, NULL },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, NULL, NULL },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, NULL, NULL },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, NULL, NULL },
    { NULL }
  };

  if (!cy_cli_parse (&argc, &argv, entries, 0, 0))
    return CY_CLI_USAGE;
  if (children == NULL || from == NULL || to == NULL)
    return cy_cli_usage (_("pause: --child, --from and --to are needed"));
  if (!cy_cli_read_day ("--from", from, &job.from) || !cy_cli_read_day ("--to", to, &job.to))
    return CY_CLI_USAGE;

  db = cy_cli_open (cli);
  if (db == NULL)
    return CY_CLI_FAILED;
  job.children = children;
  job.reason = reason;
  if (cy_db_run (db, CY_DB_WRITE, pause_job, &job, NULL, &error) == NULL)
    return cy_cli_fail (cli, error);

  return cy_cli_done (cli);
}

/* Log */

typedef struct {
  char **children;
  CyContact *contact;
  char uid[CY_UID_STRING_SIZE];
} LogJob;

static gpointer
log_job (CyConn        *conn,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  LogJob *job = data;
  g_autoptr (GArray) ids = cy_cli_find_children (conn, job->children, error);

  if (ids == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    cy_contact_add_participant (job->contact, g_array_index (ids, gint64, i), TRUE);

  return cy_care_log_contact (conn, job->contact, error) > 0 ? job : NULL;
}

static char *
read_standard_input (GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while ((n = read (STDIN_FILENO, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  if (n < 0)
    {
      g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));
      return NULL;
    }
  if (!g_utf8_validate_len (text->str, text->len, NULL))
    {
      g_set_error_literal (error, CY_CLI_ERROR, CY_CLI_ERROR_NOT_TEXT, _("The text is not UTF-8."));
      return NULL;
    }
  g_strchomp (text->str);

  return g_strdup (text->str);
}

/** cy_cli_log: `log --child UID… --kind KIND --date DATE [--not-reached] [--minutes N] [--text TEXT|-]` */
int
cy_cli_log (CyCli  *cli,
            int     argc,
            char  **argv)
{
  g_auto (GStrv) children = NULL;
  g_autofree char *kind = NULL;
  g_autofree char *date = NULL;
  g_autofree char *text = NULL;
  gboolean not_reached = FALSE;
  g_autoptr (CyContact) contact = cy_contact_new ();
  g_autoptr (GError) error = NULL;
  LogJob job = { NULL };
  CyDb *db;
  GOptionEntry entries[] = {
    { "child", 0, 0, G_OPTION_ARG_STRING_ARRAY, &children, NULL, NULL },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kind, NULL, NULL },
    { "date", 0, 0, G_OPTION_ARG_STRING, &date, NULL, NULL },
    { "not-reached", 0, 0, G_OPTION_ARG_NONE, &not_reached, NULL, NULL },
    { "minutes", 0, 0, G_OPTION_ARG_INT, &contact->minutes, NULL, NULL },
    { "text", 0, 0, G_OPTION_ARG_STRING, &text, NULL, NULL },
    { NULL }
  };

  if (!cy_cli_parse (&argc, &argv, entries, 0, 0))
    return CY_CLI_USAGE;
  if (children == NULL || kind == NULL || date == NULL)
    return cy_cli_usage (_("log: --child, --kind and --date are needed"));
  if (!cy_cli_read_day ("--date", date, &contact->date))
    return CY_CLI_USAGE;
  if (!cy_contact_kind_from_key (kind, &contact->kind))
    return cy_cli_usage (_("log: there is no kind “%s”"), kind);
  if (contact->minutes < 0)
    return cy_cli_usage (_("log: --minutes cannot be negative"));
  if (contact->date > cli->today)
    {
      g_set_error_literal (&error, CY_CARE_ERROR, CY_CARE_ERROR_FUTURE, "The contact has not been yet");
      return cy_cli_fail (cli, error);
    }

  contact->medium = cy_contact_kind_usual_medium (contact->kind);
  contact->reached = !not_reached;
  db = cy_cli_open (cli);
  if (db == NULL)
    return CY_CLI_FAILED;
  contact->text = g_strcmp0 (text, "-") == 0 ? read_standard_input (&error) : g_steal_pointer (&text);
  if (error != NULL)
    return cy_cli_fail (cli, error);

  cy_uid_new (&contact->uid);
  cy_uid_to_string (&contact->uid, job.uid);
  job.children = children;
  job.contact = contact;
  if (cy_db_run (db, CY_DB_WRITE, log_job, &job, NULL, &error) == NULL)
    return cy_cli_fail (cli, error);

  if (cli->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      cy_cli_json_text (builder, "contact", job.uid);
      json_builder_end_object (builder);
      cy_cli_print_json (builder);
    }

  return CY_CLI_DONE;
}
