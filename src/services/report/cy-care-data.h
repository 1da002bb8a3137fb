#pragma once

#include "cy-card.h"
#include "cy-obligation.h"

G_BEGIN_DECLS

/**
 * CyCareLine:
 * @child: index into the children
 * @obligation: index into the obligations
 * @required: how many contacts the period asked for
 * @done: how many were made
 * @missed: how many are missing where the time is over
 * @first_date: the index of the first of its @done dates
 *
 * What one obligation asked of one child's carers, and got.
 */
typedef struct {
  guint child;
  guint obligation;
  int required;
  int done;
  int missed;
  guint first_date;
} CyCareLine;

/**
 * CyCareData:
 * @children: (element-type CyCard): in the order they are listed in
 * @obligations: (element-type CyObligation): by scheme
 * @schemes: (element-type CyScheme): those of the obligations
 * @lines: (element-type CyCareLine): by child, and for each in the order of the obligations
 * @dates: (element-type CyDay):
 *
 * What a care record says.
 */
typedef struct {
  CyDay from;
  CyDay to;
  CyDay today;
  GPtrArray *children;
  GPtrArray *obligations;
  GPtrArray *schemes;
  GArray *lines;
  GArray *dates;
} CyCareData;

/**
 * CyCareTotals:
 * @children: how many children have a line
 * @met: of what was required, how much was done: more than is asked of one child or in one
 *   month does not make up for another
 *
 * Sums of lines.
 */
typedef struct {
  gint64 children;
  gint64 required;
  gint64 done;
  gint64 met;
  gint64 missed;
} CyCareTotals;

CyCareData *cy_care_data_new       (void);
void        cy_care_data_free      (CyCareData       *data);
void        cy_care_totals_add     (CyCareTotals     *totals,
                                    const CyCareLine *line,
                                    gboolean          first_of_child);
const char *cy_care_data_scheme    (const CyCareData *data,
                                    guint             obligation);
const char *cy_care_data_place     (const CyCareData *data,
                                    guint             child);
char       *cy_care_data_group     (const CyCareData *data,
                                    guint             child);
char       *cy_care_data_dates     (const CyCareData *data,
                                    const CyCareLine *line);

CyPaper    *cy_care_form           (const CyCareData *data,
                                    const char       *office);
GBytes     *cy_care_workbook       (const CyCareData *data,
                                    const char       *office,
                                    GCancellable     *cancellable,
                                    GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyCareData, cy_care_data_free)

G_END_DECLS
