#define G_LOG_DOMAIN "cy-search-store"

#include "config.h"

#include "cy-search-store.h"

/**
 * cy_search_settle:
 *
 * Takes the people that this transaction brought into the search. The database's thread
 * calls it before it commits. One statement for all of them: each statement that writes to a
 * full-text table costs a segment, and an import brings hundreds of thousands.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_search_settle (CyConn  *conn,
                  GError **error)
{
  gint64 any;

  if (!cy_conn_int64 (conn, error, &any, "SELECT EXISTS (SELECT 1 FROM search_new)", NULL))
    return FALSE;
  if (!any)
    return TRUE;

  return cy_conn_run (conn, error,
                      "INSERT INTO search_name (rowid, words) "
                      "SELECT p.id, cy_search_name (ifnull (p.name_folded, p.name)) "
                      "FROM search_new AS s CROSS JOIN person AS p ON p.id = s.id WHERE p.is_child ORDER BY s.id", NULL) &&
         cy_conn_run (conn, error,
                      "INSERT INTO search_pinyin (rowid, words) SELECT p.id, cy_search_pinyin (p.pinyin) "
                      "FROM search_new AS s CROSS JOIN person AS p ON p.id = s.id WHERE p.is_child ORDER BY s.id", NULL) &&
         cy_conn_run (conn, error,
                      "INSERT INTO search_digits (rowid, words) "
                      "SELECT p.id, cy_search_digits (p.id_number, p.phone, p.is_child) "
                      "FROM search_new AS s CROSS JOIN person AS p ON p.id = s.id "
                      "WHERE p.id_number IS NOT NULL OR p.phone IS NOT NULL ORDER BY s.id", NULL) &&
         cy_conn_run (conn, error, "DELETE FROM search_new", NULL);
}
