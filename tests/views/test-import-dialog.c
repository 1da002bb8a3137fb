#include "import/cy-import-dialog.h"
#include "view-fixture.h"

#include <glib/gstdio.h>

/* A roster with what rosters have: a title, headings, a good row, one with a mistyped number,
 * one without a name, a total. Fictional. */
static const char roster[] =
  "新桥村留守儿童花名册\n"
  "序号,姓名,性别,出生日期,身份证号,家长电话,村\n"
  "1,赵一鸣,男,2016.3.5,,13800138001,新桥村\n"
  "2,钱二妞,女,2017-04-06,999901201704060020,13800138002,新桥村\n"
  "3,,男,2015-01-01,,13800138003,新桥村\n"
  "合计,3,,,,,\n";

static GFile *
write_roster (ViewFixture *f,
              const char  *text)
{
  g_autofree char *path = g_build_filename (f->folder, "roster.csv", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static GtkWidget *
show (ViewFixture *f,
      GFile       *file)
{
  AdwDialog *dialog;

  adw_navigation_view_push (f->pages, adw_navigation_page_new (gtk_label_new ("page"), "Page"));
  view_present (f, 900, 800);
  dialog = cy_import_dialog_new (f->context, file);
  adw_dialog_present (dialog, GTK_WIDGET (f->window));
  return GTK_WIDGET (dialog);
}

static void
click (GtkWidget  *dialog,
       const char *label)
{
  g_signal_emit_by_name (view_wait_for (dialog, GTK_TYPE_BUTTON, label), "clicked");
}

static gint64
n_children (ViewFixture *f)
{
  return view_int64 (f, "SELECT count(*) FROM person WHERE is_child AND deleted_at IS NULL");
}

static void
test_imports_and_undoes (ViewFixture   *f,
                         gconstpointer  data)
{
  g_autoptr (GFile) file = write_roster (f, roster);
  GtkWidget *dialog = show (f, file);
  GtkWidget *list;

  view_wait_for (dialog, ADW_TYPE_COMBO_ROW, "身份证号");
  view_picture (f, "import-columns");
  click (dialog, "_Check the Rows");
  view_wait_for (dialog, GTK_TYPE_LABEL,
                 "2 children will be added. 1 row has an error and is left out. "
                 "1 row is taken in with a problem to mend.");
  list = gtk_widget_get_ancestor (view_wait_for (dialog, GTK_TYPE_LABEL, "Row 5"), GTK_TYPE_LIST_VIEW);
  gtk_test_accessible_assert_property (list, GTK_ACCESSIBLE_PROPERTY_LABEL, "Rows to look at");
  view_picture (f, "import-review");
  g_assert_cmpint (n_children (f), ==, 0);
  g_assert_true (view_wait_for (dialog, GTK_TYPE_BUTTON, "_Import") == gtk_window_get_focus (GTK_WINDOW (f->window)));

  click (dialog, "_Import");
  view_wait_for (dialog, GTK_TYPE_BUTTON, "_Undo Import");
  view_picture (f, "import-result");
  g_assert_cmpint (n_children (f), ==, 2);
  g_assert_cmpint (view_int64 (f, "SELECT count(*) FROM flag WHERE code = 'id_checksum' AND resolved_at IS NULL"), ==, 1);

  click (dialog, "_Undo Import");
  view_wait_for (dialog, GTK_TYPE_LABEL, "Import Undone");
  g_assert_cmpint (n_children (f), ==, 0);
  g_assert_cmpuint (f->n_errors, ==, 0);
}

static void
test_same_file_again (ViewFixture   *f,
                      gconstpointer  data)
{
  g_autoptr (GFile) file = write_roster (f, roster);
  GtkWidget *dialog = show (f, file);

  click (dialog, "_Check the Rows");
  click (dialog, "_Import");
  click (dialog, "_Done");
  dialog = show (f, file);
  click (dialog, "_Check the Rows");
  view_wait_for (dialog, GTK_TYPE_LABEL,
                 "0 children will be added. 2 are in the archive already. 1 row has an error and is left out. "
                 "1 row is taken in with a problem to mend.");
  g_assert_false (gtk_widget_get_sensitive (view_wait_for (dialog, GTK_TYPE_BUTTON, "_Import")));
  g_assert_cmpint (n_children (f), ==, 2);
}

static void
test_foreign_file (ViewFixture   *f,
                   gconstpointer  data)
{
  g_autoptr (GFile) file = write_roster (f, "%PDF-1.7 this is no table");
  GtkWidget *dialog = show (f, file);

  view_wait_for (dialog, GTK_TYPE_LABEL, "This File Cannot Be Imported");
  view_picture (f, "import-foreign");
  g_assert_cmpint (n_children (f), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/import-dialog/" name, ViewFixture, NULL, view_set_up, func, view_tear_down)
  ADD ("imports-and-undoes", test_imports_and_undoes);
  ADD ("same-file-again", test_same_file_again);
  ADD ("foreign-file", test_foreign_file);
  return g_test_run ();
}
