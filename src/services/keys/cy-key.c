#define G_LOG_DOMAIN "cy-keys"

#include "config.h"

#include "cy-key.h"

#include <sodium.h>
#include <string.h>

/** cy_key_new: Returns: (transfer full): a key of zeros */
CyKey *
cy_key_new (void)
{
  CyKey *key;

  if (sodium_init () < 0)
    g_error ("libsodium cannot be used on this machine");

  key = sodium_malloc (sizeof *key);
  if (key == NULL)
    g_error ("No memory for a key");
  memset (key, 0, sizeof *key);

  return key;
}

/** cy_key_random: Returns: (transfer full): a new key from the system's random source */
CyKey *
cy_key_random (void)
{
  CyKey *key = cy_key_new ();

  randombytes_buf (key->bytes, sizeof key->bytes);

  return key;
}

/**
 * cy_key_free:
 * @key: (nullable) (transfer full): a key; it is wiped
 */
void
cy_key_free (CyKey *key)
{
  sodium_free (key);
}
