#include "lock/cy-new-password.h"
#include "lock/cy-password-page.h"
#include "lock/cy-recovery-page.h"
#include "lock/cy-unlock-page.h"
#include "lock/cy-users-dialog.h"
#include "lock/cy-welcome-page.h"
#include "view-fixture.h"

/* Opening an archive: the first start, the password, the recovery code, users. */

#define PASSWORD "correct horse"

static void
keep_archive (CyArchive **kept,
              CyArchive  *archive)
{
  g_set_object (kept, archive);
}

static gboolean
is_kept (gpointer archive)
{
  return *(CyArchive **) archive != NULL;
}

static gboolean
is_sensitive (gpointer widget)
{
  return gtk_widget_get_sensitive (widget);
}

static void
type (GtkWidget  *row,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
click (GtkWidget *button)
{
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
activate (GtkWidget *row)
{
  g_signal_emit_by_name (row, "activated");
}

static GtkWidget *
row_of (GtkWidget  *root,
        const char *title)
{
  return view_wait_for (root, ADW_TYPE_ENTRY_ROW, title);
}

static GtkWidget *
suggested (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = GTK_IS_BUTTON (child) && gtk_widget_get_mapped (child) &&
                         gtk_widget_has_css_class (child, "suggested-action") ? child : suggested (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Gives the fixture's archive free, so that a page can open it as a person would. */
static void
close_archive (ViewFixture *f)
{
  g_clear_object (&f->db);
  cy_context_set_archive (f->context, NULL);
  g_clear_object (&f->archive);
}

static CyUnlockPage *
show_unlock_page (ViewFixture *f,
                  CyArchive  **kept)
{
  CyUnlockPage *page = cy_unlock_page_new (f->path);

  g_signal_connect_swapped (page, "unlocked", G_CALLBACK (keep_archive), kept);
  adw_navigation_view_push (f->pages, ADW_NAVIGATION_PAGE (page));
  view_present (f, 900, 700);
  return page;
}

static gboolean
has_error (gpointer page)
{
  GtkWidget *row = view_find (page, ADW_TYPE_ENTRY_ROW, NULL);

  return row != NULL && gtk_widget_has_css_class (row, "error");
}

static void
test_unlocking (ViewFixture   *f,
                gconstpointer  data)
{
  g_autoptr (CyArchive) archive = NULL;
  CyUnlockPage *page;
  GtkWidget *row, *button;
  int start, end;

  close_archive (f);
  page = show_unlock_page (f, &archive);
  row = row_of (GTK_WIDGET (page), "Password");
  button = suggested (GTK_WIDGET (page));
  g_assert_nonnull (view_find (GTK_WIDGET (page), GTK_TYPE_LABEL, "test"));
  g_assert_false (gtk_widget_get_sensitive (button));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, "Unlock");
  view_picture (f, "unlock");

  /* A wrong password is told in place, and selected so that typing replaces it. */
  type (row, "wrong horse");
  click (button);
  view_wait (has_error, page);
  g_assert_null (archive);
  g_assert_true (gtk_editable_get_selection_bounds (GTK_EDITABLE (row), &start, &end));
  g_assert_cmpint (end - start, ==, 11);
  view_wait_for (GTK_WIDGET (page), GTK_TYPE_LABEL, "This password does not open the archive. Check the input method "
                                                    "and Caps Lock, then try again.");
  view_picture (f, "unlock-wrong");

  type (row, PASSWORD);
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  g_signal_emit_by_name (row, "entry-activated");
  view_wait (is_kept, &archive);
  g_assert_false (cy_archive_is_locked (archive));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "");
}

/* An archive that another program holds is told in the same place. */
static void
test_in_use (ViewFixture   *f,
             gconstpointer  data)
{
  g_autoptr (CyArchive) archive = NULL;
  CyUnlockPage *page = show_unlock_page (f, &archive);

  type (row_of (GTK_WIDGET (page), "Password"), PASSWORD);
  click (suggested (GTK_WIDGET (page)));
  view_wait (has_error, page);
  g_assert_null (archive);
}

static void
test_locking_again (ViewFixture   *f,
                    gconstpointer  data)
{
  g_autoptr (CyArchive) archive = NULL;
  CyUnlockPage *page;

  g_clear_object (&f->db);
  cy_archive_lock (f->archive);
  page = cy_unlock_page_new_for (f->archive);
  g_signal_connect_swapped (page, "unlocked", G_CALLBACK (keep_archive), &archive);
  adw_navigation_view_push (f->pages, ADW_NAVIGATION_PAGE (page));
  view_present (f, 360, 640);
  view_picture (f, "unlock-narrow");
  type (row_of (GTK_WIDGET (page), "Password"), PASSWORD);
  click (suggested (GTK_WIDGET (page)));
  view_wait (is_kept, &archive);
  g_assert_true (archive == f->archive);
  g_assert_false (cy_archive_is_locked (archive));
}

static void
test_recovery (ViewFixture   *f,
               gconstpointer  data)
{
  g_autoptr (CyArchive) archive = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = cy_archive_renew_recovery (f->archive, &error);
  CyUnlockPage *page;
  GtkWidget *root;

  g_assert_no_error (error);
  close_archive (f);
  page = show_unlock_page (f, &archive);
  root = GTK_WIDGET (page);
  click (view_wait_for (root, GTK_TYPE_BUTTON, "Use _Recovery Code"));
  type (row_of (root, "Recovery code"), code);
  view_picture (f, "unlock-code");
  click (suggested (root));

  /* The code does not do for good: a password is set before anything is shown. */
  view_wait_for (root, CY_TYPE_NEW_PASSWORD, NULL);
  g_assert_null (archive);
  g_assert_false (gtk_widget_get_sensitive (suggested (root)));
  type (row_of (root, "Password"), "remembered now");
  view_picture (f, "unlock-new-password");
  g_assert_false (gtk_widget_get_sensitive (suggested (root)));
  type (row_of (root, "Repeat password"), "remembered not");
  view_wait_for (root, GTK_TYPE_LABEL, "The two passwords differ.");
  type (row_of (root, "Repeat password"), "remembered now");
  click (suggested (root));
  view_wait (is_kept, &archive);
  g_assert_false (cy_archive_opened_by_recovery (archive));

  cy_archive_lock (archive);
  g_assert_true (cy_archive_unlock (archive, "remembered now", &error));
  g_assert_no_error (error);
}

static void
test_first_start (ViewFixture   *f,
                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (f->folder, "first.chuyan", NULL);
  g_autoptr (CyArchive) archive = NULL;
  g_autoptr (GError) error = NULL;
  CyWelcomePage *page = cy_welcome_page_new ();
  GtkWidget *root = GTK_WIDGET (page);
  GtkWidget *recovery, *check, *button;

  cy_welcome_page_set_path (page, path);
  g_signal_connect_swapped (page, "created", G_CALLBACK (keep_archive), &archive);
  adw_navigation_view_push (f->pages, ADW_NAVIGATION_PAGE (page));
  view_present (f, 900, 700);
  view_picture (f, "welcome");
  click (view_wait_for (root, GTK_TYPE_BUTTON, "_Create an Archive"));
  view_wait_for (root, ADW_TYPE_ENTRY_ROW, "Your name");
  view_picture (f, "welcome-form");

  type (row_of (root, "Your name"), "陈老师");
  type (row_of (root, "Password"), "short");
  type (row_of (root, "Repeat password"), "short");
  button = suggested (root);
  g_assert_false (gtk_widget_get_sensitive (button));
  type (row_of (root, "Password"), "a wet field in May");
  type (row_of (root, "Repeat password"), "a wet field in May");
  view_picture (f, "welcome-filled");
  click (button);

  /* The code is shown once, and nobody goes past it by chance. */
  recovery = view_wait_for (root, CY_TYPE_RECOVERY_PAGE, NULL);
  button = suggested (recovery);
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_null (archive);
  view_picture (f, "recovery");
  check = view_wait_for (recovery, GTK_TYPE_CHECK_BUTTON, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  view_wait (is_sensitive, button);
  click (button);
  view_wait (is_kept, &archive);

  g_assert_false (cy_archive_is_locked (archive));
  g_assert_cmpstr (cy_archive_get_path (archive), ==, path);
  cy_archive_lock (archive);
  g_assert_true (cy_archive_unlock (archive, "a wet field in May", &error));
  g_assert_no_error (error);
}

static gboolean
form_is_back (gpointer page)
{
  GtkWidget *button = suggested (page);

  return button != NULL && gtk_widget_get_sensitive (button);
}

/* A place that is taken is told, and what was typed stays. */
static void
test_a_place_that_is_taken (ViewFixture   *f,
                            gconstpointer  data)
{
  CyWelcomePage *page = cy_welcome_page_new ();
  GtkWidget *root = GTK_WIDGET (page);

  cy_welcome_page_set_path (page, f->path);
  adw_navigation_view_push (f->pages, ADW_NAVIGATION_PAGE (page));
  view_present (f, 360, 640);
  view_picture (f, "welcome-narrow");
  click (view_wait_for (root, GTK_TYPE_BUTTON, "_Create an Archive"));
  view_wait_for (root, ADW_TYPE_ENTRY_ROW, "Your name");
  type (row_of (root, "Your name"), "陈老师");
  type (row_of (root, "Password"), "a wet field in May");
  type (row_of (root, "Repeat password"), "a wet field in May");
  click (suggested (root));
  view_wait (form_is_back, root);
  view_wait_for (root, GTK_TYPE_LABEL, "There is something in this place already. Choose another place.");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row_of (root, "Your name"))), ==, "陈老师");
}

static gboolean
there_are_two (gpointer data)
{
  ViewFixture *f = data;
  g_autoptr (GPtrArray) users = cy_archive_list_users (f->archive, NULL);

  return users != NULL && users->len == 2;
}

static gboolean
there_is_one (gpointer data)
{
  ViewFixture *f = data;
  g_autoptr (GPtrArray) users = cy_archive_list_users (f->archive, NULL);

  return users != NULL && users->len == 1;
}

static gboolean
wang_has_the_key (gpointer data)
{
  ViewFixture *f = data;
  g_autoptr (GPtrArray) users = cy_archive_list_users (f->archive, NULL);

  return users != NULL && users->len == 2 && ((CyUser *) users->pdata[1])->counsellor;
}

/* The list is made anew after each change. */
static void
expand_wang (GtkWidget *root)
{
  GtkWidget *row = view_wait_for (root, ADW_TYPE_EXPANDER_ROW, "王老师");

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  view_wait_for (row, ADW_TYPE_BUTTON_ROW, "Remove…");
}

static void
test_users (ViewFixture   *f,
            gconstpointer  data)
{
  AdwDialog *dialog = cy_users_dialog_new (f->archive);
  GtkWidget *root = GTK_WIDGET (dialog);
  GtkWidget *question;

  adw_navigation_view_push (f->pages, adw_navigation_page_new (gtk_label_new ("behind"), "Behind"));
  view_present (f, 900, 760);
  adw_dialog_present (dialog, GTK_WIDGET (f->window));
  view_wait_for (root, ADW_TYPE_ACTION_ROW, "陈老师 (you)");
  view_picture (f, "users");

  activate (view_wait_for (root, ADW_TYPE_BUTTON_ROW, "_Add User…"));
  view_wait_for (root, ADW_TYPE_ENTRY_ROW, "Name");
  type (row_of (root, "Name"), "王老师");
  type (row_of (root, "Password"), "wangs first one");
  type (row_of (root, "Repeat password"), "wangs first one");
  view_picture (f, "users-add");
  click (suggested (root));
  view_wait (there_are_two, f);
  expand_wang (root);
  view_picture (f, "users-two");

  /* The person gives the password: without it the key cannot be put into the slot. */
  activate (view_wait_for (root, ADW_TYPE_BUTTON_ROW, "Give the Counselling Key…"));
  question = view_wait_for (GTK_WIDGET (f->window), ADW_TYPE_ALERT_DIALOG, NULL);
  type (view_wait_for (question, ADW_TYPE_PASSWORD_ENTRY_ROW, "Their password"), "wangs first one");
  view_picture (f, "users-give");
  click (view_wait_for (question, GTK_TYPE_BUTTON, "_Give Key"));
  view_wait (wang_has_the_key, f);

  view_wait_for (root, GTK_TYPE_LABEL, "Counselling notes");
  expand_wang (root);
  activate (view_wait_for (root, ADW_TYPE_BUTTON_ROW, "Remove…"));
  question = view_wait_for (GTK_WIDGET (f->window), ADW_TYPE_ALERT_DIALOG, NULL);
  view_picture (f, "users-remove");
  click (view_wait_for (question, GTK_TYPE_BUTTON, "_Remove"));
  view_wait (there_is_one, f);
  adw_dialog_force_close (dialog);
}

static gboolean
is_done (gpointer done)
{
  return *(gboolean *) done;
}

static void
note_done (gboolean *done)
{
  *done = TRUE;
}

static void
test_changing_a_password (ViewFixture   *f,
                          gconstpointer  data)
{
  CyPasswordPage *page = cy_password_page_new (f->archive);
  GtkWidget *root = GTK_WIDGET (page);
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  g_signal_connect_swapped (page, "done", G_CALLBACK (note_done), &done);
  adw_navigation_view_push (f->pages, ADW_NAVIGATION_PAGE (page));
  view_present (f, 600, 640);
  type (row_of (root, "Present password"), "wrong horse");
  type (row_of (root, "Password"), "a wet field in May");
  type (row_of (root, "Repeat password"), "a wet field in May");
  view_picture (f, "password");
  click (suggested (root));
  view_wait (has_error, root);
  g_assert_false (done);

  type (row_of (root, "Present password"), PASSWORD);
  click (suggested (root));
  view_wait (is_done, &done);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row_of (root, "Password"))), ==, "");

  g_clear_object (&f->db);
  cy_archive_lock (f->archive);
  g_assert_true (cy_archive_unlock (f->archive, "a wet field in May", &error));
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/lock/" name, ViewFixture, NULL, view_set_up, func, view_tear_down)
  ADD ("unlocking", test_unlocking);
  ADD ("in-use", test_in_use);
  ADD ("locking-again", test_locking_again);
  ADD ("recovery", test_recovery);
  ADD ("first-start", test_first_start);
  ADD ("a-place-that-is-taken", test_a_place_that_is_taken);
  ADD ("users", test_users);
  ADD ("changing-a-password", test_changing_a_password);
  return g_test_run ();
}
