#include <string.h>
#include <time.h>

#include "care/cy-care.h"
#include "cy-child-store.h"
#include "cy-contact-store.h"
#include "cy-history.h"
#include "keys/cy-archive.h"

#include "figure.h"

/* What is done to very many children at once, and its undo: acts ARCHIVE PASSWORD [ACT]…. Each act
 * is taken back, and what it took is printed: seconds, those that a processor worked, and the most
 * memory. */

#define TODAY (cy_day_from_iso ("2026-09-10"))

typedef struct {
  GArray *ids;
  gint64 batch;
  gint64 scheme;
} Acts;

static const gint64 *
ids_of (const Acts *acts)
{
  return (const gint64 *) (gpointer) acts->ids->data;
}

static gpointer
load (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  Acts *acts = data;
  CyStmt *st = cy_conn_query (conn, error, "SELECT id FROM person WHERE is_child AND deleted_at IS NULL", NULL);

  while (st != NULL && cy_stmt_step (st, error))
    {
      gint64 id = cy_stmt_int64 (st, 0);

      g_array_append_val (acts->ids, id);
    }
  cy_conn_int64 (conn, error, &acts->scheme, "SELECT min(scheme_id) FROM enrolment", NULL);

  return NULL;
}

static gpointer
pause_all (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  Acts *acts = data;

  acts->batch = cy_conn_get_batch (conn);
  for (guint i = 0; i < acts->ids->len; i++)
    if (cy_care_pause (conn, ids_of (acts)[i], TODAY, TODAY + 13, "holiday", error) == 0)
      return NULL;

  return NULL;
}

static gpointer
end_all (CyConn        *conn,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  Acts *acts = data;

  acts->batch = cy_conn_get_batch (conn);
  cy_care_end (conn, acts->scheme, ids_of (acts), acts->ids->len, TODAY, error);
  return NULL;
}

static gpointer
enrol_all (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  Acts *acts = data;

  acts->batch = cy_conn_get_batch (conn);
  cy_care_enrol (conn, acts->scheme + 1, ids_of (acts), acts->ids->len, TODAY, error);
  return NULL;
}

static gpointer
move_all (CyConn        *conn,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  Acts *acts = data;

  acts->batch = cy_conn_get_batch (conn);
  cy_child_move (conn, ids_of (acts), acts->ids->len, 0, 0, error);
  return NULL;
}

static gpointer
bin_all (CyConn        *conn,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  Acts *acts = data;

  acts->batch = cy_conn_get_batch (conn);
  cy_child_bin (conn, ids_of (acts), acts->ids->len, error);
  return NULL;
}

static gpointer
log_all (CyConn        *conn,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  Acts *acts = data;
  g_autoptr (CyContact) contact = cy_contact_new ();

  acts->batch = cy_conn_get_batch (conn);
  contact->date = TODAY;
  for (guint i = 0; i < MIN (acts->ids->len, CY_CONTACT_MAX_PARTICIPANTS); i++)
    cy_contact_add_participant (contact, ids_of (acts)[i], TRUE);
  cy_care_log_contact (conn, contact, error);
  return NULL;
}

static gpointer
undo (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  cy_history_undo_batch (conn, ((Acts *) data)->batch, error);
  return NULL;
}

static const struct {
  const char *name;
  CyDbFunc func;
} acts_known[] = {
  { "log", log_all }, { "pause", pause_all }, { "enrol", enrol_all }, { "end", end_all }, { "move", move_all }, { "bin", bin_all },
};

static void
run (CyDb       *db,
     Acts       *acts,
     const char *name,
     CyDbFunc    func)
{
  g_autoptr (GTimer) timer = NULL;
  g_autoptr (GError) error = NULL;
  clock_t since;

  memory_forget_peak ();
  timer = g_timer_new ();
  since = clock ();
  cy_db_run (db, CY_DB_WRITE, func, acts, NULL, &error);
  g_assert_no_error (error);
  g_print ("%-6s %6.2f s, %6.2f s of work, %4.0f MiB\n", name, g_timer_elapsed (timer, NULL),
           (double) (clock () - since) / CLOCKS_PER_SEC, memory_mib ("VmHWM"));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyArchive) archive = NULL;
  g_autoptr (CyDb) db = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Acts acts = { ids, 0, 0 };

  if (argc < 3)
    return 2;
  archive = cy_archive_open (argv[1], &error);
  if (archive == NULL || !cy_archive_unlock (archive, argv[2], &error))
    g_error ("%s", error->message);

  db = g_object_ref (cy_archive_get_db (archive));
  cy_db_run (db, CY_DB_READ, load, &acts, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (acts_known); i++)
    if (argc == 3 || g_strv_contains ((const char *const *) argv + 3, acts_known[i].name))
      {
        run (db, &acts, acts_known[i].name, acts_known[i].func);
        run (db, &acts, "undo", undo);
      }
  g_clear_object (&db);
  cy_archive_lock (archive);

  return 0;
}
