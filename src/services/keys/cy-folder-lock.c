#define _GNU_SOURCE             /* F_OFD_SETLK */
#define G_LOG_DOMAIN "cy-keys"

#include "config.h"

#include "cy-folder-lock.h"

#include "cy-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* One program at a time holds an archive.
 *
 * The lock is one of the open file description of a file in the archive's folder: it ends with the
 * process however it ends, and a second opening in the same process is refused as well. On a
 * network file system it holds for other computers, too.
 *
 * A folder that Flatpak's document portal lends is reached through a process of the portal, which
 * takes the locks in its own name: they hold against programs outside, but not between two
 * sandboxes that it serves, and the portal forgets them when anybody closes that file. So there a
 * lock in the program's own data, which all of its sandboxes share, is taken before the folder's
 * file is even opened. */

/* In the user's data folder. */
#define OWN_LOCKS "chuyan/locks"

struct _CyFolderLock {
  int folder;
  int own;                      /* -1 where the folder's is enough */
};

static gboolean
is_lent (const char *folder)
{
  g_autofree char *lent = g_build_filename (g_get_user_runtime_dir (), "doc", NULL);
  g_autofree char *whole = g_canonicalize_filename (folder, NULL);

  return g_str_has_prefix (whole, "/run/flatpak/doc/") ||
         (g_str_has_prefix (whole, lent) && whole[strlen (lent)] == G_DIR_SEPARATOR);
}

static int
take (const char  *path,
      GError     **error)
{
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  int code;

  if (fd < 0)
    {
      cy_folder_set_io_error (error, errno, "The lock could not be opened");
      return -1;
    }
  if (fcntl (fd, F_OFD_SETLK, &whole) == 0)
    return fd;

  code = errno;
  close (fd);
  if (code == EAGAIN || code == EACCES)
    g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_IN_USE, "Another program holds the archive");
  else if (code == ENOSYS || code == EOPNOTSUPP || code == EINVAL)
    g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_READ_ONLY, "Files cannot be locked there");
  else
    cy_folder_set_io_error (error, code, "The archive could not be locked");

  return -1;
}

static int
take_own (const char  *id,
          GError     **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), OWN_LOCKS, NULL);
  g_autofree char *path = g_build_filename (folder, id, NULL);

  if (g_mkdir_with_parents (folder, 0700) < 0)
    {
      cy_folder_set_io_error (error, errno, "The folder of locks could not be made");
      return -1;
    }

  return take (path, error);
}

/**
 * cy_folder_lock:
 * @folder: an archive's folder
 * @id: the archive's identity, a UUID
 *
 * Takes an archive for this program.
 *
 * Returns: (transfer full) (nullable): what holds the archive until it is freed, or %NULL with @error
 *   set: %CY_STORE_ERROR_IN_USE, %CY_STORE_ERROR_READ_ONLY also where files cannot be locked, …
 */
CyFolderLock *
cy_folder_lock (const char  *folder,
                const char  *id,
                GError     **error)
{
  g_autoptr (CyFolderLock) lock = g_new (CyFolderLock, 1);
  g_autofree char *path = g_build_filename (folder, CY_FOLDER_LOCK, NULL);

  *lock = (CyFolderLock) { .folder = -1, .own = -1 };
  if (is_lent (folder))
    {
      lock->own = take_own (id, error);
      if (lock->own < 0)
        return NULL;
    }

  lock->folder = take (path, error);
  return lock->folder >= 0 ? g_steal_pointer (&lock) : NULL;
}

/** cy_folder_unlock: @lock: (transfer full) (nullable): gives the archive free */
void
cy_folder_unlock (CyFolderLock *lock)
{
  if (lock == NULL)
    return;

  if (lock->folder >= 0)
    close (lock->folder);
  if (lock->own >= 0)
    close (lock->own);
  g_free (lock);
}
