#define G_LOG_DOMAIN "cy-bulk-insert"

#include "config.h"

#include "cy-bulk-insert.h"

#include "cy-conn-private.h"

/* Writing very many new rows.
 *
 * Each row that is inserted runs triggers: one records it, others note what is to be found
 * anew. A statement with triggers may fail in the middle, so SQLite copies every page that it
 * touches first, and both together are a third of an import. Between cy_bulk_insert_begin() and
 * cy_bulk_insert_end() the triggers rest; what they would have written is written at the end, for
 * all new rows of a table at once. New rows are known by their ids, which are larger than
 * those before; whatever else is written meanwhile makes the end fail.
 *
 * What stands here and what the triggers do must be the same: the test "bulk-insert" compares them.
 */

/* In the order in which they refer to each other, so that undoing can go backwards. */
static const char * const tables[] = {
  "unit",
  "person",
  "child",
  "relation",
  "absence",
  "care_arrangement",
  "flag",
  "enrolment",
  "contact",
  "participant",
};

G_STATIC_ASSERT (G_N_ELEMENTS (tables) == CY_BULK_INSERT_TABLES);

/* What follows from the new rows of a table; ?1 is the last id before them. */
static const struct {
  const char *table;
  const char *sql;
} followers[] = {
  { "person",
    "INSERT OR IGNORE INTO search_stale (id) SELECT id FROM person "
    "WHERE id > ?1 AND (is_child OR id_number IS NOT NULL OR phone IS NOT NULL)" },
  { "child", "INSERT OR IGNORE INTO child_stale SELECT id FROM child WHERE id > ?1" },
  { "relation", "INSERT OR IGNORE INTO child_stale SELECT child_id FROM relation WHERE id > ?1" },
  { "absence",
    "INSERT OR IGNORE INTO child_stale SELECT r.child_id FROM absence AS a CROSS JOIN relation AS r "
    "ON r.person_id = a.person_id WHERE a.id > ?1 AND r.deleted_at IS NULL" },
  { "care_arrangement", "INSERT OR IGNORE INTO child_stale SELECT child_id FROM care_arrangement WHERE id > ?1" },
  { "flag", "INSERT OR IGNORE INTO child_stale SELECT child_id FROM flag WHERE id > ?1 AND code = 'no_guardian'" },
  { "participant",
    "INSERT OR IGNORE INTO care_log SELECT p.person_id, unixepoch(c.date) / 86400, c.kind, c.id "
    "FROM participant AS p CROSS JOIN contact AS c ON c.id = p.contact_id "
    "WHERE p.id > ?1 AND p.attended AND p.deleted_at IS NULL AND c.reached AND c.deleted_at IS NULL" },
};

static int
index_of (const char *table)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_str_equal (tables[i], table))
      return (int) i;

  return -1;
}

/*
 * cy_bulk_insert_check:
 *
 * Told of each row that is written, by the connection.
 */
void
cy_bulk_insert_check (CyConn     *conn,
                      int         operation,
                      const char *table,
                      gint64      id)
{
  int index = index_of (table);

  if (operation != SQLITE_INSERT || index < 0 || id <= conn->bulk_last[index])
    conn->bulk_broken = TRUE;
}

/*
 * cy_bulk_insert_leave:
 *
 * Lets the triggers run again. Does nothing outside of bulk writing.
 */
void
cy_bulk_insert_leave (CyConn *conn)
{
  if (conn->bulk)
    sqlite3_db_config (conn->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL);
  conn->bulk = FALSE;
}

/**
 * cy_bulk_insert_begin:
 * @conn: a connection to a care database in a transaction for writing
 *
 * Begins to write very many rows. Until cy_bulk_insert_end() rows may only be inserted, with ids of
 * SQLite's choice, and only into the tables of people, their families, places and contacts;
 * the change record does not yet know of them.
 *
 * Returns: whether it has begun
 */
gboolean
cy_bulk_insert_begin (CyConn  *conn,
                      GError **error)
{
  g_return_val_if_fail (!conn->bulk, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT max(id) FROM %s", tables[i]);

      if (!cy_conn_int64 (conn, error, &conn->bulk_last[i], sql, NULL))
        return FALSE;
    }

  sqlite3_db_config (conn->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  conn->bulk = TRUE;
  conn->bulk_broken = FALSE;

  return TRUE;
}

/**
 * cy_bulk_insert_end:
 *
 * Records what was written since cy_bulk_insert_begin() and notes what is to be found anew, as the
 * triggers would have. The transaction is to be rolled back when this fails.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_bulk_insert_end (CyConn  *conn,
                    GError **error)
{
  g_return_val_if_fail (conn->bulk, FALSE);

  cy_bulk_insert_leave (conn);
  if (conn->bulk_broken)
    {
      g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_FAILED, "Rows were not only added to the tables of people");
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT INTO change (batch, at, by, tbl, row_id, op) "
                                              "SELECT (SELECT cy_batch ()), (SELECT cy_now ()), (SELECT cy_actor ()), "
                                              "'%1$s', id, 'I' "
                                              "FROM %1$s WHERE id > ? ORDER BY id",
                                              tables[i]);

      if (!cy_conn_run (conn, error, sql, "i", conn->bulk_last[i]))
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (followers); i++)
    if (!cy_conn_run (conn, error, followers[i].sql, "i", conn->bulk_last[index_of (followers[i].table)]))
      return FALSE;

  return TRUE;
}

/** cy_bulk_insert_is_on: Returns: whether rows are being written in bulk */
gboolean
cy_bulk_insert_is_on (CyConn *conn)
{
  return conn->bulk;
}
