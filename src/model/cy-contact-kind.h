#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CyContactKind:
 *
 * What a contact with or for a child was. The values are stored in archives and are bit
 * numbers in #CyContactKinds: new kinds are added at the end and none changes its number.
 */
typedef enum {
  CY_CONTACT_TALK = 0,              /* 谈心 */
  CY_CONTACT_CALL = 1,              /* 电话 */
  CY_CONTACT_VIDEO = 2,             /* 视频 */
  CY_CONTACT_HOME_VISIT = 3,        /* 家访 */
  CY_CONTACT_LETTER = 4,            /* 书信 */
  CY_CONTACT_GUARDIAN_CONTACT = 5,  /* 与监护人沟通 */
  CY_CONTACT_TEACHER_CONTACT = 6,   /* 与班主任联系 */
  CY_CONTACT_HELP = 7,              /* 帮扶 */
  CY_CONTACT_INFORMATION_CHECK = 8, /* 信息核查 */
  CY_CONTACT_ACTIVITY = 9,          /* 活动 */
  CY_CONTACT_COUNSELLING = 10,      /* 心理辅导 */
  CY_CONTACT_SUMMARY = 11,          /* 总结 */
  CY_CONTACT_MEETING = 12,          /* 会议 */
} CyContactKind;

#define CY_CONTACT_KIND_COUNT 13

/** CyContactKinds: a set of #CyContactKind, bit n standing for kind n. */
typedef guint32 CyContactKinds;

#define CY_CONTACT_KIND_BIT(kind) ((CyContactKinds) 1 << (kind))

const char *cy_contact_kind_to_key   (CyContactKind  kind);
gboolean    cy_contact_kind_from_key (const char    *key,
                                      CyContactKind *kind);

G_END_DECLS
