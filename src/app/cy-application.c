#define G_LOG_DOMAIN "cy-application"

#include "config.h"

#include "cy-application.h"
#include "cy-shortcuts.h"
#include "cy-main-window.h"
#include "keys/cy-password.h"

#include <glib/gi18n.h>
#ifdef HAVE_MALLOPT
#include <malloc.h>
#endif

struct _CyApplication {
  AdwApplication parent_instance;

  CyContext *context;
  GSettings *settings;          /* NULL where the program runs without being installed */
  char *password;               /* read from --password-fd, for pictures and tests */
};

G_DEFINE_FINAL_TYPE (CyApplication, cy_application, ADW_TYPE_APPLICATION)

static void
forget_password (CyApplication *self)
{
  g_clear_pointer (&self->password, cy_password_free);
}

/* Before anything else can read it. */
static gboolean
read_password (CyApplication *self,
               int            fd)
{
  forget_password (self);
  self->password = cy_password_read (fd, NULL);

  return self->password != NULL && self->password[0] != '\0';
}

static CyMainWindow *
ensure_window (CyApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    window = GTK_WINDOW (cy_main_window_new (self));

  return CY_MAIN_WINDOW (window);
}

static void
cy_application_activate (GApplication *application)
{
  CyMainWindow *window = ensure_window (CY_APPLICATION (application));

  cy_main_window_open_last_archive (window);
  gtk_window_present (GTK_WINDOW (window));
}

static int
cy_application_handle_local_options (GApplication *application,
                                     GVariantDict *options)
{
  CyApplication *self = CY_APPLICATION (application);
  g_autofree char *today = NULL;
  int fd;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("chuyan %s\n", CY_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "today", "s", &today) && cy_day_from_iso (today) == CY_DAY_NONE)
    {
      g_printerr (_("“%s” is not a date: write it as YYYY-MM-DD.\n"), today);
      return 2;
    }
  /* The password stays in this process: it is not handed to one that already runs. */
  if (g_variant_dict_lookup (options, "password-fd", "i", &fd) && !read_password (self, fd))
    {
      g_printerr (_("No password could be read from descriptor %d.\n"), fd);
      return 2;
    }

  return -1;
}

static int
cy_application_command_line (GApplication            *application,
                             GApplicationCommandLine *line)
{
  CyApplication *self = CY_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (line);
  CyMainWindow *window = ensure_window (self);
  g_autofree char *archive = NULL;
  g_autofree char *page = NULL;
  g_autofree char *today = NULL;

  if (g_variant_dict_lookup (options, "today", "s", &today))
    cy_context_set_fixed_today (self->context, cy_day_from_iso (today));
  if (g_variant_dict_lookup (options, "page", "s", &page))
    cy_main_window_set_first_page (window, page);

  if (g_variant_dict_lookup (options, "archive", "^ay", &archive))
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (line, archive);

      cy_main_window_open_archive (window, g_file_peek_path (file));
    }
  else
    cy_main_window_open_last_archive (window);

  if (self->password != NULL)
    cy_main_window_unlock (window, self->password);
  forget_password (self);

  gtk_window_present (GTK_WINDOW (window));
  return 0;
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  CyApplication *self = CY_APPLICATION (user_data);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  /* Closing the window keeps drafts and its size; the application ends with its last window. */
  if (window != NULL)
    gtk_window_close (window);
  else
    g_application_quit (G_APPLICATION (self));
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));
  AdwDialog *dialog = adw_about_dialog_new ();

  g_object_set (dialog,
                "application-name", _("Chuyan"),
                "application-icon", APP_ID,
                "version", CY_VERSION,
                "comments", _("Care for left-behind children: who needs what now, what has been done, "
                              "and what the record shows."),
                "developer-name", _("The Chuyan contributors"),
                "license-type", GTK_LICENSE_GPL_3_0,
                /* Translators: your names, one a line */
                "translator-credits", _("translator-credits"),
                NULL);
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

static void
shortcuts_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  adw_dialog_present (cy_shortcuts_dialog_new (), GTK_WIDGET (window));
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = quit_cb },
  { .name = "about", .activate = about_cb },
  { .name = "shortcuts", .activate = shortcuts_cb },
};

static void
cy_application_startup (GApplication *application)
{
  CyApplication *self = CY_APPLICATION (application);

  /* Otherwise GTK looks for an icon named after the application, and reads all icon themes for it here and now. */
  adw_init ();
  gtk_window_set_default_icon_name (APP_ID);

  G_APPLICATION_CLASS (cy_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  cy_shortcuts_install (GTK_APPLICATION (self));
}

static void
cy_application_shutdown (GApplication *application)
{
  CyApplication *self = CY_APPLICATION (application);

  cy_context_set_archive (self->context, NULL);

  G_APPLICATION_CLASS (cy_application_parent_class)->shutdown (application);
}

static void
cy_application_finalize (GObject *object)
{
  CyApplication *self = CY_APPLICATION (object);

  forget_password (self);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (cy_application_parent_class)->finalize (object);
}

static void
cy_application_class_init (CyApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = cy_application_finalize;

  application_class->activate = cy_application_activate;
  application_class->command_line = cy_application_command_line;
  application_class->handle_local_options = cy_application_handle_local_options;
  application_class->startup = cy_application_startup;
  application_class->shutdown = cy_application_shutdown;
}

/* Settings are of this machine: the window's size and the like. A program that runs from
 * its build folder may have no schema, and then simply remembers nothing. */
static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APP_ID, TRUE);

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
cy_application_init (CyApplication *self)
{
  static const GOptionEntry options[] = {
    { "archive", 'a', 0, G_OPTION_ARG_FILENAME, NULL, N_("Open the archive in this folder"), N_("DIR") },
    { "today", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Take this day for today"), N_("YYYY-MM-DD") },
    { "page", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Show this page first, or the file of the child with this uid"), N_("PAGE") },
    { "password-fd", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT, NULL,
      N_("Read the password from this descriptor"), N_("N") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Say which version this is"), NULL },
    { NULL }
  };
  const char *today = g_getenv ("CHUYAN_TODAY");

  self->context = cy_context_new ();
  if (today != NULL)
    cy_context_set_fixed_today (self->context, cy_day_from_iso (today));

  self->settings = open_settings ();
  if (self->settings != NULL)
    g_settings_bind (self->settings, "idle-lock-minutes", self->context, "idle-minutes", G_SETTINGS_BIND_DEFAULT);

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/* Vectors of a megabyte, of all children, go back to the system as soon as they are freed. Once one
 * of them was, the C library of GNU would take all that are no larger from its heaps, which only
 * grow. Before other threads start. */
static void
limit_heap (void)
{
#ifdef HAVE_MALLOPT
  mallopt (M_MMAP_THRESHOLD, 1 << 20);
  mallopt (M_TRIM_THRESHOLD, 1 << 20);
  mallopt (M_ARENA_MAX, 3);
#endif
}

/**
 * cy_application_new:
 * @application_id: (nullable): the name under which there is one instance in a session;
 *   %NULL for none, in tests
 *
 * Returns: (transfer full): the application, not yet registered
 */
CyApplication *
cy_application_new (const char *application_id)
{
  limit_heap ();
  return g_object_new (CY_TYPE_APPLICATION,
                       "application-id", application_id,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/io/github/chuyan/Chuyan",
                       NULL);
}

/** cy_application_get_context: Returns: (transfer none): what all views share */
CyContext *
cy_application_get_context (CyApplication *self)
{
  g_return_val_if_fail (CY_IS_APPLICATION (self), NULL);

  return self->context;
}

/** cy_application_get_settings: Returns: (transfer none) (nullable): the settings of this machine */
GSettings *
cy_application_get_settings (CyApplication *self)
{
  g_return_val_if_fail (CY_IS_APPLICATION (self), NULL);

  return self->settings;
}
