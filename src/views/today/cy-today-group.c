#define G_LOG_DOMAIN "cy-today"

#include "config.h"

#include "cy-today-group.h"
#include "cy-id-bits.h"
#include "text/cy-names.h"

#include <glib/gi18n.h>

/* One section of Today as a list model. The page flattens its groups, and so the boundaries
 * of sections are GTK's own business:
 *
 *   CyAgenda ──▶ CyTodayGroup, one for each section ──▶ GListStore of groups
 *            ──▶ GtkFlattenListModel, which is a GtkSectionModel ──▶ GtkNoSelection ──▶ GtkListView
 *
 * Rows stay plain structs in the agenda, where there may be hundreds of thousands: a group shows a stretch of them,
 * and an item is made when the list asks for one. What is written on it is read when it comes into sight
 * (cy-today-filler.c). */

/* With more separate changes than this one range that covers them all is told. */
#define MAX_RANGES 32
/* A view that is told of rows gone and come at once looks at all that came, for those that it knows. */
#define MANY_ROWS 128

/* A stretch of an array of CyAgendaRow. */
typedef struct {
  CyAgenda *agenda;             /* of which they are */
  GArray *array;
  guint first;
  guint n_rows;
} Rows;

struct _CyTodayGroup {
  GObject parent_instance;

  CyAgendaSection section;
  CyContactKinds kinds;         /* of a section of what is due */
  char *title;
  Rows rows;
  /* While rows are exchanged, from the end: so many of the old ones still stand at the beginning, and the
   * new ones from one on behind them. */
  Rows old;
  guint n_old;
  guint from;
  guint n_overdue;
  guint n_soon;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CyTodayGroup, cy_today_group, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

typedef enum {
  PROP_COUNT = 1,
} CyTodayGroupProperty;

static GParamSpec *properties[PROP_COUNT + 1];

static const CyAgendaRow *
rows_at (const Rows *rows,
         guint       position)
{
  return &g_array_index (rows->array, CyAgendaRow, rows->first + position);
}

static void
rows_clear (Rows *rows)
{
  g_clear_pointer (&rows->agenda, cy_agenda_unref);
  g_clear_pointer (&rows->array, g_array_unref);
  *rows = (Rows) { 0 };
}

static GType
cy_today_group_get_item_type (GListModel *model)
{
  return CY_TYPE_TODAY_ITEM;
}

static guint
cy_today_group_get_n_items (GListModel *model)
{
  CyTodayGroup *self = CY_TODAY_GROUP (model);

  return self->n_old + self->rows.n_rows - self->from;
}

static gpointer
cy_today_group_get_item (GListModel *model,
                         guint       position)
{
  CyTodayGroup *self = CY_TODAY_GROUP (model);
  gboolean is_old = position < self->n_old;
  const Rows *rows = is_old ? &self->old : &self->rows;

  if (position >= cy_today_group_get_n_items (model))
    return NULL;

  return cy_today_item_new (self, rows_at (rows, is_old ? position : self->from + position - self->n_old),
                            rows->agenda->today);
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
  rows_clear (&self->rows);

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

static CyIdBits *
children_of (const Rows *rows,
             guint       from)
{
  CyIdBits *children = cy_id_bits_new ();

  for (guint i = from; i < rows->n_rows; i++)
    cy_id_bits_add (children, rows_at (rows, i)->child_id);

  return children;
}

/* Which of two rows that differ stands first: one of a child who has no row behind it in the other list has gone
 * or come; else their day tells. Names, by which rows of a day are sorted, are not known here. */
static int
compare (const CyAgendaRow *before,
         const CyIdBits    *all_before,
         const CyAgendaRow *after,
         const CyIdBits    *all_after)
{
  if (!cy_id_bits_has (all_before, after->child_id))
    return 1;
  if (!cy_id_bits_has (all_after, before->child_id))
    return -1;

  return before->day == after->day ? 0 : before->day < after->day ? -1 : 1;
}

/* Both are in the same order, so one walk finds what differs. */
static GArray *
find_ranges (const Rows *old,
             const Rows *rows)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  g_autoptr (CyIdBits) all_before = NULL;
  g_autoptr (CyIdBits) all_after = NULL;
  guint i = 0;
  guint j = 0;

  while (i < old->n_rows || j < rows->n_rows)
    {
      const CyAgendaRow *before = i < old->n_rows ? rows_at (old, i) : NULL;
      const CyAgendaRow *after = j < rows->n_rows ? rows_at (rows, j) : NULL;
      Range *last = ranges->len > 0 ? &g_array_index (ranges, Range, ranges->len - 1) : NULL;
      int order;

      if (before != NULL && after != NULL && cy_agenda_row_equal (before, after))
        {
          i++, j++;
          continue;
        }
      if (all_before == NULL)
        {
          all_before = children_of (old, i);
          all_after = children_of (rows, j);
        }
      order = before == NULL ? 1 : after == NULL ? -1 : compare (before, all_before, after, all_after);
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

/* From the end, so that positions before stay what they are. */
static void
exchange (CyTodayGroup *self,
          GArray       *ranges)
{
  self->n_old = self->old.n_rows;
  self->from = self->rows.n_rows;
  for (guint i = ranges->len; i-- > 0;)
    {
      const Range *range = &g_array_index (ranges, Range, i);

      guint removed = range->removed;

      self->n_old = range->position;
      if (removed > 0 && range->added > MANY_ROWS)
        {
          self->from = range->from + range->added;
          g_list_model_items_changed (G_LIST_MODEL (self), range->position, removed, 0);
          removed = 0;
        }
      self->from = range->from;
      g_list_model_items_changed (G_LIST_MODEL (self), range->position, removed, range->added);
    }

  /* The rows before the first that differs look the same. */
  self->n_old = 0;
  self->from = 0;
}

static void
count (CyTodayGroup *self)
{
  self->n_overdue = 0;
  self->n_soon = 0;
  if (self->section > CY_AGENDA_DUE)
    return;

  for (guint i = 0; i < self->rows.n_rows; i++)
    {
      CyDueState state = rows_at (&self->rows, i)->state;

      self->n_overdue += state == CY_DUE_OVERDUE;
      self->n_soon += state == CY_DUE_SOON;
    }
}

/**
 * cy_today_group_set_rows:
 * @agenda: whose rows they are
 * @rows: (element-type CyAgendaRow): in order; nobody changes them any more
 * @first: where the group's rows begin in @rows
 * @n_rows: how many they are
 *
 * Shows other rows, telling only what differs.
 */
void
cy_today_group_set_rows (CyTodayGroup *self,
                         CyAgenda     *agenda,
                         GArray       *rows,
                         guint         first,
                         guint         n_rows)
{
  g_autoptr (GArray) ranges = NULL;

  g_return_if_fail (CY_IS_TODAY_GROUP (self));

  /* Another day: what is written on every row may change. */
  if (self->rows.agenda != NULL && self->rows.agenda->today != agenda->today)
    {
      guint n_before = self->rows.n_rows;

      rows_clear (&self->rows);
      g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, 0);
    }

  self->old = self->rows;
  self->rows = (Rows) { cy_agenda_ref (agenda), g_array_ref (rows), first, n_rows };
  ranges = find_ranges (&self->old, &self->rows);
  exchange (self, ranges);
  rows_clear (&self->old);

  count (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

/** cy_today_group_get_n_due: Returns: how many of its rows are contacts or follow-ups in that state */
guint
cy_today_group_get_n_due (CyTodayGroup *self,
                          CyDueState    state)
{
  g_return_val_if_fail (CY_IS_TODAY_GROUP (self), 0);

  return state == CY_DUE_OVERDUE ? self->n_overdue : state == CY_DUE_SOON ? self->n_soon : 0;
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
    return g_strdup_printf ("%u", self->rows.n_rows);

  /* Translators: beside a heading: how many rows, how many of them overdue */
  return g_strdup_printf (_("%u, %u overdue"), self->rows.n_rows, self->n_overdue);
}
