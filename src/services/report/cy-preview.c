#define G_LOG_DOMAIN "cy-report"

#include "config.h"

#include "cy-preview.h"

#include <poppler.h>

struct _CyPreview {
  PopplerDocument *document;
};

/**
 * cy_preview_new:
 * @pdf: a PDF file's content
 * @error: when it is none
 *
 * Returns: (transfer full) (nullable): the PDF, opened
 */
CyPreview *
cy_preview_new (GBytes  *pdf,
                GError **error)
{
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, error);
  CyPreview *preview;

  if (document == NULL)
    return NULL;

  preview = g_new0 (CyPreview, 1);
  preview->document = document;

  return preview;
}

/** cy_preview_free: Closes the PDF. */
void
cy_preview_free (CyPreview *preview)
{
  g_object_unref (preview->document);
  g_free (preview);
}

/** cy_preview_get_n_pages: Returns: how many pages it has */
guint
cy_preview_get_n_pages (CyPreview *preview)
{
  return poppler_document_get_n_pages (preview->document);
}

/** cy_preview_get_size: Gives the size of a page in points; @page counts from 0. */
void
cy_preview_get_size (CyPreview *preview,
                     guint      page,
                     double    *width,
                     double    *height)
{
  PopplerPage *sheet = poppler_document_get_page (preview->document, page);

  poppler_page_get_size (sheet, width, height);
  g_object_unref (sheet);
}

/**
 * cy_preview_render:
 * @page: from 0
 * @scale: pixels for a point
 *
 * Returns: (transfer full): the page as a picture on white
 */
cairo_surface_t *
cy_preview_render (CyPreview *preview,
                   guint      page,
                   double     scale)
{
  PopplerPage *sheet = poppler_document_get_page (preview->document, page);
  cairo_surface_t *surface;
  cairo_t *cr;
  double width, height;

  poppler_page_get_size (sheet, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, MAX (1, (int) (width * scale + 0.5)),
                                        MAX (1, (int) (height * scale + 0.5)));
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  poppler_page_render (sheet, cr);
  cairo_destroy (cr);
  g_object_unref (sheet);

  return surface;
}

/** cy_preview_get_text: Returns: (transfer full): the text of a page, for who cannot see it; @page counts from 0 */
char *
cy_preview_get_text (CyPreview *preview,
                     guint      page)
{
  PopplerPage *sheet = poppler_document_get_page (preview->document, page);
  char *text = poppler_page_get_text (sheet);

  g_object_unref (sheet);

  return text;
}
