#include "config.h"

#include "cy-term.h"

/** cy_term_new: Returns: (transfer full): a term or holiday that is not stored yet */
CyTerm *
cy_term_new (CyTermKind  kind,
             const char *name,
             CyDay       from,
             CyDay       to)
{
  CyTerm *term = g_new0 (CyTerm, 1);

  term->kind = kind;
  term->name = g_strdup (name);
  term->from = from;
  term->to = to;

  return term;
}

/** cy_term_copy: Returns: (transfer full): an independent copy */
CyTerm *
cy_term_copy (const CyTerm *term)
{
  CyTerm *copy = g_memdup2 (term, sizeof *term);

  copy->key = g_strdup (term->key);
  copy->name = g_strdup (term->name);

  return copy;
}

/**
 * cy_term_free:
 * @term: (transfer full) (nullable): a term or holiday
 */
void
cy_term_free (CyTerm *term)
{
  if (term == NULL)
    return;

  g_free (term->key);
  g_free (term->name);
  g_free (term);
}
