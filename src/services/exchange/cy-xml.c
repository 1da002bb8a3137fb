#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-import-error.h"
#include "cy-xml-private.h"

#include <libxml/parser.h>
#include <string.h>

/* XML as a stream of elements, without anything that a document could use against its
 * reader: a document type is refused, so there are no entities but the five of XML itself,
 * and nothing is loaded from anywhere. */

struct _CyXml {
  xmlParserCtxt *context;
  const CyXmlHandler *handler;
  gpointer data;
  GError *error;
};

static void
stop (CyXml *xml)
{
  if (xml->error != NULL)
    xmlStopParser (xml->context);
}

static void
start_cb (void           *user_data,
          const xmlChar  *name,
          const xmlChar  *prefix,
          const xmlChar  *uri,
          int             n_namespaces,
          const xmlChar **namespaces,
          int             n_attributes,
          int             n_defaulted,
          const xmlChar **values)
{
  CyXml *xml = user_data;
  CyXmlAttributes attributes = { values, n_attributes };

  if (xml->error == NULL && !xml->handler->start (xml->data, (const char *) name, &attributes, &xml->error))
    stop (xml);
}

static void
end_cb (void          *user_data,
        const xmlChar *name,
        const xmlChar *prefix,
        const xmlChar *uri)
{
  CyXml *xml = user_data;

  if (xml->error == NULL && !xml->handler->end (xml->data, (const char *) name, &xml->error))
    stop (xml);
}

static void
text_cb (void          *user_data,
         const xmlChar *text,
         int            length)
{
  CyXml *xml = user_data;

  if (xml->error == NULL)
    xml->handler->text (xml->data, (const char *) text, (gsize) length);
}

static void
document_type_cb (void          *user_data,
                  const xmlChar *name,
                  const xmlChar *external_id,
                  const xmlChar *system_id)
{
  CyXml *xml = user_data;

  if (xml->error == NULL)
    xml->error = g_error_new_literal (CY_IMPORT_ERROR, CY_IMPORT_ERROR_DAMAGED, "A document type is not allowed");
  stop (xml);
}

#if LIBXML_VERSION >= 21200
typedef const xmlError ReportedError;
#else
typedef xmlError ReportedError;
#endif

static void
ignore_error_cb (void          *user_data,
                 ReportedError *error)
{
}

CyXml *
cy_xml_new (const CyXmlHandler *handler,
            gpointer            data)
{
  CyXml *xml = g_new0 (CyXml, 1);
  xmlSAXHandler sax = {
    .initialized = XML_SAX2_MAGIC,
    .startElementNs = start_cb,
    .endElementNs = end_cb,
    .characters = text_cb,
    .cdataBlock = text_cb,
    .internalSubset = document_type_cb,
    .serror = ignore_error_cb,
  };

  xml->handler = handler;
  xml->data = data;
  xml->context = xmlCreatePushParserCtxt (&sax, xml, NULL, 0, NULL);
  if (xml->context == NULL)
    g_error ("Out of memory");
  xmlCtxtUseOptions (xml->context, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

  return xml;
}

static gboolean
parse_chunk (CyXml       *xml,
             const void  *bytes,
             gsize        size,
             gboolean     last,
             GError     **error)
{
  int result = xmlParseChunk (xml->context, bytes, (int) size, last);

  if (xml->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&xml->error));
      return FALSE;
    }
  if (result != XML_ERR_OK && !xml->context->wellFormed)
    {
      g_set_error (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_DAMAGED, "XML error %d", result);
      return FALSE;
    }

  return TRUE;
}

gboolean
cy_xml_feed (CyXml       *xml,
             const void  *bytes,
             gsize        size,
             GError     **error)
{
  return parse_chunk (xml, bytes, size, FALSE, error);
}

gboolean
cy_xml_finish (CyXml   *xml,
               GError **error)
{
  return parse_chunk (xml, "", 0, TRUE, error);
}

void
cy_xml_free (CyXml *xml)
{
  if (xml == NULL)
    return;

  xmlFreeParserCtxt (xml->context);
  g_clear_error (&xml->error);
  g_free (xml);
}

/* The value of an attribute, whichever its prefix. A value longer than the buffer is cut. */
gboolean
cy_xml_attribute (const CyXmlAttributes *attributes,
                  const char            *name,
                  char                  *buffer,
                  gsize                  size)
{
  for (int i = 0; i < attributes->n; i++)
    {
      const guchar **a = attributes->values + 5 * i;

      if (strcmp ((const char *) a[0], name) == 0)
        {
          gsize length = MIN ((gsize) (a[4] - a[3]), size - 1);

          memcpy (buffer, a[3], length);
          buffer[length] = '\0';
          return TRUE;
        }
    }

  return FALSE;
}

char *
cy_xml_dup (const CyXmlAttributes *attributes,
            const char            *name)
{
  for (int i = 0; i < attributes->n; i++)
    {
      const guchar **a = attributes->values + 5 * i;

      if (strcmp ((const char *) a[0], name) == 0)
        return g_strndup ((const char *) a[3], (gsize) (a[4] - a[3]));
    }

  return NULL;
}

gint64
cy_xml_int (const CyXmlAttributes *attributes,
            const char            *name,
            gint64                 missing)
{
  char buffer[24];

  if (!cy_xml_attribute (attributes, name, buffer, sizeof buffer) || buffer[0] == '\0')
    return missing;

  return g_ascii_strtoll (buffer, NULL, 10);
}
