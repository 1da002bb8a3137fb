#define G_LOG_DOMAIN "cy-report"

#include "config.h"

#include "cy-care-data.h"
#include "cy-report-words.h"
#include "care/cy-care-presets.h"

#include <glib/gi18n.h>

#define ROW 21.0
#define HEADER_ROW 24.0

typedef struct {
  const char *name;             /* the place's or obligation's; not owned */
  const char *scheme;           /* (nullable), what the obligation belongs to; not owned */
  CyCareTotals totals;
} Sum;

static void
add_int (CyPaperTable *table,
         gint64        value,
         CyCellFlags   flags)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  cy_paper_table_add_cell (table, text, 1, 1, CY_CELL_CENTRE | flags);
}

static void
add_header (CyPaperTable       *table,
            const char * const *labels,
            guint               n_labels)
{
  cy_paper_table_set_size (table, 9.5);
  cy_paper_table_set_header (table, 1);
  cy_paper_table_add_row (table, HEADER_ROW);
  for (guint i = 0; i < n_labels; i++)
    cy_paper_table_add_cell (table, labels[i], 1, 1, CY_CELL_LABEL | CY_CELL_BOLD);
}

static gboolean
is_first_of_child (const CyCareData *data,
                   guint             index)
{
  return index == 0 || g_array_index (data->lines, CyCareLine, index).child !=
                         g_array_index (data->lines, CyCareLine, index - 1).child;
}

static void
add_figures (CyPaper            *paper,
             const CyCareTotals *totals)
{
  const double widths[] = { 1, 1, 1, 1, 1 };
  g_autofree char *share = cy_report_percent (totals->met, totals->required);
  const char *labels[] = {
    /* TRANSLATORS: large figures at the top of the care record: 儿童数, 应完成, 已完成, 完成率, 未完成 */
    C_("care record", "Children"),
    C_("care record", "Required"),
    C_("care record", "Done"),
    C_("care record", "Done of required"),
    C_("care record", "Missed"),
  };
  const gint64 figures[] = { totals->children, totals->required, totals->done, 0, totals->missed };
  CyPaperTable *table = cy_paper_add_table (paper, widths, G_N_ELEMENTS (widths));

  cy_paper_table_add_row (table, 20);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    cy_paper_table_add_cell (table, labels[i], 1, 1, CY_CELL_LABEL);
  cy_paper_table_add_row (table, 40);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_autofree char *figure = i == 3 ? g_steal_pointer (&share) : g_strdup_printf ("%" G_GINT64_FORMAT, figures[i]);

      cy_paper_table_add_cell (table, figure, 1, 1, CY_CELL_FIGURE);
    }
}

static void
add_sum_row (CyPaperTable       *table,
             const char         *name,
             const CyCareTotals *totals,
             CyCellFlags         flags)
{
  g_autofree char *share = cy_report_percent (totals->met, totals->required);

  cy_paper_table_add_row (table, ROW);
  cy_paper_table_add_cell (table, name, 1, 1, flags);
  add_int (table, totals->children, flags);
  add_int (table, totals->required, flags);
  add_int (table, totals->done, flags);
  add_int (table, totals->missed, flags);
  cy_paper_table_add_cell (table, share, 1, 1, CY_CELL_CENTRE | flags);
}

static void
add_band (CyPaperTable *table,
          const char   *words,
          guint         n_columns)
{
  cy_paper_table_add_row (table, ROW);
  cy_paper_table_add_cell (table, words, n_columns, 1, CY_CELL_BAND);
}

static void
add_sums (CyPaper            *paper,
          const char         *heading,
          const char         *label,
          GArray             *sums,
          const CyCareTotals *totals)
{
  const double widths[] = { 9, 2, 2, 2, 2, 2.4 };
  const char *labels[] = {
    label,
    C_("care record", "Children"),
    C_("care record", "Required"),
    C_("care record", "Done"),
    C_("care record", "Missed"),
    C_("care record", "Share"),
  };
  const char *scheme = NULL;
  CyPaperTable *table;

  cy_paper_add_text (paper, CY_PAPER_HEADING, heading);
  table = cy_paper_add_table (paper, widths, G_N_ELEMENTS (widths));
  add_header (table, labels, G_N_ELEMENTS (labels));
  for (guint i = 0; i < sums->len; i++)
    {
      const Sum *sum = &g_array_index (sums, Sum, i);

      if (sum->totals.children == 0)
        continue;
      if (sum->scheme != NULL && g_strcmp0 (scheme, sum->scheme) != 0)
        add_band (table, scheme = sum->scheme, G_N_ELEMENTS (widths));
      add_sum_row (table, sum->name, &sum->totals, CY_CELL_VALUE);
    }
  /* TRANSLATORS: the last line of a table: 合计 */
  add_sum_row (table, C_("care record", "Total"), totals, CY_CELL_BOLD);
}

/* Sums for each obligation: a child counts in each that it has. */
static GArray *
sum_obligations (const CyCareData *data)
{
  GArray *sums = g_array_new (FALSE, TRUE, sizeof (Sum));

  g_array_set_size (sums, data->obligations->len);
  for (guint i = 0; i < sums->len; i++)
    {
      g_array_index (sums, Sum, i).name = cy_care_obligation_name (g_ptr_array_index (data->obligations, i));
      g_array_index (sums, Sum, i).scheme = cy_care_data_scheme (data, i);
    }
  for (guint i = 0; i < data->lines->len; i++)
    {
      const CyCareLine *line = &g_array_index (data->lines, CyCareLine, i);

      cy_care_totals_add (&g_array_index (sums, Sum, line->obligation).totals, line, TRUE);
    }

  return sums;
}

/* Sums for each school and village in the order of the children. */
static GArray *
sum_places (const CyCareData *data)
{
  g_autoptr (GHashTable) indices = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *sums = g_array_new (FALSE, TRUE, sizeof (Sum));

  for (guint i = 0; i < data->lines->len; i++)
    {
      const CyCareLine *line = &g_array_index (data->lines, CyCareLine, i);
      const char *place = cy_care_data_place (data, line->child);
      gpointer index;

      if (!g_hash_table_lookup_extended (indices, place, NULL, &index))
        {
          Sum sum = { .name = place };

          index = GUINT_TO_POINTER (sums->len);
          g_hash_table_insert (indices, (gpointer) place, index);
          g_array_append_val (sums, sum);
        }
      cy_care_totals_add (&g_array_index (sums, Sum, GPOINTER_TO_UINT (index)).totals, line,
                          is_first_of_child (data, i));
    }

  return sums;
}

static void
add_line (CyPaperTable     *table,
          const CyCareData *data,
          const CyCareLine *line)
{
  const CyObligation *obligation = g_ptr_array_index (data->obligations, line->obligation);
  g_autofree char *dates = cy_care_data_dates (data, line);

  cy_paper_table_add_cell (table, cy_care_obligation_name (obligation), 1, 1, CY_CELL_VALUE);
  cy_paper_table_add_cell (table, cy_care_obligation_who (obligation), 1, 1, CY_CELL_VALUE);
  add_int (table, line->required, CY_CELL_VALUE);
  add_int (table, line->done, CY_CELL_VALUE);
  add_int (table, line->missed, line->missed > 0 ? CY_CELL_BOLD : CY_CELL_VALUE);
  cy_paper_table_add_cell (table, dates, 1, 1, CY_CELL_VALUE);
}

static guint
n_lines_of_child (const CyCareData *data,
                  guint             from)
{
  guint to = from + 1;

  while (to < data->lines->len && !is_first_of_child (data, to))
    to++;

  return to - from;
}

static void
add_children (CyPaper          *paper,
              const CyCareData *data,
              GPtrArray        *groups)
{
  const double widths[] = { 2.4, 5.8, 9.4, 6, 2.8, 2.8, 2.8, 18.6 };
  const char *labels[] = {
    C_("care record", "No."),
    C_("care record", "Name"),
    /* TRANSLATORS: what is to be done, a column of the care record: 工作内容 */
    C_("care record", "Obligation"),
    /* TRANSLATORS: who is to do it, a column of the care record: 责任人 */
    C_("care record", "Who"),
    /* TRANSLATORS: three narrow columns of the care record: 应, 已, 缺 */
    C_("narrow column", "Req."),
    C_("narrow column", "Done"),
    C_("narrow column", "Miss."),
    C_("care record", "Dates"),
  };
  const char *group = NULL;
  CyPaperTable *table;
  guint number = 0;

  /* TRANSLATORS: a section of the care record: 逐人记录 */
  cy_paper_add_text (paper, CY_PAPER_HEADING, _("Child by child"));
  table = cy_paper_add_table (paper, widths, G_N_ELEMENTS (widths));
  add_header (table, labels, G_N_ELEMENTS (labels));
  for (guint i = 0; i < data->lines->len; i++)
    {
      const CyCareLine *line = &g_array_index (data->lines, CyCareLine, i);
      const CyCard *card = g_ptr_array_index (data->children, line->child);

      if (is_first_of_child (data, i))
        {
          g_autofree char *no = g_strdup_printf ("%u", ++number);
          guint n_rows = n_lines_of_child (data, i);

          if (g_strcmp0 (group, g_ptr_array_index (groups, line->child)) != 0)
            add_band (table, group = g_ptr_array_index (groups, line->child), G_N_ELEMENTS (widths));
          cy_paper_table_add_row (table, ROW);
          cy_paper_table_add_cell (table, no, 1, n_rows, CY_CELL_CENTRE);
          cy_paper_table_add_cell (table, card->child.name, 1, n_rows, CY_CELL_BOLD);
        }
      else
        {
          cy_paper_table_add_row (table, ROW);
        }
      add_line (table, data, line);
    }
}

static void
add_notes (CyPaper            *paper,
           const CyCareData   *data,
           const CyCareTotals *totals)
{
  gint64 n_without = (gint64) data->children->len - totals->children;

  if (n_without > 0)
    {
      g_autofree char *words =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                      "%u child was owed nothing in this period: in no scheme, or paused throughout.",
                                      "%u children were owed nothing in this period: in no scheme, or paused throughout.",
                                      n_without),
                         (guint) n_without);

      cy_paper_add_text (paper, CY_PAPER_SMALL, words);
    }
  cy_paper_add_text (paper, CY_PAPER_SMALL,
                     _("Done of required counts no more for a child than was asked; "
                        "missed is what is lacking where the time is over."));
}

/**
 * cy_care_form:
 * @office: (nullable): the archive's office
 *
 * Sets the care record of a period: its sums, then every child with what was required, done
 * and missed, and when.
 *
 * Returns: (transfer full): the record, not laid out yet
 */
CyPaper *
cy_care_form (const CyCareData *data,
              const char       *office)
{
  CyPaper *paper = cy_paper_new (_("Care record"), cy_report_language (), FALSE);
  g_autofree char *period = cy_report_period (data->from, data->to);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) by_obligation = sum_obligations (data);
  g_autoptr (GArray) by_place = sum_places (data);
  CyCareTotals totals = { 0 };

  for (guint i = 0; i < data->children->len; i++)
    g_ptr_array_add (groups, cy_care_data_group (data, i));
  for (guint i = 0; i < data->lines->len; i++)
    cy_care_totals_add (&totals, &g_array_index (data->lines, CyCareLine, i), is_first_of_child (data, i));

  cy_report_footer (paper, office, data->today);
  /* TRANSLATORS: the title of the care record: 农村留守儿童关爱服务记录 */
  cy_paper_add_text (paper, CY_PAPER_TITLE, _("Record of care for left-behind children"));
  cy_paper_add_text (paper, CY_PAPER_SUBTITLE, period);
  add_figures (paper, &totals);
  add_notes (paper, data, &totals);
  if (data->lines->len > 0)
    {
      add_sums (paper, _("By obligation"), C_("care record", "Obligation"), by_obligation, &totals);
      if (by_place->len > 1)
        add_sums (paper, _("By school and village"), C_("care record", "School or village"), by_place, &totals);
      add_children (paper, data, groups);
    }
  /* TRANSLATORS: under the care record, before lines to sign on: 填表人：, 负责人（签字）：, 单位（盖章）： */
  cy_report_signatures (paper, C_("care record", "Filled in by:"), C_("care record", "In charge:"),
                        C_("care record", "Office seal:"));

  return paper;
}
