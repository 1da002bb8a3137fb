#include "config.h"

#include "cy-kin.h"
#include "cy-width.h"

#include <string.h>

/* The words people use for the same person, simplified and traditional, north and south,
 * parted by a space; the first is the key that is stored. Where a word may mean two
 * (婆婆, 阿姨) it stands for the nearer one. */
typedef struct {
  CySex sex;
  const char *words;
} Kin;

static const Kin kins[CY_KIN_COUNT] = {
  [CY_KIN_FATHER] = { CY_SEX_MALE, "父亲 父親 爸爸 爸 父 爹 阿爸 老爸 生父 父子 父女 father dad" },
  [CY_KIN_MOTHER] = { CY_SEX_FEMALE, "母亲 母親 妈妈 媽媽 妈 媽 母 娘 阿妈 阿媽 老妈 生母 母子 母女 mother mum mom" },
  [CY_KIN_PATERNAL_GRANDFATHER] = { CY_SEX_MALE,
    "祖父 爷爷 爺爺 爷 爺 阿公 阿爷 公公 祖孙 爷孙 grandfather grandpa" },
  [CY_KIN_PATERNAL_GRANDMOTHER] = { CY_SEX_FEMALE,
    "祖母 奶奶 奶 阿嬷 阿奶 嬷嬷 婆孙 奶孙 grandmother grandma" },
  [CY_KIN_MATERNAL_GRANDFATHER] = { CY_SEX_MALE, "外祖父 外公 姥爷 姥爺 老爷 家公 外爷 外爺 maternalgrandfather" },
  [CY_KIN_MATERNAL_GRANDMOTHER] = { CY_SEX_FEMALE, "外祖母 外婆 姥姥 家婆 婆婆 外奶奶 姥娘 maternalgrandmother" },
  [CY_KIN_GREAT_GRANDPARENT] = { CY_SEX_UNKNOWN,
    "曾祖 曾祖父 曾祖母 太爷爷 太奶奶 太公 太婆 太爷 太奶 外曾祖父 外曾祖母 greatgrandparent" },
  [CY_KIN_FATHERS_ELDER_BROTHER] = { CY_SEX_MALE, "伯父 大伯 伯伯 伯 大爷 uncle" },
  [CY_KIN_FATHERS_ELDER_BROTHERS_WIFE] = { CY_SEX_FEMALE, "伯母 大妈 大娘 伯娘 aunt" },
  [CY_KIN_FATHERS_YOUNGER_BROTHER] = { CY_SEX_MALE, "叔叔 叔父 叔 小叔 二叔 三叔 大叔" },
  [CY_KIN_FATHERS_YOUNGER_BROTHERS_WIFE] = { CY_SEX_FEMALE, "婶婶 嬸嬸 婶母 婶 婶子 婶娘" },
  [CY_KIN_FATHERS_SISTER] = { CY_SEX_FEMALE, "姑姑 姑母 姑妈 姑媽 姑 大姑 小姑 二姑" },
  [CY_KIN_FATHERS_SISTERS_HUSBAND] = { CY_SEX_MALE, "姑父 姑丈 姑爷" },
  [CY_KIN_MOTHERS_BROTHER] = { CY_SEX_MALE, "舅舅 舅父 舅 大舅 小舅 二舅 阿舅" },
  [CY_KIN_MOTHERS_BROTHERS_WIFE] = { CY_SEX_FEMALE, "舅母 舅妈 舅媽 舅娘 妗子" },
  [CY_KIN_MOTHERS_SISTER] = { CY_SEX_FEMALE, "姨 姨妈 姨媽 姨母 姨姨 大姨 小姨 二姨 阿姨 姨娘" },
  [CY_KIN_MOTHERS_SISTERS_HUSBAND] = { CY_SEX_MALE, "姨父 姨丈 姨夫" },
  [CY_KIN_ELDER_BROTHER] = { CY_SEX_MALE, "哥哥 兄长 兄長 兄 哥 大哥 二哥 堂哥 表哥 brother" },
  [CY_KIN_ELDER_SISTER] = { CY_SEX_FEMALE, "姐姐 姊姊 姐 姊 大姐 二姐 堂姐 表姐 sister" },
  [CY_KIN_YOUNGER_BROTHER] = { CY_SEX_MALE, "弟弟 弟 堂弟 表弟" },
  [CY_KIN_YOUNGER_SISTER] = { CY_SEX_FEMALE, "妹妹 妹 堂妹 表妹" },
  [CY_KIN_STEPFATHER] = { CY_SEX_MALE, "继父 繼父 后父 后爸 stepfather" },
  [CY_KIN_STEPMOTHER] = { CY_SEX_FEMALE, "继母 繼母 后母 后妈 後母 stepmother" },
  [CY_KIN_ADOPTIVE_FATHER] = { CY_SEX_MALE, "养父 養父" },
  [CY_KIN_ADOPTIVE_MOTHER] = { CY_SEX_FEMALE, "养母 養母" },
  [CY_KIN_OTHER_RELATIVE] = { CY_SEX_UNKNOWN, "亲戚 親戚 亲属 親屬 其他亲属 其他親屬 亲友 relative" },
  [CY_KIN_NEIGHBOUR] = { CY_SEX_UNKNOWN, "邻居 鄰居 邻里 neighbour neighbor" },
  [CY_KIN_TEACHER] = { CY_SEX_UNKNOWN, "老师 老師 教师 教師 班主任 teacher" },
  [CY_KIN_OTHER] = { CY_SEX_UNKNOWN, "其他 其它 非亲属 非親屬 other" },
};

/**
 * cy_kin_to_key:
 *
 * Returns: the Chinese word under which the kin is stored
 */
const char *
cy_kin_to_key (CyKin kin)
{
  static const char *keys[CY_KIN_COUNT];
  static gsize ready;

  g_return_val_if_fail ((guint) kin < CY_KIN_COUNT, NULL);

  if (g_once_init_enter (&ready))
    {
      for (guint i = 0; i < CY_KIN_COUNT; i++)
        {
          g_auto (GStrv) words = g_strsplit (kins[i].words, " ", 2);

          keys[i] = g_intern_string (words[0]);
        }
      g_once_init_leave (&ready, 1);
    }

  return keys[kin];
}

/**
 * cy_kin_from_key:
 * @key: (nullable): a stored word
 * @kin: (out) (optional): which it is
 *
 * Returns: whether @key is a key, and not free text
 */
gboolean
cy_kin_from_key (const char *key,
                 CyKin      *kin)
{
  for (guint i = 0; i < CY_KIN_COUNT; i++)
    {
      if (g_strcmp0 (key, cy_kin_to_key (i)) != 0)
        continue;
      if (kin != NULL)
        *kin = i;
      return TRUE;
    }

  return FALSE;
}

/* Whether @word is one of @words, which are parted by spaces. Looked through in place: an
 * import asks for each guardian. */
static gboolean
has_word (const char *words,
          const char *word,
          gsize       length)
{
  for (const char *p = words; (p = strstr (p, word)) != NULL; p += length)
    if ((p == words || p[-1] == ' ') && (p[length] == ' ' || p[length] == '\0'))
      return TRUE;

  return FALSE;
}

/**
 * cy_kin_from_text:
 * @text: (nullable): as people write it in rosters
 * @kin: (out) (optional): which it is
 *
 * Recognises the many words for the same relative: 爷爷, 阿公 and 祖父; 姥姥, 外婆 and 外祖母.
 *
 * Returns: whether @text is one of them
 */
gboolean
cy_kin_from_text (const char *text,
                  CyKin      *kin)
{
  g_autofree char *plain = cy_width_plain (text);
  g_autofree char *lower = g_ascii_strdown (plain, -1);
  gsize length = strlen (lower);

  /* What has a space is no word of the list, though it may be two of them. */
  if (length == 0 || strchr (lower, ' ') != NULL)
    return FALSE;

  for (guint i = 0; i < CY_KIN_COUNT; i++)
    {
      if (!has_word (kins[i].words, lower, length))
        continue;
      if (kin != NULL)
        *kin = i;
      return TRUE;
    }

  return FALSE;
}

/** cy_kin_sex: Returns: the sex that the word says, or %CY_SEX_UNKNOWN */
CySex
cy_kin_sex (CyKin kin)
{
  g_return_val_if_fail ((guint) kin < CY_KIN_COUNT, CY_SEX_UNKNOWN);

  return kins[kin].sex;
}

/** cy_kin_is_parent: Returns: whether it is a parent, by birth, marriage or adoption */
gboolean
cy_kin_is_parent (CyKin kin)
{
  return kin == CY_KIN_FATHER || kin == CY_KIN_MOTHER ||
         (kin >= CY_KIN_STEPFATHER && kin <= CY_KIN_ADOPTIVE_MOTHER);
}

/** cy_kin_is_grandparent: Returns: whether it is a grandparent or great-grandparent */
gboolean
cy_kin_is_grandparent (CyKin kin)
{
  return kin >= CY_KIN_PATERNAL_GRANDFATHER && kin <= CY_KIN_GREAT_GRANDPARENT;
}

/** cy_kin_is_relative: Returns: whether it is family other than parents and grandparents */
gboolean
cy_kin_is_relative (CyKin kin)
{
  return (kin >= CY_KIN_FATHERS_ELDER_BROTHER && kin <= CY_KIN_YOUNGER_SISTER) || kin == CY_KIN_OTHER_RELATIVE;
}
