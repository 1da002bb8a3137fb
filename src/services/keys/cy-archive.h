#pragma once

#include <gio/gio.h>

#include "cy-db.h"
#include "cy-keys-error.h"
#include "cy-user.h"

G_BEGIN_DECLS

#define CY_TYPE_ARCHIVE (cy_archive_get_type ())
G_DECLARE_FINAL_TYPE (CyArchive, cy_archive, CY, ARCHIVE, GObject)

/** What an archive's folder is called after its name. */
#define CY_ARCHIVE_SUFFIX ".chuyan"

char       *cy_archive_default_path           (void);
gboolean    cy_archive_is_archive             (const char           *path);
char       *cy_archive_name_for_path          (const char           *path);

gboolean    cy_archive_create                 (const char           *path,
                                               const char           *user_name,
                                               const char           *password,
                                               char                **recovery_code,
                                               GError              **error);
void        cy_archive_create_async           (const char           *path,
                                               const char           *user_name,
                                               const char           *password,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean    cy_archive_create_finish          (GAsyncResult         *result,
                                               char                **recovery_code,
                                               GError              **error);

CyArchive  *cy_archive_open                   (const char           *path,
                                               GError              **error);
gboolean    cy_archive_unlock                 (CyArchive            *archive,
                                               const char           *password,
                                               GError              **error);
void        cy_archive_unlock_async           (CyArchive            *archive,
                                               const char           *password,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean    cy_archive_unlock_finish          (CyArchive            *archive,
                                               GAsyncResult         *result,
                                               GError              **error);
void        cy_archive_lock                   (CyArchive            *archive);

const char *cy_archive_get_path               (CyArchive            *archive);
gboolean    cy_archive_is_locked              (CyArchive            *archive);
CyDb       *cy_archive_get_db                 (CyArchive            *archive);
CyDb       *cy_archive_get_counselling_db     (CyArchive            *archive);
gint64      cy_archive_get_user_id            (CyArchive            *archive);
gboolean    cy_archive_opened_by_recovery     (CyArchive            *archive);

/* Users and their passwords. Each blocks for as long as a password takes to derive: windows
 * call them through cy_archive_submit(). */
GPtrArray  *cy_archive_list_users             (CyArchive            *archive,
                                               GError              **error);
gint64      cy_archive_add_user               (CyArchive            *archive,
                                               const char           *name,
                                               const char           *password,
                                               CyUserRole            role,
                                               gboolean              counsellor,
                                               GError              **error);
gboolean    cy_archive_change_password        (CyArchive            *archive,
                                               const char           *old_password,
                                               const char           *new_password,
                                               GError              **error);
gboolean    cy_archive_set_password           (CyArchive            *archive,
                                               gint64                user_id,
                                               const char           *password,
                                               GError              **error);
gboolean    cy_archive_remove_user            (CyArchive            *archive,
                                               gint64                user_id,
                                               GError              **error);
gboolean    cy_archive_give_counselling       (CyArchive            *archive,
                                               gint64                user_id,
                                               const char           *password,
                                               GError              **error);
gboolean    cy_archive_withdraw_counselling   (CyArchive            *archive,
                                               gint64                user_id,
                                               GError              **error);
char       *cy_archive_renew_recovery         (CyArchive            *archive,
                                               GError              **error);

/**
 * CyArchiveFunc:
 *
 * Some of the functions above, on a thread of its own.
 *
 * Returns: (nullable): its result
 */
typedef gpointer (*CyArchiveFunc) (CyArchive  *archive,
                                   gpointer    data,
                                   GError    **error);

void        cy_archive_submit                 (CyArchive            *archive,
                                               CyArchiveFunc         func,
                                               gpointer              data,
                                               GDestroyNotify        data_free,
                                               GDestroyNotify        result_free,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gpointer    cy_archive_submit_finish          (CyArchive            *archive,
                                               GAsyncResult         *result,
                                               GError              **error);

G_END_DECLS
