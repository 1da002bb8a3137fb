#pragma once

#include "cy-person.h"

G_BEGIN_DECLS

const char *cy_name_sex           (CySex            sex);
const char *cy_name_child_sex     (CySex            sex);
const char *cy_name_kin           (const char      *kin);
const char *cy_name_relation_role (CyRelationRole   role);
const char *cy_name_profile       (CyProfileResult  result);
const char *cy_name_guardianship  (CyGuardianship   guardianship);
const char *cy_name_care_kind     (CyCareKind       kind);
const char *cy_name_unit_kind     (CyUnitKind       kind);
char       *cy_name_poor          (guint            poor);
const char *cy_name_flag          (const char      *code);
const char *cy_explain_flag       (const char      *code);

G_END_DECLS
