#define G_LOG_DOMAIN "cy-care-engine"

#include "config.h"

#include "care/cy-care-engine-private.h"

/*
 * What a period asked for and got, by the windows and counts of the due list.
 *
 * Calendar windows. All that touch the period and have begun are part of it, and each is
 * judged as a whole: a week that began on the day before the period brings its contact
 * with it. Contacts after the period are left to the next record. A window asks for
 * something when it counts; it is missed, by as many contacts as it lacks, when it has
 * ended within the period and before today.
 *
 * Rolling windows. The period asks for as many contacts as its enrolled and unpaused days
 * hold stretches of N, half a stretch counting as one: a talk in 14 days is asked for
 * twice in a month. Each time that the due day passed without a contact in time, one is
 * missed, and another one for every N days more; so no fewer are asked for than missed.
 *
 * Obligations that asked for nothing and got nothing are left out.
 */

typedef struct {
  CyCareEngine *engine;
  const CyCareChild *child;
  const CyCareRule *rule;
  CyDay from;
  CyDay to;                     /* of the period, at most today */
  CyDay asked_to;               /* of the period as asked for */
  CyCareTally *tally;
  GArray *dates;
} Work;

static void
add_dates (Work  *work,
           CyDay  from,
           CyDay  to)
{
  for (guint i = 0; i < work->child->n_contacts && work->child->contacts[i].day <= to; i++)
    {
      const CyCareContact *contact = &work->child->contacts[i];

      if (contact->day < from || (CY_CONTACT_KIND_BIT (contact->kind) & work->rule->kinds) == 0)
        continue;
      g_array_append_val (work->dates, contact->day);
      work->tally->done++;
    }
}

static void
tally_calendar (Work       *work,
                CyCareSpan  enrolled)
{
  const CyCareCalendar *calendar = work->engine->calendar;
  CyWindow kind = work->rule->window;
  CyDay start = MAX (work->from, enrolled.from);
  CyCareSpan window;
  gboolean more = cy_care_calendar_at (calendar, kind, start, &window) ||
                  cy_care_calendar_after (calendar, kind, start, &window);

  for (; more && window.from <= MIN (work->to, enrolled.to); more = cy_care_calendar_after (calendar, kind, window.to, &window))
    {
      CyDay first = MAX (window.from, enrolled.from);
      CyDay last = MIN (MIN (window.to, enrolled.to), work->to);
      int n;

      add_dates (work, first, last);
      if (!cy_care_window_counts (work->child, enrolled, window))
        continue;

      work->tally->required += work->rule->count;
      if (window.to > work->asked_to || window.to >= work->engine->today)
        continue;
      n = cy_care_count (work->child, work->rule->kinds, first, last);
      work->tally->missed += MAX (0, work->rule->count - n);
    }
}

/* The last day in time: the day that is @days unpaused ones after @base. */
static CyDay
last_day_in_time (const CyCareChild *child,
                  CyDay              base,
                  int                days)
{
  CyDay day = base + days;
  int paused = 0;

  /* Each round adds the pauses among the days that the round before has added. */
  for (int n; (n = cy_care_paused_days (child, base + 1, day)) != paused; paused = n)
    day = base + days + n;

  return day;
}

static void
tally_rolling (Work       *work,
               CyCareSpan  enrolled)
{
  const CyCareChild *child = work->child;
  CyDay from = MAX (work->from, enrolled.from);
  CyDay to = MIN (work->to, enrolled.to);
  CyDay judged_to = MIN (to, work->engine->today - 1);
  CyDay base = enrolled.from;
  int days = work->rule->days;
  int open_days;
  CyDay due;
  guint i = 0;

  if (from > to)
    return;

  add_dates (work, from, to);
  open_days = to - from + 1 - cy_care_paused_days (child, from, to);
  work->tally->required += (2 * open_days + days) / (2 * days);

  while ((due = last_day_in_time (child, base, days)) <= judged_to)
    {
      for (; i < child->n_contacts; i++)
        if (child->contacts[i].day > base && (CY_CONTACT_KIND_BIT (child->contacts[i].kind) & work->rule->kinds) != 0)
          break;
      if (i < child->n_contacts && child->contacts[i].day <= due)
        {
          base = child->contacts[i].day;
          continue;
        }
      if (due >= from)
        work->tally->missed++;
      base = due;
    }
}

static void
tally_rule (Work              *work,
            const CyCareChild *child,
            guint              first,
            guint              last)
{
  CyCareSpan enrolled;

  for (guint i = first; i < last;)
    {
      i = cy_care_next_stretch (child, i, &enrolled);
      if (enrolled.from > work->to || enrolled.to < work->from)
        continue;
      if (work->rule->window == CY_WINDOW_ROLLING)
        tally_rolling (work, enrolled);
      else
        tally_calendar (work, enrolled);
    }

  work->tally->required = MAX (work->tally->required, work->tally->missed);
}

/**
 * cy_care_engine_record:
 * @child: what is known of a child
 * @from: the first day of the period
 * @to: its last day
 * @tallies: (element-type CyCareTally): where its tallies are added
 * @dates: (element-type CyDay): where the dates of its contacts are added
 *
 * Finds what a period of time asked for and got. The comment at the top of this file says
 * what that means.
 */
void
cy_care_engine_record (CyCareEngine      *engine,
                       const CyCareChild *child,
                       CyDay              from,
                       CyDay              to,
                       GArray            *tallies,
                       GArray            *dates)
{
  for (guint first = 0, last; first < child->n_enrolments; first = last)
    {
      gint64 scheme_id = child->enrolments[first].scheme_id;
      guint n_rules;
      const CyCareRule *rules = cy_care_rules_of (engine, scheme_id, &n_rules);

      for (last = first; last < child->n_enrolments && child->enrolments[last].scheme_id == scheme_id; last++)
        ;

      for (guint r = 0; r < n_rules; r++)
        {
          CyCareTally tally = { .child_id = child->child_id, .obligation = rules[r].index, .first_date = dates->len };
          Work work = { engine, child, &rules[r], from, MIN (to, engine->today), to, &tally, dates };

          tally_rule (&work, child, first, last);
          if (tally.required > 0 || tally.done > 0)
            g_array_append_val (tallies, tally);
        }
    }
}
