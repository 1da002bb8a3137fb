#define G_LOG_DOMAIN "cy-views"

#include "config.h"

#include "cy-recovery-page.h"

#include "keys/cy-password.h"
#include "text/cy-message.h"

#include <glib/gi18n.h>
#include <string.h>

/* Shows a recovery code, the one time that it can be shown. */

struct _CyRecoveryPage {
  AdwNavigationPage parent_instance;

  GtkLabel *code_label;
  GtkWidget *copy_button;

  char *code;
  char *archive_name;
};

G_DEFINE_FINAL_TYPE (CyRecoveryPage, cy_recovery_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  KEPT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Two lines of four groups: a line of eight would not fit a narrow window. */
static char *
in_lines (const char *code)
{
  g_auto (GStrv) groups = g_strsplit (code, "-", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (text, i % 4 == 0 ? "\n" : "-");
      g_string_append (text, groups[i]);
    }

  return g_string_free (text, FALSE);
}

static void
copy_cb (CyRecoveryPage *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->code);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), _("The code was copied"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static double
draw_text (GtkPrintContext *context,
           const char      *text,
           const char      *font,
           double           y)
{
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *description = pango_font_description_from_string (font);
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  int height;

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, (int) (gtk_print_context_get_width (context) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  cairo_move_to (cr, 0, y);
  pango_cairo_show_layout (cr, layout);
  pango_layout_get_size (layout, NULL, &height);

  return y + (double) height / PANGO_SCALE;
}

static void
draw_page_cb (CyRecoveryPage  *self,
              GtkPrintContext *context,
              int              page)
{
  g_autofree char *lines = in_lines (self->code);
  double y = 0;

  y = draw_text (context, _("Recovery code of an archive of Chuyan"), "Sans Bold 16", y) + 12;
  y = draw_text (context, self->archive_name, "Sans 12", y) + 24;
  y = draw_text (context, lines, "Monospace Bold 20", y) + 24;
  draw_text (context, _("This code opens the archive when the password is forgotten. Lock it away where only those may "
                        "reach it who may read the archive."), "Sans 11", y);
}

static void
tell_print_error (CyRecoveryPage *self,
                  const GError   *error)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("The Code Was Not Printed"), NULL);
  g_autofree char *message = cy_message_for_error (error);

  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog), message);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
print_done_cb (CyRecoveryPage          *self,
               GtkPrintOperationResult  result,
               GtkPrintOperation       *operation)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;

  gtk_print_operation_get_error (operation, &error);
  if (error != NULL)
    tell_print_error (self, error);
}

static void
print_cb (CyRecoveryPage *self)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_job_name (operation, _("Recovery code"));
  g_signal_connect_object (operation, "draw-page", G_CALLBACK (draw_page_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (operation, "done", G_CALLBACK (print_done_cb), self, G_CONNECT_SWAPPED);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}

static void
continue_cb (CyRecoveryPage *self)
{
  g_signal_emit (self, signals[KEPT], 0);
}

/* The focus first comes to the code and selects it. */
static void
cy_recovery_page_shown (AdwNavigationPage *page)
{
  CyRecoveryPage *self = CY_RECOVERY_PAGE (page);

  gtk_widget_grab_focus (self->copy_button);
  gtk_label_select_region (self->code_label, 0, 0);
}

static void
cy_recovery_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_RECOVERY_PAGE);

  G_OBJECT_CLASS (cy_recovery_page_parent_class)->dispose (object);
}

static void
cy_recovery_page_finalize (GObject *object)
{
  CyRecoveryPage *self = CY_RECOVERY_PAGE (object);

  g_clear_pointer (&self->code, cy_password_free);
  g_clear_pointer (&self->archive_name, g_free);

  G_OBJECT_CLASS (cy_recovery_page_parent_class)->finalize (object);
}

static void
cy_recovery_page_class_init (CyRecoveryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_recovery_page_dispose;
  object_class->finalize = cy_recovery_page_finalize;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = cy_recovery_page_shown;

  /**
   * CyRecoveryPage::kept:
   *
   * The person says that the code is written down and goes on.
   */
  signals[KEPT] = g_signal_new ("kept", CY_TYPE_RECOVERY_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/lock/cy-recovery-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CyRecoveryPage, code_label);
  gtk_widget_class_bind_template_child (widget_class, CyRecoveryPage, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, print_cb);
  gtk_widget_class_bind_template_callback (widget_class, continue_cb);
}

static void
cy_recovery_page_init (CyRecoveryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cy_recovery_page_new:
 * @code: a new recovery code
 * @archive_name: what the printed page calls the archive
 *
 * Returns: (transfer floating): the page
 */
CyRecoveryPage *
cy_recovery_page_new (const char *code,
                      const char *archive_name)
{
  CyRecoveryPage *self = g_object_new (CY_TYPE_RECOVERY_PAGE, NULL);
  g_autofree char *lines = in_lines (code);

  self->code = g_strdup (code);
  self->archive_name = g_strdup (archive_name);
  gtk_label_set_label (self->code_label, lines);

  return self;
}
