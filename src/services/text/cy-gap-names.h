#pragma once

#include "cy-sibling-store.h"

G_BEGIN_DECLS

const char *cy_name_gap            (const char      *key);
const char *cy_name_sibling_reason (CySiblingReason  reason);

G_END_DECLS
