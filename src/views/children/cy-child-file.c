#define G_LOG_DOMAIN "cy-child-file"

#include "config.h"

#include "children/cy-child-file.h"

#include "care/cy-care.h"
#include "cy-absence-store.h"
#include "cy-arrangement-store.h"
#include "cy-child-store.h"
#include "cy-enrolment-store.h"
#include "cy-enrolment.h"
#include "cy-flag-store.h"
#include "cy-gap-store.h"
#include "cy-obligation.h"
#include "cy-person-store.h"
#include "cy-relation-store.h"
#include "cy-scheme-store.h"
#include "cy-sibling-store.h"
#include "cy-unit-store.h"

static void
relative_free (gpointer data)
{
  CyChildRelative *relative = data;

  cy_relation_free (relative->relation);
  g_clear_pointer (&relative->absences, g_ptr_array_unref);
  g_free (relative);
}

static void
enrolment_free (gpointer data)
{
  CyChildEnrolment *enrolment = data;

  g_free (enrolment->scheme_name);
  g_free (enrolment);
}

/** cy_child_file_free: frees @file, which may be %NULL */
void
cy_child_file_free (CyChildFile *file)
{
  if (file == NULL)
    return;

  cy_person_free (file->person);
  cy_child_free (file->child);
  g_free (file->village);
  g_free (file->school);
  g_free (file->class_name);
  g_clear_pointer (&file->relatives, g_ptr_array_unref);
  g_clear_pointer (&file->arrangements, g_ptr_array_unref);
  g_clear_pointer (&file->flags, g_ptr_array_unref);
  g_clear_pointer (&file->gaps, g_ptr_array_unref);
  g_clear_pointer (&file->siblings, g_ptr_array_unref);
  g_clear_pointer (&file->due, g_array_unref);
  g_clear_pointer (&file->enrolments, g_ptr_array_unref);
  g_clear_pointer (&file->pauses, g_ptr_array_unref);
  g_free (file);
}

static gboolean
load_unit (CyConn  *conn,
           gint64   id,
           char   **name,
           GError **error)
{
  g_autoptr (CyUnit) unit = NULL;

  if (id == 0)
    return TRUE;

  unit = cy_unit_load (conn, id, error);
  if (unit == NULL)
    return FALSE;

  *name = g_strdup (unit->name);
  return TRUE;
}

static gboolean
load_family (CyConn       *conn,
             CyChildFile  *file,
             GError      **error)
{
  g_autoptr (GPtrArray) relations = cy_relation_list (conn, file->person->id, error);

  if (relations == NULL)
    return FALSE;

  file->relatives = g_ptr_array_new_with_free_func (relative_free);
  for (guint i = 0; i < relations->len; i++)
    {
      CyChildRelative *relative = g_new0 (CyChildRelative, 1);

      relative->relation = cy_relation_copy (relations->pdata[i]);
      g_ptr_array_add (file->relatives, relative);
      relative->absences = cy_absence_list (conn, relative->relation->person_id, error);
      if (relative->absences == NULL)
        return FALSE;
    }

  file->arrangements = cy_arrangement_list (conn, file->person->id, error);
  return file->arrangements != NULL;
}

static gboolean
load_care (CyConn       *conn,
           CyChildFile  *file,
           CyDay         today,
           GError      **error)
{
  g_autoptr (GArray) enrolments = NULL;

  file->due = cy_care_due (conn, today, file->person->id, error);
  if (file->due == NULL)
    return FALSE;
  cy_care_due_sort (file->due);

  enrolments = cy_enrolment_list (conn, file->person->id, error);
  if (enrolments == NULL)
    return FALSE;
  file->enrolments = g_ptr_array_new_with_free_func (enrolment_free);
  for (guint i = 0; i < enrolments->len; i++)
    {
      const CyEnrolment *from = &g_array_index (enrolments, CyEnrolment, i);
      g_autoptr (CyScheme) scheme = cy_scheme_load (conn, from->scheme_id, error);
      CyChildEnrolment *enrolment;

      if (scheme == NULL)
        return FALSE;
      enrolment = g_new0 (CyChildEnrolment, 1);
      enrolment->id = from->id;
      enrolment->scheme_id = from->scheme_id;
      enrolment->scheme_name = g_strdup (cy_care_scheme_name (scheme));
      enrolment->from = from->from;
      enrolment->to = from->to;
      g_ptr_array_add (file->enrolments, enrolment);
    }

  file->pauses = cy_pause_list (conn, file->person->id, error);
  return file->pauses != NULL;
}

/**
 * cy_child_file_load:
 * @child_id: whose file
 * @today: what is due counts from it
 *
 * Returns: (transfer full) (nullable): the file; fails with %CY_STORE_ERROR_NOT_FOUND
 */
CyChildFile *
cy_child_file_load (CyConn  *conn,
                    gint64   child_id,
                    CyDay    today,
                    GError **error)
{
  g_autoptr (CyChildFile) file = g_new0 (CyChildFile, 1);

  file->person = cy_person_load (conn, child_id, error);
  if (file->person == NULL)
    return NULL;
  file->child = cy_child_load (conn, child_id, error);
  if (file->child == NULL)
    return NULL;
  if (!load_unit (conn, file->child->village_id, &file->village, error) ||
      !load_unit (conn, file->child->school_id, &file->school, error) ||
      !load_unit (conn, file->child->class_id, &file->class_name, error) ||
      !load_family (conn, file, error) ||
      !load_care (conn, file, today, error))
    return NULL;

  file->flags = cy_flag_list (conn, child_id, FALSE, error);
  if (file->flags == NULL)
    return NULL;
  file->gaps = cy_gap_list (conn, child_id, error);
  if (file->gaps == NULL)
    return NULL;
  file->siblings = cy_sibling_list (conn, child_id, error);
  if (file->siblings == NULL)
    return NULL;

  return g_steal_pointer (&file);
}

/** cy_child_file_dup_places: Returns: (transfer full): village, school and class, with dots between; may be empty */
char *
cy_child_file_dup_places (const CyChildFile *file)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;

  if (file->village != NULL)
    g_strv_builder_add (builder, file->village);
  if (file->school != NULL)
    g_strv_builder_add (builder, file->school);
  if (file->class_name != NULL)
    g_strv_builder_add (builder, file->class_name);
  parts = g_strv_builder_end (builder);

  return g_strjoinv (" · ", parts);
}

/** cy_child_file_due_state: Returns: the worst state of what is due, %CY_DUE_DONE where nothing is */
CyDueState
cy_child_file_due_state (const CyChildFile *file)
{
  CyDueState worst = CY_DUE_DONE;

  for (guint i = 0; i < file->due->len; i++)
    worst = MIN (worst, g_array_index (file->due, CyDueRow, i).state);

  return worst;
}

/** cy_child_relative_away: Returns: (nullable): the time away that @today lies in */
const CyAbsence *
cy_child_relative_away (const CyChildRelative *relative,
                        CyDay                  today)
{
  for (guint i = 0; i < relative->absences->len; i++)
    {
      const CyAbsence *absence = relative->absences->pdata[i];

      if ((absence->from == CY_DAY_NONE || absence->from <= today) &&
          (absence->to == CY_DAY_NONE || absence->to >= today))
        return absence;
    }

  return NULL;
}
