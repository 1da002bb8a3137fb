#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CyFolderLock:
 *
 * An archive's folder, taken for this program.
 */
typedef struct _CyFolderLock CyFolderLock;

CyFolderLock *cy_folder_lock   (const char    *folder,
                                const char    *id,
                                GError       **error);
void          cy_folder_unlock (CyFolderLock  *lock);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyFolderLock, cy_folder_unlock)

G_END_DECLS
