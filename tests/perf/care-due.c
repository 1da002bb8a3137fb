#include "care/cy-care.h"

#include "cy-migrate.h"
#include "cy-scheme-store.h"

#include "figure.h"

#include <glib/gstdio.h>
#include <stdlib.h>

/* care-due [CHILDREN [CONTACTS]]: how long the due list takes, in full and for one child.
 * Prints the median of both as lines of JSON. The log of contacts is filled directly, without
 * the contacts it is an index of. */

static const guint8 key[CY_CONN_KEY_SIZE] = "fictional key of thirty-two byte";

static void
must (gboolean      success,
      const GError *error)
{
  if (!success)
    g_error ("%s", error != NULL ? error->message : "failed");
}

static void
fill (CyConn *conn,
      int     n_children,
      int     n_contacts,
      CyDay   today)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GPtrArray) schemes = NULL;

  must (cy_conn_begin (conn, TRUE, &error), error);
  must (cy_care_install_presets (conn, &error), error);
  must (cy_care_propose_terms (conn, today, &error), error);
  for (int i = 0; i < n_children; i++)
    must (cy_conn_run (conn, &error, "INSERT INTO person (is_child, name, sort_key) VALUES (1, '孩子', x'00')", NULL) &&
          cy_conn_run (conn, &error, "INSERT INTO child (id) VALUES (?)", "i", cy_conn_last_id (conn)), error);

  schemes = cy_scheme_list (conn, FALSE, &error);
  must (schemes != NULL, error);
  for (guint i = 0; i < 4; i++)
    must (cy_care_enrol (conn, ((CyScheme *) schemes->pdata[i * 2])->id, NULL, 0, today - 700, &error) >= 0, error);

  for (int i = 0; i < n_contacts; i++)
    must (cy_conn_run (conn, &error, "INSERT INTO care_log (child_id, day, kind, contact_id) VALUES (?, ?, ?, ?)", "iiii",
                       (gint64) ((gint64) i * n_children / n_contacts + 1),
                       (gint64) (today - g_rand_int_range (rand, 0, 700)),
                       (gint64) g_rand_int_range (rand, 0, CY_CONTACT_KIND_COUNT), (gint64) i), error);
  must (cy_conn_commit (conn, &error), error);
}

/* The median milliseconds of an odd number of runs. */
static double
measure (CyConn *conn,
         CyDay   today,
         gint64  child_id,
         int     n_runs)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (int i = 0; i < n_runs; i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GArray) rows = cy_care_due (conn, today, child_id, &error);
      double ms;

      must (rows != NULL && rows->len > 0, error);
      ms = (double) (g_get_monotonic_time () - start) / 1000;
      g_array_append_val (times, ms);
    }

  return at_rank (times, 50);
}

int
main (int    argc,
      char **argv)
{
  const CyDay today = cy_day_from_ymd (2026, 9, 10);
  int n_children = argc > 1 ? (int) g_ascii_strtoll (argv[1], NULL, 10) : 100000;
  int n_contacts = argc > 2 ? (int) g_ascii_strtoll (argv[2], NULL, 10) : 2000000;
  g_autofree char *folder = g_dir_make_tmp ("chuyan-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "care.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CyConn) conn = NULL;

  must (cy_migrate (path, key, CY_SCHEMA_CARE, &error), error);
  conn = cy_conn_open (path, key, CY_CONN_WRITABLE, &error);
  must (conn != NULL, error);
  fill (conn, n_children, n_contacts, today);
  must (cy_conn_script (conn, "PRAGMA wal_checkpoint(TRUNCATE)", &error), error);

  figure ("full", measure (conn, today, 0, 5), "ms", NULL);
  figure ("one child", measure (conn, today, n_children / 2, 21), "ms", NULL);

  g_clear_pointer (&conn, cy_conn_close);
  g_remove (path);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *extra = g_strconcat (path, i == 0 ? "-wal" : "-shm", NULL);

      g_remove (extra);
    }
  g_rmdir (folder);
  return 0;
}
