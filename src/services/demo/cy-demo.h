#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

/**
 * CyDemo:
 *
 * Fills an archive with fictional people: townships with villages and schools, families with
 * their absences, enrolments and contacts, in the proportions that the surveys of left-behind
 * children report. The same seed and day give the same people.
 */
typedef struct _CyDemo CyDemo;

CyDemo   *cy_demo_new          (guint    n_children,
                                guint32  seed,
                                CyDay    today);
void      cy_demo_free         (CyDemo  *demo);
gboolean  cy_demo_step         (CyDemo  *demo,
                                CyConn  *conn,
                                GError **error);
gboolean  cy_demo_is_done      (CyDemo  *demo);
guint     cy_demo_get_children (CyDemo  *demo);
guint     cy_demo_get_contacts (CyDemo  *demo);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyDemo, cy_demo_free)

G_END_DECLS
