#pragma once

#include "children/cy-child-editor.h"
#include "children/cy-relative-editor.h"
#include "children/cy-unit-row.h"
#include "common/cy-date-row.h"

G_BEGIN_DECLS

struct _CyChildEditor {
  AdwDialog parent_instance;

  GtkWidget *save_button;
  AdwBanner *banner;
  AdwToastOverlay *toasts;
  AdwPreferencesPage *page;
  AdwPreferencesGroup *family_group;
  GtkLabel *id_hint;

  AdwEntryRow *name_row;
  AdwEntryRow *id_row;
  AdwComboRow *sex_row;
  CyDateRow *birth_row;
  AdwEntryRow *lunar_row;
  AdwEntryRow *ethnicity_row;
  AdwEntryRow *address_row;
  CyUnitRow *village_row;
  AdwEntryRow *hukou_row;
  AdwEntryRow *phone_row;
  CyUnitRow *school_row;
  CyUnitRow *class_row;
  AdwEntryRow *teacher_row;
  AdwEntryRow *teacher_phone_row;
  AdwEntryRow *student_number_row;
  AdwEntryRow *lodging_row;
  AdwEntryRow *character_row;
  AdwEntryRow *hobbies_row;
  AdwEntryRow *health_row;
  AdwEntryRow *medical_row;
  AdwEntryRow *note_row;
  AdwSwitchRow *disabled_row;
  AdwSwitchRow *single_row;
  AdwSwitchRow *orphan_row;
  AdwSwitchRow *floating_row;
  AdwSwitchRow *poor_registered_row;
  AdwSwitchRow *poor_allowance_row;
  AdwSwitchRow *poor_destitute_row;
  AdwSwitchRow *poor_martyr_row;
  CyDateRow *enrolled_row;
  CyDateRow *left_row;

  CyContext *context;
  GCancellable *cancellable;
  gint64 child_id;              /* 0 for a new child */
  CyChildField field;
  CyPerson *person;             /* as they were loaded */
  CyChild *child;
  GPtrArray *units;
  GPtrArray *relatives;         /* CyRelative, of a new child */
  GPtrArray *relative_rows;

  GVariant *loaded;             /* the form before anything was typed */
  guint draft_source;
  gboolean has_draft;
  gboolean loading;
  gboolean saving;
};

/* cy-child-editor-form.c: the rows and what stands in them */
void      cy_child_editor_bind_rows  (GtkWidgetClass  *widget_class);
void      cy_child_editor_show       (CyChildEditor   *self);
void      cy_child_editor_take       (CyChildEditor   *self,
                                      CyPerson        *person,
                                      CyChild         *child);
GVariant *cy_child_editor_pack       (CyChildEditor   *self);
void      cy_child_editor_unpack     (CyChildEditor   *self,
                                      GVariant        *form);
gboolean  cy_child_editor_check      (CyChildEditor   *self,
                                      GtkWidget      **first);
void      cy_child_editor_id_changed (CyChildEditor   *self);
void      cy_child_editor_show_relatives (CyChildEditor *self);

G_END_DECLS
