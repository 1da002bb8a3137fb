#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-sheet-private.h"
#include "cy-xml-private.h"

#include <libxml/HTMLparser.h>
#include <string.h>

/* What calls itself .xls and is not: pages with a table, as many a management system
 * exports, and the XML that Excel 2003 could save. */

/* Pages are read as a whole, as a tree. */
#define MAX_HTML_SIZE (64 * 1024 * 1024)

/* HTML */

typedef xmlDoc CyHtml;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyHtml, xmlFreeDoc)

static gboolean
is_element (xmlNode    *node,
            const char *name)
{
  return node->type == XML_ELEMENT_NODE && g_ascii_strcasecmp ((const char *) node->name, name) == 0;
}

static guint
span (xmlNode    *node,
      const char *name)
{
  xmlChar *value = xmlGetProp (node, (const xmlChar *) name);
  gint64 n = value != NULL ? g_ascii_strtoll ((const char *) value, NULL, 10) : 1;

  xmlFree (value);
  return (guint) CLAMP (n, 1, CY_SHEET_MAX_COLUMNS);
}

typedef struct {
  CyBook *book;
  CySheet *sheet;
  guint row;
  guint taken[CY_SHEET_MAX_COLUMNS];  /* the last row that a cell from above reaches down to */
} HtmlTable;

static gboolean
add_html_row (HtmlTable  *table,
              xmlNode    *row,
              GError    **error)
{
  guint column = 0;

  table->row++;
  for (xmlNode *node = row->children; node != NULL; node = node->next)
    {
      g_autofree char *text = NULL;
      xmlChar *content;
      guint columns, rows;

      if (!is_element (node, "td") && !is_element (node, "th"))
        continue;
      while (column < CY_SHEET_MAX_COLUMNS && table->taken[column] >= table->row)
        column++;

      columns = span (node, "colspan");
      rows = span (node, "rowspan");
      for (guint i = column; i < MIN (column + columns, CY_SHEET_MAX_COLUMNS); i++)
        table->taken[i] = table->row + rows - 1;
      cy_sheet_add_merge (table->sheet, table->row, column, table->row + rows - 1, column + columns - 1);

      content = xmlNodeGetContent (node);
      text = g_strdup (content != NULL ? (const char *) content : "");
      xmlFree (content);
      g_strstrip (text);
      if (!cy_sheet_add (table->book, table->sheet, table->row, column, CY_CELL_TEXT,
                         cy_book_text (table->book, text, -1), 0, error))
        return FALSE;
      column += columns;
    }

  return TRUE;
}

/* All rows of a table that are not of a table inside it. */
static gboolean
add_html_rows (HtmlTable  *table,
               xmlNode    *parent,
               GError    **error)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next)
    {
      if (is_element (node, "tr"))
        {
          if (!add_html_row (table, node, error))
            return FALSE;
        }
      else if (is_element (node, "thead") || is_element (node, "tbody") || is_element (node, "tfoot"))
        {
          if (!add_html_rows (table, node, error))
            return FALSE;
        }
    }

  return TRUE;
}

/* The next node in the order of the document. Walking without recursion, a page nested a
 * million times deep does no harm. */
static xmlNode *
next_node (xmlNode  *node,
           gboolean  into)
{
  if (into && node->children != NULL)
    return node->children;
  while (node != NULL && node->next == NULL)
    node = node->parent;

  return node != NULL ? node->next : NULL;
}

gboolean
cy_read_html (CyBook      *book,
              GBytes      *bytes,
              const char  *name,
              GError     **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = NULL;
  g_autoptr (CyHtml) page = NULL;
  guint n_tables = 0;

  if (size > MAX_HTML_SIZE)
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_TOO_BIG, "The page is too big");
      return FALSE;
    }
  text = cy_text_decode (data, size, error);
  if (text == NULL)
    return FALSE;

  page = htmlReadMemory (text, (int) strlen (text), NULL, "UTF-8",
                         HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
  for (xmlNode *node = page != NULL ? xmlDocGetRootElement (page) : NULL; node != NULL;)
    {
      gboolean is_table = is_element (node, "table");

      if (is_table)
        {
          g_autofree HtmlTable *table = g_new0 (HtmlTable, 1);
          g_autofree char *title = n_tables == 0 ? g_strdup (name) : g_strdup_printf ("%s %u", name, n_tables + 1);

          table->book = book;
          table->sheet = cy_book_add_sheet (book, title, FALSE);
          n_tables++;
          if (!add_html_rows (table, node, error))
            return FALSE;
        }
      node = next_node (node, !is_table);
    }

  if (n_tables == 0)
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_FOREIGN, "The page holds no table");
      return FALSE;
    }

  return TRUE;
}

/* The XML of Excel 2003 */

typedef struct {
  CyBook *book;
  CySheet *sheet;
  guint row;
  guint column;
  guint columns;                /* merged to the right */
  char type[16];
  GString *text;
  gboolean in_data;
} Xml2003;

static gboolean
xml2003_start (gpointer                data,
               const char             *name,
               const CyXmlAttributes  *attributes,
               GError                **error)
{
  Xml2003 *xml = data;

  if (strcmp (name, "Worksheet") == 0)
    {
      g_autofree char *title = cy_xml_dup (attributes, "Name");

      xml->sheet = cy_book_add_sheet (xml->book, title != NULL ? title : "", FALSE);
      xml->row = 0;
    }
  else if (xml->sheet == NULL)
    return TRUE;
  else if (strcmp (name, "Row") == 0)
    {
      xml->row = (guint) CLAMP (cy_xml_int (attributes, "Index", (gint64) xml->row + 1), 1, G_MAXINT32);
      xml->column = 0;
      xml->columns = 0;
    }
  else if (strcmp (name, "Cell") == 0)
    {
      gint64 next = (gint64) xml->column + xml->columns + 1;
      gint64 rows = CLAMP (cy_xml_int (attributes, "MergeDown", 0), 0, CY_SHEET_MAX_ROWS);

      xml->column = (guint) CLAMP (cy_xml_int (attributes, "Index", next), 1, G_MAXINT16);
      xml->columns = (guint) CLAMP (cy_xml_int (attributes, "MergeAcross", 0), 0, CY_SHEET_MAX_COLUMNS);
      cy_sheet_add_merge (xml->sheet, xml->row, xml->column - 1, xml->row + (guint) rows,
                          xml->column - 1 + xml->columns);
    }
  else if (strcmp (name, "Data") == 0)
    {
      xml->in_data = TRUE;
      g_string_truncate (xml->text, 0);
      if (!cy_xml_attribute (attributes, "Type", xml->type, sizeof xml->type))
        xml->type[0] = '\0';
    }

  return TRUE;
}

static gboolean
xml2003_end (gpointer     data,
             const char  *name,
             GError     **error)
{
  Xml2003 *xml = data;
  CyCellType type = CY_CELL_TEXT;
  double number = 0;

  if (strcmp (name, "Worksheet") == 0)
    xml->sheet = NULL;
  if (strcmp (name, "Data") != 0 || !xml->in_data)
    return TRUE;

  xml->in_data = FALSE;
  if (xml->sheet == NULL || xml->row == 0 || xml->column == 0)
    return TRUE;
  if (g_str_equal (xml->type, "Number"))
    {
      type = CY_CELL_NUMBER;
      number = g_ascii_strtod (xml->text->str, NULL);
    }
  else if (g_str_equal (xml->type, "DateTime") && xml->text->len >= 10)
    {
      g_string_truncate (xml->text, 10);
      if (cy_day_from_iso (xml->text->str) != CY_DAY_NONE)
        {
          type = CY_CELL_DATE;
          number = cy_day_from_iso (xml->text->str);
        }
    }
  else if (g_str_equal (xml->type, "Boolean"))
    {
      type = CY_CELL_BOOLEAN;
      number = xml->text->str[0] == '1';
    }
  else if (g_str_equal (xml->type, "Error"))
    type = CY_CELL_ERROR;

  return cy_sheet_add (xml->book, xml->sheet, xml->row, xml->column - 1, type,
                       cy_book_text (xml->book, xml->text->str, (gssize) xml->text->len), number, error);
}

static void
xml2003_text (gpointer    data,
              const char *text,
              gsize       length)
{
  Xml2003 *xml = data;

  if (xml->in_data)
    g_string_append_len (xml->text, text, (gssize) length);
}

gboolean
cy_read_xml2003 (CyBook        *book,
                 GBytes        *bytes,
                 GCancellable  *cancellable,
                 GError       **error)
{
  static const CyXmlHandler handler = { xml2003_start, xml2003_end, xml2003_text };
  g_autoptr (GString) text = g_string_new (NULL);
  Xml2003 data = { .book = book, .text = text };
  g_autoptr (CyXml) xml = cy_xml_new (&handler, &data);
  gsize size;
  const char *at = g_bytes_get_data (bytes, &size);

  while (size > 0)
    {
      gsize n = MIN (size, 1024 * 1024);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) || !cy_xml_feed (xml, at, n, error))
        return FALSE;
      at += n;
      size -= n;
    }

  return cy_xml_finish (xml, error);
}
