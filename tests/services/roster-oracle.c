#include "roster-fixture.h"

#include <string.h>

#include "cy-flag.h"
#include "text/cy-text.h"

/* A slow reader of all the records, whom the roster is asked to agree with. */

CyUnit *
unit_of (RosterFixture *f,
         gint64         id)
{
  return id != 0 ? g_ptr_array_index (f->units, id - 1) : NULL;
}

static gboolean
unit_has (RosterFixture *f,
          gint64         id,
          const char    *word)
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
word_found (RosterFixture *f,
            RosterRecord  *record,
            const char    *word)
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
record_matches (RosterFixture       *f,
                RosterRecord        *record,
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
compare_units (RosterFixture *f,
               gint64         a,
               gint64         b)
{
  CyUnit *ua = unit_of (f, a), *ub = unit_of (f, b);
  int order;

  if (ua == NULL || ub == NULL)
    return (ua == NULL) - (ub == NULL);
  order = g_bytes_compare (ua->sort_key, ub->sort_key);

  return order != 0 ? order : (a > b) - (a < b);
}

typedef struct {
  RosterFixture *f;
  CyRosterSort sort;
} Sorting;

static int
compare_records (gconstpointer pa,
                 gconstpointer pb,
                 gpointer      user_data)
{
  const RosterRecord *a = *(RosterRecord * const *) pa, *b = *(RosterRecord * const *) pb;
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

GArray *
slow_answer (RosterFixture       *f,
             const CyRosterQuery *query)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  Sorting sorting = { f, query->sort };

  for (guint i = 0; i < f->records->len; i++)
    {
      RosterRecord *record = &g_array_index (f->records, RosterRecord, i);

      if (record_matches (f, record, query))
        g_ptr_array_add (found, record);
    }
  g_ptr_array_sort_with_data (found, compare_records, &sorting);
  for (guint i = 0; i < found->len; i++)
    {
      RosterRecord *record = g_ptr_array_index (found, query->descending ? found->len - 1 - i : i);

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

/* "li ming lang" as people shorten it: "lml". */
static char *
initials_of (const char *pinyin)
{
  g_auto (GStrv) words = g_strsplit (pinyin, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    words[i][MIN (strlen (words[i]), 1)] = '\0';

  return g_strjoinv ("", words);
}

static char *
random_search (RosterFixture *f)
{
  RosterRecord *record = &g_array_index (f->records, RosterRecord, g_test_rand_int_range (0, N_CHILDREN));
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
      typed = initials_of (record->person->pinyin);
      break;
      case 6: {
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

CyRosterQuery *
random_query (RosterFixture *f)
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
          gint64 id = g_array_index (f->records, RosterRecord, g_test_rand_int_range (0, N_CHILDREN)).id;

          g_array_append_val (query->ids, id);
        }
    }
  query->in_bin = g_test_rand_int_range (0, 8) == 0;
  query->sort = g_test_rand_int_range (0, CY_ROSTER_N_SORTS);
  query->descending = g_test_rand_bit ();

  return query;
}

void
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
