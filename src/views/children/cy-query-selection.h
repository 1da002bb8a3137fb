#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CY_TYPE_QUERY_SELECTION (cy_query_selection_get_type ())
G_DECLARE_FINAL_TYPE (CyQuerySelection, cy_query_selection, CY, QUERY_SELECTION, GObject)

/**
 * CyListIds:
 * @n_ids: (out): how many
 *
 * Gives the ids of a list in its order, without making its rows.
 */
typedef const guint32 *(*CyListIds) (GListModel *model,
                                     guint      *n_ids);

CyQuerySelection *cy_query_selection_new        (GListModel       *model,
                                                 CyListIds         func);
gboolean          cy_query_selection_get_active (CyQuerySelection *self);
void              cy_query_selection_set_active (CyQuerySelection *self,
                                                 gboolean          active);
void              cy_query_selection_toggle     (CyQuerySelection *self,
                                                 guint             position);
guint             cy_query_selection_get_count  (CyQuerySelection *self);
GArray           *cy_query_selection_get_ids    (CyQuerySelection *self);

G_END_DECLS
