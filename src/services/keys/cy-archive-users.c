#define G_LOG_DOMAIN "cy-keys"

#include "config.h"

#include "cy-archive-private.h"

#include "cy-folder.h"
#include "cy-password.h"
#include "cy-recovery-code.h"
#include "cy-user-jobs.h"

/* The users of an archive.
 *
 * A user is a row in care.db and a slot in archive.json. The row is written first when one
 * comes, the slot is removed first when one goes: whatever is cut off between the two leaves
 * a user without a key, whom a manager can remove or give a new password, and never a key
 * without a user.
 *
 * A change of the keys is made on a copy, written, and only then taken over. */

static gboolean
save_keys (CyArchive  *archive,
           CyKeyFile **changed,
           GError    **error)
{
  g_autoptr (GBytes) bytes = cy_key_file_to_bytes (*changed);

  if (!cy_folder_write (archive->path, CY_FOLDER_KEYS, bytes, error))
    return FALSE;

  cy_key_file_free (archive->keys);
  archive->keys = g_steal_pointer (changed);
  return TRUE;
}

static gboolean
require_unlocked (CyArchive  *archive,
                  GError    **error)
{
  if (archive->care != NULL)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "The archive is locked");
  return FALSE;
}

static gboolean
refuse (GError     **error,
        const char  *why)
{
  g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_ALLOWED, why);
  return FALSE;
}

static gboolean
write_user (CyArchive  *archive,
            CyDbFunc    func,
            CyUserJob    *job,
            GError    **error)
{
  g_autoptr (GError) local = NULL;

  cy_db_run (archive->db, CY_DB_WRITE, func, job, NULL, &local);
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static CyUser *
load_user (CyArchive  *archive,
           gint64      id,
           GError    **error)
{
  CyUserJob job = { .id = id };
  g_autoptr (CyUser) user = cy_db_run (archive->db, CY_DB_READ, cy_user_job_load, &job, NULL, error);

  if (user != NULL && user->gone)
    {
      g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND, "The user was taken away");
      return NULL;
    }

  return g_steal_pointer (&user);
}

static gboolean
require_manager (CyArchive  *archive,
                 GError    **error)
{
  g_autoptr (CyUser) user = NULL;

  if (!require_unlocked (archive, error))
    return FALSE;

  user = load_user (archive, archive->user_id, error);
  if (user == NULL)
    return FALSE;

  return user->role == CY_USER_MANAGER || refuse (error, "Only a manager looks after the users");
}

/* A password that may be set: long enough, and nobody's yet. Two users with one password
 * would be told apart by chance. */
static char *
take_password (CyArchive   *archive,
               const char  *password,
               GError     **error)
{
  char *normal;
  g_autofree char *other = NULL;
  g_autoptr (GError) local = NULL;

  if (!cy_password_check (password, error))
    return NULL;

  normal = cy_password_normalise (password);
  other = cy_key_file_open (archive->keys, CY_SLOT_PASSWORD, normal, NULL, NULL, &local);
  if (g_error_matches (local, CY_STORE_ERROR, CY_STORE_ERROR_WRONG_KEY) && !cy_recovery_code_looks (normal))
    return normal;

  cy_password_free (normal);
  if (other != NULL || g_error_matches (local, CY_STORE_ERROR, CY_STORE_ERROR_WRONG_KEY))
    g_set_error_literal (error, CY_KEYS_ERROR, CY_KEYS_ERROR_PASSWORD_TAKEN, "The password is in use");
  else
    g_propagate_error (error, g_steal_pointer (&local));

  return NULL;
}

/* Whether a password is that of one user, and not another's. */
static gboolean
opens_slot (CyArchive   *archive,
            const char  *secret,
            const char  *slot,
            GError     **error)
{
  g_autofree char *opened = cy_key_file_open (archive->keys, CY_SLOT_PASSWORD, secret, NULL, NULL, error);

  if (opened == NULL || g_strcmp0 (opened, slot) == 0)
    return opened != NULL;

  g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_WRONG_KEY, "That is not the user's password");
  return FALSE;
}

/**
 * cy_archive_list_users:
 *
 * Returns: (transfer full) (nullable) (element-type CyUser): the users who are not taken
 *   away. One whose slot is %NULL has no key and needs a new password; counsellor tells who
 *   really holds the counselling key
 */
GPtrArray *
cy_archive_list_users (CyArchive  *archive,
                       GError    **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&archive->mutex);
  g_autoptr (GPtrArray) users = NULL;

  if (!require_unlocked (archive, error))
    return NULL;

  users = cy_db_run (archive->db, CY_DB_READ, cy_user_job_list, NULL, NULL, error);
  if (users == NULL)
    return NULL;

  for (guint i = users->len; i-- > 0;)
    {
      CyUser *user = g_ptr_array_index (users, i);

      if (user->gone)
        {
          g_ptr_array_remove_index (users, i);
          continue;
        }
      user->counsellor = cy_key_file_has_counselling (archive->keys, user->slot);
      if (user->slot != NULL && !cy_key_file_has_slot (archive->keys, user->slot))
        g_clear_pointer (&user->slot, g_free);
    }

  return g_steal_pointer (&users);
}

/**
 * cy_archive_add_user:
 * @name: the person's name
 * @password: a first password, which the person changes
 * @role: what the user may do
 * @counsellor: whether to give the counselling key; only who holds it can
 *
 * Adds a user. Only a manager may.
 *
 * Returns: the user's id, 0 with @error set
 */
gint64
cy_archive_add_user (CyArchive   *archive,
                     const char  *name,
                     const char  *password,
                     CyUserRole   role,
                     gboolean     counsellor,
                     GError     **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&archive->mutex);
  g_autofree char *trimmed = g_strstrip (g_strdup (name));
  g_autoptr (CyKeyFile) changed = NULL;
  g_autofree char *slot = NULL;
  CyUserJob job = { .name = trimmed, .role = role, .counsellor = counsellor };
  char *secret;

  if (!require_manager (archive, error))
    return 0;
  if (*trimmed == '\0')
    {
      g_set_error_literal (error, CY_KEYS_ERROR, CY_KEYS_ERROR_NAME_MISSING, "A user needs a name");
      return 0;
    }
  if (counsellor && archive->counselling == NULL)
    return refuse (error, "Only who holds the counselling key can give it");

  secret = take_password (archive, password, error);
  if (secret == NULL)
    return 0;
  changed = cy_key_file_copy (archive->keys);
  slot = cy_key_file_add_slot (changed, CY_SLOT_PASSWORD, NULL, secret, archive->care,
                               counsellor ? archive->counselling : NULL, error);
  cy_password_free (secret);
  if (slot == NULL)
    return 0;

  job.slot = slot;
  if (!write_user (archive, cy_user_job_insert, &job, error))
    return 0;
  if (!save_keys (archive, &changed, error))
    {
      write_user (archive, cy_user_job_take_away, &job, NULL);
      return 0;
    }

  return job.id;
}

/* The slot that a new password rewraps; a user who has none gets one. */
static gboolean
rewrap (CyArchive    *archive,
        CyUser       *user,
        const char   *secret,
        const CyKey  *counselling,
        GError      **error)
{
  g_autoptr (CyKeyFile) changed = cy_key_file_copy (archive->keys);
  g_autofree char *slot = NULL;
  CyUserJob job = { .id = user->id };

  if (user->slot != NULL && cy_key_file_has_slot (changed, user->slot))
    return cy_key_file_rewrap (changed, user->slot, secret, archive->care, counselling, error) &&
           save_keys (archive, &changed, error);

  slot = cy_key_file_add_slot (changed, CY_SLOT_PASSWORD, NULL, secret, archive->care, counselling, error);
  job.slot = slot;
  return slot != NULL &&
         write_user (archive, cy_user_job_attach, &job, error) &&
         save_keys (archive, &changed, error);
}

/**
 * cy_archive_change_password:
 * @old_password: the password of the user who unlocked the archive
 * @new_password: the one to be
 *
 * Changes one's own password. The keys are wrapped anew; no data are written.
 *
 * Fails with %CY_STORE_ERROR_WRONG_KEY when @old_password is not the user's.
 *
 * Returns: whether the new password holds; if not, the old one does
 */
gboolean
cy_archive_change_password (CyArchive   *archive,
                            const char  *old_password,
                            const char  *new_password,
                            GError     **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&archive->mutex);
  g_autoptr (CyUser) user = NULL;
  char *secret;
  gboolean changed, is_theirs;

  if (!require_unlocked (archive, error))
    return FALSE;

  secret = cy_password_normalise (old_password);
  is_theirs = opens_slot (archive, secret, archive->slot, error);
  cy_password_free (secret);
  if (!is_theirs)
    return FALSE;

  user = load_user (archive, archive->user_id, error);
  secret = user != NULL ? take_password (archive, new_password, error) : NULL;
  if (secret == NULL)
    return FALSE;
  changed = rewrap (archive, user, secret, archive->counselling, error);
  cy_password_free (secret);

  return changed;
}

static gboolean
is_last_manager (CyArchive  *archive,
                 CyUser     *user,
                 gboolean   *last,
                 GError    **error)
{
  g_autoptr (GPtrArray) users = cy_db_run (archive->db, CY_DB_READ, cy_user_job_list, NULL, NULL, error);

  if (users == NULL)
    return FALSE;

  *last = user->role == CY_USER_MANAGER;
  for (guint i = 0; i < users->len; i++)
    {
      CyUser *other = g_ptr_array_index (users, i);

      if (other->id != user->id && !other->gone && other->role == CY_USER_MANAGER &&
          cy_key_file_has_slot (archive->keys, other->slot))
        *last = FALSE;
    }

  return TRUE;
}

/* The recovery slot, when it stands in for this user. */
static char *
recovery_of (CyKeyFile *keys,
             CyUser    *user)
{
  g_autofree char *recovery = cy_key_file_find_recovery (keys);

  if (recovery == NULL || g_strcmp0 (cy_key_file_get_owner (keys, recovery), user->slot) != 0)
    return NULL;

  return g_steal_pointer (&recovery);
}

static gboolean
is_last_counsellor (CyArchive *archive,
                    CyUser    *user)
{
  return cy_key_file_has_counselling (archive->keys, user->slot) && cy_key_file_n_counselling (archive->keys) == 1;
}

static gboolean
refuse_last_counsellor (GError **error)
{
  g_set_error_literal (error, CY_KEYS_ERROR, CY_KEYS_ERROR_LAST_COUNSELLOR,
                       "Nobody else holds the key of the counselling notes");
  return FALSE;
}

/**
 * cy_archive_set_password:
 * @user_id: a user
 * @password: the password to be
 *
 * Sets a password without the old one: a manager does it for a user who has forgotten theirs,
 * and whoever opened the archive with the recovery code does it for themselves. A manager
 * without the counselling key cannot pass it on, so that the user loses it; this is refused
 * for the last who holds it.
 *
 * Returns: whether the password holds
 */
gboolean
cy_archive_set_password (CyArchive   *archive,
                         gint64       user_id,
                         const char  *password,
                         GError     **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&archive->mutex);
  g_autoptr (CyUser) user = NULL;
  gboolean own, held, changed;
  char *secret;

  if (!require_unlocked (archive, error))
    return FALSE;
  own = archive->by_recovery && user_id == archive->user_id;
  if (!own && !require_manager (archive, error))
    return FALSE;

  user = load_user (archive, user_id, error);
  if (user == NULL)
    return FALSE;
  if (archive->counselling == NULL && is_last_counsellor (archive, user))
    return refuse_last_counsellor (error);
  secret = take_password (archive, password, error);
  if (secret == NULL)
    return FALSE;

  held = own || cy_key_file_has_counselling (archive->keys, user->slot);
  changed = rewrap (archive, user, secret, held ? archive->counselling : NULL, error);
  cy_password_free (secret);
  if (changed && own)
    archive->by_recovery = FALSE;

  return changed;
}

/**
 * cy_archive_remove_user:
 *
 * Takes a user away: the password opens the archive no longer, nor does a recovery code that
 * was made for this user. What the user has written keeps the name. Only a manager may, and
 * not the last manager nor the last who holds the counselling key.
 *
 * Returns: whether the user is gone
 */
gboolean
cy_archive_remove_user (CyArchive  *archive,
                        gint64      user_id,
                        GError    **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&archive->mutex);
  g_autoptr (CyUser) user = NULL;
  g_autoptr (CyKeyFile) changed = NULL;
  g_autofree char *recovery = NULL;
  CyUserJob job = { .id = user_id };
  gboolean last;

  if (!require_manager (archive, error))
    return FALSE;
  if (user_id == archive->user_id)
    return refuse (error, "Nobody takes themselves away");
  user = load_user (archive, user_id, error);
  if (user == NULL || !is_last_manager (archive, user, &last, error))
    return FALSE;
  if (last)
    {
      g_set_error_literal (error, CY_KEYS_ERROR, CY_KEYS_ERROR_LAST_MANAGER, "There is no other manager");
      return FALSE;
    }
  if (is_last_counsellor (archive, user))
    return refuse_last_counsellor (error);

  changed = cy_key_file_copy (archive->keys);
  recovery = recovery_of (changed, user);
  if (recovery != NULL)
    cy_key_file_remove_slot (changed, recovery);
  cy_key_file_remove_slot (changed, user->slot);

  return save_keys (archive, &changed, error) && write_user (archive, cy_user_job_take_away, &job, error);
}

/**
 * cy_archive_give_counselling:
 * @password: the password of the user who is to have the key
 *
 * Gives a user the key of the counselling notes. Whoever gives it must hold it; the user
 * enters the password, since without it nothing can be put into the user's slot.
 *
 * Returns: whether the user holds the key
 */
gboolean
cy_archive_give_counselling (CyArchive   *archive,
                             gint64       user_id,
                             const char  *password,
                             GError     **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&archive->mutex);
  g_autoptr (CyUser) user = NULL;
  g_autoptr (CyKeyFile) changed = NULL;
  CyUserJob job = { .id = user_id, .counsellor = TRUE };
  char *secret;
  gboolean done;

  if (!require_manager (archive, error))
    return FALSE;
  if (archive->counselling == NULL)
    return refuse (error, "Only who holds the counselling key can give it");
  user = load_user (archive, user_id, error);
  if (user == NULL)
    return FALSE;

  secret = cy_password_normalise (password);
  if (!opens_slot (archive, secret, user->slot, error))
    {
      cy_password_free (secret);
      return FALSE;
    }

  changed = cy_key_file_copy (archive->keys);
  done = cy_key_file_rewrap (changed, user->slot, secret, archive->care, archive->counselling, error);
  cy_password_free (secret);

  return done && save_keys (archive, &changed, error) && write_user (archive, cy_user_job_counsellor, &job, error);
}

/**
 * cy_archive_withdraw_counselling:
 *
 * Takes the counselling key out of a user's slot, and out of a recovery code made for the
 * user. A manager may, but not from the last who
 * holds it. Whoever has read a note has read it: the notes are not encrypted anew.
 *
 * Returns: whether the user is without the key
 */
gboolean
cy_archive_withdraw_counselling (CyArchive  *archive,
                                 gint64      user_id,
                                 GError    **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&archive->mutex);
  g_autoptr (CyUser) user = NULL;
  g_autoptr (CyKeyFile) changed = NULL;
  g_autofree char *recovery = NULL;
  CyUserJob job = { .id = user_id, .counsellor = FALSE };

  if (!require_manager (archive, error))
    return FALSE;
  user = load_user (archive, user_id, error);
  if (user == NULL)
    return FALSE;
  if (is_last_counsellor (archive, user))
    return refuse_last_counsellor (error);

  changed = cy_key_file_copy (archive->keys);
  cy_key_file_drop_counselling (changed, user->slot);
  recovery = recovery_of (changed, user);
  if (recovery != NULL)
    cy_key_file_drop_counselling (changed, recovery);
  if (!save_keys (archive, &changed, error))
    return FALSE;

  return write_user (archive, cy_user_job_counsellor, &job, error);
}

/**
 * cy_archive_renew_recovery:
 *
 * Makes a new recovery code, which stands in for the password of the manager who asks for it
 * and opens what that manager can open. The former code no longer opens anything.
 *
 * Returns: (transfer full) (nullable): the code, kept nowhere, for cy_password_free(); %NULL
 *   with @error set
 */
char *
cy_archive_renew_recovery (CyArchive  *archive,
                           GError    **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&archive->mutex);
  g_autoptr (CyKeyFile) changed = NULL;
  g_autofree char *former = NULL;
  g_autofree char *slot = NULL;
  char *code;

  if (!require_manager (archive, error))
    return NULL;

  changed = cy_key_file_copy (archive->keys);
  former = cy_key_file_find_recovery (changed);
  if (former != NULL)
    cy_key_file_remove_slot (changed, former);
  code = cy_recovery_code_new ();
  slot = cy_key_file_add_slot (changed, CY_SLOT_RECOVERY, archive->slot, code, archive->care, archive->counselling,
                               error);
  if (slot == NULL || !save_keys (archive, &changed, error))
    g_clear_pointer (&code, cy_password_free);

  return code;
}
