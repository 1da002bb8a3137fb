#pragma once

#include "cy-term.h"

G_BEGIN_DECLS

int        cy_school_year_of    (CyDay         day);
GPtrArray *cy_school_year_terms (int           year);
char      *cy_school_term_name  (const CyTerm *term);

G_END_DECLS
