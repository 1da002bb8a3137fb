#define G_LOG_DOMAIN "cy-query-selection"

#include "config.h"

#include "cy-query-selection.h"
#include "cy-id-bits.h"

/*
 * The selection of a list over a query. It keeps ids, so that it outlives sorting and
 * searching, and makes no row for what it selects: all of a million children are a bit each,
 * set in a few milliseconds from the list's own vector of ids. It is off until someone starts
 * to select: a click then opens a child.
 *
 * While it is on, a plain click or an arrow key does not throw away what was selected: the
 * view toggles the row that is activated. Ctrl and Shift work as in any list.
 */
struct _CyQuerySelection {
  GObject parent_instance;

  GListModel *model;
  CyListIds list_ids;
  CyIdBits *ids;
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

/* A list may have rows past its end for a moment, with no id: 0. */
static guint32
id_at (CyQuerySelection *self,
       guint             position)
{
  guint n_ids;
  const guint32 *ids = self->list_ids (self->model, &n_ids);

  return position < n_ids ? ids[position] : 0;
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

/* Of the rows of the list that views know of. */
static void
announce (CyQuerySelection *self,
          guint             position,
          guint             n_items)
{
  guint n_known = get_n_items (G_LIST_MODEL (self));

  if (position >= n_known)
    return;
  n_items = MIN (n_items, n_known - position);
  if (n_items > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), position, n_items);
}

static gboolean
is_selected (GtkSelectionModel *model,
             guint              position)
{
  CyQuerySelection *self = CY_QUERY_SELECTION (model);
  guint32 id = id_at (self, position);

  return self->active && id != 0 && cy_id_bits_has (self->ids, id);
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

  if (unselect_rest || id_at (self, position) == 0)
    return FALSE;

  cy_query_selection_set_active (self, TRUE);
  cy_id_bits_add (self->ids, id_at (self, position));
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

  cy_id_bits_remove (self->ids, id_at (self, position));
  announce (self, position, 1);
  return TRUE;
}

static gboolean
change_range (CyQuerySelection *self,
              guint             position,
              guint             n_items,
              gboolean          selected)
{
  guint n_ids;
  const guint32 *ids = self->list_ids (self->model, &n_ids);

  if (position >= n_ids || n_items == 0)
    return FALSE;

  n_items = MIN (n_items, n_ids - position);
  if (selected)
    cy_query_selection_set_active (self, TRUE);
  for (guint i = position; i < position + n_items; i++)
    {
      if (selected)
        cy_id_bits_add (self->ids, ids[i]);
      else
        cy_id_bits_remove (self->ids, ids[i]);
    }
  announce (self, position, n_items);
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

/* The list may have more ids than rows for a moment. */
static gboolean
select_all (GtkSelectionModel *model)
{
  return change_range (CY_QUERY_SELECTION (model), 0, G_MAXUINT, TRUE);
}

static gboolean
unselect_all (GtkSelectionModel *model)
{
  CyQuerySelection *self = CY_QUERY_SELECTION (model);

  if (cy_id_bits_count (self->ids) == 0)
    return FALSE;

  cy_id_bits_unref (self->ids);
  self->ids = cy_id_bits_new ();
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
  g_clear_pointer (&self->ids, cy_id_bits_unref);

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
  self->ids = cy_id_bits_new ();
}

/**
 * cy_query_selection_new:
 * @model: (transfer none): the list
 * @func: gives the ids of @model
 *
 * Returns: (transfer full): a selection of @model, empty and off
 */
CyQuerySelection *
cy_query_selection_new (GListModel *model,
                        CyListIds   func)
{
  CyQuerySelection *self = g_object_new (CY_TYPE_QUERY_SELECTION, NULL);

  self->model = g_object_ref (model);
  self->list_ids = func;
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
  return (guint) cy_id_bits_count (self->ids);
}

/* Ids in the order of the list. */
static GArray *
ids_of_list (CyQuerySelection *self)
{
  guint n_ids;
  const guint32 *list_ids = self->list_ids (self->model, &n_ids);
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_ids);

  g_array_set_size (ids, n_ids);
  for (guint i = 0; i < n_ids; i++)
    g_array_index (ids, gint64, i) = list_ids[i];

  return ids;
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

  g_return_val_if_fail (CY_IS_QUERY_SELECTION (self), NULL);

  if (!self->active)
    return ids_of_list (self);

  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), (guint) cy_id_bits_count (self->ids));
  for (gsize word = 0; word < self->ids->n_words; word++)
    for (guint64 rest = self->ids->words[word]; rest != 0; rest &= rest - 1)
      {
        gint64 id = (gint64) word * 64 + __builtin_ctzll (rest);

        g_array_append_val (ids, id);
      }

  return ids;
}
