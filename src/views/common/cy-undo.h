#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

void cy_undo_write (CyContext      *context,
                    const char     *title,
                    CyDbFunc        func,
                    gpointer        data,
                    GDestroyNotify  data_free);

void cy_undo_toast (CyContext      *context,
                    const char     *title,
                    gint64          batch);

G_END_DECLS
