#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cy-profile-store.h"
#include "cy-roster-index.h"
#include "cy-roster-row.h"
#include "keys/cy-archive.h"
#include "keys/cy-password.h"
#include "text/cy-text.h"

#include "figure.h"

/* Measures the roster's engine on an archive:
 *
 *   roster archive FOLDER [FD]    its password is the first line that FD gives, else standard input
 *
 * All is done by one job on a reader's thread, as the window's is, and what is measured is the
 * processor time of that thread: what others run on the machine is not in it. Each figure is a
 * line of JSON; with a file named in CHUYAN_ROSTER_KEYS, each key goes there. */

#define N_PAGES 300

/* What is typed, key by key: a character, two, whole names, initials, pinyin, the ends and
 * beginnings of numbers, villages and schools, and several words. What is in capitals is
 * taken from the archive: see find_words(). */
static const char * const typed[] = {
  "王", "李", "欧", "明", "吕", "王明", "李小", "欧阳", "子涵", "尉迟", "王浩然", "李明朗", "张雨桐", "欧阳梓涵", "诸葛安然",
  "wmx", "lml", "zyt", "oyzh", "lxy", "wang", "zhangwei", "limingl", "lvxue", "huangjiahao", "chen",
  "528x", "6789", "0417", "CHILD-ID", "8888", "138", "GUARDIAN-PHONE", "PARENT-PHONE",
  "岗村", "石桥", "VILLAGE", "中心小学", "张 VILLAGE", "王 6789",
};

typedef struct {
  char *child_id;
  char *guardian_phone;
  char *parent_phone;
  char *village;
} Words;

static double
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

static GArray *
ask (CyRosterIndex       *index,
     CyConn              *conn,
     const CyRosterQuery *query,
     double              *ms)
{
  g_autoptr (GError) error = NULL;
  double start = now ();
  GArray *ids = cy_roster_index_query (index, conn, query, &error);

  g_assert_no_error (error);
  *ms = now () - start;

  return ids;
}

static double
time_query (CyRosterIndex       *index,
            CyConn              *conn,
            const CyRosterQuery *query)
{
  double ms;

  g_array_unref (ask (index, conn, query, &ms));
  return ms;
}

/* Each order for the first time, and again when it is known. */
static void
measure_orders (CyRosterIndex *index,
                CyConn        *conn)
{
  static const char * const sorts[CY_ROSTER_N_SORTS] = { "name", "birth", "sex", "village", "school", "created" };
  g_autoptr (CyRosterQuery) query = cy_roster_query_new ();

  for (int sort = 0; sort < CY_ROSTER_N_SORTS; sort++)
    for (int again = 0; again < 2; again++)
      {
        g_autofree char *name = g_strdup_printf ("order by %s%s", sorts[sort], again ? ", again" : ", first");

        query->sort = sort;
        figure (name, time_query (index, conn, query), "ms", NULL);
      }
}

static void
measure_filter (CyRosterIndex *index,
                CyConn        *conn,
                CyRosterQuery *query,
                const char    *what)
{
  g_autofree char *first = g_strdup_printf ("filter %s, first", what);
  g_autofree char *again = g_strdup_printf ("filter %s, again", what);
  g_autofree char *found = g_strdup_printf ("filter %s, found", what);
  g_autoptr (GArray) ids = NULL;
  double ms;

  figure (first, time_query (index, conn, query), "ms", NULL);
  ids = ask (index, conn, query, &ms);
  figure (again, ms, "ms", NULL);
  figure (found, ids->len, "children", NULL);
}

static void
measure_filters (CyRosterIndex *index,
                 CyConn        *conn)
{
  static const char * const kinds[] = { [2] = "county", [3] = "township", [4] = "village", [5] = "school", [6] = "class" };
  CyRosterQuery *query = cy_roster_query_new ();

  query->profile_result = CY_PROFILE_LEFT_BEHIND;
  measure_filter (index, conn, query, "left behind");
  cy_roster_query_free (query);

  query = cy_roster_query_new ();
  query->guardianship = CY_GUARDIANSHIP_GRANDPARENTS;
  measure_filter (index, conn, query, "with grandparents");
  cy_roster_query_free (query);

  query = cy_roster_query_new ();
  query->flag = g_strdup (CY_ROSTER_ANY_FLAG);
  measure_filter (index, conn, query, "any flag");
  cy_roster_query_free (query);

  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    {
      query = cy_roster_query_new ();
      if (kinds[kind] != NULL &&
          cy_conn_int64 (conn, NULL, &query->unit_id, "SELECT id FROM unit WHERE kind = ? ORDER BY id DESC LIMIT 1", "i",
                         (gint64) kind) &&
          query->unit_id != 0)
        measure_filter (index, conn, query, kinds[kind]);
      cy_roster_query_free (query);
    }
}

static char *
read_text (CyConn     *conn,
           const char *sql,
           gint64      id)
{
  CyStmt *st = cy_conn_query (conn, NULL, sql, "i", id);
  char *text = NULL;

  if (st != NULL && cy_stmt_step (st, NULL))
    text = cy_stmt_dup_text (st, 0);
  if (st != NULL)
    cy_stmt_reset (st);

  return text != NULL ? text : g_strdup ("");
}

/* The numbers and the village of the child in the middle of the roster who has all of them. */
static void
find_words (CyConn       *conn,
            const GArray *ids,
            Words        *words)
{
  for (guint i = ids->len / 2; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, guint32, i);

      words->child_id = read_text (conn, "SELECT id_number FROM person WHERE id = ?", id);
      words->village = read_text (conn, "SELECT u.name FROM child AS c JOIN unit AS u ON u.id = c.village_id "
                                  "WHERE c.id = ?", id);
      words->guardian_phone = read_text (conn, "SELECT p.phone FROM relation AS r JOIN person AS p ON p.id = r.person_id "
                                         "WHERE r.child_id = ? AND r.role = 1", id);
      words->parent_phone = read_text (conn, "SELECT p.phone FROM relation AS r JOIN person AS p ON p.id = r.person_id "
                                       "WHERE r.child_id = ? AND r.role = 0", id);
      if (words->child_id[0] && words->village[0] && words->guardian_phone[0] && words->parent_phone[0])
        return;
      g_free (words->child_id);
      g_free (words->village);
      g_free (words->guardian_phone);
      g_free (words->parent_phone);
    }
  g_error ("No child of this archive has a number, a village, a guardian and a parent");
}

static char *
fill_in (const char  *text,
         const Words *words)
{
  g_autoptr (GString) filled = g_string_new (text);

  g_string_replace (filled, "CHILD-ID", words->child_id, 0);
  g_string_replace (filled, "GUARDIAN-PHONE", words->guardian_phone, 0);
  g_string_replace (filled, "PARENT-PHONE", words->parent_phone, 0);
  g_string_replace (filled, "VILLAGE", words->village, 0);

  return g_string_free (g_steal_pointer (&filled), FALSE);
}

static void
measure_keys (CyRosterIndex *index,
              CyConn        *conn,
              const Words   *words)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  const char *path = g_getenv ("CHUYAN_ROSTER_KEYS");
  FILE *keys = path != NULL ? fopen (path, "w") : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autofree char *text = fill_in (typed[i], words);

      for (const char *end = text; *end != '\0';)
        {
          g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
          g_autofree char *part = NULL;
          g_autoptr (GArray) ids = NULL;
          double ms;

          end = g_utf8_next_char (end);
          part = g_strndup (text, (gsize) (end - text));
          query->search = cy_text_search (part);
          ids = ask (index, conn, query, &ms);
          g_array_append_val (times, ms);
          if (keys != NULL)
            fprintf (keys, "%8.2f ms %8u  %s\n", ms, ids->len, part);
        }
    }
  if (keys != NULL)
    fclose (keys);

  figure ("key of a search, first", g_array_index (times, double, 0), "ms", NULL);
  figure ("key of a search, median", at_rank (times, 50), "ms", NULL);
  figure ("key of a search, 95 of 100", at_rank (times, 95), "ms", NULL);
  figure ("key of a search, longest", at_rank (times, 100), "ms", NULL);
  figure ("keys of a search", times->len, "keys", NULL);
}

static void
measure_pages (CyConn       *conn,
               const GArray *ids)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  guint n = MIN (ids->len, 128);

  for (int i = 0; i < N_PAGES; i++)
    {
      guint first = (guint) g_rand_int_range (random, 0, (gint32) (ids->len - n + 1));
      double start = now ();
      g_autoptr (GPtrArray) rows = cy_roster_read_rows (conn, &g_array_index (ids, guint32, first), n, NULL);
      double ms = now () - start;

      g_assert_nonnull (rows);
      g_array_append_val (times, ms);
    }
  figure ("page of 128 rows anywhere, median", at_rank (times, 50), "ms", NULL);
  figure ("page of 128 rows anywhere, 95 of 100", at_rank (times, 95), "ms", NULL);
}

static gpointer
measure (CyConn        *conn,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  CyRosterIndex *index = data;
  g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
  g_autoptr (GArray) ids = NULL;
  Words words = { 0 };
  double ms;

  ids = ask (index, conn, query, &ms);
  figure ("order by name, cold", ms, "ms", NULL);
  figure ("children", ids->len, "children", NULL);
  cy_roster_index_forget (index);
  measure_orders (index, conn);
  measure_filters (index, conn);
  find_words (conn, ids, &words);
  ms = now ();
  cy_roster_index_prepare (conn, index, NULL, error);
  figure ("preparing the search in the background", now () - ms, "ms", NULL);
  measure_keys (index, conn, &words);
  measure_pages (conn, ids);
  figure ("kept by the engine after all this", (double) cy_roster_index_size (index) / 1e6, "MB", NULL);

  g_free (words.child_id);
  g_free (words.village);
  g_free (words.guardian_phone);
  g_free (words.parent_phone);
  return NULL;
}

static int
measure_archive (const char *folder,
                 int         fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyArchive) archive = cy_archive_open (folder, &error);
  g_autoptr (CyRosterIndex) index = cy_roster_index_new ();
  char *password = archive != NULL ? cy_password_read (fd, &error) : NULL;

  if (password == NULL || !cy_archive_unlock (archive, password, &error))
    {
      fprintf (stderr, "roster: %s\n", error->message);
      cy_password_free (password);
      return 1;
    }
  cy_password_free (password);

  cy_db_run (cy_archive_get_db (archive), CY_DB_READ, measure, index, NULL, &error);
  cy_archive_lock (archive);
  if (error == NULL)
    return 0;

  fprintf (stderr, "roster: %s\n", error->message);
  return 1;
}

int
main (int    argc,
      char **argv)
{
  if ((argc == 3 || argc == 4) && g_str_equal (argv[1], "archive"))
    return measure_archive (argv[2], argc == 4 ? atoi (argv[3]) : 0);

  fprintf (stderr, "usage: roster archive FOLDER [FD]\n");
  return 2;
}
