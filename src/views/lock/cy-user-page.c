#define G_LOG_DOMAIN "cy-views"

#include "config.h"

#include "cy-user-page.h"

#include "cy-new-password.h"

#include "keys/cy-password.h"
#include "text/cy-message.h"

/* Adds a user. */

struct _CyUserPage {
  AdwNavigationPage parent_instance;

  GtkWidget *name_row;
  CyNewPassword *new_password;
  AdwSwitchRow *counselling_row;
  AdwSwitchRow *manager_row;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkWidget *add_button;
  GtkStack *busy_stack;

  CyArchive *archive;
  gboolean busy;
  GCancellable *cancellable;    /* of what the page has under way; cancelled when it goes */
};

G_DEFINE_FINAL_TYPE (CyUserPage, cy_user_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update_button (CyUserPage *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));

  gtk_widget_set_sensitive (self->add_button,
                            !self->busy && *name != '\0' && cy_new_password_is_complete (self->new_password));
}

static void
set_busy (CyUserPage *self,
          gboolean    busy)
{
  self->busy = busy;
  gtk_stack_set_visible_child_name (self->busy_stack, busy ? "spinner" : "label");
  gtk_editable_set_editable (GTK_EDITABLE (self->name_row), !busy);
  cy_new_password_set_editable (self->new_password, !busy);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
  update_button (self);
}

/* On a thread */

typedef struct {
  char *name;
  char *password;
  CyUserRole role;
  gboolean counsellor;
} Request;

static void
request_free (Request *request)
{
  g_free (request->name);
  cy_password_free (request->password);
  g_free (request);
}

static gpointer
add_func (CyArchive  *archive,
          gpointer    data,
          GError    **error)
{
  Request *request = data;

  cy_archive_add_user (archive, request->name, request->password, request->role, request->counsellor, error);
  return NULL;
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CyUserPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  cy_archive_submit_finish (CY_ARCHIVE (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  set_busy (self, FALSE);
  if (error == NULL)
    {
      cy_new_password_clear (self->new_password);
      g_signal_emit (self, signals[ADDED], 0);
      return;
    }

  message = cy_message_for_error (error);
  gtk_label_set_label (self->error_label, message);
  gtk_revealer_set_reveal_child (self->error_revealer, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
add_cb (CyUserPage *self)
{
  Request *request;

  if (!gtk_widget_get_sensitive (self->add_button))
    return;

  request = g_new0 (Request, 1);
  request->name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
  request->password = g_strdup (cy_new_password_get_text (self->new_password));
  request->role = adw_switch_row_get_active (self->manager_row) ? CY_USER_MANAGER : CY_USER_MEMBER;
  request->counsellor = adw_switch_row_get_active (self->counselling_row);
  gtk_revealer_set_reveal_child (self->error_revealer, FALSE);
  set_busy (self, TRUE);
  cy_archive_submit (self->archive, add_func, request, (GDestroyNotify) request_free, NULL, self->cancellable,
                     added_cb, g_object_ref (self));
}

static void
changed_cb (CyUserPage *self)
{
  gtk_revealer_set_reveal_child (self->error_revealer, FALSE);
  update_button (self);
}

static void
complete_cb (CyUserPage *self)
{
  changed_cb (self);
}

/* The widget */

static void
cy_user_page_shown (AdwNavigationPage *page)
{
  gtk_widget_grab_focus (CY_USER_PAGE (page)->name_row);
}

static void
cy_user_page_dispose (GObject *object)
{
  CyUserPage *self = CY_USER_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->archive);
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_USER_PAGE);

  G_OBJECT_CLASS (cy_user_page_parent_class)->dispose (object);
}

static void
cy_user_page_finalize (GObject *object)
{
  g_clear_object (&CY_USER_PAGE (object)->cancellable);

  G_OBJECT_CLASS (cy_user_page_parent_class)->finalize (object);
}

static void
cy_user_page_class_init (CyUserPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_user_page_dispose;
  object_class->finalize = cy_user_page_finalize;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = cy_user_page_shown;

  /**
   * CyUserPage::added:
   *
   * The user is there.
   */
  signals[ADDED] = g_signal_new ("added", CY_TYPE_USER_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CY_TYPE_NEW_PASSWORD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/lock/cy-user-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CyUserPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, CyUserPage, new_password);
  gtk_widget_class_bind_template_child (widget_class, CyUserPage, counselling_row);
  gtk_widget_class_bind_template_child (widget_class, CyUserPage, manager_row);
  gtk_widget_class_bind_template_child (widget_class, CyUserPage, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CyUserPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, CyUserPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, CyUserPage, busy_stack);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, complete_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
cy_user_page_init (CyUserPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cy_user_page_new:
 * @archive: an archive that a manager has unlocked
 *
 * Returns: (transfer floating): the page
 */
CyUserPage *
cy_user_page_new (CyArchive *archive)
{
  CyUserPage *self = g_object_new (CY_TYPE_USER_PAGE, NULL);

  self->archive = g_object_ref (archive);
  /* Only who holds the key can give it. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->counselling_row), cy_archive_get_counselling_db (archive) != NULL);

  return self;
}
