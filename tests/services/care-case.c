#include "care-case.h"

static int
by_first_int (gconstpointer a,
              gconstpointer b)
{
  const CyDay *x = a;
  const CyDay *y = b;

  return *x < *y ? -1 : *x > *y;
}

void
case_clear (Case *c)
{
  g_ptr_array_unref (c->obligations);
  g_ptr_array_unref (c->terms);
  g_array_unref (c->enrolments);
  g_array_unref (c->pauses);
  g_array_unref (c->contacts);
}

Case
new_case (void)
{
  return (Case) {
    .obligations = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_obligation_free),
    .terms = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_term_free),
    .enrolments = g_array_new (FALSE, FALSE, sizeof (CyCareEnrolment)),
    .pauses = g_array_new (FALSE, FALSE, sizeof (CyCareSpan)),
    .contacts = g_array_new (FALSE, FALSE, sizeof (CyCareContact)),
  };
}

CyObligation *
owe (Case           *c,
     gint64          scheme_id,
     const char     *key,
     CyContactKinds  kinds,
     CyWindow        window,
     int             days,
     int             count)
{
  CyObligation *o = cy_obligation_new ();

  o->scheme_id = scheme_id;
  o->key = g_strdup (key);
  o->name = g_strdup (key);
  o->kinds = kinds;
  o->window = window;
  o->days = days;
  o->count = count;
  g_ptr_array_add (c->obligations, o);
  return o;
}

void
enrol (Case       *c,
       gint64      scheme_id,
       const char *from,
       const char *to)
{
  CyCareEnrolment e = { scheme_id, DAY (from), DAY (to) };

  g_array_append_val (c->enrolments, e);
}

void
pause_care (Case       *c,
            const char *from,
            const char *to)
{
  CyCareSpan span = { DAY (from), DAY (to) };

  g_array_append_val (c->pauses, span);
  g_array_sort (c->pauses, by_first_int);
}

void
contact (Case          *c,
         const char    *day,
         CyContactKind  kind)
{
  CyCareContact k = { DAY (day), kind };

  g_array_append_val (c->contacts, k);
  g_array_sort (c->contacts, by_first_int);
}

void
term (Case       *c,
      CyTermKind  kind,
      const char *from,
      const char *to)
{
  g_ptr_array_add (c->terms, cy_term_new (kind, "term", DAY (from), DAY (to)));
}

CyCareChild
child_of (Case *c)
{
  return (CyCareChild) {
    .child_id = 1,
    .enrolments = (CyCareEnrolment *) (gpointer) c->enrolments->data,
    .n_enrolments = c->enrolments->len,
    .pauses = (CyCareSpan *) (gpointer) c->pauses->data,
    .n_pauses = c->pauses->len,
    .contacts = (CyCareContact *) (gpointer) c->contacts->data,
    .n_contacts = c->contacts->len,
  };
}

/* The rows as text: "state due done/required sources", a line for each. */
char *
due (Case       *c,
     const char *today)
{
  g_autoptr (CyCareEngine) engine = cy_care_engine_new (c->obligations, c->terms, DAY (today));
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CyDueRow));
  CyCareChild child = child_of (c);
  GString *text = g_string_new (NULL);

  cy_care_engine_due (engine, &child, rows);
  for (guint i = 0; i < rows->len; i++)
    {
      const CyDueRow *row = &g_array_index (rows, CyDueRow, i);
      g_autofree char *day = cy_day_to_iso (row->due);

      g_string_append_printf (text, "%s%s %s %d/%d %s", i > 0 ? "; " : "", cy_due_state_to_key (row->state), day,
                              row->done, row->required, row->sources);
    }

  return g_string_free_and_steal (text);
}
