#define G_LOG_DOMAIN "cy-contact"

#include "config.h"

#include "contact/cy-child-name.h"

#include "cy-sibling-store.h"

/** cy_child_name_free: @card: (nullable): no longer needed */
void
cy_child_name_free (CyChildName *card)
{
  if (card == NULL)
    return;

  g_free (card->name);
  g_free (card->place);
  g_free (card);
}

/* Appends the card of a child, or nothing where there is no such child. */
static gboolean
append_card (CyConn     *conn,
             GPtrArray  *cards,
             gint64      id,
             GError    **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, &local,
                              "SELECT p.name, s.name, k.name, v.name FROM person p JOIN child c ON c.id = p.id "
                              "LEFT JOIN unit s ON s.id = c.school_id LEFT JOIN unit k ON k.id = c.class_id "
                              "LEFT JOIN unit v ON v.id = c.village_id "
                              "WHERE p.id = ? AND p.is_child AND p.deleted_at IS NULL", "i", id);

  if (st != NULL && cy_stmt_step (st, &local))
    {
      CyChildName *card = g_new0 (CyChildName, 1);
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) parts = NULL;

      for (int column = 1; column <= 3; column++)
        {
          if (!cy_stmt_is_null (st, column))
            g_strv_builder_add (builder, cy_stmt_text (st, column));
        }
      parts = g_strv_builder_end (builder);
      card->id = id;
      card->name = cy_stmt_dup_text (st, 0);
      if (parts[0] != NULL)
        card->place = g_strjoinv (" · ", parts);
      g_ptr_array_add (cards, card);
      cy_stmt_reset (st);
    }
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * cy_child_names_load:
 * @ids: (array length=n_ids): children
 *
 * Returns: (transfer full) (element-type CyChildName) (nullable): those of them that are not
 *   in the bin, in the same order; %NULL with @error set
 */
GPtrArray *
cy_child_names_load (CyConn        *conn,
                     const gint64  *ids,
                     guint          n_ids,
                     GError       **error)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_child_name_free);

  for (guint i = 0; i < n_ids; i++)
    {
      if (!append_card (conn, cards, ids[i], error))
        return NULL;
    }

  return g_steal_pointer (&cards);
}

/**
 * cy_child_names_present:
 * @ids: (array length=n_ids): children, perhaps thousands
 *
 * Returns: (transfer full) (element-type gint64) (nullable): those of them that are not in the
 *   bin, in the same order; %NULL with @error set
 */
GArray *
cy_child_names_present (CyConn        *conn,
                        const gint64  *ids,
                        guint          n_ids,
                        GError       **error)
{
  g_autoptr (GArray) present = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_ids);

  for (guint i = 0; i < n_ids; i++)
    {
      gint64 id;

      if (!cy_conn_int64 (conn, error, &id, "SELECT id FROM person WHERE id = ? AND is_child AND deleted_at IS NULL", "i",
                          ids[i]))
        return NULL;
      if (id != 0)
        g_array_append_val (present, id);
    }

  return g_steal_pointer (&present);
}

static gboolean
contains (const gint64 *ids,
          guint         n_ids,
          gint64        id)
{
  for (guint i = 0; i < n_ids; i++)
    {
      if (ids[i] == id)
        return TRUE;
    }

  return FALSE;
}

/**
 * cy_child_names_siblings:
 * @ids: (array length=n_ids): children
 *
 * Returns: (transfer full) (element-type CyChildName) (nullable): their brothers and sisters,
 *   linked as such or by a parent, who are not among them; %NULL with @error set
 */
GPtrArray *
cy_child_names_siblings (CyConn        *conn,
                         const gint64  *ids,
                         guint          n_ids,
                         GError       **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < n_ids; i++)
    {
      g_autoptr (GPtrArray) siblings = cy_sibling_list (conn, ids[i], error);

      if (siblings == NULL)
        return NULL;

      for (guint j = 0; j < siblings->len; j++)
        {
          const CySibling *sibling = g_ptr_array_index (siblings, j);

          if (sibling->reason <= CY_SIBLING_SHARED_PARENT && !contains (ids, n_ids, sibling->id) &&
              !contains ((const gint64 *) found->data, found->len, sibling->id))
            g_array_append_val (found, sibling->id);
        }
    }

  return cy_child_names_load (conn, (const gint64 *) found->data, found->len, error);
}

/**
 * cy_child_names_search:
 * @index: what searches one after another have in common
 * @text: what somebody types: part of a name, pinyin, initials, digits of a number
 * @limit: no more than these
 *
 * Returns: (transfer full) (element-type CyChildName) (nullable): children whom it may mean,
 *   by name; %NULL with @error set
 */
GPtrArray *
cy_child_names_search (CyConn         *conn,
                       CyRosterIndex  *index,
                       const char     *text,
                       guint           limit,
                       GError        **error)
{
  g_autoptr (CyRosterQuery) query = cy_roster_query_new ();
  g_autoptr (GArray) found = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  query->search = g_strdup (text);
  found = cy_roster_index_query (index, conn, query, error);
  if (found == NULL)
    return NULL;

  for (guint i = 0; i < MIN (found->len, limit); i++)
    {
      gint64 id = g_array_index (found, guint32, i);

      g_array_append_val (ids, id);
    }

  return cy_child_names_load (conn, (const gint64 *) ids->data, ids->len, error);
}
