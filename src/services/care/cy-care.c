#define G_LOG_DOMAIN "cy-care"

#include "config.h"

#include "care/cy-care.h"

#include "cy-contact-store.h"
#include "cy-enrolment-store.h"
#include "cy-scheme-store.h"
#include "cy-term-store.h"

/* Reading the facts.
 *
 * Enrolments, pauses and the log of contacts each come in the order of the children from an
 * index of their own, and are read side by side: one pass, and memory for one child. */

typedef struct {
  CyConn *conn;
  CyStmt *enrolments;
  CyStmt *pauses;
  CyStmt *contacts;
  gint64 enrolment_child;       /* of the row that each statement stands on; G_MAXINT64 at its end */
  gint64 pause_child;
  gint64 contact_child;
  GHashTable *gone;             /* child → the day on which it left the roll; of those who did */
  GArray *enrolment_array;
  GArray *pause_array;
  GArray *contact_array;
} Reader;

/* A child in the bin is off the roll since ever. */
#define SINCE_EVER (G_MININT32 + 1)

static void
reader_clear (Reader *reader)
{
  CyStmt *statements[] = { reader->enrolments, reader->pauses, reader->contacts };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (statements[i] != NULL)
      cy_stmt_reset (statements[i]);
  g_clear_pointer (&reader->gone, g_hash_table_unref);
  g_clear_pointer (&reader->enrolment_array, g_array_unref);
  g_clear_pointer (&reader->pause_array, g_array_unref);
  g_clear_pointer (&reader->contact_array, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static gboolean
step (CyStmt  *st,
      gint64  *child_id,
      GError **error)
{
  g_autoptr (GError) local = NULL;

  *child_id = cy_stmt_step (st, &local) ? cy_stmt_int64 (st, 0) : G_MAXINT64;
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
read_gone (Reader  *reader,
           gint64   child_id,
           GError **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st;

  if (child_id != 0)
    st = cy_conn_query (reader->conn, error,
                        "SELECT id, left_on FROM child WHERE id = ?1 AND left_on IS NOT NULL "
                        "UNION ALL SELECT id, NULL FROM person WHERE id = ?1 AND deleted_at IS NOT NULL",
                        "i", child_id);
  else
    st = cy_conn_query (reader->conn, error,
                        "SELECT id, left_on FROM child WHERE left_on IS NOT NULL "
                        "UNION ALL SELECT id, NULL FROM person WHERE is_child AND deleted_at IS NOT NULL",
                        NULL);
  if (st == NULL)
    return FALSE;

  reader->gone = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  while (cy_stmt_step (st, &local))
    {
      gint64 id = cy_stmt_int64 (st, 0);
      CyDay left = cy_stmt_is_null (st, 1) ? SINCE_EVER : cy_stmt_day (st, 1);

      g_hash_table_insert (reader->gone, g_memdup2 (&id, sizeof id), GINT_TO_POINTER (left));
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

#define SELECT_ENROLMENTS \
  "SELECT child_id, scheme_id, from_date, to_date FROM enrolment INDEXED BY enrolment_child WHERE deleted_at IS NULL "
#define SELECT_PAUSES "SELECT child_id, from_date, to_date FROM pause INDEXED BY pause_child WHERE deleted_at IS NULL "
#define SELECT_CONTACTS "SELECT child_id, day, kind FROM care_log "

static gboolean
reader_init (Reader  *reader,
             CyConn  *conn,
             gint64   child_id,
             GError **error)
{
  reader->conn = conn;
  reader->enrolment_array = g_array_new (FALSE, FALSE, sizeof (CyCareEnrolment));
  reader->pause_array = g_array_new (FALSE, FALSE, sizeof (CyCareSpan));
  reader->contact_array = g_array_new (FALSE, FALSE, sizeof (CyCareContact));
  if (!read_gone (reader, child_id, error))
    return FALSE;

  if (child_id != 0)
    {
      reader->enrolments = cy_conn_query (conn, error, SELECT_ENROLMENTS "AND child_id = ? ORDER BY scheme_id, from_date",
                                          "i", child_id);
      reader->pauses = cy_conn_query (conn, error, SELECT_PAUSES "AND child_id = ? ORDER BY from_date", "i", child_id);
      reader->contacts = cy_conn_query (conn, error, SELECT_CONTACTS "WHERE child_id = ? ORDER BY day", "i", child_id);
    }
  else
    {
      reader->enrolments = cy_conn_query (conn, error, SELECT_ENROLMENTS "ORDER BY child_id, scheme_id, from_date", NULL);
      reader->pauses = cy_conn_query (conn, error, SELECT_PAUSES "ORDER BY child_id, from_date", NULL);
      reader->contacts = cy_conn_query (conn, error, SELECT_CONTACTS "ORDER BY child_id, day", NULL);
    }
  if (reader->enrolments == NULL || reader->pauses == NULL || reader->contacts == NULL)
    return FALSE;

  return step (reader->enrolments, &reader->enrolment_child, error) &&
         step (reader->pauses, &reader->pause_child, error) &&
         step (reader->contacts, &reader->contact_child, error);
}

static gboolean
read_enrolments (Reader  *reader,
                 gint64   child_id,
                 GError **error)
{
  gpointer value;
  gboolean is_gone = g_hash_table_lookup_extended (reader->gone, &child_id, NULL, &value);
  CyDay left = is_gone ? GPOINTER_TO_INT (value) : CY_DAY_NONE;

  while (reader->enrolment_child == child_id)
    {
      CyCareEnrolment e = {
        .scheme_id = cy_stmt_int64 (reader->enrolments, 1),
        .from = cy_stmt_day (reader->enrolments, 2),
        .to = cy_stmt_day (reader->enrolments, 3),
      };

      if (is_gone && (e.to == CY_DAY_NONE || e.to >= left))
        e.to = left - 1;
      if (e.from != CY_DAY_NONE && (e.to == CY_DAY_NONE ? !is_gone : e.to >= e.from))
        g_array_append_val (reader->enrolment_array, e);
      if (!step (reader->enrolments, &reader->enrolment_child, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_pauses (Reader  *reader,
             gint64   child_id,
             GError **error)
{
  while (reader->pause_child < child_id)
    if (!step (reader->pauses, &reader->pause_child, error))
      return FALSE;

  while (reader->pause_child == child_id)
    {
      CyCareSpan span = { cy_stmt_day (reader->pauses, 1), cy_stmt_day (reader->pauses, 2) };

      g_array_append_val (reader->pause_array, span);
      if (!step (reader->pauses, &reader->pause_child, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_contacts (Reader  *reader,
               gint64   child_id,
               GError **error)
{
  while (reader->contact_child < child_id)
    if (!step (reader->contacts, &reader->contact_child, error))
      return FALSE;

  while (reader->contact_child == child_id)
    {
      CyCareContact contact = { cy_stmt_int (reader->contacts, 1), cy_stmt_int (reader->contacts, 2) };

      g_array_append_val (reader->contact_array, contact);
      if (!step (reader->contacts, &reader->contact_child, error))
        return FALSE;
    }

  return TRUE;
}

/* Reads the next child that has an enrolment. Returns: whether there is one */
static gboolean
reader_next (Reader       *reader,
             CyCareChild  *child,
             GError      **error)
{
  gint64 child_id = reader->enrolment_child;

  if (child_id == G_MAXINT64)
    return FALSE;

  g_array_set_size (reader->enrolment_array, 0);
  g_array_set_size (reader->pause_array, 0);
  g_array_set_size (reader->contact_array, 0);
  if (!read_enrolments (reader, child_id, error) || !read_pauses (reader, child_id, error) ||
      !read_contacts (reader, child_id, error))
    return FALSE;

  *child = (CyCareChild) {
    .child_id = child_id,
    .enrolments = (CyCareEnrolment *) (gpointer) reader->enrolment_array->data,
    .n_enrolments = reader->enrolment_array->len,
    .pauses = (CyCareSpan *) (gpointer) reader->pause_array->data,
    .n_pauses = reader->pause_array->len,
    .contacts = (CyCareContact *) (gpointer) reader->contact_array->data,
    .n_contacts = reader->contact_array->len,
  };
  return TRUE;
}

/* The obligations of the schemes that are not in the bin. */
static GPtrArray *
read_obligations (CyConn  *conn,
                  GError **error)
{
  g_autoptr (GPtrArray) schemes = cy_scheme_list (conn, FALSE, error);
  GPtrArray *obligations;

  if (schemes == NULL)
    return NULL;

  obligations = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_obligation_free);
  for (guint i = 0; i < schemes->len; i++)
    {
      CyScheme *scheme = g_ptr_array_index (schemes, i);

      for (guint j = 0; j < scheme->obligations->len; j++)
        g_ptr_array_add (obligations, cy_obligation_copy (g_ptr_array_index (scheme->obligations, j)));
    }

  return obligations;
}

static CyCareEngine *
read_engine (CyConn     *conn,
             CyDay       today,
             GPtrArray **obligations,
             GError    **error)
{
  g_autoptr (GPtrArray) rules = read_obligations (conn, error);
  g_autoptr (GPtrArray) terms = rules != NULL ? cy_term_list (conn, error) : NULL;
  CyCareEngine *engine;

  if (terms == NULL)
    return NULL;

  engine = cy_care_engine_new (rules, terms, today);
  if (obligations != NULL)
    *obligations = g_steal_pointer (&rules);

  return engine;
}

/* What is due */

/**
 * cy_care_due_each:
 * @child_ids: (nullable) (array length=n_children): children; %NULL for all
 * @func: called with the rows of each child that has an enrolment
 *
 * Finds what cy_care_due() finds, a child at a time: for who makes something smaller of it.
 *
 * Returns: whether all went well
 */
gboolean
cy_care_due_each (CyConn         *conn,
                  CyDay           today,
                  const gint64   *child_ids,
                  guint           n_children,
                  CyCareDueFunc   func,
                  gpointer        data,
                  GError        **error)
{
  g_autoptr (CyCareEngine) engine = read_engine (conn, today, NULL, error);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CyDueRow));

  if (engine == NULL)
    return FALSE;

  for (guint i = 0; i < (child_ids != NULL ? n_children : 1); i++)
    {
      g_auto (Reader) reader = { 0 };
      g_autoptr (GError) local = NULL;
      CyCareChild child;

      if (!reader_init (&reader, conn, child_ids != NULL ? child_ids[i] : 0, error))
        return FALSE;
      while (reader_next (&reader, &child, &local))
        {
          g_array_set_size (rows, 0);
          cy_care_engine_due (engine, &child, rows);
          func (child.child_id, rows, data);
        }
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }

  return TRUE;
}

static void
append_rows (gint64    child_id,
             GArray   *rows,
             gpointer  all)
{
  g_array_append_vals (all, rows->data, rows->len);
}

/**
 * cy_care_due:
 * @today: the day from which is looked
 * @child_id: a child; 0 for all
 *
 * Finds what is due now. Every screen, report and command asks here, so no two of them can
 * disagree.
 *
 * Returns: (transfer full) (nullable) (element-type CyDueRow): the rows, by child; see
 *   cy_care_due_sort() for the most pressing first
 */
GArray *
cy_care_due (CyConn  *conn,
             CyDay    today,
             gint64   child_id,
             GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CyDueRow));

  return cy_care_due_each (conn, today, child_id != 0 ? &child_id : NULL, 1, append_rows, rows, error)
         ? g_steal_pointer (&rows) : NULL;
}

/**
 * cy_care_due_keep_within:
 * @rows: (element-type CyDueRow): due rows
 * @days: how far to look ahead
 *
 * Leaves only the rows whose day is at most @days after @today; those that are overdue are
 * among them.
 */
void
cy_care_due_keep_within (GArray *rows,
                         CyDay   today,
                         int     days)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    if (g_array_index (rows, CyDueRow, i).due - today <= days)
      g_array_index (rows, CyDueRow, n++) = g_array_index (rows, CyDueRow, i);
  g_array_set_size (rows, n);
}

/**
 * cy_care_due_sort:
 * @rows: (element-type CyDueRow): due rows
 *
 * Puts the most pressing first: see cy_due_row_compare().
 */
void
cy_care_due_sort (GArray *rows)
{
  g_array_sort (rows, (GCompareFunc) cy_due_row_compare);
}

/* The record of a period */

/**
 * cy_care_record:
 * @from: the first day
 * @to: the last day
 * @today: the day from which is looked: what is not over yet is not missed
 * @child_id: a child; 0 for all
 *
 * Finds, for each child and obligation, how many contacts a period asked for, how many were
 * made and on which days, and how many were missed. It is made by the engine that makes the
 * due list.
 *
 * Returns: (transfer full) (nullable): the record
 */
CyCareRecord *
cy_care_record (CyConn  *conn,
                CyDay    from,
                CyDay    to,
                CyDay    today,
                gint64   child_id,
                GError **error)
{
  g_autoptr (CyCareRecord) record = g_new0 (CyCareRecord, 1);
  g_autoptr (CyCareEngine) engine = NULL;
  g_auto (Reader) reader = { 0 };
  g_autoptr (GError) local = NULL;
  CyCareChild child;

  if (from == CY_DAY_NONE || to == CY_DAY_NONE || to < from)
    {
      g_set_error_literal (error, CY_CARE_ERROR, CY_CARE_ERROR_BAD_DATES, "A period ends before it begins");
      return NULL;
    }

  record->from = from;
  record->to = to;
  record->tallies = g_array_new (FALSE, FALSE, sizeof (CyCareTally));
  record->dates = g_array_new (FALSE, FALSE, sizeof (CyDay));
  engine = read_engine (conn, today, &record->obligations, error);
  if (engine == NULL || !reader_init (&reader, conn, child_id, error))
    return NULL;

  while (reader_next (&reader, &child, &local))
    cy_care_engine_record (engine, &child, from, to, record->tallies, record->dates);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&record);
}

/**
 * cy_care_record_free:
 * @record: (transfer full) (nullable): a record
 */
void
cy_care_record_free (CyCareRecord *record)
{
  if (record == NULL)
    return;

  g_clear_pointer (&record->obligations, g_ptr_array_unref);
  g_clear_pointer (&record->tallies, g_array_unref);
  g_clear_pointer (&record->dates, g_array_unref);
  g_free (record);
}
