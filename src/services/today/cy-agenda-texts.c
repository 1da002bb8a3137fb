#define G_LOG_DOMAIN "cy-agenda"

#include "config.h"

#include "cy-agenda.h"

/* What is written on the lines of the agenda that somebody sees. */

/** cy_agenda_texts_free: @texts: (transfer full) (nullable) */
void
cy_agenda_texts_free (CyAgendaTexts *texts)
{
  if (texts == NULL)
    return;

  g_free (texts->name);
  g_free (texts->place);
  g_free (texts->text);
  g_free (texts);
}

/** cy_agenda_texts_equal: Returns: whether @a and @b read the same */
gboolean
cy_agenda_texts_equal (const CyAgendaTexts *a,
                       const CyAgendaTexts *b)
{
  return g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->place, b->place) == 0 && g_strcmp0 (a->text, b->text) == 0;
}

static char *
join_places (CyStmt *st,
             int     column,
             int     n_columns)
{
  GString *joined = NULL;

  for (int i = column; i < column + n_columns; i++)
    {
      if (cy_stmt_is_null (st, i))
        continue;
      if (joined == NULL)
        joined = g_string_new (NULL);
      else
        g_string_append (joined, " · ");
      g_string_append (joined, cy_stmt_text (st, i));
    }

  return joined != NULL ? g_string_free_and_steal (joined) : NULL;
}

/* The first row's first column, or %NULL. */
static char *
read_text (CyConn      *conn,
           const char  *sql,
           gint64       id,
           GError     **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, &local, sql, "i", id);
  char *text = NULL;

  if (st != NULL && cy_stmt_step (st, &local))
    {
      text = cy_stmt_dup_text (st, 0);
      cy_stmt_reset (st);
    }
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));

  return text;
}

static char *
text_of (CyConn             *conn,
         CyAgenda           *agenda,
         const CyAgendaRow  *row,
         GError            **error)
{
  switch (row->what)
    {
    case CY_AGENDA_IS_CONTACT_DUE:
      return g_strdup (g_ptr_array_index (agenda->sources, row->ref));
    case CY_AGENDA_IS_FOLLOW_UP:
      return read_text (conn, "SELECT text FROM follow_up WHERE id = ?", row->ref, error);
    case CY_AGENDA_IS_FLAG:
      return read_text (conn, "SELECT min(code) FROM flag WHERE child_id = ? AND resolved_at IS NULL AND deleted_at IS NULL",
                        row->child_id, error);
    case CY_AGENDA_IS_BIRTHDAY:
    case CY_AGENDA_IS_LUNAR_BIRTHDAY:
    case CY_AGENDA_IS_CONTACT:
    default:
      return NULL;
    }
}

static CyAgendaTexts *
read_row (CyConn             *conn,
          CyAgenda           *agenda,
          const CyAgendaRow  *row,
          GError            **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (CyAgendaTexts) texts = g_new0 (CyAgendaTexts, 1);
  CyStmt *st = cy_conn_query (conn, &local,
                              "SELECT p.name, s.name, k.name, v.name FROM person p JOIN child c ON c.id = p.id "
                              "LEFT JOIN unit s ON s.id = c.school_id LEFT JOIN unit k ON k.id = c.class_id "
                              "LEFT JOIN unit v ON v.id = c.village_id WHERE p.id = ?", "i", (gint64) row->child_id);

  if (st != NULL && cy_stmt_step (st, &local))
    {
      texts->name = cy_stmt_dup_text (st, 0);
      texts->place = join_places (st, 1, 3);
      cy_stmt_reset (st);
    }
  if (local == NULL)
    texts->text = text_of (conn, agenda, row, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  /* A child who has gone since the agenda was made, which is about to be brought up to date. */
  if (texts->name == NULL)
    texts->name = g_strdup ("");

  return g_steal_pointer (&texts);
}

/**
 * cy_agenda_read_texts:
 * @conn: the connection; in a transaction
 * @agenda: whose rows they are
 * @rows: (element-type CyAgendaRow): those that somebody sees
 *
 * Returns: (transfer full) (nullable) (element-type CyAgendaTexts): what is written on each of them, in their
 *   order; %NULL with @error set
 */
GPtrArray *
cy_agenda_read_texts (CyConn        *conn,
                      CyAgenda      *agenda,
                      const GArray  *rows,
                      GError       **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_agenda_texts_free);

  for (guint i = 0; i < rows->len; i++)
    {
      CyAgendaTexts *read = read_row (conn, agenda, &g_array_index (rows, CyAgendaRow, i), error);

      if (read == NULL)
        return NULL;
      g_ptr_array_add (texts, read);
    }

  return g_steal_pointer (&texts);
}
