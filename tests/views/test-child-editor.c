#include "children/cy-child-editor.h"
#include "cy-id-number.h"
#include "view-fixture.h"

static GtkWidget *
show (ViewFixture *f,
      gint64       child_id,
      int          width,
      int          height)
{
  AdwDialog *dialog = cy_child_editor_new (f->context, child_id, CY_CHILD_FIELD_NAME);
  AdwNavigationPage *page = adw_navigation_page_new (gtk_label_new ("page"), "Page");

  adw_navigation_view_push (f->pages, page);
  view_present (f, width, height);
  adw_dialog_present (dialog, GTK_WIDGET (f->window));
  view_wait_for (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, "Name");
  return GTK_WIDGET (dialog);
}

static gboolean
is_sensitive (gpointer widget)
{
  return gtk_widget_is_sensitive (widget);
}

/* The form takes input as soon as the units have been read. */
static GtkWidget *
entry (GtkWidget  *dialog,
       const char *title)
{
  GtkWidget *row = view_wait_for (dialog, ADW_TYPE_ENTRY_ROW, title);

  view_wait (is_sensitive, row);
  return row;
}

static void
type (GtkWidget  *dialog,
      const char *title,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (entry (dialog, title)), text);
}

/* An ID number of nobody: region 999901 does not exist. */
static char *
make_id (const char *birth,
         int         sequence)
{
  g_autofree char *digits = g_strdup_printf ("999901%s%03d", birth, sequence);

  return g_strdup_printf ("%s%c", digits, cy_id_number_check_char (digits));
}

static gboolean
is_closed (gpointer dialog)
{
  return gtk_widget_get_root (dialog) == NULL;
}

static void
test_id_fills_in (ViewFixture   *f,
                  gconstpointer  data)
{
  GtkWidget *dialog = show (f, 0, 800, 800);
  g_autofree char *boy = make_id ("20160229", 11);
  g_autofree char *girl = make_id ("20170301", 22);
  g_autofree char *wrong = NULL;
  GtkWidget *sex = view_wait_for (dialog, ADW_TYPE_COMBO_ROW, "Sex");

  type (dialog, "ID Number", boy);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry (dialog, "Birth Date"))), ==, "2016-02-29");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (sex)), ==, CY_SEX_MALE);
  view_wait_for (dialog, GTK_TYPE_LABEL, "Valid; it gives the birth date and the sex");

  /* What a person has typed is not overwritten, but pointed out. */
  type (dialog, "ID Number", girl);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry (dialog, "Birth Date"))), ==, "2016-02-29");
  g_assert_true (gtk_widget_has_css_class (entry (dialog, "ID Number"), "warning"));
  view_picture (f, "editor-mismatch");

  wrong = g_strdup (boy);
  wrong[16] = wrong[16] == '9' ? '0' : wrong[16] + 1;
  type (dialog, "ID Number", wrong);
  view_wait_for (dialog, GTK_TYPE_LABEL, "The last character does not fit: at least one digit is mistyped");
}

static void
test_saves (ViewFixture   *f,
            gconstpointer  data)
{
  GtkWidget *dialog = show (f, 0, 800, 800);

  g_object_ref_sink (dialog);
  gtk_widget_activate_action (dialog, "editor.save", NULL);
  gtk_test_accessible_assert_state (entry (dialog, "Name"), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);

  type (dialog, "Name", "王小虎");
  type (dialog, "Birth Date", "2016年3月5日");
  type (dialog, "Phone", "138 0013 8000");
  type (dialog, "Village", "新桥村");
  type (dialog, "School", "新桥小学");
  type (dialog, "Class", "三年级1班");
  gtk_widget_activate_action (dialog, "editor.save", NULL);
  view_wait (is_closed, dialog);
  g_assert_cmpuint (f->n_errors, ==, 0);
  g_assert_cmpint (view_int64 (f, "SELECT count(*) FROM person AS p JOIN child AS c USING (id) "
                                  "JOIN unit AS v ON v.id = c.village_id AND v.name = '新桥村' "
                                  "JOIN unit AS k ON k.id = c.class_id AND k.parent_id = c.school_id "
                                  "WHERE p.name = '王小虎' AND p.birth = '2016-03-05' AND p.phone = '13800138000' "
                                  "AND p.pinyin LIKE 'wang xiao hu%'"), ==, 1);
  g_assert_cmpint (view_int64 (f, "SELECT count(DISTINCT batch) FROM change WHERE tbl IN ('person', 'child') "
                                  "AND row_id = (SELECT id FROM person WHERE name = '王小虎')"), ==, 1);
  g_assert_cmpint (f->opened_child, ==, view_int64 (f, "SELECT id FROM person WHERE name = '王小虎'"));
  g_assert_cmpint (view_int64 (f, "SELECT count(*) FROM draft"), ==, 0);
  g_object_unref (dialog);
}

static gboolean
has_draft (gpointer f)
{
  return view_int64 (f, "SELECT count(*) FROM draft WHERE form = 'child:0'") == 1;
}

static void
test_draft (ViewFixture   *f,
            gconstpointer  data)
{
  GtkWidget *dialog = show (f, 0, 800, 800);

  type (dialog, "Name", "李未完");
  view_wait (has_draft, f);
  adw_dialog_force_close (ADW_DIALOG (dialog));

  dialog = show (f, 0, 800, 800);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry (dialog, "Name"))), ==, "李未完");
  g_assert_cmpint (view_int64 (f, "SELECT count(*) FROM person WHERE is_child"), ==, 0);
}

static void
test_edit (ViewFixture   *f,
           gconstpointer  data)
{
  gint64 id = view_int64 (f, "SELECT min(id) FROM child WHERE school_id IS NOT NULL");
  GtkWidget *dialog = show (f, id, 420, 800);

  g_object_ref_sink (dialog);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry (dialog, "Name"))), !=, "");
  view_picture (f, "editor");
  type (dialog, "Hobbies", "收集邮票和树叶");
  gtk_widget_activate_action (dialog, "editor.save", NULL);
  view_wait (is_closed, dialog);
  g_assert_cmpint (view_int64 (f, "SELECT count(*) FROM child WHERE hobbies = '收集邮票和树叶'"), ==, 1);
  g_assert_cmpuint (f->toasts->len, ==, 1);
  g_object_unref (dialog);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, n, func) \
  g_test_add ("/child-editor/" name, ViewFixture, GUINT_TO_POINTER (n), view_set_up, func, view_tear_down)
  ADD ("id-fills-in", 0, test_id_fills_in);
  ADD ("saves", 0, test_saves);
  ADD ("draft", 0, test_draft);
  ADD ("edit", 20, test_edit);
  return g_test_run ();
}
