#pragma once

#include <gio/gio.h>

#include "cy-day.h"
#include "cy-store-error.h"
#include "cy-uid.h"

G_BEGIN_DECLS

/**
 * CyConn:
 *
 * One handle of the database, with its prepared statements. A connection belongs to one
 * thread; code meets it inside a job of #CyDb, which has opened the transaction.
 *
 * A store is a set of functions over a connection:
 *
 * |[
 *   CyStmt *st = cy_conn_query (conn, error, "SELECT name FROM unit WHERE parent_id = ?", "i", id);
 *
 *   while (st != NULL && cy_stmt_step (st, error))
 *     use (cy_stmt_text (st, 0));
 * ]|
 */
typedef struct _CyConn CyConn;

/**
 * CyStmt:
 *
 * A prepared statement, owned by its connection. It is reset when it has given its last
 * row, when it fails, and by cy_stmt_reset() for a loop that leaves early.
 */
typedef struct _CyStmt CyStmt;

/** The size of a raw SQLCipher key in bytes. */
#define CY_CONN_KEY_SIZE 32

/**
 * CyConnFlags:
 * @CY_CONN_WRITABLE: opened for writing; without it nothing can be written
 * @CY_CONN_CREATE: the file is made when it is missing
 * @CY_CONN_AS_IS: the file is not brought to WAL, so that one which is only looked at stays
 *   as it was. Unlike a reader, a writer takes its log away with it
 */
typedef enum {
  CY_CONN_READ_ONLY = 0,
  CY_CONN_WRITABLE = 1 << 0,
  CY_CONN_CREATE = 1 << 1,
  CY_CONN_AS_IS = 1 << 2,
} CyConnFlags;

CyConn     *cy_conn_open             (const char    *path,
                                      const guint8  *key,
                                      CyConnFlags    flags,
                                      GError       **error);
void        cy_conn_close            (CyConn        *conn);
gboolean    cy_conn_copy             (CyConn        *conn,
                                      const char    *path,
                                      const guint8  *key,
                                      GError       **error);
char      **cy_conn_check            (CyConn        *conn,
                                      GError       **error);

gboolean    cy_conn_begin            (CyConn        *conn,
                                      gboolean       writing,
                                      GError       **error);
gboolean    cy_conn_commit           (CyConn        *conn,
                                      GError       **error);
void        cy_conn_rollback         (CyConn        *conn);
gint64      cy_conn_get_batch        (CyConn        *conn);
gboolean    cy_conn_references_hold  (CyConn        *conn);

gboolean    cy_conn_script           (CyConn        *conn,
                                      const char    *sql,
                                      GError       **error);
CyStmt     *cy_conn_query            (CyConn        *conn,
                                      GError       **error,
                                      const char    *sql,
                                      const char    *types,
                                      ...);
gboolean    cy_conn_run              (CyConn        *conn,
                                      GError       **error,
                                      const char    *sql,
                                      const char    *types,
                                      ...);
gboolean    cy_conn_int64            (CyConn        *conn,
                                      GError       **error,
                                      gint64        *value,
                                      const char    *sql,
                                      const char    *types,
                                      ...);
gint64      cy_conn_last_id          (CyConn        *conn);
gint64      cy_conn_n_changed        (CyConn        *conn);

CyStmt     *cy_conn_prepare          (CyConn        *conn,
                                      const char    *sql,
                                      GError       **error);
CyStmt     *cy_conn_recall_insert    (CyConn        *conn,
                                      gconstpointer  table);
void        cy_conn_keep_insert      (CyConn        *conn,
                                      gconstpointer  table,
                                      CyStmt        *st);
void        cy_stmt_bind_int64       (CyStmt        *st,
                                      int            parameter,
                                      gint64         value);
void        cy_stmt_bind_text        (CyStmt        *st,
                                      int            parameter,
                                      const char    *text);
void        cy_stmt_bind_kept_text   (CyStmt        *st,
                                      int            parameter,
                                      const char    *text);
void        cy_stmt_bind_bytes       (CyStmt        *st,
                                      int            parameter,
                                      GBytes        *bytes);

gboolean    cy_stmt_step             (CyStmt        *st,
                                      GError       **error);
void        cy_stmt_reset            (CyStmt        *st);
gboolean    cy_stmt_is_null          (CyStmt        *st,
                                      int            column);
gint64      cy_stmt_int64            (CyStmt        *st,
                                      int            column);
int         cy_stmt_int              (CyStmt        *st,
                                      int            column);
const char *cy_stmt_text             (CyStmt        *st,
                                      int            column);
char       *cy_stmt_dup_text         (CyStmt        *st,
                                      int            column);
CyDay       cy_stmt_day              (CyStmt        *st,
                                      int            column);
GBytes     *cy_stmt_dup_blob         (CyStmt        *st,
                                      int            column);
const guint8 *cy_stmt_blob           (CyStmt        *st,
                                      int            column,
                                      gsize         *size);
void        cy_stmt_uid              (CyStmt        *st,
                                      int            column,
                                      CyUid         *uid);

void        cy_conn_set_actor        (CyConn        *conn,
                                      gint64         user_id);
void        cy_conn_set_cancellable  (CyConn        *conn,
                                      GCancellable  *cancellable);
gboolean    cy_conn_is_cancelled     (CyConn        *conn);

/**
 * CyConnUpdate: called for each row that is inserted, updated or deleted in a table with a
 * rowid.
 */
typedef void (*CyConnUpdate) (const char *table,
                              gint64      id,
                              gpointer    user_data);

void        cy_conn_set_update_hook  (CyConn        *conn,
                                      CyConnUpdate   func,
                                      gpointer       user_data);

/* Sets the two columns that every table has, in an UPDATE statement. */
#define CY_SQL_TOUCH "updated_at = cy_now(), updated_by = cy_actor()"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyConn, cy_conn_close)

G_END_DECLS
