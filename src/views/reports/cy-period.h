#pragma once

#include "cy-day.h"

G_BEGIN_DECLS

/**
 * CyPeriod:
 *
 * The periods that people hand in a record of. %CY_PERIOD_OWN is whatever they enter.
 */
typedef enum {
  CY_PERIOD_THIS_TERM,
  CY_PERIOD_LAST_TERM,
  CY_PERIOD_THIS_MONTH,
  CY_PERIOD_LAST_MONTH,
  CY_PERIOD_THIS_QUARTER,
  CY_PERIOD_LAST_QUARTER,
  CY_PERIOD_THIS_YEAR,
  CY_PERIOD_OWN,
} CyPeriod;

#define CY_PERIOD_COUNT 8

const char *cy_period_name (CyPeriod   period);
gboolean    cy_period_find (CyPeriod   period,
                            GPtrArray *terms,
                            CyDay      today,
                            CyDay     *from,
                            CyDay     *to);

G_END_DECLS
