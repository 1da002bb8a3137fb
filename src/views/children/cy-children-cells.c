#define G_LOG_DOMAIN "cy-children-cells"

#include "config.h"

#include "children/cy-children-cells.h"

#include <glib/gi18n.h>

#include "children/cy-cell-label.h"
#include "common/cy-rows.h"
#include "common/cy-words.h"
#include "cy-phone.h"
#include "text/cy-names.h"
#include "text/cy-people-names.h"

/*
 * What the roster shows of a child. A row comes empty and fills when its page has been read:
 * each cell follows its row ("changed"), the states of what is due ("changed") and, for the
 * check mark, the selection. A cell of a row that is still empty is empty too: it held another
 * child before.
 *
 * A jump binds two hundred rows of nine cells. So a row is connected once, and knows its cells.
 */
typedef struct {
  CyChildCell cell;
  CyCellColumn *column;
  CyContext *context;
  CyChildrenDue *due;
  CyQuerySelection *selection;
} Factory;

static void
factory_free (gpointer  data,
              GClosure *closure)
{
  Factory *factory = data;

  cy_cell_column_unref (factory->column);
  g_object_unref (factory->context);
  g_object_unref (factory->due);
  g_object_unref (factory->selection);
  g_free (factory);
}

static G_DEFINE_QUARK (cy_children_cells_factory, factory)
static G_DEFINE_QUARK (cy_children_cells_context, context)
static G_DEFINE_QUARK (cy_children_cells_followers, followers)

static const Factory *
factory_of (GtkListItem *item)
{
  return g_object_get_qdata (G_OBJECT (item), factory_quark ());
}

/* Who follows a row */

typedef struct {
  gpointer item;                /* GtkListItem or GtkColumnViewRow, which leaves when it is unbound */
  void (*update) (gpointer item);
} Follower;

static void
row_changed (CyRosterRow *row,
             GArray      *followers)
{
  for (guint i = 0; i < followers->len; i++)
    {
      const Follower *follower = &g_array_index (followers, Follower, i);

      follower->update (follower->item);
    }
}

static void
follow (CyRosterRow *row,
        gpointer item,
        void (*update) (gpointer item))
{
  GArray *followers = g_object_get_qdata (G_OBJECT (row), followers_quark ());
  const Follower follower = { item, update };

  if (followers == NULL)
    {
      followers = g_array_new (FALSE, FALSE, sizeof (Follower));
      g_object_set_qdata_full (G_OBJECT (row), followers_quark (), followers, (GDestroyNotify) g_array_unref);
      g_signal_connect (row, "changed", G_CALLBACK (row_changed), followers);
    }
  g_array_append_val (followers, follower);
}

static void
unfollow (CyRosterRow *row,
          gpointer     item)
{
  GArray *followers = g_object_get_qdata (G_OBJECT (row), followers_quark ());

  for (guint i = 0; i < followers->len; i++)
    if (g_array_index (followers, Follower, i).item == item)
      {
        g_array_remove_index_fast (followers, i);
        return;
      }
}

/* The texts */

static void
append (GString    *words,
        const char *word)
{
  if (word == NULL || *word == '\0')
    return;
  if (words->len > 0)
    g_string_append (words, " · ");
  g_string_append (words, word);
}

static char *
age_of (CyRosterRow *row,
        CyDay        today)
{
  return cy_words_age (cy_roster_row_get_birth (row), today);
}

static char *
school_of (CyRosterRow *row)
{
  g_autoptr (GString) words = g_string_new (NULL);

  append (words, cy_roster_row_get_school (row));
  append (words, cy_roster_row_get_class_name (row));

  return g_string_free_and_steal (g_steal_pointer (&words));
}

static char *
guardian_of (CyRosterRow *row)
{
  g_autoptr (GString) words = g_string_new (NULL);
  const char *phones = cy_roster_row_get_guardian_phone (row);
  g_autofree char *phone = phones != NULL ? cy_phone_display (phones) : NULL;

  append (words, cy_roster_row_get_guardian (row));
  append (words, phone);

  return g_string_free_and_steal (g_steal_pointer (&words));
}

static char *
cell_text (const Factory *factory,
           CyRosterRow   *row)
{
  CyDay today = cy_context_get_today (factory->context);

  switch (factory->cell)
    {
    case CY_CHILD_CELL_NAME:
      return g_strdup (cy_roster_row_get_name (row));
    case CY_CHILD_CELL_SEX:
      return g_strdup (cy_name_child_sex (cy_roster_row_get_sex (row)));
    case CY_CHILD_CELL_AGE:
      return age_of (row, today);
    case CY_CHILD_CELL_VILLAGE:
      return g_strdup (cy_roster_row_get_village (row));
    case CY_CHILD_CELL_SCHOOL:
      return school_of (row);
    case CY_CHILD_CELL_GUARDIAN:
      return guardian_of (row);
    case CY_CHILD_CELL_PROFILE:
      return g_strdup (cy_roster_row_get_profile_result (row) == CY_PROFILE_UNKNOWN
                         ? ""
                         : cy_name_profile (cy_roster_row_get_profile_result (row)));
    case CY_CHILD_CELL_CHECK:
    case CY_CHILD_CELL_DUE:
    case CY_CHILD_CELL_FLAGS:
    case CY_CHILD_CELL_LINES:
    default:
      return NULL;
    }
}

static void
set_pill (GtkWidget  *pill,
          const char *text,
          const char *css_class)
{
  const char *classes[] = { "cy-pill", css_class, NULL };

  gtk_widget_set_visible (pill, text != NULL);
  if (text == NULL)
    return;

  gtk_label_set_label (GTK_LABEL (pill), text);
  if (!gtk_widget_has_css_class (pill, css_class))
    gtk_widget_set_css_classes (pill, classes);
}

static void
update_due (const Factory *factory,
            GtkWidget     *pill,
            CyRosterRow   *row)
{
  CyDueState state;

  if (cy_roster_row_get_loading (row) ||
      !cy_children_due_get_state (factory->due, cy_roster_row_get_id (row), &state))
    set_pill (pill, NULL, NULL);
  else if (state == CY_DUE_OVERDUE)
    set_pill (pill, cy_name_due_state (state), "error");
  else if (state == CY_DUE_SOON)
    set_pill (pill, cy_name_due_state (state), "warning");
  else
    set_pill (pill, cy_name_due_state (state), "cy-quiet");
}

static void
update_flags (GtkWidget   *pill,
              CyRosterRow *row)
{
  guint n = cy_roster_row_get_n_flags (row);
  g_autofree char *text = n > 0 ? g_strdup_printf ("%u", n) : NULL;
  g_autofree char *words = n > 0 ? g_strdup_printf (ngettext ("%u problem", "%u problems", n), n) : NULL;

  set_pill (pill, text, "warning");
  gtk_widget_set_tooltip_text (pill, words);
}

/* Two lines for a narrow window: who, and where; what is due stands at the end. */
static void
update_lines (const Factory *factory,
              GtkWidget     *box,
              CyRosterRow   *row)
{
  GtkWidget *check = gtk_widget_get_first_child (box);
  GtkWidget *column = gtk_widget_get_next_sibling (check);
  GtkWidget *pill = gtk_widget_get_next_sibling (column);
  GtkWidget *name = gtk_widget_get_first_child (column);
  GtkWidget *facts = gtk_widget_get_next_sibling (name);
  g_autofree char *age = age_of (row, cy_context_get_today (factory->context));
  g_autofree char *school = school_of (row);
  g_autoptr (GString) words = g_string_new (NULL);

  if (!cy_roster_row_get_loading (row))
    append (words, cy_name_child_sex (cy_roster_row_get_sex (row)));
  append (words, age);
  append (words, cy_roster_row_get_village (row));
  append (words, school);
  gtk_label_set_label (GTK_LABEL (name), cy_roster_row_get_name (row) != NULL ? cy_roster_row_get_name (row) : "");
  gtk_label_set_label (GTK_LABEL (facts), words->str);
  update_due (factory, pill, row);
}

static void
update_check (const Factory *factory,
              GtkWidget     *check,
              GtkListItem   *item)
{
  guint position = gtk_list_item_get_position (item);

  gtk_widget_set_visible (check, cy_query_selection_get_active (factory->selection));
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                                 gtk_selection_model_is_selected (GTK_SELECTION_MODEL (factory->selection), position));
}

/* A row past the end of the list, which is about to go, is not to be seen nor touched. */
static void
update_gone (GtkWidget   *child,
             CyRosterRow *row)
{
  GtkWidget *widget = gtk_widget_get_parent (child);
  gboolean gone = cy_roster_row_get_id (row) < 0;

  /* A cell of a column view stands in its row; the row of a list view is the cell. */
  if (CY_IS_CELL_LABEL (child) && widget != NULL)
    widget = gtk_widget_get_parent (widget);
  if (widget == NULL || gtk_widget_get_can_target (widget) == !gone)
    return;

  gtk_widget_set_opacity (widget, gone ? 0 : 1);
  gtk_widget_set_can_target (widget, !gone);
}

static void
update (gpointer data)
{
  GtkListItem *item = data;
  const Factory *factory = factory_of (item);
  GtkWidget *child = gtk_list_item_get_child (item);
  CyRosterRow *row = gtk_list_item_get_item (item);
  g_autofree char *text = NULL;

  if (row == NULL || child == NULL)
    return;

  if (factory->cell == CY_CHILD_CELL_NAME || factory->cell == CY_CHILD_CELL_LINES)
    update_gone (child, row);
  if (factory->cell == CY_CHILD_CELL_CHECK)
    update_check (factory, child, item);
  else if (factory->cell == CY_CHILD_CELL_DUE)
    update_due (factory, child, row);
  else if (factory->cell == CY_CHILD_CELL_FLAGS)
    update_flags (child, row);
  else if (factory->cell == CY_CHILD_CELL_LINES)
    {
      update_check (factory, gtk_widget_get_first_child (child), item);
      update_lines (factory, child, row);
    }
  else
    {
      text = cy_roster_row_get_loading (row) ? NULL : cell_text (factory, row);
      cy_cell_label_set_text (CY_CELL_LABEL (child), text);
    }
}

/* The button shows the selection; a click on it must not be ahead of that. */
static void
check_clicked (GtkListItem    *item,
               GtkCheckButton *check)
{
  const Factory *factory = factory_of (item);
  guint position = gtk_list_item_get_position (item);
  gboolean selected;

  if (position == GTK_INVALID_LIST_POSITION)
    return;

  selected = gtk_selection_model_is_selected (GTK_SELECTION_MODEL (factory->selection), position);
  if (gtk_check_button_get_active (check) != selected)
    cy_query_selection_toggle (factory->selection, position);
}

static GtkWidget *
check_new (GtkListItem *item)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Select"), -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (check_clicked), item, G_CONNECT_SWAPPED);

  return check;
}

static GtkWidget *
label_new (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);

  return label;
}

static GtkWidget *
lines_new (GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *facts = label_new ();

  gtk_widget_add_css_class (facts, "caption");
  gtk_widget_add_css_class (facts, "dimmed");
  gtk_box_append (GTK_BOX (column), label_new ());
  gtk_box_append (GTK_BOX (column), facts);
  gtk_widget_set_hexpand (column, TRUE);
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), check_new (item));
  gtk_box_append (GTK_BOX (box), column);
  gtk_box_append (GTK_BOX (box), cy_pill_new ("", NULL));
  gtk_widget_add_css_class (box, "cy-roster-lines");

  return box;
}

static void
set_up (GtkSignalListItemFactory *list_factory,
        GtkListItem              *item,
        Factory                  *factory)
{
  GtkWidget *child;

  g_object_set_qdata (G_OBJECT (item), factory_quark (), factory);
  switch (factory->cell)
    {
    case CY_CHILD_CELL_CHECK:
      child = check_new (item);
      break;
    case CY_CHILD_CELL_LINES:
      child = lines_new (item);
      break;
    case CY_CHILD_CELL_DUE:
    case CY_CHILD_CELL_FLAGS:
      child = cy_pill_new ("", NULL);
      gtk_widget_set_halign (child, GTK_ALIGN_START);
      break;
    default:
      child = cy_cell_label_new (factory->column);
      if (factory->cell != CY_CHILD_CELL_NAME)
        gtk_widget_add_css_class (child, "dimmed");
      break;
    }
  gtk_list_item_set_child (item, child);

  if (factory->cell == CY_CHILD_CELL_DUE || factory->cell == CY_CHILD_CELL_LINES)
    g_signal_connect_object (factory->due, "changed", G_CALLBACK (update), item, G_CONNECT_SWAPPED);
  if (factory->cell == CY_CHILD_CELL_CHECK || factory->cell == CY_CHILD_CELL_LINES)
    {
      g_signal_connect_object (factory->selection, "selection-changed", G_CALLBACK (update), item, G_CONNECT_SWAPPED);
      g_signal_connect_object (factory->selection, "notify::active", G_CALLBACK (update), item, G_CONNECT_SWAPPED);
    }
}

static void
bind (GtkSignalListItemFactory *list_factory,
      GtkListItem              *item)
{
  follow (gtk_list_item_get_item (item), item, update);
  update (item);
}

static void
unbind (GtkSignalListItemFactory *list_factory,
        GtkListItem              *item)
{
  unfollow (gtk_list_item_get_item (item), item);
}

/**
 * cy_children_cells_factory:
 * @cell: what is shown
 * @due: the states of what is due
 * @selection: the list's selection
 *
 * Returns: (transfer full): a factory of its cells
 */
GtkListItemFactory *
cy_children_cells_factory (CyChildCell       cell,
                           CyContext        *context,
                           CyChildrenDue    *due,
                           CyQuerySelection *selection)
{
  GtkListItemFactory *list_factory = gtk_signal_list_item_factory_new ();
  Factory *factory = g_new0 (Factory, 1);

  factory->cell = cell;
  factory->column = cy_cell_column_new ();
  factory->context = g_object_ref (context);
  factory->due = g_object_ref (due);
  factory->selection = g_object_ref (selection);
  g_signal_connect_data (list_factory, "setup", G_CALLBACK (set_up), factory, factory_free, 0);
  g_signal_connect (list_factory, "bind", G_CALLBACK (bind), NULL);
  g_signal_connect (list_factory, "unbind", G_CALLBACK (unbind), NULL);

  return list_factory;
}

/** cy_children_cells_dup_label: Returns: (transfer full): what a screen reader says for @row */
char *
cy_children_cells_dup_label (CyRosterRow *row,
                             CyDay        today)
{
  g_autofree char *age = age_of (row, today);
  g_autofree char *school = school_of (row);
  g_autoptr (GString) words = g_string_new (NULL);

  append (words, cy_roster_row_get_name (row));
  append (words, cy_name_child_sex (cy_roster_row_get_sex (row)));
  append (words, age);
  append (words, cy_roster_row_get_village (row));
  append (words, school);

  return g_string_free_and_steal (g_steal_pointer (&words));
}

static void
update_label (gpointer data)
{
  GtkColumnViewRow *view_row = data;
  CyRosterRow *row = gtk_column_view_row_get_item (view_row);
  CyContext *context = g_object_get_qdata (G_OBJECT (view_row), context_quark ());
  g_autofree char *label = NULL;

  if (row == NULL || cy_roster_row_get_loading (row))
    return;

  label = cy_children_cells_dup_label (row, cy_context_get_today (context));
  gtk_column_view_row_set_accessible_label (view_row, label);
}

static void
bind_row (GtkSignalListItemFactory *list_factory,
          GtkColumnViewRow         *view_row,
          CyContext                *context)
{
  g_object_set_qdata (G_OBJECT (view_row), context_quark (), context);
  follow (gtk_column_view_row_get_item (view_row), view_row, update_label);
  update_label (view_row);
}

static void
unbind_row (GtkSignalListItemFactory *list_factory,
            GtkColumnViewRow         *view_row)
{
  unfollow (gtk_column_view_row_get_item (view_row), view_row);
}

/** cy_children_cells_row_factory: Returns: (transfer full): names the rows of a column view for screen readers */
GtkListItemFactory *
cy_children_cells_row_factory (CyContext *context)
{
  GtkListItemFactory *list_factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (list_factory, "bind", G_CALLBACK (bind_row), context, 0);
  g_signal_connect (list_factory, "unbind", G_CALLBACK (unbind_row), NULL);

  return list_factory;
}
