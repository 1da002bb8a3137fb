/* Measures the roster's engine on a generated database of fictional children.
 *
 *   roster make FILE CHILDREN     makes an encrypted database, a guardian for each child
 *   roster measure FILE           prints what each query takes, in milliseconds
 *   roster bench CHILDREN         does both, and prints four numbers: the first order, a key
 *                                 typed (median and 95 of 100), a page of rows (95 of 100)
 *   roster archive FOLDER [FD]    measures an archive, its password read from FD, else from
 *                                 standard input; each figure is a line of JSON
 */

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cy-child-store.h"
#include "cy-migrate.h"
#include "cy-person-store.h"
#include "cy-profile-store.h"
#include "cy-relation-store.h"
#include "cy-roster-index.h"
#include "cy-roster-row.h"
#include "cy-search-store.h"
#include "cy-unit-store.h"
#include "roster-archive.h"
#include "text/cy-text.h"

static const guint8 key[CY_CONN_KEY_SIZE] = "fictional key of thirty-two byte";

static const char * const surnames[] = {
  "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗",
  "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾", "肖", "田", "董", "袁", "潘", "于", "蒋", "蔡",
  "余", "杜", "叶", "程", "苏", "魏", "吕", "丁", "任", "沈", "姚", "卢", "姜", "崔", "钟", "谭", "陆", "汪", "范", "欧阳",
};
static const char given[] =
  "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲红玉萍鹏华飞鑫波斌宇浩凯健俊帆雪倩梅琳晶欢婷慧巧美颖露瑶怡"
  "雅淑惠珠翠芝宁欣佳嘉琼勤珍贞莉瑞凡岩林栋维启克伦翔旭泽晨辰士建致炎德行时泰盛雄琛钧冠策腾榕风航弘朗晓云雨小子涵梓轩";

static GRand *rand_;

static int
pick (int below)
{
  return g_rand_int_range (rand_, 0, below);
}

/* Few surnames are many people's: the square makes the first ones common. */
static void
append_name (GString *name)
{
  double r = g_rand_double (rand_);
  glong n_given = g_utf8_strlen (given, -1);
  int n = pick (100) < 80 ? 2 : 1;

  g_string_assign (name, surnames[(int) (r * r * G_N_ELEMENTS (surnames))]);
  while (n-- > 0)
    {
      const char *c = g_utf8_offset_to_pointer (given, pick ((int) n_given));

      g_string_append_len (name, c, g_utf8_next_char (c) - c);
    }
}

#define ROWS_AT_ONCE 50000

static void
next_transaction (CyConn *conn)
{
  g_autoptr (GError) error = NULL;

  cy_search_settle (conn, &error);
  g_assert_no_error (error);
  cy_conn_commit (conn, &error);
  g_assert_no_error (error);
  cy_conn_begin (conn, TRUE, &error);
  g_assert_no_error (error);
}

/* A grandmother with a phone. */
static void
add_guardian (CyConn   *conn,
              gint64    child_id,
              GString  *name,
              GError  **error)
{
  g_autoptr (CyPerson) person = cy_person_new ();
  g_autoptr (CyRelation) relation = cy_relation_new ();

  append_name (name);
  person->name = g_strdup (name->str);
  person->phone = g_strdup_printf ("1%d%09d", 3 + pick (7), pick (1000000000));
  cy_text_fill_person (person);
  relation->child_id = child_id;
  relation->person_id = cy_person_insert (conn, person, error);
  relation->role = CY_RELATION_GUARDIAN;
  relation->is_primary = TRUE;
  relation->kin = g_strdup ("祖母");
  cy_relation_insert (conn, relation, error);
}

static void
make (const char *path,
      int         n_children)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyConn) conn = NULL;
  g_autoptr (GString) name = g_string_new (NULL);
  int n_villages = MAX (5, n_children / 500), n_schools = MAX (2, n_children / 1200);
  gint64 *villages = g_new (gint64, n_villages), *schools = g_new (gint64, n_schools);
  gint64 *classes = g_new (gint64, n_schools * 6);
  gint64 start = g_get_monotonic_time ();

  rand_ = g_rand_new_with_seed (7);
  cy_migrate (path, key, CY_SCHEMA_CARE, &error);
  g_assert_no_error (error);
  conn = cy_conn_open (path, key, CY_CONN_WRITABLE, &error);
  cy_conn_script (conn, "PRAGMA synchronous = OFF", &error);
  cy_conn_begin (conn, TRUE, &error);
  cy_profile_install (conn, &error);

  for (int i = 0; i < n_villages + n_schools; i++)
    {
      g_autoptr (CyUnit) unit = cy_unit_new ();
      gboolean village = i < n_villages;

      unit->kind = village ? CY_UNIT_VILLAGE : CY_UNIT_SCHOOL;
      append_name (name);
      unit->name = g_strdup_printf ("%s%d%s", name->str, i, village ? "村" : "中心小学");
      cy_text_fill_unit (unit);
      *(village ? &villages[i] : &schools[i - n_villages]) = cy_unit_insert (conn, unit, &error);
      for (int grade = 1; !village && grade <= 6; grade++)
        {
          g_autofree char *class = g_strdup_printf ("%d 年级", grade);

          classes[(i - n_villages) * 6 + grade - 1] =
            cy_unit_ensure (conn, CY_UNIT_CLASS, schools[i - n_villages], class, &error);
        }
    }

  for (int i = 0; i < n_children; i++)
    {
      g_autoptr (CyPerson) person = cy_person_new ();
      g_autoptr (CyChild) child = cy_child_new ();
      int class = pick (n_schools * 6);
      char number[19];
      gint64 id;

      append_name (name);
      person->name = g_strdup (name->str);
      cy_text_fill_person (person);
      person->sex = 1 + pick (2);
      person->birth = cy_day_from_ymd (2009 + pick (14), 1 + pick (12), 1 + pick (28));
      g_snprintf (number, sizeof number, "5114%02d%04d%02d%02d%04d", pick (30), 2009 + pick (14), 1 + pick (12),
                  1 + pick (28), pick (10000));
      person->id_number = g_strdup (number);
      child->village_id = villages[pick (n_villages)];
      child->school_id = schools[class / 6];
      child->class_id = classes[class];
      id = cy_child_insert (conn, person, child, &error);
      g_assert_no_error (error);
      add_guardian (conn, id, name, &error);
      g_assert_no_error (error);
      if (i % ROWS_AT_ONCE == ROWS_AT_ONCE - 1)
        next_transaction (conn);
    }
  cy_conn_script (conn,
                  "UPDATE child SET profile_result = abs (random ()) % 3, guardianship = abs (random ()) % 6",
                  &error);
  cy_conn_script (conn, "DELETE FROM child_stale", &error);
  g_assert_no_error (error);
  next_transaction (conn);
  fprintf (stderr, "made in %.1f s\n", (double) (g_get_monotonic_time () - start) / 1e6);
  g_free (villages);
  g_free (schools);
  g_free (classes);
  g_rand_free (rand_);
  cy_conn_rollback (conn);
}


static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double da = *(const double *) a, db = *(const double *) b;

  return (da > db) - (da < db);
}

static gboolean verbose;

static double
at_rank (GArray *times,
         guint   percent)
{
  return g_array_index (times, double, times->len * percent / 100);
}

static void
print_times (const char *what,
             GArray     *times)
{
  g_array_sort (times, compare_doubles);
  if (verbose)
    printf ("%-40s %8.2f ms median %8.2f p95 %8.2f max (%u)\n", what, g_array_index (times, double, times->len / 2),
          g_array_index (times, double, times->len * 95 / 100), g_array_index (times, double, times->len - 1), times->len);
}

/* The processor time of this thread in milliseconds: what others run on the machine is not in
 * it, nor waiting for the disk. */
static double
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

/* Milliseconds that a query takes. */
static double
time_query (CyRosterIndex       *index,
            CyConn              *conn,
            const CyRosterQuery *query,
            guint               *n)
{
  g_autoptr (GError) error = NULL;
  double start = now ();
  g_autoptr (GArray) ids = cy_roster_index_query (index, conn, query, &error);

  g_assert_no_error (error);
  *n = ids->len;

  return now () - start;
}

/* What people type, key by key. */
static void
measure_keys (CyRosterIndex *index,
              CyConn        *conn)
{
  static const char * const typed[] = { "王明", "欧阳小", "李晓云", "张", "limingl", "lml", "wangwei", "zhangxiaoyun", "lvbo",
                                        "huang", "511403201", "13812345678", "1234", "林村", "中心小学", "郭宇 小学", "王 1382" };
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    for (const char *end = typed[i]; *end != '\0';)
      {
        g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
        g_autofree char *text = NULL;
        double ms;
        guint n;

        end = g_utf8_next_char (end);
        text = g_strndup (typed[i], (gsize) (end - typed[i]));
        query->search = cy_text_search (text);
        ms = time_query (index, conn, query, &n);
        g_array_append_val (times, ms);
        if (verbose)
          printf ("  %8.2f ms %8u found  %s\n", ms, n, text);
      }
  print_times ("a key of a search", times);
  if (!verbose)
    printf ("%.3f %.3f ", at_rank (times, 50), at_rank (times, 95));
}

static void
measure_pages (CyConn       *conn,
               const GArray *ids)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (int i = 0; i < 200; i++)
    {
      double start = now ();
      g_autoptr (GPtrArray) rows =
        cy_roster_read_rows (conn, &g_array_index (ids, guint32, g_random_int_range (0, (gint32) ids->len - 128)),
                             128, NULL);
      double ms = now () - start;

      g_array_append_val (times, ms);
    }
  print_times ("a page of 128 rows anywhere", times);
  if (!verbose)
    printf ("%.3f\n", at_rank (times, 95));
}

static void
measure_orders (CyRosterIndex *index,
                CyConn        *conn,
                CyRosterQuery *query)
{
  static const char * const sorts[CY_ROSTER_N_SORTS] = { "name", "birth", "sex", "village", "school", "created" };
  guint n;

  for (int sort = 0; sort < CY_ROSTER_N_SORTS; sort++)
    {
      double first, again;

      query->sort = sort;
      first = time_query (index, conn, query, &n);
      again = time_query (index, conn, query, &n);
      printf ("all by %-10s %8.2f ms first %8.2f again (%u)\n", sorts[sort], first, again, n);
    }
  query->sort = CY_ROSTER_BY_NAME;
  query->profile_result = CY_PROFILE_LEFT_BEHIND;
  printf ("left behind       %8.2f ms first", time_query (index, conn, query, &n));
  printf (" %8.2f again (%u)\n", time_query (index, conn, query, &n), n);
  query->profile_result = CY_ROSTER_ANY;
  query->unit_id = 3;
  printf ("one village       %8.2f ms first", time_query (index, conn, query, &n));
  printf (" %8.2f again (%u)\n", time_query (index, conn, query, &n), n);
  query->unit_id = 0;
}

static void
measure (const char *path)
{
  g_autoptr (CyConn) conn = cy_conn_open (path, key, CY_CONN_READ_ONLY, NULL);
  g_autoptr (CyRosterIndex) index = cy_roster_index_new ();
  g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
  g_autoptr (GArray) ids = NULL;
  guint n;

  cy_conn_script (conn, "BEGIN", NULL);
  if (verbose)
    measure_orders (index, conn, query);
  else
    printf ("%.3f ", time_query (index, conn, query, &n));
  measure_keys (index, conn);
  ids = cy_roster_index_query (index, conn, query, NULL);
  measure_pages (conn, ids);
}

static void
bench (int n_children)
{
  static const char * const names[] = { "roster.db", "roster.db-wal", "roster.db-shm" };
  g_autofree char *folder = g_dir_make_tmp ("chuyan-roster-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, names[0], NULL);

  make (path, n_children);
  measure (path);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_build_filename (folder, names[i], NULL);

      g_remove (file);
    }
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  verbose = argc > 1 && !g_str_equal (argv[1], "bench");
  if (argc == 4 && g_str_equal (argv[1], "make"))
    make (argv[2], atoi (argv[3]));
  else if (argc == 3 && g_str_equal (argv[1], "measure"))
    measure (argv[2]);
  else if (argc == 3 && g_str_equal (argv[1], "bench"))
    bench (atoi (argv[2]));
  else if ((argc == 3 || argc == 4) && g_str_equal (argv[1], "archive"))
    return roster_archive (argv[2], argc == 4 ? atoi (argv[3]) : 0);
  else
    {
      fprintf (stderr, "usage: roster make FILE CHILDREN | roster measure FILE | roster bench CHILDREN | "
                       "roster archive FOLDER [FD]\n");
      return 2;
    }

  return 0;
}
