#pragma once

/* What cy-conn.c and cy-stmt.c share; only files of the store see SQLite's own header. */

#include "cy-conn.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* The tables that cy-bulk-insert.c knows. */
#define CY_BULK_INSERT_TABLES 10

struct _CyStmt {
  CyConn *conn;
  sqlite3_stmt *handle;
};

struct _CyConn {
  sqlite3 *handle;
  GHashTable *statements;       /* the SQL text → CyStmt, both owned */
  GHashTable *inserts;          /* CyTable → its CyStmt in statements */
  GCancellable *cancellable;    /* of the running job; not owned */
  gint64 batch;                 /* of the last transaction that was begun for writing */
  gint64 actor;                 /* the id of the user who writes; 0 for the program itself */
  char *now;                    /* what cy_now() gives in the second now_second */
  gint64 now_second;
  CyConnUpdate update;
  gpointer update_data;
  gboolean bulk;                /* between cy_bulk_insert_begin() and its end */
  gboolean bulk_broken;         /* something else than a new row was written meanwhile */
  gint64 bulk_last[CY_BULK_INSERT_TABLES];  /* the largest id of each table when it began */
  gboolean encrypted;
  gboolean damaged;             /* a page did not verify: SQLCipher may refuse everything from then on */
  gboolean trace;               /* CHUYAN_SQL is set */
  gboolean plans;               /* to "plan" */
  GHashTable *started;          /* while traced: a running statement → when it began, in microseconds */
};

void cy_conn_set_error    (CyConn     *conn,
                           int         result,
                           GError    **error);
void cy_stmt_free         (CyStmt     *st);
void cy_bulk_insert_check (CyConn     *conn,
                           int         operation,
                           const char *table,
                           gint64      id);
void cy_bulk_insert_leave (CyConn     *conn);

G_END_DECLS
