#include "children/cy-child-page.h"
#include "view-fixture.h"

static gint64
some_child (ViewFixture *f)
{
  return view_int64 (f, "SELECT min(c.id) FROM child AS c JOIN enrolment AS e ON e.child_id = c.id "
                        "JOIN participant AS p ON p.person_id = c.id");
}

static void
show (ViewFixture *f,
      gint64       child_id,
      int          width,
      int          height)
{
  adw_navigation_view_push (f->pages, cy_child_page_new (f->context, child_id));
  view_present (f, width, height);
}

static void
test_overview (ViewFixture   *f,
               gconstpointer  data)
{
  GtkWidget *button;

  show (f, some_child (f), 1000, 760);
  view_wait_for (GTK_WIDGET (f->pages), ADW_TYPE_PREFERENCES_GROUP, NULL);
  button = view_wait_for (GTK_WIDGET (f->pages), GTK_TYPE_BUTTON, "Log");
  view_picture (f, "child-overview");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (f->logged->len, ==, 1);
  g_assert_cmpint (g_array_index ((GArray *) f->logged->pdata[0], gint64, 0), ==, some_child (f));
  g_assert_cmpuint (f->n_errors, ==, 0);
}

/* By the Tab key alone: each press goes on, and what there is to do comes. */
static void
test_tab_goes_through (ViewFixture   *f,
                       gconstpointer  data)
{
  GtkWidget *button;
  GtkWidget *focus = NULL;

  show (f, some_child (f), 1000, 760);
  button = view_wait_for (GTK_WIDGET (f->pages), GTK_TYPE_BUTTON, "Log");
  for (guint i = 0; i < 30 && focus != button; i++)
    {
      GtkWidget *before = focus;

      gtk_widget_child_focus (GTK_WIDGET (f->window), GTK_DIR_TAB_FORWARD);
      focus = gtk_window_get_focus (GTK_WINDOW (f->window));
      g_assert_true (focus != NULL && focus != before);
    }
  g_assert_true (focus == button);
}

static void
test_sections (ViewFixture   *f,
               gconstpointer  data)
{
  static const char * const names[] = { "family", "care", "card", "history" };
  GtkWidget *stack;

  show (f, some_child (f), 900, 760);
  stack = view_wait_for (GTK_WIDGET (f->pages), ADW_TYPE_VIEW_STACK, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *picture = g_strdup_printf ("child-%s", names[i]);

      adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), names[i]);
      if (i != 2)
        view_wait_for (stack, ADW_TYPE_PREFERENCES_GROUP, NULL);
      view_picture (f, picture);
    }
  g_assert_cmpuint (f->n_errors, ==, 0);
}

static void
test_narrow (ViewFixture   *f,
             gconstpointer  data)
{
  GtkWidget *bar;

  show (f, some_child (f), 360, 700);
  view_wait_for (GTK_WIDGET (f->pages), GTK_TYPE_BUTTON, "Log");
  bar = view_wait_for (GTK_WIDGET (f->pages), ADW_TYPE_VIEW_SWITCHER_BAR, NULL);
  g_assert_true (adw_view_switcher_bar_get_reveal (ADW_VIEW_SWITCHER_BAR (bar)));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (f->window)), <=, 360);
  view_picture (f, "child-narrow");
}

static void
test_unknown (ViewFixture   *f,
              gconstpointer  data)
{
  show (f, 4711, 700, 500);
  view_wait_for (GTK_WIDGET (f->pages), ADW_TYPE_STATUS_PAGE, NULL);
  g_assert_cmpuint (f->n_errors, ==, 0);
}

static gboolean
one_risk (gpointer data)
{
  return view_int64 (data, "SELECT count(*) FROM flag WHERE code = 'lack_schooling' AND detail = '三天没来' "
                           "AND resolved_at IS NULL") == 1;
}

/* What was seen is kept; a risk that is noted already is not offered a second time. */
static void
test_note_a_risk (ViewFixture   *f,
                  gconstpointer  data)
{
  GtkWidget *page, *row;
  guint n_risks;

  show (f, some_child (f), 1000, 760);
  page = view_wait_for (GTK_WIDGET (f->pages), CY_TYPE_CHILD_PAGE, NULL);
  view_wait_for (page, GTK_TYPE_BUTTON, "Log");

  gtk_widget_activate_action (page, "child.note-risk", NULL);
  row = view_wait_for (GTK_WIDGET (f->window), ADW_TYPE_ENTRY_ROW, "What Was Seen");
  view_picture (f, "child-risk");
  gtk_editable_set_text (GTK_EDITABLE (row), "三天没来");
  row = view_wait_for (GTK_WIDGET (f->window), ADW_TYPE_COMBO_ROW, NULL);
  n_risks = g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (row)));
  gtk_widget_activate_action (row, "risk.save", NULL);
  view_wait (one_risk, f);

  view_wait_for (page, ADW_TYPE_ACTION_ROW, "Lacks schooling");
  view_picture (f, "child-risk-noted");
  gtk_widget_activate_action (page, "child.note-risk", NULL);
  row = view_wait_for (GTK_WIDGET (f->window), ADW_TYPE_COMBO_ROW, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (row))), ==, n_risks - 1);
  g_assert_cmpuint (f->n_errors, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, n, func) \
  g_test_add ("/child-page/" name, ViewFixture, GUINT_TO_POINTER (n), view_set_up, func, view_tear_down)
  ADD ("overview", 30, test_overview);
  ADD ("tab-goes-through", 30, test_tab_goes_through);
  ADD ("sections", 30, test_sections);
  ADD ("narrow", 30, test_narrow);
  ADD ("note-a-risk", 30, test_note_a_risk);
  ADD ("unknown", 0, test_unknown);
  return g_test_run ();
}
