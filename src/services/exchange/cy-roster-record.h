#pragma once

#include "cy-conn.h"
#include "cy-person.h"

#include "cy-import-field.h"

G_BEGIN_DECLS

/**
 * CyFamilyMember:
 * @relation: (nullable): what the person is to the child
 * @absence: (nullable): of a parent: the present or last time away
 *
 * A guardian, a father or a mother, as stored.
 */
typedef struct {
  CyRelation *relation;
  CyAbsence *absence;
} CyFamilyMember;

/**
 * CyRosterRecord:
 * @texts: what a roster says of each field, in Chinese as rosters are, in the same form as an
 *   import reads it; %NULL where nothing is known
 * @person, @child: the child
 *
 * A child as a row of a roster. An export writes it, an import compares with it.
 */
typedef struct {
  char *texts[CY_FIELD_COUNT];
  CyPerson *person;
  CyChild *child;
  CyFamilyMember guardian;
  CyFamilyMember father;
  CyFamilyMember mother;
} CyRosterRecord;

gboolean    cy_roster_record_load   (CyConn                *conn,
                                     gint64                 child_id,
                                     CyDay                  today,
                                     CyRosterRecord        *record,
                                     GError               **error);
void        cy_roster_record_clear  (CyRosterRecord        *record);

char       *cy_roster_poor_text     (guint                  poor);
char       *cy_roster_unnamed       (const char            *child,
                                     CyImportField          parent);
char       *cy_roster_class_text    (const char            *grade,
                                     const char            *class_name);
const char *cy_roster_care_word     (CyCareKind             kind);
gboolean    cy_roster_read_care     (const char            *text,
                                     CyCareKind            *kind);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CyRosterRecord, cy_roster_record_clear)

G_END_DECLS
