#pragma once

#include <gio/gio.h>

#include "today/cy-agenda.h"

G_BEGIN_DECLS

void cy_today_groups_show      (GListStore *groups,
                                CyAgenda   *agenda,
                                GArray     *rows);
void cy_today_groups_show_anew (GListStore *groups,
                                CyAgenda   *agenda,
                                GArray     *rows);

G_END_DECLS
