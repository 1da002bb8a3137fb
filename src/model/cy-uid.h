#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CY_UID_SIZE 16

/**
 * CyUid:
 *
 * The identity of a record that travels between archives: a UUID of version 7 (RFC 9562),
 * whose first 48 bits are the time of its making.
 */
typedef struct {
  guint8 bytes[CY_UID_SIZE];
} CyUid;

#define CY_UID_STRING_SIZE 37

void     cy_uid_new         (CyUid       *uid);
void     cy_uid_to_string   (const CyUid *uid,
                             char         text[static CY_UID_STRING_SIZE]);
gboolean cy_uid_from_string (const char  *text,
                             CyUid       *uid);

G_END_DECLS
