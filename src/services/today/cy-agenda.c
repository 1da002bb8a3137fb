#define G_LOG_DOMAIN "cy-agenda"

#include "config.h"

#include "cy-agenda-private.h"

/* How the agenda is made:
 *
 *   cy_care_due() and four queries ──▶ bare rows ──▶ sorted by child ──▶ each child's name and
 *   place looked up once, in the order in which they lie on the disk ──▶ sorted as shown
 *
 * After a change only the children it touches are asked again: their rows are taken out of
 * the old agenda and new ones are put in. Rows are never changed in place, and texts live in
 * chunks that old and new share, so that the main thread may go on showing the old agenda. */

/* Past this many changed children, or shared chunks of text, everything is read anew. */
#define MAX_UPDATE 256
#define MAX_CHUNKS 64

typedef struct {
  gatomicrefcount refs;
  GStringChunk *chunk;
} Texts;

static Texts *
texts_new (void)
{
  Texts *texts = g_new0 (Texts, 1);

  g_atomic_ref_count_init (&texts->refs);
  texts->chunk = g_string_chunk_new (4096);

  return texts;
}

static Texts *
texts_ref (Texts *texts)
{
  g_atomic_ref_count_inc (&texts->refs);
  return texts;
}

static void
texts_unref (Texts *texts)
{
  if (!g_atomic_ref_count_dec (&texts->refs))
    return;

  g_string_chunk_free (texts->chunk);
  g_free (texts);
}

static CyAgenda *
agenda_new (CyDay today)
{
  CyAgenda *agenda = g_new0 (CyAgenda, 1);

  g_atomic_ref_count_init (&agenda->refs);
  agenda->today = today;
  agenda->rows = g_array_new (FALSE, TRUE, sizeof (CyAgendaRow));
  agenda->places = g_array_new (FALSE, TRUE, sizeof (CyAgendaPlace));
  agenda->texts = g_ptr_array_new_with_free_func ((GDestroyNotify) texts_unref);

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
  g_ptr_array_unref (agenda->texts);
  g_free (agenda);
}

/* Order and equality */

#define COMPARE(a, b) \
  G_STMT_START { \
    if ((a) != (b)) \
      return (a) < (b) ? -1 : 1; \
  } G_STMT_END

/**
 * cy_agenda_row_compare:
 *
 * The order on the page: by section; what is due by what is to be done; then by day, the
 * latest first for what has been done; then by name.
 *
 * Returns: less than, equal to or greater than zero
 */
int
cy_agenda_row_compare (const CyAgendaRow *a,
                       const CyAgendaRow *b)
{
  int order;

  COMPARE (a->section, b->section);
  if (a->section == CY_AGENDA_DUE)
    {
      /* The lowest kind of the set decides, so that talks stand before home visits. */
      COMPARE (a->kinds & -a->kinds, b->kinds & -b->kinds);
      COMPARE (a->kinds, b->kinds);
    }
  if (a->section == CY_AGENDA_RECENT)
    {
      COMPARE (b->day, a->day);
      COMPARE (b->id, a->id);
    }
  COMPARE (a->day, b->day);
  order = g_strcmp0 (a->sort_key, b->sort_key);
  if (order != 0)
    return order;
  COMPARE (a->child_id, b->child_id);
  COMPARE (a->what, b->what);
  COMPARE (a->id, b->id);

  return 0;
}

/** cy_agenda_row_equal: Returns: whether @a and @b look the same to a reader */
gboolean
cy_agenda_row_equal (const CyAgendaRow *a,
                     const CyAgendaRow *b)
{
  return a->section == b->section && a->what == b->what && a->state == b->state && a->kinds == b->kinds &&
         a->child_id == b->child_id && a->id == b->id && a->day == b->day && a->count == b->count &&
         a->done == b->done && a->reached == b->reached && a->school_id == b->school_id &&
         a->village_id == b->village_id && g_strcmp0 (a->name, b->name) == 0 &&
         g_strcmp0 (a->place, b->place) == 0 && g_strcmp0 (a->text, b->text) == 0;
}

/* Making */

static void
begin (CyAgendaMaker *maker,
       CyConn        *conn,
       CyAgenda      *agenda)
{
  Texts *texts = texts_new ();

  g_ptr_array_add (agenda->texts, texts);
  cy_agenda_maker_init (maker, conn, agenda, texts->chunk);
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
  g_autoptr (CyAgenda) agenda = agenda_new (today);
  g_auto (CyAgendaMaker) maker = { 0 };

  begin (&maker, conn, agenda);
  if (!cy_agenda_maker_prepare (&maker, error) || !cy_agenda_maker_add_rows (&maker, 0, error) ||
      !cy_agenda_maker_add_recent (&maker, error) || !cy_agenda_maker_finish (&maker, error))
    return NULL;

  return g_steal_pointer (&agenda);
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

/* The children that @changes touch, or NULL when these are too many or a row is gone. */
static GHashTable *
changed_children (CyConn       *conn,
                  CyChangeSet  *changes,
                  GError      **error)
{
  g_autoptr (GHashTable) children = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GError) local = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (shared_tables); i++)
    {
      if (cy_change_set_has (changes, shared_tables[i]))
        return NULL;
    }

  for (guint t = 0; t < G_N_ELEMENTS (child_tables); t++)
    {
      guint n_ids;
      const gint64 *ids = cy_change_set_ids (changes, child_tables[t].table, &n_ids);

      if (ids == NULL && cy_change_set_has (changes, child_tables[t].table))
        return NULL;

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
              return NULL;
            }
          if (n == 0)
            return NULL;
        }
      if (g_hash_table_size (children) > MAX_UPDATE)
        return NULL;
    }

  return g_steal_pointer (&children);
}

/**
 * cy_agenda_update:
 * @conn: the connection; in a transaction
 * @agenda: an agenda, which is not changed
 * @changes: what has changed since it was made
 *
 * Makes an agenda for the same day from one that exists, asking only what has changed.
 *
 * Returns: (transfer full) (nullable): the new agenda, or %NULL with @error set
 */
CyAgenda *
cy_agenda_update (CyConn       *conn,
                  CyAgenda     *agenda,
                  CyChangeSet  *changes,
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
  if (children == NULL || agenda->texts->len >= MAX_CHUNKS)
    return cy_agenda_load (conn, agenda->today, error);

  updated = agenda_new (agenda->today);
  for (guint i = 0; i < agenda->texts->len; i++)
    g_ptr_array_add (updated->texts, texts_ref (g_ptr_array_index (agenda->texts, i)));
  for (guint i = 0; i < agenda->rows->len; i++)
    {
      const CyAgendaRow *row = &g_array_index (agenda->rows, CyAgendaRow, i);

      if (row->section != CY_AGENDA_RECENT && !g_hash_table_contains (children, &row->child_id))
        g_array_append_vals (updated->rows, row, 1);
    }

  begin (&maker, conn, updated);
  if (!cy_agenda_maker_prepare (&maker, error))
    return NULL;
  g_hash_table_iter_init (&iter, children);
  while (g_hash_table_iter_next (&iter, (gpointer *) &child_id, NULL))
    {
      if (!cy_agenda_maker_add_rows (&maker, *child_id, error))
        return NULL;
    }
  if (!cy_agenda_maker_add_recent (&maker, error) || !cy_agenda_maker_finish (&maker, error))
    return NULL;

  return g_steal_pointer (&updated);
}
