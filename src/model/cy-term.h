#pragma once

#include "cy-day.h"

G_BEGIN_DECLS

/**
 * CyTermKind:
 *
 * The values are stored and never change.
 */
typedef enum {
  CY_TERM_TERM = 0,
  CY_TERM_HOLIDAY = 1,
} CyTermKind;

/**
 * CyTerm:
 * @id: 0 while it is not stored
 * @key: (nullable): of one that the program proposed: 2026-term-1
 * @kind: a term or a holiday
 * @name: what people call it: 2026–2027学年第一学期
 * @from: its first day
 * @to: its last day
 *
 * A school term or a holiday.
 */
typedef struct {
  gint64 id;
  char *key;
  CyTermKind kind;
  char *name;
  CyDay from;
  CyDay to;
} CyTerm;

CyTerm *cy_term_new  (CyTermKind    kind,
                      const char   *name,
                      CyDay         from,
                      CyDay         to);
CyTerm *cy_term_copy (const CyTerm *term);
void    cy_term_free (CyTerm       *term);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyTerm, cy_term_free)

G_END_DECLS
