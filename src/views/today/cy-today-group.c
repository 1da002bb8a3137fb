#define G_LOG_DOMAIN "cy-today"

#include "config.h"

#include "cy-today-group.h"
#include "text/cy-names.h"

#include <glib/gi18n.h>

/* One section of Today as a list model. The page flattens its groups, and so the boundaries
 * of sections are GTK's own business:
 *
 *   CyAgenda ──▶ CyTodayGroup, one for each section ──▶ GListStore of groups
 *            ──▶ GtkFlattenListModel, which is a GtkSectionModel ──▶ GtkNoSelection ──▶ GtkListView
 *
 * Rows stay plain structs; an item is made when the list asks for one. */

/* With more separate changes than this one range that covers them all is told. */
#define MAX_RANGES 32

/* Items */

struct _CyTodayItem {
  GObject parent_instance;

  CyTodayGroup *group;
  CyAgenda *agenda;             /* holds the row's texts … */
  CyAgenda *old;                /* … or this one, of a row that is just going */
  CyAgendaRow row;
};

G_DEFINE_FINAL_TYPE (CyTodayItem, cy_today_item, G_TYPE_OBJECT)

static void
cy_today_item_finalize (GObject *object)
{
  CyTodayItem *self = CY_TODAY_ITEM (object);

  g_clear_object (&self->group);
  g_clear_pointer (&self->agenda, cy_agenda_unref);
  g_clear_pointer (&self->old, cy_agenda_unref);

  G_OBJECT_CLASS (cy_today_item_parent_class)->finalize (object);
}

static void
cy_today_item_class_init (CyTodayItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cy_today_item_finalize;
}

static void
cy_today_item_init (CyTodayItem *self)
{
}

/** cy_today_item_get_row: Returns: (transfer none): what it shows */
const CyAgendaRow *
cy_today_item_get_row (CyTodayItem *self)
{
  g_return_val_if_fail (CY_IS_TODAY_ITEM (self), NULL);

  return &self->row;
}

/** cy_today_item_get_group: Returns: (transfer none): the section in which it stands */
CyTodayGroup *
cy_today_item_get_group (CyTodayItem *self)
{
  g_return_val_if_fail (CY_IS_TODAY_ITEM (self), NULL);

  return self->group;
}

/** cy_today_item_get_today: Returns: the day for which it was found */
CyDay
cy_today_item_get_today (CyTodayItem *self)
{
  g_return_val_if_fail (CY_IS_TODAY_ITEM (self), CY_DAY_NONE);

  return self->agenda->today;
}

/* Groups */

struct _CyTodayGroup {
  GObject parent_instance;

  CyAgendaSection section;
  CyContactKinds kinds;         /* of a section of what is due */
  char *title;
  CyAgenda *agenda;
  CyAgenda *old;                /* while rows are being exchanged */
  const CyAgendaRow *rows;      /* those of the agenda, or of the copy */
  guint n_rows;
  GArray *copy;                 /* (nullable): CyAgendaRow, of rows that do not stand together in the agenda */
  guint n_overdue;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CyTodayGroup, cy_today_group, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

typedef enum {
  PROP_COUNT = 1,
} CyTodayGroupProperty;

static GParamSpec *properties[PROP_COUNT + 1];

static GType
cy_today_group_get_item_type (GListModel *model)
{
  return CY_TYPE_TODAY_ITEM;
}

static guint
cy_today_group_get_n_items (GListModel *model)
{
  return CY_TODAY_GROUP (model)->n_rows;
}

static gpointer
cy_today_group_get_item (GListModel *model,
                         guint       position)
{
  CyTodayGroup *self = CY_TODAY_GROUP (model);
  CyTodayItem *item;

  if (position >= self->n_rows)
    return NULL;

  item = g_object_new (CY_TYPE_TODAY_ITEM, NULL);
  item->group = g_object_ref (self);
  item->agenda = cy_agenda_ref (self->agenda);
  if (self->old != NULL)
    item->old = cy_agenda_ref (self->old);
  item->row = self->rows[position];

  return item;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = cy_today_group_get_item_type;
  iface->get_n_items = cy_today_group_get_n_items;
  iface->get_item = cy_today_group_get_item;
}

static void
cy_today_group_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch ((CyTodayGroupProperty) id)
    {
    case PROP_COUNT:
      g_value_take_string (value, cy_today_group_dup_count (CY_TODAY_GROUP (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cy_today_group_finalize (GObject *object)
{
  CyTodayGroup *self = CY_TODAY_GROUP (object);

  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->agenda, cy_agenda_unref);
  g_clear_pointer (&self->copy, g_array_unref);

  G_OBJECT_CLASS (cy_today_group_parent_class)->finalize (object);
}

static void
cy_today_group_class_init (CyTodayGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cy_today_group_finalize;
  object_class->get_property = cy_today_group_get_property;

  /** CyTodayGroup:count: how many rows it has, in words */
  properties[PROP_COUNT] =
    g_param_spec_string ("count", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
cy_today_group_init (CyTodayGroup *self)
{
}

static char *
make_title (const CyAgendaRow *row)
{
  switch (row->section)
    {
    case CY_AGENDA_FOLLOW_UP:
      return g_strdup (_("Follow-ups"));
    case CY_AGENDA_AHEAD:
      return g_strdup (_("Ahead"));
    case CY_AGENDA_MEND:
      return g_strdup (_("Files to mend"));
    case CY_AGENDA_RECENT:
      return g_strdup (_("Logged lately"));
    case CY_AGENDA_DUE:
    default:
      return cy_name_contact_kinds (row->kinds);
    }
}

/**
 * cy_today_group_new:
 * @like: a row that belongs into the group
 *
 * Returns: (transfer full): an empty group
 */
CyTodayGroup *
cy_today_group_new (const CyAgendaRow *like)
{
  CyTodayGroup *self = g_object_new (CY_TYPE_TODAY_GROUP, NULL);

  self->section = like->section;
  self->kinds = like->section == CY_AGENDA_DUE ? like->kinds : 0;
  self->title = make_title (like);

  return self;
}

/** cy_today_group_takes: Returns: whether @row belongs into this group */
gboolean
cy_today_group_takes (CyTodayGroup      *self,
                      const CyAgendaRow *row)
{
  g_return_val_if_fail (CY_IS_TODAY_GROUP (self), FALSE);

  return row->section == self->section && (row->section != CY_AGENDA_DUE || row->kinds == self->kinds);
}

typedef struct {
  guint position;               /* in the old rows */
  guint removed;
  guint from;                   /* in the new rows */
  guint added;
} Range;

/* Both are in the same order, so one walk finds what differs. Rows that do not are taken
 * over at once: they look the same, and their texts are those of the new agenda. */
static GArray *
find_ranges (GArray            *old,
             const CyAgendaRow *rows,
             guint              n_rows)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  guint i = 0;
  guint j = 0;

  while (i < old->len || j < n_rows)
    {
      CyAgendaRow *before = i < old->len ? &g_array_index (old, CyAgendaRow, i) : NULL;
      const CyAgendaRow *after = j < n_rows ? &rows[j] : NULL;
      int order = before == NULL ? 1 : after == NULL ? -1 : cy_agenda_row_compare (before, after);
      Range *last = ranges->len > 0 ? &g_array_index (ranges, Range, ranges->len - 1) : NULL;

      if (order == 0 && cy_agenda_row_equal (before, after))
        {
          *before = *after;
          i++, j++;
          continue;
        }
      if (last == NULL || last->position + last->removed != i || last->from + last->added != j)
        {
          Range range = { .position = i, .from = j };

          g_array_append_val (ranges, range);
          last = &g_array_index (ranges, Range, ranges->len - 1);
        }
      if (order <= 0)
        last->removed++, i++;
      if (order >= 0)
        last->added++, j++;
    }

  if (ranges->len > MAX_RANGES)
    {
      Range *first = &g_array_index (ranges, Range, 0);
      Range *last = &g_array_index (ranges, Range, ranges->len - 1);

      first->removed = last->position + last->removed - first->position;
      first->added = last->from + last->added - first->from;
      g_array_set_size (ranges, 1);
    }

  return ranges;
}

/* Rows that are neither copied nor changed: @agenda holds them. */
static void
show_in_place (CyTodayGroup      *self,
               const CyAgendaRow *rows,
               guint              n_rows)
{
  self->rows = rows;
  self->n_rows = n_rows;
  g_clear_pointer (&self->copy, g_array_unref);
}

static void
show_copy (CyTodayGroup *self)
{
  self->rows = (const CyAgendaRow *) (gpointer) self->copy->data;
  self->n_rows = self->copy->len;
}

static gboolean
is_part_of (CyAgenda          *agenda,
            const CyAgendaRow *rows)
{
  const CyAgendaRow *first = (const CyAgendaRow *) (gpointer) agenda->rows->data;

  return first != NULL && rows >= first && rows < first + agenda->rows->len;
}

/* From the rows that are shown to others, in steps of which each is told. */
static void
exchange_rows (CyTodayGroup      *self,
               const CyAgendaRow *rows,
               guint              n_rows)
{
  g_autoptr (GArray) ranges = NULL;

  if (self->copy == NULL)
    {
      self->copy = g_array_sized_new (FALSE, FALSE, sizeof (CyAgendaRow), self->n_rows);
      if (self->n_rows > 0)
        g_array_append_vals (self->copy, self->rows, self->n_rows);
    }
  ranges = find_ranges (self->copy, rows, n_rows);
  show_copy (self);

  /* From the end, so that positions before stay what they are. */
  for (guint i = ranges->len; i-- > 0;)
    {
      const Range *range = &g_array_index (ranges, Range, i);

      if (range->removed > 0)
        g_array_remove_range (self->copy, range->position, range->removed);
      if (range->added > 0)
        g_array_insert_vals (self->copy, range->position, rows + range->from, range->added);
      show_copy (self);
      g_list_model_items_changed (G_LIST_MODEL (self), range->position, range->removed, range->added);
    }
}

/**
 * cy_today_group_set_rows:
 * @agenda: whose rows they are
 * @rows: (array length=n_rows): the group's rows, in order: of the agenda itself, which are then
 *   shown where they are, or others, which are copied
 *
 * Shows other rows, telling only what differs.
 */
void
cy_today_group_set_rows (CyTodayGroup      *self,
                         CyAgenda          *agenda,
                         const CyAgendaRow *rows,
                         guint              n_rows)
{
  gboolean in_place = is_part_of (agenda, rows);

  g_return_if_fail (CY_IS_TODAY_GROUP (self));

  /* Another day: what is written on every row may change. */
  if (self->agenda != NULL && self->agenda->today != agenda->today)
    {
      guint n_old = self->n_rows;

      show_in_place (self, NULL, 0);
      g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, 0);
    }

  self->old = g_steal_pointer (&self->agenda);
  self->agenda = cy_agenda_ref (agenda);
  if (self->n_rows == 0 && in_place)
    {
      show_in_place (self, rows, n_rows);
      g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n_rows);
    }
  else
    exchange_rows (self, rows, n_rows);
  /* They are the same now: the copy was needed for the steps. */
  if (in_place)
    show_in_place (self, rows, n_rows);
  g_clear_pointer (&self->old, cy_agenda_unref);

  self->n_overdue = 0;
  for (guint i = 0; i < n_rows; i++)
    self->n_overdue += rows[i].section <= CY_AGENDA_DUE && rows[i].state == CY_DUE_OVERDUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

/** cy_today_group_get_title: Returns: (transfer none): what is to be done with its rows */
const char *
cy_today_group_get_title (CyTodayGroup *self)
{
  g_return_val_if_fail (CY_IS_TODAY_GROUP (self), NULL);

  return self->title;
}

/** cy_today_group_get_section: Returns: the part of the agenda it shows */
CyAgendaSection
cy_today_group_get_section (CyTodayGroup *self)
{
  g_return_val_if_fail (CY_IS_TODAY_GROUP (self), CY_AGENDA_DUE);

  return self->section;
}

/** cy_today_group_dup_count: Returns: (transfer full): how many rows it has, in words */
char *
cy_today_group_dup_count (CyTodayGroup *self)
{
  g_return_val_if_fail (CY_IS_TODAY_GROUP (self), NULL);

  if (self->n_overdue == 0)
    return g_strdup_printf ("%u", self->n_rows);

  /* Translators: beside a heading: how many rows, how many of them overdue */
  return g_strdup_printf (_("%u, %u overdue"), self->n_rows, self->n_overdue);
}
