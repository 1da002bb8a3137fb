#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-private.h"

/**
 * cy_import_check_contacts:
 *
 * Checks what the rows of a log say by themselves; whose they are is the archive's to say.
 */
void
cy_import_check_contacts (CyImportPlan *plan)
{
  for (guint i = 0; i < plan->sheets->len; i++)
    {
      CyImportSheet *sheet = g_ptr_array_index (plan->sheets, i);

      for (guint j = 0; sheet->used && j < sheet->rows->len; j++)
        {
          CyImportRow *row = &g_array_index (sheet->rows, CyImportRow, j);
          g_autofree char *kind = cy_value_text (cy_import_cell (sheet, row->index, CY_FIELD_KIND));
          CyContactKind unused;
          CyDay day;
          CyDatePrecision precision;

          row->problems = 0;
          if (cy_value_read_date (cy_import_cell (sheet, row->index, CY_FIELD_DATE), plan->today, &day, &precision) != CY_READ_OK ||
              precision != CY_DATE_DAY)
            row->problems |= CY_PROBLEM_DATE_UNREADABLE;
          else if (day > plan->today)
            row->problems |= CY_PROBLEM_DATE_FUTURE;
          if (!cy_value_read_kind (kind, &unused))
            row->problems |= CY_PROBLEM_KIND_UNKNOWN;
        }
    }
}
