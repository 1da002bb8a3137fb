#define G_LOG_DOMAIN "cy-roster-row"

#include "config.h"

#include "cy-roster-row-private.h"

/* A row of the roster. What it shows arrives later, and again when the child has changed: "changed"
 * tells of it, where anything differs. A row becomes that of another child when the whole list
 * has made way for another. */
struct _CyRosterRow {
  GObject parent_instance;

  CyRosterData data;            /* of which it has what is shown, and the id */
  gboolean loading;
  gboolean untold;              /* it has become another, and "changed" is still to come */
};

G_DEFINE_FINAL_TYPE (CyRosterRow, cy_roster_row, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_data (CyRosterData *data)
{
  g_free (data->name);
  g_free (data->pinyin);
  g_free (data->id_number);
  g_free (data->village);
  g_free (data->school);
  g_free (data->class_name);
  g_free (data->guardian);
  g_free (data->guardian_phone);
}

void
cy_roster_data_free (CyRosterData *data)
{
  if (data == NULL)
    return;

  clear_data (data);
  g_free (data);
}

static void
cy_roster_row_finalize (GObject *object)
{
  clear_data (&CY_ROSTER_ROW (object)->data);

  G_OBJECT_CLASS (cy_roster_row_parent_class)->finalize (object);
}

static void
cy_roster_row_class_init (CyRosterRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cy_roster_row_finalize;

  /**
   * CyRosterRow::changed:
   *
   * What the row shows has been read, or read anew and found different: once for all of it,
   * for the cells of a list.
   */
  signals[CHANGED] = g_signal_new ("changed", CY_TYPE_ROSTER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
cy_roster_row_init (CyRosterRow *row)
{
  row->loading = TRUE;
  row->data.birth = CY_DAY_NONE;
}

/* A row of which nothing is known but its id. */
CyRosterRow *
cy_roster_row_new (gint64 id)
{
  CyRosterRow *row = g_object_new (CY_TYPE_ROSTER_ROW, NULL);

  row->data.id = id;
  return row;
}

static gboolean
set_number (int *field,
            int  number)
{
  gboolean changed = *field != number;

  *field = number;
  return changed;
}

static gboolean
take_data (CyRosterRow        *row,
           const CyRosterData *data,
           gboolean            loading)
{
  CyRosterData *own = &row->data;
  gboolean changed = FALSE;

  changed |= g_set_str (&own->name, data->name);
  changed |= g_set_str (&own->village, data->village);
  changed |= g_set_str (&own->school, data->school);
  changed |= g_set_str (&own->class_name, data->class_name);
  changed |= g_set_str (&own->guardian, data->guardian);
  changed |= g_set_str (&own->guardian_phone, data->guardian_phone);
  changed |= set_number ((int *) &own->sex, (int) data->sex);
  changed |= set_number ((int *) &own->birth, (int) data->birth);
  changed |= set_number ((int *) &own->profile_result, (int) data->profile_result);
  changed |= set_number ((int *) &own->n_flags, (int) data->n_flags);
  changed |= set_number (&row->loading, loading);

  return changed;
}

/* Shows what was read. */
void
cy_roster_row_set_data (CyRosterRow        *row,
                        const CyRosterData *data)
{
  row->untold |= take_data (row, data, FALSE);
  cy_roster_row_tell (row);
}

/* Is another child's row from now on; @data is NULL when it is still to be read. Its cells hear of
 * it by cy_roster_row_tell(), or when it has been read. */
void
cy_roster_row_become (CyRosterRow        *row,
                      gint64              id,
                      const CyRosterData *data)
{
  const CyRosterData nothing = { .birth = CY_DAY_NONE };

  if (row->data.id == id)
    return;

  row->data.id = id;
  take_data (row, data != NULL ? data : &nothing, data == NULL);
  row->untold = TRUE;
}

/* Lets the cells know what the row has become, unless they do. */
void
cy_roster_row_tell (CyRosterRow *row)
{
  if (!row->untold)
    return;

  row->untold = FALSE;
  g_signal_emit (row, signals[CHANGED], 0);
}

/** cy_roster_row_get_id: Returns: the child's id; below 0 for a row past the end of its list, which is about to go */
gint64
cy_roster_row_get_id (CyRosterRow *row)
{
  return row->data.id;
}

/** cy_roster_row_get_loading: Returns: whether nothing but the id is known yet */
gboolean
cy_roster_row_get_loading (CyRosterRow *row)
{
  return row->loading;
}

/** cy_roster_row_get_name: Returns: (transfer none): the child's name; %NULL while it is loading */
const char *
cy_roster_row_get_name (CyRosterRow *row)
{
  return row->data.name;
}

/** cy_roster_row_get_village: Returns: (transfer none) (nullable): the name of the village */
const char *
cy_roster_row_get_village (CyRosterRow *row)
{
  return row->data.village;
}

/** cy_roster_row_get_school: Returns: (transfer none) (nullable): the name of the school */
const char *
cy_roster_row_get_school (CyRosterRow *row)
{
  return row->data.school;
}

/** cy_roster_row_get_class_name: Returns: (transfer none) (nullable): the name of the class */
const char *
cy_roster_row_get_class_name (CyRosterRow *row)
{
  return row->data.class_name;
}

/** cy_roster_row_get_guardian: Returns: (transfer none) (nullable): the name of the guardian */
const char *
cy_roster_row_get_guardian (CyRosterRow *row)
{
  return row->data.guardian;
}

/** cy_roster_row_get_guardian_phone: Returns: (transfer none) (nullable): how to call the guardian */
const char *
cy_roster_row_get_guardian_phone (CyRosterRow *row)
{
  return row->data.guardian_phone;
}

/** cy_roster_row_get_sex: Returns: the child's sex */
CySex
cy_roster_row_get_sex (CyRosterRow *row)
{
  return row->data.sex;
}

/** cy_roster_row_get_birth: Returns: the child's birthday, %CY_DAY_NONE when it is not known */
CyDay
cy_roster_row_get_birth (CyRosterRow *row)
{
  return row->data.birth;
}

/** cy_roster_row_get_profile_result: Returns: whether the child counts as left behind */
CyProfileResult
cy_roster_row_get_profile_result (CyRosterRow *row)
{
  return row->data.profile_result;
}

/** cy_roster_row_get_n_flags: Returns: how many problems and risks are open */
guint
cy_roster_row_get_n_flags (CyRosterRow *row)
{
  return row->data.n_flags;
}
