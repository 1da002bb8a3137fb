#define G_LOG_DOMAIN "cy-children-due"

#include "config.h"

#include "children/cy-children-due.h"

#include "care/cy-care.h"

/*
 * The worst state of what each child is owed, for the roster's column and filter. Worked out
 * on a database thread from the one function that all screens use; "changed" tells when it
 * has been worked out anew. Changes that come in a row are waited for.
 */
#define SETTLE_MS 400

struct _CyChildrenDue {
  GObject parent_instance;

  CyContext *context;
  CyDb *db;
  GHashTable *states;           /* id → state + 1; NULL until it is known */
  GCancellable *cancellable;
  guint settle_source;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CyChildrenDue, cy_children_due, G_TYPE_OBJECT)

static gpointer
work_out (CyConn        *conn,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (GArray) rows = cy_care_due (conn, *(CyDay *) data, 0, error);
  GHashTable *states;

  if (rows == NULL)
    return NULL;

  states = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      const CyDueRow *row = &g_array_index (rows, CyDueRow, i);
      gpointer key = GSIZE_TO_POINTER (row->child_id);
      guint known = GPOINTER_TO_UINT (g_hash_table_lookup (states, key));

      if (known == 0 || row->state + 1 < known)
        g_hash_table_insert (states, key, GUINT_TO_POINTER (row->state + 1));
    }

  return states;
}

static void
worked_out (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (CyChildrenDue) self = data;
  g_autoptr (GError) error = NULL;
  GHashTable *states = cy_db_submit_finish (CY_DB (source), result, &error);

  if (states == NULL)
    {
      if (self->context != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        cy_context_error (self->context, error);
      return;
    }

  g_clear_pointer (&self->states, g_hash_table_unref);
  self->states = states;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
refresh (CyChildrenDue *self)
{
  CyDay today = cy_context_get_today (self->context);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  cy_db_submit (self->db, CY_DB_READ, work_out, g_memdup2 (&today, sizeof today), g_free,
                (GDestroyNotify) g_hash_table_unref, self->cancellable, worked_out, g_object_ref (self));
}

static gboolean
settled (gpointer data)
{
  CyChildrenDue *self = data;

  self->settle_source = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

static void
archive_changed (CyChildrenDue *self,
                 CyChangeSet   *changes)
{
  static const char * const tables[] = {
    "contact", "participant", "enrolment", "pause", "scheme", "obligation", "term", "child",
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
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->db);
  g_clear_object (&self->context);
  g_clear_pointer (&self->states, g_hash_table_unref);

  G_OBJECT_CLASS (cy_children_due_parent_class)->dispose (object);
}

static void
cy_children_due_class_init (CyChildrenDueClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cy_children_due_dispose;
  signals[CHANGED] = g_signal_new ("changed", CY_TYPE_CHILDREN_DUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
cy_children_due_init (CyChildrenDue *self)
{
}

/** cy_children_due_new: @context: unlocked. Returns: (transfer full): the states, on their way */
CyChildrenDue *
cy_children_due_new (CyContext *context)
{
  CyChildrenDue *self = g_object_new (CY_TYPE_CHILDREN_DUE, NULL);

  self->context = g_object_ref (context);
  self->db = g_object_ref (cy_context_get_db (context));
  g_signal_connect_object (self->db, "changed", G_CALLBACK (archive_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "notify::today", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);

  return self;
}

/** cy_children_due_get_state: @state: (out): the worst. Returns: whether the child is owed something at all */
gboolean
cy_children_due_get_state (CyChildrenDue *self,
                           gint64         child_id,
                           CyDueState    *state)
{
  guint known;

  g_return_val_if_fail (CY_IS_CHILDREN_DUE (self), FALSE);

  known = self->states != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (self->states, GSIZE_TO_POINTER (child_id))) : 0;
  if (known == 0)
    return FALSE;

  *state = known - 1;
  return TRUE;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

/** cy_children_due_list: Returns: (transfer full) (element-type gint64): the children whose worst state is @state */
GArray *
cy_children_due_list (CyChildrenDue *self,
                      CyDueState     state)
{
  GArray *ids;
  GHashTableIter iter;
  gpointer key, value;

  g_return_val_if_fail (CY_IS_CHILDREN_DUE (self), NULL);

  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (self->states == NULL)
    return ids;

  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      gint64 id = (gint64) GPOINTER_TO_SIZE (key);

      if (GPOINTER_TO_UINT (value) == (guint) state + 1)
        g_array_append_val (ids, id);
    }
  g_array_sort (ids, compare_ids);

  return ids;
}
