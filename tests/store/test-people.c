#include <glib/gstdio.h>

#include "cy-absence-store.h"
#include "cy-arrangement-store.h"
#include "cy-child-store.h"
#include "cy-flag-store.h"
#include "cy-flag.h"
#include "cy-gap-store.h"
#include "cy-person-store.h"
#include "cy-profile-store.h"
#include "cy-relation-store.h"
#include "cy-sibling-store.h"
#include "cy-unit-store.h"
#include "test-store.h"

#define TODAY (cy_day_from_ymd (2026, 9, 10))

static gint64
add_child (CyConn     *conn,
           const char *name,
           CyDay       birth)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyPerson) person = cy_person_new ();
  g_autoptr (CyChild) child = cy_child_new ();
  gint64 id;

  person->name = g_strdup (name);
  person->birth = birth;
  id = cy_child_insert (conn, person, child, &error);
  g_assert_no_error (error);

  return id;
}

static gint64
add_relative (CyConn         *conn,
              gint64          child_id,
              const char     *name,
              const char     *kin,
              CyRelationRole  role,
              gboolean        primary)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyPerson) person = cy_person_new ();
  g_autoptr (CyRelation) relation = cy_relation_new ();

  person->name = g_strdup (name);
  relation->child_id = child_id;
  relation->person_id = cy_person_insert (conn, person, &error);
  g_assert_no_error (error);
  relation->kin = g_strdup (kin);
  relation->role = role;
  relation->is_primary = primary;
  g_assert_cmpint (cy_relation_insert (conn, relation, &error), !=, 0);
  g_assert_no_error (error);

  return relation->person_id;
}

static gint64
add_absence (CyConn *conn,
             gint64  person_id,
             CyDay   from,
             CyDay   to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyAbsence) absence = cy_absence_new ();
  gint64 id;

  absence->person_id = person_id;
  absence->from = from;
  absence->to = to;
  absence->place = g_strdup ("东莞");
  id = cy_absence_insert (conn, absence, &error);
  g_assert_no_error (error);

  return id;
}

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
test_round_trip (TestStore     *f,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyPerson) person = cy_person_new ();
  g_autoptr (CyPerson) loaded = NULL;
  g_autoptr (CyChild) child = cy_child_new ();
  g_autoptr (CyChild) loaded_child = NULL;
  gint64 id;

  person->name = g_strdup ("李明朗");
  person->pinyin = g_strdup ("li ming lang");
  person->sort_key = g_bytes_new ("key", 3);
  person->sex = CY_SEX_MALE;
  person->birth = cy_day_from_ymd (2015, 3, 5);
  person->birth_precision = CY_DATE_MONTH;
  person->lunar_birthday = g_strdup ("01-15");
  person->id_number = g_strdup ("150902202208186685");
  person->phone = g_strdup ("13918600730");
  person->address = g_strdup ("茨竹村三组");
  child->village_id = cy_unit_ensure (f->conn, CY_UNIT_VILLAGE, 0, "茨竹村", &error);
  child->hobbies = g_strdup ("画画");
  child->poor = CY_POOR_ALLOWANCE | CY_POOR_REGISTERED;
  child->enrolled_on = TODAY;
  id = cy_child_insert (f->conn, person, child, &error);
  g_assert_no_error (error);

  loaded = cy_person_load (f->conn, id, &error);
  loaded_child = cy_child_load (f->conn, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (loaded->name, ==, person->name);
  g_assert_cmpstr (loaded->pinyin, ==, person->pinyin);
  g_assert_true (g_bytes_equal (loaded->sort_key, person->sort_key));
  g_assert_true (loaded->is_child);
  g_assert_cmpint (loaded->birth, ==, person->birth);
  g_assert_cmpint (loaded->birth_precision, ==, CY_DATE_MONTH);
  g_assert_cmpstr (loaded->lunar_birthday, ==, "01-15");
  g_assert_cmpstr (loaded->address, ==, person->address);
  g_assert_cmpint (loaded_child->village_id, ==, child->village_id);
  g_assert_cmpstr (loaded_child->hobbies, ==, "画画");
  g_assert_cmpuint (loaded_child->poor, ==, child->poor);
  g_assert_cmpint (loaded_child->enrolled_on, ==, TODAY);
  g_assert_cmpint (loaded_child->left_on, ==, CY_DAY_NONE);
  g_assert_cmpint (cy_unit_ensure (f->conn, CY_UNIT_VILLAGE, 0, "茨竹村", &error), ==, child->village_id);
}

static void
test_an_update_records_what_changed (TestStore     *f,
                                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = add_child (f->conn, "李明朗", cy_day_from_ymd (2015, 3, 5));
  g_autoptr (CyPerson) person = cy_person_load (f->conn, id, &error);
  g_autoptr (CyChild) child = cy_child_load (f->conn, id, &error);
  gint64 n_before, n_after;
  CyStmt *st;

  cy_conn_int64 (f->conn, &error, &n_before, "SELECT count(*) FROM change", NULL);
  g_free (person->address);
  person->address = g_strdup ("新村");
  g_assert_true (cy_child_update (f->conn, person, child, TODAY, &error));
  g_assert_no_error (error);
  cy_conn_int64 (f->conn, &error, &n_after, "SELECT count(*) FROM change", NULL);
  g_assert_cmpint (n_after, ==, n_before + 1);

  st = cy_conn_query (f->conn, &error, "SELECT tbl, before, after FROM change ORDER BY id DESC LIMIT 1", NULL);
  g_assert_true (cy_stmt_step (st, &error));
  g_assert_cmpstr (cy_stmt_text (st, 0), ==, "person");
  g_assert_cmpstr (cy_stmt_text (st, 1), ==, "{\"address\":null}");
  g_assert_cmpstr (cy_stmt_text (st, 2), ==, "{\"address\":\"新村\"}");
  cy_stmt_reset (st);
}

static void
test_a_stale_update_is_refused (TestStore     *f,
                                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = add_child (f->conn, "李明朗", cy_day_from_ymd (2015, 3, 5));
  g_autoptr (CyPerson) mine = cy_person_load (f->conn, id, &error);
  g_autoptr (CyPerson) theirs = cy_person_load (f->conn, id, &error);

  theirs->note = g_strdup ("一");
  g_assert_true (cy_person_update (f->conn, theirs, &error));
  mine->note = g_strdup ("二");
  g_assert_false (cy_person_update (f->conn, mine, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_CONFLICT);
}

static void
test_mending_resolves_flags (TestStore     *f,
                             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = add_child (f->conn, "李明朗", cy_day_from_ymd (2022, 8, 18));
  g_autoptr (CyPerson) person = NULL;
  g_autoptr (CyChild) child = cy_child_load (f->conn, id, &error);
  g_autoptr (GPtrArray) flags = NULL;

  cy_flag_raise (f->conn, id, CY_FLAG_ID_DAMAGED, "1.50902E+17", &error);
  cy_flag_raise (f->conn, id, CY_FLAG_ID_DAMAGED, "again", &error);
  cy_flag_raise (f->conn, id, CY_FLAG_ABUSE, NULL, &error);
  flags = cy_flag_list (f->conn, id, FALSE, &error);
  g_assert_cmpuint (flags->len, ==, 2);

  person = cy_person_load (f->conn, id, &error);
  person->note = g_strdup ("no number yet");
  g_assert_true (cy_child_update (f->conn, person, child, TODAY, &error));
  g_ptr_array_unref (flags);
  flags = cy_flag_list (f->conn, id, FALSE, &error);
  g_assert_cmpuint (flags->len, ==, 2);

  /* A wrong digit: one problem makes room for another. */
  cy_person_free (person);
  person = cy_person_load (f->conn, id, &error);
  person->id_number = g_strdup ("150902202208186686");
  g_assert_true (cy_child_update (f->conn, person, child, TODAY, &error));
  g_ptr_array_unref (flags);
  flags = cy_flag_list (f->conn, id, FALSE, &error);
  g_assert_cmpuint (flags->len, ==, 2);
  g_assert_cmpstr (((CyFlag *) g_ptr_array_index (flags, 0))->code, ==, CY_FLAG_ID_CHECKSUM);

  cy_person_free (person);
  person = cy_person_load (f->conn, id, &error);
  g_free (person->id_number);
  person->id_number = g_strdup ("150902202208186685");
  g_assert_true (cy_child_update (f->conn, person, child, TODAY, &error));
  g_assert_no_error (error);
  g_ptr_array_unref (flags);
  flags = cy_flag_list (f->conn, id, FALSE, &error);
  g_assert_cmpuint (flags->len, ==, 1);
  g_assert_cmpstr (((CyFlag *) g_ptr_array_index (flags, 0))->code, ==, CY_FLAG_ABUSE);
}

static void
test_one_primary_guardian (TestStore     *f,
                           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) relations = NULL;
  gint64 id = add_child (f->conn, "李明朗", cy_day_from_ymd (2015, 3, 5));
  g_autoptr (CyRelation) second = cy_relation_new ();
  gint64 second_id;

  add_relative (f->conn, id, "李大山", "祖父", CY_RELATION_GUARDIAN, TRUE);
  second->child_id = id;
  second->person_id = add_relative (f->conn, id, "王秀英", "祖母", CY_RELATION_EMERGENCY, FALSE);
  second->role = CY_RELATION_GUARDIAN;
  second->is_primary = TRUE;
  g_assert_cmpint (cy_relation_insert (f->conn, second, &error), ==, 0);
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_EXISTS);
  g_clear_error (&error);

  second->is_primary = FALSE;
  second_id = cy_relation_insert (f->conn, second, &error);
  g_assert_true (cy_relation_set_primary (f->conn, second_id, &error));
  g_assert_no_error (error);
  relations = cy_relation_list (f->conn, id, &error);
  g_assert_cmpuint (relations->len, ==, 3);
  g_assert_cmpstr (((CyRelation *) g_ptr_array_index (relations, 0))->person->name, ==, "王秀英");
  g_assert_true (((CyRelation *) g_ptr_array_index (relations, 0))->is_primary);
}

static void
test_reversed_dates_are_refused (TestStore     *f,
                                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyAbsence) absence = cy_absence_new ();

  absence->person_id = add_child (f->conn, "李明朗", CY_DAY_NONE);
  absence->from = TODAY;
  absence->to = TODAY - 1;
  g_assert_cmpint (cy_absence_insert (f->conn, absence, &error), ==, 0);
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_CONSTRAINT);
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

/* Undoing an import deletes many; none of them may cost a pass over a table that refers to
 * persons or contacts. A partial index is of no use for that. */
static void
test_references_are_indexed (TestStore     *f,
                             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;
  CyStmt *st = cy_conn_query (f->conn, &error,
                              "SELECT t.name, k.\"from\", "
                              "  EXISTS (SELECT 1 FROM pragma_table_info(t.name) AS c "
                              "          WHERE c.name = k.\"from\" AND c.pk) OR "
                              "  EXISTS (SELECT 1 FROM pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS n "
                              "          WHERE NOT i.partial AND n.seqno = 0 AND n.name = k.\"from\") "
                              "FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS k "
                              "WHERE t.type = 'table' AND k.\"table\" IN ('person', 'contact')", NULL);

  while (st != NULL && cy_stmt_step (st, &error))
    {
      if (!cy_stmt_int (st, 2))
        g_error ("%s.%s has no index of its own", cy_stmt_text (st, 0), cy_stmt_text (st, 1));
      n++;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n, >, 10);
}

static void
test_bin (TestStore     *f,
          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = add_child (f->conn, "李明朗", CY_DAY_NONE), missing = 4711;
  g_autoptr (CyPerson) binned = NULL;

  g_assert_true (cy_child_bin (f->conn, &id, 1, &error));
  binned = cy_person_load (f->conn, id, &error);
  g_assert_true (binned->deleted);
  g_assert_true (cy_child_restore (f->conn, &id, 1, &error));
  g_assert_no_error (error);
  g_assert_false (cy_child_bin (f->conn, &missing, 1, &error));
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND);
}

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

#define assert_siblings(conn, id, expected) \
  G_STMT_START { \
    g_autofree char *found_ = siblings_of (conn, id); \
    g_assert_cmpstr (found_, ==, expected); \
  } G_STMT_END

static void
relate (CyConn         *conn,
        gint64          child_id,
        gint64          person_id,
        CyRelationRole  role)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyRelation) relation = cy_relation_new ();

  relation->child_id = child_id;
  relation->person_id = person_id;
  relation->role = role;
  cy_relation_insert (conn, relation, &error);
  g_assert_no_error (error);
}

static void
set_phone (CyConn     *conn,
           gint64      person_id,
           const char *phone)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyPerson) person = cy_person_load (conn, person_id, &error);

  g_set_str (&person->phone, phone);
  cy_person_update (conn, person, &error);
  g_assert_no_error (error);
}

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

/* A guardian's wrong phone is a problem of each child, until it is mended. */
static void
test_mending_a_relative (TestStore     *f,
                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 children[2];
  gint64 guardian = 0;

  for (int i = 0; i < 2; i++)
    {
      children[i] = add_child (f->conn, "李明", cy_day_from_ymd (2015, 3, 5));
      if (i == 0)
        guardian = add_relative (f->conn, children[0], "王秀英", "祖母", CY_RELATION_GUARDIAN, TRUE);
      else
        relate (f->conn, children[1], guardian, CY_RELATION_GUARDIAN);
    }
  for (int mended = 0; mended < 2; mended++)
    {
      set_phone (f->conn, guardian, mended ? "13918600730" : "1391860073");
      g_assert_true (cy_child_recheck_of (f->conn, guardian, TODAY, &error));
      g_assert_no_error (error);
      for (int i = 0; i < 2; i++)
        {
          g_autoptr (GPtrArray) flags = cy_flag_list (f->conn, children[i], FALSE, &error);

          g_assert_cmpuint (flags->len, ==, mended ? 0 : 1);
        }
    }
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

static void
set_up (TestStore     *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  test_store_set_up (f);
  cy_profile_install (f->conn, &error);
  cy_profile_refresh (f->conn, TODAY, &error);
  g_assert_no_error (error);
}

static void
tear_down (TestStore     *f,
           gconstpointer  data)
{
  test_store_tear_down (f);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/people/" name, TestStore, NULL, set_up, func, tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("an-update-records-what-changed", test_an_update_records_what_changed);
  ADD ("a-stale-update-is-refused", test_a_stale_update_is_refused);
  ADD ("mending-resolves-flags", test_mending_resolves_flags);
  ADD ("one-primary-guardian", test_one_primary_guardian);
  ADD ("reversed-dates-are-refused", test_reversed_dates_are_refused);
  ADD ("profiles", test_profiles);
  ADD ("a-birthday-changes-the-result", test_a_birthday_changes_the_result);
  ADD ("guardianship", test_guardianship);
  ADD ("siblings", test_siblings);
  ADD ("mending-a-relative", test_mending_a_relative);
  ADD ("gaps", test_gaps);
  ADD ("references-are-indexed", test_references_are_indexed);
  ADD ("bin", test_bin);
  return g_test_run ();
}
