#define G_LOG_DOMAIN "cy-query-selection"

#include "config.h"

#include "cy-query-selection.h"

/*
 * The selection of a list over a query. It keeps ids, so that it outlives sorting and
 * searching, and makes no row for what it selects: all of a million children are a few
 * kilobytes. It is off until someone starts to select: a click then opens a child.
 *
 * While it is on, a plain click or an arrow key does not throw away what was selected: the
 * view toggles the row that is activated. Ctrl and Shift work as in any list.
 */
struct _CyQuerySelection {
  GObject parent_instance;

  GListModel *model;
  CyIdAt id_at;
  GtkBitset *ids;
  gboolean active;
};

enum {
  PROP_ACTIVE = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void list_init (GListModelInterface *iface);
static void selection_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CyQuerySelection, cy_query_selection, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_init))

static guint
id_at (CyQuerySelection *self,
       guint             position)
{
  return (guint) self->id_at (self->model, position);
}

static GType
get_item_type (GListModel *list)
{
  return g_list_model_get_item_type (CY_QUERY_SELECTION (list)->model);
}

static guint
get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (CY_QUERY_SELECTION (list)->model);
}

static gpointer
get_item (GListModel *list,
          guint       position)
{
  return g_list_model_get_item (CY_QUERY_SELECTION (list)->model, position);
}

static void
list_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
announce (CyQuerySelection *self,
          guint             position,
          guint             n_items)
{
  if (n_items > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), position, n_items);
}

static gboolean
is_selected (GtkSelectionModel *model,
             guint              position)
{
  CyQuerySelection *self = CY_QUERY_SELECTION (model);

  guint id = position < get_n_items (G_LIST_MODEL (self)) ? id_at (self, position) : 0;

  return self->active && id != 0 && gtk_bitset_contains (self->ids, id);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model,
                        guint              position,
                        guint              n_items)
{
  GtkBitset *positions = gtk_bitset_new_empty ();

  for (guint i = position; i < position + n_items; i++)
    if (is_selected (model, i))
      gtk_bitset_add (positions, i);

  return positions;
}

static gboolean
select_item (GtkSelectionModel *model,
             guint              position,
             gboolean           unselect_rest)
{
  CyQuerySelection *self = CY_QUERY_SELECTION (model);

  /* A list may have rows past its end for a moment, with no id. */
  if (unselect_rest || position >= get_n_items (G_LIST_MODEL (self)) || id_at (self, position) == 0)
    return FALSE;

  cy_query_selection_set_active (self, TRUE);
  gtk_bitset_add (self->ids, id_at (self, position));
  announce (self, position, 1);
  return TRUE;
}

static gboolean
unselect_item (GtkSelectionModel *model,
               guint              position)
{
  CyQuerySelection *self = CY_QUERY_SELECTION (model);

  if (!is_selected (model, position))
    return FALSE;

  gtk_bitset_remove (self->ids, id_at (self, position));
  announce (self, position, 1);
  return TRUE;
}

static gboolean
change_range (CyQuerySelection *self,
              guint             position,
              guint             n_items,
              gboolean          selected)
{
  guint end = MIN (position + n_items, get_n_items (G_LIST_MODEL (self)));

  if (position >= end)
    return FALSE;

  if (selected)
    cy_query_selection_set_active (self, TRUE);
  for (guint i = position; i < end; i++)
    {
      if (id_at (self, i) == 0)
        break;
      if (selected)
        gtk_bitset_add (self->ids, id_at (self, i));
      else
        gtk_bitset_remove (self->ids, id_at (self, i));
    }
  announce (self, position, end - position);
  return TRUE;
}

static gboolean
select_range (GtkSelectionModel *model,
              guint              position,
              guint              n_items,
              gboolean           unselect_rest)
{
  return change_range (CY_QUERY_SELECTION (model), position, n_items, TRUE);
}

static gboolean
unselect_range (GtkSelectionModel *model,
                guint              position,
                guint              n_items)
{
  return change_range (CY_QUERY_SELECTION (model), position, n_items, FALSE);
}

static gboolean
select_all (GtkSelectionModel *model)
{
  return change_range (CY_QUERY_SELECTION (model), 0, get_n_items (G_LIST_MODEL (model)), TRUE);
}

static gboolean
unselect_all (GtkSelectionModel *model)
{
  CyQuerySelection *self = CY_QUERY_SELECTION (model);

  if (gtk_bitset_is_empty (self->ids))
    return FALSE;

  gtk_bitset_remove_all (self->ids);
  announce (self, 0, get_n_items (G_LIST_MODEL (self)));
  return TRUE;
}

static void
selection_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_range = unselect_range;
  iface->select_all = select_all;
  iface->unselect_all = unselect_all;
}

static void
cy_query_selection_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  g_value_set_boolean (value, CY_QUERY_SELECTION (object)->active);
}

static void
cy_query_selection_dispose (GObject *object)
{
  CyQuerySelection *self = CY_QUERY_SELECTION (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);

  G_OBJECT_CLASS (cy_query_selection_parent_class)->dispose (object);
}

static void
cy_query_selection_finalize (GObject *object)
{
  CyQuerySelection *self = CY_QUERY_SELECTION (object);

  g_clear_object (&self->model);
  g_clear_pointer (&self->ids, gtk_bitset_unref);

  G_OBJECT_CLASS (cy_query_selection_parent_class)->finalize (object);
}

static void
cy_query_selection_class_init (CyQuerySelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cy_query_selection_get_property;
  object_class->dispose = cy_query_selection_dispose;
  object_class->finalize = cy_query_selection_finalize;

  props[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cy_query_selection_init (CyQuerySelection *self)
{
  self->ids = gtk_bitset_new_empty ();
}

/**
 * cy_query_selection_new:
 * @model: (transfer none): the list
 * @func: gives the id at a position of @model
 *
 * Returns: (transfer full): a selection of @model, empty and off
 */
CyQuerySelection *
cy_query_selection_new (GListModel *model,
                        CyIdAt      func)
{
  CyQuerySelection *self = g_object_new (CY_TYPE_QUERY_SELECTION, NULL);

  self->model = g_object_ref (model);
  self->id_at = func;
  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (g_list_model_items_changed), self);

  return self;
}

/** cy_query_selection_get_active: Returns: whether someone is selecting */
gboolean
cy_query_selection_get_active (CyQuerySelection *self)
{
  g_return_val_if_fail (CY_IS_QUERY_SELECTION (self), FALSE);
  return self->active;
}

/** cy_query_selection_set_active: @active: whether someone is selecting; off forgets what was selected */
void
cy_query_selection_set_active (CyQuerySelection *self,
                               gboolean          active)
{
  g_return_if_fail (CY_IS_QUERY_SELECTION (self));

  if (self->active == active)
    return;

  if (!active)
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self));
  self->active = active;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACTIVE]);
}

/** cy_query_selection_toggle: @position: the row to select, or to select no longer */
void
cy_query_selection_toggle (CyQuerySelection *self,
                           guint             position)
{
  g_return_if_fail (CY_IS_QUERY_SELECTION (self));

  if (!unselect_item (GTK_SELECTION_MODEL (self), position))
    select_item (GTK_SELECTION_MODEL (self), position, FALSE);
}

/** cy_query_selection_get_count: Returns: how many are selected, on screen or not */
guint
cy_query_selection_get_count (CyQuerySelection *self)
{
  g_return_val_if_fail (CY_IS_QUERY_SELECTION (self), 0);
  return gtk_bitset_get_size (self->ids);
}

/**
 * cy_query_selection_get_ids:
 *
 * Returns: (transfer full) (element-type gint64): the selected ids, in no order; while nobody
 *   is selecting, those of the whole list, in its order
 */
GArray *
cy_query_selection_get_ids (CyQuerySelection *self)
{
  GArray *ids;
  GtkBitsetIter iter;
  guint id;

  g_return_val_if_fail (CY_IS_QUERY_SELECTION (self), NULL);

  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; !self->active && i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      gint64 value = id_at (self, i);

      if (value != 0)
        g_array_append_val (ids, value);
    }
  if (gtk_bitset_iter_init_first (&iter, self->ids, &id))
    do
      {
        gint64 value = id;

        g_array_append_val (ids, value);
      }
    while (gtk_bitset_iter_next (&iter, &id));

  return ids;
}
