#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** CyListStep: at @position, @removed items give way to @added ones. */
typedef struct {
  guint position;
  guint removed;
  guint added;
} CyListStep;

#define CY_LIST_DIFF_STEPS 2

guint cy_list_diff (const guint32 *old,
                    guint          n_old,
                    const guint32 *new,
                    guint          n_new,
                    CyListStep     steps[static CY_LIST_DIFF_STEPS]);

G_END_DECLS
