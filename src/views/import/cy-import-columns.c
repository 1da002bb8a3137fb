#define G_LOG_DOMAIN "cy-import-columns"

#include "config.h"

#include "import/cy-import-columns.h"

#include <glib/gi18n.h>

#include "common/cy-rows.h"

/*
 * The sheets of a file and what their columns are taken for. What is chosen here is applied
 * to the plan elsewhere, on a thread: a new meaning of a column checks every row anew.
 */
typedef struct {
  guint sheet;
  guint column;
  CyImportField field;
} Choice;

struct _CyImportChoices {
  GArray *fields;               /* Choice */
  GArray *used;                 /* gboolean, for each sheet; empty for a single one */
};

struct _CyImportColumns {
  AdwBin parent_instance;

  AdwPreferencesPage *page;
  GPtrArray *groups;
  GPtrArray *column_rows;       /* AdwComboRow, each with its Choice */
  GPtrArray *sheet_rows;        /* AdwSwitchRow */
  GArray *fields;               /* CyImportField, in the order of the combo rows */
  const CyImportPlan *plan;
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (CyImportColumns, cy_import_columns, ADW_TYPE_BIN)

static Choice *
choice_of (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "choice");
}

static guint
index_of_field (CyImportColumns *self,
                CyImportField   field)
{
  for (guint i = 0; i < self->fields->len; i++)
    if (g_array_index (self->fields, CyImportField, i) == field)
      return i;

  return 0;
}

/* A field has one column: the one chosen last. */
static void
field_chosen (CyImportColumns *self,
              GParamSpec     *pspec,
              AdwComboRow    *row)
{
  Choice *choice = choice_of (GTK_WIDGET (row));
  guint selected = adw_combo_row_get_selected (row);

  if (self->setting || selected >= self->fields->len)
    return;

  choice->field = g_array_index (self->fields, CyImportField, selected);
  self->setting = TRUE;
  for (guint i = 0; i < self->column_rows->len && choice->field != CY_FIELD_IGNORED; i++)
    {
      Choice *other = choice_of (self->column_rows->pdata[i]);

      if (other == choice || other->sheet != choice->sheet || other->field != choice->field)
        continue;
      other->field = CY_FIELD_IGNORED;
      adw_combo_row_set_selected (self->column_rows->pdata[i], 0);
    }
  self->setting = FALSE;
}

static void
combo_chosen (AdwComboRow    *row,
              GParamSpec     *pspec,
              CyImportColumns *self)
{
  field_chosen (self, pspec, row);
}

static GtkWidget *
add_group (CyImportColumns *self,
           const char     *title,
           const char     *description)
{
  GtkWidget *group = cy_group_new (self->page, title, description);

  g_ptr_array_add (self->groups, group);
  return group;
}

static void
add_column_row (CyImportColumns       *self,
                GtkWidget            *group,
                GtkStringList        *names,
                guint                 sheet,
                guint                 index,
                const CyImportColumn *column)
{
  GtkWidget *row = adw_combo_row_new ();
  Choice *choice = g_new0 (Choice, 1);
  g_autoptr (GtkExpression) expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  choice->sheet = sheet;
  choice->column = index;
  choice->field = column->field;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 column->heading != NULL && *column->heading != '\0' ? column->heading
                                                                                     : _("(no heading)"));
  if (column->sample != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), column->sample);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_combo_row_set_expression (ADW_COMBO_ROW (row), expression);
  adw_combo_row_set_enable_search (ADW_COMBO_ROW (row), TRUE);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), index_of_field (self, column->field));
  g_object_set_data_full (G_OBJECT (row), "choice", choice, g_free);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (combo_chosen), self, 0);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_ptr_array_add (self->column_rows, row);
}

static GtkStringList *
field_names (CyImportColumns *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  g_array_set_size (self->fields, 0);
  for (guint i = 0; i < CY_FIELD_COUNT; i++)
    {
      CyImportField field = i;

      if (field != CY_FIELD_IGNORED && !cy_import_field_is_for (field, self->plan->kind == CY_IMPORT_CONTACTS))
        continue;
      g_array_append_val (self->fields, field);
      gtk_string_list_append (names, cy_import_field_name (field));
    }

  return names;
}

static void
add_sheet_rows (CyImportColumns *self)
{
  GtkWidget *group;

  if (self->plan->sheets->len < 2)
    return;

  group = add_group (self, _("Sheets"), NULL);
  for (guint i = 0; i < self->plan->sheets->len; i++)
    {
      const CyImportSheet *sheet = self->plan->sheets->pdata[i];
      GtkWidget *row = adw_switch_row_new ();
      g_autofree char *subtitle = sheet->header_row != 0
                                    ? g_strdup_printf (ngettext ("%u row", "%u rows", sheet->rows->len), sheet->rows->len)
                                    : g_strdup (_("No headings found"));

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), sheet->sheet->name);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
      adw_switch_row_set_active (ADW_SWITCH_ROW (row), sheet->used);
      gtk_widget_set_sensitive (row, sheet->header_row != 0);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
      g_ptr_array_add (self->sheet_rows, row);
    }
}

static void
cy_import_columns_finalize (GObject *object)
{
  CyImportColumns *self = CY_IMPORT_COLUMNS (object);

  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->column_rows);
  g_ptr_array_unref (self->sheet_rows);
  g_array_unref (self->fields);

  G_OBJECT_CLASS (cy_import_columns_parent_class)->finalize (object);
}

static void
cy_import_columns_class_init (CyImportColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cy_import_columns_finalize;
}

static void
cy_import_columns_init (CyImportColumns *self)
{
  self->groups = g_ptr_array_new ();
  self->column_rows = g_ptr_array_new ();
  self->sheet_rows = g_ptr_array_new ();
  self->fields = g_array_new (FALSE, FALSE, sizeof (CyImportField));
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->page));
}

/** cy_import_columns_set_plan: @plan: (transfer none): shows its sheets and columns; not kept beyond them */
void
cy_import_columns_set_plan (CyImportColumns    *self,
                            const CyImportPlan *plan)
{
  g_autoptr (GtkStringList) names = NULL;

  g_return_if_fail (CY_IS_IMPORT_COLUMNS (self));

  self->plan = plan;
  names = field_names (self);

  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, self->groups->pdata[i]);
  g_ptr_array_set_size (self->groups, 0);
  g_ptr_array_set_size (self->column_rows, 0);
  g_ptr_array_set_size (self->sheet_rows, 0);

  add_sheet_rows (self);
  for (guint i = 0; i < self->plan->sheets->len; i++)
    {
      const CyImportSheet *sheet = self->plan->sheets->pdata[i];
      g_autofree char *title = self->plan->sheets->len > 1 ? g_strdup_printf (_("Columns of %s"), sheet->sheet->name)
                                                           : g_strdup (_("Columns"));
      GtkWidget *group;

      if (sheet->header_row == 0)
        continue;
      group = add_group (self, title, _("Heading, what stands below it, and what it is taken for"));
      for (guint c = 0; c < sheet->columns->len; c++)
        add_column_row (self, group, names, i, c, sheet->columns->pdata[c]);
    }
}

/** cy_import_columns_dup_choices: Returns: (transfer full): what was chosen, where it differs from the plan */
CyImportChoices *
cy_import_columns_dup_choices (CyImportColumns *self)
{
  CyImportChoices *choices;

  g_return_val_if_fail (CY_IS_IMPORT_COLUMNS (self), NULL);

  choices = g_new0 (CyImportChoices, 1);
  choices->fields = g_array_new (FALSE, FALSE, sizeof (Choice));
  choices->used = g_array_new (FALSE, FALSE, sizeof (gboolean));
  for (guint i = 0; i < self->sheet_rows->len; i++)
    {
      gboolean used = adw_switch_row_get_active (self->sheet_rows->pdata[i]);

      g_array_append_val (choices->used, used);
    }
  for (guint i = 0; i < self->column_rows->len; i++)
    {
      const Choice *choice = choice_of (self->column_rows->pdata[i]);
      const CyImportSheet *sheet = self->plan->sheets->pdata[choice->sheet];
      const CyImportColumn *column = sheet->columns->pdata[choice->column];

      if (column->field != choice->field)
        g_array_append_val (choices->fields, *choice);
    }

  return choices;
}

/** cy_import_choices_apply: brings @plan to what was chosen; may take a while, for any thread */
void
cy_import_choices_apply (const CyImportChoices *choices,
                         CyImportPlan          *plan)
{
  for (guint i = 0; i < choices->used->len; i++)
    cy_import_plan_set_used (plan, i, g_array_index (choices->used, gboolean, i));
  for (guint i = 0; i < choices->fields->len; i++)
    {
      const Choice *choice = &g_array_index (choices->fields, Choice, i);

      cy_import_plan_set_field (plan, choice->sheet, choice->column, choice->field);
    }
}

/** cy_import_choices_free: frees @choices, which may be %NULL */
void
cy_import_choices_free (CyImportChoices *choices)
{
  if (choices == NULL)
    return;

  g_array_unref (choices->fields);
  g_array_unref (choices->used);
  g_free (choices);
}
