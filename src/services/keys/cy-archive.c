#define G_LOG_DOMAIN "cy-keys"

#include "config.h"

#include "cy-archive-private.h"

#include "cy-folder.h"
#include "cy-migrate.h"
#include "cy-password.h"
#include "cy-recovery-code.h"
#include "cy-user-store.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* An archive.json has some hundred bytes for each user. */
#define MAX_KEY_FILE (1024 * 1024)

G_DEFINE_FINAL_TYPE (CyArchive, cy_archive, G_TYPE_OBJECT)

enum {
  PROP_LOCKED = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What unlocking brings: made on a thread, taken over on the caller's. */
typedef struct {
  char *slot;
  gboolean by_recovery;
  CyKey *care;
  CyKey *counselling;
  CyDb *db;
  CyDb *counselling_db;
  gint64 user_id;
} Opening;

static void
opening_free (Opening *opening)
{
  g_free (opening->slot);
  cy_key_free (opening->care);
  cy_key_free (opening->counselling);
  g_clear_object (&opening->db);
  g_clear_object (&opening->counselling_db);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

/* Opening the folder */

static CyKeyFile *
read_key_file (const char  *path,
               GError     **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local = NULL;

  bytes = cy_folder_read (path, CY_FOLDER_KEYS, MAX_KEY_FILE, &local);
  if (bytes != NULL)
    return cy_key_file_parse (bytes, error);

  if (g_error_matches (local, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND) && g_file_test (path, G_FILE_TEST_EXISTS))
    g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ARCHIVE, "The folder has no " CY_FOLDER_KEYS);
  else
    g_propagate_error (error, g_steal_pointer (&local));

  return NULL;
}

/**
 * cy_archive_open:
 * @path: an archive's folder
 *
 * Opens an archive, locked, and takes its folder for this program until the object goes.
 *
 * Fails with %CY_STORE_ERROR_NOT_FOUND, %CY_STORE_ERROR_NOT_ARCHIVE, %CY_STORE_ERROR_NEWER,
 * %CY_STORE_ERROR_DAMAGED, %CY_STORE_ERROR_IN_USE when another program holds the archive, or
 * %CY_STORE_ERROR_READ_ONLY; nothing is written to a folder that is no archive.
 *
 * Returns: (transfer full) (nullable): the archive, or %NULL with @error set
 */
CyArchive *
cy_archive_open (const char  *path,
                 GError     **error)
{
  g_autoptr (CyArchive) archive = NULL;
  g_autoptr (CyKeyFile) first = read_key_file (path, error);

  if (first == NULL)
    return NULL;

  archive = g_object_new (CY_TYPE_ARCHIVE, NULL);
  archive->path = g_canonicalize_filename (path, NULL);
  archive->lock = cy_folder_lock (path, cy_key_file_get_id (first), error);
  if (archive->lock == NULL)
    return NULL;

  /* Again, now that nobody else can change it. */
  archive->keys = read_key_file (path, error);
  if (archive->keys == NULL)
    return NULL;

  return g_steal_pointer (&archive);
}

/* Unlocking */

static gboolean
open_slot (CyKeyFile   *keys,
           const char  *password,
           Opening     *opening,
           GError     **error)
{
  gboolean is_code = cy_recovery_code_looks (password);
  char *secret = is_code ? cy_recovery_code_parse (password, NULL) : cy_password_normalise (password);
  g_autofree char *slot = NULL;

  slot = cy_key_file_open (keys, is_code ? CY_SLOT_RECOVERY : CY_SLOT_PASSWORD, secret,
                           &opening->care, &opening->counselling, error);
  cy_password_free (secret);
  if (slot == NULL)
    return FALSE;

  opening->slot = g_strdup (cy_key_file_get_owner (keys, slot));
  opening->by_recovery = is_code;
  return TRUE;
}

/* A database that the key file promises must be there. One made anew in its place would hide
 * the loss. */
static CyDb *
open_database (const char   *folder,
               const char   *name,
               const CyKey  *key,
               CySchema      schema,
               GError      **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GStatBuf info;

  if (g_stat (path, &info) < 0 || info.st_size == 0)
    {
      g_set_error (error, CY_STORE_ERROR, CY_STORE_ERROR_DAMAGED, "%s is missing or empty", name);
      return NULL;
    }

  return cy_migrate (path, key->bytes, schema, error) ? cy_db_open (path, key->bytes, error) : NULL;
}

static gpointer
find_user_job (CyConn        *conn,
               gpointer       slot,
               GCancellable  *cancellable,
               GError       **error)
{
  return cy_user_load_by_slot (conn, slot, error);
}

static gboolean
find_user (Opening  *opening,
           GError  **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (CyUser) user = cy_db_run (opening->db, CY_DB_READ, find_user_job, opening->slot, NULL, &local);

  /* A slot whose user is unknown still opens the archive: its data come before its list of
   * users. What is then written is written in nobody's name. */
  if (user == NULL && !g_error_matches (local, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  opening->user_id = user != NULL ? user->id : 0;
  return TRUE;
}

/* On any thread; the key file is not changed while the archive is locked. */
static Opening *
open_with_password (CyArchive   *archive,
                    const char  *password,
                    GError     **error)
{
  g_autoptr (Opening) opening = g_new0 (Opening, 1);

  if (!open_slot (archive->keys, password, opening, error))
    return NULL;

  opening->db = open_database (archive->path, CY_FOLDER_CARE, opening->care, CY_SCHEMA_CARE, error);
  if (opening->db == NULL || !find_user (opening, error))
    return NULL;
  cy_db_set_actor (opening->db, opening->user_id);

  if (opening->counselling != NULL)
    {
      opening->counselling_db = open_database (archive->path, CY_FOLDER_COUNSELLING, opening->counselling,
                                               CY_SCHEMA_COUNSELLING, error);
      if (opening->counselling_db == NULL)
        return NULL;
      cy_db_set_actor (opening->counselling_db, opening->user_id);
    }

  return g_steal_pointer (&opening);
}

static void
take_over (CyArchive *archive,
           Opening   *opening)
{
  g_mutex_lock (&archive->mutex);
  archive->slot = g_steal_pointer (&opening->slot);
  archive->by_recovery = opening->by_recovery;
  archive->care = g_steal_pointer (&opening->care);
  archive->counselling = g_steal_pointer (&opening->counselling);
  archive->db = g_steal_pointer (&opening->db);
  archive->counselling_db = g_steal_pointer (&opening->counselling_db);
  archive->user_id = opening->user_id;
  g_mutex_unlock (&archive->mutex);

  opening_free (opening);
  g_object_notify_by_pspec (G_OBJECT (archive), properties[PROP_LOCKED]);
}

/**
 * cy_archive_unlock:
 * @archive: a locked archive
 * @password: a user's password, or the recovery code as people write it
 *
 * Unlocks an archive: finds the slot that the password opens, brings the databases up to
 * date and opens them in the name of the slot's user. Takes as long as the password of each
 * user takes to derive; windows use cy_archive_unlock_async().
 *
 * Fails with %CY_STORE_ERROR_WRONG_KEY when the password opens nothing, and with
 * %CY_KEYS_ERROR_NO_MEMORY when that could not be found out; then nothing has been touched.
 *
 * Returns: whether it is unlocked
 */
gboolean
cy_archive_unlock (CyArchive   *archive,
                   const char  *password,
                   GError     **error)
{
  Opening *opening;

  g_return_val_if_fail (CY_IS_ARCHIVE (archive), FALSE);
  g_return_val_if_fail (cy_archive_is_locked (archive), FALSE);

  opening = open_with_password (archive, password, error);
  if (opening == NULL)
    return FALSE;

  take_over (archive, opening);
  return TRUE;
}

static void
unlock_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  GError *error = NULL;
  Opening *opening = open_with_password (source, task_data, &error);

  if (opening != NULL)
    g_task_return_pointer (task, opening, (GDestroyNotify) opening_free);
  else
    g_task_return_error (task, error);
}

/** cy_archive_unlock_async: Does cy_archive_unlock() on a thread. */
void
cy_archive_unlock_async (CyArchive           *archive,
                         const char          *password,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (archive, cancellable, callback, user_data);

  g_return_if_fail (CY_IS_ARCHIVE (archive));
  g_return_if_fail (cy_archive_is_locked (archive));

  g_task_set_source_tag (task, cy_archive_unlock_async);
  g_task_set_task_data (task, g_strdup (password), (GDestroyNotify) cy_password_free);
  g_task_run_in_thread (task, unlock_thread);
}

/** cy_archive_unlock_finish: Finishes cy_archive_unlock_async(). Returns: whether it is unlocked */
gboolean
cy_archive_unlock_finish (CyArchive     *archive,
                          GAsyncResult  *result,
                          GError       **error)
{
  Opening *opening;

  g_return_val_if_fail (g_task_is_valid (result, archive), FALSE);

  opening = g_task_propagate_pointer (G_TASK (result), error);
  if (opening == NULL)
    return FALSE;

  /* Two unlocks at once: the first one holds. */
  if (cy_archive_is_locked (archive))
    take_over (archive, opening);
  else
    opening_free (opening);
  return TRUE;
}

/**
 * cy_archive_lock:
 *
 * Finishes the jobs that are queued, closes the databases and wipes the keys. The folder
 * stays taken. Harmless on a locked archive.
 */
void
cy_archive_lock (CyArchive *archive)
{
  g_return_if_fail (CY_IS_ARCHIVE (archive));

  if (cy_archive_is_locked (archive))
    return;

  /* Waits for a change of the keys that is under way. */
  g_mutex_lock (&archive->mutex);
  /* Closed here and not with the last reference, which a view may still hold. */
  cy_db_close (archive->db);
  g_clear_object (&archive->db);
  if (archive->counselling_db != NULL)
    cy_db_close (archive->counselling_db);
  g_clear_object (&archive->counselling_db);
  archive->user_id = 0;
  g_clear_pointer (&archive->care, cy_key_free);
  g_clear_pointer (&archive->counselling, cy_key_free);
  g_clear_pointer (&archive->slot, g_free);
  archive->by_recovery = FALSE;
  g_mutex_unlock (&archive->mutex);

  g_object_notify_by_pspec (G_OBJECT (archive), properties[PROP_LOCKED]);
}

/* What an archive is */

/** cy_archive_get_path: Returns: (transfer none): the archive's folder, an absolute path */
const char *
cy_archive_get_path (CyArchive *archive)
{
  return archive->path;
}

/** cy_archive_name_for_path: Returns: (transfer full): the name of an archive's folder without its ending, to show */
char *
cy_archive_name_for_path (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);

  if (g_str_has_suffix (base, CY_ARCHIVE_SUFFIX) && strlen (base) > strlen (CY_ARCHIVE_SUFFIX))
    base[strlen (base) - strlen (CY_ARCHIVE_SUFFIX)] = '\0';

  return g_filename_display_name (base);
}

/** cy_archive_is_locked: Returns: whether a password is needed before there is anything to read */
gboolean
cy_archive_is_locked (CyArchive *archive)
{
  return archive->db == NULL;
}

/** cy_archive_get_db: Returns: (transfer none) (nullable): care.db, %NULL while locked */
CyDb *
cy_archive_get_db (CyArchive *archive)
{
  return archive->db;
}

/**
 * cy_archive_get_counselling_db:
 *
 * Returns: (transfer none) (nullable): counselling.db; %NULL while locked, and for a user
 *   without the counselling key
 */
CyDb *
cy_archive_get_counselling_db (CyArchive *archive)
{
  return archive->counselling_db;
}

/** cy_archive_get_user_id: Returns: the id of the user who unlocked the archive, 0 while locked */
gint64
cy_archive_get_user_id (CyArchive *archive)
{
  return archive->user_id;
}

/**
 * cy_archive_opened_by_recovery:
 *
 * Returns: whether the recovery code opened the archive and its user has not yet set a new
 *   password with cy_archive_set_password()
 */
gboolean
cy_archive_opened_by_recovery (CyArchive *archive)
{
  return archive->by_recovery;
}

/* The object */

static void
cy_archive_finalize (GObject *object)
{
  CyArchive *archive = CY_ARCHIVE (object);

  cy_archive_lock (archive);
  g_clear_pointer (&archive->lock, cy_folder_unlock);
  g_clear_pointer (&archive->keys, cy_key_file_free);
  g_clear_pointer (&archive->path, g_free);
  g_mutex_clear (&archive->mutex);

  G_OBJECT_CLASS (cy_archive_parent_class)->finalize (object);
}

static void
cy_archive_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_LOCKED:
      g_value_set_boolean (value, cy_archive_is_locked (CY_ARCHIVE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cy_archive_class_init (CyArchiveClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cy_archive_finalize;
  object_class->get_property = cy_archive_get_property;

  /**
   * CyArchive:locked:
   *
   * Whether the databases are closed and the keys wiped.
   */
  properties[PROP_LOCKED] = g_param_spec_boolean ("locked", NULL, NULL, TRUE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cy_archive_init (CyArchive *archive)
{
  g_mutex_init (&archive->mutex);
}
