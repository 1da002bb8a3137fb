#define G_LOG_DOMAIN "chuyanctl"

#include "config.h"

#include "cy-cli.h"
#include "text/cy-message.h"

#include <stdarg.h>
#include <stdio.h>

G_DEFINE_QUARK (cy-cli-error-quark, cy_cli_error)

/**
 * cy_cli_fail:
 * @error: why the command failed
 *
 * Tells a failure: in words on standard error.
 *
 * Returns: %CY_CLI_FAILED
 */
int
cy_cli_fail (CyCli        *cli,
             const GError *error)
{
  g_autofree char *message = error->domain == CY_CLI_ERROR ? g_strdup (error->message) : cy_message_for_error (error);

  g_debug ("%s %d: %s", g_quark_to_string (error->domain), error->code, error->message);
  g_printerr ("chuyanctl: %s\n", message);
  return CY_CLI_FAILED;
}

/**
 * cy_cli_done:
 *
 * Ends a command that has nothing to tell; with --json by an empty object.
 *
 * Returns: %CY_CLI_DONE
 */
int
cy_cli_done (CyCli *cli)
{
  if (cli->json)
    puts ("{}");

  return CY_CLI_DONE;
}

/**
 * cy_cli_usage:
 * @format: what is wrong with the command line
 *
 * Returns: %CY_CLI_USAGE
 */
int
cy_cli_usage (const char *format,
              ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("chuyanctl: %s\n", message);

  return CY_CLI_USAGE;
}

/**
 * cy_cli_write_json:
 * @builder: a whole object
 *
 * Prints an object that stands within another, without a line's end. Very many are printed one by one:
 * a tree of them all would take kilobytes for each.
 */
void
cy_cli_write_json (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, NULL);
  /* Not through g_print(), which recodes for the terminal: JSON is UTF-8. */
  fputs (text, stdout);
}

/**
 * cy_cli_print_json:
 * @builder: a whole object
 */
void
cy_cli_print_json (JsonBuilder *builder)
{
  cy_cli_write_json (builder);
  fputc ('\n', stdout);
}

/** cy_cli_json_text: adds a member with a text, null for %NULL */
void
cy_cli_json_text (JsonBuilder *builder,
                  const char  *member,
                  const char  *value)
{
  json_builder_set_member_name (builder, member);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

/** cy_cli_json_day: adds a member with a day as 2026-09-10, null for %CY_DAY_NONE */
void
cy_cli_json_day (JsonBuilder *builder,
                 const char  *member,
                 CyDay        day)
{
  g_autofree char *iso = cy_day_to_iso (day);

  cy_cli_json_text (builder, member, iso);
}

/** cy_cli_json_int: adds a member with a number */
void
cy_cli_json_int (JsonBuilder *builder,
                 const char  *member,
                 gint64       value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, value);
}

/** cy_cli_json_strings: adds a member with a list of texts, which ends with %NULL */
void
cy_cli_json_strings (JsonBuilder        *builder,
                     const char         *member,
                     const char * const *values)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

/** cy_cli_json_kinds: adds the member "kinds", a list of the kinds' keys */
void
cy_cli_json_kinds (JsonBuilder    *builder,
                   CyContactKinds  kinds)
{
  json_builder_set_member_name (builder, "kinds");
  json_builder_begin_array (builder);
  for (guint kind = 0; kind < CY_CONTACT_KIND_COUNT; kind++)
    if (kinds & CY_CONTACT_KIND_BIT (kind))
      json_builder_add_string_value (builder, cy_contact_kind_to_key (kind));
  json_builder_end_array (builder);
}

/* How many columns of a terminal a text takes: a Chinese character takes two. */
static int
width_of (const char *text)
{
  int width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }

  return width;
}

static void
print_row (const char * const *cells,
           const int          *widths,
           guint               n_columns)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < n_columns; i++)
    {
      const char *cell = cells[i] != NULL ? cells[i] : "";

      g_string_append (line, cell);
      if (i + 1 < n_columns)
        for (int n = width_of (cell); n < widths[i] + 2; n++)
          g_string_append_c (line, ' ');
    }
  g_print ("%s\n", line->str);
}

/**
 * cy_cli_print_table:
 * @headings: (array zero-terminated=1): the columns
 * @rows: (element-type GStrv): the rows, each with as many cells as there are columns; an
 *   empty text stands for a missing cell
 *
 * Prints a table whose columns line up, Chinese characters counted as two.
 */
void
cy_cli_print_table (const char * const *headings,
                    GPtrArray          *rows)
{
  guint n_columns = g_strv_length ((char **) headings);
  g_autofree int *widths = g_new0 (int, n_columns);

  for (guint c = 0; c < n_columns; c++)
    {
      widths[c] = width_of (headings[c]);
      for (guint r = 0; r < rows->len; r++)
        {
          char **cells = g_ptr_array_index (rows, r);

          widths[c] = MAX (widths[c], width_of (cells[c]));
        }
    }

  print_row (headings, widths, n_columns);
  for (guint r = 0; r < rows->len; r++)
    print_row (g_ptr_array_index (rows, r), widths, n_columns);
}
