#define G_LOG_DOMAIN "cy-views"

#include "config.h"

#include "cy-welcome-page.h"

#include "cy-new-password.h"
#include "cy-recovery-page.h"

#include "keys/cy-password.h"
#include "text/cy-message.h"

#include <glib/gi18n.h>
#include <limits.h>
#include <string.h>
#include <sys/xattr.h>

/* The first start: makes an archive, or opens one that is there.
 *
 *   welcome ─▶ form ─▶ make, open and unlock ─▶ recovery code ─▶ "created"
 *       └─▶ choose a folder ─▶ "chosen"
 */

struct _CyWelcomePage {
  AdwNavigationPage parent_instance;

  AdwNavigationView *navigation_view;
  AdwNavigationPage *form_page;
  GtkWidget *name_row;
  CyNewPassword *new_password;
  AdwActionRow *place_row;
  GtkWidget *place_button;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkWidget *create_button;
  GtkStack *busy_stack;

  char *path;                   /* of the archive to make */
  CyArchive *archive;           /* when it is made, unlocked */
  char *code;                   /* between making and showing it */
  gboolean busy;
  GCancellable *cancellable;    /* of what the page has under way; cancelled when it goes */
};

G_DEFINE_FINAL_TYPE (CyWelcomePage, cy_welcome_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  CREATED,
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update_button (CyWelcomePage *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));

  gtk_widget_set_sensitive (self->create_button,
                            !self->busy && *name != '\0' && cy_new_password_is_complete (self->new_password));
}

static void
set_busy (CyWelcomePage *self,
          gboolean       busy)
{
  self->busy = busy;
  gtk_stack_set_visible_child_name (self->busy_stack, busy ? "spinner" : "label");
  gtk_editable_set_editable (GTK_EDITABLE (self->name_row), !busy);
  cy_new_password_set_editable (self->new_password, !busy);
  gtk_widget_set_sensitive (self->place_button, !busy);
  adw_navigation_page_set_can_pop (self->form_page, !busy);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
  update_button (self);
}

static void
show_error (CyWelcomePage *self,
            const GError  *error)
{
  g_autofree char *message = NULL;

  if (g_error_matches (error, CY_STORE_ERROR, CY_STORE_ERROR_EXISTS))
    message = g_strdup (_("There is something in this place already. Choose another place."));
  else
    message = cy_message_for_error (error);
  gtk_label_set_label (self->error_label, message);
  gtk_revealer_set_reveal_child (self->error_revealer, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
hide_error (CyWelcomePage *self)
{
  gtk_revealer_set_reveal_child (self->error_revealer, FALSE);
}

/* Making it */

static void
kept_cb (CyWelcomePage *self)
{
  g_autoptr (CyArchive) archive = g_steal_pointer (&self->archive);

  if (archive != NULL)
    g_signal_emit (self, signals[CREATED], 0, archive);
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (CyWelcomePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  CyRecoveryPage *page;

  cy_archive_unlock_finish (CY_ARCHIVE (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  set_busy (self, FALSE);
  if (error != NULL)
    {
      g_clear_object (&self->archive);
      show_error (self, error);
      return;
    }

  gtk_editable_set_text (GTK_EDITABLE (self->name_row), "");
  cy_new_password_clear (self->new_password);
  name = cy_archive_name_for_path (self->path);
  page = cy_recovery_page_new (self->code, name);
  g_clear_pointer (&self->code, cy_password_free);
  g_signal_connect_object (page, "kept", G_CALLBACK (kept_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->navigation_view, ADW_NAVIGATION_PAGE (page));
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (CyWelcomePage) self = user_data;
  g_autoptr (GError) error = NULL;
  char *code = NULL;

  if (cy_archive_create_finish (result, &code, &error) && !g_cancellable_is_cancelled (self->cancellable))
    self->archive = cy_archive_open (self->path, &error);
  g_clear_pointer (&self->code, cy_password_free);
  self->code = code;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (error != NULL)
    {
      set_busy (self, FALSE);
      show_error (self, error);
      return;
    }

  cy_archive_unlock_async (self->archive, cy_new_password_get_text (self->new_password), self->cancellable,
                           unlocked_cb, g_object_ref (self));
}

static void
create_cb (CyWelcomePage *self)
{
  if (!gtk_widget_get_sensitive (self->create_button))
    return;

  hide_error (self);
  set_busy (self, TRUE);
  cy_archive_create_async (self->path, gtk_editable_get_text (GTK_EDITABLE (self->name_row)),
                           cy_new_password_get_text (self->new_password), self->cancellable,
                           created_cb, g_object_ref (self));
}

/* The form */

static void
start_cb (CyWelcomePage *self)
{
  adw_navigation_view_push_by_tag (self->navigation_view, "form");
}

static void
form_shown_cb (CyWelcomePage *self)
{
  gtk_widget_grab_focus (self->name_row);
}

static void
changed_cb (CyWelcomePage *self)
{
  hide_error (self);
  update_button (self);
}

static void
complete_cb (CyWelcomePage *self)
{
  hide_error (self);
  update_button (self);
}

/* A folder that Flatpak's document portal lends has another name in the sandbox than outside;
 * %NULL where it has not. */
static char *
name_outside (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  char outside[PATH_MAX];
  ssize_t size = getxattr (folder, "user.document-portal.host-path", outside, sizeof outside - 1);

  if (size <= 0)
    return NULL;

  outside[size] = '\0';
  return g_build_filename (outside, name, NULL);
}

/* A path as people know it: their own folder is a tilde. */
static char *
short_path (const char *path)
{
  const char *home = g_get_home_dir ();
  g_autofree char *outside = name_outside (path);
  g_autofree char *shown = g_filename_display_name (outside != NULL ? outside : path);

  if (outside == NULL && g_str_has_prefix (path, home) && path[strlen (home)] == G_DIR_SEPARATOR)
    return g_strconcat ("~", shown + strlen (home), NULL);

  return g_steal_pointer (&shown);
}

static void
place_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (CyWelcomePage) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  const char *path = file != NULL ? g_file_peek_path (file) : NULL;

  if (path != NULL && !g_cancellable_is_cancelled (self->cancellable))
    cy_welcome_page_set_path (self, path);
}

static GtkWindow *
window_of (CyWelcomePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* @name in a folder, or one beside it when there is something; both end alike. */
static char *
free_place (const char *folder,
            const char *name)
{
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (CY_ARCHIVE_SUFFIX));
  char *path = g_build_filename (folder, name, NULL);

  for (guint n = 2; g_file_test (path, G_FILE_TEST_EXISTS); n++)
    {
      g_free (path);
      path = g_strdup_printf ("%s/%s-%u" CY_ARCHIVE_SUFFIX, folder, stem, n);
    }

  return path;
}

static void
place_folder_chosen_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (CyWelcomePage) self = user_data;
  g_autoptr (GFile) folder = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);
  const char *path = folder != NULL ? g_file_peek_path (folder) : NULL;
  g_autofree char *usual = cy_archive_default_path ();
  g_autofree char *name = g_path_get_basename (usual);
  g_autofree char *place = NULL;

  if (path == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  place = free_place (path, name);
  cy_welcome_page_set_path (self, place);
}

/* Flatpak's portal lends what was chosen and nothing beside it. An archive is a folder, so the
 * folder that it goes into must be what is chosen. */
static gboolean
is_in_sandbox (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

static void
place_cb (CyWelcomePage *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *parent = g_path_get_dirname (self->path);
  g_autofree char *name = g_path_get_basename (self->path);
  g_autoptr (GFile) folder = NULL;

  gtk_file_dialog_set_title (dialog, _("Place of the Archive"));
  gtk_file_dialog_set_accept_label (dialog, _("_Choose"));
  if (is_in_sandbox ())
    {
      gtk_file_dialog_select_folder (dialog, window_of (self), self->cancellable,
                                     place_folder_chosen_cb, g_object_ref (self));
      return;
    }

  /* The folder of a first archive is not there before the archive is. */
  folder = g_file_new_for_path (g_file_test (parent, G_FILE_TEST_IS_DIR) ? parent : g_get_home_dir ());
  gtk_file_dialog_set_initial_folder (dialog, folder);
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, window_of (self), self->cancellable, place_chosen_cb, g_object_ref (self));
}

/* Opening one that is there */

static void
folder_chosen_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (CyWelcomePage) self = user_data;
  g_autoptr (GFile) folder = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);
  const char *path = folder != NULL ? g_file_peek_path (folder) : NULL;

  if (path != NULL && !g_cancellable_is_cancelled (self->cancellable))
    g_signal_emit (self, signals[CHOSEN], 0, path);
}

static void
open_cb (CyWelcomePage *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _("Open an Archive"));
  gtk_file_dialog_select_folder (dialog, window_of (self), self->cancellable, folder_chosen_cb, g_object_ref (self));
}

/* The widget */

static void
cy_welcome_page_dispose (GObject *object)
{
  CyWelcomePage *self = CY_WELCOME_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->archive);

  /* The template's outermost child has a name, so disposing of the template takes it away:
   * the parent class must have let go of it before. */
  G_OBJECT_CLASS (cy_welcome_page_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_WELCOME_PAGE);
}

static void
cy_welcome_page_finalize (GObject *object)
{
  CyWelcomePage *self = CY_WELCOME_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->code, cy_password_free);

  G_OBJECT_CLASS (cy_welcome_page_parent_class)->finalize (object);
}

static void
cy_welcome_page_class_init (CyWelcomePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_welcome_page_dispose;
  object_class->finalize = cy_welcome_page_finalize;

  /**
   * CyWelcomePage::created:
   * @archive: the archive that was made, unlocked
   */
  signals[CREATED] = g_signal_new ("created", CY_TYPE_WELCOME_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, CY_TYPE_ARCHIVE);

  /**
   * CyWelcomePage::chosen:
   * @path: (type filename): the folder of an archive that is there, to unlock
   */
  signals[CHOSEN] = g_signal_new ("chosen", CY_TYPE_WELCOME_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (CY_TYPE_NEW_PASSWORD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/lock/cy-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CyWelcomePage, navigation_view);
  gtk_widget_class_bind_template_child (widget_class, CyWelcomePage, form_page);
  gtk_widget_class_bind_template_child (widget_class, CyWelcomePage, name_row);
  gtk_widget_class_bind_template_child (widget_class, CyWelcomePage, new_password);
  gtk_widget_class_bind_template_child (widget_class, CyWelcomePage, place_row);
  gtk_widget_class_bind_template_child (widget_class, CyWelcomePage, place_button);
  gtk_widget_class_bind_template_child (widget_class, CyWelcomePage, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CyWelcomePage, error_label);
  gtk_widget_class_bind_template_child (widget_class, CyWelcomePage, create_button);
  gtk_widget_class_bind_template_child (widget_class, CyWelcomePage, busy_stack);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, form_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, complete_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
}

static void
cy_welcome_page_init (CyWelcomePage *self)
{
  g_autofree char *usual = cy_archive_default_path ();
  g_autofree char *folder = g_path_get_dirname (usual);
  g_autofree char *name = g_path_get_basename (usual);
  g_autofree char *path = free_place (folder, name);

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  cy_welcome_page_set_path (self, path);
}

/** cy_welcome_page_new: Returns: (transfer floating): the page */
CyWelcomePage *
cy_welcome_page_new (void)
{
  return g_object_new (CY_TYPE_WELCOME_PAGE, NULL);
}

/**
 * cy_welcome_page_set_path:
 * @path: where a new archive is to be made; the ending is added
 *
 * Offers another place than the user's data folder.
 */
void
cy_welcome_page_set_path (CyWelcomePage *self,
                          const char    *path)
{
  g_autofree char *shown = NULL;

  g_return_if_fail (CY_IS_WELCOME_PAGE (self));
  g_return_if_fail (path != NULL);

  g_free (self->path);
  self->path = g_str_has_suffix (path, CY_ARCHIVE_SUFFIX) ? g_strdup (path)
                                                          : g_strconcat (path, CY_ARCHIVE_SUFFIX, NULL);
  shown = short_path (self->path);
  adw_action_row_set_subtitle (self->place_row, shown);
  hide_error (self);
}
