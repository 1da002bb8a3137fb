#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * CyPreviewModule:
 * @open_document: opens a PDF file's content; %NULL and an error when it is none
 * @close_document: frees what @open_document gave
 * @get_n_pages: how many pages it has
 * @get_size: the size of a page in points; pages count from 0
 * @draw: draws a page, a unit for a point
 * @get_text: (transfer full): the text of a page
 *
 * What the module that reads PDF files does for #CyPreview.
 */
typedef struct {
  gpointer   (*open_document)  (GBytes    *pdf,
                                GError   **error);
  void       (*close_document) (gpointer   document);
  guint      (*get_n_pages)    (gpointer   document);
  void       (*get_size)       (gpointer   document,
                                guint      page,
                                double    *width,
                                double    *height);
  void       (*draw)           (gpointer   document,
                                guint      page,
                                cairo_t   *cr);
  char      *(*get_text)       (gpointer   document,
                                guint      page);
} CyPreviewModule;

/** The module's file, and the name of its one #CyPreviewModule. */
#define CY_PREVIEW_MODULE_FILE "libchuyan-preview.so"
#define CY_PREVIEW_MODULE_SYMBOL "cy_preview_module"

extern const CyPreviewModule cy_preview_module;

G_END_DECLS
