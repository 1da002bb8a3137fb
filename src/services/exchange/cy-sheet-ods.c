#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-sheet-private.h"
#include "cy-zip-private.h"

#include <string.h>

/* OpenDocument spreadsheets (ISO/IEC 26300): everything is in content.xml. Equal cells and
 * rows that follow each other are written once, with a count. */

/* Sheets are filled up to their end with one empty or formatted cell; nobody repeats what
 * holds something as often as this. */
#define MAX_REPEATED_ROWS 10000

typedef struct {
  CyCellType type;
  const char *text;
  double number;
  guint column;
} OdsCell;

typedef struct {
  CyBook *book;
  CySheet *sheet;
  GHashTable *hidden_styles;
  char *style;                  /* the style that is being defined */
  gboolean encrypted;

  guint row;                    /* of the next row */
  guint row_repeat;
  guint column;                 /* of the next cell */
  GArray *cells;                /* OdsCell of the running row */

  guint cell_repeat;
  guint span_columns;
  guint span_rows;
  char type[16];
  char value[64];
  GString *text;
  gboolean in_cell;
  guint in_paragraph;
  guint in_annotation;
} Ods;

static void
ods_clear (Ods *ods)
{
  g_hash_table_unref (ods->hidden_styles);
  g_free (ods->style);
  g_array_unref (ods->cells);
  g_string_free (ods->text, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ods, ods_clear)

static void
start_table (Ods                    *ods,
             const CyXmlAttributes  *attributes)
{
  g_autofree char *name = cy_xml_dup (attributes, "name");
  g_autofree char *style = cy_xml_dup (attributes, "style-name");
  gboolean hidden = style != NULL && g_hash_table_contains (ods->hidden_styles, style);

  ods->sheet = cy_book_add_sheet (ods->book, name != NULL ? name : "", hidden);
  ods->row = 1;
}

static void
start_cell (Ods                    *ods,
            const CyXmlAttributes  *attributes)
{
  ods->in_cell = TRUE;
  ods->in_paragraph = 0;
  ods->cell_repeat = (guint) CLAMP (cy_xml_int (attributes, "number-columns-repeated", 1), 1, CY_SHEET_MAX_COLUMNS);
  ods->span_columns = (guint) CLAMP (cy_xml_int (attributes, "number-columns-spanned", 1), 1, CY_SHEET_MAX_COLUMNS);
  ods->span_rows = (guint) CLAMP (cy_xml_int (attributes, "number-rows-spanned", 1), 1, CY_SHEET_MAX_ROWS);
  g_string_truncate (ods->text, 0);
  ods->value[0] = '\0';
  if (!cy_xml_attribute (attributes, "value-type", ods->type, sizeof ods->type))
    ods->type[0] = '\0';
  if (!cy_xml_attribute (attributes, "date-value", ods->value, sizeof ods->value) &&
      !cy_xml_attribute (attributes, "boolean-value", ods->value, sizeof ods->value))
    cy_xml_attribute (attributes, "value", ods->value, sizeof ods->value);
}

static void
add_spaces (Ods                    *ods,
            const CyXmlAttributes  *attributes)
{
  gint64 n = CLAMP (cy_xml_int (attributes, "c", 1), 1, 1000);

  for (gint64 i = 0; i < n; i++)
    g_string_append_c (ods->text, ' ');
}

static gboolean
content_start (gpointer                data,
               const char             *name,
               const CyXmlAttributes  *attributes,
               GError                **error)
{
  Ods *ods = data;
  char buffer[16];

  if (strcmp (name, "style") == 0)
    {
      g_free (ods->style);
      ods->style = cy_xml_dup (attributes, "name");
    }
  else if (strcmp (name, "table-properties") == 0)
    {
      if (ods->style != NULL && cy_xml_attribute (attributes, "display", buffer, sizeof buffer) &&
          g_str_equal (buffer, "false"))
        g_hash_table_add (ods->hidden_styles, g_strdup (ods->style));
    }
  else if (strcmp (name, "table") == 0)
    start_table (ods, attributes);
  else if (ods->sheet == NULL)
    return TRUE;
  else if (strcmp (name, "table-row") == 0)
    {
      ods->row_repeat = (guint) CLAMP (cy_xml_int (attributes, "number-rows-repeated", 1), 1, CY_SHEET_MAX_ROWS);
      ods->column = 0;
      g_array_set_size (ods->cells, 0);
    }
  else if (strcmp (name, "table-cell") == 0 || strcmp (name, "covered-table-cell") == 0)
    start_cell (ods, attributes);
  else if (!ods->in_cell)
    return TRUE;
  else if (strcmp (name, "annotation") == 0)
    ods->in_annotation++;
  else if (ods->in_annotation > 0)
    return TRUE;
  else if (strcmp (name, "p") == 0)
    {
      if (ods->text->len > 0)
        g_string_append_c (ods->text, '\n');
      ods->in_paragraph++;
    }
  else if (strcmp (name, "s") == 0)
    add_spaces (ods, attributes);
  else if (strcmp (name, "tab") == 0)
    g_string_append_c (ods->text, '\t');
  else if (strcmp (name, "line-break") == 0)
    g_string_append_c (ods->text, '\n');

  return TRUE;
}

static void
content_text (gpointer    data,
              const char *text,
              gsize       length)
{
  Ods *ods = data;

  if (ods->in_paragraph > 0 && ods->in_annotation == 0)
    g_string_append_len (ods->text, text, (gssize) length);
}

/* How many numbers a text shows: "2015年3月" shows two. */
static guint
count_numbers (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p++)
    n += g_ascii_isdigit (*p) && !g_ascii_isdigit (p[1]);

  return n;
}

static OdsCell
make_cell (Ods *ods)
{
  OdsCell cell = { .type = CY_CELL_TEXT, .text = ods->text->str };

  if (g_str_equal (ods->type, "date"))
    {
      CyDay day;

      ods->value[strlen (ods->value) > 10 ? 10 : strlen (ods->value)] = '\0';
      day = cy_day_from_iso (ods->value);
      if (day == CY_DAY_NONE)
        return cell;
      cell.type = CY_CELL_DATE;
      cell.number = day;
      if (g_str_has_suffix (ods->value, "-01") && count_numbers (ods->text->str) == 2)
        ods->value[7] = '\0';
      cell.text = ods->value;
    }
  else if (g_str_equal (ods->type, "boolean"))
    {
      cell.type = CY_CELL_BOOLEAN;
      cell.number = g_str_equal (ods->value, "true");
      cell.text = ods->value;
    }
  else if (ods->value[0] != '\0' && (g_str_equal (ods->type, "float") || g_str_equal (ods->type, "percentage") ||
                                     g_str_equal (ods->type, "currency")))
    {
      cell.type = CY_CELL_NUMBER;
      cell.number = g_ascii_strtod (ods->value, NULL);
      cell.text = ods->value;
    }

  return cell;
}

static void
end_cell (Ods *ods)
{
  OdsCell cell = make_cell (ods);

  ods->in_cell = FALSE;
  if (ods->span_columns > 1 || ods->span_rows > 1)
    cy_sheet_add_merge (ods->sheet, ods->row, ods->column, ods->row + ods->span_rows - 1,
                        ods->column + ods->span_columns - 1);

  if (cell.text[0] != '\0')
    {
      cell.text = cy_book_text (ods->book, cell.text, -1);
      for (guint i = 0; i < ods->cell_repeat && ods->column + i < CY_SHEET_MAX_COLUMNS; i++)
        {
          cell.column = ods->column + i;
          g_array_append_val (ods->cells, cell);
        }
    }
  ods->column = MIN (ods->column + ods->cell_repeat, CY_SHEET_MAX_COLUMNS);
}

static gboolean
end_row (Ods     *ods,
         GError **error)
{
  if (ods->cells->len > 0)
    for (guint i = 0; i < MIN (ods->row_repeat, MAX_REPEATED_ROWS); i++)
      for (guint j = 0; j < ods->cells->len; j++)
        {
          const OdsCell *cell = &g_array_index (ods->cells, OdsCell, j);

          if (!cy_sheet_add (ods->book, ods->sheet, ods->row + i, cell->column, cell->type, cell->text, cell->number, error))
            return FALSE;
        }
  g_array_set_size (ods->cells, 0);
  ods->row = MIN (ods->row + ods->row_repeat, CY_SHEET_MAX_ROWS + 1);

  return TRUE;
}

static gboolean
content_end (gpointer     data,
             const char  *name,
             GError     **error)
{
  Ods *ods = data;

  if (ods->sheet == NULL)
    return TRUE;
  if (strcmp (name, "table-row") == 0)
    return end_row (ods, error);
  if (strcmp (name, "table") == 0)
    ods->sheet = NULL;
  else if (ods->in_cell && (strcmp (name, "table-cell") == 0 || strcmp (name, "covered-table-cell") == 0))
    end_cell (ods);
  else if (strcmp (name, "annotation") == 0 && ods->in_annotation > 0)
    ods->in_annotation--;
  else if (strcmp (name, "p") == 0 && ods->in_paragraph > 0 && ods->in_annotation == 0)
    ods->in_paragraph--;

  return TRUE;
}

static gboolean
manifest_start (gpointer                data,
                const char             *name,
                const CyXmlAttributes  *attributes,
                GError                **error)
{
  Ods *ods = data;

  if (strcmp (name, "encryption-data") == 0)
    ods->encrypted = TRUE;

  return TRUE;
}

static gboolean
manifest_end (gpointer     data,
              const char  *name,
              GError     **error)
{
  return TRUE;
}

static void
manifest_text (gpointer    data,
               const char *text,
               gsize       length)
{
}

/* Returns FALSE without an error when the zip file is no OpenDocument. */
gboolean
cy_read_ods (CyBook        *book,
             GBytes        *bytes,
             GCancellable  *cancellable,
             GError       **error)
{
  static const CyXmlHandler manifest_handler = { manifest_start, manifest_end, manifest_text };
  static const CyXmlHandler content_handler = { content_start, content_end, content_text };
  g_autoptr (CyZip) zip = cy_zip_open (bytes, error);
  g_auto (Ods) ods = { .book = book };

  ods.hidden_styles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ods.cells = g_array_new (FALSE, FALSE, sizeof (OdsCell));
  ods.text = g_string_new (NULL);

  if (zip == NULL)
    return FALSE;
  if (!cy_zip_has (zip, "META-INF/manifest.xml") || cy_zip_has (zip, "[Content_Types].xml"))
    return FALSE;

  if (!cy_zip_parse (zip, "META-INF/manifest.xml", &manifest_handler, &ods, cancellable, error))
    return FALSE;
  if (ods.encrypted || cy_zip_has (zip, "encrypted-package"))
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_ENCRYPTED, "The document is encrypted");
      return FALSE;
    }
  if (!cy_zip_has (zip, "content.xml"))
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_FOREIGN, "The zip file holds no document");
      return FALSE;
    }
  if (!cy_zip_parse (zip, "content.xml", &content_handler, &ods, cancellable, error))
    return FALSE;
  if (book->sheets->len == 0)
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_FOREIGN, "The document holds no table");
      return FALSE;
    }

  return TRUE;
}
