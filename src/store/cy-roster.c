#define G_LOG_DOMAIN "cy-roster"

#include "config.h"

#include "cy-roster.h"

#include "cy-list-diff.h"
#include "cy-roster-index.h"
#include "cy-roster-row-private.h"

/* The roster as a list model that is never loaded.
 *
 *   query ──▶ reader thread ──▶ ordered ids ──▶ the difference ──▶ items-changed
 *   get_item ──▶ a row with its id ──▶ page lane: 128 rows by primary key ──▶ the rows' properties
 *
 * The list holds an id of four bytes for each child. Rows are made when the view asks, one
 * for each id, and live as long as the view holds them; what they show is kept for the last
 * pages in case they are asked for again. A query's answer is compared with what is shown
 * and told as the smallest change, so that the view keeps its place and asks for nothing it
 * has. An answer that a newer query or a change has overtaken is dropped. */

#define PAGE_SIZE 128
#define MAX_PAGES 24

typedef struct {
  GPtrArray *rows;              /* CyRosterData */
} Page;

struct _CyRoster {
  GObject parent_instance;

  CyDb *db;
  CyRosterIndex *index;
  CyRosterQuery *query;

  GArray *ids;                  /* guint32, in the order shown */
  guint generation;             /* of the query */
  GCancellable *cancellable;    /* of the query that runs */
  GCancellable *preparing;      /* of what is read for the search, once that has begun */
  gboolean busy;

  GHashTable *rows;             /* id → CyRosterRow, not owned: rows leave when they die */
  guint data_generation;        /* what was read before it is stale */
  GQueue pages;                 /* Page, the latest first */
  GHashTable *data;             /* id → CyRosterData, owned by the pages */
  GHashTable *wanted;           /* ids of rows that wait for their page */
  guint request_source;
};

typedef enum {
  PROP_BUSY = 1,
  PROP_N_ITEMS,
  N_PROPS
} CyRosterProperty;

static GParamSpec *props[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CyRoster, cy_roster, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* Pages of rows */

static void
page_free (Page *page)
{
  g_ptr_array_unref (page->rows);
  g_free (page);
}

static void
drop_page (CyRoster *roster,
           Page     *page)
{
  for (guint i = 0; i < page->rows->len; i++)
    {
      CyRosterData *data = g_ptr_array_index (page->rows, i);

      if (g_hash_table_lookup (roster->data, GSIZE_TO_POINTER (data->id)) == data)
        g_hash_table_remove (roster->data, GSIZE_TO_POINTER (data->id));
    }
  page_free (page);
}

static void
drop_pages (CyRoster *roster)
{
  g_hash_table_remove_all (roster->data);
  g_queue_clear_full (&roster->pages, (GDestroyNotify) page_free);
}

static void
add_page (CyRoster  *roster,
          GPtrArray *rows)
{
  Page *page = g_new0 (Page, 1);

  page->rows = g_ptr_array_ref (rows);
  g_queue_push_head (&roster->pages, page);
  for (guint i = 0; i < rows->len; i++)
    {
      CyRosterData *data = g_ptr_array_index (rows, i);
      CyRosterRow *row = g_hash_table_lookup (roster->rows, GSIZE_TO_POINTER (data->id));

      g_hash_table_replace (roster->data, GSIZE_TO_POINTER (data->id), data);
      g_hash_table_remove (roster->wanted, GSIZE_TO_POINTER (data->id));
      if (row != NULL)
        cy_roster_row_set_data (row, data);
    }
  while (roster->pages.length > MAX_PAGES)
    drop_page (roster, g_queue_pop_tail (&roster->pages));
}

typedef struct {
  GWeakRef roster;
  guint generation;
  GArray *ids;
} Request;

static void
request_free (Request *request)
{
  g_weak_ref_clear (&request->roster);
  g_array_unref (request->ids);
  g_free (request);
}

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
  g_autoptr (CyRoster) roster = g_weak_ref_get (&request->roster);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = cy_db_submit_finish (CY_DB (source), result, &error);

  /* What was read before a change is asked for again by the change. */
  if (roster != NULL && rows != NULL && request->generation == roster->data_generation)
    add_page (roster, rows);
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
           !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    g_warning ("A page of the roster could not be read: %s", error->message);

  request_free (request);
}

static void
request_page (CyRoster *roster,
              GArray   *ids)
{
  Request *request = g_new0 (Request, 1);

  g_weak_ref_init (&request->roster, roster);
  request->generation = roster->data_generation;
  request->ids = g_array_ref (ids);
  cy_db_submit (roster->db, CY_DB_PAGE, read_page, g_array_ref (ids), (GDestroyNotify) g_array_unref,
                (GDestroyNotify) g_ptr_array_unref, NULL, page_cb, request);
}

/* One read for all the rows that were asked for in this turn of the main loop: a view that
 * is laid out asks for two hundred, one after the other. */
static gboolean
request_cb (gpointer user_data)
{
  CyRoster *roster = user_data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  GHashTableIter iter;
  gpointer key;

  roster->request_source = 0;
  g_hash_table_iter_init (&iter, roster->wanted);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint32 id = (guint32) GPOINTER_TO_SIZE (key);

      g_hash_table_iter_remove (&iter);
      if (!g_hash_table_contains (roster->rows, key))
        continue;
      g_array_append_val (ids, id);
      if (ids->len < PAGE_SIZE)
        continue;
      request_page (roster, ids);
      g_array_unref (ids);
      ids = g_array_new (FALSE, FALSE, sizeof (guint32));
    }
  if (ids->len > 0)
    request_page (roster, ids);

  return G_SOURCE_REMOVE;
}

static void
want (CyRoster *roster,
      gint64    id)
{
  g_hash_table_add (roster->wanted, GSIZE_TO_POINTER (id));
  if (roster->request_source == 0)
    roster->request_source = g_idle_add_full (G_PRIORITY_DEFAULT, request_cb, roster, NULL);
}

/* The list model */

static void
row_gone (gpointer  user_data,
          GObject  *row)
{
  CyRoster *roster = user_data;

  g_hash_table_remove (roster->rows, GSIZE_TO_POINTER (cy_roster_row_get_id ((CyRosterRow *) row)));
}

static gpointer
get_item (GListModel *list,
          guint       position)
{
  CyRoster *roster = CY_ROSTER (list);
  CyRosterRow *row;
  CyRosterData *data;
  gpointer key;

  if (position >= roster->ids->len)
    return NULL;

  key = GSIZE_TO_POINTER ((gsize) g_array_index (roster->ids, guint32, position));
  row = g_hash_table_lookup (roster->rows, key);
  if (row != NULL)
    return g_object_ref (row);

  row = cy_roster_row_new ((gint64) GPOINTER_TO_SIZE (key));
  g_hash_table_insert (roster->rows, key, row);
  g_object_weak_ref (G_OBJECT (row), row_gone, roster);

  data = g_hash_table_lookup (roster->data, key);
  if (data != NULL)
    cy_roster_row_set_data (row, data);
  else
    want (roster, cy_roster_row_get_id (row));

  return row;
}

static guint
get_n_items (GListModel *list)
{
  return CY_ROSTER (list)->ids->len;
}

static GType
get_item_type (GListModel *list)
{
  return CY_TYPE_ROSTER_ROW;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item = get_item;
  iface->get_n_items = get_n_items;
  iface->get_item_type = get_item_type;
}

/* Telling what has changed */

/* Takes the new order over, telling each step when the list is as the step says. */
static void
take_ids (CyRoster *roster,
          GArray   *ids)
{
  CyListStep steps[CY_LIST_DIFF_STEPS];
  guint n_steps = cy_list_diff ((const guint32 *) roster->ids->data, roster->ids->len,
                                (const guint32 *) ids->data, ids->len, steps);

  for (guint i = 0; i < n_steps; i++)
    {
      if (i + 1 < n_steps)
        g_array_remove_range (roster->ids, steps[i].position, steps[i].removed);
      else
        {
          g_array_unref (roster->ids);
          roster->ids = g_array_ref (ids);
        }
      g_list_model_items_changed (G_LIST_MODEL (roster), steps[i].position, steps[i].removed, steps[i].added);
      if (steps[i].removed != steps[i].added)
        g_object_notify_by_pspec (G_OBJECT (roster), props[PROP_N_ITEMS]);
    }
}

/* Queries */

typedef struct {
  CyRosterIndex *index;
  CyRosterQuery *query;
} Question;

static void
question_free (Question *question)
{
  cy_roster_index_unref (question->index);
  cy_roster_query_free (question->query);
  g_free (question);
}

static gpointer
answer_question (CyConn        *conn,
                 gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  Question *question = data;

  return cy_roster_index_query (question->index, conn, question->query, error);
}

/* After the first answer, so that it does not hold up the first rows. What it reads is not
 * asked for here: a search that comes first reads it itself. */
static void
prepare (CyRoster *roster)
{
  if (roster->preparing != NULL)
    return;

  roster->preparing = g_cancellable_new ();
  cy_db_submit (roster->db, CY_DB_READ, cy_roster_index_prepare, cy_roster_index_ref (roster->index),
                (GDestroyNotify) cy_roster_index_unref, NULL, roster->preparing, NULL, NULL);
}

static void
set_busy (CyRoster *roster,
          gboolean  busy)
{
  if (roster->busy == busy)
    return;

  roster->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (roster), props[PROP_BUSY]);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Request *request = user_data;
  g_autoptr (CyRoster) roster = g_weak_ref_get (&request->roster);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = cy_db_submit_finish (CY_DB (source), result, &error);

  if (roster != NULL && request->generation == roster->generation)
    {
      if (ids != NULL)
        take_ids (roster, ids);
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
               !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
        g_warning ("The roster could not be read: %s", error->message);
      set_busy (roster, FALSE);
      prepare (roster);
    }

  request_free (request);
}

static void
ask (CyRoster *roster)
{
  Question *question = g_new0 (Question, 1);
  Request *request = g_new0 (Request, 1);

  g_cancellable_cancel (roster->cancellable);
  g_clear_object (&roster->cancellable);
  roster->cancellable = g_cancellable_new ();
  roster->generation++;
  question->index = cy_roster_index_ref (roster->index);
  question->query = cy_roster_query_copy (roster->query);
  g_weak_ref_init (&request->roster, roster);
  request->generation = roster->generation;
  request->ids = g_array_ref (roster->ids);
  set_busy (roster, TRUE);
  cy_db_submit (roster->db, CY_DB_READ, answer_question, question, (GDestroyNotify) question_free,
                (GDestroyNotify) g_array_unref, roster->cancellable, answered_cb, request);
}

/* Rows on screen are read again; whether the order is another, the query says. */
static void
changed_cb (CyDb        *db,
            CyChangeSet *changes,
            CyRoster    *roster)
{
  GHashTableIter iter;
  gpointer key;

  if (!cy_roster_index_follow (roster->index, changes))
    return;
  roster->data_generation++;
  drop_pages (roster);
  g_hash_table_iter_init (&iter, roster->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    want (roster, (gint64) GPOINTER_TO_SIZE (key));
  ask (roster);
}

/* The object */

static void
cy_roster_dispose (GObject *object)
{
  CyRoster *roster = CY_ROSTER (object);
  GHashTableIter iter;
  gpointer row;

  g_cancellable_cancel (roster->cancellable);
  g_cancellable_cancel (roster->preparing);
  g_clear_handle_id (&roster->request_source, g_source_remove);
  if (roster->rows != NULL)
    {
      g_hash_table_iter_init (&iter, roster->rows);
      while (g_hash_table_iter_next (&iter, NULL, &row))
        g_object_weak_unref (row, row_gone, roster);
      g_hash_table_remove_all (roster->rows);
    }
  g_clear_object (&roster->db);

  G_OBJECT_CLASS (cy_roster_parent_class)->dispose (object);
}

static void
cy_roster_finalize (GObject *object)
{
  CyRoster *roster = CY_ROSTER (object);

  drop_pages (roster);
  g_clear_pointer (&roster->rows, g_hash_table_unref);
  g_clear_pointer (&roster->data, g_hash_table_unref);
  g_clear_pointer (&roster->wanted, g_hash_table_unref);
  g_clear_pointer (&roster->ids, g_array_unref);
  g_clear_pointer (&roster->index, cy_roster_index_unref);
  g_clear_pointer (&roster->query, cy_roster_query_free);
  g_clear_object (&roster->cancellable);
  g_clear_object (&roster->preparing);

  G_OBJECT_CLASS (cy_roster_parent_class)->finalize (object);
}

static void
cy_roster_get_property (GObject    *object,
                        guint       id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  CyRoster *roster = CY_ROSTER (object);

  switch ((CyRosterProperty) id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, roster->busy);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, roster->ids->len);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cy_roster_class_init (CyRosterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cy_roster_dispose;
  object_class->finalize = cy_roster_finalize;
  object_class->get_property = cy_roster_get_property;

  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cy_roster_init (CyRoster *roster)
{
  roster->index = cy_roster_index_new ();
  roster->query = cy_roster_query_new ();
  roster->ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  roster->rows = g_hash_table_new (NULL, NULL);
  roster->data = g_hash_table_new (NULL, NULL);
  roster->wanted = g_hash_table_new (NULL, NULL);
  g_queue_init (&roster->pages);
}

/**
 * cy_roster_new:
 * @db: the database of an archive
 *
 * Makes a list of all children by name. It is empty until the main loop brings the first
 * answer, and follows the database from then on.
 *
 * Returns: (transfer full): the list, of #CyRosterRow
 */
CyRoster *
cy_roster_new (CyDb *db)
{
  CyRoster *roster = g_object_new (CY_TYPE_ROSTER, NULL);

  roster->db = g_object_ref (db);
  g_signal_connect_object (db, "changed", G_CALLBACK (changed_cb), roster, 0);
  ask (roster);

  return roster;
}

/**
 * cy_roster_set_query:
 * @query: which children, and in which order
 *
 * Asks for other children. What is shown stays until the answer comes.
 */
void
cy_roster_set_query (CyRoster            *roster,
                     const CyRosterQuery *query)
{
  CyRosterQuery *copy;

  g_return_if_fail (CY_IS_ROSTER (roster));

  if (cy_roster_query_equal (roster->query, query))
    return;

  copy = cy_roster_query_copy (query);
  cy_roster_query_free (roster->query);
  roster->query = copy;
  ask (roster);
}

/** cy_roster_get_busy: Returns: whether an answer is still to come */
gboolean
cy_roster_get_busy (CyRoster *roster)
{
  return roster->busy;
}

/** cy_roster_get_id: Returns: the child at a position, 0 past the end; no row is made */
gint64
cy_roster_get_id (CyRoster *roster,
                  guint     position)
{
  return position < roster->ids->len ? g_array_index (roster->ids, guint32, position) : 0;
}

/**
 * cy_roster_find:
 * @position: (out) (optional): where the child is
 *
 * Returns: whether a child is in the list
 */
gboolean
cy_roster_find (CyRoster *roster,
                gint64    id,
                guint    *position)
{
  for (guint i = 0; i < roster->ids->len; i++)
    {
      if (g_array_index (roster->ids, guint32, i) != id)
        continue;
      if (position != NULL)
        *position = i;
      return TRUE;
    }

  return FALSE;
}

/**
 * cy_roster_get_ids:
 * @n_ids: (out): how many
 *
 * Returns: (transfer none) (array length=n_ids): the children in the order shown, until the
 *   list changes
 */
const guint32 *
cy_roster_get_ids (CyRoster *roster,
                   guint    *n_ids)
{
  *n_ids = roster->ids->len;
  return (const guint32 *) roster->ids->data;
}
