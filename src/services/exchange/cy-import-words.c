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
  const char *explanation;
} Words;

static const Words words[] = {
  { CY_PROBLEM_NAME_MISSING, N_("No name"), N_("Left out: a child needs a name.") },
  { CY_PROBLEM_DUPLICATE_ID, N_("ID number twice"), N_("Left out: a row above has the same ID number.") },
  { CY_PROBLEM_BIRTH_FUTURE, N_("Birth date ahead"), N_("Left out: the birth date lies in the future.") },
  { CY_PROBLEM_BIRTH_UNREADABLE, N_("Birth date unreadable"), N_("Left out: this is no date.") },
  { CY_PROBLEM_CHILD_UNKNOWN, N_("Child unknown"), N_("Left out: no child of the archive has this name or number.") },
  { CY_PROBLEM_CHILD_AMBIGUOUS, N_("Several children"),
    N_("Left out: several children have this name. Add their ID number to the file.") },
  { CY_PROBLEM_DATE_UNREADABLE, N_("Date unreadable"), N_("Left out: this is no date.") },
  { CY_PROBLEM_DATE_FUTURE, N_("Date ahead"), N_("Left out: the date lies in the future.") },
  { CY_PROBLEM_KIND_UNKNOWN, N_("Kind unknown"), N_("Left out: this is no kind of contact.") },
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

  return own != NULL ? _(own->explanation) : cy_explain_flag (cy_import_problem_code (problem));
}
