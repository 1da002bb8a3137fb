#pragma once

#include "cy-db.h"
#include "cy-due.h"

G_BEGIN_DECLS

/**
 * CyAgendaSection:
 * @CY_AGENDA_FOLLOW_UP: something to come back to, today or earlier
 * @CY_AGENDA_DUE: a contact that is overdue or soon due
 * @CY_AGENDA_AHEAD: a birthday or a follow-up of the days ahead
 * @CY_AGENDA_MEND: a child's file with problems to mend
 * @CY_AGENDA_RECENT: a contact logged in the last days
 *
 * The parts of the day's agenda, in their order.
 */
typedef enum {
  CY_AGENDA_FOLLOW_UP,
  CY_AGENDA_DUE,
  CY_AGENDA_AHEAD,
  CY_AGENDA_MEND,
  CY_AGENDA_RECENT,
} CyAgendaSection;

/**
 * CyAgendaWhat:
 *
 * What a row is about.
 */
typedef enum {
  CY_AGENDA_IS_CONTACT_DUE,
  CY_AGENDA_IS_FOLLOW_UP,
  CY_AGENDA_IS_BIRTHDAY,
  CY_AGENDA_IS_LUNAR_BIRTHDAY,
  CY_AGENDA_IS_FLAG,
  CY_AGENDA_IS_CONTACT,
} CyAgendaWhat;

/**
 * CyAgendaRow:
 * @child_id: the child
 * @ref: the follow-up's or the contact's id; of a contact due: which obligations ask for it, a
 *   place in the agenda's sources; 0 for others
 * @day: when it is due, when it is or was
 * @school_id: 0 when not known
 * @village_id: 0 when not known
 * @kinds: of a contact due: any of these #CyContactKinds will do; of a contact: the bit of its kind
 * @count: of a contact due: how many are asked for; of a birthday: the age; of a file to
 *   mend: the number of problems; of a contact: how many children
 * @done: of a contact due: how many have been made
 * @section: where it stands
 * @what: what it is about
 * @state: of a contact due
 * @reached: of a contact
 *
 * One line of the agenda. There is one for each of hundreds of thousands of children, so no byte is for
 * nothing, and what is written on it is read for the lines that somebody sees: cy_agenda_read_texts().
 */
typedef struct {
  guint32 child_id;
  guint32 ref;
  CyDay day;
  guint32 school_id;
  guint32 village_id;
  guint16 kinds;
  guint16 count;
  guint16 done;
  CyAgendaSection section : 4;
  CyAgendaWhat what : 4;
  CyDueState state : 4;
  guint reached : 1;
} CyAgendaRow;

/**
 * CyAgendaTexts:
 * @name: the child's name
 * @place: (nullable): school and class, and village
 * @text: (nullable): the names of the obligations, what the follow-up is for, or the code
 *   of the first problem
 *
 * What is written on a line of the agenda.
 */
typedef struct {
  char *name;
  char *place;
  char *text;
} CyAgendaTexts;

/**
 * CyAgendaPlace:
 * @id: a school or a village
 * @name: its name
 * @is_school: which of them
 */
typedef struct {
  guint32 id;
  char *name;
  gboolean is_school;
} CyAgendaPlace;

/**
 * CyAgenda:
 * @today: the day it was made for
 * @rows: (element-type CyAgendaRow): in the order in which they are shown
 * @places: (element-type CyAgendaPlace): where the children of the rows are: schools by
 *   name, then villages by name
 * @sources: (element-type utf8): the names of the obligations that a contact due is asked for by
 * @has_children: whether the archive has any child
 * @has_enrolled: whether any is enrolled in a scheme
 * @is_partial: whether only some of its rows were read, and the others taken from an older agenda
 *
 * What Today shows. Made by a job, used on the main thread, never changed.
 */
typedef struct {
  gatomicrefcount refs;
  CyDay today;
  GArray *rows;
  GArray *places;
  GPtrArray *sources;
  gboolean has_children;
  gboolean has_enrolled;
  gboolean is_partial;
} CyAgenda;

/** How many days ahead birthdays and follow-ups are shown. */
#define CY_AGENDA_DAYS_AHEAD 14

CyAgenda *cy_agenda_load      (CyConn             *conn,
                               CyDay               today,
                               GError            **error);
CyAgenda *cy_agenda_update    (CyConn             *conn,
                               CyAgenda           *agenda,
                               GPtrArray          *changes,
                               GError            **error);
gboolean  cy_agenda_concerns  (CyChangeSet        *changes);
CyAgenda *cy_agenda_ref       (CyAgenda           *agenda);
void      cy_agenda_unref     (CyAgenda           *agenda);

gboolean  cy_agenda_row_equal (const CyAgendaRow  *a,
                               const CyAgendaRow  *b);

GPtrArray *cy_agenda_read_texts (CyConn           *conn,
                                 CyAgenda         *agenda,
                                 const GArray     *rows,
                                 GError          **error);
void       cy_agenda_texts_free (CyAgendaTexts    *texts);
gboolean   cy_agenda_texts_equal (const CyAgendaTexts *a,
                                  const CyAgendaTexts *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyAgendaTexts, cy_agenda_texts_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyAgenda, cy_agenda_unref)

G_END_DECLS
