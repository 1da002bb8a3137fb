#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-private.h"
#include "care/cy-care.h"

#include "cy-bulk-insert.h"
#include "cy-contact.h"
#include "cy-import-store.h"
#include "cy-person-store.h"
#include "cy-width.h"

#include <string.h>

/* A log of talks, visits and calls that was kept elsewhere. */

/* A row of a log, read. */
typedef struct {
  CyDay date;
  CyContactKind kind;
  gboolean has_kind;
  gboolean date_known;
  gboolean reached;
  int minutes;
  char *text;
  char *by;
} LogRow;

static void
log_row_clear (LogRow *row)
{
  g_free (row->text);
  g_free (row->by);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LogRow, log_row_clear)

/* Reading */

/* 40, 40分钟, 1小时, 1.5小时, 半小时, 1小时20分. */
static int
read_minutes (const char *text)
{
  double value = 0, minutes = 0;
  gboolean any = FALSE;

  if (text == NULL)
    return 0;
  if (g_str_has_prefix (text, "半"))
    return 30;

  for (const char *p = text; *p != '\0';)
    {
      char *end;

      if (g_ascii_isdigit (*p))
        {
          value = g_ascii_strtod (p, &end);
          any = TRUE;
          p = end;
          continue;
        }
      if (any && (g_str_has_prefix (p, "小时") || g_str_has_prefix (p, "小時") || g_str_has_prefix (p, "时") || *p == 'h'))
        {
          minutes += value * 60;
          value = 0;
          any = FALSE;
        }
      p = g_utf8_next_char (p);
    }
  if (any)
    minutes += value;

  return minutes >= 0 && minutes < 24 * 60 ? (int) minutes : 0;
}

/* Whether the other side was reached: yes unless it says otherwise. */
static gboolean
read_reached (const char *text)
{
  static const char *const no_words[] = { "未", "没", "無", "无", "失败", "关机", "停机", "not", "unreach" };
  gboolean yes;

  if (text == NULL || cy_value_read_yes (text, &yes) == CY_READ_EMPTY)
    return text == NULL || !cy_value_is_nothing (text) || g_str_equal (text, "?");
  if (cy_value_read_yes (text, &yes) == CY_READ_OK)
    return yes;
  for (guint i = 0; i < G_N_ELEMENTS (no_words); i++)
    if (strstr (text, no_words[i]) != NULL)
      return FALSE;

  return TRUE;
}

/* A log of one kind only says so in its title or on its tab: 家访记录表. */
static gboolean
kind_of_sheet (const CyImportSheet *sheet,
               CyContactKind       *kind)
{
  if (sheet->columns_of_field[CY_FIELD_KIND] >= 0)
    return FALSE;

  for (guint i = 0; i < sheet->first_index && i < 5; i++)
    {
      const CySheetRow *row = &g_array_index (sheet->sheet->rows, CySheetRow, i);
      const CyCell *cell = &g_array_index (sheet->sheet->cells, CyCell, row->first);

      if (row->number < sheet->header_row && row->n_cells <= 3 && cy_value_read_kind (cell->text, kind))
        return TRUE;
    }
  if (!cy_value_read_kind (sheet->sheet->name, kind))
    *kind = CY_CONTACT_TALK;

  return TRUE;
}

static void
read_log_row (const CyImportPlan  *plan,
              const CyImportSheet *sheet,
              guint                index,
              LogRow              *row)
{
  g_autofree char *kind = cy_value_text (cy_import_cell (sheet, index, CY_FIELD_KIND));
  g_autofree char *minutes = cy_value_text (cy_import_cell (sheet, index, CY_FIELD_MINUTES));
  const CyCell *reached = cy_import_cell (sheet, index, CY_FIELD_REACHED);
  g_autofree char *reached_text = reached != NULL ? cy_width_tidy (reached->text) : NULL;
  CyDatePrecision precision;
  CyReadResult result = cy_value_read_date (cy_import_cell (sheet, index, CY_FIELD_DATE), plan->today, &row->date, &precision);

  row->date_known = result == CY_READ_OK && precision == CY_DATE_DAY;
  row->has_kind = kind_of_sheet (sheet, &row->kind) || cy_value_read_kind (kind, &row->kind);
  row->minutes = read_minutes (minutes);
  row->reached = read_reached (reached_text);
  row->text = cy_value_note (cy_import_cell (sheet, index, CY_FIELD_TEXT));
  row->by = cy_value_text (cy_import_cell (sheet, index, CY_FIELD_CONTACT_BY));
}

static void
check_log_row (const CyImportPlan *plan,
               const LogRow       *log,
               CyImportRow        *row)
{
  row->problems = 0;
  if (!log->date_known)
    row->problems |= CY_PROBLEM_DATE_UNREADABLE;
  else if (log->date > plan->today)
    row->problems |= CY_PROBLEM_DATE_FUTURE;
  if (!log->has_kind)
    row->problems |= CY_PROBLEM_KIND_UNKNOWN;
}

/**
 * cy_import_check_contacts:
 *
 * Checks what the rows of a log say by themselves; whose they are is the archive's to say.
 */
void
cy_import_check_contacts (CyImportPlan *plan)
{
  for (guint i = 0; i < plan->sheets->len; i++)
    {
      const CyImportSheet *sheet = g_ptr_array_index (plan->sheets, i);

      for (guint j = 0; sheet->used && j < sheet->rows->len; j++)
        {
          CyImportRow *row = &g_array_index (sheet->rows, CyImportRow, j);
          g_auto (LogRow) log = { 0 };

          read_log_row (plan, sheet, row->index, &log);
          check_log_row (plan, &log, row);
        }
    }
}

/* Whose they are */

static gint64
child_of_uid (CyConn      *conn,
              const char  *text,
              GError     **error)
{
  g_autoptr (GError) local = NULL;
  CyUid uid;
  gint64 id;

  if (text == NULL || !cy_uid_from_string (text, &uid))
    return 0;
  id = cy_person_id_of_uid (conn, &uid, &local);
  if (local != NULL && !g_error_matches (local, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local));

  return id;
}

/* The child of a name. Where several have it, the problem is set. */
static gint64
child_of_name (CyConn      *conn,
               const char  *name,
               guint32     *problems,
               GError     **error)
{
  g_autoptr (GPtrArray) namesakes = cy_import_namesakes (conn, name, error);

  if (namesakes == NULL)
    return 0;
  if (namesakes->len == 1)
    return ((const CyNamesake *) g_ptr_array_index (namesakes, 0))->id;

  *problems |= namesakes->len == 0 ? CY_PROBLEM_CHILD_UNKNOWN : CY_PROBLEM_CHILD_AMBIGUOUS;
  return 0;
}

/* One row may be about several children: 李明、李红. */
static gboolean
children_of_names (CyConn      *conn,
                   const char  *names,
                   GArray      *children,
                   guint32     *problems,
                   GError     **error)
{
  g_autoptr (GString) spaced = g_string_new (names);
  g_auto (GStrv) parts = NULL;
  g_autoptr (GError) local = NULL;

  g_string_replace (spaced, "、", ",", 0);
  g_string_replace (spaced, "，", ",", 0);
  g_string_replace (spaced, "；", ",", 0);
  g_strdelimit (spaced->str, ";/\n", ',');
  parts = g_strsplit (spaced->str, ",", -1);
  for (guint i = 0; parts[i] != NULL && local == NULL; i++)
    {
      CyCell cell = { .text = parts[i], .type = CY_CELL_TEXT };
      g_autofree char *name = cy_value_name (&cell);
      gint64 id = name != NULL ? child_of_name (conn, name, problems, &local) : 0;

      for (guint j = 0; id != 0 && j < children->len; j++)
        if (g_array_index (children, gint64, j) == id)
          id = 0;
      if (id != 0)
        g_array_append_val (children, id);
    }
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Finds the children of a row. Their record's own identity comes first, then the number,
 * then the name. */
static gboolean
find_children (CyConn               *conn,
               const CyImportSheet  *sheet,
               CyImportRow          *row,
               GArray               *children,
               GError              **error)
{
  g_autofree char *uid = cy_value_text (cy_import_cell (sheet, row->index, CY_FIELD_UID));
  g_autofree char *name = cy_value_text (cy_import_cell (sheet, row->index, CY_FIELD_NAME));
  g_autoptr (GError) local = NULL;
  CyIdNumber id;
  gint64 child;

  row->problems &= ~(guint32) (CY_PROBLEM_CHILD_UNKNOWN | CY_PROBLEM_CHILD_AMBIGUOUS);
  cy_value_read_id (cy_import_cell (sheet, row->index, CY_FIELD_ID_NUMBER), &id);
  child = child_of_uid (conn, uid, &local);
  if (child == 0 && local == NULL)
    child = child_of_uid (conn, name, &local);
  if (child == 0 && local == NULL && id.birth != CY_DAY_NONE)
    child = cy_import_child_of_id_number (conn, id.number, NULL, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  if (child != 0)
    g_array_append_val (children, child);
  else if (name != NULL && !children_of_names (conn, name, children, &row->problems, error))
    return FALSE;
  if (children->len == 0 && !(row->problems & CY_PROBLEM_CHILD_AMBIGUOUS))
    row->problems |= CY_PROBLEM_CHILD_UNKNOWN;
  row->child_id = children->len > 0 ? g_array_index (children, gint64, 0) : 0;
  row->n_children = children->len;

  return TRUE;
}

/* A log may hold the same call twice; the archive may have had one of them before. So the
 * rows that are alike are counted, and as many are known as the archive has. */
static gboolean
is_known (CyConn        *conn,
          GHashTable    *seen,
          const LogRow  *log,
          gint64         child_id,
          gboolean      *known,
          GError       **error)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT " %d %d %s", child_id, log->date, log->kind,
                                          log->text != NULL ? log->text : "");
  gint64 *left = g_hash_table_lookup (seen, key);

  if (left == NULL)
    {
      left = g_new0 (gint64, 1);
      g_hash_table_insert (seen, g_steal_pointer (&key), left);
      if (!cy_import_count_contacts (conn, child_id, log->date, log->kind, log->text, left, error))
        return FALSE;
    }
  *known = *left > 0;
  *left -= *known;

  return TRUE;
}

/**
 * cy_import_match_contacts:
 *
 * Finds whose the contacts are and which the archive has already.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_import_match_contacts (CyImportPlan  *plan,
                          CyConn        *conn,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < plan->sheets->len; i++)
    {
      const CyImportSheet *sheet = g_ptr_array_index (plan->sheets, i);

      for (guint j = 0; sheet->used && j < sheet->rows->len; j++)
        {
          CyImportRow *row = &g_array_index (sheet->rows, CyImportRow, j);
          g_autoptr (GArray) children = g_array_new (FALSE, FALSE, sizeof (gint64));
          g_auto (LogRow) log = { 0 };
          gboolean known;

          if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
              !find_children (conn, sheet, row, children, error))
            return FALSE;
          row->action = CY_IMPORT_REFUSED;
          if (row->problems & CY_PROBLEM_ERRORS)
            continue;
          read_log_row (plan, sheet, row->index, &log);
          if (!is_known (conn, seen, &log, row->child_id, &known, error))
            return FALSE;
          row->action = known ? CY_IMPORT_SAME : CY_IMPORT_ADD;
        }
    }

  return TRUE;
}

/* Writing */

static gboolean
add_contact (const CyImportPlan   *plan,
             CyConn               *conn,
             const CyImportSheet  *sheet,
             CyImportRow          *row,
             GError              **error)
{
  g_autoptr (CyContact) contact = cy_contact_new ();
  g_autoptr (GArray) children = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (LogRow) log = { 0 };

  if (row->n_children == 1)
    g_array_append_val (children, row->child_id);
  else if (!find_children (conn, sheet, row, children, error))
    return FALSE;

  read_log_row (plan, sheet, row->index, &log);
  contact->kind = log.kind;
  contact->medium = cy_contact_kind_usual_medium (log.kind);
  contact->date = log.date;
  contact->reached = log.reached;
  contact->minutes = log.minutes;
  contact->text = g_steal_pointer (&log.text);
  contact->contact_by = g_steal_pointer (&log.by);
  for (guint i = 0; i < children->len; i++)
    cy_contact_add_participant (contact, g_array_index (children, gint64, i), TRUE);

  return cy_care_log_contact (conn, contact, error) != 0;
}

/**
 * cy_import_apply_contacts:
 *
 * Logs the contacts of a matched plan.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_import_apply_contacts (CyImportPlan      *plan,
                          CyConn            *conn,
                          CyImportProgress   progress,
                          gpointer           user_data,
                          GCancellable      *cancellable,
                          CyImportResult    *result,
                          GError           **error)
{
  guint n_done = 0;

  if (!cy_bulk_insert_begin (conn, error))
    return FALSE;

  for (guint i = 0; i < plan->sheets->len; i++)
    {
      const CyImportSheet *sheet = g_ptr_array_index (plan->sheets, i);

      for (guint j = 0; sheet->used && j < sheet->rows->len; j++)
        {
          CyImportRow *row = &g_array_index (sheet->rows, CyImportRow, j);

          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
          result->n_refused += row->action == CY_IMPORT_REFUSED;
          result->n_same += row->action == CY_IMPORT_SAME;
          if (row->action == CY_IMPORT_ADD)
            {
              if (!add_contact (plan, conn, sheet, row, error))
                return FALSE;
              result->n_added++;
            }
          if (++n_done % 200 == 0 && progress != NULL)
            progress (n_done, plan->n_rows, user_data);
        }
    }

  return cy_bulk_insert_end (conn, error);
}
