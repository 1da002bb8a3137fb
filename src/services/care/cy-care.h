#pragma once

#include "cy-conn.h"
#include "cy-contact.h"
#include "cy-db.h"
#include "cy-due.h"
#include "cy-obligation.h"

#include "care/cy-care-engine.h"
#include "care/cy-care-error.h"
#include "care/cy-care-presets.h"

G_BEGIN_DECLS

/* What is due */

/**
 * CyCareDueFunc:
 * @child_id: a child
 * @rows: (element-type CyDueRow): its rows, perhaps none; until it returns
 */
typedef void (*CyCareDueFunc) (gint64    child_id,
                               GArray   *rows,
                               gpointer  data);

GArray   *cy_care_due             (CyConn              *conn,
                                   CyDay                today,
                                   gint64               child_id,
                                   GError             **error);
gboolean  cy_care_due_each        (CyConn              *conn,
                                   CyDay                today,
                                   const gint64        *child_ids,
                                   guint                n_children,
                                   CyCareDueFunc        func,
                                   gpointer             data,
                                   GError             **error);
void      cy_care_due_keep_within (GArray              *rows,
                                   CyDay                today,
                                   int                  days);
void      cy_care_due_sort        (GArray              *rows);

/* Schemes, enrolments, pauses */

gint64    cy_care_enrol           (CyConn              *conn,
                                   gint64               scheme_id,
                                   const gint64        *child_ids,
                                   guint                n_children,
                                   CyDay                from,
                                   GError             **error);
gint64    cy_care_end             (CyConn              *conn,
                                   gint64               scheme_id,
                                   const gint64        *child_ids,
                                   guint                n_children,
                                   CyDay                to,
                                   GError             **error);
gint64    cy_care_pause           (CyConn              *conn,
                                   gint64               child_id,
                                   CyDay                from,
                                   CyDay                to,
                                   const char          *reason,
                                   GError             **error);

/* Contacts */

gint64    cy_care_log_contact     (CyConn              *conn,
                                   const CyContact     *contact,
                                   GError             **error);
gboolean  cy_care_edit_contact    (CyConn              *conn,
                                   const CyContact     *contact,
                                   GError             **error);

/* The record of a period */

/**
 * CyCareRecord:
 * @from: its first day
 * @to: its last day
 * @obligations: (element-type CyObligation): the obligations that the tallies speak of
 * @tallies: (element-type CyCareTally): by child, then scheme and obligation
 * @dates: (element-type CyDay): the dates of the tallies' contacts
 */
typedef struct {
  CyDay from;
  CyDay to;
  GPtrArray *obligations;
  GArray *tallies;
  GArray *dates;
} CyCareRecord;

CyCareRecord *cy_care_record       (CyConn              *conn,
                                    CyDay                from,
                                    CyDay                to,
                                    CyDay                today,
                                    gint64               child_id,
                                    GError             **error);
void          cy_care_record_free  (CyCareRecord        *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyCareRecord, cy_care_record_free)

G_END_DECLS
