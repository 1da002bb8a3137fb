#define G_LOG_DOMAIN "cy-views"

#include "config.h"

#include "cy-password-page.h"

#include "cy-new-password.h"

#include "keys/cy-password.h"
#include "text/cy-message.h"

#include <glib/gi18n.h>

/* Sets a password: one's own, for which the present one is asked, or as a manager somebody
 * else's. */

struct _CyPasswordPage {
  AdwNavigationPage parent_instance;

  GtkLabel *about_label;
  GtkWidget *old_group;
  GtkEditable *old_row;
  CyNewPassword *new_password;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkWidget *set_button;
  GtkStack *busy_stack;

  CyArchive *archive;
  gint64 user_id;               /* 0 for one's own */
  gboolean busy;
  GCancellable *cancellable;    /* of what the page has under way; cancelled when it goes */
};

G_DEFINE_FINAL_TYPE (CyPasswordPage, cy_password_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update_button (CyPasswordPage *self)
{
  gboolean old = self->user_id != 0 || *gtk_editable_get_text (self->old_row) != '\0';

  gtk_widget_set_sensitive (self->set_button, !self->busy && old && cy_new_password_is_complete (self->new_password));
}

static void
set_busy (CyPasswordPage *self,
          gboolean        busy)
{
  self->busy = busy;
  gtk_stack_set_visible_child_name (self->busy_stack, busy ? "spinner" : "label");
  gtk_editable_set_editable (self->old_row, !busy);
  cy_new_password_set_editable (self->new_password, !busy);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
  update_button (self);
}

static void
hide_error (CyPasswordPage *self)
{
  gtk_revealer_set_reveal_child (self->error_revealer, FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->old_row), "error");
}

static void
show_error (CyPasswordPage *self,
            const GError   *error)
{
  gboolean wrong = g_error_matches (error, CY_STORE_ERROR, CY_STORE_ERROR_WRONG_KEY);
  g_autofree char *message = wrong ? g_strdup (_("This is not your present password.")) : cy_message_for_error (error);

  gtk_label_set_label (self->error_label, message);
  gtk_revealer_set_reveal_child (self->error_revealer, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
  if (!wrong)
    {
      cy_new_password_focus (self->new_password);
      return;
    }

  gtk_widget_add_css_class (GTK_WIDGET (self->old_row), "error");
  gtk_widget_grab_focus (GTK_WIDGET (self->old_row));
  gtk_editable_select_region (self->old_row, 0, -1);
}

/* On a thread */

typedef struct {
  gint64 user_id;
  char *old_password;
  char *new_password;
} Request;

static void
request_free (Request *request)
{
  cy_password_free (request->old_password);
  cy_password_free (request->new_password);
  g_free (request);
}

static gpointer
set_func (CyArchive  *archive,
          gpointer    data,
          GError    **error)
{
  Request *request = data;

  if (request->user_id != 0)
    cy_archive_set_password (archive, request->user_id, request->new_password, error);
  else
    cy_archive_change_password (archive, request->old_password, request->new_password, error);

  return NULL;
}

static void
set_done_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (CyPasswordPage) self = user_data;
  g_autoptr (GError) error = NULL;

  cy_archive_submit_finish (CY_ARCHIVE (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  set_busy (self, FALSE);
  if (error != NULL)
    {
      show_error (self, error);
      return;
    }

  gtk_editable_set_text (self->old_row, "");
  cy_new_password_clear (self->new_password);
  g_signal_emit (self, signals[DONE], 0);
}

static void
set_cb (CyPasswordPage *self)
{
  Request *request;

  if (!gtk_widget_get_sensitive (self->set_button))
    return;

  request = g_new0 (Request, 1);
  request->user_id = self->user_id;
  request->old_password = g_strdup (gtk_editable_get_text (self->old_row));
  request->new_password = g_strdup (cy_new_password_get_text (self->new_password));
  hide_error (self);
  set_busy (self, TRUE);
  cy_archive_submit (self->archive, set_func, request, (GDestroyNotify) request_free, NULL, self->cancellable,
                     set_done_cb, g_object_ref (self));
}

static void
changed_cb (CyPasswordPage *self)
{
  hide_error (self);
  update_button (self);
}

static void
complete_cb (CyPasswordPage *self)
{
  hide_error (self);
  update_button (self);
}

/* The widget */

static void
cy_password_page_shown (AdwNavigationPage *page)
{
  CyPasswordPage *self = CY_PASSWORD_PAGE (page);

  if (self->user_id != 0)
    cy_new_password_focus (self->new_password);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->old_row));
}

static void
cy_password_page_dispose (GObject *object)
{
  CyPasswordPage *self = CY_PASSWORD_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->archive);
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_PASSWORD_PAGE);

  G_OBJECT_CLASS (cy_password_page_parent_class)->dispose (object);
}

static void
cy_password_page_finalize (GObject *object)
{
  g_clear_object (&CY_PASSWORD_PAGE (object)->cancellable);

  G_OBJECT_CLASS (cy_password_page_parent_class)->finalize (object);
}

static void
cy_password_page_class_init (CyPasswordPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_password_page_dispose;
  object_class->finalize = cy_password_page_finalize;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = cy_password_page_shown;

  /**
   * CyPasswordPage::done:
   *
   * The password is set.
   */
  signals[DONE] = g_signal_new ("done", CY_TYPE_PASSWORD_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CY_TYPE_NEW_PASSWORD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/lock/cy-password-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CyPasswordPage, about_label);
  gtk_widget_class_bind_template_child (widget_class, CyPasswordPage, old_group);
  gtk_widget_class_bind_template_child (widget_class, CyPasswordPage, old_row);
  gtk_widget_class_bind_template_child (widget_class, CyPasswordPage, new_password);
  gtk_widget_class_bind_template_child (widget_class, CyPasswordPage, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CyPasswordPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, CyPasswordPage, set_button);
  gtk_widget_class_bind_template_child (widget_class, CyPasswordPage, busy_stack);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, complete_cb);
  gtk_widget_class_bind_template_callback (widget_class, set_cb);
}

static void
cy_password_page_init (CyPasswordPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cy_password_page_new_for:
 * @archive: an unlocked archive
 * @user_id: the user whose password is set; 0 for one's own
 * @name: (nullable): that user's name
 *
 * Returns: (transfer floating): the page
 */
CyPasswordPage *
cy_password_page_new_for (CyArchive  *archive,
                          gint64      user_id,
                          const char *name)
{
  CyPasswordPage *self = g_object_new (CY_TYPE_PASSWORD_PAGE, NULL);
  g_autofree char *about = NULL;

  self->archive = g_object_ref (archive);
  self->user_id = user_id;
  gtk_widget_set_visible (self->old_group, user_id == 0);
  /* Translators: %s is a person's name */
  about = user_id == 0 ? g_strdup (_("Your new password opens the archive from now on."))
                       : g_strdup_printf (_("Set a first password for %s, who changes it after unlocking."), name);
  gtk_label_set_label (self->about_label, about);

  return self;
}

/** cy_password_page_new: Returns: (transfer floating): the page for one's own password */
CyPasswordPage *
cy_password_page_new (CyArchive *archive)
{
  return cy_password_page_new_for (archive, 0, NULL);
}

static void
close_dialog_cb (AdwDialog *dialog)
{
  adw_dialog_close (dialog);
}

/** cy_password_dialog_new: Returns: (transfer floating): a dialog that changes one's own password */
AdwDialog *
cy_password_dialog_new (CyArchive *archive)
{
  AdwDialog *dialog = adw_dialog_new ();
  CyPasswordPage *page = cy_password_page_new (archive);
  GtkWidget *view = adw_navigation_view_new ();

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (view), ADW_NAVIGATION_PAGE (page));
  adw_dialog_set_title (dialog, _("New Password"));
  adw_dialog_set_content_width (dialog, 460);
  adw_dialog_set_child (dialog, view);
  g_signal_connect_object (page, "done", G_CALLBACK (close_dialog_cb), dialog, G_CONNECT_SWAPPED);

  return dialog;
}
