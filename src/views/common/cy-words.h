#pragma once

#include "cy-contact-kind.h"
#include "cy-day.h"

G_BEGIN_DECLS

char       *cy_words_day          (CyDay            day,
                                   CyDatePrecision  precision);
char       *cy_words_day_near     (CyDay            day,
                                   CyDay            today);
char       *cy_words_due          (CyDay            due,
                                   CyDay            today);
char       *cy_words_age          (CyDay            birth,
                                   CyDay            today);
char       *cy_words_period       (CyDay            from,
                                   CyDay            to);
char       *cy_words_children     (guint            n);
const char *cy_words_contact_icon (CyContactKind    kind);

G_END_DECLS
