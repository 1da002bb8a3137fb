#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CyXmlAttributes:
 *
 * The attributes of an element, for the time of its start handler.
 */
typedef struct {
  const guchar **values;
  int n;
} CyXmlAttributes;

/**
 * CyXmlHandler:
 * @start: an element begins; @name is without its prefix
 * @end: an element ends
 * @text: text of any element, in pieces
 *
 * What a reader does with a document. A handler that returns %FALSE has set the error and
 * ends the reading.
 */
typedef struct {
  gboolean (*start) (gpointer data, const char *name, const CyXmlAttributes *attributes, GError **error);
  gboolean (*end)   (gpointer data, const char *name, GError **error);
  void     (*text)  (gpointer data, const char *text, gsize length);
} CyXmlHandler;

typedef struct _CyXml CyXml;

CyXml    *cy_xml_new       (const CyXmlHandler    *handler,
                            gpointer               data);
gboolean  cy_xml_feed      (CyXml                 *xml,
                            const void            *bytes,
                            gsize                  size,
                            GError               **error);
gboolean  cy_xml_finish    (CyXml                 *xml,
                            GError               **error);
void      cy_xml_free      (CyXml                 *xml);

gboolean  cy_xml_attribute (const CyXmlAttributes *attributes,
                            const char            *name,
                            char                  *buffer,
                            gsize                  size);
char     *cy_xml_dup       (const CyXmlAttributes *attributes,
                            const char            *name);
gint64    cy_xml_int       (const CyXmlAttributes *attributes,
                            const char            *name,
                            gint64                 missing);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyXml, cy_xml_free)

G_END_DECLS
