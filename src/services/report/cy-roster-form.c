#define G_LOG_DOMAIN "cy-report"

#include "config.h"

#include "cy-card.h"
#include "cy-report-words.h"
#include "text/cy-people-names.h"

#include <glib/gi18n.h>

#define ROW 21.0
#define HEADER_ROW 26.0

static char *
join (const char *first,
      const char *second,
      const char *separator)
{
  if (first == NULL || second == NULL)
    return g_strdup (first != NULL ? first : second);

  return g_strconcat (first, separator, second, NULL);
}

static char *
guardian_words (const CyCardPerson *guardian)
{
  if (guardian == NULL || guardian->name == NULL)
    return NULL;
  if (guardian->kin == NULL)
    return g_strdup (guardian->name);

  /* TRANSLATORS: a guardian in a table: the name, and what they are to the child: %s（%s） */
  return g_strdup_printf (C_("guardian in a table", "%s (%s)"), guardian->name, cy_name_kin (guardian->kin));
}

static char *
parent_words (const char         *kin,
              const CyCardPerson *parent)
{
  if (parent == NULL || parent->away_place == NULL)
    return NULL;

  /* TRANSLATORS: in a table: father or mother, and where they work away: %s：%s */
  return g_strdup_printf (C_("parent's place in a table", "%s: %s"), kin, parent->away_place);
}

static void
add_header (CyPaperTable *table)
{
  const char *labels[] = {
    C_("roster", "No."), C_("roster", "Name"), C_("roster", "Sex"), C_("roster", "Born"), C_("roster", "Age"),
    C_("roster", "Village"), C_("roster", "School and class"), C_("roster", "Guardian"), C_("roster", "Phone"),
    C_("roster", "Parents work in"),
  };

  cy_paper_table_set_header (table, 1);
  cy_paper_table_add_row (table, HEADER_ROW);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    cy_paper_table_add_cell (table, labels[i], 1, 1, CY_CELL_LABEL | CY_CELL_BOLD);
}

static void
add_row (CyPaperTable *table,
         guint         number,
         const CyCard *card,
         CyDay         today)
{
  g_autofree char *no = g_strdup_printf ("%u", number);
  g_autofree char *birth = card->child.birth_precision == CY_DATE_DAY ?
                           cy_report_short_day (card->child.birth) :
                           cy_report_day (card->child.birth, card->child.birth_precision);
  g_autofree char *age = card->child.birth != CY_DAY_NONE && card->child.birth <= today ?
                         g_strdup_printf ("%d", cy_day_age (card->child.birth, today)) : NULL;
  g_autofree char *class = join (card->school, card->class_name, "\n");
  g_autofree char *guardian = guardian_words (card->guardian);
  g_autofree char *father = parent_words (C_("contact card", "Father"), card->father);
  g_autofree char *mother = parent_words (C_("contact card", "Mother"), card->mother);
  g_autofree char *parents = join (father, mother, "\n");
  const char *phone = card->guardian != NULL && card->guardian->phone != NULL ? card->guardian->phone : card->child.phone;

  cy_paper_table_add_row (table, ROW);
  cy_paper_table_add_cell (table, no, 1, 1, CY_CELL_CENTRE);
  cy_paper_table_add_cell (table, card->child.name, 1, 1, CY_CELL_BOLD);
  cy_paper_table_add_cell (table, cy_report_sex (card->child.sex), 1, 1, CY_CELL_CENTRE);
  cy_paper_table_add_cell (table, birth, 1, 1, CY_CELL_CENTRE);
  cy_paper_table_add_cell (table, age, 1, 1, CY_CELL_CENTRE);
  cy_paper_table_add_cell (table, card->village, 1, 1, CY_CELL_VALUE);
  cy_paper_table_add_cell (table, class, 1, 1, CY_CELL_VALUE);
  cy_paper_table_add_cell (table, guardian, 1, 1, CY_CELL_VALUE);
  cy_paper_table_add_cell (table, phone, 1, 1, CY_CELL_CENTRE);
  cy_paper_table_add_cell (table, parents, 1, 1, CY_CELL_VALUE);
}

static char *
count_words (GPtrArray *cards)
{
  guint n_boys = 0, n_girls = 0;
  g_autofree char *children = NULL;

  for (guint i = 0; i < cards->len; i++)
    {
      const CyCard *card = g_ptr_array_index (cards, i);

      n_boys += card->child.sex == CY_SEX_MALE;
      n_girls += card->child.sex == CY_SEX_FEMALE;
    }
  /* TRANSLATORS: under the title of a printed roster: 共 40 名儿童 */
  children = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u child", "%u children", cards->len), cards->len);

  /* TRANSLATORS: under the title of a printed roster: children, boys, girls: 共 40 名儿童，男 18 人，女 22 人 */
  return g_strdup_printf (_("%s, boys: %u, girls: %u"), children, n_boys, n_girls);
}

/**
 * cy_roster_form:
 * @cards: (element-type CyCard): the children, in the order they are listed in
 * @office: (nullable): the archive's office
 * @today: the day it is made on, from which ages count
 *
 * Sets the roster as a table.
 *
 * Returns: (transfer full): the roster, not laid out yet
 */
CyPaper *
cy_roster_form (GPtrArray  *cards,
                const char *office,
                CyDay       today)
{
  const double widths[] = { 3.2, 7, 3.6, 7.5, 3.6, 8, 13, 12, 10.5, 16 };
  CyPaper *paper = cy_paper_new (_("Roster of left-behind children"), cy_report_language (), TRUE);
  g_autofree char *counts = count_words (cards);
  CyPaperTable *table;

  cy_report_footer (paper, office, today);
  /* TRANSLATORS: the title of the printed roster: 农村留守儿童花名册 */
  cy_paper_add_text (paper, CY_PAPER_TITLE, _("Roster of left-behind children"));
  cy_paper_add_text (paper, CY_PAPER_SUBTITLE, counts);
  table = cy_paper_add_table (paper, widths, G_N_ELEMENTS (widths));
  cy_paper_table_set_size (table, 9);
  add_header (table);
  for (guint i = 0; i < cards->len; i++)
    add_row (table, i + 1, g_ptr_array_index (cards, i), today);

  return paper;
}
