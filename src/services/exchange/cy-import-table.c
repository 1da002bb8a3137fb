#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-private.h"

#include "cy-width.h"

#include <string.h>

/* Where a sheet's table is: which rows name the columns, what each column is, and which rows
 * below are data. Titles and units stand above a roster, totals and signatures below. */

#define MAX_ROWS_ABOVE 60
#define MAX_HEADER_LINES 3

/* Headings */

static const CySheetRow *
row_at (const CySheet *sheet,
        guint          index)
{
  return &g_array_index (sheet->rows, CySheetRow, index);
}

/* The merged cells that a cell is in. */
static const CyMerge *
merge_at (const CySheet *sheet,
          guint          row,
          guint          column)
{
  for (guint i = 0; i < sheet->merges->len; i++)
    {
      const CyMerge *m = &g_array_index (sheet->merges, CyMerge, i);

      if (m->top <= row && row <= m->bottom && m->left <= column && column <= m->right)
        return m;
    }

  return NULL;
}

static const char *
text_at (const CySheet *sheet,
         guint          index,
         guint          column)
{
  const CyCell *cell = cy_sheet_cell (sheet, index, column);

  return cell != NULL && cell->type != CY_CELL_ERROR ? cell->text : NULL;
}

/* What a line of the headings says over each column. Where cells are merged, or where a line
 * below goes on under an empty cell, the text to the left holds. */
static void
read_line (const CySheet *sheet,
           guint          index,
           gboolean       last,
           guint          n_columns,
           const char   **texts)
{
  const CySheetRow *row = row_at (sheet, index);
  const char *left = NULL;

  for (guint column = 0; column < n_columns; column++)
    {
      const CyMerge *merge = sheet->merges->len < 5000 ? merge_at (sheet, row->number, column) : NULL;
      const char *text = text_at (sheet, index, column);

      texts[column] = text;
      if (text != NULL)
        left = text;
      else if (merge != NULL && merge->top == row->number)
        texts[column] = text_at (sheet, index, merge->left);
      else if (merge != NULL)
        left = NULL;
      else if (!last && left != NULL && text_at (sheet, index + 1, column) != NULL)
        texts[column] = left;
    }
}

typedef struct {
  guint first;                  /* index of the first line */
  guint n_lines;
  guint n_columns;
  guint score;
  GPtrArray *columns;           /* CyImportColumn */
} Header;

static void
import_column_free (CyImportColumn *column)
{
  g_free (column->heading);
  g_free (column->sample);
  g_free (column);
}

/* "Phone" under no person belongs to whom the columns before it are about: after the
 * guardian's name stands the guardian's phone. */
static CyImportField
field_by_neighbours (const CyHeading  *heading,
                     CyImportField     person,
                     const gboolean   *taken)
{
  CyImportField field = heading->field;
  CyImportField theirs;

  if (!heading->bare || person <= CY_FIELD_NAME)
    return field;
  switch ((int) field)
    {
    case CY_FIELD_PHONE:
      theirs = cy_heading_for_person (person, CY_FIELD_GUARDIAN_PHONE);
      break;
    case CY_FIELD_ID_NUMBER:
      theirs = taken[CY_FIELD_ID_NUMBER] ? cy_heading_for_person (person, CY_FIELD_GUARDIAN_ID) : CY_FIELD_IGNORED;
      break;
    case CY_FIELD_HEALTH:
      theirs = cy_heading_for_person (person, CY_FIELD_GUARDIAN_HEALTH);
      break;
    case CY_FIELD_ADDRESS:
      theirs = taken[CY_FIELD_ADDRESS] ? cy_heading_for_person (person, CY_FIELD_GUARDIAN_ADDRESS) : CY_FIELD_IGNORED;
      break;
    case CY_FIELD_PARENTS_PLACE:
      theirs = cy_heading_for_person (person, CY_FIELD_FATHER_PLACE);
      break;
    default:
      theirs = CY_FIELD_IGNORED;
      break;
    }

  return theirs != CY_FIELD_IGNORED && !taken[theirs] ? theirs : field;
}

/* What is said of a person alone, without the person: age, occupation, since when away. */
static CyImportField
bare_attribute (const char    *text,
                CyImportField  person)
{
  static const CyImportField attributes[] = {
    CY_FIELD_GUARDIAN_AGE, CY_FIELD_GUARDIAN_OCCUPATION, CY_FIELD_FATHER_SINCE, CY_FIELD_FATHER_EMPLOYER,
    CY_FIELD_FATHER_EMPLOYER_ADDRESS, CY_FIELD_FATHER_EMPLOYER_PHONE, CY_FIELD_FATHER_PLACE,
  };
  g_autofree char *whole = NULL;
  CyHeading heading;

  if (person <= CY_FIELD_NAME)
    return CY_FIELD_IGNORED;
  whole = g_strconcat (person == CY_FIELD_FATHER_NAME ? "父亲" : person == CY_FIELD_MOTHER_NAME ? "母亲"
                       : person == CY_FIELD_PARENTS_NAME ? "父母" : "监护人", text, NULL);
  heading = cy_heading_read (NULL, whole, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    if (heading.field == cy_heading_for_person (person, attributes[i]))
      return heading.field;

  return CY_FIELD_IGNORED;
}

static char *
join_heading (const char **lines,
              guint        n_lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_lines; i++)
    {
      g_autofree char *tidy = cy_width_tidy (lines[i]);

      if (tidy != NULL && (i == 0 || g_strcmp0 (lines[i], lines[i - 1]) != 0))
        g_string_append_printf (text, "%s%s", text->len > 0 ? " / " : "", tidy);
    }

  return g_string_free (text, FALSE);
}

/* Reads the headings of some lines; the score is the number of fields found. */
static Header
read_header (const CySheet *sheet,
             guint          first,
             guint          n_lines,
             guint          n_columns,
             gboolean       contacts)
{
  Header header = { .first = first, .n_lines = n_lines, .n_columns = n_columns };
  g_autofree const char **texts = g_new0 (const char *, n_lines * n_columns);
  gboolean taken[CY_FIELD_COUNT] = { FALSE };
  CyImportField person = CY_FIELD_IGNORED;

  header.columns = g_ptr_array_new_with_free_func ((GDestroyNotify) import_column_free);
  for (guint i = 0; i < n_lines; i++)
    read_line (sheet, first + i, i == n_lines - 1, n_columns, texts + i * n_columns);

  for (guint column = 0; column < n_columns; column++)
    {
      const char *lines[MAX_HEADER_LINES] = { NULL };
      guint own = 0;
      CyImportColumn *c = g_new0 (CyImportColumn, 1);
      CyHeading heading;

      for (guint i = 0; i < n_lines; i++)
        {
          lines[i] = texts[i * n_columns + column];
          if (lines[i] != NULL)
            own = i;
        }
      c->column = column;
      c->heading = join_heading (lines, n_lines);
      heading = cy_heading_read (own > 0 ? lines[own - 1] : NULL, lines[own], contacts);
      if (own > 1 && heading.person == CY_FIELD_IGNORED && lines[own - 2] != NULL)
        heading = cy_heading_read (lines[own - 2], lines[own], contacts);
      if (heading.person != CY_FIELD_IGNORED)
        person = heading.person;
      c->field = contacts ? heading.field : field_by_neighbours (&heading, person, taken);
      if (!contacts && c->field == CY_FIELD_IGNORED && lines[own] != NULL && heading.person == CY_FIELD_IGNORED)
        c->field = bare_attribute (lines[own], person);
      if (taken[c->field])
        c->field = CY_FIELD_IGNORED;
      else if (c->field != CY_FIELD_IGNORED)
        {
          taken[c->field] = TRUE;
          header.score++;
        }
      g_ptr_array_add (header.columns, c);
    }

  if (contacts ? !taken[CY_FIELD_DATE] || !(taken[CY_FIELD_NAME] || taken[CY_FIELD_UID] || taken[CY_FIELD_ID_NUMBER])
      : !taken[CY_FIELD_NAME] && !(taken[CY_FIELD_ID_NUMBER] && header.score > 2))
    header.score = 0;

  return header;
}

/* Lines of headings follow each other, and hold texts only. */
static gboolean
can_be_header (const CySheet *sheet,
               guint          first,
               guint          n_lines)
{
  if (first + n_lines > sheet->rows->len)
    return FALSE;

  for (guint i = first; i < first + n_lines; i++)
    {
      const CySheetRow *row = row_at (sheet, i);

      if (i > first && row->number != row_at (sheet, i - 1)->number + 1)
        return FALSE;
      for (guint j = 0; j < row->n_cells; j++)
        {
          const CyCell *cell = &g_array_index (sheet->cells, CyCell, row->first + j);

          if (cell->type == CY_CELL_DATE || (cell->type == CY_CELL_NUMBER && n_lines > 1) || strlen (cell->text) > 600)
            return FALSE;
        }
    }

  return TRUE;
}

/* Whether all of the columns that are alone can be the whole of a roster: a list of names. */
static gboolean
is_enough (const Header  *header,
           const CySheet *sheet)
{
  return header->score >= 2 || (header->score == 1 && row_at (sheet, header->first)->n_cells <= 2);
}

/* Fields and columns */

static void
index_columns (CyImportSheet *sheet)
{
  for (guint i = 0; i < CY_FIELD_COUNT; i++)
    sheet->columns_of_field[i] = -1;
  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const CyImportColumn *c = g_ptr_array_index (sheet->columns, i);

      if (c->field != CY_FIELD_IGNORED && sheet->columns_of_field[c->field] < 0)
        sheet->columns_of_field[c->field] = (gint16) c->column;
    }
}

/* Columns without a heading and without anything below are not worth showing. */
static void
take_samples (CyImportSheet *sheet)
{
  for (guint i = sheet->first_index; i < MIN (sheet->sheet->rows->len, sheet->first_index + 20); i++)
    for (guint j = 0; j < sheet->columns->len; j++)
      {
        CyImportColumn *c = g_ptr_array_index (sheet->columns, j);
        const CyCell *cell = cy_sheet_cell (sheet->sheet, i, c->column);

        if (c->sample == NULL)
          c->sample = cy_value_text (cell);
      }

  for (guint j = sheet->columns->len; j-- > 0;)
    {
      CyImportColumn *c = g_ptr_array_index (sheet->columns, j);

      if (c->heading[0] == '\0' && c->sample == NULL)
        g_ptr_array_remove_index (sheet->columns, j);
    }
}

/**
 * cy_import_table_find:
 * @sheet: its sheet is set; its columns and its first row are filled in
 *
 * Finds the headings: the lines, of up to three, in which the most columns are understood.
 *
 * Returns: whether there are any
 */
gboolean
cy_import_table_find (CyImportSheet *sheet,
                      gboolean       contacts)
{
  guint n_columns = cy_sheet_n_columns (sheet->sheet);
  Header best = { 0 };

  for (guint first = 0; first < MIN (sheet->sheet->rows->len, MAX_ROWS_ABOVE); first++)
    for (guint n_lines = 1; n_lines <= MAX_HEADER_LINES && can_be_header (sheet->sheet, first, n_lines); n_lines++)
      {
        Header header = read_header (sheet->sheet, first, n_lines, n_columns, contacts);

        /* A title understood as the group above the headings adds nothing. */
        if ((header.score > best.score || (header.score == best.score && n_lines < best.n_lines)) &&
            is_enough (&header, sheet->sheet))
          {
            g_clear_pointer (&best.columns, g_ptr_array_unref);
            best = header;
          }
        else
          g_ptr_array_unref (header.columns);
      }

  if (best.columns == NULL)
    {
      index_columns (sheet);
      return FALSE;
    }

  g_ptr_array_unref (sheet->columns);
  sheet->columns = best.columns;
  sheet->first_index = best.first + best.n_lines;
  sheet->header_row = row_at (sheet->sheet, sheet->first_index - 1)->number;
  take_samples (sheet);
  index_columns (sheet);

  return TRUE;
}

/**
 * cy_import_cell:
 * @index: a row of the sheet
 *
 * Returns: (transfer none) (nullable): the cell of the column that is taken for @field
 */
const CyCell *
cy_import_cell (const CyImportSheet *sheet,
                guint                index,
                CyImportField        field)
{
  int column = sheet->columns_of_field[field];

  return column >= 0 ? cy_sheet_cell (sheet->sheet, index, (guint) column) : NULL;
}
