#include "view-fixture.h"

#include "../store/statements.h"
#include "contact/cy-child-picker.h"
#include "contact/cy-contact-dialog.h"
#include "contact/cy-contact-draft.h"
#include "common/cy-date-row.h"

/* Logging a contact: saving, drafts, undo, what is refused, and where a restricted text lies. */

#define TODAY (cy_day_from_iso (VIEW_TODAY))

#define CONTACTS "SELECT count(*) FROM contact WHERE deleted_at IS NULL"
#define DRAFTS "SELECT count(*) FROM draft"

typedef struct {
  ViewFixture *f;
  const char *sql;
  gint64 expected;
} Count;

static gboolean
counts (gpointer data)
{
  const Count *count = data;

  return view_int64 (count->f, count->sql) == count->expected;
}

static void
wait_for_count (ViewFixture *f,
                const char  *sql,
                gint64       expected)
{
  Count count = { f, sql, expected };

  view_wait (counts, &count);
}

static gint64
first_child (ViewFixture *f)
{
  return view_int64 (f, "SELECT min(id) FROM person WHERE is_child AND deleted_at IS NULL");
}

static AdwDialog *
open_dialog (ViewFixture *f,
             gint64       child_id)
{
  AdwDialog *dialog = cy_contact_dialog_new (f->context, &child_id, child_id != 0, 0);

  if (!gtk_widget_get_mapped (GTK_WIDGET (f->window)))
    view_present (f, 700, 900);
  adw_dialog_present (dialog, GTK_WIDGET (f->window));
  view_wait_for (GTK_WIDGET (f->window), GTK_TYPE_TEXT_VIEW, NULL);

  return dialog;
}

static void
type_text (AdwDialog  *dialog,
           const char *text)
{
  GtkWidget *view = view_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

static char *
typed_text (AdwDialog *dialog)
{
  GtkWidget *view = view_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL);
  g_autofree char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "text", &text, NULL);
  return g_steal_pointer (&text);
}

static gboolean
toasted (gpointer f)
{
  return ((ViewFixture *) f)->toasts->len > 0;
}

static gboolean
is_null (gpointer pointer)
{
  return *(gpointer *) pointer == NULL;
}

static gboolean
closed (gpointer window)
{
  return view_find (window, CY_TYPE_CONTACT_DIALOG, NULL) == NULL;
}

/* Whether the form may be saved, which its button shows. */
static gboolean
may_save (AdwDialog *dialog)
{
  return gtk_widget_is_sensitive (view_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "_Save"));
}

static void
test_three_actions (ViewFixture   *f,
                    gconstpointer  data)
{
  gint64 before = view_int64 (f, CONTACTS);
  AdwDialog *dialog = open_dialog (f, first_child (f));

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (view_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "What was said");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (view_find (GTK_WIDGET (dialog), ADW_TYPE_SPIN_ROW, NULL)),
                                   GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  type_text (dialog, "想爸爸了。");
  g_assert_true (may_save (dialog));
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_widget_activate_action (GTK_WIDGET (dialog), "contact.save", NULL);
  view_wait (toasted, f);
  view_wait (closed, f->window);
  view_wait (is_null, &dialog);

  g_assert_cmpint (view_int64 (f, CONTACTS), ==, before + 1);
  wait_for_count (f, DRAFTS, 0);
  g_assert_cmpint (view_int64 (f, "SELECT count(*) FROM contact WHERE text = '想爸爸了。' AND date = '" VIEW_TODAY "'"),
                   ==, 1);
  g_assert_cmpuint (f->n_errors, ==, 0);

  /* Undone, it is a draft again. */
  g_signal_emit_by_name (g_ptr_array_index (f->toasts, 0), "button-clicked");
  wait_for_count (f, CONTACTS, before);
  wait_for_count (f, DRAFTS, 1);
}

static void
test_draft_comes_back (ViewFixture   *f,
                       gconstpointer  data)
{
  gint64 child = first_child (f);
  AdwDialog *dialog = open_dialog (f, child);
  g_autofree char *text = NULL;

  type_text (dialog, "还没写完");
  adw_dialog_force_close (dialog);
  wait_for_count (f, DRAFTS, 1);
  view_wait (closed, f->window);

  dialog = open_dialog (f, child);
  view_wait_for (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Dis_card");
  text = typed_text (dialog);
  g_assert_cmpstr (text, ==, "还没写完");

  /* Thrown away, it is gone for good. */
  g_signal_emit_by_name (view_find (GTK_WIDGET (dialog), ADW_TYPE_BANNER, NULL), "button-clicked");
  wait_for_count (f, DRAFTS, 0);
  g_clear_pointer (&text, g_free);
  text = typed_text (dialog);
  g_assert_cmpstr (text, ==, "");
}

static void
test_draft_survives_locking (ViewFixture   *f,
                             gconstpointer  data)
{
  AdwDialog *dialog = open_dialog (f, 0);
  g_autoptr (GError) error = NULL;

  type_text (dialog, "锁定之前");
  g_clear_object (&f->db);
  cy_context_lock (f->context);
  adw_dialog_force_close (dialog);

  cy_archive_unlock (f->archive, "correct horse", &error);
  g_assert_no_error (error);
  cy_context_unlocked (f->context);
  f->db = g_object_ref (cy_context_get_db (f->context));
  g_assert_cmpint (view_int64 (f, DRAFTS), ==, 1);
}

static void
set_date (AdwDialog *dialog,
          CyDay      day)
{
  cy_date_row_set_day (CY_DATE_ROW (view_find (GTK_WIDGET (dialog), CY_TYPE_DATE_ROW, NULL)), day, CY_DATE_DAY);
}

static void
test_what_is_refused (ViewFixture   *f,
                      gconstpointer  data)
{
  AdwDialog *dialog = open_dialog (f, 0);

  /* Nobody took part. */
  g_assert_false (may_save (dialog));
  view_wait_for (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "Choose the child it was with.");
  adw_dialog_force_close (dialog);
  view_wait (closed, f->window);

  dialog = open_dialog (f, first_child (f));
  g_assert_true (may_save (dialog));
  set_date (dialog, TODAY + 1);
  g_assert_false (may_save (dialog));
  set_date (dialog, TODAY - 1);
  g_assert_true (may_save (dialog));
  /* Odd, but possible. */
  set_date (dialog, TODAY - 4000);
  g_assert_true (may_save (dialog));
  view_wait_for (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "That is more than a year ago. Is the date right?");
}

static gpointer
count_notes (CyConn        *conn,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  gint64 n = -1;

  cy_conn_int64 (conn, error, &n, data, NULL);
  return GINT_TO_POINTER ((int) n);
}

static int
in_counselling (ViewFixture *f,
                const char  *sql)
{
  gpointer n = cy_db_run (cy_context_get_counselling_db (f->context), CY_DB_READ, count_notes, (gpointer) sql, NULL,
                          NULL);

  statements_ignore (sql);
  return GPOINTER_TO_INT (n);
}

static gboolean
has_restricted_draft (gpointer f)
{
  return in_counselling (f, DRAFTS) == 1;
}

/* A restricted text is in counselling.db, and not a word of it in care.db, at no time. */
static void
test_restricted (ViewFixture   *f,
                 gconstpointer  data)
{
  AdwDialog *dialog = open_dialog (f, first_child (f));

  adw_combo_row_set_selected (ADW_COMBO_ROW (view_find (GTK_WIDGET (dialog), ADW_TYPE_COMBO_ROW, "_Who May Read It")),
                              CY_LEVEL_RESTRICTED);
  type_text (dialog, "只给辅导员看");
  adw_dialog_force_close (dialog);
  view_wait (closed, f->window);
  view_wait (has_restricted_draft, f);
  g_assert_cmpint (view_int64 (f, DRAFTS), ==, 0);

  dialog = open_dialog (f, first_child (f));
  view_wait_for (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Dis_card");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "contact.save", NULL);
  view_wait (toasted, f);
  g_assert_cmpint (in_counselling (f, "SELECT count(*) FROM note WHERE text = '只给辅导员看' AND deleted_at IS NULL"), ==, 1);
  g_assert_cmpint (view_int64 (f, "SELECT count(*) FROM contact WHERE level = 2 AND text IS NULL"), ==,
                   view_int64 (f, "SELECT count(*) FROM contact WHERE level = 2"));
  g_assert_cmpint (view_int64 (f, "SELECT count(*) FROM change WHERE after LIKE '%只给辅导员看%'"), ==, 0);
  g_assert_cmpint (view_int64 (f, DRAFTS), ==, 0);
}

static gboolean
has_two (gpointer picker)
{
  guint n;

  cy_child_picker_get_children (picker, &n);
  return n == 2;
}

static void
test_several_children (ViewFixture   *f,
                       gconstpointer  data)
{
  gint64 ids[2];
  AdwDialog *dialog;
  GtkWidget *picker;

  ids[0] = first_child (f);
  ids[1] = view_int64 (f, "SELECT id FROM person WHERE is_child AND deleted_at IS NULL ORDER BY id LIMIT 1 OFFSET 1");
  dialog = open_dialog (f, ids[0]);
  picker = view_find (GTK_WIDGET (dialog), CY_TYPE_CHILD_PICKER, NULL);
  cy_child_picker_set_children (CY_CHILD_PICKER (picker), ids, 2);
  view_wait (has_two, picker);
  gtk_widget_activate_action (GTK_WIDGET (dialog), "contact.save", NULL);
  view_wait (toasted, f);

  g_assert_cmpint (view_int64 (f, "SELECT count(*) FROM participant WHERE deleted_at IS NULL AND contact_id = "
                               "(SELECT max(id) FROM contact)"), ==, 2);
}

static gboolean
has_one (gpointer picker)
{
  guint n;

  cy_child_picker_get_children (picker, &n);
  return n == 1;
}

/* A child is found by pinyin, and taken with Enter. */
static void
test_find_a_child (ViewFixture   *f,
                   gconstpointer  data)
{
  AdwDialog *dialog = open_dialog (f, 0);
  GtkWidget *picker = view_find (GTK_WIDGET (dialog), CY_TYPE_CHILD_PICKER, NULL);
  GtkWidget *entry = view_find (picker, GTK_TYPE_SEARCH_ENTRY, NULL);
  char letter[2] = { 0 };

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "Add a child");
  gtk_editable_set_text (GTK_EDITABLE (entry), "zzzzqq");
  view_wait_for (picker, GTK_TYPE_LABEL, "No child is found by that.");

  letter[0] = (char) view_int64 (f, "SELECT unicode (pinyin) FROM person WHERE is_child ORDER BY id LIMIT 1");
  gtk_editable_set_text (GTK_EDITABLE (entry), letter);
  view_wait_for (picker, ADW_TYPE_ACTION_ROW, NULL);
  g_signal_emit_by_name (entry, "activate");
  view_wait (has_one, picker);
  g_assert_true (may_save (dialog));
}

#define N_MANY 40
#define N_CHIPS 12

static guint
n_chips (GtkWidget *picker)
{
  GtkWidget *chips = view_find (picker, ADW_TYPE_WRAP_BOX, NULL);
  guint n = 0;

  for (GtkWidget *chip = gtk_widget_get_first_child (chips); chip != NULL; chip = gtk_widget_get_next_sibling (chip))
    n++;

  return n;
}

static gpointer
name_of (CyConn        *conn,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  CyStmt *st = cy_conn_query (conn, error, "SELECT name FROM person WHERE id = ?", "i", *(gint64 *) data);
  char *name = cy_stmt_step (st, error) ? cy_stmt_dup_text (st, 0) : NULL;

  cy_stmt_reset (st);
  return name;
}

typedef struct {
  GtkWidget *picker;
  gint64 id;                    /* whoever was first */
} Moved;

static gboolean
has_moved (gpointer data)
{
  const Moved *moved = data;
  guint n;
  const gint64 *ids = cy_child_picker_get_children (CY_CHILD_PICKER (moved->picker), &n);

  return n == N_MANY && ids[0] != moved->id && ids[1] == moved->id;
}

/* Of many children some are named, the others are counted; all of them are logged. */
static void
test_very_many_children (ViewFixture   *f,
                         gconstpointer  data)
{
  gint64 first = first_child (f);
  gint64 ids[N_MANY];
  g_autofree char *name = NULL;
  AdwDialog *dialog;
  GtkWidget *picker;

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *next =
        g_strdup_printf ("SELECT min(id) FROM person WHERE is_child AND deleted_at IS NULL AND id > %" G_GINT64_FORMAT,
                         i > 0 ? ids[i - 1] : first - 1);

      ids[i] = view_int64 (f, next);
    }
  dialog = cy_contact_dialog_new (f->context, ids, N_MANY, 0);
  view_present (f, 700, 900);
  adw_dialog_present (dialog, GTK_WIDGET (f->window));
  picker = view_wait_for (GTK_WIDGET (dialog), CY_TYPE_CHILD_PICKER, NULL);
  view_wait_for (picker, GTK_TYPE_LABEL, "and 28 others");
  g_assert_cmpuint (n_chips (picker), ==, N_CHIPS);
  view_picture (f, "contact-many");

  /* One of the others is found by its name, and comes into sight. */
  name = cy_db_run (f->db, CY_DB_READ, name_of, &ids[N_MANY - 1], NULL, NULL);
  gtk_editable_set_text (GTK_EDITABLE (view_find (picker, GTK_TYPE_SEARCH_ENTRY, NULL)), name);
  view_wait_for (picker, GTK_TYPE_LABEL, "Chosen already; shows it first");
  g_signal_emit_by_name (view_find (picker, GTK_TYPE_SEARCH_ENTRY, NULL), "activate");
  view_wait (has_moved, &(Moved) { picker, ids[0] });
  g_assert_cmpuint (n_chips (picker), ==, N_CHIPS);

  gtk_widget_activate_action (GTK_WIDGET (dialog), "contact.save", NULL);
  view_wait (toasted, f);
  g_assert_cmpint (view_int64 (f, "SELECT count(*) FROM participant WHERE deleted_at IS NULL AND contact_id = "
                               "(SELECT max(id) FROM contact)"), ==, N_MANY);
  g_assert_cmpuint (f->n_errors, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(path, func) g_test_add (path, ViewFixture, GUINT_TO_POINTER (12), view_set_up, func, view_tear_down)
  ADD ("/contact-dialog/three-actions", test_three_actions);
  ADD ("/contact-dialog/draft-comes-back", test_draft_comes_back);
  ADD ("/contact-dialog/draft-survives-locking", test_draft_survives_locking);
  ADD ("/contact-dialog/what-is-refused", test_what_is_refused);
  ADD ("/contact-dialog/restricted", test_restricted);
  ADD ("/contact-dialog/several-children", test_several_children);
  ADD ("/contact-dialog/find-a-child", test_find_a_child);
  g_test_add ("/contact-dialog/very-many-children", ViewFixture, GUINT_TO_POINTER (N_MANY), view_set_up,
              test_very_many_children, view_tear_down);

  return g_test_run ();
}
