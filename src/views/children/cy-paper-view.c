#define G_LOG_DOMAIN "cy-paper-view"

#include "config.h"

#include "children/cy-paper-view.h"

/* The pages of a paper, one below the other, as wide as there is room. It is white in the
 * dark, too: it shows what the printer makes. */
#define GAP 12

struct _CyPaperView {
  GtkWidget parent_instance;

  CyPaper *paper;
};

G_DEFINE_FINAL_TYPE (CyPaperView, cy_paper_view, GTK_TYPE_WIDGET)

static double
page_ratio (CyPaperView *self)
{
  double width, height;

  cy_paper_get_size (self->paper, &width, &height);
  return height / width;
}

static GtkSizeRequestMode
cy_paper_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cy_paper_view_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  CyPaperView *self = CY_PAPER_VIEW (widget);
  guint n_pages = self->paper != NULL ? cy_paper_get_n_pages (self->paper) : 0;

  *minimum = *natural = 0;
  if (n_pages == 0)
    return;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 200;
      *natural = 760;
    }
  else
    *minimum = *natural = (int) n_pages * ((int) ((for_size > 0 ? for_size : 760) * page_ratio (self)) + GAP) - GAP;
}

static void
cy_paper_view_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  CyPaperView *self = CY_PAPER_VIEW (widget);
  double page_width, page_height, scale;
  guint n_pages = self->paper != NULL ? cy_paper_get_n_pages (self->paper) : 0;
  float width = gtk_widget_get_width (widget);

  if (n_pages == 0)
    return;

  cy_paper_get_size (self->paper, &page_width, &page_height);
  scale = width / page_width;
  for (guint i = 0; i < n_pages; i++)
    {
      graphene_rect_t sheet = GRAPHENE_RECT_INIT (0, i * ((float) (page_height * scale) + GAP), width,
                                                  (float) (page_height * scale));
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &sheet);

      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_paint (cr);
      cairo_translate (cr, 0, sheet.origin.y);
      cairo_scale (cr, scale, scale);
      cy_paper_draw_page (self->paper, i, cr);
      cairo_destroy (cr);
    }
}

static void
cy_paper_view_finalize (GObject *object)
{
  g_clear_pointer (&CY_PAPER_VIEW (object)->paper, cy_paper_free);
  G_OBJECT_CLASS (cy_paper_view_parent_class)->finalize (object);
}

static void
cy_paper_view_class_init (CyPaperViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cy_paper_view_finalize;
  widget_class->get_request_mode = cy_paper_view_get_request_mode;
  widget_class->measure = cy_paper_view_measure;
  widget_class->snapshot = cy_paper_view_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cy_paper_view_init (CyPaperView *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "cy-paper");
}

/** cy_paper_view_set_paper: @paper: (transfer full) (nullable): a paper that has been laid out */
void
cy_paper_view_set_paper (CyPaperView *self,
                         CyPaper     *paper)
{
  g_return_if_fail (CY_IS_PAPER_VIEW (self));

  g_clear_pointer (&self->paper, cy_paper_free);
  self->paper = paper;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
