#define G_LOG_DOMAIN "cy-import-store"

#include "config.h"

#include "cy-columns.h"
#include "cy-history.h"
#include "cy-import-store.h"

/* The record of imports, and what an import asks the archive for each of its rows. */

static void
namesake_free (CyNamesake *namesake)
{
  g_free (namesake->id_number);
  g_free (namesake->guardian);
  g_free (namesake->village);
  g_free (namesake);
}

/**
 * cy_import_entry_insert:
 * @kind: "children" or "contacts"
 * @content_hash: (nullable): of the file
 *
 * Records an import with the batch of the running transaction.
 *
 * Returns: its id, or 0 with @error set
 */
gint64
cy_import_entry_insert (CyConn      *conn,
                        const char  *kind,
                        GBytes      *content_hash,
                        gint64       n_rows,
                        gint64       n_imported,
                        GError     **error)
{
  if (!cy_conn_run (conn, error,
                    "INSERT INTO import (kind, batch, content_hash, n_rows, n_imported) VALUES (?, ?, ?, ?, ?)", "tibii",
                    kind, cy_conn_get_batch (conn), content_hash, n_rows, n_imported))
    return 0;

  return cy_conn_last_id (conn);
}

/* Whether contacts have been logged with children that a batch brought. */
static gboolean
is_used (CyConn    *conn,
         gint64     batch,
         gboolean  *used,
         GError   **error)
{
  gint64 any;

  if (!cy_conn_int64 (conn, error, &any,
                      "SELECT EXISTS (SELECT 1 FROM change AS c "
                      "  JOIN participant AS p ON p.person_id = c.row_id AND p.deleted_at IS NULL "
                      "  JOIN contact AS k ON k.id = p.contact_id AND k.deleted_at IS NULL "
                      "  WHERE c.batch = ? AND c.tbl = 'child' AND c.op = 'I')", "i", batch))
    return FALSE;

  *used = any != 0;
  return TRUE;
}

/**
 * cy_import_entry_undo:
 * @id: an import
 * @used: (out): whether contacts with its children stand in the way
 *
 * Takes back all that an import wrote, unless contacts have been logged with its children
 * since; then nothing happens. The record of the import stays, marked as undone. Fails with
 * %CY_STORE_ERROR_NOT_FOUND when there is no such import or it was undone before, and with
 * %CY_STORE_ERROR_CONFLICT when what it wrote has been changed since.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_import_entry_undo (CyConn    *conn,
                      gint64     id,
                      gboolean  *used,
                      GError   **error)
{
  gint64 batch;

  *used = FALSE;
  if (!cy_conn_int64 (conn, error, &batch, "SELECT batch FROM import WHERE id = ? AND undone_at IS NULL", "i", id))
    return FALSE;
  if (batch == 0)
    return cy_store_not_found (error, "import");
  if (!is_used (conn, batch, used, error) || *used)
    return FALSE;

  /* The record was written by the same transaction, so it goes as well and is put back. */
  return cy_conn_run (conn, error, "DROP TABLE IF EXISTS temp.undone_import", NULL) &&
         cy_conn_run (conn, error, "CREATE TEMP TABLE undone_import AS SELECT * FROM import WHERE id = ?", "i", id) &&
         cy_history_undo_batch (conn, batch, error) &&
         cy_conn_run (conn, error,
                      "INSERT INTO import (id, uid, created_at, created_by, kind, batch, content_hash, n_rows, n_imported, undone_at) "
                      "SELECT id, uid, created_at, created_by, kind, batch, content_hash, n_rows, n_imported, cy_now () "
                      "FROM temp.undone_import", NULL);
}

/** cy_import_mark: @mark: (out caller-allocates): the archive's state. Returns: whether it succeeded */
gboolean
cy_import_mark (CyConn        *conn,
                CyImportMark  *mark,
                GError       **error)
{
  *mark = (CyImportMark) { 0 };

  return cy_conn_int64 (conn, error, &mark->change, "SELECT max(id) FROM change", NULL) &&
         cy_conn_int64 (conn, error, &mark->batch, "SELECT batch FROM change WHERE id = ?", "i", mark->change);
}

/**
 * cy_import_child_of_id_number:
 * @id_number: an identity number
 * @other_form: (nullable): the same number in its other form, of 15 or 18 digits
 *
 * Returns: the child that has it, 0 when there is none or with @error set
 */
gint64
cy_import_child_of_id_number (CyConn      *conn,
                              const char  *id_number,
                              const char  *other_form,
                              GError     **error)
{
  gint64 id = 0;

  cy_conn_int64 (conn, error, &id,
                 "SELECT id FROM person WHERE id_number IN (?, ?) AND id_number IS NOT NULL AND is_child "
                 "  AND deleted_at IS NULL ORDER BY id LIMIT 1", "tt", id_number, other_form);

  return id;
}

/**
 * cy_import_namesakes:
 *
 * Returns: (transfer full) (element-type CyNamesake) (nullable): the children of that name,
 *   in the order in which they came, or %NULL with @error set
 */
GPtrArray *
cy_import_namesakes (CyConn      *conn,
                     const char  *name,
                     GError     **error)
{
  g_autoptr (GPtrArray) namesakes = g_ptr_array_new_with_free_func ((GDestroyNotify) namesake_free);
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT p.id, p.birth, p.birth_precision, p.id_number, v.name, "
                              "  (SELECT g.name FROM relation AS r JOIN person AS g ON g.id = r.person_id "
                              "   WHERE r.child_id = p.id AND r.role IN (1, 2) AND r.deleted_at IS NULL "
                              "   ORDER BY r.is_primary DESC, r.id LIMIT 1) "
                              "FROM person AS p JOIN child AS c ON c.id = p.id LEFT JOIN unit AS v ON v.id = c.village_id "
                              "WHERE p.name = ? AND p.is_child AND p.deleted_at IS NULL ORDER BY p.id", "t", name);

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    {
      CyNamesake *namesake = g_new0 (CyNamesake, 1);

      namesake->id = cy_stmt_int64 (st, 0);
      namesake->birth = cy_stmt_day (st, 1);
      namesake->birth_precision = (CyDatePrecision) cy_stmt_int (st, 2);
      namesake->id_number = cy_stmt_dup_text (st, 3);
      namesake->village = cy_stmt_dup_text (st, 4);
      namesake->guardian = cy_stmt_dup_text (st, 5);
      g_ptr_array_add (namesakes, namesake);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&namesakes);
}

/**
 * cy_import_find_adult:
 * @phone: (nullable): all phones as stored
 * @id_number: (nullable): an identity number
 *
 * Finds who is known already by the number, or by the name and the phone. Children are left
 * out.
 *
 * Returns: the person, 0 when there is none or with @error set
 */
gint64
cy_import_find_adult (CyConn      *conn,
                      const char  *name,
                      const char  *phone,
                      const char  *id_number,
                      GError     **error)
{
  gint64 id = 0;

  if (id_number != NULL &&
      !cy_conn_int64 (conn, error, &id, "SELECT id FROM person WHERE id_number = ? AND NOT is_child AND deleted_at IS NULL "
                                        "ORDER BY id LIMIT 1", "t", id_number))
    return 0;
  if (id != 0 || phone == NULL)
    return id;

  cy_conn_int64 (conn, error, &id, "SELECT id FROM person WHERE name = ? AND phone = ? AND NOT is_child "
                                   "  AND deleted_at IS NULL ORDER BY id LIMIT 1", "tt", name, phone);
  return id;
}

/** cy_import_has_children: @any: (out): whether there is any child. Returns: whether it succeeded */
gboolean
cy_import_has_children (CyConn    *conn,
                        gboolean  *any,
                        GError   **error)
{
  gint64 found;

  if (!cy_conn_int64 (conn, error, &found, "SELECT EXISTS (SELECT 1 FROM child)", NULL))
    return FALSE;

  *any = found != 0;
  return TRUE;
}

/** cy_import_has_adults: @any: (out): whether there is anybody but children. Returns: whether it succeeded */
gboolean
cy_import_has_adults (CyConn    *conn,
                      gboolean  *any,
                      GError   **error)
{
  gint64 found;

  if (!cy_conn_int64 (conn, error, &found, "SELECT EXISTS (SELECT 1 FROM person WHERE NOT is_child AND deleted_at IS NULL)",
                      NULL))
    return FALSE;

  *any = found != 0;
  return TRUE;
}

/**
 * cy_import_count_contacts:
 * @text: (nullable): what was said
 * @count: (out): how many contacts of that day, kind and text the child has
 *
 * Returns: whether it succeeded
 */
gboolean
cy_import_count_contacts (CyConn         *conn,
                          gint64          child_id,
                          CyDay           date,
                          CyContactKind   kind,
                          const char     *text,
                          gint64         *count,
                          GError        **error)
{
  return cy_conn_int64 (conn, error, count,
                        "SELECT count(*) FROM participant AS p JOIN contact AS c ON c.id = p.contact_id "
                        "WHERE p.person_id = ? AND p.deleted_at IS NULL AND c.deleted_at IS NULL "
                        "  AND c.date = ? AND c.kind = ? AND c.text IS ?", "idit", child_id, date, (gint64) kind, text);
}
