#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "exchange/cy-import-words.h"

#include "text/cy-people-names.h"

#include <glib/gi18n.h>

/* The words for what is wrong with a row. A warning becomes a flag of the child and has the
 * flag's words; an error exists in the file only and has words of its own. */
typedef struct {
  CyImportProblem problem;
  const char *name;
  const char *advice;
} Words;

static const Words words[] = {
  { CY_PROBLEM_NAME_MISSING, N_("No name"), N_("The row names no child. Enter the name in the file.") },
  { CY_PROBLEM_DUPLICATE_ID, N_("ID number twice"),
    N_("An earlier row of the file has the same ID number. Remove one of them, or correct the number.") },
  { CY_PROBLEM_BIRTH_FUTURE, N_("Born in the future"), N_("The birth date lies in the future. Correct it in the file.") },
  { CY_PROBLEM_BIRTH_UNREADABLE, N_("Birth date unreadable"),
    N_("The birth date is no date. Write it as 2015-03-05 in the file.") },
  { CY_PROBLEM_CHILD_UNKNOWN, N_("Child not found"),
    N_("No child of this name or number is in the archive. Bring in the roster first, or correct the name.") },
  { CY_PROBLEM_CHILD_AMBIGUOUS, N_("Several children of this name"),
    N_("Add a column with the ID number, so that it is clear who is meant.") },
  { CY_PROBLEM_DATE_UNREADABLE, N_("Date unreadable"), N_("The date of the contact is no date. Write it as 2026-03-05.") },
  { CY_PROBLEM_DATE_FUTURE, N_("Date in the future"), N_("The contact has not taken place yet. Correct the date.") },
  { CY_PROBLEM_KIND_UNKNOWN, N_("Kind of contact unknown"),
    N_("Write what kind of contact it was: talk, call, home visit, letter, …") },
};

static const Words *
words_of (CyImportProblem problem)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].problem == problem)
      return &words[i];

  return NULL;
}

/** cy_name_import_problem: Returns: (transfer none): a few words for the problem */
const char *
cy_name_import_problem (CyImportProblem problem)
{
  const Words *own = words_of (problem);

  return own != NULL ? _(own->name) : cy_name_flag (cy_import_problem_code (problem));
}

/** cy_explain_import_problem: Returns: (transfer none): what it means and what to do, a sentence or two */
const char *
cy_explain_import_problem (CyImportProblem problem)
{
  const Words *own = words_of (problem);

  return own != NULL ? _(own->advice) : cy_explain_flag (cy_import_problem_code (problem));
}
