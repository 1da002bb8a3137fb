#pragma once

#include "cy-contact-kind.h"
#include "cy-day.h"
#include "cy-uid.h"

G_BEGIN_DECLS

/**
 * CyContactMedium:
 *
 * How people met. The values are stored and never change.
 */
typedef enum {
  CY_MEDIUM_UNKNOWN = 0,
  CY_MEDIUM_IN_PERSON = 1,
  CY_MEDIUM_PHONE = 2,
  CY_MEDIUM_VIDEO = 3,
  CY_MEDIUM_MESSAGE = 4,            /* WeChat, SMS */
  CY_MEDIUM_LETTER = 5,
} CyContactMedium;

#define CY_CONTACT_MEDIUM_COUNT 6

/**
 * CyContactLevel:
 * @CY_LEVEL_ORDINARY: may stand in every report
 * @CY_LEVEL_SENSITIVE: kept in care.db, its text is left out of what goes to others
 * @CY_LEVEL_RESTRICTED: the text lies in counselling.db alone
 *
 * Who may read what was said. The values are stored and never change.
 */
typedef enum {
  CY_LEVEL_ORDINARY = 0,
  CY_LEVEL_SENSITIVE = 1,
  CY_LEVEL_RESTRICTED = 2,
} CyContactLevel;

#define CY_CONTACT_LEVEL_COUNT 3

/* An event of all schools of a township; more at once is a selection gone astray. */
#define CY_CONTACT_MAX_PARTICIPANTS 10000

/**
 * CyParticipant:
 * @person_id: a child, or somebody else who was there
 * @attended: whether the person took part; without that it does not count for a child
 */
typedef struct {
  gint64 person_id;
  gboolean attended;
} CyParticipant;

/**
 * CyContact:
 * @id: 0 while it is not stored
 * @uid: all zeros until it is stored, or made by the caller when the text goes to
 *   counselling.db under it
 * @kind: what it was
 * @medium: how people met
 * @date: the day
 * @time: (nullable): HH:MM, local time
 * @reached: whether the other side was reached; a failed attempt is kept and does not count
 * @minutes: how long it took, 0 when not known
 * @text: (nullable): what was said
 * @level: who may read @text
 * @contact_by: (nullable): who did it, where that is not the user who logs it
 * @participants: (element-type CyParticipant): who took part, the children first, nobody twice;
 *   at most %CY_CONTACT_MAX_PARTICIPANTS
 * @follow_up_date: when to come back to it, or %CY_DAY_NONE
 * @follow_up_text: (nullable): what for
 * @created_by: the id of the user who logged it; read only
 * @places: (nullable): for cy_contact_add_participant(): where somebody stands among many
 *
 * One contact with one or several children, for them, or tried.
 */
typedef struct {
  gint64 id;
  CyUid uid;
  CyContactKind kind;
  CyContactMedium medium;
  CyDay date;
  char *time;
  gboolean reached;
  int minutes;
  char *text;
  CyContactLevel level;
  char *contact_by;
  GArray *participants;
  CyDay follow_up_date;
  char *follow_up_text;
  gint64 created_by;
  GHashTable *places;
} CyContact;

CyContact       *cy_contact_new              (void);
CyContact       *cy_contact_copy             (const CyContact *contact);
void             cy_contact_free             (CyContact       *contact);
void             cy_contact_add_participant  (CyContact       *contact,
                                              gint64           person_id,
                                              gboolean         attended);

const char      *cy_contact_medium_to_key    (CyContactMedium  medium);
gboolean         cy_contact_medium_from_key  (const char      *key,
                                              CyContactMedium *medium);
const char      *cy_contact_level_to_key     (CyContactLevel   level);
gboolean         cy_contact_level_from_key   (const char      *key,
                                              CyContactLevel  *level);
CyContactMedium  cy_contact_kind_usual_medium (CyContactKind   kind);
gboolean         cy_contact_time_is_valid    (const char      *time);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyContact, cy_contact_free)

G_END_DECLS
