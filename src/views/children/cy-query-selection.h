#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CY_TYPE_QUERY_SELECTION (cy_query_selection_get_type ())
G_DECLARE_FINAL_TYPE (CyQuerySelection, cy_query_selection, CY, QUERY_SELECTION, GObject)

/**
 * CyIdAt:
 *
 * Gives the id at a position of a list, without making its row.
 */
typedef gint64 (*CyIdAt) (GListModel *model,
                          guint       position);

CyQuerySelection *cy_query_selection_new        (GListModel       *model,
                                                 CyIdAt            id_at);
gboolean          cy_query_selection_get_active (CyQuerySelection *self);
void              cy_query_selection_set_active (CyQuerySelection *self,
                                                 gboolean          active);
void              cy_query_selection_toggle     (CyQuerySelection *self,
                                                 guint             position);
guint             cy_query_selection_get_count  (CyQuerySelection *self);
GArray           *cy_query_selection_get_ids    (CyQuerySelection *self);

G_END_DECLS
