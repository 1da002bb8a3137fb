#define G_LOG_DOMAIN "cy-contact-store"

#include "config.h"

#include "cy-contact-store.h"

#include "cy-bulk-insert.h"

#include <string.h>

#define COLUMNS "c.id, c.uid, c.kind, c.medium, c.date, c.time, c.reached, c.minutes, c.text, c.level, c.contact_by, c.created_by"

#define MAX_MINUTES (24 * 60)

/* From as many participants on they are written in bulk. */
#define MANY 64

/* Reading */

static gboolean
add_participants (CyConn     *conn,
                  CyContact  *contact,
                  GError    **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT q.person_id, q.attended FROM participant AS q JOIN person AS p ON p.id = q.person_id "
                              "WHERE q.contact_id = ? AND q.deleted_at IS NULL ORDER BY p.is_child DESC, q.id",
                              "i", contact->id);

  if (st == NULL)
    return FALSE;

  while (cy_stmt_step (st, &local))
    {
      /* Nobody is stored twice. */
      CyParticipant participant = { cy_stmt_int64 (st, 0), cy_stmt_int (st, 1) != 0 };

      g_array_append_val (contact->participants, participant);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

static gboolean
add_follow_up (CyConn     *conn,
               CyContact  *contact,
               GError    **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT due, text FROM follow_up WHERE contact_id = ? AND deleted_at IS NULL "
                              "ORDER BY done_at IS NOT NULL, id LIMIT 1", "i", contact->id);

  if (st == NULL)
    return FALSE;

  if (cy_stmt_step (st, &local))
    {
      contact->follow_up_date = cy_stmt_day (st, 0);
      contact->follow_up_text = cy_stmt_dup_text (st, 1);
      cy_stmt_reset (st);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

static GPtrArray *
read_contacts (CyConn  *conn,
               CyStmt  *st,
               GError **error)
{
  g_autoptr (GPtrArray) contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_contact_free);
  g_autoptr (GError) local = NULL;

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      CyContact *c = cy_contact_new ();

      c->id = cy_stmt_int64 (st, 0);
      cy_stmt_uid (st, 1, &c->uid);
      c->kind = cy_stmt_int (st, 2);
      c->medium = cy_stmt_int (st, 3);
      c->date = cy_stmt_day (st, 4);
      c->time = cy_stmt_dup_text (st, 5);
      c->reached = cy_stmt_int (st, 6) != 0;
      c->minutes = cy_stmt_int (st, 7);
      c->text = cy_stmt_dup_text (st, 8);
      c->level = cy_stmt_int (st, 9);
      c->contact_by = cy_stmt_dup_text (st, 10);
      c->created_by = cy_stmt_int64 (st, 11);
      g_ptr_array_add (contacts, c);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  for (guint i = 0; i < contacts->len; i++)
    if (!add_participants (conn, g_ptr_array_index (contacts, i), error) ||
        !add_follow_up (conn, g_ptr_array_index (contacts, i), error))
      return NULL;

  return g_steal_pointer (&contacts);
}

/**
 * cy_contact_load:
 * @id: a contact, be it in the bin
 *
 * Returns: (transfer full) (nullable): the contact with its participants and follow-up
 */
CyContact *
cy_contact_load (CyConn  *conn,
                 gint64   id,
                 GError **error)
{
  g_autoptr (GPtrArray) contacts = read_contacts (conn, cy_conn_query (conn, error,
                                                                       "SELECT " COLUMNS " FROM contact AS c WHERE c.id = ?",
                                                                       "i", id), error);

  if (contacts == NULL)
    return NULL;
  if (contacts->len == 0)
    {
      g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND, "There is no such contact");
      return NULL;
    }

  return g_ptr_array_steal_index (contacts, 0);
}

/**
 * cy_contact_list_of_child:
 * @before_date: the date of the last contact of the page before, %CY_DAY_NONE for the first
 * @before_id: its id
 * @limit: how many at most
 *
 * One page of a child's timeline, the latest first. It holds all contacts the child was to
 * take part in: also those that failed or that it missed.
 *
 * Returns: (transfer full) (nullable) (element-type CyContact): the contacts
 */
GPtrArray *
cy_contact_list_of_child (CyConn  *conn,
                          gint64   child_id,
                          CyDay    before_date,
                          gint64   before_id,
                          guint    limit,
                          GError **error)
{
  return read_contacts (conn, cy_conn_query (conn, error,
                                             "SELECT " COLUMNS " FROM participant AS q JOIN contact AS c ON c.id = q.contact_id "
                                             "WHERE q.person_id = ?1 AND q.deleted_at IS NULL AND c.deleted_at IS NULL "
                                             "AND (?2 IS NULL OR c.date < ?2 OR (c.date = ?2 AND c.id < ?3)) "
                                             "ORDER BY c.date DESC, c.id DESC LIMIT ?4", "idii",
                                             child_id, before_date, before_id, (gint64) limit), error);
}

/* Writing */

static gboolean
refuse (GError     **error,
        const char  *why)
{
  g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_CONSTRAINT, why);
  return FALSE;
}

static gboolean
check (const CyContact  *contact,
       GError          **error)
{
  if ((guint) contact->kind >= CY_CONTACT_KIND_COUNT || (guint) contact->medium >= CY_CONTACT_MEDIUM_COUNT ||
      (guint) contact->level >= CY_CONTACT_LEVEL_COUNT)
    return refuse (error, "A contact is of no known kind, medium or level");
  if (contact->date == CY_DAY_NONE)
    return refuse (error, "A contact needs a date");
  if (contact->time != NULL && !cy_contact_time_is_valid (contact->time))
    return refuse (error, "A contact's time is no time of day");
  if (contact->minutes < 0 || contact->minutes > MAX_MINUTES)
    return refuse (error, "A contact lasts less than a day");
  if (contact->participants->len == 0)
    return refuse (error, "A contact needs somebody who takes part");
  if (contact->participants->len > CY_CONTACT_MAX_PARTICIPANTS)
    return refuse (error, "Too many take part in a contact");
  if (contact->level == CY_LEVEL_RESTRICTED && contact->text != NULL && *contact->text != '\0')
    return refuse (error, "A restricted text does not belong into care.db");

  return TRUE;
}

/* An empty text is no text. */
static const char *
filled (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static gboolean
write_participants (CyConn           *conn,
                    gint64            id,
                    const CyContact  *contact,
                    GError          **error)
{
  g_autoptr (GString) keep = g_string_new ("[");

  for (guint i = 0; i < contact->participants->len; i++)
    {
      CyParticipant *p = &g_array_index (contact->participants, CyParticipant, i);

      g_string_append_printf (keep, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", p->person_id);
      if (!cy_conn_run (conn, error,
                        "INSERT INTO participant (contact_id, person_id, attended) VALUES (?, ?, ?) "
                        "ON CONFLICT (contact_id, person_id) DO UPDATE "
                        "SET attended = excluded.attended, deleted_at = NULL, " CY_SQL_TOUCH " "
                        "WHERE attended <> excluded.attended OR deleted_at IS NOT NULL", "iii",
                        id, p->person_id, (gint64) (p->attended != 0)))
        return FALSE;
    }
  g_string_append_c (keep, ']');

  return cy_conn_run (conn, error,
                      "UPDATE participant SET deleted_at = cy_now(), " CY_SQL_TOUCH " WHERE contact_id = ? "
                      "AND deleted_at IS NULL AND person_id NOT IN (SELECT value FROM json_each(?))", "it", id, keep->str);
}

/* One follow-up for each child that is part of it; those that are done stay as they are. */
static gboolean
write_follow_ups (CyConn           *conn,
                  gint64            id,
                  const CyContact  *contact,
                  GError          **error)
{
  if (contact->follow_up_date == CY_DAY_NONE)
    return cy_conn_run (conn, error,
                        "UPDATE follow_up SET deleted_at = cy_now(), " CY_SQL_TOUCH
                        " WHERE contact_id = ? AND done_at IS NULL AND deleted_at IS NULL", "i", id);

  return cy_conn_run (conn, error,
                      "UPDATE follow_up SET deleted_at = cy_now(), " CY_SQL_TOUCH " WHERE contact_id = ?1 "
                      "AND done_at IS NULL AND deleted_at IS NULL AND child_id NOT IN "
                      "  (SELECT person_id FROM participant WHERE contact_id = ?1 AND deleted_at IS NULL)", "i", id) &&
         cy_conn_run (conn, error,
                      "UPDATE follow_up SET due = ?1, text = ?2, " CY_SQL_TOUCH " WHERE contact_id = ?3 "
                      "AND done_at IS NULL AND deleted_at IS NULL AND (due IS NOT ?1 OR text IS NOT ?2)", "dti",
                      contact->follow_up_date, filled (contact->follow_up_text), id) &&
         cy_conn_run (conn, error,
                      "INSERT INTO follow_up (contact_id, child_id, due, text) "
                      "SELECT ?1, q.person_id, ?2, ?3 FROM participant AS q JOIN person AS p ON p.id = q.person_id "
                      "WHERE q.contact_id = ?1 AND q.deleted_at IS NULL AND p.is_child AND NOT EXISTS "
                      "  (SELECT 1 FROM follow_up AS f WHERE f.contact_id = ?1 AND f.child_id = q.person_id "
                      "   AND f.deleted_at IS NULL) ORDER BY q.id", "idt",
                      id, contact->follow_up_date, filled (contact->follow_up_text));
}

/* What a contact that has just been stored needs: there is nothing yet to compare with. */
static gboolean
write_new_participants (CyConn           *conn,
                        gint64            id,
                        const CyContact  *contact,
                        GError          **error)
{
  for (guint i = 0; i < contact->participants->len; i++)
    {
      CyParticipant *p = &g_array_index (contact->participants, CyParticipant, i);

      if (!cy_conn_run (conn, error, "INSERT INTO participant (contact_id, person_id, attended) VALUES (?, ?, ?)", "iii",
                        id, p->person_id, (gint64) (p->attended != 0)))
        return FALSE;
    }

  return TRUE;
}

static gint64
write_new_contact (CyConn           *conn,
                   const CyContact  *contact,
                   GError          **error)
{
  static const CyUid none;
  CyUid uid = contact->uid;
  gint64 id;

  if (memcmp (&uid, &none, sizeof uid) == 0)
    cy_uid_new (&uid);
  if (!cy_conn_run (conn, error,
                    "INSERT INTO contact (uid, kind, medium, date, time, reached, minutes, text, level, contact_by) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "uiidtintit",
                    &uid, (gint64) contact->kind, (gint64) contact->medium, contact->date, contact->time,
                    (gint64) (contact->reached != 0), (gint64) contact->minutes, filled (contact->text),
                    (gint64) contact->level, filled (contact->contact_by)))
    return 0;

  id = cy_conn_last_id (conn);
  return write_new_participants (conn, id, contact, error) ? id : 0;
}

/**
 * cy_contact_insert:
 * @contact: a contact with its participants; with a uid of its own where the caller made one
 *
 * Stores a contact, its participants and, for each child, its follow-up. A restricted
 * contact is refused while it carries a text, and one with more than
 * %CY_CONTACT_MAX_PARTICIPANTS. Between cy_bulk_insert_begin() and its end a contact may have
 * no follow-up.
 *
 * Returns: its id, 0 with @error set
 */
gint64
cy_contact_insert (CyConn           *conn,
                   const CyContact  *contact,
                   GError          **error)
{
  gboolean in_bulk = contact->participants->len >= MANY && !cy_bulk_insert_is_on (conn);
  gint64 id;

  if (!check (contact, error) || (in_bulk && !cy_bulk_insert_begin (conn, error)))
    return 0;

  id = write_new_contact (conn, contact, error);
  if (id == 0 || (in_bulk && !cy_bulk_insert_end (conn, error)))
    return 0;

  return contact->follow_up_date == CY_DAY_NONE || write_follow_ups (conn, id, contact, error) ? id : 0;
}

/**
 * cy_contact_update:
 * @contact: what the contact with its id shall be
 *
 * Changes a contact, its participants and its open follow-ups.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_contact_update (CyConn           *conn,
                   const CyContact  *contact,
                   GError          **error)
{
  if (!check (contact, error) ||
      !cy_conn_run (conn, error,
                    "UPDATE contact SET kind = ?, medium = ?, date = ?, time = ?, reached = ?, minutes = ?, text = ?, "
                    "level = ?, contact_by = ?, " CY_SQL_TOUCH " WHERE id = ? AND deleted_at IS NULL", "iidtintiti",
                    (gint64) contact->kind, (gint64) contact->medium, contact->date, contact->time,
                    (gint64) (contact->reached != 0), (gint64) contact->minutes, filled (contact->text),
                    (gint64) contact->level, filled (contact->contact_by), contact->id))
    return FALSE;
  if (cy_conn_n_changed (conn) == 0)
    {
      g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND, "There is no such contact");
      return FALSE;
    }

  return write_participants (conn, contact->id, contact, error) && write_follow_ups (conn, contact->id, contact, error);
}

/**
 * cy_contact_bin:
 *
 * Puts a contact into the bin: it no longer counts for anybody, and its follow-ups are no
 * longer listed.
 *
 * Returns: whether it lies there
 */
gboolean
cy_contact_bin (CyConn  *conn,
                gint64   id,
                GError **error)
{
  return cy_conn_run (conn, error,
                      "UPDATE contact SET deleted_at = cy_now(), " CY_SQL_TOUCH " WHERE id = ? AND deleted_at IS NULL",
                      "i", id);
}

/**
 * cy_contact_log_check:
 * @n_wrong: (out): how many entries of the care engine's index are missing or too many
 *
 * Compares the index with the contacts it is made from.
 *
 * Returns: whether it could be compared
 */
gboolean
cy_contact_log_check (CyConn  *conn,
                      gint64  *n_wrong,
                      GError **error)
{
  return cy_conn_int64 (conn, error, n_wrong,
                        "WITH expected AS ("
                        "  SELECT q.person_id, unixepoch(c.date) / 86400, c.kind, c.id "
                        "  FROM contact AS c JOIN participant AS q ON q.contact_id = c.id "
                        "  WHERE c.reached AND c.deleted_at IS NULL AND q.attended AND q.deleted_at IS NULL), "
                        "stored AS (SELECT child_id, day, kind, contact_id FROM care_log) "
                        "SELECT (SELECT count(*) FROM (SELECT * FROM expected EXCEPT SELECT * FROM stored)) + "
                        "       (SELECT count(*) FROM (SELECT * FROM stored EXCEPT SELECT * FROM expected))", NULL);
}
