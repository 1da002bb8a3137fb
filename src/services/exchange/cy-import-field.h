#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CyImportField:
 *
 * What a column of a roster or a log can be. %CY_FIELD_IGNORED stands for a column that is
 * not taken in.
 */
typedef enum {
  CY_FIELD_IGNORED,
  CY_FIELD_SEQUENCE,
  CY_FIELD_NAME,
  CY_FIELD_SEX,
  CY_FIELD_BIRTH,
  CY_FIELD_ID_NUMBER,
  CY_FIELD_ETHNICITY,
  CY_FIELD_HUKOU,
  CY_FIELD_TOWN,
  CY_FIELD_VILLAGE,
  CY_FIELD_ADDRESS,
  CY_FIELD_PHONE,
  CY_FIELD_SCHOOL,
  CY_FIELD_GRADE,
  CY_FIELD_CLASS,
  CY_FIELD_STUDENT_NUMBER,
  CY_FIELD_LODGING,
  CY_FIELD_CLASS_TEACHER,
  CY_FIELD_CLASS_TEACHER_PHONE,
  CY_FIELD_HEALTH,
  CY_FIELD_MEDICAL_HISTORY,
  CY_FIELD_CHARACTER,
  CY_FIELD_HOBBIES,
  CY_FIELD_GUARDIAN_NAME,
  CY_FIELD_GUARDIAN_KIN,
  CY_FIELD_GUARDIAN_PHONE,
  CY_FIELD_GUARDIAN_ID,
  CY_FIELD_GUARDIAN_AGE,
  CY_FIELD_GUARDIAN_OCCUPATION,
  CY_FIELD_GUARDIAN_HEALTH,
  CY_FIELD_GUARDIAN_ADDRESS,
  CY_FIELD_FATHER_NAME,
  CY_FIELD_FATHER_PHONE,
  CY_FIELD_FATHER_ID,
  CY_FIELD_FATHER_PLACE,
  CY_FIELD_FATHER_SINCE,
  CY_FIELD_FATHER_EMPLOYER,
  CY_FIELD_FATHER_EMPLOYER_ADDRESS,
  CY_FIELD_FATHER_EMPLOYER_PHONE,
  CY_FIELD_FATHER_OCCUPATION,
  CY_FIELD_MOTHER_NAME,
  CY_FIELD_MOTHER_PHONE,
  CY_FIELD_MOTHER_ID,
  CY_FIELD_MOTHER_PLACE,
  CY_FIELD_MOTHER_SINCE,
  CY_FIELD_MOTHER_EMPLOYER,
  CY_FIELD_MOTHER_EMPLOYER_ADDRESS,
  CY_FIELD_MOTHER_EMPLOYER_PHONE,
  CY_FIELD_MOTHER_OCCUPATION,
  CY_FIELD_PARENTS_NAME,
  CY_FIELD_PARENTS_PHONE,
  CY_FIELD_PARENTS_PLACE,
  CY_FIELD_GUARDIANSHIP,
  CY_FIELD_POOR,
  CY_FIELD_DISABLED,
  CY_FIELD_SINGLE_PARENT,
  CY_FIELD_ORPHAN,
  CY_FIELD_FLOATING,
  CY_FIELD_PAIRING,
  CY_FIELD_REMARKS,
  /* of a log of contacts, beside the name and the ID number */
  CY_FIELD_UID,
  CY_FIELD_DATE,
  CY_FIELD_KIND,
  CY_FIELD_REACHED,
  CY_FIELD_MINUTES,
  CY_FIELD_CONTACT_BY,
  CY_FIELD_TEXT,
} CyImportField;

#define CY_FIELD_COUNT (CY_FIELD_TEXT + 1)

const char    *cy_import_field_key      (CyImportField  field);
const char    *cy_import_field_name     (CyImportField  field);
const char    *cy_import_field_heading  (CyImportField  field);
gboolean       cy_import_field_is_for   (CyImportField  field,
                                         gboolean       contacts);

char          *cy_heading_normalise     (const char    *text);

/**
 * CyHeading:
 * @field: what the column is, as far as its words alone say
 * @person: whose column it is where the heading names one: the name field of that person
 *   (%CY_FIELD_GUARDIAN_NAME, …), else %CY_FIELD_IGNORED
 * @bare: whether the words fit other people too ("phone", "ID number"), so that the columns
 *   before it decide
 *
 * What is understood of a column's heading.
 */
typedef struct {
  CyImportField field;
  CyImportField person;
  gboolean bare;
} CyHeading;

CyHeading      cy_heading_read          (const char    *group,
                                         const char    *text,
                                         gboolean       contacts);
CyImportField  cy_heading_for_person    (CyImportField  person,
                                         CyImportField  field);

G_END_DECLS
