#include <json-glib/json-glib.h>

#include "exchange/cy-import.h"

/* Every roster of tests/fixtures/rosters beside which lies an expectation: the number of rows
 * and of clean ones, and each error and warning by its row. */

static char *
list_findings (CyImportPlan *plan,
               gboolean      errors)
{
  g_autoptr (GArray) findings = cy_import_plan_findings (plan, errors);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const CyImportFinding *f = &g_array_index (findings, CyImportFinding, i);

      g_string_append_printf (text, "%u %s\n", f->row, cy_import_problem_code (f->problem));
    }

  return g_string_free (text, FALSE);
}

static char *
list_expected (JsonObject *expected,
               const char *member)
{
  JsonArray *array = json_object_get_array_member (expected, member);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *finding = json_array_get_object_element (array, i);

      g_string_append_printf (text, "%d %s\n", (int) json_object_get_int_member (finding, "row"),
                              json_object_get_string_member (finding, "code"));
    }

  return g_string_free (text, FALSE);
}

static char *
find_table (const char *folder,
            const char *name)
{
  static const char *const kinds[] = { "xlsx", "xls", "ods", "csv", "tsv", "txt", "html" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s.%s", folder, name, kinds[i]);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }

  return NULL;
}

static void
test_roster (gconstpointer data)
{
  const char *path = data;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *table = NULL;
  g_autoptr (CyImportPlan) plan = NULL;
  JsonObject *expected;
  g_autofree char *errors = NULL;
  g_autofree char *warnings = NULL;
  g_autofree char *expected_errors = NULL;
  g_autofree char *expected_warnings = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  expected = json_node_get_object (json_parser_get_root (parser));
  table = find_table (folder, json_object_get_string_member (expected, "file"));
  g_assert_nonnull (table);

  plan = cy_import_plan_new (table, CY_IMPORT_CHILDREN, cy_day_from_iso (json_object_get_string_member (expected, "today")),
                             NULL, &error);
  g_assert_no_error (error);

  errors = list_findings (plan, TRUE);
  warnings = list_findings (plan, FALSE);
  expected_errors = list_expected (expected, "errors");
  expected_warnings = list_expected (expected, "warnings");
  g_assert_cmpstr (errors, ==, expected_errors);
  g_assert_cmpstr (warnings, ==, expected_warnings);
  g_assert_cmpuint (plan->n_rows, ==, json_object_get_int_member (expected, "rows"));
  g_assert_cmpuint (plan->n_clean, ==, json_object_get_int_member (expected, "clean"));

  /* The columns that are expected by name, where the file says so: heading → key. */
  if (json_object_has_member (expected, "columns"))
    {
      JsonObject *columns = json_object_get_object_member (expected, "columns");

      for (guint s = 0; s < plan->sheets->len; s++)
        {
          const CyImportSheet *sheet = g_ptr_array_index (plan->sheets, s);

          for (guint i = 0; sheet->used && i < sheet->columns->len; i++)
            {
              const CyImportColumn *c = g_ptr_array_index (sheet->columns, i);

              if (json_object_has_member (columns, c->heading))
                g_assert_cmpstr (cy_import_field_key (c->field), ==, json_object_get_string_member (columns, c->heading));
            }
        }
    }
  for (guint s = 0; s < plan->sheets->len; s++)
    {
      const CyImportSheet *sheet = g_ptr_array_index (plan->sheets, s);

      for (guint i = 0; sheet->used && i < sheet->columns->len; i++)
        {
          const CyImportColumn *c = g_ptr_array_index (sheet->columns, i);

          g_test_message ("%s = %s", c->heading, cy_import_field_key (c->field));
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = g_build_filename (g_getenv ("CHUYAN_FIXTURES"), "rosters", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".expected.json"))
      {
        g_autofree char *test = g_strdup_printf ("/import/rosters/%.*s", (int) (strlen (name) - strlen (".expected.json")), name);

        g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
        g_test_add_data_func (test, g_ptr_array_index (paths, paths->len - 1), test_roster);
      }

  return g_test_run ();
}
