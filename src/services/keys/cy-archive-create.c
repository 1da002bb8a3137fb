#define G_LOG_DOMAIN "cy-keys"

#include "config.h"

#include "cy-archive-private.h"

#include "cy-folder.h"
#include "cy-migrate.h"
#include "cy-password.h"
#include "cy-profile-store.h"
#include "cy-recovery-code.h"
#include "cy-user-store.h"

#include "care/cy-care-presets.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Making an archive.
 *
 * The folder is made beside its place under another name, filled, synced and renamed: an
 * archive is there whole or not at all. */

/** cy_archive_default_path: Returns: (transfer full): where a first archive is made */
char *
cy_archive_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "chuyan", "archive" CY_ARCHIVE_SUFFIX, NULL);
}

/** cy_archive_is_archive: Returns: whether a folder looks like an archive; its key file may yet not be sound */
gboolean
cy_archive_is_archive (const char *path)
{
  g_autofree char *keys = g_build_filename (path, CY_FOLDER_KEYS, NULL);

  return g_file_test (keys, G_FILE_TEST_IS_REGULAR);
}

/* An empty file that only its owner may read: the database takes over its mode. */
static gboolean
make_private_file (const char  *folder,
                   const char  *name,
                   GError     **error)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  return cy_folder_write (folder, name, nothing, error);
}

static gboolean
fill_care (const char   *path,
           const CyKey  *key,
           const char   *slot,
           const char   *user_name,
           GError      **error)
{
  g_autoptr (CyConn) conn = cy_conn_open (path, key->bytes, CY_CONN_WRITABLE, error);
  gint64 user;

  if (conn == NULL || !cy_conn_begin (conn, TRUE, error))
    return FALSE;

  user = cy_user_insert (conn, slot, user_name, CY_USER_MANAGER, TRUE, error);
  if (user == 0 || !cy_profile_install (conn, error) || !cy_care_install_presets (conn, error) ||
      !cy_conn_commit (conn, error))
    {
      cy_conn_rollback (conn);
      return FALSE;
    }

  return TRUE;
}

static gboolean
fill_folder (const char   *folder,
             const char   *user_name,
             const char   *password,
             const char   *recovery_code,
             const CyKdf  *kdf,
             GError      **error)
{
  g_autofree char *care_path = g_build_filename (folder, CY_FOLDER_CARE, NULL);
  g_autofree char *counselling_path = g_build_filename (folder, CY_FOLDER_COUNSELLING, NULL);
  g_autoptr (CyKey) care = cy_key_random ();
  g_autoptr (CyKey) counselling = cy_key_random ();
  g_autoptr (CyKeyFile) keys = cy_key_file_new (kdf);
  g_autofree char *slot = NULL;
  g_autofree char *recovery = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *lock_path = g_build_filename (folder, CY_FOLDER_LOCK, NULL);
  CyFolderLock *lock;

  slot = cy_key_file_add_slot (keys, CY_SLOT_PASSWORD, NULL, password, care, counselling, error);
  if (slot == NULL)
    return FALSE;
  recovery = cy_key_file_add_slot (keys, CY_SLOT_RECOVERY, slot, recovery_code, care, counselling, error);
  if (recovery == NULL)
    return FALSE;
  bytes = cy_key_file_to_bytes (keys);

  /* Where no archive could be opened, none is made. */
  lock = cy_folder_lock (folder, cy_key_file_get_id (keys), error);
  if (lock == NULL)
    return FALSE;
  cy_folder_unlock (lock);
  unlink (lock_path);

  return make_private_file (folder, CY_FOLDER_CARE, error) &&
         make_private_file (folder, CY_FOLDER_COUNSELLING, error) &&
         cy_migrate (care_path, care->bytes, CY_SCHEMA_CARE, error) &&
         cy_migrate (counselling_path, counselling->bytes, CY_SCHEMA_COUNSELLING, error) &&
         fill_care (care_path, care, slot, user_name, error) &&
         cy_folder_write (folder, CY_FOLDER_KEYS, bytes, error);
}

static gboolean
move_into_place (const char  *folder,
                 const char  *path,
                 GError     **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) local = NULL;

  /* This succeeds where nothing or an empty folder is, and nowhere else. */
  if (g_rename (folder, path) < 0)
    {
      cy_folder_set_io_error (error, errno, "The archive could not be put in its place");
      return FALSE;
    }

  /* The archive is there; only a power cut could still take it away. */
  if (!cy_folder_sync (parent, &local))
    g_message ("After making an archive: %s", local->message);
  return TRUE;
}

gboolean
cy_archive_create_with_kdf (const char   *path,
                            const char   *user_name,
                            const char   *password,
                            const CyKdf  *kdf,
                            char        **recovery_code,
                            GError      **error)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);
  g_autofree char *parent = g_path_get_dirname (whole);
  g_autofree char *folder = g_strconcat (whole, ".XXXXXX", NULL);
  g_autofree char *name = g_strstrip (g_strdup (user_name));
  char *normal = NULL, *code = NULL;
  gboolean made;

  g_return_val_if_fail (recovery_code != NULL, FALSE);

  if (*name == '\0')
    {
      g_set_error_literal (error, CY_KEYS_ERROR, CY_KEYS_ERROR_NAME_MISSING, "A user needs a name");
      return FALSE;
    }
  normal = cy_password_normalise (password);
  if (normal == NULL || *normal == '\0')
    {
      g_set_error_literal (error, CY_KEYS_ERROR, CY_KEYS_ERROR_PASSWORD_SHORT, "An archive needs a password");
      cy_password_free (normal);
      return FALSE;
    }
  if (g_mkdir_with_parents (parent, 0700) < 0 || g_mkdtemp_full (folder, 0700) == NULL)
    {
      cy_folder_set_io_error (error, errno, "The folder could not be made");
      cy_password_free (normal);
      return FALSE;
    }

  code = cy_recovery_code_new ();
  made = fill_folder (folder, name, normal, code, kdf, error) && move_into_place (folder, whole, error);
  if (made)
    *recovery_code = g_steal_pointer (&code);
  else
    cy_folder_remove (folder);
  cy_password_free (normal);
  cy_password_free (code);

  return made;
}

/**
 * cy_archive_create:
 * @path: the folder to make; nothing or an empty folder may be there
 * @user_name: the name of the first user, who is manager and counsellor
 * @password: that user's password, of any length but nothing; the window asks for %CY_PASSWORD_MIN characters
 * @recovery_code: (out) (transfer full): the code that opens the archive when the password is
 *   forgotten; it is kept nowhere, so that it must be shown now. For cy_password_free()
 *
 * Makes an archive with its two databases and what every archive starts with. Whatever
 * fails, no part of an archive is left behind.
 *
 * Fails with %CY_STORE_ERROR_EXISTS when something is there, with a #CyKeysError for an
 * unsuitable name or password, and with what the disk says.
 *
 * Returns: whether the archive is there
 */
gboolean
cy_archive_create (const char  *path,
                   const char  *user_name,
                   const char  *password,
                   char       **recovery_code,
                   GError     **error)
{
  return cy_archive_create_with_kdf (path, user_name, password, &CY_KDF_DEFAULT, recovery_code, error);
}

typedef struct {
  char *path;
  char *user_name;
  char *password;
} Creation;

static void
creation_free (Creation *creation)
{
  g_free (creation->path);
  g_free (creation->user_name);
  cy_password_free (creation->password);
  g_free (creation);
}

static void
create_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Creation *creation = task_data;
  GError *error = NULL;
  char *code = NULL;

  if (cy_archive_create (creation->path, creation->user_name, creation->password, &code, &error))
    g_task_return_pointer (task, code, (GDestroyNotify) cy_password_free);
  else
    g_task_return_error (task, error);
}

/** cy_archive_create_async: Does cy_archive_create() on a thread. */
void
cy_archive_create_async (const char          *path,
                         const char          *user_name,
                         const char          *password,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Creation *creation = g_new0 (Creation, 1);

  creation->path = g_strdup (path);
  creation->user_name = g_strdup (user_name);
  creation->password = g_strdup (password);
  g_task_set_source_tag (task, cy_archive_create_async);
  g_task_set_task_data (task, creation, (GDestroyNotify) creation_free);
  g_task_run_in_thread (task, create_thread);
}

/**
 * cy_archive_create_finish:
 * @recovery_code: (out) (transfer full): the code that opens the archive without a password
 *
 * Finishes cy_archive_create_async().
 *
 * Returns: whether the archive has been made; else @recovery_code is %NULL
 */
gboolean
cy_archive_create_finish (GAsyncResult  *result,
                          char         **recovery_code,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  *recovery_code = g_task_propagate_pointer (G_TASK (result), error);
  return *recovery_code != NULL;
}
