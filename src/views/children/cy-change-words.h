#pragma once

#include "cy-history.h"

G_BEGIN_DECLS

char       *cy_change_words_title  (const CyChange      *change,
                                    gint64               child_id);
char       *cy_change_words_detail (const CyChange      *change);
gboolean    cy_change_words_skip   (const CyChange      *change);

G_END_DECLS
