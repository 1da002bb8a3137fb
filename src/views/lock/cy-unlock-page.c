#define G_LOG_DOMAIN "cy-views"

#include "config.h"

#include "cy-unlock-page.h"

#include "cy-new-password.h"

#include "text/cy-message.h"

#include <glib/gi18n.h>

/* Asks for the password of an archive.
 *
 *   password ─▶ open (when not yet held) ─▶ unlock ─▶ "unlocked"
 *        └─ recovery code ─▶ unlock ─▶ new password ─▶ "unlocked"
 *
 * Everything that reads a disk or derives a key is on a thread; meanwhile the page shows that
 * it is busy. */

struct _CyUnlockPage {
  AdwNavigationPage parent_instance;

  GtkStack *stack;
  GtkLabel *name_label;
  GtkListBox *rows;
  AdwPasswordEntryRow *password_row;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkWidget *unlock_button;
  GtkStack *busy_stack;
  GtkButton *code_button;

  /* Made when they are first wanted, which is seldom: the program shows its first picture sooner. */
  GtkWidget *code_row;
  CyNewPassword *new_password;
  GtkRevealer *new_error_revealer;
  GtkLabel *new_error_label;

  char *path;
  CyArchive *archive;           /* NULL until the first attempt has opened the folder */
  gboolean busy;
  GCancellable *cancellable;    /* of what the page has under way; cancelled when it goes */
};

G_DEFINE_FINAL_TYPE (CyUnlockPage, cy_unlock_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  UNLOCKED,
  CREATE_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
wants_code (CyUnlockPage *self)
{
  return self->code_row != NULL && gtk_widget_get_visible (self->code_row);
}

static GtkWidget *
current_row (CyUnlockPage *self)
{
  return wants_code (self) ? self->code_row : GTK_WIDGET (self->password_row);
}

/* Passwords do not stay in a page that may be kept. */
static void
clear_rows (CyUnlockPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), "");
  if (self->code_row != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->code_row), "");
  if (self->new_password != NULL)
    cy_new_password_clear (self->new_password);
}

static void
update_button (CyUnlockPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (current_row (self)));

  gtk_widget_set_sensitive (self->unlock_button, !self->busy && *text != '\0');
}

static void
set_busy (CyUnlockPage *self,
          gboolean      busy)
{
  self->busy = busy;
  gtk_stack_set_visible_child_name (self->busy_stack, busy ? "spinner" : "label");
  /* Not insensitive, which would take the focus away from where it is wanted next. */
  gtk_editable_set_editable (GTK_EDITABLE (self->password_row), !busy);
  if (self->code_row != NULL)
    gtk_editable_set_editable (GTK_EDITABLE (self->code_row), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->code_button), !busy);
  if (self->new_password != NULL)
    cy_new_password_set_editable (self->new_password, !busy);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
  update_button (self);
}

static void
hide_error (CyUnlockPage *self)
{
  gtk_revealer_set_reveal_child (self->error_revealer, FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->password_row), "error");
  if (self->code_row != NULL)
    gtk_widget_remove_css_class (self->code_row, "error");
  if (self->new_error_revealer != NULL)
    gtk_revealer_set_reveal_child (self->new_error_revealer, FALSE);
}

/* The text is selected, so that typing replaces it, and read out. */
static void
show_message (CyUnlockPage *self,
              const char   *message)
{
  gboolean new_password = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "new-password") == 0;
  GtkWidget *row = current_row (self);

  gtk_label_set_label (new_password ? self->new_error_label : self->error_label, message);
  gtk_revealer_set_reveal_child (new_password ? self->new_error_revealer : self->error_revealer, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
  if (new_password)
    {
      cy_new_password_focus (self->new_password);
      return;
    }

  gtk_widget_add_css_class (row, "error");
  gtk_widget_grab_focus (row);
  gtk_editable_select_region (GTK_EDITABLE (row), 0, -1);
}

/**
 * cy_unlock_page_show_error:
 *
 * Shows why the archive did not open, in the place where a wrong password is told.
 */
void
cy_unlock_page_show_error (CyUnlockPage *self,
                           const GError *error)
{
  g_autofree char *message = NULL;

  g_return_if_fail (CY_IS_UNLOCK_PAGE (self));

  if (g_error_matches (error, CY_STORE_ERROR, CY_STORE_ERROR_WRONG_KEY) &&
      wants_code (self))
    message = g_strdup (_("This code does not open the archive. Compare it with the paper."));
  else
    message = cy_message_for_error (error);
  show_message (self, message);
}

static void
finish (CyUnlockPage *self)
{
  g_autoptr (CyArchive) archive = g_object_ref (self->archive);

  clear_rows (self);
  g_signal_emit (self, signals[UNLOCKED], 0, archive);
}

/* A new password after the recovery code */

static gpointer
set_password_func (CyArchive  *archive,
                   gpointer    password,
                   GError    **error)
{
  cy_archive_set_password (archive, cy_archive_get_user_id (archive), password, error);
  return NULL;
}

static void
password_set_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (CyUnlockPage) self = user_data;
  g_autoptr (GError) error = NULL;

  cy_archive_submit_finish (CY_ARCHIVE (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  set_busy (self, FALSE);
  if (error != NULL)
    cy_unlock_page_show_error (self, error);
  else
    finish (self);
}

static void
set_password_cb (CyUnlockPage *self)
{
  if (self->busy || !cy_new_password_is_complete (self->new_password))
    return;

  hide_error (self);
  set_busy (self, TRUE);
  cy_archive_submit (self->archive, set_password_func, g_strdup (cy_new_password_get_text (self->new_password)), g_free,
                     NULL, self->cancellable, password_set_cb, g_object_ref (self));
}

static GtkWidget *
label_new (const char        *text,
           GtkAccessibleRole  role,
           const char        *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", role, "label", text, "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR, "justify", GTK_JUSTIFY_CENTER, NULL);

  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_password_box_new (CyUnlockPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *title = label_new (_("Set a New Password"), GTK_ACCESSIBLE_ROLE_HEADING, "title-1");
  GtkWidget *why = label_new (_("The recovery code opened the archive. Choose the password that opens it from now on."),
                              GTK_ACCESSIBLE_ROLE_LABEL, "body");
  GtkWidget *error = label_new (NULL, GTK_ACCESSIBLE_ROLE_LABEL, "error");
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Set Password"));

  self->new_password = g_object_new (CY_TYPE_NEW_PASSWORD, NULL);
  g_signal_connect_object (self->new_password, "activated", G_CALLBACK (set_password_cb), self, G_CONNECT_SWAPPED);
  self->new_error_label = GTK_LABEL (error);
  self->new_error_revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_child (self->new_error_revealer, error);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_css_classes (button, (const char *[]) { "pill", "suggested-action", "text-button", NULL });
  g_object_bind_property (self->new_password, "complete", button, "sensitive", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (button, "clicked", G_CALLBACK (set_password_cb), self, G_CONNECT_SWAPPED);

  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), why);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->new_password));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->new_error_revealer));
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

static void
ask_new_password (CyUnlockPage *self)
{
  hide_error (self);
  if (self->new_password == NULL)
    gtk_stack_add_named (self->stack, new_password_box_new (self), "new-password");
  gtk_stack_set_visible_child_name (self->stack, "new-password");
  cy_new_password_focus (self->new_password);
}

/* Opening the folder and unlocking, on a thread: the folder may be on a slow disk. */

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (CyUnlockPage) self = user_data;
  g_autoptr (GError) error = NULL;

  cy_archive_unlock_finish (CY_ARCHIVE (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  set_busy (self, FALSE);
  if (error != NULL)
    cy_unlock_page_show_error (self, error);
  else if (cy_archive_opened_by_recovery (self->archive))
    ask_new_password (self);
  else
    finish (self);
}

static void
unlock (CyUnlockPage *self)
{
  cy_archive_unlock_async (self->archive, gtk_editable_get_text (GTK_EDITABLE (current_row (self))), self->cancellable,
                           unlocked_cb, g_object_ref (self));
}

static void
open_thread (GTask        *task,
             gpointer      source,
             gpointer      path,
             GCancellable *cancellable)
{
  GError *error = NULL;
  CyArchive *archive = cy_archive_open (path, &error);

  if (archive != NULL)
    g_task_return_pointer (task, archive, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  CyUnlockPage *self = CY_UNLOCK_PAGE (source);
  g_autoptr (GError) error = NULL;
  CyArchive *archive = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_object (&archive);
      return;
    }
  if (archive == NULL)
    {
      set_busy (self, FALSE);
      cy_unlock_page_show_error (self, error);
      return;
    }

  self->archive = archive;
  unlock (self);
}

static void
unlock_cb (CyUnlockPage *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->busy || *gtk_editable_get_text (GTK_EDITABLE (current_row (self))) == '\0')
    return;

  hide_error (self);
  set_busy (self, TRUE);
  if (self->archive != NULL)
    {
      unlock (self);
      return;
    }

  task = g_task_new (self, self->cancellable, opened_cb, NULL);
  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_task_run_in_thread (task, open_thread);
}

/* What is typed */

static void
changed_cb (CyUnlockPage *self)
{
  hide_error (self);
  update_button (self);
}

static void
make_code_row (CyUnlockPage *self)
{
  self->code_row = g_object_new (ADW_TYPE_ENTRY_ROW,
                                 "title", _("Recovery code"),
                                 "input-hints", GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_NO_EMOJI |
                                                GTK_INPUT_HINT_UPPERCASE_CHARS | GTK_INPUT_HINT_PRIVATE,
                                 "visible", FALSE,
                                 NULL);
  g_signal_connect_object (self->code_row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->code_row, "entry-activated", G_CALLBACK (unlock_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->rows, self->code_row);
}

static void
switch_cb (CyUnlockPage *self)
{
  gboolean to_code = !wants_code (self);

  if (self->code_row == NULL)
    make_code_row (self);
  gtk_widget_set_visible (self->code_row, to_code);
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), !to_code);
  gtk_button_set_label (self->code_button, to_code ? _("Use _Password") : _("Use _Recovery Code"));
  hide_error (self);
  update_button (self);
  gtk_widget_grab_focus (current_row (self));
}

/* Another archive */

static void
folder_chosen_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (CyUnlockPage) self = user_data;
  g_autoptr (GFile) folder = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);
  const char *path = folder != NULL ? g_file_peek_path (folder) : NULL;

  if (path != NULL && !g_cancellable_is_cancelled (self->cancellable))
    cy_unlock_page_set_path (self, path);
}

static void
open_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CyUnlockPage *self = CY_UNLOCK_PAGE (widget);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (widget);

  if (self->busy)
    return;

  gtk_file_dialog_set_title (dialog, _("Open an Archive"));
  if (self->path != NULL)
    {
      g_autofree char *parent = g_path_get_dirname (self->path);
      g_autoptr (GFile) folder = g_file_new_for_path (parent);

      gtk_file_dialog_set_initial_folder (dialog, folder);
    }
  gtk_file_dialog_select_folder (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->cancellable,
                                 folder_chosen_cb, g_object_ref (self));
}

static void
create_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CyUnlockPage *self = CY_UNLOCK_PAGE (widget);

  if (!self->busy)
    g_signal_emit (self, signals[CREATE_WANTED], 0);
}

static void
show_name (CyUnlockPage *self)
{
  g_autofree char *name = cy_archive_name_for_path (self->path);

  gtk_label_set_label (self->name_label, name);
  gtk_stack_set_visible_child_name (self->stack, "password");
  hide_error (self);
}

/* The widget */

static void
cy_unlock_page_shown (AdwNavigationPage *page)
{
  gtk_widget_grab_focus (current_row (CY_UNLOCK_PAGE (page)));
}

static gboolean
cy_unlock_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (current_row (CY_UNLOCK_PAGE (widget)));
}

static void
cy_unlock_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cy_unlock_page_parent_class)->map (widget);

  gtk_widget_grab_focus (current_row (CY_UNLOCK_PAGE (widget)));
}

static void
cy_unlock_page_dispose (GObject *object)
{
  CyUnlockPage *self = CY_UNLOCK_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->archive);
  g_clear_pointer (&self->path, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_UNLOCK_PAGE);

  G_OBJECT_CLASS (cy_unlock_page_parent_class)->dispose (object);
}

static void
cy_unlock_page_finalize (GObject *object)
{
  g_clear_object (&CY_UNLOCK_PAGE (object)->cancellable);

  G_OBJECT_CLASS (cy_unlock_page_parent_class)->finalize (object);
}

static void
cy_unlock_page_class_init (CyUnlockPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_unlock_page_dispose;
  object_class->finalize = cy_unlock_page_finalize;
  widget_class->map = cy_unlock_page_map;
  widget_class->grab_focus = cy_unlock_page_grab_focus;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = cy_unlock_page_shown;

  /**
   * CyUnlockPage::unlocked:
   * @archive: the archive, unlocked
   */
  signals[UNLOCKED] = g_signal_new ("unlocked", CY_TYPE_UNLOCK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, CY_TYPE_ARCHIVE);

  /**
   * CyUnlockPage::create-wanted:
   *
   * Somebody wants to make another archive.
   */
  signals[CREATE_WANTED] = g_signal_new ("create-wanted", CY_TYPE_UNLOCK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "unlock.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "unlock.create", NULL, create_action);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/lock/cy-unlock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CyUnlockPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CyUnlockPage, name_label);
  gtk_widget_class_bind_template_child (widget_class, CyUnlockPage, rows);
  gtk_widget_class_bind_template_child (widget_class, CyUnlockPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, CyUnlockPage, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CyUnlockPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, CyUnlockPage, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, CyUnlockPage, busy_stack);
  gtk_widget_class_bind_template_child (widget_class, CyUnlockPage, code_button);
  gtk_widget_class_bind_template_callback (widget_class, unlock_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, switch_cb);
}

static void
cy_unlock_page_init (CyUnlockPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cy_unlock_page_new:
 * @path: the folder of an archive that this program does not hold
 *
 * Returns: (transfer floating): the page
 */
CyUnlockPage *
cy_unlock_page_new (const char *path)
{
  CyUnlockPage *self = g_object_new (CY_TYPE_UNLOCK_PAGE, NULL);

  cy_unlock_page_set_path (self, path);

  return self;
}

/**
 * cy_unlock_page_new_for:
 * @archive: an archive that this program holds, locked
 *
 * Returns: (transfer floating): the page
 */
CyUnlockPage *
cy_unlock_page_new_for (CyArchive *archive)
{
  CyUnlockPage *self = g_object_new (CY_TYPE_UNLOCK_PAGE, NULL);

  g_return_val_if_fail (CY_IS_ARCHIVE (archive), NULL);

  self->archive = g_object_ref (archive);
  self->path = g_strdup (cy_archive_get_path (archive));
  show_name (self);

  return self;
}

/**
 * cy_unlock_page_set_path:
 * @path: the folder of an archive
 *
 * Asks for the password of another archive. The former one is given free.
 */
void
cy_unlock_page_set_path (CyUnlockPage *self,
                         const char   *path)
{
  g_return_if_fail (CY_IS_UNLOCK_PAGE (self));
  g_return_if_fail (path != NULL);

  if (self->archive != NULL && g_strcmp0 (path, self->path) == 0)
    return;

  g_clear_object (&self->archive);
  g_free (self->path);
  self->path = g_strdup (path);
  clear_rows (self);
  show_name (self);
}
