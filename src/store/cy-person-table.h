#pragma once

#include "cy-columns.h"
#include "cy-person.h"

/* For the stores that load persons along with other rows. */

G_BEGIN_DECLS

extern const CyTable cy_person_table;

int cy_person_read (CyStmt   *st,
                    int       first,
                    CyPerson *person);

G_END_DECLS
