#define G_LOG_DOMAIN "cy-report"

#include "config.h"

#include "cy-care-data.h"
#include "cy-report-words.h"
#include "care/cy-care-presets.h"
#include "exchange/cy-sheet-writer.h"
#include "text/cy-names.h"

#include <glib/gi18n.h>

static void
add_texts (CySheetWriter      *writer,
           const char * const *texts,
           guint               n_texts,
           CySheetStyle        style)
{
  cy_sheet_writer_next_row (writer);
  for (guint i = 0; i < n_texts; i++)
    cy_sheet_writer_add_text (writer, texts[i], style);
}

static void
add_head (CySheetWriter    *writer,
          const CyCareData *data,
          const char       *office)
{
  g_autofree char *period = cy_report_period (data->from, data->to);
  g_autofree char *day = cy_report_day (data->today, CY_DATE_DAY);
  g_autofree char *made = day != NULL ? g_strdup_printf (_("Made on %s"), day) : NULL;
  const char *title = _("Record of care for left-behind children");
  const char *facts[] = { office, made };

  add_texts (writer, &title, 1, CY_SHEET_STYLE_TITLE);
  add_texts (writer, (const char **) &period, 1, CY_SHEET_STYLE_NOTE);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    if (facts[i] != NULL)
      add_texts (writer, &facts[i], 1, CY_SHEET_STYLE_NOTE);
}

static void
add_counts (CySheetWriter      *writer,
            const CyCareTotals *totals,
            CySheetStyle        style)
{
  cy_sheet_writer_add_int (writer, totals->required, style);
  cy_sheet_writer_add_int (writer, totals->done, style);
  cy_sheet_writer_add_int (writer, totals->missed, style);
  cy_sheet_writer_add_share (writer, totals->met, totals->required, style);
}

static void
add_sum (CySheetWriter      *writer,
         const char         *scheme,
         const char         *name,
         const CyCareTotals *totals,
         CySheetStyle        style)
{
  cy_sheet_writer_next_row (writer);
  cy_sheet_writer_add_text (writer, scheme, style);
  cy_sheet_writer_add_text (writer, name, style);
  cy_sheet_writer_add_int (writer, totals->children, style);
  add_counts (writer, totals, style);
}

static void
add_summary (CySheetWriter    *writer,
             const CyCareData *data,
             const char       *office)
{
  const double widths[] = { 30, 30, 10, 10, 10, 10, 16 };
  const char *labels[] = {
    C_("care record", "Scheme"),
    C_("care record", "Obligation"),
    C_("care record", "Children"),
    C_("care record", "Required"),
    C_("care record", "Done"),
    C_("care record", "Missed"),
    C_("care record", "Done of required"),
  };
  g_autofree CyCareTotals *sums = g_new0 (CyCareTotals, data->obligations->len + 1);
  CyCareTotals totals = { 0 };
  guint last_child = G_MAXUINT;

  cy_sheet_writer_add_sheet (writer, C_("care record", "Summary"), widths, G_N_ELEMENTS (widths));
  add_head (writer, data, office);
  cy_sheet_writer_next_row (writer);
  add_texts (writer, labels, G_N_ELEMENTS (labels), CY_SHEET_STYLE_HEADER);
  cy_sheet_writer_freeze (writer, 0);
  for (guint i = 0; i < data->lines->len; i++)
    {
      const CyCareLine *line = &g_array_index (data->lines, CyCareLine, i);

      cy_care_totals_add (&sums[line->obligation], line, TRUE);
      cy_care_totals_add (&totals, line, line->child != last_child);
      last_child = line->child;
    }
  for (guint i = 0; i < data->obligations->len; i++)
    if (sums[i].children > 0)
      add_sum (writer, cy_care_data_scheme (data, i),
               cy_care_obligation_name (g_ptr_array_index (data->obligations, i)), &sums[i], CY_SHEET_STYLE_PLAIN);
  add_sum (writer, C_("care record", "Total"), NULL, &totals, CY_SHEET_STYLE_TOTAL);
}

static void
add_line (CySheetWriter    *writer,
          const CyCareData *data,
          const CyCareLine *line)
{
  const CyCard *card = g_ptr_array_index (data->children, line->child);
  const CyObligation *obligation = g_ptr_array_index (data->obligations, line->obligation);
  g_autofree char *dates = cy_care_data_dates (data, line);
  g_autofree char *kinds = cy_name_contact_kinds (obligation->kinds);
  const char *texts[] = {
    card->school,
    card->class_name,
    card->village,
    card->child.name,
    cy_care_data_scheme (data, line->obligation),
    cy_care_obligation_name (obligation),
    cy_care_obligation_who (obligation),
    kinds,
  };

  add_texts (writer, texts, G_N_ELEMENTS (texts), CY_SHEET_STYLE_PLAIN);
  cy_sheet_writer_add_int (writer, line->required, CY_SHEET_STYLE_PLAIN);
  cy_sheet_writer_add_int (writer, line->done, CY_SHEET_STYLE_PLAIN);
  cy_sheet_writer_add_int (writer, line->missed, CY_SHEET_STYLE_PLAIN);
  cy_sheet_writer_add_text (writer, dates, CY_SHEET_STYLE_PLAIN);
}

static gboolean
add_record (CySheetWriter     *writer,
            const CyCareData  *data,
            GCancellable      *cancellable,
            GError           **error)
{
  const double widths[] = { 22, 12, 14, 12, 26, 24, 14, 20, 8, 8, 8, 40 };
  const char *labels[] = {
    C_("care record", "School"),
    C_("care record", "Class"),
    C_("care record", "Village"),
    C_("care record", "Name"),
    C_("care record", "Scheme"),
    C_("care record", "Obligation"),
    C_("care record", "Who"),
    C_("care record", "Kinds of contact"),
    C_("care record", "Required"),
    C_("care record", "Done"),
    C_("care record", "Missed"),
    C_("care record", "Dates"),
  };

  cy_sheet_writer_add_sheet (writer, C_("care record", "Record"), widths, G_N_ELEMENTS (widths));
  add_texts (writer, labels, G_N_ELEMENTS (labels), CY_SHEET_STYLE_HEADER);
  cy_sheet_writer_freeze (writer, 4);
  for (guint i = 0; i < data->lines->len; i++)
    {
      if (i % 256 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      add_line (writer, data, &g_array_index (data->lines, CyCareLine, i));
    }

  return TRUE;
}

/**
 * cy_care_workbook:
 * @office: (nullable): the archive's office
 * @cancellable: (nullable):
 * @error: %G_IO_ERROR with the cause
 *
 * Writes the care record as a workbook: one sheet with the sums, one with a row for each child
 * and obligation.
 *
 * Returns: (transfer full) (nullable): an .xlsx file's content
 */
GBytes *
cy_care_workbook (const CyCareData  *data,
                  const char        *office,
                  GCancellable      *cancellable,
                  GError           **error)
{
  g_autoptr (CySheetWriter) writer = cy_sheet_writer_new (_("Care record"));

  add_summary (writer, data, office);
  if (!add_record (writer, data, cancellable, error))
    return NULL;

  return cy_sheet_writer_finish (writer, error);
}
