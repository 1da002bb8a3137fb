#include "fault-vfs.h"

#include <sqlite3.h>

/* A file system for SQLite that fails when it is told to.
 *
 * It stands in front of the real one, under its name, and counts what changes a file: writes,
 * syncs, truncations and growing the shared memory of the log. The nth of them fails, and
 * with "lasting" everything after it as well, as on a disk that stays full or a machine that
 * goes down there. A write that fails has written its first half. */

typedef struct {
  sqlite3_file base;
  sqlite3_file *real;           /* behind this struct, in the same memory */
} FaultFile;

static struct {
  FaultKind kind;
  guint nth;
  gboolean lasting;
  guint count;
} state;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs fault_vfs;
static sqlite3_io_methods methods;

static gboolean
fails (void)
{
  if (state.kind == FAULT_NONE)
    return FALSE;

  state.count++;
  return state.lasting ? state.count >= state.nth : state.count == state.nth;
}

static sqlite3_file *
real_of (sqlite3_file *file)
{
  return ((FaultFile *) file)->real;
}

static int
fault_write (sqlite3_file *file,
             const void   *data,
             int           amount,
             sqlite3_int64 offset)
{
  sqlite3_file *real = real_of (file);

  if (!fails ())
    return real->pMethods->xWrite (real, data, amount, offset);

  real->pMethods->xWrite (real, data, amount / 2, offset);
  return state.kind == FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int
fault_truncate (sqlite3_file *file,
                sqlite3_int64 size)
{
  sqlite3_file *real = real_of (file);

  return fails () ? SQLITE_IOERR_TRUNCATE : real->pMethods->xTruncate (real, size);
}

static int
fault_sync (sqlite3_file *file,
            int           flags)
{
  sqlite3_file *real = real_of (file);

  /* A sync does not meet a full disk. */
  if (state.kind == FAULT_IO && fails ())
    return SQLITE_IOERR_FSYNC;

  return real->pMethods->xSync (real, flags);
}

static int
fault_shm_map (sqlite3_file   *file,
               int             page,
               int             size,
               int             extend,
               void volatile **memory)
{
  sqlite3_file *real = real_of (file);

  if (extend && fails ())
    return SQLITE_IOERR_SHMSIZE;

  return real->pMethods->xShmMap (real, page, size, extend, memory);
}

/* What is passed on as it is */

static int
fault_close (sqlite3_file *file)
{
  sqlite3_file *real = real_of (file);

  return real->pMethods != NULL ? real->pMethods->xClose (real) : SQLITE_OK;
}

static int
fault_read (sqlite3_file *file,
            void         *data,
            int           amount,
            sqlite3_int64 offset)
{
  return real_of (file)->pMethods->xRead (real_of (file), data, amount, offset);
}

static int
fault_file_size (sqlite3_file  *file,
                 sqlite3_int64 *size)
{
  return real_of (file)->pMethods->xFileSize (real_of (file), size);
}

static int
fault_lock (sqlite3_file *file,
            int           lock)
{
  return real_of (file)->pMethods->xLock (real_of (file), lock);
}

static int
fault_unlock (sqlite3_file *file,
              int           lock)
{
  return real_of (file)->pMethods->xUnlock (real_of (file), lock);
}

static int
fault_check_reserved (sqlite3_file *file,
                      int          *reserved)
{
  return real_of (file)->pMethods->xCheckReservedLock (real_of (file), reserved);
}

static int
fault_control (sqlite3_file *file,
               int           op,
               void         *argument)
{
  return real_of (file)->pMethods->xFileControl (real_of (file), op, argument);
}

static int
fault_sector_size (sqlite3_file *file)
{
  return real_of (file)->pMethods->xSectorSize (real_of (file));
}

static int
fault_characteristics (sqlite3_file *file)
{
  return real_of (file)->pMethods->xDeviceCharacteristics (real_of (file));
}

static int
fault_shm_lock (sqlite3_file *file,
                int           offset,
                int           n,
                int           flags)
{
  return real_of (file)->pMethods->xShmLock (real_of (file), offset, n, flags);
}

static void
fault_shm_barrier (sqlite3_file *file)
{
  real_of (file)->pMethods->xShmBarrier (real_of (file));
}

static int
fault_shm_unmap (sqlite3_file *file,
                 int           delete_it)
{
  return real_of (file)->pMethods->xShmUnmap (real_of (file), delete_it);
}

static int
fault_open (sqlite3_vfs  *vfs,
            const char   *name,
            sqlite3_file *file,
            int           flags,
            int          *out_flags)
{
  FaultFile *fault = (FaultFile *) file;
  int result;

  fault->real = (sqlite3_file *) (fault + 1);
  result = real_vfs->xOpen (real_vfs, name, fault->real, flags, out_flags);
  fault->base.pMethods = fault->real->pMethods != NULL ? &methods : NULL;

  return result;
}

/** fault_vfs_install: puts the failing file system in front of the real one, for the whole process */
void
fault_vfs_install (void)
{
  if (real_vfs != NULL)
    return;

  sqlite3_initialize ();
  real_vfs = sqlite3_vfs_find ("unix-excl");
  fault_vfs = *real_vfs;
  fault_vfs.szOsFile = (int) sizeof (FaultFile) + real_vfs->szOsFile;
  fault_vfs.xOpen = fault_open;
  methods = (sqlite3_io_methods) {
    .iVersion = 2,              /* without memory mapping, which would go round the writes */
    .xClose = fault_close,
    .xRead = fault_read,
    .xWrite = fault_write,
    .xTruncate = fault_truncate,
    .xSync = fault_sync,
    .xFileSize = fault_file_size,
    .xLock = fault_lock,
    .xUnlock = fault_unlock,
    .xCheckReservedLock = fault_check_reserved,
    .xFileControl = fault_control,
    .xSectorSize = fault_sector_size,
    .xDeviceCharacteristics = fault_characteristics,
    .xShmMap = fault_shm_map,
    .xShmLock = fault_shm_lock,
    .xShmBarrier = fault_shm_barrier,
    .xShmUnmap = fault_shm_unmap,
  };
  g_assert_cmpint (sqlite3_vfs_register (&fault_vfs, 1), ==, SQLITE_OK);
}

/**
 * fault_vfs_arm:
 * @kind: how to fail
 * @nth: which of the changes fails, from 1
 * @lasting: whether all later ones fail as well
 */
void
fault_vfs_arm (FaultKind kind,
               guint     nth,
               gboolean  lasting)
{
  state.kind = kind;
  state.nth = nth;
  state.lasting = lasting;
  state.count = 0;
}

/** fault_vfs_disarm: Returns: how many changes there were since fault_vfs_arm() */
guint
fault_vfs_disarm (void)
{
  state.kind = FAULT_NONE;

  return state.count;
}
