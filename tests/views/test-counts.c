#include "../store/statements.h"
#include "care/cy-care.h"
#include "children/cy-child-file.h"
#include "cy-contact-store.h"
#include "cy-history.h"
#include "cy-person-store.h"
#include "cy-roster.h"
#include "cy-roster-index.h"
#include "cy-roster-row.h"
#include "demo/cy-demo.h"
#include "keys/cy-archive-private.h"
#include "keys/cy-key.h"
#include "text/cy-text.h"
#include "today/cy-agenda.h"

#include "view-fixture.h"

/* What the window's ordinary work costs, in statements, rows and instructions of SQLite, with two
 * hundred children and with two thousand: what is done for one child costs the same, and what
 * is done for all goes through them once. Counts, never times. */

#define FEW 200
#define MANY 2000
#define TODAY (cy_day_from_ymd (2026, 11, 16))
#define PAGE 100
#define SHOWN 20
#define TIMEOUT (20 * G_USEC_PER_SEC)

typedef struct {
  char *folder;
  CyArchive *archive;
  CyDb *db;
  gint64 child;                 /* the first one enrolled: the same family in both */
  CyRosterIndex *index;
} Archive;

static gpointer
fill (CyConn        *conn,
      gpointer       demo,
      GCancellable  *cancellable,
      GError       **error)
{
  cy_demo_step (demo, conn, error);
  return NULL;
}

static gpointer
run (Archive  *archive,
     CyDbLane  lane,
     CyDbFunc  func,
     gpointer  data)
{
  g_autoptr (GError) error = NULL;
  gpointer result = cy_db_run (archive->db, lane, func, data, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static gpointer
first_enrolled (CyConn        *conn,
                gpointer       id,
                GCancellable  *cancellable,
                GError       **error)
{
  cy_conn_int64 (conn, error, id, "SELECT min (child_id) FROM enrolment", NULL);
  return NULL;
}

static Archive *
archive_new (guint n_children)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyDemo) demo = cy_demo_new (n_children, 1, TODAY);
  const CyKdf quick = { .ops = 1, .memory = 16 * 1024 };
  g_autofree char *path = NULL;
  g_autofree char *code = NULL;
  Archive *archive = g_new0 (Archive, 1);

  archive->folder = g_dir_make_tmp ("chuyan-counts-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (archive->folder, "test.chuyan", NULL);
  cy_archive_create_with_kdf (path, "陈老师", "correct horse", &quick, &code, &error);
  g_assert_no_error (error);
  archive->archive = cy_archive_open (path, &error);
  g_assert_no_error (error);
  cy_archive_unlock (archive->archive, "correct horse", &error);
  g_assert_no_error (error);
  archive->db = g_object_ref (cy_archive_get_db (archive->archive));
  while (!cy_demo_is_done (demo))
    run (archive, CY_DB_WRITE, fill, demo);
  run (archive, CY_DB_READ, first_enrolled, &archive->child);
  archive->index = cy_roster_index_new ();

  return archive;
}

static void
archive_free (Archive *archive)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  cy_roster_index_unref (archive->index);
  g_clear_object (&archive->db);
  cy_archive_lock (archive->archive);
  g_clear_object (&archive->archive);
  view_remove_folder (archive->folder);
  g_free (archive->folder);
  g_free (archive);
}

/* Jobs */

static gpointer
first_page (CyConn        *conn,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Archive *archive = data;
  g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
  g_autoptr (GArray) ids = cy_roster_index_query (archive->index, conn, query, error);

  if (ids != NULL)
    g_ptr_array_unref (cy_roster_read_rows (conn, (const guint32 *) ids->data, PAGE, error));
  return NULL;
}

static gpointer
prepare (CyConn        *conn,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  return cy_roster_index_prepare (conn, ((Archive *) data)->index, cancellable, error);
}

static gpointer
type_keys (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  static const char * const keys[] = { "王", "王明", "l", "lm", "wang", "9999", "138", "1381" };
  Archive *archive = data;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
      GArray *ids;

      query->search = cy_text_search (keys[i]);
      ids = cy_roster_index_query (archive->index, conn, query, error);
      if (ids == NULL)
        return NULL;
      g_array_unref (ids);
    }

  return NULL;
}

static gpointer
open_file (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  Archive *archive = data;
  g_autoptr (GPtrArray) contacts = NULL;
  g_autoptr (GPtrArray) history = NULL;

  cy_child_file_free (cy_child_file_load (conn, archive->child, TODAY, error));
  contacts = cy_contact_list_of_child (conn, archive->child, CY_DAY_NONE, 0, 20, error);
  history = cy_history_of_child (conn, archive->child, 50, error);
  return NULL;
}

static gpointer
log_contact (CyConn        *conn,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (CyContact) contact = cy_contact_new ();

  contact->date = TODAY;
  contact->text = g_strdup ("聊了期中考试。");
  cy_contact_add_participant (contact, ((Archive *) data)->child, TRUE);
  cy_care_log_contact (conn, contact, error);
  return NULL;
}

static gpointer
due_of_child (CyConn        *conn,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  g_array_unref (cy_care_due (conn, TODAY, ((Archive *) data)->child, error));
  return NULL;
}

static gpointer
show_today (CyConn        *conn,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  cy_agenda_unref (cy_agenda_load (conn, TODAY, error));
  return NULL;
}

/* In this order: the search needs the first page, and is typed when it has been prepared. */
static const struct {
  const char *name;
  CyDbLane lane;
  CyDbFunc func;
  guint64 statements;           /* at most, however many children there are */
  guint64 of_each;              /* at most, besides, for each child */
  gboolean of_all;              /* it goes through all children, once */
} tasks[] = {
  { "the first page of the roster", CY_DB_READ, first_page, 1 + PAGE + 2, 0, TRUE },
  { "preparing the search", CY_DB_READ, prepare, 10, 0, TRUE },
  { "eight keys of a search", CY_DB_READ, type_keys, 60, 0, FALSE },
  { "a child's file", CY_DB_READ, open_file, 300, 0, FALSE },
  { "logging a contact", CY_DB_WRITE, log_contact, 12, 0, FALSE },
  { "what is due of a child", CY_DB_READ, due_of_child, 20, 0, FALSE },
  { "Today", CY_DB_READ, show_today, 250, 1, TRUE },
};

static void
count_tasks (Archive        *archive,
             StatementCount *counts)
{
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      statements_reset ();
      run (archive, tasks[i].lane, tasks[i].func, archive);
      statements_get_count (&counts[i]);
      g_test_message ("%s: %" G_GUINT64_FORMAT " statements, %" G_GUINT64_FORMAT " rows, %" G_GUINT64_FORMAT " scanned, %"
                      G_GUINT64_FORMAT " steps", tasks[i].name, counts[i].statements, counts[i].rows,
                      counts[i].scanned, counts[i].steps);
    }
}

static void
test_tasks (void)
{
  Archive *few = archive_new (FEW), *many = archive_new (MANY);
  StatementCount of_few[G_N_ELEMENTS (tasks)], of_many[G_N_ELEMENTS (tasks)];

  count_tasks (few, of_few);
  count_tasks (many, of_many);
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      const StatementCount *a = &of_few[i], *b = &of_many[i];

      g_assert_cmpuint (a->statements, <=, tasks[i].statements + FEW * tasks[i].of_each);
      g_assert_cmpuint (b->statements, <=, tasks[i].statements + MANY * tasks[i].of_each);
      if (tasks[i].of_all)
        continue;
      /* A plan is the same; what differs is what the child has. */
      g_assert_cmpuint (b->statements, <=, a->statements + a->statements / 4);
      g_assert_cmpuint (b->scanned, <=, a->scanned + 50);
      g_assert_cmpuint (b->steps, <=, a->steps + a->steps / 2);
    }
  archive_free (few);
  archive_free (many);
}

/* One child is renamed while the roster is shown */

typedef struct {
  CyRoster *roster;
  guint removed, added;
  gboolean renamed;
} Watch;

static void
items_changed (GListModel *model,
               guint       position,
               guint       removed,
               guint       added,
               Watch      *watch)
{
  watch->removed += removed;
  watch->added += added;
}

static gpointer
rename_child (CyConn        *conn,
              gpointer       id,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (CyPerson) person = cy_person_load (conn, *(gint64 *) id, error);

  g_free (person->name);
  person->name = g_strdup ("佐佐木");
  cy_text_fill_person (person);
  cy_person_update (conn, person, error);
  return NULL;
}

static gboolean
is_idle (CyRoster  *roster,
         GPtrArray *rows)
{
  /* The end of the list follows its answer a few rows at a time. */
  if (cy_roster_get_busy (roster) || cy_roster_get_count (roster) == 0 ||
      g_list_model_get_n_items (G_LIST_MODEL (roster)) != cy_roster_get_count (roster))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (cy_roster_row_get_loading (g_ptr_array_index (rows, i)))
      return FALSE;

  return TRUE;
}

static void
wait_until_idle (CyRoster  *roster,
                 GPtrArray *rows)
{
  gint64 end = g_get_monotonic_time () + TIMEOUT;

  while (!is_idle (roster, rows) || g_main_context_pending (NULL))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (200);
    }
}

static gboolean
has_new_name (GPtrArray *rows,
              guint      i)
{
  return g_strcmp0 (cy_roster_row_get_name (g_ptr_array_index (rows, i)), "佐佐木") == 0;
}

static guint64
count_rename (guint n_children)
{
  Archive *archive = archive_new (n_children);
  g_autoptr (CyRoster) roster = cy_roster_new (archive->db);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  Watch watch = { .roster = roster };
  StatementCount count;
  gint64 id, end = g_get_monotonic_time () + TIMEOUT;

  /* The first rows may come before the others. */
  while (g_list_model_get_n_items (G_LIST_MODEL (roster)) < n_children)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
    }
  wait_until_idle (roster, rows);
  for (guint i = 0; i < SHOWN; i++)
    g_ptr_array_add (rows, g_list_model_get_item (G_LIST_MODEL (roster), i));
  wait_until_idle (roster, rows);
  /* What is prepared in the background comes before: of that one runs at a time. */
  run (archive, CY_DB_LONG, prepare, archive);

  g_signal_connect (roster, "items-changed", G_CALLBACK (items_changed), &watch);
  id = cy_roster_row_get_id (g_ptr_array_index (rows, 3));
  statements_reset ();
  run (archive, CY_DB_WRITE, rename_child, &id);
  while (!has_new_name (rows, 3) || cy_roster_get_busy (roster) || g_main_context_pending (NULL))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (200);
    }
  statements_get_count (&count);
  g_test_message ("%u children: %" G_GUINT64_FORMAT " statements", n_children, count.statements);

  /* A view asks only for what it is told has come. */
  g_assert_cmpuint (watch.removed, ==, 1);
  g_assert_cmpuint (watch.added, ==, 1);
  g_ptr_array_set_size (rows, 0);
  g_clear_object (&roster);
  archive_free (archive);

  return count.statements;
}

static void
test_one_row (void)
{
  guint64 of_few = count_rename (FEW), of_many = count_rename (MANY);

  /* Most of them take the child in and out of the search, for each part of the name. */
  g_assert_cmpuint (of_few, <=, 250);
  g_assert_cmpuint (of_many, <=, of_few + of_few / 4);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  statements_watch ();

  g_test_add_func ("/counts/tasks", test_tasks);
  g_test_add_func ("/counts/one-row", test_one_row);

  return g_test_run ();
}
