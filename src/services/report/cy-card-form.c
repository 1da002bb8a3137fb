#define G_LOG_DOMAIN "cy-report"

#include "config.h"

#include "cy-card.h"
#include "cy-report-words.h"
#include "text/cy-people-names.h"

#include <glib/gi18n.h>

/* A narrow column for the sections' names and 24 equal ones, which fields share by threes. */
#define GRID 24
#define ROW 23.5
#define NOTE_ROW 46.0

static void
row (CyPaperTable *table)
{
  cy_paper_table_add_row (table, ROW);
}

static void
section (CyPaperTable *table,
         const char   *name,
         guint         n_rows)
{
  row (table);
  cy_paper_table_add_cell (table, name, 1, n_rows, CY_CELL_LABEL | CY_CELL_VERTICAL | CY_CELL_BOLD);
}

static void
field (CyPaperTable *table,
       const char   *label,
       const char   *value,
       guint         value_columns)
{
  cy_paper_table_add_cell (table, label, 3, 1, CY_CELL_LABEL);
  cy_paper_table_add_cell (table, value, value_columns, 1, CY_CELL_BLANK);
}

static void
add_child (CyPaperTable *table,
           const CyCard *card,
           CyDay         today)
{
  g_autofree char *birth = cy_report_day (card->child.birth, card->child.birth_precision);
  g_autofree char *age = cy_report_age (card->child.birth, today);

  /* TRANSLATORS: a section of the contact card: 儿童情况 */
  section (table, C_("contact card", "The child"), 10);
  cy_paper_table_add_cell (table, C_("contact card", "Name"), 3, 1, CY_CELL_LABEL);
  cy_paper_table_add_cell (table, card->child.name, 5, 1, CY_CELL_BLANK | CY_CELL_BOLD);
  cy_paper_table_add_cell (table, C_("contact card", "Sex"), 2, 1, CY_CELL_LABEL);
  cy_paper_table_add_cell (table, cy_report_sex (card->child.sex), 3, 1, CY_CELL_BLANK);
  cy_paper_table_add_cell (table, C_("contact card", "Age"), 2, 1, CY_CELL_LABEL);
  cy_paper_table_add_cell (table, age, 4, 1, CY_CELL_BLANK);
  /* TRANSLATORS: the place where a photograph is glued: 照片 */
  cy_paper_table_add_cell (table, C_("contact card", "Photo"), 5, 5, CY_CELL_FAINT);
  row (table);
  field (table, C_("contact card", "Born"), birth, 7);
  field (table, C_("contact card", "Ethnicity"), card->ethnicity, 6);
  row (table);
  field (table, C_("contact card", "ID number"), card->id_number, 16);
  row (table);
  field (table, C_("contact card", "Hukou"), card->hukou, 16);
  row (table);
  field (table, C_("contact card", "Village"), card->village, 7);
  field (table, C_("contact card", "Home phone"), card->child.phone, 6);
  row (table);
  field (table, C_("contact card", "Home address"), card->child.address, 21);
  row (table);
  field (table, C_("contact card", "School"), card->school, 7);
  field (table, C_("contact card", "Class"), card->class_name, 3);
  field (table, C_("contact card", "Student no."), card->student_number, 5);
  row (table);
  field (table, C_("contact card", "Class teacher"), card->class_teacher, 7);
  field (table, C_("contact card", "Phone"), card->class_teacher_phone, 11);
  row (table);
  field (table, C_("contact card", "Character"), card->character, 7);
  field (table, C_("contact card", "Hobbies"), card->hobbies, 11);
}

static void
add_health (CyPaperTable *table,
            const CyCard *card)
{
  g_autofree char *both = NULL;
  const char *health = card->child.health;

  if (health != NULL && card->medical_history != NULL && g_strcmp0 (health, card->medical_history) != 0)
    health = both = g_strdup_printf ("%s\n%s", health, card->medical_history);
  else if (health == NULL)
    health = card->medical_history;

  row (table);
  field (table, C_("contact card", "Health notes"), health, 21);
}

static void
add_parent (CyPaperTable       *table,
            const char         *kin,
            const CyCardPerson *person)
{
  static const CyCardPerson nobody = { .birth = CY_DAY_NONE, .away_since = CY_DAY_NONE };
  g_autofree char *since = NULL;

  if (person == NULL)
    person = &nobody;
  since = cy_report_day (person->away_since, CY_DATE_DAY);

  cy_paper_table_add_cell (table, kin, 2, 4, CY_CELL_LABEL);
  field (table, C_("contact card", "Name"), person->name, 8);
  field (table, C_("contact card", "Phone"), person->phone, 8);
  row (table);
  /* TRANSLATORS: where a parent works away from home: 外出地点 */
  field (table, C_("contact card", "Works away in"), person->away_place, 8);
  /* TRANSLATORS: since when a parent has been away: 外出时间 */
  field (table, C_("contact card", "Away since"), since, 8);
  row (table);
  field (table, C_("contact card", "Employer"), person->employer, 8);
  field (table, C_("contact card", "Work phone"), person->employer_phone, 8);
  row (table);
  field (table, C_("contact card", "Work address"), person->employer_address, 19);
}

static void
add_guardian (CyPaperTable       *table,
              const char         *name,
              const CyCardPerson *person,
              CyDay               today)
{
  static const CyCardPerson nobody = { .birth = CY_DAY_NONE, .away_since = CY_DAY_NONE };
  g_autofree char *age = NULL;

  if (person == NULL)
    person = &nobody;
  age = cy_report_age (person->birth, today);

  section (table, name, 3);
  field (table, C_("contact card", "Name"), person->name, 5);
  /* TRANSLATORS: what a guardian is to the child: 与儿童关系 */
  field (table, C_("contact card", "Relation"), person->kin != NULL ? cy_name_kin (person->kin) : NULL, 6);
  field (table, C_("contact card", "Age"), age, 4);
  row (table);
  field (table, C_("contact card", "Phone"), person->phone, 5);
  field (table, C_("contact card", "Occupation"), person->occupation, 6);
  field (table, C_("contact card", "Health"), person->health, 4);
  row (table);
  field (table, C_("contact card", "Address"), person->address, 21);
}

static void
add_others (CyPaperTable *table,
            const CyCard *card)
{
  for (guint i = 0; i < card->others->len; i++)
    {
      const CyCardPerson *person = g_ptr_array_index (card->others, i);

      /* TRANSLATORS: a section of the contact card: other people to call: 其他联系人 */
      if (i == 0)
        section (table, C_("contact card", "Others"), 2 * card->others->len);
      else
        row (table);
      field (table, C_("contact card", "Name"), person->name, 5);
      field (table, C_("contact card", "Relation"), person->kin != NULL ? cy_name_kin (person->kin) : NULL, 6);
      field (table, C_("contact card", "Phone"), person->phone, 4);
      row (table);
      field (table, C_("contact card", "Address"), person->address, 21);
    }
}

static void
add_head (CyPaper *paper)
{
  const double widths[] = { 12, 5, 4 };
  CyPaperTable *table;

  /* TRANSLATORS: the title of the contact card: 农村留守儿童联系卡 */
  cy_paper_add_text (paper, CY_PAPER_TITLE, _("Contact card of a left-behind child"));
  cy_paper_add_space (paper, 2);
  table = cy_paper_add_table (paper, widths, G_N_ELEMENTS (widths));
  cy_paper_table_set_size (table, 9);
  cy_paper_table_add_row (table, 20);
  /* TRANSLATORS: on the contact card: 本卡含个人信息，请妥善保管 */
  cy_paper_table_add_cell (table, _("This card holds personal data: keep it safe."), 1, 1, CY_CELL_OPEN);
  /* TRANSLATORS: on the contact card, before a line to write a number on: 编号： */
  cy_paper_table_add_cell (table, _("No.:"), 1, 1, CY_CELL_OPEN | CY_CELL_RIGHT);
  cy_paper_table_add_cell (table, NULL, 1, 1, CY_CELL_OPEN | CY_CELL_BLANK);
  cy_paper_add_space (paper, 3);
}

static void
add_card (CyPaper      *paper,
          const CyCard *card,
          CyDay         today)
{
  double widths[GRID + 1];
  CyPaperTable *table;

  for (guint i = 0; i <= GRID; i++)
    widths[i] = i == 0 ? 1.3 : 1.0;

  cy_paper_add_page_break (paper, card->child.name);
  add_head (paper);
  table = cy_paper_add_table (paper, widths, G_N_ELEMENTS (widths));
  add_child (table, card, today);
  add_health (table, card);
  /* TRANSLATORS: a section of the contact card: 父母情况 */
  section (table, C_("contact card", "Parents"), 8);
  add_parent (table, C_("contact card", "Father"), card->father);
  row (table);
  add_parent (table, C_("contact card", "Mother"), card->mother);
  /* TRANSLATORS: a section of the contact card: 监护人 */
  add_guardian (table, C_("contact card", "Guardian"), card->guardian, today);
  /* TRANSLATORS: a section of the contact card, someone who stands in for a time: 临时监护人 */
  add_guardian (table, C_("contact card", "Stand-in"), card->temporary, today);
  add_others (table, card);
  cy_paper_table_add_row (table, NOTE_ROW);
  /* TRANSLATORS: a section of the contact card: 备注 */
  cy_paper_table_add_cell (table, C_("contact card", "Notes"), 1, 1, CY_CELL_LABEL | CY_CELL_VERTICAL | CY_CELL_BOLD);
  cy_paper_table_add_cell (table, card->note, GRID, 1, CY_CELL_BLANK);

  /* TRANSLATORS: under the contact card, before lines to sign on: 填卡人：, 核对人：, 填卡日期： */
  cy_report_signatures (paper, C_("contact card", "Filled in by:"), C_("contact card", "Checked by:"),
                        C_("contact card", "Date:"));
}

/**
 * cy_card_form:
 * @cards: (element-type CyCard): one page each; an empty array gives one empty card to fill in by hand
 * @office: (nullable): the archive's office
 * @today: the day it is made on, from which ages count
 *
 * Sets contact cards 联系卡. Fields of which nothing is known are ruled to write on.
 *
 * Returns: (transfer full): the cards, not laid out yet
 */
CyPaper *
cy_card_form (GPtrArray  *cards,
              const char *office,
              CyDay       today)
{
  CyPaper *paper = cy_paper_new (_("Contact card of a left-behind child"), cy_report_language (), FALSE);

  cy_report_footer (paper, office, today);
  for (guint i = 0; i < cards->len; i++)
    add_card (paper, g_ptr_array_index (cards, i), today);
  if (cards->len == 0)
    {
      g_autoptr (CyCard) blank = cy_card_new ();

      add_card (paper, blank, today);
    }

  return paper;
}
