#define G_LOG_DOMAIN "cy-keys"

#include "config.h"

#include "cy-key-file.h"

#include "cy-uid.h"

#include <json-glib/json-glib.h>
#include <sodium.h>
#include <string.h>

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

static const char * const kinds[] = {
  [CY_SLOT_PASSWORD] = "password",
  [CY_SLOT_RECOVERY] = "recovery",
};

static void
slot_free (Slot *slot)
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
  return g_strjoin ("|", FORMAT, file->id, slot->id, kinds[slot->kind], database, NULL);
}

/* The key that a password makes with the slot's salt; NULL without the memory for it. */
static CyKey *
derive (CyKeyFile  *file,
        Slot       *slot,
        const char *secret)
{
  g_autoptr (CyKey) key = cy_key_new ();

  if (crypto_pwhash (key->bytes, sizeof key->bytes, secret, strlen (secret), slot->salt,
                     file->kdf.ops, (size_t) file->kdf.memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return NULL;

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
           const CyKey *counselling)
{
  g_autoptr (CyKey) with = NULL;

  randombytes_buf (slot->salt, sizeof slot->salt);
  with = derive (file, slot, secret);
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
  file->slots = g_ptr_array_new_with_free_func ((GDestroyNotify) slot_free);

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
  g_ptr_array_set_free_func (copy->slots, (GDestroyNotify) slot_free);

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
 * Adds a slot that @secret opens.
 *
 * Returns: (transfer full) (nullable): its id; %NULL when there is no memory for Argon2id
 */
char *
cy_key_file_add_slot (CyKeyFile   *file,
                      CySlotKind   kind,
                      const char  *owner,
                      const char  *secret,
                      const CyKey *care,
                      const CyKey *counselling)
{
  Slot *slot = g_new0 (Slot, 1);

  slot->id = new_id ();
  slot->kind = kind;
  slot->owner = g_strdup (owner);
  if (!fill_slot (file, slot, secret, care, counselling))
    {
      slot_free (slot);
      return NULL;
    }
  g_ptr_array_add (file->slots, slot);

  return g_strdup (slot->id);
}

/**
 * cy_key_file_rewrap:
 * @slot: a slot's id
 * @care: the key of care.db
 * @counselling: (nullable): the key of counselling.db; with %NULL the slot does not hold it
 *   any more
 *
 * Gives a slot another secret. The databases' keys stay what they are.
 *
 * Returns: whether there is such a slot and memory for Argon2id
 */
gboolean
cy_key_file_rewrap (CyKeyFile   *file,
                    const char  *slot,
                    const char  *secret,
                    const CyKey *care,
                    const CyKey *counselling)
{
  Slot *found = find_slot (file, slot);

  return found != NULL && fill_slot (file, found, secret, care, counselling);
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

gboolean
cy_key_file_has_slot (CyKeyFile  *file,
                      const char *slot)
{
  return find_slot (file, slot) != NULL;
}

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
 * @secret: the normalised password, or the recovery code
 * @care: (out) (optional): the key of care.db
 * @counselling: (out) (optional) (nullable): the key of counselling.db, where the slot has it
 *
 * Tries a secret on the slots of a kind, which takes the time of one derivation for each.
 *
 * Returns: (transfer full) (nullable): the id of the slot that it opens, or %NULL
 */
char *
cy_key_file_open (CyKeyFile   *file,
                  CySlotKind   kind,
                  const char  *secret,
                  CyKey      **care,
                  CyKey      **counselling)
{
  for (guint i = 0; i < file->slots->len; i++)
    {
      Slot *slot = g_ptr_array_index (file->slots, i);
      g_autoptr (CyKey) with = NULL;
      g_autoptr (CyKey) key = NULL;

      if (slot->kind != kind)
        continue;
      with = derive (file, slot, secret);
      key = with != NULL ? unwrap (file, slot, "care", with, &slot->care) : NULL;
      if (key == NULL)
        continue;

      if (care != NULL)
        *care = g_steal_pointer (&key);
      if (counselling != NULL)
        *counselling = unwrap (file, slot, "counselling", with, &slot->counselling);
      return g_strdup (slot->id);
    }

  return NULL;
}

/* Writing */

static void
add_base64 (JsonBuilder  *builder,
            const char   *name,
            const guint8 *data,
            gsize         size)
{
  g_autofree char *text = g_base64_encode (data, size);

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder,
         const char  *name,
         gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_wrapped (JsonBuilder   *builder,
             const char    *name,
             const Wrapped *wrapped)
{
  if (!wrapped->present)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_base64 (builder, "nonce", wrapped->nonce, sizeof wrapped->nonce);
  add_base64 (builder, "key", wrapped->key, sizeof wrapped->key);
  json_builder_end_object (builder);
}

static void
add_slot (JsonBuilder *builder,
          Slot        *slot)
{
  json_builder_begin_object (builder);
  add_string (builder, "id", slot->id);
  add_string (builder, "kind", kinds[slot->kind]);
  if (slot->owner != NULL)
    add_string (builder, "owner", slot->owner);
  add_base64 (builder, "salt", slot->salt, sizeof slot->salt);
  add_wrapped (builder, "care", &slot->care);
  add_wrapped (builder, "counselling", &slot->counselling);
  json_builder_end_object (builder);
}

/** cy_key_file_to_bytes: Returns: (transfer full): the file as it is written */
GBytes *
cy_key_file_to_bytes (CyKeyFile *file)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  gsize size;
  char *text;

  json_builder_begin_object (builder);
  add_string (builder, "format", FORMAT);
  add_int (builder, "version", VERSION);
  add_string (builder, "id", file->id);
  json_builder_set_member_name (builder, "kdf");
  json_builder_begin_object (builder);
  add_string (builder, "algorithm", ALGORITHM);
  add_int (builder, "ops", (gint64) file->kdf.ops);
  add_int (builder, "memory", (gint64) file->kdf.memory);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "slots");
  json_builder_begin_array (builder);
  for (guint i = 0; i < file->slots->len; i++)
    add_slot (builder, g_ptr_array_index (file->slots, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, &size);

  return g_bytes_new_take (text, size);
}

/* Reading */

static const char *
get_string (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static gboolean
get_int (JsonObject *object,
         const char *name,
         gint64     *value)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;

  *value = json_node_get_int (node);
  return TRUE;
}

static JsonObject *
get_object (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
get_uid (JsonObject  *object,
         const char  *name,
         char       **id)
{
  const char *text = get_string (object, name);
  CyUid uid;

  if (text == NULL || !cy_uid_from_string (text, &uid))
    return FALSE;

  *id = g_strdup (text);
  return TRUE;
}

/* Bytes of exactly this size. */
static gboolean
get_base64 (JsonObject *object,
            const char *name,
            guint8     *data,
            gsize       size)
{
  const char *text = get_string (object, name);
  g_autofree guint8 *decoded = NULL;
  gsize n = 0;

  if (text == NULL || *text == '\0')
    return FALSE;

  decoded = g_base64_decode (text, &n);
  if (n != size)
    return FALSE;

  memcpy (data, decoded, size);
  return TRUE;
}

static gboolean
get_wrapped (JsonObject *object,
             const char *name,
             Wrapped    *wrapped)
{
  JsonObject *inner = get_object (object, name);

  if (inner == NULL)
    return !json_object_has_member (object, name);

  wrapped->present = TRUE;
  return get_base64 (inner, "nonce", wrapped->nonce, sizeof wrapped->nonce) &&
         get_base64 (inner, "key", wrapped->key, sizeof wrapped->key);
}

static gboolean
read_slot (CyKeyFile *file,
           JsonNode  *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *kind = object != NULL ? get_string (object, "kind") : NULL;
  Slot *slot;

  if (kind == NULL)
    return FALSE;

  slot = g_new0 (Slot, 1);
  g_ptr_array_add (file->slots, slot);
  if (g_str_equal (kind, kinds[CY_SLOT_PASSWORD]))
    slot->kind = CY_SLOT_PASSWORD;
  else if (g_str_equal (kind, kinds[CY_SLOT_RECOVERY]) && get_uid (object, "owner", &slot->owner))
    slot->kind = CY_SLOT_RECOVERY;
  else
    return FALSE;

  return get_uid (object, "id", &slot->id) &&
         get_base64 (object, "salt", slot->salt, sizeof slot->salt) &&
         get_wrapped (object, "care", &slot->care) && slot->care.present &&
         get_wrapped (object, "counselling", &slot->counselling);
}

static gboolean
read_kdf (CyKeyFile  *file,
          JsonObject *object)
{
  JsonObject *kdf = get_object (object, "kdf");
  gint64 ops = 0, memory = 0;

  if (kdf == NULL || g_strcmp0 (get_string (kdf, "algorithm"), ALGORITHM) != 0 ||
      !get_int (kdf, "ops", &ops) || !get_int (kdf, "memory", &memory))
    return FALSE;

  file->kdf.ops = (guint64) ops;
  file->kdf.memory = (guint64) memory;
  return ops >= 1 && ops <= MAX_OPS &&
         memory >= (gint64) crypto_pwhash_MEMLIMIT_MIN && memory <= (gint64) MAX_MEMORY;
}

static gboolean
read_file (CyKeyFile  *file,
           JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "slots");
  JsonArray *slots = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = slots != NULL ? json_array_get_length (slots) : 0;

  if (n == 0 || n > MAX_SLOTS || !get_uid (object, "id", &file->id) || !read_kdf (file, object))
    return FALSE;

  for (guint i = 0; i < n; i++)
    if (!read_slot (file, json_array_get_element (slots, i)))
      return FALSE;

  return TRUE;
}

/**
 * cy_key_file_parse:
 * @bytes: an archive.json
 *
 * Reads a key file. It is %CY_STORE_ERROR_NOT_ARCHIVE when it is sound JSON of something
 * else, %CY_STORE_ERROR_NEWER when a newer version of this program wrote it and
 * %CY_STORE_ERROR_DAMAGED in any other case.
 *
 * Returns: (transfer full) (nullable): the file, or %NULL with @error set
 */
CyKeyFile *
cy_key_file_parse (GBytes  *bytes,
                   GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (CyKeyFile) file = NULL;
  JsonNode *root = NULL;
  JsonObject *object;
  gint64 version = 0;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (json_parser_load_from_data (parser, data != NULL ? data : "", (gssize) size, NULL))
    root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_DAMAGED, "archive.json is not JSON");
      return NULL;
    }

  object = json_node_get_object (root);
  if (g_strcmp0 (get_string (object, "format"), FORMAT) != 0)
    {
      g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ARCHIVE, "archive.json is of another program");
      return NULL;
    }
  if (get_int (object, "version", &version) && version > VERSION)
    {
      g_set_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NEWER,
                   "archive.json has version %" G_GINT64_FORMAT ", this program knows %d", version, VERSION);
      return NULL;
    }

  file = g_new0 (CyKeyFile, 1);
  file->slots = g_ptr_array_new_with_free_func ((GDestroyNotify) slot_free);
  if (version < 1 || !read_file (file, object))
    {
      g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_DAMAGED, "archive.json is incomplete");
      return NULL;
    }

  return g_steal_pointer (&file);
}
