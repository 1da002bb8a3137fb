#define G_LOG_DOMAIN "cy-keys"

#include "config.h"

#include "cy-password.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define MAX_LINE 4096

/**
 * cy_password_read:
 * @fd: a file descriptor: a pipe, a file or a terminal
 *
 * Reads one line, and nothing after it. Fails with a #GFileError.
 *
 * Returns: (transfer full) (nullable): the line without its end, for cy_password_free();
 *   %NULL with @error set
 */
char *
cy_password_read (int      fd,
                  GError **error)
{
  char *line = g_malloc0 (MAX_LINE + 1);
  gsize length = 0;

  while (length < MAX_LINE)
    {
      gssize n = read (fd, line + length, 1);

      if (n < 0)
        {
          g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));
          cy_password_free (line);
          return NULL;
        }
      if (n == 0 || line[length] == '\n')
        break;
      length++;
    }
  if (length > 0 && line[length - 1] == '\r')
    length--;
  line[length] = '\0';

  return line;
}

/**
 * cy_password_normalise:
 * @password: as it was typed
 *
 * Brings a password to Unicode's composed form (NFC), so that input methods which compose
 * letters differently give the same key. Nothing else is changed: blanks and letter case
 * count.
 *
 * Returns: (transfer full) (nullable): the password, for cy_password_free(); %NULL when it is
 *   not UTF-8
 */
char *
cy_password_normalise (const char *password)
{
  return g_utf8_normalize (password, -1, G_NORMALIZE_DEFAULT_COMPOSE);
}

/**
 * cy_password_free:
 * @password: (nullable) (transfer full): a password; it is wiped
 */
void
cy_password_free (char *password)
{
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  g_free (password);
}

/**
 * cy_password_check:
 *
 * Says whether a password may be set. It has at least %CY_PASSWORD_MIN characters of any
 * script; there are no other rules, since they make people write passwords down.
 *
 * Returns: whether it may; otherwise @error is %CY_KEYS_ERROR_PASSWORD_SHORT
 */
gboolean
cy_password_check (const char  *password,
                   GError     **error)
{
  char *normal = cy_password_normalise (password);
  gboolean enough = normal != NULL && g_utf8_strlen (normal, -1) >= CY_PASSWORD_MIN;

  cy_password_free (normal);
  if (!enough)
    g_set_error (error, CY_KEYS_ERROR, CY_KEYS_ERROR_PASSWORD_SHORT,
                 "A password has at least %d characters", CY_PASSWORD_MIN);

  return enough;
}

/* Characters of its kind: what somebody who guesses has to try for each place. */
static guint
alphabet_of (gunichar c)
{
  if (g_unichar_isdigit (c))
    return 10;
  if (c < 0x80)
    return g_ascii_isalpha ((char) c) ? 26 : 33;

  return g_unichar_iswide (c) ? 3000 : 100;
}

/**
 * cy_password_strength:
 *
 * Estimates a password by its different characters and the alphabets they come from.
 * Characters that repeat or continue the one before (aaa, 123, 321) add nothing.
 */
CyPasswordStrength
cy_password_strength (const char *password)
{
  guint sizes[5] = { 0 };
  double alphabet = 0;
  guint n = 0, length = 0;
  gunichar before = 0;
  double bits;

  for (const char *p = password; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      guint kind = c < 0x80 ? (g_ascii_isdigit (c) ? 0 : g_ascii_islower (c) ? 1 : g_ascii_isupper (c) ? 2 : 3) : 4;

      length++;
      sizes[kind] = MAX (sizes[kind], alphabet_of (c));
      if (ABS ((gint64) c - (gint64) before) > 1)
        n++;
      before = c;
    }
  if (length < CY_PASSWORD_MIN)
    return CY_PASSWORD_TOO_SHORT;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    alphabet += sizes[i];
  bits = n * log2 (MAX (alphabet, 2));

  return bits < 40 ? CY_PASSWORD_WEAK : bits < 64 ? CY_PASSWORD_FAIR : CY_PASSWORD_STRONG;
}
