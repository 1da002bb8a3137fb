#define G_LOG_DOMAIN "cy-store"

#include "config.h"

#include "cy-history.h"

/* Reading the change record, which triggers write (cy-change-triggers.c). */

static void
field_change_free (CyFieldChange *field)
{
  g_free (field->field);
  g_free (field->before);
  g_free (field->after);
  g_free (field);
}

/** cy_change_free: @change: (nullable) (transfer full): a change */
void
cy_change_free (CyChange *change)
{
  if (change == NULL)
    return;

  g_free (change->at);
  g_free (change->by_name);
  g_free (change->table);
  g_free (change->subject);
  g_ptr_array_unref (change->fields);
  g_free (change);
}

/* Names of what rows and references mean. A database without these tables (counselling.db)
 * shows the numbers. */

typedef struct {
  const char *key;              /* a column that refers, or a table */
  const char *table;            /* a table that must be there */
  const char *sql;              /* the id → its name */
} Naming;

static const Naming references[] = {
  { "village_id", "unit", "SELECT name FROM unit WHERE id = ?" },
  { "school_id", "unit", "SELECT name FROM unit WHERE id = ?" },
  { "class_id", "unit", "SELECT name FROM unit WHERE id = ?" },
  { "parent_id", "unit", "SELECT name FROM unit WHERE id = ?" },
  { "person_id", "person", "SELECT name FROM person WHERE id = ?" },
  { "child_id", "person", "SELECT name FROM person WHERE id = ?" },
  { "guardian_id", "person", "SELECT name FROM person WHERE id = ?" },
  { "scheme_id", "scheme", "SELECT name FROM scheme WHERE id = ?" },
  { "done_by", "user", "SELECT name FROM user WHERE id = ?" },
  { "resolved_by", "user", "SELECT name FROM user WHERE id = ?" },
};

static const Naming subjects[] = {
  { "person", "person", "SELECT name FROM person WHERE id = ?" },
  { "child", "person", "SELECT name FROM person WHERE id = ?" },
  { "unit", "unit", "SELECT name FROM unit WHERE id = ?" },
  { "user", "user", "SELECT name FROM user WHERE id = ?" },
  { "term", "term", "SELECT name FROM term WHERE id = ?" },
  { "scheme", "scheme", "SELECT name FROM scheme WHERE id = ?" },
  { "obligation", "obligation", "SELECT name FROM obligation WHERE id = ?" },
  { "definition_profile", "definition_profile", "SELECT name FROM definition_profile WHERE id = ?" },
  { "relation", "relation", "SELECT p.name FROM relation AS r JOIN person AS p ON p.id = r.person_id WHERE r.id = ?" },
  { "absence", "absence", "SELECT p.name FROM absence AS a JOIN person AS p ON p.id = a.person_id WHERE a.id = ?" },
  { "care_arrangement", "care_arrangement",
    "SELECT p.name FROM care_arrangement AS c JOIN person AS p ON p.id = c.guardian_id WHERE c.id = ?" },
  { "enrolment", "enrolment", "SELECT s.name FROM enrolment AS e JOIN scheme AS s ON s.id = e.scheme_id WHERE e.id = ?" },
  { "pause", "pause", "SELECT from_date || '–' || to_date FROM pause WHERE id = ?" },
  { "contact", "contact", "SELECT date FROM contact WHERE id = ?" },
  { "participant", "participant",
    "SELECT c.date FROM participant AS p JOIN contact AS c ON c.id = p.contact_id WHERE p.id = ?" },
  { "follow_up", "follow_up", "SELECT due FROM follow_up WHERE id = ?" },
  { "flag", "flag", "SELECT code FROM flag WHERE id = ?" },
};

static const Naming *
find_naming (const Naming *namings,
             guint         n,
             const char   *key)
{
  for (guint i = 0; i < n; i++)
    if (g_str_equal (namings[i].key, key))
      return &namings[i];

  return NULL;
}

static gboolean
has_table (CyConn      *conn,
           const char  *table,
           gboolean    *has,
           GError     **error)
{
  gint64 n;

  if (!cy_conn_int64 (conn, error, &n, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?", "t", table))
    return FALSE;

  *has = n > 0;
  return TRUE;
}

static gboolean
look_up (CyConn        *conn,
         const Naming  *naming,
         gint64         id,
         char         **name,
         GError       **error)
{
  g_autoptr (GError) local = NULL;
  gboolean has;
  CyStmt *st;

  *name = NULL;
  if (!has_table (conn, naming->table, &has, error))
    return FALSE;
  if (!has)
    return TRUE;

  st = cy_conn_query (conn, &local, naming->sql, "i", id);
  if (st != NULL && cy_stmt_step (st, &local))
    {
      *name = cy_stmt_dup_text (st, 0);
      cy_stmt_reset (st);
    }
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The name in place of the number of a reference. */
static gboolean
name_reference (CyConn        *conn,
                const Naming  *naming,
                char         **value,
                GError       **error)
{
  gint64 id;
  char *name;

  if (*value == NULL || !g_ascii_string_to_signed (*value, 10, G_MININT64, G_MAXINT64, &id, NULL))
    return TRUE;
  if (!look_up (conn, naming, id, &name, error))
    return FALSE;

  if (name != NULL)
    {
      g_free (*value);
      *value = name;
    }
  return TRUE;
}

static gboolean
add_names (CyConn    *conn,
           CyChange  *change,
           GError   **error)
{
  const Naming *naming = find_naming (subjects, G_N_ELEMENTS (subjects), change->table);
  gboolean has_users;

  if (naming != NULL && !look_up (conn, naming, change->row_id, &change->subject, error))
    return FALSE;

  for (guint i = 0; i < change->fields->len; i++)
    {
      CyFieldChange *field = g_ptr_array_index (change->fields, i);

      naming = find_naming (references, G_N_ELEMENTS (references), field->field);
      if (naming != NULL &&
          (!name_reference (conn, naming, &field->before, error) || !name_reference (conn, naming, &field->after, error)))
        return FALSE;
    }

  if (change->by == 0 || !has_table (conn, "user", &has_users, error))
    return change->by == 0;
  naming = find_naming (subjects, G_N_ELEMENTS (subjects), "user");
  return !has_users || look_up (conn, naming, change->by, &change->by_name, error);
}

/* The fields of an update. What only the program reads (sort keys) is left out. */
static gboolean
add_fields (CyConn    *conn,
            CyChange  *change,
            GError   **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st;

  if (change->op != CY_CHANGE_UPDATE)
    return TRUE;

  st = cy_conn_query (conn, &local,
                      "SELECT b.key, b.atom, a.atom FROM change AS c, json_each(c.before) AS b, json_each(c.after) AS a "
                      "WHERE c.id = ? AND a.key = b.key AND b.key NOT IN ('sort_key', 'pinyin')",
                      "i", change->id);
  while (st != NULL && cy_stmt_step (st, &local))
    {
      CyFieldChange *field = g_new0 (CyFieldChange, 1);

      field->field = cy_stmt_dup_text (st, 0);
      field->before = cy_stmt_dup_text (st, 1);
      field->after = cy_stmt_dup_text (st, 2);
      g_ptr_array_add (change->fields, field);
    }
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

#define COLUMNS "c.id, c.batch, c.at, c.by, c.tbl, c.row_id, c.op"

static GPtrArray *
read_changes (CyConn  *conn,
              CyStmt  *st,
              GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_change_free);
  g_autoptr (GError) local = NULL;

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      CyChange *change = g_new0 (CyChange, 1);

      change->id = cy_stmt_int64 (st, 0);
      change->batch = cy_stmt_int64 (st, 1);
      change->at = cy_stmt_dup_text (st, 2);
      change->by = cy_stmt_int64 (st, 3);
      change->table = cy_stmt_dup_text (st, 4);
      change->row_id = cy_stmt_int64 (st, 5);
      change->op = (CyChangeOp) cy_stmt_text (st, 6)[0];
      change->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) field_change_free);
      g_ptr_array_add (changes, change);
    }

  for (guint i = 0; local == NULL && i < changes->len; i++)
    {
      CyChange *change = g_ptr_array_index (changes, i);

      if (add_fields (conn, change, &local))
        add_names (conn, change, &local);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&changes);
}

/**
 * cy_history_of_child:
 * @child_id: the child's person
 * @limit: at most so many
 *
 * Gathers what happened to a child and to all that belongs to the child: family and
 * guardians, absences, care, enrolments, pauses, contacts, follow-ups and flags.
 *
 * Returns: (transfer full) (nullable) (element-type CyChange): the changes, the latest
 *   first; %NULL with @error set
 */
GPtrArray *
cy_history_of_child (CyConn  *conn,
                     gint64   child_id,
                     guint    limit,
                     GError **error)
{
  return read_changes (conn,
                       cy_conn_query (conn, error,
                                      "WITH row (tbl, id) AS ("
                                      "  SELECT 'person', ?1"
                                      "  UNION SELECT 'child', ?1"
                                      "  UNION SELECT 'relation', id FROM relation WHERE child_id = ?1"
                                      "  UNION SELECT 'person', person_id FROM relation WHERE child_id = ?1"
                                      "  UNION SELECT 'absence', a.id FROM relation AS r"
                                      "    JOIN absence AS a ON a.person_id = r.person_id WHERE r.child_id = ?1"
                                      "  UNION SELECT 'care_arrangement', id FROM care_arrangement WHERE child_id = ?1"
                                      "  UNION SELECT 'enrolment', id FROM enrolment WHERE child_id = ?1 AND deleted_at IS NULL"
                                      "  UNION SELECT 'pause', id FROM pause WHERE child_id = ?1 AND deleted_at IS NULL"
                                      "  UNION SELECT 'contact', contact_id FROM participant WHERE person_id = ?1 AND deleted_at IS NULL"
                                      "  UNION SELECT 'follow_up', id FROM follow_up WHERE child_id = ?1"
                                      "  UNION SELECT 'flag', id FROM flag WHERE child_id = ?1)"
                                      "SELECT " COLUMNS " FROM row CROSS JOIN change AS c ON c.tbl = row.tbl AND c.row_id = row.id "
                                      "ORDER BY c.id DESC LIMIT ?2",
                                      "ii", child_id, (gint64) limit),
                       error);
}
