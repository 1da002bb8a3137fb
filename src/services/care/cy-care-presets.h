#pragma once

#include "cy-conn.h"
#include "cy-obligation.h"

G_BEGIN_DECLS

gboolean    cy_care_install_presets  (CyConn              *conn,
                                      GError             **error);
gboolean    cy_care_propose_terms    (CyConn              *conn,
                                      CyDay                today,
                                      GError             **error);

const char *cy_care_scheme_name      (const CyScheme      *scheme);
const char *cy_care_obligation_name  (const CyObligation  *obligation);
const char *cy_care_obligation_who   (const CyObligation  *obligation);
char       *cy_care_obligation_terms (const CyObligation  *obligation);
const char *cy_care_window_name      (CyWindow             window);

G_END_DECLS
