#pragma once

#include <glib.h>

#include "cy-day.h"
#include "cy-kin.h"
#include "cy-sex.h"
#include "cy-uid.h"

G_BEGIN_DECLS

/* Enumerations. Their values are stored: new ones are added at the end and none changes. */

/**
 * CyUnitKind:
 *
 * What a unit of the tree is. Classes lie under schools, villages and schools under townships.
 */
typedef enum {
  CY_UNIT_CITY = 1,
  CY_UNIT_COUNTY = 2,
  CY_UNIT_TOWNSHIP = 3,
  CY_UNIT_VILLAGE = 4,
  CY_UNIT_SCHOOL = 5,
  CY_UNIT_CLASS = 6,
  CY_UNIT_HOME = 7,             /* a Children's Home */
} CyUnitKind;

/**
 * CyRelationRole:
 * @CY_RELATION_PARENT: father or mother
 * @CY_RELATION_GUARDIAN: who looks after the child
 * @CY_RELATION_TEMPORARY: who does so for a time, in the parents' place
 * @CY_RELATION_EMERGENCY: whom to call
 * @CY_RELATION_SIBLING: a child of the same family
 */
typedef enum {
  CY_RELATION_PARENT = 0,
  CY_RELATION_GUARDIAN = 1,
  CY_RELATION_TEMPORARY = 2,
  CY_RELATION_EMERGENCY = 3,
  CY_RELATION_SIBLING = 4,
} CyRelationRole;

/**
 * CyProfileResult:
 *
 * Whether a child counts as left behind under the active definition profile.
 */
typedef enum {
  CY_PROFILE_UNKNOWN = 0,       /* too little is known of birth or parents */
  CY_PROFILE_NOT_LEFT_BEHIND = 1,
  CY_PROFILE_LEFT_BEHIND = 2,
} CyProfileResult;

/**
 * CyGuardianship:
 *
 * Who looks after a child now, found from its relations, absences and care arrangement.
 */
typedef enum {
  CY_GUARDIANSHIP_UNKNOWN = 0,
  CY_GUARDIANSHIP_PARENTS = 1,
  CY_GUARDIANSHIP_ONE_PARENT = 2,
  CY_GUARDIANSHIP_GRANDPARENTS = 3,     /* 隔代监护 */
  CY_GUARDIANSHIP_RELATIVES = 4,
  CY_GUARDIANSHIP_OTHERS = 5,           /* entrusted to someone who is no relative */
  CY_GUARDIANSHIP_INSTITUTION = 6,      /* a school or home that the child lives in */
  CY_GUARDIANSHIP_NOBODY = 7,           /* nobody in fact raises it */
} CyGuardianship;

#define CY_GUARDIANSHIP_COUNT 8

/**
 * CyCareKind:
 *
 * The kind of a care arrangement, as the family or the office has settled it.
 */
typedef enum {
  CY_CARE_KIND_PARENT = 0,
  CY_CARE_KIND_GRANDPARENTS = 1,
  CY_CARE_KIND_RELATIVES = 2,
  CY_CARE_KIND_ENTRUSTED = 3,   /* 委托照护: by a written agreement */
  CY_CARE_KIND_SCHOOL = 4,      /* boards at school */
  CY_CARE_KIND_INSTITUTION = 5,
  CY_CARE_KIND_NOBODY = 6,
} CyCareKind;

/** CyPoorFamily: what a family is registered as; a set, as one may be several. */
typedef enum {
  CY_POOR_NONE = 0,
  CY_POOR_REGISTERED = 1 << 0,  /* 建档立卡 */
  CY_POOR_ALLOWANCE = 1 << 1,   /* 低保 */
  CY_POOR_DESTITUTE = 1 << 2,   /* 特困 */
  CY_POOR_MARTYR = 1 << 3,      /* 烈士家庭 */
} CyPoorFamily;

/** CyProfileParents: which parents must be away for a child to count. */
typedef enum {
  CY_PROFILE_BOTH_AWAY = 0,
  CY_PROFILE_ANY_AWAY = 1,              /* one or both */
  CY_PROFILE_BOTH_OR_UNABLE = 2,        /* both, or one and the other unable to guard */
} CyProfileParents;

/**
 * CyPerson:
 * @id: the row, 0 before it is stored
 * @revision: the state in which it was loaded; an update against a newer state is refused
 * @name_folded: (nullable): the name in simplified script, where it differs from @name
 * @pinyin: (nullable): "li ming lang", as cy_text_pinyin() gives it
 * @sort_key: (nullable): made by cy_text_fill_person()
 * @lunar_birthday: (nullable): MM-DD of the Chinese calendar
 * @phone: (nullable): as cy_phone_normalise() gives it
 *
 * A person in any role, with all that is stored about each.
 */
typedef struct {
  gint64 id;
  CyUid uid;
  gint64 revision;
  gboolean deleted;
  gboolean is_child;
  gboolean is_staff;
  gboolean is_volunteer;
  char *name;
  char *name_folded;
  char *pinyin;
  GBytes *sort_key;
  CySex sex;
  CyDay birth;
  CyDatePrecision birth_precision;
  char *lunar_birthday;
  char *id_number;
  char *hukou;
  char *ethnicity;
  char *phone;
  char *address;
  char *occupation;
  char *employer;
  char *employer_address;
  char *employer_phone;
  char *health;
  char *note;
} CyPerson;

/**
 * CyChild:
 * @id: the row, the same as its person's
 * @profile_result, @guardianship: read only: cy_profile_refresh() keeps them
 *
 * What only a child has.
 */
typedef struct {
  gint64 id;
  gint64 revision;
  gint64 village_id;
  gint64 school_id;
  gint64 class_id;
  char *class_teacher;
  char *class_teacher_phone;
  char *student_number;
  char *character;
  char *hobbies;
  char *medical_history;
  char *lodging;
  gboolean disabled;
  gboolean single_parent;
  gboolean orphan;
  gboolean floating;
  guint poor;                   /* CyPoorFamily */
  CyDay enrolled_on;
  CyDay left_on;
  CyProfileResult profile_result;
  CyGuardianship guardianship;
} CyChild;

/**
 * CyRelation:
 * @person: (nullable): the other person, where it was loaded along
 *
 * What a person is to a child.
 */
typedef struct {
  gint64 id;
  gint64 child_id;
  gint64 person_id;
  char *kin;                    /* a key of cy-kin.h, or free text */
  CyRelationRole role;
  gboolean is_primary;
  CyDay from;
  CyDay to;
  CyPerson *person;
} CyRelation;

/** CyAbsence: a parent's time away. Open ends are %CY_DAY_NONE. */
typedef struct {
  gint64 id;
  gint64 person_id;
  CyDay from;
  CyDay to;
  char *place;
  char *employer;
  char *phone;
  char *note;
} CyAbsence;

/** CyCareArrangement: who looks after a child, from when to when. */
typedef struct {
  gint64 id;
  gint64 child_id;
  CyCareKind kind;
  gint64 guardian_id;
  CyDay from;
  CyDay to;
  char *note;
} CyCareArrangement;

/** CyUnit: a place of the tree. @n_children is set by the list only. */
typedef struct {
  gint64 id;
  CyUid uid;
  gint64 parent_id;
  CyUnitKind kind;
  char *name;
  char *name_folded;            /* in simplified script, where it differs from the name */
  GBytes *sort_key;
  char *address;
  gint64 area_m2;
  char *equipment;
  gint64 n_children;
} CyUnit;

CyPerson          *cy_person_new            (void);
CyPerson          *cy_person_copy           (const CyPerson *person);
void               cy_person_free           (CyPerson       *person);

CyChild           *cy_child_new             (void);
CyChild           *cy_child_copy            (const CyChild  *child);
void               cy_child_free            (CyChild        *child);

CyRelation        *cy_relation_new          (void);
CyRelation        *cy_relation_copy         (const CyRelation *relation);
void               cy_relation_free         (CyRelation     *relation);

CyAbsence         *cy_absence_new           (void);
CyAbsence         *cy_absence_copy          (const CyAbsence *absence);
void               cy_absence_free          (CyAbsence      *absence);

CyCareArrangement *cy_care_arrangement_new  (void);
CyCareArrangement *cy_care_arrangement_copy (const CyCareArrangement *arrangement);
void               cy_care_arrangement_free (CyCareArrangement *arrangement);

CyUnit            *cy_unit_new              (void);
void               cy_unit_free             (CyUnit         *unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyPerson, cy_person_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyChild, cy_child_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyRelation, cy_relation_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyAbsence, cy_absence_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyCareArrangement, cy_care_arrangement_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyUnit, cy_unit_free)

G_END_DECLS
