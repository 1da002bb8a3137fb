#define G_LOG_DOMAIN "cy-paper"

#include "config.h"

#include "cy-paper-private.h"

#include <cairo-pdf.h>

typedef struct {
  GOutputStream *stream;
  GCancellable *cancellable;
  GError *error;
} Sink;

static cairo_status_t
sink_write (void                *closure,
            const unsigned char *data,
            unsigned int         length)
{
  Sink *sink = closure;

  if (sink->error != NULL ||
      !g_output_stream_write_all (sink->stream, data, length, NULL, sink->cancellable, &sink->error))
    return CAIRO_STATUS_WRITE_ERROR;

  return CAIRO_STATUS_SUCCESS;
}

static void
add_bookmarks (CyPaper         *paper,
               guint            page,
               cairo_surface_t *surface)
{
  const CyPaperPiece *piece;

  for (guint i = 0; (piece = cy_paper_piece_on (paper, page, i)) != NULL; i++)
    {
      const CyPaperBlock *block = &g_array_index (paper->blocks, CyPaperBlock, piece->block);
      g_autofree char *target = NULL;

      if (block->kind != CY_PAPER_BLOCK_BREAK || block->text == NULL)
        continue;
      target = g_strdup_printf ("page=%u", page + 1);
      cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, block->text, target, 0);
    }
}

static gboolean
draw_pages (CyPaper          *paper,
            cairo_surface_t  *surface,
            CyPaperWork      *work,
            Sink             *sink,
            GError          **error)
{
  cairo_t *cr = cairo_create (surface);
  gboolean ok = TRUE;

  work->total = cy_paper_get_n_pages (paper);
  for (guint i = 0; ok && i < cy_paper_get_n_pages (paper); i++)
    {
      cy_paper_draw_page (paper, i, cr);
      add_bookmarks (paper, i, surface);
      cairo_show_page (cr);
      if (work->progress != NULL)
        work->progress ((i + 1) / (double) work->total, work->data);
      ok = sink->error == NULL && !g_cancellable_set_error_if_cancelled (work->cancellable, error);
    }
  if (ok && cairo_status (cr) != CAIRO_STATUS_SUCCESS && sink->error == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Drawing failed: %s", cairo_status_to_string (cairo_status (cr)));
      ok = FALSE;
    }
  cairo_destroy (cr);

  return ok;
}

/**
 * cy_paper_write_pdf:
 * @stream: where it is written; it is left open
 * @progress: (nullable):
 * @cancellable: (nullable):
 * @error: %G_IO_ERROR with the cause
 *
 * Writes a paper that was laid out as a PDF with its fonts embedded and its text selectable.
 *
 * Returns: whether it was written whole
 */
gboolean
cy_paper_write_pdf (CyPaper          *paper,
                    GOutputStream    *stream,
                    CyPaperProgress   progress,
                    gpointer          progress_data,
                    GCancellable     *cancellable,
                    GError          **error)
{
  CyPaperWork work = { progress, progress_data, cancellable, 0, 0 };
  Sink sink = { stream, cancellable, NULL };
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (sink_write, &sink, paper->width, paper->height);
  gboolean ok;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, paper->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Chuyan " CY_VERSION);
  if (paper->footer_left != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, paper->footer_left);

  ok = draw_pages (paper, surface, &work, &sink, error);
  cairo_surface_finish (surface);
  if (ok && sink.error == NULL && cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Writing a PDF failed: %s",
                   cairo_status_to_string (cairo_surface_status (surface)));
      ok = FALSE;
    }
  cairo_surface_destroy (surface);

  if (sink.error != NULL)
    {
      if (error != NULL && *error == NULL)
        g_propagate_error (error, g_steal_pointer (&sink.error));
      g_clear_error (&sink.error);
      return FALSE;
    }

  return ok;
}
