#pragma once

#include "cy-xml-private.h"

G_BEGIN_DECLS

/**
 * CyZip:
 *
 * A zip file in memory, of which XML parts are read one by one. It refuses to unpack more
 * than a file of its size can sensibly hold.
 */
typedef struct _CyZip CyZip;

CyZip    *cy_zip_open  (GBytes              *bytes,
                        GError             **error);
gboolean  cy_zip_has   (CyZip               *zip,
                        const char          *name);
gboolean  cy_zip_parse (CyZip               *zip,
                        const char          *name,
                        const CyXmlHandler  *handler,
                        gpointer             data,
                        GCancellable        *cancellable,
                        GError             **error);
void      cy_zip_free  (CyZip               *zip);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyZip, cy_zip_free)

G_END_DECLS
