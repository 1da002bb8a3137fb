#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-value.h"
#include "cy-import-field.h"

#include "cy-person.h"
#include "cy-phone.h"
#include "cy-width.h"

#include <math.h>
#include <string.h>

/* What people write into cells. */

static gboolean
is_one_of (const char         *text,
           const char * const *words)
{
  /* Most texts are none of the words, which the first character tells. */
  for (; *words != NULL; words++)
    if ((*words)[0] == text[0] && strcmp (*words, text) == 0)
      return TRUE;

  return FALSE;
}

/**
 * cy_value_is_nothing:
 * @text: (nullable): without spaces around it
 *
 * Returns: whether it says that there is nothing, or nothing known
 */
gboolean
cy_value_is_nothing (const char *text)
{
  static const char *const words[] = {
    "", "-", "--", "---", "—", "——", "–", "/", "\\", "／", "×", "?", "？", ".", "。", "无", "無", "没有", "沒有", "暂无", "暫無", "不详", "不詳",
    "未知", "不明", "未填", "空", "none", "None", "NONE", "n/a", "N/A", "#N/A", "null", "NULL", "nil", "unknown", NULL,
  };

  return text == NULL || is_one_of (text, words);
}

/* A number as people see it: 20150305, not 2.0150305E7. */
static char *
number_text (const CyCell *cell)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (fabs (cell->number) < 1e15 && cell->number == floor (cell->number))
    return g_strdup_printf ("%.0f", cell->number);
  if (fabs (cell->number) < 1e15)
    return g_strdup (g_ascii_formatd (text, sizeof text, "%.12g", cell->number));

  return g_strdup (cell->text);
}

/* Most cells are tidy already: no space at either end, none doubled, none of the wide kind. */
static gboolean
is_tidy (const char *text)
{
  if (g_ascii_isspace (text[0]))
    return FALSE;
  for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
    if ((g_ascii_isspace (*p) && (*p != ' ' || p[1] == ' ' || p[1] == '\0')) || *p == 0xc2 || *p == 0xe2 ||
        (*p == 0xe3 && p[1] == 0x80) || *p == 0xef)
      return FALSE;

  return TRUE;
}

/**
 * cy_value_text:
 * @cell: (nullable): a cell
 *
 * Returns: (transfer full) (nullable): its text, tidy; %NULL when it says nothing
 */
char *
cy_value_text (const CyCell *cell)
{
  g_autofree char *tidy = NULL;

  if (cell == NULL || cell->type == CY_CELL_ERROR)
    return NULL;
  if (cell->type == CY_CELL_NUMBER)
    return number_text (cell);
  if (cell->type == CY_CELL_BOOLEAN)
    return g_strdup (cell->number != 0 ? "是" : "否");

  tidy = is_tidy (cell->text) ? g_strdup (cell->text) : cy_width_tidy (cell->text);

  return cy_value_is_nothing (tidy) ? NULL : g_steal_pointer (&tidy);
}

/**
 * cy_value_note:
 * @cell: (nullable): a cell
 *
 * Returns: (transfer full) (nullable): its text, tidy, with its lines kept
 */
char *
cy_value_note (const CyCell *cell)
{
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) note = NULL;

  if (cell == NULL || cell->type != CY_CELL_TEXT || strchr (cell->text, '\n') == NULL)
    return cy_value_text (cell);

  note = g_string_new (NULL);
  lines = g_strsplit (cell->text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *tidy = cy_width_tidy (lines[i]);

      if (tidy != NULL)
        g_string_append_printf (note, "%s%s", note->len > 0 ? "\n" : "", tidy);
    }

  return note->len > 0 ? g_string_free (g_steal_pointer (&note), FALSE) : NULL;
}

static gboolean
is_han (gunichar c)
{
  return g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;
}

static gboolean
is_middle_dot (gunichar c)
{
  return c == 0xb7 || c == 0x2022 || c == 0x2027 || c == 0x30fb || c == 0xff65 || c == 0x22c5 || c == 0x2219 || c == 0xff0e;
}

/**
 * cy_value_name:
 * @cell: (nullable): a cell
 *
 * Reads a name: spaces between Chinese characters go (李　明 is 李明), those between words
 * stay, and the dot inside a name of a minority becomes the middle dot.
 *
 * Returns: (transfer full) (nullable): the name, or %NULL when there is none
 */
char *
cy_value_name (const CyCell *cell)
{
  g_autofree char *text = cy_value_text (cell);
  g_autoptr (GString) name = NULL;
  gunichar last = 0;
  gboolean gap = FALSE;

  if (text == NULL)
    return NULL;

  name = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = cy_width_narrow (g_utf8_get_char (p));

      if (is_middle_dot (c))
        c = 0xb7;
      if (c == ' ' || c == '*')
        {
          gap = TRUE;
          continue;
        }
      if (gap && last != 0 && last != 0xb7 && c != 0xb7 && !(is_han (last) && is_han (c)))
        g_string_append_c (name, ' ');
      g_string_append_unichar (name, c);
      last = c;
      gap = FALSE;
    }

  return name->len > 0 ? g_string_free (g_steal_pointer (&name), FALSE) : NULL;
}

/* Numbers */

/**
 * cy_value_read_id:
 * @cell: (nullable): a cell
 * @id: (out caller-allocates): what is found
 *
 * Reads a resident ID number. A number cell keeps 15 digits, so what is longer has lost its
 * end whatever it looks like. A text without any digit is a remark that there is no number.
 *
 * Returns: as cy_id_number_read() does
 */
CyIdResult
cy_value_read_id (const CyCell *cell,
                  CyIdNumber   *id)
{
  g_autofree char *text = NULL;

  *id = (CyIdNumber) { .result = CY_ID_EMPTY, .birth = CY_DAY_NONE };
  if (cell == NULL || cell->type == CY_CELL_ERROR)
    return CY_ID_EMPTY;
  if (cell->type == CY_CELL_NUMBER && fabs (cell->number) >= 1e15)
    return id->result = CY_ID_DAMAGED;

  text = cy_value_text (cell);
  if (text == NULL)
    return CY_ID_EMPTY;
  if (text[0] == '#' && strspn (text, "#") == strlen (text))
    return id->result = CY_ID_DAMAGED;
  if (cy_id_number_read (text, id) == CY_ID_LENGTH)
    {
      gboolean digits = FALSE;

      for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
        digits |= g_unichar_isdigit (g_utf8_get_char (p));
      if (!digits)
        *id = (CyIdNumber) { .result = CY_ID_EMPTY, .birth = CY_DAY_NONE };
    }

  return id->result;
}

/**
 * cy_value_phone:
 * @cell: (nullable): a cell
 * @valid: (out): whether each number in it can be called
 *
 * Returns: (transfer full) (nullable): the numbers as cy_phone_normalise() gives them
 */
char *
cy_value_phone (const CyCell *cell,
                gboolean     *valid)
{
  g_autofree char *text = NULL;

  *valid = TRUE;
  /* The plain case, a hundred thousand times a file. */
  if (cell != NULL && cell->type == CY_CELL_TEXT && cell->text[0] == '1' && cell->text[1] >= '3' &&
      strlen (cell->text) == 11 && strspn (cell->text, "0123456789") == 11)
    return g_strdup (cell->text);

  text = cy_value_text (cell);
  if (text == NULL)
    return NULL;

  return cy_phone_normalise (text, valid);
}

/* Words */

/**
 * cy_value_read_yes:
 * @text: (nullable): 是, 否, √, yes, 1, …
 *
 * Returns: whether it was read; a text that is none of these words means yes, but is not
 *   read: whoever writes 肢体残疾 under 是否残疾 says more than yes
 */
CyReadResult
cy_value_read_yes (const char *text,
                   gboolean   *yes)
{
  static const char *const yes_words[] = { "是", "有", "√", "✓", "✔", "对", "對", "y", "yes", "true", "1", "v", "o", "○", NULL };
  static const char *const no_words[] = { "否", "无", "無", "不", "不是", "没有", "沒有", "×", "✗", "n", "no", "false", "0", "x", "/", "-",
                                          "正常", "健康", "非", NULL };
  g_autofree char *plain = cy_width_plain (text);
  g_autofree char *lower = g_ascii_strdown (plain, -1);

  *yes = FALSE;
  if (lower[0] == '\0' || cy_value_is_nothing (lower))
    return CY_READ_EMPTY;
  if (is_one_of (lower, no_words))
    return CY_READ_OK;
  *yes = TRUE;

  return is_one_of (lower, yes_words) ? CY_READ_OK : CY_READ_UNREADABLE;
}

/**
 * cy_value_read_poor:
 * @text: (nullable): what a family is registered as: 建档立卡, 低保户, 是, …
 * @heading: (nullable): the column's heading, in its normal form, which says what 是 means
 *
 * Returns: a set of #CyPoorFamily
 */
guint
cy_value_read_poor (const char *text,
                    const char *heading)
{
  static const struct {
    const char *word;
    guint poor;
  } words[] = {
    { "建档立卡", CY_POOR_REGISTERED }, { "贫困户", CY_POOR_REGISTERED }, { "脱贫", CY_POOR_REGISTERED },
    { "监测", CY_POOR_REGISTERED }, { "建档", CY_POOR_REGISTERED }, { "低保", CY_POOR_ALLOWANCE },
    { "特困", CY_POOR_DESTITUTE }, { "五保", CY_POOR_DESTITUTE }, { "烈士", CY_POOR_MARTYR },
    { "registered", CY_POOR_REGISTERED }, { "allowance", CY_POOR_ALLOWANCE }, { "destitute", CY_POOR_DESTITUTE },
  };
  g_autofree char *plain = cy_heading_normalise (text);
  guint poor = CY_POOR_NONE;
  gboolean yes;

  if (plain[0] == '\0' || g_str_has_prefix (plain, "非"))
    return CY_POOR_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (plain, words[i].word) != NULL)
      poor |= words[i].poor;
  if (poor != CY_POOR_NONE || cy_value_read_yes (plain, &yes) != CY_READ_OK || !yes)
    return poor;

  for (guint i = 0; heading != NULL && i < G_N_ELEMENTS (words); i++)
    if (strstr (heading, words[i].word) != NULL)
      poor |= words[i].poor;

  return poor != CY_POOR_NONE ? poor : CY_POOR_REGISTERED;
}

/**
 * cy_value_read_kind:
 * @text: (nullable): 谈心, 家访, 打电话, home visit, …
 * @kind: (out): which it is
 *
 * Returns: whether it names one kind of contact
 */
gboolean
cy_value_read_kind (const char    *text,
                    CyContactKind *kind)
{
  /* The first word that is found decides, so those that say more come first. */
  static const struct {
    const char *word;
    CyContactKind kind;
  } words[] = {
    { "班主任", CY_CONTACT_TEACHER_CONTACT }, { "任课教师", CY_CONTACT_TEACHER_CONTACT }, { "与教师", CY_CONTACT_TEACHER_CONTACT },
    { "与老师", CY_CONTACT_TEACHER_CONTACT }, { "监护人", CY_CONTACT_GUARDIAN_CONTACT }, { "家长会", CY_CONTACT_MEETING },
    { "家长", CY_CONTACT_GUARDIAN_CONTACT }, { "心理", CY_CONTACT_COUNSELLING }, { "辅导", CY_CONTACT_COUNSELLING },
    { "咨询", CY_CONTACT_COUNSELLING }, { "疏导", CY_CONTACT_COUNSELLING }, { "视频", CY_CONTACT_VIDEO },
    { "家访", CY_CONTACT_HOME_VISIT }, { "走访", CY_CONTACT_HOME_VISIT }, { "上门", CY_CONTACT_HOME_VISIT },
    { "入户", CY_CONTACT_HOME_VISIT }, { "探访", CY_CONTACT_HOME_VISIT }, { "看望", CY_CONTACT_HOME_VISIT },
    { "慰问", CY_CONTACT_HOME_VISIT }, { "电话", CY_CONTACT_CALL }, { "通话", CY_CONTACT_CALL }, { "致电", CY_CONTACT_CALL },
    { "去电", CY_CONTACT_CALL }, { "电访", CY_CONTACT_CALL }, { "书信", CY_CONTACT_LETTER }, { "写信", CY_CONTACT_LETTER },
    { "信件", CY_CONTACT_LETTER }, { "家书", CY_CONTACT_LETTER }, { "谈心", CY_CONTACT_TALK }, { "谈话", CY_CONTACT_TALK },
    { "面谈", CY_CONTACT_TALK }, { "交谈", CY_CONTACT_TALK }, { "聊天", CY_CONTACT_TALK }, { "座谈", CY_CONTACT_MEETING },
    { "核查", CY_CONTACT_INFORMATION_CHECK }, { "核实", CY_CONTACT_INFORMATION_CHECK }, { "信息更新", CY_CONTACT_INFORMATION_CHECK },
    { "排查", CY_CONTACT_INFORMATION_CHECK }, { "帮扶", CY_CONTACT_HELP }, { "帮助", CY_CONTACT_HELP },
    { "资助", CY_CONTACT_HELP }, { "活动", CY_CONTACT_ACTIVITY }, { "总结", CY_CONTACT_SUMMARY }, { "小结", CY_CONTACT_SUMMARY },
    { "班会", CY_CONTACT_MEETING }, { "会议", CY_CONTACT_MEETING }, { "homevisit", CY_CONTACT_HOME_VISIT },
    { "visit", CY_CONTACT_HOME_VISIT }, { "guardian", CY_CONTACT_GUARDIAN_CONTACT }, { "parent", CY_CONTACT_GUARDIAN_CONTACT },
    { "teacher", CY_CONTACT_TEACHER_CONTACT }, { "video", CY_CONTACT_VIDEO }, { "phone", CY_CONTACT_CALL },
    { "call", CY_CONTACT_CALL }, { "letter", CY_CONTACT_LETTER }, { "counsel", CY_CONTACT_COUNSELLING },
    { "talk", CY_CONTACT_TALK }, { "chat", CY_CONTACT_TALK }, { "informationcheck", CY_CONTACT_INFORMATION_CHECK },
    { "help", CY_CONTACT_HELP }, { "activity", CY_CONTACT_ACTIVITY }, { "summary", CY_CONTACT_SUMMARY },
    { "meeting", CY_CONTACT_MEETING },
  };
  g_autofree char *tidy = cy_width_tidy (text);
  g_autofree char *lower = tidy != NULL ? g_ascii_strdown (tidy, -1) : NULL;
  g_autofree char *plain = NULL;

  if (lower == NULL)
    return FALSE;
  if (cy_contact_kind_from_key (lower, kind))
    return TRUE;

  plain = cy_heading_normalise (text);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (plain, words[i].word) != NULL)
      {
        *kind = words[i].kind;
        return TRUE;
      }
  if (g_str_equal (plain, "信") || g_str_equal (plain, "会") || g_str_equal (plain, "谈"))
    {
      *kind = g_str_equal (plain, "信") ? CY_CONTACT_LETTER : g_str_equal (plain, "会") ? CY_CONTACT_MEETING : CY_CONTACT_TALK;
      return TRUE;
    }

  return FALSE;
}
