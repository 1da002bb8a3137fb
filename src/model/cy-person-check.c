#include "config.h"

#include "cy-person-check.h"
#include "cy-flag.h"
#include "cy-id-number.h"
#include "cy-phone.h"

/* A parent this much older than the child is still believed. */
#define LEAST_PARENT_AGE 14

/* Whether a birth of limited precision can be the day that the number names. */
static gboolean
births_agree (CyDay           birth,
              CyDatePrecision precision,
              CyDay           named)
{
  int y1, m1, y2, m2;

  cy_day_to_ymd (birth, &y1, &m1, NULL);
  cy_day_to_ymd (named, &y2, &m2, NULL);

  switch (precision)
    {
    case CY_DATE_YEAR:
      return y1 == y2;
    case CY_DATE_MONTH:
      return y1 == y2 && m1 == m2;
    case CY_DATE_DAY:
    default:
      return birth == named;
    }
}

static CyCheck
check_id_number (const CyPerson *person)
{
  CyIdNumber id;
  CyCheck found = CY_CHECK_OK;

  switch (cy_id_number_read (person->id_number, &id))
    {
    case CY_ID_OK:
      break;
    case CY_ID_EMPTY:
      return CY_CHECK_OK;
    case CY_ID_DAMAGED:
      return CY_CHECK_ID_DAMAGED;
    case CY_ID_LENGTH:
    case CY_ID_DATE:
    case CY_ID_CHECKSUM:
    default:
      return CY_CHECK_ID_CHECKSUM;
    }

  if (person->birth != CY_DAY_NONE && !births_agree (person->birth, person->birth_precision, id.birth))
    found |= CY_CHECK_BIRTH_MISMATCH;
  if (person->sex != CY_SEX_UNKNOWN && person->sex != id.sex)
    found |= CY_CHECK_SEX_MISMATCH;

  return found;
}

/**
 * cy_person_check:
 * @person: a person as typed or imported
 * @today: the day of the check
 *
 * Returns: what is impossible or implausible
 */
CyCheck
cy_person_check (const CyPerson *person,
                 CyDay           today)
{
  CyCheck found = check_id_number (person);
  gboolean phones_valid;
  g_autofree char *phones = cy_phone_normalise (person->phone, &phones_valid);

  if (person->name == NULL || person->name[0] == '\0')
    found |= CY_CHECK_NAME_MISSING;
  if (person->birth != CY_DAY_NONE && person->birth > today)
    found |= CY_CHECK_BIRTH_FUTURE;
  else if (person->is_child && person->birth != CY_DAY_NONE && cy_day_age (person->birth, today) >= CY_CHILD_AGE_LIMIT)
    found |= CY_CHECK_OVER_AGE;
  if (!phones_valid)
    found |= CY_CHECK_PHONE_INVALID;

  return found;
}

/**
 * cy_dates_check:
 * @from: the beginning, or %CY_DAY_NONE
 * @to: the end, or %CY_DAY_NONE
 *
 * Returns: %CY_CHECK_DATES_REVERSED when it ends before it begins
 */
CyCheck
cy_dates_check (CyDay from,
                CyDay to)
{
  return from != CY_DAY_NONE && to != CY_DAY_NONE && to < from ? CY_CHECK_DATES_REVERSED : CY_CHECK_OK;
}

/**
 * cy_relation_check:
 * @child: the child
 * @other: the other person
 * @relation: what @other is to @child
 * @today: the day of the check
 *
 * Returns: what is impossible or implausible. Whether there is another primary guardian is
 *   known to the store alone
 */
CyCheck
cy_relation_check (const CyPerson   *child,
                   const CyPerson   *other,
                   const CyRelation *relation,
                   CyDay             today)
{
  CyCheck found = cy_dates_check (relation->from, relation->to);
  gboolean guards = relation->role == CY_RELATION_GUARDIAN || relation->role == CY_RELATION_TEMPORARY;

  if (guards && other->birth != CY_DAY_NONE && cy_day_age (other->birth, today) < CY_GUARDIAN_AGE)
    found |= CY_CHECK_GUARDIAN_UNDER_AGE;
  if (relation->role == CY_RELATION_PARENT && other->birth != CY_DAY_NONE && child->birth != CY_DAY_NONE &&
      cy_day_age (other->birth, child->birth) < LEAST_PARENT_AGE)
    found |= CY_CHECK_PARENT_TOO_YOUNG;

  return found;
}

/**
 * cy_check_to_flag:
 * @check: one check
 *
 * Returns: (nullable): the code of the flag that keeps it in the child's file
 */
const char *
cy_check_to_flag (CyCheck check)
{
  switch (check)
    {
    case CY_CHECK_ID_DAMAGED:
      return CY_FLAG_ID_DAMAGED;
    case CY_CHECK_ID_CHECKSUM:
      return CY_FLAG_ID_CHECKSUM;
    case CY_CHECK_BIRTH_MISMATCH:
      return CY_FLAG_BIRTH_MISMATCH;
    case CY_CHECK_SEX_MISMATCH:
      return CY_FLAG_SEX_MISMATCH;
    case CY_CHECK_OVER_AGE:
      return CY_FLAG_OVER_AGE;
    case CY_CHECK_PHONE_INVALID:
      return CY_FLAG_PHONE_INVALID;
    default:
      return NULL;
    }
}
