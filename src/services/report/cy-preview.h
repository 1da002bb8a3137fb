#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * CyPreview:
 *
 * A finished PDF, to be looked at before it is saved or printed: what is shown is what the
 * file holds. It belongs to one thread at a time.
 */
typedef struct _CyPreview CyPreview;

CyPreview       *cy_preview_new         (GBytes     *pdf,
                                         GError    **error);
void             cy_preview_free        (CyPreview  *preview);
guint            cy_preview_get_n_pages (CyPreview  *preview);
void             cy_preview_get_size    (CyPreview  *preview,
                                         guint       page,
                                         double     *width,
                                         double     *height);
cairo_surface_t *cy_preview_render      (CyPreview  *preview,
                                         guint       page,
                                         double      scale);
char            *cy_preview_get_text    (CyPreview  *preview,
                                         guint       page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyPreview, cy_preview_free)

G_END_DECLS
