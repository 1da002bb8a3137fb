#define G_LOG_DOMAIN "cy-agenda"

#include "config.h"

#include "cy-agenda-private.h"

#include "cy-id-bits.h"

#include <string.h>

/* Whose rows stay, where their children are, and in which order they stand.
 *
 *   bare rows ──▶ sorted by child ──▶ three indexes, each read once from end to end, say who is at which school,
 *   in which village, and who comes before whom by name ──▶ sorted by what comes before the name
 *
 * No record of a child is read: those of hundreds of thousands lie all over the disk. A row has no name, so an
 * order by name is made by going through the children by name, and not by comparing rows. */

#define COMPARE(a, b) \
  G_STMT_START { \
    if ((a) != (b)) \
      return (a) < (b) ? -1 : 1; \
  } G_STMT_END

static CyAgendaRow *
row_at (const GArray *rows,
        guint         position)
{
  return &g_array_index (rows, CyAgendaRow, position);
}

/* Order */

/* Rows of one child, of which some may be equal but for what they are about. */
static int
compare_of_child (const CyAgendaRow *a,
                  const CyAgendaRow *b)
{
  COMPARE (a->child_id, b->child_id);
  COMPARE (a->what, b->what);
  COMPARE (a->ref, b->ref);

  return 0;
}

static int
compare_children (gconstpointer a,
                  gconstpointer b)
{
  return compare_of_child (a, b);
}

/* The order on the page as far as the name: by section; what is due by what is to be done; then by day, the
 * latest first for what has been done. */
static int
compare_before_name (const CyAgendaRow *a,
                     const CyAgendaRow *b)
{
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
      COMPARE (b->ref, a->ref);
    }
  COMPARE (a->day, b->day);

  return 0;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  return compare_before_name (a, b);
}

/* The first of the rows, which are by child, that is not of a child before this one. */
static guint
find_child (const GArray *rows,
            guint32       child_id)
{
  guint low = 0;
  guint high = rows->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (row_at (rows, middle)->child_id < child_id)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* Reading what concerns all children from an index that covers it */

typedef void (*Found) (GArray  *rows,         /* by child */
                       guint    first,        /* those of one child */
                       guint    end,
                       CyStmt  *st,
                       gpointer data);

/* Calls @found for each id, in the first column, of whom there are rows. */
static gboolean
read_index (CyAgendaMaker  *maker,
            const CyIdBits *children,
            const char     *sql,
            Found           found,
            gpointer        data,
            GError        **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (maker->conn, &local, sql, NULL);

  while (st != NULL && cy_stmt_step (st, &local))
    {
      guint32 id = (guint32) cy_stmt_int64 (st, 0);
      guint first, end;

      if (!cy_id_bits_has (children, id))
        continue;
      first = find_child (maker->rows, id);
      for (end = first; end < maker->rows->len && row_at (maker->rows, end)->child_id == id;)
        end++;
      found (maker->rows, first, end, st, data);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

static void
set_school (GArray   *rows,
            guint     first,
            guint     end,
            CyStmt   *st,
            gpointer  data)
{
  for (guint i = first; i < end; i++)
    row_at (rows, i)->school_id = (guint32) cy_stmt_int64 (st, 1);
}

static void
set_village (GArray   *rows,
             guint     first,
             guint     end,
             CyStmt   *st,
             gpointer  data)
{
  for (guint i = first; i < end; i++)
    row_at (rows, i)->village_id = (guint32) cy_stmt_int64 (st, 1);
}

static void
take_rows (GArray   *rows,
           guint     first,
           guint     end,
           CyStmt   *st,
           gpointer  ordered)
{
  g_array_append_vals (ordered, row_at (rows, first), end - first);
}

/* Whose rows there are, without those who have left. */
static CyIdBits *
find_children (CyAgendaMaker  *maker,
               GError        **error)
{
  g_autoptr (CyIdBits) children = cy_id_bits_new ();
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (maker->conn, &local, "SELECT id FROM child WHERE left_on IS NOT NULL AND left_on <= ?", "d",
                              maker->agenda->today);

  for (guint i = 0; i < maker->rows->len; i++)
    cy_id_bits_add (children, row_at (maker->rows, i)->child_id);
  while (st != NULL && cy_stmt_step (st, &local))
    cy_id_bits_remove (children, (guint32) cy_stmt_int64 (st, 0));
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&children);
}

/* Places */

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const CyAgendaPlace *left = a;
  const CyAgendaPlace *right = b;

  COMPARE (right->is_school, left->is_school);
  return g_utf8_collate (left->name, right->name);
}

static gboolean
add_place (CyAgendaMaker  *maker,
           CyIdBits       *seen,
           guint32         id,
           gboolean        is_school,
           GError        **error)
{
  CyAgendaPlace place = { .id = id, .is_school = is_school };
  g_autoptr (GError) local = NULL;
  CyStmt *st;

  if (id == 0 || cy_id_bits_has (seen, id))
    return TRUE;

  cy_id_bits_add (seen, id);
  st = cy_conn_query (maker->conn, &local, "SELECT name FROM unit WHERE id = ?", "i", (gint64) id);
  if (st != NULL && cy_stmt_step (st, &local))
    {
      place.name = cy_stmt_dup_text (st, 0);
      cy_stmt_reset (st);
      g_array_append_val (maker->agenda->places, place);
    }
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
collect_places (CyAgendaMaker  *maker,
                GError        **error)
{
  g_autoptr (CyIdBits) seen = cy_id_bits_new ();
  const GArray *rows = maker->agenda->rows;

  for (guint i = 0; i < rows->len; i++)
    if (!add_place (maker, seen, row_at (rows, i)->school_id, TRUE, error) ||
        !add_place (maker, seen, row_at (rows, i)->village_id, FALSE, error))
      return FALSE;
  g_array_sort (maker->agenda->places, compare_places);

  return TRUE;
}

/**
 * cy_agenda_maker_finish:
 *
 * Moves the rows into the agenda, which has none, with places and in order. Rows of children who
 * are in the bin or have left stay behind.
 *
 * Returns: whether it could
 */
gboolean
cy_agenda_maker_finish (CyAgendaMaker  *maker,
                        GError        **error)
{
  g_autoptr (CyIdBits) children = find_children (maker, error);
  GArray *ordered;

  if (children == NULL)
    return FALSE;

  g_array_sort (maker->rows, compare_children);
  if (!read_index (maker, children, "SELECT id, school_id FROM child INDEXED BY child_school WHERE school_id IS NOT NULL",
                   set_school, NULL, error) ||
      !read_index (maker, children, "SELECT id, village_id FROM child INDEXED BY child_village WHERE village_id IS NOT NULL",
                   set_village, NULL, error))
    return FALSE;

  ordered = g_array_sized_new (FALSE, FALSE, sizeof (CyAgendaRow), maker->rows->len);
  g_array_unref (maker->agenda->rows);
  maker->agenda->rows = ordered;
  if (!read_index (maker, children,
                   "SELECT id FROM person INDEXED BY person_child_name "
                   "WHERE is_child AND deleted_at IS NULL ORDER BY sort_key, id", take_rows, ordered, error))
    return FALSE;

  /* Of hundreds of thousands of rows a copy is no trifle. Sorting keeps what is equal in its order. */
  g_array_set_size (maker->rows, 0);
  g_clear_pointer (&maker->rows, g_array_unref);
  g_array_sort (ordered, compare_rows);

  return collect_places (maker, error);
}

/* Bringing an agenda up to date */

typedef struct {
  CyConn *conn;
  GHashTable *keys;             /* child → GBytes by which its name is sorted */
  GError *error;
} Names;

static GBytes *
key_of (Names   *names,
        guint32  child_id)
{
  GBytes *key = g_hash_table_lookup (names->keys, GUINT_TO_POINTER (child_id));
  CyStmt *st;

  if (key != NULL || names->error != NULL)
    return key;

  st = cy_conn_query (names->conn, &names->error, "SELECT sort_key FROM person WHERE id = ?", "i", (gint64) child_id);
  if (st == NULL || !cy_stmt_step (st, &names->error))
    return NULL;
  key = cy_stmt_dup_blob (st, 0);
  cy_stmt_reset (st);
  if (key != NULL)
    g_hash_table_insert (names->keys, GUINT_TO_POINTER (child_id), key);

  return key;
}

static int
compare_all (gconstpointer a,
             gconstpointer b,
             gpointer      names)
{
  const CyAgendaRow *left = a;
  const CyAgendaRow *right = b;
  int order = compare_before_name (left, right);

  if (order == 0 && left->child_id != right->child_id)
    {
      GBytes *left_key = key_of (names, left->child_id);
      GBytes *right_key = key_of (names, right->child_id);

      order = left_key != NULL && right_key != NULL ? g_bytes_compare (left_key, right_key) : 0;
    }

  return order != 0 ? order : compare_of_child (left, right);
}

/* Says where the child is. Returns: whether it is one whose rows are shown */
static gboolean
read_child (CyAgendaMaker  *maker,
            CyAgendaRow    *child,
            GError        **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (maker->conn, &local,
                              "SELECT c.school_id, c.village_id FROM person p JOIN child c ON c.id = p.id "
                              "WHERE p.id = ? AND p.is_child AND p.deleted_at IS NULL "
                              "AND (c.left_on IS NULL OR c.left_on > ?)", "id",
                              (gint64) child->child_id, maker->agenda->today);

  if (st == NULL || !cy_stmt_step (st, &local))
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  child->school_id = (guint32) cy_stmt_int64 (st, 0);
  child->village_id = (guint32) cy_stmt_int64 (st, 1);
  cy_stmt_reset (st);

  return TRUE;
}

static gboolean
place_rows (CyAgendaMaker  *maker,
            GError        **error)
{
  g_autoptr (GError) local = NULL;
  CyAgendaRow child = { 0 };
  gboolean found = FALSE;
  guint n_found = 0;

  g_array_sort (maker->rows, compare_children);
  for (guint i = 0; i < maker->rows->len; i++)
    {
      CyAgendaRow row = *row_at (maker->rows, i);

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

      row.school_id = child.school_id;
      row.village_id = child.village_id;
      *row_at (maker->rows, n_found++) = row;
    }
  g_array_set_size (maker->rows, n_found);

  return TRUE;
}

/* The first of @rows from @low on that stands behind @row. */
static guint
find_place (const GArray      *rows,
            guint              low,
            const CyAgendaRow *row,
            Names             *names)
{
  guint high = rows->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare_all (row_at (rows, middle), row, names) < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * cy_agenda_maker_insert:
 *
 * Puts rows of a few children among those of the agenda, of which none is of these children. Each place is found
 * by halves, with the names of the children who are met on the way.
 *
 * Returns: whether it could
 */
gboolean
cy_agenda_maker_insert (CyAgendaMaker  *maker,
                        GError        **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_bytes_unref);
  Names names = { maker->conn, keys, NULL };
  g_autoptr (GArray) before = g_steal_pointer (&maker->agenda->rows);
  GArray *rows = g_array_sized_new (FALSE, FALSE, sizeof (CyAgendaRow), before->len + maker->rows->len);
  guint from = 0;

  maker->agenda->rows = rows;
  if (!place_rows (maker, error))
    return FALSE;

  g_array_sort_with_data (maker->rows, compare_all, &names);
  for (guint i = 0; i < maker->rows->len && names.error == NULL; i++)
    {
      guint place = find_place (before, from, row_at (maker->rows, i), &names);

      g_array_append_vals (rows, row_at (before, from), place - from);
      g_array_append_vals (rows, row_at (maker->rows, i), 1);
      from = place;
    }
  g_array_append_vals (rows, row_at (before, from), before->len - from);
  if (names.error != NULL)
    {
      g_propagate_error (error, names.error);
      return FALSE;
    }

  return collect_places (maker, error);
}
