#define G_LOG_DOMAIN "cy-care-engine"

#include "config.h"

#include "care/cy-care-engine-private.h"

/*
 * The rules, and what was decided where they leave a choice.
 *
 * Contacts. One of any of the obligation's kinds qualifies: several kinds in one obligation
 * are alternatives (a call or a video call), while five things that are all to be done are
 * five obligations. Contacts before the enrolment do not count, in windows that began
 * before it neither, nor do those after today. Two contacts on one day are two. Those made
 * during a pause count: nobody is punished for having cared.
 *
 * Enrolments. Enrolments of one scheme that overlap or follow each other without a day
 * between them are one. Before it begins and after it has ended nothing is owed.
 *
 * Rolling windows. due = the last qualifying contact, else the first day of the enrolment,
 * + N + the paused days after that day up to today, each counted once however many pauses
 * cover it. So the day moves on while a pause lasts, and a pause planned for later moves
 * nothing yet. Overdue from the day after due; soon when due - today <= min (7, N / 4).
 * Never "done": the next contact is always to come. Required is 1; done counts the
 * contacts of the last N days, longer by the paused ones.
 *
 * Calendar windows. A window counts when the enrolment covers at least half of its days
 * and at least one of these is not paused. Only a running window that counts makes a row:
 * between two terms, in the half month after a late enrolment, and in a week that is
 * paused as a whole nothing is owed. Done once the required number is reached. Else
 * overdue when the last window before it that counted was missed; due is that window's
 * last day. Else soon when the days left <= min (7, days of the window / 4). Done always
 * tells of the running window: it is what still can be changed.
 *
 * A pause today. While it lasts nothing presses: what would be overdue or soon is open.
 * What was overdue is then due on the day after the pause (rolling) or at the end of the
 * running window.
 *
 * Merging. Obligations with the same set of kinds make one row of a child. It has the
 * worst state of them, and the numbers of the one the state comes from; where several have
 * that state, of the one that is due first. Its due day is the earliest of those that are
 * not yet done (a duty that has been met is no longer due), or the earliest of all when
 * all are done. All obligations are named as sources.
 *
 * Obligations whose target is a group or a unit make no rows: no child is owed them.
 */

#define SOON_DAYS 7

typedef struct {
  int obligation;
  CyDueState state;
  CyDay due;
  int required;
  int done;
} Finding;

/* Sets of sources, as a tree: a node stands for the set of its parent and one obligation
 * more. The same children of many schemes lead to few nodes. */
typedef struct {
  guint parent;
  guint obligation;
  const char *text;
} SourceNode;

static int
compare_rules (gconstpointer a,
               gconstpointer b)
{
  const CyCareRule *x = a;
  const CyCareRule *y = b;

  if (x->scheme_id != y->scheme_id)
    return x->scheme_id < y->scheme_id ? -1 : 1;

  return x->index < y->index ? -1 : x->index > y->index;
}

/**
 * cy_care_engine_new:
 * @obligations: (element-type CyObligation): of all schemes; kept until the engine is freed
 * @terms: (element-type CyTerm): the archive's terms and holidays
 * @today: the day from which is looked
 *
 * Returns: (transfer full): an engine
 */
CyCareEngine *
cy_care_engine_new (GPtrArray *obligations,
                    GPtrArray *terms,
                    CyDay      today)
{
  CyCareEngine *engine = g_new0 (CyCareEngine, 1);
  SourceNode root = { 0 };

  engine->obligations = g_ptr_array_ref (obligations);
  engine->calendar = cy_care_calendar_new (terms);
  engine->today = today;
  engine->rules = g_array_new (FALSE, FALSE, sizeof (CyCareRule));
  engine->findings = g_array_new (FALSE, FALSE, sizeof (Finding));
  engine->sources = g_array_new (FALSE, FALSE, sizeof (SourceNode));
  engine->source_index = g_hash_table_new (NULL, NULL);
  g_array_append_val (engine->sources, root);

  for (guint i = 0; i < obligations->len; i++)
    {
      const CyObligation *o = g_ptr_array_index (obligations, i);
      CyCareRule rule = { o->scheme_id, i, o->kinds, o->window, o->days, MAX (o->count, 1) };

      if (o->target == CY_TARGET_CHILD || o->target == CY_TARGET_PAIRING)
        g_array_append_val (engine->rules, rule);
    }
  g_array_sort (engine->rules, compare_rules);

  for (CyWindow w = CY_WINDOW_WEEK; w < CY_WINDOW_COUNT; w++)
    engine->is_running[w] = cy_care_calendar_at (engine->calendar, w, today, &engine->running[w]);

  return engine;
}

/**
 * cy_care_engine_free:
 * @engine: (transfer full) (nullable): an engine
 */
void
cy_care_engine_free (CyCareEngine *engine)
{
  if (engine == NULL)
    return;

  g_ptr_array_unref (engine->obligations);
  cy_care_calendar_free (engine->calendar);
  g_array_unref (engine->rules);
  g_array_unref (engine->findings);
  g_array_unref (engine->sources);
  g_hash_table_unref (engine->source_index);
  g_free (engine);
}

/* Facts of one child */

/* The paused days among [@from, @to], each counted once. */
int
cy_care_paused_days (const CyCareChild *child,
                     CyDay              from,
                     CyDay              to)
{
  int n = 0;

  for (guint i = 0; i < child->n_pauses && child->pauses[i].from <= to; i++)
    {
      CyDay first = MAX (from, child->pauses[i].from);
      CyDay last = MIN (to, child->pauses[i].to);

      if (first > last)
        continue;
      n += last - first + 1;
      from = last + 1;
    }

  return n;
}

/* The first day from @day on that is not paused. */
static CyDay
end_of_pause (const CyCareChild *child,
              CyDay              day)
{
  for (guint i = 0; i < child->n_pauses && child->pauses[i].from <= day; i++)
    if (child->pauses[i].to >= day)
      day = child->pauses[i].to + 1;

  return day;
}

/* How many contacts of the kinds fall on [@from, @to]. */
int
cy_care_count (const CyCareChild *child,
               CyContactKinds     kinds,
               CyDay              from,
               CyDay              to)
{
  int n = 0;

  for (guint i = child->n_contacts; i-- > 0 && child->contacts[i].day >= from;)
    if (child->contacts[i].day <= to && (CY_CONTACT_KIND_BIT (child->contacts[i].kind) & kinds) != 0)
      n++;

  return n;
}

gboolean
cy_care_window_counts (const CyCareChild *child,
                       CyCareSpan         enrolled,
                       CyCareSpan         window)
{
  CyCareSpan covered = { MAX (enrolled.from, window.from), MIN (enrolled.to, window.to) };

  if (covered.from > covered.to || 2 * CY_CARE_SPAN_DAYS (covered) < CY_CARE_SPAN_DAYS (window))
    return FALSE;

  return cy_care_paused_days (child, covered.from, covered.to) < CY_CARE_SPAN_DAYS (covered);
}

/* Takes the next stretch of time in one scheme, beginning with enrolment @i.
 * Returns: the index of the enrolment after it. */
guint
cy_care_next_stretch (const CyCareChild *child,
                      guint              i,
                      CyCareSpan        *stretch)
{
  const CyCareEnrolment *first = &child->enrolments[i];

  stretch->from = first->from;
  stretch->to = first->to != CY_DAY_NONE ? first->to : G_MAXINT32 - 1;
  for (i++; i < child->n_enrolments; i++)
    {
      const CyCareEnrolment *next = &child->enrolments[i];

      if (next->scheme_id != first->scheme_id || next->from > stretch->to + 1)
        break;
      stretch->to = MAX (stretch->to, next->to != CY_DAY_NONE ? next->to : G_MAXINT32 - 1);
    }

  return i;
}

/* Rules */

/* Where the rules of a scheme begin. They stand together. */
const CyCareRule *
cy_care_rules_of (CyCareEngine *engine,
                  gint64        scheme_id,
                  guint        *n_rules)
{
  const CyCareRule *rules = (const CyCareRule *) (gpointer) engine->rules->data;
  guint low = 0;
  guint high = engine->rules->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (rules[middle].scheme_id < scheme_id)
        low = middle + 1;
      else
        high = middle;
    }

  for (high = low; high < engine->rules->len && rules[high].scheme_id == scheme_id; high++)
    ;
  *n_rules = high - low;

  return rules + low;
}

static CyDueState
state_before (CyDay due,
              CyDay today,
              int   length)
{
  return due - today <= MIN (SOON_DAYS, length / 4) ? CY_DUE_SOON : CY_DUE_OPEN;
}

static void
judge_rolling (const CyCareEngine *engine,
               const CyCareChild  *child,
               const CyCareRule   *rule,
               CyCareSpan          enrolled,
               gboolean            paused,
               Finding            *finding)
{
  const CyDay today = engine->today;
  CyDay base = enrolled.from;
  gboolean is_last = TRUE;

  finding->required = 1;
  finding->done = 0;

  for (guint i = child->n_contacts; i-- > 0 && child->contacts[i].day >= enrolled.from;)
    {
      CyDay day = child->contacts[i].day;

      if (day > today || (CY_CONTACT_KIND_BIT (child->contacts[i].kind) & rule->kinds) == 0)
        continue;
      if (is_last)
        base = day;
      is_last = FALSE;
      if (day + rule->days + cy_care_paused_days (child, day + 1, today) <= today)
        break;
      finding->done++;
    }

  finding->due = base + rule->days + cy_care_paused_days (child, base + 1, today);
  if (paused)
    {
      finding->state = CY_DUE_OPEN;
      if (finding->due < today)
        finding->due = end_of_pause (child, today);
    }
  else if (today > finding->due)
    finding->state = CY_DUE_OVERDUE;
  else
    finding->state = state_before (finding->due, today, rule->days);
}

/* Whether the last window before @running that counted was missed. */
static gboolean
missed_before (const CyCareEngine *engine,
               const CyCareChild  *child,
               const CyCareRule   *rule,
               CyCareSpan          enrolled,
               CyCareSpan          running,
               CyDay              *last_day)
{
  CyCareSpan window = running;

  while (cy_care_calendar_before (engine->calendar, rule->window, window.from, &window) && window.to >= enrolled.from)
    {
      if (!cy_care_window_counts (child, enrolled, window))
        continue;

      *last_day = window.to;
      return cy_care_count (child, rule->kinds, MAX (window.from, enrolled.from), window.to) < rule->count;
    }

  return FALSE;
}

static gboolean
judge_calendar (const CyCareEngine *engine,
                const CyCareChild  *child,
                const CyCareRule   *rule,
                CyCareSpan          enrolled,
                gboolean            paused,
                Finding            *finding)
{
  const CyDay today = engine->today;
  CyCareSpan window = engine->running[rule->window];
  CyDay missed;

  if (!engine->is_running[rule->window] || !cy_care_window_counts (child, enrolled, window))
    return FALSE;

  finding->required = rule->count;
  finding->done = cy_care_count (child, rule->kinds, MAX (window.from, enrolled.from), today);
  finding->due = window.to;

  if (finding->done >= rule->count)
    finding->state = CY_DUE_DONE;
  else if (paused)
    finding->state = CY_DUE_OPEN;
  else if (missed_before (engine, child, rule, enrolled, window, &missed))
    {
      finding->state = CY_DUE_OVERDUE;
      finding->due = missed;
    }
  else
    finding->state = state_before (window.to, today, CY_CARE_SPAN_DAYS (window));

  return TRUE;
}

static void
judge_scheme (CyCareEngine      *engine,
              const CyCareChild *child,
              gint64             scheme_id,
              CyCareSpan         enrolled,
              gboolean           paused)
{
  guint n_rules;
  const CyCareRule *rules = cy_care_rules_of (engine, scheme_id, &n_rules);

  for (guint i = 0; i < n_rules; i++)
    {
      Finding finding = { .obligation = (int) (rules + i - (const CyCareRule *) (gpointer) engine->rules->data) };

      if (rules[i].window == CY_WINDOW_ROLLING)
        judge_rolling (engine, child, &rules[i], enrolled, paused, &finding);
      else if (!judge_calendar (engine, child, &rules[i], enrolled, paused, &finding))
        continue;
      g_array_append_val (engine->findings, finding);
    }
}

/* Merging */

static guint
add_source (CyCareEngine *engine,
            guint         parent,
            guint         obligation)
{
  gpointer key = GSIZE_TO_POINTER ((gsize) parent * engine->obligations->len + obligation + 1);
  guint node = GPOINTER_TO_UINT (g_hash_table_lookup (engine->source_index, key));

  if (node == 0)
    {
      const CyObligation *o = g_ptr_array_index (engine->obligations, obligation);
      const char *before = g_array_index (engine->sources, SourceNode, parent).text;
      g_autofree char *text = before != NULL ? g_strjoin (" ", before, o->key, NULL) : g_strdup (o->key);
      SourceNode new_node = { parent, obligation, g_intern_string (text) };

      node = engine->sources->len;
      g_array_append_val (engine->sources, new_node);
      g_hash_table_insert (engine->source_index, key, GUINT_TO_POINTER (node));
    }

  return node;
}

static CyDueRow
merge (CyCareEngine *engine,
       gint64        child_id,
       guint         first)
{
  const CyCareRule *rules = (const CyCareRule *) (gpointer) engine->rules->data;
  Finding *findings = (Finding *) (gpointer) engine->findings->data;
  Finding worst = findings[first];
  CyDay due = worst.due;
  gboolean all_done = worst.state == CY_DUE_DONE;
  CyContactKinds kinds = rules[worst.obligation].kinds;
  guint sources = add_source (engine, 0, rules[worst.obligation].index);

  for (guint i = first + 1; i < engine->findings->len; i++)
    {
      Finding *f = &findings[i];

      if (f->obligation < 0 || rules[f->obligation].kinds != kinds)
        continue;

      sources = add_source (engine, sources, rules[f->obligation].index);
      if ((f->state == CY_DUE_DONE) == all_done)
        due = MIN (due, f->due);
      else if (all_done)
        due = f->due;
      all_done = all_done && f->state == CY_DUE_DONE;
      if (f->state < worst.state || (f->state == worst.state && f->due < worst.due))
        worst = *f;
      f->obligation = -1;
    }

  return (CyDueRow) {
    .child_id = child_id,
    .kinds = kinds,
    .due = due,
    .state = worst.state,
    .required = worst.required,
    .done = worst.done,
    .sources = g_array_index (engine->sources, SourceNode, sources).text,
  };
}

/**
 * cy_care_engine_due:
 * @child: what is known of a child
 * @rows: (element-type CyDueRow): where its rows are added
 *
 * Finds what a child needs. The same facts and the same day always give the same rows, in
 * the order of the schemes and their obligations. The comment at the top of this file has
 * the rules.
 */
void
cy_care_engine_due (CyCareEngine      *engine,
                    const CyCareChild *child,
                    GArray            *rows)
{
  const gboolean paused = cy_care_paused_days (child, engine->today, engine->today) > 0;

  g_array_set_size (engine->findings, 0);
  for (guint i = 0; i < child->n_enrolments;)
    {
      gint64 scheme_id = child->enrolments[i].scheme_id;
      CyCareSpan enrolled;

      i = cy_care_next_stretch (child, i, &enrolled);
      if (enrolled.from <= engine->today && engine->today <= enrolled.to)
        judge_scheme (engine, child, scheme_id, enrolled, paused);
    }

  for (guint i = 0; i < engine->findings->len; i++)
    {
      CyDueRow row;

      if (g_array_index (engine->findings, Finding, i).obligation < 0)
        continue;
      row = merge (engine, child->child_id, i);
      g_array_append_val (rows, row);
    }
}
