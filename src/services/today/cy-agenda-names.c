#define G_LOG_DOMAIN "cy-agenda"

#include "config.h"

#include "cy-agenda-private.h"

#define COMPARE(a, b) \
  G_STMT_START { \
    if ((a) != (b)) \
      return (a) < (b) ? -1 : 1; \
  } G_STMT_END

/* Names and places */

static const char *
unit_name (CyAgendaMaker  *maker,
           gint64  id)
{
  const char *name;
  CyStmt *st;

  if (id == 0)
    return NULL;
  name = g_hash_table_lookup (maker->units, &id);
  if (name != NULL)
    return name;

  st = cy_conn_query (maker->conn, NULL, "SELECT name FROM unit WHERE id = ?", "i", id);
  if (st == NULL || !cy_stmt_step (st, NULL))
    return NULL;

  name = cy_agenda_maker_keep (maker, cy_stmt_text (st, 0));
  cy_stmt_reset (st);
  g_hash_table_insert (maker->units, g_memdup2 (&id, sizeof id), (gpointer) name);

  return name;
}

static const char *
place_of (CyAgendaMaker  *maker,
          gint64  school_id,
          gint64  class_id,
          gint64  village_id)
{
  const char *parts[4] = { NULL };
  g_autofree char *joined = NULL;
  guint n = 0;

  parts[n] = unit_name (maker, school_id);
  n += parts[n] != NULL;
  parts[n] = unit_name (maker, class_id);
  n += parts[n] != NULL;
  parts[n] = unit_name (maker, village_id);
  n += parts[n] != NULL;
  if (n == 0)
    return NULL;

  joined = g_strjoinv (" · ", (char **) parts);
  return cy_agenda_maker_keep (maker, joined);
}

static int
compare_children (gconstpointer a,
                  gconstpointer b)
{
  const CyAgendaRow *left = a;
  const CyAgendaRow *right = b;

  COMPARE (left->child_id, right->child_id);
  return 0;
}

/* Completes the row from the child's record, which @row shares with the rows before it. */
static gboolean
read_child (CyAgendaMaker        *maker,
            CyAgendaRow  *row,
            GError      **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) key = NULL;
  gint64 class_id;
  CyStmt *st = cy_conn_query (maker->conn, &local,
                              "SELECT p.name, p.sort_key, c.school_id, c.class_id, c.village_id "
                              "FROM person p JOIN child c ON c.id = p.id "
                              "WHERE p.id = ? AND p.is_child AND p.deleted_at IS NULL "
                              "AND (c.left_on IS NULL OR c.left_on > ?)", "id",
                              row->child_id, maker->agenda->today);

  if (st == NULL || !cy_stmt_step (st, &local))
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  row->name = g_string_chunk_insert (maker->chunk, cy_stmt_text (st, 0));
  key = cy_stmt_dup_blob (st, 1);
  if (key != NULL)
    row->sort_key = g_string_chunk_insert_len (maker->chunk, g_bytes_get_data (key, NULL),
                                               (gssize) g_bytes_get_size (key));
  row->school_id = (guint32) cy_stmt_int64 (st, 2);
  class_id = cy_stmt_int64 (st, 3);
  row->village_id = (guint32) cy_stmt_int64 (st, 4);
  cy_stmt_reset (st);
  row->place = place_of (maker, row->school_id, class_id, row->village_id);

  return TRUE;
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const CyAgendaPlace *left = a;
  const CyAgendaPlace *right = b;

  COMPARE (right->is_school, left->is_school);
  return g_utf8_collate (left->name, right->name);
}

static void
add_place (CyAgendaMaker *maker,
           GHashTable    *seen,
           gint64         id,
           gboolean       is_school)
{
  CyAgendaPlace place = { .id = id, .is_school = is_school };

  if (id == 0 || g_hash_table_contains (seen, &id))
    return;

  place.name = unit_name (maker, id);
  if (place.name == NULL)
    return;
  g_array_append_val (maker->agenda->places, place);
  g_hash_table_add (seen, g_memdup2 (&id, sizeof id));
}

static void
collect_places (CyAgendaMaker *maker)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < maker->agenda->rows->len; i++)
    {
      const CyAgendaRow *row = &g_array_index (maker->agenda->rows, CyAgendaRow, i);

      add_place (maker, seen, row->school_id, TRUE);
      add_place (maker, seen, row->village_id, FALSE);
    }
  g_array_sort (maker->agenda->places, compare_places);
}

/* Those of all children are hundreds of thousands where children are a million: they are not copied. */
static void
take_rows (CyAgendaMaker *maker)
{
  CyAgenda *agenda = maker->agenda;

  if (agenda->rows->len > 0)
    {
      g_array_append_vals (agenda->rows, maker->rows->data, maker->rows->len);
      return;
    }

  g_array_unref (agenda->rows);
  agenda->rows = g_array_ref (maker->rows);
}

/**
 * cy_agenda_maker_finish:
 *
 * Moves the rows into the agenda, with names and places and in order. Rows of children who
 * are in the bin or have left stay behind.
 *
 * Returns: whether it could
 */
gboolean
cy_agenda_maker_finish (CyAgendaMaker  *maker,
                        GError        **error)
{
  g_autoptr (GError) local = NULL;
  CyAgendaRow child = { 0 };
  gboolean found = FALSE;
  guint n_found = 0;

  /* Rows of an agenda that is updated are there before; the others are completed where they are. */
  g_array_sort (maker->rows, compare_children);
  for (guint i = 0; i < maker->rows->len; i++)
    {
      CyAgendaRow row = g_array_index (maker->rows, CyAgendaRow, i);

      if (i == 0 || row.child_id != child.child_id)
        {
          child = (CyAgendaRow) { .child_id = row.child_id };
          found = read_child (maker, &child, &local);
          if (local != NULL)
            {
              g_propagate_error (error, g_steal_pointer (&local));
              return FALSE;
            }
        }
      if (!found)
        continue;

      row.name = child.name;
      row.sort_key = child.sort_key;
      row.place = child.place;
      row.school_id = child.school_id;
      row.village_id = child.village_id;
      g_array_index (maker->rows, CyAgendaRow, n_found++) = row;
    }
  g_array_set_size (maker->rows, n_found);
  take_rows (maker);

  g_array_sort (maker->agenda->rows, (GCompareFunc) cy_agenda_row_compare);
  collect_places (maker);

  return TRUE;
}
