#include "roster-fixture.h"

#include "cy-child-store.h"
#include "cy-flag-store.h"
#include "cy-flag.h"
#include "cy-person-store.h"
#include "cy-relation-store.h"
#include "cy-unit-store.h"
#include "text/cy-text.h"

static const char * const surnames[] = { "王", "李", "张", "劉", "欧阳", "吕", "单", "呂", "阿依古丽·", "Mary " };
static const char * const given[] = { "明", "朗", "小", "雲", "云", "秀英", "强", "磊", "婷", "绿" };

static char *
random_digits (int n)
{
  GString *digits = g_string_new (NULL);

  while (n-- > 0)
    g_string_append_c (digits, (char) ('0' + g_test_rand_int_range (0, 10)));

  return g_string_free (digits, FALSE);
}

static char *
random_name (void)
{
  int n = g_test_rand_int_range (1, 4);
  GString *name = g_string_new (surnames[g_test_rand_int_range (0, G_N_ELEMENTS (surnames))]);

  while (n-- > 0)
    g_string_append (name, given[g_test_rand_int_range (0, G_N_ELEMENTS (given))]);

  return g_string_free (name, FALSE);
}

static gint64
unit_at (int kind_offset,
         int n)
{
  return kind_offset + g_test_rand_int_range (0, n) + 1;
}

static gboolean
fill_units (CyConn         *conn,
            RosterFixture  *f,
            GError        **error)
{
  for (int i = 0; i < N_VILLAGES + N_SCHOOLS * 3; i++)
    {
      CyUnit *unit = cy_unit_new ();
      g_autofree char *name = random_name ();

      unit->kind = i < N_VILLAGES ? CY_UNIT_VILLAGE : i < N_VILLAGES + N_SCHOOLS ? CY_UNIT_SCHOOL
                                                                                 : CY_UNIT_CLASS;
      if (unit->kind == CY_UNIT_CLASS)
        unit->parent_id = N_VILLAGES + 1 + (i - N_VILLAGES - N_SCHOOLS) / 2;
      unit->name = g_strdup_printf ("%s%s", name, unit->kind == CY_UNIT_VILLAGE ? "村" : "小學");
      cy_text_fill_unit (unit);
      unit->id = cy_unit_insert (conn, unit, error);
      g_assert_cmpint (unit->id, ==, i + 1);
      g_ptr_array_add (f->units, unit);
    }

  return TRUE;
}

static void
add_relative (CyConn        *conn,
              RosterRecord  *record,
              GError       **error)
{
  g_autoptr (CyPerson) person = cy_person_new ();
  g_autoptr (CyRelation) relation = cy_relation_new ();
  g_autofree char *end = random_digits (9);

  record->phone_of_relative = g_strdup_printf ("13%s", end);
  person->name = random_name ();
  person->phone = g_strdup (record->phone_of_relative);
  cy_text_fill_person (person);
  relation->child_id = record->id;
  relation->person_id = cy_person_insert (conn, person, error);
  relation->role = CY_RELATION_GUARDIAN;
  relation->is_primary = TRUE;
  relation->kin = g_strdup (g_test_rand_bit () ? "祖母" : "姑姑");
  cy_relation_insert (conn, relation, error);
}

static gpointer
fill (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  RosterFixture *f = data;

  fill_units (conn, f, error);
  for (int i = 0; i < N_CHILDREN; i++)
    {
      RosterRecord record = { .person = cy_person_new (), .child = cy_child_new () };

      record.person->name = random_name ();
      record.person->sex = g_test_rand_int_range (0, 3);
      if (i % 7 != 0)
        record.person->birth = cy_day_from_ymd (2010, 1, 1) + g_test_rand_int_range (0, 4000);
      if (i % 3 != 0)
        {
          g_autofree char *digits = random_digits (17);

          record.person->id_number = g_strdup_printf ("%s%c", digits, i % 11 == 0 ? 'X' : '7');
        }
      if (i % 5 == 0)
        {
          g_autofree char *digits = random_digits (9);

          record.person->phone = g_strdup_printf ("15%s", digits);
        }
      if (i % 13 != 0)
        record.child->village_id = unit_at (0, N_VILLAGES);
      if (i % 17 != 0)
        record.child->school_id = unit_at (N_VILLAGES, N_SCHOOLS);
      if (record.child->school_id != 0 && i % 4 != 0)
        record.child->class_id = unit_at (N_VILLAGES + N_SCHOOLS, N_SCHOOLS * 2);
      cy_text_fill_person (record.person);
      record.id = (guint32) cy_child_insert (conn, record.person, record.child, error);
      if (i % 6 == 0)
        add_relative (conn, &record, error);
      record.flagged = i % 19 == 0;
      if (record.flagged)
        cy_flag_raise (conn, record.id, CY_FLAG_NO_HUKOU, NULL, error);
      record.in_bin = i % 23 == 0;
      if (record.in_bin)
        {
          gint64 id = record.id;

          cy_child_bin (conn, &id, 1, error);
        }
      g_array_append_val (f->records, record);
    }

  return NULL;
}

void
roster_set_up (RosterFixture *f,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  f->path = test_database_new (&f->folder);
  f->db = cy_db_open (f->path, test_key, &error);
  g_assert_no_error (error);
  f->records = g_array_new (FALSE, FALSE, sizeof (RosterRecord));
  f->units = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_unit_free);
  cy_db_run (f->db, CY_DB_WRITE, fill, f, NULL, &error);
  g_assert_no_error (error);
}

void
roster_tear_down (RosterFixture *f,
                  gconstpointer  data)
{
  g_clear_object (&f->db);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (guint i = 0; i < f->records->len; i++)
    {
      RosterRecord *record = &g_array_index (f->records, RosterRecord, i);

      cy_person_free (record->person);
      cy_child_free (record->child);
      g_free (record->phone_of_relative);
    }
  g_array_unref (f->records);
  g_ptr_array_unref (f->units);
  test_folder_remove (f->folder);
  g_free (f->path);
  g_free (f->folder);
}
