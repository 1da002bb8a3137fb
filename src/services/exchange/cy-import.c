#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-private.h"

#include <string.h>

/* The plan of an import, as far as the file alone decides: sheets, columns, rows, problems. */

void
cy_import_change_free (CyImportChange *change)
{
  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

void
cy_import_row_clear (CyImportRow *row)
{
  g_clear_pointer (&row->changes, g_ptr_array_unref);
}

static void
import_sheet_free (CyImportSheet *sheet)
{
  g_ptr_array_unref (sheet->columns);
  g_array_unref (sheet->rows);
  g_free (sheet);
}

/** cy_import_plan_free: @plan: (transfer full) (nullable): a plan */
void
cy_import_plan_free (CyImportPlan *plan)
{
  if (plan == NULL)
    return;

  g_ptr_array_unref (plan->sheets);
  cy_book_free (plan->book);
  g_bytes_unref (plan->hash);
  g_free (plan);
}

/* Rows */

static void
find_rows (CyImportPlan  *plan,
           CyImportSheet *sheet)
{
  g_array_set_size (sheet->rows, 0);
  for (guint i = sheet->first_index; sheet->header_row > 0 && i < sheet->sheet->rows->len; i++)
    {
      CyImportRow row = { .index = i, .number = g_array_index (sheet->sheet->rows, CySheetRow, i).number };

      if (cy_import_table_is_data (sheet, i, plan->kind == CY_IMPORT_CONTACTS))
        g_array_append_val (sheet->rows, row);
    }
}

void
cy_import_plan_count (CyImportPlan *plan)
{
  plan->n_rows = plan->n_clean = 0;
  for (guint i = 0; i < plan->sheets->len; i++)
    {
      const CyImportSheet *sheet = g_ptr_array_index (plan->sheets, i);

      for (guint j = 0; sheet->used && j < sheet->rows->len; j++)
        {
          plan->n_rows++;
          plan->n_clean += g_array_index (sheet->rows, CyImportRow, j).problems == 0;
        }
    }
}

/* Looks at every row anew. What an archive said is forgotten. */
static void
evaluate (CyImportPlan *plan)
{
  plan->matched = (CyImportMark) { 0 };
  for (guint i = 0; i < plan->sheets->len; i++)
    {
      CyImportSheet *sheet = g_ptr_array_index (plan->sheets, i);

      if (sheet->used)
        find_rows (plan, sheet);
    }
  if (plan->kind == CY_IMPORT_CHILDREN)
    cy_import_check_children (plan);
  else
    cy_import_check_contacts (plan);
  cy_import_plan_count (plan);
}

static CyImportSheet *
add_sheet (CyImportPlan  *plan,
           const CySheet *from)
{
  CyImportSheet *sheet = g_new0 (CyImportSheet, 1);

  sheet->sheet = from;
  sheet->columns = g_ptr_array_new ();
  sheet->rows = g_array_new (FALSE, TRUE, sizeof (CyImportRow));
  g_array_set_clear_func (sheet->rows, (GDestroyNotify) cy_import_row_clear);
  g_ptr_array_add (plan->sheets, sheet);
  if (cy_import_table_find (sheet, plan->kind == CY_IMPORT_CONTACTS))
    cy_import_table_fill_down (sheet);

  return sheet;
}

/* The sheets with headings that are shown; where there are none, the hidden ones. */
static gboolean
choose_sheets (CyImportPlan  *plan,
               GError       **error)
{
  guint n_used = 0;

  for (int hidden = 0; hidden <= 1 && n_used == 0; hidden++)
    for (guint i = 0; i < plan->sheets->len; i++)
      {
        CyImportSheet *sheet = g_ptr_array_index (plan->sheets, i);

        sheet->used = sheet->header_row > 0 && sheet->sheet->hidden == hidden;
        n_used += sheet->used;
      }

  if (n_used == 0)
    g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_NO_HEADER, "No sheet has headings that are known");

  return n_used > 0;
}

static CyImportPlan *
make_plan (CyBook        *book,
           GBytes        *bytes,
           CyImportKind   kind,
           CyDay          today,
           GError       **error)
{
  g_autoptr (CyImportPlan) plan = g_new0 (CyImportPlan, 1);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize digest_size = sizeof digest;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_checksum_update (checksum, data, (gssize) size);
  g_checksum_get_digest (checksum, digest, &digest_size);

  plan->kind = kind;
  plan->today = today;
  plan->book = book;
  plan->hash = g_bytes_new (digest, digest_size);
  plan->sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) import_sheet_free);
  for (guint i = 0; i < book->sheets->len; i++)
    add_sheet (plan, g_ptr_array_index (book->sheets, i));
  if (!choose_sheets (plan, error))
    return NULL;
  evaluate (plan);

  return g_steal_pointer (&plan);
}

/**
 * cy_import_plan_new_for_bytes:
 * @bytes: the contents of a file
 * @name: the name of a sheet that has none
 *
 * As cy_import_plan_new(), for a file in memory.
 *
 * Returns: (transfer full) (nullable): the plan
 */
CyImportPlan *
cy_import_plan_new_for_bytes (GBytes        *bytes,
                              const char    *name,
                              CyImportKind   kind,
                              CyDay          today,
                              GCancellable  *cancellable,
                              GError       **error)
{
  CyBook *book = cy_book_read_bytes (bytes, name, cancellable, error);

  return book != NULL ? make_plan (book, bytes, kind, today, error) : NULL;
}

/**
 * cy_import_plan_new:
 * @path: a table in any format that cy_book_read() knows
 * @kind: what it is a table of
 * @today: the day on which ages and future dates are judged
 *
 * Reads a file, finds the tables in it and checks each row. Nothing is written, no archive
 * is needed. May be called on any thread.
 *
 * Returns: (transfer full) (nullable): the plan, or %NULL with an error of %CY_IMPORT_ERROR
 */
CyImportPlan *
cy_import_plan_new (const char    *path,
                    CyImportKind   kind,
                    CyDay          today,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  CyBook *book = cy_book_read (path, cancellable, error);

  if (book == NULL)
    return NULL;

  file = g_mapped_file_new (path, FALSE, NULL);
  bytes = file != NULL ? g_mapped_file_get_bytes (file) : g_bytes_new (NULL, 0);

  return make_plan (book, bytes, kind, today, error);
}

/**
 * cy_import_plan_use_only:
 * @sheet: the name of a sheet
 *
 * Takes in one sheet and no other, be it hidden.
 *
 * Returns: whether there is such a sheet with headings
 */
gboolean
cy_import_plan_use_only (CyImportPlan  *plan,
                         const char    *sheet,
                         GError       **error)
{
  CyImportSheet *wanted = NULL;

  for (guint i = 0; i < plan->sheets->len; i++)
    {
      CyImportSheet *s = g_ptr_array_index (plan->sheets, i);

      if (wanted == NULL && g_strcmp0 (s->sheet->name, sheet) == 0)
        wanted = s;
    }
  if (wanted == NULL)
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_NO_SHEET, "There is no such sheet");
      return FALSE;
    }
  if (wanted->header_row == 0)
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_NO_HEADER, "The sheet has no headings that are known");
      return FALSE;
    }

  for (guint i = 0; i < plan->sheets->len; i++)
    {
      CyImportSheet *s = g_ptr_array_index (plan->sheets, i);

      s->used = s == wanted;
    }
  evaluate (plan);

  return TRUE;
}

/**
 * cy_import_plan_set_used:
 * @sheet: index of a sheet
 * @used: whether to take its rows in; a sheet without headings never is
 */
void
cy_import_plan_set_used (CyImportPlan *plan,
                         guint         sheet,
                         gboolean      used)
{
  CyImportSheet *s = g_ptr_array_index (plan->sheets, sheet);

  used = used && s->header_row > 0;
  if (s->used == used)
    return;

  s->used = used;
  evaluate (plan);
}

/**
 * cy_import_plan_set_field:
 * @sheet: index of a sheet
 * @column: index into its columns
 * @field: what the column is to be taken for
 *
 * Corrects what a column was taken for. Another column that had the field is ignored from
 * then on. The rows are checked anew.
 */
void
cy_import_plan_set_field (CyImportPlan  *plan,
                          guint          sheet,
                          guint          column,
                          CyImportField  field)
{
  CyImportSheet *s = g_ptr_array_index (plan->sheets, sheet);
  CyImportColumn *changed = g_ptr_array_index (s->columns, column);

  if (changed->field == field)
    return;

  s->columns_of_field[changed->field] = -1;
  for (guint i = 0; i < s->columns->len; i++)
    {
      CyImportColumn *c = g_ptr_array_index (s->columns, i);

      if (c->field == field)
        c->field = CY_FIELD_IGNORED;
    }
  changed->field = field;
  if (field != CY_FIELD_IGNORED)
    s->columns_of_field[field] = (gint16) changed->column;
  evaluate (plan);
}

/**
 * cy_import_problem_code:
 *
 * Returns: (nullable): the problem's code as chuyanctl prints it and as a flag keeps it
 */
const char *
cy_import_problem_code (CyImportProblem problem)
{
  switch (problem)
    {
    case CY_PROBLEM_NAME_MISSING:
      return "name_missing";
    case CY_PROBLEM_DUPLICATE_ID:
      return "duplicate_id";
    case CY_PROBLEM_BIRTH_FUTURE:
      return "birth_future";
    case CY_PROBLEM_BIRTH_UNREADABLE:
      return "birth_unreadable";
    case CY_PROBLEM_CHILD_UNKNOWN:
      return "child_unknown";
    case CY_PROBLEM_CHILD_AMBIGUOUS:
      return "child_ambiguous";
    case CY_PROBLEM_DATE_UNREADABLE:
      return "date_unreadable";
    case CY_PROBLEM_DATE_FUTURE:
      return "date_future";
    case CY_PROBLEM_KIND_UNKNOWN:
      return "kind_unknown";
    case CY_PROBLEM_ID_DAMAGED:
      return "id_damaged";
    case CY_PROBLEM_ID_CHECKSUM:
      return "id_checksum";
    case CY_PROBLEM_BIRTH_MISMATCH:
      return "birth_mismatch";
    case CY_PROBLEM_SEX_MISMATCH:
      return "sex_mismatch";
    case CY_PROBLEM_OVER_AGE:
      return "over_age";
    case CY_PROBLEM_PHONE_INVALID:
      return "phone_invalid";
    case CY_PROBLEM_POSSIBLE_DUPLICATE:
      return "possible_duplicate";
    default:
      return NULL;
    }
}

/**
 * cy_import_plan_findings:
 * @errors: the errors, else the warnings
 *
 * Returns: (transfer full) (element-type CyImportFinding): in the order of sheets and rows
 */
GArray *
cy_import_plan_findings (CyImportPlan *plan,
                         gboolean      errors)
{
  GArray *findings = g_array_new (FALSE, FALSE, sizeof (CyImportFinding));
  guint32 mask = errors ? CY_PROBLEM_ERRORS : CY_PROBLEM_WARNINGS;

  for (guint i = 0; i < plan->sheets->len; i++)
    {
      const CyImportSheet *sheet = g_ptr_array_index (plan->sheets, i);

      for (guint j = 0; sheet->used && j < sheet->rows->len; j++)
        {
          const CyImportRow *row = &g_array_index (sheet->rows, CyImportRow, j);

          for (guint bit = 0; bit < 32; bit++)
            if (row->problems & mask & (1u << bit))
              {
                CyImportFinding finding = { sheet->sheet->name, row->number, (CyImportProblem) (1u << bit) };

                g_array_append_val (findings, finding);
              }
        }
    }

  return findings;
}

/**
 * cy_import_plan_text:
 * @sheet: index of a sheet
 * @row: index into its rows
 *
 * Returns: (transfer full) (nullable): what the row says of a field, as it was written
 */
char *
cy_import_plan_text (CyImportPlan  *plan,
                     guint          sheet,
                     guint          row,
                     CyImportField  field)
{
  const CyImportSheet *s = g_ptr_array_index (plan->sheets, sheet);

  return cy_value_text (cy_import_cell (s, g_array_index (s->rows, CyImportRow, row).index, field));
}
