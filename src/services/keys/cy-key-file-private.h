#pragma once

/* What cy-key-file.c and cy-key-file-json.c share. */

#include "cy-key-file.h"

#include <sodium.h>

G_BEGIN_DECLS

/* The file:
 *
 *   {
 *     "format": "chuyan-archive", "version": 1, "id": UUID,
 *     "kdf": { "algorithm": "argon2id13", "ops": 3, "memory": 67108864 },
 *     "slots": [ { "id": UUID, "kind": "password" | "recovery", "owner": UUID,
 *                  "salt": …, "care": { "nonce": …, "key": … }, "counselling": { … } } ]
 *   }
 *
 * Argon2id makes a key of the password and the slot's salt; with it XChaCha20-Poly1305 wraps
 * the databases' keys. What a wrapped key belongs to (archive, slot, database) is associated
 * data: a key moved to another slot or archive does not open. Bytes are in base64. */

#define FORMAT "chuyan-archive"
#define VERSION 1
#define ALGORITHM "argon2id13"

/* More than these is not ours: a file must not make the program spend minutes or gigabytes. */
#define MAX_OPS 64
#define MAX_MEMORY (G_GUINT64_CONSTANT (1) << 30)
#define MAX_SLOTS 1000

#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define WRAPPED_SIZE (CY_KEY_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES)

typedef struct {
  gboolean present;
  guint8 nonce[NONCE_SIZE];
  guint8 key[WRAPPED_SIZE];
} Wrapped;

typedef struct {
  char *id;
  CySlotKind kind;
  char *owner;                  /* of a recovery slot: the id of the slot of the user it stands in for */
  guint8 salt[crypto_pwhash_SALTBYTES];
  Wrapped care;
  Wrapped counselling;
} Slot;

struct _CyKeyFile {
  char *id;
  CyKdf kdf;
  GPtrArray *slots;
};

static inline const char *
kind_name (CySlotKind kind)
{
  return kind == CY_SLOT_PASSWORD ? "password" : "recovery";
}

void cy_key_slot_free (Slot *slot);

G_END_DECLS
