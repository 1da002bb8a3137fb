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

/* Rows */

/* Words with which a line below (or between) the data begins. */
static gboolean
begins_a_footer (const char *plain)
{
  static const char *const totals[] = { "合计", "总计", "小计", "共计", "累计", "合計", "總計", "小計", "共計", "总人数", "總人數", "total",
                                        "subtotal", "sum", "grandtotal" };
  static const char *const signatures[] = {
    "填表人", "填报人", "審核人", "审核人", "负责人", "負責人", "制表人", "制表", "填表日期", "填报日期", "填報日期", "填報人", "填表时间",
    "填报时间", "填表單位", "填表单位", "填报单位", "填報單位", "经办人", "經辦人", "联系人", "校长", "校長", "签字", "簽字", "签章", "盖章", "蓋章",
    "单位负责人", "单位盖章", "学校盖章", "村委会盖章", "分管领导", "主管领导", "复核", "审批", "注", "备注", "備註", "說明", "说明", "填表说明", "日期",
    "preparedby", "checkedby", "signature", "date", "note", "notes",
  };
  gsize n;

  for (guint i = 0; i < G_N_ELEMENTS (totals); i++)
    if (g_str_has_prefix (plain, totals[i]))
      {
        gunichar next = g_utf8_get_char (plain + strlen (totals[i]));

        /* 合计120人, 合计：… */
        if (next == 0 || !g_unichar_isalpha (next) || next == 0x4eba)
          return TRUE;
      }
  for (guint i = 0; i < G_N_ELEMENTS (signatures); i++)
    {
      n = strlen (signatures[i]);
      if (g_str_has_prefix (plain, signatures[i]) &&
          (plain[n] == ':' || plain[n] == '(' || (plain[n] == '\0' && n > strlen ("注")) || g_ascii_isdigit (plain[n])))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_footer (const CySheet *sheet,
           guint          index)
{
  const CySheetRow *row = row_at (sheet, index);
  const CyCell *cell = &g_array_index (sheet->cells, CyCell, row->first);
  g_autofree char *plain = NULL;
  g_autofree char *lower = NULL;

  if (cell->type != CY_CELL_TEXT || strlen (cell->text) > 400)
    return FALSE;
  /* Rows of data begin with a number or a Latin letter's worth of text most of the time. */
  if (cell->text[0] != '\0' && g_ascii_isdigit (cell->text[0]))
    return FALSE;
  plain = cy_width_plain (cell->text);
  lower = g_ascii_strdown (plain, -1);

  return begins_a_footer (lower);
}

/* The headings once more, as on every page of a printed list. */
static gboolean
repeats_header (const CyImportSheet *sheet,
                guint                index)
{
  const CySheetRow *row = row_at (sheet->sheet, index);
  guint n_equal = 0, n = 0;

  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const CyImportColumn *c = g_ptr_array_index (sheet->columns, i);
      const char *text = text_at (sheet->sheet, index, c->column);
      const char *header = text_at (sheet->sheet, sheet->first_index - 1, c->column);

      if (text == NULL)
        continue;
      n++;
      /* Of two lines, the upper one names the columns that have no lower one. */
      if (g_strcmp0 (text, header) == 0 || strstr (c->heading, text) == c->heading)
        n_equal++;
      if (n > 6 && n_equal == 0)
        return FALSE;
    }

  return n_equal >= 2 && n_equal * 3 >= MAX (n, row->n_cells / 2) * 2;
}

/* What a list has filled in beforehand, without anybody in the row. */
static gboolean
is_about_nobody (CyImportField field)
{
  switch ((int) field)
    {
    case CY_FIELD_IGNORED:
    case CY_FIELD_SEQUENCE:
    case CY_FIELD_TOWN:
    case CY_FIELD_VILLAGE:
    case CY_FIELD_SCHOOL:
    case CY_FIELD_GRADE:
    case CY_FIELD_CLASS:
    case CY_FIELD_CLASS_TEACHER:
    case CY_FIELD_CLASS_TEACHER_PHONE:
    case CY_FIELD_ETHNICITY:
    case CY_FIELD_HUKOU:
    case CY_FIELD_REMARKS:
    case CY_FIELD_CONTACT_BY:
      return TRUE;
    default:
      return FALSE;
    }
}

/* A text of its own across the table: a group's heading or a note, not a name. */
static gboolean
is_note (const CyImportSheet *sheet,
         guint                index)
{
  const CySheetRow *row = row_at (sheet->sheet, index);
  const CyCell *cell = &g_array_index (sheet->sheet->cells, CyCell, row->first);
  const char *text = cell->text;

  if (g_utf8_strlen (text, -1) > 40)
    return TRUE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = cy_width_narrow (g_utf8_get_char (p));

      if (c == ':' || c == ',' || c == ';' || c == 0x3002 || c == 0x3001 || g_unichar_isdigit (c))
        return TRUE;
    }
  for (guint i = 0; i < sheet->sheet->merges->len && sheet->sheet->merges->len < 5000; i++)
    {
      const CyMerge *m = &g_array_index (sheet->sheet->merges, CyMerge, i);

      if (m->top == row->number && m->left <= cell->column && m->right > MAX (cell->column, m->left))
        return TRUE;
    }

  return FALSE;
}

/**
 * cy_import_table_is_data:
 * @index: a row below the headings
 *
 * Returns: whether the row is about somebody, and no total, signature, note, repeated
 *   heading or empty line of a form
 */
gboolean
cy_import_table_is_data (CyImportSheet *sheet,
                         guint          index,
                         gboolean       contacts)
{
  const CyCell *name = cy_import_cell (sheet, index, CY_FIELD_NAME);
  guint n_personal = 0, n_cells = 0;

  if (is_footer (sheet->sheet, index) || repeats_header (sheet, index))
    return FALSE;

  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const CyImportColumn *c = g_ptr_array_index (sheet->columns, i);
      const CyCell *cell = cy_sheet_cell (sheet->sheet, index, c->column);

      if (cell == NULL || cell->type == CY_CELL_ERROR)
        continue;
      if (cell->text[0] == ' ' || cell->text[0] == '\t' || (guchar) cell->text[0] >= 0xc2)
        {
          g_autofree char *tidy = cy_width_tidy (cell->text);

          if (tidy == NULL)
            continue;
        }
      n_cells++;
      n_personal += !is_about_nobody (c->field);
      if (n_personal >= 2)
        return TRUE;
    }

  if (n_personal == 0)
    return FALSE;
  if (n_cells == 1)
    return name != NULL && !is_note (sheet, index);

  return TRUE;
}

/* Merged data */

/* One cell over several rows holds for all of them, where it is about a place or a guardian;
 * a name merged over two rows is one child. */
static gboolean
goes_down (CyImportField field)
{
  switch ((int) field)
    {
    case CY_FIELD_NAME:
    case CY_FIELD_SEX:
    case CY_FIELD_BIRTH:
    case CY_FIELD_ID_NUMBER:
    case CY_FIELD_SEQUENCE:
    case CY_FIELD_STUDENT_NUMBER:
    case CY_FIELD_REMARKS:
    case CY_FIELD_IGNORED:
      return FALSE;
    default:
      return TRUE;
    }
}

typedef struct {
  CySheetRow row;
  GArray *cells;
} NewRow;

static int
compare_cells (gconstpointer a,
               gconstpointer b)
{
  return (int) ((const CyCell *) a)->column - (int) ((const CyCell *) b)->column;
}

/**
 * cy_import_table_fill_down:
 *
 * Gives every row the text of a cell that is merged over several rows, such as the village
 * of a group of children. The sheet is rewritten, once.
 */
void
cy_import_table_fill_down (CyImportSheet *sheet)
{
  CySheet *s = (CySheet *) sheet->sheet;
  g_autoptr (GHashTable) rows = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) added = g_array_new (FALSE, FALSE, 2 * sizeof (guint));
  g_autoptr (GArray) cells = NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < s->merges->len; i++)
    any |= g_array_index (s->merges, CyMerge, i).bottom > MAX (g_array_index (s->merges, CyMerge, i).top, sheet->header_row);
  if (!any)
    return;

  for (guint i = sheet->first_index; i < s->rows->len; i++)
    g_hash_table_insert (rows, GUINT_TO_POINTER (row_at (s, i)->number), GUINT_TO_POINTER (i + 1));

  cells = g_array_sized_new (FALSE, FALSE, sizeof (CyCell), s->cells->len);
  {
    /* For each row the cells that come from above. */
    g_autoptr (GHashTable) extra = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);

    for (guint i = 0; i < s->merges->len; i++)
      {
        const CyMerge *m = &g_array_index (s->merges, CyMerge, i);
        guint top = GPOINTER_TO_UINT (g_hash_table_lookup (rows, GUINT_TO_POINTER (m->top)));
        const CyCell *cell = top > 0 ? cy_sheet_cell (s, top - 1, m->left) : NULL;
        gboolean wanted = FALSE;

        for (guint j = 0; cell != NULL && j < sheet->columns->len; j++)
          {
            const CyImportColumn *c = g_ptr_array_index (sheet->columns, j);

            wanted |= c->column == m->left && goes_down (c->field);
          }
        if (!wanted || m->left != m->right)
          continue;
        for (guint number = m->top + 1; number <= MIN (m->bottom, m->top + 100000); number++)
          {
            guint at = GPOINTER_TO_UINT (g_hash_table_lookup (rows, GUINT_TO_POINTER (number)));
            GArray *list;

            if (at == 0)
              continue;
            list = g_hash_table_lookup (extra, GUINT_TO_POINTER (at - 1));
            if (list == NULL)
              {
                list = g_array_new (FALSE, FALSE, sizeof (CyCell));
                g_hash_table_insert (extra, GUINT_TO_POINTER (at - 1), list);
              }
            if (cy_sheet_cell (s, at - 1, m->left) == NULL)
              g_array_append_val (list, *cell);
          }
      }

    for (guint i = 0; i < s->rows->len; i++)
      {
        CySheetRow *row = &g_array_index (s->rows, CySheetRow, i);
        GArray *list = g_hash_table_lookup (extra, GUINT_TO_POINTER (i));
        guint first = cells->len;

        g_array_append_vals (cells, &g_array_index (s->cells, CyCell, row->first), row->n_cells);
        if (list != NULL)
          {
            g_array_append_vals (cells, list->data, list->len);
            row->n_cells += list->len;
            qsort (&g_array_index (cells, CyCell, first), row->n_cells, sizeof (CyCell), compare_cells);
          }
        row->first = first;
      }
  }
  g_array_unref (s->cells);
  s->cells = g_steal_pointer (&cells);
}
