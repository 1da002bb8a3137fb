#include "care/cy-care-engine.h"

/*
 * Compares the engine with a second reading of its rules, which knows no arithmetic: it
 * keeps a cell for each day of sixteen years and walks from day to day. Weeks come from
 * GLib's ISO week numbers, months from its dates.
 */

#define FIRST (cy_day_from_ymd (2018, 1, 1))
#define N_DAYS (16 * 366)
#define MAX_KINDS 5

typedef struct {
  int window_id[CY_WINDOW_COUNT];       /* days of one window share a number; 0 outside of all */
  gboolean enrolled[4];                 /* by scheme */
  gboolean paused;
  int contacts[MAX_KINDS];
} Cell;

typedef struct {
  Cell cells[N_DAYS];
  CyDay today;
} World;

#define CELL(world, day) (&(world)->cells[(day) - FIRST])

typedef struct {
  gboolean exists;
  CyDueState state;
  CyDay due;
  int required;
  int done;
} Judgement;

static void
number_days (World *world)
{
  for (int i = 0; i < N_DAYS; i++)
    {
      g_autoptr (GDateTime) epoch = g_date_time_new_utc (1970, 1, 1, 0, 0, 0);
      g_autoptr (GDateTime) date = g_date_time_add_days (epoch, FIRST + i);
      int year = g_date_time_get_year (date);
      int month = g_date_time_get_month (date);
      int *id = world->cells[i].window_id;

      id[CY_WINDOW_WEEK] = g_date_time_get_week_numbering_year (date) * 100 + g_date_time_get_week_of_year (date);
      id[CY_WINDOW_MONTH] = year * 100 + month;
      id[CY_WINDOW_QUARTER] = year * 100 + (month + 2) / 3;
      id[CY_WINDOW_HALF_YEAR] = year * 100 + (month > 6);
      id[CY_WINDOW_YEAR] = year;
    }
}

static int
matching (World              *world,
          const CyObligation *o,
          CyDay               day)
{
  int n = 0;

  if (day > world->today)
    return 0;
  for (int k = 0; k < MAX_KINDS; k++)
    if (o->kinds & (1u << k))
      n += CELL (world, day)->contacts[k];

  return n;
}

static Judgement
judge_rolling (World              *world,
               const CyObligation *o,
               CyDay               start)
{
  Judgement j = { TRUE, CY_DUE_OPEN, CY_DAY_NONE, 1, 0 };
  CyDay base = start;
  int left = o->days;

  for (CyDay day = start; day <= world->today; day++)
    if (matching (world, o, day) > 0)
      base = day;
  j.due = base + o->days;
  for (CyDay day = base + 1; day <= world->today; day++)
    if (CELL (world, day)->paused)
      j.due++;

  /* Back over N days that are not paused. */
  for (CyDay day = world->today; day >= start && left > 0; day--)
    {
      j.done += matching (world, o, day);
      if (!CELL (world, day)->paused)
        left--;
    }

  if (CELL (world, world->today)->paused)
    {
      if (j.due < world->today)
        for (j.due = world->today; CELL (world, j.due)->paused; j.due++)
          ;
      return j;
    }
  if (world->today > j.due)
    j.state = CY_DUE_OVERDUE;
  else if (j.due - world->today <= 7 && j.due - world->today <= o->days / 4)
    j.state = CY_DUE_SOON;

  return j;
}

typedef struct {
  int length;
  int covered;
  int covered_open;
  int made;
  CyDay last;
} WindowFacts;

/* What can be said of the window that holds @day. */
static WindowFacts
look (World              *world,
      const CyObligation *o,
      CyDay               day,
      CyDay               start,
      CyDay               end)
{
  WindowFacts f = { 0 };
  int id = CELL (world, day)->window_id[o->window];

  while (CELL (world, day - 1)->window_id[o->window] == id)
    day--;
  for (; CELL (world, day)->window_id[o->window] == id; day++)
    {
      f.length++;
      f.last = day;
      if (day < start || day > end)
        continue;
      f.covered++;
      f.covered_open += !CELL (world, day)->paused;
      f.made += matching (world, o, day);
    }

  return f;
}

static gboolean
counts (WindowFacts f)
{
  return f.covered >= f.length - f.covered && f.covered_open > 0;
}

static Judgement
judge_calendar (World              *world,
                const CyObligation *o,
                CyDay               start,
                CyDay               end)
{
  Judgement j = { FALSE };
  CyDay day = world->today;
  int id = CELL (world, day)->window_id[o->window];
  WindowFacts now;

  if (id == 0)
    return j;
  now = look (world, o, day, start, end);
  if (!counts (now))
    return j;

  j = (Judgement) { TRUE, CY_DUE_OPEN, now.last, o->count, now.made };
  if (now.made >= o->count)
    {
      j.state = CY_DUE_DONE;
      return j;
    }
  if (CELL (world, world->today)->paused)
    return j;

  for (; day >= start; day--)
    {
      WindowFacts before;

      if (CELL (world, day)->window_id[o->window] == id || CELL (world, day)->window_id[o->window] == 0)
        continue;
      id = CELL (world, day)->window_id[o->window];
      before = look (world, o, day, start, end);
      if (!counts (before))
        continue;
      if (before.made < o->count)
        {
          j.state = CY_DUE_OVERDUE;
          j.due = before.last;
          return j;
        }
      break;
    }
  if (now.last - world->today <= 7 && now.last - world->today <= now.length / 4)
    j.state = CY_DUE_SOON;

  return j;
}

static Judgement
judge (World              *world,
       const CyObligation *o)
{
  CyDay start = world->today;
  CyDay end = world->today;

  if (!CELL (world, world->today)->enrolled[o->scheme_id])
    return (Judgement) { FALSE };
  while (CELL (world, start - 1)->enrolled[o->scheme_id])
    start--;
  while (end < FIRST + N_DAYS - 2 && CELL (world, end + 1)->enrolled[o->scheme_id])
    end++;

  return o->window == CY_WINDOW_ROLLING ? judge_rolling (world, o, start) : judge_calendar (world, o, start, end);
}

static void
naive_due (World     *world,
           GPtrArray *obligations,
           GArray    *rows)
{
  for (CyContactKinds kinds = 1; kinds < 1u << MAX_KINDS; kinds++)
    {
      g_autoptr (GString) sources = g_string_new (NULL);
      CyDueRow row = { .child_id = 1, .kinds = kinds, .due = G_MAXINT32, .state = CY_DUE_DONE };
      CyDay due_of_worst = G_MAXINT32;
      gboolean any_open = FALSE;

      for (int pass = 0; pass < 2; pass++)
        for (guint i = 0; i < obligations->len; i++)
          {
            const CyObligation *o = g_ptr_array_index (obligations, i);
            Judgement j = o->kinds == kinds ? judge (world, o) : (Judgement) { FALSE };

            if (!j.exists)
              continue;
            if (pass == 0)
              {
                any_open = any_open || j.state != CY_DUE_DONE;
                row.state = MIN (row.state, j.state);
                g_string_append_printf (sources, "%s%s", sources->len > 0 ? " " : "", o->key);
                continue;
              }
            if (!any_open || j.state != CY_DUE_DONE)
              row.due = MIN (row.due, j.due);
            if (j.state == row.state && j.due < due_of_worst)
              {
                due_of_worst = j.due;
                row.required = j.required;
                row.done = j.done;
              }
          }
      if (sources->len == 0)
        continue;
      row.sources = g_intern_string (sources->str);
      g_array_append_val (rows, row);
    }
}

/* Random worlds */

static int
pick (int low,
      int high)
{
  return g_test_rand_int_range (low, high + 1);
}

static int
by_first_day (gconstpointer a,
              gconstpointer b)
{
  const CyDay *x = a;
  const CyDay *y = b;

  return *x < *y ? -1 : *x > *y;
}

static int
by_scheme_and_day (gconstpointer a,
                   gconstpointer b)
{
  const CyCareEnrolment *x = a;
  const CyCareEnrolment *y = b;

  if (x->scheme_id != y->scheme_id)
    return x->scheme_id < y->scheme_id ? -1 : 1;

  return x->from < y->from ? -1 : x->from > y->from;
}

static GPtrArray *
random_terms (World *world)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_term_free);
  CyDay day = FIRST + pick (10, 200);
  int n = 0;

  while (day < FIRST + N_DAYS - 600)
    {
      int term_days = pick (20, 160);
      int holiday_days = pick (5, 60);
      CyDay holiday = day + term_days + pick (0, 3);

      n++;
      g_ptr_array_add (terms, cy_term_new (CY_TERM_TERM, "term", day, day + term_days - 1));
      g_ptr_array_add (terms, cy_term_new (CY_TERM_HOLIDAY, "holiday", holiday, holiday + holiday_days - 1));
      for (CyDay d = day; d < day + term_days; d++)
        CELL (world, d)->window_id[CY_WINDOW_TERM] = n;
      for (CyDay d = holiday; d < holiday + holiday_days; d++)
        CELL (world, d)->window_id[CY_WINDOW_HOLIDAY] = n;
      day = holiday + holiday_days + pick (0, 3);
    }

  return terms;
}

static GPtrArray *
random_obligations (void)
{
  GPtrArray *obligations = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_obligation_free);
  int n = pick (1, 8);
  int scheme = 0;

  for (int i = 0; i < n; i++)
    {
      CyObligation *o = cy_obligation_new ();

      if (scheme < 3)
        scheme += pick (0, 1);
      o->scheme_id = scheme;
      o->key = g_strdup_printf ("K%d", i);
      o->name = g_strdup (o->key);
      o->kinds = pick (0, 2) > 0 ? 1u << pick (0, 1) : (CyContactKinds) pick (1, (1 << MAX_KINDS) - 1);
      o->window = pick (0, 2) == 0 ? CY_WINDOW_ROLLING : (CyWindow) pick (1, CY_WINDOW_COUNT - 1);
      o->days = o->window == CY_WINDOW_ROLLING ? pick (1, 70) : 0;
      o->count = pick (0, 2) == 0 ? pick (2, 4) : 1;
      g_ptr_array_add (obligations, o);
    }

  return obligations;
}

static GArray *
random_enrolments (World *world)
{
  GArray *enrolments = g_array_new (FALSE, FALSE, sizeof (CyCareEnrolment));

  for (int scheme = 0; scheme < 4; scheme++)
    for (int n = pick (0, 2); n > 0; n--)
      {
        CyCareEnrolment e = { .scheme_id = scheme, .from = world->today - pick (-5, 500) };

        e.to = pick (0, 2) == 0 ? CY_DAY_NONE : e.from + pick (0, 600);
        g_array_append_val (enrolments, e);
        for (CyDay d = e.from; d < FIRST + N_DAYS && (e.to == CY_DAY_NONE || d <= e.to); d++)
          CELL (world, d)->enrolled[scheme] = TRUE;
      }
  g_array_sort (enrolments, by_scheme_and_day);

  return enrolments;
}

static GArray *
random_pauses (World *world)
{
  GArray *pauses = g_array_new (FALSE, FALSE, sizeof (CyCareSpan));

  for (int n = pick (0, 4); n > 0; n--)
    {
      CyCareSpan span = { .from = world->today - pick (-30, 200) };

      span.to = span.from + pick (0, pick (0, 1) == 0 ? 8 : 90);
      g_array_append_val (pauses, span);
      for (CyDay d = span.from; d <= span.to; d++)
        CELL (world, d)->paused = TRUE;
    }
  g_array_sort (pauses, by_first_day);

  return pauses;
}

static GArray *
random_contacts (World *world)
{
  GArray *contacts = g_array_new (FALSE, FALSE, sizeof (CyCareContact));
  int reach = pick (5, 500);

  for (int n = pick (0, 25); n > 0; n--)
    {
      CyCareContact c = { world->today - pick (-10, reach), (CyContactKind) pick (0, MAX_KINDS - 1) };

      g_array_append_val (contacts, c);
      CELL (world, c.day)->contacts[c.kind]++;
    }
  g_array_sort (contacts, by_first_day);

  return contacts;
}

static int
by_kinds (gconstpointer a,
          gconstpointer b)
{
  const CyDueRow *x = a;
  const CyDueRow *y = b;

  return x->kinds < y->kinds ? -1 : x->kinds > y->kinds;
}

static void
test_random_worlds (void)
{
  const int n_cases = g_test_quick () ? 4000 : 100000;
  g_autofree World *blank = g_new0 (World, 1);
  g_autofree World *world = g_new (World, 1);
  guint n_rows[CY_DUE_STATE_COUNT] = { 0 };

  number_days (blank);
  for (int i = 0; i < n_cases; i++)
    {
      g_autoptr (GPtrArray) terms = NULL;
      g_autoptr (GPtrArray) obligations = random_obligations ();
      g_autoptr (GArray) enrolments = NULL;
      g_autoptr (GArray) pauses = NULL;
      g_autoptr (GArray) contacts = NULL;
      g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (CyDueRow));
      g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CyDueRow));
      g_autoptr (CyCareEngine) engine = NULL;
      CyCareChild child;

      *world = *blank;
      world->today = FIRST + pick (1000, N_DAYS - 1200);
      terms = random_terms (world);
      enrolments = random_enrolments (world);
      pauses = random_pauses (world);
      contacts = random_contacts (world);
      child = (CyCareChild) {
        1, (CyCareEnrolment *) (gpointer) enrolments->data, enrolments->len,
        (CyCareSpan *) (gpointer) pauses->data, pauses->len,
        (CyCareContact *) (gpointer) contacts->data, contacts->len,
      };

      naive_due (world, obligations, expected);
      engine = cy_care_engine_new (obligations, terms, world->today);
      cy_care_engine_due (engine, &child, rows);
      g_array_sort (rows, by_kinds);

      g_assert_cmpuint (rows->len, ==, expected->len);
      for (guint r = 0; r < rows->len; r++)
        {
          const CyDueRow *actual = &g_array_index (rows, CyDueRow, r);
          const CyDueRow *wanted = &g_array_index (expected, CyDueRow, r);

          g_assert_cmpuint (actual->kinds, ==, wanted->kinds);
          g_assert_cmpstr (actual->sources, ==, wanted->sources);
          g_assert_cmpint (actual->state, ==, wanted->state);
          g_assert_cmpint (actual->due, ==, wanted->due);
          g_assert_cmpint (actual->required, ==, wanted->required);
          g_assert_cmpint (actual->done, ==, wanted->done);
          n_rows[actual->state]++;
        }
    }

  /* The worlds are varied enough to say something. */
  for (guint s = 0; s < CY_DUE_STATE_COUNT; s++)
    g_assert_cmpuint (n_rows[s], >, n_cases / 50);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/care-oracle/random-worlds", test_random_worlds);
  return g_test_run ();
}
