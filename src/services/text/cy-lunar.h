#pragma once

#include <glib.h>

#include "cy-day.h"

G_BEGIN_DECLS

gboolean  cy_lunar_from_day   (CyDay       day,
                               int        *month,
                               int        *day_of_month,
                               gboolean   *leap);
CyDay     cy_lunar_next       (int         month,
                               int         day_of_month,
                               CyDay       from);
CyDay     cy_lunar_next_birthday (const char *lunar_birthday,
                                  CyDay       from);

G_END_DECLS
