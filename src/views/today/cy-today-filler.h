#pragma once

#include "cy-context.h"
#include "today/cy-agenda.h"
#include "today/cy-today-cell.h"

G_BEGIN_DECLS

typedef struct _CyTodayFiller CyTodayFiller;

CyTodayFiller *cy_today_filler_new        (GtkListView   *list,
                                           CyContext     *context);
CyTodayFiller *cy_today_filler_ref        (CyTodayFiller *filler);
void           cy_today_filler_unref      (CyTodayFiller *filler);
void           cy_today_filler_close      (CyTodayFiller *filler);
void           cy_today_filler_add        (CyTodayFiller *filler,
                                           CyTodayCell   *cell);
void           cy_today_filler_remove     (CyTodayFiller *filler,
                                           CyTodayCell   *cell);
void           cy_today_filler_set_agenda (CyTodayFiller *filler,
                                           CyAgenda      *agenda);

G_END_DECLS
