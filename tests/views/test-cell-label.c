#include "children/cy-cell-label.h"

#include <adwaita.h>

/* A text of the roster's cells. */

#define TIMEOUT (20 * G_USEC_PER_SEC)

static guint n_measured;

/* The parent of two labels, which counts how often it is laid out. */
static void
measure (GtkWidget      *parent,
         GtkOrientation  orientation,
         int             for_size,
         int            *minimum,
         int            *natural,
         int            *minimum_baseline,
         int            *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (parent), orientation, for_size, minimum, natural, NULL, NULL);
  n_measured++;
}

static void
allocate (GtkWidget *parent,
          int        width,
          int        height,
          int        baseline)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_allocate (child, width, height, baseline, NULL);
}

static void
painted_cb (GdkFrameClock *clock,
            gboolean      *painted)
{
  *painted = TRUE;
}

static void
wait_for_frame (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gint64 end = g_get_monotonic_time () + TIMEOUT;
  gboolean painted = FALSE;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &painted);

  gtk_widget_queue_draw (window);
  while (!painted)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (clock, handler);
}

static int
natural_width (GtkWidget *label)
{
  int natural;

  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static void
test_column (void)
{
  g_autoptr (CyCellColumn) column = cy_cell_column_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *first = cy_cell_label_new (column), *second = cy_cell_label_new (column);
  CyCellLabel *label = CY_CELL_LABEL (first);
  int width, height, least;
  guint before;

  gtk_widget_set_layout_manager (box, gtk_custom_layout_new (NULL, measure, allocate));
  gtk_box_append (GTK_BOX (box), first);
  gtk_box_append (GTK_BOX (box), second);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_cmpstr (cy_cell_label_get_text (label), ==, "");
  g_assert_cmpint (natural_width (first), ==, 0);

  cy_cell_label_set_text (label, "欧阳雨桐");
  wait_for_frame (window);
  width = natural_width (first);
  gtk_widget_measure (first, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (first, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  g_assert_cmpint (width, >, 0);
  g_assert_cmpint (height, >, 0);
  g_assert_cmpint (least, >, 0);
  g_assert_cmpint (least, <, width);
  g_assert_cmpint (natural_width (second), ==, width);
  gtk_test_accessible_assert_property (label, GTK_ACCESSIBLE_PROPERTY_LABEL, "欧阳雨桐");
  gtk_test_accessible_assert_role (label, GTK_ACCESSIBLE_ROLE_LABEL);

  /* What is no wider is drawn where it stands. */
  before = n_measured;
  cy_cell_label_set_text (label, "王燕");
  cy_cell_label_set_text (CY_CELL_LABEL (second), "王小燕");
  wait_for_frame (window);
  g_assert_cmpuint (n_measured, ==, before);
  g_assert_cmpint (natural_width (first), ==, width);
  g_assert_cmpstr (cy_cell_label_get_text (label), ==, "王燕");
  gtk_test_accessible_assert_property (label, GTK_ACCESSIBLE_PROPERTY_LABEL, "王燕");
  cy_cell_label_set_text (label, NULL);
  g_assert_cmpstr (cy_cell_label_get_text (label), ==, "");

  /* What is wider makes all of them wider. */
  cy_cell_label_set_text (CY_CELL_LABEL (second), "禾田镇中心小学");
  wait_for_frame (window);
  g_assert_cmpuint (n_measured, >, before);
  g_assert_cmpint (natural_width (first), >, width);
  g_assert_cmpint (natural_width (first), ==, natural_width (second));

  /* A larger font, and the one before. */
  width = natural_width (first);
  gtk_widget_add_css_class (box, "title-1");
  wait_for_frame (window);
  g_assert_cmpint (natural_width (first), >, width);
  gtk_widget_remove_css_class (box, "title-1");
  wait_for_frame (window);
  g_assert_cmpint (natural_width (first), ==, width);

  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/cell-label/column", test_column);

  return g_test_run ();
}
