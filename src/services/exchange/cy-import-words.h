#pragma once

#include "cy-import.h"

G_BEGIN_DECLS

const char *cy_name_import_problem    (CyImportProblem problem);
const char *cy_explain_import_problem (CyImportProblem problem);

G_END_DECLS
