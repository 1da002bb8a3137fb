#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-private.h"

#include "cy-width.h"

#include <stdlib.h>
#include <string.h>

/* Which rows below the headings are about somebody. Totals, signatures and notes stand among
 * and below them, and cells may be merged over several. */

/* No roster has more merged rows than this; a file made to keep the program busy has. */
#define MAX_MERGED_ROWS 2000000

static const CySheetRow *
row_at (const CySheet *sheet,
        guint          index)
{
  return &g_array_index (sheet->rows, CySheetRow, index);
}

static const char *
text_at (const CySheet *sheet,
         guint          index,
         guint          column)
{
  const CyCell *cell = cy_sheet_cell (sheet, index, column);

  return cell != NULL && cell->type != CY_CELL_ERROR ? cell->text : NULL;
}

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

static int
compare_cells (gconstpointer a,
               gconstpointer b)
{
  return (int) ((const CyCell *) a)->column - (int) ((const CyCell *) b)->column;
}

/* Whether a merge is over several rows of one column whose text holds for all of them. */
static gboolean
holds_for_all (const CyImportSheet *sheet,
               const CyMerge       *merge)
{
  if (merge->left != merge->right || merge->bottom <= MAX (merge->top, sheet->header_row))
    return FALSE;

  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const CyImportColumn *c = g_ptr_array_index (sheet->columns, i);

      if (c->column == merge->left)
        return goes_down (c->field);
    }

  return FALSE;
}

/* Number of a row → its index, plus one. */
static GHashTable *
index_rows (const CyImportSheet *sheet)
{
  const CySheet *s = sheet->sheet;
  GHashTable *rows = g_hash_table_new (NULL, NULL);

  for (guint i = sheet->first_index; i < s->rows->len; i++)
    g_hash_table_insert (rows, GUINT_TO_POINTER (row_at (s, i)->number), GUINT_TO_POINTER (i + 1));

  return rows;
}

/* The cells that rows get from a merged cell above them: index of the row → GArray of CyCell. */
static GHashTable *
cells_from_above (const CyImportSheet *sheet)
{
  const CySheet *s = sheet->sheet;
  g_autoptr (GHashTable) rows = NULL;
  GHashTable *extra = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  guint left = MAX_MERGED_ROWS;

  for (guint i = 0; i < s->merges->len; i++)
    {
      const CyMerge *m = &g_array_index (s->merges, CyMerge, i);
      const CyCell *cell;
      guint top;

      if (!holds_for_all (sheet, m))
        continue;
      if (rows == NULL)
        rows = index_rows (sheet);
      top = GPOINTER_TO_UINT (g_hash_table_lookup (rows, GUINT_TO_POINTER (m->top)));
      cell = top > 0 ? cy_sheet_cell (s, top - 1, m->left) : NULL;
      for (guint number = m->top + 1; cell != NULL && number <= m->bottom && left > 0; number++, left--)
        {
          guint at = GPOINTER_TO_UINT (g_hash_table_lookup (rows, GUINT_TO_POINTER (number)));
          GArray *list;

          if (at == 0 || cy_sheet_cell (s, at - 1, m->left) != NULL)
            continue;
          list = g_hash_table_lookup (extra, GUINT_TO_POINTER (at - 1));
          if (list == NULL)
            {
              list = g_array_new (FALSE, FALSE, sizeof (CyCell));
              g_hash_table_insert (extra, GUINT_TO_POINTER (at - 1), list);
            }
          g_array_append_val (list, *cell);
        }
    }

  return extra;
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
  g_autoptr (GHashTable) extra = cells_from_above (sheet);
  g_autoptr (GArray) cells = NULL;

  if (g_hash_table_size (extra) == 0)
    return;

  cells = g_array_sized_new (FALSE, FALSE, sizeof (CyCell), s->cells->len);
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
  g_array_unref (s->cells);
  s->cells = g_steal_pointer (&cells);
}
