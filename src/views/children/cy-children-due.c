#define G_LOG_DOMAIN "cy-children-due"

#include "config.h"

#include "children/cy-children-due.h"

#include "care/cy-care.h"

/*
 * The worst state of what each child is owed, for the roster's column and filter. Worked out
 * on a database thread from the one function that all screens use.
 *
 *   column ──▶ children in sight ──▶ a few at a time ──▶ "changed"
 *   filter ──▶ all children ───────▶ when it is first asked for ──▶ "changed"
 *
 * Going through all children takes seconds where they are a million, and nobody may ever ask
 * for it; a child alone takes less than a tenth of a millisecond. Changes that come in a row
 * are waited for; what was known before is shown until then.
 */
#define SETTLE_MS 400

/* So many children's states are kept, and as many again from before: more than a list holds ready. */
#define MAX_STATES 2048

/* In the table a state is kept with the round in which it was worked out: 0 is nothing at all. */
#define N_STATES (CY_DUE_STATE_COUNT + 1)
#define NO_STATE CY_DUE_STATE_COUNT

struct _CyChildrenDue {
  GObject parent_instance;

  CyContext *context;
  CyDb *db;
  GCancellable *cancellable;
  guint settle_source;

  GHashTable *states;           /* id → round * N_STATES + state */
  GHashTable *older;            /* the same, from before there were too many */
  guint round;                  /* from 1; what changes begins a new one */
  gboolean told;                /* that something failed, since a person asked or something was found */
  GHashTable *wanted;           /* ids */
  guint request_source;

  GPtrArray *lists;             /* GArray of gint64, for each state; NULL until they are asked for */
  gboolean listing;
};

enum {
  CHANGED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CyChildrenDue, cy_children_due, G_TYPE_OBJECT)

static CyDueState
worst_of (GArray *rows)
{
  CyDueState worst = NO_STATE;

  for (guint i = 0; i < rows->len; i++)
    worst = MIN (worst, g_array_index (rows, CyDueRow, i).state);

  return worst;
}

/* Each row that comes in sight asks, and all would tell the same. */
static void
tell_error (CyChildrenDue *self,
            GError        *error)
{
  if (error == NULL || self->context == NULL || self->told)
    return;

  self->told = TRUE;
  cy_context_error (self->context, error);
}

/* A few children */

typedef struct {
  CyDay today;
  guint round;
  GArray *ids;                  /* gint64; those who are asked for */
  GHashTable *states;           /* id → state; those who are answered for */
} Few;

static void
few_free (Few *few)
{
  g_clear_pointer (&few->ids, g_array_unref);
  g_clear_pointer (&few->states, g_hash_table_unref);
  g_free (few);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Few, few_free)

static void
note_worst (gint64    child_id,
            GArray   *rows,
            gpointer  states)
{
  g_hash_table_insert (states, GSIZE_TO_POINTER (child_id), GUINT_TO_POINTER (worst_of (rows)));
}

static gpointer
work_out_few (CyConn        *conn,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  const Few *asked = data;
  const gint64 *ids = (const gint64 *) (gpointer) asked->ids->data;
  g_autoptr (Few) few = g_new0 (Few, 1);

  few->round = asked->round;
  few->states = g_hash_table_new (NULL, NULL);
  /* Who is in no scheme is not told of. */
  for (guint i = 0; i < asked->ids->len; i++)
    g_hash_table_insert (few->states, GSIZE_TO_POINTER (ids[i]), GUINT_TO_POINTER (NO_STATE));

  return cy_care_due_each (conn, asked->today, ids, asked->ids->len, note_worst, few->states, error)
         ? g_steal_pointer (&few) : NULL;
}

static void
few_worked_out (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (CyChildrenDue) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Few) few = cy_db_submit_finish (CY_DB (source), result, &error);
  GHashTableIter iter;
  gpointer id, state;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (few == NULL)
    {
      tell_error (self, error);
      return;
    }
  if (self->context == NULL || few->round != self->round)
    return;

  self->told = FALSE;
  if (g_hash_table_size (self->states) > MAX_STATES)
    {
      g_hash_table_unref (self->older);
      self->older = g_steal_pointer (&self->states);
      self->states = g_hash_table_new (NULL, NULL);
    }
  g_hash_table_iter_init (&iter, few->states);
  while (g_hash_table_iter_next (&iter, &id, &state))
    g_hash_table_insert (self->states, id, GUINT_TO_POINTER (few->round * N_STATES + GPOINTER_TO_UINT (state)));
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
request (gpointer data)
{
  CyChildrenDue *self = data;
  Few *few = g_new0 (Few, 1);
  GHashTableIter iter;
  gpointer key;

  self->request_source = 0;
  few->today = cy_context_get_today (self->context);
  few->round = self->round;
  few->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_array_append_vals (few->ids, &(gint64) { (gint64) GPOINTER_TO_SIZE (key) }, 1);
  g_hash_table_remove_all (self->wanted);
  cy_db_submit (self->db, CY_DB_PAGE, work_out_few, few, (GDestroyNotify) few_free, (GDestroyNotify) few_free,
                self->cancellable, few_worked_out, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/* All children */

static void
list_child (gint64    child_id,
            GArray   *rows,
            gpointer  data)
{
  GPtrArray *lists = data;
  CyDueState worst = worst_of (rows);

  if (worst != NO_STATE)
    g_array_append_val ((GArray *) lists->pdata[worst], child_id);
}

static gpointer
work_out_all (CyConn        *conn,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < CY_DUE_STATE_COUNT; i++)
    g_ptr_array_add (lists, g_array_new (FALSE, FALSE, sizeof (gint64)));

  return cy_care_due_each (conn, *(CyDay *) data, NULL, 0, list_child, lists, error) ? g_steal_pointer (&lists) : NULL;
}

static void
all_worked_out (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (CyChildrenDue) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lists = cy_db_submit_finish (CY_DB (source), result, &error);

  /* Another has begun. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->listing = FALSE;
  if (self->context == NULL)
    return;

  g_clear_pointer (&self->lists, g_ptr_array_unref);
  self->lists = g_steal_pointer (&lists);
  tell_error (self, error);
  g_signal_emit (self, signals[self->lists != NULL ? CHANGED : FAILED], 0);
}

static void
list_all (CyChildrenDue *self)
{
  CyDay today = cy_context_get_today (self->context);

  self->listing = TRUE;
  cy_db_submit (self->db, CY_DB_LONG, work_out_all, g_memdup2 (&today, sizeof today), g_free,
                (GDestroyNotify) g_ptr_array_unref, self->cancellable, all_worked_out, g_object_ref (self));
}

/* Changes */

static gboolean
settled (gpointer data)
{
  CyChildrenDue *self = data;

  self->settle_source = 0;
  self->round++;
  if (self->lists != NULL || self->listing)
    {
      /* What is under way has not seen the change. */
      g_cancellable_cancel (self->cancellable);
      g_clear_object (&self->cancellable);
      self->cancellable = g_cancellable_new ();
      list_all (self);
    }
  g_signal_emit (self, signals[CHANGED], 0);

  return G_SOURCE_REMOVE;
}

static void
refresh (CyChildrenDue *self)
{
  g_clear_handle_id (&self->settle_source, g_source_remove);
  settled (self);
}

static void
archive_changed (CyChildrenDue *self,
                 CyChangeSet   *changes)
{
  static const char * const tables[] = {
    "contact",
    "participant",
    "enrolment",
    "pause",
    "scheme",
    "obligation",
    "term",
    "child",
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      if (!cy_change_set_has (changes, tables[i]))
        continue;
      g_clear_handle_id (&self->settle_source, g_source_remove);
      self->settle_source = g_timeout_add (SETTLE_MS, settled, self);
      return;
    }
}

static void
cy_children_due_dispose (GObject *object)
{
  CyChildrenDue *self = CY_CHILDREN_DUE (object);

  g_clear_handle_id (&self->settle_source, g_source_remove);
  g_clear_handle_id (&self->request_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->db);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (cy_children_due_parent_class)->dispose (object);
}

static void
cy_children_due_finalize (GObject *object)
{
  CyChildrenDue *self = CY_CHILDREN_DUE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->states, g_hash_table_unref);
  g_clear_pointer (&self->older, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_hash_table_unref);
  g_clear_pointer (&self->lists, g_ptr_array_unref);

  G_OBJECT_CLASS (cy_children_due_parent_class)->finalize (object);
}

static void
cy_children_due_class_init (CyChildrenDueClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cy_children_due_dispose;
  G_OBJECT_CLASS (klass)->finalize = cy_children_due_finalize;
  signals[CHANGED] = g_signal_new ("changed", CY_TYPE_CHILDREN_DUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  /** CyChildrenDue::failed: those of cy_children_due_list() could not be found, as the person has been told */
  signals[FAILED] = g_signal_new ("failed", CY_TYPE_CHILDREN_DUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
cy_children_due_init (CyChildrenDue *self)
{
  self->cancellable = g_cancellable_new ();
  self->states = g_hash_table_new (NULL, NULL);
  self->older = g_hash_table_new (NULL, NULL);
  self->wanted = g_hash_table_new (NULL, NULL);
  self->round = 1;
}

/** cy_children_due_new: @context: unlocked. Returns: (transfer full): the states, none of which is known yet */
CyChildrenDue *
cy_children_due_new (CyContext *context)
{
  CyChildrenDue *self = g_object_new (CY_TYPE_CHILDREN_DUE, NULL);

  self->context = g_object_ref (context);
  self->db = g_object_ref (cy_context_get_db (context));
  g_signal_connect_object (self->db, "changed", G_CALLBACK (archive_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "notify::today", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * cy_children_due_get_state:
 * @state: (out): the worst
 *
 * Tells what is known of a child. What is not, or no longer, is worked out; "changed" tells when.
 *
 * Returns: whether the child is known to be owed something at all
 */
gboolean
cy_children_due_get_state (CyChildrenDue *self,
                           gint64         child_id,
                           CyDueState    *state)
{
  gpointer key = GSIZE_TO_POINTER (child_id), value;
  guint known;

  g_return_val_if_fail (CY_IS_CHILDREN_DUE (self), FALSE);

  if (!g_hash_table_lookup_extended (self->states, key, NULL, &value))
    value = g_hash_table_lookup (self->older, key);
  known = GPOINTER_TO_UINT (value);
  if (known / N_STATES != self->round && self->context != NULL)
    {
      g_hash_table_add (self->wanted, key);
      if (self->request_source == 0)
        self->request_source = g_idle_add_full (G_PRIORITY_DEFAULT, request, self, NULL);
    }
  if (known == 0 || known % N_STATES == NO_STATE)
    return FALSE;

  *state = known % N_STATES;
  return TRUE;
}

/**
 * cy_children_due_list:
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the children whose worst state is
 *   @state, not to be changed; %NULL while they are being found: "changed" tells when they are,
 *   "failed" that they cannot be
 */
GArray *
cy_children_due_list (CyChildrenDue *self,
                      CyDueState     state)
{
  g_return_val_if_fail (CY_IS_CHILDREN_DUE (self), NULL);

  if (self->lists != NULL)
    return g_array_ref (self->lists->pdata[state]);

  if (!self->listing)
    {
      /* A person asks. */
      self->told = FALSE;
      list_all (self);
    }

  return NULL;
}
