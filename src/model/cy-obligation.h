#pragma once

#include "cy-contact-kind.h"
#include "cy-day.h"

G_BEGIN_DECLS

/**
 * CyWindow:
 * @CY_WINDOW_ROLLING: so many days after the last contact
 * @CY_WINDOW_WEEK: an ISO week, Monday to Sunday
 * @CY_WINDOW_MONTH: a calendar month
 * @CY_WINDOW_QUARTER: three months from January, April, July or October
 * @CY_WINDOW_HALF_YEAR: January to June, July to December
 * @CY_WINDOW_TERM: a school term of the archive's calendar
 * @CY_WINDOW_HOLIDAY: a holiday of the archive's calendar
 * @CY_WINDOW_YEAR: a calendar year
 *
 * The stretch of time in which an obligation is to be met. The values are stored and never
 * change.
 */
typedef enum {
  CY_WINDOW_ROLLING = 0,
  CY_WINDOW_WEEK = 1,
  CY_WINDOW_MONTH = 2,
  CY_WINDOW_QUARTER = 3,
  CY_WINDOW_HALF_YEAR = 4,
  CY_WINDOW_TERM = 5,
  CY_WINDOW_HOLIDAY = 6,
  CY_WINDOW_YEAR = 7,
} CyWindow;

#define CY_WINDOW_COUNT 8

/**
 * CyTarget:
 *
 * To whom an obligation is owed. Only what is owed to a child or a pairing makes due rows
 * for a child. The values are stored and never change.
 */
typedef enum {
  CY_TARGET_CHILD = 0,
  CY_TARGET_PAIRING = 1,
  CY_TARGET_GROUP = 2,
  CY_TARGET_UNIT = 3,
} CyTarget;

#define CY_TARGET_COUNT 4

/**
 * CyObligation:
 * @id: 0 while it is not stored
 * @scheme_id: the scheme it is part of
 * @key: its stable name: "C12-contact"
 * @name: what people call it
 * @kinds: any contact of one of these kinds qualifies
 * @window: how the time is cut
 * @days: the length of a rolling window; 0 for the others
 * @count: how many contacts each window asks for; a rolling window asks for one
 * @target: to whom it is owed
 * @who: (nullable): who owes it: 教师妈妈
 * @source: (nullable): the sentence that asks for it
 *
 * What one scheme asks to be done how often.
 */
typedef struct {
  gint64 id;
  gint64 scheme_id;
  char *key;
  char *name;
  CyContactKinds kinds;
  CyWindow window;
  int days;
  int count;
  CyTarget target;
  char *who;
  char *source;
} CyObligation;

/**
 * CyScheme:
 * @id: 0 while it is not stored
 * @key: its stable name: "five-ones"
 * @name: what people call it
 * @source: (nullable): where it comes from
 * @obligations: (element-type CyObligation): its obligations, in the order of their ids
 *
 * A plan of care that children are enrolled in.
 */
typedef struct {
  gint64 id;
  char *key;
  char *name;
  char *source;
  GPtrArray *obligations;
} CyScheme;

const char   *cy_window_to_key       (CyWindow            window);
const char   *cy_target_to_key       (CyTarget            target);

CyObligation *cy_obligation_new      (void);
CyObligation *cy_obligation_copy     (const CyObligation *obligation);
void          cy_obligation_free     (CyObligation       *obligation);
gboolean      cy_obligation_is_valid (const CyObligation *obligation);

CyScheme     *cy_scheme_new          (void);
CyScheme     *cy_scheme_copy         (const CyScheme     *scheme);
void          cy_scheme_free         (CyScheme           *scheme);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyObligation, cy_obligation_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyScheme, cy_scheme_free)

G_END_DECLS
