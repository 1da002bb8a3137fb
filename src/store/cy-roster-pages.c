#define G_LOG_DOMAIN "cy-roster"

#include "config.h"

#include "cy-id-bits.h"
#include "cy-roster-pages.h"
#include "cy-roster-row-private.h"

/* The rows of the roster that are alive, and what they show.
 *
 *   in view ──────▶ one request at once ─────────────▶ page lane ──▶ the rows' data
 *   the others ──▶ a few at a time when idle, the nearest first ──┘
 *
 * A view holds two hundred rows of which it shows thirty. Were all of them filled together,
 * the frame in which they come would draw fifteen hundred texts; so those out of sight wait
 * until the others have been painted, and while the answer to another query is on its way.
 * Those that have become another child's keep in their cells what they showed, until they are
 * filled or come into view. */

#define FAR_ROWS 24
#define FAR_MS 60
#define MAX_DISTANCE 256

/* Pages are kept in case their rows are asked for again. */
#define MAX_PAGES 64

/* Before anybody says what is in view. */
#define FIRST_VIEW 40

typedef struct {
  GPtrArray *rows;              /* CyRosterData */
} Page;

struct _CyRosterPages {
  guint n_refs;
  CyDb *db;                     /* NULL after the end */

  GHashTable *rows;             /* id → CyRosterRow, not owned: rows leave when they die */
  guint generation;             /* what was read before it is stale */
  GQueue kept;                  /* Page, the latest first */
  GHashTable *data;             /* id → CyRosterData, owned by the pages */
  GHashTable *wanted;           /* ids of rows that wait for their page */
  GHashTable *late;             /* keys of rows that have become others, which their cells do not know */

  GArray *ids;                  /* the list's order */
  guint first;                  /* in view */
  guint n_in_view;
  guint near_source;
  guint far_source;
  gboolean far_runs;
  gboolean held;                /* another query's answer comes first */
};

/* Pages */

static void
page_free (Page *page)
{
  g_ptr_array_unref (page->rows);
  g_free (page);
}

static void
drop_page (CyRosterPages *pages,
           Page          *page)
{
  for (guint i = 0; i < page->rows->len; i++)
    {
      CyRosterData *data = g_ptr_array_index (page->rows, i);

      if (g_hash_table_lookup (pages->data, GSIZE_TO_POINTER (data->id)) == data)
        g_hash_table_remove (pages->data, GSIZE_TO_POINTER (data->id));
    }
  page_free (page);
}

static void
drop_all (CyRosterPages *pages)
{
  g_hash_table_remove_all (pages->data);
  g_queue_clear_full (&pages->kept, (GDestroyNotify) page_free);
}

/** cy_roster_pages_add: @rows: (element-type CyRosterData): what has been read, and is shown from now on */
void
cy_roster_pages_add (CyRosterPages *pages,
                     GPtrArray     *rows)
{
  Page *page = g_new0 (Page, 1);

  page->rows = g_ptr_array_ref (rows);
  g_queue_push_head (&pages->kept, page);
  for (guint i = 0; i < rows->len; i++)
    {
      CyRosterData *data = g_ptr_array_index (rows, i);
      CyRosterRow *row = g_hash_table_lookup (pages->rows, GSIZE_TO_POINTER (data->id));

      g_hash_table_replace (pages->data, GSIZE_TO_POINTER (data->id), data);
      g_hash_table_remove (pages->wanted, GSIZE_TO_POINTER (data->id));
      g_hash_table_remove (pages->late, GSIZE_TO_POINTER (data->id));
      if (row != NULL)
        cy_roster_row_set_data (row, data);
    }
  while (pages->kept.length > MAX_PAGES)
    drop_page (pages, g_queue_pop_tail (&pages->kept));
}

/* Requests */

static void schedule (CyRosterPages *pages,
                      guint ms);

static void
unref (CyRosterPages *pages)
{
  if (--pages->n_refs > 0)
    return;

  drop_all (pages);
  g_clear_pointer (&pages->rows, g_hash_table_unref);
  g_clear_pointer (&pages->data, g_hash_table_unref);
  g_clear_pointer (&pages->wanted, g_hash_table_unref);
  g_clear_pointer (&pages->late, g_hash_table_unref);
  g_clear_pointer (&pages->ids, g_array_unref);
  g_free (pages);
}

typedef struct {
  CyRosterPages *pages;
  guint generation;
  gboolean far;
} Request;

static gpointer
read_page (CyConn        *conn,
           gpointer       ids,
           GCancellable  *cancellable,
           GError       **error)
{
  GArray *array = ids;

  return cy_roster_read_rows (conn, (const guint32 *) array->data, array->len, error);
}

static void
page_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Request *request = user_data;
  CyRosterPages *pages = request->pages;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = cy_db_submit_finish (CY_DB (source), result, &error);

  if (request->far)
    pages->far_runs = FALSE;
  /* What was read before a change is asked for again by the change. */
  if (pages->db != NULL && rows != NULL && request->generation == pages->generation)
    cy_roster_pages_add (pages, rows);
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
           !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    g_warning ("A page of the roster could not be read: %s", error->message);

  schedule (pages, request->far ? 0 : FAR_MS);
  unref (pages);
  g_free (request);
}

static void
request_page (CyRosterPages *pages,
              GArray        *ids,
              gboolean       far)
{
  Request *request = g_new0 (Request, 1);

  pages->n_refs++;
  request->pages = pages;
  request->generation = pages->generation;
  request->far = far;
  cy_db_submit (pages->db, CY_DB_PAGE, read_page, g_array_ref (ids), (GDestroyNotify) g_array_unref,
                (GDestroyNotify) g_ptr_array_unref, NULL, page_cb, request);
}

/* Moves the row at a place of the list from what is wanted to what is asked for. */
static void
take_at (CyRosterPages *pages,
         gint64         position,
         GArray        *ids)
{
  guint32 id;

  if (position < 0 || position >= pages->ids->len)
    return;

  id = g_array_index (pages->ids, guint32, position);
  if (g_hash_table_remove (pages->wanted, GSIZE_TO_POINTER ((gsize) id)))
    g_array_append_val (ids, id);
}

static gboolean
near_cb (gpointer user_data)
{
  CyRosterPages *pages = user_data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));

  pages->near_source = 0;
  for (guint i = 0; i < pages->n_in_view; i++)
    take_at (pages, (gint64) pages->first + i, ids);
  if (ids->len > 0)
    request_page (pages, ids, FALSE);
  else
    schedule (pages, FAR_MS);

  return G_SOURCE_REMOVE;
}

/* Some of the rows that need not be read. */
static void
tell_late (CyRosterPages *pages)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, pages->late);
  while (rows->len < FAR_ROWS && g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (pages->wanted, key))
      {
        g_ptr_array_add (rows, g_object_ref (g_hash_table_lookup (pages->rows, key)));
        g_hash_table_iter_remove (&iter);
      }
  for (guint i = 0; i < rows->len; i++)
    cy_roster_row_tell (rows->pdata[i]);
}

static gboolean
far_cb (gpointer user_data)
{
  CyRosterPages *pages = user_data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  gint64 last = (gint64) pages->first + pages->n_in_view - 1;
  GHashTableIter iter;
  gpointer key;

  pages->far_source = 0;
  for (guint i = 0; i < pages->n_in_view; i++)
    take_at (pages, (gint64) pages->first + i, ids);
  for (guint distance = 1; distance <= MAX_DISTANCE && ids->len < FAR_ROWS; distance++)
    {
      take_at (pages, last + distance, ids);
      take_at (pages, (gint64) pages->first - distance, ids);
    }
  g_hash_table_iter_init (&iter, pages->wanted);
  while (ids->len < FAR_ROWS && g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint32 id = (guint32) GPOINTER_TO_SIZE (key);

      g_hash_table_iter_remove (&iter);
      g_array_append_val (ids, id);
    }
  if (ids->len > 0)
    {
      pages->far_runs = TRUE;
      request_page (pages, ids, TRUE);
    }
  else
    {
      tell_late (pages);
      schedule (pages, 0);
    }

  return G_SOURCE_REMOVE;
}

/* What is out of sight waits until the frame is painted, and first for whether another key or jump comes. */
static void
schedule (CyRosterPages *pages,
          guint          ms)
{
  if (pages->db == NULL || pages->held || pages->far_source != 0 || pages->far_runs)
    return;
  if (g_hash_table_size (pages->wanted) > 0 || g_hash_table_size (pages->late) > 0)
    pages->far_source = ms > 0 ? g_timeout_add_full (G_PRIORITY_LOW, ms, far_cb, pages, NULL)
                               : g_idle_add_full (G_PRIORITY_LOW, far_cb, pages, NULL);
}

/* One request for all rows in view that were asked for in this turn of the main loop. */
static void
look (CyRosterPages *pages)
{
  if (pages->db != NULL && pages->near_source == 0 && g_hash_table_size (pages->wanted) > 0)
    pages->near_source = g_idle_add_full (G_PRIORITY_DEFAULT, near_cb, pages, NULL);
}

static void
want (CyRosterPages *pages,
      gpointer       key)
{
  g_hash_table_add (pages->wanted, key);
  look (pages);
}

/* Rows */

static void
row_gone (gpointer  user_data,
          GObject  *row)
{
  CyRosterPages *pages = user_data;
  gpointer key = GSIZE_TO_POINTER (cy_roster_row_get_id ((CyRosterRow *) row));

  /* Another row may have become that child's. */
  if (g_hash_table_lookup (pages->rows, key) != row)
    return;

  g_hash_table_remove (pages->rows, key);
  g_hash_table_remove (pages->wanted, key);
  g_hash_table_remove (pages->late, key);
}

/* Whose row stands at a place. Past the end of the list each has a number of its own, below 0. */
static gpointer
key_at (const GArray *ids,
        guint         position)
{
  return position < ids->len ? GSIZE_TO_POINTER ((gsize) g_array_index (ids, guint32, position))
                             : GSIZE_TO_POINTER ((gsize) - ((gint64) position + 1));
}

/** cy_roster_pages_get_row: Returns: (transfer full): the one row at a place; it fills by and by */
CyRosterRow *
cy_roster_pages_get_row (CyRosterPages *pages,
                         guint          position)
{
  gpointer key = key_at (pages->ids, position);
  gint64 id = (gint64) GPOINTER_TO_SIZE (key);
  CyRosterRow *row = g_hash_table_lookup (pages->rows, key);
  CyRosterData *data;

  if (row != NULL)
    return g_object_ref (row);

  row = cy_roster_row_new (id);
  g_hash_table_insert (pages->rows, key, row);
  g_object_weak_ref (G_OBJECT (row), row_gone, pages);

  data = g_hash_table_lookup (pages->data, key);
  if (data != NULL)
    cy_roster_row_set_data (row, data);
  else if (id > 0)
    want (pages, key);

  return row;
}

static void
tell_in_view (CyRosterPages *pages)
{
  for (guint i = 0; i < pages->n_in_view && g_hash_table_size (pages->late) > 0; i++)
    {
      gpointer key = key_at (pages->ids, pages->first + i);

      if (g_hash_table_remove (pages->late, key))
        {
          g_autoptr (CyRosterRow) row = g_object_ref (g_hash_table_lookup (pages->rows, key));

          cy_roster_row_tell (row);
        }
    }
}

/** cy_roster_pages_hold: Lets what is out of sight wait for the answer to another query; until cy_roster_pages_release() */
void
cy_roster_pages_hold (CyRosterPages *pages)
{
  pages->held = TRUE;
  g_clear_handle_id (&pages->far_source, g_source_remove);
}

/** cy_roster_pages_release: Lets what is out of sight be read again, in a moment. */
void
cy_roster_pages_release (CyRosterPages *pages)
{
  pages->held = FALSE;
  schedule (pages, FAR_MS);
}

/**
 * cy_roster_pages_exchange:
 * @old: (element-type guint32): the list as it was; cy_roster_pages_set_order() has the new one
 * @n_rows: how many rows the view knows of, some perhaps past the end
 *
 * Lets the row at each place become that of the child who stands there now.
 */
void
cy_roster_pages_exchange (CyRosterPages *pages,
                          const GArray  *old,
                          guint          n_rows)
{
  g_autoptr (CyIdBits) alive = cy_id_bits_new ();
  g_autoptr (GHashTable) before = g_steal_pointer (&pages->rows);
  g_autoptr (GHashTable) waiting = g_steal_pointer (&pages->wanted);
  g_autoptr (GPtrArray) moved = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key, gone;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if ((gint64) GPOINTER_TO_SIZE (key) > 0)
      cy_id_bits_add (alive, (guint32) GPOINTER_TO_SIZE (key));

  pages->rows = g_hash_table_new (NULL, NULL);
  pages->wanted = g_hash_table_new (NULL, NULL);
  g_hash_table_remove_all (pages->late);
  for (guint i = 0; i < n_rows; i++)
    {
      CyRosterRow *row;

      if (i < old->len && !cy_id_bits_has (alive, g_array_index (old, guint32, i)))
        continue;
      if (!g_hash_table_steal_extended (before, key_at (old, i), NULL, (gpointer *) &row))
        continue;
      key = key_at (pages->ids, i);
      g_hash_table_insert (pages->rows, key, row);
      g_ptr_array_add (moved, g_object_ref (row));
      g_ptr_array_add (moved, key);
    }

  /* Somebody may hold a row that the view has let go. */
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, NULL, &gone))
    g_object_weak_unref (gone, row_gone, pages);

  for (guint i = 0; i < moved->len; i += 2)
    {
      g_autoptr (CyRosterRow) row = moved->pdata[i];
      gint64 id = (gint64) GPOINTER_TO_SIZE (moved->pdata[i + 1]);
      CyRosterData *data = g_hash_table_lookup (pages->data, moved->pdata[i + 1]);

      if (data == NULL && id > 0 &&
          (cy_roster_row_get_loading (row) || cy_roster_row_get_id (row) != id ||
           g_hash_table_contains (waiting, moved->pdata[i + 1])))
        want (pages, moved->pdata[i + 1]);
      cy_roster_row_become (row, id, data);
      g_hash_table_add (pages->late, moved->pdata[i + 1]);
    }
  /* Only now: whoever hears of a row may ask for another. */
  tell_in_view (pages);
}

/** cy_roster_pages_forget: Lets all rows be read again: children have changed. */
void
cy_roster_pages_forget (CyRosterPages *pages)
{
  GHashTableIter iter;
  gpointer key;

  pages->generation++;
  drop_all (pages);
  g_hash_table_iter_init (&iter, pages->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if ((gint64) GPOINTER_TO_SIZE (key) > 0)
      want (pages, key);
}

/** cy_roster_pages_set_order: @ids: (element-type guint32): the list as it is now, and as its owner changes it */
void
cy_roster_pages_set_order (CyRosterPages *pages,
                           GArray        *ids)
{
  g_array_unref (pages->ids);
  pages->ids = g_array_ref (ids);
  look (pages);
}

/** cy_roster_pages_set_view: the rows that are in view: they are read first */
void
cy_roster_pages_set_view (CyRosterPages *pages,
                          guint          first,
                          guint          n_rows)
{
  pages->first = first;
  pages->n_in_view = n_rows;
  tell_in_view (pages);
  look (pages);
}

/** cy_roster_pages_get_view: Returns: how many rows are in view */
guint
cy_roster_pages_get_view (CyRosterPages *pages)
{
  return pages->n_in_view;
}

/** cy_roster_pages_get_first: Returns: the first row in view */
guint
cy_roster_pages_get_first (CyRosterPages *pages)
{
  return pages->first;
}

/** cy_roster_pages_new: Returns: (transfer full): pages of which none has been read; end them with cy_roster_pages_close() */
CyRosterPages *
cy_roster_pages_new (CyDb *db)
{
  CyRosterPages *pages = g_new0 (CyRosterPages, 1);

  pages->n_refs = 1;
  pages->db = g_object_ref (db);
  pages->rows = g_hash_table_new (NULL, NULL);
  pages->data = g_hash_table_new (NULL, NULL);
  pages->wanted = g_hash_table_new (NULL, NULL);
  pages->late = g_hash_table_new (NULL, NULL);
  pages->ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  pages->n_in_view = FIRST_VIEW;
  g_queue_init (&pages->kept);

  return pages;
}

/** cy_roster_pages_close: @pages: (transfer full): ends what reads; rows that are still held stay as they are */
void
cy_roster_pages_close (CyRosterPages *pages)
{
  GHashTableIter iter;
  gpointer row;

  g_clear_handle_id (&pages->near_source, g_source_remove);
  g_clear_handle_id (&pages->far_source, g_source_remove);
  g_hash_table_iter_init (&iter, pages->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    g_object_weak_unref (row, row_gone, pages);
  g_hash_table_remove_all (pages->rows);
  g_hash_table_remove_all (pages->wanted);
  g_hash_table_remove_all (pages->late);
  g_clear_object (&pages->db);
  unref (pages);
}
