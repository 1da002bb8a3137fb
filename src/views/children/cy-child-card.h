#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

#define CY_TYPE_CHILD_CARD (cy_child_card_get_type ())
G_DECLARE_FINAL_TYPE (CyChildCard, cy_child_card, CY, CHILD_CARD, AdwBin)

void cy_child_card_show (CyChildCard *self,
                         CyContext   *context,
                         gint64       child_id);

G_END_DECLS
