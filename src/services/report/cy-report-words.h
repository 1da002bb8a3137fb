#pragma once

#include "cy-day.h"
#include "cy-paper.h"
#include "cy-sex.h"

G_BEGIN_DECLS

const char *cy_report_language   (void);
char       *cy_report_day        (CyDay            day,
                                  CyDatePrecision  precision);
char       *cy_report_short_day  (CyDay            day);
char       *cy_report_period     (CyDay            from,
                                  CyDay            to);
char       *cy_report_age        (CyDay            birth,
                                  CyDay            today);
const char *cy_report_sex        (CySex            sex);
char       *cy_report_percent    (gint64           part,
                                  gint64           whole);
void        cy_report_footer     (CyPaper         *paper,
                                  const char      *office,
                                  CyDay            today);
void        cy_report_signatures (CyPaper         *paper,
                                  const char      *first,
                                  const char      *second,
                                  const char      *third);

G_END_DECLS
