#define G_LOG_DOMAIN "cy-reports"

#include "config.h"

#include "reports/cy-report-view.h"

#include "report/cy-preview.h"
#include "text/cy-message.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Pixels for a point: enough for a page as high as a large screen. */
#define SCALE 1.8

/* The pages of a PDF, one at a time. A page is drawn on a thread of its own. */

struct _CyReportView {
  GtkBox parent_instance;

  /* Template */
  GtkStack *stack;
  GtkAspectFrame *frame;
  GtkPicture *picture;
  AdwStatusPage *failed_status;
  AdwSpinner *spinner;
  GtkBox *pager;
  GtkLabel *page_label;
  GtkButton *previous_button;
  GtkButton *next_button;

  /* Owned */
  GBytes *pdf;
  GCancellable *cancellable;    /* of the page that is being drawn */
  guint page;
  guint n_pages;
  gboolean partial;             /* the PDF holds only the first pages of more */
  gboolean shown;               /* the page that is wanted is on screen */
};

G_DEFINE_FINAL_TYPE (CyReportView, cy_report_view, GTK_TYPE_BOX)

typedef struct {
  GBytes *pdf;
  guint page;
  guint n_pages;
} Drawing;

static void
drawing_free (gpointer data)
{
  Drawing *drawing = data;

  g_bytes_unref (drawing->pdf);
  g_free (drawing);
}

static void
release_surface (gpointer data)
{
  cairo_surface_destroy (data);
}

static void
draw (GTask        *task,
      gpointer      source,
      gpointer      data,
      GCancellable *cancellable)
{
  Drawing *drawing = data;
  GError *error = NULL;
  g_autoptr (CyPreview) preview = cy_preview_new (drawing->pdf, &error);
  g_autoptr (GBytes) pixels = NULL;
  cairo_surface_t *surface;
  int width, height, stride;

  if (preview == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  drawing->n_pages = cy_preview_get_n_pages (preview);
  surface = cy_preview_render (preview, MIN (drawing->page, drawing->n_pages - 1), SCALE);
  cairo_surface_flush (surface);
  width = cairo_image_surface_get_width (surface);
  height = cairo_image_surface_get_height (surface);
  stride = cairo_image_surface_get_stride (surface);
  pixels = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) stride * height,
                                       release_surface, surface);
  g_task_return_pointer (task, gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, pixels, stride),
                         g_object_unref);
}

static void
show_pager (CyReportView *self)
{
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->pager), self->n_pages > 0);
  if (self->n_pages == 0)
    return;

  words = g_strdup_printf (self->partial
                           /* TRANSLATORS: the page that is shown; there are more, which the preview leaves out */
                           ? _("Page %u of the first %u")
                           /* TRANSLATORS: the page that is shown, of how many */
                           : _("Page %u of %u"), self->page + 1, self->n_pages);
  gtk_label_set_label (self->page_label, words);
  gtk_widget_set_sensitive (GTK_WIDGET (self->previous_button), self->page > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), self->page + 1 < self->n_pages);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
drawn_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  CyReportView *self = CY_REPORT_VIEW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);
  Drawing *drawing = g_task_get_task_data (G_TASK (result));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (texture == NULL)
    {
      cy_report_view_set_error (self, error);
      return;
    }

  self->n_pages = drawing->n_pages;
  self->page = MIN (self->page, self->n_pages - 1);
  self->shown = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_aspect_frame_set_ratio (self->frame, gdk_texture_get_width (texture) / (float) gdk_texture_get_height (texture));
  gtk_stack_set_visible_child_name (self->stack, "page");
  gtk_widget_remove_css_class (GTK_WIDGET (self->picture), "stale");
  show_pager (self);
}

static void
stop (CyReportView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
show_page (CyReportView *self,
           guint         page)
{
  g_autoptr (GTask) task = NULL;
  Drawing *drawing = g_new0 (Drawing, 1);

  stop (self);
  self->page = page;
  self->shown = FALSE;
  self->cancellable = g_cancellable_new ();
  drawing->pdf = g_bytes_ref (self->pdf);
  drawing->page = page;
  task = g_task_new (self, self->cancellable, drawn_cb, NULL);
  g_task_set_task_data (task, drawing, drawing_free);
  g_task_run_in_thread (task, draw);
}

static void
previous_cb (CyReportView *self)
{
  if (self->pdf != NULL && self->page > 0)
    show_page (self, self->page - 1);
}

static void
next_cb (CyReportView *self)
{
  if (self->pdf != NULL && self->page + 1 < self->n_pages)
    show_page (self, self->page + 1);
}

static void
cy_report_view_dispose (GObject *object)
{
  CyReportView *self = CY_REPORT_VIEW (object);

  stop (self);
  g_clear_pointer (&self->pdf, g_bytes_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), CY_TYPE_REPORT_VIEW);

  G_OBJECT_CLASS (cy_report_view_parent_class)->dispose (object);
}

static void
cy_report_view_class_init (CyReportViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cy_report_view_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/reports/cy-report-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CyReportView, stack);
  gtk_widget_class_bind_template_child (widget_class, CyReportView, frame);
  gtk_widget_class_bind_template_child (widget_class, CyReportView, picture);
  gtk_widget_class_bind_template_child (widget_class, CyReportView, failed_status);
  gtk_widget_class_bind_template_child (widget_class, CyReportView, spinner);
  gtk_widget_class_bind_template_child (widget_class, CyReportView, pager);
  gtk_widget_class_bind_template_child (widget_class, CyReportView, page_label);
  gtk_widget_class_bind_template_child (widget_class, CyReportView, previous_button);
  gtk_widget_class_bind_template_child (widget_class, CyReportView, next_button);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
}

static void
cy_report_view_init (CyReportView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_pager (self);
}

/** cy_report_view_set_busy: Something else is coming: what is shown is out of date. */
void
cy_report_view_set_busy (CyReportView *self)
{
  stop (self);
  self->shown = FALSE;
  gtk_widget_add_css_class (GTK_WIDGET (self->picture), "stale");
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
}

/**
 * cy_report_view_set_pdf:
 * @pdf: a PDF file's content
 * @partial: whether it holds only the first pages of what is to be seen
 *
 * Shows its first page.
 */
void
cy_report_view_set_pdf (CyReportView *self,
                        GBytes       *pdf,
                        gboolean      partial)
{
  self->partial = partial;
  g_clear_pointer (&self->pdf, g_bytes_unref);
  self->pdf = g_bytes_ref (pdf);
  show_page (self, 0);
}

/** cy_report_view_set_error: Says why there is nothing to see. */
void
cy_report_view_set_error (CyReportView *self,
                          const GError *error)
{
  g_autofree char *words = cy_message_for_error (error);
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  stop (self);
  g_clear_pointer (&self->pdf, g_bytes_unref);
  self->n_pages = 0;
  self->shown = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  adw_status_page_set_description (self->failed_status, escaped);
  gtk_stack_set_visible_child_name (self->stack, "failed");
  show_pager (self);
}

/** cy_report_view_is_shown: Returns: whether the page that was asked for is on screen */
gboolean
cy_report_view_is_shown (CyReportView *self)
{
  return self->shown;
}

/** cy_report_view_get_n_pages: Returns: how many pages the PDF has, 0 before it is shown */
guint
cy_report_view_get_n_pages (CyReportView *self)
{
  return self->n_pages;
}
