#define G_LOG_DOMAIN "cy-roster"

#include "config.h"

#include "cy-roster-private.h"

/* The roster as a list model that is never loaded.
 *
 *   query ──▶ reader thread ──▶ ordered ids, first rows ──▶ the difference ──▶ items-changed
 *   get_item ──▶ a row with its id ──▶ CyRosterPages: reads rows by primary key, those in view first
 *
 * The list holds an id of four bytes for each child. Rows are made when the view asks, one
 * for each id, and live as long as the view holds them; what they show is kept for the last
 * pages in case they are asked for again. After a change of the archive the query's answer is
 * compared with what is shown and told as the smallest change, so that the view keeps its
 * place and asks for nothing it has. The answer to another query brings the rows at its
 * beginning along, so that the view has them in the frame in which it is laid out. An answer
 * that a newer query or a change has overtaken is dropped.
 *
 * The first answer of all has to read a whole order. Its beginning is asked for beside it. */

typedef enum {
  PROP_BUSY = 1,
  PROP_N_ITEMS,
  N_PROPS
} CyRosterProperty;

static GParamSpec *props[N_PROPS];

enum {
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CyRoster, cy_roster, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* The list model */

static gpointer
get_item (GListModel *list,
          guint       position)
{
  CyRoster *roster = CY_ROSTER (list);

  return position < roster->n_told ? cy_roster_pages_get_row (roster->pages, position) : NULL;
}

static guint
get_n_items (GListModel *list)
{
  return CY_ROSTER (list)->n_told;
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

/* Queries */

typedef struct {
  CyRosterIndex *index;
  CyRosterQuery *query;
  guint n_rows;                 /* that are read along */
  gboolean head;                /* these only */
} Question;

static void
question_free (Question *question)
{
  cy_roster_index_unref (question->index);
  cy_roster_query_free (question->query);
  g_free (question);
}

typedef struct {
  GArray *ids;
  GPtrArray *rows;              /* CyRosterData, of the first of them */
} Answer;

static void
answer_free (Answer *answer)
{
  g_clear_pointer (&answer->ids, g_array_unref);
  g_clear_pointer (&answer->rows, g_ptr_array_unref);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static gpointer
answer_question (CyConn        *conn,
                 gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  Question *question = data;
  g_autoptr (Answer) answer = g_new0 (Answer, 1);

  answer->ids = question->head ? cy_roster_query_head (conn, question->query, question->n_rows, error)
                               : cy_roster_index_query (question->index, conn, question->query, error);
  if (answer->ids == NULL)
    return NULL;
  answer->rows = cy_roster_read_rows (conn, (const guint32 *) answer->ids->data,
                                      MIN (question->n_rows, answer->ids->len), error);

  return answer->rows != NULL ? g_steal_pointer (&answer) : NULL;
}

/* After an answer, so that it does not hold up the rows: what is missing since the start or since
 * a change. A search that comes first reads it itself. */
static void
prepare (CyRoster *roster)
{
  if (roster->preparing != NULL)
    return;

  roster->preparing = g_cancellable_new ();
  cy_db_submit (roster->db, CY_DB_LONG, cy_roster_index_prepare, cy_roster_index_ref (roster->index),
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

typedef struct {
  GWeakRef roster;
  guint generation;
  gboolean head;
} Request;

static void
request_free (Request *request)
{
  g_weak_ref_clear (&request->roster);
  g_free (request);
}

/* Those shown are not what was asked for: nobody is to act on them. */
static void
take_failure (CyRoster *roster,
              GError   *error)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    return;

  roster->failed = TRUE;
  cy_roster_take_ids (roster, none, TRUE);
  g_signal_emit (roster, signals[FAILED], 0, error);
}

static void
take_answer (CyRoster *roster,
             Request  *request,
             Answer   *answer,
             GError   *error)
{
  /* The whole answer may be there before its beginning. */
  if (request->generation != roster->generation || (request->head && roster->answered))
    return;

  if (answer != NULL)
    {
      cy_roster_pages_add (roster->pages, answer->rows);
      cy_roster_take_ids (roster, answer->ids, roster->anew);
    }
  /* The whole answer tells why there is none. */
  if (request->head)
    return;

  roster->failed = FALSE;
  if (answer == NULL)
    take_failure (roster, error);

  roster->answered = TRUE;
  roster->anew = FALSE;
  cy_roster_pages_release (roster->pages);
  set_busy (roster, FALSE);
  prepare (roster);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Request *request = user_data;
  g_autoptr (CyRoster) roster = g_weak_ref_get (&request->roster);
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = cy_db_submit_finish (CY_DB (source), result, &error);

  if (roster != NULL)
    take_answer (roster, request, answer, error);

  request_free (request);
}

static void
submit (CyRoster *roster,
        CyDbLane  lane,
        gboolean  head)
{
  Question *question = g_new0 (Question, 1);
  Request *request = g_new0 (Request, 1);

  question->index = cy_roster_index_ref (roster->index);
  question->query = cy_roster_query_copy (roster->query);
  question->n_rows = roster->anew ? cy_roster_pages_get_view (roster->pages) : 0;
  question->head = head;
  g_weak_ref_init (&request->roster, roster);
  request->generation = roster->generation;
  request->head = head;
  cy_db_submit (roster->db, lane, answer_question, question, (GDestroyNotify) question_free,
                (GDestroyNotify) answer_free, roster->cancellable, answered_cb, request);
}

/* @anew: what is shown makes way for something else, whose beginning will be in view; also when
 * a change overtakes the question. */
static void
ask (CyRoster *roster,
     gboolean  anew)
{
  g_cancellable_cancel (roster->cancellable);
  g_clear_object (&roster->cancellable);
  roster->cancellable = g_cancellable_new ();
  roster->generation++;
  roster->anew = roster->anew || anew;
  if (anew)
    cy_roster_pages_hold (roster->pages);

  set_busy (roster, TRUE);
  if (!roster->answered && cy_roster_query_has_head (roster->query))
    submit (roster, CY_DB_PAGE, TRUE);
  submit (roster, CY_DB_READ, FALSE);
}

/* Rows on screen are read again; whether the order is another, the query says. */
static void
changed_cb (CyDb        *db,
            CyChangeSet *changes,
            CyRoster    *roster)
{
  if (!cy_roster_index_concerns (changes))
    return;

  g_cancellable_cancel (roster->cancellable);
  g_cancellable_cancel (roster->preparing);
  g_clear_object (&roster->preparing);
  cy_roster_index_follow (roster->index, changes);
  cy_roster_pages_forget (roster->pages);
  ask (roster, FALSE);
}

/* The object */

static void
cy_roster_dispose (GObject *object)
{
  CyRoster *roster = CY_ROSTER (object);

  g_cancellable_cancel (roster->cancellable);
  g_cancellable_cancel (roster->preparing);
  g_clear_handle_id (&roster->settle_source, g_source_remove);
  g_clear_pointer (&roster->pages, cy_roster_pages_close);
  g_clear_object (&roster->db);

  G_OBJECT_CLASS (cy_roster_parent_class)->dispose (object);
}

static void
cy_roster_finalize (GObject *object)
{
  CyRoster *roster = CY_ROSTER (object);

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
      g_value_set_uint (value, roster->n_told);
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

  /**
   * CyRoster::failed:
   * @error: the cause
   *
   * What was asked for could not be read. The list is empty until something is asked again.
   */
  signals[FAILED] = g_signal_new ("failed", CY_TYPE_ROSTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_ERROR);

  /**
   * CyRoster::rows-exchanged:
   *
   * The rows have become those of other children, and stay in their places; items-changed tells
   * of the end of the list, which comes or goes.
   */
  g_signal_new ("rows-exchanged", CY_TYPE_ROSTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cy_roster_init (CyRoster *roster)
{
  roster->index = cy_roster_index_new ();
  roster->query = cy_roster_query_new ();
  roster->ids = g_array_new (FALSE, FALSE, sizeof (guint32));
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
  roster->pages = cy_roster_pages_new (db);
  cy_roster_pages_set_order (roster->pages, roster->ids);
  g_signal_connect_object (db, "changed", G_CALLBACK (changed_cb), roster, 0);
  ask (roster, TRUE);

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
  ask (roster, TRUE);
}

/**
 * cy_roster_set_view:
 * @first: the first row in view
 * @n_rows: how many are
 *
 * Tells which rows a person sees: they are read before those that a view only holds ready.
 */
void
cy_roster_set_view (CyRoster *roster,
                    guint     first,
                    guint     n_rows)
{
  g_return_if_fail (CY_IS_ROSTER (roster));

  cy_roster_pages_set_view (roster->pages, first, n_rows);
}

/** cy_roster_get_busy: Returns: whether an answer is still to come */
gboolean
cy_roster_get_busy (CyRoster *roster)
{
  return roster->busy;
}

/** cy_roster_get_failed: Returns: whether the list is empty because it could not be read */
gboolean
cy_roster_get_failed (CyRoster *roster)
{
  return roster->failed;
}

/** cy_roster_get_count: Returns: how many children there are; the rows of the list follow in a moment */
guint
cy_roster_get_count (CyRoster *roster)
{
  g_return_val_if_fail (CY_IS_ROSTER (roster), 0);

  return roster->ids->len;
}

/** cy_roster_get_id: Returns: the child at a position, 0 past the end; no row is made */
gint64
cy_roster_get_id (CyRoster *roster,
                  guint     position)
{
  return position < roster->ids->len ? g_array_index (roster->ids, guint32, position) : 0;
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
