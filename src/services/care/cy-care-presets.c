#define G_LOG_DOMAIN "cy-care-presets"

#include "config.h"

#include "care/cy-care-presets.h"

#include "care/cy-school-year.h"

#include "cy-scheme-store.h"
#include "cy-term-store.h"

#include <glib/gi18n.h>

/*
 * The schemes of the source documents. Each obligation quotes the sentence that asks for it
 * and names the place where it stands. Names are stored as the documents have them, in
 * Chinese; where nobody has changed a name it is shown in the reader's language. The number
 * in an obligation's key is its line in docs/SCHEMES.md, which says what is not a preset.
 */

#define KIND(kind) CY_CONTACT_KIND_BIT (CY_CONTACT_##kind)

/* 联系: any way of being in touch with the child itself. */
#define IN_TOUCH (KIND (TALK) | KIND (CALL) | KIND (VIDEO) | KIND (HOME_VISIT) | KIND (LETTER))

typedef struct {
  const char *key;
  const char *name;             /* as stored */
  const char *shown;            /* as shown, to be translated */
  CyContactKinds kinds;
  CyWindow window;
  int days;
  int count;
  const char *who;
  const char *who_shown;
  const char *source;
} Duty;

typedef struct {
  const char *key;
  const char *name;
  const char *shown;
  const char *source;
  Duty duties[5];
} Preset;

#define COLLECTION "留守兒童一對一幫扶方案(精選16篇)"
#define CHUYAN "关于加快开展贫困留守儿童“雏燕”关爱行动工作方案"
#define FIVE_ONES "“志願者“愛心媽媽”和代理家長要與留守兒童開展結對幫扶活動做到“五個一”,每學期"              \
                  "到留守兒童家中走訪一次,談心一次,與班主任聯絡一次,與監護人溝通一次,給留守兒童寫信一次。”" \
                  "——2016年開展關愛留守兒童公益活動方案一,三(二)3"
#define TERM_HELP "“教師對自己負責幫扶關愛的每個留守兒童每期都要進行一次走訪、一次幫扶、一次信息核查" \
                  "并認真作好記錄。”——" COLLECTION ",方案8,三3;关爱留守儿童工作实施方案(精选9篇),方案1"
#define PROXY_PARENTS "“代理家长要通过日常探访、生活照顾、心灵交流、捐资助学等行动,做到一月一联系、一季一活动、" \
                      "一年一总结、一假期一心理辅导”——市妇联关爱留守儿童活动实施方案,四(二)4"

/* Left alone, the formatter would indent each obligation by the width of its scheme. */
/* clang-format off */
static const Preset presets[] = {
  { "kindergarten-mothers", "幼儿园教师妈妈", N_("Teacher-mothers of a kindergarten"),
    COLLECTION ",方案3", {
      { "C1-talk", "教师妈妈谈心", N_("Heart-to-heart talk"),
        KIND (TALK), CY_WINDOW_ROLLING, 14, 1, "教师妈妈", N_("Teacher-mother"),
        "“教師媽媽每兩周不少于一次與“留守幼兒”或家長談心、交心,并記好交流記錄。”——" COLLECTION ",方案3,三4;关爱留守儿童活动方案(25篇),方案1" },
      { "C2-call", "与家长或托管人联系", N_("Call to the parents or the carer"),
        KIND (CALL) | KIND (VIDEO) | KIND (GUARDIAN_CONTACT), CY_WINDOW_MONTH, 0, 1, "教师妈妈", N_("Teacher-mother"),
        "“教師媽媽每月至少一次通過電話等方式與家長或托管人聯系。”——" COLLECTION ",方案3,三4;关爱留守儿童活动方案(25篇),方案1" },
    } },
  { "subject-teacher-talks", "任课教师谈心", N_("Talks with subject teachers"),
    COLLECTION ",方案2", {
      { "C3-talk", "任课教师每月谈心", N_("Monthly talk"),
        KIND (TALK), CY_WINDOW_MONTH, 0, 1, "任课教师", N_("Subject teacher"),
        "“要求各任課教師每月同留守兒童談心一次,并做好記錄”——" COLLECTION ",方案2,三9" },
    } },
  { "class-talk-cards", "班级谈心记录卡", N_("Talks on record cards"),
    COLLECTION ",方案7", {
      { "C5-talk", "教师每月谈心两次", N_("Talk with record card"),
        KIND (TALK), CY_WINDOW_MONTH, 0, 2, "教师", N_("Teacher"),
        "“要求教師每月至少與留守兒童談心兩次,詳細填好記錄卡。”——" COLLECTION ",方案7,三5" },
    } },
  { "term-help", "教师学期帮扶", N_("Help from a teacher each term"),
    COLLECTION ",方案8", {
      { "C6-visit", "走访", N_("Visit at home"),
        KIND (HOME_VISIT), CY_WINDOW_TERM, 0, 1, "教师", N_("Teacher"),
        TERM_HELP },
      { "C6-help", "帮扶", N_("Help"),
        KIND (HELP), CY_WINDOW_TERM, 0, 1, "教师", N_("Teacher"),
        TERM_HELP },
      { "C6-information-check", "信息核查", N_("Check of the information"),
        KIND (INFORMATION_CHECK), CY_WINDOW_TERM, 0, 1, "教师", N_("Teacher"),
        TERM_HELP },
    } },
  { "five-ones", "爱心妈妈、代理家长“五个一”", N_("Five ones of loving mothers and proxy parents"),
    "2016年開展關愛留守兒童公益活動方案一", {
      { "C7-home-visit", "到家中走访", N_("Visit at home"),
        KIND (HOME_VISIT), CY_WINDOW_TERM, 0, 1, "爱心妈妈、代理家长", N_("Loving mother or proxy parent"),
        FIVE_ONES },
      { "C7-talk", "谈心", N_("Talk"),
        KIND (TALK), CY_WINDOW_TERM, 0, 1, "爱心妈妈、代理家长", N_("Loving mother or proxy parent"),
        FIVE_ONES },
      { "C7-teacher-contact", "与班主任联络", N_("Contact with the class teacher"),
        KIND (TEACHER_CONTACT), CY_WINDOW_TERM, 0, 1, "爱心妈妈、代理家长", N_("Loving mother or proxy parent"),
        FIVE_ONES },
      { "C7-guardian-contact", "与监护人沟通", N_("Contact with the guardian"),
        KIND (GUARDIAN_CONTACT), CY_WINDOW_TERM, 0, 1, "爱心妈妈、代理家长", N_("Loving mother or proxy parent"),
        FIVE_ONES },
      { "C7-letter", "给孩子写信", N_("Letter to the child"),
        KIND (LETTER), CY_WINDOW_TERM, 0, 1, "爱心妈妈、代理家长", N_("Loving mother or proxy parent"),
        FIVE_ONES },
    } },
  { "young-swallows", "“雏燕”关爱行动", N_("“Young swallows” care action"),
    CHUYAN, {
      { "C8-call", "家长电话、视频联系", N_("Call or video call from the parents"),
        KIND (CALL) | KIND (VIDEO), CY_WINDOW_WEEK, 0, 1, "外出务工家长", N_("Parent away for work"),
        "“督促指导外出务工家长每周与留守儿童电话、视频联系至少1次”——" CHUYAN ",二(一)“真爱家园”计划" },
      { "C10-talk", "爱心家长谈心交流", N_("Talk"),
        KIND (TALK), CY_WINDOW_MONTH, 0, 1, "爱心家长", N_("Loving parent"),
        "“每个月至少开展1次谈心交流、每季度至少1次入户看望”——" CHUYAN ",二(三)“爱心家长”计划" },
      { "C11-home-visit", "爱心家长入户看望", N_("Visit at home"),
        KIND (HOME_VISIT), CY_WINDOW_QUARTER, 0, 1, "爱心家长", N_("Loving parent"),
        "“每个月至少开展1次谈心交流、每季度至少1次入户看望”——" CHUYAN ",二(三)“爱心家长”计划" },
    } },
  { "proxy-parents", "妇联代理家长", N_("Proxy parents of the women’s federation"),
    "市妇联关爱留守儿童活动实施方案", {
      { "C12-contact", "一月一联系", N_("Monthly contact"),
        IN_TOUCH, CY_WINDOW_MONTH, 0, 1, "代理家长", N_("Proxy parent"),
        PROXY_PARENTS },
      { "C12-activity", "一季一活动", N_("Activity each quarter"),
        KIND (ACTIVITY), CY_WINDOW_QUARTER, 0, 1, "代理家长", N_("Proxy parent"),
        PROXY_PARENTS },
      { "C12-summary", "一年一总结", N_("Yearly summary"),
        KIND (SUMMARY), CY_WINDOW_YEAR, 0, 1, "代理家长", N_("Proxy parent"),
        PROXY_PARENTS },
      { "C12-counselling", "一假期一心理辅导", N_("Psychology session each holiday"),
        KIND (COUNSELLING), CY_WINDOW_HOLIDAY, 0, 1, "代理家长", N_("Proxy parent"),
        PROXY_PARENTS },
    } },
  { "student-volunteers", "志愿者一帮一", N_("One-to-one student volunteers"),
    COLLECTION ",方案13", {
      { "C13-contact", "志愿者每月联系", N_("Monthly contact"),
        IN_TOUCH, CY_WINDOW_MONTH, 0, 1, "志愿者", N_("Volunteer"),
        "“要求志愿者至少每月與留守兒童聯系一次。”——" COLLECTION ",方案13,八1" },
    } },
};
/* clang-format on */

/* Installing */

static CyScheme *
make_scheme (const Preset *preset)
{
  CyScheme *scheme = cy_scheme_new ();

  scheme->key = g_strdup (preset->key);
  scheme->name = g_strdup (preset->name);
  scheme->source = g_strdup (preset->source);
  for (guint i = 0; i < G_N_ELEMENTS (preset->duties) && preset->duties[i].key != NULL; i++)
    {
      const Duty *duty = &preset->duties[i];
      CyObligation *o = cy_obligation_new ();

      o->key = g_strdup (duty->key);
      o->name = g_strdup (duty->name);
      o->kinds = duty->kinds;
      o->window = duty->window;
      o->days = duty->days;
      o->count = duty->count;
      o->who = g_strdup (duty->who);
      o->source = g_strdup (duty->source);
      g_ptr_array_add (scheme->obligations, o);
    }

  return scheme;
}

/**
 * cy_care_propose_terms:
 * @today: a day
 *
 * Adds the terms and holidays of the school years around @today: the one before, its own,
 * and two to come. What was added before stays as people have edited or removed it.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_care_propose_terms (CyConn  *conn,
                       CyDay    today,
                       GError **error)
{
  int this_year = cy_school_year_of (today);

  for (int year = this_year - 1; year <= this_year + 2; year++)
    {
      g_autoptr (GPtrArray) terms = cy_school_year_terms (year);

      for (guint i = 0; i < terms->len; i++)
        if (!cy_term_propose (conn, g_ptr_array_index (terms, i), error))
          return FALSE;
    }

  return TRUE;
}

/**
 * cy_care_install_presets:
 *
 * Adds the schemes of the source documents, and terms and holidays around the day on the
 * clock. What was added before stays as people have edited or removed it.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_care_install_presets (CyConn  *conn,
                         GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      g_autoptr (CyScheme) scheme = NULL;
      gboolean known;

      if (!cy_scheme_is_known (conn, presets[i].key, &known, error))
        return FALSE;
      if (known)
        continue;
      scheme = make_scheme (&presets[i]);
      if (cy_scheme_insert (conn, scheme, error) == 0)
        return FALSE;
    }

  return cy_care_propose_terms (conn, cy_day_today (), error);
}

/* Words */

static const Duty *
find_duty (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    for (guint j = 0; j < G_N_ELEMENTS (presets[i].duties); j++)
      if (presets[i].duties[j].key != NULL && g_strcmp0 (presets[i].duties[j].key, key) == 0)
        return &presets[i].duties[j];

  return NULL;
}

/**
 * cy_care_scheme_name:
 *
 * Returns: (transfer none): the scheme's name to show: that of a preset in the reader's
 *   language, unless people have given it another one
 */
const char *
cy_care_scheme_name (const CyScheme *scheme)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (g_strcmp0 (presets[i].key, scheme->key) == 0 && g_strcmp0 (presets[i].name, scheme->name) == 0)
      return _(presets[i].shown);

  return scheme->name;
}

/** cy_care_obligation_name: Returns: (transfer none): the obligation's name to show; see cy_care_scheme_name() */
const char *
cy_care_obligation_name (const CyObligation *obligation)
{
  const Duty *duty = find_duty (obligation->key);

  return duty != NULL && g_strcmp0 (duty->name, obligation->name) == 0 ? _(duty->shown) : obligation->name;
}

/** cy_care_obligation_who: Returns: (transfer none) (nullable): who owes it, to show; see cy_care_scheme_name() */
const char *
cy_care_obligation_who (const CyObligation *obligation)
{
  const Duty *duty = find_duty (obligation->key);

  return duty != NULL && g_strcmp0 (duty->who, obligation->who) == 0 ? _(duty->who_shown) : obligation->who;
}

/** cy_care_window_name: Returns: (transfer none): the window's name to choose it by */
const char *
cy_care_window_name (CyWindow window)
{
  static const char * const names[CY_WINDOW_COUNT] = {
    [CY_WINDOW_ROLLING] = NC_("window", "Number of days"),
    [CY_WINDOW_WEEK] = NC_("window", "Week"),
    [CY_WINDOW_MONTH] = NC_("window", "Month"),
    [CY_WINDOW_QUARTER] = NC_("window", "Quarter"),
    [CY_WINDOW_HALF_YEAR] = NC_("window", "Half-year"),
    [CY_WINDOW_TERM] = NC_("window", "School term"),
    [CY_WINDOW_HOLIDAY] = NC_("window", "School holiday"),
    [CY_WINDOW_YEAR] = NC_("window", "Year"),
  };

  g_return_val_if_fail ((guint) window < CY_WINDOW_COUNT, NULL);

  return g_dpgettext2 (NULL, "window", names[window]);
}

/**
 * cy_care_obligation_terms:
 *
 * Returns: (transfer full): how often it is owed: "every 14 days", "twice a month"
 */
char *
cy_care_obligation_terms (const CyObligation *obligation)
{
  int n = obligation->count;

  switch (obligation->window)
    {
    case CY_WINDOW_ROLLING:
      return g_strdup_printf (ngettext ("every %d day", "every %d days", obligation->days), obligation->days);
    case CY_WINDOW_WEEK:
      return g_strdup_printf (ngettext ("%d time a week", "%d times a week", n), n);
    case CY_WINDOW_MONTH:
      return g_strdup_printf (ngettext ("%d time a month", "%d times a month", n), n);
    case CY_WINDOW_QUARTER:
      return g_strdup_printf (ngettext ("%d time a quarter", "%d times a quarter", n), n);
    case CY_WINDOW_HALF_YEAR:
      return g_strdup_printf (ngettext ("%d time a half-year", "%d times a half-year", n), n);
    case CY_WINDOW_TERM:
      return g_strdup_printf (ngettext ("%d time a term", "%d times a term", n), n);
    case CY_WINDOW_HOLIDAY:
      return g_strdup_printf (ngettext ("%d time each holiday", "%d times each holiday", n), n);
    case CY_WINDOW_YEAR:
      return g_strdup_printf (ngettext ("%d time a year", "%d times a year", n), n);
    default:
      g_return_val_if_reached (NULL);
    }
}
