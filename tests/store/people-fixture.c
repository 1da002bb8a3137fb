#include "people-fixture.h"

#include "cy-absence-store.h"
#include "cy-child-store.h"
#include "cy-person-store.h"
#include "cy-profile-store.h"
#include "cy-relation-store.h"

void
people_set_up (TestStore     *f,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  test_store_set_up (f);
  cy_profile_install (f->conn, &error);
  cy_profile_refresh (f->conn, TODAY, &error);
  g_assert_no_error (error);
}

void
people_tear_down (TestStore     *f,
                  gconstpointer  data)
{
  test_store_tear_down (f);
}

gint64
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

gint64
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

gint64
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

void
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

void
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
