#define G_LOG_DOMAIN "cy-children-filter"

#include "config.h"

#include "children/cy-children-filter.h"

#include <glib/gi18n.h>

#include "cy-due.h"
#include "cy-flag.h"
#include "cy-unit-store.h"
#include "text/cy-names.h"
#include "text/cy-people-names.h"

/*
 * The pane of filters beside the roster. Each choice takes effect at once ("changed"); the
 * page asks it for the query, and for the words of the pills.
 */
struct _CyChildrenFilter {
  AdwBin parent_instance;

  AdwComboRow *due_row;
  AdwComboRow *profile_row;
  AdwComboRow *guardianship_row;
  AdwComboRow *flag_row;
  GtkListView *units_view;
  GtkWidget *units_group;

  CyContext *context;
  GPtrArray *units;             /* CyUnit */
  GHashTable *below;            /* the id of a unit, 0 for the top → GPtrArray of the units below it */
  GtkSingleSelection *selection;
  gint64 unit_id;
  char *unit_name;
  gboolean setting;
};

/* A unit of the tree. */
#define CY_TYPE_UNIT_ITEM (cy_unit_item_get_type ())
G_DECLARE_FINAL_TYPE (CyUnitItem, cy_unit_item, CY, UNIT_ITEM, GObject)

struct _CyUnitItem {
  GObject parent_instance;

  gint64 id;
  char *name;
  CyUnitKind kind;
};

G_DEFINE_FINAL_TYPE (CyUnitItem, cy_unit_item, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (CyChildrenFilter, cy_children_filter, ADW_TYPE_BIN)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
cy_unit_item_finalize (GObject *object)
{
  g_free (CY_UNIT_ITEM (object)->name);
  G_OBJECT_CLASS (cy_unit_item_parent_class)->finalize (object);
}

static void
cy_unit_item_class_init (CyUnitItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cy_unit_item_finalize;
}

static void
cy_unit_item_init (CyUnitItem *self)
{
}

static void
changed (CyChildrenFilter *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
clear_clicked (CyChildrenFilter *self)
{
  cy_children_filter_clear_all (self);
}

/* The tree of units */

static gpointer
id_key (gint64 id)
{
  return GSIZE_TO_POINTER ((gsize) id);
}

/* Units whose parent is not there stand at the top. A province has twenty thousand of them. */
static void
sort_units (CyChildrenFilter *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_direct_hash, g_direct_equal);

  for (guint i = 0; i < self->units->len; i++)
    g_hash_table_add (known, id_key (((CyUnit *) self->units->pdata[i])->id));

  g_hash_table_remove_all (self->below);
  for (guint i = 0; i < self->units->len; i++)
    {
      const CyUnit *unit = self->units->pdata[i];
      gpointer parent = g_hash_table_contains (known, id_key (unit->parent_id)) ? id_key (unit->parent_id) : NULL;
      GPtrArray *below = g_hash_table_lookup (self->below, parent);

      if (below == NULL)
        {
          below = g_ptr_array_new ();
          g_hash_table_insert (self->below, parent, below);
        }
      g_ptr_array_add (below, (gpointer) unit);
    }
}

static GListStore *
units_below (CyChildrenFilter *self,
             gint64            parent_id)
{
  GListStore *store = g_list_store_new (CY_TYPE_UNIT_ITEM);
  GPtrArray *below = g_hash_table_lookup (self->below, id_key (parent_id));

  for (guint i = 0; below != NULL && i < below->len; i++)
    {
      const CyUnit *unit = below->pdata[i];
      g_autoptr (CyUnitItem) item = g_object_new (CY_TYPE_UNIT_ITEM, NULL);

      item->id = unit->id;
      item->name = g_strdup (unit->name);
      item->kind = unit->kind;
      g_list_store_append (store, item);
    }

  return store;
}

static GListModel *
make_children (gpointer object,
               gpointer data)
{
  CyUnitItem *item = object;
  GListStore *store;

  if (item->kind == CY_UNIT_CLASS || item->kind == CY_UNIT_VILLAGE)
    return NULL;

  store = units_below (data, item->id);
  if (g_list_model_get_n_items (G_LIST_MODEL (store)) > 0)
    return G_LIST_MODEL (store);

  g_object_unref (store);
  return NULL;
}

static void
unit_chosen (CyChildrenFilter *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);
  g_autoptr (CyUnitItem) item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  if (self->setting)
    return;

  self->unit_id = item != NULL ? item->id : 0;
  g_set_str (&self->unit_name, item != NULL ? item->name : NULL);
  changed (self);
}

static void
unit_set_up (GtkSignalListItemFactory *factory,
             GtkListItem              *list_item)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), label);
  gtk_list_item_set_child (list_item, expander);
}

static void
unit_bind (GtkSignalListItemFactory *factory,
           GtkListItem              *list_item)
{
  GtkTreeListRow *row = gtk_list_item_get_item (list_item);
  g_autoptr (CyUnitItem) item = gtk_tree_list_row_get_item (row);
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (list_item));

  gtk_tree_expander_set_list_row (expander, row);
  gtk_label_set_label (GTK_LABEL (gtk_tree_expander_get_child (expander)), item->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (expander), item->name);
  gtk_list_item_set_accessible_label (list_item, item->name);
  gtk_list_item_set_accessible_description (list_item, cy_name_unit_kind (item->kind));
}

/* Villages and schools are seen at once, classes when a school is opened. */
static void
open_offices (GtkTreeListModel *tree)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (tree)); i++)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (tree, i);
      g_autoptr (CyUnitItem) item = gtk_tree_list_row_get_item (row);

      if (item->kind < CY_UNIT_VILLAGE)
        gtk_tree_list_row_set_expanded (row, TRUE);
    }
}

static void
show_units (CyChildrenFilter *self)
{
  GtkTreeListModel *tree;

  self->setting = TRUE;
  sort_units (self);
  tree = gtk_tree_list_model_new (G_LIST_MODEL (units_below (self, 0)), FALSE, FALSE, make_children, self, NULL);
  open_offices (tree);
  g_clear_object (&self->selection);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (tree));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (unit_chosen), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->units_view, GTK_SELECTION_MODEL (self->selection));
  gtk_widget_set_visible (self->units_group, self->units->len > 0);
  self->setting = FALSE;
}

static gpointer
load_units (CyConn        *conn,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return cy_unit_list (conn, 0, 0, error);
}

static void
units_loaded (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (CyChildrenFilter) self = data;
  GPtrArray *units = cy_db_submit_finish (CY_DB (source), result, NULL);

  if (units == NULL)
    return;

  g_clear_pointer (&self->units, g_ptr_array_unref);
  self->units = units;
  show_units (self);
}

static void
archive_changed (CyChildrenFilter *self,
                 CyChangeSet      *changes,
                 CyDb             *db)
{
  if (changes == NULL || cy_change_set_has (changes, "unit"))
    cy_db_submit (db, CY_DB_READ, load_units, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL, units_loaded,
                  g_object_ref (self));
}

/* The combo rows: "any" first */

static void
fill (AdwComboRow        *row,
      const char * const *names)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  gtk_string_list_append (list, _("All"));
  for (guint i = 0; names[i] != NULL; i++)
    gtk_string_list_append (list, names[i]);
  adw_combo_row_set_model (row, G_LIST_MODEL (list));
}

static void
fill_rows (CyChildrenFilter *self)
{
  const char *due[CY_DUE_STATE_COUNT + 1] = { NULL };
  const char *profiles[] = { cy_name_profile (0), cy_name_profile (1), cy_name_profile (2), NULL };
  const char *guardianships[CY_GUARDIANSHIP_COUNT + 1] = { NULL };
  g_autoptr (GPtrArray) flags = g_ptr_array_new ();

  for (guint i = 0; i < CY_DUE_STATE_COUNT; i++)
    due[i] = cy_name_due_state (i);
  for (guint i = 0; i < CY_GUARDIANSHIP_COUNT; i++)
    guardianships[i] = cy_name_guardianship (i);
  g_ptr_array_add (flags, (gpointer) _("With any problem"));
  for (guint i = 0; cy_flag_codes ()[i] != NULL; i++)
    g_ptr_array_add (flags, (gpointer) cy_name_flag (cy_flag_codes ()[i]));
  g_ptr_array_add (flags, NULL);

  fill (self->due_row, due);
  fill (self->profile_row, profiles);
  fill (self->guardianship_row, guardianships);
  fill (self->flag_row, (const char * const *) flags->pdata);
}

static AdwComboRow *
row_of (CyChildrenFilter *self,
        CyFilterFacet     facet)
{
  switch (facet)
    {
    case CY_FILTER_DUE:
      return self->due_row;
    case CY_FILTER_PROFILE:
      return self->profile_row;
    case CY_FILTER_GUARDIANSHIP:
      return self->guardianship_row;
    case CY_FILTER_FLAG:
      return self->flag_row;
    case CY_FILTER_UNIT:
    default:
      return NULL;
    }
}

/* The value behind a row's choice, -1 for "all". */
static int
chosen (AdwComboRow *row)
{
  return (int) adw_combo_row_get_selected (row) - 1;
}

static void
cy_children_filter_dispose (GObject *object)
{
  CyChildrenFilter *self = CY_CHILDREN_FILTER (object);

  self->setting = TRUE;
  g_clear_object (&self->selection);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (cy_children_filter_parent_class)->dispose (object);
}

static void
cy_children_filter_finalize (GObject *object)
{
  CyChildrenFilter *self = CY_CHILDREN_FILTER (object);

  g_clear_pointer (&self->below, g_hash_table_unref);
  g_clear_pointer (&self->units, g_ptr_array_unref);
  g_free (self->unit_name);

  G_OBJECT_CLASS (cy_children_filter_parent_class)->finalize (object);
}

static void
cy_children_filter_class_init (CyChildrenFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_children_filter_dispose;
  object_class->finalize = cy_children_filter_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chuyan/Chuyan/children/cy-children-filter.ui");
  gtk_widget_class_bind_template_child (widget_class, CyChildrenFilter, due_row);
  gtk_widget_class_bind_template_child (widget_class, CyChildrenFilter, profile_row);
  gtk_widget_class_bind_template_child (widget_class, CyChildrenFilter, guardianship_row);
  gtk_widget_class_bind_template_child (widget_class, CyChildrenFilter, flag_row);
  gtk_widget_class_bind_template_child (widget_class, CyChildrenFilter, units_view);
  gtk_widget_class_bind_template_child (widget_class, CyChildrenFilter, units_group);
  gtk_widget_class_bind_template_callback (widget_class, changed);
  gtk_widget_class_bind_template_callback (widget_class, clear_clicked);
  gtk_widget_class_bind_template_callback (widget_class, unit_set_up);
  gtk_widget_class_bind_template_callback (widget_class, unit_bind);

  signals[CHANGED] = g_signal_new ("changed", CY_TYPE_CHILDREN_FILTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
cy_children_filter_init (CyChildrenFilter *self)
{
  self->setting = TRUE;
  self->units = g_ptr_array_new ();
  self->below = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_rows (self);
  self->setting = FALSE;
}

/** cy_children_filter_set_context: @context: where the units come from */
void
cy_children_filter_set_context (CyChildrenFilter *self,
                                CyContext        *context)
{
  CyDb *db = cy_context_get_db (context);

  g_return_if_fail (CY_IS_CHILDREN_FILTER (self));

  g_set_object (&self->context, context);
  if (db == NULL)
    return;

  g_signal_connect_object (db, "changed", G_CALLBACK (archive_changed), self, G_CONNECT_SWAPPED);
  archive_changed (self, NULL, db);
}

/** cy_children_filter_apply: puts what is chosen, but for the due state, into @query */
void
cy_children_filter_apply (CyChildrenFilter *self,
                          CyRosterQuery    *query)
{
  int flag = chosen (self->flag_row);

  query->unit_id = self->unit_id;
  query->profile_result = chosen (self->profile_row);
  query->guardianship = chosen (self->guardianship_row);
  g_set_str (&query->flag, flag < 0 ? NULL : flag == 0 ? CY_ROSTER_ANY_FLAG : cy_flag_codes ()[flag - 1]);
}

/** cy_children_filter_get_due_state: Returns: a #CyDueState or %CY_DUE_ANY */
int
cy_children_filter_get_due_state (CyChildrenFilter *self)
{
  return chosen (self->due_row);
}

/** cy_children_filter_dup_words: Returns: (transfer full) (nullable): what @facet is set to, %NULL for all */
char *
cy_children_filter_dup_words (CyChildrenFilter *self,
                              CyFilterFacet     facet)
{
  AdwComboRow *row = row_of (self, facet);
  GtkStringObject *selected;

  if (row == NULL)
    return g_strdup (self->unit_name);
  if (chosen (row) < 0)
    return NULL;

  selected = adw_combo_row_get_selected_item (row);
  if (facet != CY_FILTER_GUARDIANSHIP)
    return g_strdup (gtk_string_object_get_string (selected));

  /* Translators: a filter and what it is set to. */
  return g_strdup_printf (_("%s: %s"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                          gtk_string_object_get_string (selected));
}

/** cy_children_filter_clear: sets @facet to all */
void
cy_children_filter_clear (CyChildrenFilter *self,
                          CyFilterFacet     facet)
{
  AdwComboRow *row = row_of (self, facet);

  if (row != NULL)
    {
      adw_combo_row_set_selected (row, 0);
      return;
    }

  self->unit_id = 0;
  g_clear_pointer (&self->unit_name, g_free);
  if (self->selection != NULL)
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  changed (self);
}

/** cy_children_filter_clear_all: sets every facet to all, with one "changed" */
void
cy_children_filter_clear_all (CyChildrenFilter *self)
{
  self->setting = TRUE;
  for (guint i = 0; i < CY_FILTER_N_FACETS; i++)
    cy_children_filter_clear (self, i);
  self->setting = FALSE;
  changed (self);
}
