#define G_LOG_DOMAIN "cy-preferences"

#include "config.h"

#include "settings/cy-scheme-page.h"

#include <glib/gi18n.h>

#include "care/cy-care.h"
#include "common/cy-form.h"
#include "common/cy-rows.h"
#include "common/cy-undo.h"
#include "cy-scheme-store.h"
#include "settings/cy-enrol-all.h"
#include "settings/cy-obligation-editor.h"
#include "text/cy-names.h"

/* One scheme: its name, where it comes from, and its obligations. */
struct _CySchemePage {
  AdwNavigationPage parent_instance;

  AdwEntryRow *name_row;
  AdwActionRow *source_row;
  AdwPreferencesGroup *obligations_group;

  CyContext *context;
  gint64 scheme_id;
  CyScheme *scheme;             /* NULL until it has been read */
  GPtrArray *rows;              /* of the obligations; not owned */
};

G_DEFINE_FINAL_TYPE (CySchemePage, cy_scheme_page, ADW_TYPE_NAVIGATION_PAGE)

static gpointer
load_job (CyConn        *conn,
          gpointer       id,
          GCancellable  *cancellable,
          GError       **error)
{
  return cy_scheme_load (conn, *(gint64 *) id, error);
}

static gpointer
update_job (CyConn        *conn,
            gpointer       scheme,
            GCancellable  *cancellable,
            GError       **error)
{
  cy_scheme_update (conn, scheme, error);
  return NULL;
}

static gpointer
bin_job (CyConn        *conn,
         gpointer       id,
         GCancellable  *cancellable,
         GError       **error)
{
  cy_scheme_bin (conn, *(gint64 *) id, error);
  return NULL;
}

static void
edit_obligation (CySchemePage       *self,
                 const CyObligation *obligation)
{
  adw_dialog_present (cy_obligation_editor_new (self->context, self->scheme_id, obligation), GTK_WIDGET (self));
}

static void
obligation_activated (CySchemePage *self,
                      GtkWidget    *row)
{
  edit_obligation (self, g_object_get_data (G_OBJECT (row), "obligation"));
}

static void
show_obligation (CySchemePage       *self,
                 const CyObligation *obligation)
{
  g_autofree char *kinds = cy_name_contact_kinds (obligation->kinds);
  g_autofree char *terms = cy_care_obligation_terms (obligation);
  const char *who = cy_care_obligation_who (obligation);
  g_autofree char *subtitle = NULL;
  GtkWidget *row;

  /* Translators: kinds of contact (as in "Call or Video call"), how often ("1 time a week"), who owes it. */
  subtitle = who != NULL ? g_strdup_printf (C_("obligation", "%s · %s · %s"), kinds, terms, who) : g_strdup_printf (C_("obligation", "%s · %s"), kinds, terms);
  row = cy_row_new (cy_care_obligation_name (obligation), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("document-edit-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "obligation", (gpointer) obligation);
  g_signal_connect_object (row, "activated", G_CALLBACK (obligation_activated), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->obligations_group, row);
  g_ptr_array_add (self->rows, row);
}

/* The button that applies shows for what people type only. */
static void
show_name (CySchemePage *self)
{
  adw_entry_row_set_show_apply_button (self->name_row, FALSE);
  cy_form_set_text (self->name_row, cy_care_scheme_name (self->scheme));
  adw_entry_row_set_show_apply_button (self->name_row, TRUE);
}

static void
show (CySchemePage *self)
{
  const char *name = cy_care_scheme_name (self->scheme);

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), name);
  show_name (self);
  gtk_widget_set_visible (GTK_WIDGET (self->source_row), self->scheme->source != NULL);
  adw_action_row_set_subtitle (self->source_row, self->scheme->source != NULL ? self->scheme->source : "");
  for (guint i = 0; i < self->scheme->obligations->len; i++)
    show_obligation (self, self->scheme->obligations->pdata[i]);
}

static void
leave (CySchemePage *self)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_PREFERENCES_DIALOG);

  if (dialog != NULL)
    adw_preferences_dialog_pop_subpage (ADW_PREFERENCES_DIALOG (dialog));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (CySchemePage) self = data;
  g_autoptr (GError) error = NULL;
  CyScheme *scheme = cy_db_submit_finish (CY_DB (source), result, &error);

  if (scheme == NULL)
    {
      if (!g_error_matches (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND))
        cy_context_error (self->context, error);
      leave (self);
      return;
    }

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->obligations_group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  cy_scheme_free (self->scheme);
  self->scheme = scheme;
  show (self);
}

static void
load (CySchemePage *self)
{
  CyDb *db = cy_context_get_db (self->context);

  if (db != NULL)
    cy_db_submit (db, CY_DB_READ, load_job, g_memdup2 (&self->scheme_id, sizeof self->scheme_id), g_free,
                  (GDestroyNotify) cy_scheme_free, NULL, loaded_cb, g_object_ref (self));
}

static void
changed_cb (CySchemePage *self,
            CyChangeSet  *changes)
{
  if (cy_change_set_has (changes, "scheme") || cy_change_set_has (changes, "obligation"))
    load (self);
}

static void
name_applied_cb (CySchemePage *self)
{
  g_autofree char *name = cy_form_dup_text (self->name_row);
  CyScheme *scheme;

  if (self->scheme == NULL)
    return;
  if (name == NULL)
    {
      show_name (self);
      return;
    }

  scheme = cy_scheme_copy (self->scheme);
  g_set_str (&scheme->name, name);
  cy_undo_write (self->context, _("Scheme renamed"), update_job, scheme, (GDestroyNotify) cy_scheme_free);
}

static void
add_obligation_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  edit_obligation (CY_SCHEME_PAGE (widget), NULL);
}

static void
enrol_all_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  CySchemePage *self = CY_SCHEME_PAGE (widget);

  if (self->scheme != NULL)
    cy_enrol_all (widget, self->context, self->scheme_id, cy_care_scheme_name (self->scheme));
}

static void
remove_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CySchemePage *self = CY_SCHEME_PAGE (widget);

  cy_undo_write (self->context, _("Scheme removed"), bin_job,
                 g_memdup2 (&self->scheme_id, sizeof self->scheme_id), g_free);
}

static void
cy_scheme_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_SCHEME_PAGE);
  G_OBJECT_CLASS (cy_scheme_page_parent_class)->dispose (object);
}

static void
cy_scheme_page_finalize (GObject *object)
{
  CySchemePage *self = CY_SCHEME_PAGE (object);

  g_clear_object (&self->context);
  cy_scheme_free (self->scheme);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (cy_scheme_page_parent_class)->finalize (object);
}

static void
cy_scheme_page_class_init (CySchemePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_scheme_page_dispose;
  object_class->finalize = cy_scheme_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/settings/cy-scheme-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CySchemePage, name_row);
  gtk_widget_class_bind_template_child (widget_class, CySchemePage, source_row);
  gtk_widget_class_bind_template_child (widget_class, CySchemePage, obligations_group);
  gtk_widget_class_bind_template_callback (widget_class, name_applied_cb);
  gtk_widget_class_install_action (widget_class, "scheme.add-obligation", NULL, add_obligation_action);
  gtk_widget_class_install_action (widget_class, "scheme.enrol-all", NULL, enrol_all_action);
  gtk_widget_class_install_action (widget_class, "scheme.remove", NULL, remove_action);
}

static void
cy_scheme_page_init (CySchemePage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cy_scheme_page_new:
 * @scheme_id: a scheme
 *
 * Returns: (transfer floating): a page for the preferences' dialog, which it leaves when the
 *   scheme is removed
 */
AdwNavigationPage *
cy_scheme_page_new (CyContext *context,
                    gint64     scheme_id)
{
  CySchemePage *self = g_object_new (CY_TYPE_SCHEME_PAGE, NULL);
  CyDb *db = cy_context_get_db (context);

  self->context = g_object_ref (context);
  self->scheme_id = scheme_id;
  if (db != NULL)
    g_signal_connect_object (db, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  load (self);

  return ADW_NAVIGATION_PAGE (self);
}
