#define G_LOG_DOMAIN "cy-today"

#include "config.h"

#include "today/cy-today-item.h"

/* A line of Today, while a list holds it. What is written on it comes a little later, when it comes into sight. */

struct _CyTodayItem {
  GObject parent_instance;

  GObject *group;               /* CyTodayGroup */
  CyAgendaRow row;
  CyDay today;
  CyAgendaTexts *texts;         /* NULL until they have been read */
  guint version;                /* of the texts: another when they are others */
  guint generation;             /* for which they were read; 0 for none */
};

G_DEFINE_FINAL_TYPE (CyTodayItem, cy_today_item, G_TYPE_OBJECT)

static void
cy_today_item_finalize (GObject *object)
{
  CyTodayItem *self = CY_TODAY_ITEM (object);

  g_clear_object (&self->group);
  g_clear_pointer (&self->texts, cy_agenda_texts_free);

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

/**
 * cy_today_item_new:
 * @group: the section in which it stands
 * @row: what it is about
 * @today: the day for which it was found
 *
 * Returns: (transfer full): an item without texts
 */
CyTodayItem *
cy_today_item_new (CyTodayGroup      *group,
                   const CyAgendaRow *row,
                   CyDay              today)
{
  CyTodayItem *self = g_object_new (CY_TYPE_TODAY_ITEM, NULL);

  self->group = g_object_ref (G_OBJECT (group));
  self->row = *row;
  self->today = today;

  return self;
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

  return (CyTodayGroup *) self->group;
}

/** cy_today_item_get_today: Returns: the day for which it was found */
CyDay
cy_today_item_get_today (CyTodayItem *self)
{
  g_return_val_if_fail (CY_IS_TODAY_ITEM (self), CY_DAY_NONE);

  return self->today;
}

/** cy_today_item_get_texts: Returns: (transfer none) (nullable): what is written on it, once it has been read */
const CyAgendaTexts *
cy_today_item_get_texts (CyTodayItem *self)
{
  g_return_val_if_fail (CY_IS_TODAY_ITEM (self), NULL);

  return self->texts;
}

/**
 * cy_today_item_set_texts:
 * @texts: (transfer full) (nullable): what is written on it now; %NULL when it could not be read
 * @generation: of what has been read; at least 1
 */
void
cy_today_item_set_texts (CyTodayItem   *self,
                         CyAgendaTexts *texts,
                         guint          generation)
{
  g_return_if_fail (CY_IS_TODAY_ITEM (self));

  self->generation = generation;
  if (texts == NULL || (self->texts != NULL && cy_agenda_texts_equal (self->texts, texts)))
    {
      cy_agenda_texts_free (texts);
      return;
    }

  g_clear_pointer (&self->texts, cy_agenda_texts_free);
  self->texts = texts;
  self->version++;
}

/** cy_today_item_get_version: Returns: a number that is another when its texts are; 0 without texts */
guint
cy_today_item_get_version (CyTodayItem *self)
{
  g_return_val_if_fail (CY_IS_TODAY_ITEM (self), 0);

  return self->version;
}

/** cy_today_item_get_generation: Returns: for which its texts were read; 0 when they have not been */
guint
cy_today_item_get_generation (CyTodayItem *self)
{
  g_return_val_if_fail (CY_IS_TODAY_ITEM (self), 0);

  return self->generation;
}
