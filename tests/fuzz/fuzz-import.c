#include <stddef.h>
#include <stdint.h>

#include "exchange/cy-import.h"

/* The target of a fuzzer, and of fuzz-mutations.c: any bytes are a table or an error, as a
 * roster and as a log of contacts. */

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);

  for (CyImportKind kind = CY_IMPORT_CHILDREN; kind <= CY_IMPORT_CONTACTS; kind++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CyImportPlan) plan = cy_import_plan_new_for_bytes (bytes, "fuzz", kind, cy_day_from_ymd (2026, 9, 10), NULL, &error);
      g_autoptr (GArray) errors = NULL;

      if ((plan == NULL) == (error == NULL))
        g_error ("Either a plan or an error");
      if (plan == NULL && error->domain != CY_IMPORT_ERROR)
        g_error ("An error without a cause: %s", error->message);
      if (plan == NULL)
        continue;

      errors = cy_import_plan_findings (plan, TRUE);
      if (plan->n_clean > plan->n_rows || (errors->len > 0 && plan->n_clean == plan->n_rows))
        g_error ("Rows are counted wrongly");
      for (guint i = 0; i < ((CyImportSheet *) g_ptr_array_index (plan->sheets, 0))->columns->len && i < 3; i++)
        cy_import_plan_set_field (plan, 0, i, CY_FIELD_NAME);
    }

  return 0;
}
