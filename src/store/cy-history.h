#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

/**
 * CyFieldChange:
 * @field: the column
 * @before: (nullable): what it held, to show; the name of what a reference pointed to
 * @after: (nullable): what it then held
 */
typedef struct {
  char *field;
  char *before;
  char *after;
} CyFieldChange;

/**
 * CyChangeOp:
 * @CY_CHANGE_INSERT: the row came
 * @CY_CHANGE_UPDATE: fields of it changed
 * @CY_CHANGE_DELETE: the row went, which only undoing and merging do
 */
typedef enum {
  CY_CHANGE_INSERT = 'I',
  CY_CHANGE_UPDATE = 'U',
  CY_CHANGE_DELETE = 'D',
} CyChangeOp;

/**
 * CyChange:
 * @id: its place in the record
 * @batch: the transaction it was part of, which cy_history_undo_batch() takes back
 * @at: when, in UTC (YYYY-MM-DDTHH:MM:SSZ)
 * @by: the user's id, 0 for the program itself
 * @by_name: (nullable): the user's name
 * @table: the table
 * @row_id: the row
 * @subject: (nullable): what the row is about: a person's, unit's or scheme's name, a date
 * @op: what happened
 * @fields: (element-type CyFieldChange): for an update, what differs; else empty
 */
typedef struct {
  gint64 id;
  gint64 batch;
  char *at;
  gint64 by;
  char *by_name;
  char *table;
  gint64 row_id;
  char *subject;
  CyChangeOp op;
  GPtrArray *fields;
} CyChange;

void       cy_change_free            (CyChange    *change);

GPtrArray *cy_history_of_child       (CyConn      *conn,
                                      gint64       child_id,
                                      guint        limit,
                                      GError     **error);
gboolean   cy_history_undo_batch     (CyConn      *conn,
                                      gint64       batch,
                                      GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyChange, cy_change_free)

G_END_DECLS
