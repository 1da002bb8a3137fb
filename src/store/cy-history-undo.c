#define G_LOG_DOMAIN "cy-store"

#include "config.h"

#include "cy-history.h"

/* Taking a transaction back.
 *
 * The changes are reversed one after the other, the last first: what came goes, what changed
 * is set back, what went comes again. Each is reversed only while the row still is as the
 * change left it; else somebody has gone on from there, and nothing is taken back.
 *
 * What touches many children is a few long runs of changes that are alike. They are reversed
 * some thousand at a time: one statement for each is many times as slow, and one for all of them
 * keeps what every page that it touches held before, until it ends.
 *
 * A row may go before those that refer to it, and come after them: references are looked at
 * when all is done. */

/* Changes that are reversed together. */
#define RUN 4096

typedef struct {
  CyConn *conn;
  gint64 batch;
  GHashTable *tables;           /* the name → GHashTable of the name of a column → whether it is a blob */
  gint64 one_by_one;            /* the entries from this one on were found not to go together */
} Undo;

/* One row of the change record. */
typedef struct {
  gint64 id;
  char *table;
  gint64 row_id;
  CyChangeOp op;
  char *before;
} Entry;

static void
entry_free (Entry *entry)
{
  g_free (entry->table);
  g_free (entry->before);
  g_free (entry);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Entry, entry_free)

static gboolean
conflict (GError     **error,
          const Entry *entry,
          const char  *why)
{
  g_set_error (error, CY_STORE_ERROR, CY_STORE_ERROR_CONFLICT, "%s %" G_GINT64_FORMAT ": %s",
               entry->table, entry->row_id, why);
  return FALSE;
}

/* A write that may meet what others did since: a reference to a row that is to go, or a
 * second row in the place of one that is to come back. */
static gboolean
told_as_conflict (const Entry *entry,
                  GError     **error,
                  GError      *local)
{
  if (!g_error_matches (local, CY_STORE_ERROR, CY_STORE_ERROR_CONSTRAINT))
    {
      g_propagate_error (error, local);
      return FALSE;
    }

  g_error_free (local);
  return conflict (error, entry, "another record stands in the way");
}

static gboolean
still_there (Undo        *undo,
             const Entry *entry,
             GError     **error)
{
  return cy_conn_n_changed (undo->conn) == 1 || conflict (error, entry, "it has changed since");
}

/* The columns of a table and which of them are blobs. Only these names go into a statement,
 * whatever the record holds. */
static GHashTable *
columns_of (Undo        *undo,
            const char  *table,
            GError     **error)
{
  GHashTable *columns = g_hash_table_lookup (undo->tables, table);
  g_autoptr (GError) local = NULL;
  CyStmt *st;

  if (columns != NULL)
    return columns;

  columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (undo->tables, g_strdup (table), columns);
  st = cy_conn_query (undo->conn, &local, "SELECT name, type = 'BLOB' FROM pragma_table_info(?)", "t", table);
  while (st != NULL && cy_stmt_step (st, &local))
    g_hash_table_insert (columns, cy_stmt_dup_text (st, 0), GINT_TO_POINTER (cy_stmt_int (st, 1)));
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (!g_hash_table_contains (columns, "uid"))
    {
      g_set_error (error, CY_STORE_ERROR, CY_STORE_ERROR_CONFLICT, "There is no table %s any more", table);
      return NULL;
    }

  return columns;
}

/* The names in a JSON object that are columns of the table. */
static char **
fields_of (Undo        *undo,
           const char  *json,
           GHashTable  *columns,
           GError     **error)
{
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (undo->conn, &local, "SELECT key FROM json_each(?) ORDER BY key", "t", json);

  while (st != NULL && cy_stmt_step (st, &local))
    if (g_hash_table_contains (columns, cy_stmt_text (st, 0)))
      g_strv_builder_add (fields, cy_stmt_text (st, 0));
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_strv_builder_end (fields);
}

/* A column's value in one of the record's two JSON objects. */
static void
append_value (GString    *sql,
              GHashTable *columns,
              const char *comma,
              const char *field,
              const char *object)
{
  gboolean blob = g_hash_table_lookup (columns, field) != NULL;

  g_string_append_printf (sql, "%s%sjson_extract(c.%s, '$.\"%s\"')%s", comma, blob ? "unhex(" : "", object, field,
                          blob ? ")" : "");
}

/* Asked first: it is the index alone, and mostly true. */
static gboolean
untouched (Undo        *undo,
           const Entry *entry,
           gboolean    *none,
           GError     **error)
{
  gint64 touched;

  if (!cy_conn_int64 (undo->conn, error, &touched,
                      "SELECT EXISTS (SELECT 1 FROM change WHERE tbl = ? AND row_id = ? AND id > ? "
                      "                                      AND batch NOT IN (?, cy_batch()))",
                      "tiii", entry->table, entry->row_id, entry->id, undo->batch))
    return FALSE;

  *none = touched == 0;
  return TRUE;
}

/* Whether what others did to a row since comes to nothing, as it does when they have taken
 * it back. */
static gboolean
left_alone (Undo        *undo,
            const Entry *entry,
            gboolean    *alone,
            GError     **error)
{
  g_autoptr (GHashTable) first = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) local = NULL;
  GHashTableIter iter;
  gpointer field, value;
  CyStmt *st = cy_conn_query (undo->conn, &local,
                              "SELECT b.key, quote(b.atom), quote(a.atom) "
                              "FROM change AS c, json_each(c.before) AS b, json_each(c.after) AS a "
                              "WHERE c.tbl = ? AND c.row_id = ? AND c.id > ? AND c.batch NOT IN (?, cy_batch()) "
                              "  AND a.key = b.key ORDER BY c.id",
                              "tiii", entry->table, entry->row_id, entry->id, undo->batch);

  while (st != NULL && cy_stmt_step (st, &local))
    {
      const char *name = cy_stmt_text (st, 0);

      if (!g_hash_table_contains (first, name))
        g_hash_table_insert (first, g_strdup (name), cy_stmt_dup_text (st, 1));
      g_hash_table_replace (last, g_strdup (name), cy_stmt_dup_text (st, 2));
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  *alone = TRUE;
  g_hash_table_iter_init (&iter, first);
  while (g_hash_table_iter_next (&iter, &field, &value))
    if (g_strcmp0 (value, g_hash_table_lookup (last, field)) != 0)
      *alone = FALSE;

  return TRUE;
}

static gboolean
reverse_insert (Undo        *undo,
                const Entry *entry,
                GError     **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE id = ?", entry->table);
  g_autoptr (GError) local = NULL;
  gboolean alone;

  if (!untouched (undo, entry, &alone, error) || (!alone && !left_alone (undo, entry, &alone, error)))
    return FALSE;
  if (!alone)
    return conflict (error, entry, "it has changed since");
  if (!cy_conn_run (undo->conn, &local, sql, "i", entry->row_id))
    return told_as_conflict (entry, error, g_steal_pointer (&local));

  return still_there (undo, entry, error);
}

/* Runs: entries that follow each other and are alike. The same is to be done to the same table
 * and, where columns are set, to the same columns. */

/* The entries ?2 to ?3 of batch ?1. */
#define OF_RUN(c) c "batch = ?1 AND " c "id BETWEEN ?2 AND ?3"

/* The statement that reverses a run; of a single change it is a run of one. */
static char *
sql_of (const Entry *entry,
        GHashTable  *columns,
        char       **fields)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  if (entry->op == CY_CHANGE_INSERT)
    return g_strdup_printf ("DELETE FROM \"%s\" WHERE id IN (SELECT row_id FROM change WHERE " OF_RUN ("") ")", entry->table);

  if (entry->op == CY_CHANGE_DELETE)
    {
      g_string_append_printf (sql, "INSERT INTO \"%s\" (", entry->table);
      for (char **f = fields; *f != NULL; f++)
        g_string_append_printf (sql, "%s\"%s\"", f == fields ? "" : ", ", *f);
      g_string_append (sql, ") SELECT ");
      for (char **f = fields; *f != NULL; f++)
        append_value (sql, columns, f == fields ? "" : ", ", *f, "before");
      g_string_append (sql, " FROM change AS c WHERE " OF_RUN ("c."));
      return g_string_free_and_steal (g_steal_pointer (&sql));
    }

  g_string_append_printf (sql, "UPDATE \"%s\" AS t SET ", entry->table);
  g_string_append (sql, g_hash_table_contains (columns, "updated_at") ? CY_SQL_TOUCH : "id = t.id");
  for (char **f = fields; *f != NULL; f++)
    {
      g_string_append_printf (sql, ", \"%s\" = ", *f);
      append_value (sql, columns, "", *f, "before");
    }
  g_string_append (sql, " FROM change AS c WHERE " OF_RUN ("c.") " AND t.id = c.row_id");
  for (char **f = fields; *f != NULL; f++)
    {
      g_string_append_printf (sql, " AND t.\"%s\" IS ", *f);
      append_value (sql, columns, "", *f, "after");
    }

  return g_string_free_and_steal (g_steal_pointer (&sql));
}

/* What an entry must be like to go with this one. */
static char *
likeness (const Entry *entry,
          char       **fields)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_append_printf (sql, "op = '%c' AND tbl = '%s'", (char) entry->op, entry->table);
  if (entry->op == CY_CHANGE_UPDATE)
    {
      g_autoptr (GString) others = g_string_new ("json_remove(before");

      for (char **f = fields; *f != NULL; f++)
        {
          g_string_append_printf (sql, " AND json_type(before, '$.\"%s\"') IS NOT NULL", *f);
          g_string_append_printf (others, ", '$.\"%s\"'", *f);
        }
      g_string_append_printf (sql, " AND %s) = '{}'", others->str);
    }

  return g_string_free_and_steal (g_steal_pointer (&sql));
}

/* @first: the first of the entries up to this one that are like it, of so many as go together. */
static gboolean
find_run (Undo        *undo,
          const Entry *entry,
          char       **fields,
          gint64      *first,
          GError     **error)
{
  g_autofree char *alike = likeness (entry, fields);
  g_autofree char *sql = g_strdup_printf ("SELECT max(id) FROM change WHERE " OF_RUN ("") " AND NOT (%s)", alike);
  gint64 other;

  if (!cy_conn_int64 (undo->conn, error, &other, sql, "iii", undo->batch, entry->id - RUN + 1, entry->id))
    return FALSE;

  *first = MAX (other, entry->id - RUN) + 1;
  return TRUE;
}

/* Rows that came go together only where nobody has touched them since, and rows that changed
 * where each of them changed once. */
static gboolean
go_together (Undo        *undo,
             const Entry *entry,
             gint64       first,
             gint64      *n,
             gboolean    *together,
             GError     **error)
{
  gint64 n_rows, touched = 0;

  if (!cy_conn_int64 (undo->conn, error, n, "SELECT count(*) FROM change WHERE " OF_RUN (""), "iii",
                      undo->batch, first, entry->id) ||
      !cy_conn_int64 (undo->conn, error, &n_rows, "SELECT count(DISTINCT row_id) FROM change WHERE " OF_RUN (""), "iii",
                      undo->batch, first, entry->id))
    return FALSE;
  if (entry->op == CY_CHANGE_INSERT && *n > 1 &&
      !cy_conn_int64 (undo->conn, error, &touched,
                      "SELECT EXISTS (SELECT 1 FROM change AS c CROSS JOIN change AS d "
                      "               ON d.tbl = c.tbl AND d.row_id = c.row_id AND d.id > c.id "
                      "               WHERE " OF_RUN ("c.") " AND d.batch NOT IN (?1, cy_batch()))",
                      "iii", undo->batch, first, entry->id))
    return FALSE;

  *together = *n > 1 && *n == n_rows && !touched;
  return TRUE;
}

/* Reverses an entry with those before it that go with it. @first: where they begin, or 0 when the
 * entry is to be reversed by itself. */
static gboolean
reverse_run (Undo        *undo,
             const Entry *entry,
             GHashTable  *columns,
             char       **fields,
             gint64      *first,
             GError     **error)
{
  g_autofree char *sql = NULL;
  g_autoptr (GError) local = NULL;
  gboolean together;
  gint64 start, n;

  *first = 0;
  if (undo->one_by_one != 0 && entry->id >= undo->one_by_one)
    return TRUE;
  if (!find_run (undo, entry, fields, &start, error) || !go_together (undo, entry, start, &n, &together, error))
    return FALSE;
  undo->one_by_one = start;
  if (!together)
    return TRUE;

  sql = sql_of (entry, columns, fields);
  if (!cy_conn_run (undo->conn, &local, sql, "iii", undo->batch, start, entry->id))
    return told_as_conflict (entry, error, g_steal_pointer (&local));

  *first = start;
  return cy_conn_n_changed (undo->conn) == n || conflict (error, entry, "rows have changed since");
}

static gboolean
reverse_alone (Undo        *undo,
               const Entry *entry,
               GHashTable  *columns,
               char       **fields,
               GError     **error)
{
  g_autofree char *sql = NULL;
  g_autoptr (GError) local = NULL;

  if (entry->op == CY_CHANGE_INSERT)
    return reverse_insert (undo, entry, error);

  sql = sql_of (entry, columns, fields);
  if (!cy_conn_run (undo->conn, &local, sql, "iii", undo->batch, entry->id, entry->id))
    return told_as_conflict (entry, error, g_steal_pointer (&local));

  return still_there (undo, entry, error);
}

/* Reverses an entry, and others with it. @first: the earliest of them. */
static gboolean
reverse (Undo        *undo,
         const Entry *entry,
         gint64      *first,
         GError     **error)
{
  GHashTable *columns = columns_of (undo, entry->table, error);
  g_auto (GStrv) fields = NULL;

  if (columns == NULL)
    return FALSE;
  if (entry->op != CY_CHANGE_INSERT && entry->op != CY_CHANGE_UPDATE && entry->op != CY_CHANGE_DELETE)
    return conflict (error, entry, "the record is not understood");

  if (entry->op != CY_CHANGE_INSERT && (fields = fields_of (undo, entry->before, columns, error)) == NULL)
    return FALSE;
  /* Columns that are no more. */
  if (fields != NULL && fields[0] == NULL)
    {
      *first = entry->id;
      return TRUE;
    }

  if (!reverse_run (undo, entry, columns, fields, first, error))
    return FALSE;
  if (*first != 0)
    return TRUE;

  *first = entry->id;
  return reverse_alone (undo, entry, columns, fields, error);
}

/* The entry of the batch before this one. Read one by one: an import has a million. */
static gboolean
previous_entry (Undo    *undo,
                gint64   id,
                Entry  **entry,
                GError **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (undo->conn, &local,
                              "SELECT id, tbl, row_id, op, before FROM change WHERE batch = ? AND id < ? "
                              "ORDER BY id DESC LIMIT 1",
                              "ii", undo->batch, id);

  *entry = NULL;
  if (st != NULL && cy_stmt_step (st, &local))
    {
      *entry = g_new0 (Entry, 1);
      (*entry)->id = cy_stmt_int64 (st, 0);
      (*entry)->table = cy_stmt_dup_text (st, 1);
      (*entry)->row_id = cy_stmt_int64 (st, 2);
      (*entry)->op = (CyChangeOp) cy_stmt_text (st, 3)[0];
      (*entry)->before = cy_stmt_dup_text (st, 4);
      cy_stmt_reset (st);
    }
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Users are tied to key slots, which are not in the record. */
static gboolean
may_be_undone (Undo    *undo,
               GError **error)
{
  gint64 any, users;

  if (!cy_conn_int64 (undo->conn, error, &any, "SELECT EXISTS (SELECT 1 FROM change WHERE batch = ?)", "i", undo->batch) ||
      !cy_conn_int64 (undo->conn, error, &users,
                      "SELECT EXISTS (SELECT 1 FROM change WHERE tbl = 'user' AND +batch = ?)", "i", undo->batch))
    return FALSE;

  if (!any)
    g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND, "The record has no such transaction");
  else if (users)
    g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ALLOWED, "Changes of users are not undone");

  return any && !users;
}

static gboolean
reverse_all (Undo    *undo,
             GError **error)
{
  gint64 id = G_MAXINT64;

  for (;;)
    {
      g_autoptr (Entry) entry = NULL;

      if (!previous_entry (undo, id, &entry, error))
        return FALSE;
      if (entry == NULL)
        return TRUE;
      if (!reverse (undo, entry, &id, error))
        return FALSE;
    }
}

/* Whether all references hold. They are looked at as each statement ends again from here on. */
static gboolean
references_hold (Undo    *undo,
                 GError **error)
{
  if (cy_conn_references_hold (undo->conn))
    return cy_conn_script (undo->conn, "PRAGMA defer_foreign_keys = OFF", error);

  g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_CONFLICT, "Another record refers to what is to go");
  return FALSE;
}

/**
 * cy_history_undo_batch:
 * @conn: a connection in a transaction for writing
 * @batch: the number of a transaction, from cy_conn_get_batch() or a #CyChange
 *
 * Takes back all that a transaction wrote. This is recorded as a transaction of its own,
 * which can be taken back in turn.
 *
 * Fails with %CY_STORE_ERROR_CONFLICT when a row has been changed since or another record
 * refers to it: then the caller's transaction must be rolled back, as #CyDb does; with
 * %CY_STORE_ERROR_NOT_FOUND when there was no such transaction; and with
 * %CY_STORE_ERROR_NOT_ALLOWED for changes of users.
 *
 * Returns: whether all is as before
 */
gboolean
cy_history_undo_batch (CyConn  *conn,
                       gint64   batch,
                       GError **error)
{
  g_autoptr (GHashTable) tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  Undo undo = { .conn = conn, .batch = batch, .tables = tables };

  return may_be_undone (&undo, error) &&
         cy_conn_script (conn, "PRAGMA defer_foreign_keys = ON", error) &&
         reverse_all (&undo, error) &&
         references_hold (&undo, error);
}
