#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

/**
 * CyColumnType:
 *
 * The type of a field that is kept in a column: char *, GBytes *, a 64-bit number whose 0
 * is NULL, a 64-bit number, an int-sized number (enumerations, booleans), a #CyDay.
 */
typedef enum {
  CY_COLUMN_TEXT,
  CY_COLUMN_BYTES,
  CY_COLUMN_REFERENCE,
  CY_COLUMN_INT64,
  CY_COLUMN_INT,
  CY_COLUMN_DAY,
} CyColumnType;

/** CyColumn: where a column's value stands in a struct. */
typedef struct {
  const char *name;
  CyColumnType type;
  gsize offset;
} CyColumn;

#define CY_COLUMN(struct_type, field, column_type) { #field, column_type, G_STRUCT_OFFSET (struct_type, field) }

/** CyTable: a table and the columns that a struct holds. Ends with a column without a name. */
typedef struct {
  const char *name;
  const CyColumn *columns;
} CyTable;

char     *cy_columns_list     (const CyTable *table,
                               const char    *alias);
gint64    cy_columns_insert   (CyConn        *conn,
                               const CyTable *table,
                               gconstpointer  record,
                               gint64         id,
                               GError       **error);
gboolean  cy_columns_update   (CyConn        *conn,
                               const CyTable *table,
                               gconstpointer  before,
                               gconstpointer  after,
                               gint64         id,
                               GError       **error);
int       cy_columns_read     (CyStmt        *st,
                               int            first,
                               const CyTable *table,
                               gpointer       record);
gboolean  cy_columns_load     (CyConn        *conn,
                               const CyTable *table,
                               gint64         id,
                               gpointer       record,
                               GError       **error);
gboolean  cy_columns_delete   (CyConn        *conn,
                               const char    *table,
                               gint64         id,
                               gboolean       deleted,
                               GError       **error);
gint64    cy_columns_revision (CyConn        *conn,
                               const char    *table,
                               gint64         id,
                               GError       **error);

gboolean  cy_store_not_found  (GError       **error,
                               const char    *table);
gboolean  cy_store_conflict   (GError       **error,
                               const char    *table);

G_END_DECLS
