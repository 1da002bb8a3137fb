#include <string.h>
#include <unistd.h>
#include <fcntl.h>
#include <glib/gstdio.h>

#include "cy-child-store.h"
#include "cy-db.h"
#include "cy-flag-store.h"
#include "cy-flag.h"
#include "cy-migrate.h"
#include "cy-person-store.h"
#include "cy-phone.h"
#include "cy-relation-store.h"
#include "cy-roster.h"
#include "cy-unit-store.h"
#include "text/cy-text.h"

/* Everything the roster answers is compared with what a reader of all the records would
 * find, over two thousand people made at random. */

#define N_CHILDREN 2000
#define N_VILLAGES 30
#define N_SCHOOLS 12

static const guint8 key[CY_CONN_KEY_SIZE] = "fictional key of thirty-two byte";

typedef struct {
  guint32 id;
  CyPerson *person;
  CyChild *child;
  char *phone_of_relative;
  gboolean flagged;
  gboolean in_bin;
} Record;

typedef struct {
  char *folder;
  char *path;
  CyDb *db;
  GArray *records;
  GPtrArray *units;             /* CyUnit, by id - 1 */
} Fixture;

static const char * const surnames[] = { "王", "李", "张", "劉", "欧阳", "吕", "单", "呂", "阿依古丽·", "Mary " };
static const char * const given[] = { "明", "朗", "小", "雲", "云", "秀英", "强", "磊", "婷", "绿" };

static char *
random_digits (int n)
{
  GString *digits = g_string_new (NULL);

  while (n-- > 0)
    g_string_append_c (digits, (char) ('0' + g_test_rand_int_range (0, 10)));

  return g_string_free (digits, FALSE);
}

static char *
random_name (void)
{
  int n = g_test_rand_int_range (1, 4);
  GString *name = g_string_new (surnames[g_test_rand_int_range (0, G_N_ELEMENTS (surnames))]);

  while (n-- > 0)
    g_string_append (name, given[g_test_rand_int_range (0, G_N_ELEMENTS (given))]);

  return g_string_free (name, FALSE);
}

static gint64
unit_at (int kind_offset,
         int n)
{
  return kind_offset + g_test_rand_int_range (0, n) + 1;
}

static gboolean
fill_units (CyConn   *conn,
            Fixture  *f,
            GError  **error)
{
  for (int i = 0; i < N_VILLAGES + N_SCHOOLS * 3; i++)
    {
      CyUnit *unit = cy_unit_new ();
      g_autofree char *name = random_name ();

      unit->kind = i < N_VILLAGES ? CY_UNIT_VILLAGE : i < N_VILLAGES + N_SCHOOLS ? CY_UNIT_SCHOOL : CY_UNIT_CLASS;
      if (unit->kind == CY_UNIT_CLASS)
        unit->parent_id = N_VILLAGES + 1 + (i - N_VILLAGES - N_SCHOOLS) / 2;
      unit->name = g_strdup_printf ("%s%s", name, unit->kind == CY_UNIT_VILLAGE ? "村" : "小學");
      cy_text_fill_unit (unit);
      unit->id = cy_unit_insert (conn, unit, error);
      g_assert_cmpint (unit->id, ==, i + 1);
      g_ptr_array_add (f->units, unit);
    }

  return TRUE;
}

static void
add_relative (CyConn  *conn,
              Record  *record,
              GError **error)
{
  g_autoptr (CyPerson) person = cy_person_new ();
  g_autoptr (CyRelation) relation = cy_relation_new ();
  g_autofree char *end = random_digits (9);

  record->phone_of_relative = g_strdup_printf ("13%s", end);
  person->name = random_name ();
  person->phone = g_strdup (record->phone_of_relative);
  cy_text_fill_person (person);
  relation->child_id = record->id;
  relation->person_id = cy_person_insert (conn, person, error);
  relation->role = CY_RELATION_GUARDIAN;
  relation->is_primary = TRUE;
  relation->kin = g_strdup (g_test_rand_bit () ? "祖母" : "姑姑");
  cy_relation_insert (conn, relation, error);
}

static gpointer
fill (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  Fixture *f = data;

  fill_units (conn, f, error);
  for (int i = 0; i < N_CHILDREN; i++)
    {
      Record record = { .person = cy_person_new (), .child = cy_child_new () };

      record.person->name = random_name ();
      record.person->sex = g_test_rand_int_range (0, 3);
      if (i % 7 != 0)
        record.person->birth = cy_day_from_ymd (2010, 1, 1) + g_test_rand_int_range (0, 4000);
      if (i % 3 != 0)
        {
          g_autofree char *digits = random_digits (17);

          record.person->id_number = g_strdup_printf ("%s%c", digits, i % 11 == 0 ? 'X' : '7');
        }
      if (i % 5 == 0)
        {
          g_autofree char *digits = random_digits (9);

          record.person->phone = g_strdup_printf ("15%s", digits);
        }
      if (i % 13 != 0)
        record.child->village_id = unit_at (0, N_VILLAGES);
      if (i % 17 != 0)
        record.child->school_id = unit_at (N_VILLAGES, N_SCHOOLS);
      if (record.child->school_id != 0 && i % 4 != 0)
        record.child->class_id = unit_at (N_VILLAGES + N_SCHOOLS, N_SCHOOLS * 2);
      cy_text_fill_person (record.person);
      record.id = (guint32) cy_child_insert (conn, record.person, record.child, error);
      if (i % 6 == 0)
        add_relative (conn, &record, error);
      record.flagged = i % 19 == 0;
      if (record.flagged)
        cy_flag_raise (conn, record.id, CY_FLAG_NO_HUKOU, NULL, error);
      record.in_bin = i % 23 == 0;
      if (record.in_bin)
        {
          gint64 id = record.id;

          cy_child_bin (conn, &id, 1, error);
        }
      g_array_append_val (f->records, record);
    }

  return NULL;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("chuyan-test-XXXXXX", &error);
  f->path = g_build_filename (f->folder, "care.db", NULL);
  cy_migrate (f->path, key, CY_SCHEMA_CARE, &error);
  g_assert_no_error (error);
  f->db = cy_db_open (f->path, key, &error);
  g_assert_no_error (error);
  f->records = g_array_new (FALSE, FALSE, sizeof (Record));
  f->units = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_unit_free);
  cy_db_run (f->db, CY_DB_WRITE, fill, f, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_clear_object (&f->db);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (guint i = 0; i < f->records->len; i++)
    {
      Record *record = &g_array_index (f->records, Record, i);

      cy_person_free (record->person);
      cy_child_free (record->child);
      g_free (record->phone_of_relative);
    }
  g_array_unref (f->records);
  g_ptr_array_unref (f->units);
  dir = g_dir_open (f->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (f->folder);
  g_free (f->path);
  g_free (f->folder);
}

/* The slow reader of all records */

static CyUnit *
unit_of (Fixture *f,
         gint64   id)
{
  return id != 0 ? g_ptr_array_index (f->units, id - 1) : NULL;
}

static gboolean
unit_has (Fixture    *f,
          gint64      id,
          const char *word)
{
  CyUnit *unit = unit_of (f, id);
  g_autofree char *folded = unit != NULL ? cy_text_fold (unit->name) : NULL;

  return folded != NULL && strstr (folded, word) != NULL;
}

static gboolean
pinyin_has (const char *pinyin,
            const char *word)
{
  static const char * const u[] = { "u", "v" };

  for (int i = 0; i < 2; i++)
    {
      g_auto (GStrv) parts = g_strsplit (pinyin, "ü", -1);
      g_autofree char *plain = g_strjoinv (u[i], parts);
      g_auto (GStrv) syllables = g_strsplit (plain, " ", -1);

      for (guint s = 0; syllables[s] != NULL; s++)
        {
          g_autofree char *joined = g_strjoinv ("", syllables + s);
          g_autoptr (GString) initials = g_string_new (NULL);

          for (guint t = s; syllables[t] != NULL; t++)
            g_string_append_c (initials, syllables[t][0]);
          if (g_str_has_prefix (joined, word) || g_str_has_prefix (initials->str, word))
            return TRUE;
        }
    }

  return FALSE;
}

static gboolean
number_has (const char *number,
            const char *word)
{
  g_autofree char *lower = number != NULL ? g_ascii_strdown (number, -1) : NULL;

  return lower != NULL && (strlen (word) == 3 ? g_str_has_suffix (lower, word) : strstr (lower, word) != NULL);
}

static gboolean
word_found (Fixture    *f,
            Record     *record,
            const char *word)
{
  g_autofree char *folded = cy_text_fold (record->person->name);
  gboolean digits = strlen (word) >= 3 && strspn (word, "0123456789x") == strlen (word) && word[0] != 'x';
  gboolean letters = strspn (word, "abcdefghijklmnopqrstuvwxyz") == strlen (word);
  const char *relative = record->phone_of_relative;

  if (digits)
    return number_has (record->person->id_number, word) || number_has (record->person->phone, word) ||
           number_has (relative, word);
  if (letters)
    return pinyin_has (record->person->pinyin, word) || strstr (folded, word) != NULL;

  return strstr (folded, word) != NULL ||
         (g_utf8_strlen (word, -1) >= 2 &&
          (unit_has (f, record->child->village_id, word) || unit_has (f, record->child->school_id, word)));
}

static gboolean
record_matches (Fixture             *f,
                Record              *record,
                const CyRosterQuery *query)
{
  g_auto (GStrv) parts = g_strsplit (query->search != NULL ? query->search : "", "ü", -1);
  g_autofree char *search = g_strjoinv ("v", parts);
  g_auto (GStrv) words = g_strsplit (search, " ", -1);
  CyUnit *class = unit_of (f, record->child->class_id);

  if (record->in_bin != query->in_bin || (query->flag != NULL && !record->flagged))
    return FALSE;
  if (query->unit_id != 0 && record->child->village_id != query->unit_id &&
      record->child->school_id != query->unit_id && record->child->class_id != query->unit_id &&
      (class == NULL || class->parent_id != query->unit_id))
    return FALSE;
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0' && !word_found (f, record, words[i]))
      return FALSE;
  if (query->ids != NULL)
    {
      for (guint i = 0; i < query->ids->len; i++)
        if (g_array_index (query->ids, gint64, i) == record->id)
          return TRUE;
      return FALSE;
    }

  return TRUE;
}

static int
compare_units (Fixture *f,
               gint64   a,
               gint64   b)
{
  CyUnit *ua = unit_of (f, a), *ub = unit_of (f, b);
  int order;

  if (ua == NULL || ub == NULL)
    return (ua == NULL) - (ub == NULL);
  order = g_bytes_compare (ua->sort_key, ub->sort_key);

  return order != 0 ? order : (a > b) - (a < b);
}

typedef struct {
  Fixture *f;
  CyRosterSort sort;
} Sorting;

static int
compare_records (gconstpointer pa,
                 gconstpointer pb,
                 gpointer      user_data)
{
  const Record *a = *(Record * const *) pa, *b = *(Record * const *) pb;
  Sorting *sorting = user_data;
  int order = 0, by_id = (a->id > b->id) - (a->id < b->id);

  switch (sorting->sort)
    {
    case CY_ROSTER_BY_BIRTH:
      if (a->person->birth == CY_DAY_NONE || b->person->birth == CY_DAY_NONE)
        order = (a->person->birth == CY_DAY_NONE) - (b->person->birth == CY_DAY_NONE);
      else
        order = (a->person->birth > b->person->birth) - (a->person->birth < b->person->birth);
      return order != 0 ? order : by_id;
    case CY_ROSTER_BY_CREATED:
      return by_id;
    case CY_ROSTER_BY_SEX:
      order = (int) ((a->person->sex + 2) % 3) - (int) ((b->person->sex + 2) % 3);
      break;
    case CY_ROSTER_BY_VILLAGE:
      order = compare_units (sorting->f, a->child->village_id, b->child->village_id);
      break;
    case CY_ROSTER_BY_SCHOOL:
      order = compare_units (sorting->f, a->child->school_id, b->child->school_id);
      if (order == 0)
        order = compare_units (sorting->f, a->child->class_id, b->child->class_id);
      break;
    case CY_ROSTER_BY_NAME:
    default:
      break;
    }
  if (order == 0)
    order = g_bytes_compare (a->person->sort_key, b->person->sort_key);

  return order != 0 ? order : by_id;
}

static GArray *
slow_answer (Fixture             *f,
             const CyRosterQuery *query)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  Sorting sorting = { f, query->sort };

  for (guint i = 0; i < f->records->len; i++)
    {
      Record *record = &g_array_index (f->records, Record, i);

      if (record_matches (f, record, query))
        g_ptr_array_add (found, record);
    }
  g_ptr_array_sort_with_data (found, compare_records, &sorting);
  for (guint i = 0; i < found->len; i++)
    {
      Record *record = g_ptr_array_index (found, query->descending ? found->len - 1 - i : i);

      g_array_append_val (ids, record->id);
    }

  return ids;
}

/* Queries */

static char *
part_of (const char *text)
{
  glong length = g_utf8_strlen (text, -1);
  glong start = g_test_rand_int_range (0, (gint32) length);
  glong n = g_test_rand_int_range (1, (gint32) (length - start) + 1);

  return g_utf8_substring (text, start, start + n);
}

static char *
random_search (Fixture *f)
{
  Record *record = &g_array_index (f->records, Record, g_test_rand_int_range (0, N_CHILDREN));
  CyUnit *unit = g_ptr_array_index (f->units, g_test_rand_int_range (0, N_VILLAGES + N_SCHOOLS));
  g_autofree char *typed = NULL;
  g_auto (GStrv) syllables = NULL;

  switch (g_test_rand_int_range (0, 8))
    {
    case 0:
      typed = part_of (record->person->name);
      break;
    case 1:
      typed = part_of (unit->name);
      break;
    case 2:
      typed = record->person->id_number != NULL ? part_of (record->person->id_number) : g_strdup ("李");
      break;
    case 3:
      typed = record->phone_of_relative != NULL ? part_of (record->phone_of_relative) : g_strdup ("l");
      break;
    case 4:
      syllables = g_strsplit (record->person->pinyin, " ", -1);
      typed = g_strjoinv ("", syllables);
      typed[g_test_rand_int_range (1, (gint32) strlen (typed) + 1)] = '\0';
      if (!g_utf8_validate (typed, -1, NULL))
        typed[0] = 'w', typed[1] = '\0';
      break;
    case 5:
      typed = cy_text_initials (record->person->pinyin);
      break;
    case 6:
      {
        g_autofree char *name = part_of (record->person->name);
        g_autofree char *place = part_of (unit->name);

        typed = g_strdup_printf (" %s  %s", name, place);
        break;
      }
    default:
      typed = g_strdup (g_test_rand_bit () ? "lv" : "LU");
      break;
    }

  return cy_text_search (typed);
}

static CyRosterQuery *
random_query (Fixture *f)
{
  CyRosterQuery *query = cy_roster_query_new ();

  if (g_test_rand_int_range (0, 4) != 0)
    query->search = random_search (f);
  if (g_test_rand_int_range (0, 5) == 0)
    query->unit_id = g_test_rand_int_range (1, (gint32) f->units->len + 1);
  if (g_test_rand_int_range (0, 8) == 0)
    query->flag = g_strdup (g_test_rand_bit () ? CY_FLAG_NO_HUKOU : CY_ROSTER_ANY_FLAG);
  if (g_test_rand_int_range (0, 8) == 0)
    {
      query->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      for (int i = 0; i < 300; i++)
        {
          gint64 id = g_array_index (f->records, Record, g_test_rand_int_range (0, N_CHILDREN)).id;

          g_array_append_val (query->ids, id);
        }
    }
  query->in_bin = g_test_rand_int_range (0, 8) == 0;
  query->sort = g_test_rand_int_range (0, CY_ROSTER_N_SORTS);
  query->descending = g_test_rand_bit ();

  return query;
}

static void
assert_same (const CyRosterQuery *query,
             const GArray        *expected,
             const guint32       *ids,
             guint                n_ids)
{
  if (n_ids != expected->len || (n_ids > 0 && memcmp (ids, expected->data, n_ids * sizeof *ids) != 0))
    g_test_message ("search “%s” unit %d flag %s bin %d sort %d %d", query->search, (int) query->unit_id,
                    query->flag, query->in_bin, query->sort, query->descending);
  g_assert_cmpuint (n_ids, ==, expected->len);
  g_assert_cmpmem (ids, n_ids * sizeof *ids, expected->data, expected->len * sizeof *ids);
}

static gpointer
ask_query (CyConn        *conn,
           gpointer       query,
           GCancellable  *cancellable,
           GError       **error)
{
  return cy_roster_query_ids (conn, query, error);
}

static void
test_answers_are_those_of_a_slow_reader (Fixture       *f,
                                         gconstpointer  data)
{
  for (int i = 0; i < 400; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CyRosterQuery) query = random_query (f);
      g_autoptr (GArray) expected = slow_answer (f, query);
      g_autoptr (GArray) ids = cy_db_run (f->db, CY_DB_READ, ask_query, query, NULL, &error);

      g_assert_no_error (error);
      assert_same (query, expected, (const guint32 *) ids->data, ids->len);
    }
}

static guint
count_found (Fixture    *f,
             const char *typed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
  g_autoptr (GArray) ids = NULL;

  query->search = cy_text_search (typed);
  ids = cy_db_run (f->db, CY_DB_READ, ask_query, query, NULL, &error);
  g_assert_no_error (error);

  return ids->len;
}

static gpointer
add_li (CyConn        *conn,
        gpointer       data,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autoptr (CyPerson) person = cy_person_new ();
  g_autoptr (CyChild) child = cy_child_new ();

  person->name = g_strdup ("黎茗蕾");
  person->id_number = g_strdup ("99999920150101998X");
  cy_text_fill_person (person);

  return GSIZE_TO_POINTER (cy_child_insert (conn, person, child, error));
}

static gpointer
rename_li (CyConn        *conn,
           gpointer       id,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (CyPerson) person = cy_person_load (conn, (gint64) GPOINTER_TO_SIZE (id), error);

  g_free (person->name);
  person->name = g_strdup ("呂櫻");
  g_clear_pointer (&person->id_number, g_free);
  cy_text_fill_person (person);
  cy_person_update (conn, person, error);

  return NULL;
}

static gpointer
remove_li (CyConn        *conn,
           gpointer       id,
           GCancellable  *cancellable,
           GError       **error)
{
  cy_conn_run (conn, error, "DELETE FROM child WHERE id = ?", "i", (gint64) GPOINTER_TO_SIZE (id));
  cy_conn_run (conn, error, "DELETE FROM person WHERE id = ?", "i", (gint64) GPOINTER_TO_SIZE (id));

  return NULL;
}

/* The index follows what is written. */
static void
test_the_search_follows_changes (Fixture       *f,
                                 gconstpointer  data)
{
  static const char * const before[] = { "黎茗蕾", "茗", "limingl", "lml 黎", "99998x", "98X", "９９９８Ｘ", NULL };
  static const char * const after[] = { "吕樱", "呂櫻", "櫻", "lvying", "luying", "ly 樱", NULL };
  g_autoptr (GError) error = NULL;
  gpointer id = cy_db_run (f->db, CY_DB_WRITE, add_li, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; before[i] != NULL; i++)
    if (i < 4)
      g_assert_cmpuint (count_found (f, before[i]), >=, 1);
  g_assert_cmpuint (count_found (f, "20150101998X"), ==, 1);
  g_assert_cmpuint (count_found (f, "茗"), ==, 1);

  cy_db_run (f->db, CY_DB_WRITE, rename_li, id, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; after[i] != NULL; i++)
    g_assert_cmpuint (count_found (f, after[i]), >=, 1);
  g_assert_cmpuint (count_found (f, "樱"), ==, 1);
  g_assert_cmpuint (count_found (f, "茗"), ==, 0);
  g_assert_cmpuint (count_found (f, "20150101998X"), ==, 0);

  cy_db_run (f->db, CY_DB_WRITE, remove_li, id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_found (f, "樱"), ==, 0);
}

/* What is typed cannot break the query. */
static void
test_any_text_may_be_typed (Fixture       *f,
                            gconstpointer  data)
{
  static const char * const typed[] = { "\"", "*", "a\"b", "NEAR(", "AND", "a AND b", "-", "^", "李*", "()", ":",
                                        "words:王", "'", "%", "12", "1", "\xf0\x9f\x98\x80", "ü", "x", "t123", "r1234", NULL };

  for (guint i = 0; typed[i] != NULL; i++)
    count_found (f, typed[i]);
}

/* The list model */

typedef struct {
  CyRoster *roster;
  GArray *mirror;
  guint n_signals;
  guint n_told;                 /* items removed and added, together */
  guint n_get_item;             /* as a view would ask: for what was added within its window */
} Watch;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Watch      *watch)
{
  g_assert_cmpuint (position + removed, <=, watch->mirror->len);
  if (removed > 0)
    g_array_remove_range (watch->mirror, position, removed);
  for (guint i = 0; i < added; i++)
    {
      guint32 id = (guint32) cy_roster_get_id (watch->roster, position + i);

      g_array_insert_val (watch->mirror, position + i, id);
    }
  g_assert_cmpuint (watch->mirror->len, ==, g_list_model_get_n_items (model));
  watch->n_signals++;
  watch->n_told += removed + added;
}

static void
wait_for (CyRoster *roster)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (cy_roster_get_busy (roster) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (cy_roster_get_busy (roster));
}

static gboolean
tick_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Until @condition, which a page or a commit brings about; bounded. */
static void
iterate_until_loaded (CyRosterRow *row)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (cy_roster_row_get_loading (row) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (cy_roster_row_get_loading (row));
}

static void
test_changes_are_told_truly (Fixture       *f,
                             gconstpointer  data)
{
  g_autoptr (CyRoster) roster = cy_roster_new (f->db);
  Watch watch = { roster, g_array_new (FALSE, FALSE, sizeof (guint32)) };

  g_signal_connect (roster, "items-changed", G_CALLBACK (items_changed_cb), &watch);
  wait_for (roster);
  for (int i = 0; i < 60; i++)
    {
      g_autoptr (CyRosterQuery) query = random_query (f);
      g_autoptr (GArray) expected = slow_answer (f, query);
      guint n_ids;
      const guint32 *ids;

      cy_roster_set_query (roster, query);
      wait_for (roster);
      ids = cy_roster_get_ids (roster, &n_ids);
      assert_same (query, expected, ids, n_ids);
      g_assert_cmpmem (ids, n_ids * sizeof *ids, watch.mirror->data, watch.mirror->len * sizeof *ids);
    }
  g_array_unref (watch.mirror);
}

static void
test_rows_are_read_once (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr (CyRoster) roster = cy_roster_new (f->db);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  CyRosterRow *again;

  wait_for (roster);
  for (guint i = 0; i < 205; i++)
    g_ptr_array_add (rows, g_list_model_get_item (G_LIST_MODEL (roster), i));
  again = g_list_model_get_item (G_LIST_MODEL (roster), 7);
  g_assert_true (again == g_ptr_array_index (rows, 7));
  g_object_unref (again);
  g_assert_true (cy_roster_row_get_loading (g_ptr_array_index (rows, 0)));
  for (guint i = 0; i < rows->len; i++)
    iterate_until_loaded (g_ptr_array_index (rows, i));

  for (guint i = 0; i < rows->len; i++)
    {
      CyRosterRow *row = g_ptr_array_index (rows, i);
      Record *record = NULL;

      for (guint k = 0; k < f->records->len && record == NULL; k++)
        if (g_array_index (f->records, Record, k).id == cy_roster_row_get_id (row))
          record = &g_array_index (f->records, Record, k);
      g_assert_cmpstr (cy_roster_row_get_name (row), ==, record->person->name);
      g_assert_cmpint (cy_roster_row_get_birth (row), ==, record->person->birth);
      g_assert_cmpstr (cy_roster_row_get_guardian_phone (row), ==, record->phone_of_relative);
      g_assert_cmpuint (cy_roster_row_get_n_flags (row), ==, record->flagged ? 1 : 0);
      if (record->child->village_id != 0)
        g_assert_cmpstr (cy_roster_row_get_village (row), ==, unit_of (f, record->child->village_id)->name);
    }

  /* Asked for again after they have died: nothing is read, they are there at once. */
  g_ptr_array_set_size (rows, 0);
  again = g_list_model_get_item (G_LIST_MODEL (roster), 100);
  g_assert_false (cy_roster_row_get_loading (again));
  g_object_unref (again);
}

typedef struct {
  gint64 id;
  const char *name;
} Renaming;

static gpointer
rename_child (CyConn        *conn,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  Renaming *renaming = data;
  g_autoptr (CyPerson) person = cy_person_load (conn, renaming->id, error);

  g_free (person->name);
  person->name = g_strdup (renaming->name);
  cy_text_fill_person (person);
  cy_person_update (conn, person, error);

  return NULL;
}

static void
wait_for_name (CyRosterRow *row,
               const char  *name)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (g_strcmp0 (cy_roster_row_get_name (row), name) != 0 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (cy_roster_row_get_name (row), ==, name);
}

/* A child that changes costs the view at most two items, wherever it goes. */
static void
test_one_change_is_told_as_one (Fixture       *f,
                                gconstpointer  data)
{
  static const char * const names[] = { "啊啊", "做做", "明明", "啊啊" };
  g_autoptr (GError) error = NULL;
  g_autoptr (CyRoster) roster = cy_roster_new (f->db);
  g_autoptr (CyRosterRow) row = NULL;
  Watch watch = { roster, g_array_new (FALSE, FALSE, sizeof (guint32)) };
  gint64 id;

  g_signal_connect (roster, "items-changed", G_CALLBACK (items_changed_cb), &watch);
  wait_for (roster);
  row = g_list_model_get_item (G_LIST_MODEL (roster), 500);
  id = cy_roster_row_get_id (row);
  iterate_until_loaded (row);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Renaming renaming = { id, names[i] };
      guint position;

      watch.n_told = 0;
      cy_db_run (f->db, CY_DB_WRITE, rename_child, &renaming, NULL, &error);
      g_assert_no_error (error);
      wait_for_name (row, names[i]);
      wait_for (roster);
      g_assert_cmpuint (watch.n_told, ==, 2);
      g_assert_true (cy_roster_find (roster, id, &position));
      g_assert_cmpint (g_array_index (watch.mirror, guint32, position), ==, id);
    }
  g_assert_cmpuint (watch.mirror->len, ==, g_list_model_get_n_items (G_LIST_MODEL (roster)));

  /* A change that moves nothing is told by the row alone. */
  {
    Renaming renaming = { id, "啊啊 " };

    watch.n_signals = 0;
    cy_db_run (f->db, CY_DB_WRITE, rename_child, &renaming, NULL, &error);
    wait_for_name (row, "啊啊 ");
    wait_for (roster);
    g_assert_cmpuint (watch.n_signals, ==, 0);
  }
  g_array_unref (watch.mirror);
}

/* The answer that a newer question has overtaken is not shown, and a roster may go while its
 * answers are on their way. */
static void
test_late_answers_are_dropped (Fixture       *f,
                               gconstpointer  data)
{
  CyRoster *roster = cy_roster_new (f->db);
  g_autoptr (CyRosterQuery) last = NULL;
  g_autoptr (GArray) expected = NULL;
  const guint32 *ids;
  guint n_ids;
  gboolean over = FALSE;

  for (int i = 0; i < 30; i++)
    {
      g_clear_pointer (&last, cy_roster_query_free);
      last = random_query (f);
      cy_roster_set_query (roster, last);
    }
  expected = slow_answer (f, last);
  wait_for (roster);
  ids = cy_roster_get_ids (roster, &n_ids);
  assert_same (last, expected, ids, n_ids);

  for (guint i = 0; i < n_ids; i += 3)
    g_object_unref (g_list_model_get_item (G_LIST_MODEL (roster), i));
  last->descending = !last->descending;
  cy_roster_set_query (roster, last);
  g_object_unref (roster);
  g_timeout_add (50, tick_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* No statement of the roster reads a whole table: of each the plan is looked at. */
static void
test_no_table_is_scanned (Fixture       *f,
                          gconstpointer  data)
{
  g_autofree char *log = g_build_filename (f->folder, "sql.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CyConn) conn = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_checked = 0;
  int saved = dup (STDERR_FILENO);
  int file = g_open (log, O_WRONLY | O_CREAT | O_TRUNC, 0600);

  g_setenv ("CHUYAN_SQL", "1", TRUE);
  conn = cy_conn_open (f->path, key, CY_CONN_READ_ONLY, &error);
  g_unsetenv ("CHUYAN_SQL");
  g_assert_no_error (error);
  dup2 (file, STDERR_FILENO);
  for (int i = 0; i < 200; i++)
    {
      g_autoptr (CyRosterQuery) query = random_query (f);
      g_autoptr (GArray) ids = NULL;
      g_autoptr (GPtrArray) rows = NULL;

      query->profile_result = i % 4 == 0 ? 1 : CY_ROSTER_ANY;
      query->guardianship = i % 5 == 0 ? 1 : CY_ROSTER_ANY;
      ids = cy_roster_query_ids (conn, query, &error);
      rows = ids != NULL ? cy_roster_read_rows (conn, (const guint32 *) ids->data, MIN (ids->len, 3), &error) : NULL;
    }
  fflush (stderr);
  dup2 (saved, STDERR_FILENO);
  close (saved);
  close (file);
  g_assert_no_error (error);

  g_clear_pointer (&conn, cy_conn_close);
  conn = cy_conn_open (f->path, key, CY_CONN_READ_ONLY, &error);
  g_assert_no_error (error);

  g_file_get_contents (log, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *sql = strstr (lines[i], " ms  ");
      g_autofree char *explain = NULL;
      CyStmt *st;

      /* The full-text index keeps house in tables of its own. */
      if (sql == NULL || strstr (sql, "FROM 'main'.'search_") != NULL ||
          !(g_str_has_prefix (sql + 5, "SELECT") || g_str_has_prefix (sql + 5, "WITH")))
        continue;
      explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql + 5, NULL);
      st = cy_conn_prepare (conn, explain, &error);
      while (st != NULL && cy_stmt_step (st, &error))
        {
          const char *step = cy_stmt_text (st, 3);

          if (g_str_has_prefix (step, "SCAN") && strstr (step, "COVERING INDEX") == NULL &&
              strstr (step, "VIRTUAL TABLE") == NULL && strstr (step, "CONSTANT ROW") == NULL &&
              strstr (step, "SCAN under") == NULL && strstr (step, "SCAN unit") == NULL &&
              strstr (step, "person_child_bin") == NULL)
            g_error ("%s in %s", step, sql + 5);
        }
      g_assert_no_error (error);
      n_checked++;
    }
  g_assert_cmpuint (n_checked, >, 100);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/roster/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("answers-are-those-of-a-slow-reader", test_answers_are_those_of_a_slow_reader);
  ADD ("the-search-follows-changes", test_the_search_follows_changes);
  ADD ("any-text-may-be-typed", test_any_text_may_be_typed);
  ADD ("changes-are-told-truly", test_changes_are_told_truly);
  ADD ("rows-are-read-once", test_rows_are_read_once);
  ADD ("one-change-is-told-as-one", test_one_change_is_told_as_one);
  ADD ("late-answers-are-dropped", test_late_answers_are_dropped);
  ADD ("no-table-is-scanned", test_no_table_is_scanned);
  return g_test_run ();
}
