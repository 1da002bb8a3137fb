#define G_LOG_DOMAIN "cy-preferences"

#include "config.h"

#include "settings/cy-terms-page.h"

#include <glib/gi18n.h>

#include "care/cy-school-year.h"
#include "common/cy-rows.h"
#include "common/cy-words.h"
#include "cy-term-store.h"
#include "settings/cy-term-editor.h"

/* The terms and holidays, in the order of time. */
struct _CyTermsPage {
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup *group;

  CyContext *context;
  GPtrArray *rows;              /* not owned */
};

G_DEFINE_FINAL_TYPE (CyTermsPage, cy_terms_page, ADW_TYPE_PREFERENCES_PAGE)

static gpointer
load_job (CyConn        *conn,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  return cy_term_list (conn, error);
}

static void
row_activated (CyTermsPage *self,
               GtkWidget   *row)
{
  adw_dialog_present (cy_term_editor_new (self->context, g_object_get_data (G_OBJECT (row), "term")), GTK_WIDGET (self));
}

static void
show_term (CyTermsPage  *self,
           const CyTerm *term,
           gboolean      overlaps)
{
  CyDay today = cy_context_get_today (self->context);
  g_autofree char *period = cy_words_period (term->from, term->to);
  g_autofree char *name = cy_school_term_name (term);
  GtkWidget *row = cy_row_new (name, period);

  if (overlaps)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), cy_pill_new (_("Overlaps"), "warning"));
  else if (term->from <= today && today <= term->to)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), cy_pill_new (_("Now"), "accent"));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name (term->kind == CY_TERM_HOLIDAY ? "weather-clear-symbolic" : "accessories-dictionary-symbolic"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("document-edit-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "term", cy_term_copy (term), (GDestroyNotify) cy_term_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (CyTermsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) terms = cy_db_submit_finish (CY_DB (source), result, &error);
  CyDay last = CY_DAY_NONE;

  if (terms == NULL)
    {
      cy_context_error (self->context, error);
      return;
    }

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < terms->len; i++)
    {
      const CyTerm *term = terms->pdata[i];

      show_term (self, term, term->from <= last);
      last = MAX (last, term->to);
    }
}

static void
load (CyTermsPage *self)
{
  CyDb *db = cy_context_get_db (self->context);

  if (db != NULL)
    cy_db_submit (db, CY_DB_READ, load_job, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL, loaded_cb,
                  g_object_ref (self));
}

static void
changed_cb (CyTermsPage *self,
            CyChangeSet *changes)
{
  if (cy_change_set_has (changes, "term"))
    load (self);
}

static void
add_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  adw_dialog_present (cy_term_editor_new (CY_TERMS_PAGE (widget)->context, NULL), widget);
}

static void
cy_terms_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_TERMS_PAGE);
  G_OBJECT_CLASS (cy_terms_page_parent_class)->dispose (object);
}

static void
cy_terms_page_finalize (GObject *object)
{
  CyTermsPage *self = CY_TERMS_PAGE (object);

  g_clear_object (&self->context);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (cy_terms_page_parent_class)->finalize (object);
}

static void
cy_terms_page_class_init (CyTermsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_terms_page_dispose;
  object_class->finalize = cy_terms_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/settings/cy-terms-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CyTermsPage, group);
  gtk_widget_class_install_action (widget_class, "terms.add", NULL, add_action);
}

static void
cy_terms_page_init (CyTermsPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/** cy_terms_page_new: Returns: (transfer floating): the page, which follows the archive */
GtkWidget *
cy_terms_page_new (CyContext *context)
{
  CyTermsPage *self = g_object_new (CY_TYPE_TERMS_PAGE, NULL);
  CyDb *db = cy_context_get_db (context);

  self->context = g_object_ref (context);
  if (db != NULL)
    g_signal_connect_object (db, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  load (self);

  return GTK_WIDGET (self);
}
