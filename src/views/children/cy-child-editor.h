#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

/**
 * CyChildField: the field that a form starts at.
 */
typedef enum {
  CY_CHILD_FIELD_NAME,
  CY_CHILD_FIELD_ID_NUMBER,
  CY_CHILD_FIELD_SEX,
  CY_CHILD_FIELD_BIRTH,
  CY_CHILD_FIELD_PHONE,
  CY_CHILD_FIELD_ADDRESS,
  CY_CHILD_FIELD_VILLAGE,
  CY_CHILD_FIELD_SCHOOL,
  CY_CHILD_FIELD_HUKOU,
  CY_CHILD_FIELD_HEALTH,
} CyChildField;

#define CY_TYPE_CHILD_EDITOR (cy_child_editor_get_type ())
G_DECLARE_FINAL_TYPE (CyChildEditor, cy_child_editor, CY, CHILD_EDITOR, AdwDialog)

AdwDialog *cy_child_editor_new (CyContext    *context,
                                gint64        child_id,
                                CyChildField  field);

G_END_DECLS
