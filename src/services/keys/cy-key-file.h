#pragma once

#include "cy-key.h"
#include "cy-keys-error.h"
#include "cy-store-error.h"

G_BEGIN_DECLS

/**
 * CyKdf:
 * @ops: passes over the memory
 * @memory: bytes
 *
 * What Argon2id is to spend on a password.
 */
typedef struct {
  guint64 ops;
  guint64 memory;
} CyKdf;

/** What new archives spend: about an eighth of a second on a small machine. */
#define CY_KDF_DEFAULT ((CyKdf) { .ops = 3, .memory = 64 * 1024 * 1024 })

/**
 * CySlotKind:
 * @CY_SLOT_PASSWORD: a user's password opens it
 * @CY_SLOT_RECOVERY: the printed recovery code opens it
 */
typedef enum {
  CY_SLOT_PASSWORD,
  CY_SLOT_RECOVERY,
} CySlotKind;

/**
 * CyKeyFile:
 *
 * archive.json: the archive's identity and its key slots, without personal data. It holds
 * no key that a password does not unwrap.
 */
typedef struct _CyKeyFile CyKeyFile;

CyKeyFile  *cy_key_file_new           (const CyKdf      *kdf);
CyKeyFile  *cy_key_file_copy          (CyKeyFile        *file);
void        cy_key_file_free          (CyKeyFile        *file);
CyKeyFile  *cy_key_file_parse         (GBytes           *bytes,
                                       GError          **error);
GBytes     *cy_key_file_to_bytes      (CyKeyFile        *file);
const char *cy_key_file_get_id        (CyKeyFile        *file);

char       *cy_key_file_add_slot      (CyKeyFile        *file,
                                       CySlotKind        kind,
                                       const char       *owner,
                                       const char       *secret,
                                       const CyKey      *care,
                                       const CyKey      *counselling,
                                       GError          **error);
gboolean    cy_key_file_rewrap        (CyKeyFile        *file,
                                       const char       *slot,
                                       const char       *secret,
                                       const CyKey      *care,
                                       const CyKey      *counselling,
                                       GError          **error);
gboolean    cy_key_file_remove_slot   (CyKeyFile        *file,
                                       const char       *slot);
gboolean    cy_key_file_drop_counselling (CyKeyFile     *file,
                                       const char       *slot);
char       *cy_key_file_find_recovery (CyKeyFile        *file);
const char *cy_key_file_get_owner     (CyKeyFile        *file,
                                       const char       *slot);
gboolean    cy_key_file_has_slot      (CyKeyFile        *file,
                                       const char       *slot);
gboolean    cy_key_file_has_counselling (CyKeyFile      *file,
                                       const char       *slot);
guint       cy_key_file_n_counselling (CyKeyFile        *file);

char       *cy_key_file_open          (CyKeyFile        *file,
                                       CySlotKind        kind,
                                       const char       *secret,
                                       CyKey           **care,
                                       CyKey           **counselling,
                                       GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyKeyFile, cy_key_file_free)

G_END_DECLS
