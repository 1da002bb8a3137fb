#include "cy-bulk-insert.h"
#include "cy-history.h"
#include "people-fixture.h"

/* Rows that are written in bulk leave the same behind as rows written one by one. */

static void
script (TestStore  *f,
        const char *sql)
{
  g_autoptr (GError) error = NULL;

  cy_conn_script (f->conn, sql, &error);
  g_assert_no_error (error);
}

static void
bulk_begin (TestStore *f)
{
  g_autoptr (GError) error = NULL;

  cy_bulk_insert_begin (f->conn, &error);
  g_assert_no_error (error);
}

static void
bulk_end (TestStore *f)
{
  g_autoptr (GError) error = NULL;

  cy_bulk_insert_end (f->conn, &error);
  g_assert_no_error (error);
}

/* All rows of a query, a line each. */
static char *
rows_of (TestStore  *f,
         const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  CyStmt *st = cy_conn_query (f->conn, &error, sql, NULL);

  while (st != NULL && cy_stmt_step (st, &error))
    g_string_append_printf (text, "%s\n", cy_stmt_text (st, 0));
  g_assert_no_error (error);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What triggers write. */
static char *
notes_of (TestStore *f)
{
  return rows_of (f,
                  "SELECT * FROM (SELECT tbl || ' ' || row_id || ' ' || op || ' ' || ifnull (before, '') || ifnull (after, '') "
                  "  || ' ' || ifnull (by, '') FROM change WHERE batch = cy_batch () ORDER BY tbl, row_id, id) "
                  "UNION ALL SELECT * FROM (SELECT 'new ' || id FROM search_stale ORDER BY id) "
                  "UNION ALL SELECT * FROM (SELECT 'stale ' || child_id FROM child_stale ORDER BY child_id) "
                  "UNION ALL SELECT * FROM (SELECT 'care ' || child_id || ' ' || day || ' ' || kind || ' ' || contact_id "
                  "  FROM care_log ORDER BY 1)");
}

/* A child and its mother, who are there before. */
#define BEFORE                                                                                             \
  "INSERT INTO person (id, is_child, name, sort_key) VALUES (1, 1, 'An', x'01'), (2, 0, 'Mother', x'02');" \
  "INSERT INTO child (id) VALUES (1);"                                                                     \
  "INSERT INTO relation (child_id, person_id, role) VALUES (1, 2, 0);"                                     \
  "INSERT INTO scheme (id, key, name) VALUES (1, 's', 'S');"                                               \
  "DELETE FROM child_stale; DELETE FROM search_stale; DELETE FROM care_log"

/* A row of each table, and of each kind that its triggers tell apart. */
static const char * const cases[] = {
  "INSERT INTO unit (kind, name, sort_key) VALUES (3, 'Bridge Village', x'01'), (3, 'Mill Village', x'02')",
  "INSERT INTO person (is_child, name, sort_key) VALUES (1, 'Bo', x'03'), (0, 'Nobody', x'04')",
  "INSERT INTO person (name, sort_key, phone) VALUES ('Father', x'05', '13900000001')",
  "INSERT INTO person (name, sort_key, id_number) VALUES ('Uncle', x'06', '999901197001010019')",
  "INSERT INTO person (is_child, name, sort_key) VALUES (1, 'Bo', x'03');"
  "INSERT INTO child (id) SELECT max(id) FROM person",
  "INSERT INTO relation (child_id, person_id, role) VALUES (1, 2, 1)",
  "INSERT INTO absence (person_id, place) VALUES (2, 'Shenzhen')",
  "INSERT INTO absence (person_id, place) VALUES (1, 'Nowhere')",
  "INSERT INTO care_arrangement (child_id, kind) VALUES (1, 1)",
  "INSERT INTO flag (child_id, code) VALUES (1, 'id_checksum')",
  "INSERT INTO flag (child_id, code) VALUES (1, 'no_guardian')",
  "INSERT INTO enrolment (scheme_id, child_id, from_date) VALUES (1, 1, '2026-09-01')",
  "INSERT INTO contact (id, kind, date, reached) VALUES (1, 2, '2026-09-01', 1), (2, 2, '2026-09-02', 0);"
  "INSERT INTO contact (id, kind, date, deleted_at) VALUES (3, 2, '2026-09-03', '2026-09-04T00:00:00Z');"
  "INSERT INTO participant (contact_id, person_id, attended) VALUES (1, 1, 1), (1, 2, 0), (2, 1, 1), (3, 1, 1);"
  "INSERT INTO participant (contact_id, person_id, deleted_at) SELECT 1, max(id), '2026-09-04T00:00:00Z' FROM person "
  "WHERE id > 2",
};

static void
test_same_as_one_by_one (gconstpointer data)
{
  const char *sql = data;
  TestStore f;
  g_autoptr (GError) error = NULL;
  g_autofree char *one_by_one = NULL;
  g_autofree char *in_bulk = NULL;

  test_store_set_up (&f);
  cy_conn_set_actor (f.conn, 1);
  script (&f, BEFORE ";INSERT INTO person (id, name, sort_key) VALUES (3, 'Third', x'07'); DELETE FROM search_stale");
  cy_conn_commit (f.conn, &error);
  g_assert_no_error (error);

  cy_conn_begin (f.conn, TRUE, NULL);
  script (&f, sql);
  one_by_one = notes_of (&f);
  g_assert_cmpstr (one_by_one, !=, "");
  cy_conn_rollback (f.conn);

  cy_conn_begin (f.conn, TRUE, NULL);
  bulk_begin (&f);
  script (&f, sql);
  bulk_end (&f);
  in_bulk = notes_of (&f);
  g_assert_cmpstr (in_bulk, ==, one_by_one);

  test_store_tear_down (&f);
}

/* A trigger that is new must be thought of in cy-bulk-insert.c, and have a case above. */
static void
test_every_trigger_is_known (TestStore     *f,
                             gconstpointer  data)
{
  g_autofree char *triggers =
    rows_of (f, "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%AFTER INSERT ON%' "
                "  AND name <> tbl_name || '_inserted' ORDER BY name");
  g_autofree char *recorded =
    rows_of (f, "SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger' AND name = tbl_name || '_inserted' "
                "  AND tbl_name IN ('unit', 'person', 'child', 'relation', 'absence', 'care_arrangement', 'flag', "
                "                   'enrolment', 'contact', 'participant') ORDER BY tbl_name");

  g_assert_cmpstr (triggers, ==,
                   "child_stale_absence\nchild_stale_arrangement\nchild_stale_child\nchild_stale_flag\n"
                   "child_stale_relation\nparticipant_logged\nsearch_person\n");
  g_assert_cmpstr (recorded, ==,
                   "absence\ncare_arrangement\nchild\ncontact\nenrolment\nflag\nparticipant\nperson\nrelation\nunit\n");
}

static void
test_only_new_rows (TestStore     *f,
                    gconstpointer  data)
{
  static const char * const others[] = {
    "UPDATE person SET name = 'Other' WHERE id = 1",
    "DELETE FROM relation",
    "INSERT INTO setting (key, value) VALUES ('a', 'b')",
    "INSERT INTO person (id, name, sort_key) VALUES (-5, 'Low', x'01')",
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GError) error = NULL;

      cy_conn_rollback (f->conn);
      cy_conn_begin (f->conn, TRUE, NULL);
      script (f, BEFORE);
      bulk_begin (f);
      script (f, others[i]);
      g_assert_false (cy_bulk_insert_end (f->conn, &error));
      g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_FAILED);
    }
}

/* A transaction that is given up in the middle leaves triggers that work. */
static void
test_given_up (TestStore     *f,
               gconstpointer  data)
{
  g_autofree char *notes = NULL;

  bulk_begin (f);
  script (f, "INSERT INTO person (is_child, name, sort_key) VALUES (1, 'Bo', x'03')");
  cy_conn_rollback (f->conn);

  cy_conn_begin (f->conn, TRUE, NULL);
  script (f, "INSERT INTO person (is_child, name, sort_key) VALUES (1, 'Bo', x'03')");
  notes = notes_of (f);
  g_assert_cmpstr (notes, ==, "person 1 I  \nnew 1\n");
}

static void
test_undo (TestStore     *f,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 batch = cy_conn_get_batch (f->conn);
  g_autofree char *left = NULL;

  bulk_begin (f);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (strstr (cases[i], "INTO person") != NULL && strstr (cases[i], "(1,") == NULL)
      script (f, cases[i]);
  script (f, "INSERT INTO relation (child_id, person_id, role) SELECT min(id), max(id), 1 FROM person");
  bulk_end (f);
  cy_conn_commit (f->conn, &error);
  g_assert_no_error (error);

  cy_conn_begin (f->conn, TRUE, NULL);
  cy_history_undo_batch (f->conn, batch, &error);
  g_assert_no_error (error);
  left = rows_of (f, "SELECT id FROM person UNION ALL SELECT id FROM relation");
  g_assert_cmpstr (left, ==, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/bulk-insert/as-one-by-one/%u", i);

      g_test_add_data_func (path, cases[i], test_same_as_one_by_one);
    }
  g_test_add ("/bulk-insert/triggers", TestStore, NULL, people_set_up, test_every_trigger_is_known, people_tear_down);
  g_test_add ("/bulk-insert/only-new-rows", TestStore, NULL, people_set_up, test_only_new_rows, people_tear_down);
  g_test_add ("/bulk-insert/given-up", TestStore, NULL, people_set_up, test_given_up, people_tear_down);
  g_test_add ("/bulk-insert/undo", TestStore, NULL, people_set_up, test_undo, people_tear_down);

  return g_test_run ();
}
