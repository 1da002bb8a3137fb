#include "../database.h"

#include "demo/cy-demo.h"

/* Fictional people: the same seed gives the same ones, and each is somebody of their own. */

#define TODAY (cy_day_from_ymd (2026, 9, 10))

static const char no_contacts[] = "INSERT INTO scheme (id, key, name) VALUES (1, 'kindergarten', 'K'), (2, 'school', 'S')";

static const char two_schemes[] =
  "INSERT INTO scheme (id, key, name) VALUES (1, 'kindergarten', 'K'), (2, 'school', 'S');"
  "INSERT INTO obligation (scheme_id, key, name, kinds, window) VALUES (1, 'k1', 'Visits', 16, 2), (2, 's1', 'Talks', 1, 2)";

/* Fills a database, with contacts where the schemes ask for any, and gives the first column of each row of a query, a line each. */
static char *
fill (guint       n_children,
      guint32     seed,
      const char *schemes,
      const char *query)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = test_database_new (&folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (CyDemo) demo = cy_demo_new (n_children, seed, TODAY);
  g_autoptr (GString) text = g_string_new (NULL);
  CyConn *conn = cy_conn_open (path, test_key, CY_CONN_WRITABLE, &error);
  CyStmt *st;

  g_assert_no_error (error);
  cy_conn_begin (conn, TRUE, &error);
  cy_conn_script (conn, schemes, &error);
  g_assert_no_error (error);
  while (!cy_demo_is_done (demo))
    {
      cy_demo_step (demo, conn, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (cy_demo_get_children (demo), ==, n_children);

  st = cy_conn_query (conn, &error, query, NULL);
  while (st != NULL && cy_stmt_step (st, &error))
    g_string_append_printf (text, "%s\n", cy_stmt_text (st, 0));
  g_assert_no_error (error);
  cy_conn_rollback (conn);
  cy_conn_close (conn);
  test_folder_remove (folder);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_repeatable (void)
{
  static const char query[] =
    "SELECT * FROM (SELECT p.id || name || sex || ifnull (birth, '') || ifnull (id_number, '') || ifnull (phone, '') || "
    "  ifnull (c.school_id, '') || ifnull (c.hobbies, '') FROM person AS p LEFT JOIN child AS c ON c.id = p.id ORDER BY p.id) "
    "UNION ALL SELECT * FROM (SELECT child_id || ' ' || person_id || ifnull (kin, '') || role FROM relation ORDER BY id) "
    "UNION ALL SELECT * FROM (SELECT contact_id || ' ' || person_id || date || kind || ifnull (text, '') FROM participant AS p "
    "  JOIN contact AS c ON c.id = p.contact_id ORDER BY p.id) "
    "UNION ALL SELECT * FROM (SELECT id || tbl || row_id || op FROM change ORDER BY id)";
  g_autofree char *first = fill (120, 3, two_schemes, query);
  g_autofree char *again = fill (120, 3, two_schemes, query);
  g_autofree char *other = fill (120, 4, two_schemes, query);

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
}

static void
test_no_number_twice (void)
{
  g_autofree char *twice = fill (6000, 1, no_contacts,
                                  "SELECT id_number FROM person WHERE id_number IS NOT NULL GROUP BY 1 HAVING count(*) > 1");

  g_assert_cmpstr (twice, ==, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/demo/repeatable", test_repeatable);
  g_test_add_func ("/demo/no-number-twice", test_no_number_twice);

  return g_test_run ();
}
