#define G_LOG_DOMAIN "cy-preferences"

#include "config.h"

#include "settings/cy-security-page.h"

#include "lock/cy-password-page.h"
#include "lock/cy-users-dialog.h"

/* What guards the archive: the idle time of this machine, passwords and users. */
struct _CySecurityPage {
  AdwPreferencesPage parent_instance;

  AdwSpinRow *idle_row;

  CyContext *context;
};

G_DEFINE_FINAL_TYPE (CySecurityPage, cy_security_page, ADW_TYPE_PREFERENCES_PAGE)

static void
idle_changed (CySecurityPage *self)
{
  cy_context_set_idle_minutes (self->context, (guint) adw_spin_row_get_value (self->idle_row));
}

static void
password_cb (CySecurityPage *self)
{
  if (cy_context_get_unlocked (self->context))
    adw_dialog_present (cy_password_dialog_new (cy_context_get_archive (self->context)), GTK_WIDGET (self));
}

static void
users_cb (CySecurityPage *self)
{
  if (cy_context_get_unlocked (self->context))
    adw_dialog_present (cy_users_dialog_new (cy_context_get_archive (self->context)), GTK_WIDGET (self));
}

static void
cy_security_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_SECURITY_PAGE);
  G_OBJECT_CLASS (cy_security_page_parent_class)->dispose (object);
}

static void
cy_security_page_finalize (GObject *object)
{
  g_clear_object (&CY_SECURITY_PAGE (object)->context);
  G_OBJECT_CLASS (cy_security_page_parent_class)->finalize (object);
}

static void
cy_security_page_class_init (CySecurityPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_security_page_dispose;
  object_class->finalize = cy_security_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/settings/cy-security-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CySecurityPage, idle_row);
  gtk_widget_class_bind_template_callback (widget_class, password_cb);
  gtk_widget_class_bind_template_callback (widget_class, users_cb);
}

static void
cy_security_page_init (CySecurityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/** cy_security_page_new: Returns: (transfer floating): the page */
GtkWidget *
cy_security_page_new (CyContext *context)
{
  CySecurityPage *self = g_object_new (CY_TYPE_SECURITY_PAGE, NULL);

  self->context = g_object_ref (context);
  adw_spin_row_set_value (self->idle_row, cy_context_get_idle_minutes (context));
  g_signal_connect_object (self->idle_row, "notify::value", G_CALLBACK (idle_changed), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
