#define G_LOG_DOMAIN "cy-cell-label"

#include "config.h"

#include "children/cy-cell-label.h"

/*
 * The text of a cell, on one line. A GtkLabel may be of another size with each text, so that a
 * list whose rows become those of other children measures and lays out all of its rows. Here
 * the cells of a column ask for the same size, that of the widest and of the highest text which
 * any of them has shown in this font: a text of fewer characters is not measured, only drawn.
 */

struct _CyCellColumn {
  gatomicrefcount refs;
  GPtrArray *labels;            /* CyCellLabel, not owned: they leave when they go */
  PangoFontDescription *font;   /* (nullable): in which the rest was measured */
  int width;                    /* pixels */
  int least_width;
  int height;
  int ascent;                   /* of the font; 0 until it is asked for */
  int descent;
  guint widest;                 /* in half characters: the width of the text that was measured last */
};

struct _CyCellLabel {
  GtkWidget parent_instance;

  CyCellColumn *column;
  char *text;
  PangoLayout *layout;          /* NULL until it is measured or drawn */
};

G_DEFINE_FINAL_TYPE (CyCellLabel, cy_cell_label, GTK_TYPE_WIDGET)

/* The column */

/** cy_cell_column_new: Returns: (transfer full): a column without cells */
CyCellColumn *
cy_cell_column_new (void)
{
  CyCellColumn *column = g_new0 (CyCellColumn, 1);

  g_atomic_ref_count_init (&column->refs);
  column->labels = g_ptr_array_new ();

  return column;
}

CyCellColumn *
cy_cell_column_ref (CyCellColumn *column)
{
  g_atomic_ref_count_inc (&column->refs);
  return column;
}

void
cy_cell_column_unref (CyCellColumn *column)
{
  if (!g_atomic_ref_count_dec (&column->refs))
    return;

  g_ptr_array_unref (column->labels);
  g_clear_pointer (&column->font, pango_font_description_free);
  g_free (column);
}

/* How wide a text is, about: Chinese characters are twice as wide as the others. */
static guint
count_halves (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    n += (guchar) *p < 0x80 || !g_unichar_iswide (g_utf8_get_char (p)) ? 1 : 2;

  return n;
}

/* The label */

static PangoLayout *
ensure_layout (CyCellLabel *self)
{
  if (self->layout == NULL)
    {
      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->text);
      pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
    }

  return self->layout;
}

/* Lets the column be as wide as this label's text. */
static void
widen (CyCellLabel *self)
{
  CyCellColumn *column = self->column;
  PangoLayout *layout = ensure_layout (self);
  int width, height, least;

  pango_layout_set_width (layout, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  if (width <= column->width && height <= column->height)
    return;

  pango_layout_set_width (layout, 0);
  pango_layout_get_pixel_size (layout, &least, NULL);
  pango_layout_set_width (layout, -1);
  column->width = MAX (column->width, width);
  column->least_width = MAX (column->least_width, MIN (least, width));
  column->height = MAX (column->height, height);
  for (guint i = 0; i < column->labels->len; i++)
    gtk_widget_queue_resize (column->labels->pdata[i]);
}

static void
cy_cell_label_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  const CyCellColumn *column = CY_CELL_LABEL (widget)->column;
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = across ? column->least_width : column->height;
  *natural = across ? column->width : column->height;
}

/* Where the text begins for its letters to stand on one line with those of the other columns: a text of Chinese
 * characters may be higher than one of digits. */
static int
top_of (CyCellLabel *self,
        PangoLayout *layout)
{
  CyCellColumn *column = self->column;

  if (column->ascent == 0)
    {
      PangoFontMetrics *metrics = pango_context_get_metrics (pango_layout_get_context (layout), NULL, NULL);

      column->ascent = PANGO_PIXELS (pango_font_metrics_get_ascent (metrics));
      column->descent = PANGO_PIXELS (pango_font_metrics_get_descent (metrics));
      pango_font_metrics_unref (metrics);
    }

  return (gtk_widget_get_height (GTK_WIDGET (self)) - column->ascent - column->descent) / 2 + column->ascent -
         PANGO_PIXELS (pango_layout_get_baseline (layout));
}

static void
cy_cell_label_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  CyCellLabel *self = CY_CELL_LABEL (widget);
  int width = gtk_widget_get_width (widget), text_width;
  PangoLayout *layout;
  GdkRGBA color;
  float x, y;

  if (*self->text == '\0')
    return;

  layout = ensure_layout (self);
  pango_layout_get_pixel_size (layout, &text_width, NULL);
  if (text_width > width || pango_layout_get_width (layout) >= 0)
    {
      pango_layout_set_width (layout, width * PANGO_SCALE);
      pango_layout_get_pixel_size (layout, &text_width, NULL);
    }

  x = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? (float) (width - text_width) : 0;
  y = (float) top_of (self, layout);
  gtk_widget_get_color (widget, &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

/* What was measured in another font, of its labels the first one to hear of it forgets. */
static void
follow_font (CyCellLabel *self)
{
  const PangoFontDescription *font = pango_context_get_font_description (gtk_widget_get_pango_context (GTK_WIDGET (self)));
  CyCellColumn *column = self->column;

  if (column->font != NULL && pango_font_description_equal (column->font, font))
    return;

  g_clear_pointer (&column->font, pango_font_description_free);
  column->font = pango_font_description_copy (font);
  column->width = column->least_width = column->height = column->ascent = 0;
  column->widest = 0;
}

/* Another font, perhaps. */
static void
start_anew (CyCellLabel *self)
{
  g_clear_object (&self->layout);
  follow_font (self);
  if (*self->text != '\0')
    widen (self);
}

static void
cy_cell_label_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cy_cell_label_parent_class)->css_changed (widget, change);
  start_anew (CY_CELL_LABEL (widget));
}

static void
cy_cell_label_system_setting_changed (GtkWidget        *widget,
                                      GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (cy_cell_label_parent_class)->system_setting_changed (widget, setting);
  start_anew (CY_CELL_LABEL (widget));
}

static void
cy_cell_label_dispose (GObject *object)
{
  CyCellLabel *self = CY_CELL_LABEL (object);

  if (self->column != NULL)
    g_ptr_array_remove_fast (self->column->labels, self);
  g_clear_pointer (&self->column, cy_cell_column_unref);

  G_OBJECT_CLASS (cy_cell_label_parent_class)->dispose (object);
}

static void
cy_cell_label_finalize (GObject *object)
{
  CyCellLabel *self = CY_CELL_LABEL (object);

  g_clear_object (&self->layout);
  g_free (self->text);

  G_OBJECT_CLASS (cy_cell_label_parent_class)->finalize (object);
}

static void
cy_cell_label_class_init (CyCellLabelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cy_cell_label_dispose;
  G_OBJECT_CLASS (klass)->finalize = cy_cell_label_finalize;
  widget_class->measure = cy_cell_label_measure;
  widget_class->snapshot = cy_cell_label_snapshot;
  widget_class->css_changed = cy_cell_label_css_changed;
  widget_class->system_setting_changed = cy_cell_label_system_setting_changed;
  gtk_widget_class_set_css_name (widget_class, "label");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
cy_cell_label_init (CyCellLabel *self)
{
  self->text = g_strdup ("");
}

/** cy_cell_label_new: Returns: (transfer floating): a label without a text, in a cell of @column */
GtkWidget *
cy_cell_label_new (CyCellColumn *column)
{
  CyCellLabel *self = g_object_new (CY_TYPE_CELL_LABEL, NULL);

  self->column = cy_cell_column_ref (column);
  g_ptr_array_add (column->labels, self);

  return GTK_WIDGET (self);
}

/** cy_cell_label_get_text: Returns: (transfer none): what is shown */
const char *
cy_cell_label_get_text (CyCellLabel *self)
{
  g_return_val_if_fail (CY_IS_CELL_LABEL (self), NULL);

  return self->text;
}

/**
 * cy_cell_label_set_text:
 * @text: (nullable): plain text on one line
 *
 * Shows a text, which is also the label's name for a screen reader.
 */
void
cy_cell_label_set_text (CyCellLabel *self,
                        const char  *text)
{
  guint n_halves;

  g_return_if_fail (CY_IS_CELL_LABEL (self));

  if (!g_set_str (&self->text, text != NULL ? text : ""))
    return;

  if (self->layout != NULL)
    {
      pango_layout_set_text (self->layout, self->text, -1);
      pango_layout_set_width (self->layout, -1);
    }
  n_halves = count_halves (self->text);
  if (n_halves > 0 && n_halves >= self->column->widest)
    {
      self->column->widest = n_halves;
      widen (self);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
