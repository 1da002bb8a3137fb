#pragma once

#include <glib.h>

#include "cy-person.h"

G_BEGIN_DECLS

/* What Chinese names need of ICU. All of it may be called on any thread. */

char   *cy_text_pinyin       (const char *name);
GBytes *cy_text_sort_key     (const char *name);
char   *cy_text_fold         (const char *text);
char   *cy_text_search       (const char *typed);

void    cy_text_fill_person  (CyPerson   *person);
void    cy_text_fill_unit    (CyUnit     *unit);

G_END_DECLS
