#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-field.h"
#include "text/cy-text.h"

#include "cy-width.h"

#include <string.h>

/* What a column is, by the words above it.
 *
 * A heading is either known as a whole, or it is a person and what about that person:
 * 父亲 + 务工地, Guardian + phone; the person may stand in the merged cell above instead.
 * Words are in their normal form: simplified, lower case, without spaces and punctuation. */

typedef struct {
  CyImportField field;
  const char *words;
} Words;

/* Known as a whole, or after a word for the child. */
static const Words child_words[] = {
  { CY_FIELD_SEQUENCE, "序号 编号 序 no 序列 序列号 #" },
  { CY_FIELD_NAME, "姓名 名字 名称 name fullname" },
  { CY_FIELD_SEX, "性别 男女 sex gender" },
  { CY_FIELD_BIRTH, "出生日期 出生年月日 出生年月 出生 出生时间 生日 出生日 出生年份 birth birthdate dateofbirth dob birthday" },
  { CY_FIELD_ID_NUMBER, "身份证号 身份证号码 身份证 身份证件号 身份证件号码 证件号码 证件号 公民身份号码 公民身份证号 公民身份证号码 "
    "居民身份证号 居民身份证号码 居民身份证 身份证编号 二代身份证号 idnumber idno id idcard idcardno idcardnumber identitynumber nationalid "
    "residentid residentidnumber" },
  { CY_FIELD_ETHNICITY, "民族 族别 ethnicity ethnicgroup nationality nation" },
  { CY_FIELD_HUKOU, "户籍 户籍地 户籍地址 户籍所在地 户口所在地 户口 户口性质 户口类型 户籍性质 户籍类型 户口地址 户口类别 hukou "
    "householdregistration registeredresidence" },
  { CY_FIELD_TOWN, "乡镇 乡 镇 街道 乡镇街道 所属乡镇 所在乡镇 乡镇名称 乡镇街办 镇街 镇乡 town township" },
  { CY_FIELD_VILLAGE, "村 村居 村名 行政村 所在村 村委会 村社区 社区 所属村 居住村 村庄 村别 村组 居村 所在村居 村居委会 自然村 所在村组 village" },
  { CY_FIELD_ADDRESS, "家庭住址 住址 家庭地址 地址 现住址 居住地址 居住地 现居住地 现居住地址 家庭详细地址 详细地址 家庭详细住址 住所 常住地 "
    "常住地址 详细住址 家住地址 address homeaddress" },
  { CY_FIELD_PHONE, "电话 联系电话 联系方式 手机 手机号 手机号码 电话号码 家庭电话 联系手机 联系号码 家庭联系电话 电话手机 移动电话 phone tel "
    "telephone mobile phonenumber contactnumber contact cell" },
  { CY_FIELD_SCHOOL, "学校 学校名称 就读学校 所在学校 所读学校 就读学校名称 在读学校 幼儿园 就读幼儿园 园所 幼儿园名称 就读学校及班级 学校及班级 "
    "学校班级 就读学校班级 就读学校及年级 school schoolname kindergarten" },
  { CY_FIELD_GRADE, "年级 所在年级 就读年级 grade" },
  { CY_FIELD_CLASS, "班级 所在班级 就读班级 班 年级班级 年级及班级 年班 班别 所属班级 就读年级班级 class" },
  { CY_FIELD_STUDENT_NUMBER, "学号 学籍号 学籍号码 学籍编号 全国学籍号 学生学籍号 studentnumber studentno studentid" },
  { CY_FIELD_LODGING, "是否寄宿 寄宿 住宿 是否住校 住校 寄宿情况 住宿情况 是否寄宿生 寄宿生 就读方式 boarding lodging boarder" },
  { CY_FIELD_CLASS_TEACHER, "班主任 班主任姓名 班主任老师 所在班班主任 班级导师 级任老师 classteacher headteacher" },
  { CY_FIELD_CLASS_TEACHER_PHONE, "班主任电话 班主任联系电话 班主任联系方式 班主任手机 班主任手机号 班主任手机号码 班主任电话号码 classteacherphone" },
  { CY_FIELD_HEALTH, "健康状况 身体状况 健康情况 身体健康状况 身体情况 身体健康情况 健康 health healthstatus" },
  { CY_FIELD_MEDICAL_HISTORY, "病史 既往病史 疾病史 过敏史 有无病史 疾病情况 重大病史 medicalhistory" },
  { CY_FIELD_CHARACTER, "性格 性格特点 性格特征 性格爱好 个性 character personality" },
  { CY_FIELD_HOBBIES, "爱好 兴趣爱好 特长 兴趣特长 爱好特长 兴趣 特长爱好 兴趣爱好特长 hobbies hobby interests" },
  { CY_FIELD_GUARDIANSHIP, "监护类型 监护情况 监护方式 监护状况 照护类型 监护类别 留守类型 留守情况 留守类别 照料类型 抚养方式 guardianship" },
  { CY_FIELD_POOR, "家庭困难类型 困难类型 贫困类型 贫困情况 是否贫困 贫困户 是否贫困户 是否建档立卡 建档立卡 建档立卡户 是否建档立卡户 "
    "建档立卡贫困户 是否建档立卡贫困户 低保 是否低保 低保户 是否低保户 家庭经济情况 家庭经济状况 家庭类型 特困 是否特困 困难类别 贫困类别 家庭困难情况 "
    "困难情况 家庭类别 是否困难家庭 贫困程度 poverty poor povertystatus" },
  { CY_FIELD_DISABLED, "残疾 是否残疾 残疾儿童 是否残疾儿童 残疾情况 残疾类别 残疾类型 是否残障 disabled disability" },
  { CY_FIELD_SINGLE_PARENT, "单亲 是否单亲 单亲家庭 是否单亲家庭 单亲儿童 是否单亲儿童 singleparent singleparentfamily" },
  { CY_FIELD_ORPHAN, "孤儿 是否孤儿 orphan" },
  { CY_FIELD_FLOATING, "流动 流动儿童 是否流动儿童 是否流动 floating migrant" },
  { CY_FIELD_PAIRING, "结对帮扶人 帮扶人 结对人 帮扶责任人 结对教师 代理家长 爱心妈妈 帮扶教师 结对帮扶人员 结对对象 结对人员 帮扶人员 结对干部 帮扶干部 "
    "教师妈妈 爱心家长 结对帮扶教师 结对情况 代理家长姓名 爱心妈妈姓名 帮扶人姓名 pairing pairedwith mentor" },
  { CY_FIELD_REMARKS, "备注 说明 备注说明 备 note notes remark remarks comment comments" },
};

/* About any person; those of a child are above. */
static const Words person_words[] = {
  { CY_FIELD_GUARDIAN_NAME, "姓名 名字 name fullname" },
  { CY_FIELD_GUARDIAN_KIN, "关系 与儿童关系 与学生关系 与孩子关系 与留守儿童关系 与本人关系 与其关系 称谓 亲属关系 与监护人关系 与监护人的关系 "
    "与儿童的关系 与幼儿关系 与被监护人关系 监护关系 与学生的关系 关系称谓 与该儿童关系 与临时监护人关系 与委托监护人关系 与照料人关系 与受委托监护人关系 "
    "与孩子的关系 与留守儿童的关系 与家长关系 relation relationship kin kinship relationtochild relationshiptochild relationtoguardian "
    "relationwithguardian relationshipwithguardian" },
  { CY_FIELD_GUARDIAN_PHONE, "电话 联系电话 联系方式 手机 手机号 手机号码 电话号码 联系手机 联系号码 移动电话 phone tel telephone mobile phonenumber "
    "contactnumber contact cell" },
  { CY_FIELD_GUARDIAN_ID, "身份证号 身份证号码 身份证 身份证件号 身份证件号码 证件号码 证件号 公民身份号码 居民身份证号 居民身份证号码 idnumber idno id "
    "idcard idcardnumber identitynumber" },
  { CY_FIELD_GUARDIAN_AGE, "年龄 age" },
  { CY_FIELD_GUARDIAN_OCCUPATION, "职业 工种 从事职业 从事工作 occupation job work" },
  { CY_FIELD_GUARDIAN_HEALTH, "健康状况 身体状况 健康情况 身体健康状况 身体情况 健康 health healthstatus" },
  { CY_FIELD_GUARDIAN_ADDRESS, "住址 地址 家庭住址 家庭地址 现住址 居住地址 居住地 详细地址 address homeaddress" },
  { CY_FIELD_FATHER_PLACE, "务工地 务工地点 打工地点 打工地 外出地点 务工地址 流入地 去向 务工所在地 外出务工地点 外出务工地 务工城市 务工省市 务工去向 "
    "工作地 工作地点 工作所在地 外出务工地址 外出地 务工区域 务工详细地址 外出务工去向 placeofwork workplace worksin workingplace placework" },
  { CY_FIELD_FATHER_SINCE, "外出时间 外出务工时间 务工时间 外出日期 外出打工时间 外出起始时间 离家时间 awaysince since" },
  { CY_FIELD_FATHER_EMPLOYER, "工作单位 务工单位 单位 就业单位 单位名称 企业 务工企业 工作单位名称 employer company" },
  { CY_FIELD_FATHER_EMPLOYER_ADDRESS, "单位地址 工作单位地址 务工单位地址 单位详细地址 employeraddress companyaddress addressofemployer" },
  { CY_FIELD_FATHER_EMPLOYER_PHONE, "单位电话 工作单位电话 务工单位电话 单位联系电话 employerphone companyphone phoneofemployer" },
};

static const Words contact_words[] = {
  { CY_FIELD_SEQUENCE, "序号 编号 序 no #" },
  { CY_FIELD_UID, "uid uuid 标识 档案标识" },
  { CY_FIELD_NAME, "姓名 名字 对象 谈话对象 谈心对象 家访对象 联系对象 受访儿童 受访学生 谈话学生 家访学生 服务对象 走访对象 name fullname who" },
  { CY_FIELD_ID_NUMBER, "身份证号 身份证号码 身份证 证件号码 证件号 公民身份号码 idnumber idno id idcard idcardnumber" },
  { CY_FIELD_DATE, "日期 时间 谈话时间 谈话日期 谈心时间 谈心日期 家访时间 家访日期 联系时间 联系日期 记录时间 记录日期 走访时间 走访日期 沟通时间 沟通日期 "
    "活动时间 活动日期 date day when" },
  { CY_FIELD_KIND, "方式 形式 类型 类别 种类 联系方式 谈话方式 谈心方式 沟通方式 家访方式 联系形式 沟通形式 联系类型 记录类型 走访方式 活动类型 工作类型 kind type "
    "way method" },
  { CY_FIELD_REACHED, "是否联系上 是否接通 是否见到 联系上 接通 是否成功 是否接听 结果 是否联系到 是否完成 reached success connected" },
  { CY_FIELD_MINUTES, "时长 分钟 用时 时长分钟 谈话时长 通话时长 持续时间 分钟数 谈心时长 minutes duration min length" },
  { CY_FIELD_CONTACT_BY, "谈话人 记录人 谈话教师 联系人 家访教师 教师 教师姓名 家访人 走访人 负责人 谈心教师 教师妈妈 爱心妈妈 帮扶人 by doneby teacher worker" },
  { CY_FIELD_TEXT, "内容 谈话内容 谈心内容 记录 谈话记录 谈心记录 家访内容 家访记录 沟通内容 情况 备注 联系内容 联系记录 主要内容 谈话情况 家访情况 走访内容 "
    "走访情况 沟通情况 情况记录 text notes note content what summary remarks" },
};

/* The words for people. The name field stands for the person; %CY_FIELD_NAME is the child. */
static const Words people_words[] = {
  { CY_FIELD_PARENTS_NAME, "父母亲 父母 双亲 爸妈 父母双方 parents parent" },
  { CY_FIELD_FATHER_NAME, "父亲 爸爸 父 其父 生父 fathers father dads dad" },
  { CY_FIELD_MOTHER_NAME, "母亲 妈妈 母 其母 生母 mothers mother mums mum moms mom" },
  { CY_FIELD_GUARDIAN_NAME, "监护人 临时监护人 委托监护人 受委托监护人 被委托监护人 实际监护人 现监护人 法定监护人 代理监护人 现有监护人 临时监护 受托监护人 "
    "主要监护人 照料人 照护人 抚养人 看护人 照顾人 代养人 家长 现抚养人 实际照料人 监护人员 受委托照护人 委托照护人 guardians guardian carers carer caregivers "
    "caregiver" },
  { CY_FIELD_NAME, "农村留守儿童 留守儿童 留守学生 儿童 学生 幼儿 孩子 本人 childrens children childs child students student pupils pupil kids kid" },
};

static void
add_words (GHashTable   *table,
           const Words  *words,
           gsize         n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_auto (GStrv) list = g_strsplit (words[i].words, " ", -1);

      for (guint j = 0; list[j] != NULL; j++)
        g_hash_table_insert (table, g_strdup (list[j]), GINT_TO_POINTER (words[i].field));
    }
}

typedef struct {
  GHashTable *children;
  GHashTable *contacts;
  GHashTable *people;           /* the words for people */
  GHashTable *of_people;        /* what is said of them */
} Dictionary;

/* The words never change, so they are sorted into tables once. */
static const Dictionary *
dictionary (void)
{
  static Dictionary tables;
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      tables.children = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      tables.contacts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      tables.people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      tables.of_people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      add_words (tables.children, child_words, G_N_ELEMENTS (child_words));
      add_words (tables.contacts, contact_words, G_N_ELEMENTS (contact_words));
      add_words (tables.people, people_words, G_N_ELEMENTS (people_words));
      add_words (tables.of_people, person_words, G_N_ELEMENTS (person_words));
      g_once_init_leave (&ready, 1);
    }

  return &tables;
}

/* Normal form */

static gboolean
is_opening (gunichar c)
{
  return c == '(' || c == '[' || c == '{' || c == 0x3010 || c == 0x300a || c == 0x3014;
}

static gboolean
is_closing (gunichar c)
{
  return c == ')' || c == ']' || c == '}' || c == 0x3011 || c == 0x300b || c == 0x3015;
}

/* Splits what stands in brackets off. */
static char *
strip (const char  *text,
       GString     *in_brackets)
{
  GString *plain = g_string_new (NULL);
  guint depth = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = cy_width_narrow (g_utf8_get_char (p));

      if (is_opening (c))
        depth++;
      else if (is_closing (c))
        depth -= depth > 0;
      else if (c == '#' || g_unichar_isalnum (c))
        g_string_append_unichar (depth > 0 ? in_brackets : plain, g_unichar_tolower (c));
    }

  /* 联系电话1, 电话2: the number says which, not what. */
  while (plain->len > 1 && g_ascii_isdigit (plain->str[plain->len - 1]))
    g_string_truncate (plain, plain->len - 1);

  return g_string_free (plain, FALSE);
}

/**
 * cy_heading_normalise:
 * @text: (nullable): a heading as it stands in a file
 *
 * Brings a heading to the form in which headings are compared: simplified script, half-width
 * and lower case, without spaces, punctuation and what stands in brackets. Where a bracket
 * names a person, as in 姓名（父亲）, that comes first.
 *
 * Returns: (transfer full): the normal form
 */
char *
cy_heading_normalise (const char *text)
{
  g_autoptr (GString) in_brackets = g_string_new (NULL);
  g_autofree char *stripped = strip (text != NULL ? text : "", in_brackets);
  g_autofree char *aside = cy_text_fold (in_brackets->str);
  g_autofree char *folded = cy_text_fold (stripped);
  g_autoptr (GString) words = g_string_new (folded);
  g_autofree char *plain = NULL;

  /* The same words elsewhere. */
  g_string_replace (words, "身分证", "身份证", 0);
  g_string_replace (words, "联络", "联系", 0);
  g_string_replace (words, "连络", "联系", 0);
  plain = g_string_free (g_steal_pointer (&words), FALSE);

  if (plain[0] == '\0')
    return g_steal_pointer (&aside);
  if (g_hash_table_contains (dictionary ()->people, aside))
    return g_strconcat (aside, plain, NULL);

  return g_steal_pointer (&plain);
}

/* Understanding */

static CyImportField
look_up (GHashTable *table,
         const char *text)
{
  return (CyImportField) GPOINTER_TO_INT (g_hash_table_lookup (table, text));
}

/* The person that a heading begins with, by the longest word for one, and what follows. */
static CyImportField
split_person (const char  *text,
              const char **rest)
{
  g_autofree char *start = g_strdup (text);

  for (gsize n = strlen (start); n > 0; n--)
    {
      CyImportField person;

      /* Only whole characters are cut off. */
      if (((guchar) text[n] & 0xc0) == 0x80)
        continue;
      start[n] = '\0';
      person = look_up (dictionary ()->people, start);
      if (person != CY_FIELD_IGNORED)
        {
          *rest = text + n;
          if (g_str_has_prefix (*rest, "的"))
            *rest += strlen ("的");
          return person;
        }
    }

  *rest = text;
  return CY_FIELD_IGNORED;
}

/* The person of a merged cell above: 父亲情况, 外出务工父母信息, Father. */
static CyImportField
person_of_group (const char *group)
{
  static const Words inside[] = {
    { CY_FIELD_PARENTS_NAME, "父母" }, { CY_FIELD_FATHER_NAME, "父亲" }, { CY_FIELD_MOTHER_NAME, "母亲" },
    { CY_FIELD_GUARDIAN_NAME, "监护人" }, { CY_FIELD_GUARDIAN_NAME, "家长" }, { CY_FIELD_NAME, "儿童" },
    { CY_FIELD_NAME, "学生" }, { CY_FIELD_NAME, "幼儿" },
  };
  g_autofree char *text = cy_heading_normalise (group);
  const char *rest;
  CyImportField person;

  if (text[0] == '\0')
    return CY_FIELD_IGNORED;

  person = split_person (text, &rest);
  for (guint i = 0; person == CY_FIELD_IGNORED && i < G_N_ELEMENTS (inside); i++)
    if (strstr (text, inside[i].words) != NULL)
      person = inside[i].field;

  return person;
}

/* What is a child's under a heading of its own, and somebody else's under that person's. */
static gboolean
is_personal (CyImportField field)
{
  return field == CY_FIELD_NAME || field == CY_FIELD_SEX || field == CY_FIELD_BIRTH || field == CY_FIELD_ID_NUMBER ||
         field == CY_FIELD_ETHNICITY || field == CY_FIELD_HUKOU || field == CY_FIELD_ADDRESS || field == CY_FIELD_PHONE ||
         field == CY_FIELD_HEALTH || field == CY_FIELD_REMARKS;
}

/**
 * cy_heading_for_person:
 * @person: the name field of a person
 * @field: something about a guardian or a father
 *
 * Returns: the same thing about @person, %CY_FIELD_IGNORED where it is not kept
 */
CyImportField
cy_heading_for_person (CyImportField person,
                       CyImportField field)
{
  static const struct {
    CyImportField field;
    CyImportField child, guardian, father, mother, parents;
  } table[] = {
    { CY_FIELD_GUARDIAN_NAME, CY_FIELD_NAME, CY_FIELD_GUARDIAN_NAME, CY_FIELD_FATHER_NAME, CY_FIELD_MOTHER_NAME, CY_FIELD_PARENTS_NAME },
    { CY_FIELD_GUARDIAN_KIN, CY_FIELD_GUARDIAN_KIN, CY_FIELD_GUARDIAN_KIN, 0, 0, 0 },
    { CY_FIELD_GUARDIAN_PHONE, CY_FIELD_PHONE, CY_FIELD_GUARDIAN_PHONE, CY_FIELD_FATHER_PHONE, CY_FIELD_MOTHER_PHONE, CY_FIELD_PARENTS_PHONE },
    { CY_FIELD_GUARDIAN_ID, CY_FIELD_ID_NUMBER, CY_FIELD_GUARDIAN_ID, CY_FIELD_FATHER_ID, CY_FIELD_MOTHER_ID, 0 },
    { CY_FIELD_GUARDIAN_AGE, 0, CY_FIELD_GUARDIAN_AGE, 0, 0, 0 },
    { CY_FIELD_GUARDIAN_OCCUPATION, 0, CY_FIELD_GUARDIAN_OCCUPATION, CY_FIELD_FATHER_OCCUPATION, CY_FIELD_MOTHER_OCCUPATION, 0 },
    { CY_FIELD_GUARDIAN_HEALTH, CY_FIELD_HEALTH, CY_FIELD_GUARDIAN_HEALTH, 0, 0, 0 },
    { CY_FIELD_GUARDIAN_ADDRESS, CY_FIELD_ADDRESS, CY_FIELD_GUARDIAN_ADDRESS, 0, 0, 0 },
    { CY_FIELD_FATHER_PLACE, 0, 0, CY_FIELD_FATHER_PLACE, CY_FIELD_MOTHER_PLACE, CY_FIELD_PARENTS_PLACE },
    { CY_FIELD_FATHER_SINCE, 0, 0, CY_FIELD_FATHER_SINCE, CY_FIELD_MOTHER_SINCE, 0 },
    { CY_FIELD_FATHER_EMPLOYER, 0, 0, CY_FIELD_FATHER_EMPLOYER, CY_FIELD_MOTHER_EMPLOYER, 0 },
    { CY_FIELD_FATHER_EMPLOYER_ADDRESS, 0, 0, CY_FIELD_FATHER_EMPLOYER_ADDRESS, CY_FIELD_MOTHER_EMPLOYER_ADDRESS, 0 },
    { CY_FIELD_FATHER_EMPLOYER_PHONE, 0, 0, CY_FIELD_FATHER_EMPLOYER_PHONE, CY_FIELD_MOTHER_EMPLOYER_PHONE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].field == field)
      switch ((int) person)
        {
        case CY_FIELD_NAME:
          return table[i].child;
        case CY_FIELD_GUARDIAN_NAME:
          return table[i].guardian;
        case CY_FIELD_FATHER_NAME:
          return table[i].father;
        case CY_FIELD_MOTHER_NAME:
          return table[i].mother;
        case CY_FIELD_PARENTS_NAME:
          return table[i].parents;
        default:
          return CY_FIELD_IGNORED;
        }

  return CY_FIELD_IGNORED;
}

static CyHeading
read_child_heading (const char *group,
                    const char *text)
{
  CyHeading heading = { 0 };
  const char *rest;
  CyImportField of_person;

  heading.person = split_person (text, &rest);
  of_person = look_up (dictionary ()->of_people, rest);

  /* 父亲 alone is the father's name; 与监护人关系 is known as a whole. */
  if (heading.person != CY_FIELD_IGNORED && heading.person != CY_FIELD_NAME)
    {
      if (rest[0] == '\0')
        of_person = CY_FIELD_GUARDIAN_NAME;
      heading.field = cy_heading_for_person (heading.person, of_person);
      if (heading.field == CY_FIELD_IGNORED)
        heading.field = look_up (dictionary ()->children, text);
      return heading;
    }

  heading.field = look_up (dictionary ()->children, heading.person == CY_FIELD_NAME ? rest : text);
  if (heading.person == CY_FIELD_NAME)
    {
      if (rest[0] == '\0')
        heading.field = CY_FIELD_NAME;
      else if (of_person == CY_FIELD_GUARDIAN_KIN)
        heading.field = CY_FIELD_GUARDIAN_KIN;
      if (heading.field == CY_FIELD_IGNORED)
        heading.field = look_up (dictionary ()->children, text);
      return heading;
    }

  heading.person = person_of_group (group);
  if (of_person == CY_FIELD_IGNORED && heading.person > CY_FIELD_NAME && is_personal (heading.field))
    heading.field = CY_FIELD_IGNORED;
  if (of_person != CY_FIELD_IGNORED && heading.person != CY_FIELD_IGNORED)
    {
      CyImportField field = cy_heading_for_person (heading.person, of_person);

      if (field != CY_FIELD_IGNORED || heading.person != CY_FIELD_NAME)
        heading.field = field;
      return heading;
    }

  heading.bare = of_person != CY_FIELD_IGNORED && heading.person == CY_FIELD_IGNORED;
  if (of_person == CY_FIELD_GUARDIAN_KIN)
    heading.field = CY_FIELD_GUARDIAN_KIN;
  else if (heading.bare && heading.field == CY_FIELD_IGNORED && of_person == CY_FIELD_FATHER_PLACE)
    heading.field = CY_FIELD_PARENTS_PLACE;

  return heading;
}

static CyHeading
read_contact_heading (const char *text)
{
  CyHeading heading = { 0 };
  const char *rest;

  heading.field = look_up (dictionary ()->contacts, text);
  if (heading.field == CY_FIELD_IGNORED && split_person (text, &rest) == CY_FIELD_NAME)
    heading.field = rest[0] == '\0' ? CY_FIELD_NAME : look_up (dictionary ()->contacts, rest);

  return heading;
}

/**
 * cy_heading_read:
 * @group: (nullable): what stands in merged cells above the heading
 * @text: (nullable): the heading
 * @contacts: whether it is of a log of contacts, else of a roster
 *
 * Returns: what is understood of it
 */
CyHeading
cy_heading_read (const char *group,
                 const char *text,
                 gboolean    contacts)
{
  g_autofree char *plain = cy_heading_normalise (text);

  /* What no heading is, is not looked for: a long text, or nothing. */
  if (plain[0] == '\0' || strlen (plain) > 90)
    return (CyHeading) { 0 };

  return contacts ? read_contact_heading (plain) : read_child_heading (group, plain);
}
