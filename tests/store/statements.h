#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * StatementCount:
 * @statements: how many were run, those of triggers not counted
 * @rows: how many rows they gave
 * @scanned: through how many rows they went by reading a table or an index from its beginning
 * @steps: how many instructions of SQLite's machine they took: what they cost, the same on
 *   every run
 */
typedef struct {
  guint64 statements;
  guint64 rows;
  guint64 scanned;
  guint64 steps;
} StatementCount;

void statements_watch          (void);
void statements_ignore         (const char     *sql);
void statements_reset          (void);
void statements_get_count      (StatementCount *count);
void statements_assert_planned (void);

G_END_DECLS
