#pragma once

#include "cy-due.h"

#include "care/cy-care-calendar.h"

G_BEGIN_DECLS

/**
 * CyCareContact:
 * @day: when
 * @kind: what
 *
 * A contact that can qualify: it was reached, is no draft, and the child took part.
 */
typedef struct {
  CyDay day;
  CyContactKind kind;
} CyCareContact;

/**
 * CyCareEnrolment:
 * @scheme_id: in which scheme
 * @from: its first day
 * @to: its last day; %CY_DAY_NONE while it goes on
 */
typedef struct {
  gint64 scheme_id;
  CyDay from;
  CyDay to;
} CyCareEnrolment;

/**
 * CyCareChild:
 * @child_id: the child
 * @enrolments: its enrolments, by scheme and then by first day
 * @pauses: its pauses, by first day
 * @contacts: its contacts, by day
 *
 * What the engine is told of one child.
 */
typedef struct {
  gint64 child_id;
  const CyCareEnrolment *enrolments;
  guint n_enrolments;
  const CyCareSpan *pauses;
  guint n_pauses;
  const CyCareContact *contacts;
  guint n_contacts;
} CyCareChild;

/**
 * CyCareTally:
 * @child_id: the child
 * @obligation: which one, as an index into the array that the engine was made with
 * @required: how many contacts its windows asked for
 * @done: how many have been made
 * @missed: how many are missing in the windows that are over
 * @first_date: where its dates begin in the array of dates
 *
 * What a period of time asked for and got: @done dates, from @first_date.
 */
typedef struct {
  gint64 child_id;
  guint obligation;
  int required;
  int done;
  int missed;
  guint first_date;
} CyCareTally;

/**
 * CyCareEngine:
 *
 * The rules of care, made ready for one day.
 */
typedef struct _CyCareEngine CyCareEngine;

CyCareEngine *cy_care_engine_new    (GPtrArray         *obligations,
                                     GPtrArray         *terms,
                                     CyDay              today);
void          cy_care_engine_free   (CyCareEngine      *engine);
void          cy_care_engine_due    (CyCareEngine      *engine,
                                     const CyCareChild *child,
                                     GArray            *rows);
void          cy_care_engine_record (CyCareEngine      *engine,
                                     const CyCareChild *child,
                                     CyDay              from,
                                     CyDay              to,
                                     GArray            *tallies,
                                     GArray            *dates);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyCareEngine, cy_care_engine_free)

G_END_DECLS
