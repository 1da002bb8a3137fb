#include "cy-list-diff.h"

static GArray *
random_ids (void)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  int n = g_test_rand_int_range (0, 12);

  /* Each once, as the children of a roster are. */
  for (int i = 0; i < n; i++)
    {
      guint32 id = (guint32) (i * 10 + g_test_rand_int_range (0, 10));
      guint at = (guint) g_test_rand_int_range (0, i + 1);

      g_array_insert_val (ids, at, id);
    }

  return ids;
}

/* Applied to the old list, the steps give the new one. */
static void
assert_leads_to (const GArray *old,
                 const GArray *new,
                 guint        *n_told)
{
  g_autoptr (GArray) list = g_array_copy ((GArray *) old);
  CyListStep steps[CY_LIST_DIFF_STEPS];
  guint n = cy_list_diff ((const guint32 *) old->data, old->len, (const guint32 *) new->data, new->len, steps);

  *n_told = 0;
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (steps[i].position + steps[i].removed, <=, list->len);
      if (steps[i].removed > 0)
        g_array_remove_range (list, steps[i].position, steps[i].removed);
      for (guint k = 0; k < steps[i].added; k++)
        {
          guint32 id = g_array_index (new, guint32, steps[i].position + k);

          g_array_insert_val (list, steps[i].position + k, id);
        }
      *n_told += steps[i].removed + steps[i].added;
    }
  g_assert_cmpmem (list->data, list->len * sizeof (guint32), new->data, new->len * sizeof (guint32));
}

static void
test_any_change (void)
{
  for (int i = 0; i < 5000; i++)
    {
      g_autoptr (GArray) old = random_ids ();
      g_autoptr (GArray) new = random_ids ();
      guint n_told;

      assert_leads_to (old, new, &n_told);
      assert_leads_to (old, old, &n_told);
      g_assert_cmpuint (n_told, ==, 0);
    }
}

static void
test_small_changes (void)
{
  for (int i = 0; i < 2000; i++)
    {
      g_autoptr (GArray) old = random_ids ();
      g_autoptr (GArray) new = g_array_copy (old);
      guint32 id;
      guint n_told, from, to;

      if (old->len == 0)
        continue;
      from = (guint) g_test_rand_int_range (0, (gint32) old->len);
      to = (guint) g_test_rand_int_range (0, (gint32) old->len);
      id = g_array_index (old, guint32, from);
      g_array_remove_index (new, from);
      assert_leads_to (old, new, &n_told);
      g_assert_cmpuint (n_told, ==, 1);
      assert_leads_to (new, old, &n_told);
      g_assert_cmpuint (n_told, ==, 1);
      g_array_insert_val (new, to, id);
      assert_leads_to (old, new, &n_told);
      g_assert_cmpuint (n_told, ==, from == to ? 0 : 2);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list-diff/any-change", test_any_change);
  g_test_add_func ("/list-diff/small-changes", test_small_changes);
  return g_test_run ();
}
