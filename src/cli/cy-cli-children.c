#define G_LOG_DOMAIN "chuyanctl"

#include "config.h"

#include "cy-cli.h"

#include "text/cy-people-names.h"
#include "text/cy-text.h"

#include "cy-roster-query.h"
#include "cy-roster-row.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  CyRosterQuery *query;
  int limit;                    /* -1: all */
  guint n_found;
} ChildrenJob;

static gpointer
find_job (CyConn        *conn,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  ChildrenJob *job = data;
  g_autoptr (GArray) ids = cy_roster_query_ids (conn, job->query, error);
  guint n_shown;

  if (ids == NULL)
    return NULL;
  job->n_found = ids->len;
  n_shown = job->limit < 0 ? ids->len : MIN ((guint) job->limit, ids->len);

  return cy_roster_read_rows (conn, (const guint32 *) (gpointer) ids->data, n_shown, error);
}

/* The first reading of a name: others follow after a slash, for the search. */
static char *
first_reading (const char *pinyin)
{
  const char *slash = pinyin != NULL ? strchr (pinyin, '/') : NULL;

  return slash != NULL ? g_strchomp (g_strndup (pinyin, (gsize) (slash - pinyin))) : g_strdup (pinyin);
}

/* A birth as much of it as is known: 2015-03-05, 2015-03 or 2015. */
static char *
birth_text (const CyRosterData *child)
{
  static const gsize lengths[] = { [CY_DATE_DAY] = 10, [CY_DATE_MONTH] = 7, [CY_DATE_YEAR] = 4 };
  char *iso = cy_day_to_iso (child->birth);

  if (iso != NULL)
    iso[lengths[child->birth_precision]] = '\0';

  return iso;
}

/* Whether the child counts as left behind; null while too little is known. */
static void
json_left_behind (JsonBuilder     *builder,
                  CyProfileResult  result)
{
  json_builder_set_member_name (builder, "left_behind");
  if (result == CY_PROFILE_UNKNOWN)
    json_builder_add_null_value (builder);
  else
    json_builder_add_boolean_value (builder, result == CY_PROFILE_LEFT_BEHIND);
}

static void
json_child (JsonBuilder        *builder,
            const CyRosterData *child)
{
  g_autofree char *pinyin = first_reading (child->pinyin);
  g_autofree char *birth = birth_text (child);
  char uid[CY_UID_STRING_SIZE];

  cy_uid_to_string (&child->uid, uid);
  json_builder_begin_object (builder);
  cy_cli_json_text (builder, "uid", uid);
  cy_cli_json_text (builder, "name", child->name);
  cy_cli_json_text (builder, "pinyin", pinyin);
  cy_cli_json_text (builder, "sex", cy_sex_to_key (child->sex));
  cy_cli_json_text (builder, "birth", birth);
  cy_cli_json_text (builder, "id_number", child->id_number);
  cy_cli_json_text (builder, "village", child->village);
  cy_cli_json_text (builder, "school", child->school);
  cy_cli_json_text (builder, "class", child->class_name);
  cy_cli_json_text (builder, "guardian", child->guardian);
  cy_cli_json_text (builder, "guardian_phone", child->guardian_phone);
  json_left_behind (builder, child->profile_result);
  cy_cli_json_int (builder, "flags", child->n_flags);
  json_builder_end_object (builder);
}

static void
print_json (ChildrenJob *job,
            GPtrArray   *children)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cy_cli_json_int (builder, "total", job->n_found);
  json_builder_set_member_name (builder, "children");
  json_builder_begin_array (builder);
  for (guint i = 0; i < children->len; i++)
    json_child (builder, g_ptr_array_index (children, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cy_cli_print_json (builder);
}

static void
print_table (ChildrenJob *job,
             GPtrArray   *children)
{
  const char * const headings[] = { _("Name"), _("Sex"), _("Born"), _("Village"), _("School"), _("Guardian"), NULL };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint i = 0; i < children->len; i++)
    {
      const CyRosterData *child = g_ptr_array_index (children, i);
      g_autofree char *birth = birth_text (child);
      const char *cells[] = { child->name, cy_name_child_sex (child->sex), birth, child->village, child->school,
                              child->guardian };
      char **row = g_new0 (char *, G_N_ELEMENTS (cells) + 1);

      for (guint c = 0; c < G_N_ELEMENTS (cells); c++)
        row[c] = g_strdup (cells[c] != NULL ? cells[c] : "");
      g_ptr_array_add (rows, row);
    }
  cy_cli_print_table (headings, rows);
  g_print (ngettext ("%u child\n", "%u children\n", job->n_found), job->n_found);
}

/** cy_cli_children: `children [--search TEXT] [--limit N]`: the roster, by name */
int
cy_cli_children (CyCli  *cli,
                 int     argc,
                 char  **argv)
{
  g_autofree char *search = NULL;
  g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
  g_autoptr (GPtrArray) children = NULL;
  g_autoptr (GError) error = NULL;
  ChildrenJob job = { query, -1 };
  CyDb *db;
  GOptionEntry entries[] = {
    { "search", 0, 0, G_OPTION_ARG_STRING, &search, NULL, NULL },
    { "limit", 0, 0, G_OPTION_ARG_INT, &job.limit, NULL, NULL },
    { NULL }
  };

  if (!cy_cli_parse (&argc, &argv, entries, 0, 0))
    return CY_CLI_USAGE;

  db = cy_cli_open (cli);
  if (db == NULL)
    return CY_CLI_FAILED;
  if (search != NULL)
    query->search = cy_text_search (search);
  children = cy_db_run (db, CY_DB_READ, find_job, &job, NULL, &error);
  if (children == NULL)
    return cy_cli_fail (cli, error);

  if (cli->json)
    print_json (&job, children);
  else
    print_table (&job, children);

  return CY_CLI_DONE;
}
