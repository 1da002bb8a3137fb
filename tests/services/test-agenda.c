#include "archive-fixture.h"
#include "care/cy-care.h"
#include "cy-enrolment-store.h"
#include "cy-scheme-store.h"
#include "today/cy-agenda.h"

#include <string.h>

/* What Today shows: birthdays, follow-ups, files to mend, and that bringing an agenda up to
 * date gives what reading it anew gives. */

#define DAY(text) (cy_day_from_iso (text))
#define TODAY DAY ("2026-11-18")

typedef struct {
  Fixture fixture;
  CyArchive *archive;
  CyDb *db;
} AgendaFixture;

static void
set_up (AgendaFixture *f,
        gconstpointer  data)
{
  fixture_set_up (&f->fixture, data);
  f->archive = fixture_unlock (&f->fixture, PASSWORD);
  f->db = cy_archive_get_db (f->archive);
}

static void
tear_down (AgendaFixture *f,
           gconstpointer  data)
{
  /* The announcements of changes, which nobody has waited for. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (f->archive);
  fixture_tear_down (&f->fixture, data);
}

static gpointer
run_sql (CyConn        *conn,
         gpointer       sql,
         GCancellable  *cancellable,
         GError       **error)
{
  cy_conn_run (conn, error, sql, NULL);
  return GSIZE_TO_POINTER ((gsize) cy_conn_last_id (conn));
}

static gint64
sql (AgendaFixture *f,
     const char    *format,
     ...)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  va_list values;
  gpointer id;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  id = cy_db_run (f->db, CY_DB_WRITE, run_sql, text, NULL, &error);
  g_assert_no_error (error);

  return (gint64) GPOINTER_TO_SIZE (id);
}

static gint64
add_child (AgendaFixture *f,
           const char    *name,
           const char    *birth,
           const char    *lunar)
{
  g_autofree char *birth_sql = birth != NULL ? g_strdup_printf ("'%s'", birth) : g_strdup ("NULL");
  g_autofree char *lunar_sql = lunar != NULL ? g_strdup_printf ("'%s'", lunar) : g_strdup ("NULL");
  gint64 id = sql (f, "INSERT INTO person (is_child, name, sort_key, birth, lunar_birthday) "
                      "VALUES (1, '%s', CAST ('%s' AS BLOB), %s, %s)", name, name, birth_sql, lunar_sql);

  sql (f, "INSERT INTO child (id) VALUES (%" G_GINT64_FORMAT ")", id);

  return id;
}

static gpointer
load_job (CyConn        *conn,
          gpointer       today,
          GCancellable  *cancellable,
          GError       **error)
{
  return cy_agenda_load (conn, GPOINTER_TO_INT (today), error);
}

static CyAgenda *
load (AgendaFixture *f,
      CyDay          today)
{
  g_autoptr (GError) error = NULL;
  CyAgenda *agenda = cy_db_run (f->db, CY_DB_READ, load_job, GINT_TO_POINTER (today), NULL, &error);

  g_assert_no_error (error);
  return agenda;
}

static const CyAgendaRow *
find (CyAgenda     *agenda,
      CyAgendaWhat  what,
      gint64        child_id)
{
  for (guint i = 0; i < agenda->rows->len; i++)
    {
      const CyAgendaRow *row = &g_array_index (agenda->rows, CyAgendaRow, i);

      if (row->what == what && row->child_id == child_id)
        return row;
    }

  return NULL;
}

typedef struct {
  CyAgenda *agenda;
  GArray *rows;
} Reading;

static gpointer
texts_job (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Reading *reading = data;

  return cy_agenda_read_texts (conn, reading->agenda, reading->rows, error);
}

/* What is written on each row. */
static GPtrArray *
read_texts (AgendaFixture *f,
            CyAgenda      *agenda,
            GArray        *rows)
{
  g_autoptr (GError) error = NULL;
  Reading reading = { agenda, rows };
  GPtrArray *texts = cy_db_run (f->db, CY_DB_READ, texts_job, &reading, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (texts->len, ==, rows->len);
  return texts;
}

static void
assert_texts (AgendaFixture     *f,
              CyAgenda          *agenda,
              const CyAgendaRow *row,
              const char        *name,
              const char        *place,
              const char        *text)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CyAgendaRow));
  g_autoptr (GPtrArray) texts = NULL;
  const CyAgendaTexts *found;

  g_array_append_vals (rows, row, 1);
  texts = read_texts (f, agenda, rows);
  found = g_ptr_array_index (texts, 0);
  g_assert_cmpstr (found->name, ==, name);
  g_assert_cmpstr (found->place, ==, place);
  g_assert_cmpstr (found->text, ==, text);
}

static void
test_birthdays (AgendaFixture *f,
                gconstpointer  data)
{
  gint64 today = add_child (f, "甲", "2016-11-18", NULL);
  gint64 last = add_child (f, "乙", "2016-12-02", NULL);
  gint64 after = add_child (f, "丙", "2016-12-03", NULL);
  gint64 before = add_child (f, "丁", "2016-11-17", NULL);
  gint64 born = add_child (f, "戊", "2026-11-18", NULL);
  gint64 lunar = add_child (f, "己", "2015-11-20", "10-15");
  g_autoptr (CyAgenda) agenda = load (f, TODAY);

  g_assert_cmpint (find (agenda, CY_AGENDA_IS_BIRTHDAY, today)->day, ==, TODAY);
  g_assert_cmpint (find (agenda, CY_AGENDA_IS_BIRTHDAY, today)->count, ==, 10);
  g_assert_cmpint (find (agenda, CY_AGENDA_IS_BIRTHDAY, last)->day, ==, DAY ("2026-12-02"));
  g_assert_null (find (agenda, CY_AGENDA_IS_BIRTHDAY, after));
  g_assert_null (find (agenda, CY_AGENDA_IS_BIRTHDAY, before));
  g_assert_null (find (agenda, CY_AGENDA_IS_BIRTHDAY, born));
  /* The family keeps the lunar day, and only that: the 15th of the 10th month was on
   * 23 November 2026. */
  g_assert_null (find (agenda, CY_AGENDA_IS_BIRTHDAY, lunar));
  g_assert_cmpint (find (agenda, CY_AGENDA_IS_LUNAR_BIRTHDAY, lunar)->day, ==, DAY ("2026-11-23"));
}

/* The first of a month may stand for the month; where it is the day itself, it is a birthday. */
static void
test_birthdays_of_the_first (AgendaFixture *f,
                             gconstpointer  data)
{
  gint64 month = add_child (f, "甲", "2016-12-01", NULL);
  gint64 day = add_child (f, "乙", "2016-12-01", NULL);
  g_autoptr (CyAgenda) agenda = NULL;

  sql (f, "UPDATE person SET birth_precision = 1 WHERE id = %d", (int) month);
  agenda = load (f, TODAY);

  g_assert_null (find (agenda, CY_AGENDA_IS_BIRTHDAY, month));
  g_assert_cmpint (find (agenda, CY_AGENDA_IS_BIRTHDAY, day)->day, ==, DAY ("2026-12-01"));
}

static void
test_birthdays_around_the_year (AgendaFixture *f,
                                gconstpointer  data)
{
  gint64 january = add_child (f, "甲", "2016-01-03", NULL);
  gint64 leap = add_child (f, "乙", "2016-02-29", NULL);
  g_autoptr (CyAgenda) december = load (f, DAY ("2026-12-28"));
  g_autoptr (CyAgenda) common = load (f, DAY ("2027-02-14"));
  g_autoptr (CyAgenda) fourth = load (f, DAY ("2028-02-15"));

  g_assert_cmpint (find (december, CY_AGENDA_IS_BIRTHDAY, january)->day, ==, DAY ("2027-01-03"));
  g_assert_cmpint (find (december, CY_AGENDA_IS_BIRTHDAY, january)->count, ==, 11);
  g_assert_cmpint (find (common, CY_AGENDA_IS_BIRTHDAY, leap)->day, ==, DAY ("2027-02-28"));
  g_assert_cmpint (find (fourth, CY_AGENDA_IS_BIRTHDAY, leap)->day, ==, DAY ("2028-02-29"));
}

static void
test_follow_ups_and_flags (AgendaFixture *f,
                           gconstpointer  data)
{
  gint64 child = add_child (f, "甲", NULL, NULL);
  gint64 gone = add_child (f, "乙", NULL, NULL);
  g_autoptr (CyAgenda) agenda = NULL;
  const CyAgendaRow *row;

  sql (f, "INSERT INTO follow_up (child_id, due, text) VALUES (%d, '2026-11-16', '问问作业')", (int) child);
  sql (f, "INSERT INTO follow_up (child_id, due, done_at) VALUES (%d, '2026-11-16', cy_now ())", (int) child);
  sql (f, "INSERT INTO flag (child_id, code) VALUES (%d, 'id_checksum'), (%d, 'birth_mismatch')", (int) child,
       (int) child);
  sql (f, "INSERT INTO flag (child_id, code) VALUES (%d, 'id_checksum')", (int) gone);
  sql (f, "UPDATE person SET deleted_at = cy_now () WHERE id = %d", (int) gone);
  agenda = load (f, TODAY);

  g_assert_cmpuint (agenda->rows->len, ==, 2);
  row = find (agenda, CY_AGENDA_IS_FOLLOW_UP, child);
  g_assert_cmpint (row->section, ==, CY_AGENDA_FOLLOW_UP);
  g_assert_cmpint (row->state, ==, CY_DUE_OVERDUE);
  assert_texts (f, agenda, row, "甲", NULL, "问问作业");
  row = find (agenda, CY_AGENDA_IS_FLAG, child);
  g_assert_cmpint (row->count, ==, 2);
  assert_texts (f, agenda, row, "甲", NULL, "birth_mismatch");
  g_assert_true (agenda->has_children);
  g_assert_false (agenda->has_enrolled);
}

typedef struct {
  CyAgenda *agenda;
  GPtrArray *changes;
} Update;

static gpointer
update_job (CyConn        *conn,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Update *update = data;

  return cy_agenda_update (conn, update->agenda, update->changes, error);
}

static void
keep_changes (GPtrArray   *changes,
              CyChangeSet *set)
{
  if (cy_agenda_concerns (set))
    g_ptr_array_add (changes, cy_change_set_ref (set));
}

/* An agenda may number what rows are asked for by in another way. */
static void
assert_same (AgendaFixture *f,
             CyAgenda      *a,
             CyAgenda      *b)
{
  g_autoptr (GPtrArray) left = read_texts (f, a, a->rows);
  g_autoptr (GPtrArray) right = read_texts (f, b, b->rows);

  g_assert_cmpuint (a->rows->len, ==, b->rows->len);
  g_assert_cmpuint (a->places->len, ==, b->places->len);
  g_assert_cmpint (a->has_enrolled, ==, b->has_enrolled);
  for (guint i = 0; i < a->rows->len; i++)
    {
      CyAgendaRow x = g_array_index (a->rows, CyAgendaRow, i);
      CyAgendaRow y = g_array_index (b->rows, CyAgendaRow, i);

      if (x.what == CY_AGENDA_IS_CONTACT_DUE)
        x.ref = y.ref;
      g_assert_true (cy_agenda_row_equal (&x, &y));
      g_assert_true (cy_agenda_texts_equal (left->pdata[i], right->pdata[i]));
    }
}

static gpointer
enrol_job (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GPtrArray) schemes = cy_scheme_list (conn, FALSE, error);

  for (guint i = 0; i < 3; i++)
    cy_enrolment_add_all (conn, ((CyScheme *) g_ptr_array_index (schemes, i))->id, TODAY - 200, error);

  return NULL;
}

static gpointer
log_job (CyConn        *conn,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr (CyContact) contact = cy_contact_new ();

  contact->kind = (CyContactKind) g_test_rand_int_range (0, 5);
  contact->date = TODAY - g_test_rand_int_range (0, 40);
  contact->reached = g_test_rand_int_range (0, 4) != 0;
  contact->follow_up_date = g_test_rand_bit () ? TODAY + g_test_rand_int_range (-3, 20) : CY_DAY_NONE;
  for (int i = 0; i < g_test_rand_int_range (1, 3); i++)
    cy_contact_add_participant (contact, *(gint64 *) data + i, TRUE);
  cy_care_log_contact (conn, contact, error);

  return NULL;
}

static void
change_something (AgendaFixture *f,
                  const gint64  *children,
                  guint          n)
{
  gint64 child = children[g_test_rand_int_range (0, (int) n - 3)];
  g_autoptr (GError) error = NULL;

  switch (g_test_rand_int_range (0, 7))
    {
    case 0:
      sql (f, "UPDATE person SET deleted_at = CASE WHEN deleted_at IS NULL THEN cy_now () END WHERE id = %d",
           (int) child);
      break;
    case 1:
      sql (f, "INSERT INTO flag (child_id, code) VALUES (%d, 'id_checksum')", (int) child);
      break;
    case 2:
      sql (f, "UPDATE follow_up SET done_at = cy_now () WHERE child_id = %d", (int) child);
      break;
    case 3:
      sql (f, "UPDATE contact SET deleted_at = cy_now () WHERE id = (SELECT max (id) FROM contact)");
      break;
    case 4:
      sql (f, "UPDATE enrolment SET to_date = '2026-11-01' WHERE child_id = %d AND to_date IS NULL", (int) child);
      break;
    default:
      cy_db_run (f->db, CY_DB_WRITE, log_job, &child, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
test_update_is_load (AgendaFixture *f,
                     gconstpointer  data)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_change_set_unref);
  g_autoptr (CyAgenda) agenda = NULL;
  gint64 children[20];

  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      g_autofree char *name = g_strdup_printf ("孩子%02u", i);
      g_autofree char *birth = g_strdup_printf ("2015-11-%02u", i + 5);

      children[i] = add_child (f, name, birth, NULL);
    }
  cy_db_run (f->db, CY_DB_WRITE, enrol_job, NULL, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  agenda = load (f, TODAY);
  g_assert_true (agenda->has_enrolled);
  g_signal_connect_swapped (f->db, "changed", G_CALLBACK (keep_changes), changes);
  for (guint i = 0; i < 60; i++)
    {
      Update update = { agenda, changes };
      g_autoptr (CyAgenda) fresh = NULL;
      g_autoptr (GError) error = NULL;
      CyAgenda *updated;

      for (int n = g_test_rand_int_range (1, 4); n > 0; n--)
        change_something (f, children, G_N_ELEMENTS (children));
      while (g_main_context_iteration (NULL, FALSE))
        ;

      updated = cy_db_run (f->db, CY_DB_READ, update_job, &update, NULL, &error);
      g_assert_no_error (error);
      cy_agenda_unref (agenda);
      agenda = updated;
      g_ptr_array_set_size (changes, 0);
      fresh = load (f, TODAY);
      assert_same (f, agenda, fresh);
    }
  g_signal_handlers_disconnect_by_data (f->db, changes);
}

/* Renames a child, or logs a contact with one. */
static void
rename_or_log (AgendaFixture *f,
               const gint64  *children,
               guint          n)
{
  gint64 child = children[g_test_rand_int_range (0, (int) n - 3)];
  int number = g_test_rand_int_range (0, 1000);
  g_autoptr (GError) error = NULL;

  if (g_test_rand_bit ())
    {
      sql (f, "UPDATE person SET name = '孩子%03d', sort_key = CAST ('孩子%03d' AS BLOB) WHERE id = %d", number, number,
           (int) child);
      return;
    }

  cy_db_run (f->db, CY_DB_WRITE, log_job, &child, NULL, &error);
  g_assert_no_error (error);
}

/* Names change while others are put in their places by them: several changes told at once, and some of which an agenda
 * that was made after them is told only the next time, together with what it had been told. */
static void
test_update_with_renames (AgendaFixture *f,
                          gconstpointer  data)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_change_set_unref);
  g_autoptr (CyAgenda) agenda = NULL;
  gint64 children[40];

  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      g_autofree char *name = g_strdup_printf ("孩子%03u", i * 25);

      children[i] = add_child (f, name, NULL, NULL);
    }
  cy_db_run (f->db, CY_DB_WRITE, enrol_job, NULL, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  agenda = load (f, TODAY);
  g_signal_connect_swapped (f->db, "changed", G_CALLBACK (keep_changes), changes);
  for (guint i = 0; i < 80; i++)
    {
      g_autoptr (GPtrArray) told = g_ptr_array_new ();
      Update update = { agenda, told };
      g_autoptr (CyAgenda) fresh = NULL;
      g_autoptr (GError) error = NULL;
      CyAgenda *updated;

      for (int n = g_test_rand_int_range (2, 6); n > 0; n--)
        rename_or_log (f, children, G_N_ELEMENTS (children));
      while (g_main_context_iteration (NULL, FALSE))
        ;

      for (guint k = 0; k < changes->len - i % 2; k++)
        g_ptr_array_add (told, changes->pdata[k]);
      updated = cy_db_run (f->db, CY_DB_READ, update_job, &update, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (updated->is_partial);
      cy_agenda_unref (agenda);
      agenda = updated;
      if (told->len < changes->len)
        continue;
      g_ptr_array_set_size (changes, 0);
      fresh = load (f, TODAY);
      assert_same (f, agenda, fresh);
    }
  g_signal_handlers_disconnect_by_data (f->db, changes);
}

/* Brings @agenda up to date after a statement. */
static CyAgenda *
update_after (AgendaFixture *f,
              CyAgenda      *agenda,
              const char    *statement)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_change_set_unref);
  g_autoptr (GError) error = NULL;
  Update update = { agenda, changes };
  CyAgenda *updated;

  g_signal_connect_swapped (f->db, "changed", G_CALLBACK (keep_changes), changes);
  sql (f, "%s", statement);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_handlers_disconnect_by_data (f->db, changes);
  g_assert_cmpuint (changes->len, >, 0);
  updated = cy_db_run (f->db, CY_DB_READ, update_job, &update, NULL, &error);
  g_assert_no_error (error);

  return updated;
}

/* When all is read anew, rows that say the same are the same, so that a list keeps its place. */
static void
test_what_concerns_all (AgendaFixture *f,
                        gconstpointer  data)
{
  g_autoptr (CyAgenda) agenda = NULL;
  g_autoptr (CyAgenda) less = NULL;
  g_autoptr (CyAgenda) anew = NULL;

  add_child (f, "甲", NULL, NULL);
  add_child (f, "乙", NULL, NULL);
  cy_db_run (f->db, CY_DB_WRITE, enrol_job, NULL, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  agenda = load (f, TODAY);

  /* The first child is asked for by other obligations than the second now. */
  less = update_after (f, agenda, "UPDATE enrolment SET to_date = '2026-11-01' WHERE id = (SELECT min (id) FROM enrolment)");
  g_assert_cmpuint (less->rows->len, >, 0);
  anew = update_after (f, less, "UPDATE scheme SET source = 'x'");
  g_assert_cmpuint (anew->rows->len, ==, less->rows->len);
  for (guint i = 0; i < anew->rows->len; i++)
    g_assert_true (cy_agenda_row_equal (&g_array_index (anew->rows, CyAgendaRow, i),
                                        &g_array_index (less->rows, CyAgendaRow, i)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, AgendaFixture, NULL, set_up, func, tear_down)
  ADD ("/agenda/birthdays", test_birthdays);
  ADD ("/agenda/birthdays-of-the-first", test_birthdays_of_the_first);
  ADD ("/agenda/birthdays-around-the-year", test_birthdays_around_the_year);
  ADD ("/agenda/follow-ups-and-flags", test_follow_ups_and_flags);
  ADD ("/agenda/update-is-load", test_update_is_load);
  ADD ("/agenda/update-with-renames", test_update_with_renames);
  ADD ("/agenda/what-concerns-all", test_what_concerns_all);

  return g_test_run ();
}
