#define G_LOG_DOMAIN "cy-unit-row"

#include "config.h"

#include "children/cy-unit-row.h"

#include <glib/gi18n.h>

/*
 * An entry for a village, a school or a class. It proposes the units that exist while one
 * types; a name that is none of them is a new unit, which the form makes when it is saved.
 */
#define MAX_PROPOSALS 7

struct _CyUnitRow {
  AdwEntryRow parent_instance;

  GtkPopover *popover;
  GtkListBox *list;
  GtkImage *new_image;

  GPtrArray *units;
  CyUnitKind kind;
  gint64 parent_id;
  gint64 id;                    /* chosen from the proposals, or set */
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (CyUnitRow, cy_unit_row, ADW_TYPE_ENTRY_ROW)

/* A parent that is not known yet restricts nothing. */
static gboolean
is_candidate (CyUnitRow    *self,
              const CyUnit *unit)
{
  return unit->kind == self->kind && (self->parent_id == 0 || unit->parent_id == self->parent_id);
}

static CyUnit *
unit_by_id (CyUnitRow *self,
            gint64     id)
{
  for (guint i = 0; self->units != NULL && i < self->units->len; i++)
    {
      CyUnit *unit = self->units->pdata[i];

      if (unit->id == id)
        return unit;
    }

  return NULL;
}

static CyUnit *
unit_by_name (CyUnitRow  *self,
              const char *name)
{
  for (guint i = 0; self->units != NULL && i < self->units->len; i++)
    {
      CyUnit *unit = self->units->pdata[i];

      if (is_candidate (self, unit) && g_str_equal (unit->name, name))
        return unit;
    }

  return NULL;
}

static void
show_whether_new (CyUnitRow *self)
{
  g_autofree char *name = cy_unit_row_dup_name (self);

  gtk_widget_set_visible (GTK_WIDGET (self->new_image), name != NULL && self->id == 0);
}

static void
hide_proposals (CyUnitRow *self)
{
  gtk_popover_popdown (self->popover);
}

static void
choose (CyUnitRow     *self,
        GtkListBoxRow *row)
{
  gint64 *id = g_object_get_data (G_OBJECT (row), "unit-id");

  cy_unit_row_set_id (self, *id);
  hide_proposals (self);
  gtk_editable_set_position (GTK_EDITABLE (self), -1);
}

static void
add_proposal (CyUnitRow    *self,
              const CyUnit *unit)
{
  const CyUnit *parent = unit_by_id (self, unit->parent_id);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (unit->name);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (parent != NULL && self->parent_id == 0)
    {
      GtkWidget *where = gtk_label_new (parent->name);

      gtk_widget_add_css_class (where, "dimmed");
      gtk_widget_add_css_class (where, "caption");
      gtk_box_append (GTK_BOX (box), where);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "unit-id", g_memdup2 (&unit->id, sizeof unit->id), g_free);
  gtk_list_box_append (self->list, row);
}

static void
propose (CyUnitRow *self)
{
  g_autofree char *typed = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self)), -1);
  guint n = 0;

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; self->units != NULL && i < self->units->len && n < MAX_PROPOSALS; i++)
    {
      CyUnit *unit = self->units->pdata[i];
      g_autofree char *name = NULL;

      if (!is_candidate (self, unit))
        continue;
      name = g_utf8_casefold (unit->name, -1);
      if (strstr (name, typed) == NULL)
        continue;
      add_proposal (self, unit);
      n++;
    }

  if (n == 0 || self->id != 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    hide_proposals (self);
  else
    gtk_popover_popup (self->popover);
}

static void
text_changed (CyUnitRow *self)
{
  g_autofree char *name = NULL;
  CyUnit *unit;

  if (self->setting)
    return;

  name = cy_unit_row_dup_name (self);
  unit = name != NULL ? unit_by_name (self, name) : NULL;
  self->id = unit != NULL ? unit->id : 0;
  show_whether_new (self);
  if (name != NULL)
    propose (self);
  else
    hide_proposals (self);
}

static void
move_selection (CyUnitRow *self,
                int        step)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);
  int index = selected != NULL ? gtk_list_box_row_get_index (selected) + step : 0;
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, MAX (index, 0));

  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
}

static gboolean
key_pressed (CyUnitRow       *self,
             guint            key,
             guint            code,
             GdkModifierType  state)
{
  GtkListBoxRow *row;

  if (!gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    {
      if (key != GDK_KEY_Down || self->id != 0)
        return GDK_EVENT_PROPAGATE;
      propose (self);
      return GDK_EVENT_STOP;
    }

  switch (key)
    {
    case GDK_KEY_Down:
      move_selection (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
      move_selection (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      hide_proposals (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_Tab:
      row = gtk_list_box_get_selected_row (self->list);
      if (row != NULL)
        choose (self, row);
      hide_proposals (self);
      return row != NULL && key != GDK_KEY_Tab ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
cy_unit_row_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  GTK_WIDGET_CLASS (cy_unit_row_parent_class)->size_allocate (widget, width, height, baseline);
  gtk_popover_present (CY_UNIT_ROW (widget)->popover);
}

static void
cy_unit_row_dispose (GObject *object)
{
  CyUnitRow *self = CY_UNIT_ROW (object);

  if (self->popover != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->popover)));

  G_OBJECT_CLASS (cy_unit_row_parent_class)->dispose (object);
}

static void
cy_unit_row_finalize (GObject *object)
{
  g_clear_pointer (&CY_UNIT_ROW (object)->units, g_ptr_array_unref);
  G_OBJECT_CLASS (cy_unit_row_parent_class)->finalize (object);
}

static void
cy_unit_row_class_init (CyUnitRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cy_unit_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = cy_unit_row_finalize;
  GTK_WIDGET_CLASS (klass)->size_allocate = cy_unit_row_size_allocate;
}

static void
cy_unit_row_init (CyUnitRow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->kind = CY_UNIT_VILLAGE;
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_widget_set_can_focus (GTK_WIDGET (self->list), FALSE);
  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_autohide (self->popover, FALSE);
  gtk_popover_set_has_arrow (self->popover, FALSE);
  gtk_popover_set_position (self->popover, GTK_POS_BOTTOM);
  gtk_widget_set_halign (GTK_WIDGET (self->popover), GTK_ALIGN_START);
  gtk_popover_set_child (self->popover, GTK_WIDGET (self->list));
  gtk_widget_add_css_class (GTK_WIDGET (self->popover), "menu");
  gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (self));

  self->new_image = GTK_IMAGE (gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->new_image), _("Not in the archive yet: it is added when you save"));
  gtk_widget_add_css_class (GTK_WIDGET (self->new_image), "dimmed");
  gtk_widget_set_visible (GTK_WIDGET (self->new_image), FALSE);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), GTK_WIDGET (self->new_image));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (hide_proposals), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (choose), self);
  g_signal_connect_swapped (self, "changed", G_CALLBACK (text_changed), self);
}

/** cy_unit_row_set_kind: @kind: what the entry is for */
void
cy_unit_row_set_kind (CyUnitRow  *self,
                      CyUnitKind  kind)
{
  g_return_if_fail (CY_IS_UNIT_ROW (self));
  self->kind = kind;
}

/** cy_unit_row_set_units: @units: (transfer none) (element-type CyUnit): all units that exist */
void
cy_unit_row_set_units (CyUnitRow *self,
                       GPtrArray *units)
{
  g_return_if_fail (CY_IS_UNIT_ROW (self));

  if (self->units != units)
    {
      g_clear_pointer (&self->units, g_ptr_array_unref);
      self->units = g_ptr_array_ref (units);
    }
}

/** cy_unit_row_set_parent: @parent_id: the unit whose parts are proposed, 0 for all */
void
cy_unit_row_set_parent (CyUnitRow *self,
                        gint64     parent_id)
{
  CyUnit *unit;
  g_autofree char *name = NULL;

  g_return_if_fail (CY_IS_UNIT_ROW (self));

  if (self->parent_id == parent_id)
    return;

  self->parent_id = parent_id;
  name = cy_unit_row_dup_name (self);
  unit = name != NULL ? unit_by_name (self, name) : NULL;
  self->id = unit != NULL ? unit->id : 0;
  show_whether_new (self);
}

/** cy_unit_row_set_id: @id: the unit to show, 0 for none */
void
cy_unit_row_set_id (CyUnitRow *self,
                    gint64     id)
{
  CyUnit *unit;

  g_return_if_fail (CY_IS_UNIT_ROW (self));

  unit = unit_by_id (self, id);
  self->setting = TRUE;
  self->id = unit != NULL ? id : 0;
  gtk_editable_set_text (GTK_EDITABLE (self), unit != NULL ? unit->name : "");
  self->setting = FALSE;
  show_whether_new (self);
}

/** cy_unit_row_get_id: Returns: the unit of that name, 0 for an empty entry and for a new unit */
gint64
cy_unit_row_get_id (CyUnitRow *self)
{
  g_return_val_if_fail (CY_IS_UNIT_ROW (self), 0);
  return self->id;
}

/** cy_unit_row_dup_name: Returns: (transfer full) (nullable): the name, without spaces around it */
char *
cy_unit_row_dup_name (CyUnitRow *self)
{
  char *name;

  g_return_val_if_fail (CY_IS_UNIT_ROW (self), NULL);

  name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self))));
  if (*name != '\0')
    return name;

  g_free (name);
  return NULL;
}
