#define G_LOG_DOMAIN "cy-preferences"

#include "config.h"

#include "settings/cy-schemes-page.h"

#include <glib/gi18n.h>

#include "care/cy-care-presets.h"
#include "common/cy-rows.h"
#include "common/cy-undo.h"
#include "cy-enrolment-store.h"
#include "cy-scheme-store.h"
#include "settings/cy-scheme-page.h"

/* The list of schemes, and of those that have been removed. */
struct _CySchemesPage {
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup *schemes_group;
  AdwPreferencesGroup *removed_group;

  CyContext *context;
  GPtrArray *rows;              /* in both groups; not owned */
};

G_DEFINE_FINAL_TYPE (CySchemesPage, cy_schemes_page, ADW_TYPE_PREFERENCES_PAGE)

typedef struct {
  GPtrArray *schemes;
  GPtrArray *removed;
  GArray *counts;               /* gint64: children enrolled, for each of the schemes */
} Loaded;

static void
loaded_free (gpointer data)
{
  Loaded *loaded = data;

  g_clear_pointer (&loaded->schemes, g_ptr_array_unref);
  g_clear_pointer (&loaded->removed, g_ptr_array_unref);
  g_clear_pointer (&loaded->counts, g_array_unref);
  g_free (loaded);
}

static gpointer
load_job (CyConn        *conn,
          gpointer       today,
          GCancellable  *cancellable,
          GError       **error)
{
  Loaded *loaded = g_new0 (Loaded, 1);
  gboolean success;

  loaded->counts = g_array_new (FALSE, FALSE, sizeof (gint64));
  loaded->schemes = cy_scheme_list (conn, FALSE, error);
  success = loaded->schemes != NULL && (loaded->removed = cy_scheme_list (conn, TRUE, error)) != NULL;
  for (guint i = 0; success && i < loaded->schemes->len; i++)
    {
      const CyScheme *scheme = loaded->schemes->pdata[i];
      gint64 n;

      success = cy_enrolment_count (conn, scheme->id, GPOINTER_TO_INT (today), &n, error);
      g_array_append_val (loaded->counts, n);
    }
  if (success)
    return loaded;

  loaded_free (loaded);
  return NULL;
}

static gpointer
restore_job (CyConn        *conn,
             gpointer       id,
             GCancellable  *cancellable,
             GError       **error)
{
  cy_scheme_restore (conn, *(gint64 *) id, error);
  return NULL;
}

static void
open_scheme (CySchemesPage *self,
             gint64         scheme_id)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_PREFERENCES_DIALOG);

  if (dialog != NULL)
    adw_preferences_dialog_push_subpage (ADW_PREFERENCES_DIALOG (dialog), cy_scheme_page_new (self->context, scheme_id));
}

static void
row_activated (CySchemesPage *self,
               GtkWidget     *row)
{
  open_scheme (self, *(gint64 *) g_object_get_data (G_OBJECT (row), "id"));
}

static void
restore_clicked (CySchemesPage *self,
                 GtkWidget     *button)
{
  gint64 *id = g_object_get_data (G_OBJECT (button), "id");

  cy_undo_write (self->context, _("Scheme brought back"), restore_job, g_memdup2 (id, sizeof *id), g_free);
}

static void
add_row (CySchemesPage *self,
         GtkWidget     *group,
         GtkWidget     *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_ptr_array_add (self->rows, row);
}

static void
show_scheme (CySchemesPage  *self,
             const CyScheme *scheme,
             gint64          n_children)
{
  guint n = scheme->obligations->len;
  g_autofree char *duties = g_strdup_printf (ngettext ("%u obligation", "%u obligations", n), n);
  g_autofree char *children = n_children > 0 ? g_strdup_printf (ngettext ("%d child enrolled", "%d children enrolled", (gulong) n_children), (int) n_children) : g_strdup (_("nobody enrolled"));
  /* Translators: what a scheme asks for (as in "3 obligations"), who is in it (as in "12 children enrolled"). */
  g_autofree char *subtitle = g_strdup_printf (C_("scheme", "%s · %s"), duties, children);
  GtkWidget *row = cy_row_new (cy_care_scheme_name (scheme), subtitle);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "id", g_memdup2 (&scheme->id, sizeof scheme->id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated), self, G_CONNECT_SWAPPED);
  add_row (self, GTK_WIDGET (self->schemes_group), row);
}

static void
show_removed (CySchemesPage  *self,
              const CyScheme *scheme)
{
  GtkWidget *row = cy_row_new (cy_care_scheme_name (scheme), NULL);
  GtkWidget *button = cy_row_add_button (row, NULL, _("Bring Back"), G_CALLBACK (restore_clicked), self);

  g_object_set_data_full (G_OBJECT (button), "id", g_memdup2 (&scheme->id, sizeof scheme->id), g_free);
  add_row (self, GTK_WIDGET (self->removed_group), row);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (CySchemesPage) self = data;
  g_autoptr (GError) error = NULL;
  Loaded *loaded = cy_db_submit_finish (CY_DB (source), result, &error);

  if (loaded == NULL)
    {
      cy_context_error (self->context, error);
      return;
    }

  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP)), row);
    }
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < loaded->schemes->len; i++)
    show_scheme (self, loaded->schemes->pdata[i], g_array_index (loaded->counts, gint64, i));
  for (guint i = 0; i < loaded->removed->len; i++)
    show_removed (self, loaded->removed->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->removed_group), loaded->removed->len > 0);
  loaded_free (loaded);
}

static void
load (CySchemesPage *self)
{
  CyDb *db = cy_context_get_db (self->context);

  if (db != NULL)
    cy_db_submit (db, CY_DB_READ, load_job, GINT_TO_POINTER (cy_context_get_today (self->context)), NULL, loaded_free,
                  NULL, loaded_cb, g_object_ref (self));
}

static void
changed_cb (CySchemesPage *self,
            CyChangeSet   *changes)
{
  if (cy_change_set_has (changes, "scheme") || cy_change_set_has (changes, "obligation") ||
      cy_change_set_has (changes, "enrolment") || cy_change_set_has (changes, "person"))
    load (self);
}

static gpointer
add_job (CyConn        *conn,
         gpointer       name,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr (CyScheme) scheme = cy_scheme_new ();
  gint64 id;

  scheme->name = g_strdup (name);
  id = cy_scheme_insert (conn, scheme, error);

  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (CySchemesPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *id = cy_db_submit_finish (CY_DB (source), result, &error);

  if (id == NULL)
    cy_context_error (self->context, error);
  else
    open_scheme (self, *id);
}

static void
add_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  CySchemesPage *self = CY_SCHEMES_PAGE (widget);
  CyDb *db = cy_context_get_db (self->context);

  if (db != NULL)
    cy_db_submit (db, CY_DB_WRITE, add_job, g_strdup (_("New Scheme")), g_free, g_free, NULL, added_cb, g_object_ref (self));
}

static void
cy_schemes_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_SCHEMES_PAGE);
  G_OBJECT_CLASS (cy_schemes_page_parent_class)->dispose (object);
}

static void
cy_schemes_page_finalize (GObject *object)
{
  CySchemesPage *self = CY_SCHEMES_PAGE (object);

  g_clear_object (&self->context);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (cy_schemes_page_parent_class)->finalize (object);
}

static void
cy_schemes_page_class_init (CySchemesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_schemes_page_dispose;
  object_class->finalize = cy_schemes_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/settings/cy-schemes-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CySchemesPage, schemes_group);
  gtk_widget_class_bind_template_child (widget_class, CySchemesPage, removed_group);
  gtk_widget_class_install_action (widget_class, "schemes.add", NULL, add_action);
}

static void
cy_schemes_page_init (CySchemesPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/** cy_schemes_page_new: Returns: (transfer floating): the page, which follows the archive */
GtkWidget *
cy_schemes_page_new (CyContext *context)
{
  CySchemesPage *self = g_object_new (CY_TYPE_SCHEMES_PAGE, NULL);
  CyDb *db = cy_context_get_db (context);

  self->context = g_object_ref (context);
  if (db != NULL)
    g_signal_connect_object (db, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  load (self);

  return GTK_WIDGET (self);
}
