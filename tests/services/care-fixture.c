#include "care-fixture.h"

#include "../database.h"
#include "cy-scheme-store.h"

void
care_set_up (CareFixture   *f,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  f->path = test_database_new (&f->folder);
  f->conn = cy_conn_open (f->path, test_key, CY_CONN_WRITABLE, &error);
  g_assert_no_error (error);
  cy_conn_begin (f->conn, TRUE, &error);
  g_assert_no_error (error);
}

void
care_tear_down (CareFixture   *f,
                gconstpointer  data)
{
  cy_conn_rollback (f->conn);
  g_clear_pointer (&f->conn, cy_conn_close);
  test_folder_remove (f->folder);
  g_free (f->path);
  g_free (f->folder);
}

gint64
add_child (CyConn *conn)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  cy_conn_run (conn, &error, "INSERT INTO person (is_child, name, sort_key) VALUES (1, '孩子', x'00')", NULL);
  g_assert_no_error (error);
  id = cy_conn_last_id (conn);
  cy_conn_run (conn, &error, "INSERT INTO child (id) VALUES (?)", "i", id);
  g_assert_no_error (error);

  return id;
}

gint64
add_guardian (CyConn *conn)
{
  g_autoptr (GError) error = NULL;

  cy_conn_run (conn, &error, "INSERT INTO person (name, sort_key) VALUES ('监护人', x'00')", NULL);
  g_assert_no_error (error);

  return cy_conn_last_id (conn);
}

gint64
add_scheme (CyConn     *conn,
            const char *duty,
            CyWindow    window,
            int         days)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyScheme) scheme = cy_scheme_new ();
  CyObligation *o = cy_obligation_new ();
  gint64 id;

  scheme->name = g_strdup ("测试方案");
  o->key = g_strdup (duty);
  o->name = g_strdup (duty);
  o->window = window;
  o->days = days;
  g_ptr_array_add (scheme->obligations, o);
  id = cy_scheme_insert (conn, scheme, &error);
  g_assert_no_error (error);

  return id;
}

CyContact *
talk_with (gint64      child,
           const char *day)
{
  CyContact *contact = cy_contact_new ();

  contact->date = DAY (day);
  cy_contact_add_participant (contact, child, TRUE);
  return contact;
}

gint64
count (CyConn     *conn,
       const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 n;

  cy_conn_int64 (conn, &error, &n, sql, NULL);
  g_assert_no_error (error);
  return n;
}

char *
due_of (CyConn     *conn,
        gint64      child,
        const char *today)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = cy_care_due (conn, DAY (today), child, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      const CyDueRow *row = &g_array_index (rows, CyDueRow, i);
      g_autofree char *day = cy_day_to_iso (row->due);

      g_assert_cmpint (row->child_id, ==, child);
      g_string_append_printf (text, "%s%s %s %s", i > 0 ? "; " : "", row->sources, cy_due_state_to_key (row->state), day);
    }

  return g_string_free_and_steal (text);
}
