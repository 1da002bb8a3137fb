#define G_LOG_DOMAIN "cy-keys"

#include "config.h"

#include "cy-recovery-code.h"

#include <sodium.h>
#include <string.h>

/* A recovery code is 32 letters in eight groups of four:
 *
 *   7K3D-M0QX-…-9ZTA
 *
 * The letters are Crockford's base 32, in which nothing looks like something else: 28 of
 * them carry 140 random bits, the last four a checksum of 20 bits. The checksum tells a slip
 * of the pen at once from a code that belongs to another archive. */

#define N_RANDOM 28
#define N_LETTERS 32
#define GROUP 4

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void
add_checksum (char letters[N_LETTERS])
{
  guint8 hash[crypto_generichash_BYTES_MIN];

  crypto_generichash (hash, sizeof hash, (const guint8 *) letters, N_RANDOM, NULL, 0);
  for (guint i = 0; i < N_LETTERS - N_RANDOM; i++)
    letters[N_RANDOM + i] = alphabet[hash[i] & 31];
}

static char *
with_groups (const char letters[N_LETTERS])
{
  GString *text = g_string_sized_new (N_LETTERS + N_LETTERS / GROUP);

  for (guint i = 0; i < N_LETTERS; i++)
    {
      if (i > 0 && i % GROUP == 0)
        g_string_append_c (text, '-');
      g_string_append_c (text, letters[i]);
    }

  return g_string_free (text, FALSE);
}

/** cy_recovery_code_new: Returns: (transfer full): a new code, for cy_password_free() */
char *
cy_recovery_code_new (void)
{
  char letters[N_LETTERS];
  char *text;

  if (sodium_init () < 0)
    g_error ("libsodium cannot be used on this machine");

  for (guint i = 0; i < N_RANDOM; i++)
    letters[i] = alphabet[randombytes_uniform (32)];
  add_checksum (letters);
  text = with_groups (letters);
  sodium_memzero (letters, sizeof letters);

  return text;
}

/* What was written, read leniently: any case, full-width letters, O for 0, I and L for 1;
 * blanks and dashes of every kind are left out. Returns the number of letters, or -1 for
 * anything that is not a letter of a code. */
static int
read_letters (const char *text,
              char        letters[N_LETTERS])
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  int n = 0;

  for (const char *p = normal != NULL ? normal : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_unichar_toupper (g_utf8_get_char (p));

      if (g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION || c == 0x2212 || c == 0x30fc ||
          c == '.' || c == '_')
        continue;
      if (c == 'O')
        c = '0';
      else if (c == 'I' || c == 'L')
        c = '1';
      if (c >= 0x80 || c == 0 || strchr (alphabet, (int) c) == NULL)
        {
          n = -1;
          break;
        }
      if (n < N_LETTERS)
        letters[n] = (char) c;
      n++;
    }

  if (normal != NULL)
    sodium_memzero (normal, strlen (normal));

  return n;
}

/**
 * cy_recovery_code_looks:
 * @text: what somebody typed
 *
 * Returns: whether it is a whole recovery code, checksum and all, and not a password
 */
gboolean
cy_recovery_code_looks (const char *text)
{
  char *code = cy_recovery_code_parse (text, NULL);
  gboolean looks = code != NULL;

  if (code != NULL)
    sodium_memzero (code, strlen (code));
  g_free (code);

  return looks;
}

/**
 * cy_recovery_code_parse:
 * @text: what somebody typed
 *
 * Reads a recovery code as people write it down.
 *
 * Returns: (transfer full) (nullable): the code as cy_recovery_code_new() gave it, for
 *   cy_password_free(); %NULL with %CY_KEYS_ERROR_CODE_DAMAGED when a letter is wrong or
 *   missing
 */
char *
cy_recovery_code_parse (const char  *text,
                        GError     **error)
{
  char letters[N_LETTERS], checked[N_LETTERS];
  char *code = NULL;

  if (read_letters (text, letters) == N_LETTERS)
    {
      memcpy (checked, letters, sizeof letters);
      add_checksum (checked);
      if (memcmp (checked, letters, sizeof letters) == 0)
        code = with_groups (letters);
    }
  sodium_memzero (letters, sizeof letters);
  sodium_memzero (checked, sizeof checked);

  if (code == NULL)
    g_set_error_literal (error, CY_KEYS_ERROR, CY_KEYS_ERROR_CODE_DAMAGED, "The recovery code does not verify");

  return code;
}
