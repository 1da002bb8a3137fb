#pragma once

#include "cy-conn.h"

G_BEGIN_DECLS

#define CY_TYPE_DB (cy_db_get_type ())
G_DECLARE_FINAL_TYPE (CyDb, cy_db, CY, DB, GObject)

/**
 * CyDbLane:
 * @CY_DB_READ: a reader, first come, first served
 * @CY_DB_PAGE: a reader, the newest first: the rows on screen matter more than those
 *   scrolled past
 * @CY_DB_LONG: a reader, first come, first served, one at a time: what goes through the whole
 *   archive and takes seconds where that is large; a reader is left for the others
 * @CY_DB_WRITE: the one writer, first come, first served
 *
 * Which thread does a job.
 */
typedef enum {
  CY_DB_READ,
  CY_DB_PAGE,
  CY_DB_LONG,
  CY_DB_WRITE,
} CyDbLane;

/**
 * CyDbFunc:
 * @conn: the connection; in a transaction
 * @data: the job's data
 * @cancellable: (nullable): what may end it early; statements notice by themselves
 * @error: the cause when it fails
 *
 * A job. It runs on a database thread, wholly in one transaction, which is committed when
 * it leaves @error unset and rolled back otherwise. It touches no widget and no list.
 *
 * Returns: (nullable): its result
 */
typedef gpointer (*CyDbFunc) (CyConn        *conn,
                              gpointer       data,
                              GCancellable  *cancellable,
                              GError       **error);

/**
 * CyChangeSet:
 *
 * What one commit changed. Tables without a rowid are not in it.
 */
typedef struct _CyChangeSet CyChangeSet;

#define CY_TYPE_CHANGE_SET (cy_change_set_get_type ())
GType         cy_change_set_get_type (void);
CyChangeSet  *cy_change_set_ref      (CyChangeSet *changes);
void          cy_change_set_unref    (CyChangeSet *changes);
gboolean      cy_change_set_has      (CyChangeSet *changes,
                                      const char  *table);
const gint64 *cy_change_set_ids      (CyChangeSet *changes,
                                      const char  *table,
                                      guint       *n_ids);

CyDb         *cy_db_open             (const char           *path,
                                      const guint8         *key,
                                      GError              **error);
void          cy_db_close            (CyDb                 *db);
void          cy_db_set_actor        (CyDb                 *db,
                                      gint64                user_id);

void          cy_db_submit           (CyDb                 *db,
                                      CyDbLane              lane,
                                      CyDbFunc              func,
                                      gpointer              data,
                                      GDestroyNotify        data_free,
                                      GDestroyNotify        result_free,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gpointer      cy_db_submit_finish    (CyDb                 *db,
                                      GAsyncResult         *result,
                                      GError              **error);
gpointer      cy_db_run              (CyDb                 *db,
                                      CyDbLane              lane,
                                      CyDbFunc              func,
                                      gpointer              data,
                                      GCancellable         *cancellable,
                                      GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyChangeSet, cy_change_set_unref)

G_END_DECLS
