#define G_LOG_DOMAIN "cy-child-family"

#include "config.h"

#include "children/cy-child-family.h"

#include <glib/gi18n.h>

#include "children/cy-arrangement-editor.h"
#include "children/cy-child-save.h"
#include "children/cy-relative-editor.h"
#include "common/cy-rows.h"
#include "common/cy-undo.h"
#include "common/cy-words.h"
#include "cy-phone.h"
#include "cy-relation-store.h"
#include "cy-sibling-store.h"
#include "text/cy-people-names.h"

/*
 * The people around a child: parents and where they work, who looks after it, whom to call,
 * brothers and sisters. Each row opens its own small form; each save can be undone.
 */
struct _CyChildFamily {
  AdwBin parent_instance;

  AdwPreferencesPage *page;
  GPtrArray *groups;

  CyContext *context;
  gint64 child_id;
};

typedef struct {
  gint64 child_id;
  CyRelative *relative;
  CyDay today;
} SaveJob;

G_DEFINE_FINAL_TYPE (CyChildFamily, cy_child_family, ADW_TYPE_BIN)

static void
save_job_free (gpointer data)
{
  SaveJob *job = data;

  cy_relative_free (job->relative);
  g_free (job);
}

static gpointer
save_relative (CyConn        *conn,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  const SaveJob *job = data;

  cy_relative_save (conn, job->child_id, job->relative, job->today, error);
  return NULL;
}

static gpointer
remove_relation (CyConn        *conn,
                 gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  cy_relation_bin (conn, *(gint64 *) data, error);
  return NULL;
}

static void
editor_done (CyRelativeEditor *editor,
             CyChildFamily    *self)
{
  SaveJob *job = g_new0 (SaveJob, 1);
  g_autofree char *title = NULL;

  job->child_id = self->child_id;
  job->relative = cy_relative_editor_dup_relative (editor);
  job->today = cy_context_get_today (self->context);
  title = g_strdup_printf (_("%s saved"), job->relative->relation->person->name);
  cy_undo_write (self->context, title, save_relative, job, save_job_free);
}

static void
editor_removed (CyRelativeEditor *editor,
                CyChildFamily    *self)
{
  g_autoptr (CyRelative) relative = cy_relative_editor_dup_relative (editor);
  g_autofree char *title = g_strdup_printf (_("%s removed from the file"), relative->relation->person->name);

  cy_undo_write (self->context, title, remove_relation,
                 g_memdup2 (&relative->relation->id, sizeof relative->relation->id), g_free);
}

static void
present_editor (CyChildFamily    *self,
                const CyRelative *relative)
{
  CyRelativeEditor *editor = cy_relative_editor_new (cy_context_get_today (self->context), relative);

  g_signal_connect_object (editor, "done", G_CALLBACK (editor_done), self, 0);
  g_signal_connect_object (editor, "removed", G_CALLBACK (editor_removed), self, 0);
  adw_dialog_present (ADW_DIALOG (editor), GTK_WIDGET (self));
}

static void
relative_activated (CyChildFamily *self,
                    GtkWidget     *row)
{
  present_editor (self, g_object_get_data (G_OBJECT (row), "relative"));
}

static void
add_clicked (CyChildFamily *self)
{
  present_editor (self, NULL);
}

static char *
relative_facts (CyChildFamily         *self,
                const CyChildRelative *relative)
{
  const CyPerson *person = relative->relation->person;
  const CyAbsence *away = cy_child_relative_away (relative, cy_context_get_today (self->context));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *phone = person->phone != NULL ? cy_phone_display (person->phone) : NULL;
  g_autofree char *age = person->birth != CY_DAY_NONE
                           ? cy_words_age (person->birth, cy_context_get_today (self->context)) : NULL;
  g_autofree char *work = g_strjoin (" ", person->occupation != NULL ? person->occupation : person->employer,
                                     person->occupation != NULL ? person->employer : NULL, NULL);
  g_auto (GStrv) facts = NULL;

  if (relative->relation->kin != NULL)
    g_strv_builder_add (builder, cy_name_kin (relative->relation->kin));
  else
    g_strv_builder_add (builder, cy_name_relation_role (relative->relation->role));
  if (age != NULL)
    g_strv_builder_add (builder, age);
  if (phone != NULL)
    g_strv_builder_add (builder, phone);
  if (*work != '\0')
    g_strv_builder_add (builder, work);
  if (person->health != NULL)
    g_strv_builder_add (builder, person->health);
  if (away != NULL)
    {
      g_autofree char *period = cy_words_period (away->from, away->to);
      g_autofree char *words = away->place != NULL ? g_strdup_printf (_("away in %s"), away->place)
                                                   : g_strdup (_("away for work"));
      g_autofree char *both = *period != '\0' ? g_strdup_printf ("%s %s", words, period) : g_strdup (words);

      g_strv_builder_add (builder, both);
    }
  facts = g_strv_builder_end (builder);

  return g_strjoinv (" · ", facts);
}

static GtkWidget *
relative_row_new (CyChildFamily         *self,
                  const CyChildRelative *relative)
{
  g_autofree char *facts = relative_facts (self, relative);
  const CyPerson *person = relative->relation->person;
  GtkWidget *row = cy_row_new (person->name, facts);
  GtkWidget *avatar = adw_avatar_new (36, person->name, TRUE);
  CyRelative *edited = cy_relative_new (relative->relation,
                                        relative->absences->len > 0 &&
                                            cy_child_relative_away (relative, cy_context_get_today (self->context)) != NULL
                                          ? cy_child_relative_away (relative, cy_context_get_today (self->context))
                                          : NULL);

  gtk_accessible_update_state (GTK_ACCESSIBLE (avatar), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  if (relative->relation->is_primary)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), cy_pill_new (_("Main guardian"), "accent"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("document-edit-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "relative", edited, (GDestroyNotify) cy_relative_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (relative_activated), self, G_CONNECT_SWAPPED);

  return row;
}

static gboolean
belongs (const CyChildRelative *relative,
         CyRelationRole         role)
{
  /* A guardian for a time stands with the guardians. */
  return relative->relation->role == role ||
         (role == CY_RELATION_GUARDIAN && relative->relation->role == CY_RELATION_TEMPORARY);
}

static GtkWidget *
add_group (CyChildFamily *self,
           const char    *title,
           const char    *description)
{
  GtkWidget *group = cy_group_new (self->page, title, description);

  g_ptr_array_add (self->groups, group);
  return group;
}

static void
show_role (CyChildFamily     *self,
           const CyChildFile *file,
           CyRelationRole     role,
           const char        *title,
           const char        *nobody)
{
  GtkWidget *group = add_group (self, title, NULL);
  guint n = 0;

  cy_group_add_button (group, "list-add-symbolic", _("Add a Person"), G_CALLBACK (add_clicked), self);
  for (guint i = 0; i < file->relatives->len; i++)
    {
      const CyChildRelative *relative = file->relatives->pdata[i];

      if (!belongs (relative, role))
        continue;
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), relative_row_new (self, relative));
      n++;
    }
  if (n == 0)
    {
      GtkWidget *row = cy_row_new (nobody, NULL);

      gtk_widget_add_css_class (row, "dimmed");
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
}

static void
arrangement_activated (CyChildFamily *self,
                       GtkWidget     *row)
{
  adw_dialog_present (cy_arrangement_editor_new (self->context, self->child_id,
                                                 g_object_get_data (G_OBJECT (row), "arrangement")),
                      GTK_WIDGET (self));
}

static void
add_arrangement (CyChildFamily *self)
{
  adw_dialog_present (cy_arrangement_editor_new (self->context, self->child_id, NULL), GTK_WIDGET (self));
}

static void
show_arrangements (CyChildFamily     *self,
                   const CyChildFile *file)
{
  GtkWidget *group = add_group (self, _("Care Arrangement"), NULL);
  GtkWidget *row;

  cy_group_add_button (group, "list-add-symbolic", _("Add a Care Arrangement"), G_CALLBACK (add_arrangement), self);
  for (guint i = 0; i < file->arrangements->len; i++)
    {
      const CyCareArrangement *arrangement = file->arrangements->pdata[i];
      g_autofree char *period = cy_words_period (arrangement->from, arrangement->to);
      g_autofree char *subtitle = g_strjoin (" · ", *period != '\0' ? period : arrangement->note,
                                             *period != '\0' ? arrangement->note : NULL, NULL);

      row = cy_row_new (cy_name_care_kind (arrangement->kind), subtitle);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("document-edit-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data_full (G_OBJECT (row), "arrangement", cy_care_arrangement_copy (arrangement),
                              (GDestroyNotify) cy_care_arrangement_free);
      g_signal_connect_object (row, "activated", G_CALLBACK (arrangement_activated), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  if (file->arrangements->len == 0)
    {
      row = cy_row_new (_("Nothing has been written down"), NULL);
      gtk_widget_add_css_class (row, "dimmed");
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
}

/* Siblings: found by what families have in common, kept when somebody says so */

static gpointer
link_sibling (CyConn        *conn,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  const gint64 *ids = data;

  cy_sibling_link (conn, ids[0], ids[1], error);
  return NULL;
}

static gpointer
unlink_sibling (CyConn        *conn,
                gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  const gint64 *ids = data;

  cy_sibling_unlink (conn, ids[0], ids[1], error);
  return NULL;
}

static void
link_clicked (CyChildFamily *self,
              GtkWidget     *button)
{
  gint64 ids[2] = { self->child_id, *(gint64 *) g_object_get_data (G_OBJECT (button), "id") };
  gboolean linked = g_object_get_data (G_OBJECT (button), "linked") != NULL;

  cy_undo_write (self->context, linked ? _("Siblings no longer linked") : _("Siblings linked"),
                 linked ? unlink_sibling : link_sibling, g_memdup2 (ids, sizeof ids), g_free);
}

static void
sibling_activated (CyChildFamily *self,
                   GtkWidget     *row)
{
  cy_context_open_child (self->context, *(gint64 *) g_object_get_data (G_OBJECT (row), "id"));
}

static const char *
reason_words (CySiblingReason reason)
{
  switch (reason)
    {
    case CY_SIBLING_SHARED_PARENT:
      return _("has the same parent");
    case CY_SIBLING_SHARED_GUARDIAN:
      return _("has the same guardian");
    case CY_SIBLING_SAME_NUMBER:
      return _("a parent or guardian has the same ID number");
    case CY_SIBLING_SAME_NAME_AND_PHONE:
      return _("a parent or guardian has the same name and phone");
    case CY_SIBLING_LINKED:
    default:
      return NULL;
    }
}

static GtkWidget *
sibling_row_new (CyChildFamily   *self,
                 const CySibling *sibling)
{
  gboolean linked = sibling->reason == CY_SIBLING_LINKED;
  g_autofree char *age = cy_words_age (sibling->birth, cy_context_get_today (self->context));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) facts = NULL;
  g_autofree char *subtitle = NULL;
  GtkWidget *row, *button;

  if (sibling->kin != NULL)
    g_strv_builder_add (builder, cy_name_kin (sibling->kin));
  if (*age != '\0')
    g_strv_builder_add (builder, age);
  if (reason_words (sibling->reason) != NULL)
    g_strv_builder_add (builder, reason_words (sibling->reason));
  facts = g_strv_builder_end (builder);
  subtitle = g_strjoinv (" · ", facts);

  row = cy_row_new (sibling->name, subtitle);
  button = cy_row_add_button (row, NULL, linked ? _("Unlink") : _("Link"), G_CALLBACK (link_clicked), self);
  g_object_set_data_full (G_OBJECT (button), "id", g_memdup2 (&sibling->id, sizeof sibling->id), g_free);
  g_object_set_data (G_OBJECT (button), "linked", linked ? self : NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "id", g_memdup2 (&sibling->id, sizeof sibling->id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (sibling_activated), self, G_CONNECT_SWAPPED);

  return row;
}

static void
show_siblings (CyChildFamily     *self,
               const CyChildFile *file)
{
  GtkWidget *group;

  if (file->siblings->len == 0)
    return;

  group = add_group (self, _("Brothers and Sisters"), _("Linked siblings share a contact in one go"));
  for (guint i = 0; i < file->siblings->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), sibling_row_new (self, file->siblings->pdata[i]));
}

static void
cy_child_family_dispose (GObject *object)
{
  CyChildFamily *self = CY_CHILD_FAMILY (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->groups, g_ptr_array_unref);

  G_OBJECT_CLASS (cy_child_family_parent_class)->dispose (object);
}

static void
cy_child_family_class_init (CyChildFamilyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cy_child_family_dispose;
}

static void
cy_child_family_init (CyChildFamily *self)
{
  self->groups = g_ptr_array_new ();
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->page));
}

/** cy_child_family_show: shows @file, which is not kept */
void
cy_child_family_show (CyChildFamily     *self,
                      CyContext         *context,
                      const CyChildFile *file)
{
  g_return_if_fail (CY_IS_CHILD_FAMILY (self));

  g_set_object (&self->context, context);
  self->child_id = file->person->id;
  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, self->groups->pdata[i]);
  g_ptr_array_set_size (self->groups, 0);

  show_role (self, file, CY_RELATION_PARENT, _("Parents"), _("No parent is known"));
  show_role (self, file, CY_RELATION_GUARDIAN, _("Guardian"), _("No guardian besides the parents"));
  show_siblings (self, file);
  show_arrangements (self, file);
  show_role (self, file, CY_RELATION_EMERGENCY, _("Emergency Contacts"), _("Nobody to call in an emergency"));
}
