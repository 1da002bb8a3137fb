#include "people-fixture.h"

#include "cy-child-store.h"
#include "cy-gap-store.h"
#include "cy-person-store.h"
#include "cy-sibling-store.h"

/* What is found from a family: siblings, and what its file still lacks. */

/* Names the siblings that are found, with the reasons. */
static char *
siblings_of (CyConn *conn,
             gint64  child_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) siblings = cy_sibling_list (conn, child_id, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < siblings->len; i++)
    {
      CySibling *sibling = g_ptr_array_index (siblings, i);

      g_string_append_printf (text, "%s%s %d %s", i > 0 ? ", " : "", sibling->name, sibling->reason,
                              sibling->kin != NULL ? sibling->kin : "?");
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define assert_siblings(conn, id, expected)           \
  G_STMT_START                                        \
  {                                                   \
    g_autofree char *found_ = siblings_of (conn, id); \
    g_assert_cmpstr (found_, ==, expected);           \
  }                                                   \
  G_STMT_END

static void
test_siblings (TestStore     *f,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 a = add_child (f->conn, "李明", cy_day_from_ymd (2015, 3, 5));
  gint64 b = add_child (f->conn, "李朗", cy_day_from_ymd (2012, 3, 5));
  gint64 c = add_child (f->conn, "李云", CY_DAY_NONE);
  gint64 father = add_relative (f->conn, a, "李强", "父亲", CY_RELATION_PARENT, FALSE);
  gint64 grandmother_of_a = add_relative (f->conn, a, "王秀英", "祖母", CY_RELATION_GUARDIAN, TRUE);
  gint64 grandmother_of_c = add_relative (f->conn, c, "王秀英", "祖母", CY_RELATION_GUARDIAN, TRUE);

  assert_siblings (f->conn, a, "");

  /* The same name is not enough; the same phone makes it likely. */
  set_phone (f->conn, grandmother_of_a, "13918600730");
  assert_siblings (f->conn, a, "");
  set_phone (f->conn, grandmother_of_c, "13918600730");
  assert_siblings (f->conn, a, "李云 4 ?");
  relate (f->conn, b, father, CY_RELATION_PARENT);
  relate (f->conn, b, grandmother_of_a, CY_RELATION_GUARDIAN);
  assert_siblings (f->conn, a, "李朗 1 ?, 李云 4 ?");
  {
    g_autoptr (CyPerson) person = cy_person_load (f->conn, b, &error);

    person->sex = CY_SEX_FEMALE;
    cy_person_update (f->conn, person, &error);
  }
  assert_siblings (f->conn, a, "李朗 1 姐姐, 李云 4 ?");

  /* Confirmed and refused, on both sides. */
  g_assert_true (cy_sibling_link (f->conn, a, b, &error));
  g_assert_true (cy_sibling_link (f->conn, b, a, &error));
  g_assert_true (cy_sibling_unlink (f->conn, c, a, &error));
  g_assert_no_error (error);
  assert_siblings (f->conn, a, "李朗 0 姐姐");
  assert_siblings (f->conn, b, "李明 0 ?, 李云 4 ?");
  assert_siblings (f->conn, c, "李朗 4 ?");

  /* Parted: no suggestion either; linked again. */
  g_assert_true (cy_sibling_unlink (f->conn, a, b, &error));
  assert_siblings (f->conn, a, "");
  g_assert_true (cy_sibling_link (f->conn, a, b, &error));
  assert_siblings (f->conn, b, "李明 0 ?, 李云 4 ?");

  /* The bin hides them. */
  g_assert_true (cy_child_bin (f->conn, &b, 1, &error));
  assert_siblings (f->conn, a, "");
}

static gboolean
has_gap (CyConn     *conn,
         gint64      child_id,
         const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) gaps = cy_gap_list (conn, child_id, &error);

  g_assert_no_error (error);
  return g_ptr_array_find_with_equal_func (gaps, key, g_str_equal, NULL);
}

static void
test_gaps (TestStore     *f,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = add_child (f->conn, "李明", cy_day_from_ymd (2015, 3, 5));
  gint64 father, guardian;

  g_assert_false (has_gap (f->conn, id, "birth"));
  g_assert_true (has_gap (f->conn, id, "sex"));
  g_assert_true (has_gap (f->conn, id, "father"));
  g_assert_false (has_gap (f->conn, id, "father-phone"));
  g_assert_true (has_gap (f->conn, id, "guardian"));
  g_assert_true (has_gap (f->conn, id, "phone"));

  father = add_relative (f->conn, id, "李强", "爸爸", CY_RELATION_PARENT, FALSE);
  g_assert_false (has_gap (f->conn, id, "father"));
  g_assert_true (has_gap (f->conn, id, "father-phone"));
  g_assert_true (has_gap (f->conn, id, "father-work"));
  add_absence (f->conn, father, TODAY, CY_DAY_NONE);
  g_assert_false (has_gap (f->conn, id, "father-work"));
  g_assert_true (has_gap (f->conn, id, "mother"));

  guardian = add_relative (f->conn, id, "王秀英", "祖母", CY_RELATION_GUARDIAN, TRUE);
  g_assert_true (has_gap (f->conn, id, "guardian-phone"));
  g_assert_true (has_gap (f->conn, id, "guardian-health"));
  set_phone (f->conn, guardian, "13918600730");
  g_assert_false (has_gap (f->conn, id, "guardian-phone"));
  g_assert_false (has_gap (f->conn, id, "phone"));

  cy_conn_run (f->conn, &error, "UPDATE child SET single_parent = 1 WHERE id = ?", "i", id);
  g_assert_no_error (error);
  g_assert_false (has_gap (f->conn, id, "mother"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/family/" name, TestStore, NULL, people_set_up, func, people_tear_down)
  ADD ("siblings", test_siblings);
  ADD ("gaps", test_gaps);
  return g_test_run ();
}
