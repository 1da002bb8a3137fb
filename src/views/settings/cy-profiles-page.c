#define G_LOG_DOMAIN "cy-preferences"

#include "config.h"

#include "settings/cy-profiles-page.h"

#include <glib/gi18n.h>

#include "common/cy-rows.h"
#include "common/cy-undo.h"
#include "cy-profile-store.h"

/* The definition profiles, of which one is active. */
struct _CyProfilesPage {
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup *group;

  CyContext *context;
  GPtrArray *rows;              /* not owned */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (CyProfilesPage, cy_profiles_page, ADW_TYPE_PREFERENCES_PAGE)

typedef struct {
  GPtrArray *profiles;
  gint64 active;
} Loaded;

static void
loaded_free (gpointer data)
{
  Loaded *loaded = data;

  g_clear_pointer (&loaded->profiles, g_ptr_array_unref);
  g_free (loaded);
}

static gpointer
load_job (CyConn        *conn,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (GPtrArray) profiles = cy_profile_list (conn, error);
  g_autoptr (CyProfile) active = NULL;
  g_autoptr (GError) local = NULL;
  Loaded *loaded;

  if (profiles == NULL)
    return NULL;
  active = cy_profile_get_active (conn, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  loaded = g_new0 (Loaded, 1);
  loaded->profiles = g_steal_pointer (&profiles);
  loaded->active = active != NULL ? active->id : 0;
  return loaded;
}

static gpointer
choose_job (CyConn        *conn,
            gpointer       id,
            GCancellable  *cancellable,
            GError       **error)
{
  cy_profile_set_active (conn, *(gint64 *) id, error);
  return NULL;
}

static void
toggled_cb (CyProfilesPage *self,
            GtkCheckButton *check)
{
  gint64 *id = g_object_get_data (G_OBJECT (check), "id");

  if (!self->filling && gtk_check_button_get_active (check))
    cy_undo_write (self->context, _("Definition changed"), choose_job, g_memdup2 (id, sizeof *id), g_free);
}

/* "under 16 · both parents away, or one away and the other unable · rural" */
static char *
rule_of (const CyProfile *profile)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("under %d", "under %d", (gulong) profile->under_age), profile->under_age);
  g_string_append (text, " · ");
  switch (profile->parents)
    {
    case CY_PROFILE_BOTH_AWAY:
      g_string_append (text, _("both parents away"));
      break;
    case CY_PROFILE_ANY_AWAY:
      g_string_append (text, _("one or both parents away"));
      break;
    case CY_PROFILE_BOTH_OR_UNABLE:
    default:
      g_string_append (text, _("both parents away, or one away and the other unable to look after the child"));
      break;
    }
  if (profile->months > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("for %d month", "for %d months", (gulong) profile->months), profile->months);
    }
  if (profile->rural_only)
    {
      g_string_append (text, " · ");
      g_string_append (text, _("rural households only"));
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static GtkCheckButton *
show_profile (CyProfilesPage  *self,
              const CyProfile *profile,
              gboolean         active,
              GtkCheckButton  *first)
{
  g_autofree char *rule = rule_of (profile);
  g_autofree char *subtitle = profile->source != NULL ? g_strdup_printf ("%s\n%s", rule, profile->source) : g_strdup (rule);
  GtkWidget *row = cy_row_new (profile->name, subtitle);
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), first);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), active);
  g_object_set_data_full (G_OBJECT (check), "id", g_memdup2 (&profile->id, sizeof profile->id), g_free);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);

  return GTK_CHECK_BUTTON (check);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (CyProfilesPage) self = data;
  g_autoptr (GError) error = NULL;
  Loaded *loaded = cy_db_submit_finish (CY_DB (source), result, &error);
  GtkCheckButton *first = NULL;

  if (loaded == NULL)
    {
      cy_context_error (self->context, error);
      return;
    }

  self->filling = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < loaded->profiles->len; i++)
    {
      const CyProfile *profile = loaded->profiles->pdata[i];
      GtkCheckButton *check = show_profile (self, profile, profile->id == loaded->active, first);

      if (first == NULL)
        first = check;
    }
  self->filling = FALSE;
  loaded_free (loaded);
}

static void
load (CyProfilesPage *self)
{
  CyDb *db = cy_context_get_db (self->context);

  if (db != NULL)
    cy_db_submit (db, CY_DB_READ, load_job, NULL, NULL, loaded_free, NULL, loaded_cb, g_object_ref (self));
}

static void
changed_cb (CyProfilesPage *self,
            CyChangeSet    *changes)
{
  if (cy_change_set_has (changes, "definition_profile") || cy_change_set_has (changes, "setting"))
    load (self);
}

static void
cy_profiles_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_PROFILES_PAGE);
  G_OBJECT_CLASS (cy_profiles_page_parent_class)->dispose (object);
}

static void
cy_profiles_page_finalize (GObject *object)
{
  CyProfilesPage *self = CY_PROFILES_PAGE (object);

  g_clear_object (&self->context);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (cy_profiles_page_parent_class)->finalize (object);
}

static void
cy_profiles_page_class_init (CyProfilesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_profiles_page_dispose;
  object_class->finalize = cy_profiles_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/settings/cy-profiles-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CyProfilesPage, group);
}

static void
cy_profiles_page_init (CyProfilesPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/** cy_profiles_page_new: Returns: (transfer floating): the page, which follows the archive */
GtkWidget *
cy_profiles_page_new (CyContext *context)
{
  CyProfilesPage *self = g_object_new (CY_TYPE_PROFILES_PAGE, NULL);
  CyDb *db = cy_context_get_db (context);

  self->context = g_object_ref (context);
  if (db != NULL)
    g_signal_connect_object (db, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  load (self);

  return GTK_WIDGET (self);
}
