#include "cy-roster-relations.h"
#include "test-store.h"

/* The packed relations of the search against a plain list of pairs: families that were added together,
 * children and relatives that lie far apart in either direction, a person with more relations than a
 * block holds, some in the bin. */

#define N_PERSONS 300
#define N_RELATIONS 1000

typedef struct {
  guint32 person;
  guint32 child;
} Pair;

typedef struct {
  TestStore store;
  GArray *persons;              /* guint32: those that there are */
  GArray *pairs;                /* Pair: what is not in the bin */
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  test_store_set_up (&f->store);
  f->persons = g_array_new (FALSE, FALSE, sizeof (guint32));
  f->pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_array_unref (f->pairs);
  g_array_unref (f->persons);
  test_store_tear_down (&f->store);
}

static void
run (Fixture    *f,
     const char *sql,
     gint64      a,
     gint64      b)
{
  g_autoptr (GError) error = NULL;

  cy_conn_run (f->store.conn, &error, sql, "ii", a, b);
  g_assert_no_error (error);
}

static guint32
any_person (Fixture *f)
{
  return g_array_index (f->persons, guint32, g_test_rand_int_range (0, (gint32) f->persons->len));
}

static void
add_persons (Fixture *f)
{
  guint32 id = 0;

  for (int i = 0; i < N_PERSONS; i++)
    {
      id += (guint32) (i % 10 == 0 ? g_test_rand_int_range (1, 500000) : 1);
      run (f, "INSERT INTO person (id, is_child, name, sort_key) VALUES (?, ?, '欢欢', x'00')", id, i % 2);
      g_array_append_val (f->persons, id);
    }
}

static void
relate (Fixture  *f,
        guint32   person,
        guint32   child,
        gboolean  binned)
{
  Pair pair = { person, child };

  run (f, "INSERT INTO relation (person_id, child_id, role) VALUES (?, ?, 2)", person, child);
  if (binned)
    run (f, "UPDATE relation SET deleted_at = cy_now () WHERE id = (SELECT max(id) FROM relation "
            "WHERE person_id = ? AND child_id = ?)", person, child);
  else
    g_array_append_val (f->pairs, pair);
}

static void
assert_children_of (Fixture                 *f,
                    const CyRosterRelations *relations,
                    const CyIdBits          *relatives)
{
  g_autoptr (CyIdBits) expected = cy_id_bits_new ();
  g_autoptr (CyIdBits) children = cy_id_bits_new ();

  for (guint i = 0; i < f->pairs->len; i++)
    {
      const Pair *pair = &g_array_index (f->pairs, Pair, i);

      if (cy_id_bits_has (relatives, pair->person))
        cy_id_bits_add (expected, pair->child);
    }
  cy_roster_relations_add_children (relations, relatives, children);

  g_assert_cmpuint (cy_id_bits_count (children), ==, cy_id_bits_count (expected));
  cy_id_bits_intersect (children, expected);
  g_assert_cmpuint (cy_id_bits_count (children), ==, cy_id_bits_count (expected));
}

static void
test_as_a_list (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr (CyRosterRelations) relations = NULL;
  g_autoptr (GError) error = NULL;
  guint32 busy;

  add_persons (f);
  busy = any_person (f);
  for (int i = 0; i < N_RELATIONS; i++)
    relate (f, i % 8 == 0 ? busy : any_person (f), any_person (f), i % 7 == 0);

  relations = cy_roster_relations_read (f->store.conn, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < f->persons->len; i++)
    {
      g_autoptr (CyIdBits) one = cy_id_bits_new ();

      cy_id_bits_add (one, g_array_index (f->persons, guint32, i));
      assert_children_of (f, relations, one);
    }
  for (int i = 0; i < 200; i++)
    {
      g_autoptr (CyIdBits) some = cy_id_bits_new ();

      for (int n = g_test_rand_int_range (0, 40); n > 0; n--)
        cy_id_bits_add (some, any_person (f));
      assert_children_of (f, relations, some);
    }
}

static void
test_none (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (CyRosterRelations) relations = NULL;
  g_autoptr (CyIdBits) relatives = cy_id_bits_new ();
  g_autoptr (GError) error = NULL;

  relations = cy_roster_relations_read (f->store.conn, &error);
  g_assert_no_error (error);
  cy_id_bits_add (relatives, 1);
  assert_children_of (f, relations, relatives);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/roster-relations/as-a-list", test_as_a_list);
  ADD ("/roster-relations/none", test_none);

  return g_test_run ();
}
