#pragma once

#include "cy-archive.h"
#include "cy-folder-lock.h"
#include "cy-key-file.h"

G_BEGIN_DECLS

struct _CyArchive {
  GObject parent_instance;

  char *path;
  CyFolderLock *lock;

  GMutex mutex;                 /* one change of the keys at a time */
  /* Under the mutex: */
  CyKeyFile *keys;
  CyKey *care;                  /* NULL while locked */
  CyKey *counselling;           /* NULL without the counselling key */
  char *slot;                   /* the user's, also when the recovery code opened the archive */
  gboolean by_recovery;         /* opened by the recovery code, and no password set since */

  /* Changed on the main thread only, under the mutex: */
  CyDb *db;
  CyDb *counselling_db;
  gint64 user_id;
};

gboolean cy_archive_create_with_kdf (const char   *path,
                                     const char   *user_name,
                                     const char   *password,
                                     const CyKdf  *kdf,
                                     char        **recovery_code,
                                     GError      **error);

G_END_DECLS
