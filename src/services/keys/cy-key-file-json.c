#define G_LOG_DOMAIN "cy-keys"

#include "config.h"

#include "cy-key-file-private.h"

#include "cy-uid.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* A key file as the text that cy-key-file-private.h describes. */

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
  add_string (builder, "kind", kind_name (slot->kind));
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
  if (g_str_equal (kind, kind_name (CY_SLOT_PASSWORD)))
    slot->kind = CY_SLOT_PASSWORD;
  else if (g_str_equal (kind, kind_name (CY_SLOT_RECOVERY)) && get_uid (object, "owner", &slot->owner))
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
  file->slots = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_key_slot_free);
  if (version < 1 || !read_file (file, object))
    {
      g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_DAMAGED, "archive.json is incomplete");
      return NULL;
    }

  return g_steal_pointer (&file);
}
