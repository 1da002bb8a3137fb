#define G_LOG_DOMAIN "cy-keys"

#include "config.h"

#include "cy-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/**
 * cy_folder_set_io_error:
 * @code: an errno
 * @what: what failed, without names of folders: they may hold the name of an office
 *
 * Names the cause of a failed system call as #CyStoreError does.
 */
void
cy_folder_set_io_error (GError     **error,
                        int          code,
                        const char  *what)
{
  CyStoreError cause;

  switch (code)
    {
    case ENOENT:
    case ENOTDIR:
      cause = CY_STORE_ERROR_NOT_FOUND;
      break;
    case EEXIST:
    case ENOTEMPTY:
      cause = CY_STORE_ERROR_EXISTS;
      break;
    case EACCES:
    case EPERM:
    case EROFS:
      cause = CY_STORE_ERROR_READ_ONLY;
      break;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      cause = CY_STORE_ERROR_FULL;
      break;
    default:
      cause = CY_STORE_ERROR_IO;
    }

  g_set_error (error, CY_STORE_ERROR, cause, "%s: %s", what, g_strerror (code));
}

/**
 * cy_folder_sync:
 *
 * Makes the names in a folder last: a renamed file is only on the disk when its folder is.
 *
 * Returns: whether it did
 */
gboolean
cy_folder_sync (const char  *folder,
                GError     **error)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  /* Some file systems cannot sync a folder and say EINVAL; they have no other way. */
  int failed = fd < 0 || (fsync (fd) < 0 && errno != EINVAL);
  int code = errno;

  if (fd >= 0)
    close (fd);
  if (failed)
    cy_folder_set_io_error (error, code, "The folder could not be written");

  return !failed;
}

static gboolean
write_all (int         fd,
           const char *data,
           gsize       size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      size -= (gsize) n;
    }

  return TRUE;
}

/**
 * cy_folder_write:
 * @folder: an archive's folder
 * @name: a file in it
 * @contents: what it is to hold
 *
 * Writes a file so that it holds either what it held or all of @contents, whatever happens
 * meanwhile: a temporary file is written, synced and renamed, and the folder synced. Only
 * the owner may read it.
 *
 * Returns: whether it is on the disk
 */
gboolean
cy_folder_write (const char  *folder,
                 const char  *name,
                 GBytes      *contents,
                 GError     **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *temporary = g_strconcat (path, ".new", NULL);
  gsize size;
  const char *data = g_bytes_get_data (contents, &size);
  g_autoptr (GError) local = NULL;
  int fd = -1, code;

  /* What a crash left here is of no use to anybody. */
  if (unlink (temporary) < 0 && errno != ENOENT)
    goto fail;
  fd = open (temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    goto fail;
  if (!write_all (fd, data, size))
    goto fail;
  if (fsync (fd) < 0)
    goto fail;
  code = close (fd);
  fd = -1;
  if (code < 0)
    goto fail;
  if (rename (temporary, path) < 0)
    goto fail;

  /* From here on the new file is the one that is read. Should the folder not sync, a power
   * cut might yet bring the old one back, whole as well: nothing the caller could act on. */
  if (!cy_folder_sync (folder, &local))
    g_message ("After a write: %s", local->message);
  return TRUE;

fail:
  code = errno;
  if (fd >= 0)
    close (fd);
  unlink (temporary);
  cy_folder_set_io_error (error, code, "A file of the archive could not be written");
  return FALSE;
}

/**
 * cy_folder_read:
 * @max_size: the largest size that is read; a larger file is %CY_STORE_ERROR_DAMAGED
 *
 * Returns: (transfer full) (nullable): the contents of a file, or %NULL with @error set
 */
GBytes *
cy_folder_read (const char  *folder,
                const char  *name,
                gsize        max_size,
                GError     **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *data = g_malloc (max_size + 1);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  gsize size = 0;
  gssize n = 0;

  if (fd < 0)
    {
      cy_folder_set_io_error (error, errno, "A file of the archive could not be opened");
      return NULL;
    }

  while (size <= max_size && ((n = read (fd, data + size, max_size + 1 - size)) > 0 || (n < 0 && errno == EINTR)))
    size += n > 0 ? (gsize) n : 0;
  if (n < 0)
    cy_folder_set_io_error (error, errno, "A file of the archive could not be read");
  close (fd);
  if (n < 0)
    return NULL;

  if (size > max_size)
    {
      g_set_error_literal (error, CY_STORE_ERROR, CY_STORE_ERROR_DAMAGED, "A file of the archive is too large");
      return NULL;
    }

  return g_bytes_new (data, size);
}

/**
 * cy_folder_remove:
 * @folder: a folder that this program made and that nobody has used
 *
 * Removes a folder with the files in it. Subfolders are left, and so is the folder then.
 */
void
cy_folder_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      unlink (path);
    }
  rmdir (folder);
}
