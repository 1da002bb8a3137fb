#include "care-fixture.h"

#include "care/cy-school-year.h"

#include "cy-scheme-store.h"
#include "cy-term-store.h"

/* What an archive begins with: the schemes of the sources and the school year. */

static void
test_presets_are_added_once (CareFixture   *f,
                             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) schemes = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GPtrArray) terms = NULL;
  CyScheme *first;
  CyTerm *term;
  guint n_obligations = 0, n_schemes, n_terms;

  g_assert_true (cy_care_install_presets (f->conn, &error));
  g_assert_no_error (error);
  schemes = cy_scheme_list (f->conn, FALSE, &error);
  for (guint i = 0; i < schemes->len; i++)
    {
      CyScheme *scheme = schemes->pdata[i];

      g_assert_cmpstr (scheme->source, !=, NULL);
      g_assert_cmpuint (scheme->obligations->len, >, 0);
      for (guint j = 0; j < scheme->obligations->len; j++, n_obligations++)
        {
          const CyObligation *o = scheme->obligations->pdata[j];

          g_assert_true (cy_obligation_is_valid (o));
          g_assert_nonnull (o->who);
          g_assert_nonnull (strstr (o->source, "——"));
        }
    }
  g_assert_cmpuint (schemes->len, ==, 8);
  g_assert_cmpuint (n_obligations, ==, 20);
  n_schemes = schemes->len;

  /* People rename one, remove one and move a term: that stays. */
  first = schemes->pdata[0];
  g_assert_cmpstr (cy_care_scheme_name (first), ==, "Teacher-mothers of a kindergarten");
  g_set_str (&first->name, "我们的方案");
  g_assert_cmpstr (cy_care_scheme_name (first), ==, "我们的方案");
  cy_scheme_update (f->conn, first, &error);
  cy_scheme_bin (f->conn, ((CyScheme *) schemes->pdata[1])->id, &error);
  terms = cy_term_list (f->conn, &error);
  n_terms = terms->len;
  term = terms->pdata[0];
  term->from += 3;
  cy_term_update (f->conn, term, &error);
  cy_term_bin (f->conn, ((CyTerm *) terms->pdata[1])->id, &error);
  g_assert_no_error (error);

  g_assert_true (cy_care_install_presets (f->conn, &error));
  again = cy_scheme_list (f->conn, FALSE, &error);
  g_assert_cmpuint (again->len, ==, n_schemes - 1);
  g_assert_cmpstr (((CyScheme *) again->pdata[0])->name, ==, "我们的方案");
  g_clear_pointer (&terms, g_ptr_array_unref);
  terms = cy_term_list (f->conn, &error);
  g_assert_cmpuint (terms->len, ==, n_terms - 1);
  g_assert_no_error (error);
}

static void
test_own_schemes_get_keys (CareFixture   *f,
                           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyScheme) scheme = cy_scheme_new ();
  g_autoptr (CyScheme) stored = NULL;
  gint64 id;

  scheme->name = g_strdup ("村里的方案");
  for (int i = 0; i < 2; i++)
    {
      CyObligation *o = cy_obligation_new ();

      o->name = g_strdup ("每月谈心");
      g_ptr_array_add (scheme->obligations, o);
    }
  id = cy_scheme_insert (f->conn, scheme, &error);
  g_assert_no_error (error);
  stored = cy_scheme_load (f->conn, id, &error);
  g_assert_cmpstr (stored->key, ==, "own-1");
  g_assert_cmpstr (((CyObligation *) stored->obligations->pdata[0])->key, ==, "own-1-talk-1");
  g_assert_cmpstr (((CyObligation *) stored->obligations->pdata[1])->key, ==, "own-1-talk-2");
}

static void
test_school_years (CareFixture   *f,
                   gconstpointer  data)
{
  /* The dates that Beijing's schools had, within a few days. */
  const struct {
    int year;
    const char *winter;
    const char *second;
  } years[] = {
    { 2023, "2024-01-27", "2024-02-26" },
    { 2024, "2025-01-18", "2025-02-17" },
    { 2025, "2026-01-31", "2026-03-02" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (years); i++)
    {
      g_autoptr (GPtrArray) terms = cy_school_year_terms (years[i].year);

      g_assert_cmpint (((CyTerm *) terms->pdata[1])->from, ==, DAY (years[i].winter));
      g_assert_cmpint (((CyTerm *) terms->pdata[2])->from, ==, DAY (years[i].second));
    }

  for (int year = 2000; year < 2080; year++)
    {
      g_autoptr (GPtrArray) terms = cy_school_year_terms (year);
      g_autoptr (GPtrArray) next = cy_school_year_terms (year + 1);

      g_assert_cmpuint (terms->len, ==, 4);
      for (guint i = 0; i < 4; i++)
        {
          CyTerm *term = terms->pdata[i];
          CyTerm *after = i < 3 ? terms->pdata[i + 1] : next->pdata[0];

          g_assert_cmpint (after->from, ==, term->to + 1);
          g_assert_cmpint (term->to - term->from, >, term->kind == CY_TERM_TERM ? 100 : 20);
          g_assert_cmpint (cy_school_year_of (term->from), ==, year);
          g_assert_cmpint (cy_school_year_of (term->to), ==, year);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/care-presets/" name, CareFixture, NULL, care_set_up, func, care_tear_down)
  ADD ("presets-once", test_presets_are_added_once);
  ADD ("own-schemes", test_own_schemes_get_keys);
  ADD ("school-years", test_school_years);
  return g_test_run ();
}
