#include "dump.h"

static char *
columns_of (CyConn     *conn,
            const char *table,
            gboolean    bookkeeping)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  CyStmt *st = cy_conn_query (conn, &error, "SELECT name FROM pragma_table_xinfo(?)", "t", table);

  while (st != NULL && cy_stmt_step (st, &error))
    {
      const char *name = cy_stmt_text (st, 0);

      if (!bookkeeping && (g_str_equal (name, "updated_at") || g_str_equal (name, "updated_by")))
        continue;
      g_string_append_printf (list, "%squote(\"%s\")", list->len > 0 ? " || '|' || " : "", name);
    }
  g_assert_no_error (error);

  return g_string_free (g_steal_pointer (&list), FALSE);
}

static void
dump_table (CyConn     *conn,
            const char *table,
            gboolean    bookkeeping,
            GString    *dump)
{
  g_autofree char *columns = columns_of (conn, table, bookkeeping);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\" ORDER BY 1", columns, table);
  g_autoptr (GError) error = NULL;
  CyStmt *st = cy_conn_query (conn, &error, sql, NULL);

  g_string_append_printf (dump, "== %s\n", table);
  while (st != NULL && cy_stmt_step (st, &error))
    g_string_append_printf (dump, "%s\n", cy_stmt_text (st, 0));
  g_assert_no_error (error);
}

char *
dump_database (CyConn   *conn,
               gboolean  bookkeeping)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) dump = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  /* The list of what must be found anew, and the search's own tables, are no records. */
  CyStmt *st = cy_conn_query (conn, &error,
                              "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'child_stale' "
                              "AND name NOT LIKE 'search^_%' ESCAPE '^' ORDER BY name", NULL);

  while (st != NULL && cy_stmt_step (st, &error))
    g_ptr_array_add (tables, cy_stmt_dup_text (st, 0));
  g_assert_no_error (error);

  for (guint i = 0; i < tables->len; i++)
    if (bookkeeping || !g_str_equal (tables->pdata[i], "change"))
      dump_table (conn, tables->pdata[i], bookkeeping, dump);

  return g_string_free (g_steal_pointer (&dump), FALSE);
}
