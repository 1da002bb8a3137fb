#include "cy-contact.h"
#include "cy-due.h"
#include "cy-obligation.h"
#include "cy-term.h"

/* The types of care: their names outside, their copies, and what is accepted. */

static void
test_names_lead_back (void)
{
  for (CyContactMedium medium = 0; medium < CY_CONTACT_MEDIUM_COUNT; medium++)
    {
      CyContactMedium found;

      g_assert_true (cy_contact_medium_from_key (cy_contact_medium_to_key (medium), &found));
      g_assert_cmpint (found, ==, medium);
    }
  for (CyContactLevel level = 0; level < CY_CONTACT_LEVEL_COUNT; level++)
    {
      CyContactLevel found;

      g_assert_true (cy_contact_level_from_key (cy_contact_level_to_key (level), &found));
      g_assert_cmpint (found, ==, level);
    }
}

static void
test_an_obligation_has_what_it_needs (void)
{
  g_autoptr (CyObligation) o = cy_obligation_new ();

  g_assert_false (cy_obligation_is_valid (o));
  o->key = g_strdup ("own-1-talk-1");
  o->name = g_strdup ("谈心");
  g_assert_true (cy_obligation_is_valid (o));

  o->window = CY_WINDOW_ROLLING;
  g_assert_false (cy_obligation_is_valid (o));
  o->days = 14;
  g_assert_true (cy_obligation_is_valid (o));
  o->kinds = CY_CONTACT_KIND_BIT (CY_CONTACT_KIND_COUNT);
  g_assert_false (cy_obligation_is_valid (o));
  o->kinds = 0;
  g_assert_false (cy_obligation_is_valid (o));
  o->kinds = CY_CONTACT_KIND_BIT (CY_CONTACT_MEETING);
  o->count = 0;
  g_assert_false (cy_obligation_is_valid (o));
  o->count = 1;
  g_set_str (&o->key, "two words");
  g_assert_false (cy_obligation_is_valid (o));
}

static void
test_copies_stand_alone (void)
{
  g_autoptr (CyContact) contact = cy_contact_new ();
  g_autoptr (CyContact) copy = NULL;
  g_autoptr (CyScheme) scheme = cy_scheme_new ();
  g_autoptr (CyScheme) scheme_copy = NULL;

  contact->text = g_strdup ("她想妈妈了");
  cy_contact_add_participant (contact, 3, TRUE);
  copy = cy_contact_copy (contact);
  cy_contact_add_participant (contact, 3, FALSE);
  cy_contact_add_participant (contact, 4, TRUE);
  g_set_str (&contact->text, "x");
  g_assert_cmpstr (copy->text, ==, "她想妈妈了");
  g_assert_cmpuint (copy->participants->len, ==, 1);
  g_assert_true (g_array_index (copy->participants, CyParticipant, 0).attended);
  /* Adding somebody twice replaces the first. */
  g_assert_cmpuint (contact->participants->len, ==, 2);
  g_assert_false (g_array_index (contact->participants, CyParticipant, 0).attended);

  scheme->name = g_strdup ("方案");
  g_ptr_array_add (scheme->obligations, cy_obligation_new ());
  scheme_copy = cy_scheme_copy (scheme);
  g_ptr_array_set_size (scheme->obligations, 0);
  g_assert_cmpuint (scheme_copy->obligations->len, ==, 1);
}

/* Whoever is added twice is there once, also among many, and after somebody was taken out. */
static void
test_many_take_part (void)
{
  g_autoptr (CyContact) contact = cy_contact_new ();
  g_autoptr (CyContact) copy = NULL;
  const guint n = 500;

  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < n; i++)
      cy_contact_add_participant (contact, 1000 + i, round == 1);
  g_assert_cmpuint (contact->participants->len, ==, n);

  g_array_remove_index (contact->participants, 7);
  copy = cy_contact_copy (contact);
  cy_contact_add_participant (contact, 1000 + n - 1, FALSE);
  cy_contact_add_participant (contact, 1007, FALSE);
  cy_contact_add_participant (contact, 1007, TRUE);
  g_assert_cmpuint (contact->participants->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const CyParticipant *p = &g_array_index (contact->participants, CyParticipant, i);

      g_assert_cmpint (p->person_id, ==, 1000 + (i < 7 ? i : i < n - 1 ? i + 1 : 7));
      g_assert_true (p->attended == (i != n - 2));
    }

  cy_contact_add_participant (copy, 1000 + n, TRUE);
  cy_contact_add_participant (copy, 1000 + n, FALSE);
  g_assert_cmpuint (copy->participants->len, ==, n);
  g_assert_false (g_array_index (copy->participants, CyParticipant, n - 1).attended);
}

static void
test_times_of_day (void)
{
  g_assert_true (cy_contact_time_is_valid ("00:00"));
  g_assert_true (cy_contact_time_is_valid ("23:59"));
  g_assert_false (cy_contact_time_is_valid ("24:00"));
  g_assert_false (cy_contact_time_is_valid ("12:60"));
  g_assert_false (cy_contact_time_is_valid ("9:30"));
  g_assert_false (cy_contact_time_is_valid ("ab:cd"));
  g_assert_false (cy_contact_time_is_valid (NULL));
}

static void
test_the_order_of_a_due_list (void)
{
  const CyDueRow overdue = { 9, 1, 200, CY_DUE_OVERDUE, 1, 0, "A" };
  const CyDueRow earlier = { 9, 1, 100, CY_DUE_SOON, 1, 0, "A" };
  const CyDueRow later = { 2, 1, 101, CY_DUE_SOON, 1, 0, "A" };
  const CyDueRow same_day = { 3, 1, 101, CY_DUE_SOON, 1, 0, "A B" };
  g_auto (GStrv) sources = cy_due_row_dup_sources (&same_day);

  g_assert_cmpint (cy_due_row_compare (&overdue, &earlier), <, 0);
  g_assert_cmpint (cy_due_row_compare (&earlier, &later), <, 0);
  g_assert_cmpint (cy_due_row_compare (&same_day, &later), >, 0);
  g_assert_cmpint (cy_due_row_compare (&later, &later), ==, 0);
  g_assert_cmpuint (g_strv_length (sources), ==, 2);
  g_assert_cmpstr (sources[1], ==, "B");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add_func ("/care-types/" name, func)
  ADD ("names", test_names_lead_back);
  ADD ("valid-obligation", test_an_obligation_has_what_it_needs);
  ADD ("copies", test_copies_stand_alone);
  ADD ("many-take-part", test_many_take_part);
  ADD ("times", test_times_of_day);
  ADD ("order", test_the_order_of_a_due_list);
  return g_test_run ();
}
