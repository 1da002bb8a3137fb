#pragma once

#include "children/cy-relative-editor.h"
#include "cy-conn.h"

G_BEGIN_DECLS

/**
 * CyChildSave:
 * @person, @child: what stands in the form
 * @village, @school, @class_name: (nullable): names of units that are made when the child's
 *   ids for them are 0
 * @relatives: (element-type CyRelative): the people of a new child
 * @today: the day of the change
 *
 * A child to be stored.
 */
typedef struct {
  CyPerson *person;
  CyChild *child;
  char *village;
  char *school;
  char *class_name;
  GPtrArray *relatives;
  CyDay today;
} CyChildSave;

void     cy_child_save_free    (CyChildSave       *save);
gint64   cy_child_save_run     (CyConn            *conn,
                                CyChildSave       *save,
                                GError           **error);
gboolean cy_relative_save      (CyConn            *conn,
                                gint64             child_id,
                                const CyRelative  *relative,
                                CyDay              today,
                                GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyChildSave, cy_child_save_free)

G_END_DECLS
