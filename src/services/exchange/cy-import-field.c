#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-field.h"

#include <glib/gi18n.h>

/* The fields: their keys, their names on screen, and the headings that an export gives
 * them, which cy-heading.c understands again. */

static const struct {
  const char *key;
  const char *name;
  const char *heading;
} fields[CY_FIELD_COUNT] = {
  [CY_FIELD_IGNORED] = { "ignored", NC_("import field", "Not imported"), NULL },
  [CY_FIELD_SEQUENCE] = { "sequence", NC_("import field", "Sequence number"), "序号" },
  [CY_FIELD_NAME] = { "name", NC_("import field", "Name"), "姓名" },
  [CY_FIELD_SEX] = { "sex", NC_("import field", "Sex"), "性别" },
  [CY_FIELD_BIRTH] = { "birth", NC_("import field", "Birth date"), "出生日期" },
  [CY_FIELD_ID_NUMBER] = { "id_number", NC_("import field", "ID number"), "身份证号" },
  [CY_FIELD_ETHNICITY] = { "ethnicity", NC_("import field", "Ethnicity"), "民族" },
  [CY_FIELD_HUKOU] = { "hukou", NC_("import field", "Registered residence"), "户籍所在地" },
  [CY_FIELD_TOWN] = { "town", NC_("import field", "Township"), "乡镇" },
  [CY_FIELD_VILLAGE] = { "village", NC_("import field", "Village"), "村（居）" },
  [CY_FIELD_ADDRESS] = { "address", NC_("import field", "Home address"), "家庭住址" },
  [CY_FIELD_PHONE] = { "phone", NC_("import field", "Phone"), "家庭电话" },
  [CY_FIELD_SCHOOL] = { "school", NC_("import field", "School"), "学校" },
  [CY_FIELD_GRADE] = { "grade", NC_("import field", "Grade"), "年级" },
  [CY_FIELD_CLASS] = { "class", NC_("import field", "Class"), "班级" },
  [CY_FIELD_STUDENT_NUMBER] = { "student_number", NC_("import field", "Student number"), "学籍号" },
  [CY_FIELD_LODGING] = { "lodging", NC_("import field", "Boarding"), "是否寄宿" },
  [CY_FIELD_CLASS_TEACHER] = { "class_teacher", NC_("import field", "Class teacher"), "班主任" },
  [CY_FIELD_CLASS_TEACHER_PHONE] = { "class_teacher_phone", NC_("import field", "Class teacher’s phone"), "班主任电话" },
  [CY_FIELD_HEALTH] = { "health", NC_("import field", "Health"), "身体状况" },
  [CY_FIELD_MEDICAL_HISTORY] = { "medical_history", NC_("import field", "Medical history"), "病史" },
  [CY_FIELD_CHARACTER] = { "character", NC_("import field", "Character"), "性格" },
  [CY_FIELD_HOBBIES] = { "hobbies", NC_("import field", "Hobbies"), "兴趣爱好" },
  [CY_FIELD_GUARDIAN_NAME] = { "guardian_name", NC_("import field", "Guardian’s name"), "监护人姓名" },
  [CY_FIELD_GUARDIAN_KIN] = { "guardian_kin", NC_("import field", "Guardian’s relation to the child"), "与监护人关系" },
  [CY_FIELD_GUARDIAN_PHONE] = { "guardian_phone", NC_("import field", "Guardian’s phone"), "监护人电话" },
  [CY_FIELD_GUARDIAN_ID] = { "guardian_id", NC_("import field", "Guardian’s ID number"), "监护人身份证号" },
  [CY_FIELD_GUARDIAN_AGE] = { "guardian_age", NC_("import field", "Guardian’s age"), "监护人年龄" },
  [CY_FIELD_GUARDIAN_OCCUPATION] = { "guardian_occupation", NC_("import field", "Guardian’s occupation"), "监护人职业" },
  [CY_FIELD_GUARDIAN_HEALTH] = { "guardian_health", NC_("import field", "Guardian’s health"), "监护人健康状况" },
  [CY_FIELD_GUARDIAN_ADDRESS] = { "guardian_address", NC_("import field", "Guardian’s address"), "监护人住址" },
  [CY_FIELD_FATHER_NAME] = { "father_name", NC_("import field", "Father’s name"), "父亲姓名" },
  [CY_FIELD_FATHER_PHONE] = { "father_phone", NC_("import field", "Father’s phone"), "父亲电话" },
  [CY_FIELD_FATHER_ID] = { "father_id", NC_("import field", "Father’s ID number"), "父亲身份证号" },
  [CY_FIELD_FATHER_PLACE] = { "father_place", NC_("import field", "Father’s place of work"), "父亲务工地" },
  [CY_FIELD_FATHER_SINCE] = { "father_since", NC_("import field", "Father away since"), "父亲外出时间" },
  [CY_FIELD_FATHER_EMPLOYER] = { "father_employer", NC_("import field", "Father’s employer"), "父亲工作单位" },
  [CY_FIELD_FATHER_EMPLOYER_ADDRESS] = { "father_employer_address", NC_("import field", "Address of father’s employer"), "父亲单位地址" },
  [CY_FIELD_FATHER_EMPLOYER_PHONE] = { "father_employer_phone", NC_("import field", "Phone of father’s employer"), "父亲单位电话" },
  [CY_FIELD_FATHER_OCCUPATION] = { "father_occupation", NC_("import field", "Father’s occupation"), "父亲职业" },
  [CY_FIELD_MOTHER_NAME] = { "mother_name", NC_("import field", "Mother’s name"), "母亲姓名" },
  [CY_FIELD_MOTHER_PHONE] = { "mother_phone", NC_("import field", "Mother’s phone"), "母亲电话" },
  [CY_FIELD_MOTHER_ID] = { "mother_id", NC_("import field", "Mother’s ID number"), "母亲身份证号" },
  [CY_FIELD_MOTHER_PLACE] = { "mother_place", NC_("import field", "Mother’s place of work"), "母亲务工地" },
  [CY_FIELD_MOTHER_SINCE] = { "mother_since", NC_("import field", "Mother away since"), "母亲外出时间" },
  [CY_FIELD_MOTHER_EMPLOYER] = { "mother_employer", NC_("import field", "Mother’s employer"), "母亲工作单位" },
  [CY_FIELD_MOTHER_EMPLOYER_ADDRESS] = { "mother_employer_address", NC_("import field", "Address of mother’s employer"), "母亲单位地址" },
  [CY_FIELD_MOTHER_EMPLOYER_PHONE] = { "mother_employer_phone", NC_("import field", "Phone of mother’s employer"), "母亲单位电话" },
  [CY_FIELD_MOTHER_OCCUPATION] = { "mother_occupation", NC_("import field", "Mother’s occupation"), "母亲职业" },
  [CY_FIELD_PARENTS_NAME] = { "parents_name", NC_("import field", "Parents’ names"), "父母姓名" },
  [CY_FIELD_PARENTS_PHONE] = { "parents_phone", NC_("import field", "Parents’ phone"), "父母电话" },
  [CY_FIELD_PARENTS_PLACE] = { "parents_place", NC_("import field", "Parents’ place of work"), "父母务工地" },
  [CY_FIELD_GUARDIANSHIP] = { "guardianship", NC_("import field", "Guardianship"), "监护类型" },
  [CY_FIELD_POOR] = { "poor", NC_("import field", "Poor family"), "家庭困难类型" },
  [CY_FIELD_DISABLED] = { "disabled", NC_("import field", "Disabled"), "是否残疾" },
  [CY_FIELD_SINGLE_PARENT] = { "single_parent", NC_("import field", "Single-parent family"), "是否单亲" },
  [CY_FIELD_ORPHAN] = { "orphan", NC_("import field", "Orphan"), "是否孤儿" },
  [CY_FIELD_FLOATING] = { "floating", NC_("import field", "Floating child"), "是否流动儿童" },
  [CY_FIELD_PAIRING] = { "pairing", NC_("import field", "Paired with"), "结对帮扶人" },
  [CY_FIELD_REMARKS] = { "remarks", NC_("import field", "Remarks"), "备注" },
  [CY_FIELD_UID] = { "uid", NC_("import field", "Record identity"), "uid" },
  [CY_FIELD_DATE] = { "date", NC_("import field", "Date"), "日期" },
  [CY_FIELD_KIND] = { "kind", NC_("import field", "Kind of contact"), "方式" },
  [CY_FIELD_REACHED] = { "reached", NC_("import field", "Reached"), "是否联系上" },
  [CY_FIELD_MINUTES] = { "minutes", NC_("import field", "Minutes"), "时长（分钟）" },
  [CY_FIELD_CONTACT_BY] = { "contact_by", NC_("import field", "Done by"), "谈话人" },
  [CY_FIELD_TEXT] = { "text", NC_("import field", "What was said"), "内容" },
};

/** cy_import_field_key: Returns: the stable word for the field */
const char *
cy_import_field_key (CyImportField field)
{
  g_return_val_if_fail ((guint) field < CY_FIELD_COUNT, NULL);

  return fields[field].key;
}

/** cy_import_field_name: Returns: the field's name, translated */
const char *
cy_import_field_name (CyImportField field)
{
  g_return_val_if_fail ((guint) field < CY_FIELD_COUNT, NULL);

  return g_dpgettext2 (NULL, "import field", fields[field].name);
}

/** cy_import_field_heading: Returns: (nullable): the heading that an exported roster gives the field */
const char *
cy_import_field_heading (CyImportField field)
{
  g_return_val_if_fail ((guint) field < CY_FIELD_COUNT, NULL);

  return fields[field].heading;
}

/**
 * cy_import_field_is_for:
 * @contacts: whether a log of contacts is meant, else a roster of children
 *
 * Returns: whether a column of such a table can be the field
 */
gboolean
cy_import_field_is_for (CyImportField field,
                        gboolean      contacts)
{
  if (field == CY_FIELD_IGNORED || field == CY_FIELD_SEQUENCE || field == CY_FIELD_NAME || field == CY_FIELD_ID_NUMBER)
    return TRUE;

  return contacts == (field >= CY_FIELD_UID);
}
