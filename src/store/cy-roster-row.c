#define G_LOG_DOMAIN "cy-roster-row"

#include "config.h"

#include "cy-roster-row-private.h"

/* A row of the roster. What it shows arrives later, and again when the child has changed: each
 * property that differs is notified. A row becomes that of another child when the whole list
 * has made way for another. */
struct _CyRosterRow {
  GObject parent_instance;

  CyRosterData data;
  gboolean loading;
  gboolean untold;              /* it has become another, and "changed" is still to come */
};

G_DEFINE_FINAL_TYPE (CyRosterRow, cy_roster_row, G_TYPE_OBJECT)

typedef enum {
  PROP_ID = 1,
  PROP_LOADING,
  PROP_NAME,
  PROP_PINYIN,
  PROP_VILLAGE,
  PROP_SCHOOL,
  PROP_CLASS_NAME,
  PROP_GUARDIAN,
  PROP_GUARDIAN_KIN,
  PROP_GUARDIAN_PHONE,
  PROP_SEX,
  PROP_BIRTH,
  PROP_BIRTH_PRECISION,
  PROP_PROFILE_RESULT,
  PROP_GUARDIANSHIP,
  PROP_N_FLAGS,
  PROP_IN_BIN,
  N_PROPS
} CyRosterRowProperty;

static GParamSpec *props[N_PROPS];

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
  g_free (data->guardian_kin);
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
cy_roster_row_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  CyRosterRow *row = CY_ROSTER_ROW (object);

  switch ((CyRosterRowProperty) id)
    {
    case PROP_ID:
      g_value_set_int64 (value, row->data.id);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, row->loading);
      break;
    case PROP_NAME:
      g_value_set_string (value, row->data.name);
      break;
    case PROP_PINYIN:
      g_value_set_string (value, row->data.pinyin);
      break;
    case PROP_VILLAGE:
      g_value_set_string (value, row->data.village);
      break;
    case PROP_SCHOOL:
      g_value_set_string (value, row->data.school);
      break;
    case PROP_CLASS_NAME:
      g_value_set_string (value, row->data.class_name);
      break;
    case PROP_GUARDIAN:
      g_value_set_string (value, row->data.guardian);
      break;
    case PROP_GUARDIAN_KIN:
      g_value_set_string (value, row->data.guardian_kin);
      break;
    case PROP_GUARDIAN_PHONE:
      g_value_set_string (value, row->data.guardian_phone);
      break;
    case PROP_SEX:
      g_value_set_int (value, row->data.sex);
      break;
    case PROP_BIRTH:
      g_value_set_int (value, row->data.birth);
      break;
    case PROP_BIRTH_PRECISION:
      g_value_set_int (value, row->data.birth_precision);
      break;
    case PROP_PROFILE_RESULT:
      g_value_set_int (value, row->data.profile_result);
      break;
    case PROP_GUARDIANSHIP:
      g_value_set_int (value, row->data.guardianship);
      break;
    case PROP_N_FLAGS:
      g_value_set_uint (value, row->data.n_flags);
      break;
    case PROP_IN_BIN:
      g_value_set_boolean (value, row->data.in_bin);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static GParamSpec *
text_spec (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
number_spec (const char *name)
{
  return g_param_spec_int (name, NULL, NULL, G_MININT, G_MAXINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
boolean_spec (const char *name)
{
  return g_param_spec_boolean (name, NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
cy_roster_row_class_init (CyRosterRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cy_roster_row_finalize;
  object_class->get_property = cy_roster_row_get_property;

  props[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_LOADING] = boolean_spec ("loading");
  props[PROP_NAME] = text_spec ("name");
  props[PROP_PINYIN] = text_spec ("pinyin");
  props[PROP_VILLAGE] = text_spec ("village");
  props[PROP_SCHOOL] = text_spec ("school");
  props[PROP_CLASS_NAME] = text_spec ("class-name");
  props[PROP_GUARDIAN] = text_spec ("guardian");
  props[PROP_GUARDIAN_KIN] = text_spec ("guardian-kin");
  props[PROP_GUARDIAN_PHONE] = text_spec ("guardian-phone");
  props[PROP_SEX] = number_spec ("sex");
  props[PROP_BIRTH] = number_spec ("birth");
  props[PROP_BIRTH_PRECISION] = number_spec ("birth-precision");
  props[PROP_PROFILE_RESULT] = number_spec ("profile-result");
  props[PROP_GUARDIANSHIP] = number_spec ("guardianship");
  props[PROP_N_FLAGS] = g_param_spec_uint ("n-flags", NULL, NULL, 0, G_MAXUINT, 0,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_IN_BIN] = boolean_spec ("in-bin");

  g_object_class_install_properties (object_class, N_PROPS, props);

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
set_text (CyRosterRow          *row,
          char                **field,
          const char           *text,
          CyRosterRowProperty   property)
{
  if (!g_set_str (field, text))
    return FALSE;

  g_object_notify_by_pspec (G_OBJECT (row), props[property]);
  return TRUE;
}

static gboolean
set_number (CyRosterRow         *row,
            int                 *field,
            int                  number,
            CyRosterRowProperty  property)
{
  if (*field == number)
    return FALSE;

  *field = number;
  g_object_notify_by_pspec (G_OBJECT (row), props[property]);
  return TRUE;
}

static gboolean
take_data (CyRosterRow        *row,
           const CyRosterData *data,
           gboolean            loading)
{
  CyRosterData *own = &row->data;
  gboolean changed = FALSE;

  own->uid = data->uid;
  changed |= g_set_str (&own->id_number, data->id_number);
  changed |= set_text (row, &own->name, data->name, PROP_NAME);
  changed |= set_text (row, &own->pinyin, data->pinyin, PROP_PINYIN);
  changed |= set_text (row, &own->village, data->village, PROP_VILLAGE);
  changed |= set_text (row, &own->school, data->school, PROP_SCHOOL);
  changed |= set_text (row, &own->class_name, data->class_name, PROP_CLASS_NAME);
  changed |= set_text (row, &own->guardian, data->guardian, PROP_GUARDIAN);
  changed |= set_text (row, &own->guardian_kin, data->guardian_kin, PROP_GUARDIAN_KIN);
  changed |= set_text (row, &own->guardian_phone, data->guardian_phone, PROP_GUARDIAN_PHONE);
  changed |= set_number (row, (int *) &own->sex, (int) data->sex, PROP_SEX);
  changed |= set_number (row, (int *) &own->birth, (int) data->birth, PROP_BIRTH);
  changed |= set_number (row, (int *) &own->birth_precision, (int) data->birth_precision, PROP_BIRTH_PRECISION);
  changed |= set_number (row, (int *) &own->profile_result, (int) data->profile_result, PROP_PROFILE_RESULT);
  changed |= set_number (row, (int *) &own->guardianship, (int) data->guardianship, PROP_GUARDIANSHIP);
  changed |= set_number (row, (int *) &own->n_flags, (int) data->n_flags, PROP_N_FLAGS);
  changed |= set_number (row, &own->in_bin, data->in_bin, PROP_IN_BIN);
  changed |= set_number (row, &row->loading, loading, PROP_LOADING);

  return changed;
}

/* Shows what was read. */
void
cy_roster_row_set_data (CyRosterRow        *row,
                        const CyRosterData *data)
{
  g_object_freeze_notify (G_OBJECT (row));
  row->untold |= take_data (row, data, FALSE);
  g_object_thaw_notify (G_OBJECT (row));
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

  g_object_freeze_notify (G_OBJECT (row));
  row->data.id = id;
  g_object_notify_by_pspec (G_OBJECT (row), props[PROP_ID]);
  take_data (row, data != NULL ? data : &nothing, data == NULL);
  row->untold = TRUE;
  g_object_thaw_notify (G_OBJECT (row));
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
