#pragma once

#include "cy-conn.h"
#include "cy-day.h"
#include "cy-paper.h"
#include "cy-sex.h"

G_BEGIN_DECLS

/**
 * CyCardPerson:
 * @kin: (nullable): what the person is to the child, as it is stored
 * @away_place: (nullable): where the person works away from home
 * @away_since: since when, or %CY_DAY_NONE
 *
 * Someone on a contact card. Whatever is not known is %NULL.
 */
typedef struct {
  char *kin;
  char *name;
  CySex sex;
  CyDay birth;
  CyDatePrecision birth_precision;
  char *phone;
  char *address;
  char *occupation;
  char *health;
  char *employer;
  char *employer_address;
  char *employer_phone;
  char *away_place;
  CyDay away_since;
} CyCardPerson;

/**
 * CyCard:
 * @child: the child itself
 * @father, @mother, @guardian, @temporary: (nullable): who is known
 * @others: (element-type CyCardPerson): whom else to call
 *
 * What the contact card 联系卡 of a child says: what the schemes ask of the card, and what the
 * ledger has besides. Whatever is not known is %NULL.
 */
typedef struct {
  CyCardPerson child;
  char *id_number;
  char *ethnicity;
  char *hukou;
  char *village;
  char *school;
  char *class_name;
  char *class_teacher;
  char *class_teacher_phone;
  char *student_number;
  char *character;
  char *hobbies;
  char *medical_history;
  char *note;
  CyCardPerson *father;
  CyCardPerson *mother;
  CyCardPerson *guardian;
  CyCardPerson *temporary;
  GPtrArray *others;
} CyCard;

CyCard       *cy_card_new         (void);
void          cy_card_free        (CyCard           *card);
CyCardPerson *cy_card_person_new  (void);
void          cy_card_person_free (CyCardPerson     *person);

CyCard       *cy_card_load        (CyConn           *conn,
                                   gint64            child_id,
                                   CyDay             today,
                                   GError          **error);
GArray       *cy_card_list_children (CyConn         *conn,
                                   gint64            unit_id,
                                   gint64            scheme_id,
                                   CyDay             today,
                                   guint             limit,
                                   GError          **error);

CyPaper      *cy_card_form        (GPtrArray        *cards,
                                   const char       *office,
                                   CyDay             today);

CyPaper      *cy_roster_form      (GPtrArray        *cards,
                                   const char       *office,
                                   CyDay             today);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyCard, cy_card_free)

G_END_DECLS
