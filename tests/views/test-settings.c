#include "settings/cy-preferences-dialog.h"
#include "view-fixture.h"

/* The preferences: what is chosen there is stored, and can be taken back. */

static GtkWidget *
open_page (ViewFixture *f,
           const char  *page)
{
  AdwDialog *dialog = cy_preferences_dialog_new (f->context, page);

  view_present (f, 900, 760);
  adw_dialog_present (dialog, GTK_WIDGET (f->window));
  return GTK_WIDGET (f->window);
}

static void
activate (GtkWidget  *root,
          const char *title)
{
  adw_action_row_activate (ADW_ACTION_ROW (view_wait_for (root, ADW_TYPE_ACTION_ROW, title)));
}

static gboolean
has_toast (gpointer data)
{
  return ((ViewFixture *) data)->toasts->len > 0;
}

static void
undo_last (ViewFixture *f)
{
  AdwToast *toast;

  view_wait (has_toast, f);
  toast = f->toasts->pdata[f->toasts->len - 1];
  g_assert_cmpstr (adw_toast_get_button_label (toast), ==, "_Undo");
  g_signal_emit_by_name (toast, "button-clicked");
  g_ptr_array_set_size (f->toasts, 0);
}

static void
set_text (GtkWidget  *root,
          const char *title,
          const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (view_wait_for (root, ADW_TYPE_ENTRY_ROW, title)), text);
}

static void
click (GtkWidget  *root,
       const char *label)
{
  g_signal_emit_by_name (view_wait_for (root, GTK_TYPE_BUTTON, label), "clicked");
}

static gboolean
is_fortnight (gpointer data)
{
  return view_int64 (data, "SELECT days FROM obligation WHERE key = 'C1-talk'") == 14;
}

static void
test_schemes (ViewFixture   *f,
              gconstpointer  data)
{
  GtkWidget *root = open_page (f, "schemes");
  GtkWidget *button = view_wait_for (root, GTK_TYPE_BUTTON, "Add a Scheme");

  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, "Add a Scheme");
  view_wait_for (root, ADW_TYPE_ACTION_ROW, "Proxy parents of the women’s federation");
  view_picture (f, "settings-schemes");

  /* An obligation: its sentence is quoted, its window can be changed. */
  activate (root, "Teacher-mothers of a kindergarten");
  view_wait_for (root, ADW_TYPE_ACTION_ROW, "Heart-to-heart talk");
  view_picture (f, "settings-scheme");
  activate (root, "Heart-to-heart talk");
  adw_spin_row_set_value (ADW_SPIN_ROW (view_wait_for (root, ADW_TYPE_SPIN_ROW, "Days After the Last Contact")), 10);
  view_picture (f, "settings-obligation");
  click (root, "_Save");
  view_wait (has_toast, f);
  g_assert_cmpint (view_int64 (f, "SELECT days FROM obligation WHERE key = 'C1-talk'"), ==, 10);
  g_assert_cmpint (view_int64 (f, "SELECT name = '教师妈妈谈心' AND who = '教师妈妈' FROM obligation WHERE key = 'C1-talk'"),
                   ==, 1);
  undo_last (f);
  view_wait (is_fortnight, f);
  g_assert_cmpuint (f->n_errors, ==, 0);
}

static void
test_removed_scheme_comes_back (ViewFixture   *f,
                                gconstpointer  data)
{
  GtkWidget *root = open_page (f, "schemes");

  activate (root, "One-to-one student volunteers");
  view_wait_for (root, ADW_TYPE_ACTION_ROW, "Monthly contact");
  gtk_widget_activate_action (view_wait_for (root, ADW_TYPE_BUTTON_ROW, "_Remove Scheme"), "scheme.remove", NULL);
  view_wait (has_toast, f);
  g_assert_cmpint (view_int64 (f, "SELECT count(*) FROM scheme WHERE deleted_at IS NOT NULL"), ==, 1);
  view_picture (f, "settings-removed");
  click (root, "Bring Back");
  g_ptr_array_set_size (f->toasts, 0);
  view_wait (has_toast, f);
  g_assert_cmpint (view_int64 (f, "SELECT count(*) FROM scheme WHERE deleted_at IS NOT NULL"), ==, 0);
}

static void
test_own_scheme (ViewFixture   *f,
                 gconstpointer  data)
{
  GtkWidget *root = open_page (f, "schemes");
  GtkWidget *editor;

  click (root, "Add a Scheme");
  view_wait_for (root, GTK_TYPE_LABEL, "New Scheme");
  set_text (root, "Name", "我们村的方案");
  g_signal_emit_by_name (view_wait_for (root, ADW_TYPE_ENTRY_ROW, "Name"), "apply");
  view_wait (has_toast, f);
  g_ptr_array_set_size (f->toasts, 0);
  click (root, "Add an Obligation");
  editor = view_wait_for (root, g_type_from_name ("CyObligationEditor"), NULL);
  view_wait_for (editor, ADW_TYPE_SPIN_ROW, "Times");
  g_assert_false (gtk_widget_is_sensitive (view_wait_for (editor, GTK_TYPE_BUTTON, "_Save")));
  set_text (editor, "Name", "每月看望");
  g_assert_true (gtk_widget_is_sensitive (view_wait_for (editor, GTK_TYPE_BUTTON, "_Save")));
  click (editor, "_Save");
  view_wait (has_toast, f);
  g_assert_cmpint (view_int64 (f, "SELECT count(*) FROM obligation AS o JOIN scheme AS s ON s.id = o.scheme_id "
                                  "WHERE s.key = 'own-1' AND s.name = '我们村的方案' AND o.key = 'own-1-talk-1'"), ==, 1);

  /* All children, from a day. */
  g_ptr_array_set_size (f->toasts, 0);
  gtk_widget_activate_action (view_wait_for (root, ADW_TYPE_BUTTON_ROW, "_Enrol All Children…"), "scheme.enrol-all", NULL);
  view_wait_for (root, ADW_TYPE_ENTRY_ROW, "From");
  view_picture (f, "settings-enrol");
  click (root, "_Enrol");
  view_wait (has_toast, f);
  g_assert_cmpint (view_int64 (f, "SELECT count(*) FROM enrolment AS e JOIN scheme AS s ON s.id = e.scheme_id "
                                  "WHERE s.key = 'own-1' AND e.from_date = '" VIEW_TODAY "'"), ==,
                   view_int64 (f, "SELECT count(*) FROM person AS p WHERE is_child AND deleted_at IS NULL AND NOT EXISTS "
                                  "(SELECT 1 FROM child AS c WHERE c.id = p.id AND c.left_on <= '" VIEW_TODAY "')"));
  g_assert_cmpuint (f->n_errors, ==, 0);
}

static void
test_terms (ViewFixture   *f,
            gconstpointer  data)
{
  GtkWidget *root = open_page (f, "terms");
  GtkWidget *save;

  view_wait_for (root, ADW_TYPE_ACTION_ROW, "2026–2027, first term");
  view_picture (f, "settings-terms");
  activate (root, "2026–2027, first term");
  set_text (root, "Last Day", "2027年1月15日");
  save = view_wait_for (root, GTK_TYPE_BUTTON, "_Save");
  g_assert_true (gtk_widget_is_sensitive (save));
  set_text (root, "Last Day", "2026-08-01");
  g_assert_false (gtk_widget_is_sensitive (save));
  set_text (root, "Last Day", "2027-01-15");
  view_picture (f, "settings-term");
  click (root, "_Save");
  view_wait (has_toast, f);
  g_assert_cmpint (view_int64 (f, "SELECT to_date = '2027-01-15' AND name = '2026–2027学年第一学期' FROM term "
                                  "WHERE key = '2026-term-1'"), ==, 1);
}

static void
test_profiles (ViewFixture   *f,
               gconstpointer  data)
{
  GtkWidget *root = open_page (f, "profiles");
  gint64 before = view_int64 (f, "SELECT CAST (value AS INTEGER) FROM setting WHERE key LIKE '%profile%'");
  GtkWidget *row;

  view_wait_for (root, GTK_TYPE_CHECK_BUTTON, NULL);
  view_picture (f, "settings-profiles");
  row = gtk_widget_get_last_child (gtk_widget_get_parent (view_wait_for (root, ADW_TYPE_ACTION_ROW, NULL)));
  adw_action_row_activate (ADW_ACTION_ROW (row));
  view_wait (has_toast, f);
  g_assert_cmpint (view_int64 (f, "SELECT CAST (value AS INTEGER) FROM setting WHERE key LIKE '%profile%'"), !=, before);
}

static void
test_security (ViewFixture   *f,
               gconstpointer  data)
{
  GtkWidget *root = open_page (f, "security");
  GtkWidget *row = view_wait_for (root, ADW_TYPE_SPIN_ROW, "Lock After Minutes Without Use");

  adw_spin_row_set_value (ADW_SPIN_ROW (row), 25);
  g_assert_cmpuint (cy_context_get_idle_minutes (f->context), ==, 25);
  view_picture (f, "settings-security");
  activate (root, "Change Password");
  view_wait_for (root, ADW_TYPE_PASSWORD_ENTRY_ROW, NULL);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/settings/" name, ViewFixture, GUINT_TO_POINTER (20), view_set_up, func, view_tear_down)
  ADD ("schemes", test_schemes);
  ADD ("removed-scheme", test_removed_scheme_comes_back);
  ADD ("own-scheme", test_own_scheme);
  ADD ("terms", test_terms);
  ADD ("profiles", test_profiles);
  ADD ("security", test_security);
  return g_test_run ();
}
