#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-sheet-private.h"
#include "cy-zip-private.h"

#include <string.h>

/* Office Open XML workbooks (ECMA-376): workbook.xml lists the sheets, its relations say in
 * which part each is, styles.xml which numbers are dates, sharedStrings.xml holds texts that
 * cells name by number. Parts are read in that order, each as a stream. */

typedef struct {
  char *name;
  char *relation;
  gboolean hidden;
} SheetEntry;

typedef struct {
  CyBook *book;
  CyZip *zip;
  GCancellable *cancellable;

  char *workbook;               /* the part's name */
  GPtrArray *entries;           /* SheetEntry */
  GHashTable *targets;          /* relation → part */
  GHashTable *formats;          /* number of the format → CyShown */
  GArray *styles;               /* CyShown of each cell style */
  GPtrArray *strings;           /* texts of the book */
  gboolean from_1904;

  /* While a part is read: */
  GString *text;
  gboolean in_text;
  guint phonetic;               /* inside the reading of a text, which is not part of it */
  gboolean in_cell_styles;
  CySheet *sheet;
  guint row;
  guint column;
  char type[12];
  guint style;
} Xlsx;

static void
sheet_entry_free (SheetEntry *entry)
{
  g_free (entry->name);
  g_free (entry->relation);
  g_free (entry);
}

static void
xlsx_clear (Xlsx *xlsx)
{
  g_clear_pointer (&xlsx->zip, cy_zip_free);
  g_free (xlsx->workbook);
  g_ptr_array_unref (xlsx->entries);
  g_hash_table_unref (xlsx->targets);
  g_hash_table_unref (xlsx->formats);
  g_array_unref (xlsx->styles);
  g_ptr_array_unref (xlsx->strings);
  g_string_free (xlsx->text, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Xlsx, xlsx_clear)

static void
collect_text (gpointer    data,
              const char *text,
              gsize       length)
{
  Xlsx *xlsx = data;

  if (xlsx->in_text && xlsx->phonetic == 0)
    g_string_append_len (xlsx->text, text, (gssize) length);
}

static void
ignore_text (gpointer    data,
             const char *text,
             gsize       length)
{
}

static gboolean
ignore_end (gpointer     data,
            const char  *name,
            GError     **error)
{
  return TRUE;
}

/* Characters that XML cannot hold are written _x000D_. */
static void
unescape (GString *text)
{
  char *at = text->str;

  while ((at = strstr (at, "_x")) != NULL)
    {
      guint32 code = 0;
      char utf8[6];
      int n;
      gboolean valid = strlen (at) >= 7 && at[6] == '_';

      for (int i = 2; valid && i < 6; i++)
        {
          valid = g_ascii_isxdigit (at[i]);
          code = code * 16 + (guint32) MAX (0, g_ascii_xdigit_value (at[i]));
        }
      if (!valid || code == 0 || !g_unichar_validate (code))
        {
          at += 2;
          continue;
        }
      n = g_unichar_to_utf8 (code, utf8);
      memcpy (at, utf8, (gsize) n);
      g_string_erase (text, at - text->str + n, 7 - n);
      at += n;
    }
}

/* Relations */

static gboolean
root_relation_start (gpointer                data,
                     const char             *name,
                     const CyXmlAttributes  *attributes,
                     GError                **error)
{
  Xlsx *xlsx = data;
  g_autofree char *type = NULL;

  if (strcmp (name, "Relationship") != 0)
    return TRUE;

  type = cy_xml_dup (attributes, "Type");
  if (type != NULL && g_str_has_suffix (type, "/officeDocument"))
    {
      g_autofree char *target = cy_xml_dup (attributes, "Target");

      if (target != NULL && xlsx->workbook == NULL)
        xlsx->workbook = g_strdup (target[0] == '/' ? target + 1 : target);
    }

  return TRUE;
}

/* A target is relative to the folder of the workbook. */
static char *
resolve (Xlsx       *xlsx,
         const char *target)
{
  g_autofree char *folder = g_path_get_dirname (xlsx->workbook);
  g_autofree char *absolute = g_strconcat ("/", folder, NULL);
  g_autofree char *path = g_canonicalize_filename (target, absolute);

  return g_strdup (path + 1);
}

static gboolean
relation_start (gpointer                data,
                const char             *name,
                const CyXmlAttributes  *attributes,
                GError                **error)
{
  Xlsx *xlsx = data;
  g_autofree char *id = cy_xml_dup (attributes, "Id");
  g_autofree char *target = cy_xml_dup (attributes, "Target");
  g_autofree char *type = cy_xml_dup (attributes, "Type");

  if (strcmp (name, "Relationship") != 0 || id == NULL || target == NULL)
    return TRUE;

  if (type != NULL && g_str_has_suffix (type, "/sharedStrings"))
    g_hash_table_insert (xlsx->targets, g_strdup ("strings"), resolve (xlsx, target));
  else if (type != NULL && g_str_has_suffix (type, "/styles"))
    g_hash_table_insert (xlsx->targets, g_strdup ("styles"), resolve (xlsx, target));
  else
    g_hash_table_insert (xlsx->targets, g_steal_pointer (&id), resolve (xlsx, target));

  return TRUE;
}

/* The workbook */

static gboolean
workbook_start (gpointer                data,
                const char             *name,
                const CyXmlAttributes  *attributes,
                GError                **error)
{
  Xlsx *xlsx = data;
  char buffer[16] = "";

  if (strcmp (name, "workbookPr") == 0 && cy_xml_attribute (attributes, "date1904", buffer, sizeof buffer))
    xlsx->from_1904 = g_str_equal (buffer, "1") || g_str_equal (buffer, "true");
  if (strcmp (name, "sheet") == 0)
    {
      SheetEntry *entry = g_new0 (SheetEntry, 1);

      entry->name = cy_xml_dup (attributes, "name");
      entry->relation = cy_xml_dup (attributes, "id");
      entry->hidden = cy_xml_attribute (attributes, "state", buffer, sizeof buffer) && !g_str_equal (buffer, "visible");
      g_ptr_array_add (xlsx->entries, entry);
    }

  return TRUE;
}

/* Styles */

static CyShown
shown_by_number (Xlsx  *xlsx,
                 guint  format)
{
  gpointer listed;

  if (g_hash_table_lookup_extended (xlsx->formats, GUINT_TO_POINTER (format), NULL, &listed))
    return (CyShown) GPOINTER_TO_INT (listed);

  return cy_shown_by_number (format);
}

static gboolean
styles_start (gpointer                data,
              const char             *name,
              const CyXmlAttributes  *attributes,
              GError                **error)
{
  Xlsx *xlsx = data;

  if (strcmp (name, "cellXfs") == 0)
    xlsx->in_cell_styles = TRUE;
  else if (strcmp (name, "numFmt") == 0)
    {
      g_autofree char *code = cy_xml_dup (attributes, "formatCode");
      gint64 id = cy_xml_int (attributes, "numFmtId", 0);

      if (code != NULL)
        g_hash_table_insert (xlsx->formats, GUINT_TO_POINTER ((guint) id), GINT_TO_POINTER (cy_shown_by_code (code)));
    }
  else if (strcmp (name, "xf") == 0 && xlsx->in_cell_styles && xlsx->styles->len < 100000)
    {
      guint8 shown = (guint8) shown_by_number (xlsx, (guint) cy_xml_int (attributes, "numFmtId", 0));

      g_array_append_val (xlsx->styles, shown);
    }

  return TRUE;
}

static gboolean
styles_end (gpointer     data,
            const char  *name,
            GError     **error)
{
  Xlsx *xlsx = data;

  if (strcmp (name, "cellXfs") == 0)
    xlsx->in_cell_styles = FALSE;

  return TRUE;
}

/* Shared strings */

static gboolean
strings_start (gpointer                data,
               const char             *name,
               const CyXmlAttributes  *attributes,
               GError                **error)
{
  Xlsx *xlsx = data;

  if (strcmp (name, "t") == 0)
    xlsx->in_text = TRUE;
  else if (strcmp (name, "rPh") == 0)
    xlsx->phonetic++;
  else if (strcmp (name, "si") == 0)
    g_string_truncate (xlsx->text, 0);

  return TRUE;
}

static gboolean
strings_end (gpointer     data,
             const char  *name,
             GError     **error)
{
  Xlsx *xlsx = data;

  if (strcmp (name, "t") == 0)
    xlsx->in_text = FALSE;
  else if (strcmp (name, "rPh") == 0)
    xlsx->phonetic--;
  else if (strcmp (name, "si") == 0)
    {
      unescape (xlsx->text);
      g_ptr_array_add (xlsx->strings, cy_book_text (xlsx->book, xlsx->text->str, (gssize) xlsx->text->len));
    }

  return TRUE;
}

/* Sheets */

/* "AB12" → row 12, column 27. */
static gboolean
parse_reference (const char *reference,
                 guint      *row,
                 guint      *column)
{
  guint64 c = 0, r = 0;
  const char *p = reference;

  for (; g_ascii_isalpha (*p) && c < 100000; p++)
    c = c * 26 + (guint64) (g_ascii_toupper (*p) - 'A' + 1);
  for (; g_ascii_isdigit (*p) && r < 10000000; p++)
    r = r * 10 + (guint64) (*p - '0');
  if (c == 0)
    return FALSE;

  *column = (guint) c - 1;
  *row = (guint) r;
  return TRUE;
}

static void
add_merge (Xlsx       *xlsx,
           const char *reference)
{
  const char *colon = strchr (reference, ':');
  CyMerge m = { 0 };

  if (colon != NULL && parse_reference (reference, &m.top, &m.left) && parse_reference (colon + 1, &m.bottom, &m.right))
    cy_sheet_add_merge (xlsx->sheet, m.top, m.left, m.bottom, m.right);
}

static gboolean
sheet_start (gpointer                data,
             const char             *name,
             const CyXmlAttributes  *attributes,
             GError                **error)
{
  Xlsx *xlsx = data;
  char buffer[32];

  if (name[0] == 'c' && name[1] == '\0')
    {
      guint row;

      if (!cy_xml_attribute (attributes, "r", buffer, sizeof buffer) || !parse_reference (buffer, &row, &xlsx->column))
        xlsx->column++;
      xlsx->style = (guint) cy_xml_int (attributes, "s", 0);
      if (!cy_xml_attribute (attributes, "t", xlsx->type, sizeof xlsx->type))
        xlsx->type[0] = '\0';
      g_string_truncate (xlsx->text, 0);
    }
  else if (strcmp (name, "v") == 0 || strcmp (name, "t") == 0)
    xlsx->in_text = TRUE;
  else if (strcmp (name, "rPh") == 0)
    xlsx->phonetic++;
  else if (strcmp (name, "row") == 0)
    {
      xlsx->row = (guint) CLAMP (cy_xml_int (attributes, "r", (gint64) xlsx->row + 1), 1, G_MAXINT32);
      xlsx->column = G_MAXUINT;
    }
  else if (strcmp (name, "mergeCell") == 0 && cy_xml_attribute (attributes, "ref", buffer, sizeof buffer))
    add_merge (xlsx, buffer);

  return TRUE;
}

/* A number that is shown as a date is one. Where only the month is shown, the day is the
 * 1st because it had to be some day. */
static gboolean
add_date (Xlsx     *xlsx,
          CyShown     shown,
          double    number,
          GError  **error)
{
  CyDay day = cy_serial_to_day (number, xlsx->from_1904);
  g_autofree char *iso = cy_day_to_iso (day);

  if (shown != CY_SHOWN_AS_DAY && g_str_has_suffix (iso, "-01"))
    iso[7] = '\0';
  if (shown == CY_SHOWN_AS_YEAR && g_str_has_suffix (iso, "-01") && strlen (iso) == 7)
    iso[4] = '\0';

  return cy_sheet_add (xlsx->book, xlsx->sheet, xlsx->row, xlsx->column, CY_CELL_DATE,
                       cy_book_text (xlsx->book, iso, -1), day, error);
}

static gboolean
add_cell (Xlsx    *xlsx,
          GError **error)
{
  const char *text = xlsx->text->str;
  CyCellType type = CY_CELL_TEXT;
  double number = 0;

  if (xlsx->text->len == 0)
    return TRUE;

  if (g_str_equal (xlsx->type, "s"))
    {
      guint64 index = g_ascii_strtoull (text, NULL, 10);

      if (index >= xlsx->strings->len)
        return TRUE;
      return cy_sheet_add (xlsx->book, xlsx->sheet, xlsx->row, xlsx->column, CY_CELL_TEXT,
                           g_ptr_array_index (xlsx->strings, index), 0, error);
    }
  if (g_str_equal (xlsx->type, "inlineStr") || g_str_equal (xlsx->type, "str") || g_str_equal (xlsx->type, "d"))
    unescape (xlsx->text);
  else if (g_str_equal (xlsx->type, "b"))
    {
      type = CY_CELL_BOOLEAN;
      number = text[0] == '1' || g_ascii_strcasecmp (text, "true") == 0;
    }
  else if (g_str_equal (xlsx->type, "e"))
    type = CY_CELL_ERROR;
  else
    {
      CyShown shown = xlsx->style < xlsx->styles->len ? g_array_index (xlsx->styles, guint8, xlsx->style) : CY_SHOWN_AS_NUMBER;

      type = CY_CELL_NUMBER;
      number = g_ascii_strtod (text, NULL);
      if (shown != CY_SHOWN_AS_NUMBER && cy_serial_to_day (number, xlsx->from_1904) != CY_DAY_NONE)
        return add_date (xlsx, shown, number, error);
    }

  return cy_sheet_add (xlsx->book, xlsx->sheet, xlsx->row, xlsx->column, type,
                       cy_book_text (xlsx->book, xlsx->text->str, (gssize) xlsx->text->len), number, error);
}

static gboolean
sheet_end (gpointer     data,
           const char  *name,
           GError     **error)
{
  Xlsx *xlsx = data;

  if (name[0] == 'c' && name[1] == '\0')
    return add_cell (xlsx, error);
  if (strcmp (name, "v") == 0 || strcmp (name, "t") == 0)
    xlsx->in_text = FALSE;
  else if (strcmp (name, "rPh") == 0)
    xlsx->phonetic--;

  return TRUE;
}

static const CyXmlHandler root_handler = { root_relation_start, ignore_end, ignore_text };
static const CyXmlHandler relation_handler = { relation_start, ignore_end, ignore_text };
static const CyXmlHandler workbook_handler = { workbook_start, ignore_end, ignore_text };
static const CyXmlHandler styles_handler = { styles_start, styles_end, ignore_text };
static const CyXmlHandler strings_handler = { strings_start, strings_end, collect_text };
static const CyXmlHandler sheet_handler = { sheet_start, sheet_end, collect_text };

/* Reads a part that may be missing. */
static gboolean
read_part (Xlsx                *xlsx,
           const char          *part,
           const CyXmlHandler  *handler,
           GError             **error)
{
  if (part == NULL || !cy_zip_has (xlsx->zip, part))
    return TRUE;

  g_string_truncate (xlsx->text, 0);
  xlsx->in_text = FALSE;
  xlsx->phonetic = 0;

  return cy_zip_parse (xlsx->zip, part, handler, xlsx, xlsx->cancellable, error);
}

static gboolean
find_workbook (Xlsx    *xlsx,
               GError **error)
{
  if (!read_part (xlsx, "_rels/.rels", &root_handler, error))
    return FALSE;
  if (xlsx->workbook == NULL)
    xlsx->workbook = g_strdup ("xl/workbook.xml");
  if (g_str_has_suffix (xlsx->workbook, ".bin"))
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_UNSUPPORTED, "Binary workbooks are not read");
      return FALSE;
    }
  if (!cy_zip_has (xlsx->zip, xlsx->workbook))
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_FOREIGN, "The zip file holds no workbook");
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_sheets (Xlsx    *xlsx,
             GError **error)
{
  for (guint i = 0; i < xlsx->entries->len; i++)
    {
      SheetEntry *entry = g_ptr_array_index (xlsx->entries, i);
      const char *part = entry->relation != NULL ? g_hash_table_lookup (xlsx->targets, entry->relation) : NULL;

      xlsx->sheet = cy_book_add_sheet (xlsx->book, entry->name != NULL ? entry->name : "", entry->hidden);
      xlsx->row = 0;
      if (part == NULL || !cy_zip_has (xlsx->zip, part))
        {
          g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_DAMAGED, "A sheet is missing");
          return FALSE;
        }
      if (!read_part (xlsx, part, &sheet_handler, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
cy_read_xlsx (CyBook        *book,
              GBytes        *bytes,
              GCancellable  *cancellable,
              GError       **error)
{
  g_auto (Xlsx) xlsx = { .book = book, .cancellable = cancellable };
  g_autofree char *relations = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *base = NULL;

  xlsx.entries = g_ptr_array_new_with_free_func ((GDestroyNotify) sheet_entry_free);
  xlsx.targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  xlsx.formats = g_hash_table_new (NULL, NULL);
  xlsx.styles = g_array_new (FALSE, FALSE, sizeof (guint8));
  xlsx.strings = g_ptr_array_new ();
  xlsx.text = g_string_new (NULL);

  xlsx.zip = cy_zip_open (bytes, error);
  if (xlsx.zip == NULL || !find_workbook (&xlsx, error))
    return FALSE;

  folder = g_path_get_dirname (xlsx.workbook);
  base = g_path_get_basename (xlsx.workbook);
  relations = g_strdup_printf ("%s%s_rels/%s.rels", folder[0] == '.' ? "" : folder, folder[0] == '.' ? "" : "/", base);

  return read_part (&xlsx, relations, &relation_handler, error) &&
         read_part (&xlsx, xlsx.workbook, &workbook_handler, error) &&
         read_part (&xlsx, g_hash_table_lookup (xlsx.targets, "styles"), &styles_handler, error) &&
         read_part (&xlsx, g_hash_table_lookup (xlsx.targets, "strings"), &strings_handler, error) &&
         read_sheets (&xlsx, error);
}
