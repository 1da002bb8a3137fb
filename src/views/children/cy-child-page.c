#define G_LOG_DOMAIN "cy-child-page"

#include "config.h"

#include "children/cy-child-page.h"

#include <glib/gi18n.h>

#include "children/cy-bulk.h"
#include "children/cy-child-card.h"
#include "children/cy-child-editor.h"
#include "children/cy-child-family.h"
#include "children/cy-child-file.h"
#include "children/cy-child-history.h"
#include "children/cy-child-overview.h"
#include "children/cy-child-timeline.h"
#include "children/cy-risk-editor.h"
#include "common/cy-rows.h"
#include "common/cy-words.h"
#include "cy-enrolment.h"
#include "cy-flag-store.h"
#include "cy-flag.h"
#include "cy-store-error.h"
#include "print/cy-print.h"
#include "text/cy-names.h"
#include "text/cy-people-names.h"

/*
 * A child's file. Its parts are shown from one reading of the archive, which is repeated
 * when something that the file shows has changed.
 */
struct _CyChildPage {
  AdwNavigationPage parent_instance;

  AdwBanner *banner;
  GtkStack *loading_stack;
  AdwViewStack *stack;
  AdwViewStackPage *overview_page;
  AdwWindowTitle *narrow_title;
  AdwAvatar *avatar;
  GtkLabel *name_label;
  GtkLabel *facts_label;
  AdwWrapBox *pills;
  CyChildOverview *overview;
  CyChildFamily *family;
  CyChildTimeline *timeline;
  CyChildCard *card;
  CyChildHistory *history;

  CyContext *context;
  CyDb *db;
  gint64 child_id;
  char *name;
  GStrv flags;                  /* the codes of the open ones */
  GCancellable *cancellable;
};

typedef struct {
  gint64 child_id;
  CyDay today;
} Wanted;

G_DEFINE_FINAL_TYPE (CyChildPage, cy_child_page, ADW_TYPE_NAVIGATION_PAGE)

static gpointer
load (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  const Wanted *wanted = data;

  return cy_child_file_load (conn, wanted->child_id, wanted->today, error);
}

static void
add_pill (CyChildPage *self,
          const char  *text,
          const char  *css_class)
{
  adw_wrap_box_append (self->pills, cy_pill_new (text, css_class));
}

static gboolean
is_paused (const CyChildFile *file,
           CyDay              today)
{
  for (guint i = 0; i < file->pauses->len; i++)
    {
      const CyPause *pause = file->pauses->pdata[i];

      if (pause->from <= today && pause->to >= today)
        return TRUE;
    }

  return FALSE;
}

static guint
count_problems (const CyChildFile *file)
{
  guint n = 0;

  for (guint i = 0; i < file->flags->len; i++)
    if (cy_flag_is_problem (((CyFlag *) file->flags->pdata[i])->code))
      n++;

  return n;
}

static void
show_pills (CyChildPage       *self,
            const CyChildFile *file)
{
  CyDueState state = cy_child_file_due_state (file);
  guint n_problems = count_problems (file);
  g_autofree char *problems = g_strdup_printf (ngettext ("%u problem to mend", "%u problems to mend", n_problems),
                                               n_problems);
  GtkWidget *pill;

  while ((pill = gtk_widget_get_first_child (GTK_WIDGET (self->pills))) != NULL)
    adw_wrap_box_remove (self->pills, pill);
  if (file->child->profile_result == CY_PROFILE_LEFT_BEHIND)
    add_pill (self, cy_name_profile (CY_PROFILE_LEFT_BEHIND), "accent");
  if (state == CY_DUE_OVERDUE || state == CY_DUE_SOON)
    add_pill (self, cy_name_due_state (state), state == CY_DUE_OVERDUE ? "error" : "warning");
  if (is_paused (file, cy_context_get_today (self->context)))
    add_pill (self, _("Paused"), NULL);
  for (guint i = 0; i < file->flags->len; i++)
    {
      const CyFlag *flag = file->flags->pdata[i];

      if (!cy_flag_is_problem (flag->code))
        add_pill (self, cy_name_flag (flag->code), cy_flag_is_urgent (flag->code) ? "error" : "warning");
    }
  if (n_problems > 0)
    add_pill (self, problems, "warning");
  gtk_widget_set_visible (GTK_WIDGET (self->pills), gtk_widget_get_first_child (GTK_WIDGET (self->pills)) != NULL);
  adw_view_stack_page_set_badge_number (self->overview_page, n_problems);
}

static void
keep_flags (CyChildPage       *self,
            const CyChildFile *file)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < file->flags->len; i++)
    g_strv_builder_add (builder, ((CyFlag *) file->flags->pdata[i])->code);
  g_strfreev (self->flags);
  self->flags = g_strv_builder_end (builder);
}

static void
show_header (CyChildPage       *self,
             const CyChildFile *file)
{
  const CyPerson *person = file->person;
  g_autofree char *age = cy_words_age (person->birth, cy_context_get_today (self->context));
  g_autofree char *places = cy_child_file_dup_places (file);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;
  g_autofree char *facts = NULL;

  if (*cy_name_child_sex (person->sex) != '\0')
    g_strv_builder_add (builder, cy_name_child_sex (person->sex));
  if (*age != '\0')
    g_strv_builder_add (builder, age);
  if (*places != '\0')
    g_strv_builder_add (builder, places);
  parts = g_strv_builder_end (builder);
  facts = g_strjoinv (" · ", parts);

  g_set_str (&self->name, person->name);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), person->name);
  adw_window_title_set_title (self->narrow_title, person->name);
  adw_avatar_set_text (self->avatar, person->name);
  gtk_label_set_label (self->name_label, person->name);
  gtk_label_set_label (self->facts_label, facts);
  gtk_widget_set_visible (GTK_WIDGET (self->facts_label), *facts != '\0');
  adw_banner_set_revealed (self->banner, person->deleted);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "child.bin", !person->deleted);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "child.restore", person->deleted);
  keep_flags (self, file);
  show_pills (self, file);
}

static void
show_file (CyChildPage       *self,
           const CyChildFile *file)
{
  show_header (self, file);
  cy_child_overview_show (self->overview, self->context, file);
  cy_child_family_show (self->family, self->context, file);
  cy_child_timeline_show (self->timeline, self->context, self->child_id);
  cy_child_card_show (self->card, self->context, self->child_id);
  cy_child_history_show (self->history, self->context, self->child_id);
  gtk_stack_set_visible_child_name (self->loading_stack, "file");
}

static void
loaded (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (CyChildPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CyChildFile) file = cy_db_submit_finish (CY_DB (source), result, &error);

  if (file != NULL)
    show_file (self, file);
  else if (g_error_matches (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND))
    gtk_stack_set_visible_child_name (self->loading_stack, "gone");
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cy_context_error (self->context, error);
}

static void
reload (CyChildPage *self)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  wanted->child_id = self->child_id;
  wanted->today = cy_context_get_today (self->context);
  cy_db_submit (self->db, CY_DB_READ, load, wanted, g_free, (GDestroyNotify) cy_child_file_free, self->cancellable,
                loaded, g_object_ref (self));
}

/* The file draws on many tables; drafts and the settings of others are none of them. */
static void
archive_changed (CyChildPage *self,
                 CyChangeSet *changes)
{
  static const char * const tables[] = {
    "person", "child", "relation", "absence", "care_arrangement", "unit", "flag", "contact", "participant",
    "follow_up", "enrolment", "pause", "scheme", "obligation", "term", "definition_profile",
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      if (cy_change_set_has (changes, tables[i]))
        {
          reload (self);
          return;
        }
    }
}

static GArray *
ids_new (CyChildPage *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, self->child_id);
  return ids;
}

static void
log_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  CyChildPage *self = CY_CHILD_PAGE (widget);

  cy_context_log_contact (self->context, &self->child_id, 1, 0);
}

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CyChildPage *self = CY_CHILD_PAGE (widget);

  adw_dialog_present (cy_child_editor_new (self->context, self->child_id, CY_CHILD_FIELD_NAME), widget);
}

static void
print_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  CyChildPage *self = CY_CHILD_PAGE (widget);

  cy_print_cards (self->context, widget, &self->child_id, 1);
}

static void
save_card_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  CyChildPage *self = CY_CHILD_PAGE (widget);

  cy_save_cards (self->context, widget, &self->child_id, 1);
}

static void
enrol_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  g_autoptr (GArray) ids = ids_new (CY_CHILD_PAGE (widget));

  cy_bulk_enrol (widget, CY_CHILD_PAGE (widget)->context, ids);
}

static void
pause_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  g_autoptr (GArray) ids = ids_new (CY_CHILD_PAGE (widget));

  cy_bulk_pause (widget, CY_CHILD_PAGE (widget)->context, ids);
}

static void
note_risk_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  CyChildPage *self = CY_CHILD_PAGE (widget);

  if (self->flags != NULL)
    adw_dialog_present (cy_risk_editor_new (self->context, self->child_id, (const char * const *) self->flags), widget);
}

static void
bin_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  CyChildPage *self = CY_CHILD_PAGE (widget);
  g_autoptr (GArray) ids = ids_new (self);

  cy_bulk_bin (self->context, ids, self->name);
  gtk_widget_activate_action (widget, "navigation.pop", NULL);
}

static void
restore_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  CyChildPage *self = CY_CHILD_PAGE (widget);
  g_autoptr (GArray) ids = ids_new (self);

  cy_bulk_restore (self->context, ids, self->name);
}

static void
cy_child_page_dispose (GObject *object)
{
  CyChildPage *self = CY_CHILD_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->db);
  g_clear_object (&self->context);
  gtk_widget_dispose_template (GTK_WIDGET (self), CY_TYPE_CHILD_PAGE);

  G_OBJECT_CLASS (cy_child_page_parent_class)->dispose (object);
}

static void
cy_child_page_finalize (GObject *object)
{
  CyChildPage *self = CY_CHILD_PAGE (object);

  g_free (self->name);
  g_strfreev (self->flags);

  G_OBJECT_CLASS (cy_child_page_parent_class)->finalize (object);
}

static void
cy_child_page_class_init (CyChildPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CY_TYPE_CHILD_OVERVIEW);
  g_type_ensure (CY_TYPE_CHILD_FAMILY);
  g_type_ensure (CY_TYPE_CHILD_TIMELINE);
  g_type_ensure (CY_TYPE_CHILD_CARD);
  g_type_ensure (CY_TYPE_CHILD_HISTORY);
  object_class->dispose = cy_child_page_dispose;
  object_class->finalize = cy_child_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/children/cy-child-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CyChildPage, name)
  BIND (banner);
  BIND (loading_stack);
  BIND (stack);
  BIND (overview_page);
  BIND (narrow_title);
  BIND (avatar);
  BIND (name_label);
  BIND (facts_label);
  BIND (pills);
  BIND (overview);
  BIND (family);
  BIND (timeline);
  BIND (card);
  BIND (history);
#undef BIND
  gtk_widget_class_install_action (widget_class, "child.log", NULL, log_action);
  /* What the window asks a page to do when its own keys are pressed. */
  gtk_widget_class_install_action (widget_class, "page.log", NULL, log_action);
  gtk_widget_class_install_action (widget_class, "child.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "child.print", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "child.save-card", NULL, save_card_action);
  gtk_widget_class_install_action (widget_class, "child.enrol", NULL, enrol_action);
  gtk_widget_class_install_action (widget_class, "child.pause", NULL, pause_action);
  gtk_widget_class_install_action (widget_class, "child.note-risk", NULL, note_risk_action);
  gtk_widget_class_install_action (widget_class, "child.bin", NULL, bin_action);
  gtk_widget_class_install_action (widget_class, "child.restore", NULL, restore_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK, "child.log", NULL);
}

static void
cy_child_page_init (CyChildPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cy_child_page_new:
 * @context: the context, unlocked
 * @child_id: whose file; 0 or an unknown id shows that there is none
 *
 * Returns: (transfer floating): the page, to be pushed
 */
AdwNavigationPage *
cy_child_page_new (CyContext *context,
                   gint64     child_id)
{
  CyChildPage *self = g_object_new (CY_TYPE_CHILD_PAGE, NULL);
  CyDb *db = cy_context_get_db (context);

  self->context = g_object_ref (context);
  self->child_id = child_id;
  if (db == NULL)
    return ADW_NAVIGATION_PAGE (self);

  self->db = g_object_ref (db);
  g_signal_connect_object (db, "changed", G_CALLBACK (archive_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "notify::today", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  reload (self);

  return ADW_NAVIGATION_PAGE (self);
}
