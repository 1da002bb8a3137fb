#define G_LOG_DOMAIN "cy-db"

#include "config.h"

#include "cy-db.h"

#include "cy-change-set-private.h"
#include "cy-profile-store.h"
#include "cy-search-store.h"

#ifdef HAVE_MALLOC_TRIM
#include <malloc.h>
#endif

/* The threads around a database.
 *
 * One thread writes and two read, each with a connection of its own. A job goes to the queue
 * of its lane. One of the readers is there for ordinary reads, the oldest first, the other for
 * pages, the newest first, and then for long jobs; who is free helps where the other is busy,
 * but not with long ones. So the pages that a key of a search went through are in the cache of
 * the reader that gets the next key. WAL lets the readers go on while the writer commits, and
 * since this process holds the archive alone, nobody ever waits for a lock.
 *
 *   cy_db_submit() ──▶ queue ──▶ thread: BEGIN, job, COMMIT ──▶ GTask ──▶ callback
 *                                               └──▶ "changed" on the context of the opener
 */

enum {
  WRITER,
  READER,
  PAGER,
  N_WORKERS
};

typedef struct {
  CyDbLane lane;
  CyDbFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
  gpointer result;              /* until the task returns it */
  GError *error;
} Job;

typedef struct {
  CyDb *db;                     /* not owned: the threads end before it does */
  CyConn *conn;
  gboolean writer;
  gboolean settles;             /* whether what follows from a write is found before its commit */
  GThread *thread;
  CyChangeSet *changes;         /* of the running transaction; the writer only */
  gboolean waits;               /* for a job; under the mutex */
} Worker;

struct _CyDb {
  GObject parent_instance;

  Worker workers[N_WORKERS];
  GMainContext *context;

  GMutex mutex;
  GCond wake;
  /* Under the mutex: */
  GQueue writes;                /* GTask */
  GQueue reads;
  GQueue pages;
  GQueue longs;
  gboolean closing;
  gint64 actor;
};

G_DEFINE_FINAL_TYPE (CyDb, cy_db, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Called by the connection for every changed row. */
static void
note_change (const char *table,
             gint64      id,
             gpointer    user_data)
{
  cy_change_set_note (((Worker *) user_data)->changes, table, id);
}

/* Jobs */

static void
job_free (Job *job)
{
  if (job->data_free != NULL)
    job->data_free (job->data);
  if (job->result != NULL && job->result_free != NULL)
    job->result_free (job->result);
  g_clear_error (&job->error);
  g_free (job);
}

typedef struct {
  CyDb *db;
  CyChangeSet *changes;
} Announcement;

static gboolean
announce_cb (gpointer user_data)
{
  Announcement *announcement = user_data;

  g_signal_emit (announcement->db, signals[CHANGED], 0, announcement->changes);
  return G_SOURCE_REMOVE;
}

static void
announcement_free (Announcement *announcement)
{
  g_object_unref (announcement->db);
  cy_change_set_unref (announcement->changes);
  g_free (announcement);
}

static void
announce (Worker *worker)
{
  g_autoptr (CyChangeSet) changes = g_steal_pointer (&worker->changes);
  Announcement *announcement;
  g_autoptr (GSource) source = NULL;

  if (cy_change_set_is_empty (changes))
    return;

  announcement = g_new0 (Announcement, 1);
  announcement->db = g_object_ref (worker->db);
  announcement->changes = g_steal_pointer (&changes);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, announce_cb, announcement, (GDestroyNotify) announcement_free);
  g_source_attach (source, worker->db->context);
}

/* Runs a job in its transaction. The change set is announced before the task returns, so
 * that whoever waits for the task finds the lists already told. */
static gpointer
run_job (Worker        *worker,
         Job           *job,
         GCancellable  *cancellable,
         GError       **error)
{
  CyConn *conn = worker->conn;
  g_autoptr (GError) local = NULL;
  gpointer result = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (!cy_conn_begin (conn, worker->writer, error))
    return NULL;

  if (worker->writer)
    worker->changes = cy_change_set_new ();

  cy_conn_set_cancellable (conn, cancellable);
  result = job->func (conn, job->data, cancellable, &local);
  cy_conn_set_cancellable (conn, NULL);

  if (local == NULL && worker->settles && cy_search_settle (conn, &local))
    cy_profile_settle (conn, &local);
  if (local == NULL)
    cy_conn_commit (conn, &local);
  if (local == NULL)
    {
      if (worker->writer)
        announce (worker);
      return result;
    }

  cy_conn_rollback (conn);
  g_clear_pointer (&worker->changes, cy_change_set_unref);
  if (result != NULL && job->result_free != NULL)
    job->result_free (result);
  g_propagate_error (error, g_steal_pointer (&local));

  return NULL;
}

/* Under the mutex. What is the other reader's is taken where that one is busy. */
static GTask *
take_read (Worker *worker)
{
  CyDb *db = worker->db;
  const Worker *reader = &db->workers[READER], *pager = &db->workers[PAGER];
  GTask *task = NULL;

  if (worker == pager || !pager->waits)
    task = g_queue_pop_tail (&db->pages);
  if (task == NULL && (worker == reader || !reader->waits))
    task = g_queue_pop_head (&db->reads);
  if (task == NULL && worker == pager)
    task = g_queue_pop_head (&db->longs);
  /* Who has left this job's lane to its reader may have to help now. */
  if (task != NULL && db->pages.length + db->reads.length > 0)
    g_cond_broadcast (&db->wake);

  return task;
}

static GTask *
take_write (Worker *worker)
{
  cy_conn_set_actor (worker->conn, worker->db->actor);
  return g_queue_pop_head (&worker->db->writes);
}

static GTask *
next_task (Worker *worker)
{
  CyDb *db = worker->db;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&db->mutex);
  GTask *task;

  while ((task = worker->writer ? take_write (worker) : take_read (worker)) == NULL && !db->closing)
    {
      worker->waits = TRUE;
      g_cond_wait (&db->wake, &db->mutex);
      worker->waits = FALSE;
    }

  return task;
}

static gboolean
answer_cb (gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);

  if (job->error != NULL)
    g_task_return_error (task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&job->result), job->result_free);
  return G_SOURCE_REMOVE;
}

/* Gives the task back to the context it came from, which then drops the last reference to it
 * and perhaps to the database: a worker must not, since closing waits for the workers. */
static void
answer (GTask *task)
{
  /* Dropped after the source: a context that goes while its source is dropped on another thread breaks. */
  g_autoptr (GMainContext) context = g_main_context_ref (g_task_get_context (task));
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, answer_cb, task, g_object_unref);
  g_source_attach (source, context);
}

/* A long job goes through the whole archive and frees what it needed piece by piece, which the
 * C library would keep. */
static void
give_back_memory (void)
{
#ifdef HAVE_MALLOC_TRIM
  malloc_trim (0);
#endif
}

static gpointer
worker_thread (gpointer user_data)
{
  Worker *worker = user_data;
  GTask *task;

  while ((task = next_task (worker)) != NULL)
    {
      Job *job = g_task_get_task_data (task);
      gboolean was_long = job->lane == CY_DB_LONG;

      job->result = run_job (worker, job, g_task_get_cancellable (task), &job->error);
      answer (task);
      if (was_long)
        give_back_memory ();
    }

  return NULL;
}

/* The object */

static void
cy_db_finalize (GObject *object)
{
  CyDb *db = CY_DB (object);

  cy_db_close (db);
  g_clear_pointer (&db->context, g_main_context_unref);
  g_mutex_clear (&db->mutex);
  g_cond_clear (&db->wake);

  G_OBJECT_CLASS (cy_db_parent_class)->finalize (object);
}

static void
cy_db_class_init (CyDbClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cy_db_finalize;

  /**
   * CyDb::changed:
   * @changes: (type CyChangeSet): what changed
   *
   * Emitted once for each commit that changed something, on the main context that was the
   * thread's default when the database was opened.
   */
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, CY_TYPE_CHANGE_SET);
}

static void
cy_db_init (CyDb *db)
{
  g_mutex_init (&db->mutex);
  g_cond_init (&db->wake);
  g_queue_init (&db->writes);
  g_queue_init (&db->reads);
  g_queue_init (&db->pages);
  g_queue_init (&db->longs);
  db->context = g_main_context_ref_thread_default ();
}

/**
 * cy_db_open:
 * @path: the database file
 * @key: (nullable): its raw key, %CY_CONN_KEY_SIZE bytes
 *
 * Opens a database that cy_migrate() has brought up to date, and starts its threads.
 *
 * Returns: (transfer full) (nullable): the database, or %NULL with @error set
 */
CyDb *
cy_db_open (const char    *path,
            const guint8  *key,
            GError       **error)
{
  g_autoptr (CyDb) db = g_object_new (CY_TYPE_DB, NULL);
  gint64 settles;

  for (guint i = 0; i < G_N_ELEMENTS (db->workers); i++)
    {
      Worker *worker = &db->workers[i];

      worker->db = db;
      worker->writer = i == WRITER;
      worker->conn = cy_conn_open (path, key, worker->writer ? CY_CONN_WRITABLE : CY_CONN_READ_ONLY, error);
      if (worker->conn == NULL)
        return NULL;
      if (!worker->writer)
        continue;
      cy_conn_set_update_hook (worker->conn, note_change, worker);
      if (!cy_conn_int64 (worker->conn, error, &settles,
                          "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'child_stale')", NULL))
        return NULL;
      worker->settles = settles != 0;
    }

  for (guint i = 0; i < G_N_ELEMENTS (db->workers); i++)
    {
      Worker *worker = &db->workers[i];

      worker->thread = g_thread_new (worker->writer ? "cy-db-writer" : "cy-db-reader", worker_thread, worker);
    }

  return g_steal_pointer (&db);
}

/**
 * cy_db_close:
 *
 * Finishes the jobs that are queued, ends the threads and closes the connections. Waits for
 * them; a window does this after it has cancelled what it no longer wants. Harmless when
 * done before.
 */
void
cy_db_close (CyDb *db)
{
  g_return_if_fail (CY_IS_DB (db));

  g_mutex_lock (&db->mutex);
  db->closing = TRUE;
  g_cond_broadcast (&db->wake);
  g_mutex_unlock (&db->mutex);

  for (guint i = 0; i < G_N_ELEMENTS (db->workers); i++)
    g_clear_pointer (&db->workers[i].thread, g_thread_join);
  /* The writer last: the last connection to close checkpoints the log, and must be able to. */
  for (guint i = G_N_ELEMENTS (db->workers); i-- > 0;)
    g_clear_pointer (&db->workers[i].conn, cy_conn_close);
}

/**
 * cy_db_set_actor:
 * @user_id: the user in whose name is written; 0 for the program itself
 */
void
cy_db_set_actor (CyDb   *db,
                 gint64  user_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&db->mutex);

  db->actor = user_id;
}

/**
 * cy_db_submit:
 * @lane: which thread does it
 * @func: the job
 * @data: (nullable): its data, passed to @func
 * @data_free: (nullable): frees @data, on any thread, when the job is over
 * @result_free: (nullable): frees the job's result when nobody takes it
 * @cancellable: (nullable): ends the job early
 * @callback: called on the thread-default context of the caller
 *
 * Queues a job. After cy_db_close() it fails with %G_IO_ERROR_CLOSED.
 */
void
cy_db_submit (CyDb                *db,
              CyDbLane             lane,
              CyDbFunc             func,
              gpointer             data,
              GDestroyNotify       data_free,
              GDestroyNotify       result_free,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (db, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_return_if_fail (CY_IS_DB (db));

  job->lane = lane;
  job->func = func;
  job->data = data;
  job->data_free = data_free;
  job->result_free = result_free;
  g_task_set_source_tag (task, cy_db_submit);
  /* What was committed just before somebody gave it up has been done. */
  g_task_set_check_cancellable (task, lane != CY_DB_WRITE);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);

  g_mutex_lock (&db->mutex);
  if (!db->closing)
    {
      GQueue *queues[] = {
        [CY_DB_READ] = &db->reads,
        [CY_DB_PAGE] = &db->pages,
        [CY_DB_LONG] = &db->longs,
        [CY_DB_WRITE] = &db->writes,
      };

      g_queue_push_tail (queues[lane], g_steal_pointer (&task));
      g_cond_broadcast (&db->wake);
    }
  g_mutex_unlock (&db->mutex);

  if (task != NULL)
    g_task_return_new_error_literal (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The archive is closed");
}

/**
 * cy_db_submit_finish:
 *
 * Returns: (nullable): what the job returned; owned by the caller as the job says
 */
gpointer
cy_db_submit_finish (CyDb          *db,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, db), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

/**
 * cy_db_run:
 * @func: the job
 * @data: (nullable): its data
 *
 * Does a job and waits for it. For the command line and for tests; a window never waits.
 *
 * Returns: (nullable): what the job returned
 */
gpointer
cy_db_run (CyDb          *db,
           CyDbLane       lane,
           CyDbFunc       func,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;

  g_main_context_push_thread_default (context);
  cy_db_submit (db, lane, func, data, NULL, NULL, cancellable, ran_cb, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);

  return cy_db_submit_finish (db, result, error);
}
