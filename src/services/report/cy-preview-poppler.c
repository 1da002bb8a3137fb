#define G_LOG_DOMAIN "cy-report"

#include "config.h"

#include "cy-preview-module.h"

#include <gmodule.h>
#include <poppler.h>

/* A module of its own, which cy-preview.c loads when a page is first looked at: poppler brings a dozen
 * libraries, for which every start would wait. */

static gpointer
open_document (GBytes  *pdf,
               GError **error)
{
  return poppler_document_new_from_bytes (pdf, NULL, error);
}

static guint
get_n_pages (gpointer document)
{
  return poppler_document_get_n_pages (document);
}

static void
get_size (gpointer  document,
          guint     page,
          double   *width,
          double   *height)
{
  PopplerPage *sheet = poppler_document_get_page (document, page);

  poppler_page_get_size (sheet, width, height);
  g_object_unref (sheet);
}

static void
draw (gpointer  document,
      guint     page,
      cairo_t  *cr)
{
  PopplerPage *sheet = poppler_document_get_page (document, page);

  poppler_page_render (sheet, cr);
  g_object_unref (sheet);
}

static char *
get_text (gpointer document,
          guint    page)
{
  PopplerPage *sheet = poppler_document_get_page (document, page);
  char *text = poppler_page_get_text (sheet);

  g_object_unref (sheet);

  return text;
}

G_MODULE_EXPORT const CyPreviewModule cy_preview_module = {
  .open_document = open_document,
  .close_document = g_object_unref,
  .get_n_pages = get_n_pages,
  .get_size = get_size,
  .draw = draw,
  .get_text = get_text,
};
