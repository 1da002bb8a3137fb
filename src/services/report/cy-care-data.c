#define G_LOG_DOMAIN "cy-report"

#include "config.h"

#include "cy-care-data.h"
#include "care/cy-care-presets.h"

#include <glib/gi18n.h>

/** cy_care_data_new: Returns: (transfer full): a record of nobody */
CyCareData *
cy_care_data_new (void)
{
  CyCareData *data = g_new0 (CyCareData, 1);

  data->from = data->to = data->today = CY_DAY_NONE;
  data->children = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_card_free);
  data->obligations = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_obligation_free);
  data->schemes = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_scheme_free);
  data->lines = g_array_new (FALSE, FALSE, sizeof (CyCareLine));
  data->dates = g_array_new (FALSE, FALSE, sizeof (CyDay));

  return data;
}

/** cy_care_data_free: Frees a record with its children and obligations. */
void
cy_care_data_free (CyCareData *data)
{
  g_ptr_array_unref (data->children);
  g_ptr_array_unref (data->obligations);
  g_ptr_array_unref (data->schemes);
  g_array_unref (data->lines);
  g_array_unref (data->dates);
  g_free (data);
}

/** cy_care_totals_add: Adds a line; each child counts once, with the first of its lines. */
void
cy_care_totals_add (CyCareTotals     *totals,
                    const CyCareLine *line,
                    gboolean          first_of_child)
{
  totals->children += first_of_child;
  totals->required += line->required;
  totals->done += line->done;
  totals->met += MAX (0, MIN (line->done, line->required - line->missed));
  totals->missed += line->missed;
}

/** cy_care_data_scheme: Returns: (transfer none) (nullable): the name of the scheme that asks for it */
const char *
cy_care_data_scheme (const CyCareData *data,
                     guint             obligation)
{
  gint64 id = ((CyObligation *) g_ptr_array_index (data->obligations, obligation))->scheme_id;

  for (guint i = 0; i < data->schemes->len; i++)
    {
      const CyScheme *scheme = g_ptr_array_index (data->schemes, i);

      if (scheme->id == id)
        return cy_care_scheme_name (scheme);
    }

  return NULL;
}

/** cy_care_data_place: Returns: (transfer none): where a child is counted: its school, else its village */
const char *
cy_care_data_place (const CyCareData *data,
                    guint             child)
{
  const CyCard *card = g_ptr_array_index (data->children, child);

  if (card->school != NULL)
    return card->school;

  return card->village != NULL ? card->village : _("No school or village");
}

/** cy_care_data_group: Returns: (transfer full): under which heading a child is listed: as its place, with the class */
char *
cy_care_data_group (const CyCareData *data,
                    guint             child)
{
  const CyCard *card = g_ptr_array_index (data->children, child);

  if (card->school != NULL && card->class_name != NULL)
    /* TRANSLATORS: a school and a class of it, as a heading in a report: %s %s */
    return g_strdup_printf (C_("school and class", "%s, %s"), card->school, card->class_name);

  return g_strdup (cy_care_data_place (data, child));
}

/**
 * cy_care_data_dates:
 *
 * Returns: (transfer full): when its contacts were made, the year only where it changes:
 *   "2026-09-10, 09-24, 2027-01-05"
 */
char *
cy_care_data_dates (const CyCareData *data,
                    const CyCareLine *line)
{
  GString *words = g_string_new (NULL);
  int last_year = 0;

  for (int i = 0; i < line->done; i++)
    {
      int year, month, day;

      cy_day_to_ymd (g_array_index (data->dates, CyDay, line->first_date + i), &year, &month, &day);
      if (words->len > 0)
        g_string_append (words, C_("list of dates", ", "));
      if (year != last_year)
        g_string_append_printf (words, "%d-", year);
      g_string_append_printf (words, "%02d-%02d", month, day);
      last_year = year;
    }

  return g_string_free_and_steal (words);
}
