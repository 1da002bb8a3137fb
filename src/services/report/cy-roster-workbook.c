#define G_LOG_DOMAIN "cy-report"

#include "config.h"

#include "cy-roster-workbook.h"

#include "exchange/cy-roster-record.h"
#include "exchange/cy-sheet-writer.h"

#include <glib/gi18n.h>
#include <string.h>

/* The roster as a workbook speaks as rosters do, in Chinese whatever the language of the
 * program, so that an import, and the next office, understands it. */

/* A row is kept as one piece: for each field with a text in it, in their order, the field's number
 * and the text. A hundred thousand rows of separate texts would be 140 MB. */
#define END 0xff

G_STATIC_ASSERT (CY_FIELD_COUNT < END);

/* Columns that a roster has even where nobody has anything in them: a form to fill in. */
static const CyImportField usual_fields[] = {
  CY_FIELD_NAME, CY_FIELD_SEX, CY_FIELD_BIRTH, CY_FIELD_ID_NUMBER, CY_FIELD_VILLAGE, CY_FIELD_ADDRESS, CY_FIELD_SCHOOL,
  CY_FIELD_CLASS, CY_FIELD_GUARDIAN_NAME, CY_FIELD_GUARDIAN_KIN, CY_FIELD_GUARDIAN_PHONE, CY_FIELD_FATHER_NAME,
  CY_FIELD_FATHER_PLACE, CY_FIELD_MOTHER_NAME, CY_FIELD_MOTHER_PLACE,
};

static char *
row_new (char * const *texts)
{
  g_autoptr (GString) row = g_string_new (NULL);

  for (guint i = 0; i < CY_FIELD_COUNT; i++)
    if (texts[i] != NULL)
      {
        g_string_append_c (row, (char) i);
        g_string_append_len (row, texts[i], (gssize) strlen (texts[i]) + 1);
      }
  g_string_append_c (row, (char) END);

  return g_memdup2 (row->str, row->len);
}

/* @texts: the row's texts, %NULL where it has none. */
static void
row_read (const char *row,
          const char *texts[CY_FIELD_COUNT])
{
  memset (texts, 0, CY_FIELD_COUNT * sizeof *texts);
  for (const char *at = row; (guchar) *at != END; at += strlen (at) + 1)
    {
      guint field = (guchar) *at++;

      texts[field] = at;
    }
}

/**
 * cy_roster_rows_load:
 * @child_ids: (element-type gint64): the children, in the order of the rows
 * @today: the day on which somebody has an age, a guardian, a place of work
 *
 * Reads what a roster says of children.
 *
 * Returns: (transfer full) (nullable): the rows, for cy_roster_workbook()
 */
GPtrArray *
cy_roster_rows_load (CyConn        *conn,
                     GArray        *child_ids,
                     CyDay          today,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < child_ids->len; i++)
    {
      g_auto (CyRosterRecord) record = { 0 };

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !cy_roster_record_load (conn, g_array_index (child_ids, gint64, i), today, &record, error))
        return NULL;

      g_ptr_array_add (rows, row_new (record.texts));
    }

  return g_steal_pointer (&rows);
}

/* The columns that are needed, in the order of the fields. */
static GArray *
needed_fields (GPtrArray *rows)
{
  GArray *fields = g_array_new (FALSE, FALSE, sizeof (CyImportField));
  gboolean needed[CY_FIELD_COUNT] = { FALSE };

  for (guint i = 0; i < G_N_ELEMENTS (usual_fields); i++)
    needed[usual_fields[i]] = TRUE;
  for (guint i = 0; i < rows->len; i++)
    {
      const char *texts[CY_FIELD_COUNT];

      row_read (g_ptr_array_index (rows, i), texts);
      for (guint j = 0; j < CY_FIELD_COUNT; j++)
        needed[j] = needed[j] || texts[j] != NULL;
    }

  for (CyImportField j = 0; j < CY_FIELD_COUNT; j++)
    if (needed[j] && j != CY_FIELD_SEQUENCE && cy_import_field_heading (j) != NULL)
      g_array_append_val (fields, j);

  return fields;
}

static double
width_of (CyImportField field)
{
  switch (field)
    {
    case CY_FIELD_ID_NUMBER:
    case CY_FIELD_GUARDIAN_ID:
    case CY_FIELD_FATHER_ID:
    case CY_FIELD_MOTHER_ID:
    case CY_FIELD_SCHOOL:
    case CY_FIELD_FATHER_PLACE:
    case CY_FIELD_MOTHER_PLACE:
      return 22;
    case CY_FIELD_ADDRESS:
    case CY_FIELD_HUKOU:
    case CY_FIELD_GUARDIAN_ADDRESS:
    case CY_FIELD_REMARKS:
      return 30;
    case CY_FIELD_SEX:
      return 6;
    default:
      return 14;
    }
}

static void
add_header (CySheetWriter *writer,
            GArray        *fields)
{
  g_autofree double *widths = g_new (double, fields->len + 1);

  /* The number of the row, as every roster has it. */
  widths[0] = 6;
  for (guint i = 0; i < fields->len; i++)
    widths[i + 1] = width_of (g_array_index (fields, CyImportField, i));
  /* TRANSLATORS: the name of a workbook's sheet: 花名册 */
  cy_sheet_writer_add_sheet (writer, C_("sheet", "Roster"), widths, fields->len + 1);
  cy_sheet_writer_next_row (writer);
  cy_sheet_writer_add_text (writer, cy_import_field_heading (CY_FIELD_SEQUENCE) != NULL
                                    ? cy_import_field_heading (CY_FIELD_SEQUENCE) : "序号", CY_SHEET_STYLE_HEADER);
  for (guint i = 0; i < fields->len; i++)
    cy_sheet_writer_add_text (writer, cy_import_field_heading (g_array_index (fields, CyImportField, i)),
                              CY_SHEET_STYLE_HEADER);
  cy_sheet_writer_freeze (writer, 2);
}

/**
 * cy_roster_workbook:
 * @rows: of cy_roster_rows_load()
 * @cancellable: (nullable):
 * @error: %G_IO_ERROR with the cause
 *
 * Writes a roster that imports again: every column has the heading by which an import knows
 * it, and every cell the form in which it reads it.
 *
 * Returns: (transfer full) (nullable): an .xlsx file's content
 */
GBytes *
cy_roster_workbook (GPtrArray     *rows,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (CySheetWriter) writer = cy_sheet_writer_new (_("Roster of left-behind children"));
  g_autoptr (GArray) fields = needed_fields (rows);

  add_header (writer, fields);
  for (guint i = 0; i < rows->len; i++)
    {
      const char *texts[CY_FIELD_COUNT];

      if (i % 256 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      row_read (g_ptr_array_index (rows, i), texts);
      cy_sheet_writer_next_row (writer);
      cy_sheet_writer_add_int (writer, i + 1, CY_SHEET_STYLE_PLAIN);
      for (guint j = 0; j < fields->len; j++)
        cy_sheet_writer_add_text (writer, texts[g_array_index (fields, CyImportField, j)], CY_SHEET_STYLE_PLAIN);
    }

  return cy_sheet_writer_finish (writer, error);
}
