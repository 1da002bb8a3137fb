#pragma once

#include "cy-db.h"
#include "cy-roster-row.h"

G_BEGIN_DECLS

typedef struct _CyRosterPages CyRosterPages;

CyRosterPages *cy_roster_pages_new       (CyDb          *db);
void           cy_roster_pages_close     (CyRosterPages *pages);
CyRosterRow   *cy_roster_pages_get_row   (CyRosterPages *pages,
                                          guint          position);
void           cy_roster_pages_add       (CyRosterPages *pages,
                                          GPtrArray     *rows);
void           cy_roster_pages_forget    (CyRosterPages *pages);
void           cy_roster_pages_set_order (CyRosterPages *pages,
                                          GArray        *ids);
void           cy_roster_pages_exchange  (CyRosterPages *pages,
                                          const GArray  *old,
                                          guint          n_rows);
void           cy_roster_pages_hold      (CyRosterPages *pages);
void           cy_roster_pages_release   (CyRosterPages *pages);
void           cy_roster_pages_set_view  (CyRosterPages *pages,
                                          guint          first,
                                          guint          n_rows);
guint          cy_roster_pages_get_first (CyRosterPages *pages);
guint          cy_roster_pages_get_view  (CyRosterPages *pages);

G_END_DECLS
