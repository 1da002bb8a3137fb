#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-sheet-private.h"

#include <string.h>

/* Text tables: what encoding, what delimiter, which cells. */

/* Encodings */

/* Words that a roster in Chinese can hardly be without. They tell Big5 from GB18030, whose
 * byte pairs overlap: text in the one is nearly always valid in the other, as nonsense. */
static const char *const telling_words[] = {
  "姓名", "性别", "性別", "出生", "日期", "身份证", "身份證", "电话", "電話", "学校", "學校", "村", "备注", "備註", "序号", "序號",
};

static guint
count_telling_words (const char *text)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (telling_words); i++)
    n += strstr (text, telling_words[i]) != NULL;

  return n;
}

/* Converts all of @data. What is invalid becomes U+FFFD and is counted. */
static char *
convert (const guint8 *data,
         gsize         size,
         const char   *charset,
         gsize        *n_bad)
{
  GIConv conv = g_iconv_open ("UTF-8", charset);
  g_autoptr (GString) out = NULL;
  char *in = (char *) data;
  gsize left = size;
  char buffer[16384];

  *n_bad = 0;
  if (conv == (GIConv) -1)
    {
      *n_bad = size;
      return NULL;
    }

  out = g_string_sized_new (size + size / 2);
  while (left > 0)
    {
      char *p = buffer;
      gsize room = sizeof buffer;
      gsize result = g_iconv (conv, &in, &left, &p, &room);

      g_string_append_len (out, buffer, (gssize) (sizeof buffer - room));
      if (result != (gsize) -1 || room < 16)
        continue;
      (*n_bad)++;
      g_string_append (out, "\xef\xbf\xbd");
      in++;
      left--;
    }
  g_iconv_close (conv);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* UTF-16 without a mark: commas, digits and line ends have a zero in their upper byte. */
static const char *
guess_utf16 (const guint8 *data,
             gsize         size)
{
  gsize even = 0, odd = 0;
  gsize n = MIN (size, 65536);

  for (gsize i = 0; i < n; i++)
    if (data[i] == 0)
      {
        if (i % 2 == 0)
          even++;
        else
          odd++;
      }

  if (even + odd < n / 200 + 1)
    return NULL;
  if (odd > 4 * even)
    return "UTF-16LE";
  if (even > 4 * odd)
    return "UTF-16BE";

  return NULL;
}

static char *
decode_chinese (const guint8  *data,
                gsize          size,
                GError       **error)
{
  gsize gb_bad, big5_bad, n_bad;
  g_autofree char *gb = convert (data, size, "GB18030", &gb_bad);
  g_autofree char *big5 = NULL;
  g_autofree char *utf8 = NULL;

  if (gb_bad == 0 && gb != NULL && count_telling_words (gb) > 0)
    return g_steal_pointer (&gb);

  big5 = convert (data, size, "BIG5-HKSCS", &big5_bad);
  if (big5 != NULL && big5_bad == 0 && (gb_bad > 0 || count_telling_words (big5) > count_telling_words (gb)))
    return g_steal_pointer (&big5);
  if (gb_bad == 0 && gb != NULL)
    return g_steal_pointer (&gb);

  /* A few bytes were damaged on the way: the encoding with the least of them. */
  utf8 = convert (data, size, "UTF-8", &n_bad);
  if (utf8 != NULL && n_bad <= MIN (gb_bad, big5_bad) && n_bad <= size / 100)
    return g_steal_pointer (&utf8);
  if (gb != NULL && gb_bad <= big5_bad && gb_bad <= size / 100)
    return g_steal_pointer (&gb);
  if (big5 != NULL && big5_bad <= size / 100)
    return g_steal_pointer (&big5);

  g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_ENCODING, "The text is in no known encoding");
  return NULL;
}

/* Whether it has what text never has. */
static gboolean
is_binary (const char *text,
           gsize       size)
{
  gsize n_control = 0;

  if (memchr (text, '\0', size) != NULL)
    return TRUE;
  for (gsize i = 0; i < MIN (size, 65536); i++)
    if ((guchar) text[i] < 0x20 && strchr ("\t\n\r\f\v\x1a", text[i]) == NULL)
      n_control++;

  return n_control > MIN (size, 65536) / 200;
}

/**
 * cy_text_decode:
 * @data: the bytes of a text file
 *
 * Returns: (transfer full) (nullable): the text in UTF-8 without a byte order mark
 */
char *
cy_text_decode (const guint8  *data,
                gsize          size,
                GError       **error)
{
  g_autofree char *text = NULL;
  const char *charset = NULL;
  gsize n_bad;

  if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    return convert (data + 3, size - 3, "UTF-8", &n_bad);
  if (size >= 2 && memcmp (data, "\xff\xfe", 2) == 0)
    {
      charset = "UTF-16LE";
      data += 2, size -= 2;
    }
  else if (size >= 2 && memcmp (data, "\xfe\xff", 2) == 0)
    {
      charset = "UTF-16BE";
      data += 2, size -= 2;
    }
  else
    charset = guess_utf16 (data, size);

  if (charset != NULL)
    {
      text = convert (data, size, charset, &n_bad);
      if (text == NULL || n_bad > size / 100 || is_binary (text, strlen (text)))
        {
          g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_FOREIGN, "The file is not text");
          return NULL;
        }
      return g_steal_pointer (&text);
    }
  if (is_binary ((const char *) data, size))
    {
      g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_FOREIGN, "The file is not text");
      return NULL;
    }
  if (g_utf8_validate ((const char *) data, (gssize) size, NULL))
    return g_strndup ((const char *) data, size);

  return decode_chinese (data, size, error);
}

/* Records and fields */

typedef struct {
  const char *at;
  char delimiter;
  gboolean quotes;              /* whether a quotation mark quotes */
  gboolean unclosed;            /* a quotation was still open at the end of the text */
  GString *field;
} Parser;

typedef enum {
  AFTER_DELIMITER,
  AFTER_LINE,
  AFTER_TEXT,
} FieldEnd;

/* Reads what stands between quotation marks. */
static void
read_quoted (Parser *parser)
{
  for (;;)
    {
      const char *quote = strchr (parser->at, '"');

      if (quote == NULL)
        {
          parser->unclosed = TRUE;
          g_string_append (parser->field, parser->at);
          parser->at += strlen (parser->at);
          return;
        }
      g_string_append_len (parser->field, parser->at, quote - parser->at);
      parser->at = quote + 1;
      if (*parser->at != '"')
        return;
      g_string_append_c (parser->field, '"');
      parser->at++;
    }
}

static FieldEnd
read_field (Parser *parser)
{
  const char stops[] = { parser->delimiter, '\n', '\r', '\0' };
  gsize n;

  g_string_truncate (parser->field, 0);
  /* ="0123" keeps a spreadsheet from taking digits for a number. */
  if (parser->quotes && parser->at[0] == '=' && parser->at[1] == '"')
    parser->at++;
  if (parser->quotes && *parser->at == '"')
    {
      parser->at++;
      read_quoted (parser);
    }

  n = strcspn (parser->at, stops);
  g_string_append_len (parser->field, parser->at, (gssize) n);
  parser->at += n;

  if (*parser->at == '\0')
    return AFTER_TEXT;
  if (*parser->at == parser->delimiter)
    {
      parser->at++;
      return AFTER_DELIMITER;
    }
  if (parser->at[0] == '\r' && parser->at[1] == '\n')
    parser->at++;
  parser->at++;

  return AFTER_LINE;
}

/* How well a delimiter fits: the records that have as many fields as most have, times that
 * number. */
static guint
score_delimiter (const char *text,
                 char        delimiter)
{
  Parser parser = { text, delimiter, TRUE, FALSE, g_string_new (NULL) };
  guint counts[257] = { 0 };
  guint best = 0;
  guint n_fields = 0;
  FieldEnd end;

  for (guint records = 0; records < 200 && *parser.at != '\0';)
    {
      end = read_field (&parser);
      n_fields++;
      if (end == AFTER_DELIMITER)
        continue;
      counts[MIN (n_fields, 256)]++;
      n_fields = 0;
      records++;
    }
  g_string_free (parser.field, TRUE);

  for (guint n = 2; n < G_N_ELEMENTS (counts); n++)
    best = MAX (best, counts[n] * n);

  return best;
}

static char
find_delimiter (const char *text)
{
  static const char candidates[] = { ',', '\t', ';', '|' };
  char best = ',';
  guint best_score = 0;

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      guint score = score_delimiter (text, candidates[i]);

      if (score > best_score)
        {
          best = candidates[i];
          best_score = score;
        }
    }

  return best;
}

/* Spaces and tabs around a field belong to nobody. */
static char *
keep_field (CyBook  *book,
            GString *field)
{
  const char *start = field->str;
  const char *end = field->str + field->len;

  while (start < end && g_ascii_isspace (*start))
    start++;
  while (end > start && g_ascii_isspace (end[-1]))
    end--;

  return cy_book_text (book, start, end - start);
}

static gboolean
parse (CyBook        *book,
       CySheet       *sheet,
       Parser        *parser,
       GCancellable  *cancellable,
       GError       **error)
{
  guint row = 1;
  guint column = 0;

  while (*parser->at != '\0')
    {
      FieldEnd end = read_field (parser);

      if (parser->field->len > 0 &&
          !cy_sheet_add (book, sheet, row, column, CY_CELL_TEXT, keep_field (book, parser->field), 0, error))
        return FALSE;
      column++;
      if (end == AFTER_DELIMITER)
        continue;
      column = 0;
      row++;
      if (row % 4096 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
cy_read_csv (CyBook        *book,
             GBytes        *bytes,
             const char    *name,
             GCancellable  *cancellable,
             GError       **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = cy_text_decode (data, size, error);
  g_autoptr (GString) field = g_string_new (NULL);
  Parser parser = { .quotes = TRUE, .field = field };
  CySheet *sheet;

  if (text == NULL)
    return FALSE;

  parser.at = text;
  parser.delimiter = '\0';
  if (g_ascii_strncasecmp (text, "sep=", 4) == 0 && text[4] != '\0' && strchr ("\r\n", text[4]) == NULL)
    {
      parser.delimiter = text[4];
      parser.at += strcspn (parser.at, "\n");
      parser.at += *parser.at == '\n';
    }
  if (parser.delimiter == '\0')
    parser.delimiter = find_delimiter (parser.at);

  sheet = cy_book_add_sheet (book, name, FALSE);
  if (!parse (book, sheet, &parser, cancellable, error))
    return FALSE;

  /* A lone quotation mark has swallowed the rest: read again with marks that quote nothing. */
  if (parser.unclosed)
    {
      g_ptr_array_set_size (book->sheets, 0);
      sheet = cy_book_add_sheet (book, name, FALSE);
      parser.at = text;
      parser.quotes = FALSE;
      return parse (book, sheet, &parser, cancellable, error);
    }

  return TRUE;
}
