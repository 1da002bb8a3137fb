#define G_LOG_DOMAIN "cy-contact"

#include "config.h"

#include "cy-child-picker.h"
#include "contact/cy-child-name.h"

#include <glib/gi18n.h>

/* Chooses one or several children: chips of those chosen, an entry that finds more as one
 * types, and the brothers and sisters of those chosen. Of thousands the first have chips; the
 * others are counted, and found by the entry too. */

#define MAX_RESULTS 6
#define MAX_CHIPS 12

struct _CyChildPicker {
  GtkBox parent_instance;

  /* Template */
  AdwWrapBox *chips;
  GtkSearchEntry *entry;
  GtkLabel *others_label;
  GtkListBox *results;
  GtkLabel *nobody_label;
  AdwWrapBox *siblings;

  /* Owned */
  CyContext *context;
  GArray *ids;                  /* gint64, those chosen, nobody twice */
  GPtrArray *names;             /* char *, of the first of them, as far as they are known */
  GPtrArray *sibling_buttons;   /* GtkWidget, not owned */
  CyRosterIndex *index;         /* what one search leaves for the next */
  GCancellable *search;         /* of the running search */

  guint generation;             /* of the choice: an answer to an older one comes too late */
};

G_DEFINE_FINAL_TYPE (CyChildPicker, cy_child_picker, GTK_TYPE_BOX)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void load_chosen (CyChildPicker *self);

/* Returns: where the child stands among those chosen, -1 when it does not */
static int
place_of (CyChildPicker *self,
          gint64         id)
{
  for (guint i = 0; i < self->ids->len; i++)
    {
      if (g_array_index (self->ids, gint64, i) == id)
        return (int) i;
    }

  return -1;
}

static gboolean
has_chip (CyChildPicker *self,
          gint64         id)
{
  int place = place_of (self, id);

  return place >= 0 && place < MAX_CHIPS;
}

/* Whoever is chosen last is in sight: after the others, or before them where they are too many. */
static void
choose (CyChildPicker *self,
        gint64         id)
{
  int place = place_of (self, id);

  if (place >= 0 && place < MAX_CHIPS)
    return;

  if (place >= 0)
    g_array_remove_index (self->ids, (guint) place);
  if (self->ids->len < MAX_CHIPS)
    g_array_append_val (self->ids, id);
  else
    g_array_prepend_val (self->ids, id);
  load_chosen (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
clear_results (CyChildPicker *self)
{
  gtk_list_box_remove_all (self->results);
  gtk_widget_set_visible (GTK_WIDGET (self->results), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->nobody_label), FALSE);
}

/* Jobs */

typedef struct {
  CyRosterIndex *index;
  char *text;                   /* a search, or NULL for … */
  GArray *ids;                  /* … these children and their siblings */
  guint generation;
} Question;

typedef struct {
  GPtrArray *cards;             /* of those found, or of the first of those chosen */
  GArray *ids;                  /* those chosen who are there */
  GPtrArray *siblings;
  guint generation;
} Answer;

static void
question_free (Question *question)
{
  cy_roster_index_unref (question->index);
  g_free (question->text);
  g_clear_pointer (&question->ids, g_array_unref);
  g_free (question);
}

static void
answer_free (Answer *answer)
{
  g_clear_pointer (&answer->cards, g_ptr_array_unref);
  g_clear_pointer (&answer->ids, g_array_unref);
  g_clear_pointer (&answer->siblings, g_ptr_array_unref);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static gpointer
search_job (CyConn        *conn,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Question *question = data;
  g_autoptr (Answer) answer = g_new0 (Answer, 1);

  answer->cards = cy_child_names_search (conn, question->index, question->text, MAX_RESULTS, error);

  return answer->cards != NULL ? g_steal_pointer (&answer) : NULL;
}

/* A whole class is named child by child, its siblings are not asked for. */
static gpointer
load_job (CyConn        *conn,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  Question *question = data;
  g_autoptr (Answer) answer = g_new0 (Answer, 1);
  const gint64 *ids;
  guint n_ids;

  answer->generation = question->generation;
  answer->ids = cy_child_names_present (conn, (const gint64 *) question->ids->data, question->ids->len, error);
  if (answer->ids == NULL)
    return NULL;

  ids = (const gint64 *) answer->ids->data;
  n_ids = answer->ids->len;
  answer->cards = cy_child_names_load (conn, ids, MIN (n_ids, MAX_CHIPS), error);
  if (answer->cards != NULL)
    answer->siblings = cy_child_names_siblings (conn, ids, n_ids <= MAX_CHIPS ? n_ids : 0, error);

  return answer->siblings != NULL ? g_steal_pointer (&answer) : NULL;
}

static void
submit (CyChildPicker       *self,
        CyDbFunc             job,
        const char          *text,
        GCancellable        *cancellable,
        GAsyncReadyCallback  callback)
{
  CyDb *db = cy_context_get_db (self->context);
  Question *question;

  if (db == NULL)
    return;

  question = g_new0 (Question, 1);
  question->index = cy_roster_index_ref (self->index);
  question->text = g_strdup (text);
  if (text == NULL)
    question->ids = g_array_copy (self->ids);
  question->generation = self->generation;
  cy_db_submit (db, CY_DB_PAGE, job, question, (GDestroyNotify) question_free, (GDestroyNotify) answer_free,
                cancellable, callback, g_object_ref (self));
}

/* The chosen */

static void
remove_cb (CyChildPicker *self,
           GtkWidget     *button)
{
  gint64 id = *(gint64 *) g_object_get_data (G_OBJECT (button), "child-id");

  int place = place_of (self, id);

  if (place >= 0)
    g_array_remove_index (self->ids, (guint) place);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  load_chosen (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
sibling_cb (CyChildPicker *self,
            GtkWidget     *button)
{
  choose (self, *(gint64 *) g_object_get_data (G_OBJECT (button), "child-id"));
}

static void
set_child_id (GtkWidget *widget,
              gint64     id)
{
  g_object_set_data_full (G_OBJECT (widget), "child-id", g_memdup2 (&id, sizeof id), g_free);
}

static GtkWidget *
chip_new (CyChildPicker     *self,
          const CyChildName *card)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *label = gtk_label_new (card->name);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  /* Translators: %s is a child's name */
  g_autofree char *tooltip = g_strdup_printf (_("Leave out %s"), card->name);

  gtk_widget_add_css_class (chip, "child-chip");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_tooltip_text (label, card->place);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  set_child_id (button, card->id);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (chip), label);
  gtk_box_append (GTK_BOX (chip), button);

  return chip;
}

static void
show_others (CyChildPicker *self)
{
  guint n = self->ids->len - MIN (self->ids->len, MAX_CHIPS);
  /* Translators: after the names of some children */
  g_autofree char *words = g_strdup_printf (ngettext ("and %'u other", "and %'u others", n), n);

  gtk_label_set_label (self->others_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->others_label), n > 0);
}

static void
show_siblings (CyChildPicker *self,
               GPtrArray     *siblings)
{
  for (guint i = 0; i < self->sibling_buttons->len; i++)
    adw_wrap_box_remove (self->siblings, g_ptr_array_index (self->sibling_buttons, i));
  g_ptr_array_set_size (self->sibling_buttons, 0);
  for (guint i = 0; i < siblings->len; i++)
    {
      const CyChildName *card = g_ptr_array_index (siblings, i);
      GtkWidget *button = gtk_button_new_with_label (card->name);
      /* Translators: %s is a child's name */
      g_autofree char *tooltip = g_strdup_printf (_("Log this for %s as well"), card->name);

      gtk_widget_set_tooltip_text (button, tooltip);
      set_child_id (button, card->id);
      g_signal_connect_object (button, "clicked", G_CALLBACK (sibling_cb), self, G_CONNECT_SWAPPED);
      adw_wrap_box_append (self->siblings, button);
      g_ptr_array_add (self->sibling_buttons, button);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->siblings), siblings->len > 0);
}

static void
show_chosen (CyChildPicker *self,
             Answer        *answer)
{
  GtkWidget *chip;

  while ((chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    adw_wrap_box_remove (self->chips, chip);
  g_array_unref (self->ids);
  self->ids = g_array_ref (answer->ids);
  g_ptr_array_set_size (self->names, 0);
  for (guint i = 0; i < answer->cards->len; i++)
    {
      const CyChildName *card = g_ptr_array_index (answer->cards, i);

      g_ptr_array_add (self->names, g_strdup (card->name));
      adw_wrap_box_append (self->chips, chip_new (self, card));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->chips), answer->cards->len > 0);

  show_others (self);
  show_siblings (self, answer->siblings);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CyChildPicker) self = CY_CHILD_PICKER (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = cy_db_submit_finish (CY_DB (source), result, &error);

  if (self->context == NULL)
    return;
  if (answer == NULL)
    cy_context_error (self->context, error);
  else if (answer->generation == self->generation)
    show_chosen (self, answer);
}

static void
load_chosen (CyChildPicker *self)
{
  /* Until the names are there, nobody is called by that of another. */
  g_ptr_array_set_size (self->names, 0);
  self->generation++;
  submit (self, load_job, NULL, cy_context_get_cancellable (self->context), loaded_cb);
}

/* Searching */

static GtkWidget *
result_row_new (const CyChildName *card,
                gboolean           chosen)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), card->name);
  if (card->place != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), card->place);
  if (chosen)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("Chosen already; shows it first"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  set_child_id (row, card->id);

  return row;
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CyChildPicker) self = CY_CHILD_PICKER (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = cy_db_submit_finish (CY_DB (source), result, &error);
  guint n = 0;

  if (self->context == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  clear_results (self);
  if (answer == NULL)
    {
      cy_context_error (self->context, error);
      return;
    }

  for (guint i = 0; i < answer->cards->len; i++)
    {
      const CyChildName *card = g_ptr_array_index (answer->cards, i);

      if (has_chip (self, card->id))
        continue;
      gtk_list_box_append (self->results, result_row_new (card, place_of (self, card->id) >= 0));
      n++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->results), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->nobody_label), n == 0);
}

static void
search_changed_cb (CyChildPicker *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  if (text[0] == '\0')
    {
      clear_results (self);
      return;
    }

  self->search = g_cancellable_new ();
  submit (self, search_job, text, self->search, found_cb);
}

static void
take_row (CyChildPicker *self,
          GtkListBoxRow *row)
{
  gint64 id = *(gint64 *) g_object_get_data (G_OBJECT (row), "child-id");

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  clear_results (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  choose (self, id);
}

static void
row_activated_cb (CyChildPicker *self,
                  GtkListBoxRow *row)
{
  take_row (self, row);
}

static void
entry_activate_cb (CyChildPicker *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->results, 0);

  if (first != NULL)
    take_row (self, first);
}

/* Overrides */

static gboolean
cy_child_picker_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CY_CHILD_PICKER (widget)->entry));
}

static void
cy_child_picker_dispose (GObject *object)
{
  CyChildPicker *self = CY_CHILD_PICKER (object);

  if (self->search != NULL)
    g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  gtk_widget_dispose_template (GTK_WIDGET (self), CY_TYPE_CHILD_PICKER);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (cy_child_picker_parent_class)->dispose (object);
}

static void
cy_child_picker_finalize (GObject *object)
{
  CyChildPicker *self = CY_CHILD_PICKER (object);

  g_clear_pointer (&self->index, cy_roster_index_unref);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->sibling_buttons, g_ptr_array_unref);

  G_OBJECT_CLASS (cy_child_picker_parent_class)->finalize (object);
}

static void
cy_child_picker_class_init (CyChildPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_child_picker_dispose;
  object_class->finalize = cy_child_picker_finalize;
  widget_class->grab_focus = cy_child_picker_grab_focus;

  /** CyChildPicker::changed: other children are chosen */
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/contact/cy-child-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, CyChildPicker, chips);
  gtk_widget_class_bind_template_child (widget_class, CyChildPicker, others_label);
  gtk_widget_class_bind_template_child (widget_class, CyChildPicker, entry);
  gtk_widget_class_bind_template_child (widget_class, CyChildPicker, results);
  gtk_widget_class_bind_template_child (widget_class, CyChildPicker, nobody_label);
  gtk_widget_class_bind_template_child (widget_class, CyChildPicker, siblings);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
cy_child_picker_init (CyChildPicker *self)
{
  self->index = cy_roster_index_new ();
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->sibling_buttons = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->entry, NULL);
}

/** cy_child_picker_set_context: @context: where children are found; before anything else */
void
cy_child_picker_set_context (CyChildPicker *self,
                             CyContext     *context)
{
  g_return_if_fail (CY_IS_CHILD_PICKER (self));

  g_set_object (&self->context, context);
}

/** cy_child_picker_set_children: chooses @ids in place of those chosen; tells nobody */
void
cy_child_picker_set_children (CyChildPicker *self,
                              const gint64  *ids,
                              guint          n_ids)
{
  g_return_if_fail (CY_IS_CHILD_PICKER (self));

  g_array_set_size (self->ids, 0);
  if (n_ids > 0)
    g_array_append_vals (self->ids, ids, n_ids);
  load_chosen (self);
}

/** cy_child_picker_get_children: Returns: (transfer none) (array length=n_ids): those chosen */
const gint64 *
cy_child_picker_get_children (CyChildPicker *self,
                              guint         *n_ids)
{
  g_return_val_if_fail (CY_IS_CHILD_PICKER (self), NULL);

  *n_ids = self->ids->len;
  return (const gint64 *) self->ids->data;
}

/**
 * cy_child_picker_dup_name:
 *
 * Returns: (transfer full) (nullable): the name of the one child that is chosen; %NULL for
 *   several, or while it is not known
 */
char *
cy_child_picker_dup_name (CyChildPicker *self)
{
  g_return_val_if_fail (CY_IS_CHILD_PICKER (self), NULL);

  if (self->ids->len != 1 || self->names->len != 1)
    return NULL;

  return g_strdup (g_ptr_array_index (self->names, 0));
}
