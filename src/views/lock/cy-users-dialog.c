#define G_LOG_DOMAIN "cy-views"

#include "config.h"

#include "cy-users-dialog.h"

#include "cy-password-page.h"
#include "cy-recovery-page.h"
#include "cy-user-page.h"

#include "keys/cy-password.h"
#include "text/cy-message.h"

#include <glib/gi18n.h>

/* Who opens the archive. A manager adds and removes users, gives and withdraws the
 * counselling key and makes recovery codes; anybody changes their own password. */

struct _CyUsersDialog {
  AdwDialog parent_instance;

  AdwNavigationView *navigation_view;
  AdwPreferencesGroup *users_group;
  GtkWidget *add_row;
  GtkWidget *recovery_group;

  CyArchive *archive;
  GPtrArray *rows;              /* of the users; owned by the group */
  gboolean manager;             /* whether the one who unlocked the archive is one */
  GCancellable *cancellable;    /* of what the dialog has under way; cancelled when it goes */
};

G_DEFINE_FINAL_TYPE (CyUsersDialog, cy_users_dialog, ADW_TYPE_DIALOG)

static void load (CyUsersDialog *self);

static void
show_error (CyUsersDialog *self,
            const GError  *error)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("That Did Not Work"), NULL);
  g_autofree char *message = cy_message_for_error (error);

  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog), message);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* What is done to one user, on a thread */

typedef enum {
  REMOVE,
  GIVE_COUNSELLING,
  WITHDRAW_COUNSELLING,
} Deed;

typedef struct {
  Deed deed;
  gint64 user_id;
  char *password;
} Request;

static void
request_free (Request *request)
{
  cy_password_free (request->password);
  g_free (request);
}

static gpointer
deed_func (CyArchive  *archive,
           gpointer    data,
           GError    **error)
{
  Request *request = data;

  switch (request->deed)
    {
    case REMOVE:
      cy_archive_remove_user (archive, request->user_id, error);
      break;
    case GIVE_COUNSELLING:
      cy_archive_give_counselling (archive, request->user_id, request->password, error);
      break;
    case WITHDRAW_COUNSELLING:
      cy_archive_withdraw_counselling (archive, request->user_id, error);
      break;
    default:
      g_assert_not_reached ();
    }

  return NULL;
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (CyUsersDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  cy_archive_submit_finish (CY_ARCHIVE (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (error != NULL)
    show_error (self, error);
  load (self);
}

static void
submit (CyUsersDialog *self,
        Deed           deed,
        gint64         user_id,
        const char    *password)
{
  Request *request = g_new0 (Request, 1);

  request->deed = deed;
  request->user_id = user_id;
  request->password = g_strdup (password);
  cy_archive_submit (self->archive, deed_func, request, (GDestroyNotify) request_free, NULL, self->cancellable,
                     done_cb, g_object_ref (self));
}

/* A user's row */

typedef struct {
  CyUsersDialog *dialog;        /* weak: a question may outlive it */
  gint64 id;
  char *name;
  gboolean counsellor;
  GtkEditable *entry;           /* of the password that is asked for; owned by the question */
} RowData;

static void
row_data_clear (gpointer data)
{
  RowData *row = data;

  g_clear_weak_pointer (&row->dialog);
  g_free (row->name);
}

static void
row_data_unref (gpointer  row,
                GClosure *closure)
{
  g_rc_box_release_full (row, row_data_clear);
}

static void
connect (gpointer    object,
         const char *signal,
         GCallback   callback,
         RowData    *row)
{
  g_signal_connect_data (object, signal, callback, g_rc_box_acquire (row), row_data_unref, G_CONNECT_SWAPPED);
}

static void
remove_response_cb (RowData    *row,
                    const char *response)
{
  if (row->dialog != NULL && g_str_equal (response, "remove"))
    submit (row->dialog, REMOVE, row->id, NULL);
}

static void
remove_cb (RowData *row)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (NULL, NULL));

  /* Translators: %s is a person's name */
  adw_alert_dialog_format_heading (dialog, _("Remove %s?"), row->name);
  adw_alert_dialog_set_body (dialog, _("The person can no longer open the archive. What they have written stays, with "
                                        "their name."));
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "remove", _("_Remove"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  connect (dialog, "response", G_CALLBACK (remove_response_cb), row);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (row->dialog));
}

static void
give_response_cb (RowData    *row,
                  const char *response)
{
  if (row->dialog != NULL && g_str_equal (response, "give"))
    submit (row->dialog, GIVE_COUNSELLING, row->id, gtk_editable_get_text (row->entry));
}

static void
withdraw_response_cb (RowData    *row,
                      const char *response)
{
  if (row->dialog != NULL && g_str_equal (response, "withdraw"))
    submit (row->dialog, WITHDRAW_COUNSELLING, row->id, NULL);
}

/* The key can be put into a slot only with the password that opens it. */
static void
ask_to_give (RowData *row)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Give the Counselling Key?"), NULL));
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *entry = adw_password_entry_row_new ();

  row->entry = GTK_EDITABLE (entry);
  /* Translators: %s is a person's name */
  adw_alert_dialog_format_body (dialog, _("%s will be able to read every confidential note, and enters their password here."),
                                row->name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _("Their password"));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  adw_alert_dialog_set_extra_child (dialog, list);
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "give", _("_Give Key"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "give", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (dialog, "give");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  connect (dialog, "response", G_CALLBACK (give_response_cb), row);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (row->dialog));
}

static void
ask_to_withdraw (RowData *row)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Withdraw the Counselling Key?"), NULL));

  /* Translators: %s is a person's name */
  adw_alert_dialog_format_body (dialog, _("%s can no longer open the confidential notes."), row->name);
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "withdraw", _("_Withdraw"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "withdraw", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  connect (dialog, "response", G_CALLBACK (withdraw_response_cb), row);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (row->dialog));
}

static void
counselling_cb (RowData *row)
{
  if (row->counsellor)
    ask_to_withdraw (row);
  else
    ask_to_give (row);
}

static void
pop_cb (CyUsersDialog *self)
{
  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  adw_navigation_view_pop (self->navigation_view);
  load (self);
}

static void
push (CyUsersDialog *self,
      gpointer       page,
      const char    *signal)
{
  g_signal_connect_object (page, signal, G_CALLBACK (pop_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->navigation_view, page);
}

static void
password_cb (RowData *row)
{
  push (row->dialog, cy_password_page_new_for (row->dialog->archive, row->id, row->name), "done");
}

static char *
describe (CyUser *user)
{
  const char *role = user->role == CY_USER_MANAGER ? _("Manager") : NULL;
  const char *notes = user->counsellor ? _("Counselling notes") : NULL;

  if (user->slot == NULL)
    return g_strdup (_("Has no password: set one"));

  return g_strjoin (role != NULL && notes != NULL ? " · " : "", role != NULL ? role : "", notes != NULL ? notes : "", NULL);
}

static void
add_button (AdwExpanderRow *row,
            const char     *title,
            const char     *css_class,
            GCallback       callback,
            RowData        *data)
{
  GtkWidget *button = adw_button_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (button), title);
  if (css_class != NULL)
    gtk_widget_add_css_class (button, css_class);
  connect (button, "activated", callback, data);
  adw_expander_row_add_row (row, button);
}

static void
add_row (CyUsersDialog *self,
         CyUser        *user)
{
  gboolean own = user->id == cy_archive_get_user_id (self->archive);
  gboolean may_manage = self->manager && !own;
  GtkWidget *row = may_manage ? adw_expander_row_new () : adw_action_row_new ();
  g_autofree char *description = describe (user);
  RowData *data = g_rc_box_new0 (RowData);

  g_set_weak_pointer (&data->dialog, self);
  data->id = user->id;
  data->name = g_strdup (user->name);
  data->counsellor = user->counsellor;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  if (own)
    {
      /* Translators: %s is a person's name, in the list of users */
      g_autofree char *title = g_strdup_printf (_("%s (you)"), user->name);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
    }
  else
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), user->name);
  g_object_set (row, "subtitle", description, NULL);

  if (may_manage)
    {
      AdwExpanderRow *expander = ADW_EXPANDER_ROW (row);

      if (cy_archive_get_counselling_db (self->archive) != NULL || user->counsellor)
        add_button (expander, user->counsellor ? _("Withdraw the Counselling Key…") : _("Give the Counselling Key…"), NULL,
                    G_CALLBACK (counselling_cb), data);
      add_button (expander, _("Set a New Password…"), NULL, G_CALLBACK (password_cb), data);
      add_button (expander, _("Remove…"), "destructive-action", G_CALLBACK (remove_cb), data);
    }

  adw_preferences_group_add (self->users_group, row);
  g_ptr_array_add (self->rows, row);
  g_rc_box_release_full (data, row_data_clear);
}

/* The list */

static gpointer
list_func (CyArchive  *archive,
           gpointer    data,
           GError    **error)
{
  return cy_archive_list_users (archive, error);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CyUsersDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) users = cy_archive_submit_finish (CY_ARCHIVE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (users == NULL)
    {
      show_error (self, error);
      return;
    }

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->users_group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  self->manager = FALSE;
  for (guint i = 0; i < users->len; i++)
    {
      CyUser *user = g_ptr_array_index (users, i);

      if (user->id == cy_archive_get_user_id (self->archive))
        self->manager = user->role == CY_USER_MANAGER;
    }
  for (guint i = 0; i < users->len; i++)
    add_row (self, g_ptr_array_index (users, i));
  gtk_widget_set_visible (self->add_row, self->manager);
  gtk_widget_set_visible (self->recovery_group, self->manager);
}

static void
load (CyUsersDialog *self)
{
  cy_archive_submit (self->archive, list_func, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, self->cancellable,
                     listed_cb, g_object_ref (self));
}

/* The other rows */

static void
add_cb (CyUsersDialog *self)
{
  push (self, cy_user_page_new (self->archive), "added");
}

static void
own_password_cb (CyUsersDialog *self)
{
  push (self, cy_password_page_new (self->archive), "done");
}

static gpointer
renew_func (CyArchive  *archive,
            gpointer    data,
            GError    **error)
{
  return cy_archive_renew_recovery (archive, error);
}

static void
renewed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (CyUsersDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  char *code = cy_archive_submit_finish (CY_ARCHIVE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      cy_password_free (code);
      return;
    }
  if (code == NULL)
    {
      show_error (self, error);
      return;
    }

  name = cy_archive_name_for_path (cy_archive_get_path (self->archive));
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  push (self, cy_recovery_page_new (code, name), "kept");
  cy_password_free (code);
}

static void
renew_response_cb (CyUsersDialog *self,
                   const char    *response)
{
  if (g_str_equal (response, "new"))
    cy_archive_submit (self->archive, renew_func, NULL, NULL, (GDestroyNotify) cy_password_free, self->cancellable,
                       renewed_cb, g_object_ref (self));
}

static void
recovery_cb (CyUsersDialog *self)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Make a New Recovery Code?"), NULL));

  adw_alert_dialog_set_body (dialog, _("The code on paper opens the archive no longer. Destroy it when you have the new one."));
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "new", _("_New Code"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "new", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (renew_response_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

/* The widget */

static void
cy_users_dialog_dispose (GObject *object)
{
  CyUsersDialog *self = CY_USERS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->archive);

  /* Its named outermost child belongs to the parent class, which lets go of it first. */
  G_OBJECT_CLASS (cy_users_dialog_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_USERS_DIALOG);
}

static void
cy_users_dialog_finalize (GObject *object)
{
  CyUsersDialog *self = CY_USERS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (cy_users_dialog_parent_class)->finalize (object);
}

static void
cy_users_dialog_class_init (CyUsersDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_users_dialog_dispose;
  object_class->finalize = cy_users_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/lock/cy-users-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CyUsersDialog, navigation_view);
  gtk_widget_class_bind_template_child (widget_class, CyUsersDialog, users_group);
  gtk_widget_class_bind_template_child (widget_class, CyUsersDialog, add_row);
  gtk_widget_class_bind_template_child (widget_class, CyUsersDialog, recovery_group);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, own_password_cb);
  gtk_widget_class_bind_template_callback (widget_class, recovery_cb);
}

static void
cy_users_dialog_init (CyUsersDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->add_row, FALSE);
  gtk_widget_set_visible (self->recovery_group, FALSE);
}

/**
 * cy_users_dialog_new:
 * @archive: an unlocked archive
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
cy_users_dialog_new (CyArchive *archive)
{
  CyUsersDialog *self = g_object_new (CY_TYPE_USERS_DIALOG, NULL);

  self->archive = g_object_ref (archive);
  load (self);

  return ADW_DIALOG (self);
}
