#pragma once

#include "cy-roster-index.h"

G_BEGIN_DECLS

/**
 * CyChildName:
 * @id: the child
 * @name: its name
 * @place: (nullable): school and class, or village
 *
 * What is needed to tell one child from another in a list of few.
 */
typedef struct {
  gint64 id;
  char *name;
  char *place;
} CyChildName;

void         cy_child_name_free      (CyChildName   *card);

GPtrArray   *cy_child_names_load     (CyConn        *conn,
                                      const gint64  *ids,
                                      guint          n_ids,
                                      GError       **error);
GArray      *cy_child_names_present  (CyConn        *conn,
                                      const gint64  *ids,
                                      guint          n_ids,
                                      GError       **error);
GPtrArray   *cy_child_names_search   (CyConn        *conn,
                                      CyRosterIndex *index,
                                      const char    *text,
                                      guint          limit,
                                      GError       **error);
GPtrArray   *cy_child_names_siblings (CyConn        *conn,
                                      const gint64  *ids,
                                      guint          n_ids,
                                      GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyChildName, cy_child_name_free)

G_END_DECLS
