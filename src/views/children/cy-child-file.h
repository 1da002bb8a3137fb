#pragma once

#include "cy-conn.h"
#include "cy-due.h"
#include "cy-person.h"

G_BEGIN_DECLS

/**
 * CyChildRelative:
 * @relation: what the person is to the child, with the person
 * @absences: (element-type CyAbsence): the person's times away, the latest first
 */
typedef struct {
  CyRelation *relation;
  GPtrArray *absences;
} CyChildRelative;

/**
 * CyChildEnrolment:
 * @scheme_name: (nullable): of the scheme
 */
typedef struct {
  gint64 id;
  gint64 scheme_id;
  char *scheme_name;
  CyDay from;
  CyDay to;
} CyChildEnrolment;

/**
 * CyChildFile:
 * @person, @child: the child's record
 * @village, @school, @class_name: (nullable): the names of its units
 * @relatives: (element-type CyChildRelative): its family and contacts
 * @arrangements: (element-type CyCareArrangement): the latest first
 * @flags: (element-type CyFlag): what is open
 * @gaps: (element-type utf8): keys of what is not known, see cy_name_gap()
 * @siblings: (element-type CySibling): other children of the family
 * @due: (element-type CyDueRow): what is due, the worst first
 * @enrolments: (element-type CyChildEnrolment): the latest first
 * @pauses: (element-type CyPause): the latest first
 *
 * What a child's file shows, read in one job so that its parts agree.
 */
typedef struct {
  CyPerson *person;
  CyChild *child;
  char *village;
  char *school;
  char *class_name;
  GPtrArray *relatives;
  GPtrArray *arrangements;
  GPtrArray *flags;
  GPtrArray *gaps;
  GPtrArray *siblings;
  GArray *due;
  GPtrArray *enrolments;
  GPtrArray *pauses;
} CyChildFile;

CyChildFile *cy_child_file_load       (CyConn             *conn,
                                       gint64              child_id,
                                       CyDay               today,
                                       GError            **error);
void         cy_child_file_free       (CyChildFile        *file);

char        *cy_child_file_dup_places (const CyChildFile  *file);
CyDueState   cy_child_file_due_state  (const CyChildFile  *file);
const CyAbsence *cy_child_relative_away (const CyChildRelative *relative,
                                         CyDay                  today);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyChildFile, cy_child_file_free)

G_END_DECLS
