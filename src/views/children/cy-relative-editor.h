#pragma once

#include <adwaita.h>

#include "cy-person.h"

G_BEGIN_DECLS

/**
 * CyRelative:
 * @relation: what the person is to the child, with the person
 * @absence: (nullable): the latest time away
 * @ended: (nullable): a stored time away that is over now
 * @was_primary: whether the person was the main guardian when it was loaded
 *
 * A person of a child's family, as the forms edit it.
 */
typedef struct {
  CyRelation *relation;
  CyAbsence *absence;
  CyAbsence *ended;
  gboolean was_primary;
} CyRelative;

CyRelative *cy_relative_new  (const CyRelation *relation,
                              const CyAbsence  *absence);
void        cy_relative_free (CyRelative       *relative);

#define CY_TYPE_RELATIVE_EDITOR (cy_relative_editor_get_type ())
G_DECLARE_FINAL_TYPE (CyRelativeEditor, cy_relative_editor, CY, RELATIVE_EDITOR, AdwDialog)

CyRelativeEditor *cy_relative_editor_new          (CyDay             today,
                                                   const CyRelative *relative);
CyRelative       *cy_relative_editor_dup_relative (CyRelativeEditor *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyRelative, cy_relative_free)

G_END_DECLS
