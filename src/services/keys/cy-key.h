#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CY_KEY_SIZE 32

/**
 * CyKey:
 *
 * A key of 256 bits in memory that is never swapped out, is fenced by guard pages and is
 * wiped when freed.
 */
typedef struct {
  guint8 bytes[CY_KEY_SIZE];
} CyKey;

CyKey *cy_key_new    (void);
CyKey *cy_key_random (void);
void   cy_key_free   (CyKey       *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyKey, cy_key_free)

G_END_DECLS
