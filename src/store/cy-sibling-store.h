#pragma once

#include "cy-conn.h"
#include "cy-person.h"

G_BEGIN_DECLS

/**
 * CySiblingReason:
 * @CY_SIBLING_LINKED: somebody has said so
 * @CY_SIBLING_SHARED_PARENT: the same parent is in both files
 * @CY_SIBLING_SHARED_GUARDIAN: the same guardian is; may be cousins
 * @CY_SIBLING_SAME_NUMBER: a parent or guardian of each has the same identity number
 * @CY_SIBLING_SAME_NAME_AND_PHONE: … the same name and phone
 *
 * Why two children are taken for siblings. All but the first are suggestions.
 */
typedef enum {
  CY_SIBLING_LINKED,
  CY_SIBLING_SHARED_PARENT,
  CY_SIBLING_SHARED_GUARDIAN,
  CY_SIBLING_SAME_NUMBER,
  CY_SIBLING_SAME_NAME_AND_PHONE,
} CySiblingReason;

/** CySibling: a child of the same family. */
typedef struct {
  gint64 id;
  CyUid uid;
  char *name;
  CySex sex;
  CyDay birth;
  char *kin;                    /* what it is to the child, where ages and sex say */
  CySiblingReason reason;
} CySibling;

void       cy_sibling_free   (CySibling  *sibling);

GPtrArray *cy_sibling_list   (CyConn     *conn,
                              gint64      child_id,
                              GError    **error);
gboolean   cy_sibling_link   (CyConn     *conn,
                              gint64      child_id,
                              gint64      other_id,
                              GError    **error);
gboolean   cy_sibling_unlink (CyConn     *conn,
                              gint64      child_id,
                              gint64      other_id,
                              GError    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CySibling, cy_sibling_free)

G_END_DECLS
