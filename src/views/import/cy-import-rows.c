#define G_LOG_DOMAIN "cy-import-rows"

#include "config.h"

#include "import/cy-import-rows.h"

#include <glib/gi18n.h>

#include "exchange/cy-import-words.h"

/*
 * The rows of an import that there is something to say about. The list keeps two numbers for
 * each; an item is made when it is shown, and reads its words from the plan then. The plan
 * belongs to the dialog, which takes it out of the list before a thread works on it.
 */
typedef struct {
  guint sheet;
  guint row;
} Place;

struct _CyImportItem {
  GObject parent_instance;

  CyImportPlan *plan;           /* not owned */
  Place place;
};

struct _CyImportRows {
  GObject parent_instance;

  CyImportPlan *plan;           /* not owned */
  CyImportShow show;
  GArray *places;
};

G_DEFINE_FINAL_TYPE (CyImportItem, cy_import_item, G_TYPE_OBJECT)

static void list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CyImportRows, cy_import_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_init))

static const CyImportRow *
row_at (const CyImportPlan *plan,
        Place               place)
{
  const CyImportSheet *sheet = plan->sheets->pdata[place.sheet];

  return &g_array_index (sheet->rows, CyImportRow, place.row);
}

static void
cy_import_item_class_init (CyImportItemClass *klass)
{
}

static void
cy_import_item_init (CyImportItem *self)
{
}

/** cy_import_item_dup_place: Returns: (transfer full): "Row 12", with the sheet where the file has several */
char *
cy_import_item_dup_place (CyImportItem *self)
{
  const CyImportSheet *sheet = self->plan->sheets->pdata[self->place.sheet];
  const CyImportRow *row = row_at (self->plan, self->place);

  if (self->plan->sheets->len > 1)
    /* Translators: the name of a sheet, a row's number. */
    return g_strdup_printf (_("%s, row %u"), sheet->sheet->name, row->number);

  return g_strdup_printf (_("Row %u"), row->number);
}

/** cy_import_item_dup_title: Returns: (transfer full): whom the row is about and what is the matter */
char *
cy_import_item_dup_title (CyImportItem *self)
{
  const CyImportRow *row = row_at (self->plan, self->place);
  g_autofree char *name = cy_import_plan_text (self->plan, self->place.sheet, self->place.row, CY_FIELD_NAME);
  g_autoptr (GString) title = g_string_new (name != NULL && *name != '\0' ? name : _("(no name)"));

  for (guint bit = 0; bit < 32; bit++)
    if (row->problems & (1u << bit))
      g_string_append_printf (title, " · %s", cy_name_import_problem (1u << bit));
  if (row->problems == 0 && row->action == CY_IMPORT_CHANGED)
    g_string_append_printf (title, " · %s", _("Differs from the archive"));

  return g_string_free_and_steal (g_steal_pointer (&title));
}

static void
append_line (GString    *lines,
             const char *line)
{
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, line);
}

/** cy_import_item_dup_detail: Returns: (transfer full): what it means and what will happen, a line each */
char *
cy_import_item_dup_detail (CyImportItem *self)
{
  const CyImportRow *row = row_at (self->plan, self->place);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint bit = 0; bit < 32; bit++)
    {
      CyImportProblem problem = 1u << bit;

      if (row->problems & problem)
        append_line (lines, cy_explain_import_problem (problem));
    }
  for (guint i = 0; row->changes != NULL && i < row->changes->len; i++)
    {
      const CyImportChange *change = row->changes->pdata[i];
      /* Translators: a field, what the archive holds, what the file says. */
      g_autofree char *line = g_strdup_printf (_("%s: %s → %s"), cy_import_field_name (change->field),
                                               change->before != NULL ? change->before : "–", change->after);

      append_line (lines, line);
    }

  return g_string_free_and_steal (g_steal_pointer (&lines));
}

/** cy_import_item_get_icon: Returns: (transfer none): the icon of what will happen */
const char *
cy_import_item_get_icon (CyImportItem *self)
{
  const CyImportRow *row = row_at (self->plan, self->place);

  if (row->problems & CY_PROBLEM_ERRORS)
    return "dialog-error-symbolic";
  if (row->problems & CY_PROBLEM_WARNINGS)
    return "dialog-warning-symbolic";

  return "document-edit-symbolic";
}

/** cy_import_item_get_class: Returns: (transfer none): the style class of that icon */
const char *
cy_import_item_get_class (CyImportItem *self)
{
  const CyImportRow *row = row_at (self->plan, self->place);

  if (row->problems & CY_PROBLEM_ERRORS)
    return "error";
  if (row->problems & CY_PROBLEM_WARNINGS)
    return "warning";

  return "accent";
}

static gboolean
is_shown (const CyImportRow *row,
          CyImportShow       show)
{
  gboolean error = (row->problems & CY_PROBLEM_ERRORS) != 0;
  gboolean warning = !error && (row->problems & CY_PROBLEM_WARNINGS) != 0;
  gboolean changed = !error && row->action == CY_IMPORT_CHANGED;

  switch (show)
    {
    case CY_IMPORT_SHOW_ERRORS:
      return error;
    case CY_IMPORT_SHOW_WARNINGS:
      return warning;
    case CY_IMPORT_SHOW_CHANGES:
      return changed;
    case CY_IMPORT_SHOW_ALL:
    default:
      return error || warning || changed;
    }
}

static void
refill (CyImportRows *self)
{
  guint before = self->places->len;

  g_array_set_size (self->places, 0);
  for (guint s = 0; self->plan != NULL && s < self->plan->sheets->len; s++)
    {
      const CyImportSheet *sheet = self->plan->sheets->pdata[s];

      for (guint r = 0; sheet->used && r < sheet->rows->len; r++)
        {
          Place place = { s, r };

          if (is_shown (&g_array_index (sheet->rows, CyImportRow, r), self->show))
            g_array_append_val (self->places, place);
        }
    }
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->places->len);
}

static GType
get_item_type (GListModel *model)
{
  return CY_TYPE_IMPORT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return CY_IMPORT_ROWS (model)->places->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  CyImportRows *self = CY_IMPORT_ROWS (model);
  CyImportItem *item;

  if (position >= self->places->len)
    return NULL;

  item = g_object_new (CY_TYPE_IMPORT_ITEM, NULL);
  item->plan = self->plan;
  item->place = g_array_index (self->places, Place, position);
  return item;
}

static void
list_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
cy_import_rows_finalize (GObject *object)
{
  g_array_unref (CY_IMPORT_ROWS (object)->places);
  G_OBJECT_CLASS (cy_import_rows_parent_class)->finalize (object);
}

static void
cy_import_rows_class_init (CyImportRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cy_import_rows_finalize;
}

static void
cy_import_rows_init (CyImportRows *self)
{
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
}

/** cy_import_rows_new: Returns: (transfer full): an empty list */
CyImportRows *
cy_import_rows_new (void)
{
  return g_object_new (CY_TYPE_IMPORT_ROWS, NULL);
}

/** cy_import_rows_set_plan: @plan: (nullable) (transfer none): what to list; it must outlive the list's items */
void
cy_import_rows_set_plan (CyImportRows *self,
                         CyImportPlan *plan)
{
  g_return_if_fail (CY_IS_IMPORT_ROWS (self));

  self->plan = plan;
  refill (self);
}

/** cy_import_rows_set_show: @show: which rows to list */
void
cy_import_rows_set_show (CyImportRows *self,
                         CyImportShow  show)
{
  g_return_if_fail (CY_IS_IMPORT_ROWS (self));

  self->show = show;
  refill (self);
}

/** cy_import_count: @counts: (out caller-allocates): how many rows of @plan are of which sort */
void
cy_import_count (const CyImportPlan *plan,
                 CyImportCounts     *counts)
{
  memset (counts, 0, sizeof *counts);
  for (guint s = 0; s < plan->sheets->len; s++)
    {
      const CyImportSheet *sheet = plan->sheets->pdata[s];

      for (guint r = 0; sheet->used && r < sheet->rows->len; r++)
        {
          const CyImportRow *row = &g_array_index (sheet->rows, CyImportRow, r);

          counts->n_rows++;
          if (row->problems & CY_PROBLEM_ERRORS)
            {
              counts->n_errors++;
              continue;
            }
          if (row->problems & CY_PROBLEM_WARNINGS)
            counts->n_warnings++;
          if (row->action == CY_IMPORT_ADD)
            counts->n_added++;
          else if (row->action == CY_IMPORT_CHANGED)
            counts->n_changed++;
          else if (row->action == CY_IMPORT_SAME)
            counts->n_same++;
        }
    }
}
