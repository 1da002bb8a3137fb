#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

/**
 * CyChildCard:
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
} CyChildCard;

void         cy_child_card_free      (CyChildCard   *card);

GPtrArray   *cy_child_cards_load     (CyConn        *conn,
                                      const gint64  *ids,
                                      guint          n_ids,
                                      GError       **error);
GPtrArray   *cy_child_cards_search   (CyConn        *conn,
                                      const char    *text,
                                      guint          limit,
                                      GError       **error);
GPtrArray   *cy_child_cards_siblings (CyConn        *conn,
                                      const gint64  *ids,
                                      guint          n_ids,
                                      GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyChildCard, cy_child_card_free)

G_END_DECLS
