#define G_LOG_DOMAIN "cy-agenda"

#include "config.h"

#include "cy-agenda-private.h"

/* How the agenda is made:
 *
 *   cy_care_due_each() and four queries ──▶ bare rows ──▶ with places and in order (cy-agenda-order.c)
 *
 * After a change only the children it touches are asked again: their rows are taken out of
 * the old agenda and new ones are put in. Rows are never changed in place, so that the main thread
 * may go on showing the old agenda. */

/* Past this many changed children everything is read anew. */
#define MAX_UPDATE 256

static void
clear_place (gpointer place)
{
  g_free (((CyAgendaPlace *) place)->name);
}

static CyAgenda *
agenda_new (CyDay today)
{
  CyAgenda *agenda = g_new0 (CyAgenda, 1);

  g_atomic_ref_count_init (&agenda->refs);
  agenda->today = today;
  agenda->rows = g_array_new (FALSE, FALSE, sizeof (CyAgendaRow));
  agenda->places = g_array_new (FALSE, FALSE, sizeof (CyAgendaPlace));
  g_array_set_clear_func (agenda->places, clear_place);
  agenda->sources = g_ptr_array_new_with_free_func (g_free);

  return agenda;
}

/** cy_agenda_ref: Returns: (transfer full): @agenda */
CyAgenda *
cy_agenda_ref (CyAgenda *agenda)
{
  g_atomic_ref_count_inc (&agenda->refs);
  return agenda;
}

/** cy_agenda_unref: gives @agenda back; on any thread */
void
cy_agenda_unref (CyAgenda *agenda)
{
  if (!g_atomic_ref_count_dec (&agenda->refs))
    return;

  g_array_unref (agenda->rows);
  g_array_unref (agenda->places);
  g_ptr_array_unref (agenda->sources);
  g_free (agenda);
}

/** cy_agenda_row_equal: Returns: whether @a and @b say the same of the same child */
gboolean
cy_agenda_row_equal (const CyAgendaRow *a,
                     const CyAgendaRow *b)
{
  return a->child_id == b->child_id && a->section == b->section && a->what == b->what && a->ref == b->ref &&
         a->day == b->day && a->state == b->state && a->kinds == b->kinds && a->count == b->count &&
         a->done == b->done && a->reached == b->reached && a->school_id == b->school_id &&
         a->village_id == b->village_id;
}

/* Making */

/* Rows name what they are asked for by a place in the sources: those known before keep theirs, so that rows that
 * have not changed are equal. */
static CyAgenda *
make (CyConn           *conn,
      CyDay             today,
      const GPtrArray  *sources,
      GError          **error)
{
  g_autoptr (CyAgenda) agenda = agenda_new (today);
  g_auto (CyAgendaMaker) maker = { 0 };

  for (guint i = 0; sources != NULL && i < sources->len; i++)
    g_ptr_array_add (agenda->sources, g_strdup (g_ptr_array_index (sources, i)));
  cy_agenda_maker_init (&maker, conn, agenda);
  if (!cy_agenda_maker_prepare (&maker, error) || !cy_agenda_maker_add_rows (&maker, 0, error) ||
      !cy_agenda_maker_add_recent (&maker, error) || !cy_agenda_maker_finish (&maker, error))
    return NULL;

  return g_steal_pointer (&agenda);
}

/**
 * cy_agenda_load:
 * @conn: the connection; in a transaction
 * @today: the day it is made for
 *
 * Returns: (transfer full) (nullable): the agenda, or %NULL with @error set
 */
CyAgenda *
cy_agenda_load (CyConn  *conn,
                CyDay    today,
                GError **error)
{
  return make (conn, today, NULL, error);
}

/* Updating */

/* Tables whose rows touch the agenda of one child, and how to find it. */
static const struct {
  const char *table;
  const char *children;         /* NULL: the row's id is the child's; many for one row allowed */
} child_tables[] = {
  { "child", NULL },
  { "contact", "SELECT person_id FROM participant WHERE contact_id = ?" },
  { "enrolment", "SELECT child_id FROM enrolment WHERE id = ?" },
  { "flag", "SELECT child_id FROM flag WHERE id = ?" },
  { "follow_up", "SELECT child_id FROM follow_up WHERE id = ?" },
  { "participant", "SELECT person_id FROM participant WHERE id = ?" },
  { "pause", "SELECT child_id FROM pause WHERE id = ?" },
  { "person", NULL },
};

/* Tables that may touch everybody's. */
static const char *const shared_tables[] = { "obligation", "scheme", "term", "unit" };

/** cy_agenda_concerns: Returns: whether @changes may have changed an agenda */
gboolean
cy_agenda_concerns (CyChangeSet *changes)
{
  for (guint i = 0; i < G_N_ELEMENTS (child_tables); i++)
    {
      if (cy_change_set_has (changes, child_tables[i].table))
        return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (shared_tables); i++)
    {
      if (cy_change_set_has (changes, shared_tables[i]))
        return TRUE;
    }

  return FALSE;
}

static void
add_child (GHashTable *children,
           gint64      id)
{
  gint64 *key = g_new (gint64, 1);

  *key = id;
  g_hash_table_add (children, key);
}

static gboolean
touches_all (CyChangeSet *changes)
{
  for (guint i = 0; i < G_N_ELEMENTS (shared_tables); i++)
    {
      if (cy_change_set_has (changes, shared_tables[i]))
        return TRUE;
    }

  return FALSE;
}

/* Adds the children that @changes touch. Returns: whether these are known and few; else @error may be set */
static gboolean
add_children (CyConn       *conn,
              CyChangeSet  *changes,
              GHashTable   *children,
              GError      **error)
{
  g_autoptr (GError) local = NULL;

  for (guint t = 0; t < G_N_ELEMENTS (child_tables); t++)
    {
      guint n_ids;
      const gint64 *ids = cy_change_set_ids (changes, child_tables[t].table, &n_ids);

      if (ids == NULL && cy_change_set_has (changes, child_tables[t].table))
        return FALSE;

      for (guint i = 0; i < n_ids; i++)
        {
          CyStmt *st;
          guint n = 0;

          if (child_tables[t].children == NULL)
            {
              add_child (children, ids[i]);
              continue;
            }
          st = cy_conn_query (conn, &local, child_tables[t].children, "i", ids[i]);
          for (; st != NULL && cy_stmt_step (st, &local); n++)
            add_child (children, cy_stmt_int64 (st, 0));
          if (local != NULL)
            {
              g_propagate_error (error, g_steal_pointer (&local));
              return FALSE;
            }
          if (n == 0)
            return FALSE;
        }
      if (g_hash_table_size (children) > MAX_UPDATE)
        return FALSE;
    }

  return TRUE;
}

/* The children that any of @changes touch, or NULL when these are too many or a row is gone. */
static GHashTable *
changed_children (CyConn           *conn,
                  const GPtrArray  *changes,
                  GError          **error)
{
  g_autoptr (GHashTable) children = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      if (touches_all (g_ptr_array_index (changes, i)))
        return NULL;
    }
  for (guint i = 0; i < changes->len; i++)
    {
      if (!add_children (conn, g_ptr_array_index (changes, i), children, error))
        return NULL;
    }

  return g_steal_pointer (&children);
}

/* All rows but those of the children, and those of what has been done lately. */
static void
keep_rows (CyAgenda   *updated,
           CyAgenda   *agenda,
           GHashTable *children)
{
  for (guint i = 0; i < agenda->rows->len; i++)
    {
      const CyAgendaRow *row = &g_array_index (agenda->rows, CyAgendaRow, i);
      gint64 child_id = row->child_id;

      if (row->section != CY_AGENDA_RECENT && !g_hash_table_contains (children, &child_id))
        g_array_append_vals (updated->rows, row, 1);
    }
}

/**
 * cy_agenda_update:
 * @conn: the connection; in a transaction
 * @agenda: an agenda, which is not changed
 * @changes: (element-type CyChangeSet): what has changed since it was made
 *
 * Makes an agenda for the same day from one that exists, asking only what has changed.
 *
 * Rows have no names: those that stay are compared by the names of now. So all that has changed must be told at
 * once. Where something else had changed before this could read, the order may be wrong near it, and what is told here
 * must be told again together with that.
 *
 * Returns: (transfer full) (nullable): the new agenda, or %NULL with @error set
 */
CyAgenda *
cy_agenda_update (CyConn       *conn,
                  CyAgenda     *agenda,
                  GPtrArray    *changes,
                  GError      **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GHashTable) children = changed_children (conn, changes, &local);
  g_autoptr (CyAgenda) updated = NULL;
  g_auto (CyAgendaMaker) maker = { 0 };
  GHashTableIter iter;
  gint64 *child_id;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (children == NULL)
    return make (conn, agenda->today, agenda->sources, error);

  updated = agenda_new (agenda->today);
  updated->is_partial = TRUE;
  /* Rows name them by their places, which stay. */
  for (guint i = 0; i < agenda->sources->len; i++)
    g_ptr_array_add (updated->sources, g_strdup (g_ptr_array_index (agenda->sources, i)));
  keep_rows (updated, agenda, children);

  cy_agenda_maker_init (&maker, conn, updated);
  if (!cy_agenda_maker_prepare (&maker, error))
    return NULL;
  g_hash_table_iter_init (&iter, children);
  while (g_hash_table_iter_next (&iter, (gpointer *) &child_id, NULL))
    {
      if (!cy_agenda_maker_add_rows (&maker, *child_id, error))
        return NULL;
    }
  if (!cy_agenda_maker_add_recent (&maker, error) || !cy_agenda_maker_insert (&maker, error))
    return NULL;

  return g_steal_pointer (&updated);
}
