#pragma once

#include "cy-obligation.h"
#include "cy-term.h"

G_BEGIN_DECLS

/**
 * CyCareSpan:
 * @from: the first day
 * @to: the last day
 *
 * Days in a row.
 */
typedef struct {
  CyDay from;
  CyDay to;
} CyCareSpan;

#define CY_CARE_SPAN_DAYS(span) ((span).to - (span).from + 1)

/**
 * CyCareCalendar:
 *
 * Cuts time into windows: those of the civil calendar by arithmetic, terms and holidays by
 * the archive's dates.
 */
typedef struct _CyCareCalendar CyCareCalendar;

CyCareCalendar *cy_care_calendar_new    (GPtrArray            *terms);
void            cy_care_calendar_free   (CyCareCalendar       *calendar);
gboolean        cy_care_calendar_at     (const CyCareCalendar *calendar,
                                         CyWindow              window,
                                         CyDay                 day,
                                         CyCareSpan           *span);
gboolean        cy_care_calendar_before (const CyCareCalendar *calendar,
                                         CyWindow              window,
                                         CyDay                 day,
                                         CyCareSpan           *span);
gboolean        cy_care_calendar_after  (const CyCareCalendar *calendar,
                                         CyWindow              window,
                                         CyDay                 day,
                                         CyCareSpan           *span);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyCareCalendar, cy_care_calendar_free)

G_END_DECLS
