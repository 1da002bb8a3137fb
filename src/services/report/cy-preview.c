#define G_LOG_DOMAIN "cy-report"

#include "config.h"

#include "cy-preview.h"

#include "cy-preview-module.h"
#include "cy-report.h"

#include <gmodule.h>

struct _CyPreview {
  const CyPreviewModule *module;
  gpointer document;
};

/* A build that runs from its own folder, where nothing is installed, says where the module is. */
static const char *
module_directory (void)
{
  const char *directory = g_getenv ("CHUYAN_MODULEDIR");

  return directory != NULL ? directory : MODULEDIR;
}

/* The module stays once it was loaded, since types of GObject cannot go; to load it again costs nothing. */
static const CyPreviewModule *
load_module (GError **error)
{
  g_autofree char *path = g_build_filename (module_directory (), CY_PREVIEW_MODULE_FILE, NULL);
  g_autoptr (GError) cause = NULL;
  GModule *module = g_module_open_full (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL, &cause);
  gpointer symbol;

  if (module == NULL || !g_module_symbol (module, CY_PREVIEW_MODULE_SYMBOL, &symbol))
    {
      g_set_error (error, CY_REPORT_ERROR, CY_REPORT_ERROR_NO_PREVIEW, "No preview: %s",
                   cause != NULL ? cause->message : g_module_error ());
      g_clear_pointer (&module, g_module_close);
      return NULL;
    }
  g_module_make_resident (module);

  return symbol;
}

/**
 * cy_preview_new:
 * @pdf: a PDF file's content
 * @error: when it is none; %CY_REPORT_ERROR_NO_PREVIEW when the module that reads it cannot be loaded
 *
 * Returns: (transfer full) (nullable): the PDF, opened
 */
CyPreview *
cy_preview_new (GBytes  *pdf,
                GError **error)
{
  const CyPreviewModule *module = load_module (error);
  gpointer document;
  CyPreview *preview;

  if (module == NULL || (document = module->open_document (pdf, error)) == NULL)
    return NULL;

  preview = g_new0 (CyPreview, 1);
  preview->module = module;
  preview->document = document;

  return preview;
}

/** cy_preview_free: Closes the PDF. */
void
cy_preview_free (CyPreview *preview)
{
  preview->module->close_document (preview->document);
  g_free (preview);
}

/** cy_preview_get_n_pages: Returns: how many pages it has */
guint
cy_preview_get_n_pages (CyPreview *preview)
{
  return preview->module->get_n_pages (preview->document);
}

/** cy_preview_get_size: Gives the size of a page in points; @page counts from 0. */
void
cy_preview_get_size (CyPreview *preview,
                     guint      page,
                     double    *width,
                     double    *height)
{
  preview->module->get_size (preview->document, page, width, height);
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
  cairo_surface_t *surface;
  cairo_t *cr;
  double width, height;

  cy_preview_get_size (preview, page, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, MAX (1, (int) (width * scale + 0.5)),
                                        MAX (1, (int) (height * scale + 0.5)));
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  preview->module->draw (preview->document, page, cr);
  cairo_destroy (cr);

  return surface;
}

/** cy_preview_get_text: Returns: (transfer full): the text of a page, for who cannot see it; @page counts from 0 */
char *
cy_preview_get_text (CyPreview *preview,
                     guint      page)
{
  return preview->module->get_text (preview->document, page);
}
