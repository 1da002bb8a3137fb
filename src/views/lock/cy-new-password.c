#define G_LOG_DOMAIN "cy-views"

#include "config.h"

#include "cy-new-password.h"

#include "keys/cy-password.h"

#include <glib/gi18n.h>
#include <string.h>

/* Two rows for a password that is to be set, and a hint at how good it is. */

struct _CyNewPassword {
  AdwPreferencesGroup parent_instance;

  AdwPasswordEntryRow *password_row;
  AdwPasswordEntryRow *repeat_row;
  GtkLevelBar *strength_bar;
  GtkLabel *hint_label;

  gboolean complete;
};

G_DEFINE_FINAL_TYPE (CyNewPassword, cy_new_password, ADW_TYPE_PREFERENCES_GROUP)

enum {
  PROP_COMPLETE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
hint_for (CyPasswordStrength strength)
{
  switch (strength)
    {
    case CY_PASSWORD_WEAK:
      return _("Weak: easily guessed. Make it longer.");
    case CY_PASSWORD_FAIR:
      return _("Fair. Longer is better.");
    case CY_PASSWORD_STRONG:
      return _("Strong.");
    case CY_PASSWORD_TOO_SHORT:
    default:
      return _("At least eight characters of any kind. A short sentence is a good password.");
    }
}

static void
set_error (GtkWidget *row,
           gboolean   wrong)
{
  if (wrong)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
update (CyNewPassword *self)
{
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password_row));
  const char *repeated = gtk_editable_get_text (GTK_EDITABLE (self->repeat_row));
  CyPasswordStrength strength = cy_password_strength (password);
  gboolean same = g_str_equal (password, repeated);
  /* Not while the second one is still being typed. */
  gboolean differs = !g_str_has_prefix (password, repeated);
  gboolean complete = same && cy_password_check (password, NULL);

  gtk_level_bar_set_value (self->strength_bar, strength);
  gtk_label_set_label (self->hint_label, differs ? _("The two passwords differ.") : hint_for (strength));
  set_error (GTK_WIDGET (self->repeat_row), differs);

  if (complete == self->complete)
    return;
  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

static void
password_changed_cb (CyNewPassword *self)
{
  update (self);
}

static void
repeat_changed_cb (CyNewPassword *self)
{
  update (self);
}

static void
activated_cb (CyNewPassword *self)
{
  if (self->complete)
    g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
cy_new_password_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_COMPLETE:
      g_value_set_boolean (value, CY_NEW_PASSWORD (object)->complete);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cy_new_password_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_NEW_PASSWORD);

  G_OBJECT_CLASS (cy_new_password_parent_class)->dispose (object);
}

static void
cy_new_password_class_init (CyNewPasswordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_new_password_dispose;
  object_class->get_property = cy_new_password_get_property;

  /**
   * CyNewPassword:complete:
   *
   * Whether there is a password that may be set, and both rows hold it.
   */
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CyNewPassword::activated:
   *
   * Enter was pressed and the password is complete.
   */
  signals[ACTIVATED] = g_signal_new ("activated", CY_TYPE_NEW_PASSWORD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/lock/cy-new-password.ui");
  gtk_widget_class_bind_template_child (widget_class, CyNewPassword, password_row);
  gtk_widget_class_bind_template_child (widget_class, CyNewPassword, repeat_row);
  gtk_widget_class_bind_template_child (widget_class, CyNewPassword, strength_bar);
  gtk_widget_class_bind_template_child (widget_class, CyNewPassword, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, password_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, repeat_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
cy_new_password_init (CyNewPassword *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* The levels' colours are libadwaita's own: low, high, full. */
  gtk_level_bar_add_offset_value (self->strength_bar, GTK_LEVEL_BAR_OFFSET_LOW, CY_PASSWORD_WEAK);
  gtk_level_bar_add_offset_value (self->strength_bar, GTK_LEVEL_BAR_OFFSET_HIGH, CY_PASSWORD_FAIR);
  gtk_level_bar_add_offset_value (self->strength_bar, GTK_LEVEL_BAR_OFFSET_FULL, CY_PASSWORD_STRONG);
}

/** cy_new_password_is_complete: Returns: whether a password has been typed that may be set */
gboolean
cy_new_password_is_complete (CyNewPassword *self)
{
  return self->complete;
}

/** cy_new_password_get_text: Returns: (transfer none): the password, to set only when it is complete */
const char *
cy_new_password_get_text (CyNewPassword *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->password_row));
}

void
cy_new_password_clear (CyNewPassword *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->repeat_row), "");
}

/** cy_new_password_focus: Puts the cursor into the first row and selects what is there. */
void
cy_new_password_focus (CyNewPassword *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
  gtk_editable_select_region (GTK_EDITABLE (self->password_row), 0, -1);
}

/** cy_new_password_set_editable: @editable: %FALSE while what was typed is being set */
void
cy_new_password_set_editable (CyNewPassword *self,
                              gboolean       editable)
{
  gtk_editable_set_editable (GTK_EDITABLE (self->password_row), editable);
  gtk_editable_set_editable (GTK_EDITABLE (self->repeat_row), editable);
}
