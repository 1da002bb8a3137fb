#include "config.h"

#include "cy-uid.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/* Fills with the kernel's random bytes; getrandom() never gives fewer than asked for
 * requests of up to 256 bytes, but a signal may interrupt it before the pool is ready. */
static void
fill_random (guint8 *bytes,
             gsize   size)
{
  while (getrandom (bytes, size, 0) != (gssize) size)
    if (errno != EINTR)
      g_error ("The system gives no random bytes: %s", g_strerror (errno));
}

/**
 * cy_uid_new:
 * @uid: (out caller-allocates): the new identity
 *
 * Makes a UUID of version 7, RFC 9562 section 5.7: 48 bits of Unix time in milliseconds,
 * the version, and 74 random bits.
 */
void
cy_uid_new (CyUid *uid)
{
  guint64 ms = (guint64) g_get_real_time () / 1000;

  fill_random (uid->bytes, sizeof uid->bytes);
  for (int i = 0; i < 6; i++)
    uid->bytes[i] = (guint8) (ms >> (40 - 8 * i));
  uid->bytes[6] = (guint8) ((uid->bytes[6] & 0x0f) | 0x70);
  uid->bytes[8] = (guint8) ((uid->bytes[8] & 0x3f) | 0x80);
}

/**
 * cy_uid_to_string:
 *
 * Writes the 8-4-4-4-12 form in lower case, with its final NUL.
 */
void
cy_uid_to_string (const CyUid *uid,
                  char         text[static CY_UID_STRING_SIZE])
{
  static const char digits[] = "0123456789abcdef";
  char *p = text;

  for (int i = 0; i < CY_UID_SIZE; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        *p++ = '-';
      *p++ = digits[uid->bytes[i] >> 4];
      *p++ = digits[uid->bytes[i] & 15];
    }
  *p = '\0';
}

/**
 * cy_uid_from_string:
 * @text: (nullable): the 8-4-4-4-12 form, upper or lower case
 * @uid: (out caller-allocates): the identity; undefined on failure
 *
 * Returns: whether @text was such a form
 */
gboolean
cy_uid_from_string (const char *text,
                    CyUid      *uid)
{
  const char *p = text;

  if (text == NULL || strlen (text) != CY_UID_STRING_SIZE - 1)
    return FALSE;

  for (int i = 0; i < CY_UID_SIZE; i++)
    {
      int high, low;

      if ((i == 4 || i == 6 || i == 8 || i == 10) && *p++ != '-')
        return FALSE;
      high = g_ascii_xdigit_value (p[0]);
      low = high < 0 ? -1 : g_ascii_xdigit_value (p[1]);
      if (low < 0)
        return FALSE;
      uid->bytes[i] = (guint8) (high << 4 | low);
      p += 2;
    }

  return TRUE;
}
