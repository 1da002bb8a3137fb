#define G_LOG_DOMAIN "cy-report"

#include "config.h"

#include "cy-report-words.h"

#include <glib/gi18n.h>

/** cy_report_language: Returns: the tag of the language that reports are written in */
const char *
cy_report_language (void)
{
  /* TRANSLATORS: the tag of the language you translate to: zh-CN, zh-TW; it chooses the forms of
   * Chinese characters in printed reports */
  return C_("language tag", "en");
}

/** cy_report_day: Returns: (transfer full) (nullable): a date in words, as far as it is known */
char *
cy_report_day (CyDay           day,
               CyDatePrecision precision)
{
  int year, month, day_of_month;

  if (day == CY_DAY_NONE)
    return NULL;

  cy_day_to_ymd (day, &year, &month, &day_of_month);
  switch (precision)
    {
    case CY_DATE_YEAR:
      /* TRANSLATORS: in a printed form: 2026年 */
      return g_strdup_printf (C_("year in a form", "%d"), year);
    case CY_DATE_MONTH:
      /* TRANSLATORS: in a printed form, year and month: 2026年9月 */
      return g_strdup_printf (C_("month in a form", "%d-%02d"), year, month);
    case CY_DATE_DAY:
    default:
      /* TRANSLATORS: in a printed form, year, month, day: 2026年9月10日 (use %d, not %02d) */
      return g_strdup_printf (C_("date in a form", "%d-%02d-%02d"), year, month, day_of_month);
    }
}

/** cy_report_short_day: Returns: (transfer full): a date for a narrow column, 2026-09-10 */
char *
cy_report_short_day (CyDay day)
{
  return day == CY_DAY_NONE ? NULL : cy_day_to_iso (day);
}

/** cy_report_period: Returns: (transfer full): from a day to a day, both included */
char *
cy_report_period (CyDay from,
                  CyDay to)
{
  g_autofree char *first = cy_report_day (from, CY_DATE_DAY);
  g_autofree char *last = cy_report_day (to, CY_DATE_DAY);

  /* TRANSLATORS: a period in a printed form, from a date to a date: 2026年9月1日至2027年1月31日 */
  return g_strdup_printf (C_("period in a form", "%s to %s"), first != NULL ? first : "…", last != NULL ? last : "…");
}

/** cy_report_age: Returns: (transfer full) (nullable): full years on @today, as a form has them */
char *
cy_report_age (CyDay birth,
               CyDay today)
{
  int age;

  if (birth == CY_DAY_NONE || today == CY_DAY_NONE || birth > today)
    return NULL;

  age = cy_day_age (birth, today);

  /* TRANSLATORS: an age in a printed form: 8岁 */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d year", "%d years", age), age);
}

/** cy_report_sex: Returns: (nullable): the word, %NULL where it is not known */
const char *
cy_report_sex (CySex sex)
{
  switch (sex)
    {
    case CY_SEX_MALE:
      return C_("sex", "Boy");
    case CY_SEX_FEMALE:
      return C_("sex", "Girl");
    case CY_SEX_UNKNOWN:
    default:
      return NULL;
    }
}

/** cy_report_percent: Returns: (transfer full): a share rounded down, so that 100 % means all; a dash of nothing */
char *
cy_report_percent (gint64 part,
                   gint64 whole)
{
  if (whole <= 0)
    return g_strdup ("—");

  return g_strdup_printf ("%d%%", (int) (MIN (part, whole) * 100 / whole));
}

/**
 * cy_report_footer:
 * @office: (nullable): the archive's office
 *
 * Sets what every report has below its pages: the office, the page of how many, and the day
 * it was made on.
 */
void
cy_report_footer (CyPaper    *paper,
                  const char *office,
                  CyDay       today)
{
  g_autofree char *day = cy_report_day (today, CY_DATE_DAY);
  /* TRANSLATORS: below a printed page: the day the report was made: 制表日期：%s */
  g_autofree char *made = day != NULL ? g_strdup_printf (_("Made on %s"), day) : NULL;

  /* TRANSLATORS: below a printed page; keep {page} and {pages}: 第 {page} 页 共 {pages} 页 */
  cy_paper_set_footer (paper, office, made, _("Page {page} of {pages}"));
}

/**
 * cy_report_signatures:
 *
 * Adds a line at the end of a form with three things to fill in by hand, such as who made it,
 * who checked it and when.
 */
void
cy_report_signatures (CyPaper    *paper,
                      const char *first,
                      const char *second,
                      const char *third)
{
  const double widths[] = { 4.5, 5.5, 0.5, 4.5, 5.5, 0.5, 4.5, 5.5 };
  const char *labels[] = { first, second, third };
  CyPaperTable *table;

  cy_paper_add_space (paper, 10);
  table = cy_paper_add_table (paper, widths, G_N_ELEMENTS (widths));
  cy_paper_table_add_row (table, 26);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      if (i > 0)
        cy_paper_table_add_cell (table, NULL, 1, 1, CY_CELL_OPEN);
      cy_paper_table_add_cell (table, labels[i], 1, 1, CY_CELL_OPEN | CY_CELL_RIGHT);
      cy_paper_table_add_cell (table, NULL, 1, 1, CY_CELL_OPEN | CY_CELL_BLANK);
    }
}
