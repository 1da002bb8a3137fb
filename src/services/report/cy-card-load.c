#define G_LOG_DOMAIN "cy-report"

#include "config.h"

#include "cy-card.h"
#include "cy-person.h"

/* The columns of a person that a card shows, in the order of read_person(). */
#define PERSON_COLUMNS(p) \
  p ".name, " p ".sex, " p ".birth, " p ".birth_precision, " p ".phone, " p ".address, " p ".occupation, " \
  p ".health, " p ".employer, " p ".employer_address, " p ".employer_phone"
#define N_PERSON_COLUMNS 11

static void
read_person (CyCardPerson *person,
             CyStmt       *st,
             int           column)
{
  person->name = cy_stmt_dup_text (st, column);
  person->sex = cy_stmt_int (st, column + 1);
  person->birth = cy_stmt_day (st, column + 2);
  person->birth_precision = cy_stmt_int (st, column + 3);
  person->phone = cy_stmt_dup_text (st, column + 4);
  person->address = cy_stmt_dup_text (st, column + 5);
  person->occupation = cy_stmt_dup_text (st, column + 6);
  person->health = cy_stmt_dup_text (st, column + 7);
  person->employer = cy_stmt_dup_text (st, column + 8);
  person->employer_address = cy_stmt_dup_text (st, column + 9);
  person->employer_phone = cy_stmt_dup_text (st, column + 10);
}

static CyCardPerson *
person_copy (const CyCardPerson *person)
{
  CyCardPerson *copy = g_memdup2 (person, sizeof *person);

  copy->kin = g_strdup (person->kin);
  copy->name = g_strdup (person->name);
  copy->phone = g_strdup (person->phone);
  copy->address = g_strdup (person->address);
  copy->occupation = g_strdup (person->occupation);
  copy->health = g_strdup (person->health);
  copy->employer = g_strdup (person->employer);
  copy->employer_address = g_strdup (person->employer_address);
  copy->employer_phone = g_strdup (person->employer_phone);
  copy->away_place = g_strdup (person->away_place);

  return copy;
}

/* Where a person is away now; the absence knows the employer and phone of there. */
static gboolean
load_absence (CyConn        *conn,
              CyCardPerson  *person,
              gint64         id,
              CyDay          today,
              GError       **error)
{
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT place, from_date, employer, phone FROM absence"
                              " WHERE person_id = ?1 AND deleted_at IS NULL"
                              " AND (from_date IS NULL OR from_date <= ?2) AND (to_date IS NULL OR to_date >= ?2)"
                              " ORDER BY from_date DESC, id DESC LIMIT 1", "id", id, today);

  if (st == NULL || !cy_stmt_step (st, error))
    return error == NULL || *error == NULL;

  person->away_place = cy_stmt_dup_text (st, 0);
  person->away_since = cy_stmt_day (st, 1);
  if (person->employer == NULL)
    person->employer = cy_stmt_dup_text (st, 2);
  if (person->phone == NULL)
    person->phone = cy_stmt_dup_text (st, 3);
  cy_stmt_reset (st);

  return TRUE;
}

typedef struct {
  CyRelationRole role;
  gboolean is_primary;
  gint64 id;
  CyCardPerson *person;
} Relative;

static void
relative_clear (gpointer data)
{
  Relative *relative = data;

  g_clear_pointer (&relative->person, cy_card_person_free);
}

static GArray *
load_relatives (CyConn  *conn,
                gint64   child_id,
                CyDay    today,
                GError **error)
{
  g_autoptr (GArray) relatives = g_array_new (FALSE, TRUE, sizeof (Relative));
  g_autoptr (GError) failed = NULL;
  CyStmt *st = cy_conn_query (conn, &failed,
                              "SELECT r.role, r.is_primary, r.kin, r.person_id, " PERSON_COLUMNS ("p")
                              " FROM relation r JOIN person p ON p.id = r.person_id"
                              " WHERE r.child_id = ?1 AND r.deleted_at IS NULL AND p.deleted_at IS NULL"
                              " AND (r.from_date IS NULL OR r.from_date <= ?2)"
                              " AND (r.to_date IS NULL OR r.to_date >= ?2)"
                              " ORDER BY r.is_primary DESC, r.role, r.id", "id", child_id, today);

  g_array_set_clear_func (relatives, relative_clear);
  while (st != NULL && cy_stmt_step (st, &failed))
    {
      Relative relative = { .role = cy_stmt_int (st, 0), .is_primary = cy_stmt_int (st, 1), .id = cy_stmt_int64 (st, 3) };

      relative.person = cy_card_person_new ();
      relative.person->kin = cy_stmt_dup_text (st, 2);
      read_person (relative.person, st, 4);
      g_array_append_val (relatives, relative);
    }
  for (guint i = 0; failed == NULL && i < relatives->len; i++)
    {
      Relative *relative = &g_array_index (relatives, Relative, i);

      load_absence (conn, relative->person, relative->id, today, &failed);
    }
  if (failed != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return NULL;
    }

  return g_steal_pointer (&relatives);
}

/* Whether someone is the father or the mother, by the word for the kinship, else by the sex. */
static CySex
parent_sex (const Relative *relative)
{
  CyKin kin;

  if (relative->person->kin != NULL && cy_kin_from_key (relative->person->kin, &kin))
    return cy_kin_is_parent (kin) ? cy_kin_sex (kin) : CY_SEX_UNKNOWN;

  return relative->role == CY_RELATION_PARENT ? relative->person->sex : CY_SEX_UNKNOWN;
}

/* Finds each relative a place on the card. One person may have two: a mother who is the guardian. */
static void
place_relatives (CyCard *card,
                 GArray *relatives)
{
  for (guint i = 0; i < relatives->len; i++)
    {
      Relative *relative = &g_array_index (relatives, Relative, i);
      CySex sex = parent_sex (relative);
      gboolean placed = FALSE;

      if (relative->role == CY_RELATION_SIBLING)
        continue;
      if (sex == CY_SEX_MALE && card->father == NULL)
        {
          card->father = person_copy (relative->person);
          placed = TRUE;
        }
      else if (sex == CY_SEX_FEMALE && card->mother == NULL)
        {
          card->mother = person_copy (relative->person);
          placed = TRUE;
        }
      if (card->guardian == NULL && (relative->is_primary || relative->role == CY_RELATION_GUARDIAN))
        {
          card->guardian = person_copy (relative->person);
          placed = TRUE;
        }
      else if (card->temporary == NULL && relative->role == CY_RELATION_TEMPORARY)
        {
          card->temporary = person_copy (relative->person);
          placed = TRUE;
        }
      for (guint j = 0; !placed && j < i; j++)
        placed = g_array_index (relatives, Relative, j).id == relative->id;
      if (!placed)
        g_ptr_array_add (card->others, person_copy (relative->person));
    }
}

static CyCard *
load_child (CyConn  *conn,
            gint64   id,
            GError **error)
{
  g_autoptr (CyCard) card = NULL;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT p.id_number, p.ethnicity, p.hukou, p.note, v.name, s.name, k.name,"
                              " c.class_teacher, c.class_teacher_phone, c.student_number, c.character, c.hobbies,"
                              " c.medical_history, " PERSON_COLUMNS ("p")
                              " FROM person p LEFT JOIN child c ON c.id = p.id LEFT JOIN unit v ON v.id = c.village_id"
                              " LEFT JOIN unit s ON s.id = c.school_id LEFT JOIN unit k ON k.id = c.class_id"
                              " WHERE p.id = ? AND p.is_child AND p.deleted_at IS NULL", "i", id);
  g_autoptr (GError) failed = NULL;

  if (st == NULL)
    return NULL;

  if (!cy_stmt_step (st, &failed))
    {
      if (failed != NULL)
        g_propagate_error (error, g_steal_pointer (&failed));
      else
        g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND, "No such child");
      return NULL;
    }

  card = cy_card_new ();
  card->id_number = cy_stmt_dup_text (st, 0);
  card->ethnicity = cy_stmt_dup_text (st, 1);
  card->hukou = cy_stmt_dup_text (st, 2);
  card->note = cy_stmt_dup_text (st, 3);
  card->village = cy_stmt_dup_text (st, 4);
  card->school = cy_stmt_dup_text (st, 5);
  card->class_name = cy_stmt_dup_text (st, 6);
  card->class_teacher = cy_stmt_dup_text (st, 7);
  card->class_teacher_phone = cy_stmt_dup_text (st, 8);
  card->student_number = cy_stmt_dup_text (st, 9);
  card->character = cy_stmt_dup_text (st, 10);
  card->hobbies = cy_stmt_dup_text (st, 11);
  card->medical_history = cy_stmt_dup_text (st, 12);
  read_person (&card->child, st, 13);
  cy_stmt_reset (st);

  return g_steal_pointer (&card);
}

/**
 * cy_card_load:
 * @child_id: the child
 * @today: the day whose state it shows: who is the guardian then, where the parents are
 * @error: %CY_STORE_ERROR_NOT_FOUND when there is no such child
 *
 * Reads what the contact card of a child says.
 *
 * Returns: (transfer full) (nullable): the card
 */
CyCard *
cy_card_load (CyConn  *conn,
              gint64   child_id,
              CyDay    today,
              GError **error)
{
  g_autoptr (CyCard) card = load_child (conn, child_id, error);
  g_autoptr (GArray) relatives = NULL;

  if (card == NULL)
    return NULL;

  relatives = load_relatives (conn, child_id, today, error);
  if (relatives == NULL)
    return NULL;

  place_relatives (card, relatives);

  return g_steal_pointer (&card);
}

/* A child belongs to a unit through its village, school or class, wherever the unit stands above them. */
#define LIST_SQL \
  "WITH RECURSIVE inside (id) AS (SELECT ?1 UNION SELECT u.id FROM unit u JOIN inside ON u.parent_id = inside.id)" \
  " SELECT p.id FROM person p LEFT JOIN child c ON c.id = p.id" \
  " LEFT JOIN unit v ON v.id = c.village_id LEFT JOIN unit s ON s.id = c.school_id" \
  " LEFT JOIN unit k ON k.id = c.class_id" \
  " WHERE p.is_child AND p.deleted_at IS NULL AND (c.left_on IS NULL OR c.left_on > ?3)" \
  " AND (?1 = 0 OR c.village_id IN inside OR c.school_id IN inside OR c.class_id IN inside)" \
  " AND (?2 = 0 OR EXISTS (SELECT 1 FROM enrolment e WHERE e.scheme_id = ?2 AND e.child_id = p.id" \
  "   AND e.deleted_at IS NULL AND e.from_date <= ?3 AND (e.to_date IS NULL OR e.to_date >= ?3)))" \
  " ORDER BY s.sort_key IS NULL, s.sort_key, k.sort_key, v.sort_key IS NULL, v.sort_key, p.sort_key, p.id LIMIT ?4"

/**
 * cy_card_list_children:
 * @unit_id: only those of this unit, or 0
 * @scheme_id: only those enrolled in this scheme on @today, or 0
 * @today: who has left the roll before is left out
 * @limit: at most so many, or 0
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the children on the roll in the
 *   order of a printed list: by school, or village where there is none, class and name
 */
GArray *
cy_card_list_children (CyConn  *conn,
                       gint64   unit_id,
                       gint64   scheme_id,
                       CyDay    today,
                       guint    limit,
                       GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failed = NULL;
  CyStmt *st = cy_conn_query (conn, &failed, LIST_SQL, "iidi", unit_id, scheme_id, today,
                              limit > 0 ? (gint64) limit : (gint64) -1);

  while (st != NULL && cy_stmt_step (st, &failed))
    {
      gint64 id = cy_stmt_int64 (st, 0);

      g_array_append_val (ids, id);
    }
  if (failed != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return NULL;
    }

  return g_steal_pointer (&ids);
}
