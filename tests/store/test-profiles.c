#include "people-fixture.h"

#include "cy-absence-store.h"
#include "cy-arrangement-store.h"
#include "cy-child-store.h"
#include "cy-flag-store.h"
#include "cy-flag.h"
#include "cy-profile-store.h"

/* Who counts as left behind, and who looks after a child. */

static void
assert_state (CyConn          *conn,
              gint64           child_id,
              CyProfileResult  result,
              CyGuardianship   guardianship)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyChild) child = NULL;

  cy_profile_settle (conn, &error);
  g_assert_no_error (error);
  child = cy_child_load (conn, child_id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (child->profile_result, ==, result);
  g_assert_cmpint (child->guardianship, ==, guardianship);
}

static void
activate (CyConn     *conn,
          const char *key)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  cy_conn_int64 (conn, &error, &id, "SELECT id FROM definition_profile WHERE key = ?", "t", key);
  g_assert_cmpint (id, !=, 0);
  cy_profile_set_active (conn, id, &error);
  g_assert_no_error (error);
}

static void
test_profiles (TestStore     *f,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = add_child (f->conn, "李明朗", cy_day_from_ymd (2011, 9, 11));
  gint64 father, mother, absence;
  g_autoptr (GPtrArray) profiles = NULL;

  assert_state (f->conn, id, CY_PROFILE_UNKNOWN, CY_GUARDIANSHIP_UNKNOWN);

  father = add_relative (f->conn, id, "李强", "父亲", CY_RELATION_PARENT, FALSE);
  mother = add_relative (f->conn, id, "王芳", "母亲", CY_RELATION_PARENT, FALSE);
  assert_state (f->conn, id, CY_PROFILE_NOT_LEFT_BEHIND, CY_GUARDIANSHIP_PARENTS);

  add_absence (f->conn, father, TODAY - 30, CY_DAY_NONE);
  assert_state (f->conn, id, CY_PROFILE_NOT_LEFT_BEHIND, CY_GUARDIANSHIP_ONE_PARENT);
  activate (f->conn, "comfort-visit");
  assert_state (f->conn, id, CY_PROFILE_LEFT_BEHIND, CY_GUARDIANSHIP_ONE_PARENT);

  activate (f->conn, "national-2016");
  absence = add_absence (f->conn, mother, TODAY - 30, CY_DAY_NONE);
  add_relative (f->conn, id, "李大山", "爷爷", CY_RELATION_GUARDIAN, TRUE);
  assert_state (f->conn, id, CY_PROFILE_LEFT_BEHIND, CY_GUARDIANSHIP_GRANDPARENTS);
  activate (f->conn, "womens-federation");
  assert_state (f->conn, id, CY_PROFILE_LEFT_BEHIND, CY_GUARDIANSHIP_GRANDPARENTS);

  /* 30 days are no months on end. */
  activate (f->conn, "action-plan");
  assert_state (f->conn, id, CY_PROFILE_NOT_LEFT_BEHIND, CY_GUARDIANSHIP_GRANDPARENTS);
  cy_profile_refresh (f->conn, TODAY + 100, &error);
  assert_state (f->conn, id, CY_PROFILE_LEFT_BEHIND, CY_GUARDIANSHIP_GRANDPARENTS);

  /* The mother comes back. */
  activate (f->conn, "national-2016");
  cy_absence_bin (f->conn, absence, &error);
  add_absence (f->conn, mother, TODAY - 30, TODAY + 10);
  assert_state (f->conn, id, CY_PROFILE_UNKNOWN, CY_GUARDIANSHIP_GRANDPARENTS);
  cy_profile_refresh (f->conn, TODAY, &error);
  assert_state (f->conn, id, CY_PROFILE_LEFT_BEHIND, CY_GUARDIANSHIP_GRANDPARENTS);

  profiles = cy_profile_list (f->conn, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (profiles->len, ==, 4);
}

/* Sixteen tomorrow: a new day alone changes the result. */
static void
test_a_birthday_changes_the_result (TestStore     *f,
                                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = add_child (f->conn, "李明朗", cy_day_from_ymd (2010, 9, 11));

  add_absence (f->conn, add_relative (f->conn, id, "李强", "父亲", CY_RELATION_PARENT, FALSE), CY_DAY_NONE, CY_DAY_NONE);
  add_absence (f->conn, add_relative (f->conn, id, "王芳", "母亲", CY_RELATION_PARENT, FALSE), CY_DAY_NONE, CY_DAY_NONE);
  assert_state (f->conn, id, CY_PROFILE_LEFT_BEHIND, CY_GUARDIANSHIP_UNKNOWN);
  cy_profile_refresh (f->conn, TODAY + 1, &error);
  g_assert_no_error (error);
  assert_state (f->conn, id, CY_PROFILE_NOT_LEFT_BEHIND, CY_GUARDIANSHIP_UNKNOWN);
}

static void
test_guardianship (TestStore     *f,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyCareArrangement) arrangement = cy_care_arrangement_new ();
  gint64 id = add_child (f->conn, "李明朗", cy_day_from_ymd (2015, 3, 5));

  add_relative (f->conn, id, "李秀", "姑姑", CY_RELATION_TEMPORARY, FALSE);
  assert_state (f->conn, id, CY_PROFILE_UNKNOWN, CY_GUARDIANSHIP_RELATIVES);
  add_relative (f->conn, id, "李大山", "阿公", CY_RELATION_GUARDIAN, TRUE);
  assert_state (f->conn, id, CY_PROFILE_UNKNOWN, CY_GUARDIANSHIP_GRANDPARENTS);

  arrangement->child_id = id;
  arrangement->kind = CY_CARE_KIND_ENTRUSTED;
  arrangement->from = TODAY;
  cy_arrangement_insert (f->conn, arrangement, &error);
  assert_state (f->conn, id, CY_PROFILE_UNKNOWN, CY_GUARDIANSHIP_OTHERS);

  cy_flag_raise (f->conn, id, CY_FLAG_NO_GUARDIAN, NULL, &error);
  assert_state (f->conn, id, CY_PROFILE_UNKNOWN, CY_GUARDIANSHIP_NOBODY);
  cy_flag_resolve (f->conn, id, CY_FLAG_NO_GUARDIAN, &error);
  g_assert_no_error (error);
  assert_state (f->conn, id, CY_PROFILE_UNKNOWN, CY_GUARDIANSHIP_OTHERS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/profiles/" name, TestStore, NULL, people_set_up, func, people_tear_down)
  ADD ("profiles", test_profiles);
  ADD ("a-birthday-changes-the-result", test_a_birthday_changes_the_result);
  ADD ("guardianship", test_guardianship);
  return g_test_run ();
}
