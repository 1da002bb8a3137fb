#define G_LOG_DOMAIN "cy-keys"

#include "config.h"

#include "cy-key-file-private.h"

#include "cy-uid.h"

#include <string.h>

/** cy_key_slot_free: for the list of slots that a key file keeps */
void
cy_key_slot_free (Slot *slot)
{
  g_free (slot->id);
  g_free (slot->owner);
  g_free (slot);
}

static gpointer
slot_copy (gconstpointer source,
           gpointer      user_data)
{
  Slot *slot = g_memdup2 (source, sizeof (Slot));

  slot->id = g_strdup (slot->id);
  slot->owner = g_strdup (slot->owner);

  return slot;
}

static char *
new_id (void)
{
  CyUid uid;
  char text[CY_UID_STRING_SIZE];

  cy_uid_new (&uid);
  cy_uid_to_string (&uid, text);

  return g_strdup (text);
}

static Slot *
find_slot (CyKeyFile  *file,
           const char *id)
{
  for (guint i = 0; i < file->slots->len; i++)
    {
      Slot *slot = g_ptr_array_index (file->slots, i);

      if (g_strcmp0 (slot->id, id) == 0)
        return slot;
    }

  return NULL;
}

/* Wrapping */

static char *
associated_data (CyKeyFile  *file,
                 Slot       *slot,
                 const char *database)
{
  return g_strjoin ("|", FORMAT, file->id, slot->id, kind_name (slot->kind), database, NULL);
}

/* The key that a password makes with the slot's salt. */
static CyKey *
derive (CyKeyFile  *file,
        Slot       *slot,
        const char *secret,
        GError    **error)
{
  g_autoptr (CyKey) key = cy_key_new ();

  if (crypto_pwhash (key->bytes, sizeof key->bytes, secret, strlen (secret), slot->salt,
                     file->kdf.ops, (size_t) file->kdf.memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
    {
      g_set_error_literal (error, CY_KEYS_ERROR, CY_KEYS_ERROR_NO_MEMORY, "Not enough memory to derive a key");
      return NULL;
    }

  return g_steal_pointer (&key);
}

static void
wrap (CyKeyFile   *file,
      Slot        *slot,
      const char  *database,
      const CyKey *with,
      const CyKey *key,
      Wrapped     *wrapped)
{
  g_autofree char *ad = NULL;

  memset (wrapped, 0, sizeof *wrapped);
  if (key == NULL)
    return;

  ad = associated_data (file, slot, database);
  wrapped->present = TRUE;
  randombytes_buf (wrapped->nonce, sizeof wrapped->nonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt (wrapped->key, NULL, key->bytes, sizeof key->bytes,
                                              (const guint8 *) ad, strlen (ad), NULL, wrapped->nonce, with->bytes);
}

static CyKey *
unwrap (CyKeyFile     *file,
        Slot          *slot,
        const char    *database,
        const CyKey   *with,
        const Wrapped *wrapped)
{
  g_autoptr (CyKey) key = NULL;
  g_autofree char *ad = NULL;

  if (!wrapped->present)
    return NULL;

  ad = associated_data (file, slot, database);
  key = cy_key_new ();
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (key->bytes, NULL, NULL, wrapped->key, sizeof wrapped->key,
                                                  (const guint8 *) ad, strlen (ad), wrapped->nonce, with->bytes) != 0)
    return NULL;

  return g_steal_pointer (&key);
}

static gboolean
fill_slot (CyKeyFile   *file,
           Slot        *slot,
           const char  *secret,
           const CyKey *care,
           const CyKey *counselling,
           GError     **error)
{
  g_autoptr (CyKey) with = NULL;

  randombytes_buf (slot->salt, sizeof slot->salt);
  with = derive (file, slot, secret, error);
  if (with == NULL)
    return FALSE;

  wrap (file, slot, "care", with, care, &slot->care);
  wrap (file, slot, "counselling", with, counselling, &slot->counselling);

  return TRUE;
}

/**
 * cy_key_file_new:
 * @kdf: what a password is to cost
 *
 * Returns: (transfer full): the file of a new archive, without slots
 */
CyKeyFile *
cy_key_file_new (const CyKdf *kdf)
{
  CyKeyFile *file = g_new0 (CyKeyFile, 1);

  file->id = new_id ();
  file->kdf = *kdf;
  file->slots = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_key_slot_free);

  return file;
}

/** cy_key_file_copy: Returns: (transfer full): a copy, to change while the original is kept */
CyKeyFile *
cy_key_file_copy (CyKeyFile *file)
{
  CyKeyFile *copy = g_new0 (CyKeyFile, 1);

  copy->id = g_strdup (file->id);
  copy->kdf = file->kdf;
  copy->slots = g_ptr_array_copy (file->slots, slot_copy, NULL);
  g_ptr_array_set_free_func (copy->slots, (GDestroyNotify) cy_key_slot_free);

  return copy;
}

/** cy_key_file_free: @file: (nullable) (transfer full): a key file */
void
cy_key_file_free (CyKeyFile *file)
{
  if (file == NULL)
    return;

  g_free (file->id);
  g_clear_pointer (&file->slots, g_ptr_array_unref);
  g_free (file);
}

/** cy_key_file_get_id: Returns: (transfer none): the archive's identity, a UUID */
const char *
cy_key_file_get_id (CyKeyFile *file)
{
  return file->id;
}

/* Slots */

/**
 * cy_key_file_add_slot:
 * @owner: (nullable): of a recovery slot: the slot of the user it stands in for
 * @secret: the normalised password, or the recovery code
 * @care: the key of care.db
 * @counselling: (nullable): the key of counselling.db, for a counsellor
 *
 * Adds a slot that @secret opens. Fails with %CY_KEYS_ERROR_NO_MEMORY.
 *
 * Returns: (transfer full) (nullable): its id, or %NULL with @error set
 */
char *
cy_key_file_add_slot (CyKeyFile   *file,
                      CySlotKind   kind,
                      const char  *owner,
                      const char  *secret,
                      const CyKey *care,
                      const CyKey *counselling,
                      GError     **error)
{
  Slot *slot = g_new0 (Slot, 1);

  slot->id = new_id ();
  slot->kind = kind;
  slot->owner = g_strdup (owner);
  if (!fill_slot (file, slot, secret, care, counselling, error))
    {
      cy_key_slot_free (slot);
      return NULL;
    }
  g_ptr_array_add (file->slots, slot);

  return g_strdup (slot->id);
}

/**
 * cy_key_file_rewrap:
 * @slot: the id of one of the file's slots
 * @care: the key of care.db
 * @counselling: (nullable): the key of counselling.db; with %NULL the slot does not hold it
 *   any more
 *
 * Gives a slot another secret. The databases' keys stay what they are. Fails with
 * %CY_KEYS_ERROR_NO_MEMORY.
 *
 * Returns: whether the slot has it
 */
gboolean
cy_key_file_rewrap (CyKeyFile   *file,
                    const char  *slot,
                    const char  *secret,
                    const CyKey *care,
                    const CyKey *counselling,
                    GError     **error)
{
  Slot *found = find_slot (file, slot);

  g_return_val_if_fail (found != NULL, FALSE);

  return fill_slot (file, found, secret, care, counselling, error);
}

/** cy_key_file_remove_slot: Returns: whether there was such a slot */
gboolean
cy_key_file_remove_slot (CyKeyFile  *file,
                         const char *slot)
{
  Slot *found = find_slot (file, slot);

  return found != NULL && g_ptr_array_remove (file->slots, found);
}

/** cy_key_file_drop_counselling: Returns: whether the slot held the counselling key, which it no longer does */
gboolean
cy_key_file_drop_counselling (CyKeyFile  *file,
                              const char *slot)
{
  Slot *found = find_slot (file, slot);
  gboolean held = found != NULL && found->counselling.present;

  if (held)
    memset (&found->counselling, 0, sizeof found->counselling);

  return held;
}

/** cy_key_file_find_recovery: Returns: (transfer full) (nullable): the id of the recovery slot */
char *
cy_key_file_find_recovery (CyKeyFile *file)
{
  for (guint i = 0; i < file->slots->len; i++)
    {
      Slot *slot = g_ptr_array_index (file->slots, i);

      if (slot->kind == CY_SLOT_RECOVERY)
        return g_strdup (slot->id);
    }

  return NULL;
}

/** cy_key_file_get_owner: Returns: (transfer none) (nullable): the slot of the user for whom a slot opens: itself, or for a recovery slot another */
const char *
cy_key_file_get_owner (CyKeyFile  *file,
                       const char *slot)
{
  Slot *found = find_slot (file, slot);

  if (found == NULL)
    return NULL;

  return found->kind == CY_SLOT_RECOVERY ? found->owner : found->id;
}

/** cy_key_file_has_slot: Returns: whether there is a password or recovery code of this name */
gboolean
cy_key_file_has_slot (CyKeyFile  *file,
                      const char *slot)
{
  return find_slot (file, slot) != NULL;
}

/** cy_key_file_has_counselling: Returns: whether the slot opens the counselling notes as well */
gboolean
cy_key_file_has_counselling (CyKeyFile  *file,
                             const char *slot)
{
  Slot *found = find_slot (file, slot);

  return found != NULL && found->counselling.present;
}

/** cy_key_file_n_counselling: Returns: how many passwords open the counselling notes */
guint
cy_key_file_n_counselling (CyKeyFile *file)
{
  guint n = 0;

  for (guint i = 0; i < file->slots->len; i++)
    {
      Slot *slot = g_ptr_array_index (file->slots, i);

      n += slot->kind == CY_SLOT_PASSWORD && slot->counselling.present;
    }

  return n;
}

/**
 * cy_key_file_open:
 * @kind: which slots to try
 * @secret: (nullable): the normalised password, or the recovery code; %NULL, which is neither, opens nothing
 * @care: (out) (optional): the key of care.db
 * @counselling: (out) (optional) (nullable): the key of counselling.db, where the slot has it
 *
 * Tries a secret on the slots of a kind, which takes the time of one derivation for each.
 *
 * Fails with %CY_STORE_ERROR_WRONG_KEY when it opens none of them, and with
 * %CY_KEYS_ERROR_NO_MEMORY when that could not be found out.
 *
 * Returns: (transfer full) (nullable): the id of the slot that it opens, or %NULL with @error set
 */
char *
cy_key_file_open (CyKeyFile   *file,
                  CySlotKind   kind,
                  const char  *secret,
                  CyKey      **care,
                  CyKey      **counselling,
                  GError     **error)
{
  for (guint i = 0; secret != NULL && i < file->slots->len; i++)
    {
      Slot *slot = g_ptr_array_index (file->slots, i);
      g_autoptr (CyKey) with = NULL;
      g_autoptr (CyKey) key = NULL;

      if (slot->kind != kind)
        continue;
      with = derive (file, slot, secret, error);
      if (with == NULL)
        return NULL;
      key = unwrap (file, slot, "care", with, &slot->care);
      if (key == NULL)
        continue;

      if (care != NULL)
        *care = g_steal_pointer (&key);
      if (counselling != NULL)
        *counselling = unwrap (file, slot, "counselling", with, &slot->counselling);
      return g_strdup (slot->id);
    }

  g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_WRONG_KEY, "No key slot opens with this secret");
  return NULL;
}
