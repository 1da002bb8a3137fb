#define G_LOG_DOMAIN "cy-demo"

#include "config.h"

#include "cy-demo-private.h"
#include "cy-demo-words.h"

#include "cy-contact-store.h"
#include "cy-enrolment-store.h"
#include "cy-scheme-store.h"

#include <string.h>

/* How far back the contacts go, in days. */
#define HISTORY 240

/* Nine of ten contacts are made; of the attempts one in twenty reaches nobody. */
#define KEPT_PERCENT 90
#define REACHED_PERCENT 95

#define KINDERGARTEN_AGE 6

/**
 * cy_demo_care_begin:
 *
 * Looks up the schemes that the archive has.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_demo_care_begin (CyDemo  *demo,
                    CyConn  *conn,
                    GError **error)
{
  demo->schemes = cy_scheme_list (conn, FALSE, error);
  return demo->schemes != NULL;
}

/* Kindergarten teachers look after the small ones, everybody else after the older. */
static gboolean
scheme_suits (const CyScheme *scheme,
              int             age)
{
  gboolean kindergarten = strstr (scheme->key, "kindergarten") != NULL;

  return kindergarten == (age < KINDERGARTEN_AGE);
}

/* How many days lie between two contacts that keep the obligation. */
static int
rhythm_of (const CyObligation *obligation)
{
  static const int lengths[CY_WINDOW_COUNT] = {
    [CY_WINDOW_WEEK] = 7,
    [CY_WINDOW_MONTH] = 30,
    [CY_WINDOW_QUARTER] = 91,
    [CY_WINDOW_HALF_YEAR] = 182,
    [CY_WINDOW_TERM] = 130,
    [CY_WINDOW_HOLIDAY] = 180,
    [CY_WINDOW_YEAR] = 365,
  };
  int length = obligation->window == CY_WINDOW_ROLLING ? obligation->days : lengths[obligation->window];

  return MAX (1, length / MAX (1, obligation->count));
}

static CyContactKind
first_kind (CyContactKinds kinds)
{
  return (CyContactKind) g_bit_nth_lsf (kinds, -1);
}

static const char *
draw_text (CyDemo        *demo,
           CyContactKind  kind)
{
  switch (kind)
    {
    case CY_CONTACT_HOME_VISIT:
    case CY_CONTACT_HELP:
    case CY_CONTACT_INFORMATION_CHECK:
      return cy_demo_draw (&cy_demo_visits, demo->random);
    case CY_CONTACT_CALL:
    case CY_CONTACT_VIDEO:
    case CY_CONTACT_GUARDIAN_CONTACT:
    case CY_CONTACT_TEACHER_CONTACT:
      return cy_demo_draw (&cy_demo_calls, demo->random);
    default:
      return cy_demo_draw (&cy_demo_talks, demo->random);
    }
}

static gboolean
make_contact (CyDemo         *demo,
              CyConn         *conn,
              CyContactKind   kind,
              CyDay           date,
              gint64          child,
              GError        **error)
{
  g_autoptr (CyContact) contact = cy_contact_new ();

  contact->kind = kind;
  contact->medium = cy_contact_kind_usual_medium (kind);
  contact->date = date;
  contact->reached = cy_demo_chance (demo, REACHED_PERCENT);
  if (contact->reached)
    {
      contact->minutes = cy_demo_between (demo, 2, 9) * 5;
      contact->text = g_strdup (draw_text (demo, kind));
    }
  cy_contact_add_participant (contact, child, contact->reached);
  demo->n_contacts++;

  return cy_contact_insert (conn, contact, error) != 0;
}

/* Contacts at the rhythm of the obligation, a little early or late, up to today. */
static gboolean
keep_obligation (CyDemo              *demo,
                 CyConn              *conn,
                 const CyObligation  *obligation,
                 CyDay                from,
                 gint64               child,
                 GError             **error)
{
  CyContactKind kind = first_kind (obligation->kinds);
  int rhythm = rhythm_of (obligation);
  CyDay day = from + cy_demo_between (demo, 0, rhythm - 1);

  if (obligation->target != CY_TARGET_CHILD)
    return TRUE;

  while (day <= demo->today)
    {
      if (cy_demo_chance (demo, KEPT_PERCENT) && !make_contact (demo, conn, kind, day, child, error))
        return FALSE;
      day += MAX (1, rhythm + cy_demo_between (demo, -rhythm / 5, rhythm / 5));
    }

  return TRUE;
}

static gboolean
keep_scheme (CyDemo          *demo,
             CyConn          *conn,
             const CyScheme  *scheme,
             gint64           child,
             GError         **error)
{
  CyDay from = demo->today - HISTORY - cy_demo_between (demo, 0, 60);

  if (cy_enrolment_add (conn, scheme->id, child, from, error) == 0)
    return FALSE;

  for (guint i = 0; i < scheme->obligations->len; i++)
    if (!keep_obligation (demo, conn, g_ptr_array_index (scheme->obligations, i), from, child, error))
      return FALSE;

  return TRUE;
}

/**
 * cy_demo_care_make:
 * @children: (array length=n_children): the children of a family
 * @births: (array length=n_children): their births
 *
 * Enrols the children, each in the scheme of its age and some in a second one, and makes
 * the contacts that have come of it.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_demo_care_make (CyDemo        *demo,
                   CyConn        *conn,
                   const gint64  *children,
                   const CyDay   *births,
                   guint          n_children,
                   GError       **error)
{
  for (guint i = 0; i < n_children; i++)
    {
      int age = cy_day_age (births[i], demo->today);
      guint n_schemes = cy_demo_chance (demo, 25) ? 2 : 1;
      guint start = (guint) cy_demo_between (demo, 0, (gint) demo->schemes->len - 1);

      for (guint s = 0; s < demo->schemes->len && n_schemes > 0; s++)
        {
          const CyScheme *scheme = g_ptr_array_index (demo->schemes, (start + s) % demo->schemes->len);

          if (!scheme_suits (scheme, age))
            continue;
          if (!keep_scheme (demo, conn, scheme, children[i], error))
            return FALSE;
          n_schemes--;
        }
    }

  return TRUE;
}
