#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-private.h"
#include "text/cy-text.h"

#include "cy-arrangement-store.h"
#include "cy-bulk-insert.h"
#include "cy-child-store.h"
#include "cy-flag-store.h"
#include "cy-import-store.h"
#include "cy-unit-store.h"

#include <string.h>

/* Writing a roster: units, children, guardians, parents and what was wrong, all in the one
 * transaction of the caller. */

#define ROWS_PER_REPORT 200

/* Units */

/* The unit of that name. Where a roster names no township, a village or school that the
 * archive has under one is meant. */
static gint64
ensure_unit (CyImportWriter  *writer,
             CyUnitKind       kind,
             gint64           parent,
             const char      *name,
             GError         **error)
{
  g_autofree char *key = NULL;
  g_autoptr (CyUnit) unit = NULL;
  gint64 id;

  if (name == NULL)
    return 0;
  key = g_strdup_printf ("%d %" G_GINT64_FORMAT " %s", kind, parent, name);
  id = recall (writer->units, key);
  if (id != 0)
    return id;

  unit = cy_unit_new ();
  unit->kind = kind;
  unit->parent_id = parent;
  unit->name = g_strdup (name);
  cy_text_fill_unit (unit);
  id = cy_unit_ensure_filled (writer->conn, unit, error);
  if (id != 0)
    remember (writer->units, g_steal_pointer (&key), id);

  return id;
}

static gboolean
load_units (CyImportWriter  *writer,
            GError         **error)
{
  g_autoptr (GPtrArray) units = cy_unit_list (writer->conn, 0, 0, error);

  if (units == NULL)
    return FALSE;

  for (guint i = 0; i < units->len; i++)
    {
      const CyUnit *unit = g_ptr_array_index (units, i);
      g_autofree char *bare = g_strdup_printf ("%d 0 %s", unit->kind, unit->name);

      remember (writer->units, g_strdup_printf ("%d %" G_GINT64_FORMAT " %s", unit->kind, unit->parent_id, unit->name), unit->id);
      if (unit->kind != CY_UNIT_CLASS && recall (writer->units, bare) == 0)
        remember (writer->units, g_steal_pointer (&bare), unit->id);
    }

  return TRUE;
}

/* Sets a child's units from what a row says. What it does not say stays. */
static gboolean
set_units (CyImportWriter  *writer,
           char * const    *texts,
           CyChild         *child,
           GError         **error)
{
  g_autoptr (GError) local = NULL;
  gint64 town = ensure_unit (writer, CY_UNIT_TOWNSHIP, 0, texts[CY_FIELD_TOWN], &local);
  gint64 village = local == NULL ? ensure_unit (writer, CY_UNIT_VILLAGE, town, texts[CY_FIELD_VILLAGE], &local) : 0;
  gint64 school = local == NULL ? ensure_unit (writer, CY_UNIT_SCHOOL, town, texts[CY_FIELD_SCHOOL], &local) : 0;
  gint64 class_id;

  if (village != 0)
    child->village_id = village;
  if (school != 0)
    child->school_id = school;
  class_id = local == NULL ? ensure_unit (writer, CY_UNIT_CLASS, child->school_id, texts[CY_FIELD_CLASS], &local) : 0;
  if (class_id != 0)
    child->class_id = class_id;
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The child */

static void
set_child (const CyImportRecord *record,
           CyPerson             *person,
           CyChild              *child)
{
  char * const *texts = record->texts;
  const guint8 *flags = record->flags;

  take (&person->name, texts[CY_FIELD_NAME]);
  if (record->sex != CY_SEX_UNKNOWN)
    person->sex = record->sex;
  if (record->birth != CY_DAY_NONE &&
      (person->birth == CY_DAY_NONE || person->birth_precision >= record->birth_precision))
    {
      person->birth = record->birth;
      person->birth_precision = record->birth_precision;
    }
  take (&person->id_number, texts[CY_FIELD_ID_NUMBER]);
  take (&person->ethnicity, texts[CY_FIELD_ETHNICITY]);
  take (&person->hukou, texts[CY_FIELD_HUKOU]);
  take (&person->address, texts[CY_FIELD_ADDRESS]);
  take (&person->phone, texts[CY_FIELD_PHONE]);
  take (&person->health, texts[CY_FIELD_HEALTH]);
  take (&person->note, texts[CY_FIELD_REMARKS]);
  take (&child->student_number, texts[CY_FIELD_STUDENT_NUMBER]);
  take (&child->lodging, texts[CY_FIELD_LODGING]);
  take (&child->class_teacher, texts[CY_FIELD_CLASS_TEACHER]);
  take (&child->class_teacher_phone, texts[CY_FIELD_CLASS_TEACHER_PHONE]);
  take (&child->medical_history, texts[CY_FIELD_MEDICAL_HISTORY]);
  take (&child->character, texts[CY_FIELD_CHARACTER]);
  take (&child->hobbies, texts[CY_FIELD_HOBBIES]);
  if (flags[CY_FIELD_DISABLED] != 0)
    child->disabled = flags[CY_FIELD_DISABLED] == 2;
  if (flags[CY_FIELD_SINGLE_PARENT] != 0)
    child->single_parent = flags[CY_FIELD_SINGLE_PARENT] == 2;
  if (flags[CY_FIELD_ORPHAN] != 0)
    child->orphan = flags[CY_FIELD_ORPHAN] == 2;
  if (flags[CY_FIELD_FLOATING] != 0)
    child->floating = flags[CY_FIELD_FLOATING] == 2;
  if (record->poor != CY_POOR_NONE)
    child->poor = record->poor;
}

/* Rows */

static gboolean
raise_flags (CyImportWriter  *writer,
             gint64           child_id,
             guint32          problems,
             GError         **error)
{
  for (guint bit = 0; bit < 32; bit++)
    if (problems & CY_PROBLEM_WARNINGS & (1u << bit))
      if (!cy_flag_raise (writer->conn, child_id, cy_import_problem_code ((CyImportProblem) (1u << bit)), NULL, error))
        return FALSE;

  return TRUE;
}

static gboolean
add_arrangement (CyImportWriter  *writer,
                 gint64           child_id,
                 const char      *text,
                 GError         **error)
{
  CyCareArrangement arrangement = { .child_id = child_id, .from = CY_DAY_NONE, .to = CY_DAY_NONE };

  return !cy_roster_read_care (text, &arrangement.kind) ||
         cy_arrangement_insert (writer->conn, &arrangement, error) != 0;
}

static gboolean
add_child (CyImportWriter        *writer,
           const CyImportRecord  *record,
           CyImportRow           *row,
           GError               **error)
{
  g_autoptr (CyPerson) person = cy_person_new ();
  g_autoptr (CyChild) child = cy_child_new ();

  set_child (record, person, child);
  cy_text_fill_person (person);
  if (!set_units (writer, record->texts, child, error))
    return FALSE;
  row->child_id = cy_child_insert (writer->conn, person, child, error);

  return row->child_id != 0 &&
         cy_import_add_family (writer, row->child_id, record->texts, error) &&
         add_arrangement (writer, row->child_id, record->texts[CY_FIELD_GUARDIANSHIP], error) &&
         raise_flags (writer, row->child_id, row->problems, error);
}

static gboolean
update_child (CyImportWriter        *writer,
              const CyImportRecord  *record,
              const CyImportRow     *row,
              GError               **error)
{
  g_auto (CyRosterRecord) stored = { 0 };

  if (!cy_roster_record_load (writer->conn, row->child_id, writer->plan->today, &stored, error))
    return FALSE;

  set_child (record, stored.person, stored.child);
  cy_text_fill_person (stored.person);

  return set_units (writer, record->texts, stored.child, error) &&
         cy_import_update_family (writer, record->texts, &stored, error) &&
         cy_child_update (writer->conn, stored.person, stored.child, writer->plan->today, error) &&
         raise_flags (writer, row->child_id, row->problems, error);
}

static gboolean
apply_row (CyImportWriter       *writer,
           const CyImportSheet  *sheet,
           CyImportRow          *row,
           GError              **error)
{
  g_auto (CyImportRecord) record = { 0 };

  switch (row->action)
    {
    case CY_IMPORT_REFUSED:
      writer->result->n_refused++;
      return TRUE;
    case CY_IMPORT_SAME:
      writer->result->n_same++;
      return TRUE;
    case CY_IMPORT_CHANGED:
      if (!writer->update)
        {
          writer->result->n_same++;
          return TRUE;
        }
      writer->result->n_changed++;
      cy_import_read_whole (writer->plan, sheet, row->index, &record);
      return update_child (writer, &record, row, error);
    case CY_IMPORT_ADD:
    default:
      writer->result->n_added++;
      cy_import_read_whole (writer->plan, sheet, row->index, &record);
      return add_child (writer, &record, row, error);
    }
}

/* The rows that are new, or those that are not. */
static gboolean
apply_rows (CyImportWriter    *writer,
            gboolean           new_ones,
            guint             *n_done,
            CyImportProgress   progress,
            gpointer           user_data,
            GCancellable      *cancellable,
            GError           **error)
{
  for (guint i = 0; i < writer->plan->sheets->len; i++)
    {
      const CyImportSheet *sheet = g_ptr_array_index (writer->plan->sheets, i);

      for (guint j = 0; sheet->used && j < sheet->rows->len; j++)
        {
          CyImportRow *row = &g_array_index (sheet->rows, CyImportRow, j);

          if ((row->action == CY_IMPORT_ADD) != new_ones)
            continue;
          if (g_cancellable_set_error_if_cancelled (cancellable, error) || !apply_row (writer, sheet, row, error))
            return FALSE;
          if (++*n_done % ROWS_PER_REPORT == 0 && progress != NULL)
            progress (*n_done, writer->plan->n_rows, user_data);
        }
    }

  return TRUE;
}

/* What is new is only added, which can be done in bulk; what changes rows comes after. */
static gboolean
apply_children (CyImportWriter    *writer,
                CyImportProgress   progress,
                gpointer           user_data,
                GCancellable      *cancellable,
                GError           **error)
{
  guint n_done = 0;
  gboolean any;

  if (!cy_import_has_adults (writer->conn, &any, error) || !load_units (writer, error))
    return FALSE;

  writer->strangers = !any;
  if (!cy_bulk_insert_begin (writer->conn, error) ||
      !apply_rows (writer, TRUE, &n_done, progress, user_data, cancellable, error) ||
      !cy_bulk_insert_end (writer->conn, error))
    return FALSE;

  writer->strangers = FALSE;
  return apply_rows (writer, FALSE, &n_done, progress, user_data, cancellable, error);
}

/**
 * cy_import_plan_apply:
 * @conn: a connection in a transaction for writing
 * @update: whether rows that differ from the archive change it; else they are left alone
 * @progress: (nullable): told how far it is
 * @result: (out caller-allocates): what was done
 *
 * Writes what the plan holds. The plan is matched anew first where anything has been written
 * between looking and importing, so that nothing comes in twice. Problems become flags of their child.
 * The caller's transaction is to be rolled back when this fails.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_import_plan_apply (CyImportPlan      *plan,
                      CyConn            *conn,
                      gboolean           update,
                      CyImportProgress   progress,
                      gpointer           user_data,
                      GCancellable      *cancellable,
                      CyImportResult    *result,
                      GError           **error)
{
  CyImportWriter writer = { .plan = plan, .conn = conn, .update = update, .result = result };
  gboolean ok;

  *result = (CyImportResult) { 0 };
  if (!cy_import_plan_match (plan, conn, cancellable, error))
    return FALSE;
  /* Should this fail, what it has noted of the rows no longer holds. */
  plan->matched = (CyImportMark) { 0 };

  if (plan->kind == CY_IMPORT_CONTACTS)
    ok = cy_import_apply_contacts (plan, conn, progress, user_data, cancellable, result, error);
  else
    {
      writer.units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      writer.adults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      ok = apply_children (&writer, progress, user_data, cancellable, error);
      g_hash_table_unref (writer.units);
      g_hash_table_unref (writer.adults);
    }
  if (!ok || result->n_added + result->n_changed == 0)
    return ok;

  result->import_id = cy_import_entry_insert (conn, plan->kind == CY_IMPORT_CHILDREN ? "children" : "contacts",
                                              plan->hash, plan->n_rows, result->n_added + result->n_changed, error);
  return result->import_id != 0;
}

/**
 * cy_import_undo:
 * @conn: a connection in a transaction for writing
 * @import_id: an import
 *
 * Takes back all that an import wrote. Fails with %CY_IMPORT_ERROR_USED when contacts have
 * been logged with its children since, and with %CY_STORE_ERROR_CONFLICT when somebody has
 * changed what it wrote.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_import_undo (CyConn  *conn,
                gint64   import_id,
                GError **error)
{
  gboolean used;

  if (cy_import_entry_undo (conn, import_id, &used, error))
    return TRUE;
  if (used)
    g_set_error_literal (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_USED, "Contacts have been logged with its children");

  return FALSE;
}
